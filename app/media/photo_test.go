package media_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/rwcarlsen/goexif/exif"

	"fleetbox/app/media"
	"fleetbox/app/web/webtest"
)

func TestPhotoIsUprightSmallAndSilentAboutWhereItWasTaken(t *testing.T) {
	b := start(t, setup{})
	in := b.intervention()
	large, little := webtest.JPEG(t, webtest.Halves(2400, 1600)), webtest.JPEG(t, webtest.Halves(600, 400))
	for orientation := range uint16(9) {
		content, wantW, wantH := webtest.WithEXIF(little, orientation), 600, 400
		if orientation == 1 || orientation == 6 {
			content, wantW, wantH = webtest.WithEXIF(large, orientation), 1920, 1280
		}
		notes, err := exif.Decode(bytes.NewReader(content))
		must(t, err)
		if _, _, err := notes.LatLong(); err != nil && orientation == 1 {
			t.Fatalf("the fixture carries no place: %v", err)
		}
		s := b.sending(phone, in, "photo", content)
		s.send()
		v := b.wait(in, s.id, settled)
		if v.State != media.Ready || v.Problem != nil {
			t.Fatalf("orientation %d: %+v", orientation, v)
		}
		if orientation >= 5 {
			wantW, wantH = wantH, wantW
		}
		if (*v.Width > *v.Height) != (wantW > wantH) {
			t.Errorf("orientation %d: %d × %d", orientation, *v.Width, *v.Height)
		}
		for variant, url := range map[string]string{"large": *v.URLs.Large, "medium": *v.URLs.Medium, "small": *v.URLs.Small} {
			a := b.do(nobody, "GET", url, nil, nil)
			if a.status != http.StatusOK || a.header.Get("Content-Type") != "image/jpeg" {
				t.Fatalf("%s: %d %v", variant, a.status, a.header)
			}
			if bytes.Contains(a.body, []byte("Exif")) || bytes.Contains(a.body, []byte("SecretMaker")) {
				t.Errorf("%s carries the camera's notes", variant)
			}
			if _, err := exif.Decode(bytes.NewReader(a.body)); err == nil {
				t.Errorf("%s has EXIF", variant)
			}
			picture, err := jpeg.Decode(bytes.NewReader(a.body))
			must(t, err)
			if size := picture.Bounds().Size(); variant == "large" && (size.X != wantW || size.Y != wantH) {
				t.Errorf("orientation %d: %v", orientation, size)
			}
			if got, want := redSide(picture), map[uint16]string{0: "left", 1: "left", 2: "right", 3: "right", 4: "left", 5: "top", 6: "top", 7: "bottom", 8: "bottom"}[orientation]; got != want {
				t.Errorf("orientation %d, %s: red is %s, want %s", orientation, variant, got, want)
			}
		}
		if !bytes.Equal(b.original(s.id), content) {
			t.Error("the original was touched")
		}
	}
}

func redSide(picture image.Image) string {
	size := picture.Bounds().Size()
	red := func(x, y int) bool {
		r, _, b, _ := picture.At(x, y).RGBA()
		return r > b
	}
	left, right := red(size.X/10, size.Y/2), red(size.X*9/10, size.Y/2)
	top, bottom := red(size.X/2, size.Y/10), red(size.X/2, size.Y*9/10)
	switch {
	case left && !right:
		return "left"
	case right && !left:
		return "right"
	case top && !bottom:
		return "top"
	case bottom && !top:
		return "bottom"
	}
	return "nowhere"
}

func TestFormatsOfPhotos(t *testing.T) {
	b := start(t, setup{})
	in := b.intervention()
	dir := t.TempDir()
	source, webp := filepath.Join(dir, "p.png"), filepath.Join(dir, "p.webp")
	must(t, os.WriteFile(source, asPNG(t, webtest.Halves(400, 300)), 0o600))
	ffmpegRun(t, "-i", source, webp)
	webpContent, err := os.ReadFile(webp)
	must(t, err)
	for name, content := range map[string][]byte{
		"png": asPNG(t, webtest.Halves(400, 300)), "webp": webpContent, "48 megapixels": webtest.JPEG(t, image.NewYCbCr(image.Rect(0, 0, 8000, 6000), image.YCbCrSubsampleRatio420)), "sliver": asPNG(t, webtest.Halves(5000, 2)),
	} {
		s := b.sending(phone, in, "photo", content)
		s.send()
		if v := b.wait(in, s.id, settled); v.State != media.Ready {
			t.Errorf("%s: %s %s", name, v.State, problemOf(v))
		}
	}
}

func TestHostilePhotos(t *testing.T) {
	b := start(t, setup{})
	in := b.intervention()
	good := webtest.JPEG(t, webtest.Halves(800, 600))
	for name, c := range map[string]struct {
		content []byte
		problem string
	}{
		"a picture bomb":           {webtest.Bomb(60_000, 60_000), media.TooManyPixels},
		"a bomb that overflows":    {webtest.Bomb(1<<31-1, 1<<31-1), media.CannotBeRead},
		"SVG":                      {[]byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), media.CannotBeRead},
		"HTML":                     {[]byte("<!doctype html><script>alert(1)</script>"), media.CannotBeRead},
		"text":                     {[]byte("just words"), media.CannotBeRead},
		"noise":                    {noise(1, 50_000), media.CannotBeRead},
		"noise behind a JPEG head": {append([]byte("\xff\xd8\xff\xe0"), noise(2, 50_000)...), media.CannotBeRead},
		"half a JPEG":              {good[:len(good)/2], media.CannotBeRead},
		"a HEIC without a picture": {append([]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), noise(3, 5000)...), media.HEICUnreadable},
		"a PDF":                    {[]byte("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"), media.CannotBeRead},
		"a GIF":                    {[]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), media.CannotBeRead},
		"nothing":                  {nil, media.CannotBeRead},
	} {
		s := b.sending(phone, in, "photo", c.content)
		s.send()
		v := b.wait(in, s.id, settled)
		if v.State != media.Failed || problemOf(v) != c.problem {
			t.Errorf("%s: %s %q, want failed %q", name, v.State, problemOf(v), c.problem)
			continue
		}
		a := b.do(nobody, "GET", v.URLs.Original, nil, nil)
		if a.status != 200 || !bytes.Equal(a.body, c.content) {
			t.Errorf("%s: the original is not kept: %d", name, a.status)
		}
		if c.problem == media.CannotBeRead && a.header.Get("Content-Disposition") == "" {
			t.Errorf("%s: would be shown by the browser: %v", name, a.header)
		}
	}
}

func TestKindComesFromTheContent(t *testing.T) {
	b := start(t, setup{})
	in := b.intervention()
	s := b.sending(phone, in, "video", webtest.JPEG(t, webtest.Halves(100, 100)))
	s.meta["filename"] = "holiday.mp4"
	s.send()
	if v := b.wait(in, s.id, settled); v.Kind != media.Photo || v.State != media.Ready || v.Name != "holiday.mp4" {
		t.Errorf("%+v", v)
	}
	if n := b.count("SELECT photo_count FROM interventions WHERE id = ?", in); n != 1 {
		t.Errorf("%d photos counted", n)
	}
	if n := b.count("SELECT count(*) FROM interventions WHERE id = ? AND poster_id = ?", in, s.id); n != 1 {
		t.Error("no poster for the list")
	}
}
