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
    time.sleep(1)
    return run(image, image.get_layers(), run_mode=Gimp.RunMode.INTERACTIVE)


def confirm_dialog(image):
    """Runs the dialog, which must end with OK."""
    returned = run_dialog(image)
    assert returned.status == Gimp.PDBStatusType.SUCCESS, returned.message
    return returned


def set_last_values(text):
    LAST_VALUES.parent.mkdir(exist_ok=True)
    LAST_VALUES.write_text(text, encoding="utf-8")


def last_value(name):
    found = re.search(rf'\({name} "?([^")]*)"?\)', LAST_VALUES.read_text(encoding="utf-8"))
    assert found, f"{name} is not among the last values"
    return found.group(1)


def batch_pixels_with_last_values(pixels, alphas=None):
    """The layer's bytes after a run without the dialog, with the settings that the dialog had."""
    image = new_image(pixels, alphas)
    returned = quantize(image, k=int(last_value("k")), seed=int(last_value("seed")), effort=last_value("effort"),
                        color_space=last_value("color-space"), dither=last_value("dither"),
                        fixed_colors=last_value("fixed-colors"))
    return native_bytes(image.get_layers()[0]), returned


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


def test_cancel_while_it_searches():
    set_last_values('(effort "best")\n(k 40)\n(n-init 100)\n')
    image = displayed_image()
    before = snapshot(image)
    assert run_dialog(image).status == Gimp.PDBStatusType.CANCEL
    assert state(image) == before


def test_ok_quantizes_and_one_undo_brings_it_back():
    set_last_values("(k 16)\n")
    image = displayed_image()
    before = pixels_and_kind(image)
    returned = confirm_dialog(image)
    assert_nearest(picture_rgb(), native_pixels(image.get_layers()[0]), returned.rgb)
    assert len(returned.rgb) == 16
    undo_once(image, before)


def test_changed_settings_and_a_locked_color_give_the_bytes_of_a_batch_run():
    image = displayed_image()
    returned = confirm_dialog(image)
    assert int(last_value("k")) == 19
    assert int(last_value("seed")) != 42
    assert last_value("color-space") == "oklab"
    locked = parse_hex(last_value("fixed-colors"))
    assert returned.rgb[0] == locked, f"{locked}: {returned.colors}"
    content, batch = batch_pixels_with_last_values(picture_rgb())
    assert native_bytes(image.get_layers()[0]) == content
    assert (returned.colors, returned.cost, returned.iterations) == (batch.colors, batch.cost, batch.iterations)


def test_k_chosen_in_the_chart_gives_the_bytes_of_a_batch_run():
    set_last_values('(dither "bayer")\n')
    image = displayed_image()
    confirm_dialog(image)
    assert 33 < int(last_value("k")) < 64
    assert native_bytes(image.get_layers()[0]) == batch_pixels_with_last_values(picture_rgb())[0]


def test_many_quick_changes_give_the_bytes_of_a_batch_run():
    set_last_values('(dither "floyd-steinberg")\n')
    image = new_image(picture_rgb(), picture_alpha())
    Gimp.Display.new(image)
    confirm_dialog(image)
    assert int(last_value("k")) != 16
    assert native_bytes(image.get_layers()[0]) == batch_pixels_with_last_values(picture_rgb(), picture_alpha())[0]


def test_nothing_opaque_cannot_be_confirmed():
    image = new_image(picture_rgb(), [0] * (WIDTH * HEIGHT))
    Gimp.Display.new(image)
    assert run_dialog(image).status == Gimp.PDBStatusType.CANCEL


def test_indexed_from_16_bit_with_two_layers_is_one_undo():
    set_last_values('(output "indexed")\n(k 5)\n')
    image = displayed_image(precision=Gimp.Precision.U16_LINEAR)
    add_layer(image, picture_rgb(), picture_alpha())
    before = pixels_and_kind(image)
    returned = confirm_dialog(image)
    assert image.get_base_type() == Gimp.ImageBaseType.INDEXED and len(returned.rgb) == 5
    undo_once(image, before)


def test_new_layers_are_one_undo():
    set_last_values('(output "new-layer")\n')
    image = displayed_image(gray=True, precision=Gimp.Precision.FLOAT_LINEAR)
    add_layer(image, picture_rgb(), picture_alpha())
    before = pixels_and_kind(image)
    confirm_dialog(image)
    assert len(image.get_layers()) == 4
    undo_once(image, before)


def test_one_pixel():
    image = new_image([(10, 20, 30)], size=(1, 1))
    Gimp.Display.new(image)
    assert confirm_dialog(image).rgb == [(10, 20, 30)]
