"""Near misses and claims made without end from statements on films: articles' sentences and statements as evidence.

Films of the claims test set are left out. Wordings: wordings.py.
"""
import sys
from common import *
from claims_set import held_film
from wordings import *

FROM = {  # what an article says of a film, found in its text; the group is the object
 'directed': r"\bdirected by ((?:[A-Z][\w'’-]+\.? ){1,3}?[A-Z][\w'’-]{2,})(?=[ ,.])",
 'wrote': r"\bwritten (?:and directed )?by ((?:[A-Z][\w'’-]+\.? ){1,3}?[A-Z][\w'’-]{2,})(?=[ ,.])",
 'produced': r"\bproduced by ((?:[A-Z][\w'’-]+\.? ){1,3}?[A-Z][\w'’-]{2,})(?=[ ,.])",
 'distributed': r"\b(?:distributed|released) by ((?:[A-Z][\w'’-]+ ){0,2}[A-Z][\w'’-]{2,})(?=[ ,.])",
 'budget': r"budget of (?:\w+ )?(\$[\d.,]*\d(?: million)?)", 'gross': r"gross(?:ed|ing) (?:[a-z]+ ){0,3}(\$[\d.,]*\d(?: million| billion)?)",
 'filmed': r"\b(?:filmed|shot)(?: on location)? in ((?:[A-Z][\w'’-]+ )?[A-Z][\w'’-]+)", 'set': r"\bset in ((?:[A-Z][\w'’-]+ )?[A-Z][\w'’-]+)",
 'music': r"(?:music|score)(?: was)?(?: composed)? by ((?:[A-Z][\w'’-]+\.? ){1,3}?[A-Z][\w'’-]{2,})(?=[ ,.])",
 'country': r"\bis an? (?:\d{4} )?(American|British|French|Italian|German|Indian|Canadian|Japanese|Australian|Spanish)\b",
 'released': r"\b((?:18|19|20)\d\d)\b",
}
LAND = dict(American='the United States', British='Britain', French='France', Italian='Italy', German='Germany', Indian='India', Canadian='Canada', Japanese='Japan', Australian='Australia', Spanish='Spain')
META = {'directed_by': 'directed', 'written_by': 'wrote', 'starred_actors': 'starred', 'release_year': 'released', 'has_genre': 'genre', 'in_language': 'language'}
UNITS = {'money': ['million dollars', 'million won', 'billion won', 'million euros', 'billion yen', 'thousand dollars'], 'count': ['million', 'thousand', '']}
HEDGE = {'over': 1, 'more than': 1, 'at least': 1, 'above': 1, 'about': 0, 'around': 0, 'roughly': 0, '': 0, 'nearly': -1, 'almost': -1, 'less than': -1, 'under': -1}
GROUPS = ['Nine Lives', 'The Silver Five', 'Moonrise', 'North Star', 'the actors’ guild', 'the national academy', 'Blue Harbour', 'Atlas Boys']


def together(xs): return xs[0] if len(xs) == 1 else ', '.join(xs[:-1]) + ' and ' + xs[-1]
def cap(s): return s[:1].upper() + s[1:]


class Films:
    def __init__(self):
        self.meta = collections.defaultdict(lambda: collections.defaultdict(list)); self.pool = collections.defaultdict(set)
        for l in open(shared('eval/metaqa/kb.txt'), encoding='utf-8'):
            p = l.rstrip('\n').split('|')
            if len(p) == 3 and p[1] in META and not held_film(p[0]):
                self.meta[p[0]][META[p[1]]].append(p[2]); self.pool[META[p[1]]].add(p[2])
        self.articles = []
        for a in read(shared('eval/film-articles/articles.jsonl')):
            if held_film(a['title']) or len(a['text']) < 80: continue
            self.articles.append((a['title'], a['text']))
        self.meta = {s: dict(v) for s, v in self.meta.items()}
        self.pool = {k: sorted(v) for k, v in self.pool.items()}
        self.pool['person'] = sorted(set(self.pool['directed']) | set(self.pool['wrote']) | set(r for r in self.pool['starred']))
        self.titles = sorted(self.meta)


def other(f, rel, have, r):
    of = R[rel]['of']
    if of == 'year': return str(int(have[0][:4]) + r.choice([-30, -10, -5, -3, -2, -1, 1, 2, 3, 4, 7, 10, 25])) if have[0][:4].isdigit() else '1999'
    pool = {'person': f.pool['person'], 'genre': f.pool['genre'], 'language': f.pool['language'], 'country': sorted(LAND.values()), 'work': f.titles,
            'company': ['Paramount Pictures', 'Columbia Pictures', 'Toho', 'Gaumont', 'Universal Pictures', 'Warner Bros.', 'Fox Film'],
            'place': ['Paris', 'New York City', 'Rome', 'Texas', 'Hong Kong', 'Arizona', 'Berlin', 'Mumbai', 'Chicago', 'Seoul', 'Ireland', 'Toronto']}.get(of)
    if not pool: return None
    while True:
        o = r.choice(pool)
        if all(o not in h and h not in o for h in have): return o


