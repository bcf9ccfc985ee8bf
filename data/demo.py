# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs inside GIMP, started by data/demo: quantizes a picture and leaves the results."""

import os
import sys

from gi.repository import Gegl, Gimp, Gio

PICTURE = os.environ["KMQ_PICTURE"]
RESULT = os.environ["KMQ_RESULT"]
K = int(os.environ["KMQ_K"])
SWATCH_HEIGHT = 48
WIDEST = 640  # of one of the two halves


def give_up(message):
    print(f"demo: {message}", flush=True)
    sys.exit(1)


def save(image, path):
    if not Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, Gio.File.new_for_path(path), None):
        give_up(f"“{path}” could not be written: {Gimp.get_pdb().get_last_error()}")


def quantize(image):
    procedure = Gimp.get_pdb().lookup_procedure("plug-in-kmeans-quantize")
    config = procedure.create_config()
    config.set_property("image", image)
    config.set_core_object_array("drawables", image.get_layers())
    config.set_property("k", K)
    config.set_property("output", "indexed")
    config.set_property("save-palette", False)
    result = procedure.run(config)
    if result.index(0) != Gimp.PDBStatusType.SUCCESS:
        give_up(Gimp.get_pdb().get_last_error())
    return {"colors": result.index(2), "distinct": result.index(3), "iterations": result.index(4),
            "mse": result.index(6), "seconds": result.index(7)}


def write_palette(path, colors):
    """As GIMP's own palette files are."""
    with open(path, "w", encoding="utf-8") as palette:
        palette.write(f"GIMP Palette\nName: {os.path.basename(RESULT)}\nColumns: 16\n#\n")
        for color in colors:
            red, green, blue = bytes.fromhex(color[1:])
            palette.write(f"{red:3} {green:3} {blue:3}\t{color}\n")


def thumbnail(image):
    """A flat copy, at most WIDEST pixels wide; enlarged pixels stay sharp, so only shrinking happens here."""
    copy = image.duplicate()
    if copy.get_base_type() != Gimp.ImageBaseType.RGB:
        copy.convert_rgb()
    if copy.get_precision() != Gimp.Precision.U8_NON_LINEAR:
        copy.convert_precision(Gimp.Precision.U8_NON_LINEAR)
    copy.flatten()
    if copy.get_width() > WIDEST:
        Gimp.context_set_interpolation(Gimp.InterpolationType.NONE)
        copy.scale(WIDEST, max(1, copy.get_height() * WIDEST // copy.get_width()))
    return copy


def paste(target, source, x):
    layer = Gimp.Layer.new_from_drawable(source.get_layers()[0], target)
    target.insert_layer(layer, None, 0)
    layer.set_offsets(x, 0)


def add_swatches(image, colors, top):
    """A strip of the palette, below the pictures."""
    width = image.get_width()
    layer = Gimp.Layer.new(image, "palette", width, SWATCH_HEIGHT, Gimp.ImageType.RGB_IMAGE, 100, Gimp.LayerMode.NORMAL)
    image.insert_layer(layer, None, 0)
    layer.set_offsets(0, top)
    row = b"".join(bytes.fromhex(colors[x * len(colors) // width][1:]) for x in range(width))
    buffer = layer.get_buffer()
    buffer.set(Gegl.Rectangle.new(0, 0, width, SWATCH_HEIGHT), "R'G'B' u8", row * SWATCH_HEIGHT)
    buffer.flush()


def write_before_after(path, before, after, colors):
    width, height = before.get_width(), before.get_height()
    image = Gimp.Image.new(2 * width, height + SWATCH_HEIGHT, Gimp.ImageBaseType.RGB)
    paste(image, before, 0)
    paste(image, after, width)
    add_swatches(image, colors, height)
    image.flatten()
    save(image, path)


def main():
    image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(PICTURE))
    if image is None:
        give_up(f"GIMP cannot read “{PICTURE}”: {Gimp.get_pdb().get_last_error()}")
    if image.get_layers() and any(layer.is_group() for layer in image.get_layers()):
        image.flatten()
    before = thumbnail(image)
    result = quantize(image)
    save(image, f"{RESULT}.png")
    write_palette(f"{RESULT}.gpl", result["colors"])
    write_before_after(f"{RESULT}-before-after.png", before, thumbnail(image), result["colors"])
    print(f"demo: {result['distinct']} distinct colors became {len(result['colors'])}: {result['iterations']} iterations, "
          f"{result['seconds']:.3f} seconds, mean squared error {result['mse']:.3f}", flush=True)


main()
