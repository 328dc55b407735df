"""Decodes pictures with Pillow, for the comparison in PixelComparison.cs.

Reads one path per line. Answers each with "ok WIDTH HEIGHT" and the bytes of the upright picture as 8-bit RGB,
composited over white, or with "no REASON". HEIC needs pillow-heif or pi-heif.
"""
import sys
import warnings

import numpy
import PIL
from PIL import Image, ImageOps

heif = ""
for name in ("pillow_heif", "pi_heif"):
    try:
        module = __import__(name)
        module.register_heif_opener()
        heif = f", {name} {module.__version__}"
        break
    except ImportError:
        pass

warnings.simplefilter("ignore")
Image.MAX_IMAGE_PIXELS = None
out = sys.stdout.buffer


def narrow(image):
    """16-bit gray as the high bytes: Pillow's own conversion to 8 bits cuts at 255 instead, and is nearly white."""
    wide = numpy.asarray(image).astype(numpy.int64)
    return Image.fromarray(numpy.clip(wide >> 8, 0, 255).astype(numpy.uint8))


def upright(path):
    with Image.open(path) as image:
        image.load()
        image = ImageOps.exif_transpose(image)
    if image.mode == "I" or image.mode.startswith("I;16"):
        image = narrow(image)
    if image.mode in ("RGBA", "RGBa", "LA", "La", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", image.size, (255, 255, 255, 255)), image).convert("RGB")
    return image.convert("RGB")


out.write(f"Pillow {PIL.__version__}{heif}\n".encode())
out.flush()
for line in sys.stdin.buffer:
    try:
        picture = upright(line.rstrip(b"\r\n").decode("utf-8", "surrogateescape"))
        out.write(b"ok %d %d\n" % picture.size + picture.tobytes())
    except Exception as error:  # whatever Pillow raises is its answer
        reason = " ".join(str(error).split()) or type(error).__name__
        out.write(f"no {reason}\n".encode("utf-8", "replace"))
    out.flush()
