# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside a GIMP with windows: calls the filter, while tests/dialog/run does what a user would."""

import re
import time
from random import Random

from fixtures import *  # noqa: F403

LAST_VALUES = Path(os.environ["GIMP3_DIRECTORY"]) / "plug-in-settings" / f"GimpProcedureConfigRun-{PROCEDURE}.last"
TASK = SCRATCH / "task"


FLAT_COLORS = [(200, 30, 40), (250, 240, 230), (20, 90, 160), (40, 40, 40)]


def wait_until(condition, seconds=40):
    end = time.monotonic() + seconds
    while not (value := condition()) and time.monotonic() < end:
        time.sleep(0.05)
    return value


def post(task):
    """Tells the outside what to do, when it is at the end of what it does."""
    assert wait_until(lambda: not TASK.exists()), "the outside does not come to an end"
    draft = TASK.with_suffix(".draft")
    draft.write_text(task, encoding="utf-8")
    draft.rename(TASK)


def ask(task):
    """Has the outside do something, and waits until it is done."""
    post(task)
    assert wait_until(lambda: not TASK.exists()), f"the outside does not come to an end with {task}"


def displayed_image(*arguments, **settings):
    image = new_image(*(arguments or [picture_rgb()]), **settings)
    Gimp.Display.new(image)
    image.clean_all()
    return image


def run_dialog(image, task, drawables=None):
    post(task)
    return run(image, drawables or image.get_layers(), run_mode=Gimp.RunMode.INTERACTIVE)


def confirm_dialog(image, task="confirm", drawables=None):
    """Runs the dialog, which must end with OK."""
    returned = run_dialog(image, task, drawables)
    assert returned.status == Gimp.PDBStatusType.SUCCESS, returned.message
    return returned


def set_last_values(text):
    LAST_VALUES.parent.mkdir(exist_ok=True)
    LAST_VALUES.write_text(text, encoding="utf-8")


def last_value(name):
    found = re.search(rf'\({name} "?([^")]*)"?\)', LAST_VALUES.read_text(encoding="utf-8"))
    assert found, f"{name} is not among the last values"
    return found.group(1)


def run_with_last_values(image):
    """Runs without the dialog, with the settings that the dialog had."""
    return quantize(image, k=int(last_value("k")), seed=int(last_value("seed")), effort=last_value("effort"),
                    color_space=last_value("color-space"), dither=last_value("dither"), sort=last_value("sort"),
                    fixed_colors=last_value("fixed-colors"), flat_areas=last_value("flat-areas") == "yes",
                    output=last_value("output"))


def contents(image):
    """All that a change of the image can change in it."""
    colors = colormap(image) if image.get_base_type() == Gimp.ImageBaseType.INDEXED else None
    return image.get_base_type(), image.get_precision(), colors, [native_bytes(layer) for layer in image.get_layers()]


def assert_undone_and_redone(image, before):
    """One Ctrl+Z brings back what was, and one Ctrl+Y what is."""
    after = contents(image)
    for task, wanted in (("undo", before), ("redo", after)):
        ask(task)
        assert wait_until(lambda: contents(image) == wanted), f"one {task} does not do"  # noqa: B023


def assert_same_as_batch(image, returned, *picture):
    batch_image = new_image(*picture)
    batch = run_with_last_values(batch_image)
    assert contents(image) == contents(batch_image)
    assert (returned.colors, returned.cost, returned.iterations) == (batch.colors, batch.cost, batch.iterations)


def test_it_can_be_seen_and_heard():
    assert run_dialog(displayed_image(), "look_around").status == Gimp.PDBStatusType.CANCEL


def test_help_is_there():
    run_dialog(displayed_image(), "ask_for_help")


def test_it_can_be_used_without_a_mouse():
    assert run_dialog(displayed_image(), "use_the_keys").status == Gimp.PDBStatusType.CANCEL


def test_it_can_be_used_with_a_mouse():
    assert run_dialog(displayed_image(), "use_the_mouse").status == Gimp.PDBStatusType.CANCEL


def test_an_error_is_told_and_mended():
    set_last_values("(k 7)\n")
    image = displayed_image()
    returned = confirm_dialog(image, "mend_an_error")
    assert returned.rgb[:2] == [(255, 0, 0), (0x12, 0x34, 0x56)]
    assert_same_as_batch(image, returned, picture_rgb())


