# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside GIMP: shows a picture until the outside is done with it."""

import time

from fixtures import *  # noqa: F403


def test_image_is_shown():
    image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(os.environ["KMQ_PICTURE"]))
    image.scale(image.get_width() * 420 // image.get_height(), 420)
    Gimp.Display.new(image)
    task = SCRATCH / "task"
    task.write_text("look", encoding="utf-8")
    for _ in range(1200):
        if not task.exists():
            return
        time.sleep(0.1)
