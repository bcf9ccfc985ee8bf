# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts a module of inside/ in a GIMP of its own and returns the text that it writes."""

import sys
from pathlib import Path

from private_gimp import PrivateGimp

INSIDE = Path(__file__).resolve().parent / "inside"


def splash():
    """GIMP's own picture."""
    return next(Path("/usr/share/gimp").glob("*/images/gimp-splash.png"))


def measured(build, module, picture, **variables):
    with PrivateGimp(build) as gimp:
        result = gimp.folder / "result"
        process = gimp.python(INSIDE / f"{module}.py", KMQ_INSIDE=str(INSIDE), KMQ_SCRATCH=str(gimp.folder),
                              KMQ_PICTURE=str(Path(picture).resolve()), KMQ_RESULT=str(result), **variables)
        if process.returncode != 0 or not result.exists():
            sys.exit(process.stderr)
        return result.read_text(encoding="utf-8")
