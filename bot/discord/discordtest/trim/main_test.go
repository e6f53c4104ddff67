package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestUpToDate trims the full document, where it is at hand, and wants what
// the package holds.
func TestUpToDate(t *testing.T) {
	const full = "../../../../../shared/discord/openapi.json"
	if _, err := os.Stat(full); err != nil {
		t.Skip("Discord's full document is not here: put it at ../shared/discord/openapi.json beside the repository")
	}
	out := filepath.Join(t.TempDir(), "openapi.json")
	if err := trim(full, out); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("../openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("openapi.json is not what trim makes: run go generate ./bot/discord/discordtest")
	}
}
