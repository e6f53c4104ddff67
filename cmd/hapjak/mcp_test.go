package main

import (
	"bytes"
	"io"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// An assistant that starts the program talks to it over its standard input and output, on
// which nothing else is written, and ends it by closing them.
func TestMCP(t *testing.T) {
	toServer, fromClient := io.Pipe()
	toClient, fromServer := io.Pipe()
	var stderr bytes.Buffer
	code := make(chan int, 1)
	go func() {
		code <- run(t.Context(), []string{"mcp", "--kb", "../../facts/testdata/newsubject", "--no-encoder"}, toServer, fromServer, &stderr)
	}()
	c, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).
		Connect(t.Context(), &mcp.IOTransport{Reader: toClient, Writer: fromClient}, nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.CallTool(t.Context(), &mcp.CallToolParams{Name: "ask", Arguments: map[string]any{"question": "Who designed Carcassonne?"}})
	if err != nil {
		t.Fatal(err)
	}
	const want = "Klaus-Jürgen Wrede designed Carcassonne (2000). [1]"
	if text := r.Content[0].(*mcp.TextContent).Text; len(text) < len(want) || text[:len(want)] != want {
		t.Error(text)
	}
	c.Close()
	fromClient.Close()
	if got := <-code; got != 0 || stderr.Len() > 0 {
		t.Errorf("exit %d: %s", got, &stderr)
	}
}
