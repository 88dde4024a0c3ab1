package plates

import (
	"image"
	"math"
	"slices"
)

// inkBelow is the share of its surroundings' brightness below which a point is ink.
const inkBelow = even * 86 / 100

// blob is a patch of connected ink.
type blob struct {
	image.Rectangle
	points []int32 // indices into the plane
}

func (b blob) middle() (x, y float64) {
	return float64(b.Min.X+b.Max.X) / 2, float64(b.Min.Y+b.Max.Y) / 2
}

// blobs finds the connected patches of ink.
func blobs(p plane) []blob {
	seen := make([]bool, len(p.values))
	var found []blob
	for start, value := range p.values {
		if value < inkBelow && !seen[start] {
			found = append(found, spread(p, seen, int32(start)))
		}
	}
	return found
}

// spread collects all ink that hangs together with start.
func spread(p plane, seen []bool, start int32) blob {
	b := blob{Rectangle: image.Rect(math.MaxInt32, math.MaxInt32, 0, 0)}
	b.Min, b.Max = image.Pt(p.width, p.height), image.Point{}
	b.points = []int32{start}
	seen[start] = true
	for next := 0; next < len(b.points); next++ {
		x, y := int(b.points[next])%p.width, int(b.points[next])/p.width
		b.Min, b.Max = image.Pt(min(b.Min.X, x), min(b.Min.Y, y)), image.Pt(max(b.Max.X, x+1), max(b.Max.Y, y+1))
		for _, step := range [...]image.Point{{-1, 0}, {1, 0}, {0, -1}, {0, 1}} {
			nx, ny := x+step.X, y+step.Y
			if nx < 0 || ny < 0 || nx >= p.width || ny >= p.height {
				continue
			}
			if i := ny*p.width + nx; p.values[i] < inkBelow && !seen[i] {
				seen[i] = true
				b.points = append(b.points, int32(i)) //nolint:gosec // a plane has fewer points
			}
		}
	}
	return b
}

// likeCharacter tells whether a blob could be a letter or a digit by its size and form.
func likeCharacter(b blob, p plane) bool {
	width, height := b.Dx(), b.Dy()
	if height < p.width/40 || height > p.height*3/4 {
		return false
	}
	if b.Min.X == 0 || b.Min.Y == 0 || b.Max.X == p.width || b.Max.Y == p.height {
		return false
	}
	form, full := float64(width)/float64(height), float64(len(b.points))/float64(width*height)
	return form > 0.08 && form < 1.3 && full > 0.15 && full < 0.97
}

const (
	steepest   = 0.5  // of a row of characters: 27 degrees
	fewest     = 4    // characters on a plate
	mostBlobs  = 160  // that are looked at, the largest
	heightsMay = 0.30 // differ from one end of the row to the other
	rowsWander = 0.22 // of a character's height from the line
)

// row finds the longest row of characters of like size, from left to right.
func row(p plane) []blob {
	var candidates []blob
	for _, b := range blobs(p) {
		if likeCharacter(b, p) {
			candidates = append(candidates, b)
		}
	}
	slices.SortFunc(candidates, func(a, b blob) int { return len(b.points) - len(a.points) })
	candidates = candidates[:min(len(candidates), mostBlobs)]
	var best []blob
	for i, a := range candidates {
		for _, b := range candidates[i+1:] {
			if line := alignedWith(a, b, candidates); size(line) > size(best) {
				best = line
			}
		}
	}
	if len(best) < fewest {
		return nil
	}
	slices.SortFunc(best, func(a, b blob) int { return a.Min.X - b.Min.X })
	return best
}

// size is how much of the picture a row takes up: many characters, large ones.
func size(line []blob) int {
	sum := 0
	for _, b := range line {
		sum += b.Dy()
	}
	return sum
}

// alignedWith returns those characters that stand in one line with a and b and are as high.
func alignedWith(a, b blob, candidates []blob) []blob {
	ax, ay := a.middle()
	bx, by := b.middle()
	if ax == bx || math.Abs(by-ay) > steepest*math.Abs(bx-ax) || !alike(float64(a.Dy()), float64(b.Dy())) {
		return nil
	}
	slope, growth := (by-ay)/(bx-ax), float64(b.Dy()-a.Dy())/(bx-ax)
	var line []blob
	for _, c := range candidates {
		x, y := c.middle()
		height := float64(a.Dy()) + growth*(x-ax)
		if alike(float64(c.Dy()), height) && math.Abs(y-ay-slope*(x-ax)) < rowsWander*height {
			line = append(line, c)
		}
	}
	return line
}

func alike(a, b float64) bool { return a > 0 && b > 0 && math.Abs(a-b) < heightsMay*math.Max(a, b) }

// edge is a straight line y = at + slope·x.
type edge struct{ at, slope float64 }

func (e edge) y(x float64) float64 { return e.at + e.slope*x }

// fit lays the line through points that misses them least, in the least squares' sense.
func fit(xs, ys []float64) edge {
	n, sx, sy, sxx, sxy := float64(len(xs)), 0.0, 0.0, 0.0, 0.0
	for i, x := range xs {
		sx, sy, sxx, sxy = sx+x, sy+ys[i], sxx+x*x, sxy+x*ys[i]
	}
	slope := (n*sxy - sx*sy) / (n*sxx - sx*sx)
	return edge{(sy - slope*sx) / n, slope}
}

// edges are the lines on which a row's characters stand and which they reach up to.
func edges(line []blob) (top, bottom edge) {
	var xs, tops, bottoms []float64
	for _, b := range line {
		x, _ := b.middle()
		xs, tops, bottoms = append(xs, x), append(tops, float64(b.Min.Y)), append(bottoms, float64(b.Max.Y))
	}
	return fit(xs, tops), fit(xs, bottoms)
}
