# SPDX-License-Identifier: GPL-3.0-or-later
"""Each picture of a folder, with 16 colors of its own, as an indexed PNG in another folder."""

from pathlib import Path
from kmeans import load, quantize, save

Path("indexed").mkdir(exist_ok=True)
for path in sorted(Path("pictures").glob("*.png")):
    image = load(path)
    colors = quantize(image, k=16, output="indexed", save_palette=False).index(2)
    save(image, Path("indexed") / path.name)
    print(path.name, *colors)
    image.delete()
