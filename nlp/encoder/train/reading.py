"""Reading sets: which sentence of a paragraph answers, and that none does."""
import json
from common import *

FILES = [('squad1', 'eval/reading/squad1-tune.json'), ('squad2', 'eval/reading/squad2-tune.json'), ('squad2train', 'encoder/data/squad2-train-10.json')]
SHIFTS = ('new_wiki', 'reddit', 'amazon_reviews')  # SQuADShifts, as raw/squadshifts_NAME.json


def articles():
    for src, f in FILES:
        for a in json.load(open(shared(f), encoding='utf-8'))['data']: yield src, a
    for name in SHIFTS:
        if os.path.exists(path := work(f'raw/squadshifts_{name}.json')):
            for a in json.load(open(path, encoding='utf-8'))['data']: yield 'shifts', a


def held():
    """A fifth of the titles of both tune files together."""
    titles = sorted({a['title'] for src, a in articles() if src in ('squad1', 'squad2')})
    return set(rng('held titles').sample(titles, round(len(titles) / 5)))


def candidates(a):
    """Per paragraph: its text and its sentences' spans."""
    return [(p, p['context'], sentences(p['context'])) for p in a['paragraphs']]


def build():
    hold, r = held(), rng('reading')
    open(work('held-titles.txt'), 'w').write('\n'.join(sorted(hold)) + '\n')
    train, test, seen = [], [], set()
    for src, a in articles():
        if src == 'shifts' and a['title'] in hold: continue
        title, paras = a['title'].replace('_', ' '), candidates(a)
        ov = Overlap(t[s:e] for _, t, ss in paras for s, e in ss)
        everywhere = [(t[s:e], i) for i, (_, t, ss) in enumerate(paras) for s, e in ss]
        for i, (p, text, spans) in enumerate(paras):
            last = None
            for qa in p['qas']:
                q = qa['question'].strip(); key = (a['title'], q.lower(), src if a['title'] in hold else '')
                if key in seen or len(q) < 8: continue
                seen.add(key)
                golds = sorted({(x['answer_start'], x['text']) for x in qa['answers']}, key=lambda g: len(g[1]))
                right = {k for at, t in golds for k, (s, e) in enumerate(spans) if s <= at < e}
                if a['title'] in hold:
                    c = []
                    for k, (s, e) in enumerate(spans):
                        ev, lead = evidence(title, '', text[s:e])
                        at = next(((g - s + lead, min(g - s + len(t), e - s) + lead) for g, t in golds if s <= g < e), (NONE, NONE))
                        c.append([ev, int(k in right), *at, NOCLAIM])
                    test.append({'src': src, 'q': q, 'c': c, 'gold': [t for _, t in golds], 'title': title, 'para': f'{title}-{i}'})
                    continue
                t = title if r.random() < .6 else ''
                def make(text, s, e, k, ss, y, gold=None):
                    before = text[ss[k-1][0]:ss[k-1][1]] if k and r.random() < (.5 if e - s < 60 else .12) else ''
                    if len(before) > 220: before = ''
                    ev, lead = evidence(t, '', text[s:e], before)
                    if not gold: return [ev, y, NONE, NONE, NOCLAIM]
                    return [ev, y, gold[0] - s + lead, min(gold[0] - s + len(gold[1]), e - s) + lead, NOCLAIM]
                wrong = [(text[s:e], k) for k, (s, e) in enumerate(spans) if k not in right]
                # of squad2-train-10 and the tune halves the unanswerable questions keep one more
                near = ov.most(q, wrong, 2 if right else 3, r)
                c = []
                if right:
                    k = min(right, key=lambda k: spans[k]); s, e = spans[k]
                    g = next(g for g in golds if s <= g[0] < e)
                    c.append(make(text, s, e, k, spans, 1, g))
                    far = ov.most(q, r.sample(everywhere, min(60, len(everywhere))), 3, r)
                    far = [x for x in far if x[1] != i][:1]
                    c += [[evidence(t, '', x)[0], 0, NONE, NONE, NOCLAIM] for x, _ in far]
                for x, k in near: c.append(make(text, *spans[k], k, spans, 0))
                asked = worn(q, r)
                if last and r.random() < .12:
                    asked = joined(last[0], asked)
                    if last[1] is not None and last[1] not in right and all(k != last[1] for _, k in near): c.append(make(text, *spans[last[1]], last[1], spans, 0))
                last = (q, min(right) if right else None)
                train.append({'src': src + ('' if right else '-none'), 'q': asked, 'c': c})
    # lower-case sentence and question pairs: wrong ones are neighbours, which share the subject
    S = open(shared('encoder/data/sentences.txt'), encoding='utf-8').read().splitlines()
    Q = open(shared('encoder/data/questions.txt'), encoding='utf-8').read().splitlines()
    ov = Overlap(S)
    for i, (s, q) in enumerate(zip(S, Q)):
        near = list({S[j] for j in range(max(0, i - 25), min(len(S), i + 25)) if S[j] != s})
        c = [[s, 1, UNKNOWN, UNKNOWN, NOCLAIM]] + [[x, 0, NONE, NONE, NOCLAIM] for x in ov.most(q, near, 2, r)]
        train.append({'src': 'pairs', 'q': worn(q, r), 'c': c})
    r.shuffle(train)
    write(work('data/reading.jsonl'), train); write(work('data/reading-held.jsonl'), test)
    print('reading', len(train), 'held', len(test), 'pairs', sum(len(x['c']) for x in train), sorted(hold))


if __name__ == '__main__': build()
