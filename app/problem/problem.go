// Package problem holds the one kind of error that a person may be shown.
//
// A rule or a store returns a *Problem when somebody can do something about it: its Code is the
// key of a text in the catalogues (`problem.<code>`), which says what happened and what to do.
// Every other error is internal: it is logged with its cause and answered without it.
package problem

import (
	"errors"
	"fmt"
)

// Kind is the family of a problem; the web server maps each to one HTTP status.
type Kind int

// The kinds, in the order of their HTTP status.
const (
	Internal    Kind = iota + 1 // nobody foresaw it (500); only the web server makes these
	Invalid                     // the request cannot be read (400)
	SignedOut                   // nobody is signed in (401)
	Forbidden                   // somebody is, without the right (403)
	NotFound                    // no such thing, or not for this caller (404)
	TooSlow                     // the request did not arrive in time (408)
	Conflict                    // the thing has changed or is in another state (409)
	Gone                        // it existed and will not come back (410)
	TooLarge                    // more than is accepted (413)
	Unsupported                 // a kind of content that is not accepted (415)
	Unfit                       // readable, but the content breaks a rule (422)
	Locked                      // somebody else is writing to it (423)
	TooMany                     // tried too often (429)
	Checksum                    // the bytes are not the ones that were announced (460)
	Unavailable                 // a part of the box is missing or busy (503)
	Full                        // the disk is full (507)
)

// Field names one value that a problem is about.
type Field struct {
	Location string `json:"location"` // path in the request, such as customer.last_name
	Code     string `json:"code"`     // catalogue key below problem.field
	Message  string `json:"message"`  // filled in by the web server in the caller's language
}

// Problem is an error with a text that may be shown.
type Problem struct {
	Kind   Kind
	Code   string
	Args   map[string]any // placeholders of the text
	Fields []Field
	// Current is the state of a thing that had changed meanwhile, for the caller to compare with.
	Current any
	cause   error
}

// New makes a problem; args are pairs of placeholder name and value.
func New(kind Kind, code string, args ...any) *Problem {
	p := &Problem{Kind: kind, Code: code}
	for i := 0; i+1 < len(args); i += 2 {
		if p.Args == nil {
			p.Args = map[string]any{}
		}
		p.Args[fmt.Sprint(args[i])] = args[i+1]
	}
	return p
}

// On adds a field that the problem is about.
func (p *Problem) On(location, code string) *Problem {
	p.Fields = append(p.Fields, Field{Location: location, Code: code})
	return p
}

// With adds the current state of the thing.
func (p *Problem) With(current any) *Problem {
	p.Current = current
	return p
}

// Because keeps the cause for the log. It is never shown.
func (p *Problem) Because(err error) *Problem {
	p.cause = err
	return p
}

// Error is for the log; the text for people comes from the catalogue.
func (p *Problem) Error() string {
	if p.cause != nil {
		return p.Code + ": " + p.cause.Error()
	}
	return p.Code
}

// Unwrap returns the cause.
func (p *Problem) Unwrap() error { return p.cause }

// As returns the problem inside err, or nil.
func As(err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	return nil
}

// Is tells whether err is a problem with this code.
func Is(err error, code string) bool {
	p := As(err)
	return p != nil && p.Code == code
}
