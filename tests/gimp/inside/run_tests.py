# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs inside GIMP: every function test_… of the modules in KMQ_TESTS; writes TAP lines to KMQ_REPORT."""

import importlib
import os
import sys
import traceback

sys.path.insert(0, os.environ["KMQ_INSIDE"])
sys.dont_write_bytecode = True

from gi.repository import Gimp  # noqa: E402

with open(os.environ["KMQ_REPORT"], "a", encoding="utf-8") as report:
    for module_name in os.environ["KMQ_TESTS"].split():
        module = importlib.import_module(module_name)
        for name in [name for name in vars(module) if name.startswith("test_")]:
            label = f"{module_name}: {name.removeprefix('test_').replace('_', ' ')}"
            try:
                getattr(module, name)()
                report.write(f"ok - {label}\n")
            except Exception:  # pylint: disable=broad-except
                report.write(f"not ok - {label}\n")
                report.writelines(f"# {line}\n" for line in traceback.format_exc().splitlines())
            report.flush()
            for image in Gimp.get_images():
                image.delete()
    report.write("# end\n")
