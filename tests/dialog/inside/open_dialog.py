# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside GIMP: opens the dialog on a picture, for those who want to look at it."""

from fixtures import *  # noqa: F403


def test_dialog_is_shown():
    image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(os.environ["KMQ_PICTURE"]))
    Gimp.Display.new(image)
    run(image, image.get_layers(), run_mode=Gimp.RunMode.INTERACTIVE)
