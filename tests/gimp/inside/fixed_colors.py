# SPDX-License-Identifier: GPL-3.0-or-later
"""Colors that must be in the result as they are, from the string and from a palette of GIMP; order; color spaces."""

from errors import assert_refused
from fixtures import *  # noqa: F403

RED, BLUE, GREEN = (250, 10, 20), (3, 6, 200), (0, 255, 0)


class UserPalette:
    """A palette of GIMP with these 8-bit colors of sRGB, for a with statement."""

    def __init__(self, *colors, name="fixed colors of a test"):
        self.palette = Gimp.Palette.new(name)
        for color in colors:
            entry = Gegl.Color.new("black")
            entry.set_bytes(Babl.format("R'G'B' u8"), GLib.Bytes.new(bytes(color)))
            self.palette.add_entry("entry", entry)

    def __enter__(self):
        return self.palette

    def __exit__(self, *_exception):
        self.palette.delete()


def hex_of(*colors):
    return ",".join("#" + bytes(color).hex() for color in colors)


def test_fixed_colors_come_first_and_the_others_around_them():
    source = picture_rgb()
    for output in ("layer", "indexed"):
        for effort in ("plain", "fast", "good", "best"):
            image = new_image(source)
            returned = quantize(image, k=8, effort=effort, output=output, save_palette=False,
                                fixed_colors=f" {hex_of(RED).upper()} , {hex_of(BLUE, RED)}")
            assert returned.rgb[:3] == [RED, BLUE, RED] and len(returned.rgb) == 8
            assert len(set(returned.rgb)) == 7
            result = native_pixels(image.get_layers()[0])
            if output == "indexed":
                assert colormap(image) == returned.rgb
                result = [returned.rgb[index] for index, in result]
            assert_nearest(source, result, returned.rgb)


def test_the_palette_comes_behind_the_string():
    with UserPalette(GREEN, RED, GREEN) as palette:
        settings = {"fixed_colors": hex_of(BLUE, RED), "fixed_palette": palette, "save_palette": False}
        returned = quantize(new_image(picture_rgb()), k=5, use_fixed_palette=True, **settings)
        assert returned.rgb == [BLUE, RED, GREEN, RED, GREEN]
        returned = quantize(new_image(picture_rgb()), k=5, use_fixed_palette=False, **settings)
        assert returned.rgb[:2] == [BLUE, RED] and GREEN not in returned.rgb


def test_as_many_fixed_colors_as_k_map_to_that_palette_alone():
    source = picture_rgb()
    with UserPalette(GREEN, RED, BLUE, (255, 255, 255)) as palette:
        for output in ("layer", "indexed"):
            image = new_image(source)
            returned = quantize(image, k=4, use_fixed_palette=True, fixed_palette=palette, output=output,
                                save_palette=False)
            assert returned.rgb == [GREEN, RED, BLUE, (255, 255, 255)] and returned.iterations == 0
            result = native_pixels(image.get_layers()[0])
            assert_nearest(source, result if output == "layer" else [returned.rgb[i] for i, in result], returned.rgb)


def test_a_fixed_color_without_pixels_stays_in_the_colormap():
    image = new_image([(10, 10, 10)] * (WIDTH * HEIGHT))
    returned = quantize(image, k=4, fixed_colors=hex_of(RED, BLUE), output="indexed")
    assert returned.rgb == [RED, BLUE, (10, 10, 10)] == colormap(image)
    assert set(native_pixels(image.get_layers()[0])) == {(2,)}
    assert returned.palette.get_entry_name(0)[1] == "#fa0a14 0.0 %"
    returned.palette.delete()


def test_colors_of_a_palette_are_converted_to_the_space_of_the_image():
    image = new_image(picture_rgb(), profile=Gimp.ColorProfile.new_rgb_adobe())
    with UserPalette(RED, GREEN) as palette:
        wanted = colors_in_space_of(image.get_layers()[0], palette)
        assert wanted[1] != GREEN
        returned = quantize(image, k=4, use_fixed_palette=True, fixed_palette=palette, fixed_colors=hex_of(BLUE),
                            save_palette=False)
        assert returned.rgb[:3] == [BLUE, *wanted]


