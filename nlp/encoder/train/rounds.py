"""What the encoder is worth on rounds that it has not seen, of the candidates that the program gathers.

    go run ./facts/decide/train -weights nlp/encoder/weights/weights.bin SET.jsonl... > DUMP
    rounds.py --score SCORE.py --dump DUMP... --sets SET.jsonl...

Of each set and of all: the area under the curve, turns that the sources answer against those that they do not, by the
greatest logit and by the decision's probability that there is an answer (weights.json; facts/decide/train/fit.py); the
share of turns whose likeliest candidate by the logit is right, and, among statements alone, right first and among five.
Right is what program.py calls so. Brackets hold the middle 95 of 100 draws of turns with replacement.
"""
import argparse, importlib.util, json, os
import numpy as np
from common import *
from program import label

spec = importlib.util.spec_from_file_location('fit', os.path.join(REPO, 'facts/decide/train/fit.py'))
fit = importlib.util.module_from_spec(spec); spec.loader.exec_module(fit)


def area(known, unknown):
    if not len(known) or not len(unknown): return float('nan')
    a, b = np.array(known)[:, None], np.array(unknown)[None]
    return float(((a > b) + .5 * (a == b)).mean())


def between(turns, figure, draws=400):
    r = np.random.default_rng(1); got = sorted(figure([turns[i] for i in r.integers(0, len(turns), len(turns))]) for _ in range(draws))
    return f'{figure(turns):.3f} [{got[draws // 40]:.3f}, {got[-draws // 40]:.3f}]'


def share(turns, k):
    of = [t[k] for t in turns if t[k] is not None]
    return sum(of) / len(of) if of else float('nan')


def main():
    p = argparse.ArgumentParser(); p.add_argument('--score', required=True); p.add_argument('--sets', nargs='+', required=True); p.add_argument('--dump', nargs='+', required=True)
    a = p.parse_args()
    spec = importlib.util.spec_from_file_location('score', a.score); score = importlib.util.module_from_spec(spec); spec.loader.exec_module(score)
    w = json.load(open(os.path.join(REPO, 'facts/decide/weights.json')))
    read_, alone, known_ = {k: np.array(v) for k, v in w['Read'].items()}, np.array(w['Alone']['plan']), {k: np.array(v) for k, v in w['Known'].items()}
    gold = {(os.path.basename(f), c['id'], i): (c['kind'], t) for f in a.sets for c in read(f) for i, t in enumerate(c['turns'])}
    by = {}
    for row in (x for f in a.dump for x in read(f)):
        kind, t = gold[row['set'], row['id'], row['turn']]; known, unknown = 'unknown' not in t['status'], t['status'] == ['unknown']
        if not (known or unknown) or kind == 'chat' or 'ambiguous' in t['status'] or not row['candidates']: continue
        c = row['candidates']; P, best = fit.decide(fit.Turn(row['set'], kind, t, c, score.judge), read_, alone)
        signs = fit.signs(fit.Turn(row['set'], kind, t, c, score.judge), P, best)
        sure = float(np.dot(signs, known_['facts' if any(x['features'][fit.FACTS] == 1 for x in c) else 'articles']))
        texts = sorted((x for x in c if x['from'] != 'plan'), key=lambda x: -x['features'][fit.LOGIT])
        y = [label(score, t, kind, x) for x in texts]; said = [v for x, v in zip(texts, y) if x['from'] == 'statement']
        by.setdefault(row['set'], []).append({'known': known, 'logit': texts[0]['features'][fit.LOGIT] if texts else -9., 'sure': sure,
            'first': bool(y and y[0] == 1) if known else None, 'some': 1 in y if known else None,
            'said first': said[0] == 1 if known and 1 in said else None, 'said five': 1 in said[:5] if known and 1 in said else None})
    for name, turns in [*sorted(by.items()), ('all', [t for ts in by.values() for t in ts])]:
        auc = lambda k: lambda ts: area([t[k] for t in ts if t['known']], [t[k] for t in ts if not t['known']])
        print(f"{name}: {sum(t['known'] for t in turns)} answered by the sources, {sum(not t['known'] for t in turns)} not; AUC by the logit {between(turns, auc('logit'))}, by the decision {between(turns, auc('sure'))}; "
              f"likeliest right {between(turns, lambda ts: share(ts, 'first'))}, some right {share(turns, 'some'):.3f}; of {sum(t['said first'] is not None for t in turns)} with a right statement it is first {between(turns, lambda ts: share(ts, 'said first'))}, in five {between(turns, lambda ts: share(ts, 'said five'))}")


if __name__ == '__main__': main()
