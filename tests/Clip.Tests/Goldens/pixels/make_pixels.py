"""Makes pixels.zip: small pictures that decoders are known to disagree about, and the pixels that a person should see.

    python make_pixels.py pixels.zip

Needs Pillow 12.3 and numpy, avifenc (libavif 0.11), opj_compress (OpenJPEG 2.5), heif-enc (libheif 1.15) and tiffcp
(libtiff 4.5). answers.json: for each file its size and the largest difference allowed; pixels/NAME holds the upright
8-bit RGB pixels, composited over white. They are Pillow's unless a comment says otherwise. PNG, BMP and plain TIFF files
are written by the tests themselves.
"""
import io
import json
import os
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib

import numpy as np
from PIL import Image, ImageCms, ImageOps
from PIL.TiffImagePlugin import ImageFileDirectory_v2

W, H = 40, 28
y, x = np.indices((H, W))
rgb = np.stack([x * 6, y * 9, 255 - x * 3 - y * 3], 2).clip(0, 255).astype(np.uint8)
rgb[:12, :10], rgb[:12, 10:20], rgb[:12, 20:30] = (30, 50, 210), (210, 40, 40), (128, 128, 128)
alpha = (x * 6).astype(np.uint8)
gray = rgb[..., 1]
picture = Image.fromarray(rgb)
folder = tempfile.mkdtemp()
files, pixels, tolerance = {}, {}, {}


def upright(data):
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, (255, 255, 255, 255)), image)
    return np.asarray(image.convert("RGB"))


def add(name, data, allowed=0, expected=None):
    files[name], tolerance[name] = data, allowed
    pixels[name] = upright(data) if expected is None else expected


def save(image, form, **options):
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def run(*command):
    subprocess.run(command, check=True, capture_output=True)


def read(name):
    with open(os.path.join(folder, name), "rb") as file:
        return file.read()


def path(name):
    return os.path.join(folder, name)


picture.save(path("rgb.png"))

# Orientation in XMP, as an attribute or an element, without or beside EXIF
def xmp(orientation, element):
    tag = f">\n<tiff:Orientation>{orientation}</tiff:Orientation>" if element else f' tiff:Orientation="{orientation}">'
    return ('<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            f'<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/"{tag}</rdf:Description></rdf:RDF></x:xmpmeta>'
            ).encode()


for orientation, element in ((3, False), (6, True)):
    for form, name, allowed in (("JPEG", "jpg", 0), ("WEBP", "webp", 0), ("AVIF", "avif", 3)):
        options = {"lossless": True} if form == "WEBP" else {}
        add(f"xmp-{orientation}.{name}", save(picture, form, xmp=xmp(orientation, element), **options), allowed)
exif = Image.Exif()
exif[0x112] = 6
add("exif-6-xmp-3.jpg", save(picture, "JPEG", exif=exif, xmp=xmp(3, False)))
add("exif-6-xmp-3.webp", save(picture, "WEBP", exif=exif, xmp=xmp(3, False), lossless=True))
other = Image.Exif()
other[0x10F] = "Maker"
add("exif-without-xmp-6.jpg", save(picture, "JPEG", exif=other, xmp=xmp(6, False)))

# Fax with an orientation, which libtiff applies by halves; inks in JPEG tiles
for orientation in (2, 3, 6, 8):
    bilevel = picture.convert("L").point(lambda value: 255 * (value > 90)).convert("1")
    for compression in ("group3", "group4"):
        add(f"{compression}-{orientation}.tif", save(bilevel, "TIFF", compression=compression, tiffinfo={0x112: orientation}))
Image.fromarray(np.dstack([rgb, alpha]), "CMYK").save(path("cmyk.tif"))
run("tiffcp", "-c", "jpeg", "-t", "-w", "16", "-l", "16", path("cmyk.tif"), path("tiles.tif"))
add("cmyk-jpeg-tiles.tif", read("tiles.tif"))
run("tiffcp", "-c", "jpeg", "-t", "-w", "16", "-l", "16", "-p", "separate", path("cmyk.tif"), path("planes.tif"))
add("cmyk-jpeg-planes.tif", read("planes.tif"))
pages = save(picture, "TIFF", compression="jpeg")
at = struct.unpack("<I", pages[4:8])[0]
at += 2 + 12 * struct.unpack("<H", pages[at:at + 2])[0]
add("jpeg-bad-next-page.tif", pages[:at] + struct.pack("<I", 9) + pages[at + 4:])

