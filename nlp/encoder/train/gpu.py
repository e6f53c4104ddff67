"""Training on one GPU, in minutes: the arrays of cache.py, the weights of a model before, many passes over the records.

    gpu.py --init weights.safetensors --arrays data.npz --mix people:3,reading:1 --out OUT.safetensors [--dev dev.npz]

Each entry of --mix is NAME:PASSES over that file's records; all passes are shuffled together. Needs torch, numpy and
safetensors alone, so the network is written down here once more. The loss is train.py's, over a whole step at once. What keeps the many passes from learning by heart: dropout, hidden pieces
(a twentieth of each pair's pieces become [MASK]), and the weights that count are a running mean of the last steps'.
"""
import argparse, json, time
import numpy as np, torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file

PAD, CLS, SEP, MASK = 0, 101, 102, 103
MOST, MOST_QUESTION, HEADS, LOW = 128, 64, 12, torch.bfloat16


class Rows:
    """pieces, ends: the word pieces of all texts one after the other, and where each text's end. For each pair: q and t,
    its texts; y, whether it answers; s and e, first and last piece of the answer in t (-1 not known, -2 none); claim;
    group, the question's record; many, whether the pair has a question of its own."""
    def __init__(self, path, device):
        z = np.load(path); self.device = device
        put = lambda a, t=torch.long: torch.from_numpy(a.astype(np.int64)).to(device, t)
        self.pieces, ends = put(z['pieces']), z['ends'].astype(np.int64)
        self.begin, self.length = put(np.concatenate([[0], ends[:-1]])), put(np.diff(np.concatenate([[0], ends])))
        for k in ('q', 't', 'y', 's', 'e', 'claim', 'group'): setattr(self, k, put(z[k]))
        self.many = torch.from_numpy(z['many']).to(device)
        group = z['group'].astype(np.int64); n = int(group.max()) + 1
        self.first = np.searchsorted(group, np.arange(n + 1))  # a group's rows are first[g] to first[g+1]
        length = np.diff(np.concatenate([[0], ends]))
        whole = np.minimum(np.minimum(length[z['q']], MOST_QUESTION) + length[z['t']] + 3, MOST)
        self.longest = np.maximum.reduceat(whole, self.first[:-1])
        self.files = {str(n): tuple(map(int, m)) for n, m in zip(z['names'], z['marks'])}

    def batches(self, groups, tokens, r):
        """Whole questions together, of like length."""
        out = []
        for at in range(0, len(groups), 6000):
            part = groups[at:at + 6000]; part = part[np.argsort(self.longest[part], kind='stable')]; take, n, most = [], 0, 0
            for g in part:
                k = self.first[g + 1] - self.first[g]; l = max(most, self.longest[g])
                if take and (n + k) * l > tokens: out.append(np.array(take)); take, n, l = [], 0, self.longest[g]
                take.append(g); n += k; most = l
            out.append(np.array(take))
        r.shuffle(out)
        return out

    def take(self, groups):
        rows = np.concatenate([np.arange(self.first[g], self.first[g + 1]) for g in groups])
        longest = -(-int(self.longest[groups].max()) // 8) * 8  # as attention's kernels like it
        return torch.from_numpy(rows).to(self.device, non_blocking=True), longest

    def pairs(self, rows, longest):
        """ids, types and whether a piece is there, of [CLS] question [SEP] evidence [SEP]; and the evidence's place."""
        q, t = self.q[rows], self.t[rows]
        ql, tl = self.length[q].clamp(max=MOST_QUESTION), self.length[t]
        tl = torch.minimum(tl, MOST - ql - 3)
        qb, tb = self.begin[q] + self.length[q] - ql, self.begin[t]  # a question too long keeps its end
        at = torch.arange(longest, device=self.device)[None]; ql, tl, qb, tb = (x[:, None] for x in (ql, tl, qb, tb))
        there = at < ql + tl + 3; inq, int_ = (at > 0) & (at <= ql), (at > ql + 1) & (at < ql + 2 + tl)
        where = torch.where(inq, qb + at - 1, torch.where(int_, tb + at - ql - 2, 0))
        ids = self.pieces[where]
        ids = torch.where(inq | int_, ids, torch.where(at == 0, CLS, SEP)).masked_fill(~there, PAD)
        return ids, (at > ql + 1) & there, there, ql[:, 0] + 2, tl[:, 0], inq | int_


class Net:
    """The network of model.py on a dictionary of weights; activations bfloat16, weights and heads float32."""
    def __init__(self, weights, drop=0.0):
        self.w, self.drop = weights, drop
        self.layers = sum(k.endswith('intermediate.dense.bias') for k in weights)

    def __call__(self, ids, types, there):
        w, d = self.w, self.drop
        low = lambda n, x: F.linear(x, w[n + '.weight'].to(LOW), w[n + '.bias'].to(LOW))
        norm = lambda n, x: F.layer_norm(x, x.shape[-1:], w[n + '.weight'].to(LOW), w[n + '.bias'].to(LOW), 1e-12)
        e = 'bert.embeddings.'; n, l = ids.shape
        x = F.embedding(ids, w[e + 'word_embeddings.weight']) + torch.where(types[..., None], w[e + 'token_type_embeddings.weight'][1], w[e + 'token_type_embeddings.weight'][0]) + w[e + 'position_embeddings.weight'][:l]
        x = F.dropout(norm(e + 'LayerNorm', x.to(LOW)), d)
        mask = there[:, None, None, :]
        for i in range(self.layers):
            p = f'bert.encoder.layer.{i}.'; s = p + 'attention.self.'
            qkv = F.linear(x, torch.cat([w[s + k + '.weight'] for k in ('query', 'key', 'value')]).to(LOW), torch.cat([w[s + k + '.bias'] for k in ('query', 'key', 'value')]).to(LOW))
            q, k, v = qkv.view(n, l, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
            a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, dropout_p=d).transpose(1, 2).reshape(n, l, -1)
            x = norm(p + 'attention.output.LayerNorm', F.dropout(low(p + 'attention.output.dense', a), d) + x)
            x = norm(p + 'output.LayerNorm', F.dropout(low(p + 'output.dense', F.gelu(low(p + 'intermediate.dense', x))), d) + x)
        x = x.float(); head = lambda n, x: F.linear(x, w[n + '.weight'], w[n + '.bias'])
        p = F.dropout(torch.tanh(head('pool', x[:, 0])), d)
        return head('answer', p).squeeze(-1), head('claim', p), head('span', x).masked_fill(~there[..., None], -1e4)


SOFT, SOFT_NONE = 0.5, 0.25  # how much of what is learnt is the teacher's word; where nothing answers, the label is surer


def loss(net, data, rows, longest, hide, soft=None):
    ids, types, there, first, tl, words = data.pairs(rows, longest)
    if hide: ids = torch.where(words & (torch.rand(ids.shape, device=ids.device) < hide), MASK, ids)
    a, c, s = net(ids, types, there)
    y = data.y[rows].float(); _, g = torch.unique_consecutive(data.group[rows], return_inverse=True); n = int(g[-1]) + 1
    def lse(x):  # over each question's candidates
        m = torch.full((n,), -1e4, device=x.device).scatter_reduce(0, g, x.detach(), 'amax')
        return torch.zeros(n, device=x.device).index_add(0, g, (x - m[g]).exp()).clamp(min=1e-12).log() + m
    right, size = (torch.zeros(n, device=a.device).index_add(0, g, z) for z in (y, torch.ones_like(y)))
    many = torch.zeros(n, device=a.device).index_add(0, g, data.many[rows].float()) > 0
    ok = (right > 0) & (right < size) & ~many
    lists, target = lse(a) - lse(a.masked_fill(y == 0, -1e4)), y
    if soft is not None:
        t = soft[rows]; share = torch.where(right > 0, SOFT, SOFT_NONE); k = share[g] * (~t.isnan()); t = t.nan_to_num()
        target = (1 - k) * y + k * t.sigmoid()
        p = (t - lse(t)[g]).exp()  # the teacher's choice among the candidates
        theirs = lse(a) - torch.zeros(n, device=a.device).index_add(0, g, p * a); lists = (1 - share) * lists + share * theirs
    parts = {'answer': F.binary_cross_entropy_with_logits(a, target), 'list': torch.where(ok, lists, 0).sum() / ok.sum().clamp(min=1) * 0.5}
    st, en = data.s[rows], data.e[rows]; known = (st >= 0) & (en < tl)
    for name, part, weight in (('span', known, 0.5), ('none', st == -2, 0.1)):
        b, e = (torch.where(part, (x + first) if name == 'span' else 0, -100) for x in (st, en))
        k = part.sum().clamp(min=1)
        parts[name] = (F.cross_entropy(s[..., 0], b, reduction='sum') + F.cross_entropy(s[..., 1], e, reduction='sum')) / k * weight / 2
    cl = data.claim[rows]; k = (cl >= 0).sum().clamp(min=1)
    parts['claim'] = F.cross_entropy(c, cl, ignore_index=-1, reduction='sum') / k * 0.7
    return parts


@torch.no_grad()
def tell(net, data, groups, tokens=65536):
    """The answer logits of the questions' pairs; of the others NaN."""
    keep, net.drop = net.drop, 0.0; out = torch.full((len(data.y),), float('nan'))
    for part in data.batches(groups, tokens, np.random.default_rng(0)):
        rows, longest = data.take(part); ids, types, there, *_ = data.pairs(rows, longest)
        out[rows.cpu()] = net(ids, types, there)[0].float().cpu()
    net.drop = keep
    return out


def measure(net, dev):
    """Of questions known to have an answer, the share whose likeliest pair is right; and how far known stand above unknown."""
    out = tell(net, dev, np.arange(len(dev.longest))); y, known = dev.y.cpu(), dev.claim.cpu(); line = {}
    for name, (b, e) in dev.files.items():
        right = n = 0; k, u = [], []
        for g in range(b, e):
            f, t = dev.first[g], dev.first[g + 1]; best = int(out[f:t].argmax()) + f
            if known[f] > 0: n += 1; right += int(y[best] == 1); k.append(float(out[best]))
            else: u.append(float(out[best]))
        k, u = np.array(k), np.array(u); line[name] = f'{right}/{n} {((k[:, None] > u).mean() if len(u) else 0):.3f}'
    return line


def main():
    p = argparse.ArgumentParser()
    p.add_argument('--init', required=True, help='FILE,FILE: what a later one holds counts'); p.add_argument('--arrays', required=True); p.add_argument('--mix', required=True)
    p.add_argument('--out', required=True); p.add_argument('--dev'); p.add_argument('--lr', type=float, default=2e-4)
    p.add_argument('--tokens', type=int, default=32768); p.add_argument('--drop', type=float, default=0.1); p.add_argument('--hide', type=float, default=0.05)
    p.add_argument('--mean', type=float, default=0.998, help='the running mean of weights'); p.add_argument('--seed', type=int, default=20261127)
    p.add_argument('--most', type=int, default=0, help='steps at most'); p.add_argument('--looks', type=int, default=6, help='looks at --dev on the way; 0: at the end alone')
    p.add_argument('--half', type=int, help='learn from this half of the questions alone, 0 or 1'); p.add_argument('--tell', help='write what it says of the other half')
    p.add_argument('--tell-of', help='of these files alone, NAME,NAME: the rest stays unsaid')
    p.add_argument('--light', action='store_true', help="leave out the pieces' own vectors, which are as they were")
    p.add_argument('--soft', help='what teachers said: learn from that as well, from FILE,FILE')
    p.add_argument('--minutes', type=float, default=0, help='the learning rate falls to its end by then, whatever is left')
    a = p.parse_args(); device = 'cuda' if torch.cuda.is_available() else 'cpu'
    torch.backends.cuda.enable_cudnn_sdp(False)  # it makes a plan for every new shape, a tenth of a second each
    torch.manual_seed(a.seed); r = np.random.default_rng(a.seed); data = Rows(a.arrays, device); dev = Rows(a.dev, device) if a.dev else None
    passes = []
    for part in a.mix.split(','):
        name, n = part.split(':'); b, e = data.files[name]; n = float(n)
        while n > 0: passes.append(r.permutation(np.arange(b, e))[:int(round(min(n, 1) * (e - b)))]); n -= 1
    half = np.random.default_rng(5).permutation(len(data.longest)) % 2; groups = np.concatenate(passes); r.shuffle(groups)
    if a.half is not None: groups = groups[half[groups] == a.half]
    soft = torch.from_numpy(np.nanmean(np.stack([np.load(f) for f in a.soft.split(',')]), axis=0)).to(device) if a.soft else None
    todo = data.batches(groups, a.tokens, r)
    if a.most: todo = todo[:a.most]
    w = {k: v.float().to(device) for f in a.init.split(',') for k, v in load_file(f).items()}
    learn = {k: v.requires_grad_() for k, v in w.items() if 'word_embeddings' not in k and k.split('.')[0] in ('bert', 'pool', 'answer', 'claim', 'span')}
    values = list(learn.values()); mean = {k: v.detach().clone() for k, v in learn.items()}
    opt = torch.optim.AdamW([{'params': [v for v in values if v.dim() > 1], 'weight_decay': 0.01}, {'params': [v for v in values if v.dim() == 1], 'weight_decay': 0.0}], lr=a.lr, fused=device == 'cuda')
    net = Net(w, a.drop); t0 = time.time(); pairs = 0; sums = {}; look = max(1, len(todo) // max(1, a.looks))
    if dev and a.looks: print('before', json.dumps(measure(net, dev)), flush=True)
    for step, part in enumerate(todo):
        done = step / len(todo)
        if a.minutes: done = max(done, (time.time() - t0) / 60 / a.minutes)
        if done >= 1: break
        for group in opt.param_groups: group['lr'] = a.lr * min(1, (step + 1) / 200) * max(0.01, 1 - done)
        rows, longest = data.take(part); parts = loss(net, data, rows, longest, a.hide, soft)
        sum(parts.values()).backward(); torch.nn.utils.clip_grad_norm_(values, 1.0, foreach=True)
        opt.step(); opt.zero_grad(); pairs += len(rows)
        keep = min(a.mean, (step + 1) / (step + 20))
        with torch.no_grad(): torch._foreach_lerp_(list(mean.values()), [v.detach() for v in values], 1 - keep)
        for k, v in parts.items(): sums[k] = sums.get(k, 0) + v.detach()
        if (step + 1) % look == 0 or step + 1 == len(todo):
            print(json.dumps({'step': step + 1, 'of': len(todo), 'pairs': pairs, 'seconds': round(time.time() - t0, 1), **{k: round(float(v) / look, 4) for k, v in sums.items()}}), flush=True); sums = {}
            if dev and a.looks: print('      ', json.dumps(measure(Net({**w, **mean}), dev)), flush=True)
    if dev: print('       ', json.dumps(measure(Net({**w, **mean}), dev)), flush=True)
    if a.tell:
        of = np.concatenate([np.arange(*data.files[n]) for n in (a.tell_of.split(',') if a.tell_of else data.files)])
        np.save(a.tell, tell(Net({**w, **mean}), data, of[half[of] != a.half]).numpy())
    left = {} if a.light else {k: v for k, v in w.items() if k not in mean}
    save_file({k: v.detach().half().cpu().contiguous() for k, v in {**left, **mean}.items()}, a.out)


if __name__ == '__main__': main()
