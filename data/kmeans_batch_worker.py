# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs inside GIMP: does what kmeans-batch asks for, over a connection, until that ends.

A request is a tuple of a name and arguments; the answer is ("done", value) or ("failed", sentence).
"""

import contextlib
import os
from multiprocessing.connection import Client

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp, Gio, GLib, GObject  # noqa: E402

PROCEDURE = "plug-in-kmeans-quantize"
PALETTE_PROCEDURE = "plug-in-kmeans-palette-from-files"
# What a picture is, and what each picture of a batch has its own.
NOT_OFFERED = ("run-mode", "image", "drawables", "palette-file")


class Refused(Exception):
    """A sentence that says what is wrong."""


def procedure_named(name):
    procedure = Gimp.get_pdb().lookup_procedure(name)
    if procedure is None:
        raise Refused(f"GIMP has no procedure “{name}”: install the plug-in that offers it.")
    return procedure


def run(name, **arguments):
    """Runs a procedure of GIMP without any dialog; returns its values."""
    procedure = procedure_named(name)
    config = procedure.create_config()
    config.set_property("run-mode", Gimp.RunMode.NONINTERACTIVE)
    for argument, value in arguments.items():
        argument = argument.replace("_", "-")
        if argument == "drawables":
            config.set_core_object_array(argument, value)
        else:
            config.set_property(argument, value)
    values = procedure.run(config)
    if values.index(0) != Gimp.PDBStatusType.SUCCESS:
        raise Refused(Gimp.get_pdb().get_last_error())
    return values


def described(argument):
    """An argument of the procedure, in values that can be sent."""
    description = {"name": argument.name, "help": argument.get_blurb(), "kind": "text", "default": None}
    kind = GObject.type_name(argument.__gtype__)
    if kind in ("GParamInt", "GParamDouble"):
        description.update(kind="int" if kind == "GParamInt" else "float", default=argument.default_value,
                           smallest=argument.minimum, largest=argument.maximum)
    elif kind == "GParamBoolean":
        description.update(kind="flag", default=argument.default_value)
    elif kind == "GimpParamChoice":
        choice = Gimp.param_spec_choice_get_choice(argument)
        description.update(kind="choice", default=Gimp.param_spec_choice_get_default(argument),
                           choices=list(choice.list_nicks()))
    elif "Palette" in kind:
        description.update(kind="palette")
    elif kind in ("GimpParamFile", "GParamObject"):
        description.update(kind="file")
    return description


def describe():
    """The arguments of the procedure that a batch can be given."""
    arguments = procedure_named(PROCEDURE).get_arguments()
    return [described(argument) for argument in arguments if argument.name not in NOT_OFFERED]


def palette_named(name):
    palette = Gimp.Palette.get_by_name(name)
    if palette is None:
        raise Refused(f"GIMP has no palette “{name}”: choose one of its Palettes dialog, by its exact name.")
    return palette


def settings_of(sent):
    """Values as GIMP takes them."""
    settings = {}
    for name, (kind, value) in sent.items():
        if kind == "palette":
            value = palette_named(value)
        elif kind == "file":
            value = Gio.File.new_for_path(value)
        settings[name] = value
    return settings


def last_error(path):
    sentence = Gimp.get_pdb().get_last_error()
    return sentence if sentence and sentence != "success" else f"GIMP cannot read “{path}”."


@contextlib.contextmanager
def loaded(path):
    """The picture of a file, for as long as it is needed."""
    try:
        image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(path))
    except GLib.Error as error:
        raise Refused(error.message) from error
    if image is None:
        raise Refused(last_error(path))
    try:
        yield image
    finally:
        image.delete()


def layers_in(items):
    """Layers, and those in groups."""
    return [layer for item in items
            for layer in (layers_in(item.get_children()) if item.is_group() else [item])]


def save(image, path):
    """Writes a picture in the type of its name."""
    file = Gio.File.new_for_path(path)
    if path.endswith(".webp"):
        run("file-webp-export", image=image, file=file, lossless=True)
    elif path.endswith(".gif"):
        run("file-gif-export", image=image, file=file, as_animation=len(image.get_layers()) > 1)
    else:
        try:
            is_saved = Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, file, None)
        except GLib.Error as error:
            raise Refused(error.message) from error
        if not is_saved:
            raise Refused(last_error(path))


def quantize_layers(image, settings, palette_file):
    """Quantizes all layers of an image, and writes its palette to a file unless that is None; returns its colors."""
    file = {"palette-file": Gio.File.new_for_path(palette_file)} if palette_file else {}
    return list(run(PROCEDURE, image=image, drawables=layers_in(image.get_layers()), **settings, **file).index(2))


def quantize_image(image, settings, palette_files):
    """Quantizes an image; a run writes one palette file, so each further one is of a run of its own, on a copy."""
    first, *others = palette_files or [None]
    for path in others:
        copy = image.duplicate()
        try:
            quantize_layers(copy, {**settings, "save-palette": False}, path)
        finally:
            copy.delete()
    return quantize_layers(image, settings, first)


def quantize(path, settings, palette_files, picture_files):
    """Quantizes one picture into files; returns its colors."""
    with loaded(path) as image:
        colors = quantize_image(image, settings_of(settings), palette_files)
        for file in picture_files:
            save(image, file)
        return colors


def shared_palette(paths, settings, palette_files):
    """The palette of many pictures; a run writes one palette file, so each further one is of a run of its own.

    Returns  it as given colors, and the pictures that could not be read, with a sentence for each
    """
    names = {argument.name for argument in procedure_named(PALETTE_PROCEDURE).get_arguments()}
    settings = {name: value for name, value in settings_of(settings).items() if name in names}
    for path in palette_files or [None]:
        file = {"palette-file": Gio.File.new_for_path(path)} if path else {}
        values = run(PALETTE_PROCEDURE, files=paths, **settings, **file)
    return values.index(8), dict(zip(values.index(6), values.index(7)))


REQUESTS = {"describe": describe, "quantize": quantize, "shared palette": shared_palette}


def answer(name, *arguments):
    try:
        return "done", REQUESTS[name](*arguments)
    except Refused as error:
        return "failed", str(error)


def main():
    with Client(os.environ["KMEANS_BATCH_ADDRESS"], authkey=bytes.fromhex(os.environ["KMEANS_BATCH_KEY"])) as connection:
        while True:
            try:
                request = connection.recv()
            except EOFError:
                return
            connection.send(answer(*request))


main()
