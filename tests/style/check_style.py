#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the files that git tracks: license (SPDX line), format (clang-format) or tidy (clang-tidy)."""

import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

# The clang tools of Debian 13: other versions format differently and know other checks.
CLANG_VERSION = "19"
SPDX_LINE = "SPDX-License-Identifier: GPL-3.0-or-later"
SOURCE_SUFFIXES = (".cpp", ".h", ".py", ".scm", ".sh")


def tracked_files(source_root):
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=source_root, stdout=subprocess.PIPE, text=True,
                             check=True).stdout
    return [name for name in listing.split("\0") if name and (source_root / name).is_file()]


def is_source(path):
    """Tells whether a file is code: by its name, or a script by its first line."""
    if path.suffix in SOURCE_SUFFIXES or path.name in ("meson.build", "meson.options"):
        return True
    with path.open("rb") as file:
        return file.read(2) == b"#!"


def license_problem(path):
    with path.open(encoding="utf-8") as file:
        head = [file.readline(), file.readline()]
    lines = head[1:] if head[0].startswith("#!") else head[:1]
    return "" if any(SPDX_LINE in line for line in lines) else f"the first line is not “{SPDX_LINE}”"


def clang_tool(name):
    """Returns the command of a clang tool in the version that counts."""
    for candidate in (f"{name}-{CLANG_VERSION}", name):
        command = shutil.which(candidate)
        if command:
            version = subprocess.run([command, "--version"], capture_output=True, text=True, check=True).stdout
            if re.search(rf"version {CLANG_VERSION}\.", version):
                return command
    sys.exit(f"{name} {CLANG_VERSION} is not here; start with: tests/in-gimp3 --suite trixie")


def output_on_failure(command):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return (result.stdout or f"exit code {result.returncode}") if result.returncode else ""


def checks(kind, source_root, build_root):
    """Returns the files to check and the function that returns a file's problem, empty if it has none."""
    paths = [source_root / name for name in tracked_files(source_root)]
    if kind == "license":
        return [path for path in paths if is_source(path)], license_problem
    if kind == "format":
        command = [clang_tool("clang-format"), "--dry-run", "--Werror"]
        return ([path for path in paths if path.suffix in (".cpp", ".h")],
                lambda path: output_on_failure([*command, str(path)]) and
                f"tests/in-gimp3 clang-format -i {path.relative_to(source_root)}   makes it so")
    if kind == "tidy":
        command = [clang_tool("clang-tidy"), "--quiet", "-p", str(build_root)]
        # GoogleTest's macros are not ours to tidy.
        return ([path for path in paths if path.suffix == ".cpp" and source_root / "tests" not in path.parents],
                lambda path: output_on_failure([*command, str(path)]))
    sys.exit(f"unknown check: {kind}")


def main():
    kind = sys.argv[1]
    source_root, build_root = (Path(argument).resolve() for argument in sys.argv[2:])
    paths, problem_of = checks(kind, source_root, build_root)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for number, (path, problem) in enumerate(zip(paths, pool.map(problem_of, paths)), start=1):
            print(f"{'not ok' if problem else 'ok'} {number} - {kind} {path.relative_to(source_root)}")
            for line in problem.splitlines():
                print(f"# {line}", flush=True)
    print(f"1..{len(paths)}")


main()
