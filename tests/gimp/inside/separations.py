# SPDX-License-Identifier: GPL-3.0-or-later
"""A layer for each color, and areas that are too small: for prints of few colors."""

import itertools

from errors import assert_refused
from fixtures import *  # noqa: F403
from layers import PRECISIONS

DITHERS = ("none", "floyd-steinberg", "bayer")


def group_of(image, position=0):
    group = image.get_layers()[position]
    assert group.is_group(), [layer.get_name() for layer in image.get_layers()]
    return group


def rgba(layer):
    content = bytes(layer.get_buffer().get(extent(layer), 1.0, "R'G'B'A u8", Gegl.AbyssPolicy.NONE))
    return list(zip(*[iter(content)] * 4))


def merged(group, is_exact=True):
    """What the layers of a group show together; no two show the same pixel."""
    pixels = [(0, 0, 0, 0)] * (group.get_width() * group.get_height())
    for layer in group.get_children():
        shown = {pixel[:3] for pixel in rgba(layer) if pixel[3] > 0}
        named = parse_hex(layer.get_name().split()[0])
        assert len(shown) == 1 and (shown == {named} or not is_exact), (layer.get_name(), shown)
        for i, pixel in enumerate(rgba(layer)):
            if pixel[3] > 0:
                assert pixels[i][3] == 0, "two layers show the same pixel"
                pixels[i] = pixel
    return pixels


def areas(pixels, width=WIDTH):
    """Sizes of the areas of one color, connected side by side; transparent pixels are none."""
    seen, sizes = set(), []
    for first, color in enumerate(pixels):
        if first in seen or color[3:] == (0,):
            continue
        stack, size = [first], 0
        seen.add(first)
        while stack:
            at = stack.pop()
            size += 1
            x = at % width
            for there, neighbor in ((x > 0, at - 1), (x + 1 < width, at + 1), (True, at - width), (True, at + width)):
                if there and 0 <= neighbor < len(pixels) and neighbor not in seen and pixels[neighbor][:3] == color[:3]:
                    seen.add(neighbor)
                    stack.append(neighbor)
        sizes.append(size)
    return sizes


def test_separations_show_together_what_a_new_layer_shows():
    source, alphas = picture_rgb(), picture_alpha()
    for alpha, dither, specks in itertools.product((None, alphas), DITHERS, (0, 12)):
        image = new_image(source, alpha)
        original = native_bytes(image.get_layers()[0])
        settings = {"k": 6, "dither": dither, "speck_size": specks, "save_palette": False}
        colors = quantize(image, output="separations", **settings).colors
        group = group_of(image)
        assert native_bytes(image.get_layers()[1]) == original, "the original changed"
        assert group.get_name() == "layer (6 colors)"
        names = [layer.get_name().split()[0] for layer in group.get_children()]
        assert names == [color for color in colors if color in names], (names, colors)
        other = new_image(source, alpha)
        quantize(other, output="new-layer", **settings)
        expected = [pixel if pixel[3] > 0 else (0, 0, 0, 0) for pixel in rgba(other.get_layers()[0])]
        assert merged(group) == expected, (dither, specks)


def test_separations_have_the_name_and_share_of_their_color():
    source = [(255, 0, 0)] * 480 + [(0, 0, 255)] * 1440
    image = new_image(source)
    quantize(image, k=2, output="separations")
    assert [layer.get_name() for layer in group_of(image).get_children()] == ["#0000ff 75.0 %", "#ff0000 25.0 %"]


