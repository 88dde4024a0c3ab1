package plates

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/go-fonts/dejavu/dejavusanscondensedbold"
	"github.com/go-fonts/dejavu/dejavusansmonobold"
	"github.com/go-fonts/liberation/liberationsansbold"
	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// sign is a plate as it hangs on a car. A space in its text is a gap, "*" a seal, "-" a dash.
type sign struct {
	country string
	text    string
	yellow  bool
	right   bool // a second strip, at the right end
	noStrip bool
	ink     color.RGBA
}

// plain is what a reader should find on it.
func (s sign) plain() string { return Normalise(s.text) }

// signs is the set that is measured on.
var signs = []sign{
	{country: "D", text: "M*AB 1234"},
	{country: "D", text: "B*KX 507"},
	{country: "D", text: "HH*ZE 88"},
	{country: "D", text: "KÖ*SB 1650"},
	{country: "D", text: "S*VW 2019E"},
	{country: "D", text: "FR*T 41"},
	{country: "A", text: "W*48213 B"},
	{country: "A", text: "GU*735 KT"},
	{country: "A", text: "SL*29 HAM"},
	{country: "CH", text: "ZH*385 210", noStrip: true},
	{country: "CH", text: "VD*61 904", noStrip: true},
	{country: "CH", text: "BE*7 318", noStrip: true},
	{country: "F", text: "AB-123-CD", right: true},
	{country: "F", text: "GK-804-ZT", right: true},
	{country: "F", text: "EX-561-RS", right: true},
	{country: "F", text: "CB-708-MQ", right: true},
	{country: "F", text: "FW-339-VA", right: true},
	{country: "B", text: "1-ABC-234", ink: red},
	{country: "B", text: "2-DHS-581", ink: red},
	{country: "B", text: "1-XLO-906", ink: red},
	{country: "L", text: "LK 4071", yellow: true},
	{country: "L", text: "TB 9386", yellow: true},
	{country: "NL", text: "GB-512-X", yellow: true},
	{country: "NL", text: "34-TKL-8", yellow: true},
	{country: "NL", text: "91-ZS-PD", yellow: true},
	{country: "NL", text: "R-208-HJ", yellow: true},
	{country: "GB", text: "BD51 SMR", noStrip: true},
	{country: "GB", text: "LK19 VOY", yellow: true},
	{country: "GB", text: "YS62 GHU", noStrip: true},
	{country: "GB", text: "OE08 TWC", yellow: true, noStrip: true},
	{country: "IRL", text: "191-D-20457"},
	{country: "IRL", text: "08-KE-3316"},
	{country: "E", text: "4821 KLM"},
	{country: "E", text: "0935 BZT"},
	{country: "I", text: "FE 627 WH", right: true},
	{country: "I", text: "DA 150 PN", right: true},
	{country: "P", text: "AV 37 UC"},
	{country: "P", text: "56-82-QN"},
	{country: "S", text: "KRT 48B"},
	{country: "N", text: "EK 39205"},
}

var (
	black  = color.RGBA{20, 20, 22, 255}
	red    = color.RGBA{134, 26, 34, 255}
	white  = color.RGBA{236, 236, 232, 255}
	yellow = color.RGBA{244, 192, 38, 255}
	blue   = color.RGBA{0, 51, 153, 255}
)

// The plate as drawn: 520 × 110 mm, two pixels a millimetre.
const (
	plateWidth, plateHeight = 1040, 220
	capHeight               = 150
	stripWidth              = 84
)

var faces = [][]byte{dejavusanscondensedbold.TTF, liberationsansbold.TTF, gomonobold.TTF, dejavusansmonobold.TTF}

// drawSign draws a plate as seen straight on.
func drawSign(t testing.TB, s sign, typeface []byte) *image.RGBA {
	t.Helper()
	out := image.NewRGBA(image.Rect(0, 0, plateWidth, plateHeight))
	ground, ink := white, black
	if s.yellow {
		ground = yellow
	}
	if s.ink.A > 0 {
		ink = s.ink
	}
	fill(out, out.Bounds(), black)
	fill(out, out.Bounds().Inset(5), ground)
	left, end := 14, plateWidth-14
	if !s.noStrip {
		fill(out, image.Rect(5, 5, 5+stripWidth, plateHeight-5), blue)
		write(out, line(t, dejavusanscondensedbold.TTF, s.country, white, 44), image.Rect(17, 139, stripWidth-7, 205))
		left = stripWidth + 14
	}
	if s.right {
		fill(out, image.Rect(plateWidth-5-stripWidth, 5, plateWidth-5, plateHeight-5), blue)
		end = plateWidth - stripWidth - 14
	}
	text := line(t, typeface, s.text, ink, capHeight)
	width := min(text.Bounds().Dx(), end-left-10)
	at := left + (end-left-width)/2
	write(out, text, image.Rect(at, (plateHeight-capHeight)/2-capHeight/4, at+width, (plateHeight+capHeight)/2+capHeight/4))
	return out
}

