# SPDX-License-Identifier: GPL-3.0-or-later
"""kmeans-batch, with real pictures, wrong ones and wrong words, as a person would call it."""

import os
import re
import shutil
import signal
import subprocess
import time
import zlib
from pathlib import Path

from private_gimp import SOURCE_ROOT

PROGRAM = SOURCE_ROOT / "data" / "kmeans-batch"


def png_chunk(path, kind):
    content = Path(path).read_bytes()
    at = content.index(kind)
    return content[at + 4:at + 4 + int.from_bytes(content[at - 4:at], "big")]


def write_png(path, width, height, color_of):
    """A picture without any library."""
    rows = b"".join(b"\0" + b"".join(bytes(color_of(x, y)) for x in range(width)) for y in range(height))
    color_type = 6 if len(color_of(0, 0)) == 4 else 2
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((8, color_type, 0, 0, 0))
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big") for kind, data in chunks))


class BatchCheck:
    def __init__(self, gimp, tap, photo):
        self._gimp = gimp
        self._tap = tap
        self._folder = gimp.folder / "batch"
        self._folder.mkdir()
        shutil.copy(photo, self._folder / "the photo's “best”.png")
        self._photo = "the photo's “best”.png"
        write_png(self._folder / "ä\nb.png", 40, 30, lambda x, y: (x * 6, y * 8, 90))
        (self._folder / "text.png").write_text("text", encoding="utf-8")
        (self._folder / "empty.png").write_bytes(b"")

    def _call(self, *arguments):
        return subprocess.run([PROGRAM, *arguments], cwd=self._folder, env=self._gimp.environment(), check=False,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=200)

    def _say(self, condition, label, process=None):
        details = (f"exit code {process.returncode}", process.stdout, process.stderr) if process else ()
        self._tap.say(condition, f"batch: {label}", *details)

    def _names(self, folder):
        return sorted(path.name for path in (self._folder / folder).iterdir())

    def run(self):
        self._check_help()
        self._check_each()
        self._check_one()
        self._check_only_palettes()
        self._check_wrong_words()
        self._check_interrupt()

    def _check_help(self):
        process = self._call("--help")
        self._say(process.returncode == 0 and "--speck-size 0–10000" in process.stdout and
                  "--output {layer,new-layer,separations,indexed,palette}" in process.stdout,
                  "--help has the arguments of the procedure", process)

    def _check_each(self):
        pictures = (self._photo, "ä\nb.png", "text.png", "empty.png", "none.png", ".")
        process = self._call("--k", "8", *pictures, "-o", "each", "--type", "png,gif,xcf,hex")
        last = process.stdout.splitlines()[-1]
        self._say(process.returncode == 1 and last.startswith("6 pictures: 2 done, 0 were there already, 4 failed: ") and
                  all(f"{name} (" in last for name in ("text.png", "empty.png", "none.png", ".")),
                  "goes on after broken pictures, and names them", process)
        stems = (Path(self._photo).stem, "ä\nb")
        self._say(self._names("each") == sorted(f"{stem}.{kind}" for stem in stems
                                                for kind in ("png", "gif", "xcf", "hex")),
                  "all results are there, and nothing else", process)
        palettes = [png_chunk(self._folder / "each" / f"{stem}.png", b"PLTE") for stem in stems]
        self._say(all(len(palette) == 3 * 8 for palette in palettes), "indexed pictures have k colors")
        texts = [(self._folder / "each" / f"{stem}.hex").read_text(encoding="utf-8").split() for stem in stems]
        self._say([bytes.fromhex("".join(text)) for text in texts] == palettes, "palette files are those of the pictures")

        marked = self._folder / "each" / f"{stems[0]}.png"
        marked.write_bytes(b"mine")
        (self._folder / "each" / f"{stems[1]}.png").unlink()
        process = self._call("--k", "8", *pictures[:2], "-o", "each", "--type", "png,hex")
        self._say(process.returncode == 0 and "2 pictures: 1 done, 1 were there already, 0 failed" in process.stdout and
                  marked.read_bytes() == b"mine", "a repeated run does only what is missing", process)
        process = self._call("--k", "8", *pictures[:2], "-o", "each", "--force", "-j", "2")
        self._say(process.returncode == 0 and png_chunk(marked, b"PLTE") == palettes[0],
                  "--force replaces results; two GIMPs give the same bytes", process)

    def _check_one(self):
        process = self._call("--k", "6", self._photo, "ä\nb.png", "text.png", "-o", "one", "--palette", "one",
                             "--type", "png,gpl", "--dither", "floyd-steinberg")
        palettes = {png_chunk(path, b"PLTE") for path in (self._folder / "one").glob("*.png")}
        self._say(process.returncode == 1 and len(palettes) == 1 and len(palettes.pop()) == 18 and
                  len(self._names("one")) == 3 and "palette.gpl" in self._names("one"),
                  "one palette for all pictures", process)
        colors = {}
        for weight in ("pixels", "alike"):
            process = self._call("--k", "6", self._photo, "ä\nb.png", "-o", weight, "--palette", "one", "--type", "hex",
                                 "--picture-weight", weight)
            colors[weight] = (self._folder / weight / "palette.hex").read_text(encoding="utf-8")
            self._say(process.returncode == 0 and len(colors[weight].split()) == 6, f"pictures count by {weight}", process)
        self._say(colors["pixels"] != colors["alike"], "which makes a difference")

    def _check_only_palettes(self):
        process = self._call("--k", "5", self._photo, "-o", "palettes", "--type", "gpl,hex")
        self._say(process.returncode == 0 and len(self._names("palettes")) == 2, "only palettes", process)
        write_png(self._folder / "clear.png", 40, 30, lambda x, y: (x * 6, y * 8, 90, 255 if x > 9 else 0))
        process = self._call("--k", "7", "clear.png", "-o", "clear", "--type", "hex,css,png")
        folder = self._folder / "clear"
        colors = re.findall(r"^[0-9a-f]{6}$", (folder / "clear.hex").read_text(encoding="utf-8"), re.MULTILINE)
        in_css = re.findall(r"#([0-9a-f]{6})", (folder / "clear.css").read_text(encoding="utf-8"))
        self._say(process.returncode == 0 and len(colors) == 6 and in_css == colors,
                  "each palette file has the colors of the picture", process)

    def _check_wrong_words(self):
        for words, sentence in (
                (("--k", "999"), "“999” is not a number from 1 to 256"), (("--effort", "bst"), "'bst'"),
                (("--flat-areas", "perhaps"), "“perhaps” is neither true nor false"), (("--kolors", "3"), "--kolors"),
                (("--type", "bmp"), "“bmp” is none of"), (("-o", "."), "would be replaced: choose another folder")):
            process = self._call("-o", "wrong", self._photo, *words)
            self._say(process.returncode == 2 and sentence in process.stderr and not (self._folder / "wrong").exists(),
                      f"{' '.join(words)} is refused", process)
        process = self._call("-o", "wrong", self._photo, "--fixed-colors", "redd")
        self._say(process.returncode == 1 and "“redd” among the fixed colors is not a color" in process.stderr and
                  self._names("wrong") == [], "a wrong color is refused", process)

    def _check_interrupt(self):
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell has what runs in the background ignore it
        process = subprocess.Popen([PROGRAM, "--k", "200", "--effort", "best", "--n-init", "100", self._photo, "-o",
                                    "interrupted"], cwd=self._folder, env=self._gimp.environment(),
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        until = time.monotonic() + 60
        while time.monotonic() < until and not list(self._folder.glob("interrupted/.kmeans-batch-*/*")):
            time.sleep(0.1)
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
        self._say(process.returncode == 130 and "interrupted" in errors and self._names("interrupted") == [],
                  "an interrupt leaves no file", process)
        own = str(self._folder)
        left = [pid for pid in filter(str.isdigit, os.listdir("/proc")) if self._works_in(pid, own)]
        self._say(not left, "an interrupt leaves no process")

    @staticmethod
    def _works_in(pid, folder):
        try:
            return os.readlink(f"/proc/{pid}/cwd") == folder
        except OSError:
            return False
