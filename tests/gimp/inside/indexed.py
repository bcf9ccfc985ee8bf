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
    assert len(quantize(image, k=256, output="indexed", save_palette=False, count_transparency=False).colors) == 255
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
    # What the mask hides does not count, nor does the hidden layer.
    shown = [color for color, weight in zip(two, mask_before) if weight]
    assert returned.distinct_colors == len({*one, *shown})
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


def new_text_layer(image, parent=None):
    text = Gimp.TextLayer.new(image, "k", Gimp.context_get_font(), 30, Gimp.Unit.pixel())
    image.insert_layer(text, parent, 0)
    return text


def is_drawn_from_text(layer):
    """GIMP 3.2 still calls it a text layer when its pixels were changed."""
    return not layer.is_rasterized() if hasattr(layer, "is_rasterized") else layer.is_text_layer()


def test_text_layer_becomes_pixels():
    image = new_image(picture_rgb())
    text = new_text_layer(image)
    before = [(pixel[:3], pixel[3]) for pixel in native_pixels(text)]
    returned = quantize(image, k=8, output="indexed", save_palette=False, fixed_colors="#00ff00")
    assert colormap(image) == returned.rgb
    assert not is_drawn_from_text(image.get_layers()[0])
    after = native_pixels(image.get_layers()[0])
    assert any(alpha >= 128 for _, alpha in before)
    for (color, alpha), pixel in zip(before, after):
        assert pixel[1] == (255 if alpha >= 128 else 0)
        if alpha >= 128:
            assert_nearest([color], [returned.rgb[pixel[0]]], returned.rgb)


def test_text_layer_outside_the_selection_becomes_pixels_too():
    image = new_image(picture_rgb())
    new_text_layer(image).set_offsets(25, 0)
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 0, 0, 9, 20)
    Gimp.Selection.feather(image, 5)
    selection = native_bytes(image.get_selection())
    assert len(set(selection)) > 5
    returned = quantize(image, image.get_layers()[1:], k=8, output="indexed", save_palette=False)
    assert colormap(image) == returned.rgb and not is_drawn_from_text(image.get_layers()[0])
    assert native_bytes(image.get_selection()) == selection


def new_vector_layer(image):
    path = Gimp.Path.new(image, "ellipse")
    image.insert_path(path, None, 0)
    path.bezier_stroke_new_ellipse(30, 20, 12, 12, 0)
    layer = Gimp.VectorLayer.new(image, path)
    image.insert_layer(layer, None, 0)
    layer.set_enable_fill(True)
    layer.set_enable_stroke(False)
    layer.set_fill_color(Gegl.Color.new("#12ab34"))
    layer.refresh()
    return layer


def check_vector_layer():
    for is_locked in (False, True):
        image = new_image(picture_rgb())
        layer = new_vector_layer(image)
        source = native_pixels(layer)
        layer.set_lock_content(is_locked)
        image.select_rectangle(Gimp.ChannelOps.REPLACE, 0, 0, 9, 20)  # beside it
        returned = quantize(image, image.get_layers()[1:], k=40, output="indexed", save_palette=False)
        layer = image.get_layers()[0]
        assert layer.is_rasterized() and layer.get_lock_content() == is_locked
        result = native_pixels(layer)
        assert [pixel[1] for pixel in result] == [255 if pixel[3] >= 128 else 0 for pixel in source]
        shown = [i for i, pixel in enumerate(source) if pixel[3] >= 128]
        assert shown
        assert_nearest([source[i][:3] for i in shown], [returned.rgb[result[i][0]] for i in shown], returned.rgb)


# They came with GIMP 3.2.
if hasattr(Gimp, "VectorLayer"):
    test_vector_layer_becomes_pixels = check_vector_layer


def test_locked_layers_become_indexed_and_stay_locked():
    source = picture_rgb()
    image = new_image(source)
    group = Gimp.GroupLayer.new(image, "group")
    image.insert_layer(group, None, 0)
    layers = [image.get_layers()[1], add_layer(image, source, parent=group), new_text_layer(image, group)]
    for locked in (*layers, group):
        locked.set_lock_content(True)
    returned = quantize(image, layers[:1], k=8, output="indexed", save_palette=False)
    text, *others = all_layers(image)
    assert not is_drawn_from_text(text)
    for layer in others:
        assert_indexed(image, returned, layer, source)
    assert all(item.get_lock_content() for item in (text, *others, image.get_layers()[0]))


