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
    assert colors_in_space_of(image.get_layers()[0], returned.palette) == returned.rgb
    returned.palette.delete()


def test_palette_of_a_file_whose_name_is_no_utf8():
    path = Gio.File.new_for_uri(f"{Gio.File.new_for_path(str(SCRATCH)).get_uri()}/a%FFb.xcf")
    Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, new_image(picture_rgb()), path, None)
    image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, path)
    returned = quantize(image, k=3, output="palette")
    assert returned.palette.get_name() == "a\N{REPLACEMENT CHARACTER}b (3 colors)", returned.palette.get_name()
    returned.palette.delete()


def files():
    return sorted(path.name for path in (Path(os.environ["GIMP3_DIRECTORY"]) / "palettes").glob("*"))


def test_entries_are_named_by_color_and_share():
    image = new_image([(200, 0, 0)] * 1680 + [(0, 0, 90)] * 239 + [(9, 9, 9)])
    returned = quantize(image, k=3, output="palette", sort="population")
    palette = returned.palette
    assert [palette.get_entry_name(i)[1] for i in range(3)] == ["#c80000 87.5 %", "#00005a 12.4 %", "#090909 0.1 %"]
    assert palette.get_columns() == 3
    palette.delete()
    returned = quantize(new_image(picture_rgb()), k=40, output="palette")
    assert returned.palette.get_columns() == 16
    returned.palette.delete()


def test_same_palette_again_is_the_one_that_exists():
    before, files_before = palette_names(), files()
    names = []
    # The third is another palette, the fourth the same as the third.
    for k in (3, 3, 4, 4, 3):
        returned = quantize(new_image(picture_rgb()), k=k, output="palette", palette_name="Frühling / spring")
        assert returned.palette.get_color_count() == k
        names.append(returned.palette.get_name())
    first, second = "Frühling / spring", "Frühling / spring #1"
    assert names == [first, first, second, second, first], names
    assert palette_names() == sorted([*before, first, second])
    # Without saving, and for an indexed image, the one that exists stays.
    image = new_image(picture_rgb())
    returned = quantize(image, k=4, output="indexed", palette_name=first, save_palette=False)
    assert colormap(image) == returned.rgb and palette_names() == sorted([*before, first, second])
    for name in (first, second):
        Gimp.Palette.get_by_name(name).delete()
    assert palette_names() == before and files() == files_before


def test_same_colors_with_other_shares_are_another_palette():
    names = []
    for count in (100, 200):
        image = new_image([(200, 0, 0)] * count + [(0, 0, 90)] * (WIDTH * HEIGHT - count))
        names.append(quantize(image, k=2, output="palette", palette_name="shares").palette)
    assert [palette.get_name() for palette in names] == ["shares", "shares #1"]
    for palette in names:
        palette.delete()


def test_a_name_is_one_line_that_fits_a_file_name():
    before, files_before = palette_names(), files()
    names = [quantize(new_image(picture_rgb()), k=3, output="palette", palette_name=name).palette.get_name()
             for name in (" two\n\tlines ", "ü" * 150)]
    assert names == ["two  lines", "ü" * 100]
    again = quantize(new_image(picture_rgb()), k=3, output="palette", palette_name=" two\n\tlines ").palette
    assert again.get_name() == names[0]
    for name in names:
        Gimp.Palette.get_by_name(name).delete()
    assert palette_names() == before and files() == files_before


def test_no_palette_is_left_when_it_is_not_to_be_saved():
    before, files_before = palette_names(), files()
    for output in ("layer", "new-layer", "palette", "indexed"):
        returned = quantize(new_image(picture_rgb()), k=5, output=output, save_palette=False)
        assert returned.palette is None and len(returned.colors) == 5
        assert palette_names() == before and files() == files_before, output


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
