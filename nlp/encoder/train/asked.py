"""Our own question sets: sentences of the cited paragraphs and statements that hold what must be said, against the
most similar others; for what the sources do not say, the most plausible sentences and statements, all wrong.

Writes data/asked/SET.jsonl for each set (made again when the set is newer), the mixtures asked-ab, asked-ac,
asked-bc and asked-all, and score-a, -b, -c: all likely candidates of each turn, for measuring.
"""
import argparse, glob, torch, yaml
import torch.nn.functional as F
from common import *
import model as M

SOURCES = os.path.join(REPO, 'corpus/sources')
FACTS = os.path.join(REPO, 'facts/shipped')


class Piece:
    """A sentence or a statement: text as evidence, the paragraphs it comes from."""
    __slots__ = ('text', 'plain', 'cites', 'kind', 'before', 'lead')
    def __init__(self, text, plain, cites, kind, before='', lead=0): self.text, self.plain, self.cites, self.kind, self.before, self.lead = text, plain, cites, kind, before, lead


def paragraphs(path):
    """source, title, heading, block number, text of each paragraph of an article."""
    body = open(path, encoding='utf-8').read(); src = os.path.splitext(os.path.basename(path))[0]; title = ''
    digest = False
    if body.startswith('---\n'):
        front, body = body[4:].split('\n---', 1); body = body.split('\n', 1)[1]
        f = yaml.safe_load(front); title = str(f.get('title') or ''); src = str(f.get('id') or src); digest = 'sha256' in f
    heading = ''
    for n, b in enumerate([b.strip() for b in re.split(r'\n\s*\n', body) if b.strip()], 1):
        if b.startswith('#'):
            line, _, rest = b.partition('\n'); h = line.lstrip('#').strip()
            if line.startswith('# ') and not title: title = h
            else: heading = h
            if not rest.strip(): continue
            b = rest.strip()
        m = re.match(r'\[(\d+)\]\s*', b)
        if digest and not m: continue
        text = b[m.end():] if m else b
        text = re.sub(r'[*`_]{1,2}([^*`_]+)[*`_]{1,2}', r'\1', re.sub(r'!?\[([^\]]*)\]\([^)]*\)', r'\1', text)); text = re.sub(r'^[-*>] ', '', text)
        yield src, title, heading, int(m.group(1)) if m else n, ' '.join(text.split())


def pieces_of(paths):
    out = []
    for path in paths:
        for src, title, heading, n, text in paragraphs(path):
            prev = ''
            for s, e in sentences(text):
                x = text[s:e]
                ev, lead = evidence(title, heading, x)
                out.append(Piece(ev, x, {f'{src}:{n}'}, 'sentence', prev, lead)); prev = x
    return out


def say(pattern, s, o, many_s, many_o, q):
    def bit(m):
        inner = m.group(1)
        return fill(inner) if all(k in q for k in re.findall(r'\{(\w+)\}', inner) if k not in 'so') else ''
    def fill(t):
        t = re.sub(r'\{([so]):([^|}]*)\|([^}]*)\}', lambda m: m.group(3 if (many_s if m.group(1) == 's' else many_o) else 2), t)
        return re.sub(r'\{(\w+)\}', lambda m: {'s': s, 'o': o}.get(m.group(1)) or str(q.get(m.group(1), '')), t)
    return ' '.join(fill(re.sub(r'\[([^\]]*)\]', bit, pattern)).split())


def together(xs): return xs[0] if len(xs) == 1 else ', '.join(xs[:-1]) + ' and ' + xs[-1]


def statements():
    """The shipped statements as sentences by the schema's patterns: (sentence, cites, relation, subject, objects)."""
    rel = yaml.safe_load(open(f'{FACTS}/schema.yaml', encoding='utf-8'))['relations']
    things = [t for f in sorted(glob.glob(f'{FACTS}/facts/*.yaml')) for t in yaml.safe_load(open(f, encoding='utf-8'))]
    name = {t['id']: t['name'] for t in things}; out = []
    for t in things:
        for f in t.get('facts') or []:
            r = next((k for k in f if k in rel), None)
            if not r: continue
            v = f[r]; objs = [name.get(str(x), str(x)) for x in (v if isinstance(v, list) else [v])]
            q = {k: name.get(str(x), x) if not isinstance(x, list) else together([name.get(str(y), str(y)) for y in x]) for k, x in f.items() if k not in (r, 'cite')}
            c = f.get('cite') or []; c = c if isinstance(c, list) else [c]
            x = say(rel[r]['says'], t['name'], together(objs), t['name'].endswith('s') and t.get('kind') == 'idea', len(objs) > 1, q)
            out.append((x[0].upper() + x[1:] + ('' if x.endswith('.') else '.'), set(c), r, t['name'], objs))
    return out


def holds(text, alt):
    if re.fullmatch(r'[a-z][\w]*', alt): return re.search(r'\b' + re.escape(alt), text, re.I)
    return re.search(r'(?<!\w)' + re.escape(alt) + r'(?!\w)', text, re.I)


