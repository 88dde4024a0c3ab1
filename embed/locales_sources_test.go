package embed_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// sources reads which keys the sources name.
type sources struct {
	catalogues map[string]catalogue
	keys       map[string]bool  // every key of every language
	parts      map[string]bool  // the first names of all keys
	named      map[string]bool  // keys that stand whole in a source
	patterns   []*regexp.Regexp // keys that are put together
	codes      map[string]bool  // short texts of Go, among them the codes of problems
	found      *notes
}

// otherMeaning says where a text that begins like a key is none: paths of input, names of settings and of jobs.
var otherMeaning = map[string][]string{
	"config":            {"mail"},
	"app/fleetbox":      {"mail", "media"},
	"app/interventions": {"customer"},
	"app/media":         {"media"},
	"app/sending":       {"mail"},
	"app/web":           {"media"},
	"embed/web/src":     {"customer", "media"},
}

func hasOtherMeaning(file, part string) bool {
	for dir, parts := range otherMeaning {
		if strings.HasPrefix(file, dir+"/") && slices.Contains(parts, part) {
			return true
		}
	}
	return false
}

// problemPart is looked up by code; historyPart by the kind of a line.
const (
	problemPart = "problem."
	fieldPart   = "problem.field."
	historyPart = "office.history."
)

// readSources returns what tells whether a key is used, and notes every key that has no text.
func readSources(fsys fs.FS, catalogues map[string]catalogue, found *notes) (used func(key string) bool, err error) {
	s := &sources{
		catalogues: catalogues, keys: allKeys(catalogues), found: found,
		parts: map[string]bool{}, named: map[string]bool{}, codes: map[string]bool{},
	}
	for key := range s.keys {
		part, _, _ := strings.Cut(key, ".")
		s.parts[part] = true
	}
	for _, dir := range []string{"app", "jobs", "config", "embed/web/src", "embed/pages"} {
		if _, err := fs.Stat(fsys, dir); err != nil {
			continue
		}
		if err := fs.WalkDir(fsys, dir, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || isTest(name) {
				return err
			}
			return s.read(fsys, name)
		}); err != nil {
			return nil, err
		}
	}
	return s.used, nil
}

func isTest(name string) bool {
	return strings.HasSuffix(name, "_test.go") || strings.Contains(name, ".test.") || strings.Contains(name, "/webtest/")
}

func (s *sources) read(fsys fs.FS, name string) error {
	switch path.Ext(name) {
	case ".go", ".ts", ".tsx", ".html", ".txt", ".js":
	default:
		return nil
	}
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	s.quoted(name, string(data))
	if path.Ext(name) != ".go" {
		return nil
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, data, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	s.code(name, file)
	return nil
}

var (
	begin    = regexp.MustCompile("(['\"`])([a-z]+)\\.")
	verb     = regexp.MustCompile(`%[a-z]`)
	joined   = regexp.MustCompile(`^\s*\+`)
	keyShape = regexp.MustCompile(`^[a-z]+(\.[a-z0-9_*]+)+$`)
	aFile    = regexp.MustCompile(`\.(html|css|json|js|txt|go|ts|tsx)$`)
)

// quoted finds every quoted text that begins like a key.
func (s *sources) quoted(name, source string) {
	for _, at := range begin.FindAllStringSubmatchIndex(source, -1) {
		part := source[at[4]:at[5]]
		if !s.parts[part] {
			continue
		}
		text, rest, whole := untilQuote(source[at[4]:], source[at[2]])
		if !whole {
			continue
		}
		text = verb.ReplaceAllString(text, "*")
		if strings.HasSuffix(text, ".") || (joined.MatchString(rest) && !s.keys[text]) {
			text += "*"
		}
		if keyShape.MatchString(text) && (s.keys[text] || !aFile.MatchString(text)) {
			s.names(name, part, text)
		}
	}
}

// untilQuote reads a quoted text to its end and writes * for what is put in at run time.
func untilQuote(source string, quote byte) (text, rest string, whole bool) {
	var out strings.Builder
	for i := 0; i < len(source); i++ {
		switch {
		case source[i] == quote:
			return out.String(), source[i+1:], true
		case source[i] == '\n' && quote != '`':
			return "", "", false
		case quote == '`' && strings.HasPrefix(source[i:], "${"):
			i = closing(source, i+2)
			out.WriteByte('*')
		default:
			out.WriteByte(source[i])
		}
	}
	return "", "", false
}

// closing returns the place of the brace that closes the one before from.
func closing(source string, from int) int {
	for depth, i := 1, from; i < len(source); i++ {
		switch source[i] {
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth == 0 {
			return i
		}
	}
	return len(source)
}

// names notes that a source names a key, or a pattern of keys.
func (s *sources) names(file, part, text string) {
	if !strings.Contains(text, "*") {
		s.named[text] = true
		if !s.keys[text] && !hasOtherMeaning(file, part) {
			s.found.say("%s: no text %s", file, text)
		}
		return
	}
	if text == problemPart+"*" || text == fieldPart+"*" {
		return // their codes are looked for one by one
	}
	pattern := regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(text), `\*`, ".+") + "$")
	for key := range s.keys {
		if pattern.MatchString(key) {
			s.patterns = append(s.patterns, pattern)
			return
		}
	}
	if !hasOtherMeaning(file, part) {
		s.found.say("%s: no text fits %s", file, text)
	}
}

