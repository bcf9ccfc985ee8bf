# SPDX-License-Identifier: GPL-3.0-or-later
"""Palette files, read back by GIMP or by readers that are written from the descriptions of the formats."""

import re

from fixtures import *  # noqa: F403

TYPES = ("gpl", "pal", "act", "aco", "ase", "hex", "css", "png")


def gio(path):
    return Gio.File.new_for_path(str(path))


def read_gpl(path):
    """GIMP itself reads it, from its folder of palettes."""
    folder = Path(os.environ["GIMP3_DIRECTORY"]) / "palettes"
    folder.mkdir(exist_ok=True)
    copy = folder / "read back.gpl"
    name = re.search("^Name: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE).group(1)
    copy.write_bytes(path.read_bytes())
    Gimp.palettes_refresh()
    palette = Gimp.Palette.get_by_name(name)
    black = Gimp.Image.new(1, 1, Gimp.ImageBaseType.RGB)
    colors = colors_in_space_of(add_layer(black, [(0, 0, 0)], size=(1, 1)), palette)
    assert palette.get_columns() == min(len(colors), 16)
    for i, color in enumerate(colors):
        assert palette.get_entry_name(i)[1].startswith("#" + bytes(color).hex() + " ")
    copy.unlink()
    Gimp.palettes_refresh()
    return colors


def read_pal(path):
    head, version, count, *lines = path.read_bytes().decode("ascii").split("\r\n")
    assert (head, version, lines.pop()) == ("JASC-PAL", "0100", "") and int(count) == len(lines)
    return [tuple(map(int, line.split(" "))) for line in lines]


def read_act(path):
    content = path.read_bytes()
    count = 256
    if len(content) == 772:
        count, transparent = struct.unpack(">HH", content[768:])
        assert transparent == 0xFFFF
    else:
        assert len(content) == 768
    return [tuple(content[3 * i:3 * i + 3]) for i in range(count)]


def read_aco(path):
    content = path.read_bytes()
    sections, place = [], 0
    while place < len(content):
        version, count = struct.unpack_from(">HH", content, place)
        place += 4
        colors = []
        for _ in range(count):
            space, red, green, blue, rest = struct.unpack_from(">5H", content, place)
            assert (space, rest) == (0, 0) and all(channel % 257 == 0 for channel in (red, green, blue))
            colors.append((red // 257, green // 257, blue // 257))
            place += 10
            if version == 2:
                length = struct.unpack_from(">I", content, place)[0]
                name = content[place + 4:place + 4 + 2 * length].decode("utf-16-be")
                assert name.startswith("#" + bytes(colors[-1]).hex()) and name.endswith("%\0"), name
                place += 4 + 2 * length
        sections.append((version, colors))
    assert [version for version, _ in sections] == [1, 2] and sections[0][1] == sections[1][1]
    return sections[0][1]


def read_ase(path):
    content = path.read_bytes()
    signature, major, minor, count = struct.unpack_from(">4sHHI", content)
    assert (signature, major, minor) == (b"ASEF", 1, 0)
    place, kinds, colors = 12, [], []
    for _ in range(count):
        kind, length = struct.unpack_from(">HI", content, place)
        block = content[place + 6:place + 6 + length]
        place += 6 + length
        kinds.append(kind)
        if kind == 1:
            name_end = 2 + 2 * struct.unpack_from(">H", block)[0]
            name = block[2:name_end].decode("utf-16-be")
            model, *rgb, swatch = struct.unpack_from(">4s3fH", block, name_end)
            assert (model, swatch, len(block)) == (b"RGB ", 0, name_end + 18)
            colors.append(tuple(round(channel * 255) for channel in rgb))
            assert name.startswith("#" + bytes(colors[-1]).hex())
    assert place == len(content) and kinds == [0xC001, *[1] * len(colors), 0xC002]
    return colors


def read_hex(path):
    return [tuple(bytes.fromhex(line)) for line in path.read_text(encoding="ascii").splitlines()]


def read_css(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"))
    body = re.fullmatch(r"\s*:root\s*\{(.*)\}\s*", text, re.DOTALL).group(1)
    declarations = [line.strip() for line in body.split(";") if line.strip()]
    percentages = (re.fullmatch(r"--color-\d+: rgb\(([\d.]+)%, ([\d.]+)%, ([\d.]+)%\)", line).groups()
                   for line in declarations)
    return [tuple(round(float(channel) * 2.55) for channel in color) for color in percentages]


def read_png(path):
    """The swatches, row by row, as GIMP loads them."""
    image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, gio(path))
    if image.get_base_type() == Gimp.ImageBaseType.INDEXED:
        image.convert_rgb()
    found = []
    for pixel in native_pixels(image.get_layers()[0]):
        if pixel[:3] not in found and (len(pixel) == 3 or pixel[3]):
            found.append(pixel[:3])
    return found


def test_each_format_is_read_back():
    for k in (1, 17, 256):
        for extension in TYPES:
            path = SCRATCH / f"ein Name – {k}.{extension.upper() if k == 17 else extension}"
            returned = quantize(new_image(picture_rgb()), k=k, output="palette", save_palette=False, effort="fast",
                                palette_name=f"gelesen aus {extension} {k}", palette_file=gio(path))
            found = globals()[f"read_{extension}"](path)
            assert found == returned.rgb, (extension, k, found, returned.rgb)


def test_existing_file_is_replaced_and_nothing_else_stays():
    folder = SCRATCH / "palette files"
    folder.mkdir()
    target, link = folder / "kept.hex", folder / "link.hex"
    target.write_text("much longer than what comes\n" * 100, encoding="ascii")
    link.symlink_to(target.name)
    returned = quantize(new_image(picture_rgb()), k=3, palette_file=gio(link), save_palette=False)
    assert read_hex(target) == returned.rgb and link.is_symlink()
    assert sorted(entry.name for entry in folder.iterdir()) == ["kept.hex", "link.hex"]


def test_replaced_file_keeps_its_permissions():
    target = SCRATCH / "private.gpl"
    for permissions in (0o600, 0o640):
        target.write_text("", encoding="ascii")
        target.chmod(permissions)
        quantize(new_image(picture_rgb()), k=3, palette_file=gio(target), save_palette=False)
        assert target.stat().st_size > 0 and target.stat().st_mode & 0o777 == permissions


def assert_nothing_written(status, words, path):
    """The image, the palettes and the folder of the file are as before."""
    image = new_image(picture_rgb())
    before = snapshot(image)
    folder = path.parent
    files = sorted(folder.iterdir()) if folder.is_dir() else None
    for output in ("layer", "indexed"):
        returned = run(image, image.get_layers(), k=256, effort="fast", output=output, palette_file=gio(path),
                       palette_name="gone")
        assert returned.status == status, (returned.status, returned.message)
        assert words in returned.message, returned.message
        assert state(image) == before, "the image or the palettes changed"
        assert (sorted(folder.iterdir()) if folder.is_dir() else None) == files
    assert image.get_layers()[0].get_buffer() and not list(Path(os.environ["GIMP3_DIRECTORY"]).glob("palettes/gone*"))


def test_unknown_type_is_a_calling_error():
    for name in ("palette.txt", "palette", "gpl", "palette.gpl.bak"):
        assert_nothing_written(Gimp.PDBStatusType.CALLING_ERROR, "is no type of palette file", SCRATCH / name)


def test_missing_folder_is_an_execution_error():
    assert_nothing_written(Gimp.PDBStatusType.EXECUTION_ERROR, "No such file or directory",
                           SCRATCH / "no such folder" / "palette.gpl")


def test_folder_whose_name_is_no_utf8():
    path = Gio.File.new_for_uri(f"{gio(SCRATCH).get_uri()}/no%FFfolder/a.gpl")
    image = new_image(picture_rgb())
    returned = run(image, image.get_layers(), palette_file=path)
    assert returned.status == Gimp.PDBStatusType.EXECUTION_ERROR
    assert "no\N{REPLACEMENT CHARACTER}folder" in returned.message, returned.message


def test_folder_that_takes_no_files_is_an_execution_error():
    assert_nothing_written(Gimp.PDBStatusType.EXECUTION_ERROR, "could not be written", Path("/sys/palette.gpl"))


def test_what_is_no_regular_file_is_an_error_and_stays():
    pipe = SCRATCH / "pipe.gpl"
    os.mkfifo(pipe)
    image = new_image(picture_rgb())
    before = snapshot(image)
    # GIMP refuses it already, with another status.
    assert run(image, image.get_layers(), palette_file=gio(pipe)).status != Gimp.PDBStatusType.SUCCESS
    assert pipe.is_fifo() and state(image) == before


def test_full_disk_is_an_execution_error():
    # run mounted it where it may.
    if "KMQ_FULL_DISK" in os.environ:
        for extension in TYPES:
            assert_nothing_written(Gimp.PDBStatusType.EXECUTION_ERROR, "No space left on device",
                                   Path(os.environ["KMQ_FULL_DISK"]) / f"palette.{extension}")


def test_not_a_local_file():
    image = new_image(picture_rgb())
    before = snapshot(image)
    returned = run(image, image.get_layers(), palette_file=Gio.File.new_for_uri("sftp://host/palette.gpl"))
    assert returned.status == Gimp.PDBStatusType.CALLING_ERROR and "not on this computer" in returned.message
    assert state(image) == before


def given_by(path, image=None, **settings):
    """The palette that comes of a file alone."""
    image = image or new_image(picture_rgb())
    return quantize(image, image.get_layers(), fixed_palette_file=gio(path), palette_use="only", output="palette",
                    save_palette=False, **settings).rgb


def test_each_format_can_be_given():
    for k in (1, 17, 256):
        for extension in TYPES:
            path = SCRATCH / f"given – {k}.{extension.upper() if k == 17 else extension}"
            written = quantize(new_image(picture_rgb()), k=k, output="palette", save_palette=False, effort="fast",
                               palette_file=gio(path)).rgb
            assert given_by(path) == written, (extension, k)


def test_a_file_is_used_like_a_palette():
    path = SCRATCH / "four.hex"
    path.write_text("000000\nff0000\n000000\n00ff00\n", encoding="ascii")
    black, red, green = (0, 0, 0), (255, 0, 0), (0, 255, 0)
    image = new_image(picture_rgb())
    quantize(image, fixed_palette_file=gio(path), palette_use="only", output="indexed", save_palette=False)
    assert colormap(image) == [black, red, black, green], "duplicates keep their places"
    returned = quantize(new_image(picture_rgb()), fixed_palette_file=gio(path), k=6, save_palette=False)
    assert len(returned.rgb) == 6 and returned.rgb[:4] == [black, red, black, green]
    best = quantize(new_image(picture_rgb()), fixed_palette_file=gio(path), k=2, palette_use="best-of",
                    fixed_colors="#808080!", save_palette=False).rgb
    assert best[0] == (128, 128, 128) and best[1] in (black, red, green)
    # All that is given stands in this order: text, palette, file.
    palette = Gimp.Palette.new("given before the file")
    palette.add_entry("blue", Gegl.Color.new("#0000ff"))
    returned = quantize(new_image(picture_rgb()), fixed_palette_file=gio(path), fixed_colors="#fff",
                        use_fixed_palette=True, fixed_palette=palette, palette_use="only", save_palette=False)
    palette.delete()
    assert returned.rgb == [(255, 255, 255), (0, 0, 255), black, red, black, green]


def test_a_changed_file_is_read_again():
    path = SCRATCH / "changing.hex"
    for color in ("ff0000", "00ff00"):
        path.write_text(color, encoding="ascii")
        assert given_by(path) == [parse_hex("#" + color)]


def test_pictures_can_be_given():
    colors = [(9, 9, 9), (255, 0, 0), (0, 200, 0), (0, 0, 255)]
    size = (4, 2)
    pixels = [colors[i] for i in (1, 1, 3, 0, 2, 1, 1, 2)]
    for extension in ("png", "gif"):
        # The colormap in its order, also what no pixel has.
        path = SCRATCH / f"indexed.{extension}"
        image = new_image(pixels, size=size)
        quantize(image, fixed_colors=",".join("#" + bytes(color).hex() for color in [*colors, (1, 2, 3)]),
                 palette_use="only", output="indexed", save_palette=False)
        Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, gio(path), None)
        found = given_by(path)
        assert found[:5] == [*colors, (1, 2, 3)], found
    # Other pictures: as the colors appear, row by row.
    path = SCRATCH / "colors.png"
    Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, new_image(pixels, size=size), gio(path), None)
    assert given_by(path) == [colors[i] for i in (1, 3, 0, 2)]
    Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, new_image(pixels, [255] * 4 + [0] * 4, size=size), gio(path), None)
    assert given_by(path) == [colors[i] for i in (1, 3, 0)], "what is transparent is no color"


