package embed_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

const (
	localesDir = "embed/locales"
	fallback   = "en"
	plain      = "" // the form of a text that is no plural
)

// message is one text, or one for each plural form.
type message map[string]string

// catalogue holds the messages of a language by key.
type catalogue map[string]message

// notes collects what is wrong.
type notes []string

func (n *notes) say(format string, args ...any) { *n = append(*n, fmt.Sprintf(format, args...)) }

var (
	pluralForms = []string{"zero", "one", "two", "few", "many", "other"}
	// reserved are names that go-i18n reads as properties of a message.
	reserved    = append([]string{"id", "description", "hash", "leftdelim", "rightdelim"}, pluralForms...)
	placeholder = regexp.MustCompile(`\{\{\.([a-z][a-z0-9_]*)\}\}`)
	braces      = regexp.MustCompile(`\{\{[^}]*\}?\}?`)
)

// readCatalogues reads <language>.json and <language>/<part>.json.
func readCatalogues(fsys fs.FS, found *notes) (map[string]catalogue, error) {
	catalogues := map[string]catalogue{}
	err := fs.WalkDir(fsys, localesDir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".json" {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		lang, part, isPart := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(name, localesDir+"/"), ".json"), "/")
		if catalogues[lang] == nil {
			catalogues[lang] = catalogue{}
		}
		var tree map[string]any
		if err := json.Unmarshal(data, &tree); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if isPart && (len(tree) != 1 || tree[part] == nil) {
			found.say("%s: its texts belong below %q", name, part)
		}
		if double := findDouble(json.NewDecoder(bytes.NewReader(data))); double != "" {
			found.say("%s: %q stands twice beside itself", name, double)
		}
		catalogues[lang].add(name, "", tree, found)
		return nil
	})
	return catalogues, err
}

// add flattens a tree of texts into keys with dots.
func (c catalogue) add(file, prefix string, tree map[string]any, found *notes) {
	for name, value := range tree {
		key := prefix + name
		if slices.Contains(reserved, name) || strings.Contains(name, ".") {
			found.say("%s: %s: the name %q has a meaning of its own to the reader of catalogues", file, key, name)
		}
		switch value := value.(type) {
		case string:
			c[key] = message{plain: value}
		case map[string]any:
			if forms := asPlural(value); forms != nil {
				c[key] = forms
			} else {
				c.add(file, key+".", value, found)
			}
		default:
			found.say("%s: %s is neither a text nor a group of texts", file, key)
		}
	}
}

// asPlural returns the forms of a plural, or nil when the group is none.
func asPlural(group map[string]any) message {
	forms := message{}
	for name, value := range group {
		text, ok := value.(string)
		if !ok || !slices.Contains(pluralForms, name) {
			return nil
		}
		forms[name] = text
	}
	if forms["other"] == "" {
		return nil
	}
	return forms
}

// findDouble returns a name that stands twice in one object: only the last would count.
func findDouble(decoder *json.Decoder) string {
	type object struct {
		names map[string]bool
		value bool // the next token is a value
	}
	var open []*object
	for {
		token, err := decoder.Token()
		if err != nil {
			return ""
		}
		if token == json.Delim('}') {
			open = open[:len(open)-1]
			continue
		}
		if len(open) > 0 {
			top := open[len(open)-1]
			if name, ok := token.(string); ok && !top.value {
				if top.names[name] {
					return name
				}
				top.names[name], top.value = true, true
				continue
			}
			top.value = false
		}
		if token == json.Delim('{') {
			open = append(open, &object{names: map[string]bool{}})
		}
	}
}

func allKeys(catalogues map[string]catalogue) map[string]bool {
	keys := map[string]bool{}
	for _, texts := range catalogues {
		for key := range texts {
			keys[key] = true
		}
	}
	return keys
}

// compare holds every language to every other.
func compare(catalogues map[string]catalogue, found *notes) {
	for key := range allKeys(catalogues) {
		isPlural := false
		for _, texts := range catalogues {
			_, isText := texts[key][plain]
			isPlural = isPlural || (texts[key] != nil && !isText)
		}
		for lang, texts := range catalogues {
			if texts[key] == nil {
				found.say("%s: %s is missing", lang, key)
				continue
			}
			checkMessage(lang, key, texts[key], isPlural, found)
			comparePlaceholders(lang, key, texts[key], catalogues[fallback][key], found)
		}
	}
}

func checkMessage(lang, key string, m message, isPlural bool, found *notes) {
	for _, text := range m {
		if text == "" {
			found.say("%s: %s has no words", lang, key)
		}
		for _, odd := range braces.FindAllString(text, -1) {
			if !placeholder.MatchString(odd) {
				found.say("%s: %s: %s is no placeholder; they are written {{.name}}", lang, key, odd)
			}
		}
	}
	if !isPlural {
		return
	}
	if _, isText := m[plain]; isText {
		found.say("%s: %s is a plural in other languages", lang, key)
		return
	}
	needed := formsOf(lang)
	for _, form := range needed {
		if m[form] == "" {
			found.say("%s: %s needs the plural form %s", lang, key, form)
		}
	}
	for form := range m {
		if !slices.Contains(needed, form) {
			found.say("%s: %s never uses the plural form %s", lang, key, form)
		}
	}
}

// formsOf returns the plural forms that a language has for the whole numbers that a screen counts to.
func formsOf(lang string) []string {
	names := map[plural.Form]string{
		plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other",
	}
	forms := map[string]bool{"other": true}
	for n := range 1000 {
		forms[names[plural.Cardinal.MatchPlural(language.Make(lang), n, 0, 0, 0, 0)]] = true
	}
	return slices.Sorted(maps.Keys(forms))
}

func comparePlaceholders(lang, key string, m, model message, found *notes) {
	if model == nil || lang == fallback {
		return
	}
	if got, want := placeholders(m), placeholders(model); got != want {
		found.say("%s: %s has the placeholders %s, in %s %s", lang, key, got, fallback, want)
	}
}

// placeholders lists the names in all forms of a message.
func placeholders(m message) string {
	names := namesIn(m)
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

func namesIn(m message) []string {
	names := map[string]bool{}
	for _, text := range m {
		for _, match := range placeholder.FindAllStringSubmatch(text, -1) {
			names[match[1]] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}
