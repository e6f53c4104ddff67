#!/usr/bin/env python3
"""Makes the articles of a blind round again, from the repository that README.md names for it.

usage: articles.py REPOSITORY_GIT_DIR ROUND OUT_FOLDER      (a clone, or its .git; then: hapjak import --kb KB OUT_FOLDER)
"""
import json, os, re, subprocess, sys, unicodedata

def slug(title, most=36):
    s = ''
    for w in re.findall('[a-z0-9]+', ''.join(c for c in unicodedata.normalize('NFKD', title.lower()) if not unicodedata.combining(c))):
        if len(s) + len(w) + bool(s) > most: break
        s += '-' * bool(s) + w
    return s

# ---- Markdown pages

ITEM = re.compile(r'\s*([-*+•]|\d+[.)])\s')
EMPTY = re.compile(r'\s*\[[^\]]+\]:\s*\S|\s*(!\[[^\]]*\](\([^)]*\)|\[[^\]]*\])|<img.*|-{3,}|\*{3,}|_{3,}|\{%.*%\}|\{\{.*\}\})\s*$')
TABLE = re.compile(r'^\s*\|?\s*:?-+:?\s*\|', re.M)
HTML = re.compile(r'<(figure|div|table|iframe|style|script)\b|</')
LINK = re.compile(r'\s*[-*+]\s+\[`[^\]]*`\](\([^)]*\)|\[[^\]]*\])?\s*')

def blocks(text, title):
    """The blocks of a page: lists whole, without long code, pictures, rules and definitions of links."""
    text = re.sub(r'<!--.*?-->', '', text.replace('\r\n', '\n'), flags=re.S)
    codes = []
    def keep(m): codes.append(m[0].strip()); return f'\x01{len(codes) - 1}\x01'
    text = re.sub(r'^[ \t]*(```|~~~).*\n(?:.*\n)*?[ \t]*\1[ \t]*$', keep, text, flags=re.M)
    text = re.sub(r'^(#{1,6} .*)\n(?=\S)', r'\1\n\n', text, flags=re.M)
    text = re.sub(r'^(?!\s*(?:[-*+•]|\d+[.)])\s|\s*#| {2,})(\S.*)\n(?=\s{0,3}(?:[-*+]|1[.)])\s)', r'\1\n\n', text, flags=re.M)
    text = re.sub(r'^\{% *(\w+_diagram).*?^\{% *end\1 *%\}[ \t]*$', keep, text, flags=re.M | re.S)
    out = []
    for b in re.split(r'\n\s*\n', text):
        if b.lstrip().startswith('[^'): continue
        b = '\n'.join(l for l in b.strip('\n').split('\n') if not EMPTY.match(l)).rstrip()
        if not b.strip() or not out and re.sub(r'^#+\s*', '', b).strip('*_ ') == title.strip('*_ '): continue
        code = re.fullmatch(r'\s*\x01(\d+)\x01', b)
        code = code and codes[int(code[1])]
        links = all(map(LINK.fullmatch, b.split('\n')))
        if code and (code.count('\n') > 6 or len(code) > 500 or '\n\n' in code or code[0] == '{') or TABLE.search(b) or HTML.match(b.strip()) or links:
            if not links and out and out[-1].endswith(':') and (len(out[-1]) < 112 or not re.search(r'[.!?]\s', out[-1])): out.pop()      # what led in to it
            continue
        b = re.sub(r'\x01(\d+)\x01', lambda m: re.sub(r'\n\s*\n', '\n', codes[int(m[1])]), b)
        if ITEM.match(b) and out and ITEM.match(out[-1]): out[-1] += '\n' + b
        else: out.append(b.strip())
    level = [len(re.match('#*', b)[0]) or 9 for b in out] + [1]
    return [b for i, b in enumerate(out) if level[i] == 9 or level[i + 1] > level[i]]      # no heading over nothing

def pages(git, commit, under, wanted, pick={}):
    """Each page as id, title, date, path and what makes its blocks, by its title and by "Title (folder)"; then each of
    its sections, as "Heading (Title)"."""
    for path in git('ls-tree', '-r', '-z', '--name-only', commit, *under).split('\0'):
        if not re.search(r'\.mdx?$', path): continue
        text = git('show', f'{commit}:{path}').replace('\r\n', '\n')
        front = re.match(r'\s*(\+\+\+|---)\n(.*?)\n\1[ \t]*\n', text, re.S)
        body = text[front.end():] if front else text
        head = front[2] if front else ''
        title = re.search(r'^title\s*[=:]\s*(.*?)\s*$', head, re.M)
        title = title and re.sub(r'\\(.)', r'\1', title[1].strip('"\'')) or (re.match(r'\s*#\s+(.*)', body) or ['', os.path.basename(path).rsplit('.', 1)[0]])[1].strip('* ')
        date = re.search(r'\d{4}[/-]\d\d[/-]\d\d', head + path)
        date = date[0].replace('/', '-') if date else ''
        for t in [title] + [f'{title} ({folder.strip("_")})' for folder in path.split('/')[:-1]]: yield slug(t), t, date, path, lambda: blocks(body, title)
        for h in re.finditer(r'^(#+) +(.*)', body, re.M):
            end = re.search(r'^#{1,%d} ' % len(h[1]), body[h.end():], re.M)
            part, name = body[h.start():h.end() + end.start() if end else None], h[2].strip('* ')
            yield slug(f'{name} ({title})'), f'{name} ({title})', date, path, lambda: blocks(part, h[2])

