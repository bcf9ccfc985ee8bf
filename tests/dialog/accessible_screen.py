# SPDX-License-Identifier: GPL-3.0-or-later
"""A virtual screen, and the widgets on it as a screen reader finds them."""

import os
import subprocess
import sys
from pathlib import Path

import gi

gi.require_version("Atspi", "2.0")
gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Atspi, Gdk, GLib, Gtk  # noqa: E402
from PIL import ImageGrab  # noqa: E402

sys.path.append(str(Path(__file__).resolve().parents[1] / "gimp"))
from virtual_screen import Screen  # noqa: E402

# What shows or changes something; the others only hold these.
NAMED_ROLES = ("image", "chart", "drawing area", "slider", "spin button", "combo box", "button", "toggle button",
               "check box", "text", "page tab")


class AccessibleScreen(Screen):
    """Use it in a with statement, once in a process: Atspi keeps to the bus that it saw first."""

    def __init__(self, width=1366, height=768):
        super().__init__(width, height)
        self.width, self.height = width, height
        self._bus = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address=1"],
                                     stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        os.environ.update(DISPLAY=self.display, DBUS_SESSION_BUS_ADDRESS=self._bus.stdout.readline().strip())
        # Milliseconds for an answer: a program may be busy, above all when it starts.
        Atspi.set_timeout(20000, 20000)

    def __exit__(self, *exception):
        super().__exit__(*exception)
        self._bus.terminate()
        self._bus.wait()

    @staticmethod
    def environment():
        """What programs need to be seen here."""
        return {name: os.environ[name] for name in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS")}

    def click_widget(self, widget, x=0.5, y=0.5):
        """Clicks into a widget; x and y from 0 (left, top) to 1 (right, bottom)."""
        left, top, width, height = widget.box
        self.run("xdotool", "mousemove", str(round(left + x * width)), str(round(top + y * height)), "click", "1")

    def drag_in_widget(self, widget, start, end):
        """Drags from one place to another, each from 0 to 1 as in click_widget()."""
        left, top, width, height = widget.box
        for action, (x, y) in (("mousedown", start), ("mouseup", end)):
            self.run("xdotool", "mousemove", str(round(left + x * width)), str(round(top + y * height)), action, "1")

    def scroll_in_widget(self, widget):
        """Turns the wheel up by one, in the middle."""
        left, top, width, height = widget.box
        self.run("xdotool", "mousemove", str(left + width // 2), str(top + height // 2), "click", "4")

    @staticmethod
    def picture_of(widget):
        """What it looks like."""
        left, top, width, height = widget.box
        return ImageGrab.grab((left, top, left + width, top + height), xdisplay=os.environ["DISPLAY"])

    @staticmethod
    def clipboard():
        Gtk.init()
        return Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD).wait_for_text()

    @staticmethod
    def application(name):
        """The running program of that name, or None."""
        for child in children(Atspi.get_desktop(0)):
            try:
                if child.get_name() == name:
                    return Widget(child)
            except GLib.Error:
                continue  # it has just ended
        return None


def children(accessible):
    accessible.clear_cache_single()
    found = (accessible.get_child_at_index(index) for index in range(accessible.get_child_count()))
    return [child for child in found if child is not None]


class Widget:
    """A widget as a screen reader finds it."""

    def __init__(self, accessible):
        self.accessible = accessible
        # Nobody runs a main loop here that would hear what changes.
        accessible.clear_cache_single()

    @property
    def role(self):
        return self.accessible.get_role_name()

    @property
    def label(self):
        """What a screen reader says: the text of its label, or else its own name."""
        for relation in self.accessible.get_relation_set():
            if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY:
                return relation.get_target(0).get_name()
        return self.accessible.get_name()

    @property
    def name(self):
        return self.accessible.get_name()

    @property
    def description(self):
        return self.accessible.get_description()

    @property
    def text(self):
        """What is written in a field."""
        return Atspi.Text.get_text(self.accessible, 0, -1)

    def has_state(self, state):
        return self.accessible.get_state_set().contains(state)

    @property
    def is_to_be_named(self):
        """It cannot be understood without a name."""
        return self.role in NAMED_ROLES

    @property
    def is_sensitive(self):
        return self.has_state(Atspi.StateType.SENSITIVE)

    @property
    def is_showing(self):
        return self.has_state(Atspi.StateType.SHOWING)

    @property
    def is_checked(self):
        return self.has_state(Atspi.StateType.CHECKED)

    @property
    def box(self):
        """x, y, width, height on the screen."""
        extents = self.accessible.get_extents(Atspi.CoordType.SCREEN)
        return extents.x, extents.y, extents.width, extents.height

    def descendants(self):
        yield self
        for child in children(self.accessible):
            yield from Widget(child).descendants()

    def find_all(self, role, label=None):
        return [widget for widget in self.descendants()
                if widget.role == role and label in (None, widget.label)]

    def find(self, role, label=None):
        found = self.find_all(role, label)
        if not found:
            raise LookupError(f"there is no {role} “{label}”")
        return found[0]

    def activate(self):
        self.accessible.do_action(0)

    @property
    def value(self):
        return self.accessible.get_current_value()

    @value.setter
    def value(self, value):
        self.accessible.set_current_value(value)

    def select(self, index):
        """Chooses one of its items: of a combo box, of tabs."""
        self.accessible.select_child(index)
