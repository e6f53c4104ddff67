"""The weights that ship as a model for evaluate.py: the other way round from export.py.

    readback.py ../weights/weights.bin OUT.safetensors [--layers N]

The matrices are what int8 kept of them, so what is measured differs from the Go program by the rounding of activations alone.
--layers keeps the first N layers only.
"""
import argparse, struct
import numpy as np
from safetensors.numpy import save_file
import export


def main():
    p = argparse.ArgumentParser(); p.add_argument('weights'); p.add_argument('out'); p.add_argument('--layers', type=int)
    a = p.parse_args()
    data = open(a.weights, 'rb').read()
    assert data.startswith(export.MAGIC), f'{a.weights} is no weights file'
    version, layers, h, heads, inner, pieces, positions, _, n = struct.unpack_from('<9I', data, 8)
    assert version == export.VERSION, f'{a.weights} has version {version}, export.py writes {export.VERSION}'
    temperature, offset = struct.unpack_from('<2f', data, 44)
    parts, at = [], 52 + 8 * n + 4
    for i in range(n):
        at = -(-at // export.ALIGN) * export.ALIGN; size, = struct.unpack_from('<I', data, 52 + 8 * i)
        parts.append(data[at:at + size]); at += size
    t, rest = {}, b''

    def take(count, kind='<f4'):
        nonlocal rest
        x = np.frombuffer(rest, kind, count); rest = rest[x.nbytes:]
        return x

    def linear(i, o):
        q = take(i * o, np.int8).reshape(o // export.BLOCK, i // 2, export.BLOCK, 2).transpose(0, 2, 1, 3).reshape(o, i)
        return q * take(o)[:, None], take(o)

    def put(name, w, b): t[name + '.weight'], t[name + '.bias'] = w, b

    rows = np.frombuffer(parts[1], np.int8).reshape(pieces, h)
    rest, e = parts[2], 'bert.embeddings.'
    t[e + 'word_embeddings.weight'] = rows * take(pieces)[:, None]
    take(h)  # the mean row
    places = np.zeros((512, h), np.float32); places[:positions] = take(positions * h).reshape(-1, h)
    t[e + 'position_embeddings.weight'], t[e + 'token_type_embeddings.weight'] = places, take(2 * h).reshape(2, h)
    put(e + 'LayerNorm', take(h), take(h))
    for i in range(min(layers, a.layers or layers)):
        rest, l = parts[3 + i], f'bert.encoder.layer.{i}.'
        w, b = linear(h, 3 * h)
        for k, name in enumerate(('query', 'key', 'value')):
            grow = np.float32(np.sqrt(h // heads)) if k == 0 else np.float32(1)  # export.py puts attention's scale into the queries
            put(l + 'attention.self.' + name, w[k * h:][:h] * grow, b[k * h:][:h] * grow)
        put(l + 'attention.output.dense', *linear(h, h)); put(l + 'attention.output.LayerNorm', take(h), take(h))
        put(l + 'intermediate.dense', *linear(h, inner)); put(l + 'output.dense', *linear(inner, h)); put(l + 'output.LayerNorm', take(h), take(h))
    rest = parts[3 + layers]
    put('pool', *linear(h, h))
    for name, o in (('answer', 1), ('claim', 3), ('span', 2)): put(name, take(o * h).reshape(o, h), take(o))
    save_file({k: np.ascontiguousarray(v, np.float32) for k, v in t.items()}, a.out)
    print(f'{a.out}: {min(layers, a.layers or layers)} layers, temperature {temperature:g}, offset {offset:g}')


if __name__ == '__main__': main()
