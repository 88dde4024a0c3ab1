package plates

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"fleetbox/app/outside"
	"fleetbox/app/problem"
)

// tesseract is the outside program that reads characters.
type tesseract struct {
	name string
	now  func() time.Time

	mu      sync.Mutex
	checked time.Time
	finding error
}

const (
	readLimit  = 15 * time.Second // a plate takes a quarter of a second
	checkLimit = 5 * time.Second
	believed   = 15 * time.Second // how long the finding of a check holds, so that however often anybody asks, few programs are started
	politeness = 5                // others go first
)

func newTesseract(name string, now func() time.Time) *tesseract {
	return &tesseract{name: name, now: now}
}

// arguments make one line of capitals and digits of each picture in a list, without looking for words. Spaces are
// allowed: without them every text with a gap in it comes with a confidence of nothing.
var arguments = []string{
	"stdout", "-l", "eng", "--psm", "7", "-c", "tessedit_char_whitelist=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ",
	"-c", "load_system_dawg=0", "-c", "load_freq_dawg=0", "tsv",
}

// read reads lines of characters: one text for each in which there is one. Problem: tesseract_missing.
func (t *tesseract) read(ctx context.Context, lines []plane) (reads []read, err error) {
	path, err := exec.LookPath(t.name)
	if err != nil {
		return nil, missing(err)
	}
	if len(lines) == 0 {
		return nil, nil
	}
	dir, err := os.MkdirTemp("", "fleetbox-plates-*")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	list, err := writeLines(dir, lines)
	if err != nil {
		return nil, err
	}
	run := outside.Run{Program: path, Args: append([]string{list}, arguments...), Dir: dir, Limit: readLimit, Nice: politeness, IO: politeness}
	out, err := run.Output(ctx)
	if failure := new(outside.Failure); errors.As(err, &failure) {
		return nil, understand(failure)
	}
	if err != nil {
		return nil, err
	}
	return parse(out), nil
}

// writeLines writes pictures and a list of their names into dir.
func writeLines(dir string, lines []plane) (list string, err error) {
	var names strings.Builder
	for i, line := range lines {
		path := filepath.Join(dir, strconv.Itoa(i)+".pgm")
		if err := os.WriteFile(path, line.pgm(), 0o600); err != nil {
			return "", err
		}
		names.WriteString(path + "\n")
	}
	list = filepath.Join(dir, "list.txt")
	return list, os.WriteFile(list, []byte(names.String()), 0o600)
}

func missing(err error) error { return problem.New(problem.Unavailable, TesseractMissing).Because(err) }

// understand tells an installation that is not whole from a run that went wrong.
func understand(failure *outside.Failure) error {
	if failure.Ending == outside.NotStarted || strings.Contains(failure.Said, "Failed loading language") {
		return missing(failure)
	}
	slog.Warn("a plate was not read", "error", failure)
	return problem.New(problem.Unavailable, "busy").Because(failure)
}

// The columns of what tesseract prints.
const (
	columns   = 12
	levelAt   = 0
	pageAt    = 1
	certainAt = 10
	textAt    = 11
	word      = "5" // the level of a line with a text
)

// parse puts together what was read from each picture. A text's confidence is that of its least certain part.
func parse(tsv []byte) []read {
	var reads []read
	page := ""
	for line := range bytes.Lines(tsv) {
		cells := strings.Split(strings.TrimRight(string(line), "\r\n"), "\t")
		if len(cells) != columns || cells[levelAt] != word {
			continue
		}
		text := Normalise(cells[textAt])
		confidence, err := strconv.ParseFloat(cells[certainAt], 64)
		if err != nil || text == "" {
			continue
		}
		confidence = min(max(confidence/100, 0), 1)
		if cells[pageAt] != page {
			page, reads = cells[pageAt], append(reads, read{text, confidence})
			continue
		}
		last := &reads[len(reads)-1]
		last.text, last.confidence = last.text+text, min(last.confidence, confidence)
	}
	return reads
}

// health tells whether the program is there with what it needs.
func (t *tesseract) health(ctx context.Context) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if since := t.now().Sub(t.checked); !t.checked.IsZero() && since >= 0 && since < believed {
		return t.finding
	}
	t.finding = t.look(context.WithoutCancel(ctx)) // who hangs up early does not make the next one look again
	t.checked = t.now()
	return t.finding
}

// FindTesseract tells what keeps plates from being read; nil when nothing does.
func FindTesseract(ctx context.Context, name string, now func() time.Time) error {
	return newTesseract(name, now).look(ctx)
}

func (t *tesseract) look(ctx context.Context) error {
	path, err := exec.LookPath(t.name)
	if err != nil {
		return err
	}
	run := outside.Run{Program: path, Args: []string{"--list-langs"}, Dir: os.TempDir(), Limit: checkLimit, Nice: politeness, IO: politeness}
	out, err := run.Output(ctx)
	if err != nil {
		return err
	}
	if !strings.Contains(string(out)+"\n", "\neng\n") {
		return fmt.Errorf("%s has no data for English", path)
	}
	return nil
}
