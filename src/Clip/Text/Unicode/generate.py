#!/usr/bin/env python3
"""Writes unicode.bin, the character tables that UnicodeTables.cs reads.

Token ids must equal those of the Python library `tokenizers`, whose parts were built with different versions of
Unicode (its normalizer is years older than its regular expressions). So no published table is copied: this script
asks the library itself, for every code point, what each of its parts does, and stores the answers. Two things cannot be
asked directly: which pairs compose (candidates come from Python's unicodedata, and the library is asked which of them
it composes) and the grapheme cluster classes (from the `regex` package; the tests compare the resulting clusters).

    pip install "tokenizers==0.23.*" regex
    python generate.py            # about three minutes

Layout, little-endian, in this order: uint32 counts[7] (records, blocks, nfd, nfkd, lower, pairs, script runs);
uint32 records[]; for nfd, nfkd and lower: uint32 keys[] (sorted code points), uint32 values[] (offset << 8 | length into
the pool); uint32 firsts[], seconds[], composites[] of the pairs, sorted; uint32 first code point of each run of one script; uint16
block index of each 128 code points; byte record index of each code point in each block; byte script of each run (a
number without meaning, 0 for any script); pool of UTF-8.
"""
import pathlib
import struct
import unicodedata

import regex
from tokenizers import Regex, normalizers, pre_tokenizers

CODE_POINTS = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]
CATEGORIES = "Cn Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Cs Co".split()
GRAPHEME = "Other CR LF Control Extend ZWJ Regional_Indicator Prepend SpacingMark L V T LV LVT".split()


def normalized(normalizer, prefix="", suffix=""):
    return {c: normalizer.normalize_str(prefix + chr(c) + suffix) for c in CODE_POINTS}


def pieces(pre_tokenizer):
    return {c: len(pre_tokenizer.pre_tokenize_str("a" + chr(c) + "b")) for c in CODE_POINTS}


def matches(pattern):
    replaced = normalized(normalizers.Replace(Regex(pattern), ""))
    return {c for c in CODE_POINTS if replaced[c] == ""}


def bert(**options):
    chosen = dict(clean_text=False, handle_chinese_chars=False, strip_accents=False, lowercase=False) | options
    return normalizers.BertNormalizer(**chosen)


nfd, nfkd = normalized(normalizers.NFD()), normalized(normalizers.NFKD())
nfc, nfkc = normalized(normalizers.NFC()), normalized(normalizers.NFKC())
lower = normalized(normalizers.Lowercase())


def changed(table):
    return {c for c in CODE_POINTS if table[c] != chr(c)}


def combining_classes():
    """The class of c is the one whose representative mark is swapped with c in neither order."""
    normalizer = normalizers.NFD()

    def swaps(first, second):
        return first != second and normalizer.normalize_str("a" + first + second) == "a" + second + first

    marks = [c for c in CODE_POINTS
             if nfd[c] == chr(c) and c not in (0x334, 0x345) and (swaps(chr(c), "\u0334") or swaps("\u0345", chr(c)))]
    marks += [0x334, 0x345]
    representatives = {}
    for c in sorted(marks):
        representatives.setdefault(unicodedata.combining(chr(c)), chr(c))
    classes = {}
    for c in marks:
        equal = [k for k, r in representatives.items() if not swaps(chr(c), r) and not swaps(r, chr(c))]
        assert len(equal) == 1, (hex(c), equal)
        classes[c] = equal[0]
    return classes


