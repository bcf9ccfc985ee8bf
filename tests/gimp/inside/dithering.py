# SPDX-License-Identifier: GPL-3.0-or-later
"""Dithering, in all outputs that write pixels."""

from fixtures import *  # noqa: F403

METHODS = ("floyd-steinberg", "blue-noise", "bayer")
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
