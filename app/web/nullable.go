package web

import (
	"bytes"
	"encoding/json"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

// Nullable is a member that may be null. In a change it may also be absent, which leaves the thing as it is.
type Nullable[T any] struct {
	Sent  bool // only told when reading
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
	schema := registry.Schema(reflect.TypeFor[T](), true, "")
	if schema.Ref != "" { // a reference cannot itself be nullable
		return &huma.Schema{OneOf: []*huma.Schema{schema, {Type: "null"}}}
	}
	nullable := *schema
	nullable.Nullable = true
	return &nullable
}
