# SPDX-License-Identifier: GPL-3.0-or-later
"""The page that Help shows: all that it points to is there."""

import re
import xml.etree.ElementTree as ElementTree
from urllib.parse import urlparse

PROCEDURES = {"plug-in-kmeans-quantize", "plug-in-kmeans-metrics", "plug-in-kmeans-palette-from-files"}


def broken_links(folder, page):
    """What a page names and its folder or the page itself does not have."""
    names = set(re.findall(r'\bid="([^"]+)"', page))
    for address in re.findall(r'\b(?:href|src|srcset)="([^"]+)"', page):
        parts = urlparse(address)
        if parts.scheme in ("http", "https"):
            continue
        is_there = parts.fragment in names if not parts.path else (folder / parts.path).is_file()
        if not is_there:
            yield address


def check_help_page(gimp, tap):
    folder = gimp.help / "en"
    page = (folder / "index.html").read_text(encoding="utf-8")
    broken = list(broken_links(folder, page))
    tap.say(not broken and page.count("<img") >= 6, "help: every link and picture of the page is there", *broken)
    items = {item.get("id"): item.get("ref") for item in ElementTree.parse(folder / "gimp-help.xml").iter("help-item")}
    missing = [ref for ref in items.values() if f'id="{urlparse(ref).fragment}"' not in page]
    tap.say(set(items) == PROCEDURES and not missing, "help: every procedure has its section", str(items), *missing)
