#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares our dithers with GIMP's indexed conversion (Floyd-Steinberg) and pngquant's, at the same palette size; or, with
a given palette, with GIMP's and ImageMagick's."""

import argparse
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageColor

EGA = ("#000,#00a,#0a0,#0aa,#a00,#a0a,#a50,#aaa,#555,#55f,#5f5,#5ff,#f55,#f5f,#ff5,#fff")
PALETTES = {"black-and-white": "#000,#fff", "grays": "#000,#555,#aaa,#fff", "ega": EGA}

GIMP_SCRIPT = """
import time
from gi.repository import Gegl, Gimp, Gio
image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path({source!r}))
kind, name = Gimp.ConvertPaletteType.GENERATE, ''
if {colors!r}:
    palette = Gimp.Palette.new('given')
    for number, color in enumerate({colors!r}):
        palette.add_entry(str(number), Gegl.Color.new(color))
    kind, name = Gimp.ConvertPaletteType.CUSTOM, palette.get_name()
start = time.monotonic()
image.convert_indexed(Gimp.ConvertDitherType.FS, kind, {k}, False, False, name)
print('milliseconds', (time.monotonic() - start) * 1000, flush=True)
Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, Gio.File.new_for_path({target!r}), None)
"""


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", metavar="KMQ_DITHER", help="the program kmq-dither of the build folder")
    parser.add_argument("pictures", metavar="PICTURE", nargs="+")
    parser.add_argument("--k", type=int, default=64, help="palette size (default: 64)")
    parser.add_argument("--palette", help="instead of k: " + ", ".join(PALETTES) + ", or colors such as '#000,#fff'")
    parser.add_argument("--space", default="rgb", help="color space of our palette: rgb (default), oklab or lab")
    return parser.parse_args()


def gimp(source, target, k, colors, folder):
    """Returns the milliseconds of GIMP's conversion alone."""
    script = GIMP_SCRIPT.format(source=str(source), target=str(target), k=k, colors=colors)
    result = subprocess.run(
        ["gimp-console", "--no-data", "--no-fonts", "--batch-interpreter", "python-fu-eval", "--batch", script, "--quit"],
        env={**os.environ, "GIMP3_DIRECTORY": str(folder / "gimp")}, capture_output=True, text=True, check=False)
    for line in result.stdout.splitlines():
        if line.startswith("milliseconds ") and target.exists():
            return float(line.split()[1])
    raise SystemExit(f"GIMP did not convert {source}:\n{result.stdout}{result.stderr}")


def to_ppm(picture, target):
    Image.open(picture).convert("RGB").save(target)
    return target


def pngquant(source, folder, k):
    target = folder / "pngquant.png"
    subprocess.run(["pngquant", "--speed", "1", "--force", "--output", target, str(k), source], check=True)
    return to_ppm(target, folder / "pngquant.ppm")


def imagemagick(source, folder, colors):
    palette = folder / "palette.png"
    swatches = Image.new("RGB", (len(colors), 1))
    swatches.putdata([ImageColor.getrgb(color) for color in colors])
    swatches.save(palette)
    target = folder / "ImageMagick.ppm"
    subprocess.run(["convert", source, "-dither", "FloydSteinberg", "-remap", palette, target], check=True)
    return target


def compare(arguments, picture, folder):
    given = PALETTES.get(arguments.palette, arguments.palette)
    colors = given.split(",") if given else []
    name = Path(picture).stem
    original = to_ppm(picture, folder / f"{name}.ppm")
    source = folder / f"{name}.png"
    Image.open(original).save(source, compress_level=1)
    times = {}
    others = []
    target = folder / "GIMP.png"
    target.unlink(missing_ok=True)
    milliseconds = gimp(source, target, arguments.k, colors, folder)
    others.append(to_ppm(target, folder / "GIMP.ppm"))
    times[str(others[-1])] = milliseconds
    if colors and shutil.which("convert"):
        others.append(imagemagick(source, folder, colors))
    if not colors and shutil.which("pngquant"):
        others.append(pngquant(source, folder, arguments.k))
    output = subprocess.run([arguments.program, given or str(arguments.k), arguments.space, original, *others],
                            stdout=subprocess.PIPE, text=True, check=True).stdout
    for line in output.splitlines():
        error, milliseconds, method = line.split("\t")
        milliseconds = times.get(method, float(milliseconds))
        time = f"{milliseconds:8.0f} ms" if milliseconds else " " * 11
        palette = arguments.palette or f"k={arguments.k}"
        print(f"{name:16} {palette:16} {Path(method).stem:16} error {float(error):9.3f} {time}", flush=True)


def main():
    arguments = parse_arguments()
    with tempfile.TemporaryDirectory() as folder:
        for picture in arguments.pictures:
            compare(arguments, picture, Path(folder))


main()