# Animations of many frames, and a first frame that covers a part
frames = [Image.fromarray(np.roll(rgb, shift, 1)) for shift in range(70)]
add("frames-70.webp", save(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True))
small = [Image.fromarray(np.dstack([np.roll(rgb, shift, 1), alpha])).resize((20, 14)) for shift in range(66)]
add("frames-66-lossy-alpha.webp", save(small[0], "WEBP", save_all=True, append_images=small[1:], quality=60))


def chunk(kind, data):
    return kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def part(flags, lossless):
    frame = chunk(b"ANMF", struct.pack("<I", 4)[:3] + struct.pack("<I", 3)[:3] + struct.pack("<I", W - 1)[:3]
                  + struct.pack("<I", H - 1)[:3] + b"\x64\0\0\0" + save(picture, "WEBP", lossless=lossless)[12:])
    size = struct.pack("<I", 59)[:3] + struct.pack("<I", 49)[:3]
    body = chunk(b"VP8X", bytes([flags, 0, 0, 0]) + size) + chunk(b"ANIM", bytes(6)) + frame + frame
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


add("part-transparent.webp", part(2 | 16, True))
add("part-opaque.webp", part(2, False))

# AVIF: gray and colors of limited range, declared in the container, in the bitstream, or differently in both
for chroma in ("400", "420", "444"):
    for matrix in (1, 6, 9):
        name = f"limited-{chroma}-{matrix}.avif"
        run("avifenc", "-s", "10", "-j", "1", "--min", "0", "--max", "4", "--yuv", chroma, "--range", "limited",
            "--cicp", f"{9 if matrix == 9 else 1}/13/{matrix}", path("rgb.png"), path(name))
        data = read(name)
        add(name, data, 3)
        at = data.index(b"colrnclx")
        if matrix != 6:
            add(f"limited-{chroma}-{matrix}-bitstream.avif", data[:at] + b"free" + data[at + 4:], 3)
    full = bytearray(data)
    full[at + 14] |= 0x80
    add(f"full-declared-{chroma}.avif", bytes(full), 3)

# HEIC: EXIF's orientation counts where the file itself does not turn the picture, and a video is not the picture
plain = np.repeat(gray[..., None], 3, 2)  # HEVC blurs colors
Image.fromarray(plain).save(path("turned.jpg"), exif=exif, quality=95)
Image.fromarray(plain).save(path("plain.png"))
run("heif-enc", "-q", "95", path("turned.jpg"), "-o", path("turned.heic"))
turned = read("turned.heic")
assert b"irot" not in turned
add("exif-6.heic", turned, 12, np.rot90(plain, -1))
run("heif-enc", "-q", "95", path("plain.png"), "-o", path("still.heic"))
add("video.heic", read("still.heic") + struct.pack(">I", 16) + b"moov" + struct.pack(">I", 8) + b"mvhd", 12, plain)

# JPEG 2000: what components mean without a definition, coarse chroma in a code stream, inks
def encode(name, planes, *options):
    with open(path("planes.raw"), "wb") as file:
        file.write(b"".join(np.ascontiguousarray(plane).tobytes() for plane in planes))
    steps = ":".join(f"{W // plane.shape[1]}x{H // plane.shape[0]}" for plane in planes)
    run("opj_compress", "-n", "3", "-i", path("planes.raw"), "-o", path(name), "-F", f"{W},{H},{len(planes)},8,u@{steps}",
        *options)
    return read(name)


