# SPDX-License-Identifier: GPL-3.0-or-later
"""Output palette, and the palettes that are kept or not."""

from fixtures import *  # noqa: F403


def test_palette_only_leaves_the_pixels():
    path = Gio.File.new_for_path(str(SCRATCH / "red flower.tulip.xcf"))
    Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, new_image(picture_rgb()), path, None)
    image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, path)
    before = snapshot(image)
    returned = quantize(image, k=12, output="palette")
    assert state(image)[4] == before[4] and not image.is_dirty()
    assert returned.palette.get_name() == "red flower.tulip (12 colors)", returned.palette.get_name()
    names = [returned.palette.get_entry_name(i)[1] for i in range(returned.palette.get_color_count())]
    assert names == list(returned.colors)
    assert colors_in_space_of(image.get_layers()[0], returned.palette) == returned.rgb
    returned.palette.delete()


def test_palette_name_is_used_and_a_taken_one_gets_a_number():
    names = []
    for _ in range(2):
        returned = quantize(new_image(picture_rgb()), k=3, output="palette", palette_name="Frühling / spring")
        names.append(returned.palette)
    assert [palette.get_name() for palette in names] == ["Frühling / spring", "Frühling / spring #1"]
    for palette in names:
        palette.delete()


def test_no_palette_is_left_when_it_is_not_to_be_saved():
    before = palette_names()
    for output in ("layer", "new-layer", "palette", "indexed"):
        returned = quantize(new_image(picture_rgb()), k=5, output=output, save_palette=False)
        assert returned.palette is None and len(returned.colors) == 5
        assert palette_names() == before, output


def test_indexed_input_can_give_a_palette():
    image = new_image(picture_rgb())
    quantize(image, k=20, output="indexed", save_palette=False)
    before = snapshot(image)
    returned = quantize(image, k=20, output="palette", save_palette=False)
    assert returned.rgb == colormap(image)
    assert state(image) == before


def test_lightness_rises_along_the_palette():
    returned = quantize(new_image(picture_rgb(), gray=True), k=10, output="palette", save_palette=False)
    assert returned.rgb == sorted(returned.rgb)
