"""Figures of a weights file on what it was not trained on, and the calibration of its answer head.

    evaluate.py out/v1.safetensors --set score-c --reading 500 --calibrate model-v1.json
    evaluate.py baselines --set score-c        words in common, and the base model's cosine
"""
import argparse, json, math, string, time
import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from common import *
import model as M


def norm(s):
    s = ''.join(c for c in s.lower() if c not in set(string.punctuation))
    return ' '.join(re.sub(r'\b(a|an|the)\b', ' ', s).split())


def f1(a, b):
    a, b = norm(a).split(), norm(b).split()
    if not a or not b: return float(a == b)
    same = sum((collections.Counter(a) & collections.Counter(b)).values())
    return 0. if not same else 2 * same / (len(a) + len(b))


def average_precision(scores, labels):
    order = sorted(range(len(scores)), key=lambda i: -scores[i]); hit, out = 0, []
    for k, i in enumerate(order, 1):
        if labels[i] == 1: hit += 1; out.append(hit / k)
    return sum(out) / len(out)


def reading(m, p, n):
    rs = read(work('data/reading-held.jsonl')); rng('held').shuffle(rs); rs = rs[:n] if n else rs
    got = iter(M.score(m, p, [(x['q'], c[0]) for x in rs for c in x['c']])); fig = collections.defaultdict(list); cal = []
    ov = Overlap(c[0] for x in rs for c in x['c'])
    for x in rs:
        g = [next(got) for _ in x['c']]; a = [z[0] for z in g]; y = [c[1] for c in x['c']]; has = bool(x['gold'])
        cal += list(zip(a, y)); fig['best'].append(max(a)); fig['has'].append(has)
        best = int(np.argmax(a)); w = g[best][2]; text = x['c'][best][0][w[0]:w[1]] if w else ''
        fig['f1'].append(max([f1(text, t) for t in x['gold']], default=0)); fig['em'].append(max([float(norm(text) == norm(t)) for t in x['gold']], default=0))
        fig['src'].append(x['src'])
        if any(y) and not all(y):
            fig['map'].append(average_precision(a, y)); fig['map words'].append(average_precision([ov.score(x['q'], c[0]) for c in x['c']], y))
        if any(y):
            k = y.index(1); w = g[k][2]; t = x['c'][k][0][w[0]:w[1]] if w else ''
            fig['span em'].append(max(float(norm(t) == norm(z)) for z in x['gold'])); fig['span f1'].append(max(f1(t, z) for z in x['gold']))
    out = {'questions': len(rs), 'sentence MAP': np.mean(fig['map']), 'sentence MAP of word overlap': np.mean(fig['map words']), 'span EM in the right sentence': np.mean(fig['span em']), 'span F1 in the right sentence': np.mean(fig['span f1']),
           'AUC answerable': roc_auc_score(fig['has'], fig['best'])}
    one = [i for i, s in enumerate(fig['src']) if s == 'squad1']
    if one: out['squad1 EM/F1 given'] = f"{100*np.mean([fig['em'][i] for i in one]):.1f}/{100*np.mean([fig['f1'][i] for i in one]):.1f}"
    two = [i for i, s in enumerate(fig['src']) if s == 'squad2']
    if two:
        cut = max(sorted(set(fig['best'][i] for i in two)), key=lambda c: sum((fig['f1'][i] if fig['has'][i] else 0) if fig['best'][i] >= c else (not fig['has'][i]) for i in two))
        out['squad2 F1 at its best cut (always abstaining)'] = f"{100*np.mean([(fig['f1'][i] if fig['has'][i] else 0) if fig['best'][i] >= cut else float(not fig['has'][i]) for i in two]):.1f} ({100*np.mean([not fig['has'][i] for i in two]):.1f})"
    return out, cal


def words_in_common(pairs):
    ov = Overlap({t for _, t in pairs}); return [(ov.score(q, t),) for q, t in pairs]


def untrained(pairs):
    """Cosines of all-MiniLM-L6-v2 as it is."""
    from asked import embed
    m, p = M.load('base').eval(), M.Pieces(); texts = sorted({x for pair in pairs for x in pair}, key=len); v = dict(zip(texts, embed(m, p, texts)))
    return [(float(v[a] @ v[b]),) for a, b in pairs]


