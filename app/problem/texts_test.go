package problem_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"fleetbox/app/locale"
	"fleetbox/embed"
)

// How a problem or the fault of a field is named in the sources.
var (
	named  = regexp.MustCompile(`problem\.New\(problem\.\w+, "([a-z0-9_]+)"`)
	faults = regexp.MustCompile(`\.(?:On|Fail|That)\([^\n]*, "([a-z0-9_]+)"\)`)
)

// A problem without a text would show its code to a person.
func TestEveryProblemHasItsTextInEveryLanguage(t *testing.T) {
	texts, err := locale.Load(embed.Locales())
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	err = filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.Name() == "node_modules" {
			return filepath.SkipDir
		}
		if filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		source, err := os.ReadFile(path)
		for _, match := range named.FindAllSubmatch(source, -1) {
			found["problem."+string(match[1])] = path
		}
		for _, match := range faults.FindAllSubmatch(source, -1) {
			found["problem.field."+string(match[1])] = path
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 40 {
		t.Fatalf("only %d problems were found: the sources name them in another way", len(found))
	}
	for key, path := range found {
		for _, language := range texts.Languages() {
			if !texts.Has(language, key) {
				t.Errorf("%s (%s) has no text in %s", key, path, language)
			}
		}
	}
}
