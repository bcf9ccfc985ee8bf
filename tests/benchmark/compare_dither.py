#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares our dithers with GIMP's indexed conversion (Floyd-Steinberg) and pngquant's, at the same palette size."""

import argparse
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

GIMP_SCRIPT = """
import time
from gi.repository import Gimp, Gio
image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path({source!r}))
start = time.monotonic()
image.convert_indexed(Gimp.ConvertDitherType.FS, Gimp.ConvertPaletteType.GENERATE, {k}, False, False, '')
print('milliseconds', (time.monotonic() - start) * 1000, flush=True)
Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, Gio.File.new_for_path({target!r}), None)
"""


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", metavar="KMQ_DITHER", help="the program kmq-dither of the build folder")
    parser.add_argument("pictures", metavar="PICTURE", nargs="+")
    parser.add_argument("--k", type=int, default=64, help="palette size (default: 64)")
    parser.add_argument("--space", default="rgb", help="color space of our palette: rgb (default), oklab or lab")
    return parser.parse_args()


def gimp(source, target, k, folder):
    """Returns the milliseconds of GIMP's conversion alone."""
    script = GIMP_SCRIPT.format(source=str(source), target=str(target), k=k)
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


def compare(arguments, picture, folder):
    name = Path(picture).stem
    original = to_ppm(picture, folder / f"{name}.ppm")
    source = folder / f"{name}.png"
    Image.open(original).save(source, compress_level=1)
    times = {}
    others = []
    target = folder / "GIMP.png"
    target.unlink(missing_ok=True)
    milliseconds = gimp(source, target, arguments.k, folder)
    others.append(to_ppm(target, folder / "GIMP.ppm"))
    times[str(others[-1])] = milliseconds
    if shutil.which("pngquant"):
        target = folder / "pngquant.png"
        subprocess.run(["pngquant", "--speed", "1", "--force", "--output", target, str(arguments.k), source], check=True)
        others.append(to_ppm(target, folder / "pngquant.ppm"))
    output = subprocess.run([arguments.program, str(arguments.k), arguments.space, original, *others],
                            stdout=subprocess.PIPE, text=True, check=True).stdout
    for line in output.splitlines():
        error, milliseconds, method = line.split("\t")
        milliseconds = times.get(method, float(milliseconds))
        time = f"{milliseconds:8.0f} ms" if milliseconds else " " * 11
        print(f"{name:20} k={arguments.k:<4} {Path(method).stem:16} error {float(error):9.3f} {time}", flush=True)


def main():
    arguments = parse_arguments()
    with tempfile.TemporaryDirectory() as folder:
        for picture in arguments.pictures:
            compare(arguments, picture, Path(folder))


main()
