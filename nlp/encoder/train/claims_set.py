"""The 1,000 claims that the encoder is measured on; its wordings and its films are in no training data.

Facts are MetaQA's statements (CC BY 3.0), so the set can be kept here: claims-1000.jsonl. Half are true. The false
ones are wrong by name, number, date, place or polarity, 100 each. Evidence is the statement put as a sentence.
Numbers and places are drawn, since MetaQA has none: each such claim and its evidence are made together.
"""
import json, os, sys
from common import *

EVIDENCE = {'directed_by': '{o} directed {s}.', 'written_by': '{o} wrote {s}.', 'release_year': '{s} came out in {o}.', 'in_language': '{s} is in {o}.',
            'budget': '{s} had a budget of {o}.', 'admissions': '{s} sold {o} tickets.', 'shot_in': '{s} was shot in {o}.', 'premiered': '{s} premiered at {o}.', 'produced': '{o} produced {s}.'}
SAID = {
 'directed_by': (['The person directing {s} was {o}.', 'Was {o} in charge of directing {s}?', 'As far as I know {s} got its direction from {o}.', 'Correct me if I am wrong, but {o} directed {s}.'], ['It was not {o} who directed {s}.', 'Somebody other than {o} directed {s}.']),
 'written_by': (['{o} is credited with writing {s}.', 'Was {s} a script by {o}?', 'The words of {s} were written by {o}.'], ['{s} was written by somebody other than {o}.', "It isn't {o} who wrote {s}."]),
 'produced': (['The producer on {s} was {o}.', 'Was {s} something {o} produced?', 'My notes have {o} as producer of {s}.'], ['{o} was not the producer of {s}.']),
 'release_year': (['{s} arrived in cinemas in {o}.', 'My notes say {o} for the release of {s}.', 'Was {o} the year of {s}?', 'It was in {o} that {s} was released.'], ['{s} was released in some other year than {o}.', '{o} is not the year in which {s} came out.']),
 'in_language': (['The dialogue of {s} is {o}.', 'Is {o} the language of {s}?', '{s} is a film in {o}.'], ['The dialogue of {s} is not {o}.']),
 'budget': (['{s} was made for {o}.', 'Is it so that {s} had {o} to spend?', 'The makers of {s} had a budget of {o}.'], ['{s} was not made for {o}.', 'The makers of {s} did not have {o}.']),
 'admissions': (['{s} found {o} buyers of tickets.', 'Were {o} tickets to {s} sold?', 'There were {o} admissions to {s}.'], ['It is wrong that {o} tickets to {s} were sold.']),
 'shot_in': (['{o} is where {s} was shot.', 'Did the shooting of {s} happen in {o}?', 'The crew of {s} worked in {o}.'], ['{s} was shot somewhere else, not in {o}.']),
 'premiered': (['{s} was first seen at {o}.', 'Was the premiere of {s} at {o}?', '{o} hosted the premiere of {s}.'], ['The premiere of {s} was not at {o}.']),
}
PLACES = 'Lisbon|Oslo|Cape Town|Buenos Aires|Hanoi|Glasgow|Montreal|Naples|Jakarta|Cairo|Osaka|Dublin|Prague|Lima|Marseille|Busan|Perth|Krakow|Havana|Tbilisi'.split('|')
FESTIVALS = 'the Locarno festival|the Sundance festival|the Rotterdam festival|the Venice festival|the Tokyo festival|the Karlovy Vary festival|the Toronto festival|the Berlin festival'.split('|')
HEDGES = [('over', 1.15), ('more than', 1.2), ('about', 1.0), ('nearly', 1.0), ('at least', 1.1), ('', 1.0)]


def held_film(title): return bucket('film ' + title, 20) == 0


def number(r):
    return r.choice([r.randrange(2, 95) / r.choice([1, 1, 10]), r.randrange(100, 990)])


def money(n, unit): return f'{n:g} {unit}'


