package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"hapjak/bot/store"
	"hapjak/facts"
	"hapjak/facts/scaletest/processor"
)

// BenchmarkAPI measures what POST /v1/ask takes beside the answer itself, in processor time: the layers, what a
// conversation takes, reading and writing JSON. What net/http's own server and client on one machine would add is
// not in it.
func BenchmarkAPI(b *testing.B) {
	s := shipped(b, Options{Allowance: 1 << 30})
	s.Warm()
	know, done := s.mind.talk.Know()
	defer done()
	const question = "Who directed Snowpiercer?"
	var whole, alone time.Duration
	for b.Loop() {
		begin := processor.Time()
		w := do(s, "POST", "/v1/ask", `{"question": "`+question+`"}`)
		middle := processor.Time()
		a, _ := know.Ask(b.Context(), facts.Question{Text: question})
		whole, alone = whole+middle-begin, alone+processor.Time()-middle
		var got struct{ Status, Text string }
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || got.Status != "answered" || got.Text != a.Text {
			b.Fatal(w.Body)
		}
	}
	per := func(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e3 / float64(b.N) }
	b.ReportMetric(0, "ns/op") // which holds both
	b.ReportMetric(per(alone), "answer-cpu-µs/op")
	b.ReportMetric(per(whole-alone), "added-cpu-µs/op")
}

// BenchmarkReview measures the page of the first 50 groups of 100,000 kept questions in a file, one more having come
// in: where people ask in 4,000 different wordings, and where no two ask in the same. The first metric is what it
// takes once after a start to put all of them into groups, which is done behind the pages.
func BenchmarkReview(b *testing.B) {
	for _, wordings := range []int{4000, 100_000} {
		b.Run(fmt.Sprintf("wordings=%d", wordings), func(b *testing.B) { benchmarkReview(b, wordings) })
	}
}

func benchmarkReview(b *testing.B, wordings int) {
	file, err := store.OpenSQLite(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	const kept = 100_000
	names := []string{"Snowpiercer", "Okja", "Mr. Go", "The Medium", "Tyrant", "Parasite", "Obaltan", "The Housemaid"}
	asks := []string{"who directed %s in year %d", "what did %s cost at place %d", "where was %s shot on day %d", "why was %s made by number %d"}
	for i := range kept {
		n := i % wordings
		e := store.Event{Kind: store.Unknown, Question: fmt.Sprintf(asks[n%4], names[n/4%8], n/32), Status: "unknown", At: time.Unix(int64(1_700_000_000+i), 0)}
		if err := file.Record(b.Context(), e); err != nil {
			b.Fatal(err)
		}
	}
	memory := store.New(file, nil)
	defer memory.Close()
	s := shipped(b, Options{Memory: memory})
	mina := signedIn(b, s, "Mina", Reads)
	begin := processor.Time()
	for _, r := range s.rooms {
		if r, ok := r.(*reviewing); ok {
			if left, err := r.queue.Refresh(b.Context(), time.Hour); left > 0 || err != nil {
				b.Fatal(left, err)
			}
		}
	}
	first := processor.Time() - begin
	var used time.Duration
	for b.Loop() {
		if err := memory.Record(b.Context(), store.Event{Kind: store.Unknown, Question: "who directed Okja in year 3", Status: "unknown"}); err != nil {
			b.Fatal(err)
		}
		begin := processor.Time()
		w := get(s, "/curate/review", "Cookie", mina)
		used += processor.Time() - begin
		if n := bytes.Count(w.Body.Bytes(), []byte("<li><h2>")); w.Code != http.StatusOK || n != groupPage || strings.Contains(w.Body.String(), "still being put") {
			b.Fatal(w.Code, n)
		}
	}
	b.ReportMetric(first.Seconds(), "first-cpu-s")
	b.ReportMetric(used.Seconds()*1e3/float64(b.N), "page-cpu-ms")
	b.ReportMetric(0, "ns/op") // which holds the recording
}
