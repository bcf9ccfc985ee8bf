# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside GIMP, started by tests/gimp/draw_black_and_white."""

import os
import sys

sys.path.insert(0, os.environ["KMQ_INSIDE"])
sys.dont_write_bytecode = True

from drawing import *  # noqa: E402,F403


def square():
    return square_at(os.environ["KMQ_PICTURE"], int(os.environ["KMQ_X"]), int(os.environ["KMQ_Y"]))


def by_gimp():
    image = square()
    image.convert_indexed(Gimp.ConvertDitherType.FS, Gimp.ConvertPaletteType.MONO, 2, False, False, "")
    return image


def by_the_filter():
    image = square()
    quantize(image, dither="floyd-steinberg", fixed_colors="#000,#fff", palette_use="only", save_palette=False)
    return image


save_as_indexed(side_by_side([square(), by_gimp(), by_the_filter()]), 64, os.environ["KMQ_RESULT"])
