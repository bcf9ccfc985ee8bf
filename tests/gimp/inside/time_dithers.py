# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside GIMP, started by tests/gimp/time_dithers."""

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, os.environ["KMQ_INSIDE"])
sys.dont_write_bytecode = True

from fixtures import *  # noqa: E402,F403

METHODS = ("none", "floyd-steinberg", "atkinson", "stucki", "jarvis", "sierra", "blue-noise", "bayer")
PALETTES = {"16 found": {"k": 16, "effort": "fast"},
            "black and white": {"fixed_colors": "#000,#fff", "palette_use": "only"}}
RUNS = 3


def seconds(picture, **settings):
    image = picture.duplicate()
    start = time.monotonic()
    quantize(image, save_palette=False, **settings)
    taken = time.monotonic() - start
    image.delete()
    return taken


def main():
    picture = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(os.environ["KMQ_PICTURE"]))
    picture.flatten()
    picture.scale(6000, 4000)
    lines = []
    for name, settings in PALETTES.items():
        # One method after the other in each round: what slows the machine down meets all of them.
        rounds = [{method: seconds(picture, dither=method, **settings) for method in METHODS} for _ in range(RUNS)]
        best = {method: min(times[method] for times in rounds) for method in METHODS}
        lines += [f"{name:16} {method:16} {taken:6.2f} s  {taken / best['none']:5.2f} x\n"
                  for method, taken in best.items()]
    picture.delete()
    Path(os.environ["KMQ_RESULT"]).write_text("".join(lines), encoding="utf-8")


main()
