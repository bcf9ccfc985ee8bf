# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests inside GIMP share: small pictures, the call of the procedure, and the pixels afterwards."""

import os
import struct
from pathlib import Path

import gi

gi.require_version("Babl", "0.1")
gi.require_version("Gegl", "0.4")
gi.require_version("Gimp", "3.0")
from gi.repository import Babl, Gegl, Gimp, Gio, GLib  # noqa: E402,F401

SCRATCH = Path(os.environ["KMQ_SCRATCH"])
WIDTH, HEIGHT = 48, 40
PROCEDURE = "plug-in-kmeans-quantize"
RETURNS = ("palette", "colors", "distinct_colors", "iterations", "cost", "mse", "seconds")


class Returned:
    """What a run of the procedure returned; a failed one only has status and message."""

    def __init__(self, values, message):
        self.status = values.index(0)
        self.message = message
        if self.status == Gimp.PDBStatusType.SUCCESS:
            for position, name in enumerate(RETURNS, 1):
                setattr(self, name, values.index(position))

    @property
    def rgb(self):
        return [parse_hex(color) for color in self.colors]


def parse_hex(color):
    return tuple(bytes.fromhex(color[1:]))


def run(image, drawables, run_mode=Gimp.RunMode.NONINTERACTIVE, **settings):
    procedure = Gimp.get_pdb().lookup_procedure(PROCEDURE)
    config = procedure.create_config()
    config.set_property("run-mode", run_mode)
    config.set_property("image", image)
    config.set_core_object_array("drawables", drawables)
    for name, value in settings.items():
        config.set_property(name.replace("_", "-"), value)
    values = procedure.run(config)
    return Returned(values, Gimp.get_pdb().get_last_error())


def quantize(image, drawables=None, **settings):
    """Runs the procedure, which must succeed."""
    returned = run(image, drawables or image.get_layers(), **settings)
    assert returned.status == Gimp.PDBStatusType.SUCCESS, returned.message
    return returned


def picture_rgb(width=WIDTH, height=HEIGHT):
    """Smooth gradients with some noise: nearly as many colors as pixels."""
    pixels = []
    noise = 12345
    for y in range(height):
        for x in range(width):
            noise = (noise * 1103515245 + 12345) % 2**31
            pixels.append((x * 255 // (width - 1), y * 255 // (height - 1), (x * y + (noise >> 16) % 24) % 256))
    return pixels


def picture_alpha(width=WIDTH, height=HEIGHT):
    """Fully transparent on the left, opaque on the right."""
    return [min(255, max(0, (x - 6) * 16)) for _ in range(height) for x in range(width)]


def new_image(pixels, alphas=None, gray=False, precision=Gimp.Precision.U8_NON_LINEAR, profile=None, size=None):
    """An image with one layer that has these 8-bit pixels, converted to the precision."""
    width, height = size or (WIDTH, HEIGHT)
    image = Gimp.Image.new(width, height, Gimp.ImageBaseType.RGB)
    add_layer(image, pixels, alphas, (width, height))
    if gray:
        image.convert_grayscale()
    if profile is not None:
        image.set_color_profile(profile)
    if precision != Gimp.Precision.U8_NON_LINEAR:
        image.convert_precision(precision)
    image.clean_all()
    return image


def add_layer(image, pixels, alphas=None, size=(WIDTH, HEIGHT), parent=None):
    kind = Gimp.ImageType.RGB_IMAGE if alphas is None else Gimp.ImageType.RGBA_IMAGE
    layer = Gimp.Layer.new(image, "layer", *size, kind, 100, Gimp.LayerMode.NORMAL)
    image.insert_layer(layer, parent, 0)
    if alphas is None:
        write(layer, "R'G'B' u8", bytes(channel for pixel in pixels for channel in pixel))
    else:
        write(layer, "R'G'B'A u8",
              bytes(channel for pixel, alpha in zip(pixels, alphas) for channel in (*pixel, alpha)))
    return layer


def extent(drawable):
    return Gegl.Rectangle.new(0, 0, drawable.get_width(), drawable.get_height())


def write(drawable, encoding, content):
    buffer = drawable.get_buffer()
    buffer.set(extent(drawable), encoding, content)
    buffer.flush()
    drawable.update(0, 0, drawable.get_width(), drawable.get_height())


def native_bytes(drawable):
    return bytes(drawable.get_buffer().get(extent(drawable), 1.0, None, Gegl.AbyssPolicy.NONE))


def native_pixels(drawable, code="B"):
    """The pixels as tuples of components, in the drawable's own format and space.

    code  the type of a component, as struct names it
    """
    content = native_bytes(drawable)
    components = len(content) // struct.calcsize(code) // (drawable.get_width() * drawable.get_height())
    return list(struct.iter_unpack(f"={components}{code}", content))


def squared_distance(a, b):
    return sum((x - y) ** 2 for x, y in zip(a, b))


def assert_nearest(sources, results, palette):
    """Every result is a palette color, and none is nearer to its source."""
    smallest = {source: min(squared_distance(source, color) for color in palette) for source in set(sources)}
    for source, result in zip(sources, results):
        assert result in palette, f"{result} is not in the palette"
        assert squared_distance(source, result) == smallest[source], f"{source} became {result}"


def palette_names():
    """The user's palettes; the list also has the colormaps of the open images."""
    names = (palette.get_name() for palette in Gimp.palettes_get_list("") or [])
    return sorted(name for name in names if not name.startswith("Colormap of Image"))


def snapshot(image):
    """All that an error may not change."""
    image.clean_all()
    return state(image)


def state(image):
    layers = all_layers(image)
    return (image.get_base_type(), image.get_precision(), image.is_dirty(), palette_names(),
            [(layer.get_name(), native_bytes(layer)) for layer in layers])


def all_layers(image):
    found = []

    def visit(items):
        for item in items:
            if item.is_group():
                visit(item.get_children())
            else:
                found.append(item)

    visit(image.get_layers())
    return found


def colors_in_space_of(drawable, palette):
    """The colors of a palette of GIMP as pixels of the drawable would have them."""
    # gimp_palette_get_colors() forgets the space of the colors.
    encoding = Babl.format_with_space("R'G'B' u8", Babl.format_get_space(drawable.get_format()))
    colors = (palette.get_entry_color(i) for i in range(palette.get_color_count()))
    return [tuple(color.get_bytes(encoding).get_data()) for color in colors]


def colormap(image):
    return colors_in_space_of(image.get_layers()[0], image.get_palette())
