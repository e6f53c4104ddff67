"""What every stage shares: where things lie, the record of a question with its candidates, sentences, overlap.

A record is one question with candidate pieces of evidence:
    {"src": "squad", "q": "...", "c": [[text, answers, start, end, claim], ...]}
answers is 1 or 0; start and end are character offsets of the answer in text, -1 where it is not known and -2 where
there is none; claim is 0 supports, 1 contradicts, 2 leaves open, -1 not a claim. A candidate with a sixth element has
a question of its own there: claims that differ in a word stand in one record so that they meet in one batch.
"""
import collections, hashlib, json, math, os, random, re

SHARED = os.environ.get('SHARED', '../../../../shared')  # the shared folder with the question and reading sets
WORK = os.environ.get('ENCODER_WORK', 'work')            # data, checkpoints and weights; not in git
REPO = os.path.abspath(os.path.join(os.path.dirname(__file__), '../../..'))
SEED = 20261127
UNKNOWN, NONE = -1, -2
SUPPORTS, CONTRADICTS, OPEN, NOCLAIM = 0, 1, 2, -1


def shared(*p): return os.path.join(SHARED, *p)
def work(*p):
    path = os.path.join(WORK, *p)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return path


def rng(name): return random.Random(f'{SEED}-{name}')
def bucket(name, n): return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) % n  # the same on every machine


def write(path, records):
    with open(path + '.part', 'w', encoding='utf-8') as f:
        for r in records: f.write(json.dumps(r, ensure_ascii=False) + '\n')
    os.replace(path + '.part', path)


def read(path):
    with open(path, encoding='utf-8') as f: return [json.loads(l) for l in f if l.strip()]


SHORT = re.compile(r'(?:\b(?:Mr|Mrs|Ms|Dr|St|Prof|Jr|Sr|vs|No|Nos|c|ca|e\.g|i\.e|etc|Inc|Ltd|Co|Fig|Gen|Col|Sgt|Lt|Rev|Mt|approx|est|al|cf|[A-Z])|\b[A-Z]\.[A-Z])\.$')
END = re.compile(r'[.!?]+["\'”’)\]]*(?=\s)')


def sentences(text):
    """Start and end of each sentence of text."""
    out, at = [], 0
    for m in END.finditer(text):
        rest = text[m.end():].lstrip()
        if not rest or rest[0].islower(): continue
        if SHORT.search(text[max(at, m.start() - 8):m.start() + 1]): continue
        out.append((at, m.end()))
        at = m.end() + len(text[m.end():]) - len(rest)
    if text[at:].strip(): out.append((at, len(text.rstrip())))
    return out


def words(s): return re.findall(r'\w+', s.lower())
STOP = set('a an and are as at be by did do does for from had has have how in is it its of on or that the their they this to was were what when where which who whom whose why will with i you he she his her'.split())


def stem(w):
    for e in ('ing', 'ed', 'es', 's', 'ly'):
        if w.endswith(e) and len(w) - len(e) >= 3: return w[:-len(e)]
    return w


def bag(s): return {stem(w) for w in words(s)} - STOP


class Overlap:
    """Words in common, rare words first: the baseline, and what finds hard negatives."""
    def __init__(self, texts):
        self.df, self.n = collections.Counter(), 0
        for t in texts: self.add(t)
    def add(self, t): self.df.update(bag(t)); self.n += 1
    def idf(self, w): return math.log((self.n + 1) / (self.df[w] + 0.5))
    def score(self, q, t):
        b = bag(t)
        return sum(self.idf(w) for w in bag(q) if w in b) / (1 + 0.02 * len(b))
    def most(self, q, cands, k, r=None):
        """The k candidates most like q; r breaks ties."""
        return sorted(cands, key=lambda c: -self.score(q, c if isinstance(c, str) else c[0]) + (r.random() * 1e-6 if r else 0))[:k]


def evidence(title, heading, sentence, before=''):
    """The evidence as the program gives it, and where the sentence begins in it."""
    head = ' › '.join(x for x in (title, heading) if x)
    lead = (head + ': ' if head else '') + (before + ' ' if before else '')
    return lead + sentence, len(lead)


def worn(q, r):
    """A question as it may be typed: without its mark, now and then with a slip."""
    q = q.strip()
    if r.random() < .3: q = q.rstrip('?').rstrip()
    if r.random() < .1: q = q.replace("'", '')
    if r.random() < .07 and len(q) > 12:
        ws = q.split(); i = r.randrange(len(ws)); w = ws[i]
        if len(w) > 4:
            k = r.randrange(1, len(w) - 2); t = r.random()
            ws[i] = w[:k] + (w[k+1] + w[k] + w[k+2:] if t < .5 else w[k+1:] if t < .8 else w[k] + w[k:])
            q = ' '.join(ws)
    return q


def joined(before, q): return before.strip() + ' | ' + q.strip()