def build():
    r = rng('claims set'); facts = collections.defaultdict(lambda: collections.defaultdict(list)); people = set()
    for l in open(shared('eval/metaqa/kb.txt'), encoding='utf-8'):
        p = l.rstrip('\n').split('|')
        if len(p) == 3 and held_film(p[0]) and len(p[0]) > 3: facts[p[0]][p[1]].append(p[2])
        if len(p) == 3 and p[1] == 'directed_by': people.add(p[2])
    people = sorted(people); films = sorted(f for f in facts if facts[f]['directed_by'] and facts[f]['release_year']); r.shuffle(films)
    langs = sorted({o for f in facts.values() for o in f['in_language']} | {'Italian', 'Danish', 'Polish', 'Thai'})
    out, at = [], 0
    def film(rel):
        nonlocal at
        while True:
            at += 1; f = films[at % len(films)]
            if rel not in ('directed_by', 'written_by', 'release_year', 'in_language') or facts[f][rel]: return f
    def fact(by):
        """relation, film, evidence's object, right object as claimed, wrong object"""
        if by in ('name', 'polarity'):
            rel = r.choice(['directed_by', 'written_by', 'produced']); f = film(rel)
            objs = facts[f][rel] or [r.choice(people)]
            o = ' and '.join(objs) if len(objs) < 3 else ', '.join(objs[:-1]) + ' and ' + objs[-1]
            return rel, f, o, r.choice(objs), next(x for x in iter(lambda: r.choice(people), None) if x not in objs)
        if by == 'date':
            f = film('release_year'); y = facts[f]['release_year'][0]
            return 'release_year', f, y, y, str(int(y) + r.choice([-21, -10, -9, -4, -3, -2, -1, 1, 2, 3, 5, 10, 19]))
        if by == 'place':
            rel = r.choice(['shot_in', 'premiered', 'in_language']); f = film(rel)
            pool = {'shot_in': PLACES, 'premiered': FESTIVALS, 'in_language': langs}[rel]
            o = facts[f]['in_language'][0] if rel == 'in_language' else r.choice(pool)
            return rel, f, o, o, r.choice([x for x in pool if x != o and (rel != 'in_language' or x not in facts[f]['in_language'])])
        rel = r.choice(['budget', 'admissions']); f = film(rel); n = number(r); h, k = r.choice(HEDGES)
        unit = r.choice(['million dollars', 'billion won', 'million euros']) if rel == 'budget' else r.choice(['million', 'thousand'])
        o = (h + ' ' if h else '') + money(n, unit)
        right = r.choice([money(n, unit) if h in ('', 'about') else o, o] + (['more than ' + money(round(n / 2) or .5, unit)] if k >= 1.1 else []))
        # what "over n" and "at least n" leave open (a greater figure) is never called false
        wrong = r.choice([money(round(n / 3, 1) or .3, unit)] + (['less than ' + money(round(n / 2, 1), unit)]) + ([money(n * 4, unit), 'under ' + money(round(n * .7, 1), unit)] if k == 1.0 else ['under ' + money(round(n * .9, 1), unit)]))
        return rel, f, o, right, wrong
    for by in ('name', 'number', 'date', 'place', 'polarity'):
        for i in range(200):
            rel, f, o, right, wrong = fact(by); yes, no = SAID[rel]
            ev = EVIDENCE[rel].format(s=f, o=o)
            if by == 'polarity':
                # denied with the right object: false; denied with a wrong one: true
                claim = r.choice(no).format(s=f, o=right if i % 2 else wrong)
            else: claim = r.choice(yes).format(s=f, o=wrong if i % 2 else right)
            out.append({'id': f'cl{len(out)+1:04}', 'claim': claim, 'evidence': ev[0].upper() + ev[1:], 'label': 'contradicts' if i % 2 else 'supports', 'by': by})
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'claims-1000.jsonl'), 'w', encoding='utf-8') as w:
        for x in out: w.write(json.dumps(x, ensure_ascii=False) + '\n')


if __name__ == '__main__': build()
