# SPDX-License-Identifier: GPL-3.0-or-later
"""A GIMP with a profile of its own: the plug-in of a build folder, few others, nothing of the user."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

SOURCE_ROOT = Path(__file__).resolve().parents[2]
# What the tests themselves need; all of GIMP's plug-ins would make each start last seconds.
SYSTEM_PLUG_INS = ("script-fu", "python-eval", "file-png", "file-jpeg", "file-gif-load", "file-gif-export")


def first_existing(*names):
    for name in names:
        if found := shutil.which(name):
            return found
    raise SystemExit(f"None of these programs is installed: {', '.join(names)}")


def system_plug_in_folder():
    found = sorted(Path("/usr").glob("lib*/**/gimp/*.0/plug-ins"))
    if not found:
        raise SystemExit("GIMP's plug-in folder is not below /usr/lib.")
    return found[-1]


def system_operation_folder():
    """GEGL's own modules, without which nothing is drawn."""
    found = sorted(Path("/usr").glob("lib*/**/gegl-0.4/gegl-core.so"))
    if not found:
        raise SystemExit("GEGL's modules are not below /usr/lib.")
    return found[-1].parent


class PrivateGimp:
    """Use it in a with statement: the profile goes away at the end."""

    def __init__(self, build_folder, more_plug_ins=()):
        build = Path(build_folder).resolve()
        self.binary = build / "plugin" / "kmeans-quantize"
        if not self.binary.exists():
            raise SystemExit(f"{self.binary} is missing: build the project first.")
        self.operation = build / "plugin" / "operation" / "kmq-quantize.so"
        self.locale = build / "po"
        self.help = build / "data" / "help"
        self._plug_ins = (*SYSTEM_PLUG_INS, *more_plug_ins)
        self._temporary = tempfile.TemporaryDirectory(prefix="kmeans-quantize test ")
        self.folder = Path(self._temporary.name)

    def __enter__(self):
        self.profile = self.folder / "profile"
        plug_ins = self.folder / "plug-ins"
        own = plug_ins / "kmeans-quantize"
        own.mkdir(parents=True)
        self.profile.mkdir()
        (own / "kmeans-quantize").symlink_to(self.binary)
        (own / "locale").symlink_to(self.locale)
        (own / "help").symlink_to(self.help)
        self.operations = self.folder / "operations"
        self.operations.mkdir()
        (self.operations / "kmq-quantize.so").symlink_to(self.operation)
        (self.operations / "locale").symlink_to(self.locale)
        for name in self._plug_ins:
            (plug_ins / name).symlink_to(system_plug_in_folder() / name)
        (self.profile / "gimprc").write_text(f'(plug-in-path "{plug_ins}")\n(check-updates no)\n', encoding="utf-8")
        return self

    def __exit__(self, *_exception):
        self._temporary.cleanup()

    def environment(self, **variables):
        kept = {name: os.environ[name] for name in ("PATH", "DISPLAY", "XAUTHORITY") if name in os.environ}
        return {**kept, "HOME": str(self.folder), "GIMP3_DIRECTORY": str(self.profile), "LC_ALL": "C.UTF-8",
                "GEGL_PATH": f"{system_operation_folder()}:{self.operations}", "NO_AT_BRIDGE": "1", **variables}

    def batch(self, interpreter, commands, folder=None, **variables):
        """Runs commands in a headless GIMP, in a folder; returns the finished process."""
        arguments = [first_existing("gimp-console", "gimp-console-3"), "-i", "-s", "-d",
                     f"--batch-interpreter={interpreter}"]
        for command in commands:
            arguments += ["-b", command]
        return subprocess.run([*arguments, "--quit"], env=self.environment(**variables), cwd=folder, check=False,
                              errors="replace",
                              timeout=300, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def python(self, script, folder=None, **variables):
        return self.batch("python-fu-eval", [f"exec(compile(open({str(script)!r}).read(), {str(script)!r}, 'exec'))"],
                          folder, **variables)

    def scheme(self, *commands, folder=None, **variables):
        return self.batch("plug-in-script-fu-eval", commands, folder, **variables)
