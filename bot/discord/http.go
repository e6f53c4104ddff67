package discord

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// This file answers interactions over HTTP, for those who run the bot behind a balancer.
// Discord signs each request, probes the endpoint with bad signatures now and then, and
// takes it out of service when one is let in. discordgo.VerifyInteraction is not used:
// it reads a body of any size, takes a signature of any age, and panics on a key of
// another length.

const (
	// maxBody bounds a request. The largest are message commands: a message of 4,000
	// characters with embeds of 6,000, in JSON.
	maxBody = 256 << 10
	// window is how old a signature may be, and how far the clocks may differ. Discord
	// waits three seconds for the answer.
	window = time.Minute
)

// publicKey reads the application's public key.
func publicKey(text string) (ed25519.PublicKey, error) {
	if text == "" {
		return nil, errors.New("no public key: set DISCORD_PUBLIC_KEY or --public-key to the Public Key on the General Information page of your application")
	}
	key, err := hex.DecodeString(strings.TrimSpace(text))
	if err != nil || len(key) != ed25519.PublicKeySize {
		return nil, errors.New("the public key must be the 64 hexadecimal digits on the General Information page of your application")
	}
	return key, nil
}

// verify checks the signature of a request and returns its body, of which nothing is
// parsed before. A status other than 0 is what to answer instead.
func verify(r *http.Request, w http.ResponseWriter, key ed25519.PublicKey, now time.Time) ([]byte, int) {
	signature, err := hex.DecodeString(r.Header.Get("X-Signature-Ed25519"))
	stamp := r.Header.Get("X-Signature-Timestamp")
	seconds, err2 := strconv.ParseInt(stamp, 10, 64)
	age := now.Sub(time.Unix(seconds, 0))
	if err != nil || err2 != nil || len(signature) != ed25519.SignatureSize || len(stamp) > 32 || age > window || age < -window {
		return nil, http.StatusUnauthorized
	}
	if r.ContentLength > maxBody {
		return nil, http.StatusRequestEntityTooLarge
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, http.StatusRequestEntityTooLarge
	case err != nil:
		return nil, http.StatusBadRequest
	}
	if !ed25519.Verify(key, append([]byte(stamp), body...), signature) {
		return nil, http.StatusUnauthorized
	}
	return body, 0
}

// probe does to the endpoint what Discord does now and then: it sends what it has signed
// with another key, which must be refused.
func probe(addr string) error {
	_, other, err := ed25519.GenerateKey(nil)
	if err != nil {
		return fmt.Errorf("--interactions: %w", err)
	}
	const ping = `{"type":1}`
	stamp := strconv.FormatInt(time.Now().Unix(), 10)
	req, err := http.NewRequest(http.MethodPost, "http://"+addr+"/interactions", strings.NewReader(ping))
	if err != nil {
		return fmt.Errorf("--interactions: %w", err)
	}
	req.Header.Set("X-Signature-Timestamp", stamp)
	req.Header.Set("X-Signature-Ed25519", hex.EncodeToString(ed25519.Sign(other, []byte(stamp+ping))))
	client := http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("--interactions: the endpoint does not answer here: %w", err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusUnauthorized {
		return fmt.Errorf("--interactions: %s answers a forged request with %d, not with 401: is another program there?", addr, resp.StatusCode)
	}
	return nil
}

// endpoint returns the handler of /interactions.
func (a *adapter) endpoint(key ed25519.PublicKey) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /interactions", func(w http.ResponseWriter, r *http.Request) {
		body, refused := verify(r, w, key, time.Now())
		if refused != 0 {
			a.metrics.dropped.WithLabelValues("unsigned").Inc()
			http.Error(w, http.StatusText(refused), refused)
			return
		}
		a.serveInteraction(w, r, body)
	})
	return mux
}

// serveInteraction answers one interaction in the response itself.
func (a *adapter) serveInteraction(w http.ResponseWriter, r *http.Request, body []byte) {
	var i wireInteraction
	if err := decode(body, &i); err != nil {
		a.metrics.dropped.WithLabelValues("undecodable").Inc()
		http.Error(w, "this is no interaction", http.StatusBadRequest)
		return
	}
	if i.Kind == kindPing {
		writeJSON(w, response{Kind: respondPong})
		return
	}
	if !a.running.begin() {
		http.Error(w, "stopping", http.StatusServiceUnavailable)
		return
	}
	defer a.running.end()
	log := a.log.With("request", a.next(), "surface", "http")
	answered := false
	func() {
		defer a.guard(log)
		a.interaction(r.Context(), &i, body, "http", nil, log, func(resp response) (string, error) {
			answered = true
			if p, ok := resp.Data.(payload); ok && p.file != nil { // which cannot go in the response
				w.WriteHeader(http.StatusAccepted)
				return a.rest.respond(r.Context(), i.ID, i.Token, resp)
			}
			return "", writeJSON(w, resp)
		})
	}()
	if !answered {
		http.Error(w, "this interaction cannot be answered", http.StatusBadRequest)
	}
}

func writeJSON(w http.ResponseWriter, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	w.Header().Set("Content-Type", "application/json")
	if _, err := w.Write(data); err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	if f, ok := w.(http.Flusher); ok {
		f.Flush() // what follows an answer (a deletion) comes after it
	}
	return nil
}

// server returns an HTTP server that no slow client can hold up.
func server(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
		WriteTimeout: 15 * time.Second, IdleTimeout: 90 * time.Second, MaxHeaderBytes: 32 << 10,
	}
}