def test_cancel_leaves_everything_at_every_stage():
    settings = '(k 20)\n(effort "best")\n(n-init 100)\n'
    image = displayed_image()
    before = snapshot(image)
    for task in ("cancel_at_once", "cancel_while_it_searches", "cancel_while_the_curve_is_searched",
                 "cancel_after_changes"):
        set_last_values(settings if task == "cancel_while_it_searches" else "(k 20)\n")
        wanted = LAST_VALUES.read_text(encoding="utf-8")
        assert run_dialog(image, task).status == Gimp.PDBStatusType.CANCEL
        assert state(image) == before, task
        assert LAST_VALUES.read_text(encoding="utf-8") == wanted, task


def test_ok_quantizes_and_can_be_undone_and_redone():
    set_last_values("(k 16)\n")
    image = displayed_image()
    before = contents(image)
    returned = confirm_dialog(image)
    assert_nearest(picture_rgb(), native_pixels(image.get_layers()[0]), returned.rgb)
    assert len(returned.rgb) == 16
    assert_undone_and_redone(image, before)


def test_ok_does_not_wait_for_the_preview():
    set_last_values('(effort "best")\n')
    image = displayed_image()
    returned = confirm_dialog(image, "confirm_while_it_searches")
    assert int(last_value("k")) == 11
    assert_same_as_batch(image, returned, picture_rgb())


def test_changed_settings_and_a_locked_color_give_the_bytes_of_a_batch_run():
    set_last_values("(k 16)\n")
    image = displayed_image()
    returned = confirm_dialog(image, "change_and_lock")
    assert int(last_value("k")) == 19
    assert int(last_value("seed")) != 42
    assert last_value("color-space") == "oklab"
    assert returned.rgb[0] == parse_hex(last_value("fixed-colors"))
    assert_same_as_batch(image, returned, picture_rgb())


def test_k_chosen_in_the_chart_gives_the_bytes_of_a_batch_run():
    set_last_values('(dither "bayer")\n')
    image = displayed_image()
    returned = confirm_dialog(image, "choose_in_the_chart")
    assert 35 < int(last_value("k")) < 45
    assert_same_as_batch(image, returned, picture_rgb())


def test_suggested_k_gives_the_bytes_of_a_batch_run():
    set_last_values("")
    image = displayed_image()
    returned = confirm_dialog(image, "take_the_suggested_k")
    assert 2 < int(last_value("k")) < 16
    assert_same_as_batch(image, returned, picture_rgb())


def test_the_curves_are_those_of_the_metrics():
    set_last_values("")
    image = displayed_image()
    assert run_dialog(image, "save_the_curves").status == Gimp.PDBStatusType.CANCEL
    procedure = Gimp.get_pdb().lookup_procedure("plug-in-kmeans-metrics")
    config = procedure.create_config()
    config.set_property("image", image)
    config.set_core_object_array("drawables", image.get_layers())
    wanted = procedure.run(config).index(1).split()
    found = (SCRATCH / "curves.csv").read_text(encoding="utf-8").split()
    assert [line.rsplit(",", 1)[0] for line in found] == [line.rsplit(",", 1)[0] for line in wanted], (found, wanted)
    assert (SCRATCH / "curves.svg").read_text(encoding="utf-8").startswith("<?xml")


def test_flat_areas_are_suggested_for_flat_art():
    def color(x):
        """Four areas and soft edges between them."""
        area, place = divmod(x, 50)
        step = max(0, place - 40) / 10
        return tuple(round(a + (b - a) * step) for a, b in zip(FLAT_COLORS[area], FLAT_COLORS[min(area + 1, 3)]))

    set_last_values("(k 4)\n")
    pixels = [color(x) for _ in range(100) for x in range(200)]
    image = displayed_image(pixels, size=(200, 100))
    returned = confirm_dialog(image, "accept_the_suggestion")
    assert sorted(returned.rgb) == sorted(FLAT_COLORS), returned.colors
    assert last_value("flat-areas") == "yes", last_value("flat-areas")
    batch_image = new_image(pixels, size=(200, 100))
    batch = run_with_last_values(batch_image)
    assert contents(image) == contents(batch_image) and returned.cost == batch.cost


def test_200_quick_changes_give_the_bytes_of_a_batch_run():
    set_last_values("")
    image = displayed_image(picture_rgb(), picture_alpha())
    returned = confirm_dialog(image, "change_quickly")
    assert int(last_value("k")) == 23
    assert_same_as_batch(image, returned, picture_rgb(), picture_alpha())


