#!/usr/bin/env python3
"""Fits the weights of the decision.

usage: fit.py --score SCORE.py [--test SET ...] [--unread DUMP] --sets SET.jsonl ... --dump DUMP.jsonl ... [--out weights.json]

The slot Known is fitted on dumps that were made with the weights of Read as they are: see known.go.

A dump (go run ./facts/decide/train) has the candidates of each turn; a candidate is right when the answer that it would
make passes the scorer. A logistic model with L2 is fitted for each sort of candidate. --test names sets (by file name)
that are left out of the fit and reported on.
"""
import argparse, importlib.util, json, math, os, sys
import numpy as np

def load(path):
    spec = importlib.util.spec_from_file_location('score', path)
    m = importlib.util.module_from_spec(spec); spec.loader.exec_module(m)
    return m

def fit(X, y, l2=1.0, steps=60, weight=None):
    """Newton's method for logistic regression; the first column is the bias and is not shrunk."""
    n, d = X.shape
    w = np.zeros(d); reg = np.full(d, l2); reg[0] = 1e-3
    c = np.ones(n) if weight is None else weight
    for _ in range(steps):
        p = 1 / (1 + np.exp(-X @ w))
        g = X.T @ (c * (p - y)) + reg * w
        H = (X * (c * p * (1 - p))[:, None]).T @ X + np.diag(reg)
        step = np.linalg.solve(H, g)
        w -= step
        if np.abs(step).max() < 1e-6: break
    return w

WRONG = 0.2  # what a wrong answer to a question that the sources do answer counts for beside one to a question that they do not

def fit_known(turns, l2=9.0):
    """The weights of the signs that there is an answer: right best candidates against those of questions without one."""
    X, y, c = [], [], []
    for _, _, t, cands, right, ok in turns:
        for cd, r in zip(cands, right):
            if not cd.get('signs') or not ok and t['status'] != ['unknown']: continue
            X.append(cd['signs']); y.append(ok and r); c.append(1 if ok == r else WRONG)
    X, y, c = np.array(X, float), np.array(y, float), np.array(c, float)
    mean, sd = X.mean(0), X.std(0) + 1e-6; mean[0], sd[0] = 0, 1
    w = fit((X - mean) / sd, y, l2, weight=c) / sd
    w[0] -= float(w[1:] @ mean[1:])
    return w

def curve(turns, w):
    """What is right, and answered though unknown, from each probability on."""
    rows = [(1 / (1 + math.exp(-float(np.dot(cd['signs'], w)))), ok, ok and r, t['status'] == ['unknown'])
            for _, _, t, cands, right, ok in turns for cd, r in zip(cands, right) if cd.get('signs')]
    n, u = sum(t[5] for t in turns), sum(t[2]['status'] == ['unknown'] for t in turns)
    for cut in (.2, .3, .4, .45, .5, .55, .6, .65, .7, .75, .8, .85):
        given = [x for x in rows if x[0] >= cut]
        print(f'   from {cut}: right {sum(x[2] for x in given)}/{n} = {sum(x[2] for x in given)/max(1,n):.3f}; wrong {sum(x[1] and not x[2] for x in given)}; answered though unknown {sum(x[3] for x in given)}/{u} = {sum(x[3] for x in given)/max(1,u):.3f}')

