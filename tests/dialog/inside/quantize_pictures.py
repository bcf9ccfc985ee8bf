# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside GIMP: makes the PNG files of a folder small, with 256 colors each; for tests/dialog/draw_dialog."""

import os
import sys

sys.path.insert(0, os.environ["KMQ_INSIDE"])
sys.dont_write_bytecode = True

from fixtures import *  # noqa: E402,F403


def main():
    export = Gimp.get_pdb().lookup_procedure("file-png-export")
    for path in sorted(Path(os.environ["KMQ_PICTURES"]).glob("*.png")):
        file = Gio.File.new_for_path(str(path))
        image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, file)
        image.flatten()
        quantize(image, k=256, output="indexed", save_palette=False)
        config = export.create_config()
        for name, value in {"image": image, "file": file, "include-exif": False, "time": False}.items():
            config.set_property(name, value)
        assert export.run(config).index(0) == Gimp.PDBStatusType.SUCCESS, Gimp.get_pdb().get_last_error()
        image.delete()


main()
