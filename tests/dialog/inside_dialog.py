# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside a GIMP with windows: calls the filter interactively; tests/dialog/run presses the keys."""

import re
import time

from fixtures import *  # noqa: F403

LAST_VALUES = Path(os.environ["GIMP3_DIRECTORY"]) / "plug-in-settings" / f"GimpProcedureConfigRun-{PROCEDURE}.last"


def displayed_image(**settings):
    image = new_image(picture_rgb(), **settings)
    Gimp.Display.new(image)
    image.clean_all()
    return image


def run_dialog(image):
    # Time for the outside to see that the dialog before is gone.
    time.sleep(2)
    return run(image, image.get_layers(), run_mode=Gimp.RunMode.INTERACTIVE)


def pixels_and_kind(image):
    return image.get_base_type(), image.get_precision(), [native_bytes(layer) for layer in image.get_layers()]


def undo_once(image, wanted):
    """Asks the outside for one Ctrl+Z, and waits until the image is as wanted."""
    (SCRATCH / "undo").touch()
    for _ in range(100):
        time.sleep(0.2)
        if pixels_and_kind(image) == wanted:
            return
    raise AssertionError("one undo does not bring the image back")


def test_cancel_leaves_the_image():
    image = displayed_image()
    before = snapshot(image)
    assert run_dialog(image).status == Gimp.PDBStatusType.CANCEL
    assert state(image) == before
    assert not LAST_VALUES.exists()


def test_ok_quantizes_and_one_undo_brings_it_back():
    image = displayed_image()
    before = pixels_and_kind(image)
    returned = run_dialog(image)
    assert returned.status == Gimp.PDBStatusType.SUCCESS, returned.message
    assert_nearest(picture_rgb(), native_pixels(image.get_layers()[0]), returned.rgb)
    assert len(returned.rgb) == 16
    undo_once(image, before)


def test_new_seed_was_drawn_and_kept_with_the_last_values():
    seed = int(re.search(r"\(seed (\d+)\)", LAST_VALUES.read_text(encoding="utf-8")).group(1))
    assert seed != 42
    assert "(k 16)" in LAST_VALUES.read_text(encoding="utf-8")


def test_indexed_from_16_bit_with_two_layers_is_one_undo():
    LAST_VALUES.write_text('(output "indexed")\n(k 5)\n', encoding="utf-8")
    image = displayed_image(precision=Gimp.Precision.U16_LINEAR)
    add_layer(image, picture_rgb(), picture_alpha())
    before = pixels_and_kind(image)
    returned = run_dialog(image)
    assert returned.status == Gimp.PDBStatusType.SUCCESS, returned.message
    assert image.get_base_type() == Gimp.ImageBaseType.INDEXED and len(returned.rgb) == 5
    undo_once(image, before)


def test_new_layers_are_one_undo():
    LAST_VALUES.write_text('(output "new-layer")\n', encoding="utf-8")
    image = displayed_image()
    add_layer(image, picture_rgb(), picture_alpha())
    before = pixels_and_kind(image)
    assert run_dialog(image).status == Gimp.PDBStatusType.SUCCESS
    assert len(image.get_layers()) == 4
    undo_once(image, before)
