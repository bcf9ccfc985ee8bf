# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of given colors: slots, only these, the best of these, the colors of a device; rare colors; text."""

import itertools
import os
import random
import struct

from errors import assert_refused
from fixed_colors import UserPalette, hex_of
from fixtures import *  # noqa: F403
from gi.repository import Gio

BLACK, WHITE, RED, BLUE = (0, 0, 0), (255, 255, 255), (255, 0, 0), (0, 0, 255)
# As palettes of old computers are: twice the same, in an order that means something.
OLD = (BLACK, RED, (0, 170, 0), BLACK, WHITE, BLUE, RED, (170, 85, 0)) * 2


def indices_of(image):
    return [pixel[0] for pixel in native_pixels(image.get_layers()[0])]


def png_palette(image):
    """The PLTE chunk of the exported image."""
    path = os.path.join(os.environ["KMQ_SCRATCH"], "given.png")
    Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, Gio.File.new_for_path(path), None)
    with open(path, "rb") as file:
        content = file.read()
    at = content.find(b"PLTE")
    size = struct.unpack(">I", content[at - 4:at])[0]
    return [tuple(content[i:i + 3]) for i in range(at + 4, at + 4 + size, 3)]


def test_only_the_entries_of_a_palette_in_their_order():
    source = picture_rgb()
    with UserPalette(*OLD) as palette:
        for output in ("indexed", "layer", "new-layer", "palette"):
            for k in (1, 16, 256):
                image = new_image(source)
                returned = quantize(image, k=k, use_fixed_palette=True, fixed_palette=palette, palette_use="only",
                                    output=output, save_palette=False)
                assert returned.rgb == list(OLD) and returned.iterations == 0
                if output == "indexed":
                    assert colormap(image) == list(OLD) == png_palette(image)
                    # Of equal entries, the first one has the pixels.
                    assert set(indices_of(image)) <= {0, 1, 2, 4, 5, 7}
                    assert_nearest(source, [OLD[index] for index in indices_of(image)], OLD)
                elif output != "palette":
                    assert_nearest(source, native_pixels(image.get_layers()[0]), OLD)


def text_image(letters, paper, size, text="Hamburgefonstiv"):
    image = Gimp.Image.new(max(60, 12 * size), 3 * size, Gimp.ImageBaseType.RGB)
    layer = Gimp.Layer.new(image, "paper", image.get_width(), image.get_height(), Gimp.ImageType.RGB_IMAGE, 100,
                           Gimp.LayerMode.NORMAL)
    image.insert_layer(layer, None, 0)
    Gimp.context_set_background(Gegl.Color.new(paper))
    Gimp.context_set_foreground(Gegl.Color.new(letters))
    layer.fill(Gimp.FillType.BACKGROUND)
    Gimp.text_font(image, None, size, size, text, 0, True, size, Gimp.Font.get_by_name("DejaVu Sans") or
                   Gimp.context_get_font())
    return image.flatten() and image


def test_text_keeps_its_two_colors():
    for letters, paper in (("#000000", "#ffffff"), ("#ffffff", "#000000"), ("#c1272d", "#f4f0e6")):
        for size in (11, 14, 20, 32):
            for flat in (False, True):
                returned = quantize(text_image(letters, paper, size), k=2, flat_areas=flat, output="palette",
                                    sort="population", save_palette=False)
                assert returned.colors == [paper, letters], (letters, paper, size, flat, returned.colors)


