package facts

import (
	"bytes"
	"hapjak/facts/judge"
	"testing"

	"hapjak/nlp/encoder/weights"
)

// What is kept is what the encoder says, whether it was kept a moment ago or came from a
// file, and a file of other weights or a damaged one is not read.
func TestJudgementsAreKept(t *testing.T) {
	open := weights.Lazy()
	answer := func(kept *judge.Judgements, question string) Answer {
		a, err := Default()
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		a.SetEncoder(open)
		if a.EncoderErr() != nil {
			t.Skip("there are no weights in the program")
		}
		if kept != nil {
			a.KeepJudgements(kept)
		}
		got, _ := a.Ask(t.Context(), Question{Text: question})
		got.ElapsedUS = 0
		return got
	}
	const question = "Why did The Medium do well in Korea?"
	want := answer(nil, question)
	kept := &judge.Judgements{}
	for range 2 {
		if got := answer(kept, question); got.Text != want.Text || got.Confidence != want.Confidence {
			t.Errorf("kept: %v, want %v", got, want)
		}
	}
	if kept.Read == 0 || kept.Found < kept.Read {
		t.Errorf("%d pairs were read and %d found again", kept.Read, kept.Found)
	}
	few := &judge.Judgements{Most: 3}
	for range 2 {
		if got := answer(few, question); got.Text != want.Text || few.Len() > few.Most {
			t.Errorf("%v with %d of %d pairs kept, want %v", got, few.Len(), few.Most, want)
		}
	}
	a, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	a.SetEncoder(open)
	mark := a.Mark()
	var file bytes.Buffer
	if err := kept.Write(&file, mark); err != nil {
		t.Fatal(err)
	}
	again, err := judge.Read(bytes.NewReader(file.Bytes()), mark)
	if err != nil {
		t.Fatal(err)
	}
	if got := answer(again, question); got.Text != want.Text || got.Confidence != want.Confidence || again.Read > 0 {
		t.Errorf("from a file: %v with %d pairs read, want %v", got, again.Read, want)
	}
	if _, err := judge.Read(bytes.NewReader(file.Bytes()), make([]byte, len(mark))); err == nil {
		t.Error("judgements of other weights are read")
	}
	for _, at := range []int{0, 30, file.Len() / 2, file.Len() - 1} {
		bad := bytes.Clone(file.Bytes())
		bad[at] ^= 1
		if _, err := judge.Read(bytes.NewReader(bad), mark); err == nil {
			t.Errorf("a file damaged at %d is read", at)
		}
	}
	if _, err := judge.Read(bytes.NewReader(file.Bytes()[:file.Len()-7]), mark); err == nil {
		t.Error("a file that is cut short is read")
	}
}
