package plates

import "fmt"

const (
	characterHeight = 48 // of what is given to be read; the reader was trained on about that
	margin          = 16
)

// straightened is a row of characters as if seen straight on: black on white, upright, without anything between them.
func straightened(p plane, line []blob) plane {
	own := masked(p, line)
	top, bottom := edges(line)
	left, right := line[0].Min.X, line[len(line)-1].Max.X
	middle := float64(left+right) / 2
	scale := characterHeight / (bottom.y(middle) - top.y(middle))
	lean := leaning(p, line, top, bottom)
	width := int(float64(right-left)*scale) + 2*margin + characterHeight
	out := newPlane(width, characterHeight+2*margin)
	for y := range out.height {
		depth := (float64(y-margin) + 0.5) / characterHeight
		for x := range out.width {
			sx := float64(left) + (float64(x-margin)-characterHeight/2)/scale + lean*(depth-0.5)*characterHeight/scale
			sy := top.y(sx) + depth*(bottom.y(sx)-top.y(sx))
			out.values[y*out.width+x] = own.between(sx, sy)
		}
	}
	return out
}

// masked keeps the ink of a row and a thin seam around it; the rest becomes paper.
func masked(p plane, line []blob) plane {
	const seam = 2
	out := newPlane(p.width, p.height)
	for i := range out.values {
		out.values[i] = 255
	}
	for _, b := range line {
		for _, point := range b.points {
			px, py := int(point)%p.width, int(point)/p.width
			for y := max(0, py-seam); y < min(p.height, py+seam+1); y++ {
				for x := max(0, px-seam); x < min(p.width, px+seam+1); x++ {
					out.values[y*p.width+x] = p.at(x, y)
				}
			}
		}
	}
	return out
}

// between is the value between four points; paper outside.
func (p plane) between(x, y float64) uint8 {
	x0, y0 := int(x), int(y)
	if x < 0 || y < 0 || x0+1 >= p.width || y0+1 >= p.height {
		return 255
	}
	fx, fy := x-float64(x0), y-float64(y0)
	upper := float64(p.at(x0, y0))*(1-fx) + float64(p.at(x0+1, y0))*fx
	lower := float64(p.at(x0, y0+1))*(1-fx) + float64(p.at(x0+1, y0+1))*fx
	return uint8(upper*(1-fy) + lower*fy)
}

// leaning is how far characters lean, as a share of their height: upright ones leave the clearest gaps.
func leaning(p plane, line []blob, top, bottom edge) float64 {
	const steps = 16
	best, clearest := 0.0, 0
	for step := -steps; step <= steps; step++ {
		lean := float64(step) * 0.5 / steps
		if c := clearness(p, line, top, bottom, lean); c > clearest {
			best, clearest = lean, c
		}
	}
	return best
}

// clearness is large when the ink, leaned back, falls into few columns.
func clearness(p plane, line []blob, top, bottom edge, lean float64) int {
	columns := make([]int, 2*p.width)
	for _, b := range line {
		for _, point := range b.points {
			x, y := float64(int(point)%p.width), float64(int(point)/p.width)
			middle := (top.y(x) + bottom.y(x)) / 2
			columns[int(x-lean*(y-middle))+p.width/2]++
		}
	}
	sum := 0
	for _, n := range columns {
		sum += n * n
	}
	return sum
}

// pgm is a plane as a file of the simplest format there is.
func (p plane) pgm() []byte {
	return append(fmt.Appendf(nil, "P5 %d %d 255\n", p.width, p.height), p.values...)
}
