package checklists

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"fleetbox/app/locale"
	"fleetbox/embed"
)

func folder(name, text string) fstest.MapFS {
	return fstest.MapFS{name: {Data: []byte(text)}}
}

func TestBuiltInChecklistsLoad(t *testing.T) {
	lists, err := Load(embed.Checklists())
	if err != nil {
		t.Fatal(err)
	}
	least := map[string]int{"mechanics": 60, "bodywork": 30}
	for _, list := range lists {
		points := 0
		for _, category := range list.Categories {
			points += len(category.Lines)
		}
		if points < least[list.ID] {
			t.Errorf("%s has %d points, wanted %d or more", list.ID, points, least[list.ID])
		}
		if list.Module != list.ID {
			t.Errorf("%s is a list for %s", list.ID, list.Module)
		}
		delete(least, list.ID)
	}
	if len(least) > 0 {
		t.Errorf("no list for %v", least)
	}
}

func TestLoadOrdersByName(t *testing.T) {
	fsys := fstest.MapFS{
		"b.json":      {Data: []byte(`{"id":"b","module":"mechanics","version":1,"categories":[{"key":"x","lines":[{"key":"y","measure":"brake_pad"}]}]}`)},
		"a.json":      {Data: []byte(`{"id":"a","module":"bodywork","version":7,"categories":[{"key":"x","lines":[{"key":"z"},{"key":"y"}]}]}`)},
		".keep":       {},
		"notes.txt":   {Data: []byte("not a checklist")},
		"deep/c.json": {Data: []byte("not at the root")},
	}
	got, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	want := []Checklist{
		{ID: "a", Module: "bodywork", Version: 7, Categories: []Category{{Key: "x", Lines: []Line{{Key: "z"}, {Key: "y"}}}}},
		{ID: "b", Module: "mechanics", Version: 1, Categories: []Category{{Key: "x", Lines: []Line{{Key: "y", Measure: BrakePad}}}}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	if id := want[0].LineID(want[0].Categories[0], want[0].Categories[0].Lines[1]); id != "a.x.y" {
		t.Errorf("line id %q", id)
	}
}

func TestLoadRefuses(t *testing.T) {
	const lines = `[{"key":"pads"}]`
	list := func(members string) string {
		return `{"id":"my","module":"mechanics","version":1,` + members + `}`
	}
	categories := func(text string) string { return list(`"categories":` + text) }
	cases := []struct{ why, text, want string }{
		{"an empty file", ``, "EOF"},
		{"broken JSON", `{"id":`, "unexpected EOF"},
		{"null", `null`, "differs from the file's name"},
		{"a list of lists", `[]`, "cannot unmarshal"},
		{"two values", categories(`[{"key":"a","lines":`+lines+`}]`) + `{}`, "follows"},
		{"an unknown member", list(`"brand":"x","categories":[]`), `unknown field "brand"`},
		{"an unknown member of a line", categories(`[{"key":"a","lines":[{"key":"b","price":1}]}]`), `unknown field "price"`},
		{"a doubled member", categories(`[{"key":"a","lines":` + lines + `,"lines":` + lines + `}]`), "stands twice"},
		{"a doubled member in capitals", categories(`[{"key":"a","lines":` + lines + `,"Lines":` + lines + `}]`), "small letters"},
		{"a doubled member in look-alikes", categories(`[{"key":"a","lines":` + lines + `,"lineſ":` + lines + `}]`), "small letters"},
		{"another id", `{"id":"yours","module":"mechanics","version":1,"categories":[]}`, "differs from the file's name"},
		{"no module", `{"id":"my","version":1,"categories":[{"key":"a","lines":` + lines + `}]}`, `module ""`},
		{"an unknown module", `{"id":"my","module":"engine","version":1,"categories":[]}`, `module "engine"`},
		{"no version", `{"id":"my","module":"mechanics","categories":[{"key":"a","lines":` + lines + `}]}`, "version 0"},
		{"a version that is no number", `{"id":"my","module":"mechanics","version":"1"}`, "cannot unmarshal"},
		{"no categories", `{"id":"my","module":"mechanics","version":1}`, "no categories"},
		{"a category without lines", categories(`[{"key":"a","lines":[]}]`), "no lines"},
		{"a category without a key", categories(`[{"lines":` + lines + `}]`), `key ""`},
		{"a line without a key", categories(`[{"key":"a","lines":[{}]}]`), `key ""`},
		{"an unknown measure", categories(`[{"key":"a","lines":[{"key":"b","measure":"torque"}]}]`), `measure "torque"`},
		{"a null line", categories(`[{"key":"a","lines":[null]}]`), `key ""`},
		{"a doubled category", categories(`[{"key":"a","lines":` + lines + `},{"key":"a","lines":` + lines + `}]`), `category "a" stands twice`},
		{"a doubled line", categories(`[{"key":"a","lines":[{"key":"b"},{"key":"b"}]}]`), `line "b" stands twice`},
		{"a key with a dot", categories(`[{"key":"a","lines":[{"key":"b.c"}]}]`), `key "b.c"`},
		{"a key in capitals", categories(`[{"key":"A","lines":` + lines + `}]`), `key "A"`},
		{"a line named like its category's name", categories(`[{"key":"a","lines":[{"key":"name"}]}]`), "word of the catalogues"},
		{"a plural form as key", categories(`[{"key":"other","lines":` + lines + `}]`), "word of the catalogues"},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			got, err := Load(folder("my.json", c.text))
			if err == nil {
				t.Fatalf("loaded as %+v", got)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("%q does not speak of %q", err, c.want)
			}
			if !strings.Contains(err.Error(), "my.json") {
				t.Errorf("%q does not name the file", err)
			}
		})
	}
	if _, err := Load(fstest.MapFS{}); err == nil {
		t.Error("a folder without checklists was accepted")
	}
}

