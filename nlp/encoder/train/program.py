"""The candidates that the program itself gathers, as training records: what it will judge is what it is trained on.

    program.py --score SCORE.py --out program --sets SET.jsonl... --dumps DUMP.jsonl...
A dump is what `go run ./facts/decide/train -gather` writes. A candidate answers when the answer that it would make passes
the scorer, or when it cites a paragraph that proves the answer and its text holds at least half of what must be said.
"""
import argparse, importlib.util, os
from itertools import zip_longest
from common import *

SAYS_NOTHING = {'yes', 'no', 'not', 'true', 'false', 'right', 'wrong', 'correct', 'incorrect'}

def holds(text, alt):
    if re.fullmatch(r'[a-z]\w*', alt): return re.search(r'\b' + re.escape(alt), text, re.I)
    return re.search(r'(?<!\w)' + re.escape(alt) + r'(?!\w)', text, re.I)

def label(score, turn, kind, c):
    st = set(turn['status'])
    if not st & {'answered', 'corrected'}: return 0
    why = score.judge(turn, kind, c['answer'])[0]
    if not why: return 1
    given = {f"{x['source']}:{x['paragraph']}" for x in c['answer']['citations']}
    groups = [g for g in turn.get('all', []) if any(a.lower() not in SAYS_NOTHING for a in g)]
    have = sum(any(holds(c['evidence'], a) for a in g if a.lower() not in SAYS_NOTHING) for g in groups)
    if given & set(turn.get('cite', [])):
        if have and have * 2 >= len(groups): return 1
        return None if have or not groups else (0 if turn.get('short') else None)
    if given & set(turn.get('also', [])): return None
    return 0 if have < len(groups) or not groups else None

def span(turn, text, lead):
    for g in turn.get('short') or []:
        for alt in sorted(g, key=len, reverse=True):
            m = holds(text[lead:], alt)
            if m: return lead + m.start(), lead + m.end()
    for g in turn.get('short') or []:  # the heading names what is asked for: "Hemlock: Its knots are so hard that …"
        for alt in sorted(g, key=len, reverse=True):
            m = holds(text[:lead], alt)
            if m: return m.span()
    return UNKNOWN, UNKNOWN

def claim(turn, kind, y):
    if kind not in ('yesno', 'false', 'premise', 'claim', 'check'): return NOCLAIM
    if y == 0: return OPEN if turn['status'] == ['unknown'] and kind != 'premise' else NOCLAIM
    said = {a.lower() for g in turn.get('all', []) + (turn.get('short') or []) for a in g}
    if 'corrected' in turn['status'] and 'yes' not in said: return CONTRADICTS
    if 'yes' in said and 'no' not in said: return SUPPORTS
    if 'no' in said or 'not' in said: return CONTRADICTS
    return NOCLAIM

def main():
    p = argparse.ArgumentParser()
    p.add_argument('--score', required=True); p.add_argument('--out', required=True)
    p.add_argument('--sets', nargs='+', required=True); p.add_argument('--dumps', nargs='+', required=True)
    p.add_argument('--most', type=int, default=9)
    a = p.parse_args()
    spec = importlib.util.spec_from_file_location('score', a.score); score = importlib.util.module_from_spec(spec); spec.loader.exec_module(score)
    gold = {}
    for path in a.sets:
        for c in read(path):
            for i, t in enumerate(c['turns']): gold[os.path.basename(path), c['id'], i] = (c.get('kind', ''), t)
    r = rng('program'); out = []; yes = no = 0
    for path in a.dumps:
        for row in read(path):
            key = row['set'], row['id'], row['turn']
            if key not in gold or not row['candidates']: continue
            kind, t = gold[key]; st = set(t['status'])
            if kind == 'chat' or ('unknown' in st and len(st) > 1) or 'ambiguous' in st: continue
            by, sort = {}, {}
            for c in row['candidates']:
                if c['from'] == 'source' and not c['evidence'].startswith('The article'): continue
                y = label(score, t, kind, c); sort[c['evidence']] = c['from']
                e = by.setdefault(c['question'], {}).get(c['evidence'])
                by[c['question']][c['evidence']] = y if e is None else max(e or 0, y or 0)
            for q, cands in by.items():
                pos = [x for x, y in cands.items() if y == 1]; neg = [x for x, y in cands.items() if y == 0]
                if 'unknown' not in st and not pos: continue
                if len(by) > 1 and ' | ' not in q and not pos: continue
                r.shuffle(pos); pos = pos[:4]
                # The likeliest of both sorts: with statements alone the encoder learns that statements do not answer.
                both = [x for x in neg if sort[x] == 'passage'], [x for x in neg if sort[x] != 'passage']
                neg = [x for two in zip_longest(*both) for x in two if x][:a.most - len(pos)]
                c = []
                for text, y in [(x, 1) for x in pos] + [(x, 0) for x in neg]:
                    lead = text.find(': ') + 2 if ' › ' in text and ': ' in text else 0
                    s, e = span(t, text, lead) if y else (NONE, NONE)
                    c.append([text, y, s, e, claim(t, kind, y)]); yes += y; no += 1 - y
                r.shuffle(c); out.append({'src': 'program', 'q': q, 'c': c})
    write(work('data', a.out + '.jsonl'), out)
    print(len(out), 'questions', yes, 'right', no, 'wrong')

if __name__ == '__main__': main()
