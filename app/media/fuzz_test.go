package media_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"fleetbox/app/media"
	"fleetbox/app/store"
	"fleetbox/app/web/webtest"
)

func FuzzMetadata(f *testing.F) {
	f.Add("")
	f.Add("id MDE5,kind dmlkZW8=,sha256 ")
	f.Add("intervention " + strings.Repeat("A", 100) + ",,, x")
	s := (&box{}).sending(phone, store.NewID(), "video", []byte("x"))
	f.Add(encodeMetadata(s.meta))
	s.meta["position"], s.meta["work"] = "3", store.NewID()
	f.Add(encodeMetadata(s.meta))
	f.Fuzz(func(t *testing.T, header string) {
		m, err := media.ReadMetadata(header)
		if err != nil {
			return
		}
		if !store.IsID(m.ID) || !store.IsID(m.Intervention) || len(m.SHA256) != 64 || !utf8.ValidString(m.Filename) {
			t.Fatalf("%q let through %+v", header, m)
		}
		if strings.ContainsAny(m.ID+m.Work, `/\.`) {
			t.Fatalf("a path in %+v", m)
		}
	})
}

func FuzzJudge(f *testing.F) {
	for _, seed := range [][]byte{
		nil, []byte("\xff\xd8\xff\xe0"), webtest.Bomb(1, 1), []byte("\x1a\x45\xdf\xa3\x42\x82\x84webm"), []byte("\x00\x00\x00\x18ftypmp42"),
		[]byte("\x00\x00\x00\x18ftypheic"), []byte("#EXTM3U\n"), []byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), []byte("%PDF-1.4"),
	} {
		f.Add(seed, 0)
		f.Add(seed, 2)
	}
	kinds := []media.Kind{media.Photo, media.Video, media.Document}
	f.Fuzz(func(t *testing.T, head []byte, declared int) {
		want := kinds[uint(declared)%3]
		kind, mime, problem := media.Judge(head, want)
		if problem != "" && (kind != want || mime != "application/octet-stream") {
			t.Fatalf("%s %s %s", kind, mime, problem)
		}
		text := bytes.ToLower(head)
		if kind != media.Document && problem == "" && (bytes.HasPrefix(text, []byte("<svg")) || bytes.HasPrefix(text, []byte("#extm3u")) || bytes.HasPrefix(text, []byte("ffconcat"))) {
			t.Fatalf("%q taken for %s", head, mime)
		}
		if strings.Contains(mime, "html") || strings.Contains(mime, "svg") || strings.Contains(mime, "xml;") {
			t.Fatalf("%q is served as %s", head, mime)
		}
	})
}

func FuzzOrientation(f *testing.F) {
	f.Add([]byte(nil))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00MM\x00\x2a\xff\xff\xff\xff"))
	plain := append([]byte("\xff\xd8"), "\xff\xda\x00\x02"...)
	for orientation := range uint16(10) {
		f.Add(webtest.WithEXIF(plain, orientation))
	}
	f.Fuzz(func(t *testing.T, head []byte) {
		if o := media.ReadOrientation(head); o < 1 || o > 8 {
			t.Fatalf("orientation %d", o)
		}
	})
}

func FuzzName(f *testing.F) {
	for _, name := range []string{"", "..", "a/b", "C:\\con", "a\u202egpj.exe", "\xff\xfe", strings.Repeat("ü", 500) + ".pdf"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got := media.CleanName(name, "fallback")
		if got == "" || !utf8.ValidString(got) || strings.ContainsAny(got, "/\\\x00\n\"") || got == ".." || utf8.RuneCountInString(got) > 200 {
			t.Fatalf("%q became %q", name, got)
		}
	})
}