def test_preview_shows_what_ok_writes():
    for dither in ("floyd-steinberg", "blue-noise"):
        set_last_values(f'(k 5)\n(dither "{dither}")\n')
        image = displayed_image(picture_rgb(), picture_alpha())
        layer = image.get_layers()[0]
        # Where the pattern of the dithering begins depends on the place of the layer.
        layer.set_offsets(-3, 5)
        image.select_rectangle(Gimp.ChannelOps.REPLACE, 17, 9, 40, 21)
        confirm_dialog(image, "compare_the_preview")
        shown = (SCRATCH / "shown").read_bytes()
        for place, pixel in enumerate(native_pixels(layer)):
            # The caption covers the first rows; the others are compared where no checkerboard is seen through them.
            if place >= 5 * WIDTH and pixel[3] == 255:
                assert tuple(shown[3 * place:3 * place + 3]) == pixel[:3], f"{dither}: pixel {place}"


def test_preview_shows_effects():
    for is_seen in (True, False):
        set_last_values('(k 6)\n(output "new-layer")\n')
        image = displayed_image()
        layer = image.get_layers()[0]
        effect = Gimp.DrawableFilter.new(layer, "gegl:invert-linear", "")
        layer.append_filter(effect)
        effect.set_visible(is_seen)
        returned = confirm_dialog(image, "compare_the_preview")
        shown, result = (SCRATCH / "shown").read_bytes(), native_pixels(image.get_layers()[0])
        assert set(result) <= set(returned.rgb)
        for place in range(5 * WIDTH, WIDTH * HEIGHT):
            assert tuple(shown[3 * place:3 * place + 3]) == result[place], f"{is_seen}: pixel {place}"
        plain = quantize(new_image(picture_rgb()), k=6, output="palette", save_palette=False)
        assert (returned.colors == plain.colors) != is_seen


def test_an_indexed_image_has_a_preview_and_stays_indexed():
    for output in ("layer", "indexed"):
        set_last_values(f'(k 5)\n(output "{output}")\n')
        image = displayed_image()
        image.convert_indexed(Gimp.ConvertDitherType.NONE, Gimp.ConvertPaletteType.GENERATE, 64, False, False, "")
        before = contents(image)
        returned = confirm_dialog(image, "compare_the_preview")
        colors, shown = colormap(image), (SCRATCH / "shown").read_bytes()
        assert colors == returned.rgb and len(colors) == 5
        for place, (index,) in enumerate(native_pixels(image.get_layers()[0])):
            if place >= 5 * WIDTH:
                assert tuple(shown[3 * place:3 * place + 3]) == colors[index], f"{output}: pixel {place}"
        assert_undone_and_redone(image, before)


def test_nothing_opaque_cannot_be_confirmed():
    image = displayed_image(picture_rgb(), [0] * (WIDTH * HEIGHT))
    assert run_dialog(image, "read_that_nothing_is_opaque").status == Gimp.PDBStatusType.CANCEL


def test_indexed_from_16_bit_with_two_layers():
    set_last_values('(output "indexed")\n(k 5)\n')
    image = displayed_image(precision=Gimp.Precision.U16_LINEAR)
    add_layer(image, picture_rgb(), picture_alpha())
    before = contents(image)
    returned = confirm_dialog(image)
    # Transparency is one of the five.
    assert colormap(image) == returned.rgb and len(returned.rgb) == 4
    # Undo and redo must give our indices again, not those that GIMP's own conversion would choose.
    assert_undone_and_redone(image, before)


def test_indexed_from_the_colors_of_a_selection():
    set_last_values('(output "indexed")\n(k 5)\n')
    images = displayed_image(), new_image(picture_rgb())
    for image in images:
        image.select_rectangle(Gimp.ChannelOps.REPLACE, 3, 4, 20, 20)
    returned = confirm_dialog(images[0])
    assert returned.colors == run_with_last_values(images[1]).colors
    assert contents(images[0]) == contents(images[1])


def test_opaque_pixels_are_read_once_for_all_outputs():
    set_last_values("(k 5)\n")
    image = displayed_image()
    returned = confirm_dialog(image, "change_the_output_without_reading")
    assert last_value("output") == "indexed"
    assert_same_as_batch(image, returned, picture_rgb())


def test_transparent_pixels_are_read_again_for_an_indexed_image():
    set_last_values("(k 5)\n")
    image = displayed_image(picture_rgb(), picture_alpha())
    returned = confirm_dialog(image, "change_the_output_with_reading")
    assert_same_as_batch(image, returned, picture_rgb(), picture_alpha())


def test_several_layers_share_a_palette():
    set_last_values("(k 6)\n")
    pictures = picture_rgb(), [(blue, red, green) for red, green, blue in picture_rgb()]
    images = [new_image(pictures[0]), new_image(pictures[0])]
    for image in images:
        add_layer(image, pictures[1])
    Gimp.Display.new(images[0])
    returned = confirm_dialog(images[0])
    batch = run_with_last_values(images[1])
    assert returned.colors == batch.colors and returned.distinct_colors == batch.distinct_colors
    assert contents(images[0]) == contents(images[1])


