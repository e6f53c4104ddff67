package facts

import (
	"cmp"
	"context"
	"slices"

	"hapjak/facts/passages"
	"hapjak/nlp/encoder"
)

const (
	// Reranked is how many passages of a search the encoder reads.
	Reranked = 20
	// logitWeight is what a unit of the encoder's logit weighs beside a passage's score, taken as a part of the best one's.
	// What it brings stands in passages/BENCHMARKS.md.
	logitWeight = 0.05
)

// Rerank puts the first hits of a search, at most [Reranked], in order by their scores and by whether the encoder
// finds that they answer the query, both together. It reads the beginning of each, with the title and the heading above. The hits keep
// the scores that the index gave them.
func Rerank(ctx context.Context, m *encoder.Model, ix *passages.Index, query string, hits []passages.Hit) error {
	hits = hits[:min(len(hits), Reranked)]
	if len(hits) == 0 {
		return nil
	}
	texts := make([]string, len(hits))
	for i, h := range hits {
		source, _ := ix.Source(h.Ref.Source)
		_, p := ix.Passage(h.Passage)
		for _, lead := range slices.Compact([]string{source.OwnTitle(), p.Heading}) {
			if lead != "" {
				texts[i] += lead + ": "
			}
		}
		texts[i] += p.Text
	}
	said := make([]encoder.Judgement, len(hits))
	if err := m.Judge(ctx, query, texts, said); err != nil {
		return err
	}
	type ranked struct {
		passages.Hit
		worth float64
	}
	list := make([]ranked, len(hits))
	for i, h := range hits {
		list[i] = ranked{h, h.Score/hits[0].Score + logitWeight*float64(said[i].Logit)}
	}
	slices.SortStableFunc(list, func(a, b ranked) int { return cmp.Compare(b.worth, a.worth) })
	for i, r := range list {
		hits[i] = r.Hit
	}
	return nil
}