// code looks at the calls in Go that name a text by its code.
func (s *sources) code(name string, file *ast.File) {
	ast.Inspect(file, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.BasicLit:
			if text, err := strconv.Unquote(node.Value); node.Kind == token.STRING && err == nil {
				s.codes[text] = true
			}
		case *ast.CallExpr:
			s.call(name, node)
		}
		return true
	})
}

// codeArgument says which argument of a call is a code, and below which part its text lies.
var codeArgument = map[string]struct {
	at   int
	part string
}{
	"New":          {1, problemPart},
	"On":           {1, fieldPart},
	"Fail":         {1, fieldPart},
	"That":         {2, fieldPart},
	"Record":       {2, historyPart},
	"MediaChanged": {3, historyPart},
}

func (s *sources) call(file string, call *ast.CallExpr) {
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return
	}
	argument, ok := codeArgument[method.Sel.Name]
	if !ok || len(call.Args) <= argument.at {
		return
	}
	code := literal(call.Args[argument.at])
	if code == "" {
		return
	}
	key := argument.part + code
	if !s.hasBelow(key) {
		s.found.say("%s: no text %s", file, key)
		return
	}
	s.named[key] = true
	if argument.part == problemPart {
		s.given(file, key, call.Args[argument.at+1:])
	}
}

// given checks that a problem is given all that its text speaks of.
func (s *sources) given(file, key string, pairs []ast.Expr) {
	if code := strings.TrimPrefix(key, problemPart); code == "invalid_input" {
		return // its fields are named when all are known
	}
	var names []string
	for i := 0; i < len(pairs); i += 2 {
		names = append(names, literal(pairs[i]))
	}
	for _, texts := range s.catalogues {
		for _, name := range namesIn(texts[key]) {
			if !slices.Contains(names, name) {
				s.found.say("%s: %s speaks of {{.%s}}, which is not given", file, key, name)
			}
		}
	}
}

// hasBelow tells whether there is a text of this key, or texts below it for its variants.
func (s *sources) hasBelow(key string) bool {
	if s.keys[key] {
		return true
	}
	for other := range s.keys {
		if strings.HasPrefix(other, key+".") && strings.HasPrefix(key, historyPart) {
			return true
		}
	}
	return false
}

func literal(expression ast.Expr) string {
	if lit, ok := expression.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		if text, err := strconv.Unquote(lit.Value); err == nil {
			return text
		}
	}
	return ""
}

// used tells whether any source names a key. The code of a problem may go through a variable, so
// any short text of Go that reads like it will do.
func (s *sources) used(key string) bool {
	if s.named[key] {
		return true
	}
	for _, part := range []string{fieldPart, problemPart} {
		if code, ok := strings.CutPrefix(key, part); ok && s.codes[code] {
			return true
		}
	}
	return slices.ContainsFunc(s.patterns, func(pattern *regexp.Regexp) bool { return pattern.MatchString(key) })
}