// line draws text with capitals of a height, with a quarter of it free above and below.
func line(t testing.TB, typeface []byte, text string, ink color.Color, height int) *image.RGBA {
	t.Helper()
	face, within := faceOf(t, typeface, height), faceOf(t, liberationsansbold.TTF, height)
	width := font.MeasureString(face, text).Ceil() + height
	out := image.NewRGBA(image.Rect(0, 0, width, height*3/2))
	drawer := font.Drawer{Dst: out, Src: image.NewUniform(ink), Face: face, Dot: fixed.P(0, height*5/4)}
	for _, r := range text {
		start := drawer.Dot.X
		if r == '*' {
			circle(out, start.Ceil()+height/6, height, height/7)
			drawer.Dot.X += fixed.I(height / 3)
			continue
		}
		if r == ' ' {
			drawer.Dot.X += fixed.I(height / 4)
			continue
		}
		if r == 'Q' || r == 'J' {
			drawer.Face = within
		}
		if r == 'Q' { // on plates it does not reach below the line
			stroke(out, start.Ceil()+height*9/20, height*10/10, start.Ceil()+height*14/20, height*49/40, height/14, ink)
			r = 'O'
		}
		drawer.DrawString(string(r))
		drawer.Face = face
		drawer.Dot.X += fixed.I(height / 14)
	}
	return out.SubImage(image.Rect(0, 0, drawer.Dot.X.Ceil(), height*3/2)).(*image.RGBA)
}

// faceOf is a typeface in the size at which its capitals have a height.
func faceOf(t testing.TB, typeface []byte, height int) font.Face {
	t.Helper()
	parsed, err := opentype.Parse(typeface)
	if err != nil {
		t.Fatal(err)
	}
	var face font.Face
	size := float64(height)
	for range 2 { // the second time with what was measured
		if face, err = opentype.NewFace(parsed, &opentype.FaceOptions{Size: size, DPI: 72}); err != nil {
			t.Fatal(err)
		}
		bounds, _ := font.BoundString(face, "H")
		size *= float64(height) * 64 / float64(bounds.Max.Y-bounds.Min.Y)
	}
	return face
}

func fill(out draw.Image, r image.Rectangle, c color.Color) {
	draw.Draw(out, r, image.NewUniform(c), image.Point{}, draw.Src)
}

func write(out draw.Image, text image.Image, r image.Rectangle) {
	draw.CatmullRom.Scale(out, r, text, text.Bounds(), draw.Over, nil)
}

// circle draws the seal of a German, Austrian or Swiss plate.
func circle(out draw.Image, x, y, radius int) {
	disc(out, x, y, radius, color.RGBA{40, 90, 60, 255})
	disc(out, x, y, radius*4/5, color.RGBA{150, 160, 170, 255})
}

// stroke draws the tail of a Q.
func stroke(out draw.Image, x0, y0, x1, y1, radius int, c color.Color) {
	const steps = 64
	for i := range steps {
		disc(out, x0+(x1-x0)*i/steps, y0+(y1-y0)*i/steps, radius, color.RGBAModel.Convert(c).(color.RGBA))
	}
}

func disc(out draw.Image, x, y, radius int, c color.Color) {
	for dy := -radius; dy <= radius; dy++ {
		for dx := -radius; dx <= radius; dx++ {
			if dx*dx+dy*dy <= radius*radius {
				out.Set(x+dx, y+dy, c)
			}
		}
	}
}

// view is how a plate is seen: turned, from the side, in what light, through what lens.
type view struct {
	roll, yaw, pitch float64 // degrees
	share            float64 // of the width of the cut-out that the plate takes
	light, shade     float64 // brightness, and how much of it is lost towards one side
	blur, shake      float64 // out of focus, and moved along while the shutter was open
	noise            float64
	quality          int
}

