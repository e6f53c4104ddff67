"""Questions typed as people would, with the place of the answer (people/SUBJECT-part.jsonl), as training records.

    people.py --out people --articles SUBJECT=FOLDER... --dumps DIR      DIR/SUBJECT-part.dump for each file of people/
    people.py --sets DIR                                                 writes each file as a question set, to dump from
    people.py --squad DIR                                                writes the articles of the subjects s1 to s8
A line of people/: q; before, the question that it goes on from; in, the paragraphs that answer (source:number); at, which
of their sentences, from 0; a, the words that answer; claim: true, false or open; premise: false, where the question takes
for granted what they contradict; unknown; near, the paragraph that comes closest. A dump is what `go run ./facts/decide/train -gather -weights …` writes of the set.
"""
import argparse, glob, os
from itertools import zip_longest
from common import *
import reading

HERE = os.path.dirname(os.path.abspath(__file__))
END = re.compile(r'(?<=[.!?])["”’)\]]*\s+(?=["“(]?[A-Z0-9])')


def norm(s): return re.sub(r'\s+', ' ', re.sub(r'[*`_\[\]]', '', s)).strip()


def split(text):
    out, at = [], 0
    for m in END.finditer(text): out.append(text[at:m.end()].strip()); at = m.end()
    return out + [text[at:].strip()]


def blocks(folder):
    """source:number of each paragraph: blocks between blank lines, front matter aside, counted from 1."""
    out = {}
    for path in glob.glob(folder + '/*.md') + glob.glob(folder + '/*.txt'):
        body, src = open(path, encoding='utf-8').read(), os.path.splitext(os.path.basename(path))[0]
        if body.startswith('---\n'):
            front, body = body[4:].split('\n---', 1); body = body.split('\n', 1)[1]
            m = re.search(r'^id: *(.+)$', front, re.M); src = m.group(1).strip().strip('"') if m else src
        for n, b in enumerate([b for b in re.split(r'\n\s*\n', body) if b.strip()], 1): out[f'{src}:{n}'] = norm(b)
    return out


def words(s): return set(re.findall(r'\w+', s.lower()))


def label(x, c, right):
    """1 answers, 0 does not, None cannot be told."""
    text, cited = norm(c['evidence']).lower(), {f"{k['source']}:{k['paragraph']}" for k in c['answer']['citations']}
    if x.get('unknown') or x.get('claim') == 'open': return 0
    if any(s.lower() in text for s in right): return 1
    named = [norm(a).lower() for a in x.get('a', [])]
    if cited & set(x['in']):
        cover = max((len(words(s) & words(text)) / max(1, len(words(s))) for s in right), default=0)
        if named and all(a in text for a in named) and (cover > .4 or len(named) > 1) or cover > .65: return 1
        return None if not named or any(a in text for a in named) or cover > .35 else 0
    return None if named and all(a in text for a in named) else 0


# What may stand before the words that answer without making them wrong.
BEFORE = ['the ', 'a ', 'an ', 'about ', 'over ', 'around ', 'nearly ', 'roughly ', 'more than ', 'at least ', 'up to ', 'only ', 'in ', 'at ', 'by ']


def sets(folder):
    for path in sorted(glob.glob(HERE + '/people/*.jsonl')):
        out = []
        for i, x in enumerate(read(path)):
            none = x.get('unknown') or x.get('claim') == 'open'
            turns = [{'q': x['q'], 'status': ['unknown'] if none else ['corrected' if x.get('premise') else 'answered']}]
            if not none:
                turns[0].update({'cite': x['in'], 'all': [[w] for w in x.get('a', [])]})
                if x.get('a') and not x.get('premise'): turns[0]['short'] = [[v + w for v in ['', *BEFORE]] for w in x['a']]
            if 'before' in x: turns = [{'q': x['before'], 'status': ['answered', 'unknown']}] + turns
            out.append({'id': str(i), 'kind': 'yesno' if x.get('claim') else 'fact', 'turns': turns})
        write(os.path.join(folder, os.path.basename(path)), out)


