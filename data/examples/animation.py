# SPDX-License-Identifier: GPL-3.0-or-later
"""An animated GIF anew, with one palette for all frames and a dithering that stands still: nothing flickers."""

from gi.repository import Gimp, Gio
from kmeans import load, quantize

image = load("animation.gif")  # a layer for each frame, whose name has its time: “Frame 1 (100ms) (replace)”
if image.get_base_type() == Gimp.ImageBaseType.INDEXED:
    image.convert_rgb()
quantize(image, k=32, dither="blue-noise", dither_amount=0.7, output="indexed", save_palette=False)
export = Gimp.get_pdb().lookup_procedure("file-gif-export")
config = export.create_config()
for name, value in (("run-mode", Gimp.RunMode.NONINTERACTIVE), ("image", image),
                    ("file", Gio.File.new_for_path("new animation.gif")), ("as-animation", True), ("loop", True)):
    config.set_property(name, value)
if export.run(config).index(0) != Gimp.PDBStatusType.SUCCESS:
    raise RuntimeError(Gimp.get_pdb().get_last_error())
