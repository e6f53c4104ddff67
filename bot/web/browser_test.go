package web

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// These tests drive a real browser: Chromium, where it is found.

// chromium finds the browser.
func chromium(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("a real browser takes its time")
	}
	names := []string{"chromium", "chromium-browser", "google-chrome"}
	if name := os.Getenv("HAPJAK_CHROMIUM"); name != "" {
		names = []string{name}
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("there is no Chromium here: pages are not tried in a real browser (apt-get install chromium, or name it in HAPJAK_CHROMIUM)")
	return ""
}

// A browser is one window, which notes what the page complains of.
type browser struct {
	t   *testing.T
	ctx context.Context
	url string // of the server

	mu    sync.Mutex
	noted []string
}

// open opens a window on a server's page.
func open(t *testing.T, server http.Handler) *browser {
	t.Helper()
	path := chromium(t)
	site := httptest.NewServer(server)
	t.Cleanup(site.Close)
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.WindowSize(1200, 900))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // which root cannot have
	}
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	b := &browser{t: t, ctx: ctx, url: site.URL}
	err := chromedp.Listen(ctx, func(event any) {
		b.mu.Lock()
		defer b.mu.Unlock()
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			b.noted = append(b.noted, fmt.Sprint(e.ExceptionDetails))
		case *log.EventEntryAdded: // refusals of the policy among them
			if e.Entry.Level == log.EntryLevelError {
				b.noted = append(b.noted, e.Entry.Text+" "+e.Entry.URL)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	b.ctx, stop = context.WithTimeout(ctx, 90*time.Second)
	t.Cleanup(stop)
	command(b, log.Enable, cdp.Empty{})
	b.prefer("prefers-reduced-motion", "reduce") // what moves while it is clicked is missed
	return b
}

// do does things, and fails the test at the first that does not work.
func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// command sends a command of the protocol.
func command[P any](b *browser, c cdp.Command[P, cdp.Empty], params P) {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, c, params); err != nil {
		b.t.Fatal(err)
	}
}

// text returns the text of an element.
func (b *browser) text(selector string) string {
	b.t.Helper()
	text, err := chromedp.Run(b.ctx, chromedp.Text(selector))
	if err != nil {
		b.t.Fatal(err)
	}
	return text
}

// prefer sets what the person at the window prefers.
func (b *browser) prefer(name, value string) {
	b.t.Helper()
	command(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: name, Value: value}}})
}

// is evaluates an expression.
func is[T any](b *browser, expression string) T {
	b.t.Helper()
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// wait waits until an expression is true, on the page that comes where one is just left.
func (b *browser) wait(expression string) {
	b.t.Helper()
	for try := 1; ; try++ {
		_, err := chromedp.Run(b.ctx, chromedp.Poll[bool]("!!("+expression+")", chromedp.WithPollingTimeout(20*time.Second)))
		switch {
		case err == nil:
			return
		case try < 5 && strings.Contains(err.Error(), "Cannot find context"):
			time.Sleep(100 * time.Millisecond)
		default:
			b.t.Fatalf("%s: %v\n%s", expression, err, is[string](b, `document.body.innerText`))
		}
	}
}

// fitsPhone fails the test where a page is wider than a phone's 360 pixels, has text a word a line, or what is too low to be hit.
func (b *browser) fitsPhone(at string) {
	b.t.Helper()
	shown := func(what string) string {
		return is[string](b, `[...document.querySelectorAll("main *, .top nav a, .desk a")].filter(e => e.getClientRects().length && !e.closest(".scroll") && (`+what+`)).map(e => e.outerHTML.slice(0, 80)).slice(0, 3).join("\n")`)
	}
	if wide := is[int](b, `document.documentElement.scrollWidth`); wide > 360 {
		b.t.Errorf("%s is %d pixels wide on 360: %s", at, wide, shown(`e.getBoundingClientRect().right > 361`))
	}
	if thin := shown(`e.innerText?.trim().length > 3 && e.clientWidth > 1 && e.clientWidth < 40 && e.clientHeight > 100`); thin != "" {
		b.t.Errorf("%s: a word a line or less: %s", at, thin)
	}
	if small := shown(`e.matches("input:not([type=hidden], [type=checkbox], [type=radio]), button, select, textarea, a.button, nav a") && e.getBoundingClientRect().height < 40`); small != "" {
		b.t.Errorf("%s: too low to be hit: %s", at, small)
	}
}

// quiet fails the test for everything that the pages complained of.
func (b *browser) quiet() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, n := range b.noted {
		b.t.Error(n)
	}
}

