# SPDX-License-Identifier: GPL-3.0-or-later
"""A soft selection says what is important: the palette is made for it, and the whole picture gets its colors."""

from gi.repository import Gimp
from kmeans import load, quantize, save

image = load("photo.png")
width, height = image.get_width(), image.get_height()
image.select_ellipse(Gimp.ChannelOps.REPLACE, width * 0.3, height * 0.2, width * 0.4, height * 0.6)
Gimp.Selection.feather(image, width * 0.1)
colors = quantize(image, k=12, output="palette", save_palette=False).index(2)
Gimp.Selection.none(image)
quantize(image, fixed_colors=" ".join(colors), palette_use="only", output="indexed", save_palette=False)
save(image, "indexed.png")