def test_flat_areas_decide():
    """A flag of five colors whose edges are wide and soft."""
    colors = [(0, 0, 0), (0, 85, 164), (239, 65, 53), (255, 205, 0), (255, 255, 255)]
    width, height, edge = 100, 40, 10

    def at(x):
        stripe, place = divmod(x, 20)
        if stripe == 4 or place < 20 - edge:
            return colors[stripe]
        share = (place - 20 + edge + 1) / (edge + 1)
        return tuple(round(a + (b - a) * share) for a, b in zip(colors[stripe], colors[stripe + 1]))

    pixels = [at(x) for _ in range(height) for x in range(width)]
    for output in ("layer", "indexed"):
        image = new_image(pixels, size=(width, height))
        returned = quantize(image, k=5, flat_areas=True, output=output, save_palette=False)
        assert sorted(returned.rgb) == sorted(colors), returned.colors
        assert returned.distinct_colors == len(set(pixels))
        # Cost and shares are those of the pixels.
        cost = sum(min(squared_distance(pixel, color) for color in colors) for pixel in pixels)
        assert returned.cost == cost, (returned.cost, cost)
    # A selection, a mask and transparency are respected: what is hidden is no area.
    image = new_image([(9, 9, 9)] * 800 + [(200, 0, 0)] * 800, [255] * 800 + [0] * 800, size=(40, 40))
    assert quantize(image, k=1, flat_areas=True, save_palette=False).rgb == [(9, 9, 9)]


def test_duplicates_of_kept_colors_keep_their_places():
    image = new_image([BLUE] * 8 + [RED] * 8, size=(4, 4))
    with UserPalette(BLACK, RED, BLACK, BLUE) as palette:
        quantize(image, k=4, use_fixed_palette=True, fixed_palette=palette, output="indexed", save_palette=False)
    assert colormap(image) == [BLACK, RED, BLACK, BLUE] and indices_of(image) == [3] * 8 + [1] * 8


def test_exact_reserved_and_free_slots():
    team, near = (10, 200, 10), (12, 200, 12)
    pixels = [team] * 4 + [near] * 4 + [RED] * 4 + [WHITE] * 4
    image = new_image(pixels, size=(4, 4))
    returned = quantize(image, fixed_colors="?, #0ac80a=, #ff0000!, ?", palette_use="only", output="indexed",
                        save_palette=False)
    assert returned.rgb[1:3] == [team, RED] and len(returned.rgb) == 4
    used = indices_of(image)
    assert set(used[:4]) == {1} and 1 not in used[4:] and 2 not in used
    for dither in ("floyd-steinberg", "blue-noise", "bayer"):
        image = new_image(picture_rgb())
        quantize(image, fixed_colors="black white red! blue!", palette_use="only", dither=dither, output="indexed",
                 save_palette=False)
        assert set(indices_of(image)) <= {0, 1}, dither


def test_reserved_entries_of_an_indexed_image_lose_their_pixels():
    image = new_image([BLACK, WHITE, RED, BLUE] * 4, size=(4, 4))
    quantize(image, k=4, fixed_colors="black white red blue", output="indexed", save_palette=False)
    assert indices_of(image) == [0, 1, 2, 3] * 4
    quantize(image, fixed_colors="black white red! blue", palette_use="only", save_palette=False)
    assert colormap(image) == [BLACK, WHITE, RED, BLUE] and 2 not in indices_of(image)


def test_the_best_of_many():
    source = picture_rgb()
    stock = list(itertools.product((0, 128, 255), repeat=3))
    with UserPalette(*stock, *stock) as palette:
        settings = {"use_fixed_palette": True, "fixed_palette": palette, "palette_use": "best-of"}
        costs = []
        for k in (1, 5, 26, 27, 200):
            image = new_image(source)
            returned = quantize(image, k=k, output="indexed", save_palette=False, **settings)
            assert len(returned.rgb) == min(k, 27) and set(returned.rgb) <= set(stock)
            assert_nearest(source, [returned.rgb[index] for index in indices_of(image)], returned.rgb)
            costs.append(returned.cost)
        assert costs == sorted(costs, reverse=True)
        returned = run(new_image(source), new_image(source).get_layers(), k=2, **settings)
        layers = new_image(source).get_layers()
        assert_refused(layers[0].get_image(), layers, "“?” among the fixed colors", fixed_colors="?", **settings)


