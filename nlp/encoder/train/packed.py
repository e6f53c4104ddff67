"""The network over the real pieces of a step alone, one after another, for training on a CPU.

Padded to the longest pair of a step a third of the work would be on padding. So everything but attention runs on one
list of pieces; for attention, pairs of like length are padded together. Activations are bfloat16, weights and heads
float32. 1.6 times as many pairs a second as the module's own forward, with the same outputs but for rounding.
"""
import torch
import torch.nn.functional as F

LOW, NONE = torch.bfloat16, -1e4


class Spread(torch.autograd.Function):
    """Pieces to their places among `n`; nought elsewhere."""
    @staticmethod
    def forward(ctx, x, places, n):
        ctx.save_for_backward(places)
        out = x.new_zeros(n, x.shape[1]); out[places] = x
        return out

    @staticmethod
    def backward(ctx, g): return g.index_select(0, ctx.saved_tensors[0]), None, None


class Collect(torch.autograd.Function):
    """The pieces from their places: the other way round."""
    @staticmethod
    def forward(ctx, x, places):
        ctx.save_for_backward(places); ctx.n = x.shape[0]
        return x.index_select(0, places)

    @staticmethod
    def backward(ctx, g):
        out = g.new_zeros(ctx.n, g.shape[1]); out[ctx.saved_tensors[0]] = g
        return out, None


def blocks(lengths, tokens):
    """Pairs in order of length, in blocks of at most `tokens` places when padded."""
    order = sorted(range(len(lengths)), key=lambda i: lengths[i]); out = []; at = 0
    while at < len(order):
        n = 1
        while at + n < len(order) and (n + 1) * lengths[order[at + n]] <= tokens: n += 1
        out.append(order[at:at + n]); at += n
    return out


def attention(layer, x, parts):
    a = layer.attention.self; h, heads = x.shape[1], a.num_attention_heads
    w = torch.cat([a.query.weight, a.key.weight, a.value.weight]); b = torch.cat([a.query.bias, a.key.bias, a.value.bias])
    qkv = F.linear(x, w.to(LOW), b.to(LOW)); out = []
    for begin, end, n, longest, places, mask in parts:
        q, k, v = Spread.apply(qkv[begin:end], places, n * longest).view(n, longest, 3, heads, h // heads).permute(2, 0, 3, 1, 4)
        s = torch.matmul(q, k.transpose(-1, -2)) * (h // heads) ** -.5 + mask
        out.append(Collect.apply(torch.matmul(s.softmax(-1), v).transpose(1, 2).reshape(n * longest, h), places))
    return torch.cat(out)


def forward(m, rows, tokens=2000):
    """rows: (ids, place of the first piece of the evidence, ...). Answer, claim and span logits as Encoder.forward gives them."""
    lengths = [len(x[0]) for x in rows]; widest = max(lengths)
    ids, types, at, starts, parts, flat = [], [], [], [], [], []
    for block in blocks(lengths, tokens):
        begin, longest, places = len(ids), max(lengths[i] for i in block), []
        mask = torch.zeros(len(block), 1, 1, longest, dtype=LOW)
        for k, i in enumerate(block):
            n, first = lengths[i], rows[i][1]
            starts.append(len(ids)); flat.append(i)
            ids += rows[i][0]; types += [0] * first + [1] * (n - first); at += range(n)
            places += range(k * longest, k * longest + n); mask[k, :, :, n:] = NONE
        parts.append((begin, len(ids), len(block), longest, torch.tensor(places), mask))
    low = lambda l, x: F.linear(x, l.weight.to(LOW), l.bias.to(LOW))
    norm = lambda l, x: F.layer_norm(x, l.normalized_shape, l.weight.to(x.dtype), l.bias.to(x.dtype), l.eps)
    e = m.bert.embeddings
    x = norm(e.LayerNorm, e.word_embeddings(torch.tensor(ids)) + e.token_type_embeddings(torch.tensor(types)) + e.position_embeddings(torch.tensor(at))).to(LOW)
    for layer in m.bert.encoder.layer:
        x = norm(layer.attention.output.LayerNorm, low(layer.attention.output.dense, attention(layer, x, parts)) + x)
        x = norm(layer.output.LayerNorm, low(layer.output.dense, F.gelu(low(layer.intermediate.dense, x))) + x)
    x = x.float(); back = torch.tensor(flat).argsort()
    p = torch.tanh(m.pool(x.index_select(0, torch.tensor(starts))))
    places = torch.tensor([k * widest + j for k, i in enumerate(flat) for j in range(lengths[i])])
    span = x.new_full((len(rows) * widest, 2), NONE).index_copy(0, places, m.span(x)).view(len(rows), widest, 2)
    return m.answer(p).squeeze(-1)[back], m.claim(p)[back], span[back]