func TestBrowserAsk(t *testing.T) {
	b := open(t, shipped(t, Options{}))
	b.do(chromedp.Navigate(b.url), chromedp.SendKeys("#q", "Who directed Snowpiercer?"+kb.Enter))
	b.wait(`document.querySelectorAll(".turn").length == 1`)
	if text := is[string](b, `document.querySelector(".answer").innerText`); !strings.HasPrefix(text, "Bong Joon Ho directed Snowpiercer (2013).") {
		t.Errorf("answered: %q", text)
	}
	b.do(chromedp.SendKeys("#q", "and who was in it?"+kb.Enter))
	b.wait(`document.querySelectorAll(".turn").length == 2`)
	if text := is[string](b, `document.querySelector(".turn:last-child .answer").innerText`); !strings.Contains(text, "Tilda Swinton") {
		t.Errorf("the follow-up: %q", text)
	}
	if is[string](b, `document.activeElement.id`) != "q" || is[string](b, `document.getElementById("q").value`) != "" {
		t.Error("the question's field is not ready for the next")
	}
	if said := is[string](b, `document.getElementById("status").textContent`); !strings.Contains(said, "Tilda Swinton") {
		t.Errorf("a screen reader is told %q", said)
	}
	// The passage lights up with what is said, and is reached from it.
	b.do(chromedp.Click(".turn:last-child a.mark"))
	b.wait(`document.querySelector(".turn:last-child .cited li:target blockquote mark")?.textContent.includes("Tilda Swinton")`)
	// What the address has now is the same answer, without the turns before.
	b.do(chromedp.Reload())
	b.wait(`document.querySelector(".answer")?.innerText.includes("Tilda Swinton")`)
	b.do(chromedp.Click(`.top nav a[href="/sources"]`), chromedp.WaitVisible(".cards"))
	b.quiet()
}

// From the first page to a cited passage and back to asking, with the keyboard alone.
func TestBrowserKeyboard(t *testing.T) {
	b := open(t, shipped(t, Options{}))
	b.do(chromedp.Navigate(b.url), chromedp.WaitReady("#q"))
	b.wait(`document.activeElement.id == "q"`)
	b.do(chromedp.KeyEvent("Which films did Bong Joon Ho direct?" + kb.Enter))
	b.wait(`document.querySelectorAll(".turn").length == 1`)
	// Back through the answer to its first marker.
	focused := `document.activeElement.matches(".mark[href]") && document.activeElement.textContent == "1"`
	for range 40 {
		if is[bool](b, focused) {
			break
		}
		b.do(chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(kb.ModifierShift)))
	}
	if !is[bool](b, focused) {
		t.Fatalf("the marker is not reached; the focus is on %s", is[string](b, `document.activeElement.outerHTML`))
	}
	if outline := is[string](b, `getComputedStyle(document.activeElement).outlineStyle`); outline == "none" {
		t.Error("the focus is not seen")
	}
	if lit := is[int](b, `document.querySelectorAll(".cited li.lit").length`); lit != 1 {
		t.Errorf("%d passages are lit", lit)
	}
	b.do(chromedp.KeyEvent(kb.Enter))
	b.wait(`document.querySelector(".cited li:target")`)
	b.do(chromedp.KeyEvent("/"))
	b.wait(`document.activeElement.id == "q"`)
	b.do(chromedp.KeyEvent("and when?" + kb.Enter))
	b.wait(`document.querySelectorAll(".turn").length == 2`)
	// The first thing that Tab reaches leads past the menu.
	b.do(chromedp.Navigate(b.url+"/sources"), chromedp.WaitReady("main"), chromedp.KeyEvent(kb.Tab))
	if !is[bool](b, `document.activeElement.matches("a.skip")`) {
		t.Error("no way past the menu")
	}
	b.do(chromedp.KeyEvent(kb.Enter + kb.Tab))
	if !is[bool](b, `document.activeElement.closest("main") != null`) {
		t.Error("the way past the menu leads elsewhere")
	}
	b.quiet()
}

