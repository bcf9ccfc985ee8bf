# SPDX-License-Identifier: GPL-3.0-or-later
"""Transparency of indexed images: what counts, what is opaque, and what GIMP exports of it."""

from fixtures import *  # noqa: F403


def layer_of(image):
    return image.get_layers()[0]


def export(image, name, **settings):
    path = SCRATCH / name
    procedure = Gimp.get_pdb().lookup_procedure(f"file-{path.suffix[1:]}-export")
    config = procedure.create_config()
    config.set_property("image", image)
    config.set_property("file", Gio.File.new_for_path(str(path)))
    for setting, value in settings.items():
        config.set_property(setting.replace("_", "-"), value)
    assert procedure.run(config).index(0) == Gimp.PDBStatusType.SUCCESS, Gimp.get_pdb().get_last_error()
    return path.read_bytes()


def chunk(png, name):
    at = png.find(name)
    return png[at + 4:at + 4 + int.from_bytes(png[at - 4:at], "big")] if at >= 0 else b""


def test_transparency_is_one_of_the_k():
    for k, bits in ((2, 1), (4, 2), (16, 4), (256, 8)):
        image = new_image(picture_rgb(), picture_alpha())
        returned = quantize(image, k=k, output="indexed", save_palette=False)
        assert len(returned.rgb) == k - 1 and colormap(image) == returned.rgb
        png = export(image, "counted.png", optimize_palette=True)
        assert len(chunk(png, b"PLTE")) // 3 == k and png[24] == bits, (k, png[24])
        assert chunk(png, b"tRNS") == b"\0", "the transparent index is 0"
        gif = export(image, "counted.gif")
        assert 2 << (gif[10] & 7) == k and gif[gif.find(b"\x21\xf9") + 6] == k - 1, "it is the last one"


def test_transparency_need_not_count():
    for k in (1, 2, 16):
        image = new_image(picture_rgb(), picture_alpha())
        returned = quantize(image, k=k, count_transparency=False, output="indexed", save_palette=False)
        assert len(returned.rgb) == k


def test_nothing_transparent_takes_no_place():
    for alphas in (None, [200] * WIDTH * HEIGHT):
        returned = quantize(new_image(picture_rgb(), alphas), k=4, output="indexed", save_palette=False)
        assert len(returned.rgb) == 4
    # Nor does the alpha of other outputs.
    assert len(quantize(new_image(picture_rgb(), picture_alpha()), k=4, save_palette=False).rgb) == 4


def test_a_layer_that_does_not_count_may_be_the_transparent_one():
    image = new_image(picture_rgb())
    add_layer(image, picture_rgb(), picture_alpha()).set_visible(False)
    assert len(quantize(image, k=4, output="indexed", save_palette=False).rgb) == 3


def assert_refused(image, text, **settings):
    before = snapshot(image)
    returned = run(image, image.get_layers(), output="indexed", **settings)
    assert returned.status == Gimp.PDBStatusType.CALLING_ERROR and text in returned.message, returned.message
    assert state(image) == before


def test_no_room_beside_transparency():
    image = new_image(picture_rgb(), picture_alpha())
    assert_refused(image, "Transparency counts as one of the colors", k=1)
    assert_refused(image, "transparency leaves room for 1", k=2, fixed_colors="#ff0000,#00ff00")
    assert_refused(image, "“blau” is not a color", matte="blau")


def test_alpha_threshold_says_what_is_opaque():
    source, alphas = picture_rgb(), picture_alpha()
    for threshold in (1, 100, 128, 255):
        for dither in ("none", "floyd-steinberg"):
            image = new_image(source, alphas)
            returned = quantize(image, k=8, alpha_threshold=threshold, dither=dither, output="indexed",
                                save_palette=False)
            assert [pixel[1] for pixel in native_pixels(layer_of(image))] == [255 if alpha >= threshold else 0
                                                                            for alpha in alphas]
            shown = {color for color, alpha in zip(source, alphas) if alpha >= threshold}
            assert returned.distinct_colors == len(shown)


def test_matte_is_what_soft_pixels_stand_on():
    source = [((n * 40) % 256, (n * 90) % 256, 77) for n in range(34)]
    alphas = [0, 255] + [n * 7 for n in range(1, 33)]
    image = new_image(source, alphas, size=(17, 2))
    layer = layer_of(image)
    # As GIMP itself does it.
    effect_image = new_image(source, alphas, size=(17, 2))
    effect = Gimp.DrawableFilter.new(layer_of(effect_image), "gimp:semi-flatten", "flat")
    effect.get_config().set_property("color", Gegl.Color.new("#ff00ff"))
    effect.update()
    layer_of(effect_image).merge_filter(effect)
    flat = native_pixels(layer_of(effect_image))
    returned = quantize(image, k=64, matte="#ff00ff", output="indexed", save_palette=False)
    result = native_pixels(layer)
    assert [pixel[1] for pixel in result] == [255 if alpha else 0 for alpha in alphas]
    for (index, alpha), wanted in zip(result, flat):
        if alpha:
            assert all(abs(a - b) <= 1 for a, b in zip(returned.rgb[index], wanted[:3])), (returned.rgb[index], wanted)
