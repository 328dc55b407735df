"""Makes modes.zip: one small picture in every mode and format that Pillow writes or that is made here by hand, and
the upright RGB pixels, composited over white, that Pillow answers.

    python make_modes.py PHOTO modes.zip          (made with Pillow 12.3 from gallery/photos/kodak-03.jpg)

answers.json: for each file its size, the pixels' SHA-256 and the largest difference allowed; where that is not 0,
pixels/NAME holds the pixels. Left out is what Pillow itself gets wrong: the transparent colour of 2- and 4-bit grey
PNG, which it does not scale to 8 bits.
"""
import hashlib
import io
import json
import struct
import sys
import zipfile
import zlib

import numpy as np
from PIL import Image, ImageCms, ImageOps

photo = Image.open(sys.argv[1]).convert("RGB")
files, tolerance = {}, {}


def base(width, height):
    return photo.resize((width, height), Image.BICUBIC)


def save(name, image, **options):
    out = io.BytesIO()
    image.save(out, format={"jpg": "JPEG", "tif": "TIFF", "jp2": "JPEG2000", "j2k": "JPEG2000", "ppm": "PPM", "pgm": "PPM", "pbm": "PPM"}
               .get(name.split(".")[-1], name.split(".")[-1].upper()), **options)
    files[name] = out.getvalue()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(name, samples, bits, color, extra=b"", interlace=False):
    """samples: [height, width, channels]"""
    height, width = samples.shape[:2]

    def rows(part):
        out = b""
        for row in part.reshape(part.shape[0], -1):
            if bits == 16:
                out += b"\0" + row.astype(">u2").tobytes()
            else:
                unpacked = np.unpackbits(row.astype(np.uint8).reshape(-1, 1), axis=1)[:, 8 - bits:]
                out += b"\0" + np.packbits(unpacked.reshape(-1)).tobytes()
        return out

    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    data = b"".join(rows(samples[y::dy, x::dx]) for x, y, dx, dy in passes) if interlace else rows(samples)
    header = struct.pack(">IIBBBBB", width, height, bits, color, 0, 0, int(interlace))
    files[name] = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b"")


rgb = base(53, 37)
gray = rgb.convert("L")
alpha = Image.fromarray((np.indices((37, 53)).sum(0) * 5 % 256).astype(np.uint8))
rgba = rgb.copy()
rgba.putalpha(alpha)
la = Image.merge("LA", (gray, alpha))
bilevel, palette, cmyk = rgb.convert("1"), rgb.quantize(200), rgb.convert("CMYK")
rng = np.random.default_rng(5)
a, g, al = (np.asarray(i).astype(int).reshape(37, 53, -1) for i in (rgb, gray, alpha))
a16, g16, al16 = (x * 256 + rng.integers(0, 256, x.shape) for x in (a, g, al))

# PNG: every bit depth and colour type, with transparent colours, interlaced, with odd chunks
png("rgb16.png", a16, 16, 2)
png("rgb16-interlaced.png", a16, 16, 2, interlace=True)
png("rgb16-transparent.png", a16, 16, 2, chunk(b"tRNS", struct.pack(">HHH", *a16[10, 10])))
png("rgba16.png", np.concatenate([a16, al16], 2), 16, 6)
png("la16.png", np.concatenate([g16, al16], 2), 16, 4)
png("l16.png", g16, 16, 0)
png("l16-transparent.png", g16, 16, 0, chunk(b"tRNS", struct.pack(">H", g16[10, 10, 0])))
for name in ("rgb16", "rgb16-interlaced", "rgb16-transparent", "rgba16", "la16", "l16", "l16-transparent"):
    tolerance[name + ".png"] = 2 if name in ("rgba16", "la16") else 1  # Pillow drops the low byte of all but grey
png("rgb-transparent.png", a, 8, 2, chunk(b"tRNS", struct.pack(">HHH", *a[10, 10])))
png("l-transparent.png", g, 8, 0, chunk(b"tRNS", struct.pack(">H", g[10, 10, 0])))
png("l1-transparent.png", g >> 7, 1, 0, chunk(b"tRNS", struct.pack(">H", 1)))
png("rgb-interlaced.png", a, 8, 2, interlace=True)
png("rgba-interlaced.png", np.concatenate([a, al], 2), 8, 6, interlace=True)
for bits in (1, 2, 4):
    png(f"l{bits}.png", g >> (8 - bits), bits, 0)
    png(f"l{bits}-interlaced.png", g >> (8 - bits), bits, 0, interlace=True)
