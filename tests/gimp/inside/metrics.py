# SPDX-License-Identifier: GPL-3.0-or-later
"""plug-in-kmeans-metrics: its table, files and suggestion, and that it changes nothing."""

import csv
import io

from fixtures import *  # noqa: F403

METRICS = "plug-in-kmeans-metrics"
FLAT = [(0, 0, 0), (200, 0, 0), (0, 200, 0), (0, 0, 200), (250, 250, 250)]


def measure(image, drawables=None, **settings):
    """Returns status, message, table as rows of text, suggested k and distinct colors."""
    procedure = Gimp.get_pdb().lookup_procedure(METRICS)
    config = procedure.create_config()
    config.set_property("image", image)
    config.set_core_object_array("drawables", drawables or image.get_layers())
    for name, value in settings.items():
        config.set_property(name.replace("_", "-"), value)
    values = procedure.run(config)
    if values.index(0) != Gimp.PDBStatusType.SUCCESS:
        return values.index(0), Gimp.get_pdb().get_last_error(), None, None, None
    rows = list(csv.DictReader(io.StringIO(values.index(1))))
    return values.index(0), "", rows, values.index(2), values.index(3)


def file(path):
    return Gio.File.new_for_path(str(path))


def flat_image():
    return new_image([FLAT[(x // 5 + y) % len(FLAT)] for y in range(HEIGHT) for x in range(WIDTH)])


def test_arguments():
    procedure = Gimp.get_pdb().lookup_procedure(METRICS)
    arguments = {argument.name: argument for argument in procedure.get_arguments()[3:]}
    assert list(arguments) == ["k-min", "k-max", "k-step", "seed", "effort", "color-space", "n-init", "csv-file",
                               "plot-file"], list(arguments)
    ranges = {name: (arguments[name].minimum, arguments[name].maximum, arguments[name].default_value)
              for name in ("k-min", "k-max", "k-step")}
    assert ranges == {"k-min": (1, 256, 2), "k-max": (1, 256, 64), "k-step": (1, 256, 2)}, ranges
    assert all(argument.get_blurb() for argument in arguments.values())
    assert [value.name for value in procedure.get_return_values()][-3:] == ["table", "suggested-k", "distinct-colors"]


def test_costs_are_those_of_the_filter_and_nothing_changes():
    image = new_image(picture_rgb(), picture_alpha())
    before = snapshot(image)
    shared = {"seed": 3, "effort": "fast", "color_space": "oklab", "n_init": 2}
    _, message, rows, _, distinct = measure(image, k_min=3, k_max=11, k_step=4, **shared)
    assert rows is not None, message
    assert [row["k"] for row in rows] == ["3", "7", "11"], rows
    assert state(image) == before
    for row in rows:
        returned = quantize(image, k=int(row["k"]), output="palette", save_palette=False, **shared)
        assert float(row["cost"]) == returned.cost and float(row["mse"]) == returned.mse, row
        assert int(row["iterations"]) == returned.iterations and float(row["seconds"]) > 0, row
        assert distinct == returned.distinct_colors


def test_few_flat_colors_are_suggested():
    # 5 is not among 2, 4, 6 …
    _, message, rows, suggested, distinct = measure(flat_image(), effort="fast")
    assert (suggested, distinct) == (len(FLAT), len(FLAT)), (message, suggested, distinct)
    assert len(rows) == 32


def test_two_numbers_give_no_suggestion():
    assert measure(new_image(picture_rgb()), k_min=4, k_max=6, effort="fast")[3] == 0


def test_files():
    for name, begin in (("chart ü.png", b"\x89PNG"), ("chart.SVG", b"<?xml")):
        table, plot = SCRATCH / "table ü.csv", SCRATCH / name
        _, message, rows, _, _ = measure(flat_image(), k_max=8, csv_file=file(table), plot_file=file(plot))
        assert rows is not None, message
        assert list(csv.DictReader(table.open(encoding="utf-8"))) == rows
        assert plot.read_bytes().startswith(begin)


def assert_refused(status, part, **settings):
    path = SCRATCH / "not written.csv"
    image = flat_image()
    before = snapshot(image)
    got, message, _, _, _ = measure(image, k_max=8, **{"csv_file": file(path), "k_min": 2, **settings})
    assert got == status and part in message, (got, message)
    assert state(image) == before and not path.exists()


def test_wrong_values_are_errors():
    assert_refused(Gimp.PDBStatusType.CALLING_ERROR, "let k-min be at most k-max", k_min=9)
    assert_refused(Gimp.PDBStatusType.CALLING_ERROR, "“chart.jpg” is no type of chart",
                   plot_file=file(SCRATCH / "chart.jpg"))
    same = SCRATCH / "same.png"
    assert_refused(Gimp.PDBStatusType.CALLING_ERROR, "the same file", csv_file=file(same), plot_file=file(same))


def test_what_the_disk_refuses_is_an_error():
    _, message, _, _, _ = measure(flat_image(), k_max=4, csv_file=file(SCRATCH / "no such folder" / "table.csv"))
    assert "could not be written" in message, message
    if full_disk := os.environ.get("KMQ_FULL_DISK"):
        chart = Path(full_disk) / "chart.png"
        _, message, _, _, _ = measure(flat_image(), k_max=4, plot_file=file(chart))
        assert "could not be written" in message and not chart.exists(), message


def test_an_empty_layer_is_an_error():
    image = new_image(picture_rgb(), [0] * (WIDTH * HEIGHT))
    status, message, _, _, _ = measure(image)
    assert status == Gimp.PDBStatusType.CALLING_ERROR and "transparent" in message, message
