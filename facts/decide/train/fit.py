#!/usr/bin/env python3
"""Fits the weights of the decision.

usage: fit.py --score SCORE.py --sets SET.jsonl ... --dump DUMP.jsonl ... [--leave-out SET ...] [--unread] [--out weights.json]

A dump (go run ./facts/decide/train) has the candidates of each turn; a candidate is right when the answer that it would
make passes the scorer. A logistic model with L2 is fitted for each sort of candidate (Read), and with it a model of whether
there is an answer at all (Known, see known.go), for bases with facts and for articles alone. With --unread the dumps are
of candidates that the encoder has not read, and Unread and Alone are fitted. --leave-out names sets (by file name) that
are left out of the fit and reported on; without --out nothing is written.
"""
import argparse, importlib.util, json, math, os
import numpy as np

SORTS = ('plan', 'statement', 'passage', 'source')
CARRIED = [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 25, 26, 30, 31, 32, 33]  # as in known.go
LOGIT, FACTS = 1, 29  # features, as in features.go
WRONG = 0.2  # what a wrong answer to a question that the sources do answer counts for beside one to a question that they do not
GAP = 3.0    # statements and passages whose logit is further below the best are left out: they decide nothing
SURE = 0.9   # as in decide.go

sigmoid = lambda x: 1 / (1 + math.exp(-max(-30, min(30, x))))

def fit(X, y, l2, weight=None, steps=60):
    """Newton's method for logistic regression; the first column is the bias and is not shrunk."""
    X, y = np.array(X, float), np.array(y, float)
    w = np.zeros(X.shape[1]); reg = np.full(X.shape[1], l2); reg[0] = 1e-3
    c = np.ones(len(y)) if weight is None else np.array(weight, float)
    for _ in range(steps):
        p = 1 / (1 + np.exp(-X @ w))
        step = np.linalg.solve((X * (c * p * (1 - p))[:, None]).T @ X + np.diag(reg), X.T @ (c * (p - y)) + reg * w)
        w -= step
        if np.abs(step).max() < 1e-6: break
    return w

class Turn:
    def __init__(self, name, kind, turn, cands, judge):
        self.set, self.kind, self.cands = name, kind, cands
        self.known, self.unknown = 'unknown' not in turn['status'], turn['status'] == ['unknown']
        self.right = [not judge(turn, kind, c['answer'])[0] for c in cands]

def load(a):
    spec = importlib.util.spec_from_file_location('score', a.score)
    score = importlib.util.module_from_spec(spec); spec.loader.exec_module(score)
    gold = {}
    for p in a.sets:
        for line in open(p, encoding='utf-8'):
            c = json.loads(line)
            for i, t in enumerate(c['turns']): gold[os.path.basename(p), c['id'], i] = (c['kind'], t)
    turns = []
    for p in a.dump:
        for line in open(p, encoding='utf-8'):
            r = json.loads(line)
            if (key := (r['set'], r['id'], r['turn'])) in gold:
                turns.append(Turn(r['set'], *gold[key], r['candidates'] or [], score.judge))
    return turns

def fit_read(turns, l2=30.0):
    model = {}
    for sort in SORTS:
        X, y = [], []
        for t in turns:
            if not (t.known or t.unknown): continue
            best = max((c['features'][LOGIT] for c in t.cands if c['from'] != 'plan'), default=0)
            for c, r in zip(t.cands, t.right):
                if c['from'] == sort and (sort in ('plan', 'source') or c['features'][LOGIT] >= best - GAP): X.append(c['features']); y.append(r)
        if len(X) > 20: model[sort] = fit(X, y, l2)
    return model

def decide(t, model, alone):
    """The probability of each candidate and the best, as decide.Decide and facts.weigh work them out, but for what weigh
    knows beside: a plan that counts, lists or corrects, or that nothing else answers beside, stands by itself there."""
    P = [sigmoid(float(np.dot(c['features'], model[c['from']]))) if c['from'] in model else 0 for c in t.cands]
    best = int(np.argmax(P))
    articles = any(c['from'] == 'passage' for c in t.cands)
    for i, c in enumerate(t.cands):
        if c.get('alone') and (p := sigmoid(float(np.dot(c['alone'], alone)))) > P[i] and (not articles or p >= SURE):
            P[i] = p
            if p > P[best] - .02: best = i
    return P, best

def refs(c): return {(x['source'], x['paragraph']) for x in c['answer']['citations'] or []}