luma = 0.299 * rgb[..., 0] + 0.587 * rgb[..., 1] + 0.114 * rgb[..., 2]
chroma = [np.clip((rgb[..., channel] - luma) * scale + 128, 0, 255) for channel, scale in ((2, 0.564), (0, 0.713))]
luma, chroma = luma.round().astype(np.uint8), [plane.round().astype(np.uint8) for plane in chroma]
for form in ("jp2", "j2k"):
    add(f"gray-alpha.{form}", encode(f"gray-alpha.{form}", [gray, alpha]))
    add(f"rgb-alpha.{form}", encode(f"rgb-alpha.{form}", [*np.moveaxis(rgb, 2, 0), alpha]))
    for name, step in (("420", (2, 2)), ("422", (1, 2))):
        coarse = [plane[::step[0], ::step[1]] for plane in chroma]
        add(f"coarse-{name}.{form}", encode(f"coarse-{name}.{form}", [luma, *coarse], "-mct", "0"), 1)
# A picture that starts beside the corner of its reference grid, also far beyond its own size and in tiles
for name, planes, options in (
        ("rgb", np.moveaxis(rgb, 2, 0), ("-d", "13,7")), ("gray", [gray], ("-d", "5,90")),
        ("rgb-alpha", [*np.moveaxis(rgb, 2, 0), alpha], ("-d", "101,2")),
        ("tiles", np.moveaxis(rgb, 2, 0), ("-d", "13,7", "-T", "5,3", "-t", "16,16")),
        ("coarse", [luma, *(plane[::2, ::2] for plane in chroma)], ("-mct", "0", "-d", "12,8"))):
    for form in ("jp2", "j2k"):
        add(f"offset-{name}.{form}", encode(f"offset-{name}.{form}", planes, *options), 1 if name == "coarse" else 0)
inks = bytearray(encode("inks.jp2", [*np.moveaxis(rgb, 2, 0), alpha], "-mct", "0"))
at = inks.index(b"colr")
inks[at + 7:at + 11] = struct.pack(">I", 12)
add("inks.jp2", bytes(inks))

# More icons than the head of the file lists
icons = [save(Image.new("RGB", (8 + size, 8 + size), (3 * size, 90, 200)), "PNG") for size in range(70)]
directory, offset = struct.pack("<HHH", 0, 1, len(icons)), 6 + 16 * len(icons)
for size, icon in enumerate(icons):
    directory += struct.pack("<BBBBHHII", 8 + size, 8 + size, 0, 0, 1, 32, len(icon), offset)
    offset += len(icon)
add("icons-70.ico", directory + b"".join(icons))

# TIFF in compressions that libtiff decompresses, with samples that are read here
colors = picture.quantize(50)
wide = Image.fromarray(gray.astype(np.uint16) * 257 ^ 0x2A)
for compression in ("lzma", "zstd"):
    add(f"palette-{compression}.tif", save(colors, "TIFF", compression=compression))
    add(f"float-{compression}.tif", save(Image.fromarray(gray.astype(np.float32)), "TIFF", compression=compression))
    add(f"wide-{compression}.tif", save(wide, "TIFF", compression=compression),
        expected=np.repeat((np.asarray(wide) >> 8).astype(np.uint8)[..., None], 3, 2))
    picture.save(path("rgb.tif"))
    run("tiffcp", "-c", compression + ":2", "-t", "-w", "16", "-l", "16", path("rgb.tif"), path("tiles.tif"))
    add(f"tiles-{compression}.tif", read("tiles.tif"))

