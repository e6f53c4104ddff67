package main

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// TestMCP starts the real program as an assistant does, and asks. TestMain has put hapjak
// on the path.
func TestMCP(t *testing.T) {
	var stderr bytes.Buffer
	program := exec.Command("hapjak", "mcp")
	program.Stderr = &stderr
	client := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
	session, err := client.Connect(t.Context(), &mcp.CommandTransport{Command: program}, nil)
	if err != nil {
		t.Fatalf("%v: %s", err, &stderr)
	}
	result, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: "ask", Arguments: map[string]any{"question": "Who directed Snowpiercer?"}})
	if err != nil {
		t.Fatalf("%v: %s", err, &stderr)
	}
	if text := result.Content[0].(*mcp.TextContent).Text; !strings.HasPrefix(text, "Bong Joon Ho directed Snowpiercer (2013). [1]") {
		t.Errorf("answered: %s", text)
	}
	if err := session.Close(); err != nil || stderr.Len() > 0 {
		t.Errorf("ended with %v: %s", err, &stderr)
	}
}