def asked(score, name, limit=0):
    rs = read(work('data', name + '.jsonl')); rs = rs[:limit] if limit else rs; cal = []
    pairs = [(q, c[0]) for x in rs for q in x['qs'] for c in x['c']]; got = iter(score(pairs)); fig = collections.defaultdict(list); kinds = collections.defaultdict(list)
    for x in rs:
        s = np.array([[next(got)[0] for _ in x['c']] for _ in x['qs']]); a = s.max(0); y = [c[1] for c in x['c']]
        fig['best'].append(a.max()); fig['known'].append(x['known']); cal += [(v, z) for v, z in zip(a, y) if z >= 0]
        if x['known'] and 1 in y:
            o = np.argsort(-a); fig['first'].append(y[o[0]] == 1); fig['in three'].append(any(y[i] == 1 for i in o[:3]))
            cite = set(x['cite']); fig['cited first'].append(bool(cite & set(x['c'][o[0]][6]))); fig['cited in three'].append(any(cite & set(x['c'][i][6]) for i in o[:3]))
            kinds[x['kind']].append(y[o[0]] == 1)
            st = [i for i in o if x['c'][i][5] == 'statement']
            if any(y[i] == 1 for i in st): fig['statement first'].append(y[st[0]] == 1); fig['statement in five'].append(any(y[i] == 1 for i in st[:5]))
    out = {'turns': len(rs), 'known': int(sum(fig['known'])), 'AUC known against unknown': roc_auc_score(fig['known'], fig['best'])}
    for k in ('first', 'in three', 'cited first', 'cited in three', 'statement first', 'statement in five'): out['right evidence ' + k] = np.mean(fig[k])
    b, k = np.array(fig['best']), np.array(fig['known'])
    for wrong in (.04, .1):
        cut = np.quantile(b[~k], 1 - wrong); out[f'known above the cut that lets {wrong:.0%} of unknown through'] = (b[k] > cut).mean()
    out['first by kind'] = {a: f'{np.mean(v):.2f} of {len(v)}' for a, v in sorted(kinds.items(), key=lambda z: -len(z[1]))}
    return out, cal


def claims(m, p):
    rs = read(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'claims-1000.jsonl')); got = M.score(m, p, [(x['claim'], x['evidence']) for x in rs])
    n = collections.Counter((x['by'], x['label'], ('supports', 'contradicts', 'open')[int(np.argmax(g[1]))]) for x, g in zip(rs, got)); out = {}
    for label in ('supports', 'contradicts'):
        for told in ('supports', 'contradicts', 'open'): out[f'{label} told {told}'] = sum(v for (b, l, t), v in n.items() if (l, t) == (label, told)) / 500
    out['right by kind'] = {b: sum(v for (c, l, t), v in n.items() if c == b and l == t) / 200 for b in ('name', 'number', 'date', 'place', 'polarity')}
    return out


def main():
    a = argparse.ArgumentParser(); a.add_argument('weights'); a.add_argument('--set', default=''); a.add_argument('--reading', type=int, default=400); a.add_argument('--calibrate', default=''); a.add_argument('--threads', type=int, default=2); a.add_argument('--limit', type=int, default=0); a = a.parse_args()
    torch.set_num_threads(a.threads)
    if a.weights == 'baselines':
        for s in a.set.split(','):
            for name, f in (('words in common', words_in_common), ('all-MiniLM-L6-v2 untrained', untrained)): print(s, name, json.dumps(asked(f, s, a.limit)[0], default=float))
        return
    m, p = M.load(a.weights), M.Pieces(); out, cal, t = {}, [], time.time()
    out['claims'] = claims(m, p); print(json.dumps(out['claims']), flush=True)
    out['reading'], c1 = reading(m, p, a.reading); print(json.dumps(out['reading'], default=float), flush=True); cal += c1
    for s in filter(None, a.set.split(',')): out[s], c2 = asked(lambda pairs: M.score(m, p, pairs), s, a.limit); cal += c2; print(s, json.dumps(out[s], default=float, ensure_ascii=False), flush=True)
    x, y = np.array([[v] for v, _ in cal]), np.array([z for _, z in cal]); lr = LogisticRegression(C=1e6).fit(x, y)
    out['calibration'] = {'scale': float(lr.coef_[0, 0]), 'shift': float(lr.intercept_[0]), 'pairs': len(y), 'right': int(y.sum()), 'AUC of pairs': roc_auc_score(y, x[:, 0])}
    if a.calibrate: json.dump(out['calibration'], open(a.calibrate, 'w'), indent=1)
    out['seconds'] = time.time() - t
    print(json.dumps(out['calibration'])); json.dump(out, open(a.weights.replace('.safetensors', '') + '.figures.json', 'w'), indent=1, default=float, ensure_ascii=False)


if __name__ == '__main__': main()
