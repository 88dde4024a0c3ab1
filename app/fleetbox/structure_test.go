package main_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// place is one package of the house and what it may import of the others; its tests may import any.
type place struct {
	dir   string
	knows []string
}

// ground is what every domain stands on.
var ground = []string{"app/store", "app/problem", "app/locale", "app/web", "jobs"}

// house lists every package but main, in an order in which nobody knows a later one. A package that
// is missing here fails, so that whoever adds one decides its place.
var house = []place{
	{"config", nil},
	{"embed", nil},
	{"app/problem", nil},
	{"app/locale", nil},
	{"app/outside", nil},
	{"app/store", []string{"embed"}},
	{"jobs", []string{"app/problem", "app/store"}},
	{"app/web", []string{"app/problem", "app/locale", "app/store"}},

	{"app/trust", []string{"app/locale"}},

	domain("app/messages"),
	domain("app/checklists"),
	domain("app/system"),
	domain("app/accounts", "app/system"),
	domain("app/devices", "app/system"),
	domain("app/media", "app/outside"),
	domain("app/interventions", "app/system", "app/checklists", "app/media"),
	domain("app/plates", "app/outside", "app/system", "app/media", "app/interventions"),
	domain("app/sending", "app/system", "app/messages", "app/media", "app/interventions"),
	domain("app/customerpage", "app/system", "app/messages", "app/checklists", "app/media", "app/interventions", "app/sending"),
}

func domain(dir string, others ...string) place { return place{dir, slices.Concat(ground, others)} }

func placeOf(dir string) (place, bool) {
	i := slices.IndexFunc(house, func(p place) bool { return p.dir == dir })
	if i < 0 {
		return place{}, false
	}
	return house[i], true
}

func (p place) isDomain() bool { return slices.Contains(p.knows, "app/web") }

const (
	module   = "fleetbox"
	main     = "app/fleetbox"    // knows all, known by nobody
	webtest  = "app/web/webtest" // knows all for the sake of tests, known by tests alone
	maxLines = 500
)

// topLevel is all that lies at the root, dot files and what .gitignore names aside.
var topLevel = []string{"app", "embed", "jobs", "config", "packaging", "go.mod", "go.sum", "README.md", "fleetbox.example.toml"}

// ruleFiles of a domain hold rules, which know nothing of HTTP and SQL; so does the file named like the domain.
var ruleFiles = []string{"rules.go", "status.go", "price.go", "measures.go"}

var (
	speaksHTTP = []string{"net/http", "github.com/labstack/echo", "github.com/danielgtaylor/huma"}
	speaksSQL  = []string{"database/sql", "gorm.io/"}
	silent     = []string{"config", "embed", "app/problem", "app/locale", "app/store", "jobs"} // no HTTP anywhere
)