func TestLoadReturnsWhatWasWritten(t *testing.T) {
	key := rapid.StringMatching(`[a-z]{3,8}(_[a-z0-9]{1,6}){1,2}`) // the reserved words have no _
	lines := rapid.SliceOfNDistinct(rapid.Map(key, func(k string) Line { return Line{Key: k} }), 1, 9, func(l Line) string { return l.Key })
	categories := rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) Category {
		return Category{Key: key.Draw(t, "category"), Lines: lines.Draw(t, "lines")}
	}), 1, 5, func(c Category) string { return c.Key })
	rapid.Check(t, func(t *rapid.T) {
		want := Checklist{
			ID:         key.Draw(t, "id"),
			Module:     rapid.SampledFrom(modules).Draw(t, "module"),
			Version:    rapid.IntRange(1, 1000).Draw(t, "version"),
			Categories: categories.Draw(t, "categories"),
		}
		data, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Load(folder(want.ID+".json", string(data)))
		if err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
		if !reflect.DeepEqual(got, []Checklist{want}) {
			t.Fatalf("got %+v\nwant %+v", got, want)
		}
	})
}

// FuzzLoad holds Load to its promise: it refuses, or what it returns can be named, line by line,
// in a catalogue and written back as it was.
func FuzzLoad(f *testing.F) {
	f.Add(`{"id":"my","module":"mechanics","version":1,"categories":[{"key":"a","lines":[{"key":"b"}]}]}`)
	f.Add(`{"id":"my","module":"bodywork","version":1,"categories":[{"key":"a","lines":[{"key":"b"}],"LINES":[]}]}`)
	f.Add(`{"id":"my","id":"my","module":"mechanics","version":9223372036854775808,"categories":[null]}`)
	f.Add(`{"id":"my","module":"mechanics","version":1e0,"categories":[{"key":"\u0061","lines":[{"key":"\ud800"}]}]}`)
	f.Add(strings.Repeat(`[`, 20000))
	f.Add(strings.Repeat(`{"categories":[`, 5000))
	f.Fuzz(func(t *testing.T, text string) {
		lists, err := Load(folder("my.json", text))
		if err != nil {
			if lists != nil {
				t.Fatal("an error and lists")
			}
			return
		}
		seen := map[string]bool{}
		for _, category := range lists[0].Categories {
			for _, line := range category.Lines {
				id := lists[0].LineID(category, line)
				if seen[id] || strings.Count(id, ".") != 2 || strings.HasSuffix(id, ".name") {
					t.Fatalf("line %q is doubled or cannot be named", id)
				}
				seen[id] = true
			}
		}
		data, err := json.Marshal(lists[0])
		if err != nil {
			t.Fatal(err)
		}
		again, err := Load(folder("my.json", string(data)))
		if err != nil || !reflect.DeepEqual(again, lists) {
			t.Fatalf("%v\n%+v became %+v", err, lists, again)
		}
	})
}

func ExampleChecklist_LineID() {
	list := Checklist{ID: "mechanics"}
	fmt.Println(list.LineID(Category{Key: "brakes"}, Line{Key: "front_pads"}))
	// Output: mechanics.brakes.front_pads
}

func TestLabelFollowsTheReaderUnlessSomebodyWroteIt(t *testing.T) {
	texts, err := locale.Load(embed.Locales())
	if err != nil {
		t.Fatal(err)
	}
	lists, err := Load(embed.Checklists())
	if err != nil {
		t.Fatal(err)
	}
	s := New(lists, texts)
	const line = "mechanics.brakes.front_pads"
	german, _ := s.Label("de", line)
	french, _ := s.Label("fr", line)
	for name, tc := range map[string]struct{ line, label, want string }{
		"from the list":  {line, german, french},
		"written by one": {line, german + " (Keramik)", german + " (Keramik)"},
		"no such line":   {"mechanics.brakes.flux", german, german},
	} {
		if got := s.InLanguage("fr", tc.line, tc.label); got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}
