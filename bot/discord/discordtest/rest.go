package discordtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// Request is one REST request that the bot sent.
type Request struct {
	At     time.Time // real time at which its head had been read
	Method string
	Path   string // without /api/vN
	Route  string // with ids replaced: /channels/{channel_id}/messages
	Body   string
	Status int // what it was answered with; 0 for a dropped connection
	Code   int // Discord's error code, if any
}

// request is a request on its way through the server.
type request struct {
	at    time.Time
	r     *http.Request
	route *route
	raw   json.RawMessage
	body  any               // nil without a body
	files map[string]upload // of a form, by the names of its parts
}

func (q *request) id(name string) string { return q.r.PathValue(name) }
func (q *request) object() object        { return asObject(q.body) }

// created marks an answer that is sent with 201.
type created struct{ body any }

// failure is an error as Discord's API tells it.
type failure struct {
	status, code int
	message      string
	errors       object
}

func (f *failure) Error() string { return fmt.Sprintf("%d %d: %s", f.status, f.code, f.message) }

func apiError(status, code int, message string) error {
	return &failure{status: status, code: code, message: message}
}

// invalidForm is a 400 with every fault in its place.
func invalidForm(faults []fault) *failure {
	errors := object{}
	for _, f := range faults {
		at := errors
		for _, key := range f.at {
			next, ok := at[key].(object)
			if !ok {
				next = object{}
				at[key] = next
			}
			at = next
		}
		list, _ := at["_errors"].([]object)
		at["_errors"] = append(list, object{"code": "INVALID", "message": f.text})
	}
	return &failure{status: 400, code: 50035, message: "Invalid Form Body", errors: errors}
}

// A door is the Discord that requests come in at: what is done with each before a route and after it.
type door struct{ *Discord }

// ServeHTTP is the whole server: the gateway's handshakes and the REST API.
func (d *Discord) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if websocket.IsWebSocketUpgrade(r) {
		d.serveGateway(w, r)
		return
	}
	d.mux.ServeHTTP(w, r)
}

// maxBody is what Discord takes: 25 MiB of files and some.
const maxBody = 26 << 20

// serve handles one REST request: it is read, noted, perhaps spoilt by a
// scripted fault, limited, checked and at last carried out.
func (d door) serve(rt *route, w http.ResponseWriter, r *http.Request) {
	q := &request{at: time.Now(), r: r, route: rt}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		http.Error(w, "the body is too long", http.StatusRequestEntityTooLarge)
		return
	}
	f := d.fault(r.Method, rt.path)
	if f != nil {
		d.keep(r, f)
	}
	status, text, head := d.carry(q, f, body)
	if status == 0 {
		panic(http.ErrAbortHandler) // closes the connection
	}
	for k, v := range head {
		w.Header()[k] = v
	}
	if w.Header().Get("Content-Type") == "" && len(text) > 0 {
		w.Header().Set("Content-Type", "application/json")
	}
	w.WriteHeader(status)
	w.Write(text)
}

// carry carries a request out and notes it, both before anybody looks at the requests: a
// test that has seen a message finds the request that posted it.
func (d door) carry(q *request, f *Fault, body []byte) (status int, text []byte, head http.Header) {
	d.carrying.RLock()
	defer d.carrying.RUnlock()
	var reply any
	var err error
	if f == nil || f.Applied || f.passes() {
		head, reply, err = d.carryOut(q, body)
	}
	if head == nil {
		head = http.Header{}
	}
	status, text = d.render(reply, err)
	if f != nil && !f.passes() {
		status, text = f.render(head)
	}
	d.note(q, body, status, text)
	return status, text, head
}

// render turns a result into a status and a body.
func (d door) render(reply any, err error) (int, []byte) {
	status := http.StatusOK
	if err != nil {
		f, ok := err.(*failure)
		if !ok {
			f = &failure{status: 500, message: err.Error()}
		}
		status = f.status
		body := object{"code": f.code, "message": f.message}
		if f.errors != nil {
			body["errors"] = f.errors
		}
		if f.status == http.StatusTooManyRequests {
			body = f.errors
		}
		reply = body
	}
	if c, ok := reply.(created); ok {
		status, reply = http.StatusCreated, c.body
	}
	if reply == nil {
		return http.StatusNoContent, nil
	}
	text, err := json.Marshal(reply)
	if err != nil {
		return 500, []byte(err.Error())
	}
	return status, text
}

