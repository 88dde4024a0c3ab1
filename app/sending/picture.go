package sending

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"

	"golang.org/x/image/vector"
)

const (
	mailWidth   = 504
	jpegQuality = 82
)

// framed prepares a picture for a mail; the one that stands for a video gets a play mark, because
// mail programs play nothing and a still picture does not look like something to watch.
func framed(source []byte, ofVideo bool) ([]byte, int, error) {
	img, err := jpeg.Decode(bytes.NewReader(source))
	if err != nil {
		return nil, 0, err
	}
	size := img.Bounds()
	height := mailWidth * size.Dy() / max(size.Dx(), 1)
	if !ofVideo {
		return source, height, nil
	}
	canvas := image.NewRGBA(image.Rect(0, 0, size.Dx(), size.Dy()))
	draw.Draw(canvas, canvas.Bounds(), img, size.Min, draw.Src)
	playMark(canvas)
	var out bytes.Buffer
	err = jpeg.Encode(&out, canvas, &jpeg.Options{Quality: jpegQuality})
	return out.Bytes(), height, err
}

// playMark draws a dark disc with a white triangle into the middle.
func playMark(canvas *image.RGBA) {
	size := canvas.Bounds()
	x, y := float32(size.Dx())/2, float32(size.Dy())/2
	r := min(x, y) * 0.3
	fill(canvas, color.NRGBA{0, 0, 0, 165}, func(v *vector.Rasterizer) {
		const k = 0.5523 // a quarter of a circle as a Bézier curve
		v.MoveTo(x+r, y)
		v.CubeTo(x+r, y+k*r, x+k*r, y+r, x, y+r)
		v.CubeTo(x-k*r, y+r, x-r, y+k*r, x-r, y)
		v.CubeTo(x-r, y-k*r, x-k*r, y-r, x, y-r)
		v.CubeTo(x+k*r, y-r, x+r, y-k*r, x+r, y)
		v.ClosePath()
	})
	fill(canvas, color.NRGBA{255, 255, 255, 255}, func(v *vector.Rasterizer) {
		v.MoveTo(x-r*0.32, y-r*0.5)
		v.LineTo(x+r*0.55, y)
		v.LineTo(x-r*0.32, y+r*0.5)
		v.ClosePath()
	})
}

func fill(canvas *image.RGBA, with color.NRGBA, shape func(*vector.Rasterizer)) {
	v := vector.NewRasterizer(canvas.Bounds().Dx(), canvas.Bounds().Dy())
	shape(v)
	v.Draw(canvas, canvas.Bounds(), image.NewUniform(with), image.Point{})
}
