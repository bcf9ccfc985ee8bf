# SPDX-License-Identifier: GPL-3.0-or-later
"""For an e-paper of six inks: dithered with the colors as they were measured, written with those that it is told."""

from gi.repository import Gegl, Gimp
from kmeans import load, quantize, save

# What the panel is told → what it then looks like.
INKS = {"#000000": "#191e21", "#ffffff": "#e8e8e8", "#ffff00": "#efde44", "#ff0000": "#b21318", "#0000ff": "#2157ba",
        "#00ff00": "#125f20"}
image = load("photo.png")
quantize(image, fixed_colors=" ".join(INKS.values()), palette_use="only", dither="floyd-steinberg", output="indexed",
         save_palette=False)
told = Gimp.Palette.new("told to the panel")
for color in INKS:
    told.add_entry(color, Gegl.Color.new(color))
image.set_palette(told)  # the same indices, other colors
told.delete()
save(image, "panel.png")
