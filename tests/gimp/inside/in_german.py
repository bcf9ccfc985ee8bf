# SPDX-License-Identifier: GPL-3.0-or-later
"""In a German locale."""

from fixtures import *  # noqa: F403


def test_menu_and_arguments_are_german():
    procedure = Gimp.get_pdb().lookup_procedure(PROCEDURE)
    assert procedure.get_menu_label() == "_K-Means-Quantisierung …"
    assert "Palette" in procedure.find_argument("k").get_blurb() and "Größe" in procedure.find_argument("k").get_blurb()


def test_errors_are_german():
    image = new_image(picture_rgb(), [0] * (WIDTH * HEIGHT))
    assert run(image, image.get_layers()).message == (
        "Es gibt nichts zu quantisieren: Alle Pixel sind transparent oder von ihrer Ebenenmaske verdeckt. "
        "Wählen Sie eine andere Ebene, oder deaktivieren Sie die Maske."
    )