// note remembers a request for the test to look at.
func (d door) note(q *request, body []byte, status int, text []byte) {
	n := Request{
		At: q.at, Method: q.r.Method, Path: unversioned(q.r.URL.Path), Route: q.route.path,
		Body: string(body), Status: status,
	}
	if status >= 400 {
		var e struct{ Code int }
		json.Unmarshal(text, &e)
		n.Code = e.Code
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.requests = append(d.requests, n)
	if keep := d.o.Keep; keep > 0 && len(d.requests) >= 2*keep {
		d.requests = append([]Request(nil), d.requests[keep:]...)
	}
	d.countInvalid(status)
	d.touch()
}

var versioned = regexp.MustCompile(`^/api/v\d+`)

func unversioned(path string) string { return versioned.ReplaceAllString(path, "") }

// carryOut checks a request and does what it asks.
func (d door) carryOut(q *request, body []byte) (http.Header, any, error) {
	if v := q.r.PathValue("version"); v != "v9" && v != "v10" {
		return nil, nil, d.refuse(q, apiError(400, 50041, "Invalid API version provided"))
	}
	if err := d.authorize(q); err != nil {
		return nil, nil, err
	}
	head, err := d.limit(q)
	if err != nil {
		return head, nil, err
	}
	if err := d.readBody(q, body); err != nil {
		return head, nil, err
	}
	if !userAgent.MatchString(q.r.UserAgent()) {
		d.blame(q, fmt.Sprintf("User-Agent %q is not of the form DiscordBot (url, version)", q.r.UserAgent()))
	}
	d.afterResponse(q)
	d.mu.Lock()
	defer d.mu.Unlock()
	reply, err := q.route.do(api(d), q)
	if err == nil && reply != nil && d.conform {
		d.checkOwn(q, reply)
	}
	return head, reply, err
}

// userAgent is what Discord asks for; without it its edge may block a bot.
var userAgent = regexp.MustCompile(`^DiscordBot \(.+, ?.+\)`)

// blame notes a violation by a request.
func (d *Discord) blame(q *request, text string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.violate("%s %s: %s", q.r.Method, q.route.path, text)
}

// refuse notes a violation together with the error that it is answered with.
func (d *Discord) refuse(q *request, err error) error {
	d.blame(q, err.Error())
	return err
}

// authorize wants "Authorization: Bot TOKEN" where the route needs it.
func (d door) authorize(q *request) error {
	have := q.r.Header.Get("Authorization")
	if q.route.open {
		return nil
	}
	d.mu.Lock()
	reset := d.tokenReset
	d.mu.Unlock()
	if have == "Bot "+d.o.Token && !reset {
		return nil
	}
	return apiError(http.StatusUnauthorized, 0, "401: Unauthorized")
}

// readBody decodes the body and holds it against the OpenAPI document.
func (d door) readBody(q *request, body []byte) error {
	kind, params, _ := mime.ParseMediaType(q.r.Header.Get("Content-Type"))
	wants := d.spec.hasBody(q.r.Method, q.route.path)
	switch {
	case len(body) == 0 && wants:
		return d.refuse(q, apiError(400, 50109, "The request body contains invalid JSON."))
	case len(body) == 0 || !wants:
		return nil
	case kind == "multipart/form-data":
		var err error
		if body, err = q.payload(body, params["boundary"]); err != nil {
			return d.refuse(q, apiError(400, 50035, err.Error()))
		}
	case kind != "application/json":
		return d.refuse(q, apiError(400, 50035, "Content-Type must be application/json"))
	}
	v, err := decode(body)
	if err != nil {
		return d.refuse(q, apiError(400, 50109, "The request body contains invalid JSON."))
	}
	q.raw, q.body = body, v
	if faults := d.spec.checkBody(q.r.Method, q.route.path, forSpec(v)); len(faults) > 0 {
		return d.refuseForm(q, faults)
	}
	return nil
}

// refuseForm is a 400 that tells every fault, and a violation.
func (d door) refuseForm(q *request, faults []fault) error {
	d.blame(q, sentences(faults))
	return invalidForm(faults)
}

func sentences(faults []fault) string {
	var all []string
	for _, f := range faults {
		all = append(all, f.String())
	}
	return strings.Join(all, "; ")
}

// payload takes the JSON and the files out of a form.
func (q *request) payload(body []byte, boundary string) ([]byte, error) {
	form := multipart.NewReader(bytes.NewReader(body), boundary)
	var text []byte
	for {
		part, err := form.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if part.FormName() == "payload_json" {
			if text, err = io.ReadAll(part); err != nil {
				return nil, err
			}
			continue
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return nil, err
		}
		if q.files == nil {
			q.files = map[string]upload{}
		}
		q.files[part.FormName()] = upload{part.FileName(), data}
	}
	if text == nil {
		return nil, fmt.Errorf("the form has no payload_json")
	}
	return text, nil
}

func decode(body []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, err
	}
	return v, nil
}

// forSpec is a body as the OpenAPI document wants it: there
// default_member_permissions is an integer, on the wire it is a string.
func forSpec(v any) any {
	if all, ok := v.([]any); ok {
		copied := make([]any, len(all))
		for i, x := range all {
			copied[i] = forSpec(x)
		}
		return copied
	}
	o, ok := v.(object)
	if !ok || o["default_member_permissions"] == nil {
		return v
	}
	copied := object{}
	for k, x := range o {
		copied[k] = x
	}
	if n, err := strconv.ParseUint(str(o["default_member_permissions"]), 10, 64); err == nil {
		copied["default_member_permissions"] = json.Number(strconv.FormatUint(n, 10))
	}
	return copied
}

// checkOwn holds the fake's own answer against the OpenAPI document.
func (d door) checkOwn(q *request, reply any) {
	status := "200"
	if c, ok := reply.(created); ok {
		status, reply = "201", c.body
	}
	text, _ := json.Marshal(reply)
	v, _ := decode(text)
	for _, f := range d.spec.checkAnswer(q.r.Method, q.route.path, status, v) {
		d.violate("the fake's own answer to %s %s: %s", q.r.Method, q.route.path, f)
	}
}
