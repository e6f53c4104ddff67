"""Writes the one weights file that the Go program reads.

    export.py MODEL.safetensors vocab.txt OUT [--pieces FILE] [--temperature T] [--bias B]

MODEL holds a BERT under the names of transformers with the prefix `bert.` (without its own
pooler) and the heads `pool`, `answer`, `claim` and `span`. The number of layers and all sizes
are read off it. The tensors `answer.temperature` and `answer.offset`, where the model has them,
are the answer head's calibration: probability = sigmoid(logit / temperature + offset); the
flags overrule them.

Matrices become int8 with one scale a row (the greatest weight of a row is 127); vectors stay
float32. The form of the file is described in ../file.go. --pieces keeps only the word pieces
named in FILE, one a line, and those the model cannot do without.
"""

import argparse
import struct
import sys
import zlib

import numpy as np
from safetensors.numpy import load_file

MAGIC = b"HJENC\r\n\x1a"
VERSION = 1
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


def linear(w, b):
    q, scale = quantise(w)
    return pack(q) + floats(scale, b)


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
    p.add_argument("out")
    p.add_argument("--heads", type=int, help="attention heads (default: hidden size / 32)")
    p.add_argument("--pieces", help="keep only these word pieces")
    p.add_argument("--temperature", type=float)
    p.add_argument("--bias", type=float)
    a = p.parse_args()

    t = {k: v.astype(np.float32) for k, v in load_file(a.model).items()}
    pieces = open(a.vocab, encoding="utf-8").read().rstrip("\n").split("\n")
    words = t["bert.embeddings.word_embeddings.weight"]
    if len(pieces) != len(words):
        sys.exit(f"{a.vocab} has {len(pieces)} pieces, the model {len(words)}")
    if a.pieces:
        keep = set(open(a.pieces, encoding="utf-8").read().split()) | set(SPECIAL)
        rows = [i for i, piece in enumerate(pieces) if piece in keep]
        pieces, words = [pieces[i] for i in rows], words[rows]
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
        s = l + "attention.self."
        sections.append(
            linear(np.concatenate([t[s + "query.weight"] * shrink, t[s + "key.weight"], t[s + "value.weight"]]),
                   np.concatenate([t[s + "query.bias"] * shrink, t[s + "key.bias"], t[s + "value.bias"]]))
            + linear(t[l + "attention.output.dense.weight"], t[l + "attention.output.dense.bias"])
            + floats(t[l + "attention.output.LayerNorm.weight"], t[l + "attention.output.LayerNorm.bias"])
            + linear(t[l + "intermediate.dense.weight"], t[l + "intermediate.dense.bias"])
            + linear(t[l + "output.dense.weight"], t[l + "output.dense.bias"])
            + floats(t[l + "output.LayerNorm.weight"], t[l + "output.LayerNorm.bias"]))
    sections.append(linear(t["pool.weight"], t["pool.bias"])
                    + b"".join(floats(t[h + ".weight"], t[h + ".bias"]) for h in ["answer", "claim", "span"]))

    head = MAGIC + struct.pack("<8I2f", VERSION, layers, hidden, heads, ffn, len(pieces), len(positions),
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
