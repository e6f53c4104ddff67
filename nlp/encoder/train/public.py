"""Public sets: CANARD (follow-ups and their rewrites), Verbal-ConvQuestions (people's wordings, answers put as
sentences), CondaQA (negation). Their files lie in $ENCODER_WORK/raw; README.md says where they come from.
"""
import glob, json
from common import *


def canard(r):
    talks = collections.defaultdict(dict)
    for x in json.load(open(work('raw/canard_dev.json'), encoding='utf-8')): talks[x['QuAC_dialog_id']][x['Question_no']] = x
    for t in talks.values():
        answer = {}
        for x in t.values():
            h = x['History'][2:]
            for i in range(1, len(h), 2): answer[(i + 1) // 2] = h[i]
        known = {k: a for k, a in answer.items() if 'know' not in a.lower()[:16] and a != 'CANNOTANSWER' and len(a.split()) > 3}
        for k, x in t.items():
            if k not in answer: continue
            title, section = x['History'][:2]; before = x['History'][-2] if k > 1 and len(x['History']) > 3 else ''
            wrong = [a for j, a in known.items() if j != k]; r.shuffle(wrong); wrong.sort(key=lambda a: -len(bag(a) & bag(x['Rewrite'])))
            show = r.random() < .7
            ev = lambda a: evidence(title if show else '', section if show else '', a)[0]
            c = [[ev(known[k]), 1, UNKNOWN, UNKNOWN, NOCLAIM]] if k in known else []
            if not c and 'know' not in answer[k].lower(): continue
            c += [[ev(a), 0, NONE, NONE, NOCLAIM] for a in wrong[:3]]
            if not c: continue
            q = x['Rewrite'] if r.random() < .5 or not before else joined(before, x['Question'])
            yield {'src': 'canard', 'q': worn(q, r), 'c': c}


def conv(r):
    for domain in ('books', 'movies', 'music', 'soccer', 'tv_series'):
        for x in json.load(open(work(f'raw/vconv_{domain}.json'), encoding='utf-8')):
            qs = x['questions']
            for i, t in enumerate(qs):
                forms = [t['verbalized_answer']] + t['paraphrased_answer']; forms = [f.strip() for f in forms if f and len(f.split()) > 3]
                asks = [t['question']] + [q for q in t['paraphrased_question'] if q]
                if not forms: continue
                f = r.choice(forms); yes = t['answer_text'].lower() in ('yes', 'no')
                m = re.search(r'\[(.+?)\]', f); plain = f.replace('[', '').replace(']', ''); s, e = (m.start(), m.end() - 2) if m and not yes else (UNKNOWN, UNKNOWN)
                q = r.choice(asks); q = joined(qs[0]['question'], q) if i else q
                lab = {'yes': SUPPORTS, 'no': CONTRADICTS}.get(t['answer_text'].lower(), NOCLAIM)
                wrong = [o['verbalized_answer'].replace('[', '').replace(']', '').strip() for j, o in enumerate(qs) if j != i]
                wrong = [w for w in wrong if len(w.split()) > 3]; r.shuffle(wrong)
                right = [[plain, 1, s, e, lab]] if r.random() < .75 else []  # now and then nothing that answers is there
                if right or wrong: yield {'src': 'conv', 'q': worn(q, r), 'c': right + [[w, 0, NONE, NONE, NOCLAIM] for w in wrong[:2]]}


def conda(r):
    for x in [json.loads(l) for path in sorted(glob.glob(work('raw/condaqa_*.json'))) for l in open(path, encoding='utf-8') if l.strip()]:
        lab = {'YES': SUPPORTS, 'NO': CONTRADICTS, "DON'T KNOW": OPEN}.get(x['label'], NOCLAIM); text = x['sentence1']; b = bag(x['original sentence'])
        ss = [text[s:e] for s, e in sentences(text)]; best = max(range(len(ss)), key=lambda i: len(b & bag(ss[i])))
        ev = (ss[best-1] + ' ' if best and len(ss[best]) < 90 else '') + ss[best]
        y = int(lab != OPEN)
        c = [[ev, y, UNKNOWN if y else NONE, UNKNOWN if y else NONE, lab]] + [[z, 0, NONE, NONE, NOCLAIM] for z in r.sample(ss, min(2, len(ss))) if z != ss[best]][:1]
        yield {'src': 'conda', 'q': worn(x['sentence2'], r), 'c': c}


def build():
    r = rng('public'); out = [*canard(r), *conv(r), *conda(r)]; r.shuffle(out); write(work('data/public.jsonl'), out)
    print('public', len(out), 'questions', sum(len(x['c']) for x in out), 'pairs', collections.Counter(x['src'] for x in out))


if __name__ == '__main__': build()