// TestStructure holds the house to its plan: who may know whom, which file speaks HTTP or SQL, no
// init, no long file, nothing new at the root, no second connection inside a transaction.
func TestStructure(t *testing.T) {
	found, err := breaches(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, breach := range found {
		t.Error(breach)
	}
}

// TestStructureSeesBreaches shows that the check above can fail: one breach of each kind.
func TestStructureSeesBreaches(t *testing.T) {
	long := strings.Repeat("// a line\n", maxLines)
	tree := map[string]string{
		".gitignore":            "/fleetbox\n/fleetbox-data/\n!/kept\n",
		"fleetbox":              "a binary",
		"fleetbox-data/x":       "data",
		"util/util.go":          "package util",
		"app/fleetbox/main.go":  "package main\nimport _ \"fleetbox/app/sending\"",
		"app/web/web.go":        "package web\nimport _ \"fleetbox/app/media\"",
		"app/store/store.go":    "package store\nimport _ \"net/http\"\nfunc (t *Tx) f(tx *Tx) { s.store.Read(ctx) }",
		"app/system/system.go":  "package system\nimport (\n_ \"gorm.io/gorm\"\n_ \"github.com/labstack/echo/v4\"\n)",
		"app/system/store.go":   "package system\nimport _ \"gorm.io/gorm\"\nfunc init() {}\nfunc (s) init() {}",
		"app/system/api.go":     "package system\nimport _ \"net/http\"\nimport _ \"fleetbox/app/web/webtest\"",
		"app/system/x_test.go":  "package system\nimport _ \"fleetbox/app/sending\"\nfunc init() {}",
		"app/sending/jobs.go":   "package sending\nimport _ \"fleetbox/config\"\n" + long,
		"app/media/store.go":    "package media\nfunc (s *S) f() { s.store.Write(ctx, func(tx *store.Tx) error { return s.store.Read(ctx).Err }) }",
		"app/media/good.go":     "package media\nfunc (s *S) f() { s.store.Write(ctx, func(tx *store.Tx) error { return tx.Read() }); s.store.Read(ctx) }",
		"app/novelty/a.go":      "package novelty",
		"jobs/jobs.go":          "package jobs\nimport _ \"fleetbox/app/fleetbox\"",
		"embed/web/src/late.ts": "// TO" + "DO later",
		"embed/web/src/long.ts": long + "\n",
		"embed/web/dist/any.ts": long + "\n",
		"packaging/lib":         long + "x\n",
	}
	want := []string{
		"app/media/store.go: inside a transaction the store is asked through tx, or the one writer waits for itself",
		"app/novelty: a new package: say in house whom it may know",
		"app/sending/jobs.go: 502 lines, more than 500",
		"app/sending/jobs.go: app/sending may not know config",
		"app/store/store.go: app/store speaks no HTTP (net/http)",
		"app/store/store.go: inside a transaction the store is asked through tx, or the one writer waits for itself",
		"app/system/api.go: app/web/webtest is for tests alone",
		"app/system/store.go: init runs before anybody asked for it; write a function that is called",
		"app/system/system.go: a rule speaks no HTTP (github.com/labstack/echo/v4)",
		"app/system/system.go: a rule speaks no SQL (gorm.io/gorm)",
		"app/web/web.go: app/web may not know app/media",
		"embed/web/src/late.ts: a note of work to do belongs into the list of work",
		"embed/web/src/long.ts: 501 lines, more than 500",
		"jobs/jobs.go: jobs may not know app/fleetbox",
		"packaging/lib: 501 lines, more than 500",
		"util: nothing but the agreed folders and files lies at the root",
		"util: a new package: say in house whom it may know",
	}
	fsys := fstest.MapFS{}
	for name, text := range tree {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	got, err := breaches(fsys)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("found\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// TestHouseHasNoCircle holds the table to its word that nobody knows a later one.
func TestHouseHasNoCircle(t *testing.T) {
	var before []string
	for _, p := range house {
		for _, known := range p.knows {
			if !slices.Contains(before, known) {
				t.Errorf("%s knows %s, which comes later or not at all", p.dir, known)
			}
		}
		before = append(before, p.dir)
	}
}

// inspection collects what is wrong in one tree.
type inspection struct {
	fsys     fs.FS
	packages map[string]bool
	found    []string
}

// breaches returns every breach of the plan in a tree, sorted.
func breaches(fsys fs.FS) ([]string, error) {
	in := &inspection{fsys: fsys, packages: map[string]bool{}}
	if err := in.root(); err != nil {
		return nil, err
	}
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if isForeign(name) {
				return fs.SkipDir
			}
			return nil
		}
		return in.file(name)
	})
	slices.Sort(in.found)
	return slices.Compact(in.found), err
}

func (in *inspection) say(where, format string, args ...any) {
	in.found = append(in.found, where+": "+fmt.Sprintf(format, args...))
}

// isForeign tells whether a folder holds what somebody else wrote or a build made.
func isForeign(dir string) bool {
	base := path.Base(dir)
	return base == "node_modules" || base == "dist" || dir == "packaging/out" || dir == "fleetbox-data" ||
		(strings.HasPrefix(base, ".") && dir != ".")
}

func (in *inspection) root() error {
	allowed := slices.Clone(topLevel)
	ignored, err := fs.ReadFile(in.fsys, ".gitignore")
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(ignored)) {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), "/"); ok {
			allowed = append(allowed, strings.TrimSuffix(rest, "/"))
		}
	}
	entries, err := fs.ReadDir(in.fsys, ".")
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if name := entry.Name(); !strings.HasPrefix(name, ".") && !slices.Contains(allowed, name) {
			in.say(name, "nothing but the agreed folders and files lies at the root")
		}
	}
	return nil
}

