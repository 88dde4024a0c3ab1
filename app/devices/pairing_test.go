package devices

import (
	"strings"
	"testing"
)

func TestCodesAreReadHoweverTheyAreTyped(t *testing.T) {
	seen := map[string]bool{}
	for range 500 {
		code := newCode()
		if len(code) != 10 || strings.ContainsAny(code, "01OIL") || seen[code] {
			t.Fatalf("%q", code)
		}
		seen[code] = true
		for _, way := range []string{code, shown(code), strings.ToLower(shown(code)), " " + code[:3] + " " + code[3:] + "\n"} {
			if typed(way) != code {
				t.Fatalf("%q is read as %q", way, typed(way))
			}
		}
	}
}
