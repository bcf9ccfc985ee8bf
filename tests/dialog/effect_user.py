# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody who uses the layer effect in GIMP's own windows."""

import time

from accessible_screen import Widget, children
# Of tests/gimp, which window_gimp knows.
import window_gimp  # noqa: F401
from virtual_screen import wait_for

MENU_LABEL = "K-Means Quantize (layer effect)…"
DIALOG = "K-Means Quantize (layer effect)"
# What the buttons below the list of a layer's effects say of themselves.
EDIT, MERGE = "Edit the selected filter", "Merge all active filters"


class EffectUser:
    def __init__(self, screen):
        self._screen = screen

    def _gimp(self):
        return self._screen.application("gimp")

    def _windows(self, role, name):
        return [window for window in map(Widget, children(self._gimp().accessible))
                if window.role == role and name in window.name]

    def window(self):
        """GIMP's window with the image."""
        return self._windows("frame", "GIMP")[0]

    def _dialog(self):
        found = wait_for(lambda: self._windows("dialog", DIALOG), 20)
        if not found:
            raise TimeoutError("the dialog of the effect did not come")
        return found[0]

    def open(self):
        """Chooses the menu entry; returns GIMP's dialog for the effect."""
        for dialog in self._windows("dialog", "Welcome"):
            dialog.find("button", "Close").activate()
        gimp = self._gimp()
        for role, label in (("menu", "Filters"), ("menu item", MENU_LABEL)):
            entry = gimp.find(role, label)
            wait_for(lambda: entry.is_showing, 5)  # pylint: disable=cell-var-from-loop
            self._screen.click_widget(entry)
        return self._dialog()

    def set_k(self, dialog, k):
        # GIMP's spin scales have no names: it is the first one.
        dialog.find_all("spin button")[0].value = k
        time.sleep(0.5)  # for GIMP, which waits for more changes

    def confirm(self, dialog):
        dialog.find("button", "OK").activate()
        if not wait_for(lambda: not self._windows("dialog", DIALOG), 20):
            raise TimeoutError("OK does not close the dialog of the effect")

    def _open_list(self):
        """Clicks the mark of a layer with effects, in the third column of the layers."""
        tree = next(table for table in self.window().find_all("tree table")
                    if table.is_showing and len(table.find_all("table column header")) == 4)
        cells = [cell for cell in tree.find_all("table cell") if cell.is_showing]
        self._screen.click_widget(cells[2])

    def _push_in_list(self, description):
        def found():
            return [button for button in self.window().find_all("button")
                    if button.is_showing and button.description.startswith(description)]

        # A list that another use left open is closed by the first click.
        for _ in range(3):
            if found() or (self._open_list() or wait_for(found, 3)):
                found()[0].activate()
                return
        raise TimeoutError(f"the list of effects has no button “{description}”")

    def edit(self):
        """Opens the dialog of the effect that the layer has."""
        self._push_in_list(EDIT)
        return self._dialog()

    def merge(self):
        self._push_in_list(MERGE)
