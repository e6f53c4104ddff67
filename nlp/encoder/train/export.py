"""Writes the one weights file that the Go program reads.

    export.py MODEL.safetensors vocab.txt STATIC.npy OUT [--calibrate PAIRS.jsonl | --nearest]
              [--pieces FILE] [--temperature T] [--bias B]

MODEL holds a BERT under the names of transformers with the prefix `bert.` (without its own
pooler) and the heads `pool`, `answer`, `claim` and `span`. The number of layers and all sizes
are read off it. The tensors `answer.temperature` and `answer.offset`, where the model has them,
are the answer head's calibration: probability = sigmoid(logit / temperature + offset); the
flags overrule them.

Matrices become int8 with one scale a row (the greatest weight of a row is 127); vectors stay
float32. What rounding a weight takes from an output, the weights of the row still to be rounded
make up for, as far as their inputs go together (GPTQ, Frantar et al. 2022); for that the model reads
256 pairs, of PAIRS ("question" and "evidence" on each line) or made from the films. Against torch,
on 250 other pairs, a half-trained model had the same span on .992 of them so, on .968 with each
weight rounded to the nearest (--nearest), and .028 against .041 was the logits' mean error.

The form of the file is described in ../file.go. --pieces keeps only the word pieces named in
FILE, one a line, and those the model cannot do without.
"""

import argparse
import json
import random
import struct
import sys
import zlib

import numpy as np
from safetensors.numpy import load_file

MAGIC = b"HJENC\r\n\x1a"
VERSION = 2
POSITIONS = 128  # the longest pair; further positions are never used
BLOCK = 16  # outputs whose weights lie together
ALIGN = 64
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]


