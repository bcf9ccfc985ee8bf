# SPDX-License-Identifier: GPL-3.0-or-later
"""The examples of the documentation, as they stand there, each in a folder with the pictures that it names."""

import re
import shutil
import time

from batch import png_chunk
from PIL import Image, ImageSequence
from private_gimp import SOURCE_ROOT

EXAMPLES = SOURCE_ROOT / "data" / "examples"
DOCUMENTS = (SOURCE_ROOT / "README.md", EXAMPLES / "README.md")
INKS = "000000ffffffffff00ff00000000ff00ff00"
WRONG = (("python", "fixed_colors='redd'", "“redd” among the fixed colors is not a color"),
         ("python", "k=999", "k cannot be 999"), ("python", "effort='bst'", "effort cannot be 'bst'"),
         ("python", "palette_use='only'", "No colors are given"),
         ("scheme", '#:fixed-colors "redd"', "“redd” among the fixed colors is not a color"),
         ("scheme", "#:k 999", "999"))


def palette_of(path):
    return bytes(png_chunk(path, b"PLTE"))


class ExamplesCheck:
    def __init__(self, gimp, tap, photo):
        self._gimp, self._tap = gimp, tap
        self._photo = Image.open(photo).convert("RGB").resize((480, 270))

    def run(self):
        for document in DOCUMENTS:
            name = document.relative_to(SOURCE_ROOT)
            blocks = re.findall(r"```(scheme|python)\n(.*?)```", document.read_text(encoding="utf-8"), re.DOTALL)
            self._tap.say(bool(blocks), f"{name} has an example")
            for number, (language, block) in enumerate(blocks, 1):
                files = re.findall(r'"([\w ]+\.(?:png|ase|csv))"', block)
                self._check(f"{name}, example {number}", language, block, files)
        self._check_scripts()
        self._check_errors()

    def _folder(self, name):
        """A folder with all that an example needs."""
        folder = self._gimp.folder / re.sub(r"\W+", " ", name)
        (folder / "pictures").mkdir(parents=True)
        self._photo.save(folder / "photo.png")
        for number in range(2):
            self._photo.crop((0, 0, 200 + number, 150)).rotate(90 * number).save(folder / "pictures" / f"{number}.png")
        shutil.copy(SOURCE_ROOT / "data" / "palettes" / "game-boy.gpl", folder / "house.gpl")
        # The left half stands still; few enough colors for a GIF as it is.
        photo = self._photo.quantize(60).convert("RGB")
        frames = [photo.crop((0, 0, 120, 90)) for _ in range(3)]
        for number, frame in enumerate(frames):
            frame.paste(photo.crop((200 + 20 * number, 100, 260 + 20 * number, 190)), (60, 0))
        frames[0].save(folder / "animation.gif", save_all=True, append_images=frames[1:], duration=[100, 250, 400],
                       loop=0)
        return folder

    def _run(self, language, code, folder):
        if language == "scheme":
            return self._gimp.scheme(code, folder=folder)
        script = folder / "example.py"
        script.write_text(code, encoding="utf-8")
        return self._gimp.python(script, folder=folder, PYTHONPATH=str(EXAMPLES))

    def _check(self, name, language, code, files):
        folder = self._folder(name)
        process = self._run(language, code, folder)
        missing = [file for file in files if not (folder / file).exists()]
        self._tap.say(process.returncode == 0 and not missing, f"{name} runs", str(missing), process.stderr)
        return folder, process

    def _check_scripts(self):
        scripts = sorted(path.name for path in EXAMPLES.iterdir() if path.suffix in (".py", ".scm"))
        for name in scripts:
            is_right = getattr(self, "_is_right_" + name.split(".")[0], None)
            if name == "kmeans.py":
                continue
            code = (EXAMPLES / name).read_text(encoding="utf-8")
            folder, process = self._check(name, "scheme" if name.endswith(".scm") else "python", code, ())
            self._tap.say(process.returncode == 0 and is_right(folder, process), f"{name} makes what it says",
                          process.stdout, process.stderr)

    @staticmethod
    def _is_right_folder_own_palettes(folder, _process):
        palettes = [palette_of(folder / "indexed" / f"{number}.png") for number in range(2)]
        return [len(palette) for palette in palettes] == [48, 48] and palettes[0] != palettes[1]

    @staticmethod
    def _is_right_folder_given_palette(folder, _process):
        palettes = {palette_of(folder / "indexed" / f"{number}.png").hex() for number in range(2)}
        return palettes == {"0f380f3062308bac0f9bbc0f"}

    @staticmethod
    def _is_right_folder_one_palette(folder, _process):
        palettes = {palette_of(folder / f"shared {number}.png") for number in range(2)}
        return len(palettes) == 1 and len(palettes.pop()) == 72 and (folder / "shared.gpl").exists()

    @staticmethod
    def _is_right_palette_files(folder, _process):
        colors = (folder / "photo.hex").read_text(encoding="utf-8").split()
        names = re.findall(r"#([0-9a-f]{6}) [\d.]+ %", (folder / "photo.gpl").read_text(encoding="utf-8"))
        return len(colors) == 16 and colors == names

    @staticmethod
    def _is_right_compare_k(folder, process):
        sheet = Image.open(folder / "comparison.png").convert("RGB")
        numbers = [len(set(sheet.crop((left, 48, left + 480, 318)).getdata())) for left in (0, 492, 984)]
        costs = list(map(int, re.findall(r"^(?:8|16|32),(\d+),\d+,[\d.]+$", process.stdout, re.MULTILINE)))
        has_labels = len(set(sheet.crop((0, 0, 480, 48)).getdata())) > 1
        return numbers == [8, 16, 32] and has_labels and len(costs) == 3 and costs == sorted(costs, reverse=True)

    @staticmethod
    def _is_right_animation(folder, _process):
        animation = Image.open(folder / "new animation.gif")
        times, frames = [], []
        for frame in ImageSequence.Iterator(animation):
            times.append(frame.info["duration"])
            frames.append(frame.convert("RGB"))
        colors = {color for frame in frames for color in frame.getdata()}
        still = {frame.crop((0, 0, 60, 90)).tobytes() for frame in frames}
        return times == [100, 250, 400] and len(colors) <= 32 and len(still) == 1

    @staticmethod
    def _is_right_e_paper(folder, _process):
        return palette_of(folder / "panel.png").hex() == INKS

    @staticmethod
    def _is_right_importance(folder, _process):
        return len(palette_of(folder / "indexed.png")) == 36

    def _check_errors(self):
        """A wrong value ends the script at once, with a sentence, an exit code, and no result."""
        for number, (language, setting, sentence) in enumerate(WRONG):
            folder = self._folder(f"wrong {number}")
            code = f"""from kmeans import *
image = load("photo.png")
quantize(image, output="indexed", {setting})
save(image, "wrong.png")
""" if language == "python" else f"""(let ((image (car (gimp-file-load RUN-NONINTERACTIVE "photo.png"))))
  (plug-in-kmeans-quantize #:run-mode RUN-NONINTERACTIVE #:image image
                           #:drawables (car (gimp-image-get-layers image)) #:output "indexed" {setting})
  (file-png-export #:run-mode RUN-NONINTERACTIVE #:image image #:file "wrong.png"))"""
            begin = time.monotonic()
            process = self._run(language, code, folder)
            is_soon = time.monotonic() - begin < 30
            self._tap.say(process.returncode != 0 and sentence in process.stderr and is_soon and
                          not (folder / "wrong.png").exists(), f"{language}: {setting} ends the script",
                          f"exit code {process.returncode}", process.stderr)
