# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside GIMP, started by tests/gimp/draw_dithers."""

import os
import sys

sys.path.insert(0, os.environ["KMQ_INSIDE"])
sys.dont_write_bytecode = True

from drawing import *  # noqa: E402,F403


def dithered(method):
    image = middle_square(os.environ["KMQ_PICTURE"])
    quantize(image, dither=method, k=8, effort="best", save_palette=False)
    return image


save_as_indexed(side_by_side([dithered(method) for method in ("none", "floyd-steinberg", "blue-noise")]), 8,
                os.environ["KMQ_RESULT"])
