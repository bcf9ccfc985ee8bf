# SPDX-License-Identifier: GPL-3.0-or-later
"""The layer effect kmq:quantize: the same pixels as output layer, merged, saved, and together with the plug-in."""

import random

from fixtures import *  # noqa: F403

OPERATION = "kmq:quantize"
SETTINGS = {"k": 12, "seed": 7, "effort": "fast"}
DITHERS = ("floyd-steinberg", "sierra", "blue-noise", "bayer")


def add_effect(layer, **settings):
    effect = Gimp.DrawableFilter.new(layer, OPERATION, "quantized")
    config = effect.get_config()
    for name, value in settings.items():
        config.set_property(name.replace("_", "-"), value)
    layer.append_filter(effect)
    return effect


def seen_pixels(image):
    """What the canvas shows."""
    layer = Gimp.Layer.new_from_visible(image, image, "seen")
    pixels = native_pixels(layer)
    layer.delete()
    return pixels


def assert_same(make_image, effect_settings=None, **settings):
    """The effect, merged, gives the bytes that output layer gives."""
    by_plug_in, by_effect = make_image(), make_image()
    quantize(by_plug_in, output="layer", save_palette=False, **settings)
    layer = by_effect.get_layers()[0]
    layer.merge_filter(add_effect(layer, **(effect_settings or settings)))
    expected, found = native_bytes(by_plug_in.get_layers()[0]), native_bytes(layer)
    assert len(expected) == len(found)
    different = sum(a != b for a, b in zip(expected, found))
    assert different == 0, (settings, f"{different} of {len(found)} bytes differ")
    for image in (by_plug_in, by_effect):
        image.delete()


def test_8_bit_pixels_are_those_of_the_plug_in():
    for precision in (Gimp.Precision.U8_NON_LINEAR, Gimp.Precision.U8_LINEAR, Gimp.Precision.U8_PERCEPTUAL):
        for gray in (False, True):
            for alphas in (None, picture_alpha()):
                assert_same(lambda: new_image(picture_rgb(), alphas, gray=gray, precision=precision), **SETTINGS)


def test_16_bit_pixels_are_those_of_the_plug_in():
    for alphas in (None, picture_alpha()):
        assert_same(lambda: new_image(picture_rgb(), alphas, precision=Gimp.Precision.U16_NON_LINEAR), **SETTINGS)


def test_float_pixels_are_those_of_the_plug_in():
    for precision in (Gimp.Precision.FLOAT_NON_LINEAR, Gimp.Precision.FLOAT_LINEAR, Gimp.Precision.HALF_NON_LINEAR):
        for alphas in (None, picture_alpha()):
            for dither in ("none", "floyd-steinberg"):
                assert_same(lambda: new_image(picture_rgb(), alphas, precision=precision), **SETTINGS, dither=dither)


def test_perceptual_distances_are_those_of_the_profile():
    for profile in (Gimp.ColorProfile.new_rgb_adobe(), Gimp.ColorProfile.new_rgb_srgb_linear()):
        for space in ("oklab", "lab"):
            assert_same(lambda: new_image(picture_rgb(), profile=profile), **SETTINGS, color_space=space)


def test_every_setting_gives_the_pixels_of_the_plug_in():
    for settings in ({"k": 1}, {"k": 2}, {"k": 256}, {"seed": 0}, {"seed": 2147483647}, {"effort": "plain"},
                     {"effort": "good"}, {"color_space": "oklab"}, {"color_space": "lab"}, {"rare_colors": 0.7}):
        assert_same(lambda: new_image(picture_rgb(), picture_alpha()), **{**SETTINGS, **settings})


def test_dithered_pixels_are_those_of_the_plug_in():
    for dither in DITHERS:
        for amount in (0.0, 0.6, 1.0):
            assert_same(lambda: new_image(picture_rgb(), picture_alpha()), dither=dither, dither_amount=amount,
                        **SETTINGS)


def test_given_colors_are_fixed_colors():
    colors = "#ff0000, #0af; chartreuse"
    assert_same(lambda: new_image(picture_rgb()), fixed_colors=colors, **SETTINGS,
                effect_settings={**SETTINGS, "colors": colors})


def test_defaults_are_those_of_the_plug_in_with_effort_fast():
    assert_same(lambda: new_image(picture_rgb()), effort="fast", effect_settings={"dither": "none"})


def test_few_and_no_colors_stay():
    for pixels, alphas in (([(9, 8, 7)] * (WIDTH * HEIGHT), None), (picture_rgb(), [0] * (WIDTH * HEIGHT))):
        image = new_image(pixels, alphas)
        layer = image.get_layers()[0]
        before = native_bytes(layer)
        layer.merge_filter(add_effect(layer))
        assert native_bytes(layer) == before


def test_one_pixel_and_one_row():
    for size in ((1, 1), (1, 200), (200, 1)):
        pixels = [(i % 256, 255 - i % 256, i // 2 % 256) for i in range(size[0] * size[1])]
        assert_same(lambda: new_image(pixels, size=size), **SETTINGS)


def test_effect_shows_k_colors_on_the_canvas_and_leaves_the_layer():
    source = picture_rgb()
    image = new_image(source)
    layer = image.get_layers()[0]
    effect = add_effect(layer, k=5)
    assert native_pixels(layer) == source
    assert len(set(seen_pixels(image))) == 5
    effect.get_config().set_property("k", 3)
    effect.update()
    assert len(set(seen_pixels(image))) == 3
    effect.delete()
    assert native_pixels(layer) == source and [pixel[:3] for pixel in seen_pixels(image)] == source


def test_painting_below_changes_what_is_seen():
    image = new_image(picture_rgb())
    layer = image.get_layers()[0]
    add_effect(layer, k=4)
    before = seen_pixels(image)
    write(layer, "R'G'B' u8", random.Random(3).randbytes(WIDTH * HEIGHT * 3))
    after = seen_pixels(image)
    assert after != before and len(set(after)) == 4


def test_saved_and_loaded_it_is_the_same():
    image = new_image(picture_rgb())
    settings = {"k": 6, "seed": 11, "effort": "good", "color_space": "lab", "dither": "bayer", "dither_amount": 0.5,
                "colors": "red"}
    add_effect(image.get_layers()[0], **settings)
    seen = seen_pixels(image)
    path = SCRATCH / "effect.xcf"
    Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, Gio.File.new_for_path(str(path)), None)
    loaded = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(str(path)))
    effects = loaded.get_layers()[0].get_filters()
    assert [effect.get_operation_name() for effect in effects] == [OPERATION]
    config = effects[0].get_config()
    for name, value in settings.items():
        assert config.get_property(name.replace("_", "-")) == value, (name, config.get_property(name))
    assert seen_pixels(loaded) == seen
