# SPDX-License-Identifier: GPL-3.0-or-later
"""What is seen is what counts: layer effects, masks, hidden layers, the canvas, and the order of appearance."""

import random

from errors import assert_refused
from fixtures import *  # noqa: F403

SIZE = (64, 64)
BLACK, WHITE, RED, BLUE = (0, 0, 0), (255, 255, 255), (255, 0, 0), (0, 0, 255)


def checkerboard():
    return [WHITE if (x // 8 + y // 8) % 2 else BLACK for y in range(64) for x in range(64)]


def noise(count=64 * 64):
    source = random.Random(2)
    return [(source.randrange(100, 256), source.randrange(40), 0) for _ in range(count)]


def add_effect(layer, operation="gegl:gaussian-blur", **properties):
    effect = Gimp.DrawableFilter.new(layer, operation, operation)
    for name, value in properties.items():
        effect.get_config().set_property(name.replace("_", "-"), value)
    effect.update()
    layer.append_filter(effect)
    return effect


def seen_colors(image):
    copy = image.duplicate()
    if copy.get_base_type() == Gimp.ImageBaseType.INDEXED:
        copy.convert_rgb()
    visible = Gimp.Layer.new_from_visible(copy, copy, "visible")
    copy.insert_layer(visible, None, 0)
    colors = {pixel[:3] for pixel in native_pixels(visible)}
    copy.delete()
    return colors


def blurred_image(**settings):
    image = new_image(checkerboard(), size=SIZE, **settings)
    add_effect(image.get_layers()[0])
    return image


def test_effects_are_counted_by_every_output():
    images_before = len(Gimp.get_images())
    for output in ("layer", "new-layer", "indexed", "palette"):
        image = blurred_image()
        layer = image.get_layers()[0]
        grays = len(seen_colors(image))
        returned = quantize(image, k=4, output=output, save_palette=False)
        assert returned.distinct_colors == grays > 50, output
        assert output == "palette" or seen_colors(image) <= set(returned.rgb), output
        kept = 1 if output in ("new-layer", "palette") else 0
        assert len(layer.get_filters() or []) == kept, output
        assert not image.get_layers()[0].get_filters() or output == "palette", output
        if output == "new-layer":
            assert native_pixels(layer) == checkerboard()
        image.delete()
    assert len(Gimp.get_images()) == images_before, "a copy stayed behind"


def test_effects_of_precisions_and_of_gray():
    for precision in (Gimp.Precision.U16_NON_LINEAR, Gimp.Precision.FLOAT_LINEAR):
        for gray in (False, True):
            for output in ("layer", "indexed"):
                image = blurred_image(gray=gray, precision=precision)
                returned = quantize(image, k=4, output=output, save_palette=False)
                assert returned.distinct_colors > 50, (precision, gray, output)
                assert not image.get_layers()[0].get_filters()
                image.delete()


def test_effects_are_those_of_the_whole_layer_whatever_is_selected():
    for output in ("layer", "indexed"):
        image, plain = blurred_image(), blurred_image()
        for each in (image, plain):
            each.select_rectangle(Gimp.ChannelOps.REPLACE, 0, 0, 32, 64)
        selection = native_bytes(image.get_selection())
        copy = plain.duplicate()
        visible = Gimp.Layer.new_from_visible(copy, copy, "visible")
        copy.insert_layer(visible, None, 0)
        shown = native_pixels(visible)
        returned = quantize(image, k=4, output=output, save_palette=False)
        result = native_pixels(image.get_layers()[0])
        if output == "layer":
            outside = [i for i in range(64 * 64) if i % 64 >= 32]
            assert [result[i] for i in outside] == [shown[i][:3] for i in outside], "beside the selection"
            assert {result[i] for i in range(64 * 64) if i % 64 < 32} <= set(returned.rgb)
        assert native_bytes(image.get_selection()) == selection


def test_effects_of_a_locked_layer():
    for output in ("palette", "new-layer", "indexed"):
        image = blurred_image()
        image.get_layers()[0].set_lock_content(True)
        returned = quantize(image, k=4, output=output, save_palette=False)
        assert returned.distinct_colors > 50, output
        assert output == "palette" or seen_colors(image) <= set(returned.rgb), output
    image = blurred_image()
    image.get_layers()[0].set_lock_content(True)
    assert_refused(image, image.get_layers(), "are locked")


def test_effects_that_are_switched_off_are_not_seen():
    image = new_image(checkerboard(), size=SIZE)
    add_effect(image.get_layers()[0]).set_visible(False)
    returned = quantize(image, k=4, save_palette=False)
    assert returned.distinct_colors == 2 and len(image.get_layers()[0].get_filters()) == 1


def test_effects_that_make_a_layer_larger():
    for output in ("layer", "new-layer", "indexed"):
        image = new_image(checkerboard(), [255] * 64 * 64, size=SIZE)
        add_effect(image.get_layers()[0], "gegl:dropshadow")
        returned = quantize(image, k=4, output=output, save_palette=False)
        layer = image.get_layers()[0]
        assert layer.get_width() > 64 and not layer.get_filters(), output
        assert output != "indexed" or colormap(image) == returned.rgb


def test_effects_of_an_indexed_image():
    image = new_image(checkerboard(), size=SIZE)
    image.convert_indexed(Gimp.ConvertDitherType.NONE, Gimp.ConvertPaletteType.GENERATE, 4, False, False, "")
    add_effect(image.get_layers()[0])
    returned = quantize(image, k=5, save_palette=False)
    assert returned.distinct_colors > 5 == len(returned.rgb) and colormap(image) == returned.rgb
    assert seen_colors(image) == set(returned.rgb)


def test_effects_of_two_layers():
    image = blurred_image()
    add_effect(add_layer(image, checkerboard(), size=SIZE), "gegl:invert-gamma")
    returned = quantize(image, k=4, save_palette=False)
    assert all({*native_pixels(layer)} <= set(returned.rgb) for layer in image.get_layers())


def masked_image():
    """Left two grays, right red noise behind a mask."""
    right = noise()
    image = new_image([((60,) * 3 if y < 32 else (180,) * 3) if x < 32 else right[y * 64 + x]
                       for y in range(64) for x in range(64)], size=SIZE)
    layer = image.get_layers()[0]
    layer.add_mask(layer.create_mask(Gimp.AddMaskType.WHITE))
    write(layer.get_mask(), "Y u8", bytes(255 if x < 32 else 0 for y in range(64) for x in range(64)))
    return image


def test_masked_pixels_do_not_count_but_are_mapped():
    for output in ("layer", "new-layer", "palette", "indexed"):
        image = masked_image()
        returned = quantize(image, [image.get_layers()[0]], k=2, output=output, save_palette=False)
        assert returned.colors == ["#3c3c3c", "#b4b4b4"], (output, returned.colors)
        assert returned.distinct_colors == 2
        if output == "layer":
            assert set(native_pixels(image.get_layers()[0])) == set(returned.rgb)


def test_a_mask_that_does_not_apply_hides_nothing():
    image = masked_image()
    image.get_layers()[0].set_apply_mask(False)
    assert quantize(image, [image.get_layers()[0]], k=2, output="palette", save_palette=False).distinct_colors > 100


def test_a_soft_mask_weighs():
    image = new_image([BLACK] * 32 + [WHITE] * 32, size=(8, 8))
    layer = image.get_layers()[0]
    layer.add_mask(layer.create_mask(Gimp.AddMaskType.WHITE))
    write(layer.get_mask(), "Y u8", bytes([255] * 32 + [51] * 32))
    returned = quantize(image, [layer], k=1, output="palette", save_palette=False)
    assert abs(returned.cost / returned.mse - (32 + 32 / 5)) < 0.01


def test_everything_masked_out():
    image = masked_image()
    layer = image.get_layers()[0]
    write(layer.get_mask(), "Y u8", bytes(64 * 64))
    for output in ("layer", "indexed"):
        before = snapshot(image)
        returned = run(image, [layer], output=output)
        assert returned.status == Gimp.PDBStatusType.CALLING_ERROR and "layer mask" in returned.message
        assert state(image) == before


def test_hidden_layers_count_only_alone():
    flat = [((10,) * 3, (90,) * 3, (170,) * 3, (250,) * 3)[x // 16] for _ in range(64) for x in range(64)]
    for hidden_by_group in (False, True):
        image = new_image(flat, size=SIZE)
        group = None
        if hidden_by_group:
            group = Gimp.GroupLayer.new(image, "group")
            image.insert_layer(group, None, 0)
        hidden = add_layer(image, noise(), size=SIZE, parent=group)
        (group or hidden).set_visible(False)
        layers = all_layers(image)
        expected = ["#0a0a0a", "#5a5a5a", "#aaaaaa", "#fafafa"]
        assert quantize(image, layers, k=4, output="palette", save_palette=False).colors == expected
        assert quantize(image, [hidden], k=4, output="palette", save_palette=False).distinct_colors > 100
        returned = quantize(image, layers[:1], k=4, output="indexed", save_palette=False)
        assert returned.colors == expected and colors_in_space_of(hidden, image.get_palette()) == returned.rgb


def wide_image():
    """A layer three times as wide as the canvas, noise beside it."""
    image = new_image(checkerboard(), size=SIZE)
    wide = Gimp.Layer.new(image, "wide", 192, 64, Gimp.ImageType.RGB_IMAGE, 100, Gimp.LayerMode.NORMAL)
    image.insert_layer(wide, None, 0)
    image.remove_layer(image.get_layers()[1])
    wide.set_offsets(-64, 0)
    beside = noise(192 * 64)
    pixels = [(x - 64,) * 3 if 64 <= x < 128 else beside[y * 192 + x] for y in range(64) for x in range(192)]
    write(wide, "R'G'B' u8", bytes(channel for pixel in pixels for channel in pixel))
    return image


def test_outside_the_canvas_counts_only_if_nothing_is_inside():
    for output in ("layer", "palette", "indexed"):
        image = wide_image()
        returned = quantize(image, k=4, output=output, save_palette=False)
        assert returned.distinct_colors == 64 and all(r == g == b for r, g, b in returned.rgb), output
        if output == "layer":
            assert set(native_pixels(image.get_layers()[0])) == set(returned.rgb), "outside is mapped"
    image = wide_image()
    image.get_layers()[0].set_offsets(500, 0)
    assert quantize(image, k=4, output="palette", save_palette=False).distinct_colors > 100


def indices_of(layer):
    return [pixel[0] for pixel in native_pixels(layer)]


def test_as_found_is_the_order_of_first_appearance():
    image = new_image([RED, BLACK, WHITE, BLUE], size=(4, 1))
    quantize(image, k=16, sort="none", output="indexed", save_palette=False)
    assert colormap(image) == [RED, BLACK, WHITE, BLUE] and indices_of(image.get_layers()[0]) == [0, 1, 2, 3]
    image = new_image([WHITE, BLUE, WHITE, BLUE], size=(2, 2))
    add_layer(image, [RED, WHITE, BLACK, RED], size=(2, 2))
    returned = quantize(image, k=16, sort="none", save_palette=False)
    assert returned.rgb == [RED, WHITE, BLACK, BLUE]
    returned = quantize(image, image.get_layers()[::-1], k=16, sort="none", output="palette", save_palette=False)
    assert returned.rgb == [WHITE, BLUE, RED, BLACK]
    image = new_image([RED, BLACK, WHITE, BLUE], size=(4, 1))
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 2, 0, 2, 1)
    assert quantize(image, k=16, sort="none", output="palette", save_palette=False).rgb == [WHITE, BLUE]


def test_as_found_reads_rows_beyond_a_tile():
    pixels = [(x % 256, y % 256, 7) for y in range(2) for x in range(300)]
    image = new_image(pixels, size=(300, 2))
    returned = quantize(image, k=256, sort="none", output="palette", save_palette=False, dither="none")
    assert len(returned.rgb) == 256 and returned.rgb[0][0] < 4 and returned.rgb[1][0] < 8


class OwnPalette:
    """A palette of GIMP for as long as it is needed."""

    def __init__(self, *colors):
        self.palette = Gimp.Palette.new("of a test")
        for color in colors:
            entry = Gegl.Color.new("black")
            entry.set_bytes(Babl.format("R'G'B' u8"), GLib.Bytes.new(bytes(color)))
            self.palette.add_entry("", entry)

    def __enter__(self):
        return self.palette

    def __exit__(self, *_exception):
        self.palette.delete()


def indexed_image(colors, pixels, size, alphas=None):
    image = new_image(pixels, alphas, size=size)
    with OwnPalette(*colors) as palette:
        image.convert_indexed(Gimp.ConvertDitherType.NONE, Gimp.ConvertPaletteType.CUSTOM, 4, False, False,
                              palette.get_name())
    image.clean_all()
    return image


def test_a_colormap_that_fits_stays_to_the_byte():
    colors = [RED, (0, 255, 0), BLACK, (9, 9, 9), WHITE, (1, 2, 3)]  # two of them unused
    pixels = [colors[(0, 1, 2, 4)[n % 4]] for n in range(16)]
    for output in ("layer", "indexed"):
        for alphas in (None, [255] * 15 + [0]):
            image = indexed_image(colors, pixels, (4, 4), alphas)
            before = native_bytes(image.get_layers()[0])
            returned = quantize(image, k=16, sort="none", output=output, save_palette=False)
            assert colormap(image) == colors == returned.rgb
            assert native_bytes(image.get_layers()[0]) == before and not image.is_dirty()
    # As many places as colors that pixels have: these, in their order.
    image = indexed_image(colors, pixels, (4, 4))
    returned = quantize(image, k=4, sort="none", save_palette=False)
    assert colormap(image) == [RED, (0, 255, 0), BLACK, WHITE] == returned.rgb


def test_what_changes_nothing_leaves_all_to_the_byte():
    image = new_image(picture_rgb())
    quantize(image, k=9, output="indexed", save_palette=False)
    image.clean_all()
    before = native_bytes(image.get_layers()[0]), colormap(image)
    for dither in ("none", "floyd-steinberg"):
        quantize(image, k=9, dither=dither, output="indexed", save_palette=False)
        assert (native_bytes(image.get_layers()[0]), colormap(image)) == before and not image.is_dirty()


def test_indexed_image_stays_indexed():
    image = new_image(picture_rgb())
    image.convert_indexed(Gimp.ConvertDitherType.NONE, Gimp.ConvertPaletteType.GENERATE, 64, False, False, "")
    returned = run(image, image.get_layers(), k=8, save_palette=False)
    assert returned.status == Gimp.PDBStatusType.SUCCESS, returned.message
    assert image.get_base_type() == Gimp.ImageBaseType.INDEXED and colormap(image) == returned.rgb
    assert len(returned.rgb) == 8


def test_channels_that_are_switched_off_are_written_and_stay_off():
    channels = (Gimp.ChannelType.RED, Gimp.ChannelType.ALPHA)
    for output in ("layer", "new-layer", "indexed"):
        image = new_image(picture_rgb(), [255] * WIDTH * HEIGHT)
        for channel in channels:
            image.set_component_active(channel, False)
        returned = quantize(image, k=4, output=output, save_palette=False, count_transparency=False)
        layer = image.get_layers()[0]
        assert len(set(native_pixels(layer))) == 4, output
        assert not image.get_component_active(Gimp.ChannelType.ALPHA)
        assert output == "indexed" or not image.get_component_active(Gimp.ChannelType.RED)
        assert len(returned.rgb) == 4
