"""The static embedding: one short vector for each word piece. A text's embedding is the sum of its pieces' vectors, made
one long; the cosine of two tells how far they speak of the same. It ranks sentences before the encoder reads the best.

    embed.py OUT.npy --records NAME... [--size 48] [--rounds 4]
It begins as model2vec does (Minish Lab, 2024: each piece alone through the base model, principal components, frequent
pieces weighed down) and is trained so that a question is nearest to evidence that answers it, among the evidence of 255
other questions and a wrong candidate of each (cross-entropy of cosine × 16).
"""
import argparse, time, numpy as np, torch
import torch.nn.functional as F
from common import *
import model as M


@torch.no_grad()
def alone(count):
    m = M.load('base').eval(); out = []
    for at in range(0, count, 1024):
        t = torch.arange(at, min(count, at + 1024)); x = torch.stack([torch.full_like(t, 101), t, torch.full_like(t, 102)], 1)
        with torch.autocast('cpu', dtype=torch.bfloat16): h = m.bert(input_ids=x, token_type_ids=x * 0, attention_mask=torch.ones_like(x)).last_hidden_state.float()
        out.append(h.mean(1))
    return torch.cat(out)


class Table(torch.nn.Module):
    def __init__(self, start):
        super().__init__(); self.bag = torch.nn.EmbeddingBag.from_pretrained(start, freeze=False, mode='sum')
    def forward(self, rows):
        rows = [r or [0] for r in rows]; at = torch.tensor([0] + [len(r) for r in rows[:-1]]).cumsum(0)
        return F.normalize(self.bag(torch.tensor([i for r in rows for i in r]), at), dim=1)


def main():
    p = argparse.ArgumentParser()
    p.add_argument('out'); p.add_argument('--records', nargs='+', required=True); p.add_argument('--size', type=int, default=48); p.add_argument('--rounds', type=int, default=4); p.add_argument('--lr', type=float, default=3e-3)
    a = p.parse_args()
    r = rng('embed'); torch.manual_seed(20261127); pieces = M.Pieces(); ids = lambda texts: [e[0] for e in pieces.many(texts)]
    pairs = []
    for name in a.records:
        for x in read(work('data', name + '.jsonl')):
            if x['src'] == 'conda' or not x['q']: continue
            right, wrong = [c[0] for c in x['c'] if c[1]], [c[0] for c in x['c'] if not c[1]]
            pairs += [(x['q'], t, r.choice(wrong) if wrong else t) for t in right]
    print(len(pairs), 'pairs', flush=True)
    q, d, w = (ids([x[k] for x in pairs]) for k in range(3))
    v = alone(pieces.tok.get_vocab_size()); v = v - v.mean(0)
    count = torch.bincount(torch.tensor([i for rows in (q, d) for x in rows for i in x]), minlength=len(v)).float() + 1
    start = v @ torch.pca_lowrank(v, q=a.size)[2]
    start = start / start.norm(dim=1).mean() * (1e-3 / (1e-3 + count / count.sum()))[:, None] * 3
    m = Table(start); opt = torch.optim.Adam(m.parameters(), lr=a.lr); steps = a.rounds * (len(pairs) // 256); step = 0; t0 = time.time()
    for k in range(a.rounds):
        order = list(range(len(pairs))); r.shuffle(order); sum_ = 0
        for at in range(0, len(order) - 255, 256):
            b = order[at:at+256]
            loss = F.cross_entropy(m([q[i] for i in b]) @ m([d[i] for i in b] + [w[i] for i in b]).T * 16, torch.arange(256))
            opt.zero_grad(); loss.backward(); opt.step(); step += 1; sum_ += float(loss.detach())
            for g in opt.param_groups: g['lr'] = a.lr * (1 - step / (steps + 1))
        print(k, round(sum_ / (len(order) // 256), 3), round(time.time() - t0), 's', flush=True)
    t = m.bag.weight.detach().numpy(); scale = np.quantile(np.abs(t), 0.9995) / 127
    np.save(a.out, np.clip(np.rint(t / scale), -127, 127).astype(np.int8))


if __name__ == '__main__': main()
