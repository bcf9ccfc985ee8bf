# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside GIMP, started by tests/gimp/draw_dithers."""

import os
import sys

sys.path.insert(0, os.environ["KMQ_INSIDE"])
sys.dont_write_bytecode = True

from fixtures import *  # noqa: E402,F403

SIDE = 288  # three of them are as wide as README's column, so that no browser scales the patterns
SETTINGS = {"k": 8, "effort": "best", "save_palette": False}


def square(path):
    """The middle of the picture."""
    image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(path))
    image.flatten()
    factor = SIDE / min(image.get_width(), image.get_height())
    width, height = round(image.get_width() * factor), round(image.get_height() * factor)
    image.scale(width, height)
    image.crop(SIDE, SIDE, (width - SIDE) // 2, (height - SIDE) // 2)
    return image


def main():
    picture = square(os.environ["KMQ_PICTURE"])
    strip = Gimp.Image.new(3 * SIDE, SIDE, Gimp.ImageBaseType.RGB)
    for number, method in enumerate(("none", "floyd-steinberg", "blue-noise")):
        image = picture.duplicate()
        quantize(image, dither=method, **SETTINGS)
        layer = Gimp.Layer.new_from_drawable(image.get_layers()[0], strip)
        strip.insert_layer(layer, None, 0)
        layer.set_offsets(number * SIDE, 0)
        image.delete()
    strip.flatten()
    # These are 8 colors already: the file gets 4 bits per pixel.
    quantize(strip, output="indexed", **SETTINGS)
    procedure = Gimp.get_pdb().lookup_procedure("file-png-export")
    config = procedure.create_config()
    config.set_property("image", strip)
    config.set_property("file", Gio.File.new_for_path(os.environ["KMQ_RESULT"]))
    config.set_property("optimize-palette", True)
    config.set_property("include-exif", False)
    config.set_property("time", False)
    assert procedure.run(config).index(0) == Gimp.PDBStatusType.SUCCESS, Gimp.get_pdb().get_last_error()
    picture.delete()
    strip.delete()


main()
