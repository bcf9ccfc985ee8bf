# SPDX-License-Identifier: GPL-3.0-or-later
"""What the other scripts here have in common: the filter on a whole image, and pictures from and to files."""

from gi.repository import Gimp, Gio

PROCEDURE = Gimp.get_pdb().lookup_procedure("plug-in-kmeans-quantize")


def quantize(image, **settings):
    """Runs the filter on all layers; a wrong value, or an error of the filter, ends the script."""
    config = PROCEDURE.create_config()
    config.set_property("image", image)
    config.set_core_object_array("drawables", image.get_layers())
    for name, value in settings.items():
        config.set_property(name.replace("_", "-"), value)
        if isinstance(value, (int, str)) and config.get_property(name.replace("_", "-")) != value:
            raise ValueError(f"{name} cannot be {value!r}")  # GIMP has taken the default instead
    result = PROCEDURE.run(config)
    if result.index(0) != Gimp.PDBStatusType.SUCCESS:
        raise RuntimeError(Gimp.get_pdb().get_last_error())
    return result


def load(path):
    return Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(str(path)))


def save(image, path):
    Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, Gio.File.new_for_path(str(path)), None)