def amount(r, of):
    n = r.choice([r.randrange(1, 1000), r.randrange(11, 99) / 10, r.randrange(2, 90) * 10]); u = r.choice(UNITS[of])
    return n, u


def show(n, u): return (f'{n:g} {u}' if u else f'{int(n * 1000):,}').strip()


def numbers(r, rel, s):
    """A hedged figure as evidence, and claims about it with what follows from it."""
    spec = R[rel]; n, u = amount(r, spec['of']); h = r.choice(list(HEDGE)); d = HEDGE[h]
    o = (h + ' ' if h else '') + show(n, u)
    ev = cap(r.choice(spec['says']).format(s=s, o=o)) + '.'
    k = r.random(); low, high = round(n * r.choice([.3, .5, .8]), 1), round(n * r.choice([1.3, 2, 4]), 1)
    up, down = r.choice(['over', 'more than', 'at least']), r.choice(['under', 'less than', 'below', 'no more than'])
    opts = [(o, SUPPORTS), (f'{up} {show(low, u)}', SUPPORTS if d >= 0 else OPEN), (f'{down} {show(low, u)}', CONTRADICTS if d >= 0 else OPEN),
            (f'{down} {show(high, u)}', SUPPORTS if d <= 0 else OPEN), (f'{up} {show(high, u)}', CONTRADICTS if d <= 0 else OPEN),
            (show(low, u), CONTRADICTS if d >= 0 else OPEN), (show(high, u), CONTRADICTS if d <= 0 else OPEN)]
    if not h: opts.append((show(n, u), SUPPORTS))
    if u: opts.append((show(n, r.choice([x for x in UNITS[spec['of']] if x != u and x])), CONTRADICTS))
    return ev, o, opts


def asked_claim(spec, s, o, label, r):
    """A claim or yes–no question, denied now and then with the label turned."""
    if label != OPEN and r.random() < .3: return r.choice(CLAIMED).format(c=r.choice(spec['neg']).format(s=s, o=o)), 1 - label
    if r.random() < .45: return r.choice(spec['yn']).format(s=s, o=o), label
    return r.choice(CLAIMED).format(c=r.choice(spec['claim']).format(s=s, o=o)), label


def said(rel, s, objs, r, year=''):
    """The statement as a sentence, and where its objects stand."""
    s = f'{s} ({year})' if year and r.random() < .25 and rel != 'released' else s
    o = together(objs); x = cap(r.choice(R[rel]['says']).format(s=s, o=o)) + '.'
    i = x.find(o); i = x.find(cap(o)) if i < 0 else i
    return x, i, i + len(o)


def from_meta(f, s, r):
    """Question, statements of the same thing, statements of others."""
    facts = f.meta[s]; rels = [k for k in facts]
    if len(rels) < 3: return
    year = facts.get('released', [''])[0]
    own = {k: said(k, s, facts[k][:4], r, year) for k in rels}
    t = r.choice(f.titles); strange = [said(k, t, f.meta[t][k][:4], r)[0] for k in f.meta[t]]
    rel = r.choice([k for k in rels if k in R]); spec = R[rel]; objs = facts[rel][:4]
    k = r.random(); others = [own[x][0] for x in rels if x != rel]; r.shuffle(others)
    same_rel = [said(rel, t, f.meta[t][rel][:4], r)[0]] if f.meta[t].get(rel) else []
    no = lambda xs, cl=NOCLAIM: [[x, 0, NONE, NONE, cl] for x in xs]
    if k < .3:   # asked for what is there
        q = r.choice(spec['wh']).format(s=s)
        c = [[own[rel][0], 1, own[rel][1], own[rel][2], NOCLAIM]] + no((same_rel + others + strange)[:3])
    elif k < .36 and spec['inv']:
        o = r.choice(objs); q = r.choice(spec['inv']).format(o=o); x = own[rel][0]; i = x.find(s)
        c = [[x, 1, i, i + len(s), NOCLAIM]] + no([y for y in same_rel if o not in y] + [y for y in others if o not in y][:2])
    elif k < .56:  # asked for a relation that it lacks
        lack = [x for x in R if x not in rels]; want = r.choice(lack)
        q = r.choice(R[want]['wh'] if r.random() < .8 else sum((w for _, w in LACKING), [])).format(s=s)
        if want == 'country' or (want == 'founded' and 'released' in rels): others = [y for y in others if 'came out' not in y]
        c = no(others[:3] + same_rel[:1])
    else:  # claims
        u = r.random(); x = own[rel][0]
        if u < .42: o, lab = r.choice(objs), SUPPORTS
        elif u < .84: o, lab = other(f, rel, objs, r), CONTRADICTS if spec['closed'] else OPEN
        else:
            lack = [x for x in R if x not in rels and R[x]['of'] == 'person' and x != 'member']; want = r.choice(lack); spec = R[want]; o, lab = (r.choice(objs) if R[rel]['of'] == 'person' else r.choice(f.pool['person'])), OPEN
        if not o: return
        q, lab = asked_claim(spec, s, o, lab, r)
        c = [[x, int(lab != OPEN), UNKNOWN if lab != OPEN else NONE, UNKNOWN if lab != OPEN else NONE, lab]] + no([y for y in others[:1] + same_rel[:1]], OPEN)
    return {'src': 'film', 'q': worn(q, r), 'c': c}


