"""Makes resizes.json: what Pillow answers for generated pictures, sizes and configurations.

    python make_resizes.py CASES > resizes.json          (made with Pillow 12.3)

The pictures are noise from a generator that the tests have too, so only hashes are stored.
"""
import hashlib
import json
import math
import random
import sys

import numpy as np
from PIL import Image

FILTERS = ["nearest", "lanczos", "bilinear", "bicubic", "box", "hamming"]


def noise(width, height, seed):
    n = width * height * 3
    # x -> 1664525 x + 1013904223 modulo 2^32, the top byte of each state, by doubling
    a, c, state = 1664525, 1013904223, np.empty(n, np.uint32)
    state[0] = (a * seed + c) & 0xFFFFFFFF
    done = 1
    mul, add = a, c
    while done < n:
        take = min(done, n - done)
        state[done:done + take] = (state[:take].astype(np.uint64) * mul + add) & 0xFFFFFFFF
        mul, add = (mul * mul) & 0xFFFFFFFF, (mul * add + add) & 0xFFFFFFFF
        done += take
    return Image.fromarray((state >> 24).astype(np.uint8).reshape(height, width, 3))


def center_crop_hugging_face(image, height, width):
    """transformers.image_transforms.center_crop"""
    pixels = np.asarray(image)
    h, w = pixels.shape[:2]
    top, left = (h - height) // 2, (w - width) // 2
    bottom, right = top + height, left + width
    if top >= 0 and bottom <= h and left >= 0 and right <= w:
        return pixels[top:bottom, left:right]
    new_h, new_w = max(height, h), max(width, w)
    padded = np.zeros((new_h, new_w, 3), np.uint8)
    top_pad, left_pad = math.ceil((new_h - h) / 2), math.ceil((new_w - w) / 2)
    padded[top_pad:top_pad + h, left_pad:left_pad + w] = pixels
    top, bottom, left, right = top + top_pad, bottom + top_pad, left + left_pad, right + left_pad
    return padded[max(0, top):min(new_h, bottom), max(0, left):min(new_w, right)]


def center_crop_or_pad(image, height, width, fill):
    """open_clip's, except that halves go down, as in Immich and Hugging Face"""
    w, h = image.size
    if width > w or height > h:
        left = (width - w) // 2 if width > w else 0
        top = (height - h) // 2 if height > h else 0
        padded = Image.new("RGB", (max(w, width), max(h, height)), fill)
        padded.paste(image, (left, top))
        image = padded
        w, h = image.size
        if (w, h) == (width, height):
            return np.asarray(image)
    top, left = (h - height) // 2, (w - width) // 2
    return np.asarray(image.crop((left, top, left + width, top + height)))


def shortest_edge(size, w, h):
    short, long = (w, h) if w <= h else (h, w)
    new = int(size * long / short)
    return (size, new) if w <= h else (new, size)


def keep_ratio(w, h, width, height, longest):
    """open_clip's ResizeKeepRatio"""
    across, down = w / width, h / height
    ratio = max(across, down) * longest + min(across, down) * (1.0 - longest)
    return tuple(round(x / ratio) for x in (w, h))


def answer(image, config):
    w, h = image.size
    if "resize_mode" in config:
        interpolation = FILTERS.index(config["interpolation"])
        size = config["size"]
        height, width = (size, size) if isinstance(size, int) else size
        if config["resize_mode"] == "squash":
            return np.asarray(image.resize((width, height), interpolation))
        if config["resize_mode"] == "shortest":
            size = shortest_edge(width, w, h) if width == height else keep_ratio(w, h, width, height, 0.0)
            return center_crop_or_pad(image.resize(size, interpolation), height, width, 0)
        fill = config["fill_color"]
        size = keep_ratio(w, h, width, height, 1.0)
        image = image.resize(tuple(max(1, s) for s in size), interpolation)
        return center_crop_or_pad(image, height, width, (fill, fill, fill) if isinstance(fill, int) else tuple(fill))

    if config.get("do_resize", True):
        size = config["size"]
        size = shortest_edge(size["shortest_edge"], w, h) if "shortest_edge" in size else (size["width"], size["height"])
        image = image.resize(size, config["resample"])
    if config["do_center_crop"]:
        return center_crop_hugging_face(image, config["crop_size"]["height"], config["crop_size"]["width"])
    return np.asarray(image)


def edge(rng):
    return rng.choice([1, 2, 3, 7, 31, 32, 33, 64, 100, rng.randint(1, 130)])


def configuration(rng):
    kind = rng.choice(["shortest", "squash", "crop", "open-shortest", "open-squash", "open-longest"])
    if kind.startswith("open"):
        side = edge(rng)
        size = rng.choice([side, [side, side], [edge(rng), edge(rng)]])
        fill = rng.choice([0, 127, [255, 10, 30]])
        return {"size": size, "interpolation": rng.choice(FILTERS), "resize_mode": kind[5:], "fill_color": fill}
    config = {"do_resize": kind != "crop", "resample": rng.randrange(6), "do_center_crop": kind != "squash"}
    if kind == "shortest":
        config["size"] = {"shortest_edge": edge(rng)}
    if kind == "squash":
        config["size"] = {"height": edge(rng), "width": edge(rng)}
    if kind != "squash":
        config["crop_size"] = {"height": edge(rng), "width": edge(rng)}
    return config


def case(w, h, seed, config):
    pixels = answer(noise(w, h, seed), config)
    return {
        "width": w, "height": h, "seed": seed, "config": config,
        "output": [pixels.shape[1], pixels.shape[0]],
        "sha256": hashlib.sha256(np.ascontiguousarray(pixels).tobytes()).hexdigest(),
    }


LARGE = [(w, h, {"resample": resample, "size": {"shortest_edge": 224}, "do_center_crop": True, "crop_size": {"height": 224, "width": 224}})
         for w, h, resample in ((4000, 3000, 3), (3000, 4000, 1), (5000, 11, 3), (3, 9000, 3), (30000, 1, 2), (1, 30000, 0), (1, 30000, 3))]


def main():
    rng = random.Random(20)
    cases = [case(w, h, 7, config) for w, h, config in LARGE]
    for seed in range(int(sys.argv[1])):
        while True:
            extreme = rng.random() < 0.15
            w = rng.choice([rng.randint(1, 60), rng.randint(1, 700), 1 if extreme else rng.randint(1, 300)])
            h = rng.choice([rng.randint(1, 60), rng.randint(1, 700), rng.randint(1, 3000) if extreme else rng.randint(1, 300)])
            config = configuration(rng)
            if w * h > 300_000 or max(w, h) / min(w, h) * 130 > 60_000:
                continue
            if config.get("resize_mode") == "shortest" and not isinstance(config["size"], int):
                if 0 in keep_ratio(w, h, config["size"][1], config["size"][0], 0.0):
                    continue
            break
        cases.append(case(w, h, seed, config))
    print("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]")


main()
