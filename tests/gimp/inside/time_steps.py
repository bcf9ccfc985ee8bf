# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside GIMP, started by tests/gimp/time_batch: what each step of one small picture takes."""

import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, os.environ["KMQ_INSIDE"])
sys.dont_write_bytecode = True

from fixtures import *  # noqa: E402,F403

RUNS = 15


def main():
    picture = Path(os.environ["KMQ_PICTURE"])
    taken = {}

    def timed(step, action):
        start = time.monotonic()
        result = action()
        taken.setdefault(step, []).append(time.monotonic() - start)
        return result

    for _ in range(RUNS):
        image = timed("GIMP loads it", lambda: Gimp.file_load(Gimp.RunMode.NONINTERACTIVE,
                                                              Gio.File.new_for_path(str(picture))))
        own = image.duplicate()
        timed("the palette alone", lambda: quantize(own, output="palette", save_palette=False))
        timed("the filter, indexed", lambda: quantize(own, output="indexed", save_palette=False))
        timed("GIMP's own conversion instead", lambda: image.convert_indexed(
            Gimp.ConvertDitherType.NONE, Gimp.ConvertPaletteType.GENERATE, 16, False, False, ""))
        timed("GIMP exports it as PNG", lambda: Gimp.file_save(
            Gimp.RunMode.NONINTERACTIVE, own, Gio.File.new_for_path(str(picture.with_name("exported.png"))), None))
        own.delete()
        image.delete()
    lines = [f"{step}: {statistics.median(times):.3f} s\n" for step, times in taken.items()]
    Path(os.environ["KMQ_RESULT"]).write_text("".join(lines), encoding="utf-8")


main()
