package plates

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fleetbox/app/problem"
)

// program writes a shell script that stands in tesseract's place.
func program(t *testing.T, script string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "tesseract")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

// aLine is a picture of nothing.
func aLine() []plane {
	p := newPlane(60, 40)
	for i := range p.values {
		p.values[i] = 255
	}
	return []plane{p}
}

func TestTroubleWithTesseract(t *testing.T) {
	for name, c := range map[string]struct{ path, code string }{
		"not there":       {"/nowhere/tesseract", TesseractMissing},
		"not for us":      {program(t, "exit 126"), TesseractMissing},
		"without English": {program(t, "echo 'Failed loading language eng' >&2; exit 1"), TesseractMissing},
		"crashes":         {program(t, "kill -SEGV $$"), "busy"},
		"talks for ever":  {program(t, "yes"), "busy"},
		"complains":       {program(t, "echo no >&2; exit 1"), "busy"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := newTesseract(c.path, time.Now).read(context.Background(), aLine()); !problem.Is(err, c.code) {
				t.Errorf("%v, wanted %s", err, c.code)
			}
		})
	}
}

func TestNothingStaysBehind(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	if reads, err := realTesseract(t).read(context.Background(), aLine()); err != nil || len(reads) > 0 {
		t.Errorf("an empty picture: %v %v", reads, err)
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestParse(t *testing.T) {
	row := func(cells ...string) string { return strings.Join(cells, "\t") + "\n" }
	tsv := row("level", "page_num", "block_num", "par_num", "line_num", "word_num", "left", "top", "width", "height", "conf", "text") +
		row("1", "1", "0", "0", "0", "0", "0", "0", "351", "80", "-1", "") +
		row("5", "1", "1", "1", "1", "1", "41", "16", "70", "48", "96.5", "GK") +
		row("5", "1", "1", "1", "1", "2", "41", "16", "70", "48", "90", "804ZT") +
		row("5", "2", "1", "1", "1", "1", "41", "16", "70", "48", "many", "X") +
		row("5", "3", "1", "1", "1", "1", "41", "16", "70", "48", "120", "FR") + "5\t3\n"
	want := []read{{"GK804ZT", 0.9}, {"FR", 1}}
	if got := parse([]byte(tsv)); !slices.Equal(got, want) {
		t.Errorf("%v, wanted %v", got, want)
	}
}

func TestHealth(t *testing.T) {
	now := time.Now()
	clock := func() time.Time { return now }
	service := &Service{tesseract: newTesseract("/nowhere/tesseract", clock)}
	if got := service.Health(context.Background()); got != TesseractMissing {
		t.Errorf("without it: %s", got)
	}
	service.tesseract.name = program(t, "echo fra; echo osd")
	if got := service.Health(context.Background()); got != TesseractMissing {
		t.Errorf("it looks anew at once: %s", got)
	}
	now = now.Add(time.Minute)
	if got := service.Health(context.Background()); got != TesseractMissing {
		t.Errorf("without English: %s", got)
	}
	now = now.Add(time.Minute)
	service.tesseract.name = realTesseract(t).name
	if got := service.Health(context.Background()); got != "ok" {
		t.Errorf("with it: %s", got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("5\t1\t1\t1\t1\t1\t0\t0\t0\t0\t90\tAB\n5\t1\t1\t1\t1\t2\t0\t0\t0\t0\t80\tCD\n"))
	f.Fuzz(func(t *testing.T, tsv []byte) {
		for _, r := range parse(tsv) {
			if r.text == "" || r.text != Normalise(r.text) || r.confidence < 0 || r.confidence > 1 {
				t.Fatalf("%+v", r)
			}
		}
	})
}
