# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside GIMP, started by tests/gimp/time_filter."""

import os
import sys
from pathlib import Path

sys.path.insert(0, os.environ["KMQ_INSIDE"])
sys.dont_write_bytecode = True

from rounds import *  # noqa: E402,F403


def convert(image):
    image.convert_indexed(Gimp.ConvertDitherType.NONE, Gimp.ConvertPaletteType.GENERATE, 16, False, False, "")


def filtered(**settings):
    return lambda image: quantize(image, k=16, save_palette=False, **settings)


# What is timed, and beside what.
CASES = {
    "GIMP's Invert": (lambda image: image.get_layers()[0].invert(False), "GIMP's Invert"),
    "layer": (filtered(effort="fast"), "GIMP's Invert"),
    "layer, effort good": (filtered(), "GIMP's Invert"),
    "palette": (filtered(effort="fast", output="palette"), "GIMP's Invert"),
    "palette, flat-areas": (filtered(effort="fast", output="palette", flat_areas=True), "palette"),
    "GIMP's own conversion": (convert, "GIMP's own conversion"),
    "indexed": (filtered(effort="fast", output="indexed"), "GIMP's own conversion"),
}


def main():
    picture = picture_of_24_megapixels(os.environ["KMQ_PICTURE"])
    best = best_times(picture, {name: action for name, (action, _) in CASES.items()})
    lines = [f"{name:22} {taken:6.2f} s  {taken / best[CASES[name][1]]:5.2f} x {CASES[name][1]}\n"
             for name, taken in best.items()]
    picture.delete()
    Path(os.environ["KMQ_RESULT"]).write_text("".join(lines), encoding="utf-8")


main()
