# SPDX-License-Identifier: GPL-3.0-or-later
"""A profile whose palettes cannot be written; run made its folder so."""

from fixtures import *  # noqa: F403


def test_a_palette_that_cannot_be_stored_is_a_calling_error():
    for settings in ({}, {"output": "palette"}, {"output": "indexed"}, {"output": "indexed", "save_palette": False}):
        image = new_image(picture_rgb())
        before = snapshot(image)
        returned = run(image, image.get_layers(), k=4, **settings)
        assert returned.status == Gimp.PDBStatusType.CALLING_ERROR, returned.status
        assert "cannot be written: make it writable" in returned.message, returned.message
        assert state(image) == before


def test_what_needs_no_stored_palette_works():
    for output in ("layer", "new-layer", "palette"):
        returned = quantize(new_image(picture_rgb()), k=4, output=output, save_palette=False)
        assert len(returned.colors) == 4
