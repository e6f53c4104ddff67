"""How many turns of talks about films are answered rightly.

usage: convquestions.py TALKS.json... METAQA/kb.txt -- PROGRAM ARG...
e.g.   convquestions.py test_movies.json val_movies.json S/eval/metaqa/kb.txt -- hapjak ask --json --no-encoder --kb KB

The talks are Verbal-ConvQuestions' on films (github.com/endrikacupaj/Verbal-ConvQuestions, dataset/test and dataset/val,
CC BY 4.0). A talk is put on the film base of MetaQA where its first question has the title of a film of the base, and where
the answers of two turns at least are stated of that film. Only such turns are judged: one is right where its short answers
hold the talk's answer and nothing that is not stated of the film by the same relation. Who played a part is not judged: the
base does not say.
"""
import collections, json, re, subprocess, sys, unicodedata

RELATIONS = ('directed_by', 'written_by', 'starred_actors', 'release_year', 'has_genre', 'in_language')
ORDINARY = {'it', 'them', 'her', 'him', 'movie', 'film', 'what', 'who', 'when', 'go', 'big', 'one', 'two', 'first', 'cast', 'up', 'name', 'play', 'star', 'actor'}
PART = re.compile(r'\b(play|plays|played|role|character|voice|portray\w*|acted as|as [A-Z])\b')
DATE = re.compile(r'when|year|date|release|come out|came out', re.I)

def bare(s):
    s = ''.join(c for c in unicodedata.normalize('NFKD', s.casefold()) if not unicodedata.combining(c))
    return re.sub(r'^the ', '', re.sub(r'[^\w ]', '', s).strip())

def main(argv):
    cut = argv.index('--')
    *talks, kb = argv[:cut]
    base = collections.defaultdict(lambda: collections.defaultdict(set))
    for line in open(kb, encoding='utf-8'):
        subject, relation, value = line.rstrip('\n').split('|')
        base[subject][relation].add(value)
    titles = {}
    for title in base: titles.setdefault(bare(title), title)

    def film(question):
        words, best = bare(question).split(), (0, None)
        for i in range(len(words)):
            for j in range(len(words), i, -1):
                name = bare(' '.join(words[i:j]))
                if name in titles and name not in ORDINARY and len(name) > 3: best = max(best, (j - i, titles[name]), key=lambda b: b[0])
        return best[1]

    def gold(about, turn):
        answer, year = bare(turn['answer_text']), re.search(r'\b(1[89]|20)\d\d\b', turn['answer_text'])
        for relation in RELATIONS:
            if relation == 'starred_actors' and PART.search(turn['question']): continue
            for value in base[about][relation]:
                if bare(value) == answer or relation == 'release_year' and year and year[0] == value and DATE.search(turn['question']):
                    return value, base[about][relation]

    asked = []
    for path in talks:
        for talk in json.load(open(path, encoding='utf-8')):
            about = film(talk['questions'][0]['question'])
            turns = [(t['question'], gold(about, t)) for t in talk['questions']] if about else []
            if sum(g is not None for _, g in turns) >= 2: asked.append(turns)
    feed = ''.join(json.dumps({'q': q, 'conversation': str(i)}) + '\n' for i, turns in enumerate(asked) for q, _ in turns)
    out = subprocess.run(argv[cut+1:], input=feed.encode(), stdout=subprocess.PIPE).stdout.decode().splitlines()
    right, judged, lines = collections.Counter(), collections.Counter(), iter(out)
    for turns in asked:
        for i, (_, want) in enumerate(turns):
            given = [a['text'] for a in json.loads(next(lines)).get('answers') or []]
            if want:
                turn = 'first' if i == 0 else 'later'
                judged[turn] += 1
                right[turn] += want[0] in given and set(given) <= want[1]
    print(f'{len(asked)} talks; ' + ', '.join(f'{turn} turns {right[turn]} of {judged[turn]} right' for turn in judged))

main(sys.argv[1:])