def test_the_preview_shows_each_layer():
    for dither in ("none", "floyd-steinberg"):
        set_last_values(f'(k 6)\n(dither "{dither}")\n')
        image = displayed_image()
        source = Random(3)
        layer = add_layer(image, [(source.randrange(256), 0, source.randrange(256)) for _ in range(30 * 24)], size=(30, 24))
        layer.set_offsets(7, 11)
        confirm_dialog(image, "look_at_the_other_layer", [image.get_layers()[1], layer])
        shown = (SCRATCH / "shown").read_bytes()
        pixels = native_pixels(layer)
        wrong = [i for i in range(5 * 30, 30 * 24) if tuple(shown[3 * i:3 * i + 3]) != pixels[i][:3]]
        assert not wrong, (dither, len(wrong), wrong[:5])


def test_it_tells_what_counts():
    set_last_values("(k 6)\n")
    image = displayed_image(precision=Gimp.Precision.U16_NON_LINEAR)
    layer = image.get_layers()[0]
    blur = Gimp.DrawableFilter.new(layer, "gegl:gaussian-blur", "")
    layer.append_filter(blur)
    add_layer(image, picture_rgb()).set_visible(False)
    text = Gimp.TextLayer.new(image, "k", Gimp.context_get_font(), 30, Gimp.Unit.pixel())
    image.insert_layer(text, None, 0)
    text.add_mask(text.create_mask(Gimp.AddMaskType.WHITE))
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 0, 0, 20, 20)
    assert run_dialog(image, "read_what_counts", [layer]).status == Gimp.PDBStatusType.CANCEL


def test_pixels_that_change_while_the_dialog_is_open_count_as_they_are():
    set_last_values("(k 6)\n")
    image = displayed_image()
    image.get_layers()[0].invert(False)
    assert_same_as_batch(image, confirm_dialog(image, "undo_and_confirm"), picture_rgb())


def test_a_layer_that_goes_while_the_dialog_is_open_is_an_error():
    set_last_values("(k 6)\n")
    image = displayed_image()
    before = snapshot(image)
    layer = add_layer(image, picture_rgb())
    returned = run_dialog(image, "undo_and_confirm", [layer])
    assert returned.status == Gimp.PDBStatusType.CALLING_ERROR
    assert "not in the image any more" in returned.message, returned.message
    assert state(image) == before


def test_new_layers_in_gray_and_float():
    set_last_values('(output "new-layer")\n')
    image = displayed_image(gray=True, precision=Gimp.Precision.FLOAT_LINEAR)
    add_layer(image, picture_rgb(), picture_alpha())
    before = contents(image)
    confirm_dialog(image)
    assert len(image.get_layers()) == 4
    assert_undone_and_redone(image, before)


def test_one_pixel():
    set_last_values("")
    image = displayed_image([(10, 20, 30)], size=(1, 1))
    assert confirm_dialog(image).rgb == [(10, 20, 30)]


def test_a_color_is_copied():
    set_last_values("")
    assert run_dialog(displayed_image(), "copy_a_color").status == Gimp.PDBStatusType.CANCEL


def test_a_color_is_locked_for_some_pixels_or_none():
    set_last_values("(k 5)\n")
    image = displayed_image()
    returned = confirm_dialog(image, "lock_by_kinds")
    assert last_value("fixed-colors") == returned.colors[0] + "="
    assert_same_as_batch(image, returned, picture_rgb())


def test_a_color_is_edited():
    set_last_values("(k 5)\n")
    image = displayed_image()
    colors = quantize(new_image(picture_rgb()), k=5).colors
    returned = confirm_dialog(image, "edit_a_color")
    assert returned.colors == [colors[0], "#2468ac", *colors[2:]]
    assert_same_as_batch(image, returned, picture_rgb())


def test_a_color_of_a_gray_image_is_edited():
    set_last_values("(k 4)\n")
    assert run_dialog(displayed_image(gray=True), "edit_a_gray").status == Gimp.PDBStatusType.CANCEL


def test_colors_are_removed_and_moved():
    set_last_values("(k 6)\n")
    image = displayed_image()
    colors = quantize(new_image(picture_rgb()), k=6).colors
    returned = confirm_dialog(image, "remove_and_move")
    assert returned.colors == [colors[i] for i in (2, 1, 3, 4)]
    assert_same_as_batch(image, returned, picture_rgb())