// every page, for what holds of all of them.
var every = []string{"/", "/?q=Which+films+did+Bong+Joon+Ho+direct%3F", "/?q=who+directed+parasite", "/?q=/compare+okja+|+snowpiercer", "/?q=/help", "/sources", "/sources/kobiz-2025", "/things", "/things?q=bong", "/things?kind=film", "/things/snowpiercer", "/timeline", "/timeline?about=nothing", "/nowhere", "/embed"}

// On a phone nothing is wider than the screen, the text is large enough to be read and the
// field large enough to be hit.
func TestBrowserPhone(t *testing.T) {
	b := open(t, shipped(t, Options{}))
	b.do(chromedp.EmulateViewport(360, 740, chromedp.EmulateMobile, chromedp.EmulateTouch))
	for _, at := range every {
		b.do(chromedp.Navigate(b.url+at), chromedp.WaitReady("main"))
		b.fitsPhone(at)
	}
	b.do(chromedp.Navigate(b.url), chromedp.SendKeys("#q", "Who directed Okja?"+kb.Enter))
	b.wait(`document.querySelector(".answer")?.innerText.startsWith("Bong Joon Ho")`)
}

func TestBrowserWithoutJavaScript(t *testing.T) {
	b := open(t, shipped(t, Options{}))
	command(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.do(chromedp.Navigate(b.url), chromedp.SendKeys("#q", "Who directed Snowpiercer?"+kb.Enter), chromedp.WaitVisible(".turn .answer"))
	if text := b.text(".answer"); !strings.HasPrefix(text, "Bong Joon Ho directed Snowpiercer (2013).") {
		t.Errorf("answered: %q", text)
	}
	b.do(chromedp.Click(".answer a.mark"), chromedp.WaitVisible(".cited li:target"))
	b.do(chromedp.SendKeys("#q", "and who was in it?"), chromedp.Click("form.asking button"), chromedp.WaitReady(`input[name=before][value="and who was in it?"]`))
	if text := b.text(".answer"); !strings.Contains(text, "Tilda Swinton") {
		t.Errorf("the follow-up: %q", text)
	}
	b.quiet()
}

// The widget is one line in a page of another origin, and grows with its answers; a page
// that was not named cannot have it.
func TestBrowserWidget(t *testing.T) {
	chromium(t)
	var server *httptest.Server
	site := func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `<!doctype html><title>A film club</title><h1>Our films</h1><script src="%s/widget.js" async></script>`, server.URL)
	}
	b := open(t, http.HandlerFunc(site))
	server = httptest.NewServer(shipped(t, Options{Origins: []string{b.url}}))
	defer server.Close()
	b.do(chromedp.Navigate(b.url))
	b.wait(`document.querySelector("iframe")?.style.height && document.querySelector("iframe").style.height != "320px"`)
	before := is[int](b, `document.querySelector("iframe").clientHeight`)
	frames, err := chromedp.Run(b.ctx, chromedp.Nodes("iframe"))
	if err != nil {
		t.Fatal(err)
	}
	b.do(chromedp.SendKeys("#q", "Which films did Bong Joon Ho direct?"+kb.Enter, chromedp.FromNode(frames[0])),
		chromedp.WaitVisible(".answer", chromedp.FromNode(frames[0])))
	b.wait(fmt.Sprintf(`document.querySelector("iframe").clientHeight > %d`, before))

	server.Config.Handler = shipped(t, Options{Origins: []string{"https://other.example"}})
	b.do(chromedp.Navigate(b.url), chromedp.Sleep(500*time.Millisecond))
	b.mu.Lock()
	defer b.mu.Unlock()
	if !strings.Contains(strings.Join(b.noted, " "), "frame-ancestors") {
		t.Errorf("a page that was not named has the widget: %q", b.noted)
	}
}

