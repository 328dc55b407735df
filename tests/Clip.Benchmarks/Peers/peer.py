"""The benchmarks' work, done with the Python libraries that people would use instead.

A command a line, its arguments separated by tabs; each is answered by one line, a number that tells what came out.
What a command needs is loaded when it is first given, which is in the benchmarks' warm-up.
"""
import functools
import sys


@functools.cache
def lines(path):
    with open(path, encoding="utf-8") as file:
        return file.read().split("\n")


@functools.cache
def tokenizer(path):
    from tokenizers import Tokenizer
    return Tokenizer.from_file(path)


def tokens(path, texts):
    # the variant that computes no offsets, as ours does not
    return sum(len(encoding.ids) for encoding in tokenizer(path).encode_batch_fast(lines(texts)))


def load(path):
    from tokenizers import Tokenizer
    return Tokenizer.from_file(path).get_vocab_size()


def pictures(size, paths):
    """Resizes the shorter side, crops the centre and normalises, as CLIP's preprocessing does."""
    import numpy
    from PIL import Image, ImageOps
    size = int(size)
    mean = numpy.array([0.48145466, 0.4578275, 0.40821073], numpy.float32)
    std = numpy.array([0.26862954, 0.26130258, 0.27577711], numpy.float32)
    for path in lines(paths):
        picture = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
        width, height = picture.size
        scale = size / min(width, height)
        width, height = max(size, int(width * scale)), max(size, int(height * scale))
        picture = picture.resize((width, height), Image.Resampling.BICUBIC)
        left, top = (width - size) // 2, (height - size) // 2
        pixels = numpy.asarray(picture.crop((left, top, left + size, top + size)), numpy.float32)
        result = ((pixels / 255 - mean) / std).transpose(2, 0, 1)
    return result.size


@functools.lru_cache(maxsize=1)
def rows(count, dimension):
    import numpy
    return numpy.random.default_rng(1).random((count, dimension), dtype=numpy.float32) - numpy.float32(0.5)


def scan(count, dimension, queries, top):
    import numpy
    count, dimension, queries, top = int(count), int(dimension), int(queries), int(top)
    matrix = rows(count, dimension)
    scores = matrix @ matrix[:queries].T if queries > 1 else (matrix @ matrix[0])[:, None]
    for query in range(queries):
        column = scores[:, query]
        best = numpy.argpartition(column, -top)[-top:]
        best = best[numpy.argsort(-column[best])]
    return len(best)


def forget():
    rows.cache_clear()
    return 0


def versions():
    import importlib.metadata
    names = ["tokenizers", "Pillow", "numpy"]
    return f"Python {sys.version.split()[0]}, " + ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)


commands = {command.__name__: command for command in [tokens, load, pictures, scan, forget, versions]}
for line in sys.stdin:
    name, *arguments = line.rstrip("\n").split("\t")
    print(commands[name](*arguments), flush=True)
