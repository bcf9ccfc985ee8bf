# SPDX-License-Identifier: GPL-3.0-or-later
"""Output indexed: our colormap in our order, our index for every pixel of every layer."""

from fixtures import *  # noqa: F403

DEEP = (Gimp.Precision.U8_LINEAR, Gimp.Precision.U8_PERCEPTUAL, Gimp.Precision.U16_NON_LINEAR,
        Gimp.Precision.HALF_LINEAR, Gimp.Precision.FLOAT_LINEAR, Gimp.Precision.FLOAT_NON_LINEAR)


def assert_indexed(image, returned, layer, source, shown=None):
    """The colormap is the palette, and every index that of the nearest color, the first of equally near ones."""
    assert image.get_base_type() == Gimp.ImageBaseType.INDEXED
    assert colormap(image) == returned.rgb, (colormap(image), returned.rgb)
    indices = native_pixels(layer)
    for i in shown if shown is not None else range(len(source)):
        distances = [squared_distance(source[i], color) for color in returned.rgb]
        assert indices[i][0] == distances.index(min(distances)), (i, source[i], indices[i])


def test_rgb_gets_our_palette_and_our_indices():
    for k in (1, 2, 16, 256):
        source = picture_rgb()
        image = new_image(source)
        returned = quantize(image, k=k, output="indexed")
        assert len(returned.rgb) == k
        assert_indexed(image, returned, image.get_layers()[0], source)
        returned.palette.delete()


def test_alpha_becomes_one_bit():
    source, alphas = picture_rgb(), picture_alpha()
    image = new_image(source, alphas)
    returned = quantize(image, k=16, output="indexed", save_palette=False)
    layer = image.get_layers()[0]
    assert [pixel[1] for pixel in native_pixels(layer)] == [255 if alpha >= 128 else 0 for alpha in alphas]
    shown = [i for i, alpha in enumerate(alphas) if alpha >= 128]
    assert_indexed(image, returned, layer, source, shown)
    assert returned.distinct_colors == len({source[i] for i in shown})


def test_transparency_leaves_room_for_itself():
    image = new_image(picture_rgb(), picture_alpha())
    assert len(quantize(image, k=256, output="indexed", save_palette=False).colors) == 255
    image = new_image(picture_rgb(), [200] * (WIDTH * HEIGHT))
    assert len(quantize(image, k=256, output="indexed", save_palette=False).colors) == 256
    image = new_image(picture_rgb(), picture_alpha())
    assert len(quantize(image, k=256, save_palette=False).colors) == 256


def test_deep_images_are_converted_first():
    for precision in DEEP:
        for profile in (None, Gimp.ColorProfile.new_rgb_adobe()):
            # The pixels in 8 bits, as the deep image has them.
            image = new_image(picture_rgb(), precision=precision, profile=profile)
            copy = image.duplicate()
            copy.convert_precision(Gimp.Precision.U8_NON_LINEAR)
            source = native_pixels(copy.get_layers()[0])
            returned = quantize(image, k=13, output="indexed", save_palette=False)
            assert image.get_precision() == Gimp.Precision.U8_NON_LINEAR
            try:
                assert_indexed(image, returned, image.get_layers()[0], source)
            except AssertionError as error:
                raise AssertionError(f"{precision} {profile}") from error


def test_profiled_image_keeps_profile_and_bytes():
    source = picture_rgb()
    profile = Gimp.ColorProfile.new_rgb_adobe()
    image = new_image(source, profile=profile)
    returned = quantize(image, k=16, output="indexed", save_palette=False)
    assert image.get_color_profile().is_equal(profile)
    assert_indexed(image, returned, image.get_layers()[0], source)


def test_gray_and_linear_profiles():
    image = new_image(picture_rgb(), gray=True)
    source = [pixel * 3 for pixel in native_pixels(image.get_layers()[0])]
    returned = quantize(image, k=9, output="indexed", save_palette=False)
    assert_indexed(image, returned, image.get_layers()[0], source)
    image = new_image(picture_rgb(), profile=Gimp.ColorProfile.new_rgb_srgb_linear())
    source = native_pixels(image.get_layers()[0])
    returned = quantize(image, k=9, output="indexed", save_palette=False)
    assert_indexed(image, returned, image.get_layers()[0], source)


def test_all_layers_are_converted_and_keep_their_masks():
    one, two, three = picture_rgb(), [(b, r, g) for r, g, b in picture_rgb()], [(g, g, r) for r, g, b in picture_rgb()]
    image = new_image(one)
    bottom = image.get_layers()[0]
    masked = add_layer(image, two)
    masked.add_mask(masked.create_mask(Gimp.AddMaskType.COPY))
    mask_before = native_bytes(masked.get_mask())
    hidden = add_layer(image, three)
    hidden.set_visible(False)
    returned = quantize(image, [bottom], k=16, output="indexed", save_palette=False)
    assert returned.distinct_colors == len({*one, *two, *three})
    for layer, source in ((bottom, one), (masked, two), (hidden, three)):
        assert_indexed(image, returned, layer, source)
    assert native_bytes(masked.get_mask()) == mask_before
    assert not hidden.get_visible()


def test_selection_says_what_counts_but_all_is_converted():
    source = picture_rgb()
    image = new_image(source)
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 0, 0, 12, 40)
    returned = quantize(image, k=8, output="indexed", save_palette=False)
    assert returned.distinct_colors == len({source[y * WIDTH + x] for y in range(HEIGHT) for x in range(12)})
    assert_indexed(image, returned, image.get_layers()[0], source)


def test_indexed_image_can_get_a_smaller_palette():
    image = new_image(picture_rgb())
    first = quantize(image, k=64, output="indexed", save_palette=False)
    source = [first.rgb[pixel[0]] for pixel in native_pixels(image.get_layers()[0])]
    returned = quantize(image, k=8, output="indexed", save_palette=False)
    assert len(returned.rgb) == 8
    assert_indexed(image, returned, image.get_layers()[0], source)


def test_text_layer_is_converted():
    image = new_image(picture_rgb())
    text = Gimp.TextLayer.new(image, "k", Gimp.context_get_font(), 30, Gimp.Unit.pixel())
    image.insert_layer(text, None, 0)
    returned = quantize(image, k=8, output="indexed", save_palette=False)
    assert colormap(image) == returned.rgb


def test_exported_png_has_our_palette_in_our_order():
    image = new_image(picture_rgb())
    returned = quantize(image, k=16, output="indexed", save_palette=False)
    path = SCRATCH / "indexed.png"
    Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, Gio.File.new_for_path(str(path)), None)
    content = path.read_bytes()
    start = content.index(b"PLTE")
    length = struct.unpack(">I", content[start - 4:start])[0]
    assert content[start + 4:start + 4 + length] == bytes(channel for color in returned.rgb for channel in color)
