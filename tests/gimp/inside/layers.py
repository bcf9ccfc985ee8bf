# SPDX-License-Identifier: GPL-3.0-or-later
"""Output layer and new-layer: formats of pixels, alpha, selections, several layers."""

from fixtures import *  # noqa: F403

PRECISIONS = {
    Gimp.Precision.U8_LINEAR: "B", Gimp.Precision.U8_PERCEPTUAL: "B", Gimp.Precision.U16_LINEAR: "H",
    Gimp.Precision.U16_NON_LINEAR: "H", Gimp.Precision.U32_NON_LINEAR: "I", Gimp.Precision.HALF_NON_LINEAR: "e",
    Gimp.Precision.FLOAT_LINEAR: "f", Gimp.Precision.FLOAT_NON_LINEAR: "f", Gimp.Precision.DOUBLE_LINEAR: "d",
}


def test_rgb_pixels_get_their_nearest_palette_color():
    source = picture_rgb()
    image = new_image(source)
    returned = quantize(image, k=16)
    assert len(returned.rgb) == 16 == len(set(returned.rgb))
    assert_nearest(source, native_pixels(image.get_layers()[0]), returned.rgb)


def test_returned_numbers_are_those_of_the_picture():
    source = picture_rgb()
    image = new_image(source)
    returned = quantize(image, k=16)
    result = native_pixels(image.get_layers()[0])
    cost = sum(squared_distance(a, b) for a, b in zip(source, result))
    assert returned.distinct_colors == len(set(source))
    assert abs(returned.cost - cost) < 1e-6 * cost, (returned.cost, cost)
    assert abs(returned.mse - cost / len(source)) < 1e-6 * cost
    assert returned.iterations >= 1 and returned.seconds >= 0


def test_fewer_distinct_colors_than_k_stay_exactly():
    source = [((i % 3) * 100, (i % 2) * 77, 5) for i in range(WIDTH * HEIGHT)]
    image = new_image(source)
    returned = quantize(image, k=16)
    assert sorted(returned.rgb) == sorted(set(source))
    assert native_pixels(image.get_layers()[0]) == source and returned.cost == 0


def test_rgba_keeps_alpha_and_transparent_pixels():
    source, alphas = picture_rgb(), picture_alpha()
    image = new_image(source, alphas)
    returned = quantize(image, k=9)
    result = native_pixels(image.get_layers()[0])
    assert [pixel[3] for pixel in result] == alphas
    shown = [i for i, alpha in enumerate(alphas) if alpha > 0]
    hidden = [i for i, alpha in enumerate(alphas) if alpha == 0]
    assert hidden and [result[i][:3] for i in hidden] == [source[i] for i in hidden]
    assert_nearest([source[i] for i in shown], [result[i][:3] for i in shown], returned.rgb)
    assert returned.distinct_colors == len({source[i] for i in shown})


def test_gray_stays_gray():
    for alphas in (None, picture_alpha()):
        image = new_image(picture_rgb(), alphas, gray=True)
        layer = image.get_layers()[0]
        source = native_pixels(layer)
        returned = quantize(image, k=5)
        assert all(red == green == blue for red, green, blue in returned.rgb), returned.colors
        shown = [i for i, pixel in enumerate(source) if len(pixel) == 1 or pixel[1] > 0]
        result = native_pixels(layer)
        assert_nearest([source[i][:1] for i in shown], [result[i][:1] for i in shown],
                       [color[:1] for color in returned.rgb])
        assert [pixel[1:] for pixel in result] == [pixel[1:] for pixel in source]


def check_precision(precision, code, **image_settings):
    source, alphas = picture_rgb(), picture_alpha()
    image = new_image(source, alphas, precision=precision, **image_settings)
    layer = image.get_layers()[0]
    before = native_pixels(layer, code)
    returned = quantize(image, k=7)
    after = native_pixels(layer, code)
    assert image.get_precision() == precision
    assert [pixel[-1] for pixel in after] == [pixel[-1] for pixel in before], "alpha changed"
    hidden = [i for i, alpha in enumerate(alphas) if alpha == 0]
    assert [after[i] for i in hidden] == [before[i] for i in hidden], "transparent pixels changed"
    shown = {after[i][:-1] for i, alpha in enumerate(alphas) if alpha > 0}
    assert len(shown) == len(returned.rgb) == 7, (precision, len(shown), len(returned.rgb))
    return image, returned, after, alphas


def test_every_precision_keeps_alpha_to_the_bit():
    for precision, code in PRECISIONS.items():
        check_precision(precision, code)
        check_precision(precision, code, gray=True)


def test_16_bit_pixels_have_exactly_the_palette_colors():
    _image, returned, after, alphas = check_precision(Gimp.Precision.U16_NON_LINEAR, "H")
    wanted = {tuple(channel * 257 for channel in color) for color in returned.rgb}
    assert {pixel[:3] for pixel, alpha in zip(after, alphas) if alpha > 0} == wanted


