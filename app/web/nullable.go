package web

import (
	"bytes"
	"encoding/json"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

// Nullable is a member of a change that may be absent (stay as it is), null (be emptied) or a value.
type Nullable[T any] struct {
	Sent  bool
	Value *T
}

// UnmarshalJSON is only called for a member that is there.
func (n *Nullable[T]) UnmarshalJSON(data []byte) error {
	n.Sent = true
	if bytes.Equal(data, []byte("null")) {
		n.Value = nil
		return nil
	}
	return json.Unmarshal(data, &n.Value)
}

// MarshalJSON writes the value or null.
func (n Nullable[T]) MarshalJSON() ([]byte, error) { return json.Marshal(n.Value) }

// Schema describes the member as a T that may be null.
func (n Nullable[T]) Schema(registry huma.Registry) *huma.Schema {
	schema := *huma.SchemaFromType(registry, reflect.TypeFor[T]())
	schema.Nullable = true
	return &schema
}