SAYS_NOTHING = {'yes', 'no', 'not', 'true', 'false', 'right', 'wrong', 'correct', 'incorrect'}


def groups_held(text, groups):
    return sum(any(holds(text, a) for a in g if a.lower() not in SAYS_NOTHING) for g in groups)


@torch.no_grad()
def embed(m, tok, texts):
    out = []
    enc = tok.many(texts)
    for at in range(0, len(enc), 64):
        rows = [([tok.cls] + e[0][:126] + [tok.sep], 128) for e in enc[at:at+64]]
        ids, types, mask = M.tensors(rows)
        with torch.autocast('cpu', dtype=torch.bfloat16): h = m.bert(input_ids=ids, token_type_ids=types * 0, attention_mask=mask).last_hidden_state.float()
        k = mask.unsqueeze(-1).float(); out.append(F.normalize((h * k).sum(1) / k.sum(1), dim=1))
    return torch.cat(out)


class Base:
    def __init__(self, paths, with_statements, m, tok):
        self.pieces = pieces_of(paths)
        self.have = {c for p in self.pieces for c in p.cites}
        if with_statements: self.pieces += [Piece(x, x, c, 'statement') for x, c, *_ in statements()]
        self.m, self.tok = m, tok
        self.vec = embed(m, tok, [p.plain for p in self.pieces])
        self.ov = Overlap(p.plain for p in self.pieces); self.bags = [bag(p.plain) for p in self.pieces]; self.asked = {}

    def prepare(self, cases):
        """All questions at once: many small forwards cost far more."""
        qs = sorted({q.replace(' | ', ' ') for c in cases for i in range(len(c['turns'])) for q in readings(c['turns'], i, None, True)}, key=len)
        if qs: self.asked.update(zip(qs, embed(self.m, self.tok, qs)))

    def near(self, q, k_vec, k_words):
        v = (self.vec @ self.asked[q]).topk(min(k_vec, len(self.pieces))).indices.tolist()
        b = {w: self.ov.idf(w) for w in bag(q)}
        w = sorted(range(len(self.pieces)), key=lambda i: -sum(v for k, v in b.items() if k in self.bags[i]) / (1 + 0.02 * len(self.bags[i])))[:k_words]
        return list(dict.fromkeys(v + w))


def label(turn, p):
    """1 right, 0 wrong, None cannot be told."""
    if 'answered' not in turn['status'] and 'corrected' not in turn['status']: return 0
    cite, also, groups = set(turn.get('cite', [])), set(turn.get('also', [])), turn.get('all') or []
    if p.cites & cite:
        n = groups_held(p.plain, groups); of = sum(any(a.lower() not in SAYS_NOTHING for a in g) for g in groups)
        if n and n * 2 >= of: return 1
        if n: return 1 if of > 2 else None
        return 0 if turn.get('short') and p.kind == 'statement' else None
    if p.cites & also: return None
    return 0


def span(turn, p, text, start):
    for g in turn.get('short') or []:
        for alt in sorted(g, key=len, reverse=True):
            m = holds(text[start:], alt)
            if m: return start + m.start(), start + m.end()
    return UNKNOWN, UNKNOWN


def claim_of(turn, kind, y):
    if kind not in ('yesno', 'false', 'premise', 'claim', 'check', 'either', 'negation'): return NOCLAIM
    if kind in ('either', 'negation'): return NOCLAIM
    if y == 0: return OPEN if turn['status'] == ['unknown'] and kind in ('yesno', 'false', 'claim', 'check') else NOCLAIM
    if 'corrected' in turn['status']: return CONTRADICTS
    said = {a.lower() for g in turn.get('all', []) for a in g}
    if 'yes' in said and 'no' not in said: return SUPPORTS
    if 'no' in said or 'not' in said: return CONTRADICTS
    return NOCLAIM


def readings(turns, i, r, every=False):
    q = turns[i]['q']
    if i == 0: return [q]
    both = [q, joined(turns[i-1]['q'], q)]
    return both if every else both[1:] + (both[:1] if r.random() < .4 else [])


def candidate(turn, kind, p, y, r):
    u = r.random(); text, start = p.text, p.lead
    if p.kind == 'sentence':
        if u < .2: text, start = p.plain, 0
        if p.before and len(p.plain) < 90 and u > .6:
            text, start = text[:start] + p.before + ' ' + p.plain, start + len(p.before) + 1
    s, e = span(turn, p, text, start) if y else (NONE, NONE)
    return [text, y, s, e, claim_of(turn, kind, y)]


