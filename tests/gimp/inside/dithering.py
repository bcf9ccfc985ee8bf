# SPDX-License-Identifier: GPL-3.0-or-later
"""Dithering, in all outputs that write pixels."""

from fixtures import *  # noqa: F403

METHODS = ("floyd-steinberg", "atkinson", "stucki", "jarvis", "sierra", "blue-noise", "bayer")
# Higher than a band of rows that is dithered at once.
SIZE = (60, 150)
BLACK_AND_WHITE = {"k": 2, "fixed_colors": "#000000,#ffffff", "save_palette": False}


def gray_ramp():
    return [(x * 4, x * 4, x * 4) for _ in range(SIZE[1]) for x in range(SIZE[0])]


def dithered(pixels, alphas=None, size=SIZE, **settings):
    """The pixels of the changed layer."""
    image = new_image(pixels, alphas, size=size)
    quantize(image, **settings)
    return native_pixels(image.get_layers()[0])


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def linear(value):
    value /= 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def test_black_and_white_mix_to_the_gray_between():
    for method in METHODS:
        result = dithered(gray_ramp(), dither=method, **BLACK_AND_WHITE)
        assert set(result) == {(0, 0, 0), (255, 255, 255)}, method
        for left in range(8, 56, 8):
            columns = [(y, x) for y in range(SIZE[1]) for x in range(left, left + 8)]
            wanted = mean(linear(x * 4) for _, x in columns)
            found = mean(result[y * SIZE[0] + x][0] / 255 for y, x in columns)
            assert abs(found - wanted) < 0.08, (method, left, found, wanted)


def luminance(color):
    return sum(share * linear(value) for share, value in zip((0.2126, 0.7152, 0.0722), color))


def mean_luminance(color, size=(96, 96), **settings):
    result = dithered([color] * (size[0] * size[1]), size=size, **settings)
    return mean(luminance(pixel) for pixel in result)


def test_black_and_white_show_the_luminance_of_every_color():
    for method in METHODS:
        for color in ((0, 255, 0), (255, 0, 0), (0, 0, 255), (0, 255, 255), (255, 255, 0), (128, 128, 128),
                      (20, 20, 20), (26, 26, 26), (250, 250, 250), (252, 252, 252)):
            found = mean_luminance(color, dither=method, bayer_size="16", **BLACK_AND_WHITE)
            assert abs(found - luminance(color)) < 0.008, (method, color, found, luminance(color))


def test_grays_show_the_luminance_of_a_color():
    for method in METHODS:
        found = mean_luminance((40, 160, 60), dither=method, fixed_colors="#000,#555,#aaa,#fff", palette_use="only",
                               save_palette=False)
        assert abs(found - 0.26) < 0.006, (method, found)


def test_texture_of_palette_colors_keeps_its_tone():
    for method in METHODS[:-1]:  # Bayer's pattern has the period of a checkerboard
        for other, wanted in ((104, 102), (108, 104)):
            pixels = [(100,) * 3 if (x + y) % 2 else (other,) * 3 for y in range(48) for x in range(48)]
            result = dithered(pixels, size=(48, 48), dither=method, fixed_colors="#646464,#787878", k=2,
                              save_palette=False)
            light = mean(linear(pixel[0]) for pixel in result)
            assert abs(255 * (1.055 * light ** (1 / 2.4) - 0.055) - wanted) < 0.7, (method, other, light)