# Luma and chroma in TIFF, without compression, where Pillow shows noise, and with one
def ycc(steps, deflate, tiled=False):
    planes = np.asarray(picture.convert("YCbCr"))
    rows = 16 if tiled else 8
    blocks = []
    for top in range(0, H, rows):
        for left in range(0, W, 16 if tiled else W):
            part = planes[top:top + rows, left:left + (16 if tiled else W)]
            high, wide = (rows if tiled else part.shape[0]), (16 if tiled else W)
            high, wide = -(-high // steps[1]) * steps[1], -(-wide // steps[0]) * steps[0]
            part = np.pad(part, ((0, high - part.shape[0]), (0, wide - part.shape[1]), (0, 0)), "edge")
            block = b"".join(
                part[down:down + steps[1], across:across + steps[0], 0].tobytes() + part[down, across, 1:].tobytes()
                for down in range(0, high, steps[1]) for across in range(0, wide, steps[0]))
            blocks.append(zlib.compress(block) if deflate else block)
    fields = {256: [W], 257: [H], 258: [8, 8, 8], 259: [8 if deflate else 1], 262: [6], 277: [3], 530: list(steps)}
    lengths = [len(block) for block in blocks]
    starts = [8 + sum(lengths[:index]) for index in range(len(blocks))]
    fields.update({322: [16], 323: [16], 324: starts, 325: lengths} if tiled else {273: starts, 278: [rows], 279: lengths})
    at = 8 + sum(lengths)
    behind, entries, values = at + 2 + 12 * len(fields) + 4, b"", b""
    for tag, numbers in sorted(fields.items()):
        data = struct.pack(f"<{len(numbers)}I", *numbers)
        entries += struct.pack("<HHI", tag, 4, len(numbers))
        entries += data if len(data) == 4 else struct.pack("<I", behind + len(values))
        values += data if len(data) > 4 else b""
    return (b"II*\0" + struct.pack("<I", at) + b"".join(blocks) + struct.pack("<H", len(fields)) + entries + bytes(4)
            + values)


for steps in ((1, 1), (2, 1), (2, 2), (4, 1)):
    name = f"ycc-{steps[0]}{steps[1]}"
    add(f"{name}-deflate.tif", ycc(steps, True))
    for tiled in (False, True):
        add(f"{name}{'-tiles' * tiled}.tif", ycc(steps, False, tiled), expected=pixels[f"{name}-deflate.tif"])

# L*a*b*: Little CMS rounds more coarsely than the conversion here, so that the original is what is expected
lab = ImageCms.profileToProfile(picture, ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB")
add("lab.tif", save(lab, "TIFF"), 20, rgb)

# XMP's orientation counts in TIFF as well, where there is no other
tag = ImageFileDirectory_v2()
tag[700] = xmp(6, False)
tag.tagtype[700] = 1
add("xmp-6.tif", save(picture, "TIFF", tiffinfo=tag))

# AVIF whose colors were multiplied with alpha
Image.fromarray(np.dstack([rgb, alpha])).save(path("rgba.png"))
run("avifenc", "-s", "10", "-j", "1", "--min", "0", "--max", "4", "--yuv", "444", "-p", path("rgba.png"), path("p.avif"))
add("premultiplied.avif", read("p.avif"), 4)

# sYCC
add("sycc.jp2", save(picture.convert("YCbCr"), "JPEG2000", irreversible=False), 1)

# Animated AVIF: the first frame, as good as a still picture
second = Image.fromarray(255 - rgb)
for chroma in ("4:2:0", "4:4:4"):
    for value_range in ("full", "limited"):
        for kind, first in (("", picture), ("-alpha", Image.fromarray(np.dstack([rgb, alpha])))):
            add(f"animated-{chroma.replace(':', '')}-{value_range}{kind}.avif", save(
                first, "AVIF", save_all=True, append_images=[second.convert(first.mode)], duration=100, quality=90,
                subsampling=chroma, range=value_range), 4)
still = files["animated-420-limited.avif"]
add("animated-brand.avif", still[:8] + b"avif" + still[12:], 4)

# PNG with a palette and transparency in an icon, of which Pillow forgets the transparency
colors.info.clear()
inside = save(colors, "PNG", transparency=bytes(range(0, 250, 5)))
add("palette-alpha.ico", struct.pack("<HHHBBBBHHII", 0, 1, 1, W, H, 0, 0, 1, 8, len(inside), 22) + inside,
    expected=upright(inside))

with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    answers = []
    for name, data in files.items():
        shape = pixels[name].shape
        answers.append({"file": name, "width": shape[1], "height": shape[0], "tolerance": tolerance[name]})
        archive.writestr(zipfile.ZipInfo("files/" + name), data, zipfile.ZIP_DEFLATED)
        archive.writestr(zipfile.ZipInfo("pixels/" + name), pixels[name].tobytes(), zipfile.ZIP_DEFLATED)
    archive.writestr(zipfile.ZipInfo("answers.json"), json.dumps(answers, indent=0), zipfile.ZIP_DEFLATED)