def contrast(f, s, r):
    """One statement and claims about it that differ in the name, the figure or a 'not'."""
    k = r.random()
    if k < .3:
        rel = r.choice(['gross', 'budget', 'tickets', 'tickets', 'length']) if r.random() < .8 else 'budget'
        if rel == 'length':
            n = r.randrange(45, 200); ev, opts = cap(r.choice(R[rel]['says']).format(s=s, o=n)) + '.', [(str(n), SUPPORTS), (str(n + r.choice([-40, -20, -10, -5, 5, 10, 25])), CONTRADICTS), (f'more than {n - 15}', SUPPORTS), (f'less than {n - 15}', CONTRADICTS)]
        else: ev, _, opts = numbers(r, rel, s)
        opts = r.sample(opts, min(4, len(opts)))
    else:
        if k < .5:  # facts drawn: places and years of other things
            rel = r.choice(['filmed', 'set', 'country', 'founded', 'distributed', 'produced', 'music', 'photographed', 'based'])
            objs = [str(r.randrange(1850, 2024))] if rel == 'founded' else [other(f, rel, ['\0'], r)]
        else:
            rels = [x for x in f.meta[s] if x in R and x != 'genre']
            if not rels: return
            rel = r.choice(rels); objs = f.meta[s][rel][:3]
        ev = said(rel, s, objs, r)[0]; o = r.choice(objs)
        opts = [(o, SUPPORTS), (other(f, rel, objs, r), CONTRADICTS if R[rel]['closed'] else OPEN)]
    spec = R[rel]; show = s + ': ' if r.random() < .2 else ''; c = []
    def add(q, lab): c.append([show + ev, int(lab != OPEN), UNKNOWN if lab != OPEN else NONE, UNKNOWN if lab != OPEN else NONE, lab, worn(q, r)])
    for o, lab in opts:
        if not o: continue
        yes = r.choice(spec['yn']) if r.random() < .35 else r.choice(CLAIMED).format(c=r.choice(spec['claim']))
        add(yes.format(s=s, o=o), lab)
        if lab != OPEN and k >= .3 or r.random() < .25:
            no = r.choice(spec['neg']) if r.random() < .6 else r.choice(DENIED).format(c=r.choice(spec['claim']))
            add((r.choice(CLAIMED).replace('{c}', no)).format(s=s, o=o), 1 - lab if lab != OPEN else OPEN)
    lack = r.choice([x for x in R if x != rel and R[x]['of'] == spec['of'] and (s not in f.meta or x not in f.meta[s])] or ['']) 
    if lack and r.random() < .6: add(r.choice(CLAIMED).format(c=r.choice(R[lack]['claim']).format(s=s, o=opts[0][0])), OPEN)
    return {'src': 'contrast', 'q': '', 'c': c}


