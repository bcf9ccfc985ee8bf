# SPDX-License-Identifier: GPL-3.0-or-later
"""Each picture of a folder in the colors of a palette file, all of them and no others, with a steady dithering."""

from pathlib import Path

from gi.repository import Gio
from kmeans import load, quantize, save

Path("indexed").mkdir(exist_ok=True)
for path in sorted(Path("pictures").glob("*.png")):
    image = load(path)
    quantize(image, fixed_palette_file=Gio.File.new_for_path("house.gpl"), palette_use="only", dither="blue-noise",
             output="indexed", save_palette=False)
    save(image, Path("indexed") / path.name)
    image.delete()
