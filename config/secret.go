package config

import "log/slog"

// Secret is a text that never appears in a log, an error or an answer: however it is printed, it shows "********".
// Reveal is the only way to its value.
type Secret struct {
	// A pointer, because fmt prints the bare fields of a Secret that stands in an unexported field.
	value *string
}

const hidden = "********"

// NewSecret wraps a text. An empty text gives the empty Secret.
func NewSecret(text string) Secret {
	if text == "" {
		return Secret{}
	}
	return Secret{&text}
}

// Reveal returns the text itself, for the one place that needs it.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// Empty says that no secret was set.
func (s Secret) Empty() bool { return s.value == nil }

// String returns asterisks, or nothing for the empty Secret.
func (s Secret) String() string {
	if s.Empty() {
		return ""
	}
	return hidden
}

// GoString does as String.
func (s Secret) GoString() string { return `config.Secret("` + s.String() + `")` }

// MarshalText does as String.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue does as String.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }
