"""Writes the fixtures in ../testdata that need no trained weights.

    fixtures.py vocab.txt

tokens.jsonl  texts of many scripts with the word pieces the reference cuts them into, by the
              whole vocabulary (ids) and by a small one (tiny)
tiny.bin      a random model of two layers with the small vocabulary, its matrices already rounded to int8
tiny.jsonl    what torch makes of pairs of those texts by that model

--lines FILE writes nothing; it prints the pieces of each line of FILE, for the test that
compares many lines (HAPJAK_TOKENS, see ../tokenize_test.go).
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile

import numpy as np
from safetensors.numpy import save_file

import export
import reference

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "testdata")

TEXTS = [
    "", " ", "Who directed the film?", "It's a well-known 1998 film; the director's third.", "WHO IS SHE?!",
    "naïve café, Ångström, Dvořák, Łódź, Đặng, Straße, İstanbul, ΟΔΥΣΣΕΥΣ", "cafe\u0301 e\u0301\u0323x \u0301a",
    "한국 영화 감독은 누구입니까?", "봉준호(奉俊昊)는 2019년", "映画『東京物語』の監督は小津安二郎です。", "ｆｕｌｌ ｗｉｄｔｈ １２３！",
    "Кто снял фильм? Ёлка и йод.", "من أخرج الفيلم؟ مُحَمَّد", "מי ביים את הסרט? שָׁלוֹם", "ใครกำกับภาพยนตร์เรื่องนี้", "हिन्दी फ़िल्म का निर्देशक", "தமிழ் திரைப்படம்",
    "👩‍👩‍👧 films 🎬🇰🇷 are fun 👍🏽", "zero\u200bwidth\u200djoin\u00adhyphen\ufeff", "tab\tline\nreturn\r\nvertical\x0bform\x0c",
    "nul\x00bell\x07del\x7f end", "\u00a0no\u2003break\u3000space\u2028line\u0085next", "x" * 100, "x" * 101, "a" * 300 + " b", "é" * 101,
    "[CLS] [SEP] [MASK] [UNK] ##ing", "http://example.org/a_b?c=d&e=f#g", "$1,234.56 €5 £6 ¥7 ₩8 50% ±2° x² ½ ™ © §3 ¶",
    "“quotes” ‘single’ «guillemets» — – - … • · ¿qué? ¡sí!", "a+b=c <d> e^f `g` |h| ~i~ {j} \\k", "≠ ≮ ≯ ∑ ∞ → ☃",
    "\ufffd replaced \ufffe", "ﬁ ligature ĳ ǆ ŉ", "Ⅷ ⅷ ① ㍿ 豈 \U0002f800 \U00020000", "\u1100\u1161\u11a8 각 ᄀ", "ᾳ ῼ ΐ ʼn ẞ",
    "Antidisestablishmentarianism unbelievableness tokenization Hapjak Yonggary",
]


def texts():
    r = random.Random(7)
    blocks = [(0x20, 0x7F), (0x20, 0x7F), (0xA0, 0x250), (0x300, 0x370), (0x370, 0x530), (0x590, 0x700), (0x900, 0xE00),
              (0x1100, 0x1200), (0x1E00, 0x2070), (0x2070, 0x2C00), (0x3000, 0x3400), (0x4E00, 0x5000), (0xAC00, 0xB000),
              (0xF900, 0x10000), (0x1F300, 0x1F700), (0x10000, 0x20000), (0x20000, 0x30000), (0x1, 0x20)]
    made = []
    for _ in range(160):
        some = r.sample(blocks, 3)
        made.append("".join(chr(r.choice([0x20, r.randrange(*r.choice(some)), r.randrange(*r.choice(some))])) for _ in range(r.randrange(4, 24))))
    return TEXTS + made


def dump(name, rows):
    with open(os.path.join(DATA, name), "w", encoding="utf-8") as f:
        for row in rows:
            f.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("vocab")
    p.add_argument("--lines")
    a = p.parse_args()
    pieces = open(a.vocab, encoding="utf-8").read().rstrip("\n").split("\n")
    whole = reference.tokenizer(pieces)
    if a.lines:
        for line in open(a.lines, encoding="utf-8", errors="replace", newline="\n"):
            print(*whole.encode(line.rstrip("\n")).ids)
        return

    ids = [whole.encode(t).ids for t in texts()]
    used = {pieces[i] for row in ids for i in row} | {c for c in "abcdefghijklmnopqrstuvwxyz"}
    tiny = [piece for piece in pieces if piece in used or piece in ("[PAD]", "[UNK]", "[CLS]", "[SEP]")]
    small = reference.tokenizer(tiny)
    dump("tokens.jsonl", [dict(text=t, ids=row, tiny=small.encode(t).ids) for t, row in zip(texts(), ids)])

    r = np.random.default_rng(3)
    h, inner = 32, 64
    shapes = {"bert.embeddings.word_embeddings.weight": (len(tiny), h), "bert.embeddings.position_embeddings.weight": (128, h),
              "bert.embeddings.token_type_embeddings.weight": (2, h), "bert.embeddings.LayerNorm.weight": (h,), "bert.embeddings.LayerNorm.bias": (h,)}
    for i in range(2):
        l = f"bert.encoder.layer.{i}."
        for name, out, into in [("attention.self.query", h, h), ("attention.self.key", h, h), ("attention.self.value", h, h),
                                ("attention.output.dense", h, h), ("intermediate.dense", inner, h), ("output.dense", h, inner)]:
            shapes |= {l + name + ".weight": (out, into), l + name + ".bias": (out,)}
        for name in ["attention.output.LayerNorm", "output.LayerNorm"]:
            shapes |= {l + name + ".weight": (h,), l + name + ".bias": (h,)}
    for name, out in [("pool", h), ("answer", 1), ("claim", 3), ("span", 2)]:
        shapes |= {name + ".weight": (out, h), name + ".bias": (out,)}
    t = {k: (r.standard_normal(s) * 0.3 + (k.endswith("LayerNorm.weight"))).astype(np.float32) for k, s in shapes.items()}
    t |= {"answer.temperature": np.array([1.7], np.float32), "answer.offset": np.array([-0.4], np.float32)}

    for k, v in t.items():  # what int8 can say, so that only activations are rounded anew
        if v.ndim == 2 and k.split(".")[0] in ("bert", "pool") and "position" not in k and "token_type" not in k:
            q, scale = export.quantise(v)
            t[k] = q * scale[:, None]

    with tempfile.TemporaryDirectory() as d:
        save_file(t, d + "/tiny.safetensors")
        open(d + "/vocab.txt", "w", encoding="utf-8").write("\n".join(tiny) + "\n")
        np.save(d + "/static.npy", np.random.default_rng(4).integers(-127, 128, (len(tiny), 24)).astype(np.int8))
        subprocess.run([sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), "export.py"), d + "/tiny.safetensors",
                        d + "/vocab.txt", d + "/static.npy", os.path.join(DATA, "tiny.bin"), "--heads", "2", "--nearest"], check=True)
    model = reference.Model(t, tiny, heads=2)
    rand = random.Random(5)
    pairs = [(rand.choice(texts()), rand.choice(texts())) for _ in range(150)]
    pairs += [(" ".join(rand.choices(texts(), k=6)), " ".join(rand.choices(texts(), k=8))) for _ in range(10)]
    dump("tiny.jsonl", [dict(question=q, evidence=e, **j) for (q, e), j in zip(pairs, model.judge(pairs)) if j])


if __name__ == "__main__":
    main()
