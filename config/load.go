package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// Flag is a setting given on the command line.
type Flag struct {
	Name    string // as the user wrote it, such as "--data"
	Setting string // what it sets, such as "server.data"
	Value   string
}

// Source is where settings come from. A flag outdoes the environment, the environment the file, the file the default.
type Source struct {
	File    string   // given by --config; empty: the first of ./fleetbox.toml and /etc/fleetbox/fleetbox.toml that is there
	Environ []string // as os.Environ gives it
	Flags   []Flag
}

// searched are the files that are read without being asked for.
var searched = []string{"fleetbox.toml", "/etc/fleetbox/fleetbox.toml"}

// Load reads and checks the configuration. What is wrong in it comes back as an *Error.
func Load(src Source) (Config, error) {
	name, data, err := read(src.File)
	if err != nil {
		return Config{}, err
	}
	return assemble(name, data, src.Environ, src.Flags)
}

// read returns the file to use and what it holds; no name when there is none and none was asked for.
func read(asked string) (string, []byte, error) {
	candidates := searched
	if asked != "" {
		candidates = []string{asked}
	}
	for _, name := range candidates {
		data, err := os.ReadFile(name)
		if err == nil {
			return name, data, nil
		}
		if asked == "" && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		return "", nil, &Error{[]Mistake{{Source: name, Text: "this file cannot be read: " + reason(err)}}}
	}
	return "", nil, nil
}

// reason is what the system says about a file, without the path that the reader knows already.
func reason(err error) string {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		err = pathError.Err
	}
	return err.Error()
}

// loader collects values and mistakes from all sources.
type loader struct {
	settings []setting
	config   Config
	origins  map[string]Mistake // where a setting got its value; a Mistake without text
	wrong    map[string]bool    // settings that had a mistake, of which nothing more is said
	mistakes []Mistake
}

// assemble lays the sources over the defaults, weakest first.
func assemble(file string, data []byte, environ []string, flags []Flag) (Config, error) {
	l := &loader{settings: settings(), config: Default(), origins: map[string]Mistake{}, wrong: map[string]bool{}}
	if file != "" {
		l.config.File = file
		l.file(file, data)
	}
	l.environment(environ)
	for _, f := range flags {
		l.flag(f)
	}
	l.together()
	if len(l.mistakes) > 0 {
		sortMistakes(l.mistakes)
		return Config{}, &Error{l.mistakes}
	}
	return l.config, nil
}

// refuse notes a mistake and where it is.
func (l *loader) refuse(at Mistake, format string, args ...any) {
	at.Text = fmt.Sprintf(format, args...)
	l.mistakes = append(l.mistakes, at)
}

func (l *loader) find(name string) (setting, bool) {
	for _, s := range l.settings {
		if s.name() == name {
			return s, true
		}
	}
	return setting{}, false
}

func (l *loader) environment(environ []string) {
	for _, pair := range environ {
		variable, value, _ := strings.Cut(pair, "=")
		if !strings.HasPrefix(variable, prefix) {
			continue
		}
		at := Mistake{Source: variable}
		s, ok := l.byVariable(variable)
		if !ok {
			l.refuse(at, "there is no such variable%s", l.nearestVariable(variable))
			continue
		}
		l.text(s, at, value)
	}
}

func (l *loader) byVariable(variable string) (setting, bool) {
	for _, s := range l.settings {
		if s.variable() == variable {
			return s, true
		}
	}
	return setting{}, false
}

func (l *loader) nearestVariable(variable string) string {
	names := make([]string, len(l.settings))
	for i, s := range l.settings {
		names[i] = strings.TrimPrefix(s.variable(), prefix)
	}
	near := nearest(strings.TrimPrefix(variable, prefix), names)
	if near == "" {
		return ""
	}
	return "; did you mean " + prefix + near + "?"
}

func (l *loader) flag(f Flag) {
	at := Mistake{Source: f.Name}
	s, ok := l.find(f.Setting)
	if !ok {
		l.refuse(at, "there is no setting %s", f.Setting)
		return
	}
	l.text(s, at, f.Value)
}

// text takes a value from the environment or the command line.
func (l *loader) text(s setting, at Mistake, value string) {
	if s.setText(&l.config, value) {
		l.origins[s.name()] = at
		return
	}
	l.wrong[s.name()] = true
	if s.secret {
		l.refuse(at, "expected %s", s.expected)
		return
	}
	l.refuse(at, "%s: expected %s", show(value), s.expected)
}