def test_fixed_colors_are_read_as_people_write_them():
    for text in ("ff0000 0000ff", "#f00,#00f", "#ff0000\n#0000ff", "Red;BLUE", "#ff0000,#0000ff,", "\tred  #00F\r\n",
                 "rgb(255,0,0), rgb(0, 0, 255)"):
        returned = quantize(new_image(picture_rgb()), k=3, fixed_colors=text, output="palette", save_palette=False)
        assert returned.rgb[:2] == [(255, 0, 0), (0, 0, 255)], (text, returned.colors)


def test_wrong_fixed_colors_are_errors():
    image = new_image(picture_rgb())
    layers = image.get_layers()
    for text, words in (("#ff000", "“#ff000” among the fixed colors"), ("red, redd", "“redd” among"),
                        ("#gg0000", "“#gg0000” among"), ("rgb(256, 0, 0)", "“rgb(256, 0, 0)” among"),
                        ("x" * 1_000_000, f"“{'x' * 40}…” among"), ("red " * 125_000, "more than 10000 fixed colors")):
        assert_refused(image, layers, words, fixed_colors=text)
    assert_refused(image, layers, "3 fixed colors, and the palette has room for 2", k=2,
                   fixed_colors=hex_of(RED, BLUE, GREEN))
    assert_refused(image, layers, "No palette is chosen", use_fixed_palette=True)
    with UserPalette(RED, BLUE, GREEN) as palette:
        assert_refused(image, layers, "3 fixed colors, and the palette has room for 2", k=2, use_fixed_palette=True,
                       fixed_palette=palette)


def test_gray_layers_cannot_have_other_fixed_colors():
    image = new_image(picture_rgb(), gray=True)
    for output in ("layer", "new-layer"):
        assert_refused(image, image.get_layers(), "The image is gray", fixed_colors=hex_of(RED), output=output)
    quantize(image, k=4, fixed_colors="#808080", save_palette=False)
    returned = quantize(image, k=4, fixed_colors=hex_of(RED), output="indexed", save_palette=False)
    assert returned.rgb[0] == RED and colormap(image) == returned.rgb


def test_masks_cannot_have_other_fixed_colors():
    image = new_image(picture_rgb())
    layer = image.get_layers()[0]
    mask = layer.create_mask(Gimp.AddMaskType.WHITE)
    layer.add_mask(mask)
    assert_refused(image, [mask], "A mask or channel is gray", k=1, fixed_colors=hex_of(RED))


def test_256_fixed_colors_do_not_fit_beside_transparency():
    image = new_image(picture_rgb(), picture_alpha())
    many = hex_of(*((i, 0, 0) for i in range(256)))
    assert_refused(image, image.get_layers(), "256 fixed colors, but transparency leaves room for 255", k=256,
                   fixed_colors=many, output="indexed")
    assert len(quantize(image, k=256, fixed_colors=many, output="layer", save_palette=False).rgb) == 256


def test_sort():
    image = new_image([(200, 0, 0)] * 900 + [(0, 0, 90)] * 600 + [(128, 128, 128)] * 300 + [(0, 180, 0)] * 120)
    red, blue, gray, green = (200, 0, 0), (0, 0, 90), (128, 128, 128), (0, 180, 0)
    for sort, wanted in (("lightness", [blue, red, gray, green]), ("hue", [gray, red, green, blue]),
                         ("population", [red, blue, gray, green])):
        returned = quantize(image, k=8, sort=sort, output="palette", save_palette=False)
        assert returned.rgb == wanted, (sort, returned.rgb)
    returned = quantize(image, k=8, sort="population", fixed_colors=hex_of(green), output="palette",
                        save_palette=False)
    assert returned.rgb == [green, red, blue, gray]
    found = {tuple(quantize(new_image(picture_rgb()), k=8, sort=sort, output="palette", save_palette=False).rgb)
             for sort in ("lightness", "hue", "population", "none")}
    assert len(found) == 4 and len({frozenset(colors) for colors in found}) == 1


def test_color_spaces_find_other_palettes():
    found = {tuple(quantize(new_image(picture_rgb()), k=8, color_space=space, save_palette=False).colors)
             for space in ("rgb", "oklab", "lab")}
    assert len(found) == 3
