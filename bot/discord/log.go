package discord

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
)

// A scrubber keeps the token out of what is written through it.
type scrubber struct {
	w     io.Writer
	token []byte
}

func (s scrubber) Write(p []byte) (int, error) {
	if len(s.token) > 0 && bytes.Contains(p, s.token) {
		if _, err := s.w.Write(bytes.ReplaceAll(p, s.token, []byte("[token]"))); err != nil {
			return 0, err
		}
		return len(p), nil
	}
	return s.w.Write(p)
}

// scrub keeps the token out of an error.
func scrub(err error, token string) error {
	if err == nil || token == "" || !strings.Contains(err.Error(), token) {
		return err
	}
	return errors.New(strings.ReplaceAll(err.Error(), token, "[token]"))
}

// NewLog returns a logger that writes no token. format is "text" or "json".
func NewLog(w io.Writer, token, format string, level slog.Level) (*slog.Logger, error) {
	out := scrubber{w, []byte(token)}
	options := &slog.HandlerOptions{Level: level}
	switch format {
	case "", "text":
		return slog.New(slog.NewTextHandler(out, options)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(out, options)), nil
	}
	return nil, fmt.Errorf("--log: %q is neither text nor json", format)
}

// Token returns the bot's token from a file, or from the environment when there is none.
// It is never taken from an argument: those are seen by everybody on the machine.
func Token(file string, getenv func(string) string) (string, error) {
	token := getenv("DISCORD_TOKEN")
	if file != "" {
		data, err := os.ReadFile(file)
		if err != nil {
			return "", fmt.Errorf("--token-file: %w", err)
		}
		token = string(data)
	}
	token = strings.TrimPrefix(strings.TrimSpace(token), "Bot ")
	switch {
	case token == "":
		return "", errors.New("no token: set DISCORD_TOKEN, or name a file that holds it with --token-file (the token stands on the Bot page of your application at https://discord.com/developers/applications)")
	case strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }):
		return "", errors.New("the token has spaces or letters that no token has: copy it anew from the Bot page of your application")
	}
	return token, nil
}