func randomView(r *rand.Rand) view {
	between := func(low, high float64) float64 { return low + r.Float64()*(high-low) }
	return view{
		roll: between(-9, 9), yaw: between(-32, 32), pitch: between(-22, 22), share: between(0.5, 0.9),
		light: between(0.25, 1.1), shade: between(0, 0.55), blur: between(0.5, 3), shake: between(0, 7), noise: between(2, 12), quality: 62 + r.IntN(30),
	}
}

// The cut-out as a phone sends it.
const sceneWidth, sceneHeight = 880, 300

// wear puts on a plate what a year on the road does: screws, splashes, and now and then a dealer's holder.
func wear(t testing.TB, plate *image.RGBA, r *rand.Rand) *image.RGBA {
	t.Helper()
	for _, x := range []int{stripWidth + 40 + r.IntN(60), plateWidth - 120 - r.IntN(60)} {
		if r.IntN(3) == 0 {
			dim := uint8(60 + r.IntN(140))
			disc(plate, x, 20+r.IntN(10), 9, color.RGBA{dim, dim, dim, 255})
		}
	}
	for range r.IntN(60) {
		dirt := uint8(50 + r.IntN(70))
		disc(plate, r.IntN(plateWidth), r.IntN(plateHeight), 1+r.IntN(4), color.RGBA{dirt, dirt - 15, dirt - 30, 255})
	}
	if r.IntN(2) == 0 {
		return plate
	}
	held := image.NewRGBA(image.Rect(0, 0, plateWidth+40, plateHeight+70))
	fill(held, held.Bounds(), color.RGBA{30, 30, 32, 255})
	draw.Draw(held, plate.Bounds().Add(image.Pt(20, 12)), plate, image.Point{}, draw.Src)
	write(held, line(t, liberationsansbold.TTF, "AUTOHAUS VELORIA", white, 30), image.Rect(300, plateHeight+16, 760, plateHeight+60))
	return held
}

// photograph takes the picture: the plate on a car's tail, in perspective, in its light, with blur and noise, as a JPEG.
func photograph(t testing.TB, s sign, v view, r *rand.Rand) []byte {
	t.Helper()
	scene := tail(r)
	hang(scene, wear(t, drawSign(t, s, faces[r.IntN(len(faces))]), r), v)
	scene = shaken(blurred(scene, v.blur), int(v.shake))
	expose(scene, v, r)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, scene, &jpeg.Options{Quality: v.quality}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// tail is the car around the plate: paint, a bumper's edge, a grille.
func tail(r *rand.Rand) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, sceneWidth, sceneHeight))
	paint := color.RGBA{uint8(20 + r.IntN(200)), uint8(20 + r.IntN(200)), uint8(20 + r.IntN(200)), 255}
	fill(out, out.Bounds(), paint)
	for y := r.IntN(30); y < sceneHeight; y += 16 + r.IntN(50) {
		dim := uint8(r.IntN(90))
		fill(out, image.Rect(0, y, sceneWidth, y+2+r.IntN(8)), color.RGBA{dim, dim, dim, 255})
	}
	for range 6 {
		at := image.Pt(r.IntN(sceneWidth), r.IntN(sceneHeight))
		dim := uint8(r.IntN(255))
		fill(out, image.Rectangle{at, at.Add(image.Pt(4+r.IntN(40), 4+r.IntN(60)))}, color.RGBA{dim, dim, dim, 255})
	}
	return out
}

// hang draws the plate where a camera would see it: each point of the scene looks along its ray for a point of the plate.
func hang(scene, plate *image.RGBA, v view) {
	const distance = 2200.0 // in pixels of the plate: a phone at about a metre
	focal := distance * v.share * sceneWidth / plateWidth
	u, w := turned([3]float64{1, 0, 0}, v), turned([3]float64{0, 1, 0}, v)
	size := plate.Bounds().Size()
	n := [3]float64{u[1]*w[2] - u[2]*w[1], u[2]*w[0] - u[0]*w[2], u[0]*w[1] - u[1]*w[0]}
	for y := range sceneHeight {
		for x := range sceneWidth {
			ray := [3]float64{float64(x) - sceneWidth/2, float64(y) - sceneHeight/2, focal}
			k := n[2] * distance / dot(n, ray)
			p := [3]float64{ray[0] * k, ray[1] * k, ray[2]*k - distance}
			if c, ok := sample(plate, dot(p, u)+float64(size.X)/2, dot(p, w)+float64(size.Y)/2); ok {
				scene.SetRGBA(x, y, c)
			}
		}
	}
}

