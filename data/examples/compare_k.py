# SPDX-License-Identifier: GPL-3.0-or-later
"""The picture with 8, 16 and 32 colors side by side, with labels; and cost, iterations and time of each."""

from gi.repository import Gegl, Gimp
from kmeans import load, quantize, save


def label(image, text, x, y):
    Gimp.context_set_foreground(Gegl.Color.new("black"))
    layer = Gimp.TextLayer.new(image, text, Gimp.context_get_font(), TEXT_SIZE, Gimp.Unit.pixel())
    image.insert_layer(layer, None, 0)
    layer.set_offsets(x, y)


TEXT_SIZE, GAP = 24, 12
source = load("photo.png")
width, height = source.get_width(), source.get_height()
sheet = Gimp.Image.new(3 * width + 2 * GAP, height + 2 * TEXT_SIZE, Gimp.ImageBaseType.RGB)
paper = Gimp.Layer.new(sheet, "paper", sheet.get_width(), sheet.get_height(), Gimp.ImageType.RGB_IMAGE, 100,
                       Gimp.LayerMode.NORMAL)
sheet.insert_layer(paper, None, 0)
paper.fill(Gimp.FillType.WHITE)
print("k,cost,iterations,seconds")
for column, k in enumerate((8, 16, 32)):
    image = source.duplicate()
    result = quantize(image, k=k, save_palette=False)
    print(k, round(result.index(5)), result.index(4), round(result.index(7), 4), sep=",")
    layer = Gimp.Layer.new_from_drawable(image.flatten(), sheet)
    sheet.insert_layer(layer, None, 0)
    layer.set_offsets(column * (width + GAP), 2 * TEXT_SIZE)
    label(sheet, f"k = {k}, mean squared error {result.index(6):.1f}", column * (width + GAP), TEXT_SIZE // 3)
    image.delete()
sheet.flatten()
save(sheet, "comparison.png")
