"""Writes ../testdata/vectors.jsonl: what torch makes, in float32, of pairs by the trained model.

    vectors.py MODEL.safetensors vocab.txt WEIGHTS.bin [--pairs 1000]

Run it whenever the weights change; `go test ./nlp/encoder` then tells whether the Go program
decides as torch does. The pairs are questions made from patterns about every other film of
facts/passages/testdata/films.jsonl (export.py calibrates on the rest) with the sentences about it;
half of those kept are within 0.2 of the threshold, as far as there are as many. Of the evidence only
its place is kept.
"""

import argparse
import json
import os
import random
import struct
import zlib

import numpy as np
from safetensors.numpy import load_file

import reference

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "..", "testdata", "vectors.jsonl")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("model")
    p.add_argument("vocab")
    p.add_argument("weights")
    p.add_argument("--pairs", type=int, default=1000)
    p.add_argument("--pool", type=int, default=3000)
    p.add_argument("--heads", type=int)
    a = p.parse_args()

    weights = open(a.weights, "rb").read(1 << 16)
    n = struct.unpack_from("<I", weights, 40)[0]
    temperature, bias = struct.unpack_from("<2f", weights, 44)
    (header,) = struct.unpack_from("<I", weights, 52 + 8 * n)
    assert header == zlib.crc32(weights[:52 + 8 * n]), f"{a.weights} is no weights file"

    rand = random.Random(1)
    pool = list(reference.film_pairs(1))
    pool = rand.sample(pool, min(a.pool, len(pool)))
    pieces = open(a.vocab, encoding="utf-8").read().rstrip("\n").split("\n")
    model = reference.Model(load_file(a.model), pieces, a.heads)
    out = model.judge([(q, e) for q, e, *_ in pool])

    logit = np.array([o["answer"] for o in out])
    far = np.abs(1 / (1 + np.exp(-(logit / temperature + bias))) - 0.5)
    order = np.argsort(far, kind="stable")
    near = [int(k) for k in order if far[k] <= 0.2]
    near = rand.sample(near, min(len(near), a.pairs // 2))
    rest = [int(k) for k in order if k not in set(near)]
    kept = sorted(near + rand.sample(rest, a.pairs - len(near)))
    with open(OUT, "w", encoding="utf-8") as f:
        f.write(json.dumps(dict(header=header)) + "\n")
        for k in kept:
            q, _, i, start, end = pool[k]
            f.write(json.dumps({"question": q, "film": i, "from": start, "to": end, **out[k]}, ensure_ascii=False, separators=(",", ":")) + "\n")
    print(f"{OUT}: {len(kept)} pairs, {sum(far[k] <= 0.2 for k in kept)} within 0.2 of the threshold, of a pool of {len(pool)}")


if __name__ == "__main__":
    main()