func dot(a, b [3]float64) float64 { return a[0]*b[0] + a[1]*b[1] + a[2]*b[2] }

func turned(p [3]float64, v view) [3]float64 {
	turn := func(degrees float64, i, j int) {
		sin, cos := math.Sincos(degrees * math.Pi / 180)
		p[i], p[j] = p[i]*cos-p[j]*sin, p[i]*sin+p[j]*cos
	}
	turn(v.yaw, 0, 2)
	turn(v.pitch, 1, 2)
	turn(v.roll, 0, 1)
	return p
}

func sample(from *image.RGBA, x, y float64) (color.RGBA, bool) {
	x0, y0 := int(math.Floor(x)), int(math.Floor(y))
	if x0 < 0 || y0 < 0 || x0+1 >= from.Bounds().Dx() || y0+1 >= from.Bounds().Dy() {
		return color.RGBA{}, false
	}
	fx, fy := x-float64(x0), y-float64(y0)
	mix := func(pick func(color.RGBA) uint8) uint8 {
		top := float64(pick(from.RGBAAt(x0, y0)))*(1-fx) + float64(pick(from.RGBAAt(x0+1, y0)))*fx
		low := float64(pick(from.RGBAAt(x0, y0+1)))*(1-fx) + float64(pick(from.RGBAAt(x0+1, y0+1)))*fx
		return uint8(top*(1-fy) + low*fy)
	}
	return color.RGBA{
		mix(func(c color.RGBA) uint8 { return c.R }), mix(func(c color.RGBA) uint8 { return c.G }),
		mix(func(c color.RGBA) uint8 { return c.B }), 255,
	}, true
}

// blurred is a picture through a lens that is out of focus: a Gauss of sigma pixels, along and across.
func blurred(from *image.RGBA, sigma float64) *image.RGBA {
	radius := int(3*sigma) + 1
	weights, sum := make([]float64, 2*radius+1), 0.0
	for i := range weights {
		d := float64(i - radius)
		weights[i] = math.Exp(-d * d / (2 * sigma * sigma))
		sum += weights[i]
	}
	pass := func(in *image.RGBA, dx, dy int) *image.RGBA {
		out := image.NewRGBA(in.Bounds())
		for y := range sceneHeight {
			for x := range sceneWidth {
				var c [3]float64
				for i, weight := range weights {
					sx := min(max(x+(i-radius)*dx, 0), sceneWidth-1)
					sy := min(max(y+(i-radius)*dy, 0), sceneHeight-1)
					at := in.PixOffset(sx, sy)
					for k := range c {
						c[k] += weight / sum * float64(in.Pix[at+k])
					}
				}
				out.SetRGBA(x, y, color.RGBA{uint8(c[0]), uint8(c[1]), uint8(c[2]), 255})
			}
		}
		return out
	}
	return pass(pass(from, 1, 0), 0, 1)
}

// shaken is a picture whose camera moved sideways over some points while it was taken.
func shaken(from *image.RGBA, points int) *image.RGBA {
	out := image.NewRGBA(from.Bounds())
	for y := range sceneHeight {
		for x := range sceneWidth {
			var sum [3]int
			for i := range points + 1 {
				at := from.PixOffset(min(x+i, sceneWidth-1), y)
				for k := range sum {
					sum[k] += int(from.Pix[at+k])
				}
			}
			out.SetRGBA(x, y, color.RGBA{uint8(sum[0] / (points + 1)), uint8(sum[1] / (points + 1)), uint8(sum[2] / (points + 1)), 255})
		}
	}
	return out
}

// expose gives the scene its light and the sensor's noise.
func expose(scene *image.RGBA, v view, r *rand.Rand) {
	towards := r.Float64() * 2 * math.Pi
	sin, cos := math.Sincos(towards)
	for y := range sceneHeight {
		for x := range sceneWidth {
			across := (float64(x)/sceneWidth-0.5)*cos + (float64(y)/sceneHeight-0.5)*sin
			light := v.light * (1 - v.shade*(across+0.5))
			at := scene.PixOffset(x, y)
			for k := range 3 {
				value := float64(scene.Pix[at+k])*light + r.NormFloat64()*v.noise
				scene.Pix[at+k] = uint8(min(max(value, 0), 255))
			}
		}
	}
}
