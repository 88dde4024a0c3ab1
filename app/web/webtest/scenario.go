package webtest

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// Scenario is one request and what must come of it. By convention the callers without the right come first.
type Scenario struct {
	Name    string
	As      func(*Box) *Client // nobody when nil
	Headers map[string]string
	Method  string
	Path    string
	Body    any
	Before  func(*Box)
	// Request replaces As, Path and Body when they depend on what the box holds.
	Request func(*Box) (as *Client, path string, body any)

	Status int
	Code   string   // of the problem
	Fields []string // "location code" of each of the problem's fields, in any order
	Has    []string // in the compact JSON of the answer
	HasNot []string
	After  func(*Box, Answer)
}

// Run plays each scenario on a box of its own.
func Run(t *testing.T, start func(testing.TB) *Box, scenarios []Scenario) {
	t.Helper()
	for _, scenario := range scenarios {
		t.Run(scenario.Name, func(t *testing.T) {
			t.Parallel()
			scenario.run(t, start(t))
		})
	}
}

func (s Scenario) run(t *testing.T, b *Box) {
	t.Helper()
	if s.Before != nil {
		s.Before(b)
	}
	caller, path, body := b.Nobody(), s.Path, s.Body
	switch {
	case s.Request != nil:
		caller, path, body = s.Request(b)
	case s.As != nil:
		caller = s.As(b)
	}
	once := *caller
	once.Header = caller.Header.Clone()
	for name, value := range s.Headers {
		once.Header.Set(name, value)
	}
	answer := once.Do(s.Method, path, body)
	s.check(t, answer)
	if s.After != nil {
		s.After(b, answer)
	}
}

func (s Scenario) check(t *testing.T, answer Answer) {
	t.Helper()
	text := string(answer.Body)
	var compact bytes.Buffer
	if json.Compact(&compact, answer.Body) == nil {
		text = compact.String()
	}
	if answer.Status != s.Status {
		t.Fatalf("status %d, wanted %d: %s", answer.Status, s.Status, text)
	}
	p := answer.Problem()
	if s.Status >= 400 && p.Code != s.Code {
		t.Errorf("problem %q, wanted %q: %s", p.Code, s.Code, text)
	}
	if s.Status >= 400 && (p.Detail == "" || strings.HasPrefix(p.Detail, "problem.") || strings.Contains(p.Detail, "<no value>")) {
		t.Errorf("the problem has no text: %s", text)
	}
	fields := []string{}
	for _, field := range p.Errors {
		fields = append(fields, field.Location+" "+field.Code)
		if field.Message == "" || strings.HasPrefix(field.Message, "problem.") {
			t.Errorf("field %s has no text", field.Location)
		}
	}
	wanted := slices.Clone(s.Fields)
	slices.Sort(wanted)
	slices.Sort(fields)
	if s.Fields != nil && !slices.Equal(fields, wanted) {
		t.Errorf("fields %v, wanted %v", fields, wanted)
	}
	for _, part := range s.Has {
		if !strings.Contains(text, part) {
			t.Errorf("%q is not in %s", part, text)
		}
	}
	for _, part := range s.HasNot {
		if strings.Contains(text, part) {
			t.Errorf("%q is in %s", part, text)
		}
	}
}
