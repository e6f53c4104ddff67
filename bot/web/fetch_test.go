package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
)

// Nothing but the public internet is fetched from, however the address is written.
func TestPublic(t *testing.T) {
	for _, text := range []string{"127.0.0.1", "127.9.9.9", "::1", "0.0.0.0", "::", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "fe80::1", "fe80::1%eth0", "fd00::1",
		"::ffff:127.0.0.1", "::ffff:10.0.0.1", "100.64.0.1", "198.18.0.1", "224.0.0.1", "ff02::1", "255.255.255.255", "240.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001::1", "192.0.0.8"} {
		if isPublic(netip.MustParseAddr(text)) {
			t.Errorf("%s is taken for public", text)
		}
	}
	for _, text := range []string{"1.1.1.1", "93.184.215.14", "2606:4700::1111"} {
		if !isPublic(netip.MustParseAddr(text)) {
			t.Errorf("%s is not taken for public", text)
		}
	}
}

func TestFetchRefuses(t *testing.T) {
	site := httptest.NewServer(http.NotFoundHandler())
	defer site.Close()
	port := site.URL[strings.LastIndexByte(site.URL, ':')+1:]
	f := newFetcher(1000)
	f.ports = append(f.ports, port)
	for address, want := range map[string]string{
		site.URL:                            "a network of this machine's own",
		"http://localhost:" + port:          "a network of this machine's own",
		"http://[::1]:" + port:              "a network of this machine's own",
		"http://[::ffff:127.0.0.1]:" + port: "a network of this machine's own",
		"http://169.254.169.254/latest/":    "a network of this machine's own",
		"http://10.0.0.1/":                  "a network of this machine's own",
		"https://example.org:22/":           "port 22 is not fetched from",
		"file:///etc/passwd":                "want an address that begins with https://",
		"gopher://example.org/":             "want an address that begins with https://",
		"//example.org/":                    "want an address that begins with https://",
		"https://me:secret@example.org/":    "a name and a password",
		"https://":                          "want an address",
		"http://a b/":                       "no address",
	} {
		if _, _, err := f.fetch(t.Context(), address); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", address, err, want)
		}
	}
}

// fetching returns a fetcher that may reach 127.0.0.1, as if it were public, and no other
// address.
func fetching(site *httptest.Server) *fetcher {
	f := newFetcher(1000)
	f.allows = func(a netip.Addr) bool { return a == netip.MustParseAddr("127.0.0.1") }
	f.ports = []string{site.URL[strings.LastIndexByte(site.URL, ':')+1:]}
	return f
}

func TestFetch(t *testing.T) {
	mux := http.NewServeMux()
	site := httptest.NewServer(mux)
	defer site.Close()
	answer := func(path, kind, body string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", kind)
			fmt.Fprint(w, body)
		})
	}
	answer("/club/page", "text/html; charset=utf-8", "<title>x</title><p>Text.")
	answer("/notes.md", "text/plain", "# Notes")
	answer("/a.pdf", "application/pdf", "%PDF")
	answer("/picture", "image/png", "x")
	answer("/large", "text/plain", strings.Repeat("x", 1001))
	lead := func(path, to string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) })
	}
	lead("/moved", "/club/page")
	lead("/round", "/round")
	lead("/inside", strings.Replace(site.URL, "127.0.0.1", "127.0.0.2", 1)+"/club/page")
	lead("/named", strings.Replace(site.URL, "127.0.0.1", "127.1", 1)) // which is 127.0.0.1 to some
	lead("/other", "http://127.0.0.1:1/")
	lead("/file", "file:///etc/passwd")
	f := fetching(site)
	for path, want := range map[string]string{"/club/page": "page.html", "/notes.md": "notes.md", "/a.pdf": "a.pdf", "/moved": "page.html"} {
		name, data, err := f.fetch(t.Context(), site.URL+path)
		if err != nil || name != want {
			t.Errorf("%s: %s, %v", path, name, err)
		}
		if strings.HasSuffix(want, ".html") && !strings.HasPrefix(string(data), "<!-- saved from url="+site.URL+"/club/page -->\n<title>") {
			t.Errorf("%s: %s", path, data)
		}
	}
	for path, want := range map[string]string{
		"/picture": `but "image/png"`, "/large": "more than 0 MiB", "/none": "404", "/round": "on and on",
		"/inside": "a network of this machine's own", "/other": "port 1 is not", "/file": "want an address", "/named": "",
	} {
		if _, _, err := f.fetch(t.Context(), site.URL+path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", path, err, want)
		}
	}
}

// A page is fetched by the form, shown, and imported with its address.
func TestFetchArticle(t *testing.T) {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<html><title>The lighthouse</title><body><article><h1>The lighthouse</h1><p>The lighthouse of Tarn was built by Ada Quill in 1912, and nobody has changed a stone of it since that year.</p></article></body></html>")
	}))
	defer site.Close()
	s, _, mina := curatedServer(t, Options{Fetch: true})
	w := post(s, "/curate/articles/fetch", url.Values{"address": {site.URL + "/x"}}, "Cookie", mina)
	if text := textOf(t, w); !strings.Contains(text, "is not fetched from") || !strings.Contains(w.Body.String(), `value="`+site.URL+`/x"`) {
		t.Errorf("fetched from this machine: %s", text)
	}
	s.articles.fetcher = fetching(site)
	w = post(s, "/curate/articles/fetch", url.Values{"address": {site.URL + "/lighthouse"}}, "Cookie", mina)
	if text := textOf(t, w); !strings.Contains(text, "1 article would be added") {
		t.Fatal(text)
	}
	confirm(s, mina, w.Body.String(), "import")
	until(t, "it is answered from", func() bool { return get(s, "/sources/lighthouse").Code == http.StatusOK })
	if page := get(s, "/sources/lighthouse").Body.String(); !strings.Contains(page, `href="`+site.URL+`/lighthouse"`) {
		t.Errorf("the article does not lead to where it is from: %s", page)
	}
}
