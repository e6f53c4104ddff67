"""The reference: what the tests of ../ hold the Go program to. Shared by export.py, fixtures.py and vectors.py."""

import json
import os
import random

import numpy as np
import torch
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from transformers import BertConfig, BertModel

MOST, QUESTION, SPAN = 128, 64, 30
FILMS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "facts", "passages", "testdata", "films.jsonl")

QUESTIONS = [
    "Who directed {}?", "Who wrote {}?", "Who stars in {}?", "When was {} released?", "What is {} about?", "What kind of film is {}?",
    "How much money did {} make?", "Where was {} shot?", "Did {} win any awards?", "Is {} based on a book?", "what did critics think of {}",
    "who composed the music of {}", "{} is a comedy.", "{} was released in 2013.", "Which studio made {}?", "How long is {}?",
    "{} was a box office failure.", "is there a sequel to {}", "Which year did {} come out, and who made it?", "Was {} nominated for an Oscar?",
]


def sentences(text):
    """Bytes [from, to) of each sentence, roughly."""
    raw, at = text.encode(), 0
    while at < len(raw):
        end = raw.find(b". ", at)
        end = len(raw) if end < 0 else end + 1
        yield at, end
        at = end + 1


def film_pairs(half):
    """Questions made from patterns about every other film, from the first or the second on, each
    with a sentence of it: question, evidence, the film's line and the sentence's bytes."""
    rand = random.Random(half)
    films = [json.loads(line) for line in open(FILMS, encoding="utf-8")]
    for i in range(half, len(films), 2):
        text = films[i]["text"]
        for start, end in sentences(text):
            for q in rand.sample(QUESTIONS, 12):
                yield q.format(films[i]["title"]), text.encode()[start:end].decode(), i, start, end


def tokenizer(pieces):
    """BertTokenizerFast for lower-case models, but that a text has no special tokens."""
    t = Tokenizer(WordPiece({p: i for i, p in enumerate(pieces)}, unk_token="[UNK]", max_input_chars_per_word=100))
    t.normalizer = BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=None, lowercase=True)
    t.pre_tokenizer = BertPreTokenizer()
    return t


class Model:
    def __init__(self, tensors, pieces, heads=None):
        self.t = {k: torch.as_tensor(v).float() for k, v in tensors.items()}
        words = self.t["bert.embeddings.word_embeddings.weight"]
        layers = 0
        while f"bert.encoder.layer.{layers}.output.dense.weight" in self.t:
            layers += 1
        self.bert = BertModel(BertConfig(
            vocab_size=len(words), hidden_size=words.shape[1], num_hidden_layers=layers,
            num_attention_heads=heads or words.shape[1] // 32,
            intermediate_size=len(self.t["bert.encoder.layer.0.intermediate.dense.bias"]),
            max_position_embeddings=len(self.t["bert.embeddings.position_embeddings.weight"])), add_pooling_layer=False)
        state = {k[5:]: v for k, v in self.t.items() if k.startswith("bert.")}
        missing = self.bert.load_state_dict(state, strict=False)
        assert not missing.missing_keys, missing
        self.bert.eval()
        self.tokens = tokenizer(pieces)
        self.cls, self.sep = pieces.index("[CLS]"), pieces.index("[SEP]")

    @torch.no_grad()
    def judge(self, pairs):
        """For each (question, evidence) the logit, the three claims' chances, the span's first and
        last piece of the evidence and its score above none; None for evidence without a word."""
        ids = []
        for q, e in pairs:
            a = self.tokens.encode(q).ids[:QUESTION]
            b = self.tokens.encode(e).ids[:MOST - 3 - len(a)]
            ids.append((a, b))
        out = [None] * len(pairs)
        order = sorted((i for i in range(len(ids)) if ids[i][1]), key=lambda i: len(ids[i][0]) + len(ids[i][1]))
        for at in range(0, len(order), 32):
            batch = order[at:at + 32]
            n = max(len(ids[i][0]) + len(ids[i][1]) + 3 for i in batch)
            x, kind, mask = (torch.zeros(len(batch), n, dtype=torch.long) for _ in range(3))
            for r, i in enumerate(batch):
                a, b = ids[i]
                row = [self.cls, *a, self.sep, *b, self.sep]
                x[r, :len(row)] = torch.tensor(row)
                kind[r, len(a) + 2:len(row)] = 1
                mask[r, :len(row)] = 1
            h = self.bert(input_ids=x, token_type_ids=kind, attention_mask=mask).last_hidden_state
            pool = torch.tanh(self.head("pool", h[:, 0]))
            answer, claim, span = self.head("answer", pool)[:, 0], self.head("claim", pool).softmax(1), self.head("span", h)
            for r, i in enumerate(batch):
                first = len(ids[i][0]) + 2
                s = span[r, first:first + len(ids[i][1])].numpy()
                sums = s[:, None, 0] + s[None, :, 1]
                k = np.arange(len(s))
                sums[(k[None] < k[:, None]) | (k[None] >= k[:, None] + SPAN)] = -np.inf
                start, end = np.unravel_index(sums.argmax(), sums.shape)
                out[i] = dict(answer=round(float(answer[r]), 5), claim=[round(float(c), 5) for c in claim[r]],
                              span=[int(start), int(end)], score=round(float(sums.max() - span[r, 0].sum()), 5))
        return out

    def head(self, name, x):
        return torch.nn.functional.linear(x, self.t[name + ".weight"], self.t[name + ".bias"])
