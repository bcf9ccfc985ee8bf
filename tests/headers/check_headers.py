#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that each header compiles alone, and that each folder of core/ includes only what is below it.

A header is compiled with the flags of the source of its name, else of another one of its folder (or the folder
above): what its layer may not see is not on its include path.
"""

import concurrent.futures
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

LAYERS = ("core", "plugin")
# What core/ may include beside itself: Eigen, oneTBB and the standard library.
CORE_MAY_INCLUDE = re.compile(r'<Eigen/\w+>|<(?:oneapi/)?tbb/\w+\.h>|<[a-z_0-9]+>')
# The folders of core/ and which others each may include, from top to bottom: nothing points up.
BELOW = {
    "core": ["core/dither", "core/files", "core/search", "core/palette", "core/kmeans", "core/histogram", "core/color",
             "core/base"],
    "core/dither": ["core/palette", "core/kmeans", "core/histogram", "core/color", "core/base"],
    "core/files": ["core/palette", "core/color", "core/base"],
    "core/search": ["core/palette", "core/kmeans", "core/histogram", "core/color", "core/base"],
    "core/palette": ["core/kmeans", "core/histogram", "core/color", "core/base"],
    "core/kmeans": ["core/color", "core/base"],
    "core/histogram": ["core/color", "core/base"],
    "core/color": ["core/base"],
    "core/base": [],
}
# What the user chose is a value without an algorithm, which every folder that obeys it may read.
EXCEPTIONS = {("core/search", "core/quantize_options.h")}


def layer_flags(source_root, build_root):
    """Returns the compiler command of each source without its suffix, and of each folder, without input and output."""
    flags = {}
    for entry in json.loads((build_root / "compile_commands.json").read_text(encoding="utf-8")):
        source = Path(os.path.normpath(Path(entry["directory"], entry["file"])))
        if source_root not in source.parents:
            continue
        words = shlex.split(entry["command"])
        kept = []
        skip_next = False
        for word in words:
            if skip_next:
                skip_next = False
            elif word in ("-o", "-MF", "-MQ"):
                skip_next = True
            elif word not in ("-c", "-MD", entry["file"]):
                kept.append(word)
        flags[source.with_suffix("")] = kept
        # A folder's last library or program is the one that uses the others.
        flags[source.parent] = kept
    return flags


def flags_for(path, flags):
    """Returns the flags of the source of a header or of a folder, else of the nearest folder above it that has some."""
    for candidate in (path.with_suffix(""), *path.parents):
        if candidate in flags:
            return flags[candidate]
    raise SystemExit(f"No source is compiled beside {path} or above.")


def compiles(command, header, build_root):
    """Compiles an empty source that includes the header, twice; returns what the compiler minds."""
    result = subprocess.run(
        [*command, "-Werror", "-fdiagnostics-color=never", "-fsyntax-only",
         "-include", header, "-include", header, "-x", "c++", os.devnull],
        cwd=build_root, capture_output=True, text=True, check=False)
    return result.stderr if result.returncode else ""


def foreign_includes(source_root, folder):
    """Returns a line for each include in a folder of core/ that is neither below it nor a library of core's."""
    lines = []
    for path in sorted((source_root / folder).glob("*")):
        if path.suffix not in (".h", ".cpp"):
            continue
        for include in re.findall(r"^\s*#\s*include\s+(\S+)", path.read_text(encoding="utf-8"), re.MULTILINE):
            name = include.strip('"')
            is_below = str(Path(name).parent) in [folder, *BELOW[folder]] or (folder, name) in EXCEPTIONS
            if not is_below and not CORE_MAY_INCLUDE.fullmatch(include):
                lines.append(f"{path.relative_to(source_root)} includes {include}")
    return "\n".join(lines)


def unknown_folders(source_root):
    """Returns a line for each folder of core/ that is missing in the table."""
    folders = {str(path.parent.relative_to(source_root)) for path in (source_root / "core").rglob("*.h")}
    return "\n".join(f"{folder} is not in BELOW" for folder in sorted(folders - set(BELOW)))


def report(number, name, problem):
    print(f"{'not ok' if problem else 'ok'} {number} - {name}")
    for line in problem.splitlines():
        print(f"# {line}", flush=True)


def main():
    source_root, build_root = (Path(argument).resolve() for argument in sys.argv[1:])
    flags = layer_flags(source_root, build_root)
    headers = [path for layer in LAYERS for path in sorted((source_root / layer).rglob("*.h"))]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        problems = list(pool.map(lambda path: compiles(flags_for(path, flags), str(path), build_root), headers))
    for number, (path, problem) in enumerate(zip(headers, problems), start=1):
        report(number, str(path.relative_to(source_root)), problem)

    checks = [(f"{folder} includes only what is below it", foreign_includes(source_root, folder)) for folder in BELOW]
    checks.append(("each folder of core/ has its place", unknown_folders(source_root)))
    sees_glib = not compiles(flags_for(source_root / "core", flags), "glib.h", build_root)
    checks.append(("core/ is compiled without GLib's include path",
                   "#include <glib.h> compiles with core's flags" if sees_glib else ""))
    for number, (name, problem) in enumerate(checks, start=len(headers) + 1):
        report(number, name, problem)
    print(f"1..{len(headers) + len(checks)}")


main()