def records(cases, base, r, src):
    base.prepare(cases)
    for case in cases:
        kind, turns = case.get('kind', ''), case['turns']
        for i, t in enumerate(turns):
            st = set(t['status'])
            if 'ambiguous' in st and not st & {'answered', 'corrected'}: continue
            if kind == 'chat' and 'unknown' not in st: continue
            if {'answered', 'unknown'} <= st and kind != 'chat': continue
            if t.get('cite') and not set(t['cite']) & base.have: continue
            tt = dict(t, status=['unknown']) if kind == 'chat' else t
            for q in readings(turns, i, r):
                ids = base.near(q.replace(' | ', ' '), 14, 6)
                lab = [(base.pieces[k], label(tt, base.pieces[k])) for k in ids]
                pos = [p for p, y in lab if y == 1]
                cite = set(tt.get('cite', [])); more = [p for p in base.pieces if p.cites & cite and p not in pos and label(tt, p) == 1]
                r.shuffle(more); pos = (pos + more)
                sents, stats = [p for p in pos if p.kind == 'sentence'][:3], [p for p in pos if p.kind == 'statement'][:3]
                pos = sents + stats; neg = [p for p, y in lab if y == 0]
                if tt['status'] != ['unknown'] and not pos: continue
                ns, nf = [p for p in neg if p.kind == 'sentence'], [p for p in neg if p.kind == 'statement']
                neg = ns[:4] + nf[:4] + (ns + nf)[8:9]
                c = [candidate(tt, kind, p, 1, r) for p in pos] + [candidate(tt, kind, p, 0, r) for p in neg]
                yield {'src': src + ('' if pos else '-none'), 'q': worn(q, r), 'c': c}


def scoring(cases, base, src, every=True):
    """All the likely candidates of each turn, for measuring."""
    base.prepare(cases)
    for case in cases:
        for i, t in enumerate(case['turns']):
            st = set(t['status'])
            if case.get('kind') == 'chat' or ('ambiguous' in st) or {'answered', 'unknown'} <= st: continue
            if t.get('cite') and not set(t['cite']) & base.have: continue
            qs = readings(case['turns'], i, None, True); ids = list(dict.fromkeys(k for q in qs for k in base.near(q.replace(' | ', ' '), 16, 8)))
            c = [[base.pieces[k].text, -1 if (y := label(t, base.pieces[k])) is None else y, NONE, NONE, NOCLAIM, base.pieces[k].kind, sorted(base.pieces[k].cites)] for k in ids]
            yield {'src': src, 'id': f"{case['id']}.{i}", 'kind': case.get('kind'), 'turn': i, 'qs': qs, 'known': st != {'unknown'}, 'c': c, 'cite': t.get('cite', []), 'all': t.get('all', [])}


def main():
    p = argparse.ArgumentParser(); p.add_argument('--extra', default=''); p.add_argument('--subjects', default=''); a = p.parse_args()
    torch.set_num_threads(1)
    m, tok = M.load('base').eval(), M.Pieces(); bases = {}
    sets = {n: shared('eval/asked', n + '.jsonl') for n in 'abc'} | {'seed': shared('eval/seed-dev.jsonl')}
    sets |= {n: os.path.join(REPO, 'facts/testdata/questions', n + '.jsonl') for n in ('dev', 'blind')}
    sets |= {os.path.basename(f)[:-6]: f for f in sorted(glob.glob(os.path.join(a.extra, '*.jsonl')) if a.extra else [])}

    def base(cases):
        sources = {x.split(':')[0] for c in cases for t in c['turns'] for x in t.get('cite', []) + t.get('also', [])}
        ours = sources <= {'kobiz-2025', 'busquejobs', 'variety-2015'}
        d = SOURCES + '/' if ours else max(glob.glob(os.path.join(a.subjects, '*/')), key=lambda d: len(sources & {os.path.basename(x)[:-3] for x in glob.glob(d + '*.md')}))
        files = sorted(glob.glob(d + '*.md'))
        if not ours:  # of a large subject the articles asked about, and a few more
            asked = [f for f in files if os.path.basename(f)[:-3] in sources]; rest = [f for f in files if f not in asked]
            files = asked + rng('rest ' + d).sample(rest, min(4, len(rest)))
        if d not in bases: bases[d] = Base(files, ours, m, tok); print(d, len(bases[d].pieces), 'pieces', flush=True)
        return bases[d]

    out = {}
    for n, f in sets.items():
        mine = work('data/asked', n + '.jsonl')
        if not os.path.exists(mine) or os.path.getmtime(mine) < os.path.getmtime(f): cases = read(f); write(mine, records(cases, base(cases), rng('asked ' + n), n))
        out[n] = read(mine)
    for n in 'abc':
        if not os.path.exists(work('data', f'score-{n}.jsonl')): cases = read(sets[n]); write(work('data', f'score-{n}.jsonl'), scoring(cases, base(cases), n))
    for n, rs in out.items(): print(n, len(rs), 'questions', sum(not any(c[1] for c in x['c']) for x in rs), 'unanswerable', sum(len(x['c']) for x in rs), 'pairs')
    extra = [n for n in out if n not in ('a', 'b', 'c', 'seed', 'dev', 'blind')]
    for name, ns in (('asked-ab', ['a', 'b', 'seed', 'dev', 'blind'] + extra), ('asked-ac', ['a', 'c', 'seed', 'dev', 'blind'] + extra), ('asked-bc', ['b', 'c', 'seed', 'dev', 'blind'] + extra), ('asked-all', list(out))):
        write(work('data', name + '.jsonl'), [x for n in ns for x in out[n]])


if __name__ == '__main__': main()
