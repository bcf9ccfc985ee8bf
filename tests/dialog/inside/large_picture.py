# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside GIMP: the dialog on 24 megapixels, for tests/dialog/measure."""

from fixtures import *  # noqa: F403

SIZE = (6000, 4000)
LAST_VALUES = Path(os.environ["GIMP3_DIRECTORY"]) / "plug-in-settings" / f"GimpProcedureConfigRun-{PROCEDURE}.last"


def large_picture():
    """GIMP's splash picture, enlarged: interpolation makes many more colors of it."""
    splash = next(Path(Gimp.data_directory()).glob("images/gimp-splash.png"))
    image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(str(splash)))
    image.flatten()
    image.scale(*SIZE)
    return image


def test_dialog_on_a_large_picture():
    image = large_picture()
    run(image, image.get_layers(), run_mode=Gimp.RunMode.INTERACTIVE)
    LAST_VALUES.parent.mkdir(exist_ok=True)
    LAST_VALUES.write_text('(effort "best")\n(n-init 100)\n', encoding="utf-8")
    for _ in range(2):
        run(image, image.get_layers(), run_mode=Gimp.RunMode.INTERACTIVE)
    LAST_VALUES.unlink()
    image.get_layers()[0].add_alpha()
    run(image, image.get_layers(), run_mode=Gimp.RunMode.INTERACTIVE)