def quantise(w):
    """int8 rows and their scales; row = scale * int8."""
    scale = np.abs(w).max(axis=1) / 127
    scale[scale == 0] = 1
    return np.rint(w / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def pack(w):
    """[outputs][inputs] to [outputs/16][inputs/2][16][2]: what one step of the kernel reads
    lies together."""
    o, k = w.shape
    if o % BLOCK or k % 2:
        sys.exit(f"a matrix of {o}x{k}: outputs must be a multiple of {BLOCK}, inputs of 2")
    return w.reshape(o // BLOCK, BLOCK, k // 2, 2).transpose(0, 2, 1, 3).tobytes()


def floats(*arrays):
    return b"".join(np.ascontiguousarray(a, dtype="<f4").tobytes() for a in arrays)


def compensated(w, h, step=64):
    """quantise, but the error of each column is made up for by the columns after it. h is the
    inputs' sum of products."""
    k = len(h)
    _, scale = quantise(w)
    h = h + np.eye(k) * 0.01 * np.trace(h) / k
    u = np.linalg.cholesky(np.linalg.inv(h)).T
    w, q = w.astype(np.float64), np.empty(w.shape, np.int8)
    for a in range(0, k, step):
        b = min(a + step, k)
        errors = np.empty((len(w), b - a))
        for i in range(a, b):
            q[:, i] = np.clip(np.rint(w[:, i] / scale), -127, 127)
            errors[:, i - a] = (w[:, i] - q[:, i] * scale.astype(np.float64)) / u[i, i]
            w[:, i + 1:b] -= np.outer(errors[:, i - a], u[i, i + 1:b])
        w[:, b:] -= errors @ u[a:b, b:]
    return q, scale


def inputs(t, pieces, heads, pairs):
    """For each matrix the sum of products of its inputs, over what the model reads."""
    import torch

    import reference
    model, sums = reference.Model(t, pieces, heads), {}

    def add(name, x):
        x = x.reshape(-1, x.shape[-1]).double()
        sums[name] = sums.get(name, 0) + (x.T @ x).numpy()

    for name, module in model.bert.named_modules():
        if isinstance(module, torch.nn.Linear):
            module.register_forward_hook(lambda _, x, y, name=f"bert.{name}.weight": add(name, x[0]))
    plain = model.head

    def head(name, x):
        add(name + ".weight", x)
        return plain(name, x)

    model.head = head
    model.judge(pairs)
    return sums


def calibration(name):
    if name:
        rows = [json.loads(line) for line in open(name, encoding="utf-8")]
        pairs = [(r["question"], r["evidence"]) for r in rows]
    else:
        import reference
        pairs = [(q, e) for q, e, *_ in reference.film_pairs(0)]
    return random.Random(2).sample(pairs, min(256, len(pairs)))


def vocabulary(pieces):
    """A hash table of identifiers, the offsets of the pieces, the pieces."""
    slots = 1 << (2 * len(pieces) - 1).bit_length()
    table = np.full(slots, 0xFFFF, dtype="<u2")
    offsets, text = [0], b""
    for i, piece in enumerate(pieces):
        b = piece.encode()
        h = 2166136261
        for c in b:
            h = (h ^ c) * 16777619 & 0xFFFFFFFF
        slot = (h ^ h >> 16) & slots - 1
        while table[slot] != 0xFFFF:
            slot = slot + 1 & slots - 1
        table[slot] = i
        offsets.append(offsets[-1] + len(b))
        text += b
    return struct.pack("<I", slots) + table.tobytes() + np.array(offsets, dtype="<u4").tobytes() + text


def main():
    p = argparse.ArgumentParser(description="write the weights file of nlp/encoder")
    p.add_argument("model")
    p.add_argument("vocab")
    p.add_argument("static", help="what embed.py wrote")
    p.add_argument("out")
    p.add_argument("--heads", type=int, help="attention heads (default: hidden size / 32)")
    p.add_argument("--calibrate", help="pairs to read, JSON lines with question and evidence")
    p.add_argument("--nearest", action="store_true", help="round each weight by itself")
    p.add_argument("--pieces", help="keep only these word pieces")
    p.add_argument("--temperature", type=float)
    p.add_argument("--bias", type=float)
    a = p.parse_args()

    t = {k: v.astype(np.float32) for k, v in load_file(a.model).items()}
    pieces = open(a.vocab, encoding="utf-8").read().rstrip("\n").split("\n")
    static = np.load(a.static)
    words = t["bert.embeddings.word_embeddings.weight"]
    all_pieces = pieces
    if len(pieces) != len(static):
        sys.exit(f"{a.vocab} has {len(pieces)} pieces, {a.static} {len(static)}")
    if len(pieces) != len(words):
        sys.exit(f"{a.vocab} has {len(pieces)} pieces, the model {len(words)}")
    if a.pieces:
        keep = set(open(a.pieces, encoding="utf-8").read().split()) | set(SPECIAL)
        rows = [i for i, piece in enumerate(pieces) if piece in keep]
        pieces, words, static = [pieces[i] for i in rows], words[rows], static[rows]
    if len(pieces) >= 0xFFFF:
        sys.exit(f"{len(pieces)} pieces: at most 65534")
    if missing := [s for s in SPECIAL if s not in pieces]:
        sys.exit(f"{a.vocab} lacks {missing}")

    hidden = words.shape[1]
    heads = a.heads or hidden // 32
    layers = 0
    while f"bert.encoder.layer.{layers}.output.dense.weight" in t:
        layers += 1
    ffn = len(t["bert.encoder.layer.0.intermediate.dense.bias"])
    temperature = a.temperature or float(t.get("answer.temperature", np.float32(1)).reshape(-1)[0])
    bias = a.bias if a.bias is not None else float(t.get("answer.offset", np.float32(0)).reshape(-1)[0])

    sums = {} if a.nearest else inputs(t, all_pieces, heads, calibration(a.calibrate))

    def linear(*names, factors=(1,)):
        """Matrices side by side: their outputs one after the other, each times its factor."""
        rows, scales, biases = [], [], []
        for name, factor in zip(names, factors):
            w = t[name + ".weight"]
            q, scale = quantise(w) if a.nearest else compensated(w, sums[name + ".weight"])
            rows.append(q)
            scales.append(scale * factor)
            biases.append(t[name + ".bias"] * factor)
        return pack(np.concatenate(rows)) + floats(np.concatenate(scales), np.concatenate(biases))

    q, scale = quantise(words)
    real = np.array([not piece.startswith("[unused") and piece not in SPECIAL for piece in pieces])
    mean = (q * scale[:, None])[real].mean(axis=0)
    e = "bert.embeddings."
    positions = t[e + "position_embeddings.weight"][:POSITIONS]
    sections = [
        vocabulary(pieces),
        q.tobytes(),
        floats(scale, mean, positions, t[e + "token_type_embeddings.weight"],
               t[e + "LayerNorm.weight"], t[e + "LayerNorm.bias"]),
    ]
    shrink = 1 / np.sqrt(hidden // heads)  # attention's scale, put into the queries
    for i in range(layers):
        l = f"bert.encoder.layer.{i}."
        s = l + "attention."
        sections.append(
            linear(s + "self.query", s + "self.key", s + "self.value", factors=(shrink, 1, 1))
            + linear(s + "output.dense") + floats(t[s + "output.LayerNorm.weight"], t[s + "output.LayerNorm.bias"])
            + linear(l + "intermediate.dense") + linear(l + "output.dense")
            + floats(t[l + "output.LayerNorm.weight"], t[l + "output.LayerNorm.bias"]))
    sections.append(linear("pool")
                    + b"".join(floats(t[h + ".weight"], t[h + ".bias"]) for h in ["answer", "claim", "span"]))
    sections.append(static.tobytes())

    head = MAGIC + struct.pack("<9I2f", VERSION, layers, hidden, heads, ffn, len(pieces), len(positions), static.shape[1],
                               len(sections), temperature, bias)
    for s in sections:
        head += struct.pack("<2I", len(s), zlib.crc32(s))
    head += struct.pack("<I", zlib.crc32(head))
    with open(a.out, "wb") as f:
        for s in [head] + sections:
            f.write(s + b"\0" * (-len(s) % ALIGN))
    size = sum(len(s) + -len(s) % ALIGN for s in [head] + sections)
    print(f"{a.out}: {layers} layers, {len(pieces)} pieces, {size / 1e6:.1f} MB, "
          f"temperature {temperature:g}, bias {bias:g}")


if __name__ == "__main__":
    main()
