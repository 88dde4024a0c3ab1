package accounts_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"net/http"
	"strings"
	"testing"

	"fleetbox/app/accounts"
	"fleetbox/app/web"
	"fleetbox/app/web/webtest"
)

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
			return b.As(caller), "/api/users/" + b.As(web.Technician).ID + "/photo", webtest.JPEG(b.T, webtest.Halves(300, 200))
		}
	}
	webtest.Run(t, start, []webtest.Scenario{
		{Name: "nobody", Method: method, Path: "/api/users/x/photo", Body: []byte("x"), Status: 401, Code: "signed_out"},
		{Name: "a phone", As: phone, Method: method, Path: "/api/users/x/photo", Body: []byte("x"), Status: 403, Code: "forbidden"},
		{Name: "a colleague's", Method: method, Request: colleagues(web.BackOffice), Status: 403, Code: "forbidden"},
		{Name: "somebody's, by a manager", Method: method, Request: colleagues(web.DealerManager), Status: 200, Has: []string{`/photo/1"`}},
		{
			Name: "of nobody", As: as(web.DealerManager), Method: method, Path: "/api/users/x/photo", Body: webtest.JPEG(t, webtest.Halves(3, 3)),
			Status: 404, Code: "not_found",
		},
		{Name: "an empty file", Method: method, Request: own([]byte{}), Status: 400, Code: "invalid_request"},
		{Name: "a text", Method: method, Request: own([]byte("no picture")), Status: 422, Code: "photo_unreadable"},
		{Name: "an SVG", Method: method, Request: own([]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)), Status: 422, Code: "photo_unreadable"},
		{Name: "half a picture", Method: method, Request: own(webtest.JPEG(t, webtest.Halves(300, 200))[:400]), Status: 422, Code: "photo_unreadable"},
		{Name: "60,000 by 60,000 pixels", Method: method, Request: own(webtest.Bomb(60_000, 60_000)), Status: 413, Code: "photo_too_large"},
		{Name: "more than five megabytes", Method: method, Request: own(make([]byte, 5<<20+1)), Status: 413, Code: "too_large"},
		{
			Name: "one's own", Method: method, Request: own(webtest.JPEG(t, webtest.Halves(800, 300))), Status: 200, Has: []string{`/photo/1"`, `"version":2`},
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
	wide := webtest.JPEG(t, webtest.Halves(400, 300))
	cases := []struct {
		name string
		data []byte
		want string // colours of the corners: above left, above right, below left, below right
	}{
		{"upright", wide, "rbrb"},
		{"mirrored", webtest.WithEXIF(wide, 2), "brbr"},
		{"upside down", webtest.WithEXIF(wide, 3), "brbr"},
		{"lying on its left side", webtest.WithEXIF(wide, 6), "rrbb"},
		{"lying on its right side", webtest.WithEXIF(wide, 8), "bbrr"},
		{"transposed", webtest.WithEXIF(wide, 5), "rrbb"},
		{"transposed the other way", webtest.WithEXIF(wide, 7), "bbrr"},
		{"an orientation that does not exist", webtest.WithEXIF(wide, 77), "rbrb"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var u accounts.User
			advisor.Good(http.MethodPut, "/api/users/"+advisor.ID+"/photo", c.data, &u)
			answer := advisor.Do(http.MethodGet, *u.PhotoURL, nil)
			if bytes.Contains(answer.Body, []byte("Secret")) || bytes.Contains(answer.Body, []byte("Exif")) {
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
