# SPDX-License-Identifier: GPL-3.0-or-later
"""A GIMP with windows on a virtual screen, and the dialog as its user has it."""

import functools
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path.append(str(TESTS / "gimp"))
from private_gimp import PrivateGimp, first_existing  # noqa: E402
from virtual_screen import wait_for  # noqa: E402

PROGRAM = "kmeans-quantize"
DIALOG = "K-Means Quantize"


class WindowGimp(PrivateGimp):
    """Use it in a with statement."""

    def __init__(self, build_folder, screen, theme="dark"):
        super().__init__(build_folder, ("help", "web-browser"))
        self.screen = screen
        self.theme = theme
        self.process = None

    def __enter__(self):
        super().__enter__()
        with open(self.profile / "gimprc", "a", encoding="utf-8") as settings:
            settings.write(f"(theme-color-scheme {self.theme})\n")
        self.inside = self.folder / "inside"
        self.report = self.folder / "report"
        self.log = self.folder / "output"
        self._task = self.folder / "task"
        self._address = self.folder / "address"
        self._install_browser()
        for folder in (TESTS / "gimp" / "inside", TESTS / "dialog" / "inside"):
            shutil.copytree(folder, self.inside, dirs_exist_ok=True)
        return self

    def __exit__(self, *exception):
        if self.process:
            # A GIMP with changed images would ask whether to save them.
            self.process.kill()
            self.process.wait()
        super().__exit__(*exception)

    def _install_browser(self):
        """A program that notes the address which it is to show."""
        browser = self.folder / "browser"
        browser.write_text(f'#!/bin/sh\nprintf %s "$1" > "{self._address}"\n', encoding="utf-8")
        browser.chmod(0o755)
        applications = self.folder / ".local" / "share" / "applications"
        applications.mkdir(parents=True)
        (applications / "browser.desktop").write_text(
            f'[Desktop Entry]\nType=Application\nName=Browser\nExec="{browser}" %u\nMimeType=text/html;\n',
            encoding="utf-8")
        (self.folder / ".config").mkdir()
        (self.folder / ".config" / "mimeapps.list").write_text("[Default Applications]\ntext/html=browser.desktop\n",
                                                               encoding="utf-8")

    def shown_address(self):
        """What the browser was to show, or nothing."""
        return self._address.read_text(encoding="utf-8") if self._address.exists() else ""

    def start(self, module, **variables):
        """Runs the functions test_… of a module inside."""
        environment = self.environment(**self.screen.environment(), KMQ_INSIDE=str(self.inside), KMQ_TESTS=module,
                                       KMQ_REPORT=str(self.report), KMQ_SCRATCH=str(self.folder),
                                       KMQ_DIALOG_TRACE="1", **variables)
        # Screen readers are welcome here.
        del environment["NO_AT_BRIDGE"]
        script = self.inside / "run_tests.py"
        with open(self.log, "w", encoding="utf-8") as output:
            self.process = subprocess.Popen(
                [first_existing("gimp", "gimp-3"), "-n", "-s", "--batch-interpreter=python-fu-eval", "--quit",
                 "-b", f"exec(compile(open({str(script)!r}).read(), 'run_tests.py', 'exec'))"],
                env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output)

    def task(self):
        """What the inside wants to be done, or nothing."""
        return self._task.read_text(encoding="utf-8") if self._task.exists() else ""

    def task_done(self):
        self._task.unlink()

    def said(self):
        """What GIMP and its plug-ins printed."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def reported(self):
        return self.report.read_text(encoding="utf-8").splitlines() if self.report.exists() else []

    def is_at_end(self):
        return "# end" in self.reported() or self.process.poll() is not None


class Dialog:
    """The dialog's window, from its appearance on."""

    def __init__(self, screen):
        self.screen = screen
        self.program = wait_for(lambda: screen.application(PROGRAM), 30)
        if not self.program or not wait_for(lambda: screen.windows(DIALOG), 30):
            raise TimeoutError("the dialog did not come")
        self.window = screen.windows(DIALOG)[0]
        self.widget = self.program.find("dialog", DIALOG)

    @functools.cache  # pylint: disable=method-cache-max-size-none
    def find(self, role, label=None):
        return self.widget.find(role, label)

    def press(self, *keys):
        self.screen.press(self.window, *keys)

    def push(self, label):
        self.find("button", label).activate()

    def set_number(self, label, value):
        self.find("spin button", label).value = value

    def number(self, label):
        return self.find("spin button", label).value

    def choose(self, label, index):
        self.find("combo box", label).select(index)

    def choose_in_menu(self, *labels):
        """Chooses an item of the palette's menu, or of a menu in it."""
        self.push("Palette menu")
        *outer, label = labels
        for role, name in (*(("menu", name) for name in outer), ("menu item", label)):
            items = wait_for(lambda: self.program.find_all(role, name), 5)  # pylint: disable=cell-var-from-loop
            if not items:
                raise TimeoutError(f"the menu has no “{name}”")
            items[0].activate()

    def push_in(self, window, label):
        """Presses a button of another window of the dialog."""
        next(widget for widget in self.program.descendants()
             if widget.name == window and widget.find_all("button", label)).find("button", label).activate()

    def type_color(self, window, text):
        """Types a color into the field of GIMP's color selection that takes it as in HTML."""
        name = self.screen.run("xdotool", "getwindowname", window).strip()
        selection = self.program.find_all("dialog", name) + self.program.find_all("color chooser", name)
        fields = [field for field in selection[0].find_all("text") if re.fullmatch("[0-9a-f]{6}", field.text)]
        if not fields:
            raise LookupError(f"there is no field for a color in “{name}”")
        fields[0].accessible.grab_focus()
        fields[0].accessible.set_text_contents(text)
        self.screen.press(window, "Tab")

    def open_page(self, name):
        tabs = self.find("page tab list")
        names = [tab.name for tab in tabs.find_all("page tab")]
        tabs.select(names.index(name))

    def click(self, role, label, x=0.5, y=0.5):
        """Clicks into a widget; x and y from 0 (left, top) to 1 (right, bottom)."""
        self.screen.click_widget(self.find(role, label), x, y)

    @property
    def status(self):
        return self.find("status bar").name

    def is_settled(self):
        return "→" in self.status and "first impression" not in self.status

    def settle(self, seconds=20):
        """Waits until the final result is shown."""
        # A change that was just made is not known yet.
        time.sleep(0.05)
        if not wait_for(self.is_settled, seconds):
            raise TimeoutError(f"the search did not end: {self.status}")
        # The exact preview comes a moment later.
        time.sleep(0.15)

    def picture(self):
        return self.screen.picture_of(self.widget)

    def picture_of(self, role, label):
        return self.screen.picture_of(self.find(role, label))

    def save_shown_pixels(self, path, columns, rows):
        """Writes the pixels of a small picture that fits into the preview, as red, green and blue bytes."""
        preview = self.picture_of("image", "Preview")
        scale = min(8, preview.width / columns, preview.height / rows)
        left = round(preview.width / 2 - columns / 2 * scale)
        top = round(preview.height / 2 - rows / 2 * scale)
        path.write_bytes(bytes(
            channel for y in range(rows) for x in range(columns)
            for channel in preview.getpixel((int(left + (x + 0.5) * scale), int(top + (y + 0.5) * scale)))))

    def is_gone(self, seconds=20):
        return wait_for(lambda: not self.screen.windows(DIALOG), seconds)

    def close(self, key):
        self.press(key)
        return self.is_gone()