NAN, INF = float("nan"), float("inf")
OUT_OF_RANGE = ((2.5, 1.5, -0.5, 1), (0.1, 0.2, 0.3, -1), (0.1, 0.2, 0.3, 2.5), (-3, 9, 0.25, 1))
# In 8 bits they are whatever the conversion makes of them, which is not the same in every run of GIMP.
NO_NUMBERS = ((NAN, 0.5, NAN, 1), (INF, 0.5, -INF, 1), (1e30, -1e30, -3, 1), (0.1, 0.2, 0.3, NAN), (0.1, 0.2, 0.3, INF),
              (NAN, NAN, NAN, NAN))


def strange_float_image(precision):
    """An image whose first float pixels are out of range, and what GIMP itself makes of all pixels in 8 bits."""
    image = new_image(picture_rgb(), [255] * (WIDTH * HEIGHT), precision=precision)
    layer = image.get_layers()[0]
    content = bytearray(bytes(layer.get_buffer().get(extent(layer), 1.0, "RGBA float", Gegl.AbyssPolicy.NONE)))
    for i, pixel in enumerate(OUT_OF_RANGE + NO_NUMBERS):
        struct.pack_into("=4f", content, i * 16, *pixel)
    write(layer, "RGBA float", bytes(content))
    eight_bits = bytes(layer.get_buffer().get(extent(layer), 1.0, "R'G'B'A u8", Gegl.AbyssPolicy.NONE))
    return image, list(struct.iter_unpack("=4B", eight_bits))


def test_float_pixels_out_of_range_keep_their_alpha():
    for precision, code in ((Gimp.Precision.FLOAT_LINEAR, "f"), (Gimp.Precision.HALF_NON_LINEAR, "e")):
        for dither in ("none", "floyd-steinberg"):
            image, _ = strange_float_image(precision)
            layer = image.get_layers()[0]
            alphas = [struct.pack("=f", pixel[3]) for pixel in native_pixels(layer, code)]
            returned = quantize(image, k=6, dither=dither, save_palette=False)
            after = native_pixels(layer, code)
            assert [struct.pack("=f", pixel[3]) for pixel in after] == alphas
            usual = after[len(OUT_OF_RANGE + NO_NUMBERS):]
            assert len({pixel[:3] for pixel in usual}) == len(returned.rgb) == 6


def test_float_pixels_out_of_range_become_indices():
    for precision in (Gimp.Precision.FLOAT_LINEAR, Gimp.Precision.HALF_NON_LINEAR):
        for dither in ("none", "floyd-steinberg", "bayer"):
            image, source = strange_float_image(precision)
            returned = quantize(image, k=6, dither=dither, output="indexed", save_palette=False)
            result = native_pixels(image.get_layers()[0])
            assert all(index < len(returned.rgb) and alpha in (0, 255) for index, alpha in result)
            if dither == "none":
                known = [i for i in range(len(source)) if not 0 <= i - len(OUT_OF_RANGE) < len(NO_NUMBERS)]
                assert [result[i][1] for i in known] == [source[i][3] for i in known]
                shown = [i for i in known if source[i][3]]
                assert_nearest([source[i][:3] for i in shown], [returned.rgb[result[i][0]] for i in shown],
                               returned.rgb)


def test_odd_sizes():
    for width, height in ((1, 1), (1, 300), (300, 1), (129, 127)):
        source = [(i * 7 % 256, i * 13 % 256, i * 29 % 256) for i in range(width * height)]
        for dither in ("none", "floyd-steinberg", "blue-noise"):
            for output in ("layer", "new-layer", "indexed"):
                image = new_image(source, size=(width, height))
                returned = quantize(image, k=256, dither=dither, output=output, effort="fast", save_palette=False)
                assert len(returned.rgb) == min(256, len(set(source)))
                # 256 colors at most: they all stay.
                pixels = native_pixels(image.get_layers()[0])
                assert (pixels if output != "indexed" else [returned.rgb[index] for index, in pixels]) == source


def test_profiled_image_keeps_its_own_space():
    source = picture_rgb()
    image = new_image(source, profile=Gimp.ColorProfile.new_rgb_adobe())
    layer = image.get_layers()[0]
    before = native_pixels(layer)
    returned = quantize(image, k=16)
    assert before == source
    assert_nearest(source, native_pixels(layer), returned.rgb)
    assert colors_in_space_of(layer, returned.palette) == returned.rgb


def test_hard_selection_limits_what_counts_and_what_changes():
    source = picture_rgb()
    image = new_image(source)
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 10, 8, 20, 12)
    returned = quantize(image, k=4)
    result = native_pixels(image.get_layers()[0])
    inside = [y * WIDTH + x for y in range(8, 20) for x in range(10, 30)]
    outside = sorted(set(range(len(source))) - set(inside))
    assert [result[i] for i in outside] == [source[i] for i in outside]
    assert_nearest([source[i] for i in inside], [result[i] for i in inside], returned.rgb)
    assert returned.distinct_colors == len({source[i] for i in inside})


