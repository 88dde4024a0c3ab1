// Package checklists holds the lists of recommendations that a technician ticks and the office
// prices. A list is made of keys; its texts stand in the catalogues, so that every line speaks the
// language of whoever reads it: the technician, the office or the customer.
package checklists

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"fleetbox/app/locale"
)

// Checklist is one list for one module.
type Checklist struct {
	ID         string     `json:"id"`
	Module     string     `json:"module"`
	Version    int        `json:"version"`
	Categories []Category `json:"categories"`
}

// Category is a part of the vehicle; Key is unique in its list.
type Category struct {
	Key   string `json:"key"`
	Lines []Line `json:"lines"`
}

// Line is one point to check; Key is unique in its category. Measure is what is measured there, if anything.
type Line struct {
	Key     string `json:"key"`
	Measure Kind   `json:"measure,omitempty"`
}

// CategoryID names a category among all checklists.
func (c Checklist) CategoryID(category Category) string { return c.ID + "." + category.Key }

// LineID names a line among all checklists. It is what a work remembers of the line it came from.
func (c Checklist) LineID(category Category, line Line) string {
	return c.CategoryID(category) + "." + line.Key
}

// Service knows the checklists and their texts. It never changes and is safe for concurrent use.
type Service struct {
	lists []Checklist
	texts *locale.Catalogue
	lines map[string]Line
}

// New makes a service of the lists that Load returned.
func New(lists []Checklist, texts *locale.Catalogue) *Service {
	s := &Service{lists: lists, texts: texts, lines: map[string]Line{}}
	for _, list := range lists {
		for _, category := range list.Categories {
			for _, line := range category.Lines {
				s.lines[list.LineID(category, line)] = line
			}
		}
	}
	return s
}

// Label returns the text of the line with this id in lang, or in the fallback language. It tells
// false for a line that no checklist has: its work keeps the label it was written with.
func (s *Service) Label(lang, lineID string) (string, bool) {
	if !s.has(lineID) {
		return "", false
	}
	return s.texts.T(lang, textKey(lineID), nil), true
}

func (s *Service) has(lineID string) bool {
	_, known := s.lines[lineID]
	return known
}

// Measured returns what is measured on the line with this id, if anything.
func (s *Service) Measured(lineID string) (Kind, bool) {
	kind := s.lines[lineID].Measure
	return kind, kind != ""
}

// InLanguage returns a work's label as somebody who reads lang should see it: a label that still is
// what a checklist says, in whatever language, is translated; one that a person wrote stays.
func (s *Service) InLanguage(lang, lineID, label string) string {
	if !s.has(lineID) {
		return label
	}
	for _, known := range s.texts.Languages() {
		if s.texts.T(known, textKey(lineID), nil) == label {
			return s.texts.T(lang, textKey(lineID), nil)
		}
	}
	return label
}

// textKey is where the catalogues keep the text of a line.
func textKey(lineID string) string { return "checklist." + lineID }

// nameKey is where the catalogues keep the name of a list or a category.
func nameKey(id string) string { return "checklist." + id + ".name" }

// modules are the modules that recommend works.
var modules = []string{"mechanics", "bodywork"}

// A key is a segment of a catalogue key, where these words mean something else: the list's and
// the category's own name, the parts of a message and its plural forms.
var (
	keyShape = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
	reserved = []string{"name", "id", "description", "hash", "leftdelim", "rightdelim", "zero", "one", "two", "few", "many", "other"}
)

// Load reads every JSON file at the root of fsys as one checklist, in the order of their names.
// A file that is not exactly a checklist is an error that names it: an unknown or doubled member,
// an id other than the file's name, an unknown module, a key that is doubled or cannot be one,
// a list without categories, a category without lines, an unknown measure. So is a folder without any checklist.
func Load(fsys fs.FS) ([]Checklist, error) {
	names, err := fs.Glob(fsys, "*.json")
	if err != nil {
		return nil, fmt.Errorf("list the checklists: %w", err)
	}
	if len(names) == 0 {
		return nil, errors.New("no checklist found")
	}
	lists := make([]Checklist, 0, len(names))
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("checklist %s: %w", name, err)
		}
		list, err := parse(strings.TrimSuffix(name, ".json"), data)
		if err != nil {
			return nil, fmt.Errorf("checklist %s: %w", name, err)
		}
		lists = append(lists, list)
	}
	return lists, nil
}

func parse(id string, data []byte) (Checklist, error) {
	var list Checklist
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&list); err != nil {
		return Checklist{}, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return Checklist{}, errors.New("something follows the checklist")
	}
	if err := uniqueMembers(json.NewDecoder(bytes.NewReader(data))); err != nil {
		return Checklist{}, err
	}
	if list.ID != id {
		return Checklist{}, fmt.Errorf("id %q differs from the file's name", list.ID)
	}
	return list, list.validate()
}

// uniqueMembers refuses an object that has a member twice: the decoder would keep the last one and
// drop the lines of the first without a word. It expects valid JSON.
func uniqueMembers(dec *json.Decoder) error {
	token, err := dec.Token()
	if err != nil {
		return err
	}
	open, ok := token.(json.Delim)
	if !ok {
		return nil
	}
	seen := map[string]bool{}
	for dec.More() {
		if open == '{' {
			member, err := dec.Token()
			if err != nil {
				return err
			}
			name := fmt.Sprint(member)
			if seen[name] {
				return fmt.Errorf("member %q stands twice in one object", name)
			}
			// The decoder takes "Lines" for "lines", which would hide the double.
			if !keyShape.MatchString(name) {
				return fmt.Errorf("member %q is not written in small letters", name)
			}
			seen[name] = true
		}
		if err := uniqueMembers(dec); err != nil {
			return err
		}
	}
	_, err = dec.Token()
	return err
}

func (c Checklist) validate() error {
	if err := checkKey(c.ID); err != nil {
		return fmt.Errorf("id: %w", err)
	}
	if !slices.Contains(modules, c.Module) {
		return fmt.Errorf("module %q is none of %v", c.Module, modules)
	}
	if c.Version < 1 {
		return fmt.Errorf("version %d: versions count from 1", c.Version)
	}
	if len(c.Categories) == 0 {
		return errors.New("no categories")
	}
	seen := map[string]bool{}
	for i, category := range c.Categories {
		if seen[category.Key] {
			return fmt.Errorf("category %q stands twice", category.Key)
		}
		seen[category.Key] = true
		if err := category.validate(); err != nil {
			return fmt.Errorf("category %d %q: %w", i+1, category.Key, err)
		}
	}
	return nil
}

func (c Category) validate() error {
	if err := checkKey(c.Key); err != nil {
		return err
	}
	if len(c.Lines) == 0 {
		return errors.New("no lines")
	}
	seen := map[string]bool{}
	for i, line := range c.Lines {
		if err := checkKey(line.Key); err != nil {
			return fmt.Errorf("line %d: %w", i+1, err)
		}
		if seen[line.Key] {
			return fmt.Errorf("line %q stands twice", line.Key)
		}
		if _, known := MeasureOf(line.Measure); line.Measure != "" && !known {
			return fmt.Errorf("line %q: nothing is known of the measure %q", line.Key, line.Measure)
		}
		seen[line.Key] = true
	}
	return nil
}

func checkKey(key string) error {
	if !keyShape.MatchString(key) {
		return fmt.Errorf("key %q is not made of words in a-z and 0-9 joined by _", key)
	}
	if slices.Contains(reserved, key) {
		return fmt.Errorf("key %q is a word of the catalogues", key)
	}
	return nil
}