def test_perceptual_distances_are_those_of_the_profile():
    """In linear values 0 is far from 70, which looks like the 143 of sRGB."""
    grays = [0, 70, 150, 255]
    source = [(gray, gray, gray) for gray in grays for _ in range(WIDTH * HEIGHT // 4)]
    for space in ("lab", "oklab"):
        for profile, dark in ((None, [0, 70]), (Gimp.ColorProfile.new_rgb_srgb_linear(), [0])):
            image = new_image(source, profile=profile)
            quantize(image, k=2, color_space=space)
            shown = [pixel[0] for pixel in native_pixels(image.get_layers()[0])]
            darkest = {source[i][0] for i, value in enumerate(shown) if value == min(shown)}
            assert sorted(darkest) == dark, (space, profile, darkest)
            returned = metrics_of(image_again := new_image(source, profile=profile), space)
            cost = quantize(image_again, k=2, color_space=space).cost
            assert returned == cost, (returned, cost)


def metrics_of(image, space):
    """The cost of two colors as plug-in-kmeans-metrics tells it."""
    procedure = Gimp.get_pdb().lookup_procedure("plug-in-kmeans-metrics")
    config = procedure.create_config()
    for name, value in (("image", image), ("k-min", 2), ("k-max", 2), ("color-space", space)):
        config.set_property(name, value)
    config.set_core_object_array("drawables", image.get_layers())
    return float(procedure.run(config).index(1).split()[1].split(",")[1])


def test_the_light_is_that_of_the_profile():
    for method in METHODS:
        image = new_image([(128, 128, 128)] * 4096, size=(64, 64))
        image.set_color_profile(Gimp.ColorProfile.new_rgb_srgb_linear())
        quantize(image, dither=method, **BLACK_AND_WHITE)
        white = mean(pixel[0] / 255 for pixel in native_pixels(image.get_layers()[0]))
        assert abs(white - 128 / 255) < 0.02, (method, white)


def test_deep_pixels_are_dithered_as_they_are():
    width, height = 512, 64
    levels = [10 + 2 * x / (width - 1) for x in range(width)]
    row = b"".join(struct.pack("=3f", *[level / 255] * 3) for level in levels)
    for method in METHODS:
        image = new_image([(0, 0, 0)] * (width * height), size=(width, height),
                          precision=Gimp.Precision.FLOAT_NON_LINEAR)
        layer = image.get_layers()[0]
        write(layer, "R'G'B' float", row * height)
        quantize(image, dither=method, fixed_colors="#0a0a0a,#0b0b0b,#0c0c0c", k=3, save_palette=False)
        result = native_pixels(layer, "f")
        for left in range(0, width, 32):
            found = mean(result[y * width + x][0] * 255 for y in range(height) for x in range(left, left + 32))
            assert abs(found - mean(levels[left:left + 32])) < 0.1, (method, left, found)


def test_pixels_near_a_palette_color_start_no_pattern():
    for method in METHODS:
        result = dithered([(8, 8, 8)] * 1024, size=(32, 32), dither=method, dither_threshold=14, **BLACK_AND_WHITE)
        assert set(result) == {(0, 0, 0)}, method


def test_no_number_and_infinity_are_black_and_white():
    values = [float("nan"), float("inf"), -float("inf"), 1e30, -5.0, 0.5] * 100
    for method in METHODS:
        image = new_image([(0, 0, 0)] * 600, size=(30, 20), precision=Gimp.Precision.FLOAT_LINEAR)
        layer = image.get_layers()[0]
        write(layer, "RGB float", b"".join(struct.pack("=3f", value, value, value) for value in values))
        quantize(image, dither=method, **BLACK_AND_WHITE)
        assert {pixel[0] for pixel in native_pixels(layer, "f")} == {0.0, 1.0}, method


def test_amount_0_is_none_and_every_run_is_the_same():
    plain = dithered(gray_ramp(), k=4, save_palette=False)
    results = set()
    for method in METHODS:
        assert dithered(gray_ramp(), dither=method, dither_amount=0.0, k=4, save_palette=False) == plain
        first = dithered(gray_ramp(), dither=method, k=4, save_palette=False)
        assert first == dithered(gray_ramp(), dither=method, k=4, save_palette=False) != plain
        results.add(tuple(first))
    assert len(results) == len(METHODS)


def test_layer_new_layer_and_indexed_agree():
    for method in METHODS:
        settings = {"k": 6, "dither": method, "save_palette": False}
        layer = dithered(picture_rgb(*SIZE), **settings)
        image = new_image(picture_rgb(*SIZE), size=SIZE)
        quantize(image, output="new-layer", **settings)
        assert native_pixels(image.get_layers()[0]) == layer
        assert native_pixels(image.get_layers()[1]) == picture_rgb(*SIZE)
        image = new_image(picture_rgb(*SIZE), size=SIZE)
        returned = quantize(image, output="indexed", **settings)
        assert colormap(image) == returned.rgb
        assert [returned.rgb[index] for index, in native_pixels(image.get_layers()[0])] == layer, method


def test_colors_under_transparent_pixels_do_not_bleed():
    alphas = [0 if 20 <= x < 40 else 255 for _ in range(SIZE[1]) for x in range(SIZE[0])]
    for method in METHODS:
        results = []
        for hidden in ((255, 0, 0), (9, 9, 9)):
            pixels = [pixel if alpha else hidden for pixel, alpha in zip(gray_ramp(), alphas)]
            result = dithered(pixels, alphas, dither=method, **BLACK_AND_WHITE)
            assert all(pixel == (*hidden, 0) for pixel, alpha in zip(result, alphas) if not alpha), method
            results.append([pixel for pixel, alpha in zip(result, alphas) if alpha])
        assert results[0] == results[1], method


def test_what_becomes_transparent_does_not_bleed_in_an_indexed_image():
    alphas = [100 if 20 <= x < 40 else 200 for _ in range(SIZE[1]) for x in range(SIZE[0])]
    results = []
    for hidden in ((255, 0, 0), (9, 9, 9)):
        pixels = [pixel if alpha == 200 else hidden for pixel, alpha in zip(gray_ramp(), alphas)]
        image = new_image(pixels, alphas, size=SIZE)
        quantize(image, output="indexed", dither="floyd-steinberg", count_transparency=False, **BLACK_AND_WHITE)
        result = native_pixels(image.get_layers()[0])
        assert [pixel[1] for pixel in result] == [255 if alpha == 200 else 0 for alpha in alphas]
        results.append([pixel for pixel in result if pixel[1]])
    assert results[0] == results[1]


def test_pixels_outside_the_selection_do_not_bleed():
    inside = [20 <= x < 40 and 10 <= y < 140 for y in range(SIZE[1]) for x in range(SIZE[0])]
    # The corner is not selected, so that the selection is no rectangle.
    inside = [here and not (i % SIZE[0] < 30 and i // SIZE[0] < 60) for i, here in enumerate(inside)]
    for method in METHODS:
        results = []
        for outside in ((255, 0, 0), (9, 9, 9)):
            pixels = [pixel if here else outside for pixel, here in zip(gray_ramp(), inside)]
            image = new_image(pixels, size=SIZE)
            image.select_rectangle(Gimp.ChannelOps.REPLACE, 20, 10, 20, 130)
            image.select_rectangle(Gimp.ChannelOps.SUBTRACT, 20, 10, 10, 50)
            quantize(image, dither=method, **BLACK_AND_WHITE)
            result = native_pixels(image.get_layers()[0])
            assert all(pixel == outside for pixel, here in zip(result, inside) if not here), method
            results.append([pixel for pixel, here in zip(result, inside) if here])
        assert results[0] == results[1] and len(set(results[0])) == 2, method


def test_colors_of_the_palette_stay_flat():
    flat = [(0, 0, 0) if y < 75 else (255, 255, 255) for y in range(SIZE[1]) for _ in range(SIZE[0])]
    pixels = [(90, 90, 90) if i % SIZE[0] < 20 else pixel for i, pixel in enumerate(flat)]
    for method in METHODS:
        result = dithered(pixels, dither=method, **BLACK_AND_WHITE)
        assert all(result[i] == flat[i] for i in range(len(flat)) if i % SIZE[0] >= 20), method
        assert len({result[i] for i in range(len(flat)) if i % SIZE[0] < 20}) == 2


def test_patterns_hang_in_the_image():
    for method in ("blue-noise", "bayer"):
        image = new_image(gray_ramp(), size=SIZE)
        ramp = gray_ramp()
        part = [ramp[y * SIZE[0] + x] for y in range(13, 53) for x in range(7, 55)]
        add_layer(image, part).set_offsets(7, 13)
        # Columns left of the image, so that places are negative.
        moved = add_layer(image, [(x * 4, x * 4, x * 4) if x >= 0 else (0, 0, 0)
                                  for _ in range(40) for x in range(-3, 45)])
        moved.set_offsets(-3, -5)
        quantize(image, dither=method, output="indexed", **BLACK_AND_WHITE)
        moved, upper, lower = image.get_layers()
        below, above, left = native_pixels(lower), native_pixels(upper), native_pixels(moved)
        assert above == [below[y * SIZE[0] + x] for y in range(13, 53) for x in range(7, 55)], method
        assert [left[y * 48 + x] for y in range(5, 40) for x in range(3, 48)] == \
            [below[y * SIZE[0] + x] for y in range(35) for x in range(45)], method


def test_deep_and_gray_layers():
    for precision, code in ((Gimp.Precision.U16_NON_LINEAR, "H"), (Gimp.Precision.FLOAT_LINEAR, "f")):
        for gray in (False, True):
            image = new_image(picture_rgb(), picture_alpha(), precision=precision, gray=gray)
            layer = image.get_layers()[0]
            before = native_pixels(layer, code)
            returned = quantize(image, k=5, dither="floyd-steinberg", save_palette=False)
            after = native_pixels(layer, code)
            assert [pixel[-1] for pixel in after] == [pixel[-1] for pixel in before]
            assert [b for b, a in zip(after, before) if not a[-1]] == [a for a in before if not a[-1]]
            shown = {pixel[:-1] for pixel in after if pixel[-1] > 0}
            assert len(shown) == len(returned.rgb) == 5, (precision, gray, len(shown))


DEEP_VALUES = {Gimp.Precision.U16_NON_LINEAR: ("' u16", "H", (0x1234, 0x1256, 0x9ABC, 0xDEF0)),
               Gimp.Precision.U32_LINEAR: (" u32", "I", (0x12345678, 0x12345679, 0x9ABCDEF0, 0xFFFFFFFE)),
               Gimp.Precision.HALF_NON_LINEAR: ("' half", "e", (0.1, 0.1001, 0.75, 1.5)),
               Gimp.Precision.FLOAT_LINEAR: (" float", "f", (0.001, 0.0011, 0.5, 3.0))}


def deep_image(precision, gray=False):
    encoding, code, values = DEEP_VALUES[precision]
    image = new_image([(0, 0, 0)] * 16, size=(4, 4), precision=precision, gray=gray)
    components = "Y" if gray else "R'G'B" if encoding.startswith("'") else "RGB"
    layer = image.get_layers()[0]
    write(layer, components + encoding,
          b"".join(struct.pack("=" + code, values[i % 4]) * (1 if gray else 3) for i in range(16)))
    return image, layer, native_bytes(layer)


def test_deep_pixels_with_few_colors_stay_to_the_bit():
    for precision in DEEP_VALUES:
        for gray in (False, True):
            for k in (4, 16):
                image, layer, before = deep_image(precision, gray)
                quantize(image, k=k, save_palette=False)
                assert native_bytes(layer) == before, (precision, gray, k)
                quantize(image, k=k, output="new-layer", dither="floyd-steinberg", save_palette=False)
                upper, lower = image.get_layers()
                assert native_bytes(upper) == native_bytes(lower) == before
                assert upper.get_name() != lower.get_name()


def test_deep_pixels_with_more_colors_or_given_ones_are_reduced():
    for precision in DEEP_VALUES:
        for settings in ({"k": 3}, {"k": 16, "fixed_colors": "red"}, {"k": 16, "color_bits": "444"}):
            image, layer, before = deep_image(precision)
            quantize(image, save_palette=False, **settings)
            assert native_bytes(layer) != before, (precision, settings)


def test_only_selected_deep_pixels_count_as_few():
    image, layer, before = deep_image(Gimp.Precision.U16_NON_LINEAR)
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 0, 0, 2, 4)
    quantize(image, k=2, save_palette=False)
    assert native_bytes(layer) == before


def test_animation_keeps_one_palette_and_does_not_flicker():
    image, frames = animation("blue-noise")
    indices = [native_pixels(frame) for frame in frames]
    for earlier, later, box in zip(indices, indices[1:], moving_boxes()[1:]):
        before = moving_boxes()[moving_boxes().index(box) - 1]
        still = [i for i in range(WIDTH * HEIGHT) if not in_box(i, box) and not in_box(i, before)]
        assert [earlier[i] for i in still] == [later[i] for i in still]
    assert any(earlier != later for earlier, later in zip(indices, indices[1:]))
    path = SCRATCH / "animation.gif"
    procedure = Gimp.get_pdb().lookup_procedure("file-gif-export")
    config = procedure.create_config()
    config.set_property("image", image)
    config.set_property("file", Gio.File.new_for_path(str(path)))
    config.set_property("as-animation", True)
    values = procedure.run(config)
    assert values.index(0) == Gimp.PDBStatusType.SUCCESS, Gimp.get_pdb().get_last_error()
    assert_gif(path, colormap(image), indices)


def moving_boxes():
    return [(4 * frame, 3 * frame, 10, 8) for frame in range(8)]


def in_box(i, box):
    left, top, width, height = box
    return left <= i % WIDTH < left + width and top <= i // WIDTH < top + height


def animation(method):
    """Eight frames: a red box moves over a picture."""
    frames = [[(200, 30, 30) if in_box(i, box) else pixel for i, pixel in enumerate(picture_rgb())]
              for box in moving_boxes()]
    image = new_image(frames[0])
    for frame in frames[1:]:
        add_layer(image, frame)
    quantize(image, k=12, dither=method, output="indexed", save_palette=False)
    # GIF's first frame is the lowest layer.
    return image, list(reversed(image.get_layers()))


def assert_gif(path, colors, indices):
    """Another reader finds our colors in every frame, and one palette for all."""
    from PIL import GifImagePlugin, Image
    GifImagePlugin.LOADING_STRATEGY = GifImagePlugin.LoadingStrategy.RGB_ALWAYS
    with Image.open(path) as gif:
        assert gif.n_frames == len(indices)
        for number, frame in enumerate(indices):
            gif.seek(number)
            assert list(gif.convert("RGB").getdata()) == [colors[index] for index, in frame], number
    content = path.read_bytes()
    # Header: a global table of colors; image descriptors (2C) without one of their own.
    table = 3 * 2 ** ((content[10] & 7) + 1)
    assert content[10] & 0x80 and content[13:13 + 3 * len(colors)] == bytes(sum(map(list, colors), []))
    assert all(flags & 0x80 == 0 for flags in image_flags(content, 13 + table))


def image_flags(content, place):
    """The flags of each image in a GIF."""
    while content[place] != 0x3B:
        if content[place] == 0x2C:
            yield content[place + 9]
            place += 10 + (3 * 2 ** ((content[place + 9] & 7) + 1) if content[place + 9] & 0x80 else 0) + 1
        else:
            place += 2
        while content[place]:
            place += content[place] + 1
        place += 1
