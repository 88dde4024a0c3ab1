package media

import (
	"image"
	"image/draw"
	"math"

	"golang.org/x/image/vector"
)

// The lines of the shapes are the same that the editor shows (embed/web/src/shared/drawing/paths.ts): who
// changes one changes both.

const (
	arrowHead  = 5           // lengths of an arrow's head in widths of its line
	arrowShare = 0.5         // of a short arrow at most this much is head
	arrowAngle = math.Pi / 6 // between the line and each side of the head
)

// band is how many rows are drawn at once: the coverage of a whole large photo would take as much memory as the photo.
const band = 256

type point struct{ x, y float64 }

func (p point) to(q point, share float64) point {
	return point{p.x + (q.x-p.x)*share, p.y + (q.y-p.y)*share}
}

// stroke draws a shape on a picture, with round ends and corners and smooth edges.
func (s Shape) stroke(canvas *image.RGBA) {
	size := canvas.Bounds().Size()
	half := float64(s.Width) * float64(max(size.X, size.Y)) / full / 2
	lines := s.lines(size, 2*half)
	area := extent(lines, half).Intersect(canvas.Bounds())
	pen, ink := vector.NewRasterizer(0, 0), image.NewUniform(s.color())
	for top := area.Min.Y; top < area.Max.Y; top += band {
		rows := image.Rect(area.Min.X, top, area.Max.X, min(top+band, area.Max.Y))
		pen.Reset(rows.Dx(), rows.Dy())
		for _, line := range lines {
			outline(pen, line, half, rows)
		}
		pen.DrawOp = draw.Over
		pen.Draw(canvas, rows, ink, image.Point{})
	}
}

// lines are the middle lines of a shape on a picture of a size, whose stroke is width pixels wide.
func (s Shape) lines(size image.Point, width float64) [][]point {
	points := make([]point, len(s.Points)/2)
	for i := range points {
		points[i] = point{float64(s.Points[2*i]) * float64(size.X) / full, float64(s.Points[2*i+1]) * float64(size.Y) / full}
	}
	a, b := points[0], points[1]
	switch s.Tool {
	case Rectangle:
		return [][]point{{a, {b.x, a.y}, b, {a.x, b.y}, a}}
	case Ellipse:
		return [][]point{around(a.to(b, 0.5), math.Abs(b.x-a.x)/2, math.Abs(b.y-a.y)/2)}
	case Arrow:
		return arrow(a, b, width)
	}
	return [][]point{smooth(points)}
}

// around is a closed ellipse, in steps too short to be seen.
func around(middle point, rx, ry float64) []point {
	steps := int(min(max(24, math.Pi*(rx+ry)/4), 1000))
	line := make([]point, steps+1)
	for i := range line {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(steps))
		line[i] = point{middle.x + rx*cos, middle.y + ry*sin}
	}
	return line
}

func arrow(end, tip point, width float64) [][]point {
	length := math.Hypot(tip.x-end.x, tip.y-end.y)
	head := min(arrowHead*width, arrowShare*length)
	back := math.Atan2(end.y-tip.y, end.x-tip.x)
	side := func(angle float64) point {
		sin, cos := math.Sincos(back + angle)
		return point{tip.x + head*cos, tip.y + head*sin}
	}
	return [][]point{{end, tip}, {side(-arrowAngle), tip, side(arrowAngle)}}
}

// smooth rounds the corners of a line: it goes through the middle between each two points.
func smooth(points []point) []point {
	line := []point{points[0]}
	for i := 1; i < len(points)-1; i++ {
		from, bend, to := points[i-1].to(points[i], 0.5), points[i], points[i].to(points[i+1], 0.5)
		steps := int(min(max(1, math.Hypot(to.x-from.x, to.y-from.y)/4), 16))
		for step := range steps + 1 {
			share := float64(step) / float64(steps)
			line = append(line, from.to(bend, share).to(bend.to(to, share), share))
		}
	}
	return append(line, points[len(points)-1])
}

// extent is the box around lines of a half width.
func extent(lines [][]point, half float64) image.Rectangle {
	low, high := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for _, line := range lines {
		for _, p := range line {
			low = point{min(low.x, p.x), min(low.y, p.y)}
			high = point{max(high.x, p.x), max(high.y, p.y)}
		}
	}
	return image.Rect(int(low.x-half)-1, int(low.y-half)-1, int(high.x+half)+2, int(high.y+half)+2)
}

// outline adds a line to a pen: each piece and each joint as an area of its own, all turning the same way so that they add up.
func outline(pen *vector.Rasterizer, line []point, half float64, rows image.Rectangle) {
	near := func(a, b point) bool {
		return max(a.y, b.y)+half >= float64(rows.Min.Y) && min(a.y, b.y)-half <= float64(rows.Max.Y)
	}
	shifted := func(p point) point { return point{p.x - float64(rows.Min.X), p.y - float64(rows.Min.Y)} }
	for i, p := range line {
		if near(p, p) {
			fillArea(pen, joint(shifted(p), half))
		}
		if i > 0 && near(line[i-1], p) {
			fillArea(pen, piece(shifted(line[i-1]), shifted(p), half))
		}
	}
}

func joint(middle point, radius float64) []point {
	corners := make([]point, int(min(max(12, 2*radius), 64)))
	for i := range corners {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(len(corners)))
		corners[i] = point{middle.x + radius*cos, middle.y + radius*sin}
	}
	return corners
}

func piece(a, b point, half float64) []point {
	length := math.Hypot(b.x-a.x, b.y-a.y)
	if length == 0 {
		return nil
	}
	nx, ny := (b.y-a.y)/length*half, -(b.x-a.x)/length*half
	return []point{{a.x + nx, a.y + ny}, {b.x + nx, b.y + ny}, {b.x - nx, b.y - ny}, {a.x - nx, a.y - ny}}
}

func fillArea(pen *vector.Rasterizer, corners []point) {
	for i, p := range corners {
		if i == 0 {
			pen.MoveTo(float32(p.x), float32(p.y))
			continue
		}
		pen.LineTo(float32(p.x), float32(p.y))
	}
	if len(corners) > 0 {
		pen.ClosePath()
	}
}
