"""Records where the answer stands in the heading alone: "Which tree has knots that gap an axe?" is answered by the heading
over "Its knots are so hard that …". Made from records whose answer begins the sentence: the answer goes into the heading,
a pronoun takes its place.

    headings.py OUT NAME...           of records data/NAME.jsonl
"""
import sys
from common import *

VERB = re.compile(r"(?:'s|’s)? (?:(?:also|often|usually|generally|only|mostly|always|never|first|later|now) )?(is|are|was|were|has|have|had|can|may|must|will|would|should|could|does|do|did|[a-z]{3,}ed|consists|contains|provides|allows|means|gives|helps|runs|lives|stands|lies|makes|includes|requires|uses|shows|became|began|made|took|wrote|led|won|built|held)\b")


def moved(text, s, e):
    """The same evidence with the answer text[s:e] in its heading, and where it stands there; None where it cannot be moved."""
    at = text.find(': ')
    if not 0 < at < 90 or '•' in text or '. ' in text[:at]: return None
    lead, body, name = text[:at], at + 2, text[s:e]
    if text[body:s].lower() not in ('', 'the ', 'a ', 'an ', 'in a ', 'in an ') or len(name.split()) > 5 or name.lower() in lead.lower(): return None
    rest = text[e:]; m = VERB.match(rest)
    if not m or name.lower() in rest.lower(): return None
    verb = m.group(1); many = verb in ('are', 'were', 'have', 'do')
    if rest[:2] in ("'s", '’s'): rest = ('Their' if many else 'Its') + rest[2:]
    elif verb in ('is', 'was') and re.match(r' (?:is|was) an? ', rest): rest = rest[rest.index('a', 3):].replace('a', 'A', 1)
    else: rest = ('They' if many else 'It') + rest
    lead = lead.split(' › ')[0] + ' › ' + name[0].upper() + name[1:]
    return lead + ': ' + rest, len(lead) - len(name), len(lead)


def main():
    out = []; r = rng('headings')
    for n in sys.argv[2:]:
        for x in read(work('data', n + '.jsonl')):
            if any(len(c) > 5 for c in x['c']) or not any(c[1] for c in x['c']): continue
            made = [(i, moved(c[0], c[2], c[3])) for i, c in enumerate(x['c']) if c[1] and c[2] >= 0]
            made = [(i, m) for i, m in made if m]
            if not made: continue
            i, (t, s, e) = r.choice(made)
            wrong = [c for c in x['c'] if not c[1]][:7]
            out.append({'src': 'headings', 'q': x['q'], 'c': [[t, 1, s, e, x['c'][i][4]]] + wrong})
    write(work('data', sys.argv[1] + '.jsonl'), out); print(len(out), 'questions')
    for x in r.sample(out, min(12, len(out))): print('  ', x['q'], '|', x['c'][0][0][:160], '|', x['c'][0][0][x['c'][0][2]:x['c'][0][3]])


if __name__ == '__main__': main()