def test_group_stands_for_the_image_that_becomes_indexed():
    one, two = picture_rgb(), [(b, r, g) for r, g, b in picture_rgb()]
    image = new_image(one)
    group = Gimp.GroupLayer.new(image, "group")
    image.insert_layer(group, None, 0)
    add_layer(image, two, parent=group)
    returned = quantize(image, [group], k=16, output="indexed", save_palette=False)
    assert returned.distinct_colors == len({*one, *two})
    for layer, source in zip(all_layers(image), (two, one)):
        assert_indexed(image, returned, layer, source)


def make_groups(image):
    """outer (locked, with a mask, multiply, 50 %, collapsed) has a layer and inner (hidden, locked, with a mask), which
    has another."""
    outer = Gimp.GroupLayer.new(image, "outer")
    image.insert_layer(outer, None, 0)
    add_layer(image, [(b, r, g) for r, g, b in picture_rgb()], parent=outer)
    inner = Gimp.GroupLayer.new(image, "inner")
    image.insert_layer(inner, outer, 1)
    three = add_layer(image, [(g, g, r) for r, g, b in picture_rgb()], parent=inner)
    three.set_offsets(5, -3)
    outer.set_opacity(50)
    outer.set_mode(Gimp.LayerMode.MULTIPLY)
    outer.set_color_tag(Gimp.ColorTag.GREEN)
    outer.set_expanded(False)
    for group in (outer, inner):
        mask = group.create_mask(Gimp.AddMaskType.WHITE)
        group.add_mask(mask)
        write(mask, "Y u8", bytes(i % 251 for i in range(mask.get_width() * mask.get_height())))
    outer.set_apply_mask(False)
    outer.attach_parasite(Gimp.Parasite.new("of-a-test", Gimp.PARASITE_PERSISTENT | Gimp.PARASITE_UNDOABLE, b"content"))
    outer.set_lock_content(True)
    inner.set_visible(False)
    inner.set_lock_content(True)
    inner.set_lock_position(True)
    empty = Gimp.GroupLayer.new(image, "empty")
    image.insert_layer(empty, None, 0)
    add_layer(image, [(255 - r, g, b) for r, g, b in picture_rgb()])


def tree(items):
    """All that must stay of groups, and where the layers are."""
    described = []
    for item in items:
        look = (item.get_name(), item.get_visible(), item.get_opacity(), item.get_mode(), item.get_color_tag(),
                item.get_expanded(), item.get_lock_content(), item.get_lock_position(), item.get_offsets()[1:],
                item.get_width(), item.get_height())
        mask = item.get_mask()
        mask = (native_bytes(mask), item.get_apply_mask(), item.get_show_mask()) if mask else None
        parasites = [(name, bytes(item.get_parasite(name).get_data())) for name in item.get_parasite_list()]
        described.append((look, mask, parasites, tree(item.get_children()) if item.is_group() else "layer"))
    return described


def test_gray_with_a_profile_of_its_own():
    for precision in (Gimp.Precision.U8_NON_LINEAR, Gimp.Precision.U16_NON_LINEAR, Gimp.Precision.FLOAT_LINEAR):
        image = new_image(picture_rgb(), gray=True, precision=precision)
        image.set_color_profile(Gimp.ColorProfile.new_d50_gray_lab_trc())
        returned = quantize(image, k=4, fixed_colors="#646464", output="indexed", save_palette=False)
        assert colormap(image) == returned.rgb and returned.rgb[0] == (100, 100, 100), precision


def test_chosen_layers_stay_chosen():
    image = new_image(picture_rgb())
    group = Gimp.GroupLayer.new(image, "group")
    image.insert_layer(group, None, 0)
    chosen = [image.get_layers()[1], add_layer(image, picture_rgb(), parent=group)]
    image.set_selected_layers(chosen)
    quantize(image, k=4, output="indexed", save_palette=False)
    assert set(image.get_selected_layers()) == set(chosen)


