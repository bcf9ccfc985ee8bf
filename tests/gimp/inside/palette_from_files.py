# SPDX-License-Identifier: GPL-3.0-or-later
"""plug-in-kmeans-palette-from-files: one palette for many pictures, good ones and broken ones."""

import shutil

from fixtures import *  # noqa: F403
from gi.repository import Gio

FROM_FILES = "plug-in-kmeans-palette-from-files"
FOLDER = SCRATCH / "pictures of one palette"
RED = (255, 0, 0)


class Found:
    def __init__(self, values):
        self.status = values.index(0)
        self.message = Gimp.get_pdb().get_last_error()
        if self.status == Gimp.PDBStatusType.SUCCESS:
            (self.palette, self.colors, self.distinct_colors, self.cost, self.mse, self.failed_files,
             self.failures, self.given_colors) = (values.index(i) for i in range(1, 9))


def from_files(*files, **settings):
    procedure = Gimp.get_pdb().lookup_procedure(FROM_FILES)
    config = procedure.create_config()
    config.set_property("files", [str(file) for file in files])
    for name, value in {"save_palette": False, **settings}.items():
        config.set_property(name.replace("_", "-"), value)
    return Found(procedure.run(config))


def save(image, name):
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / name
    Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, Gio.File.new_for_path(str(path)), None)
    image.delete()
    return path


def one_row(pixels, alphas=None):
    return new_image(pixels, alphas, size=(len(pixels), 1))


def other_pixels():
    return [(blue, 255 - red, green) for red, green, blue in picture_rgb()][:WIDTH * 20]


def test_the_palette_is_that_of_all_pixels():
    pictures = [save(new_image(picture_rgb(), picture_alpha()), "ä b.png"),
                save(new_image(other_pixels(), size=(WIDTH, 20)), "b.png")]
    all_pixels = one_row(picture_rgb() + other_pixels(), picture_alpha() + [255] * len(other_pixels()))
    for settings in ({}, {"k": 5, "effort": "best", "seed": 3}, {"k": 7, "sort": "none"}, {"flat_areas": True, "k": 4},
                     {"fixed_colors": "red ?", "color_space": "oklab", "color_bits": "444", "rare_colors": 0.3},
                     {"dither": "bayer", "k": 6}):
        found = from_files(*pictures, **settings)
        assert found.status == Gimp.PDBStatusType.SUCCESS, found.message
        if "flat_areas" not in settings:  # whose areas another shape of the picture has not
            expected = quantize(all_pixels, output="palette", save_palette=False, **{"k": 16, **settings})
            assert (found.colors, found.distinct_colors) == (expected.colors, expected.distinct_colors), settings
            assert abs(found.cost / expected.cost - 1) < 1e-9 and abs(found.mse / expected.mse - 1) < 1e-9
        assert len(found.colors) == settings.get("k", 16) and not found.failed_files and found.palette is None
    assert from_files(*pictures[::-1]).colors == from_files(*pictures).colors == from_files(FOLDER).colors


def test_pictures_count_alike_or_by_their_pixels():
    shutil.rmtree(FOLDER, ignore_errors=True)
    grays = [(i % 200, i % 200, i % 200) for i in range(40000)]
    pictures = save(new_image(grays, size=(200, 200)), "large.png"), save(new_image([RED] * 4, size=(2, 2)), "small.png")
    assert "#ff0000" not in from_files(*pictures, k=3).colors
    assert "#ff0000" in from_files(*pictures, k=3, picture_weight="alike").colors


def test_grays_colormaps_frames_and_profiles():
    shutil.rmtree(FOLDER, ignore_errors=True)
    gray = save(new_image([(10, 10, 10)] * 4, gray=True, size=(2, 2)), "gray.png")
    indexed = one_row([RED, (0, 255, 0)])
    indexed.convert_indexed(Gimp.ConvertDitherType.NONE, Gimp.ConvertPaletteType.GENERATE, 2, False, False, "")
    frames = new_image([(1, 2, 3)], size=(1, 1))
    add_layer(frames, [(4, 5, 6)], size=(1, 1))
    add_layer(frames, [(9, 9, 9)], size=(1, 1)).set_visible(False)
    deep = one_row([(0, 0, 200)])
    deep.convert_precision(Gimp.Precision.U16_LINEAR)
    found = from_files(gray, save(indexed, "indexed.png"), save(frames, "frames.xcf"), save(deep, "deep.png"))
    assert sorted(found.colors) == ["#0000c8", "#00ff00", "#010203", "#040506", "#0a0a0a", "#ff0000"]
    wide = new_image([(100, 150, 200)], size=(1, 1))
    wide.set_color_profile(Gimp.ColorProfile.new_rgb_adobe())
    path = save(wide, "wide.xcf")
    image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(str(path)))
    image.convert_color_profile(Gimp.ColorProfile.new_rgb_srgb(), Gimp.ColorRenderingIntent.RELATIVE_COLORIMETRIC, True)
    assert [parse_hex(color) for color in from_files(path).colors] == native_pixels(image.get_layers()[0])


def test_what_cannot_be_read_is_named_and_left_out():
    shutil.rmtree(FOLDER, ignore_errors=True)
    good = save(new_image(picture_rgb()), "good.png")
    (FOLDER / "text.png").write_text("no picture", encoding="utf-8")
    (FOLDER / "empty.png").write_bytes(b"")
    (FOLDER / ".hidden.png").write_bytes(b"")
    clear = save(new_image(picture_rgb(), [0] * (WIDTH * HEIGHT)), "transparent.png")
    found = from_files(FOLDER, FOLDER / "none.png")
    assert found.failed_files == [str(FOLDER / "empty.png"), str(FOLDER / "text.png"), str(clear),
                                  str(FOLDER / "none.png")], found.failed_files
    assert len(found.failures) == 4 and all(len(sentence) > 10 for sentence in found.failures), found.failures
    assert "transparent" in found.failures[2]
    assert found.colors == from_files(good).colors


def test_what_cannot_be_done_is_said():
    empty = SCRATCH / "an empty folder"
    empty.mkdir(exist_ok=True)
    for files, settings, words in (((), {}, "No picture is named"), ((empty,), {}, "No picture is named"),
                                   ((FOLDER / "text.png",), {}, "None of the pictures can be read"),
                                   ((FOLDER / "good.png",), {"fixed_colors": "redd"}, "“redd”"),
                                   ((FOLDER / "good.png",), {"palette_use": "only"}, "No colors are given"),
                                   ((FOLDER / "good.png",), {"palette_file": Gio.File.new_for_path("/x.bmp")},
                                    "no type of palette file")):
        found = from_files(*files, **settings)
        assert found.status == Gimp.PDBStatusType.CALLING_ERROR and words in found.message, (words, found.message)


def test_the_palette_is_saved_and_written():
    path = SCRATCH / "of files.hex"
    images = len(Gimp.get_images())
    found = from_files(FOLDER / "good.png", k=5, save_palette=True, palette_file=Gio.File.new_for_path(str(path)))
    assert found.palette.get_name() == "1 picture (5 colors)" and found.palette.get_color_count() == 5
    assert ["#" + line for line in path.read_text(encoding="utf-8").split()] == found.colors
    found.palette.delete()
    found = from_files(FOLDER / "good.png", k=2, save_palette=True, palette_name=" two\nlines ")
    assert found.palette.get_name() == "two lines"
    found.palette.delete()
    assert len(Gimp.get_images()) == images, "pictures stay open"
