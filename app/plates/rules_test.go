package plates

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestNormalise(t *testing.T) {
	for plate, want := range map[string]string{
		"M-AB 1234": "MAB1234", "kö sb 1650": "KOSB1650", "AB·123·CD": "AB123CD", " 1-abc-234\n": "1ABC234", "": "", "–": "", "Å 12": "A12",
	} {
		if got := Normalise(plate); got != want {
			t.Errorf("%q becomes %q, not %q", plate, got, want)
		}
	}
}

func TestFits(t *testing.T) {
	for _, c := range []struct {
		text, home string
		want       Fit
		fits       bool
	}{
		{"AB123CD", "FR", Fit{"AB123CD", "FR", 0}, true},
		{"AB123CD", "IT", Fit{"AB123CD", "IT", 0}, true},
		{"AB123CD", "GB", Fit{"AB123CD", "", 0}, true}, // French, Italian or Austrian
		{"AB1Z3CD", "FR", Fit{"AB123CD", "FR", 1}, true},
		{"BD5ISMR", "GB", Fit{"BD51SMR", "GB", 1}, true},
		{"0E08TWC", "GB", Fit{"OE08TWC", "GB", 1}, true},
		{"SVW2019E", "", Fit{"SVW2019E", "DE", 0}, true},
		{"1ABC234", "BE", Fit{"1ABC234", "BE", 0}, true},
		{"191D20457", "", Fit{"191D20457", "IE", 0}, true},
		{"ABCDEFGHI", "DE", Fit{}, false},
		{"", "DE", Fit{}, false},
	} {
		got, fits := Fits(c.text, c.home)
		if fits != c.fits || (fits && got != c.want) {
			t.Errorf("%s in %s: %+v %v, wanted %+v", c.text, c.home, got, fits, c.want)
		}
	}
}

// drawPlate makes up a plate of some country.
func drawPlate(t *rapid.T) (plate string, f form) {
	f = rapid.SampledFrom(forms).Draw(t, "country")
	pattern := rapid.SampledFrom(f.patterns).Draw(t, "pattern")
	plate = f.example(pattern, func(below int) int { return rapid.IntRange(0, below-1).Draw(t, "choice") })
	return plate, f
}

func TestPlatesFitTheirCountry(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plate, f := drawPlate(t)
		if got, fits := Fits(plate, f.country); !fits || got != (Fit{plate, f.country, 0}) {
			t.Fatalf("%s of %s: %+v %v", plate, f.country, got, fits)
		}
	})
}

func TestFittingChangesNoMoreThanTwins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[A-Z0-9]{0,10}`).Draw(t, "text")
		fit, fits := Fits(text, rapid.SampledFrom([]string{"", "DE", "FR", "GB"}).Draw(t, "home"))
		if !fits {
			return
		}
		changed := 0
		for i := range len(text) {
			if text[i] == fit.Plate[i] {
				continue
			}
			changed++
			if !areTwins(text[i], fit.Plate[i]) {
				t.Fatalf("%s became %s", text, fit.Plate)
			}
		}
		if len(fit.Plate) != len(text) || changed != fit.Swaps || changed > mostSwaps {
			t.Fatalf("%s became %+v", text, fit)
		}
		if again, _ := Fits(fit.Plate, fit.Country); again.Plate != fit.Plate || again.Swaps != 0 {
			t.Fatalf("%s became %s and then %s", text, fit.Plate, again.Plate)
		}
	})
}

func TestDistance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, _ := drawPlate(t)
		b := rapid.StringMatching(`[A-Z0-9]{0,9}`).Draw(t, "other")
		if there, back := distance(a, b), distance(b, a); there != back && min(there, back) <= farthest {
			t.Fatalf("%s to %s: %d, back %d", a, b, there, back)
		}
		if d := distance(a, b); (d == 0) != (a == b) {
			t.Fatalf("%s to %s: %d", a, b, d)
		}
		at := rapid.IntRange(0, len(a)-1).Draw(t, "at")
		misread := a[:at] + "?" + a[at+1:]
		if d := distance(misread, a); d > asOther {
			t.Fatalf("%s to %s: %d", misread, a, d)
		}
	})
}

// TestNearest: one or two misread characters still lead to the vehicle, the likelier mistake first.
func TestNearest(t *testing.T) {
	known := []string{"AB123CD", "AB128CD", "GK804ZT", "FRT41", "XY9"}
	for _, c := range []struct {
		text string
		want []string
	}{
		{"AB123CD", []string{"AB123CD", "AB128CD"}},
		{"A8I23CD", []string{"AB123CD", "AB128CD"}},
		{"GK8042T", []string{"GK804ZT"}},
		{"IGK804ZT", []string{"GK804ZT"}},
		{"GK8O4", []string{"GK804ZT"}},
		{"QW777ER", nil},
		{"AA9", nil}, // of a short plate hardly anything may be misread
		{"", nil},
	} {
		var got []string
		for _, n := range nearest([]read{{c.text, 1}}, known, 3) {
			got = append(got, n.plate)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, wanted %v", c.text, got, c.want)
		}
	}
}

func TestPropose(t *testing.T) {
	readings := propose([]read{{"OEO8TWC", 0.9}, {"OE08TWC", 0.6}}, "GB")
	if len(readings) != 2 || readings[0].Plate != "OE08TWC" || readings[0].Country != "GB" || readings[1].Plate != "OEO8TWC" {
		t.Fatalf("%+v", readings)
	}
	if readings[0].Confidence <= 0.72 || readings[1].Confidence >= 0.6 {
		t.Errorf("a text read twice, and one that is no plate: %+v", readings)
	}
	rapid.Check(t, func(t *rapid.T) {
		reads := rapid.SliceOf(rapid.Custom(func(t *rapid.T) read {
			return read{rapid.StringMatching(`[A-Z0-9]{1,9}`).Draw(t, "text"), rapid.Float64Range(0, 1).Draw(t, "confidence")}
		})).Draw(t, "reads")
		last := 1.0
		for _, r := range merge(nil, propose(reads, "DE")) {
			if r.Confidence < 0 || r.Confidence > last {
				t.Fatalf("%+v after %f", r, last)
			}
			last = r.Confidence
		}
	})
}

// BenchmarkNearest looks among the plates of a box on which much has happened.
func BenchmarkNearest(b *testing.B) {
	known := someone(rand.New(rand.NewPCG(seed, 1)), 60_000)
	reads := []read{{"BD51SMR", 0.9}, {"8D51SMR", 0.8}}
	for b.Loop() {
		nearest(reads, known, mostLooked)
	}
}