# ---- Gutenberg's texts

NOTE = r'\* ?\[((?:[^\[\]]|\[[^\[\]]*\]){%s})\]((?:.+\n)*.*\n)'      # in the midst of a paragraph; it goes behind it

def cased(name): return name.title() if name.isupper() else name

def book(git, commit, file, heading, chapter='', skip=r'$^', sub=(), part=9500, wanted=(), pick={}):
    """The stretches of a book that the ids name: "A to B (Chapter)", from one heading to the end of what stands under
    another, or a part of it. Heading and chapter are patterns of a block; what they catch is its name. Without a
    pattern for chapters they are the headings after a row of stars."""
    text = git('show', f'{commit}:{file}').replace('\r\n', '\n')
    text = re.split(r'\*\*\* ?END OF', re.split(r'\*\*\* ?START OF.*|\*END\*.*', text, 1)[-1], 1)[0]
    for pattern, by in (*sub, (skip, '')): text = re.sub(pattern, by, text, flags=re.M)
    found, heads, over, stars = [], [], '', False
    for b in re.split(r'\n\s*\n', text):
        b = re.sub(r'\s+', ' ', b).strip()
        stars = stars or bool(re.fullmatch(r'[*\s]+', b))
        if not b or re.fullmatch(r'[*\s]+|\[Illustration.*\]|\+-.*|_By .*|_[^_.]+_|\(From .*', b): continue
        h = re.fullmatch(heading, b)
        c = re.fullmatch(chapter, b) if chapter else stars and h
        stars = False
        if c: over = cased(c[1])
        if c or h: heads.append((len(found), cased((c or h)[1]), '' if c else over))
        found.append('## ' + cased((c or h)[1]) if c or h else b)
    ends = [h[0] for h in heads[1:]] + [len(found)]
    known = {}
    for i, (at, name, over) in enumerate(heads):
        for j in range(i, min(i + 40, len(heads))):
            to = re.sub(' sec .*', '', name) + ' to ' + re.sub(' sec .*', '', heads[j][1]) if j > i else name
            for title in (to, f'{to} ({over})'):
                for id in {slug(title, 99), slug(title)}: known.setdefault(id, []).append((title, i, j))
    stretches = {}
    for id in wanted:
        base, _, n = id.partition('-part-')
        fits = known.get(base, []) or [v for k, vs in known.items() for v in vs if n and k.startswith(base) or '-to-' in k and base.startswith(k + '-')]
        if not fits: fits = [(name, i, i) for i, (_, name, _) in enumerate(heads) if base.startswith(slug(re.sub(' sec .*', '', name), 99) + '-')]
        fits = [f for f in fits if pick.get(id, '') in heads[f[1]][1]]
        if fits: stretches[id] = min(fits, key=lambda f: (f[2] - f[1], f[1])), int(n or 1)
    starts = sorted(i for (_, i, _), _ in stretches.values())
    for id, ((title, i, j), n) in stretches.items():
        if i == j: j = next((k for k in starts if k > i), len(heads)) - 1
        if (heads[i][2] or i == j) and '-to-' not in id: j = max(i, min(j, next((k for k in range(i + 1, len(heads)) if not heads[k][2]), len(heads)) - 1))
        parts, size = [[]], 0
        most = part if '-part-' in id else 1.5 * part
        for b in found[heads[i][0] + 1:ends[j]]:
            if size > most: parts.append([]); size = 0
            parts[-1].append(b); size += len(b)
        yield id, title + f' (part {n})' * ('-part-' in id), '', file, lambda: parts[n - 1] if n <= len(parts) else []

# ---- The rounds

