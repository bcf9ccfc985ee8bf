# SPDX-License-Identifier: GPL-3.0-or-later
"""The palettes that come with the plug-in: in GIMP's list, and as files."""

import itertools
import os
import shutil
import subprocess
from pathlib import Path

from errors import assert_refused
from fixtures import *  # noqa: F403
from given_colors import png_palette

PALETTES = Path(os.environ["KMQ_INSIDE"]).parents[2] / "data" / "palettes"
SIZES = {
    "Black and white": 2, "Grays 4": 4, "Grays 8": 8, "Grays 16": 16, "Web-safe 216": 216, "EGA 16": 16, "CGA 0": 4,
    "CGA 1": 4, "Game Boy": 4, "ZX Spectrum": 15, "Commodore 64": 16, "MSX": 15, "NES": 54,
}


def file_of(name):
    return PALETTES / (name.lower().replace(" ", "-") + ".gpl")


def colors_of(palette):
    content = [palette.get_entry_color(i).get_bytes(Babl.format("R'G'B' u8")).get_data()
               for i in range(palette.get_color_count())]
    return [tuple(color) for color in content]


def test_preset_files_are_what_the_rules_make():
    subprocess.run([PALETTES / "make", SCRATCH], check=True)
    files = sorted(PALETTES.glob("*.gpl"))
    assert files == sorted(file_of(name) for name in SIZES)
    for path in files:
        assert (SCRATCH / path.name).read_bytes() == path.read_bytes(), path.name


def test_presets_are_palettes_of_gimp():
    folder = Path(Gimp.directory()) / "palettes"
    folder.mkdir(exist_ok=True)
    for name in SIZES:
        shutil.copy(file_of(name), folder)
    Gimp.palettes_refresh()
    try:
        for name, size in SIZES.items():
            palette = Gimp.Palette.get_by_name(name)
            assert palette is not None and palette.get_color_count() == size, name
            colors = colors_of(palette)
            assert len(set(colors)) == size, name
            image = new_image(picture_rgb())
            of_palette = quantize(image, use_fixed_palette=True, fixed_palette=palette, palette_use="only",
                                  output="indexed", save_palette=False)
            assert of_palette.rgb == colors == colormap(image), name
            image = new_image(picture_rgb())
            of_file = quantize(image, fixed_palette_file=Gio.File.new_for_path(str(file_of(name))), palette_use="only",
                               save_palette=False)
            assert of_file.rgb == colors, name
    finally:
        for name in SIZES:
            (folder / file_of(name).name).unlink()
        Gimp.palettes_refresh()


def test_each_palette_of_gimp_is_the_colormap_entry_for_entry():
    Gimp.palettes_refresh()
    source, with_duplicates = picture_rgb(), []
    for palette in Gimp.palettes_get_list(""):
        colors, name = colors_of(palette), palette.get_name()
        settings = {"use_fixed_palette": True, "fixed_palette": palette, "palette_use": "only", "output": "indexed"}
        image = new_image(source)
        if not 0 < len(colors) <= 256:
            words = "No colors are given" if not colors else f"{len(colors)} given colors, and a palette has room for 256"
            assert_refused(image, image.get_layers(), words, **settings)
            continue
        quantize(image, save_palette=False, **settings)
        assert colormap(image) == colors, name
        indices = [pixel[0] for pixel in native_pixels(image.get_layers()[0])]
        assert_nearest(source, [colors[index] for index in indices], colors)
        if len(set(colors)) < len(colors):
            with_duplicates.append(name)
            assert all(colors.index(colors[index]) == index for index in indices), name
        if name in ("Paintjet", "Ega"):
            assert png_palette(image) == colors, name
    assert {"Paintjet", "Ega"} <= set(with_duplicates) and len(with_duplicates) > 20, with_duplicates


def test_presets_are_the_colors_that_people_expect():
    def preset(name):
        lines = file_of(name).read_text(encoding="utf-8").splitlines()
        return [tuple(map(int, line.split()[:3])) for line in lines if line[:1].isdigit() or line[:1] == " "]

    assert preset("Black and white") == [(0, 0, 0), (255, 255, 255)]
    assert preset("Grays 4") == [(0, 0, 0), (85, 85, 85), (170, 170, 170), (255, 255, 255)]
    assert preset("Web-safe 216") == list(itertools.product((0, 51, 102, 153, 204, 255), repeat=3))
    assert preset("EGA 16")[6] == (170, 85, 0) and preset("EGA 16")[14] == (255, 255, 85)
    assert preset("CGA 1") == [(0, 0, 0), (85, 255, 255), (255, 85, 255), (255, 255, 255)]
    assert set(preset("EGA 16")) >= set(preset("CGA 0")) | set(preset("CGA 1"))
