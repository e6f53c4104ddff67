package discordtest

import (
	"bytes"
	_ "embed"
	"fmt"
	"net/url"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	xmessage "golang.org/x/text/message"
)

//go:generate go run ./trim ../../../../shared/discord/openapi.json openapi.json

// openapi is the part of Discord's OpenAPI document for the routes served
// here: https://github.com/discord/discord-api-spec, MIT, see openapi.LICENSE.
//
//go:embed openapi.json
var openapi []byte

const specURL = "discord:///openapi.json"

// spec compiles schemas of the document as they are needed. Its compiled
// schemas never change, so all fakes of a process share them.
var spec = sync.OnceValues(newSpecification)

type specification struct {
	doc      object
	compiler *jsonschema.Compiler
	mu       sync.Mutex
	compiled map[string]*jsonschema.Schema
}

func newSpecification() (*specification, error) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(openapi))
	if err != nil {
		return nil, fmt.Errorf("openapi.json: %w", err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(specURL, doc); err != nil {
		return nil, fmt.Errorf("openapi.json: %w", err)
	}
	root, _ := doc.(object)
	return &specification{doc: root, compiler: c, compiled: map[string]*jsonschema.Schema{}}, nil
}

// checkBody says what is wrong with the body of a request, nil if nothing is.
func (s *specification) checkBody(method, path string, body any) []fault {
	return s.check(body, "paths", path, strings.ToLower(method), "requestBody", "content", "application/json", "schema")
}

// checkAnswer says what is wrong with an answer of the fake itself.
func (s *specification) checkAnswer(method, path, status string, body any) []fault {
	return s.check(body, "paths", path, strings.ToLower(method), "responses", status, "content", "application/json", "schema")
}

// hasBody says whether the route takes a JSON body at all.
func (s *specification) hasBody(method, path string) bool {
	return s.at("paths", path, strings.ToLower(method), "requestBody") != nil
}

func (s *specification) at(path ...string) any {
	var v any = s.doc
	for _, p := range path {
		m, _ := v.(object)
		v = m[p]
	}
	return v
}

func (s *specification) check(v any, path ...string) []fault {
	if s.at(path...) == nil {
		return nil
	}
	schema, err := s.schema(path)
	if err != nil {
		return []fault{{text: err.Error()}}
	}
	err = schema.Validate(v)
	if err == nil {
		return nil
	}
	bad, ok := err.(*jsonschema.ValidationError)
	if !ok {
		return []fault{{text: err.Error()}}
	}
	return leaves(bad, xmessage.NewPrinter(language.English))
}

func (s *specification) schema(path []string) (*jsonschema.Schema, error) {
	escaped := make([]string, len(path))
	for i, p := range path {
		p = strings.ReplaceAll(strings.ReplaceAll(p, "~", "~0"), "/", "~1")
		escaped[i] = url.PathEscape(p)
	}
	at := specURL + "#/" + strings.Join(escaped, "/")
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.compiled[at]; c != nil {
		return c, nil
	}
	c, err := s.compiler.Compile(at)
	if err == nil {
		s.compiled[at] = c
	}
	return c, err
}

// A fault is one thing wrong with a body, and where.
type fault struct {
	at   []string
	text string
}

func (f fault) String() string {
	if len(f.at) == 0 {
		return f.text
	}
	return strings.Join(f.at, ".") + ": " + f.text
}

// leaves are the errors at the bottom of the tree. Of the branches of a union
// only one is told: the one whose "type" the value has.
func leaves(e *jsonschema.ValidationError, p *xmessage.Printer) []fault {
	if len(e.Causes) == 0 {
		return []fault{{e.InstanceLocation, e.ErrorKind.LocalizedString(p)}}
	}
	union := false
	switch e.ErrorKind.(type) {
	case *kind.OneOf, *kind.AnyOf:
		union = true
	}
	var all []fault
	for _, c := range e.Causes {
		below := leaves(c, p)
		if union && !otherType(below, e.InstanceLocation) {
			return below
		}
		all = append(all, below...)
	}
	if len(all) > 4 {
		all = all[:4]
	}
	return all
}

// otherType says whether the faults of a union's branch include a wrong type
// of the value itself.
func otherType(below []fault, at []string) bool {
	for _, f := range below {
		if len(f.at) == len(at) || len(f.at) == len(at)+1 && f.at[len(at)] == "type" {
			return true
		}
	}
	return false
}
