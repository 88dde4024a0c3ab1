package problem

import "strings"

// Check collects what is wrong with an input, so that a person learns of everything at once.
// Its zero value has found nothing.
type Check struct {
	found *Problem
	names []string
}

// Fail notes that the value at location breaks a rule, whose text is `problem.field.<code>`.
func (c *Check) Fail(location, code string) {
	if c.found == nil {
		c.found = New(Unfit, "invalid_input")
	}
	c.found.On(location, code)
	c.names = append(c.names, location)
}

// That fails unless ok.
func (c *Check) That(ok bool, location, code string) {
	if !ok {
		c.Fail(location, code)
	}
}

// Err returns the problem invalid_input with everything that was found, or nil.
func (c *Check) Err() error {
	if c.found == nil {
		return nil
	}
	c.found.Args = map[string]any{"fields": strings.Join(c.names, ", ")}
	return c.found
}
