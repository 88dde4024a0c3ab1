package config

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
)

// file reads the TOML file, section by section and key by key.
func (l *loader) file(name string, data []byte) {
	var sections map[string]toml.Primitive
	meta, err := toml.Decode(string(data), &sections)
	if err != nil {
		l.refuse(Mistake{Source: name, Line: lineOf(err)}, "%s", syntaxText(err))
		return
	}
	r := fileReader{loader: l, name: name, meta: &meta}
	for section, content := range sections {
		r.section(section, content)
	}
}

func syntaxText(err error) string {
	var broken toml.ParseError
	if !errors.As(err, &broken) {
		return err.Error()
	}
	return "this is not valid TOML: " + broken.Message
}

type fileReader struct {
	*loader
	name string
	meta *toml.MetaData
}

func (r fileReader) section(section string, content toml.Primitive) {
	value, at := r.locate(content)
	table, ok := value.(map[string]any)
	if !slices.ContainsFunc(r.settings, func(s setting) bool { return s.section == section }) {
		if !ok {
			r.refuse(at, "%s: this key stands outside a section%s", section, r.nearestAnywhere(section))
			return
		}
		r.refuse(at, "[%s]: there is no such section%s", section, r.nearestSection(section))
		return
	}
	var keys map[string]toml.Primitive
	if !ok || r.meta.PrimitiveDecode(content, &keys) != nil {
		r.refuse(at, "%s = %s: expected a section, begun by a line [%s]", section, show(value), section)
		return
	}
	for key := range table {
		r.key(section, key, keys[key])
	}
}

func (r fileReader) key(section, key string, content toml.Primitive) {
	value, at := r.locate(content)
	s, ok := r.find(section + "." + key)
	if !ok {
		r.refuse(at, "[%s] %s: there is no such key%s", section, key, r.nearestKey(section, key))
		return
	}
	if s.setValue(&r.config, value) {
		r.origins[s.name()] = at
		return
	}
	r.wrong[s.name()] = true
	if s.secret {
		r.refuse(at, "[%s] %s: expected %s", section, key, s.expected)
		return
	}
	r.refuse(at, "[%s] %s = %s: expected %s", section, key, show(value), s.expected)
}

// locate returns a value and the line it stands on.
func (r fileReader) locate(content toml.Primitive) (any, Mistake) {
	p := &probe{}
	err := r.meta.PrimitiveDecode(content, p)
	return p.value, Mistake{Source: r.name, Line: lineOf(err)}
}

// probe takes a value as it is and refuses it: the parser tells the place of a key only in an error about it.
type probe struct{ value any }

var errProbe = errors.New("refused to learn its line")

func (p *probe) UnmarshalTOML(value any) error {
	p.value = value
	return errProbe
}

func lineOf(err error) int {
	var located toml.ParseError
	if !errors.As(err, &located) {
		return 1
	}
	return max(1, located.Position.Line)
}

func (r fileReader) nearestSection(section string) string {
	var names []string
	for _, s := range r.settings {
		names = append(names, s.section)
	}
	return suggest("[%s]", nearest(section, names))
}

// nearestKey looks in the same section first; a key in the wrong section is the next likely slip.
func (r fileReader) nearestKey(section, key string) string {
	var names []string
	for _, s := range r.settings {
		if s.section == section {
			names = append(names, s.key)
		}
	}
	if near := nearest(key, names); near != "" {
		return suggest("%s", near)
	}
	return r.nearestAnywhere(key)
}

func (r fileReader) nearestAnywhere(key string) string {
	for _, s := range r.settings {
		if s.key == key {
			return suggest("%s", fmt.Sprintf("[%s] %s", s.section, s.key))
		}
	}
	return ""
}

func suggest(format, near string) string {
	if near == "" {
		return ""
	}
	return "; did you mean " + fmt.Sprintf(format, near) + "?"
}

// show writes a value as it may stand in the file, cut to a length that fits a line.
func show(value any) string {
	switch v := value.(type) {
	case string:
		return strconv.Quote(cut(v))
	case map[string]any, []map[string]any:
		return "{…}"
	case []any:
		const shown = 8
		var members []string
		for i, member := range v {
			if i == shown {
				members = append(members, "…")
				break
			}
			members = append(members, show(member))
		}
		return "[" + strings.Join(members, ", ") + "]"
	default:
		return fmt.Sprint(v)
	}
}

func cut(text string) string {
	const longest = 60
	if utf8.RuneCountInString(text) <= longest {
		return text
	}
	return string([]rune(text)[:longest]) + "…"
}