SQUAD = {
    's1': ['Beyoncé', 'Steam_engine', 'Black_Death', 'Kenya', 'To_Kill_a_Mockingbird'],
    's2': ['Frédéric_Chopin', 'IPod', 'Immune_system', 'Fresno,_California', 'Scottish_Parliament'],
    's3': ['Spectre_(2015_film)', 'Oxygen', 'Genghis_Khan'],
    's4': ['2008_Sichuan_earthquake', 'Doctor_Who', 'Amazon_rainforest', 'Packet_switching', 'Harvard_University'],
    's5': ['Solar_energy', 'Martin_Luther', 'Pharmacy', 'Huguenot', 'Sky_(United_Kingdom)'],
    's6': ['New_York_City', 'Economic_inequality', 'Normans', 'The_Legend_of_Zelda:_Twilight_Princess', 'Force'],
    's7': ['Sino-Tibetan_relations_during_the_Ming_dynasty', 'Teacher', 'Warsaw', 'Ctenophora', 'European_Union_law', 'Private_school'],
    's8': ['Yuan_dynasty', 'Southern_California', 'Imperialism'],
}


def squad(folder):
    """Articles of SQuAD, none of a title that reading.py holds out: 45 paragraphs at most of each."""
    texts = {}
    for _, a in reading.articles(): texts.setdefault(a['title'], [' '.join(p['context'].split()) for p in a['paragraphs']])
    for subject, titles in SQUAD.items():
        os.makedirs(os.path.join(folder, subject), exist_ok=True)
        for title in titles:
            name = re.sub(r'[^a-z0-9]+', '-', title.lower().replace('é', 'e')).strip('-')
            open(os.path.join(folder, subject, name + '.md'), 'w').write('# ' + title.replace('_', ' ') + '\n\n' + '\n\n'.join(texts[title][:45]) + '\n')


def main():
    p = argparse.ArgumentParser()
    p.add_argument('--sets'); p.add_argument('--squad'); p.add_argument('--out'); p.add_argument('--articles', nargs='*', default=[]); p.add_argument('--dumps'); p.add_argument('--most', type=int, default=7)
    a = p.parse_args()
    if a.sets: return sets(a.sets)
    if a.squad: return squad(a.squad)
    folders = dict(x.split('=') for x in a.articles); r = rng('people'); out = []; lost = 0
    for path in sorted(glob.glob(HERE + '/people/*.jsonl')):
        name = os.path.basename(path)[:-6]; subject = name.rsplit('-', 1)[0]
        if subject not in folders: print('no articles for', name); continue
        where = blocks(folders[subject]); rows = read(path)
        got = {(d['id'], d['turn']): d['candidates'] for d in read(os.path.join(a.dumps, name + '.dump'))}
        for i, x in enumerate(rows):
            cands = got.get((str(i), 1 if 'before' in x else 0))
            if not cands: lost += 1; continue
            have = [s for b in x.get('in', []) for s in [split(where.get(b, ''))]]
            right = [s[k] for k in x.get('at', []) for s in have if k < len(s)] if len(have) == 1 else [' '.join(s) for s in have]
            by, sort = {}, {}
            for c in cands:
                if c['from'] in ('plan', 'source'): continue
                y = label(x, c, right); e = by.setdefault(c['question'], {}); text = c['evidence']; sort[text] = c['from']
                e[text] = y if text not in e or e[text] == y else 1 if 1 in (y, e[text]) else None
            for q, e in by.items():
                yes = [t for t, y in e.items() if y == 1]; no = [t for t, y in e.items() if y == 0]
                none = x.get('unknown') or x.get('claim') == 'open'
                if not none and not yes:
                    if not right or len(by) > 1: lost += 1; continue
                    yes = right[:1]
                if len(by) > 1 and ' | ' not in q and not yes: continue
                r.shuffle(yes); yes = yes[:3]; both = [t for t in no if sort[t] == 'passage'], [t for t in no if sort[t] != 'passage']
                no = [t for two in zip_longest(*both) for t in two if t][:a.most - len(yes)]
                # What a question takes for granted that wants no yes or no is a claim as well: most hold.
                holds = CONTRADICTS if x.get('premise') else SUPPORTS if name.endswith('-p') or r.random() < .15 else NOCLAIM
                claim = {'true': SUPPORTS, 'false': CONTRADICTS}.get(x.get('claim'), holds); c = []
                for t in yes:
                    at = next(((k, k + len(w)) for w in x.get('a', []) for k in [t.lower().rfind(w.lower())] if k >= 0), (UNKNOWN, UNKNOWN))
                    c.append([t, 1, *at, claim])
                c += [[t, 0, NONE, NONE, OPEN if x.get('claim') else NOCLAIM] for t in no]
                r.shuffle(c); out.append({'src': 'people', 'q': q, 'c': c})
    write(work('data', a.out + '.jsonl'), out)
    print(len(out), 'questions', sum(c[1] for x in out for c in x['c']), 'right', sum(1 - c[1] for x in out for c in x['c']), 'wrong;', lost, 'lost')


if __name__ == '__main__': main()
