# SPDX-License-Identifier: GPL-3.0-or-later
"""Every error says what to do, and leaves image and palettes as they were."""

from fixtures import *  # noqa: F403


def assert_refused(image, drawables, words, **settings):
    before = snapshot(image)
    returned = run(image, drawables, **settings)
    assert returned.status == Gimp.PDBStatusType.CALLING_ERROR, returned.status
    assert words in returned.message, returned.message
    assert state(image) == before, "the image or the palettes changed"


def test_all_pixels_transparent():
    image = new_image(picture_rgb(), [0] * (WIDTH * HEIGHT))
    for output in ("layer", "new-layer", "indexed", "palette"):
        assert_refused(image, image.get_layers(), "all pixels are transparent", output=output)


def test_selection_beside_the_layer():
    image = new_image(picture_rgb())
    image.get_layers()[0].set_offsets(30, 0)
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 0, 0, 10, 10)
    for output in ("layer", "new-layer", "indexed", "palette"):
        assert_refused(image, image.get_layers(), "no opaque pixel is selected", output=output)


def test_selection_over_transparent_pixels():
    image = new_image(picture_rgb(), picture_alpha())
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 0, 0, 5, 10)
    assert_refused(image, image.get_layers(), "no opaque pixel is selected")


def test_layer_group():
    image = new_image(picture_rgb())
    group = Gimp.GroupLayer.new(image, "Gruppe")
    image.insert_layer(group, None, 0)
    for output in ("layer", "new-layer", "palette"):
        assert_refused(image, [group], "“Gruppe” is a layer group", output=output)
    group.append_filter(Gimp.DrawableFilter.new(group, "gegl:invert-gamma", "invert"))
    layer = image.get_layers()[1]
    assert_refused(image, [layer], "“Gruppe” has filters", output="indexed")


def test_locked_layer_and_layer_in_a_locked_group():
    image = new_image(picture_rgb())
    layer = image.get_layers()[0]
    layer.set_lock_content(True)
    assert_refused(image, [layer], "“layer” are locked")
    group = Gimp.GroupLayer.new(image, "outside")
    image.insert_layer(group, None, 0)
    between = Gimp.GroupLayer.new(image, "between")
    image.insert_layer(between, group, 0)
    inner = add_layer(image, picture_rgb(), parent=between)
    group.set_lock_content(True)
    assert_refused(image, [inner], "“outside” are locked")
    assert_refused(image, [inner], "the layer group “outside” are locked", output="new-layer")


def test_one_locked_layer_of_two_keeps_the_other_unchanged():
    image = new_image(picture_rgb())
    add_layer(image, picture_rgb()).set_lock_content(True)
    assert_refused(image, list(reversed(image.get_layers())), "are locked")


def test_mask_of_a_locked_layer():
    image = new_image(picture_rgb())
    layer = add_layer(image, picture_rgb())
    mask = layer.create_mask(Gimp.AddMaskType.COPY)
    layer.add_mask(mask)
    layer.set_lock_content(True)
    # The first one could be written.
    assert_refused(image, [image.get_layers()[1], mask], "are locked")


def test_indexed_image_keeps_its_colormap():
    image = new_image(picture_rgb())
    quantize(image, k=9, output="indexed", save_palette=False)
    assert_refused(image, image.get_layers(), "The image is indexed", output="new-layer")


def test_new_layer_of_a_mask():
    image = new_image(picture_rgb())
    layer = image.get_layers()[0]
    layer.add_mask(layer.create_mask(Gimp.AddMaskType.COPY))
    assert_refused(image, [layer.get_mask()], "is not a layer", output="new-layer")


def test_layer_of_another_image():
    image, other = new_image(picture_rgb()), new_image(picture_rgb())
    assert_refused(image, other.get_layers(), "belongs to another image")


def test_no_drawable():
    assert_refused(new_image(picture_rgb()), [], "choose at least one")


def test_floating_selection():
    image = new_image(picture_rgb())
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 0, 0, 10, 10)
    Gimp.Selection.float(image, image.get_layers(), 3, 3)
    layer = [layer for layer in image.get_layers() if not layer.is_floating_sel()]
    for output in ("new-layer", "indexed"):
        assert_refused(image, layer, "floating selection", output=output)