// A curator is refused, let in by the link, and finds what was voted down.
func TestBrowserCurate(t *testing.T) {
	s, _ := keeping(t, "")
	b := open(t, s)
	b.do(chromedp.Navigate(b.url), chromedp.SendKeys("#q", "Who directed Okja?"+kb.Enter), chromedp.WaitVisible(".votes summary"),
		chromedp.Click(".votes summary"), chromedp.WaitVisible(".votes input[name=reason]"),
		chromedp.SendKeys(".votes input[name=reason]", "it was two people"+kb.Enter), chromedp.WaitNotPresent(".votes"))
	if text := b.text(".answer"); !strings.Contains(text, "Thank you.") {
		t.Errorf("after the vote: %q", text)
	}
	b.quiet()
	b.do(chromedp.Navigate(b.url + "/curate"))
	if text := b.text("main"); !strings.Contains(text, "This page is for curators") {
		t.Errorf("without signing in: %q", text)
	}
	b.do(chromedp.Navigate(b.url+s.SignIn("Mina")), chromedp.Click("main button"), chromedp.WaitVisible(".groups"))
	if text := b.text("main"); !strings.Contains(text, "Who directed Okja?") || !strings.Contains(text, "it was two people") {
		t.Errorf("signed in: %q", text)
	}
	if is[string](b, `document.cookie`) != "" {
		t.Error("a script can read the cookie")
	}
	b.do(chromedp.Click(".out button"), chromedp.WaitVisible("#q"), chromedp.Navigate(b.url+"/curate"))
	if text := b.text("main"); !strings.Contains(text, "This page is for curators") {
		t.Errorf("after signing out: %q", text)
	}
}

// axe-core finds no fault of accessibility in any page, in light and in dark. It is no part
// of this repository: HAPJAK_AXE names its axe.min.js.
func TestBrowserAccessible(t *testing.T) {
	axe := axeCore(t)
	s, _ := keeping(t, "")
	b := open(t, s)
	b.do(chromedp.Navigate(b.url+s.SignIn("Mina")), chromedp.Click("main button"), chromedp.WaitVisible(".out"))
	b.accessible(axe, append(every, "/curate", s.SignIn("Mina"))...)
}

// axeCore is the script that looks for faults.
func axeCore(t *testing.T) string {
	t.Helper()
	if os.Getenv("HAPJAK_AXE") == "" {
		t.Skip("axe-core is not here: accessibility is not checked (npm pack axe-core, and name its axe.min.js in HAPJAK_AXE)")
	}
	axe, err := os.ReadFile(os.Getenv("HAPJAK_AXE"))
	if err != nil {
		t.Fatal(err)
	}
	return string(axe)
}

// accessible looks for faults of accessibility in pages, in light and in dark.
func (b *browser) accessible(axe string, pages ...string) {
	b.t.Helper()
	for _, scheme := range []string{"light", "dark"} {
		b.prefer("prefers-color-scheme", scheme)
		for _, at := range pages {
			b.do(chromedp.Navigate(b.url+at), chromedp.WaitReady("main"))
			b.faultless(axe, at+", "+scheme)
		}
	}
}

// faultless looks for faults of accessibility in the page that is there, all that can be opened on it open.
func (b *browser) faultless(axe, what string) {
	b.t.Helper()
	is[bool](b, `document.querySelectorAll("details").forEach(d => d.open = true) || true`)
	is[bool](b, axe+"; true")
	if found := is[string](b, `axe.run().then(r => r.violations.map(v => v.impact + ": " + v.help + ": " + v.nodes[0].html + " " + v.nodes[0].failureSummary).join("\n"))`); found != "" {
		b.t.Errorf("%s: %s", what, found)
	}
}
