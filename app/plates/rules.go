package plates

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// marks are what letters on plates may carry.
var marks = strings.NewReplacer("Ä", "A", "Ö", "O", "Ü", "U", "Å", "A", "Ø", "O", "Æ", "A")

// Normalise is a plate as it is compared: capitals and digits, letters without their marks, nothing between them.
func Normalise(plate string) string {
	return strings.Map(func(r rune) rune {
		if (r >= 'A' && r <= 'Z') || (r >= '0' && r <= '9') {
			return r
		}
		return -1
	}, marks.Replace(strings.ToUpper(plate)))
}

// twins are the characters that are easily taken for one another.
var twins = []string{"0ODQ", "1IL", "2Z", "4A", "5S", "6G", "7T", "8B", "VY", "UV", "MN", "CG", "EF", "PR", "HN", "38", "1T7", "XK"}

// twinned says it for each pair of characters: a box may know a hundred thousand plates.
var twinned = pairs(twins)

func pairs(groups []string) (table [128][128]bool) {
	for _, group := range groups {
		for i := range len(group) {
			for j := range len(group) {
				table[group[i]][group[j]] = true
			}
		}
	}
	return table
}

func areTwins(a, b byte) bool { return a < 128 && b < 128 && twinned[a][b] }

// form is how plates of a country are built. In a pattern "A" is a letter and "9" a digit, "a" and "0" are ones that
// may be missing, anything else is itself. Without are letters that the country does not use.
type form struct {
	country  string
	without  string
	patterns []string
}

// forms are the plates of the countries that FleetBox speaks to, and of their neighbours, as they have been given out
// since about 1980. Seals, dashes and gaps are left out.
var forms = []form{
	{"GB", "", []string{"AA99AAA", "A900AAA", "AAA900A", "Aaa9000"}},
	{"IE", "", []string{"99Aa900000", "999Aa900000"}},
	{"DE", "", []string{"AAaaa9000", "AAaaa9000E", "AAaaa9000H"}},
	{"AT", "", []string{"Aa90000Aaa", "Aa9000AAa"}},
	{"CH", "", []string{"AA900000"}},
	{"FR", "IOU", []string{"AA999AA", "900Aaa99", "9000Aa99"}},
	{"BE", "", []string{"9AAA999", "AAA999", "999AAA"}},
	{"LU", "", []string{"AA9999", "99990"}},
	{"NL", "AEIOUQ", []string{
		"AA9999", "9999AA", "99AA99", "AA99AA", "AAAA99", "99AAAA", "99AAA9", "9AAA99", "AA999A", "A999AA", "AAA99A",
		"A99AAA", "9AA999", "999AA9",
	}},
	{"ES", "AEIOUQ", []string{"9999AAA"}},
	{"ES", "", []string{"Aa9999A", "Aa9999AA"}},
	{"IT", "IOQU", []string{"AA999AA"}},
	{"PT", "", []string{"AA99AA", "99AA99", "9999AA", "AA9999"}},
	{"SE", "IQV", []string{"AAA999", "AAA99A"}},
	{"NO", "", []string{"AA99999", "AA9999"}},
	{"DK", "", []string{"AA99999"}},
	{"FI", "", []string{"AAA999"}},
}

// mostSwaps is how many characters are taken for their twins to make a text fit.
const mostSwaps = 2

// Fit is how well a text fits the plates of a country.
type Fit struct {
	Plate   string // the text, with twins put where a country has only letters or only digits
	Country string // empty when plates of several countries look like that
	Swaps   int    // how many characters were taken for their twins
}

// Fits returns the plate that a text most likely stands for, by the forms of the countries; false when it fits none.
// home is the country where the reader stands: between equals it is the one.
func Fits(text, home string) (Fit, bool) {
	best, found := Fit{Swaps: mostSwaps + 1}, false
	for _, f := range forms {
		for _, pattern := range f.patterns {
			plate, swaps, ok := f.lay(pattern, text)
			if !ok || swaps > best.Swaps {
				continue
			}
			next := Fit{plate, f.country, swaps}
			switch {
			case swaps < best.Swaps:
				best, found = next, true
			case next.Country == best.Country || best.Country == home:
			case next.Country == home:
				best = next
			default:
				best.Country = ""
			}
		}
	}
	return best, found
}

// lay lays a pattern over a text and takes twins for characters that do not belong there, as few as it can.
func (f form) lay(pattern, text string) (plate string, swaps int, ok bool) {
	if pattern == "" {
		return "", 0, text == ""
	}
	place, optional := place(pattern[0])
	if text != "" {
		if c, swapped, fits := f.put(place, text[0]); fits {
			if rest, more, laid := f.lay(pattern[1:], text[1:]); laid && more+swapped <= mostSwaps {
				plate, swaps, ok = string(c)+rest, more+swapped, true
			}
		}
	}
	if !optional {
		return plate, swaps, ok
	}
	if without, fewer, laid := f.lay(pattern[1:], text); laid && (!ok || fewer < swaps) {
		return without, fewer, true
	}
	return plate, swaps, ok
}