def test_layers_in_groups_stay_in_their_groups():
    for precision in (Gimp.Precision.U8_NON_LINEAR, Gimp.Precision.U16_NON_LINEAR):
        image = new_image(picture_rgb(), precision=precision)
        make_groups(image)
        # As the image is in 8 bits.
        copy = image.duplicate()
        if precision != Gimp.Precision.U8_NON_LINEAR:
            copy.convert_precision(Gimp.Precision.U8_NON_LINEAR)
        before = tree(copy.get_layers())
        sources = [native_pixels(layer) for layer in all_layers(copy)]
        assert len(sources) == 4
        returned = quantize(image, all_layers(image)[:1], k=16, output="indexed", save_palette=False)
        assert tree(image.get_layers()) == before, "groups changed"
        for layer, source in zip(all_layers(image), sources):
            assert_indexed(image, returned, layer, source)
        again = quantize(image, all_layers(image)[:1], k=3, output="indexed", save_palette=False)
        assert colormap_of(image) == again.rgb and tree(image.get_layers()) == before, "groups changed"
        path = Gio.File.new_for_path(str(SCRATCH / "groups.xcf"))
        Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, path, None)
        loaded = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, path)
        assert tree(loaded.get_layers()) == before and colormap_of(loaded) == again.rgb, "the file has other groups"


def colormap_of(image):
    return colors_in_space_of(all_layers(image)[0], image.get_palette())


def export(image, path, **settings):
    procedure = Gimp.get_pdb().lookup_procedure(f"file-{path.suffix[1:]}-export")
    config = procedure.create_config()
    config.set_property("image", image)
    config.set_property("file", Gio.File.new_for_path(str(path)))
    for name, value in settings.items():
        config.set_property(name.replace("_", "-"), value)
    assert procedure.run(config).index(0) == Gimp.PDBStatusType.SUCCESS, Gimp.get_pdb().get_last_error()


def assert_exported(path, colors, pixels):
    """Another reader finds the colors in their order, and transparent pixels; returns how many indices there are.

    GIF's transparent index is that of an unused color, or one behind our colors. PNG's is one in front of them; in GIMP
    3.2 that of an unused color, if there is one.
    """
    from PIL import Image
    is_transparent = any(pixel[1:] == (0,) for pixel in pixels)
    with Image.open(path) as file:
        assert file.mode == "P", file.mode
        table = list(zip(*[iter(file.getpalette())] * 3))
        first = 1 if is_transparent and path.suffix == ".png" and table[:len(colors)] != colors else 0
        assert table[first:first + len(colors)] == colors, (table, colors)
        shown = list(file.convert("RGBA").getdata())
        indices = list(file.getdata())
    for pixel, found, index in zip(pixels, shown, indices):
        if pixel[1:] == (0,):
            assert found[3] == 0, found
        else:
            assert found == (*colors[pixel[0]], 255) and index == pixel[0] + first, (found, index, pixel)
    return len(colors) + first


def png_bit_depth(path):
    return path.read_bytes()[24]


def smallest_bit_depth(color_count):
    return next(bits for bits in (1, 2, 4, 8) if color_count <= 2 ** bits)


ALPHAS = {"no alpha": None, "opaque": [255] * (WIDTH * HEIGHT), "transparent": picture_alpha()}
EXPORTS = {"optimized.png": {"optimize_palette": True}, "plain.png": {"optimize_palette": False}, "one.gif": {}}


def check_exports(k, alpha):
    image = new_image([(r // 2, g // 2, b // 2) for r, g, b in picture_rgb()], ALPHAS[alpha])
    # Every pixel is far from the fixed red: it is a color of the file as well.
    returned = quantize(image, k=k, output="indexed", save_palette=False, effort="fast",
                        count_transparency=False, fixed_colors="#ff0000" if k > 1 else "")
    color_count = min(k, 255) if alpha == "transparent" else k
    assert len(returned.rgb) == color_count
    pixels = native_pixels(image.get_layers()[0])
    assert k == 1 or all(pixel[0] != returned.rgb.index((255, 0, 0)) for pixel in pixels if pixel[1:] != (0,))
    for name, settings in EXPORTS.items():
        path = SCRATCH / name
        export(image, path, **settings)
        try:
            index_count = assert_exported(path, returned.rgb, pixels)
            if name == "optimized.png":
                assert png_bit_depth(path) == smallest_bit_depth(index_count)
        except AssertionError as error:
            raise AssertionError(f"{name}, k = {k}, {alpha}: {error}") from error
    image.delete()


def test_exported_files_have_our_palette_and_pixels():
    for k in (1, 2, 3, 4, 5, 16, 17, 255, 256):
        check_exports(k, "no alpha")
        check_exports(k, "transparent")
    check_exports(16, "opaque")
    check_exports(256, "opaque")
