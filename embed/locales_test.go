package embed_test

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// TestLocales holds the catalogues and the sources to each other: every text is there in every
// language, with the same placeholders and the plural forms of that language; every key that the
// sources name has a text; every text is named somewhere.
func TestLocales(t *testing.T) {
	for _, mistake := range mistakes(t, os.DirFS("..")) {
		t.Error(mistake)
	}
}

// TestLocalesSeesMistakes shows that the check above can fail: one mistake of each kind.
func TestLocalesSeesMistakes(t *testing.T) {
	tree := map[string]string{
		"embed/locales/en/office.json": `{"office": {
			"used": "Used", "used": "Twice", "unused": "Unused", "only_english": "English", "empty": "",
			"hello": "Hello {{.name}}", "files": {"one": "{{.count}} file", "other": "{{.count}} files"},
			"flat": {"one": "{{.count}} x", "other": "{{.count}} x"}, "odd": "{{name}}",
			"status": {"open": "Open", "description": "Closed"}, "role": {"boss": {"hint": "Boss", "name": "Unused too"}},
			"history": {"made": "Made"}}}`,
		"embed/locales/fr/office.json": `{"office": {
			"used": "Utilisé", "unused": "Inutile", "only_french": "Français", "empty": "vide",
			"hello": "Bonjour {{.nom}}", "files": {"other": "{{.count}} fichiers", "few": "{{.count}} fichiers"}, "flat": "x",
			"odd": "{{.name}}", "status": {"open": "Ouvert", "description": "Fermé"}, "role": {"boss": {"hint": "Chef", "name": "Inutile"}},
			"history": {"made": "Fait"}}}`,
		"embed/locales/en/problem.json": `{"problem": {"taken": "Taken until {{.time}}", "field": {"required": "Needed", "spare": "Spare"}}}`,
		"embed/locales/fr/problem.json": `{"problem": {"taken": "Pris jusqu'à {{.time}}", "field": {"required": "Requis", "spare": "Réserve"}}}`,
		"embed/locales/fr/mail.json":    `{"letter": {"hi": "Salut"}}`,
		"embed/locales/en/mail.json":    `{"mail": {"hi": "Hi"}}`,
		"embed/web/src/a.tsx": "t('office.used') + t('office.unknown') + t(`office.status.${status}`) + t(`office.role.${role[`x`]}.hint`)" +
			" + t(`office.nothing.${x}`) + t('office.hello', {name}) + \"office.files\" + `office.flat` + 'office.odd' + 'office.only_english' + 'office.empty'",
		"embed/web/src/a.test.ts": "t('office.unused')",
		"embed/pages/mail.html":   `{{t "mail.hi"}}`,
		"app/a/a.go": `package a
			func f() { problem.New(problem.Conflict, "taken").On("x", "required"); problem.New(problem.Gone, "lost"); c.That(ok, "y", "absent") }
			func g() { s.Record(tx, id, "made", actor, nil); s.Record(tx, id, "unmade", actor, nil) }`,
		"app/a/a_test.go": `package a
			const spare = "spare"`,
	}
	want := []string{
		`app/a/a.go: no text office.history.unmade`,
		`app/a/a.go: no text problem.field.absent`,
		`app/a/a.go: no text problem.lost`,
		`app/a/a.go: problem.taken speaks of {{.time}}, which is not given`,
		`embed/locales/en/office.json: office.status.description: the name "description" has a meaning of its own to the reader of catalogues`,
		`embed/locales/en/office.json: "used" stands twice beside itself`,
		`embed/locales/fr/mail.json: its texts belong below "mail"`,
		`embed/locales/fr/office.json: office.status.description: the name "description" has a meaning of its own to the reader of catalogues`,
		`embed/web/src/a.tsx: no text fits office.nothing.*`,
		`embed/web/src/a.tsx: no text office.unknown`,
		`en: letter.hi is missing`,
		`en: office.empty has no words`,
		`en: office.odd: {{name}} is no placeholder; they are written {{.name}}`,
		`en: office.only_french is missing`,
		`fr: mail.hi is missing`,
		`fr: office.files needs the plural form one`,
		`fr: office.files never uses the plural form few`,
		`fr: office.flat is a plural in other languages`,
		`fr: office.flat has the placeholders none, in en count`,
		`fr: office.hello has the placeholders nom, in en name`,
		`fr: office.odd has the placeholders name, in en none`,
		`fr: office.only_english is missing`,
		`nobody uses letter.hi`,
		`nobody uses office.only_french`,
		`nobody uses office.role.boss.name`,
		`nobody uses office.unused`,
		`nobody uses problem.field.spare`,
	}
	slices.Sort(want)
	fsys := fstest.MapFS{}
	for name, text := range tree {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	if got := mistakes(t, fsys); !slices.Equal(got, want) {
		t.Errorf("found\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// mistakes returns everything that is wrong between catalogues and sources, sorted.
func mistakes(t *testing.T, fsys fs.FS) []string {
	t.Helper()
	var found notes
	catalogues, err := readCatalogues(fsys, &found)
	if err != nil {
		t.Fatal(err)
	}
	if len(catalogues) == 0 {
		t.Fatal("no catalogues")
	}
	compare(catalogues, &found)
	used, err := readSources(fsys, catalogues, &found)
	if err != nil {
		t.Fatal(err)
	}
	for key := range allKeys(catalogues) {
		if !used(key) {
			found.say("nobody uses %s", key)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}
