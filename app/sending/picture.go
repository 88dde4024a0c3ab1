package sending

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"time"

	"golang.org/x/image/vector"

	"fleetbox/app/media"
	"fleetbox/app/store"
	"fleetbox/jobs"
)

const (
	// pictureWait is how long a mail waits for the picture in it, which most phones deliver just before it is sent, and
	// lookEvery how often it looks.
	pictureWait, lookEvery = 30 * time.Second, 2 * time.Second

	mailWidth   = 504
	jpegQuality = 82
)

// awaitsPicture tells whether an invitation that was never tried should wait for the picture that stands for its video,
// or else its photo: it is being made, and nothing is amiss with it.
func (s *Service) awaitsPicture(tx *store.Tx, row *sending) (bool, error) {
	if row.Purpose != invitation || row.Attempts > 0 || tx.Now.Sub(row.CreatedAt.Time) >= pictureWait {
		return false, nil
	}
	files, err := s.Media.OfTx(tx, row.InterventionID)
	if err != nil {
		return false, err
	}
	pictured := leading(forCustomer(files))
	return pictured != nil && pictured.URLs.Small == nil && pictured.Problem == nil, nil
}

// leading is the file that stands for all in a mail: the first video, or else the first photo.
func leading(files []media.View) *media.View {
	if video := first(files, media.Video); video != nil {
		return video
	}
	return first(files, media.Photo)
}

// lookAgain puts a job in the place of a task, a little later. No worker is held meanwhile, and no attempt is counted.
func lookAgain(tx *store.Tx, task jobs.Task, id string) error {
	if _, err := jobs.Enqueue(tx, jobs.Job{Kind: jobKind, Payload: payload{id}, RunAt: tx.Now.Add(lookEvery)}); err != nil {
		return err
	}
	return task.Done(tx)
}

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