def composition_pairs():
    normalizer = normalizers.NFC()
    pairs = []
    for c in changed(nfd):
        parts = unicodedata.decomposition(chr(c)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            first, second = (int(p, 16) for p in parts)
            if normalizer.normalize_str(chr(first) + chr(second)) == chr(c):
                pairs.append((first, second, c))
    return sorted(pairs)


def scripts():
    """Runs of code points that the UnicodeScripts pre-tokenizer keeps together."""
    splitter = pre_tokenizers.UnicodeScripts()

    def joins(a, b):
        return len(splitter.pre_tokenize_str(a + b)) == 1

    representatives, runs, script = ["a"], [], None
    for c in CODE_POINTS:
        if joins("a", chr(c)) and joins("\u6f22", chr(c)):
            number = 0
        elif script and joins(representatives[script - 1], chr(c)):
            number = script
        else:
            number = next((i for i, r in enumerate(representatives, 1) if joins(r, chr(c))), None)
            if number is None:
                representatives.append(chr(c))
                number = len(representatives)
        if number != script:
            runs.append((c, number))
        script = number
    return runs


ccc, pairs = combining_classes(), composition_pairs()
category = {c: i for i, name in enumerate(CATEGORIES) if name != "Cs" for c in matches(r"\p{%s}" % name)}
grapheme = {c: i for i, name in enumerate(GRAPHEME) if i
            for c in CODE_POINTS if regex.match(r"\p{GCB=%s}" % name, chr(c))}
word = pieces(pre_tokenizers.Whitespace())
cleaned = normalized(bert(clean_text=True), "a", "b")
composes_back = {second for _, second, _ in pairs} | set(range(0x1161, 0x1176)) | set(range(0x11A8, 0x11C3))
hangul = set(range(0xAC00, 0xD7A4))

# The order of these sets is the order of the bits in UnicodeTables.cs, from bit 9 up.
FLAGS = [
    {c for c, n in pieces(pre_tokenizers.Digits(individual_digits=True)).items() if n == 3},  # numeric
    {c for c in CODE_POINTS if word[c] == 1},                                                  # regex word
    matches(r"\w"),                                                                            # onig word
    {c for c, n in pieces(pre_tokenizers.Punctuation()).items() if n == 3},                    # punctuation
    {c for c in CODE_POINTS if cleaned[c] == "ab"},                                            # bert control
    {c for c, s in normalized(bert(strip_accents=True)).items() if s == ""},                   # bert accent
    {c for c, s in normalized(normalizers.StripAccents()).items() if s == ""},                 # combining mark
    changed(nfd) | hangul,
    changed(nfkd) | hangul,
    changed(nfc),
    composes_back,
    changed(lower),
    {c for c in CODE_POINTS if regex.match(r"\p{Extended_Pictographic}", chr(c))},
    changed(nfkc),
]

records, record_index = {}, {}
for c in range(0x110000):
    value = category.get(c, CATEGORIES.index("Cs")) | grapheme.get(c, 0) << 5
    for bit, members in enumerate(FLAGS):
        value |= (c in members) << 9 + bit
    value |= ccc.get(c, 0) << 24
    record_index[c] = records.setdefault(value, len(records))
assert len(records) <= 256, len(records)

blocks, block_index = {}, []
for start in range(0, 0x110000, 128):
    block = bytes(record_index[c] for c in range(start, start + 128))
    block_index.append(blocks.setdefault(block, len(blocks)))

pool, places = bytearray(), {}


def place(text):
    utf8 = text.encode()
    if utf8 not in places:
        found = pool.find(utf8)
        places[utf8] = found if found >= 0 else len(pool)
        if found < 0:
            pool.extend(utf8)
    return places[utf8] << 8 | len(utf8)


maps = [
    {c: nfd[c] for c in sorted(changed(nfd) - hangul)},
    {c: nfkd[c] for c in sorted(changed(nfkd) - hangul)},
    {c: lower[c] for c in sorted(changed(lower))},
]
script_runs = scripts()
body = b"".join(struct.pack("<I", r) for r in records)
for table in maps:
    body += b"".join(struct.pack("<I", c) for c in table)
    body += b"".join(struct.pack("<I", place(s)) for s in table.values())
for column in range(3):
    body += b"".join(struct.pack("<I", p[column]) for p in pairs)
body += b"".join(struct.pack("<I", start) for start, _ in script_runs)
body += b"".join(struct.pack("<H", b) for b in block_index) + b"".join(blocks)
body += bytes(script for _, script in script_runs)
counts = [len(records), len(blocks), *map(len, maps), len(pairs), len(script_runs)]
target = pathlib.Path(__file__).with_name("unicode.bin")
target.write_bytes(struct.pack("<7I", *counts) + body + bytes(pool))
print(f"{target.name}: {target.stat().st_size} bytes; records, blocks, nfd, nfkd, lower, pairs, script runs: {counts}")