def signs(t, P, best):
    """As SetKnown in known.go."""
    j, odds = t.cands[best], lambda k: max(-30, min(30, math.log(max(P[k], 1e-13) / max(1 - P[k], 1e-13))))
    own, logits, elsewhere, together = refs(j), [], -6.0, 0
    for k, c in enumerate(t.cands):
        if c['from'] != 'plan': logits.append(c['features'][LOGIT])
        if k != best and not refs(c) & own: elsewhere = max(elsewhere, odds(k))
        elif c['features'][LOGIT] > 0: together += 1
    l = sorted(logits, reverse=True) + [-8] * 3
    s = [1, odds(best), max(odds(best), 0), l[0], max(l[0], 0), l[0] - l[1], l[1], l[2], elsewhere, min(together, 4), j['from'] == 'plan', j['from'] == 'statement']
    return [float(x) for x in s] + [j['features'][i] for i in CARRIED]

def rows(turns, model, alone):
    """Of each turn the signs, whether its best candidate is right, and whether the sources answer it or not."""
    out = []
    for t in turns:
        if not t.cands: out.append((None, False, t.known, t.unknown)); continue
        P, best = decide(t, model, alone)
        out.append((signs(t, P, best), t.right[best], t.known, t.unknown))
    return out

def fit_known(rs, l2=9.0):
    """The weights of the signs that there is an answer: right best candidates against those of questions without one."""
    rs = [r for r in rs if r[0] is not None and (r[2] or r[3])]
    X, y = np.array([r[0] for r in rs], float), [r[2] and r[1] for r in rs]
    mean, sd = X.mean(0), X.std(0) + 1e-6; mean[0], sd[0] = 0, 1
    w = fit((X - mean) / sd, y, l2, [1 if r[2] == k else WRONG for r, k in zip(rs, y)]) / sd
    w[0] -= float(w[1:] @ mean[1:])
    return w

def tell(name, rs, w):
    K = [(sigmoid(float(np.dot(s, w))) if s is not None else 0, right and known, known, unknown) for s, right, known, unknown in rs]
    n, u = sum(k[2] for k in K), sum(k[3] for k in K)
    print(f'{name}: the best candidate is right in {sum(k[1] for k in K)} of {n} turns that the sources answer; right and answered though unknown of {u}, from')
    print('   ' + ' · '.join(f"{c}: {sum(k[1] for k in K if k[0] >= c)}, {sum(k[3] for k in K if k[0] >= c)}" for c in (.3, .4, .5, .6, .7, .8)))
    A, B = [k[0] for k in K if k[1]], [k[0] for k in K if k[3]]
    if A and B: print(f'   area under the curve, right against unknown: {np.mean([(a > b) + .5 * (a == b) for a in A for b in B]):.3f}')

def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('--score', required=True); ap.add_argument('--sets', nargs='+', required=True); ap.add_argument('--dump', nargs='+', required=True)
    ap.add_argument('--leave-out', nargs='*', default=[]); ap.add_argument('--unread', action='store_true'); ap.add_argument('--out', default='')
    ap.add_argument('--weights', default='facts/decide/weights.json', help='the weights as they are, of which Alone is read')
    a = ap.parse_args()
    turns, old = load(a), json.load(open(a.weights))
    train, left = [t for t in turns if t.set not in a.leave_out], [t for t in turns if t.set in a.leave_out]
    plain = lambda v: [round(float(x), 4) for x in v]
    if a.unread:
        old['Unread'] = {k: plain(v) for k, v in fit_read(train).items()}
        plans = [(c['alone'], r) for t in train for c, r in zip(t.cands, t.right) if c.get('alone')]
        old['Alone'] = {'plan': plain(fit([p for p, _ in plans], [r for _, r in plans], 1.0))}
    else:
        alone = np.array(old['Alone']['plan'])
        old['Read'].update({k: plain(v) for k, v in fit_read(train).items() if k != 'source'})  # too few of those to fit
        model = {k: np.array(v) for k, v in old['Read'].items()}
        for name, facts in (('facts', 1), ('articles', 0)):
            of = lambda ts: [t for t in ts if any(c['features'][FACTS] == facts for c in t.cands)]
            if not of(train): continue
            w = fit_known(rows(of(train), model, alone)); tell(name, rows(of(train), model, alone), w)
            if of(left): tell(f'{name}, left out', rows(of(left), model, alone), w)
            old['Known'][name] = plain(w)
    if a.out: json.dump(old, open(a.out, 'w'), indent=1); open(a.out, 'a').write('\n')

if __name__ == '__main__': main()
