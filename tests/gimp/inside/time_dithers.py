# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside GIMP, started by tests/gimp/time_dithers."""

import os
import sys
from pathlib import Path

sys.path.insert(0, os.environ["KMQ_INSIDE"])
sys.dont_write_bytecode = True

from rounds import *  # noqa: E402,F403

METHODS = ("none", "floyd-steinberg", "atkinson", "stucki", "jarvis", "sierra", "blue-noise", "bayer")
PALETTES = {"16 found": {"k": 16, "effort": "fast"},
            "black and white": {"fixed_colors": "#000,#fff", "palette_use": "only"}}


def dithered(method, settings):
    return lambda image: quantize(image, save_palette=False, dither=method, **settings)


def main():
    picture = picture_of_24_megapixels(os.environ["KMQ_PICTURE"])
    lines = []
    for name, settings in PALETTES.items():
        best = best_times(picture, {method: dithered(method, settings) for method in METHODS})
        lines += [f"{name:16} {method:16} {taken:6.2f} s  {taken / best['none']:5.2f} x\n"
                  for method, taken in best.items()]
    picture.delete()
    Path(os.environ["KMQ_RESULT"]).write_text("".join(lines), encoding="utf-8")


main()
