# SPDX-License-Identifier: GPL-3.0-or-later
"""The procedure as the PDB shows it: the names, ranges and defaults that scripts rely on."""

from fixtures import *  # noqa: F403

ARGUMENTS = {
    "k": (1, 256, 16), "seed": (0, 2147483647, 42), "n-init": (1, 100, 1), "max-iterations": (1, 10000, 300),
    "tolerance": (0.0, 100.0, 0.0), "dither-amount": (0.0, 1.0, 1.0), "alpha-threshold": (1, 255, 128),
    "rare-colors": (0.0, 1.0, 0.0), "dither-threshold": (0, 255, 0), "speck-size": (0, 10000, 0),
}
DEFAULTS = {
    "effort": "good", "color-space": "rgb", "dither": "none", "sort": "lightness", "fixed-colors": "",
    "use-fixed-palette": False, "fixed-palette": None, "output": "layer", "save-palette": True, "palette-name": "",
    "palette-file": None, "count-transparency": True, "matte": "", "transparent-color": "",
    "fixed-palette-file": None, "flat-areas": False,
    "palette-use": "keep", "color-bits": "888", "bayer-size": "8",
}
CHOICES = {
    "effort": ["plain", "fast", "good", "best"], "color-space": ["rgb", "oklab", "lab"],
    "dither": ["none", "floyd-steinberg", "atkinson", "stucki", "jarvis", "sierra", "blue-noise", "bayer"],
    "bayer-size": ["2", "4", "8", "16"], "sort": ["lightness", "hue", "population", "none"],
    "output": ["layer", "new-layer", "separations", "indexed", "palette"], "palette-use": ["keep", "only", "best-of"],
    "color-bits": ["888", "565", "555", "444", "333", "332", "222"],
}


def test_ranges_and_defaults():
    procedure = Gimp.get_pdb().lookup_procedure(PROCEDURE)
    arguments = {argument.name: argument for argument in procedure.get_arguments()}
    for name, (smallest, largest, default) in ARGUMENTS.items():
        argument = arguments[name]
        assert (argument.minimum, argument.maximum, argument.default_value) == (smallest, largest, default), name
    for name, default in DEFAULTS.items():
        assert arguments[name].get_default_value() == default, name
    own = [argument.name for argument in procedure.get_arguments()][3:]
    assert sorted(own) == sorted([*ARGUMENTS, *DEFAULTS]), own


def test_choices():
    procedure = Gimp.get_pdb().lookup_procedure(PROCEDURE)
    for name, nicks in CHOICES.items():
        choice = Gimp.param_spec_choice_get_choice(procedure.find_argument(name))
        assert choice.list_nicks() == nicks, (name, choice.list_nicks())


def test_returns():
    procedure = Gimp.get_pdb().lookup_procedure(PROCEDURE)
    names = [value.name.replace("-", "_") for value in procedure.get_return_values()]
    assert tuple(names[-len(RETURNS):]) == RETURNS, names


def test_procedure_browser_has_full_descriptions():
    for name in (PROCEDURE, "plug-in-kmeans-metrics", "plug-in-kmeans-palette-from-files"):
        procedure = Gimp.get_pdb().lookup_procedure(name)
        texts = {"blurb": procedure.get_blurb(), "help": procedure.get_help(), "authors": procedure.get_authors(),
                 "date": procedure.get_date(), "help id": procedure.get_help_id()}
        assert all(texts.values()), (name, texts)
        assert len(texts["help"]) > 100, (name, texts["help"])
        for described in (*procedure.get_arguments(), *procedure.get_return_values()):
            assert described.get_nick() and len(described.get_blurb()) > 8, (name, described.name, described.get_blurb())
            assert described.get_nick() != described.get_blurb(), (name, described.name)
        for argument in procedure.get_arguments()[3:]:
            if argument.__gtype__.name == "GimpParamChoice":
                choice = Gimp.param_spec_choice_get_choice(argument)
                assert all(choice.get_label(nick) for nick in choice.list_nicks()), (name, argument.name)


def test_menu():
    procedure = Gimp.get_pdb().lookup_procedure(PROCEDURE)
    assert procedure.get_menu_label() == "_K-Means Quantize…"
    assert procedure.get_menu_paths() == ["<Image>/Filters"]


def test_last_values_are_those_of_the_profile():
    # run wrote them; k is 3 there, and what the script passes does not count.
    returned = quantize(new_image(picture_rgb()), run_mode=Gimp.RunMode.WITH_LAST_VALS, k=9)
    assert len(returned.colors) == 3, returned.colors
    returned.palette.delete()
