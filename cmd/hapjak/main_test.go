package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"hapjak/bot"
	"hapjak/facts"
)

var updateScripts = flag.Bool("update-scripts", false, "rewrite what the scripts compare with")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"hapjak": main})
}

// TestScripts drives the real main by the scripts in testdata/script, one a file.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           filepath.Join("testdata", "script"),
		UpdateScripts: *updateScripts,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"nasty": nasty,
		},
	})
}

// nasty writes lines that strangers type, and that no text file can hold, into a
// file: NULs, broken UTF-8, a megabyte, more than is read.
func nasty(ts *testscript.TestScript, _ bool, args []string) {
	lines := []string{
		"",
		"Who directed\x00 Snowpiercer?",
		"\xff\xfe\xed\xa0\x80 who",
		strings.Repeat("Who directed Snowpiercer? ", 1<<20/26),
		strings.Repeat("(", 10_000),
		strings.Repeat("x", maxLine+2),
		"ȺȺȺ's",
		"'; DROP TABLE films; --",
		"../../etc/passwd",
		"^(a+)+$",
		"مَن أخرج Snowpiercer؟ 🎬🎬",
		"Who directed Snowpiercer?",
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Join(lines, "\n")), 0o644))
}

// FuzzAskLines checks that every line in has one line of JSON out, whatever it holds.
func FuzzAskLines(f *testing.F) {
	for _, s := range []string{"", "\n\n", "Who directed Okja?\n{\"q\": \"who?\"}", "{\"q\": 3}\n{", "\x00\xff\n", "[1]\r\n\"x\"\r\n"} {
		f.Add([]byte(s))
	}
	know, err := facts.Default()
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { know.Close() })
	f.Fuzz(func(t *testing.T, in []byte) {
		if len(in) > 1<<12 {
			return
		}
		var out bytes.Buffer
		ask := &askFlags{asJSON: true}
		err := ask.answerLines(t.Context(), bot.New(know, bot.Options{}), bytes.NewReader(in), &out)
		want := bytes.Count(in, []byte("\n"))
		if len(in) > 0 && in[len(in)-1] != '\n' {
			want++
		}
		bad := 0
		lines := strings.SplitAfter(out.String(), "\n")
		for _, line := range lines[:len(lines)-1] {
			var answer facts.Answer
			if json.Unmarshal([]byte(line), &answer) != nil || answer.Status == "" {
				t.Errorf("%q is no answer", line)
			}
			if answer.Status == "error" {
				bad++
			}
		}
		if len(lines)-1 != want || (bad > 0) != (err != nil) {
			t.Errorf("%d lines in, %d out, %d of them errors; %v", want, len(lines)-1, bad, err)
		}
	})
}

// BenchmarkAsk times the whole program over one question, from exec to exit.
func BenchmarkAsk(b *testing.B) {
	exe := filepath.Join(b.TempDir(), "hapjak")
	if out, err := exec.Command("go", "build", "-o", exe, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	var peak int64
	for b.Loop() {
		cmd := exec.Command(exe, "ask", "Who directed Snowpiercer?")
		out, err := cmd.Output()
		if err != nil || !bytes.Contains(out, []byte("Bong Joon Ho")) {
			b.Fatalf("%v: %s", err, out)
		}
		peak = max(peak, peakMemory(cmd.ProcessState))
	}
	b.ReportMetric(float64(peak)/(1<<20), "MiB-peak")
}

// BenchmarkFirstPrompt times what stands before the first prompt of a chat: opening
// the knowledge base and making the welcome.
func BenchmarkFirstPrompt(b *testing.B) {
	for b.Loop() {
		var out, errs bytes.Buffer
		if code := run(context.Background(), nil, strings.NewReader(""), &out, &errs); code != 0 {
			b.Fatal(errs.String())
		}
	}
}

// TestInterrupt checks that the program stops when it is told to, while it waits for
// a line.
func TestInterrupt(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	fmt.Fprintln(w, "Who directed Okja?")
	done := make(chan int)
	var out, errs bytes.Buffer
	go func() { done <- run(ctx, []string{"ask", "--json"}, r, &out, &errs) }()
	time.AfterFunc(50*time.Millisecond, cancel)
	select {
	case code := <-done:
		if code != exitError {
			t.Errorf("exit %d, want %d", code, exitError)
		}
	case <-time.After(time.Minute):
		t.Fatal("still running")
	}
}