for bits in (1, 2, 4, 8):
    image = rgb.quantize(min(200, 1 << bits))
    colors = chunk(b"PLTE", bytes(image.getpalette()[:3 << bits]))
    index = np.asarray(image).astype(int)[..., None]
    png(f"p{bits}.png", index, bits, 3, colors)
    png(f"p{bits}-interlaced.png", index, bits, 3, colors, interlace=True)
    png(f"p{bits}-transparent.png", index, bits, 3, colors + chunk(b"tRNS", b"\xff\x00"))
    png(f"p{bits}-translucent.png", index, bits, 3, colors + chunk(b"tRNS", bytes(range(0, 255, 255 // min(16, 1 << bits)))[:min(16, 1 << bits)]))
png("gamma.png", a, 8, 2, chunk(b"gAMA", struct.pack(">I", 100000)))
png("l-gamma.png", g, 8, 0, chunk(b"gAMA", struct.pack(">I", 100000)))
png("srgb.png", a, 8, 2, chunk(b"sRGB", b"\0") + chunk(b"gAMA", struct.pack(">I", 45455)))
png("background.png", np.concatenate([a, al], 2), 8, 6, chunk(b"bKGD", struct.pack(">HHH", 255, 0, 0)))
png("significant-bits.png", a, 8, 2, chunk(b"sBIT", b"\5\6\5"))
png("offset.png", a, 8, 2, chunk(b"oFFs", struct.pack(">iiB", 10, 20, 0)))
png("gray-as-rgb.png", np.repeat(g, 3, 2), 8, 2)
png("bilevel-as-rgba.png", np.concatenate([(np.repeat(g, 3, 2) > 128) * 255, al * 0 + 255], 2), 8, 6)
profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
save("profile.png", rgb, icc_profile=profile)
save("profile.jpg", rgb, icc_profile=profile)
save("profile-on-gray.png", gray, icc_profile=profile)

# JPEG
for quality in (30, 95):
    for subsampling in (0, 1, 2):
        save(f"q{quality}-s{subsampling}.jpg", rgb, quality=quality, subsampling=subsampling)
save("progressive.jpg", rgb, progressive=True)
save("restart.jpg", rgb, restart_marker_blocks=1)
save("rgb-inside.jpg", rgb, keep_rgb=True)
save("gray.jpg", gray)
save("gray-progressive.jpg", gray, progressive=True)
save("cmyk.jpg", cmyk)
save("cmyk-progressive.jpg", cmyk, progressive=True)
save("cmyk-profile.jpg", cmyk, icc_profile=profile)
for width, height in ((1, 1), (7, 3), (9, 17), (16, 16)):
    save(f"{width}x{height}.jpg", base(width, height))
    save(f"{width}x{height}.gif", base(width, height))
    save(f"{width}x{height}.webp", base(width, height))

# Orientations, on everything that can have one, and values that mean nothing
for orientation in range(0, 10):
    exif = Image.Exif()
    exif[0x112] = orientation
    save(f"orientation-{orientation}.jpg", rgb, exif=exif)
    if 1 <= orientation <= 8:
        save(f"orientation-{orientation}.png", rgb, exif=exif)
        save(f"orientation-{orientation}-rgba.png", rgba, exif=exif)
        save(f"orientation-{orientation}-gray.jpg", gray, exif=exif)
        save(f"orientation-{orientation}.webp", rgb, exif=exif, lossless=True)
        save(f"orientation-{orientation}.tif", rgb, tiffinfo={0x112: orientation}, compression="tiff_lzw")
        save(f"orientation-{orientation}.avif", rgb, exif=exif)
        tolerance[f"orientation-{orientation}.avif"] = 2

# GIF and WebP, still and animated
save("palette.gif", palette)
save("transparent.gif", palette, transparency=3)
save("rgba.gif", rgba)
save("animated.gif", palette, save_all=True, append_images=[palette.rotate(90), palette.rotate(180)], duration=50)
save("animated-rgba.gif", rgba, save_all=True, append_images=[rgba.rotate(90)], duration=50, disposal=2)
part = io.BytesIO()
rgb.quantize(16).crop((0, 0, 30, 20)).save(part, "GIF")
part = bytearray(part.getvalue())
part[6:10] = struct.pack("<HH", 50, 40)  # the canvas is larger than the first frame, which lies at 7, 9
at = part.index(b"\x2c", 13 + 3 * (2 << (part[10] & 7)))
part[at + 1:at + 5] = struct.pack("<HH", 7, 9)
files["part.gif"] = bytes(part)
for name, image in (("rgb", rgb), ("rgba", rgba), ("l", gray), ("la", la)):
    save(f"{name}-lossless.webp", image, lossless=True)
    save(f"{name}-lossy.webp", image, quality=70)
save("animated.webp", rgb, save_all=True, append_images=[rgb.rotate(90)], lossless=True)
save("animated-rgba.webp", rgba, save_all=True, append_images=[rgba.rotate(90)], lossless=True)

# TIFF, BMP, PNM, ICO, JPEG 2000, AVIF
for name, image in (("rgb", rgb), ("rgba", rgba), ("l", gray), ("la", la), ("1", bilevel), ("p", palette), ("cmyk", cmyk)):
    for compression in (None, "tiff_lzw", "tiff_deflate", "packbits"):
        save(f"{name}-{compression}.tif", image, compression=compression)
        if name == "p":
            tolerance[f"{name}-{compression}.tif"] = 1  # 16-bit palettes, of which Pillow drops the low byte
save("group4.tif", bilevel, compression="group4")
save("group3.tif", bilevel, compression="group3")
save("jpeg.tif", rgb, compression="jpeg")
save("l-jpeg.tif", gray, compression="jpeg")
save("l16.tif", Image.fromarray(g16[..., 0].astype(np.uint16)))
save("pages.tif", rgb, save_all=True, append_images=[rgb.rotate(90)])
for name, image in (("rgb", rgb), ("rgba", rgba), ("l", gray), ("1", bilevel), ("p", palette), ("p4", rgb.quantize(16))):
    save(f"{name}.bmp", image)
files["trailing.bmp"] = files["rgb.bmp"] + bytes(100)
files["wrong-length.bmp"] = files["rgb.bmp"][:2] + bytes(4) + files["rgb.bmp"][6:]
save("rgb.ppm", rgb)
save("l.pgm", gray)
save("1.pbm", bilevel)
save("l16.pgm", Image.fromarray(g16[..., 0].astype(np.uint16)))
files["ascii.ppm"] = ("P3\n# a comment\n53 37\n255\n" + " ".join(map(str, a.reshape(-1)))).encode()
files["ascii.pgm"] = ("P2 53 37 255\n" + " ".join(map(str, g.reshape(-1)))).encode()
files["rgb16.ppm"] = b"P6\n53 37\n65535\n" + a16.astype(">u2").tobytes()
tolerance["rgb16.ppm"] = tolerance["l16.pgm"] = tolerance["l16.tif"] = 1
save("sizes.ico", rgba.resize((48, 48)), sizes=[(16, 16), (48, 48), (32, 32)])
save("bitmaps.ico", rgba.resize((48, 48)), sizes=[(16, 16), (48, 48)], bitmap_format="bmp")
for name, image in (("rgb", rgb), ("rgba", rgba), ("l", gray), ("la", la)):
    save(f"{name}.jp2", image, irreversible=False)
save("lossy.jp2", rgb, irreversible=True, quality_mode="rates", quality_layers=[10])
save("rgb.j2k", rgb)
for name, image in (("rgb", rgb), ("rgba", rgba), ("l", gray)):
    save(f"{name}.avif", image)
    tolerance[f"{name}.avif"] = 2


def upright(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    image = ImageOps.exif_transpose(image)
    if image.mode in ("I", "I;16", "I;16B"):
        wide = np.asarray(image).astype(np.int64)
        image = Image.fromarray(np.clip((wide * 255 + 32767) // 65535, 0, 255).astype(np.uint8))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", image.size, (255, 255, 255, 255)), image).convert("RGB")
    return image.convert("RGB")


with zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    answers = []
    for name, data in files.items():
        image = upright(data)
        pixels, allowed = image.tobytes(), tolerance.get(name, 0)
        answers.append({"file": name, "width": image.width, "height": image.height, "tolerance": allowed,
                        "sha256": hashlib.sha256(pixels).hexdigest()})
        archive.writestr(zipfile.ZipInfo("files/" + name), data, zipfile.ZIP_DEFLATED)
        if allowed:
            archive.writestr(zipfile.ZipInfo("pixels/" + name), pixels, zipfile.ZIP_DEFLATED)
    archive.writestr(zipfile.ZipInfo("answers.json"), json.dumps(answers, indent=0), zipfile.ZIP_DEFLATED)
