# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside GIMP: times of actions on a large picture, side by side."""

import time

from fixtures import *  # noqa: F403

RUNS = 3


def picture_of_24_megapixels(path):
    picture = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(path))
    picture.flatten()
    picture.scale(6000, 4000)
    return picture


def seconds(picture, action):
    image = picture.duplicate()
    start = time.monotonic()
    action(image)
    taken = time.monotonic() - start
    image.delete()
    return taken


def best_times(picture, actions):
    """The least seconds of each action, by its name: one after the other in each round, so that what slows the machine
    down meets all of them."""
    rounds = [{name: seconds(picture, action) for name, action in actions.items()} for _ in range(RUNS)]
    return {name: min(times[name] for times in rounds) for name in actions}
