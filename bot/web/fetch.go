package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"slices"
	"strings"
	"syscall"
	"time"
)

// This file fetches an article from an address that a curator names, where the operator
// allows it. The address that a name leads to is looked at when the connection is made, of
// each redirect anew, so that nothing in this machine or in its networks can be reached.

const (
	fetchFor     = 20 * time.Second
	maxRedirects = 5
)

// A fetcher fetches pages.
type fetcher struct {
	allows func(netip.Addr) bool
	ports  []string // that may be named; others may not
	most   int64    // bytes
}

func newFetcher(most int64) *fetcher {
	return &fetcher{allows: isPublic, ports: []string{"", "80", "443"}, most: most}
}

// notPublic are the networks that are reached from here alone, or that lead to such. Those
// that netip itself knows (loopback, private, link-local) are not among them.
var notPublic = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("192.88.99.0/24"), netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("100::/64"),
	netip.MustParsePrefix("2001::/23"), netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("fec0::/10"),
}

// isPublic reports whether an address is one of the public internet.
func isPublic(addr netip.Addr) bool {
	addr = addr.Unmap()
	return addr.IsGlobalUnicast() && !addr.IsPrivate() && addr.Zone() == "" &&
		!slices.ContainsFunc(notPublic, func(p netip.Prefix) bool { return p.Contains(addr) })
}

var errNotPublic = errors.New("the address leads into a network of this machine's own, which is not fetched from")

// check refuses an address that is none of a page.
func (f *fetcher) check(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return errors.New("want an address that begins with https:// or http://")
	case u.User != nil:
		return errors.New("an address with a name and a password is not fetched")
	case !slices.Contains(f.ports, u.Port()):
		return fmt.Errorf("port %s is not fetched from", u.Port())
	}
	if addr, err := netip.ParseAddr(u.Hostname()); err == nil && !f.allows(addr) {
		return errNotPublic
	}
	return nil
}

// fetch fetches a page, and returns a file's name for it.
func (f *fetcher) fetch(ctx context.Context, address string) (name string, data []byte, err error) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return "", nil, errors.New("that is no address")
	}
	if err := f.check(u); err != nil {
		return "", nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, fetchFor)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return "", nil, errors.New("that is no address")
	}
	req.Header.Set("User-Agent", "hapjak")
	req.Header.Set("Accept", "text/html, text/markdown, text/plain, application/pdf")
	resp, err := f.client().Do(req)
	if err != nil {
		return "", nil, fetchError(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return "", nil, fmt.Errorf("%s answers: %s", u.Host, resp.Status)
	}
	ending := endingOf(resp)
	if ending == "" {
		return "", nil, fmt.Errorf("there is no page, text or PDF, but %q", resp.Header.Get("Content-Type"))
	}
	data, err = io.ReadAll(io.LimitReader(resp.Body, f.most+1))
	switch {
	case err != nil:
		return "", nil, fetchError(err)
	case int64(len(data)) > f.most:
		return "", nil, fmt.Errorf("there is more than %d MiB", f.most>>20)
	}
	final := resp.Request.URL
	if ending == ".html" && !bytes.Contains(data, []byte("saved from url=")) {
		data = append(fmt.Appendf(nil, "<!-- saved from url=%s -->\n", strings.ReplaceAll(final.String(), "--", "%2D%2D")), data...)
	}
	return pageName(final) + ending, data, nil
}

// client makes a client that connects to what is allowed and to nothing else: not through
// a proxy, which would look names up for itself.
func (f *fetcher) client() *http.Client {
	dialer := &net.Dialer{Timeout: 5 * time.Second, Control: func(_, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil || !f.allows(to.Addr()) {
			return errNotPublic
		}
		return nil
	}}
	return &http.Client{
		Transport: &http.Transport{DialContext: dialer.DialContext, DisableKeepAlives: true, TLSHandshakeTimeout: 5 * time.Second,
			ResponseHeaderTimeout: 10 * time.Second, MaxResponseHeaderBytes: 64 << 10},
		CheckRedirect: func(req *http.Request, via []*http.Request) error {
			if len(via) > maxRedirects {
				return errors.New("it leads on and on")
			}
			return f.check(req.URL)
		},
	}
}

// fetchError says what went wrong, without the request around it.
func fetchError(err error) error {
	var timeout net.Error
	var inner *url.Error
	switch {
	case errors.Is(err, errNotPublic):
		return errNotPublic
	case errors.As(err, &timeout) && timeout.Timeout():
		return errors.New("it takes too long")
	case errors.As(err, &inner):
		return inner.Err
	}
	return err
}

// endingOf is the ending of a file for what was answered; empty for what is no article.
func endingOf(resp *http.Response) string {
	kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	switch kind {
	case "text/html", "application/xhtml+xml":
		return ".html"
	case "text/markdown", "text/x-markdown":
		return ".md"
	case "application/pdf":
		return ".pdf"
	case "text/plain":
		if ext := strings.ToLower(path.Ext(resp.Request.URL.Path)); ext == ".md" || ext == ".rst" {
			return ext
		}
		return ".txt"
	}
	return ""
}

// pageName makes a file's name of an address.
func pageName(u *url.URL) string {
	name := strings.TrimSuffix(path.Base(u.Path), path.Ext(u.Path))
	if name == "" || name == "/" || name == "." || name == "index" {
		name = u.Hostname()
	}
	return strings.Map(func(r rune) rune {
		if r == '/' || r == '.' || r == ' ' {
			return '-'
		}
		return r
	}, cut(name, 80))
}