def test_more_colors_than_a_palette_can_have():
    image = new_image(picture_rgb())
    many = hex_of(*((i, i // 2, 255 - i) for i in range(200)), *((i % 15, 0, i // 15) for i in range(200)))
    assert_refused(image, image.get_layers(), "400 given colors, and a palette has room for 256", fixed_colors=many,
                   palette_use="only", output="indexed")
    returned = quantize(image, fixed_colors=many, palette_use="only", output="layer", save_palette=False)
    assert 1 < len(returned.rgb) <= 256 and set(native_pixels(image.get_layers()[0])) <= set(returned.rgb)
    assert len(quantize(image, k=9, fixed_colors=many, palette_use="best-of", save_palette=False).rgb) == 9


def test_what_cannot_be_followed_is_said():
    image = new_image(picture_rgb(), picture_alpha())
    layers = image.get_layers()
    for words, settings in (("No colors are given", {"palette_use": "only"}),
                            ("No colors are given", {"palette_use": "best-of"}),
                            ("No pixel could get any", {"palette_use": "only", "fixed_colors": "red! blue!"}),
                            ("No pixel could get any", {"palette_use": "only", "fixed_colors": "red="}),
                            ("No pixel could get any", {"k": 1, "fixed_colors": "red!"})):
        assert_refused(image, layers, words, **settings)
    with UserPalette() as empty:
        for use in ("only", "best-of"):
            assert_refused(image, layers, "No colors are given", palette_use=use, use_fixed_palette=True,
                           fixed_palette=empty)
        assert len(quantize(new_image(picture_rgb()), k=3, use_fixed_palette=True, fixed_palette=empty,
                            save_palette=False).rgb) == 3
    # A color for exactly its pixels, which has none, keeps its place.
    assert quantize(new_image([WHITE, BLACK], size=(2, 1)), k=3, fixed_colors="red=", save_palette=False,
                    sort="none").rgb == [RED, WHITE, BLACK]
    many = hex_of(*((i, 0, 0) for i in range(256)))
    assert_refused(image, layers, "transparency leaves room for 255", fixed_colors=many, palette_use="only",
                   output="indexed")
    # k plays no role: not even where transparency would leave no room.
    assert len(quantize(image, k=1, fixed_colors="red,blue", palette_use="only", output="indexed",
                        save_palette=False).rgb) == 2


def test_colors_of_devices():
    for bits, widths in (("565", (5, 6, 5)), ("555", (5, 5, 5)), ("444", (4, 4, 4)), ("333", (3, 3, 3)),
                         ("332", (3, 3, 2)), ("222", (2, 2, 2))):
        def levels(width):
            return {int((f"{level:0{width}b}" * 8)[:8], 2) for level in range(1 << width)}
        for k in (1, 16, 60):
            returned = quantize(new_image(picture_rgb()), k=k, color_bits=bits, output="palette", save_palette=False)
            assert len(returned.rgb) == k == len(set(returned.rgb)), (bits, k, returned.colors)
            assert all(value in levels(width) for color in returned.rgb for value, width in zip(color, widths))
    kept = quantize(new_image(picture_rgb()), k=4, color_bits="222", fixed_colors="#010203", save_palette=False)
    assert kept.rgb[0] == (1, 2, 3)


def test_a_rare_color_can_be_favored():
    rnd = random.Random(1)
    pixels = [(value,) * 3 for value in (rnd.randrange(256) for _ in range(200 * 150))]
    for y, x in itertools.product(range(150), range(200)):
        if (x - 100) ** 2 + (y - 70) ** 2 <= 25:
            pixels[y * 200 + x] = (220, 20, 20)
    for rare, is_there in ((0, False), (0.5, True), (1, True)):
        returned = quantize(new_image(pixels, size=(200, 150)), k=8, rare_colors=rare, output="palette",
                            save_palette=False)
        assert any(color[0] - color[1] > 100 for color in returned.rgb) == is_there, (rare, returned.colors)
        assert abs(returned.mse * len(pixels) - returned.cost) < 1e-6 * returned.cost
