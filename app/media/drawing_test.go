package media_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"fleetbox/app/media"
	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/web/webtest"
)

var (
	frame  = media.Shape{Tool: media.Rectangle, Color: "#00ff00", Width: 100, Points: []int{1000, 2000, 4000, 8000}}
	circle = media.Shape{Tool: media.Ellipse, Color: "#ffff00", Width: 160, Points: []int{6000, 2000, 9000, 8000}}
	arrow  = media.Shape{Tool: media.Arrow, Color: "#00ff00", Width: 80, Points: []int{2000, 5000, 8000, 5000}}
	line   = media.Shape{Tool: media.Pencil, Color: "#ffffff", Width: 120, Points: []int{5000, 1000, 5000, 3000, 5000, 9000}}
)

func (b *box) draw(as, id string, version int, shapes ...media.Shape) answer {
	b.t.Helper()
	return b.json(as, "PUT", "/api/media/"+id+"/drawing", map[string]any{"shapes": append([]media.Shape{}, shapes...), "version": version}, nil)
}

// photo is one that is ready.
func (b *box) photo(intervention string, content []byte) string {
	b.t.Helper()
	s := b.sending(phone, intervention, "photo", content)
	s.send()
	if v := b.wait(intervention, s.id, settled); v.State != media.Ready {
		b.t.Fatalf("%+v", v)
	}
	return s.id
}

func (b *box) picture(url string) image.Image {
	b.t.Helper()
	a := b.do(nobody, "GET", url, nil, nil)
	if a.status != http.StatusOK {
		b.t.Fatalf("%s: %d %s", url, a.status, a.body)
	}
	picture, err := jpeg.Decode(bytes.NewReader(a.body))
	must(b.t, err)
	return picture
}

// at is the colour at a place of an upright photo, in the coordinates of a drawing; JPEG blurs it a little.
func at(picture image.Image, x, y int) string {
	size := picture.Bounds().Size()
	r, g, b, _ := picture.At(size.X*x/10_000, size.Y*y/10_000).RGBA()
	named := map[string]color.RGBA{
		"red": {220, 0, 0, 255}, "blue": {0, 0, 220, 255}, "green": {0, 255, 0, 255}, "yellow": {255, 255, 0, 255}, "white": {255, 255, 255, 255},
	}
	best, least := "", math.Inf(1)
	for name, c := range named {
		off := math.Hypot(math.Hypot(float64(r>>8)-float64(c.R), float64(g>>8)-float64(c.G)), float64(b>>8)-float64(c.B))
		if off < least {
			best, least = name, off
		}
	}
	return best
}

func TestDrawingIsForThoseWhoMayChangeThePhoto(t *testing.T) {
	b := start(t, setup{})
	in := b.intervention()
	id := b.photo(in, webtest.JPEG(t, webtest.Halves(600, 400)))
	for caller, status := range map[string]int{nobody: 401, "user:technician": 403, "user:audit_manager": 403, sales: 404} {
		if a := b.draw(caller, id, 0, frame); a.status != status {
			t.Errorf("%q: %d %s, want %d", caller, a.status, a.body, status)
		}
	}
	for status, want := range map[string]int{"answered": 409, "closed": 409} {
		b.exec("UPDATE interventions SET status = ? WHERE id = ?", status, in)
		if a := b.draw(office, id, 0, frame); a.status != want {
			t.Errorf("%s: %d %s, want %d", status, a.status, a.body, want)
		}
	}
	b.exec("UPDATE interventions SET status = 'pending' WHERE id = ?", in)
	if v := b.view(in, id); len(v.Drawing) != 0 || v.DrawingVersion != 0 || v.Revisions[media.Large] != 1 {
		t.Errorf("%+v", v)
	}
}

