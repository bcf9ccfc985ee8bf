# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside GIMP: squares of a picture side by side, for README."""

from fixtures import *  # noqa: F403

SIDE = 288  # three of them are as wide as README's column, so that no browser scales the patterns


def load(path):
    image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(path))
    image.flatten()
    return image


def middle_square(path):
    """The middle of a picture, scaled to a square."""
    image = load(path)
    factor = SIDE / min(image.get_width(), image.get_height())
    width, height = round(image.get_width() * factor), round(image.get_height() * factor)
    image.scale(width, height)
    image.crop(SIDE, SIDE, (width - SIDE) // 2, (height - SIDE) // 2)
    return image


def square_at(path, x, y):
    image = load(path)
    image.crop(SIDE, SIDE, x, y)
    return image


def side_by_side(images):
    """One image of all of them, which it deletes."""
    strip = Gimp.Image.new(len(images) * SIDE, SIDE, Gimp.ImageBaseType.RGB)
    for number, image in enumerate(images):
        layer = Gimp.Layer.new_from_drawable(image.get_layers()[0], strip)
        strip.insert_layer(layer, None, 0)
        layer.set_offsets(number * SIDE, 0)
        image.delete()
    strip.flatten()
    return strip


def save_as_indexed(strip, k, path):
    """Writes k colors, with as few bits per pixel as they need."""
    quantize(strip, k=k, effort="best", output="indexed", save_palette=False)
    procedure = Gimp.get_pdb().lookup_procedure("file-png-export")
    config = procedure.create_config()
    config.set_property("image", strip)
    config.set_property("file", Gio.File.new_for_path(path))
    config.set_property("optimize-palette", True)
    config.set_property("include-exif", False)
    config.set_property("time", False)
    assert procedure.run(config).index(0) == Gimp.PDBStatusType.SUCCESS, Gimp.get_pdb().get_last_error()
    strip.delete()
