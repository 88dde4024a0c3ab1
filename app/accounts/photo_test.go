package accounts_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"net/http"
	"strings"
	"testing"

	"fleetbox/app/accounts"
	"fleetbox/app/web"
	"fleetbox/app/web/webtest"
)

// halves is a wide picture, red on the left and blue on the right.
func halves(width, height int) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			c := color.RGBA{R: 255, A: 255}
			if x >= width/2 {
				c = color.RGBA{B: 255, A: 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

func jpegOf(t testing.TB, m image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, m, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// withExif puts an EXIF block with an orientation and a place name into a JPEG.
func withExif(data []byte, orientation uint16) []byte {
	tiff := []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01")
	tiff = append(tiff, 0x01, 0x12, 0, 3, 0, 0, 0, 1)
	tiff = binary.BigEndian.AppendUint16(tiff, orientation)
	tiff = append(tiff, 0, 0, 0, 0, 0, 0)
	tiff = append(tiff, "SECRET-PLACE"...)
	block := []byte{0xff, 0xe1}
	block = binary.BigEndian.AppendUint16(block, uint16(len(tiff)+2))
	return append(append(append([]byte{}, data[:2]...), append(block, tiff...)...), data[2:]...)
}

// bomb is a small PNG that claims to be huge.
func bomb(t testing.TB, width, height uint32) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	data := out.Bytes()
	binary.BigEndian.PutUint32(data[16:], width)
	binary.BigEndian.PutUint32(data[20:], height)
	binary.BigEndian.PutUint32(data[29:], crc32.ChecksumIEEE(data[12:29]))
	return data
}

func TestSetPhoto(t *testing.T) {
	const method = http.MethodPut
	own := func(body any) func(*webtest.Box) (*webtest.Client, string, any) {
		return func(b *webtest.Box) (*webtest.Client, string, any) {
			advisor := b.As(web.BackOffice)
			return advisor, "/api/users/" + advisor.ID + "/photo", body
		}
	}
	colleagues := func(caller web.Role) func(*webtest.Box) (*webtest.Client, string, any) {
		return func(b *webtest.Box) (*webtest.Client, string, any) {
			return b.As(caller), "/api/users/" + b.As(web.Technician).ID + "/photo", jpegOf(b.T, halves(300, 200))
		}
	}
	webtest.Run(t, start, []webtest.Scenario{
		{Name: "nobody", Method: method, Path: "/api/users/x/photo", Body: []byte("x"), Status: 401, Code: "signed_out"},
		{Name: "a phone", As: phone, Method: method, Path: "/api/users/x/photo", Body: []byte("x"), Status: 403, Code: "forbidden"},
		{Name: "a colleague's", Method: method, Request: colleagues(web.BackOffice), Status: 403, Code: "forbidden"},
		{Name: "somebody's, by a manager", Method: method, Request: colleagues(web.DealerManager), Status: 200, Has: []string{`/photo/1"`}},
		{
			Name: "of nobody", As: as(web.DealerManager), Method: method, Path: "/api/users/x/photo", Body: jpegOf(t, halves(3, 3)),
			Status: 404, Code: "not_found",
		},
		{Name: "an empty file", Method: method, Request: own([]byte{}), Status: 400, Code: "invalid_request"},
		{Name: "a text", Method: method, Request: own([]byte("no picture")), Status: 422, Code: "photo_unreadable"},
		{Name: "an SVG", Method: method, Request: own([]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)), Status: 422, Code: "photo_unreadable"},
		{Name: "half a picture", Method: method, Request: own(jpegOf(t, halves(300, 200))[:400]), Status: 422, Code: "photo_unreadable"},
		{Name: "60,000 by 60,000 pixels", Method: method, Request: own(bomb(t, 60_000, 60_000)), Status: 413, Code: "photo_too_large"},
		{Name: "more than five megabytes", Method: method, Request: own(make([]byte, 5<<20+1)), Status: 413, Code: "too_large"},
		{
			Name: "one's own", Method: method, Request: own(jpegOf(t, halves(800, 300))), Status: 200, Has: []string{`/photo/1"`, `"version":2`},
			After: func(b *webtest.Box, answer webtest.Answer) {
				var u accounts.User
				decode(b.T, answer, &u)
				photo := b.Phone("bay-1").Do(http.MethodGet, *u.PhotoURL, nil)
				if photo.Header.Get("Content-Type") != "image/jpeg" || !strings.Contains(photo.Header.Get("Cache-Control"), "immutable") {
					b.T.Errorf("%v", photo.Header)
				}
				if got := b.Nobody().Do(http.MethodGet, *u.PhotoURL, nil); got.Status != 401 {
					b.T.Errorf("a stranger sees the picture: %d", got.Status)
				}
				advisor := b.As(web.BackOffice)
				advisor.Good(http.MethodDelete, "/api/users/"+u.ID+"/photo", nil, &u)
				if got := advisor.Do(http.MethodGet, "/api/users/"+u.ID+"/photo/1", nil); got.Status != 404 || u.PhotoURL != nil {
					b.T.Errorf("the removed picture answers %d", got.Status)
				}
			},
		},
	})
}

func TestAPhotoIsSquareUprightAndWithoutWhatTheFileKnew(t *testing.T) {
	b := start(t)
	advisor := b.As(web.BackOffice)
	corners := func(m image.Image) string {
		out := ""
		for _, at := range []image.Point{{10, 10}, {245, 10}, {10, 245}, {245, 245}} {
			if r, _, b, _ := m.At(at.X, at.Y).RGBA(); r > b {
				out += "r"
			} else {
				out += "b"
			}
		}
		return out
	}
	wide := jpegOf(t, halves(400, 300))
	cases := []struct {
		name string
		data []byte
		want string // colours of the corners: above left, above right, below left, below right
	}{
		{"upright", wide, "rbrb"},
		{"mirrored", withExif(wide, 2), "brbr"},
		{"upside down", withExif(wide, 3), "brbr"},
		{"lying on its left side", withExif(wide, 6), "rrbb"},
		{"lying on its right side", withExif(wide, 8), "bbrr"},
		{"transposed", withExif(wide, 5), "rrbb"},
		{"transposed the other way", withExif(wide, 7), "bbrr"},
		{"an orientation that does not exist", withExif(wide, 77), "rbrb"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var u accounts.User
			advisor.Good(http.MethodPut, "/api/users/"+advisor.ID+"/photo", c.data, &u)
			answer := advisor.Do(http.MethodGet, *u.PhotoURL, nil)
			if bytes.Contains(answer.Body, []byte("SECRET")) || bytes.Contains(answer.Body, []byte("Exif")) {
				t.Error("the picture still knows where it was taken")
			}
			m, err := jpeg.Decode(bytes.NewReader(answer.Body))
			if err != nil || m.Bounds() != image.Rect(0, 0, 256, 256) {
				t.Fatalf("%v", err)
			}
			if got := corners(m); got != c.want {
				t.Errorf("corners %s, wanted %s", got, c.want)
			}
		})
	}
}
