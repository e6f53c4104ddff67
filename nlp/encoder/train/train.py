"""One stage of training on a CPU (gpu.py trains on a GPU): a mixture of record files, a learning rate that rises and falls, checkpoints to go on from.

    train.py --out s1 --init base --mix reading:55000 --lr 1e-4
Each entry of --mix is FILE:PAIRS (0 for all); a file smaller than asked is repeated in another order.
"""
import argparse, json, os, time, torch
import torch.nn.functional as F
from common import *
import model as M
import packed


def mixture(spec, r):
    out = []
    for part in spec.split(','):
        name, pairs = part.split(':'); pairs = int(pairs)
        rs = read(work('data', name + '.jsonl')); have = 0; take = []
        while True:
            r.shuffle(rs)
            for x in rs:
                if pairs and have >= pairs: break
                take.append(x); have += len(x['c'])
            if not pairs or have >= pairs: break
        print(name, len(take), 'questions', have, 'pairs', flush=True)
        out += take
    return out


def encode(records, pieces):
    qs = pieces.many([x['q'] for x in records])
    flat = [c[0] for x in records for c in x['c']]
    ts = iter(pieces.many(flat)); groups = []
    own = iter(pieces.many([c[5] for x in records for c in x['c'] if len(c) > 5]))
    for x, q in zip(records, qs):
        rows = []
        for _, y, s, e, cl, *mine in x['c']:
            ids, first, off = pieces.pair(next(own) if mine else q, next(ts))
            a, b = M.span_labels(s, e, first, off)
            if y and a == 0: a = b = -100
            rows.append((ids, first, y, a, b, cl, bool(mine)))
        groups.append(rows)
    return groups


def batches(groups, r, tokens):
    """Whole questions together, of like length."""
    length = [max(len(x[0]) for x in g) for g in groups]
    order = sorted(range(len(groups)), key=lambda i: length[i] + r.random() * 6)
    out, part, n, longest = [], [], 0, 0
    for i in order:
        if part and (n + len(groups[i])) * max(longest, length[i]) > tokens: out.append(part); part, n, longest = [], 0, 0
        part.append(i); n += len(groups[i]); longest = max(longest, length[i])
    if part: out.append(part)
    r.shuffle(out)
    return out


def loss(m, rows, sizes):
    a, c, s = packed.forward(m, rows)
    y = torch.tensor([float(x[2]) for x in rows])
    parts = {'answer': F.binary_cross_entropy_with_logits(a, y)}
    lists, at = [], 0
    for n in sizes:
        g, t, many = a[at:at+n], y[at:at+n], rows[at][6]; at += n
        if not many and 0 < t.sum() < n: lists.append(torch.logsumexp(g, 0) - torch.logsumexp(g[t > 0], 0))
    if lists: parts['list'] = torch.stack(lists).mean() * 0.5
    st, en = (torch.tensor([x[k] for x in rows]) for k in (3, 4))
    for name, part, weight in (('span', st > 0, 0.5), ('none', st == 0, 0.1)):  # apart: nine of ten have no span, and would drown the others
        if part.any(): parts[name] = (F.cross_entropy(s[part][..., 0], st[part]) + F.cross_entropy(s[part][..., 1], en[part])) * weight / 2
    cl = torch.tensor([x[5] for x in rows])
    if (cl >= 0).any(): parts['claim'] = F.cross_entropy(c, cl, ignore_index=-1) * 0.7
    return parts


def main():
    p = argparse.ArgumentParser()
    p.add_argument('--out', required=True); p.add_argument('--init', default='base'); p.add_argument('--mix', required=True)
    p.add_argument('--lr', type=float, default=1e-4); p.add_argument('--tokens', type=int, default=3600)
    p.add_argument('--layers', type=int, default=6); p.add_argument('--threads', type=int, default=2); p.add_argument('--every', type=int, default=400); p.add_argument('--most', type=int, default=0, help='steps at most: a fair part of the mixture, for when time is short')
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    final, state = work('out', a.out + '.safetensors'), work('out', a.out + '.state')
    if os.path.exists(final): print(final, 'is there already'); return
    r = rng('train ' + a.out)
    pieces = M.Pieces(); groups = encode(mixture(a.mix, r), pieces); todo = batches(groups, r, a.tokens)
    if a.most: todo = todo[:a.most]
    m = M.load(a.init, a.layers)
    weights = [p for p in m.parameters() if p.requires_grad]
    opt = torch.optim.AdamW(weights, lr=a.lr, weight_decay=0.01, fused=True)
    sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda i: min((i + 1) / (0.06 * len(todo) + 1), max(0.02, 1 - i / len(todo))))
    step = 0
    if os.path.exists(state):
        z = torch.load(state); m.load_state_dict(z['m']); opt.load_state_dict(z['opt']); sched.load_state_dict(z['sched']); step = z['step']
        print('going on from step', step)
    log = open(work('out', a.out + '.log'), 'a'); t0 = time.time(); pairs = 0; mean = {}
    m.train()
    while step < len(todo):
        part = todo[step]; rows = [x for i in part for x in groups[i]]
        parts = loss(m, rows, [len(groups[i]) for i in part])
        sum(parts.values()).backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        opt.step(); sched.step(); opt.zero_grad(); step += 1; pairs += len(rows)
        for k, v in parts.items(): mean.setdefault(k, []).append(float(v.detach()))
        if step % 50 == 0:
            line = {'step': step, 'of': len(todo), 'pairs/s': round(pairs / (time.time() - t0), 1), 'left_min': round((len(todo) - step) / 50 * (time.time() - t0) / 60, 1), **{k: round(sum(v) / len(v), 4) for k, v in mean.items()}}
            print(json.dumps(line), file=log, flush=True); t0 = time.time(); pairs = 0; mean = {}
        if step % a.every == 0:
            torch.save({'m': m.state_dict(), 'opt': opt.state_dict(), 'sched': sched.state_dict(), 'step': step}, state + '.part'); os.replace(state + '.part', state)
            M.save(m, work('out', f'{a.out}-{step}.safetensors'))
    M.save(m, final)
    if os.path.exists(state): os.remove(state)


if __name__ == '__main__': main()