func place(c byte) (place byte, optional bool) {
	switch c {
	case 'a':
		return 'A', true
	case '0':
		return '9', true
	}
	return c, false
}

// put returns the character that stands in a place when c was read there, and 1 when it is a twin of c.
func (f form) put(place, c byte) (put byte, swapped int, ok bool) {
	if f.allows(place, c) {
		return c, 0, true
	}
	for _, group := range twins[:certain] {
		if strings.IndexByte(group, c) < 0 {
			continue
		}
		for i := range len(group) {
			if isDigit(group[i]) != isDigit(c) && f.allows(place, group[i]) {
				return group[i], 1, true
			}
		}
	}
	return 0, 0, false
}

// certain is how many of the first groups of twins are a digit with its letters.
const certain = 8

func (f form) allows(place, c byte) bool {
	switch place {
	case 'A':
		return c >= 'A' && c <= 'Z' && strings.IndexByte(f.without, c) < 0
	case '9':
		return isDigit(c)
	}
	return c == place
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// What it costs to take one plate for another, in tenths of a misread character.
const (
	asTwin   = 4
	asOther  = 10
	atAnEnd  = 6 // a stroke of the frame or of the strip was read as a character, or one was cut off
	farthest = 20
)

// distance tells how much has to be misread for known to be read as text; more than farthest when it is too much.
func distance(text, known string) int {
	if gap := len(text) - len(known); gap > 2 || gap < -2 {
		return farthest + 1
	}
	before, row := make([]int, len(known)+1), make([]int, len(known)+1)
	for j := range before {
		before[j] = j * atAnEnd
	}
	for i := range len(text) {
		row[0] = (i + 1) * atAnEnd
		for j := range len(known) {
			row[j+1] = min(before[j]+asRead(text[i], known[j]), before[j+1]+lost(j+1, len(known)), row[j]+lost(i+1, len(text)))
		}
		if slices.Min(row) > farthest {
			return farthest + 1
		}
		before, row = row, before
	}
	return before[len(known)]
}

func asRead(read, known byte) int {
	switch {
	case read == known:
		return 0
	case areTwins(read, known):
		return asTwin
	}
	return asOther
}

// lost is what a character too many or too few costs: less at the end of a plate than in its middle.
func lost(at, end int) int {
	if at == end {
		return atAnEnd
	}
	return asOther
}

// read is a text that was found in a picture.
type read struct {
	text       string  // normalised
	confidence float64 // of the program that read it, 0 to 1
}

// near is a known plate that may be the one that was read.
type near struct {
	plate    string // normalised
	distance int
	as       float64 // the confidence of the text that it was taken for
}

// confidence is high when little had to be misread.
func (n near) confidence() float64 {
	return (0.6 + 0.4*n.as) * (1 - float64(n.distance)/(2*farthest))
}

// mayMiss is how far a known plate may be from what was read: of short ones not much is left otherwise.
func mayMiss(plate string) int { return min(farthest, 3*len(plate)) }

// nearest returns the known plates, normalised, that come closest to one of the texts read, the closest first.
func nearest(reads []read, known []string, most int) []near {
	var found []near
	for _, plate := range known {
		best := near{plate: plate, distance: farthest + 1}
		for _, r := range reads {
			if d := distance(r.text, plate); d < best.distance {
				best = near{plate, d, r.confidence}
			}
		}
		if best.distance <= mayMiss(plate) {
			found = append(found, best)
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return a.distance - b.distance })
	return found[:min(len(found), most)]
}

// What is thought of a text by its form.
const (
	misfit   = 0.6 // it looks like no country's plate
	perSwap  = 0.8 // a character had to be taken for its twin
	agreed   = 0.1 // it was read from another channel too
	mostSure = 0.99
)

// propose turns what was read into readings, the likeliest first.
func propose(reads []read, home string) []Reading {
	var readings []Reading
	add := func(plate, country string, confidence float64) {
		i := slices.IndexFunc(readings, func(r Reading) bool { return r.Plate == plate })
		if i < 0 {
			readings = append(readings, Reading{Plate: plate, Country: country, Confidence: min(mostSure, confidence)})
			return
		}
		readings[i].Confidence = min(mostSure, max(readings[i].Confidence, confidence)+agreed)
	}
	for _, r := range reads {
		fit, fits := Fits(r.text, home)
		if fits {
			add(fit.Plate, fit.Country, r.confidence*math.Pow(perSwap, float64(fit.Swaps)))
		}
		if fit.Plate != r.text {
			add(r.text, "", r.confidence*misfit)
		}
	}
	slices.SortStableFunc(readings, func(a, b Reading) int { return cmp.Compare(b.Confidence, a.Confidence) })
	return readings
}

// merge puts known vehicles before readings, each plate once.
func merge(known, readings []Reading) []Reading {
	out := append([]Reading{}, known...)
	for _, r := range readings {
		if !slices.ContainsFunc(known, func(k Reading) bool { return Normalise(k.Plate) == r.Plate }) {
			out = append(out, r)
		}
	}
	return out[:min(len(out), mostReadings)]
}
