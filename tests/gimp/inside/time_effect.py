# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside GIMP, started by tests/gimp/time_effect."""

import math
import os
import re
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, os.environ["KMQ_INSIDE"])
sys.dont_write_bytecode = True

from fixtures import *  # noqa: E402,F403

MEGAPIXELS = float(os.environ["KMQ_MEGAPIXELS"])
WIDTH, HEIGHT = round(math.sqrt(1.5e6 * MEGAPIXELS)), round(math.sqrt(1e6 * MEGAPIXELS / 1.5))
STROKE = 64
OPERATION = os.environ["KMQ_OPERATION"]
RUNS = 15


def look_at(image):
    """Has GIMP render what the canvas shows, and copy it."""
    Gimp.Layer.new_from_visible(image, image, "seen").delete()


def peak_of_gimp():
    """The most memory that GIMP itself had, in MiB."""
    status = Path(f"/proc/{os.getppid()}/status").read_text(encoding="utf-8")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status).group(1)) / 1024


def main():
    image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(os.environ["KMQ_PICTURE"]))
    image.flatten()
    image.scale(WIDTH, HEIGHT)
    layer = image.get_layers()[0]
    without = stroke_times(image, layer)
    before = peak_of_gimp()
    effect = Gimp.DrawableFilter.new(layer, OPERATION, OPERATION)
    layer.append_filter(effect)
    start = time.monotonic()
    look_at(image)
    lines = [f"{OPERATION:30} {1000 * (time.monotonic() - start):6.0f} ms at first; GIMP's peak of memory: {before:.0f} MiB "
             f"before, {peak_of_gimp():.0f} MiB with it\n"]
    if OPERATION == "kmq:quantize":
        for dither in ("none", "floyd-steinberg"):
            effect.get_config().set_property("dither", dither)
            effect.update()
            look_at(image)
            lines += [line_of(f"a step of k, {dither}", step_times(image, effect)),
                      line_of(f"a stroke, {dither}", stroke_times(image, layer))]
        lines.append(line_of("a stroke without the effect", without))
    Path(os.environ["KMQ_RESULT"]).write_text("".join(lines), encoding="utf-8")
    image.delete()


def line_of(name, times):
    return f"{name:30} {1000 * statistics.median(times):6.0f} ms, at most {1000 * max(times):.0f} ms\n"


def step_times(image, effect):
    times = []
    for k in range(16, 16 + RUNS):
        start = time.monotonic()
        effect.get_config().set_property("k", k)
        effect.update()
        look_at(image)
        times.append(time.monotonic() - start)
    effect.get_config().set_property("k", 16)
    effect.update()
    return times


def stroke_times(image, layer):
    times = []
    for number in range(RUNS):
        buffer = layer.get_buffer()
        place = Gegl.Rectangle.new(30 * number, 20 * number, STROKE, STROKE)
        buffer.set(place, "R'G'B' u8", bytes([number * 9, 80, 160]) * STROKE * STROKE)
        buffer.flush()
        start = time.monotonic()
        layer.update(30 * number, 20 * number, STROKE, STROKE)
        look_at(image)
        times.append(time.monotonic() - start)
    return times


main()
