package interventions

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fewest is how many digits a phone number's core has at least, for other digits not to be taken for one.
const fewest = 4

// searchTerms splits what a person typed into two full-text queries, everything in which must occur: parts of words from
// three characters on, and beginnings of words for what is shorter, for plates and numbers in groups, and for a whole VIN
// or e-mail address, most of whose many parts are in thousands of others. Neighbours that could be such groups are also
// looked for joined: B-FX 1234 is BFX1234 where somebody else wrote it.
func searchTerms(query string) (parts, beginnings string) {
	var long, short []string
	for _, run := range runs(strings.FieldsFunc(norm.NFC.String(query), parting)) {
		groups := strings.FieldsFunc(run, func(r rune) bool { return !isWordRune(r) })
		if len(groups) == 0 {
			continue
		}
		forms := []string{strings.Join(groups, "")}
		if core := nationalCore(run); len(core) >= fewest && core != forms[0] {
			forms = append(forms, core)
		}
		switch {
		case isEmail(run): // whole words, and of the last one as much as the index has beginnings of
			last := []rune(groups[len(groups)-1])
			short = append(short, all(append(each(groups[:len(groups)-1], quoted), beginning(string(last[:min(len(last), indexed)])))))
		case strings.Contains(run, "@") && len([]rune(run)) >= 3:
			long = append(long, quoted(run))
		case len(groups) > 1 && slices.ContainsFunc(groups, isGroup), len([]rune(forms[0])) < 3, isVIN(forms[0]):
			short = append(short, anyOf(append(each(forms, beginning), all(each(groups, beginning)))))
		case len(groups) > 1: // a name with a hyphen
			long = append(long, quoted(run))
		default:
			long = append(long, anyOf(each(forms, quoted)))
		}
	}
	return strings.Join(long, " AND "), strings.Join(short, " AND ")
}

// parting tells what stands between words. Control characters part them like spaces: one of them would end the
// query in its middle.
func parting(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

// runs puts neighbours together that are all groups.
func runs(words []string) []string {
	var out []string
	open := false
	for _, word := range words {
		groups := strings.FieldsFunc(word, func(r rune) bool { return !isWordRune(r) })
		group := !strings.Contains(word, "@") && !slices.ContainsFunc(groups, func(g string) bool { return !isGroup(g) })
		if open && group {
			out[len(out)-1] += " " + word
		} else {
			out = append(out, word)
		}
		open = group
	}
	return out
}

// isGroup tells whether a word could be a part of a plate or of a number.
func isGroup(word string) bool {
	return len([]rune(word)) <= 3 || strings.ContainsFunc(word, unicode.IsDigit)
}

// isEmail tells whether a word could be a whole e-mail address, to the last letters of its ending.
func isEmail(word string) bool {
	name, domain, found := strings.Cut(word, "@")
	return found && strings.ContainsFunc(name, isWordRune) && strings.LastIndexByte(domain, '.') > 0
}

// indexed is how long a beginning of a word may be for the index to have it ready.
const indexed = 4

// vinLength is how many characters a VIN has.
const vinLength = 17

// isVIN tells whether a word without its marks could be a whole VIN.
func isVIN(word string) bool {
	return len(word) == vinLength && strings.ContainsFunc(word, unicode.IsDigit)
}

// nationalCore is a phone number without its country's code and the zeros before it, so that a number meets itself
// written in the other way; empty for what is no phone number. The indexes hold the core of every customer's.
func nationalCore(text string) string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, strings.ReplaceAll(text, "(0)", ""))
	if strings.ContainsFunc(text, unicode.IsLetter) || digits == "" {
		return ""
	}
	if !strings.HasPrefix(text, "+") && !strings.HasPrefix(digits, "00") {
		return strings.TrimLeft(digits, "0")
	}
	number := strings.TrimLeft(digits, "0")
	return strings.TrimLeft(number[min(countryCode(number), len(number)):], "0")
}

// twoDigits are the codes of countries that have two digits; those that begin with 1 or 7 have one, all others three.
const twoDigits = " 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98 "

// countryCode is how many digits the country's code has with which a number begins.
func countryCode(number string) int {
	switch {
	case strings.HasPrefix(number, "1") || strings.HasPrefix(number, "7"):
		return 1
	case len(number) >= 2 && strings.Contains(twoDigits, " "+number[:2]+" "):
		return 2
	}
	return 3
}

func anyOf(terms []string) string { return "(" + strings.Join(terms, " OR ") + ")" }

func all(terms []string) string { return "(" + strings.Join(terms, " AND ") + ")" }

func beginning(word string) string { return quoted(word) + "*" }

func quoted(word string) string { return `"` + strings.ReplaceAll(word, `"`, `""`) + `"` }

func each(words []string, f func(string) string) []string {
	out := make([]string, 0, len(words))
	for _, word := range words {
		out = append(out, f(word))
	}
	return out
}

// isWordRune tells whether the indexes take r for a part of a word. Some letters are marks to them, as they were once.
func isWordRune(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) && (r < 0x19b0 || r > 0x19c9) && r != 0x1cf2 && r != 0x1cf3
}