def drawn(f, s, r):
    """Figures with hedges, and what was and is: both made up for the sake of the wording."""
    if r.random() < .75:
        rel = r.choice(['gross', 'budget', 'tickets']); ev, o, opts = numbers(r, rel, s)
        if r.random() < .2:
            i = ev.find(o); i = ev.find(cap(o)) if i < 0 else i; e2, *_ = numbers(r, r.choice([x for x in ('gross', 'budget', 'tickets') if x != rel]), s)
            return {'src': 'drawn', 'q': worn(r.choice(R[rel]['wh']).format(s=s), r), 'c': [[ev, 1, i, i + len(o), NOCLAIM], [e2, 0, NONE, NONE, NOCLAIM]]}
        o2, lab = r.choice(opts); q, lab = asked_claim(R[rel], s, o2, lab, r)
        e2, *_ = numbers(r, r.choice([x for x in ('gross', 'budget', 'tickets') if x != rel]), s)
        return {'src': 'drawn', 'q': worn(q, r), 'c': [[ev, int(lab != OPEN), UNKNOWN if lab != OPEN else NONE, UNKNOWN if lab != OPEN else NONE, lab], [e2, 0, NONE, NONE, OPEN]]}
    p, g = r.choice(f.pool['person']), r.choice(GROUPS); form = r.choice(['former', 'now', 'planned'])
    ev, claims = {
      'former': (f'{p} is a former member of {g}.', [(f'is {p} still a member of {g}?', 1), (f'was {p} ever in {g}?', 0), (f'{p} has left {g}', 0), (f'{p} belongs to {g} today', 1), (f'{p} used to be with {g}', 0), (f'{p} never belonged to {g}', 1), (f'will {p} return to {g}?', 2)]),
      'now': (f'{p} is a member of {g}.', [(f'is {p} in {g}?', 0), (f'has {p} left {g}?', 1), (f'{p} is not part of {g}', 1), (f'did {p} found {g}?', 2), (f'{p} is the leader of {g}', 2)]),
      'planned': (f'{s} was planned for release in 2016.', [(f'was {s} to come out in 2016?', 0), (f'was {s} planned for 2014?', 1), (f'did {s} do well when it came out?', 2), (f'has {s} been seen by many?', 2), (f'there was no plan to release {s} in 2016', 1)])}[form]
    q, lab = r.choice(claims); q = q if q.endswith('?') else r.choice(CLAIMED).format(c=q)
    return {'src': 'drawn', 'q': worn(q, r), 'c': [[ev, int(lab != 2), UNKNOWN if lab != 2 else NONE, UNKNOWN if lab != 2 else NONE, lab]]}


def from_article(f, title, text, r):
    spans = [(s, e) for s, e in sentences(text) if 25 < e - s < 350][:8]
    if not spans: return
    t = title if r.random() < .7 else ''
    evs = [evidence(t, '', text[s:e]) for s, e in spans]; no = lambda xs: [[x, 0, NONE, NONE, NOCLAIM] for x in xs]
    found = {k: m for k, x in FROM.items() for m in [re.search(x, text)] if m}
    at = lambda m: next((i for i, (s, e) in enumerate(spans) if s <= m.start(1) < e), None)
    k = r.random(); about = title if r.random() < .85 else 'it'
    if k < .42 and found:
        rel = r.choice(list(found)); m = found[rel]; i = at(m)
        if i is None: return
        ev, lead = evs[i]; s = m.start(1) - spans[i][0] + lead; o = m.group(1)
        others = [x for j, (x, _) in enumerate(evs) if j != i and not re.search(R[rel]['cue'] or '$^', text[spans[j][0]:spans[j][1]])]
        if r.random() < .55: return {'src': 'article', 'q': worn(r.choice(R[rel]['wh']).format(s=about), r), 'c': [[ev, 1, s, s + len(o), NOCLAIM]] + no(others[:2])}
        o = LAND.get(o, o); u = r.random()
        if u < .5: o2, lab = o, SUPPORTS
        else:
            o2, lab = other(f, rel, [o], r), CONTRADICTS
            if not o2 and R[rel]['of'] == 'money': o2 = f'${r.randrange(2, 990)},000' if 'million' not in o else f'${r.randrange(2, 400)} million'
        if not o2: return
        q, lab = asked_claim(R[rel], title, o2, lab, r)
        return {'src': 'article', 'q': worn(q, r), 'c': [[ev, 1, UNKNOWN, UNKNOWN, lab]] + [[x, 0, NONE, NONE, OPEN] for x in others[:2]]}
    if r.random() < .5:
        cue, qs = r.choice(LACKING)
    else:
        rel = r.choice([x for x in R if R[x]['cue'] and x not in ('member', 'founded', 'set', 'filmed')]); cue, qs = R[rel]['cue'], R[rel]['wh']
    if re.search(cue, text, re.I): return
    q = r.choice(qs).format(s=about)
    ov = sorted((x for x, _ in evs), key=lambda x: -len(bag(q) & bag(x)))
    return {'src': 'article-none', 'q': worn(q, r), 'c': no(ov[:3])}


def main(n=24000):
    f, r = Films(), rng('statements'); out = []
    while len(out) < n:
        k = r.random()
        x = from_meta(f, r.choice(f.titles), r) if k < .45 else drawn(f, r.choice(f.titles), r) if k < .62 else from_article(f, *r.choice(f.articles), r)
        if x and x['c']: out.append(x)
    write(work('data/statements.jsonl'), out)
    pairs = [x for x in (contrast(f, r.choice(f.titles), r) for _ in range(n // 2)) if x and x['c']]
    write(work('data/claims.jsonl'), pairs); print('claims', len(pairs), collections.Counter(c[4] for x in pairs for c in x['c']))
    print('statements', len(out), 'questions', sum(len(x['c']) for x in out), 'pairs', collections.Counter(x['src'] for x in out), collections.Counter(c[4] for x in out for c in x['c']))


if __name__ == '__main__': main(*map(int, sys.argv[1:]))
