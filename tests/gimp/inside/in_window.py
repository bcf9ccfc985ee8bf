# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside a GIMP with windows; tests/gimp/window presses the keys."""

import time

from fixtures import *  # noqa: F403
from seen import SIZE, blurred_image, checkerboard, masked_image, noise, wide_image

REQUEST = SCRATCH / "request"
# GIMP reads an .act of 256 colors only, and counts in an .aco of 128 to 255 colors below 0.
IMPORTS = (("gpl", 17), ("pal", 17), ("pal", 256), ("act", 256), ("aco", 17), ("aco", 256), ("ase", 17), ("ase", 256),
           ("css", 17), ("css", 256))


def ask(request, is_done):
    """Has the user do something, and waits until it is done."""
    draft = REQUEST.with_suffix(".draft")
    draft.write_text(request, encoding="utf-8")
    draft.rename(REQUEST)
    for _ in range(600):
        if not REQUEST.exists() and is_done():
            return
        time.sleep(0.2)
    raise AssertionError(f"“{request}” had no effect")


def imported(path):
    """What GIMP makes of a file: the colors of a palette, and their names."""
    for image in Gimp.get_images():
        image.delete()  # else GIMP would offer to take the colors of the image
    before = palette_names()
    ask(f"import {path}", lambda: len(palette_names()) > len(before))
    name, = set(palette_names()) - set(before)
    palette = Gimp.Palette.get_by_name(name)
    colors = colors_in_space_of(add_layer(new_image(picture_rgb()), [(0, 0, 0)], size=(1, 1)), palette)
    names = [palette.get_entry_name(i)[1] for i in range(len(colors))]
    palette.delete()
    return colors, names


def check_import(extension, k):
    path = SCRATCH / f"read-{k}.{extension}"
    returned = quantize(new_image(picture_rgb()), k=k, output="palette", save_palette=False, effort="fast",
                        palette_file=Gio.File.new_for_path(str(path)))
    colors, names = imported(path)
    assert colors == returned.rgb, (extension, k, colors, returned.rgb)
    if extension in ("gpl", "ase"):
        assert [name[:8] for name in names] == [f"{color} " for color in returned.colors], names


def test_gimp_imports_the_palette_files_that_it_reads():
    for extension, k in IMPORTS:
        check_import(extension, k)


def everything(image):
    """The image as undo and redo bring it back."""
    layers = all_layers(image)
    palette = image.get_palette() if image.get_base_type() == Gimp.ImageBaseType.INDEXED else None
    return (image.get_base_type(), image.get_precision(),
            palette and colors_in_space_of(layers[0], palette), native_bytes(image.get_selection()),
            [(layer.get_name(), layer.get_lock_content(), native_bytes(layer), len(layer.get_filters() or []),
              layer.get_mask() and native_bytes(layer.get_mask())) for layer in layers],
            [(layer.get_name(), layer.is_group()) for layer in image.get_layers()])


def hidden_image():
    image = new_image(checkerboard(), size=SIZE)
    add_layer(image, noise(), size=SIZE).set_visible(False)
    return image


def indexed_image():
    image = new_image(picture_rgb())
    image.convert_indexed(Gimp.ConvertDitherType.NONE, Gimp.ConvertPaletteType.GENERATE, 32, False, False, "")
    return image


def clear_image():
    return new_image(picture_rgb(), picture_alpha())


SEEN = (
    (blurred_image, {"output": "layer"}), (blurred_image, {"output": "new-layer"}), (blurred_image, {"output": "indexed"}),
    (masked_image, {"output": "layer"}), (masked_image, {"output": "new-layer"}), (masked_image, {"output": "indexed"}),
    (hidden_image, {"output": "indexed"}), (wide_image, {"output": "layer"}), (wide_image, {"output": "indexed"}),
    (indexed_image, {"output": "layer"}), (indexed_image, {"output": "indexed", "sort": "none", "k": 32}),
    (clear_image, {"output": "indexed", "count_transparency": False}),
    (clear_image, {"output": "indexed", "alpha_threshold": 200}), (clear_image, {"output": "indexed", "matte": "#336699"}),
    (clear_image, {"output": "indexed", "transparent_color": "#ff00ff"}),
)


def test_what_is_seen_is_one_step_of_undo():
    for build, settings in SEEN:
        image = build()
        display = Gimp.Display.new(image)
        before = everything(image)
        quantize(image, **{"k": 4, "save_palette": False, **settings})
        after = everything(image)
        if after == before:  # as with a colormap that fits
            assert settings.get("sort") == "none"
            display.delete()
            continue
        ask("undo", lambda: everything(image) == before)  # noqa: B023
        ask("redo", lambda: everything(image) == after)  # noqa: B023
        display.delete()


def test_separations_are_one_step_of_undo():
    image = new_image(picture_rgb(), picture_alpha())
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 0, 0, 30, 30)
    display = Gimp.Display.new(image)
    before = everything(image)
    quantize(image, k=5, output="separations", speck_size=9)
    after = everything(image)
    assert len(after[4]) == 6 and len(before[4]) == 1, (before[5], after[5])
    ask("undo", lambda: len(image.get_layers()) == 1)
    assert everything(image) == before, "undo"
    ask("redo", lambda: len(image.get_layers()) == 2)
    assert everything(image) == after, "redo"
    display.delete()


def test_indices_are_ours_after_undo_and_redo():
    for precision in (Gimp.Precision.U8_NON_LINEAR, Gimp.Precision.FLOAT_LINEAR):
        image = new_image(picture_rgb(), picture_alpha(), precision=precision)
        group = Gimp.GroupLayer.new(image, "group")
        image.insert_layer(group, None, 0)
        add_layer(image, picture_rgb(), parent=group).set_lock_content(True)
        text = Gimp.TextLayer.new(image, "k", Gimp.context_get_font(), 30, Gimp.Unit.pixel())
        image.insert_layer(text, None, 0)
        text.set_offsets(20, 0)
        image.select_rectangle(Gimp.ChannelOps.REPLACE, 0, 0, 10, 30)
        Gimp.Selection.feather(image, 5)
        display = Gimp.Display.new(image)
        before = everything(image)
        returned = quantize(image, k=9, dither="floyd-steinberg", output="indexed", save_palette=False)
        after = everything(image)
        assert after[2] == returned.rgb and after != before
        for _ in range(2):
            ask("undo", lambda: image.get_base_type() == before[0])
            assert everything(image) == before, "undo"
            ask("redo", lambda: image.get_base_type() == after[0])
            assert everything(image) == after, "redo"
        display.delete()
