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


def is_gimp_3_0():
    """Its PNG of indexed images has a place of its own for transparency, in front of the others."""
    return Gimp.version().startswith("3.0")


def test_transparent_color_has_a_place_in_the_colormap():
    """What is transparent has its index, and so it has in files as far as GIMP lets it."""
    key = (255, 0, 255)
    source = [key if n % 5 == 0 else pixel for n, pixel in enumerate(picture_rgb())]
    for k in (2, 4, 16, 256):
        for dither in ("none", "floyd-steinberg"):
            image = new_image(source, picture_alpha())
            returned = quantize(image, k=k, transparent_color="#f0f", dither=dither, output="indexed", save_palette=False)
            assert len(returned.rgb) == k and colormap(image) == returned.rgb and returned.rgb[0] == key
            assert returned.rgb.count(key) == 1, "no opaque pixel may look transparent"
            assert all((index == 0) == (alpha == 0) for index, alpha in native_pixels(layer_of(image)))
            png = export(image, "keyed.png", optimize_palette=True)
            entries = [(0, 0, 0), *returned.rgb] if is_gimp_3_0() and k < 256 else returned.rgb
            assert chunk(png, b"PLTE") == bytes(channel for color in entries for channel in color), k
            assert chunk(png, b"tRNS") == b"\0", "the transparent index is 0"
            gif = export(image, "keyed.gif")
            assert gif[13:13 + 3 * k] == bytes(channel for color in returned.rgb for channel in color)
            # In GIF, of the indices without pixels, the last one.
            unused = set(range(k)) - {index for index, alpha in native_pixels(layer_of(image)) if alpha}
            assert gif[gif.find(b"\x21\xf9") + 6] == max(unused)


def test_transparent_color_among_given_ones_keeps_its_index():
    key, colors = (0, 255, 1), [(0, 0, 0), (255, 255, 255), (0, 255, 1), (200, 30, 30)]
    given = ",".join("#" + bytes(color).hex() for color in colors)
    image = new_image(picture_rgb(), picture_alpha())
    returned = quantize(image, fixed_colors=given, palette_use="only", transparent_color="00ff01", output="indexed",
                        save_palette=False)
    assert returned.rgb == colors == colormap(image)
    assert {index for index, alpha in native_pixels(layer_of(image)) if alpha} <= {0, 1, 3}
    assert export(image, "given.gif")[13:25] == bytes(channel for color in colors for channel in color)
    # Elsewhere the others keep theirs.
    image = new_image(picture_rgb(), picture_alpha())
    others = [color for color in colors if color != key]
    returned = quantize(image, fixed_colors=",".join("#" + bytes(color).hex() for color in others), palette_use="only",
                        transparent_color="#00ff01", output="indexed", save_palette=False)
    assert returned.rgb == [*others, key]
    gif = export(image, "behind.gif")
    assert gif[gif.find(b"\x21\xf9") + 6] == 3
    image = new_image(picture_rgb(), picture_alpha())
    returned = quantize(image, fixed_colors="#00ff01,#ff0000", k=4, transparent_color="#00ff01", output="indexed",
                        save_palette=False)
    assert returned.rgb[:2] == [key, (255, 0, 0)] and len(returned.rgb) == 4
    assert all(index > 0 for index, alpha in native_pixels(layer_of(image)) if alpha)


def test_transparent_color_where_nothing_is_transparent():
    for settings in ({"output": "indexed"}, {"output": "layer", "count_transparency": False}):
        alphas = None if settings["output"] == "indexed" else picture_alpha()
        image = new_image(picture_rgb(), alphas)
        returned = quantize(image, k=4, transparent_color="#ff00ff", save_palette=False, **settings)
        assert len(returned.rgb) == 4 and (255, 0, 255) not in returned.rgb


def test_transparent_color_with_little_room():
    image = new_image(picture_rgb(), picture_alpha())
    assert_refused(image, "“lila” is not a color", transparent_color="lila")
    assert_refused(image, "Transparency counts as one of the colors", k=1, transparent_color="#ff00ff")
    assert_refused(image, "transparency leaves room for 1", k=2, transparent_color="#ff00ff",
                   fixed_colors="#ff0000,#00ff00")
    assert_refused(image, "No pixel could get any", transparent_color="#ff00ff", fixed_colors="#ff00ff",
                   palette_use="only")
    returned = quantize(image, k=256, transparent_color="#ff00ff", count_transparency=False, effort="fast",
                        output="indexed", save_palette=False)
    assert len(returned.rgb) == 256 and colormap(image) == returned.rgb
