package checklists

import (
	"encoding/json"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"fleetbox/app/locale"
	"fleetbox/embed"
)

// longest is what a line of a phone and of a quote can hold.
const longest = 60

// same lists the texts that languages truly share.
var same = []string{"airbag system", "software update"}

func texts(t *testing.T) *locale.Catalogue {
	t.Helper()
	catalogue, err := locale.Load(embed.Locales())
	if err != nil {
		t.Fatal(err)
	}
	return catalogue
}

func builtIn(t *testing.T) []Checklist {
	t.Helper()
	lists, err := Load(embed.Checklists())
	if err != nil {
		t.Fatal(err)
	}
	return lists
}

// keys returns the catalogue keys of a list: its names, and its lines.
func keys(list Checklist) (names, lines []string) {
	names = []string{nameKey(list.ID)}
	for _, category := range list.Categories {
		names = append(names, nameKey(list.CategoryID(category)))
		for _, line := range category.Lines {
			lines = append(lines, textKey(list.LineID(category, line)))
		}
	}
	return names, lines
}

func TestEveryLineSpeaksEveryLanguage(t *testing.T) {
	catalogue := texts(t)
	for _, lang := range []string{"en", "fr", "de"} {
		if !catalogue.Knows(lang) {
			t.Errorf("no catalogue for %s", lang)
		}
	}
	for _, lang := range catalogue.Languages() {
		for _, list := range builtIn(t) {
			names, lines := keys(list)
			for _, group := range [][]string{names, lines} {
				checkTexts(t, catalogue, lang, group)
			}
		}
	}
}

// checkTexts checks keys that are read beside each other.
func checkTexts(t *testing.T, catalogue *locale.Catalogue, lang string, keys []string) {
	t.Helper()
	seen := map[string]string{}
	for _, key := range keys {
		if !catalogue.Has(lang, key) {
			t.Errorf("%s: %s has no text", lang, key)
			continue
		}
		text := catalogue.T(lang, key, nil)
		if n := utf8.RuneCountInString(text); n > longest {
			t.Errorf("%s: %s has %d letters: %q", lang, key, n, text)
		}
		if text != strings.TrimSpace(text) || strings.ContainsAny(text, "'\"{}<>\n\t") || strings.HasSuffix(text, ".") {
			t.Errorf("%s: %s is not cleanly written: %q", lang, key, text)
		}
		if double, ok := seen[strings.ToLower(text)]; ok {
			t.Errorf("%s: %s and %s both read %q", lang, key, double, text)
		}
		seen[strings.ToLower(text)] = key
		for _, foreign := range catalogue.Languages() {
			words := bare(text)
			if foreign != lang && words == bare(catalogue.T(foreign, key, nil)) && !slices.Contains(same, words) {
				t.Errorf("%s: %s reads as in %s: %q", lang, key, foreign, text)
			}
		}
	}
}

// bare leaves of a text what a translation changes.
func bare(text string) string {
	return strings.ReplaceAll(strings.ToLower(text), "-", " ")
}

func TestNoTextWithoutALine(t *testing.T) {
	known := map[string]bool{}
	for _, list := range builtIn(t) {
		names, lines := keys(list)
		for _, key := range append(names, lines...) {
			known[key] = true
		}
	}
	for _, lang := range texts(t).Languages() {
		data, err := fs.ReadFile(embed.Locales(), lang+"/checklist.json")
		if err != nil {
			t.Fatal(err)
		}
		var tree map[string]any
		if err := json.Unmarshal(data, &tree); err != nil {
			t.Fatal(err)
		}
		for _, key := range leaves("", tree) {
			if !known[key] {
				t.Errorf("%s: %s belongs to no checklist", lang, key)
			}
		}
	}
}

func leaves(prefix string, tree map[string]any) []string {
	var out []string
	for name, value := range tree {
		if child, ok := value.(map[string]any); ok {
			out = append(out, leaves(prefix+name+".", child)...)
			continue
		}
		out = append(out, prefix+name)
	}
	return out
}

func TestLabelFollowsTheLanguage(t *testing.T) {
	service := New(builtIn(t), texts(t))
	cases := []struct{ lang, line, want string }{
		{"en", "mechanics.brakes.front_pads", "Front brake pads"},
		{"fr", "mechanics.brakes.front_pads", "Plaquettes de frein avant"},
		{"de", "mechanics.brakes.front_pads", "Bremsbeläge vorn"},
		{"xx", "mechanics.brakes.front_pads", "Front brake pads"},
		{"en", "mechanics.brakes.wings", ""},
		{"en", "mechanics.brakes.name", ""},
		{"en", "mechanics.brakes", ""},
		{"en", "", ""},
	}
	for _, c := range cases {
		got, ok := service.Label(c.lang, c.line)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("Label(%q, %q) = %q, %v", c.lang, c.line, got, ok)
		}
	}
}
