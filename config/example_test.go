package config

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

// settingLine is a setting that is commented out; explanations have a space after the #.
var settingLine = regexp.MustCompile(`^#([a-z_]+ = .*)$`)

// exampleFile returns fleetbox.example.toml as it is and with every setting in force.
func exampleFile(t *testing.T) (asIs, inForce string) {
	t.Helper()
	data, err := os.ReadFile("../fleetbox.example.toml")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(data), "\n")
	for i, line := range lines {
		lines[i] = settingLine.ReplaceAllString(line, "$1")
	}
	return string(data), strings.Join(lines, "\n")
}

func TestExampleChangesNothing(t *testing.T) {
	asIs, _ := exampleFile(t)
	got, err := assemble("fleetbox.example.toml", []byte(asIs), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := Default()
	want.File = "fleetbox.example.toml"
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the example sets something that is not commented out:\ngot  %+v\nwant %+v", got, want)
	}
}

func TestExampleStatesTheDefaults(t *testing.T) {
	_, inForce := exampleFile(t)
	got, err := assemble("fleetbox.example.toml", []byte(inForce), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := Default()
	want.File = "fleetbox.example.toml"
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the example states other values than the defaults:\ngot  %+v\nwant %+v", got, want)
	}
}

func TestExampleCoversEverySettingInOrder(t *testing.T) {
	_, inForce := exampleFile(t)
	var parsed map[string]any
	meta, err := toml.Decode(inForce, &parsed)
	if err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for _, key := range meta.Keys() {
		if len(key) == 2 {
			got = append(got, key.String())
		}
	}
	for _, s := range settings() {
		want = append(want, s.name())
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("settings in the example:\ngot  %v\nwant %v", got, want)
	}
}

func TestExampleExplainsEverySetting(t *testing.T) {
	asIs, _ := exampleFile(t)
	lines := strings.Split(asIs, "\n")
	for i, line := range lines {
		if !settingLine.MatchString(line) {
			continue
		}
		// Keys that belong together share the explanation above the first of them.
		above := i - 1
		for above > 0 && settingLine.MatchString(lines[above]) {
			above--
		}
		if !strings.HasPrefix(lines[above], "# ") {
			t.Errorf("line %d: nothing explains %s", i+1, line)
		}
	}
}

// TestEveryFieldIsASetting fails for a field of Config that nobody can set.
func TestEveryFieldIsASetting(t *testing.T) {
	fields := 0
	c := reflect.TypeFor[Config]()
	for i := range c.NumField() {
		if section := c.Field(i).Type; section.Kind() == reflect.Struct {
			fields += section.NumField()
		}
	}
	if n := len(settings()); n != fields {
		t.Errorf("%d settings for %d fields", n, fields)
	}
}
