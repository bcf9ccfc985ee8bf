# SPDX-License-Identifier: GPL-3.0-or-later
"""GIMP without the layer effect opens what was saved with it."""

from fixtures import *  # noqa: F403


def test_a_picture_with_the_effect_opens_without_it():
    path = SCRATCH / "effect.xcf"  # of operation
    loaded = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(str(path)))
    layer, = loaded.get_layers()
    assert native_pixels(layer) == picture_rgb() and not layer.get_filters()
    seen = Gimp.Layer.new_from_visible(loaded, loaded, "seen")
    assert [pixel[:3] for pixel in native_pixels(seen)] == picture_rgb()
    copy = SCRATCH / "without effect.xcf"
    assert Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, loaded, Gio.File.new_for_path(str(copy)), None)
