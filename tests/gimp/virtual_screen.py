# SPDX-License-Identifier: GPL-3.0-or-later
"""A virtual screen with keyboard and mouse, for a GIMP with windows. It has no window manager."""

import os
import subprocess
import time


def wait_for(condition, seconds=60):
    """Returns the first true value of condition(), or None after the time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := condition():
            return value
        time.sleep(0.05)
    return None


class Screen:
    """Use it in a with statement."""

    def __init__(self, width=1366, height=768):
        number = next(filter(None, (self._start_server(width, height) for _ in range(3))), None)
        if number is None:
            raise RuntimeError("Xvfb did not start")
        self.display = f":{number}"

    def _start_server(self, width, height):
        """Returns the number of the display, or nothing if another server took it at the same moment."""
        read_end, write_end = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{width}x{height}x24"],
            pass_fds=[write_end], stderr=subprocess.DEVNULL)
        os.close(write_end)
        with os.fdopen(read_end) as pipe:
            return pipe.readline().strip()

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self._server.terminate()
        self._server.wait()

    def run(self, *command):
        return subprocess.run(command, env={**os.environ, "DISPLAY": self.display}, check=False, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout

    def windows(self, name):
        return self.run("xdotool", "search", "--onlyvisible", "--name", name).split()

    def window(self, name):
        """Returns a window with this name, as soon as there is one."""
        if found := wait_for(lambda: self.windows(name)):
            return found[0]
        raise TimeoutError(f"the window “{name}” did not come")

    def is_gone(self, name):
        return wait_for(lambda: not self.windows(name), 20)

    def press(self, window, *keys):
        self.run("xdotool", "windowfocus", "--sync", window)
        self.run("xdotool", "key", "--delay", "50", *keys)

    def type(self, text):
        self.run("xdotool", "type", "--delay", "20", text)

    def click_right(self, window, x, y):
        self.run("xdotool", "mousemove", "--window", window, str(x), str(y), "click", "3")