def test_selection_meets_a_layer_with_an_offset():
    source = picture_rgb()
    image = new_image(source)
    layer = image.get_layers()[0]
    layer.set_offsets(5, -7)
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 10, 8, 20, 12)
    returned = quantize(image, k=256)
    result = native_pixels(layer)
    inside = [y * WIDTH + x for y in range(15, 27) for x in range(5, 25)]
    assert set(returned.rgb) == {source[i] for i in inside}
    assert_nearest([source[i] for i in inside], [result[i] for i in inside], returned.rgb)
    outside = sorted(set(range(len(source))) - set(inside))
    assert [result[i] for i in outside] == [source[i] for i in outside]


def test_feathered_selection_weighs_and_blends():
    bands = [(200, 40, 40), (40, 200, 40), (40, 40, 200)]
    source = [bands[x * 3 // WIDTH] for _ in range(HEIGHT) for x in range(WIDTH)]
    image = new_image(source)
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 8, 8, 32, 24)
    Gimp.Selection.feather(image, 8)
    selection = [pixel[0] for pixel in native_pixels(image.get_selection())]
    assert len(set(selection)) > 20
    returned = quantize(image, k=1)
    color = returned.rgb[0]
    mean = [sum(pixel[channel] * weight for pixel, weight in zip(source, selection)) / sum(selection)
            for channel in range(3)]
    assert max(abs(a - b) for a, b in zip(color, mean)) <= 0.5001, (color, mean)
    between = 0
    for before, after, weight in zip(source, native_pixels(image.get_layers()[0]), selection):
        if weight in (0, 255):
            assert after == (color if weight else before), (before, after, weight)
        else:
            assert all(min(a, c) <= b <= max(a, c) for a, b, c in zip(before, after, color)), (before, after, weight)
            between += after not in (before, color)
    assert between > 100, between


def test_two_layers_share_one_palette():
    one, two = picture_rgb(), [(255 - r, b, g) for r, g, b in picture_rgb()]
    image = new_image(one)
    add_layer(image, two)
    upper, lower = image.get_layers()
    returned = quantize(image, k=16)
    assert len(returned.rgb) == 16
    assert returned.distinct_colors == len(set(one) | set(two))
    assert_nearest(one, native_pixels(lower), returned.rgb)
    assert_nearest(two, native_pixels(upper), returned.rgb)


def test_layer_that_is_chosen_twice_counts_once():
    image = new_image(picture_rgb())
    once = quantize(image, k=8, output="palette", save_palette=False)
    twice = quantize(image, image.get_layers() * 2, k=8, output="new-layer", save_palette=False)
    assert (twice.rgb, twice.cost) == (once.rgb, once.cost) and len(image.get_layers()) == 2


def test_new_layer_lies_above_and_leaves_the_original():
    source, alphas = picture_rgb(), picture_alpha()
    image = new_image(source, alphas)
    group = Gimp.GroupLayer.new(image, "group")
    image.insert_layer(group, None, 0)
    inner = add_layer(image, source, alphas, parent=group)
    inner.set_name("inside")
    inner.set_lock_content(True)
    before = native_bytes(inner)
    outer = image.get_layers()[1]
    returned = quantize(image, [inner, outer], k=6, output="new-layer")
    assert [len(image.get_layers()), len(group.get_children())] == [3, 2]
    copy = group.get_children()[0]
    assert group.get_children()[1] == inner and image.get_layers()[2] == outer
    assert native_bytes(inner) == before == native_bytes(outer)
    assert native_bytes(copy) == native_bytes(image.get_layers()[1])
    assert {pixel[:3] for pixel in native_pixels(copy) if pixel[3] > 0} == set(returned.rgb)
    assert copy.get_name() == "inside (6 colors)" and not copy.get_lock_content()


def test_layer_mask_and_channel_can_be_rewritten():
    image = new_image(picture_rgb())
    layer = image.get_layers()[0]
    mask = layer.create_mask(Gimp.AddMaskType.COPY)
    layer.add_mask(mask)
    quantize(image, [mask], k=3)
    assert len(set(native_pixels(mask))) == 3
    assert native_pixels(layer) == picture_rgb()


def test_same_seed_gives_same_bytes():
    for settings in ({"effort": "plain"}, {"effort": "fast", "n_init": 3}):
        results = []
        for _ in range(2):
            image = new_image(picture_rgb(), precision=Gimp.Precision.U16_LINEAR)
            returned = quantize(image, k=8, seed=7, **settings)
            results.append((returned.colors, returned.cost, native_bytes(image.get_layers()[0])))
        assert results[0] == results[1]


def test_seed_matters_to_effort_plain():
    palettes = {tuple(quantize(new_image(picture_rgb()), k=8, seed=seed, effort="plain", max_iterations=1).colors)
                for seed in range(4)}
    assert len(palettes) > 1
