#!/usr/bin/env python3
"""Writes configurations.jsonl.gz and code-points.json: what the Python library `tokenizers` answers.

configurations.jsonl.gz: one JSON object a line, {"name", "tokenizer", "cases": [[text, ids], ...]}. First come
tokenizers put together as the models that people download have them, trained on the texts beside this script; then
random ones, which combine what nobody has combined yet.
code-points.json: for each component, a SHA-256 for each of the 17 planes of what it makes of every code point.

    pip install "tokenizers==0.23.*"
    python generate.py
"""
import base64
import gzip
import hashlib
import json
import pathlib
import random
import struct
import unicodedata

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

HERE = pathlib.Path(__file__).parent
TEXTS = [json.loads(line) for line in gzip.open(HERE / "texts.jsonl.gz", "rt", encoding="utf-8")]
RANDOM = random.Random(2026)

CLIP = r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
CL100K = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
          r"|\s*[\r\n]+|\s+(?!\S)|\s+")
O200K = (r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
         r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
         r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")
BLOOM = r" ?[^(\s|[.,!?…。，、।۔،])]+"
REGEXES = [
    CLIP, GPT2, CL100K, O200K, BLOOM, r"\s+", r" {2,}", r"\p{L}+", r"\p{N}{1,3}", r"[^\s\p{L}\p{N}]+", r"a|b|e", r"\d+",
    r"\w+|[^\w\s]+", r"(?i:s|t)+", r"\s+(?!\S)|\s+", r"[a-zA-Z]+", r"^", r"$", r"(?<=\p{L})\p{N}", r"(?<!\s)[A-Z]", r".",
    r"\b", r"[!-/:-@\[-`{-~]", r"[一-龥぀-ゟ゠-ヿ]+", r"(a+)+b", r"(?:ab|a)(?:c|bc)?", r"a*?b", r"a++", r"[a-f&&[^bd]]",
    r"(?>\s+)\S", r"x?", r"a|", r"\p{P}", r"\p{S}", r"\p{Z}", r"\p{C}", r"\p{M}", r"\R", r"\h+", r"(?=(\d{3})+(?!\d))",
    r"\s*\S{2,4}?", r"(?m).+", r".+$", r"\p{^L}", r"\P{N}+", r"[\w&&[^\d]]+", r"(\s|\d)*x", r"[^\n]+|[\n]+",
    r"\A\s+|\s+\Z", r"(?i)k|[st]", r"\u0041|\x{61}|\x62|\.", r"\w", r"\W+", r"[^\p{L}&&[^\s]]", r"(?#note)a{,2}b", r"a{", r"(?i)a(?-i)b",
]
MARKS = [*range(0x300, 0x370), 0x5B0, 0x64B, 0x93C, 0x94D, 0x9BE, 0xF71, 0xF72, 0x3099, 0x1D165, 0xFE0F, 0x200D, 0x20E3]
SPACES = [9, 10, 11, 12, 13, 32, 0x85, 0xA0, 0x1680, 0x2003, 0x2028, 0x202F, 0x3000, 0x200B, 0x180E, 0xFEFF]


def letter():
    return RANDOM.choice("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


SNIPPETS = [
    letter, letter,
    lambda: RANDOM.choice("the a of dog's they're I'll we'd it'm can't '".split()),
    lambda: RANDOM.choice("0123456789"),
    lambda: RANDOM.choice("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
    lambda: chr(RANDOM.choice(SPACES)), lambda: " " * RANDOM.randint(1, 4), lambda: chr(RANDOM.choice(MARKS)),
    lambda: RANDOM.choice("éÉñÜçßſẞİıŒǅÅK﷼ﬁﷺ½²③Ⅷ㍿ｱﾞＡ　ΣςΆ"),
    lambda: chr(RANDOM.randint(0xA0, 0x5FF)), lambda: chr(RANDOM.randint(0x600, 0xFFF)),
    lambda: chr(RANDOM.randint(0x1100, 0x11FF)), lambda: chr(RANDOM.randint(0xAC00, 0xD7A3)),
    lambda: chr(RANDOM.randint(0x4E00, 0x9FFF)), lambda: chr(RANDOM.randint(0x1E00, 0x33FF)),
    lambda: chr(RANDOM.randint(0xF900, 0xFFFD)), lambda: chr(RANDOM.randint(0x10000, 0x10FFFF)),
    lambda: chr(RANDOM.randint(0x1F300, 0x1FAFF)), lambda: chr(RANDOM.randint(0, 0x20)),
    lambda: RANDOM.choice(["👨‍👩‍👧", "🇩🇪🇫🇷", "👍🏽", "ก็", "नमस्ते", "한국어", "𝐀𝟏", "\r\n", "e\u0301", "1\ufe0f\u20e3"]),
    lambda: RANDOM.choice(["▁", "_", "<s>", "</s>", "<unk>", "[CLS]", "[MASK]", "<mask>", "<|endoftext|>", "##", "  <s> "]),
]


def random_text():
    snippets = RANDOM.sample(SNIPPETS, RANDOM.randint(1, 6)) + [letter]
    return "".join(RANDOM.choice(snippets)() for _ in range(RANDOM.choice([0, 1, 2, 3, 5, 8, 12, 20, 40])))


def sequence(kind, key, *parts):
    return {"type": kind, key: list(parts)}


def split(pattern, behavior="Isolated", invert=False, kind="Regex"):
    return {"type": "Split", "pattern": {kind: pattern}, "behavior": behavior, "invert": invert}


def byte_level(add_prefix_space=False, use_regex=True):
    return {"type": "ByteLevel", "add_prefix_space": add_prefix_space, "trim_offsets": True, "use_regex": use_regex}


def metaspace(scheme, split=True, mark="▁"):
    return {"type": "Metaspace", "replacement": mark, "prepend_scheme": scheme, "split": split}


def replace(pattern, content, kind="String"):
    return {"type": "Replace", "pattern": {kind: pattern}, "content": content}


def template(before, after):
    """A template of (token, id) pairs before and behind the text."""
    piece = lambda token: {"SpecialToken": {"id": token[0], "type_id": 0}}
    text = lambda name: {"Sequence": {"id": name, "type_id": 0}}
    return {
        "type": "TemplateProcessing",
        "single": [*map(piece, before), text("A"), *map(piece, after)],
        "pair": [*map(piece, before), text("A"), text("B"), *map(piece, after)],
        "special_tokens": {t: {"id": t, "ids": [i], "tokens": [t]} for t, i in [*before, *after]},
    }


def added(id, content, **options):
    return dict(id=id, content=content, single_word=False, lstrip=False, rstrip=False, normalized=False, special=True) | options


def trained(kind, pre_tokenizer, size, normalizer=None, **options):
    """A model trained on the texts."""
    special = options.pop("special", ["<s>", "<pad>", "</s>", "<unk>"])
    model, trainer = {
        "BPE": (models.BPE(**options.pop("model", {})), trainers.BpeTrainer),
        "WordPiece": (models.WordPiece(unk_token="[UNK]"), trainers.WordPieceTrainer),
        "Unigram": (models.Unigram(), trainers.UnigramTrainer),
        "WordLevel": (models.WordLevel(unk_token="<unk>"), trainers.WordLevelTrainer),
    }[kind]
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer, tokenizer.normalizer = pre_tokenizer, normalizer
    if kind == "Unigram":
        options["unk_token"] = "<unk>"
    captions = [t for t in TEXTS if max(t, default=" ") < "\u00ff"]
    tokenizer.train_from_iterator(captions, trainer(vocab_size=size, special_tokens=special, show_progress=False, **options))
    return json.loads(tokenizer.to_str())["model"]


def whole(model, normalizer=None, pre_tokenizer=None, post_processor=None, tokens=(), truncation=None, padding=None):
    return dict(version="1.0", truncation=truncation, padding=padding, added_tokens=list(tokens), normalizer=normalizer,
                pre_tokenizer=pre_tokenizer, post_processor=post_processor, decoder=None, model=model)


def double_array(keys):
    """A Darts trie over byte strings, as SentencePiece compiles its character maps."""
    root = {}
    for key, value in keys.items():
        node = root
        for byte in key:
            node = node.setdefault(byte, {})
        node[-1] = value
    units, used, bases, first = [0] * 256, {0}, set(), 1
    pending = [(root, 0)]
    while pending:
        node, position = pending.pop()
        labels = [max(0, label) for label in node]
        base = first
        while base in bases or any(base ^ label in used for label in labels):
            base += 1
        bases.add(base)
        units.extend([0] * ((base | 0xFF) + 1 - len(units)))
        offset = base ^ position
        assert offset < 1 << 21
        units[position] |= offset << 10 | (1 << 8 if -1 in node else 0)
        used.update(base ^ label for label in labels)
        while first in used:
            first += 1
        for label, child in node.items():
            if label == -1:
                units[base] = child | 1 << 31
            else:
                units[base ^ label] = label
                pending.append((child, base ^ label))
    return units


def character_map(replacements):
    pool, places = bytearray(b"\0"), {}
    for new in replacements.values():
        if new not in places:
            places[new] = len(pool)
            pool += new.encode() + b"\0"
    units = double_array({old.encode(): places[new] for old, new in replacements.items()})
    trie = struct.pack(f"<{len(units)}I", *units)
    data = base64.b64encode(struct.pack("<I", len(trie)) + trie + bytes(pool)).decode()
    return {"type": "Precompiled", "precompiled_charsmap": data}


def nmt_nfkc():
    """About what SentencePiece's nmt_nfkc rules are, for Latin, kana, half and full width forms."""
    nfkc = normalizers.NFKC()
    points = [c for c in [*range(0xA0, 0x250), *range(0x1E00, 0x2200), *range(0x3000, 0x3400), *range(0xFB00, 0xFB07),
                          *range(0xFF00, 0xFFF0)]]
    rules = {chr(c): nfkc.normalize_str(chr(c)) for c in points if nfkc.normalize_str(chr(c)) != chr(c)}
    for c in points:
        decomposed = unicodedata.normalize("NFD", chr(c))
        if len(decomposed) > 1 and nfkc.normalize_str(decomposed) == chr(c):
            rules[decomposed] = chr(c)
    rules |= {chr(c): "" for c in [*range(1, 9), 0xB, *range(0xE, 0x20), 0x7F, 0x8F, 0x9F]}
    rules |= {chr(c): " " for c in [9, 10, 12, 13, 0x1680, *range(0x200B, 0x2010), 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD]}
    return character_map(rules)


def known():
    """Tokenizers as the models that people download have them."""
    bytes_bpe = trained("BPE", pre_tokenizers.ByteLevel(add_prefix_space=False), 900,
                        initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    spaced = normalizers.Replace(" ", "▁")
    fallback = trained("BPE", None, 900, spaced, model=dict(byte_fallback=True, unk_token="<unk>", fuse_unk=True),
                       special=["<unk>", "<s>", "</s>", *(f"<0x{b:02X}>" for b in range(256))])
    legacy = fallback | {"merges": [" ".join(m) for m in fallback["merges"]]}
    unigram = trained("Unigram", pre_tokenizers.Metaspace(), 700)
    unigram_bytes = unigram | {"byte_fallback": True, "vocab": unigram["vocab"] + [[f"<0x{b:02X}>", -12.5] for b in range(256)]}
    wordpiece = trained("WordPiece", pre_tokenizers.BertPreTokenizer(), 900, special=["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])
    bert_tokens = [added(i, t) for i, t in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])]
    tokens = [added(i, t) for i, t in enumerate(["<s>", "<pad>", "</s>", "<unk>"])]
    roberta = {"type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 0], "trim_offsets": True, "add_prefix_space": False}
    bert = lambda **o: {"type": "BertNormalizer"} | dict(clean_text=True, handle_chinese_chars=True, strip_accents=None, lowercase=True) | o
    sep = {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]}
    right = {"direction": "Right", "max_length": 16, "strategy": "LongestFirst", "stride": 0}
    clip_bpe = trained("BPE", pre_tokenizers.Sequence([pre_tokenizers.Split(__import__("tokenizers").Regex(CLIP), "removed", True),
                                                       pre_tokenizers.ByteLevel(add_prefix_space=False)]),
                       900, normalizers.Lowercase(), model=dict(end_of_word_suffix="</w>", unk_token="<unk>"),
                       end_of_word_suffix="</w>", initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    clip_parts = (sequence("Sequence", "normalizers", {"type": "NFC"}, replace(r"\s+", " ", "Regex"), {"type": "Lowercase"}),
                  sequence("Sequence", "pretokenizers", split(CLIP, "Removed", True), byte_level()))

    yield "clip", whole(clip_bpe, *clip_parts, roberta, tokens, right,
                        dict(strategy={"Fixed": 16}, direction="Right", pad_to_multiple_of=None, pad_id=2, pad_type_id=0, pad_token="</s>"))
    yield "roberta", whole(bytes_bpe, None, byte_level(), roberta, [*tokens, added(900, "<mask>", lstrip=True)])
    yield "roberta, prefix space", whole(bytes_bpe, None, byte_level(True), roberta, [*tokens, added(900, "<mask>", lstrip=True)])
    yield "gpt2", whole(bytes_bpe, None, byte_level(), byte_level(True), [added(900, "<|endoftext|>")])
    yield "llama3", whole(bytes_bpe | {"ignore_merges": True}, None,
                          sequence("Sequence", "pretokenizers", split(CL100K), byte_level(use_regex=False)),
                          sequence("Sequence", "processors", byte_level(True), template([("<|begin|>", 900)], [])),
                          [added(900, "<|begin|>"), added(901, "<|end|>")])
    yield "o200k", whole(bytes_bpe, {"type": "NFC"}, sequence("Sequence", "pretokenizers", split(O200K), byte_level(use_regex=False)))
    yield "starcoder", whole(bytes_bpe, None, sequence("Sequence", "pretokenizers", {"type": "Digits", "individual_digits": True}, byte_level()))
    yield "bloom", whole(bytes_bpe, None, sequence("Sequence", "pretokenizers", split(BLOOM), byte_level(use_regex=False)))
    yield "deepseek", whole(bytes_bpe, sequence("Sequence", "normalizers"), sequence(
        "Sequence", "pretokenizers", split(r"[\r\n]"), split(r"\s?[A-Za-zÀ-ÖØ-öø-ÿͰ-ϿЀ-ӿ]+"), split(r"\s?[!-/:-~！-／：-～‘-‟　-。]+"),
        split(r"\s+$"), split(r"[一-龥ࠀ-一가-퟿]+"), {"type": "Digits", "individual_digits": True}, byte_level(use_regex=False)))
    yield "bytes in the normalizer", whole(bytes_bpe, {"type": "ByteLevel"}, split(" ", "MergedWithNext", kind="String"))
    yield "llama2", whole(legacy, sequence("Sequence", "normalizers", {"type": "Prepend", "prepend": "▁"}, replace(" ", "▁")), None,
                          template([("<s>", 1)], []), [added(0, "<unk>"), added(1, "<s>", normalized=True), added(2, "</s>", normalized=True)])
    yield "llama2, new", whole(fallback, None, metaspace("first", split=False), template([("<s>", 1)], []),
                               [added(0, "<unk>"), added(1, "<s>"), added(2, "</s>", rstrip=True)])
    yield "gemma, left", whole(fallback, replace(" ", "▁"), split(" ", "MergedWithPrevious", kind="String"), template([], [("</s>", 2)]),
                               [added(1, "<s>"), added(2, "</s>")], right | {"direction": "Left"})
    yield "xlm-r", whole(unigram, nmt_nfkc(), sequence("Sequence", "pretokenizers", {"type": "WhitespaceSplit"}, metaspace("always")),
                         template([("<s>", 0)], [("</s>", 2)]), [*tokens, added(700, "<mask>", lstrip=True)])
    yield "nllb", whole(unigram, sequence("Sequence", "normalizers", nmt_nfkc(), replace(r" {2,}", " ", "Regex")), metaspace("always"),
                        template([("eng_Latn", 700)], [("</s>", 2)]), [*tokens, added(700, "eng_Latn"), added(701, "deu_Latn")], right)
    yield "albert", whole(unigram, sequence(
        "Sequence", "normalizers", replace("``", '"'), replace("''", '"'), {"type": "NFKD"}, {"type": "StripAccents"}, {"type": "Lowercase"},
        nmt_nfkc()), metaspace("always"), template([("<s>", 0)], [("</s>", 2)]), tokens)
    yield "t5", whole(unigram_bytes, None, metaspace("always"), template([], [("</s>", 2)]), tokens)
    yield "unigram, old metaspace", whole(unigram, {"type": "Nmt"}, {"type": "Metaspace", "replacement": "▁", "add_prefix_space": True, "str_rep": "▁"})
    yield "unigram, no prefix", whole(unigram, {"type": "NFKC"}, metaspace("never", split=False), None, tokens)
    yield "bert, cased", whole(wordpiece, bert(lowercase=False), {"type": "BertPreTokenizer"}, sep, bert_tokens)
    yield "bert, accents kept", whole(wordpiece, bert(strip_accents=False), {"type": "BertPreTokenizer"}, sep, bert_tokens, right)
    yield "bert, left", whole(wordpiece, bert(), {"type": "BertPreTokenizer"}, sep, bert_tokens, right | {"direction": "Left", "strategy": "OnlyFirst"})
    yield "wordpiece, whitespace", whole(wordpiece | {"max_input_chars_per_word": 6}, {"type": "Lowercase"}, {"type": "Whitespace"}, None, bert_tokens)
    yield "wordlevel", whole(trained("WordLevel", pre_tokenizers.Whitespace(), 500), None, sequence(
        "Sequence", "pretokenizers", {"type": "WhitespaceSplit"}, {"type": "Punctuation", "behavior": "Contiguous"}), None, tokens)


def revealing_bpe():
    """A model whose ids are the bytes of each piece and a 1 behind it: they show exactly what was normalized and cut."""
    return {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None, "end_of_word_suffix": "\u0001",
            "fuse_unk": False, "byte_fallback": True, "ignore_merges": False,
            "vocab": {f"<0x{b:02X}>": b for b in range(256)}, "merges": []}


def flip():
    return RANDOM.random() < 0.5


def random_pattern():
    if RANDOM.random() < 0.75:
        return {"Regex": RANDOM.choice(REGEXES)}
    return {"String": RANDOM.choice([" ", "a", "the", "▁", "ab", "''", "  ", "é", ".", "e\u0301", "\n", ""])}


def random_normalizer(depth=0):
    kind = RANDOM.choice("BertNormalizer NFC NFD NFKC NFKD Lowercase StripAccents Nmt ByteLevel Strip Prepend Replace Replace "
                         "Precompiled Sequence Sequence".split())
    if kind == "BertNormalizer":
        return dict(type=kind, clean_text=flip(), handle_chinese_chars=flip(), strip_accents=RANDOM.choice([None, True, False]), lowercase=flip())
    if kind == "Strip":
        return dict(type=kind, strip_left=flip(), strip_right=flip())
    if kind == "Prepend":
        return dict(type=kind, prepend=RANDOM.choice(["▁", " ", "x", "abc"]))
    if kind == "Replace":
        return dict(type=kind, pattern=random_pattern(), content=RANDOM.choice(["", " ", "▁", "xy", "é"]))
    if kind == "Precompiled":
        keys = ["a", "e", "é", "\u0301", "e\u0301", "x\u200d", "\u0600", "\r", "\r\n", "n\u0303", "가", "漢", "👍", "\ufe0f", "1\ufe0f", " ", "\u3000"]
        return character_map({k: RANDOM.choice(["", "X", "yy", "é", "e\u0301", " ", "漢"]) for k in RANDOM.sample(keys, RANDOM.randint(1, 9))})
    if kind == "Sequence":
        return sequence(kind, "normalizers", *(random_normalizer(depth + 1) for _ in range(RANDOM.randint(0, 3 - depth))))
    return dict(type=kind)


def random_pre_tokenizer(depth=0):
    kind = RANDOM.choice("BertPreTokenizer ByteLevel Metaspace Metaspace Whitespace WhitespaceSplit Punctuation Digits CharDelimiterSplit "
                         "Split Split Split Sequence Sequence FixedLength UnicodeScripts".split())
    behavior = RANDOM.choice(["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"])
    if kind == "ByteLevel":
        return byte_level(flip(), flip())
    if kind == "Metaspace":
        return metaspace(RANDOM.choice(["always", "first", "first", "never"]), flip(), RANDOM.choice("▁_"))
    if kind == "Punctuation":
        return dict(type=kind, behavior=behavior)
    if kind == "Digits":
        return dict(type=kind, individual_digits=flip())
    if kind == "CharDelimiterSplit":
        return dict(type=kind, delimiter=RANDOM.choice(" aé-"))
    if kind == "Split":
        return dict(type=kind, pattern=random_pattern(), behavior=behavior, invert=flip())
    if kind == "FixedLength":
        return dict(type=kind, length=RANDOM.randint(1, 6))
    if kind == "Sequence":
        return sequence(kind, "pretokenizers", *(random_pre_tokenizer(depth + 1) for _ in range(RANDOM.randint(0, 3 - depth))))
    return dict(type=kind)


def random_post_processor():
    surround = template([("x", 7)], [("y", 8), ("y", 8)])
    bert = {"type": "BertProcessing", "sep": ["s", 3], "cls": ["c", 4]}
    return RANDOM.choice([None, None, bert, surround, sequence("Sequence", "processors", byte_level(), surround),
                          sequence("Sequence", "processors", bert, surround), sequence("Sequence", "processors", surround, bert)])


def random_components():
    contents = RANDOM.sample(["<s>", "</s>", "[MASK]", "the", "a", "é", " ", "hello", "▁", "''", "S", "ab", "abc", "İ", "1", "漢", "  x"], RANDOM.randint(0, 5))
    tokens = [added(256 + i, c, single_word=RANDOM.random() < 0.3, lstrip=RANDOM.random() < 0.3, rstrip=RANDOM.random() < 0.3, normalized=flip())
              for i, c in enumerate(contents)]
    truncation = None if flip() else dict(direction=RANDOM.choice(["Left", "Right"]), max_length=RANDOM.randint(6, 20),
                                          strategy=RANDOM.choice(["LongestFirst", "OnlyFirst"]), stride=0)
    return whole(revealing_bpe(), random_normalizer() if flip() else None, random_pre_tokenizer() if RANDOM.random() < 0.8 else None,
                 random_post_processor(), tokens, truncation)


ALPHABET = [*"aaabbbcde' ", "é", "漢", "▁", "😀", "e\u0301", "1"]


def random_word(longest):
    return "".join(RANDOM.choice(ALPHABET) for _ in range(RANDOM.randint(1, longest)))


def random_bpe():
    prefix, suffix = RANDOM.choice([None, None, "", "##"]), RANDOM.choice([None, None, "", "</w>"])
    vocabulary, merges = {}, []
    add = lambda token: vocabulary.setdefault(token, len(vocabulary))
    for c in {c for c in "".join(ALPHABET) if RANDOM.random() < 0.85} | {"<unk>"}:
        for token in (c, (prefix or "") + c, c + (suffix or ""), (prefix or "") + c + (suffix or "")):
            if RANDOM.random() < 0.9:
                add(token)
    fallback = RANDOM.random() < 0.4
    for b in range(256 if fallback else 0):
        if RANDOM.random() < 0.98:
            add(f"<0x{b:02X}>")
    for _ in range(RANDOM.choice([0, 5, 40, 150])):
        left, right = RANDOM.choice(list(vocabulary)), RANDOM.choice(list(vocabulary))
        if (prefix and not right.startswith(prefix)) or (suffix and left.endswith(suffix)) or "<" in left + right.removesuffix(suffix or ""):
            continue
        add(left + right[len(prefix or ""):])
        merges.append([left, right])
    return {"type": "BPE", "dropout": None, "unk_token": RANDOM.choice([None, "<unk>", "<unk>"]), "continuing_subword_prefix": prefix,
            "end_of_word_suffix": suffix, "fuse_unk": flip(), "byte_fallback": fallback, "ignore_merges": RANDOM.random() < 0.3,
            "vocab": vocabulary, "merges": merges}


def random_word_piece():
    prefix, vocabulary = RANDOM.choice(["##", "", "_"]), {"[UNK]": 0}
    for token in [random_word(4) for _ in range(RANDOM.choice([10, 60, 200]))]:
        vocabulary.setdefault(token, len(vocabulary))
        if flip():
            vocabulary.setdefault(prefix + token, len(vocabulary))
    return {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": prefix, "max_input_chars_per_word": RANDOM.choice([100, 5, 20]),
            "vocab": vocabulary}


def random_unigram():
    vocabulary = [[t, RANDOM.choice([-RANDOM.random() * 12, 0.0, -3.0])] for t in
                  RANDOM.sample(["<unk>", "a", "b", "c", "é", "▁", "漢"], 5) + [random_word(5) for _ in range(RANDOM.choice([0, 20, 150]))]]
    fallback = flip()
    vocabulary += [[f"<0x{b:02X}>", -9.0] for b in range(256 if fallback else 0)]
    return {"type": "Unigram", "unk_id": RANDOM.choice([0, RANDOM.randrange(len(vocabulary))]), "vocab": vocabulary, "byte_fallback": fallback}


def random_model():
    return whole(RANDOM.choice([random_bpe, random_bpe, random_word_piece, random_unigram])(), None,
                 RANDOM.choice([None, {"type": "WhitespaceSplit"}, metaspace(RANDOM.choice(["always", "never"]), flip())]))


def answers(name, tokenizer, texts):
    """The line of one tokenizer, or None where the reference itself fails or decides by chance."""
    try:
        reference = Tokenizer.from_str(json.dumps(tokenizer))
        reference.no_padding()
        if reference.normalizer is not None:
            forms = [reference.normalizer.normalize_str(t["content"]) for t in tokenizer["added_tokens"] if t["normalized"]]
            if "" in forms or len(set(forms)) < len(forms):
                return None
        return json.dumps({"name": name, "tokenizer": tokenizer, "cases": [[t, reference.encode(t).ids] for t in texts]}, ensure_ascii=True)
    except BaseException as error:  # a panic of the library is no Exception
        if isinstance(error, KeyboardInterrupt):
            raise
        return None


def configurations():
    for name, tokenizer in known():
        line = answers(name, tokenizer, RANDOM.sample(TEXTS, 60) + [random_text() for _ in range(60)] + [" <s> a<mask>  b </s>", "\t<mask>", ""])
        assert line, name
        yield line
    for number in range(400):
        line = answers(f"components {number}", random_components(), [random_text() for _ in range(20)])
        if line:
            yield line
    for number in range(250):
        line = answers(f"model {number}", random_model(), ["".join(random_word(1) for _ in range(n)) for n in (1, 2, 3, 6, 12, 30, 90, 200)])
        if line:
            yield line


def code_points():
    """What components make of each code point: texts of normalizers, numbers of pieces of pre-tokenizers."""
    result = {"normalizers": {}, "pre_tokenizers": {}}
    bert = lambda **o: {"type": "BertNormalizer"} | dict(clean_text=False, handle_chinese_chars=False, strip_accents=False, lowercase=False) | o
    components = [{"type": t} for t in "NFC NFD NFKC NFKD Lowercase StripAccents Nmt".split()]
    components += [{"type": "Strip", "strip_left": True, "strip_right": True}, bert(clean_text=True), bert(handle_chinese_chars=True),
                   bert(strip_accents=True), bert(lowercase=True)]
    cutters = [{"type": t} for t in "BertPreTokenizer Whitespace WhitespaceSplit UnicodeScripts".split()]
    cutters += [{"type": "Punctuation", "behavior": "Isolated"}, {"type": "Digits", "individual_digits": True}]
    cutters += [split(p) for p in (r"\p{L}", r"\p{N}", r"\s", r"\w", r"[\w]", r"\d", r"(?i)[a-z]")]
    cutters += [split(r"\p{%s}" % c) for c in "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No P S Z Cc Cf Co Cn".split()]
    for kind, list_, module in (("normalizers", components, normalizers), ("pre_tokenizers", cutters, pre_tokenizers)):
        for component in list_:
            whole_ = whole(revealing_bpe(), **{"normalizer" if kind == "normalizers" else "pre_tokenizer": component})
            reference = Tokenizer.from_str(json.dumps(whole_))
            part = reference.normalizer if kind == "normalizers" else reference.pre_tokenizer
            hashes = []
            for plane in range(17):
                digest = hashlib.sha256()
                for c in range(plane << 16, (plane + 1) << 16):
                    if 0xD800 <= c <= 0xDFFF:
                        continue
                    text = chr(c) if kind == "normalizers" else "a" + chr(c) + "b"
                    answer = part.normalize_str(text) if kind == "normalizers" else str(len(part.pre_tokenize_str(text)))
                    digest.update(answer.encode() + b"\n")
                hashes.append(digest.hexdigest())
            result[kind][json.dumps(component, ensure_ascii=False)] = hashes
    return result


lines = "\n".join(configurations()) + "\n"
(HERE / "configurations.jsonl.gz").write_bytes(gzip.compress(lines.encode(), 9, mtime=0))
(HERE / "code-points.json").write_text(json.dumps(code_points(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
print(lines.count("\n"), "configurations")
