package store

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestMain lets the test binary be the process that is killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv("HAPJAK_STORE_WRITER"); dir != "" {
		writeForEver(dir)
		return
	}
	os.Exit(m.Run())
}

// writeForEver records questions and prints the number of each when it is acknowledged.
func writeForEver(dir string) {
	s, err := Open(dir, nil)
	if err != nil {
		fmt.Println("broken:", err)
		return
	}
	for i := 0; ; i++ {
		if err := s.Record(context.Background(), Event{Kind: Unknown, Question: fmt.Sprintf("number %d", i)}); err != nil {
			fmt.Println("broken:", err)
			return
		}
		fmt.Println(i)
	}
}

// TestKill kills a process that writes as fast as it can, a few times over, and counts
// what the file holds of what was acknowledged.
func TestKill(t *testing.T) {
	dir := t.TempDir()
	acknowledged := map[string]int{}
	for round := range 4 {
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), "HAPJAK_STORE_WRITER="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); n++ {
			if strings.HasPrefix(lines.Text(), "broken") {
				t.Fatalf("round %d: %s", round, lines.Text())
			}
			acknowledged["number "+lines.Text()]++
			if n == 100+37*round {
				cmd.Process.Kill() // SIGKILL; what it printed before is still read
			}
		}
		cmd.Wait()
	}
	s, err := Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	held := map[string]int{}
	list, err := s.Questions(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range list {
		held[q.Text] = q.Unknown
	}
	total := 0
	for text, n := range acknowledged {
		total += n
		if held[text] < n {
			t.Errorf("%q: acknowledged %d times, held %d", text, n, held[text])
		}
	}
	if total < 400 {
		t.Errorf("only %d writes were acknowledged: the test shows nothing", total)
	}
	if time.Since(list[0].Last) > time.Hour {
		t.Errorf("last asked %v", list[0].Last)
	}
}