def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('--score', required=True); ap.add_argument('--sets', nargs='+', required=True)
    ap.add_argument('--dump', nargs='+', required=True); ap.add_argument('--test', nargs='*', default=[])
    ap.add_argument('--out'); ap.add_argument('--slot', default='Read'); ap.add_argument('--l2', type=float, default=30.0)
    ap.add_argument('--gap', type=float, default=3.0, help='statements and passages whose logit is further below the best are left out: they decide nothing')
    ap.add_argument('--show', action='store_true')
    a = ap.parse_args()
    score = load(a.score)
    gold = {}
    for p in a.sets:
        for line in open(p, encoding='utf-8'):
            c = json.loads(line)
            for i, t in enumerate(c['turns']): gold[os.path.basename(p), c['id'], i] = (c['kind'], t)
    turns = []
    for p in a.dump:
        for line in open(p, encoding='utf-8'):
            r = json.loads(line)
            key = r['set'], r['id'], r['turn']
            if key not in gold: continue
            kind, t = gold[key]
            cands = r['candidates'] or []
            right = [not score.judge(t, kind, c['answer'])[0] for c in cands]
            known = 'unknown' not in t['status']
            turns.append((key, kind, t, cands, right, known))
    train = [t for t in turns if t[0][0] not in a.test]
    test = [t for t in turns if t[0][0] in a.test]
    if a.slot == 'Known':
        old = json.load(open(a.out)); old['Known'] = {}
        for name, facts in (('facts', 1), ('articles', 0)):
            part = [t for t in train if any(cd['features'][29] == facts for cd in t[3])]; w = fit_known(part, a.l2)
            print(name, len(part), 'turns'); curve(part, w)
            if left := [t for t in test if any(cd['features'][29] == facts for cd in t[3])]: print('left out'); curve(left, w)
            old['Known'][name] = [round(float(x), 4) for x in w]
        json.dump(old, open(a.out, 'w'), indent=1); open(a.out, 'a').write('\n')
        return
    model = {}
    for sort in ('plan', 'statement', 'passage', 'source'):
        X, y, c = [], [], []
        for _, _, t, cands, right, known in train:
            if known or t['status'] == ['unknown']:
                best = max((cd['features'][1] for cd in cands if cd['from'] != 'plan'), default=0)
                for cd, r in zip(cands, right):
                    near = sort in ('plan', 'source') or cd['features'][1] >= best - a.gap
                    if cd['from'] == sort and near: X.append(cd['features']); y.append(r)
        if not X: continue
        X, y = np.array(X, float), np.array(y, float)
        model[sort] = fit(X, y, a.l2)
        print(f'{sort}: {len(y)} candidates, {int(y.sum())} right')
        if a.show:
            for i, v in enumerate(model[sort]): print('   ', i, round(float(v), 2))
    X, y = [], []
    for _, _, t, cands, right, known in train:
        for cd, r in zip(cands, right):
            if cd.get('alone'): X.append(cd['alone']); y.append(r)
    if not X: X, y = [[1.0]], [0.0]  # no plan in these sets
    alone = fit(np.array(X, float), np.array(y, float), a.l2)
    p = 1 / (1 + np.exp(-np.array(X) @ alone))
    print(f'alone: {len(y)} plans; {int((p >= .9).sum())} are sure, {int(np.array(y)[p >= .9].sum())} of them right')
    def decide(cands):
        best, p = None, 0
        for i, c in enumerate(cands):
            q = 1 / (1 + math.exp(-float(np.dot(c['features'], model[c['from']])) if c['from'] in model else -9.0))
            if q > p: best, p = i, q
        return best, p
    for name, part in (('train', train), ('test', test)):
        if not part: continue
        known = [t for t in part if t[5]]; unknown = [t for t in part if t[2]['status'] == ['unknown']]
        print(f'{name}: some candidate is right in {sum(any(t[4]) for t in known)}/{len(known)} of the turns that the sources answer')
        rows = [(decide(t[3]), t) for t in part]
        for cut in (0.2, 0.3, 0.4, 0.5, 0.6):
            right = sum(t[5] and p >= cut and b is not None and t[4][b] for (b, p), t in rows)
            wrong = sum(t[2]['status'] == ['unknown'] and p >= cut for (b, p), t in rows)
            given = sum(t[5] and p >= cut for (b, p), t in rows)
            print(f'   from {cut}: right {right}/{len(known)} = {right/max(1,len(known)):.3f} of {given} given; answered though unknown {wrong}/{len(unknown)} = {wrong/max(1,len(unknown)):.3f}')
        s = [(p, True) for (b, p), t in rows if t[5]], [(p, False) for (b, p), t in rows if t[2]['status'] == ['unknown']]
        pos, neg = [p for p, _ in s[0]], [p for p, _ in s[1]]
        if pos and neg:
            print(f'   area under the curve, answerable against unknown: {np.mean([(x > z) + .5 * (x == z) for x in pos for z in neg]):.3f}')
        if name == 'test' or not test:
            by = {}
            for (b, p), t in rows:
                if t[5]:
                    k = by.setdefault(t[1], [0, 0, 0]); k[2] += 1; k[1] += any(t[4]); k[0] += p >= .4 and b is not None and t[4][b]
            print('   right from 0.4, some right, of:', {k: v for k, v in sorted(by.items())})
    if a.out:
        old = json.load(open(a.out)) if os.path.exists(a.out) else {}
        old[a.slot] = {k: [round(float(x), 4) for x in v] for k, v in model.items()}
        if a.slot == 'Unread': old['Alone'] = {'plan': [round(float(x), 4) for x in alone]}
        json.dump(old, open(a.out, 'w'), indent=1); open(a.out, 'a').write('\n')
if __name__ == "__main__": main()
