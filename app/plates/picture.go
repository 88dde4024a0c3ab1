package plates

import (
	"bytes"
	"image"
	_ "image/jpeg" // accepted
	_ "image/png"  // accepted beside JPEG

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // accepted beside JPEG

	"fleetbox/app/media"
	"fleetbox/app/problem"
)

// mostPixels is what a phone's camera takes; a picture that claims more is not decoded.
const mostPixels = 16 << 20

// decode reads a picture, turns it upright and brings it to workWidth. Problems: picture_unreadable, picture_too_large.
func decode(data []byte) (*image.RGBA, error) {
	header, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || header.Width <= 0 || header.Height <= 0 {
		return nil, problem.New(problem.Unfit, "picture_unreadable").Because(err)
	}
	if header.Width > mostPixels/header.Height {
		return nil, problem.New(problem.Unfit, "picture_too_large", "megapixels", mostPixels>>20)
	}
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, problem.New(problem.Unfit, "picture_unreadable").Because(err)
	}
	size := picture.Bounds().Size()
	if max(size.X, size.Y) > mostStretched*min(size.X, size.Y) {
		return nil, problem.New(problem.Unfit, "picture_unreadable")
	}
	return scaled(media.Upright(data, scaled(picture, min(size.X, 2*workWidth))), workWidth), nil
}

// mostStretched is how many times longer than wide a picture may be: no plate is, and others would grow on the way to workWidth.
const mostStretched = 12

// workWidth is how wide a picture is looked at: a character of a plate is then some 60 to 110 points high.
const workWidth = 880

// channel takes one value of each point of a picture.
type channel func(r, g, b uint8) uint8

// Ink of every country is dark in green, red ink too, and so is the blue strip; in the brightest
// of the three the strip is not, and the ground of yellow plates is as bright as white.
func green(_, g, _ uint8) uint8     { return g }
func brightest(r, g, b uint8) uint8 { return max(r, g, b) }

// scaled brings a picture to a width.
func scaled(picture image.Image, width int) *image.RGBA {
	from := picture.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, width, max(1, from.Dy()*width/from.Dx())))
	draw.ApproxBiLinear.Scale(out, out.Bounds(), picture, from, draw.Src, nil)
	return out
}

// negative is for the light characters on dark ground of old plates.
func negative(r, g, b uint8) uint8 { return 255 - green(r, g, b) }

// lines are the rows of characters found in a picture, ready to be read: from one channel, or several.
func lines(picture *image.RGBA) []plane {
	var found []plane
	for _, c := range []channel{green, brightest, negative} {
		if p := c.of(picture).evened(); len(found) < wanted {
			if line := row(p); line != nil {
				found = append(found, straightened(p, line))
			}
		}
	}
	return found
}

// wanted is from how many channels a plate is read; they correct each other.
const wanted = 2

// plane is a picture of one channel.
type plane struct {
	width, height int
	values        []uint8
}

func newPlane(width, height int) plane { return plane{width, height, make([]uint8, width*height)} }

func (p plane) at(x, y int) uint8 { return p.values[y*p.width+x] }

// of takes a channel of a picture.
func (c channel) of(picture *image.RGBA) plane {
	out := newPlane(picture.Bounds().Dx(), picture.Bounds().Dy())
	for i := range out.values {
		at := picture.Pix[4*i:]
		out.values[i] = c(at[0], at[1], at[2])
	}
	return out
}

// sums[y*(width+1)+x] is the sum of all values above and left of x, y.
func (p plane) sums() []int {
	wide := p.width + 1
	sums := make([]int, wide*(p.height+1))
	for y := range p.height {
		row := 0
		for x := range p.width {
			row += int(p.at(x, y))
			sums[(y+1)*wide+x+1] = sums[y*wide+x+1] + row
		}
	}
	return sums
}

// means is each point's average over a square that reaches radius to all sides.
func (p plane) means(radius int) plane {
	sums, wide, out := p.sums(), p.width+1, newPlane(p.width, p.height)
	for y := range p.height {
		top, bottom := max(0, y-radius), min(p.height, y+radius+1)
		for x := range p.width {
			left, right := max(0, x-radius), min(p.width, x+radius+1)
			sum := sums[bottom*wide+right] - sums[top*wide+right] - sums[bottom*wide+left] + sums[top*wide+left]
			out.values[y*p.width+x] = uint8(sum / ((bottom - top) * (right - left))) //nolint:gosec // an average of bytes
		}
	}
	return out
}

const (
	grain       = 1              // noise is smoothed away over so many points
	surrounding = workWidth / 14 // as far reaches what a point is compared with: about a character
	even        = 200            // what a point as bright as its surroundings becomes
)

// evened makes light and shade equal: each point becomes its share of the brightness around it.
func (p plane) evened() plane {
	smooth := p.means(grain)
	around, out := smooth.means(surrounding), newPlane(p.width, p.height)
	for i, value := range smooth.values {
		out.values[i] = uint8(min(255, int(value)*even/max(1, int(around.values[i]))))
	}
	return out
}