func TestDrawingsThatAreNone(t *testing.T) {
	b := start(t, setup{})
	in := b.intervention()
	id := b.photo(in, webtest.JPEG(t, webtest.Halves(600, 400)))
	changed := func(change func(*media.Shape)) media.Shape {
		shape := frame
		shape.Points = slices.Clone(frame.Points)
		change(&shape)
		return shape
	}
	long := changed(func(s *media.Shape) { s.Tool, s.Points = media.Pencil, slices.Repeat([]int{1, 2}, 2000) })
	for name, shapes := range map[string][]media.Shape{
		"a tool that is none":     {changed(func(s *media.Shape) { s.Tool = "spray" })},
		"a colour that is none":   {changed(func(s *media.Shape) { s.Color = "red" })},
		"no width":                {changed(func(s *media.Shape) { s.Width = 0 })},
		"a width like a wall":     {changed(func(s *media.Shape) { s.Width = 501 })},
		"a corner too few":        {changed(func(s *media.Shape) { s.Points = s.Points[:2] })},
		"a corner too many":       {changed(func(s *media.Shape) { s.Points = append(s.Points, 1, 1) })},
		"half a point":            {changed(func(s *media.Shape) { s.Tool, s.Points = media.Pencil, append(s.Points, 1) })},
		"beside the photo":        {changed(func(s *media.Shape) { s.Points[2] = 10_001 })},
		"on the other side":       {changed(func(s *media.Shape) { s.Points[0] = -1 })},
		"a line without an end":   {changed(func(s *media.Shape) { s.Tool, s.Points = media.Pencil, slices.Repeat([]int{1}, 4002) })},
		"more points than enough": slices.Repeat([]media.Shape{long}, 6),
		"more shapes than enough": slices.Repeat([]media.Shape{frame}, 201),
	} {
		if a := b.draw(office, id, 0, shapes...); a.status != 422 {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	document := b.added(in)
	if a := b.draw(office, document, 0, frame); a.status != 422 || a.code() != "not_drawable" {
		t.Errorf("a document: %d %s", a.status, a.body)
	}
	if a := b.draw(office, store.NewID(), 0, frame); a.status != 404 {
		t.Errorf("nothing: %d %s", a.status, a.body)
	}
	if a := b.draw(office, id, 0, slices.Repeat([]media.Shape{long}, 5)...); a.status != 200 {
		t.Errorf("as much as may be: %d %s", a.status, a.body)
	}
}

func TestDrawingIsOnThePhotoAsItIsSeen(t *testing.T) {
	b := start(t, setup{})
	in := b.intervention()
	for orientation := range uint16(9) {
		content := webtest.WithEXIF(webtest.JPEG(t, webtest.Halves(1200, 800)), orientation)
		id := b.photo(in, content)
		if a := b.draw(phone, id, 0, frame, circle); a.status != 200 {
			t.Fatalf("%d %s", a.status, a.body)
		}
		v := b.wait(in, id, func(v media.View) bool { return v.URLs.Drawn != nil })
		whole := b.picture(*v.URLs.Drawn)
		if size := whole.Bounds().Size(); size.X != *v.Width || size.Y != *v.Height || max(size.X, size.Y) != 1200 {
			t.Errorf("orientation %d: %v of %d × %d", orientation, size, *v.Width, *v.Height)
		}
		plain := b.picture(*v.URLs.Plain)
		for name, url := range map[string]string{"drawn": *v.URLs.Drawn, "large": *v.URLs.Large, "medium": *v.URLs.Medium, "small": *v.URLs.Small} {
			picture := b.picture(url)
			for _, p := range []image.Point{{1000, 5000}, {4000, 5000}, {2500, 2000}, {2500, 8000}} {
				if got := at(picture, p.X, p.Y); got != "green" {
					t.Errorf("orientation %d, %s at %v: %s", orientation, name, p, got)
				}
			}
			for _, p := range []image.Point{{6000, 5000}, {9000, 5000}, {7500, 2000}, {7500, 8000}} {
				if got := at(picture, p.X, p.Y); got != "yellow" {
					t.Errorf("orientation %d, %s at %v: %s", orientation, name, p, got)
				}
			}
			for _, p := range []image.Point{{2500, 5000}, {7500, 5000}, {5000, 9500}, {6050, 2100}} {
				if got, want := at(picture, p.X, p.Y), at(plain, p.X, p.Y); got != want {
					t.Errorf("orientation %d, %s at %v: %s, want %s", orientation, name, p, got, want)
				}
			}
		}
		if got := at(plain, 1000, 5000); got == "green" {
			t.Errorf("orientation %d: the plain form is drawn on", orientation)
		}
		if !bytes.Equal(b.original(id), content) {
			t.Error("the original was touched")
		}
	}
}

func TestDrawingIsChangedAndTakenOff(t *testing.T) {
	b := start(t, setup{})
	in := b.intervention()
	id := b.photo(in, webtest.JPEG(t, webtest.Halves(1200, 800)))
	if a := b.draw(office, id, 0, arrow); a.status != 200 {
		t.Fatalf("%d %s", a.status, a.body)
	}
	v := b.wait(in, id, func(v media.View) bool { return v.Revisions[media.Small] == 2 })
	if got := at(b.picture(*v.URLs.Large), 6000, 5000); got != "green" {
		t.Errorf("the arrow is %s", got)
	}
	first := *v.URLs.Large
	if a := b.draw(office, id, 0, arrow); a.status != 200 {
		t.Errorf("the same again: %d %s", a.status, a.body)
	}
	if a := b.draw(office, id, 0, line); a.status != 409 || a.code() != "changed_meanwhile" {
		t.Errorf("over another one's drawing: %d %s", a.status, a.body)
	}
	if a := b.draw(office, id, 1, line); a.status != 200 {
		t.Errorf("%d %s", a.status, a.body)
	}
	v = b.wait(in, id, func(v media.View) bool { return v.Revisions[media.Small] == 3 })
	second := b.picture(*v.URLs.Large)
	if got := at(second, 6000, 5000); got != "blue" {
		t.Errorf("the arrow is still there: %s", got)
	}
	if got := at(second, 5000, 7000); got != "white" {
		t.Errorf("the line is %s", got)
	}
	if *v.URLs.Large == first {
		t.Error("the address is that of the old picture")
	}
	if a := b.draw(office, id, 2); a.status != 200 {
		t.Errorf("%d %s", a.status, a.body)
	}
	v = b.wait(in, id, func(v media.View) bool { return v.Revisions[media.Small] == 4 })
	if v.URLs.Drawn != nil || v.URLs.Plain != nil || len(v.Drawing) != 0 || v.DrawingVersion != 3 {
		t.Errorf("%+v", v)
	}
	if got := at(b.picture(*v.URLs.Large), 5100, 7000); got != "blue" {
		t.Errorf("the line is still there: %s", got)
	}
	for kind, want := range map[string]int{"media_drawn": 2, "drawing_removed": 1} {
		if n := b.count("SELECT count(*) FROM history WHERE kind = ? AND data ->> 'media' = ?", kind, id); n != want {
			t.Errorf("%d lines %s, want %d", n, kind, want)
		}
	}
}

// A phone draws as soon as its photo has arrived, and that is before the photo is prepared.
func TestDrawingBeforeThePhotoIsPrepared(t *testing.T) {
	b := start(t, setup{idle: true})
	in := b.intervention()
	s := b.sending(phone, in, "photo", webtest.JPEG(t, webtest.Halves(1200, 800)))
	s.send()
	if a := b.draw(phone, s.id, 0, arrow); a.status != 200 {
		t.Fatalf("%d %s", a.status, a.body)
	}
	b.close()
	b = start(t, setup{dir: b.dir})
	v := b.wait(in, s.id, func(v media.View) bool { return v.State == media.Ready && v.URLs.Drawn != nil })
	if got := at(b.picture(*v.URLs.Small), 6000, 5000); got != "green" {
		t.Errorf("the arrow is %s", got)
	}
}

func TestCustomersSeeTheDrawnFormsAlone(t *testing.T) {
	b := start(t, setup{})
	in := b.intervention()
	id := b.photo(in, webtest.JPEG(t, webtest.Halves(600, 400)))
	b.draw(office, id, 0, frame)
	b.wait(in, id, func(v media.View) bool { return v.URLs.Drawn != nil })
	for variant, good := range map[media.Variant]bool{
		media.Large: true, media.Small: true, media.Original: false, media.Plain: false, media.Drawn: false,
	} {
		if served := b.toCustomer(in, id, variant); served != good {
			t.Errorf("%s: served %v", variant, served)
		}
	}
}

// Whatever the shapes: what is drawn ends in a picture of the same size, and nothing falls over.
func TestEveryShapeCanBeDrawn(t *testing.T) {
	coordinate := rapid.IntRange(0, 10_000)
	rapid.Check(t, func(t *rapid.T) {
		tool := rapid.SampledFrom([]media.Tool{media.Rectangle, media.Ellipse, media.Arrow, media.Pencil}).Draw(t, "tool")
		n := 4
		if tool == media.Pencil {
			n = 2 * rapid.IntRange(2, 20).Draw(t, "points")
		}
		shape := media.Shape{Tool: tool, Color: "#00ff00", Width: rapid.IntRange(5, 500).Draw(t, "width"), Points: rapid.SliceOfN(coordinate, n, n).Draw(t, "at")}
		width, height := rapid.IntRange(1, 700).Draw(t, "w"), rapid.IntRange(1, 700).Draw(t, "h")
		picture := media.DrawnOn(image.NewRGBA(image.Rect(0, 0, width, height)), shape)
		if size := picture.Bounds().Size(); size.X != width || size.Y != height {
			t.Fatalf("%v", size)
		}
		x, y := shape.Points[0], shape.Points[1]
		if tool == media.Ellipse {
			x = (x + shape.Points[2]) / 2
		}
		// Where a shape begins there is its colour, unless the line is thinner than a pixel there.
		if c := picture.RGBAAt(min(width-1, width*x/10_000), min(height-1, height*y/10_000)); c.R > 200 && shape.Width*max(width, height) > 40_000 {
			t.Fatalf("nothing at %d, %d: %v", x, y, c)
		}
	})
}

// toCustomer tells whether a form of a file is served to a customer.
func (b *box) toCustomer(intervention, id string, variant media.Variant) bool {
	b.t.Helper()
	w := httptest.NewRecorder()
	err := b.service.ServeVariant(w, httptest.NewRequestWithContext(b.ctx, http.MethodGet, "/", nil), intervention, id, variant)
	if err != nil && !problem.Is(err, "not_found") {
		b.t.Fatal(err)
	}
	return err == nil && w.Code == http.StatusOK
}