def test_separations_of_selections_masks_and_offsets():
    source = picture_rgb()
    image = new_image(source)
    layer = image.get_layers()[0]
    layer.set_offsets(5, -3)
    mask = layer.create_mask(Gimp.AddMaskType.WHITE)
    layer.add_mask(mask)
    half = bytes(255 if x < 30 else 100 if x < 40 else 0 for _ in range(HEIGHT) for x in range(WIDTH))
    write(mask, "Y u8", half)
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 10, 0, 30, 20)
    quantize(image, [layer], k=5, output="separations")
    group = group_of(image)
    for color_layer in group.get_children():
        assert color_layer.get_offsets()[1:] == (5, -3) == layer.get_offsets()[1:]
    alphas = [pixel[3] for pixel in merged(group)]
    expected = [half[i] if 10 <= i % WIDTH + 5 < 40 and 0 <= i // WIDTH - 3 < 20 else 0 for i in range(len(source))]
    assert alphas == expected


def test_separations_of_effects():
    image = new_image([(0, 0, 0) if (i // 4) % 2 else (255, 255, 255) for i in range(WIDTH * HEIGHT)])
    layer = image.get_layers()[0]
    blur = Gimp.DrawableFilter.new(layer, "gegl:gaussian-blur", "")
    blur.get_config().set_property("std-dev-x", 3.0)
    layer.append_filter(blur)
    returned = quantize(image, k=4, output="separations")
    assert len(group_of(image).get_children()) == 4 and returned.distinct_colors > 2
    assert layer.get_filters(), "the original lost its effect"


def test_separations_in_every_precision_and_in_gray():
    for precision, gray in itertools.chain(((precision, False) for precision in PRECISIONS),
                                           [(Gimp.Precision.U8_NON_LINEAR, True), (Gimp.Precision.FLOAT_LINEAR, True)]):
        image = new_image(picture_rgb(), picture_alpha(), gray=gray, precision=precision)
        settings = {"k": 5, "dither": "none", "save_palette": False}
        colors = quantize(image, output="separations", **settings).colors
        # 8 linear bits have not all of these colors.
        shown = merged(group_of(image), is_exact=precision != Gimp.Precision.U8_LINEAR)
        assert len({pixel[:3] for pixel in shown if pixel[3] > 0}) == 5 == len(colors), (precision, gray)
        before = [pixel[3] for pixel in rgba(image.get_layers()[1])]
        assert [pixel[3] for pixel in shown] == before, (precision, gray)


def test_separations_of_several_layers_and_groups():
    image = new_image(picture_rgb())
    group = Gimp.GroupLayer.new(image, "group")
    image.insert_layer(group, None, 0)
    inner = add_layer(image, [(0, 200, 0)] * (WIDTH * HEIGHT), parent=group)
    quantize(image, [inner, image.get_layers()[1]], k=4, output="separations")
    assert [layer.is_group() for layer in image.get_layers()] == [True, True, False]
    assert group.get_children()[0].is_group() and group.get_children()[1].get_id() == inner.get_id()
    assert len(group.get_children()[0].get_children()) == 1, "colors that a layer has not need no layer"


def test_a_layer_that_shows_nothing_is_not_separated():
    image = new_image(picture_rgb())
    clear = add_layer(image, picture_rgb(), [0] * (WIDTH * HEIGHT))
    quantize(image, image.get_layers(), k=3, output="separations")
    assert [layer.is_group() for layer in image.get_layers()] == [False, True, False]
    assert image.get_layers()[0].get_id() == clear.get_id()


def test_separations_are_refused_where_they_cannot_be():
    image = new_image(picture_rgb())
    quantize(image, k=4, output="indexed")
    assert_refused(image, image.get_layers(), "The image is indexed", output="separations")
    image = new_image(picture_rgb(), gray=True)
    assert_refused(image, image.get_layers(), "The image is gray", output="separations", fixed_colors="#ff0000")
    image = new_image(picture_rgb())
    mask = image.get_layers()[0].create_mask(Gimp.AddMaskType.WHITE)
    image.get_layers()[0].add_mask(mask)
    assert_refused(image, [mask], "is not a layer", output="separations")


def test_no_speck_is_left_in_any_output():
    source, alphas = picture_rgb(), picture_alpha()
    for alpha, dither, size in itertools.product((None, alphas), DITHERS, (2, 30)):
        for output in ("layer", "new-layer", "indexed"):
            image = new_image(source, alpha)
            quantize(image, k=5, dither=dither, speck_size=size, output=output, save_palette=False)
            pixels = rgba(image.get_layers()[0])
            assert min(areas(pixels)) >= size, (output, dither, size)
            others = new_image(source, alpha)
            quantize(others, k=5, dither=dither, speck_size=size // 30, output=output, save_palette=False)
            assert min(areas(rgba(others.get_layers()[0]))) < size, "there was none before"


def test_specks_outside_the_selection_stay():
    source = [(255, 255, 255)] * (WIDTH * HEIGHT)
    dust = [3 * WIDTH + 3, 3 * WIDTH + 30, 20 * WIDTH + 10, 39 * WIDTH + 47]
    for i in dust:
        source[i] = (200, 0, 0)
    image = new_image(source)
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 0, 0, 20, 30)
    quantize(image, k=2, speck_size=5)
    result = native_pixels(image.get_layers()[0])
    assert [result[i] for i in dust] == [(255, 255, 255), (200, 0, 0), (255, 255, 255), (200, 0, 0)]


def test_an_indexed_image_with_its_palette_loses_its_specks_too():
    source = [(255, 255, 255)] * (WIDTH * HEIGHT)
    source[100] = (0, 0, 0)
    image = new_image(source)
    quantize(image, k=2, output="indexed", sort="none")
    quantize(image, k=2, output="indexed", sort="none", speck_size=2)
    assert set(rgba(image.get_layers()[0])) == {(255, 255, 255, 255)}
    assert len(colormap(image)) == 2