var (
	written = regexp.MustCompile(`\.(go|ts|tsx|mjs|css|html|sql)$|^packaging/[a-z]+$`)
	later   = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|X` + `XX)\b`)
)

func (in *inspection) file(name string) error {
	if !written.MatchString(name) || strings.HasSuffix(name, ".gen.ts") {
		return nil
	}
	source, err := fs.ReadFile(in.fsys, name)
	if err != nil {
		return err
	}
	if lines := bytes.Count(source, []byte("\n")); lines > maxLines {
		in.say(name, "%d lines, more than %d", lines, maxLines)
	}
	if later.Match(source) {
		in.say(name, "a note of work to do belongs into the list of work")
	}
	if path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
		return nil
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), name, source, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	in.imports(name, parsed)
	in.functions(name, parsed)
	return nil
}

func (in *inspection) imports(name string, file *ast.File) {
	dir := path.Dir(name)
	p, known := placeOf(dir)
	if !known && dir != main && dir != webtest && !in.packages[dir] {
		in.say(dir, "a new package: say in house whom it may know")
	}
	in.packages[dir] = true
	for _, spec := range file.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value)
		own, isOwn := strings.CutPrefix(imported, module+"/")
		switch {
		case isOwn && own == webtest:
			in.say(name, "%s is for tests alone", webtest)
		case isOwn && known && !slices.Contains(p.knows, own):
			in.say(name, "%s may not know %s", dir, own)
		case !isOwn:
			in.speech(name, p, imported)
		}
	}
}

// speech checks who speaks HTTP and SQL.
func (in *inspection) speech(name string, p place, imported string) {
	http, sql := begins(imported, speaksHTTP), begins(imported, speaksSQL)
	base := path.Base(name)
	isRule := p.isDomain() && (base == path.Base(p.dir)+".go" || slices.Contains(ruleFiles, base))
	switch {
	case http && isRule:
		in.say(name, "a rule speaks no HTTP (%s)", imported)
	case sql && isRule:
		in.say(name, "a rule speaks no SQL (%s)", imported)
	case http && p.isDomain() && base == "store.go":
		in.say(name, "a query speaks no HTTP (%s)", imported)
	case http && slices.Contains(silent, p.dir):
		in.say(name, "%s speaks no HTTP (%s)", p.dir, imported)
	}
}

func begins(imported string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(imported, prefix) })
}

func (in *inspection) functions(name string, file *ast.File) {
	ast.Inspect(file, func(node ast.Node) bool {
		switch f := node.(type) {
		case *ast.FuncDecl:
			if f.Name.Name == "init" && f.Recv == nil {
				in.say(name, "init runs before anybody asked for it; write a function that is called")
			}
			if f.Body != nil && takesTx(f.Type) {
				in.transaction(name, f.Body)
			}
		case *ast.FuncLit:
			if takesTx(f.Type) {
				in.transaction(name, f.Body)
			}
		}
		return true
	})
}

// takesTx tells whether a function runs inside a write transaction.
func takesTx(f *ast.FuncType) bool {
	return slices.ContainsFunc(f.Params.List, func(parameter *ast.Field) bool {
		pointer, ok := parameter.Type.(*ast.StarExpr)
		return ok && lastName(pointer.X) == "Tx"
	})
}

// transaction looks for calls of Read or Write on the store itself. There is one writer: it would
// wait for itself, and a reader does not see what the transaction has written so far.
func (in *inspection) transaction(name string, body *ast.BlockStmt) {
	ast.Inspect(body, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok {
			return true
		}
		method, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || (method.Sel.Name != "Read" && method.Sel.Name != "Write") {
			return true
		}
		if holder := lastName(method.X); holder == "store" || holder == "st" {
			in.say(name, "inside a transaction the store is asked through tx, or the one writer waits for itself")
		}
		return true
	})
}

func lastName(expression ast.Expr) string {
	switch e := expression.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}