def test_files_that_are_no_palettes():
    images = len(Gimp.get_images())
    image = new_image(picture_rgb())
    before = snapshot(image)
    Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, new_image(picture_rgb()), gio(SCRATCH / "photo.png"), None)
    picture = (SCRATCH / "photo.png").read_bytes()
    (SCRATCH / "no folder.gpl").mkdir()
    contents = {"missing.gpl": None, "no folder.gpl": None, "empty.hex": b"", "empty.gpl": b"", "empty.png": b"",
                "photo.png": picture, "photo.gpl": picture, "photo.act": picture, "photo.aco": picture,
                "photo.ase": picture, "photo.hex": picture, "photo.css": picture, "photo.pal": picture,
                "text.png": b"GIMP Palette", "cut.aco": b"\0\1\0\2", "line.gpl": b"GIMP Palette\n1 2 3\nred\n",
                "name.txt": b"ff0000", "noext": b"ff0000"}
    words = {"photo.png": "colors: as a palette",
             "photo.gpl": "of the type that its name says", "cut.aco": "broken or not complete", "line.gpl": "Line 3 of",
             "name.txt": "is no type of palette file", "noext": "is no type of palette file",
             "text.png": "not a picture", "empty.hex": "without colors"}
    for name, content in contents.items():
        if content is not None:
            (SCRATCH / name).write_bytes(content)
        for output in ("layer", "indexed"):
            returned = run(image, image.get_layers(), fixed_palette_file=gio(SCRATCH / name), output=output)
            assert returned.status != Gimp.PDBStatusType.SUCCESS, name
            # GIMP itself refuses what is no file, without a sentence.
            assert name in ("missing.gpl", "no folder.gpl") or words.get(name, name) in returned.message, (name, returned.message)
            assert state(image) == before, name
    # None of the pictures that were read stays.
    assert len(Gimp.get_images()) == images + 2
