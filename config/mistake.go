package config

import (
	"fmt"
	"slices"
	"strings"
)

// Mistake is one thing that is wrong in the configuration.
type Mistake struct {
	Source string // the file, variable or flag that holds it
	Line   int    // line in the file, 0 when Source is not a file
	Text   string // what is wrong and what was expected
}

// String writes the mistake the way compilers do, so that an editor can jump to it.
func (m Mistake) String() string {
	if m.Line == 0 {
		return m.Source + ": " + m.Text
	}
	return fmt.Sprintf("%s:%d: %s", m.Source, m.Line, m.Text)
}

// Error holds every mistake found, one a line: those of the file first and in its order, then variables and flags.
type Error struct {
	Mistakes []Mistake
}

func (e *Error) Error() string {
	lines := make([]string, len(e.Mistakes))
	for i, m := range e.Mistakes {
		lines[i] = m.String()
	}
	return strings.Join(lines, "\n")
}

// sortMistakes puts what stands in the file first, in the order of its lines, and leaves the rest as found.
func sortMistakes(all []Mistake) {
	slices.SortStableFunc(all, func(a, b Mistake) int {
		switch {
		case (a.Line == 0) != (b.Line == 0):
			return b.Line - a.Line
		default:
			return a.Line - b.Line
		}
	})
}

// nearest returns the candidate that word was probably meant to be, empty when none is near.
func nearest(word string, candidates []string) string {
	best, bestDistance := "", max(2, len(word)/3)+1
	for _, c := range candidates {
		if d := distance(word, c); d < bestDistance {
			best, bestDistance = c, d
		}
	}
	return best
}

// distance counts the letters to insert, delete or replace to make b of a (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
