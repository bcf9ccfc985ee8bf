# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a hash of results to KMQ_FINGERPRINT: the same for every size of GEGL's tiles and number of threads."""

import hashlib

from fixtures import *  # noqa: F403


def float_pixels(width, height):
    values = (channel / 255 for pixel, alpha in zip(picture_rgb(width, height), picture_alpha(width, height))
              for channel in (*pixel, alpha))
    return struct.pack(f"={width * height * 4}f", *values)


def test_results_for_the_fingerprint():
    digest = hashlib.sha256()
    size = (300, 170)
    for output, dither in (("layer", "none"), ("indexed", "none"), ("layer", "floyd-steinberg"),
                           ("indexed", "blue-noise")):
        for precision in (Gimp.Precision.U8_NON_LINEAR, Gimp.Precision.FLOAT_LINEAR):
            image = new_image(picture_rgb(*size), picture_alpha(*size), precision=precision, size=size)
            if precision == Gimp.Precision.FLOAT_LINEAR:
                # GIMP's own conversion to float is not the same to the last bit in every run.
                write(image.get_layers()[0], "RGBA float", float_pixels(*size))
            returned = quantize(image, k=24, output=output, effort="fast", dither=dither, save_palette=False)
            digest.update(native_bytes(image.get_layers()[0]))
            digest.update("".join(returned.colors).encode())
    Path(os.environ["KMQ_FINGERPRINT"]).write_text(digest.hexdigest(), encoding="utf-8")
