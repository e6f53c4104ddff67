"""Record files as arrays of word pieces, so that a GPU machine needs neither the texts nor a tokenizer.

    cache.py OUT.npz NAME...          of records data/NAME.jsonl
What several pairs share, a question or a sentence, is kept once. What each array holds stands at `Rows` in gpu.py.
"""
import sys
import numpy as np
from common import *
import model as M

NO_SPAN, NOT_KNOWN = -2, -1


def arrays(names):
    pieces = M.Pieces(); texts, of, flat = [], {}, {k: [] for k in ('q', 't', 'y', 's', 'e', 'claim', 'group', 'many')}
    offsets = {}; marks = []; group = 0

    def at(text):
        if text not in of: of[text] = len(texts); texts.append(text)
        return of[text]

    for name in names:
        begin = group
        for x in read(work('data', name + '.jsonl')):
            q = at(x['q'])
            for text, y, s, e, claim, *own in x['c']:
                row = (at(own[0]) if own else q, at(text), y, s if y or s == NONE else UNKNOWN, e, claim, group, bool(own))
                for k, v in zip(flat, row): flat[k].append(v)
            group += 1
        marks.append((name, begin, group))
    got = pieces.many(texts)
    for i, (t, s, e) in enumerate(zip(flat['t'], flat['s'], flat['e'])):  # characters to pieces of the evidence
        a, b = M.span_labels(s, e, 1, got[t][1])
        flat['s'][i], flat['e'][i] = (NO_SPAN, NO_SPAN) if s == NONE else (a - 1, b - 1) if a > 0 else (NOT_KNOWN, NOT_KNOWN)
    lengths = np.array([len(g[0]) for g in got], np.uint32)
    out = {'pieces': np.array([i for g in got for i in g[0]], np.uint16), 'ends': np.cumsum(lengths).astype(np.uint32),
           'q': np.array(flat['q'], np.uint32), 't': np.array(flat['t'], np.uint32), 'y': np.array(flat['y'], np.int8),
           's': np.array(flat['s'], np.int16), 'e': np.array(flat['e'], np.int16), 'claim': np.array(flat['claim'], np.int8),
           'group': np.array(flat['group'], np.uint32), 'many': np.array(flat['many'], bool)}
    out['names'] = np.array([n for n, _, _ in marks]); out['marks'] = np.array([(b, e) for _, b, e in marks], np.uint32)
    return out


if __name__ == '__main__':
    out = arrays(sys.argv[2:]); np.savez(sys.argv[1], **out)
    for (b, e), n in zip(out['marks'], out['names']): print(n, e - b, 'questions', int(((out['group'] >= b) & (out['group'] < e)).sum()), 'pairs')
