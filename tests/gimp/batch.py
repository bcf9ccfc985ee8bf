# SPDX-License-Identifier: GPL-3.0-or-later
"""kmeans-batch, with real pictures, wrong ones and wrong words, as a person would call it."""

import contextlib
import os
import pty
import re
import shutil
import signal
import subprocess
import time
import zlib
from pathlib import Path

from PIL import Image

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

    def _say(self, condition, label, process=None, *details):
        if process:
            details = (f"exit code {process.returncode}", process.stdout, process.stderr or "", *details)
        self._tap.say(condition, f"batch: {label}", *details)

    def _names(self, folder):
        return sorted(path.name for path in (self._folder / folder).iterdir())

    def run(self):
        self._check_help()
        self._check_each()
        self._check_one()
        self._check_kinds()
        self._check_only_palettes()
        self._check_wrong_words()
        self._check_terminal()
        self._check_two_at_once()
        self._check_full_disk()
        self._check_crash()
        self._check_interrupt()

    def _check_help(self):
        process = self._call("--help")
        self._say(process.returncode == 0 and "--speck-size 0–10000" in process.stdout and
                  "--output {layer,new-layer,separations,indexed,palette}" in process.stdout,
                  "--help has the arguments of the procedure", process)

    def _check_each(self):
        pictures = (self._photo, "ä\nb.png", "text.png", "empty.png", "none.png", ".")
        process = self._call("--k", "8", *pictures, "-o", "each", "--type", "png,gif,webp,xcf,hex")
        last = process.stdout.splitlines()[-1]
        self._say(process.returncode == 1 and last.startswith("6 pictures: 2 done, 0 were there already, 4 failed: ") and
                  all(f"{name} (" in last for name in ("text.png", "empty.png", "none.png", ".")),
                  "goes on after broken pictures, and names them", process)
        stems = (Path(self._photo).stem, "ä\nb")
        self._say(self._names("each") == sorted(f"{stem}.{kind}" for stem in stems
                                                for kind in ("png", "gif", "webp", "xcf", "hex")),
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

    def _check_kinds(self):
        """Given colors for exact pixels, or none, are that in every picture."""
        write_png(self._folder / "reds.png", 40, 30, lambda x, y: (250 if x or y else 255, x, y))
        process = self._call("--k", "5", "--fixed-colors", "#ff0000=, #fa0505!", "reds.png", "ä\nb.png", "-o", "kinds",
                             "--palette", "one")
        pictures = [Image.open(path) for path in (self._folder / "kinds").glob("*.png")]
        counts = {"reds.png": 1, "ä\nb.png": 0}
        self._say(process.returncode == 0 and len(pictures) == 2 and
                  all(bytes(picture.getpalette()[:6]) == bytes.fromhex("ff0000fa0505") and
                      [picture.histogram()[index] for index in (0, 1)] == [counts[Path(picture.filename).name], 0]
                      for picture in pictures), "one palette keeps the kinds of given colors", process)

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

    def _check_terminal(self):
        """On a terminal a bar tells how far the batch is; what goes into a file has lines only."""
        terminal, end = pty.openpty()
        process = subprocess.run([PROGRAM, "--k", "3", "ä\nb.png", "text.png", "-o", "terminal"], cwd=self._folder,
                                 env=self._gimp.environment(), check=False, stdin=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE, stderr=end, text=True, timeout=200)
        os.close(end)
        shown = os.read(terminal, 1 << 16).decode()
        os.close(terminal)
        self._say("0 of 2 pictures" in shown and "1 of 2 pictures" in shown and shown.endswith("\r\033[K"),
                  "a terminal shows how far it is", process, shown)
        self._say("of 2 pictures" not in process.stdout and "\r" not in process.stdout, "a log has lines only", process)

    def _check_two_at_once(self):
        command = [PROGRAM, "--k", "5", self._photo, "ä\nb.png", "-o", "shared"]
        both = [subprocess.Popen(command, cwd=self._folder, env=self._gimp.environment(), stdin=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for _ in range(2)]
        said = [process.communicate(timeout=200)[0] for process in both]
        whole = [png_chunk(path, b"PLTE") for path in (self._folder / "shared").glob("*.png")]
        self._say([process.returncode for process in both] == [0, 0] and [len(palette) for palette in whole] == [15, 15] and
                  len(self._names("shared")) == 2, "two batches into one folder at once", None, *said)

    def _check_full_disk(self):
        """A folder with room for the small result, but not for that of the photo."""
        folder = self._folder / "full"
        folder.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
        if os.geteuid() != 0 or subprocess.run(mount, check=False, stderr=subprocess.DEVNULL).returncode != 0:
            self._tap.relay(["ok - batch: full disk # SKIP nothing can be mounted here"])
            return
        try:
            process = self._call("--k", "200", self._photo, "ä\nb.png", "-o", "full")
            self._say(process.returncode == 1 and "1 done, 0 were there already, 1 failed" in process.stdout and
                      self._names("full") == ["ä\nb.png"], "a full disk leaves no half file", process)
        finally:
            subprocess.run(["umount", str(folder)], check=True)

    def _check_crash(self):
        """GIMP ends in the middle of a picture: that one failed, another GIMP does the rest."""
        write_png(self._folder / "few.png", 20, 20, lambda x, y: (x * 12, 0, 90))
        process = subprocess.Popen([PROGRAM, "--k", "200", "--effort", "best", "--n-init", "100", self._photo, "few.png",
                                    "-o", "crash"], cwd=self._folder, env=self._gimp.environment(),
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self._wait_until_it_works("crash")
        os.killpg(self._child_of(process.pid), signal.SIGKILL)
        output, errors = process.communicate(timeout=100)
        process.stdout, process.stderr = output, errors
        self._say(process.returncode == 1 and "GIMP broke down over it" in errors and "1 done" in output and
                  self._names("crash") == ["few.png"], "goes on after a crash of GIMP", process)

    def _wait_until_it_works(self, folder):
        until = time.monotonic() + 60
        while time.monotonic() < until and not list(self._folder.glob(f"{folder}/.kmeans-batch-*/*")):
            time.sleep(0.1)
        time.sleep(1)

    @staticmethod
    def _child_of(parent):
        for pid in filter(str.isdigit, os.listdir("/proc")):
            with contextlib.suppress(OSError):
                status = Path("/proc", pid, "status").read_text(encoding="utf-8")
                if f"PPid:\t{parent}\n" in status:
                    return int(pid)
        raise LookupError(f"process {parent} has no child")

    def _check_interrupt(self):
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell has what runs in the background ignore it
        process = subprocess.Popen([PROGRAM, "--k", "200", "--effort", "best", "--n-init", "100", self._photo, "-o",
                                    "interrupted"], cwd=self._folder, env=self._gimp.environment(),
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self._wait_until_it_works("interrupted")
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
