package plates

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"slices"
	"testing"
	"time"
)

const (
	seed      = 7
	strangers = 2000 // known vehicles with other plates
)

// scene is one picture of the set that is measured on.
type scene struct {
	sign    sign
	picture []byte
}

func scenes(t testing.TB) []scene {
	t.Helper()
	set := make([]scene, 0, len(signs))
	for i, s := range signs {
		r := rand.New(rand.NewPCG(seed, uint64(i)))
		set = append(set, scene{s, photograph(t, s, randomView(r), r)})
	}
	return set
}

func realTesseract(t testing.TB) *tesseract {
	t.Helper()
	if _, err := exec.LookPath("tesseract"); err != nil {
		t.Fatal("tesseract is needed: apt-get install tesseract-ocr")
	}
	return newTesseract("tesseract", time.Now)
}

// someone makes up plates of all countries, as other vehicles have them.
func someone(r *rand.Rand, n int) []string {
	var plates []string
	for range n {
		f := forms[r.IntN(len(forms))]
		plates = append(plates, f.example(f.patterns[r.IntN(len(f.patterns))], r.IntN))
	}
	return plates
}

// example makes up a plate by a pattern; choose returns a number below the one that it is given.
func (f form) example(pattern string, choose func(int) int) string {
	var plate []byte
	for i := range len(pattern) {
		place, optional := place(pattern[i])
		if optional && choose(2) == 0 {
			continue
		}
		var allowed []byte
		for _, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") {
			if f.allows(place, c) {
				allowed = append(allowed, c)
			}
		}
		plate = append(plate, allowed[choose(len(allowed))])
	}
	return string(plate)
}

// TestForty measures how many of forty plates, in perspective, poor light, blur and noise, are read, and prints it.
func TestForty(t *testing.T) {
	tesseract := realTesseract(t)
	others := someone(rand.New(rand.NewPCG(seed, seed)), strangers)
	known := slices.Clone(others)
	for _, s := range signs {
		known = append(known, s.plain())
	}
	exact, first, matched, mistaken := 0, 0, 0, 0
	var took time.Duration
	for _, s := range scenes(t) {
		began := time.Now()
		picture, err := decode(s.picture)
		if err != nil {
			t.Fatal(err)
		}
		reads, err := tesseract.read(context.Background(), lines(picture))
		if err != nil {
			t.Fatal(err)
		}
		took += time.Since(began)
		want := s.sign.plain()
		if slices.ContainsFunc(reads, func(r read) bool { return r.text == want }) {
			exact++
		}
		proposals := propose(reads, s.sign.home())
		if len(proposals) > 0 && proposals[0].Plate == want {
			first++
		} else {
			t.Logf("%s: read %v, proposed %v", want, reads, proposals)
		}
		if near := nearest(reads, known, 1); len(near) > 0 && near[0].plate == want {
			matched++
		} else {
			t.Logf("%s: matched with %v", want, near)
		}
		if near := nearest(reads, others, 1); len(near) > 0 {
			mistaken++
			t.Logf("%s: taken for %v", want, near)
		}
	}
	report(t, "%d plates: %d read exactly, %d of them proposed first; among %d known vehicles %d found", len(signs), exact, first, len(known), matched)
	report(t, "%d plates of unknown vehicles: %d were also held to be one of %d known ones", len(signs), mistaken, len(others))
	report(t, "%d ms a picture", took.Milliseconds()/int64(len(signs)))
	if first < 36 || matched < 40 || mistaken > 8 {
		t.Error("fewer plates are read than before")
	}
}

// report prints a figure, also where tests pass.
func report(t *testing.T, format string, args ...any) {
	t.Helper()
	fmt.Fprintf(t.Output(), format+"\n", args...)
}

// home is the country in which a plate was given out, as FleetBox names it.
func (s sign) home() string {
	codes := map[string]string{
		"D": "DE", "A": "AT", "F": "FR", "B": "BE", "L": "LU", "IRL": "IE", "E": "ES", "I": "IT", "P": "PT", "S": "SE", "N": "NO",
	}
	if code := codes[s.country]; code != "" {
		return code
	}
	return s.country
}
