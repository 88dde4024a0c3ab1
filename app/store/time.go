package store

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"
)

// Time is a moment as the database keeps it: milliseconds since 1970 in UTC.
// In JSON it is RFC 3339. A nullable column is a *Time.
type Time struct{ time.Time }

// At wraps a moment.
func At(t time.Time) Time { return Time{t.UTC().Truncate(time.Millisecond)} }

// AtOrNil wraps a moment that may be absent.
func AtOrNil(t *time.Time) *Time {
	if t == nil {
		return nil
	}
	at := At(*t)
	return &at
}

// OrNil is the moment without its wrapping; nil when it is absent.
func (t *Time) OrNil() *time.Time {
	if t == nil {
		return nil
	}
	return &t.Time
}

// Value writes the moment to the database.
func (t Time) Value() (driver.Value, error) { return t.UnixMilli(), nil }

// Scan reads a moment from the database.
func (t *Time) Scan(src any) error {
	ms, ok := src.(int64)
	if !ok {
		return fmt.Errorf("time column holds %T", src)
	}
	t.Time = time.UnixMilli(ms).UTC()
	return nil
}

// GormDataType names the column type.
func (Time) GormDataType() string { return "integer" }

// JSON is a value that a text column keeps as JSON.
type JSON[T any] struct{ V T }

// Value writes the JSON to the database.
func (j JSON[T]) Value() (driver.Value, error) {
	data, err := json.Marshal(j.V)
	return string(data), err
}

// Scan reads the JSON from the database.
func (j *JSON[T]) Scan(src any) error {
	switch text := src.(type) {
	case string:
		return json.Unmarshal([]byte(text), &j.V)
	case []byte:
		return json.Unmarshal(text, &j.V)
	}
	return fmt.Errorf("JSON column holds %T", src)
}

// GormDataType names the column type.
func (JSON[T]) GormDataType() string { return "text" }