def test_keys_may_come_quickly():
    set_last_values('(k 12)\n(effort "best")\n')
    image = displayed_image()
    returned = confirm_dialog(image, "work_quickly")
    assert_same_as_batch(image, returned, picture_rgb())


def test_colors_beside_a_key_color_are_edited():
    settings = {"transparent_color": "#ff00ff", "output": "indexed", "save_palette": False}
    set_last_values('(k 5)\n(output "indexed")\n(transparent-color "#ff00ff")\n')
    image = displayed_image(picture_rgb(), picture_alpha())
    returned = confirm_dialog(image, "edit_beside_a_key_color")
    batch_image = new_image(picture_rgb(), picture_alpha())
    batch = quantize(batch_image, k=5, fixed_colors=last_value("fixed-colors"), **settings)
    assert contents(image) == contents(batch_image) and returned.colors == batch.colors
    assert "#13579b" in returned.colors and len(returned.colors) == 5


def test_chosen_candidates_are_edited():
    set_last_values('(k 3)\n(palette-use "best-of")\n(fixed-colors "black white red lime blue yellow")\n')
    image = displayed_image()
    returned = confirm_dialog(image, "edit_chosen_candidates")
    assert last_value("palette-use") == "keep" and len(returned.colors) == 2
    assert_same_as_batch(image, returned, picture_rgb())


def test_colors_are_added_and_freed():
    palette = Gimp.Palette.new("Given")
    for color in ("red", "lime", "blue", "yellow"):
        palette.add_entry(color, Gegl.Color.new(color))
    (SCRATCH / "more.hex").write_text("445566\n778899\n", encoding="utf-8")
    set_last_values("(k 2)\n")
    assert run_dialog(displayed_image(), "add_and_reset").status == Gimp.PDBStatusType.CANCEL
    palette.delete()


def test_colors_are_picked_in_the_picture():
    set_last_values("(k 3)\n")
    source = [(128, 128, 128) if x < 40 else (96, 96, 96) for _ in range(HEIGHT) for x in range(WIDTH)]
    for x, y in ((WIDTH // 2 - 1, HEIGHT // 2), (WIDTH // 2, HEIGHT // 2), (WIDTH // 2, HEIGHT // 2 - 1)):
        source[y * WIDTH + x] = (255, 0, 0)
    image = displayed_image(source)
    returned = confirm_dialog(image, "pick_colors")
    assert returned.rgb[:3] == [(255, 0, 0), (96, 96, 96), (128, 128, 128)]
    assert_same_as_batch(image, returned, source)


def test_the_layer_effect_is_added_edited_and_merged():
    image = displayed_image()
    layer, source = image.get_layers()[0], picture_rgb()

    def colors_seen():
        seen = Gimp.Layer.new_from_visible(image, image, "seen")
        return len(set(native_pixels(seen)))

    def effects():
        return [(effect.get_operation_name(), effect.get_config().get_property("k")) for effect in layer.get_filters()]

    ask("add_the_effect")
    assert wait_until(lambda: effects() == [("kmq:quantize", 5)]), effects()
    assert native_pixels(layer) == source and colors_seen() == 5
    ask("undo")
    assert wait_until(lambda: not effects()) and colors_seen() == len(set(source))
    ask("redo")
    assert wait_until(lambda: effects() == [("kmq:quantize", 5)]), effects()
    ask("edit_the_effect")
    # libgimp remembers the settings that it has once asked for.
    assert wait_until(lambda: colors_seen() == 3) and native_pixels(layer) == source, colors_seen()
    ask("merge_the_effect")
    assert wait_until(lambda: not effects()), effects()
    by_plug_in = new_image(picture_rgb())
    quantize(by_plug_in, k=3, effort="fast", save_palette=False)
    assert native_bytes(layer) == native_bytes(by_plug_in.get_layers()[0])


def test_settings_are_saved_and_loaded_and_reset():
    set_last_values("(k 12)\n")
    assert run_dialog(displayed_image(), "save_load_and_reset").status == Gimp.PDBStatusType.CANCEL


def test_menu_and_repeat():
    set_last_values("(save-palette no)\n")
    image = displayed_image()
    before = contents(image)
    batch_image = new_image(picture_rgb())
    quantize(batch_image, k=7, save_palette=False)
    after = contents(batch_image)
    ask("open_by_menu")
    # The dialog is gone before the pixels are written.
    assert wait_until(lambda: contents(image) == after), "the menu did nothing"
    ask("undo")
    assert wait_until(lambda: contents(image) == before)
    ask("repeat")
    assert wait_until(lambda: contents(image) == after), "Ctrl+F did not repeat it"