ROUNDS = {
    'o26': ('rust-lang/blog.rust-lang.org', '0243724', pages, {'under': ['content'], 'pick': {
        'announcing-google-summer-of-code': 'gsoc-2025', 'crates-io-development-update': '2025-07'}}),
    'o24': ('cloud-gov/cg-site', '536b459', pages, {'under': ['_docs', '_pages', '_kbarticles', '_kbarticlespages']}),
    'o25': ('GITenberg/Hoyle-s-Games-Modernized_39445', '187a18d', book, {'file': '39445-8.txt', 'skip': r'\s*\{[ivxl\d]+\}|^BY CAPTAIN.*|^\("Slambo.*',
        'heading': r"((?=.{3})[^a-z\d*]+?)\.?(?:\[\d+\])?"}),
    'o23': ('GITenberg/The-Book-of-Household-Management_10136', '390da32', book, {'file': '10136.txt', 'part': 8200, 'sub': [(r'\A[\s\S]*?^CHAPTER I\.\s', ''), ('ARRANGEMENT AND ECONOMY OF THE KITCHEN', 'THE KITCHEN'), (r'^.*MODES OF COOKING.*\n', 'WAYS OF COOKING.\n'), (r'GENERAL OBSERVATIONS ON (PUDDINGS AND PASTRY|BEVERAGES)', r'\1'),
            (r'^.*COOKING FOR INVALIDS.*', 'COOKING FOR INVALIDS.'), (r'^.*\bREARING,? .*', 'REARING OF CHILDREN.')],
        'heading': r'(?!CHAPTER)([A-Z][A-Z ,;&\'-]{3,90})\.?', 'chapter': r'(THE MISTRESS|THE HOUSEKEEPER|THE KITCHEN|WAYS OF COOKING|PUDDINGS AND PASTRY|BEVERAGES|COOKING FOR INVALIDS|REARING OF CHILDREN|DOMESTIC SERVANTS|LEGAL MEMORANDA)\.'}),
    'o21': ('GITenberg/Boy-Scouts-HandbookThe-First-Edition-1911_29558', '038bd14', book, {'file': '29558.txt',
        'sub': [(r'\A[\s\S]*?^CHAPTER I$', 'CHAPTER I'), (r'(?<=[^.:;?!"])\n+\{\d+[^}]*\}\n+(?=\S)', '\n'), (r'^\{\d+[^}]*\}\n', ''), (r'^CHAPTER [IVX]+\s+(.*)', r'##\1'), (r'\n{3,}([A-Z][^\n]{2,60}[^.\n:,])\n(?=\n|\()', r'\n\n#\1\n\n'), (r' *\{\d+\}', ''), (r'^\[Illustration[^\]]*\]', '')],
        'heading': r'#([^#].*)', 'chapter': r'##(.*)'}),
    'o22': ('GITenberg/Robert-s-Rules-of-OrderPocket-Manual-of-Rules-of-Order-for-Deliberative-Assemblies_9097', 'f61746a', book, {'file': '9097.txt', 'pick': {'chairman-or-president-to-secretary': 'sec 50', 'session-to-amendment-of': 'sec 70', 'miscellaneous-to-order-of-precedence': 'sec 62'},
        'sub': [(r'\A[\s\S]*?^Parliamentary Law\.\s', 'Parliamentary Law.\n\n'), (r'\n*=== Page.*\n+(?=[a-z])', '\n'), (r'(?<=[^.:;?!\])"])\n*=== Page.*\n+', '\n'), (r'\n*=== Page.*\n+', '\n\n'), (NOTE % '80,', r'\2\n\n\1\n\n'), (NOTE % '0,', r'\2'), (r'^(1)\. (?=All bus)', r'How Business is Introduced sec \1\n\n'), (r'^(3)\. (?=Before any sub)', r'What Precedes Debate on a Question sec \1\n\n'),
            (r'^(6)\. (?=A Principal)', r'Principal or Main Motions sec \1\n\n'), (r'^20\. The Previous Question', 'Previous Question sec 20\n\nThe Previous Question'), (r'^42\. (?=A Sess)', 'Session sec 42\n\n'), (r'^43\. (?=A Quorum)', 'Quorum sec 43\n\n'), 
             (r'^(\d{1,2})\. +([A-Z][^.*[(]+?)(?:\.| *(?=[*[(]))', r'\2 sec \1\n\n')],
        'heading': r'([A-Z][\w ,-]+? sec \d+|[A-Z][\w ]{4,60}\.)', 'chapter': r'Art\. [IVX]+\. +(.*)'}),
    'o20': ('sourcegraph/handbook', '5752928', pages, {'under': ['content'], 'pick': {'total-rewards': 'people-talent/total-rewards.md'}}),
}

def main(folder, round, out):
    here = os.path.dirname(os.path.abspath(__file__))
    wanted = {x.rsplit(':', 1)[0] for l in open(f'{here}/{round}.jsonl', encoding='utf-8') for t in json.loads(l)['turns'] for x in t.get('cite', []) + t.get('also', [])}
    repository, commit, read, options = ROUNDS[round]
    pick = options.get('pick', {})
    def git(*args):
        out = subprocess.run(['git', '-C', folder, *args], capture_output=True, check=True).stdout
        try: return out.decode()
        except UnicodeDecodeError: return out.decode('latin-1')
    os.makedirs(out, exist_ok=True)
    made = {}
    for id, title, date, path, body in read(git, commit, wanted=wanted, **options):
        if id not in wanted or read is pages and pick.get(id, '') not in path or id in made: continue
        made[id] = path
        with open(f'{out}/{id}.md', 'w', encoding='utf-8') as f:
            f.write(f'---\nid: {id}\ntitle: {json.dumps(title, ensure_ascii=False)}\ndate: "{date}"\nurl: https://github.com/{repository}/blob/{commit}/{path}\n---\n\n' + '\n\n'.join(body()) + '\n')
    print(f'{len(made)} articles of {len(wanted)}', *sorted(wanted - set(made)), sep='\n  ')

if __name__ == '__main__': main(*sys.argv[1:])
