package media_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fleetbox/app/media"
	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/web/webtest"
)

// added is a small document that has arrived.
func (b *box) added(intervention string, pairs ...string) string {
	b.t.Helper()
	s := b.sending(phone, intervention, "document", []byte("some text "+store.NewID()))
	for i := 0; i < len(pairs); i += 2 {
		s.meta[pairs[i]] = pairs[i+1]
	}
	s.send()
	return s.id
}

func (b *box) order(intervention string) string {
	b.t.Helper()
	views, err := b.service.Of(b.ctx, intervention)
	must(b.t, err)
	names := []string{}
	for _, v := range views {
		names = append(names, v.Name)
	}
	return strings.Join(names, " ")
}

func TestOperationsNeedTheRight(t *testing.T) {
	b := start(t, setup{idle: true})
	in := b.intervention()
	id := b.added(in)
	for _, o := range []struct{ method, path string }{
		{"PATCH", "/api/media/" + id},
		{"DELETE", "/api/media/" + id},
		{"POST", "/api/media/" + id + "/restore"},
		{"PUT", "/api/media/" + id + "/drawing"},
		{"PUT", "/api/interventions/" + in + "/media-order"},
	} {
		body := map[string]any{"ids": []string{}}
		if o.method == "PATCH" {
			body = map[string]any{"name": "x"}
		}
		if strings.HasSuffix(o.path, "/drawing") {
			body = map[string]any{"shapes": []media.Shape{}, "version": 0}
		}
		for caller, status := range map[string]int{nobody: 401, "user:technician": 403, "user:audit_manager": 403, sales: 404} {
			if a := b.json(caller, o.method, o.path, body, nil); a.status != status {
				t.Errorf("%s %s by %q: %d %s, want %d", o.method, o.path, caller, a.status, a.body, status)
			}
		}
	}
	for status, want := range map[string]int{"sent": 200, "read": 200, "answered": 409, "closed": 409} {
		b.exec("UPDATE interventions SET status = ? WHERE id = ?", status, in)
		if a := b.json(office, "PATCH", "/api/media/"+id, map[string]any{"name": "x"}, nil); a.status != want {
			t.Errorf("%s: %d %s, want %d", status, a.status, a.body, want)
		}
	}
	for _, path := range []string{"/api/media/" + store.NewID(), "/api/media/x"} {
		if a := b.json(office, "DELETE", path, nil, nil); a.status != 404 && a.status != 422 {
			t.Errorf("%s: %d", path, a.status)
		}
	}
}

func TestChangeOfWhatIsShown(t *testing.T) {
	b := start(t, setup{idle: true})
	in := b.intervention()
	work := b.work(in)
	id := b.added(in, "filename", "../quote\u202e.pdf", "work", work)
	var v media.View
	if v = b.view(in, id); v.Name != "_quote_.pdf" && v.Name != ".._quote_.pdf" || !v.Public || v.WorkID == nil || *v.WorkID != work {
		t.Fatalf("%+v", v)
	}
	steps := []struct {
		change map[string]any
		good   func() bool
		kind   string
	}{
		{map[string]any{"public": false}, func() bool { return !v.Public }, "media_private"},
		{map[string]any{"public": false}, func() bool { return !v.Public }, ""},
		{map[string]any{"public": true}, func() bool { return v.Public }, "media_public"},
		{map[string]any{"work_id": nil}, func() bool { return v.WorkID == nil }, ""},
		{map[string]any{"work_id": work, "position": 7}, func() bool { return v.WorkID != nil && v.Position == 7 }, ""},
		{map[string]any{"name": "Kostenvoranschlag.txt"}, func() bool { return v.Name == "Kostenvoranschlag.txt" && v.WorkID != nil }, ""},
	}
	for _, step := range steps {
		before := b.count("SELECT count(*) FROM history")
		if a := b.json(office, "PATCH", "/api/media/"+id, step.change, &v); a.status != 200 || !step.good() {
			t.Errorf("%v: %d %s", step.change, a.status, a.body)
		}
		lines := b.count("SELECT count(*) FROM history") - before
		if want := map[bool]int{true: 1, false: 0}[step.kind != ""]; lines != want {
			t.Errorf("%v: %d history lines", step.change, lines)
		}
		if step.kind != "" && b.count("SELECT count(*) FROM history WHERE kind = ? AND data ->> 'media' = ?", step.kind, id) == 0 {
			t.Errorf("no history line %s", step.kind)
		}
	}
	internal := b.added(in, "purpose", "internal_message", "public", "true")
	if b.view(in, internal).Public {
		t.Error("an internal message arrived public")
	}
	if a := b.json(office, "PATCH", "/api/media/"+internal, map[string]any{"public": true}, nil); a.status != 422 || a.code() != "internal_is_private" {
		t.Errorf("%d %s", a.status, a.body)
	}
}

func TestAFileShowsOnlyWorksOfItsOwnIntervention(t *testing.T) {
	b := start(t, setup{idle: true})
	in, other := b.intervention(), b.intervention()
	own, foreign, gone := b.work(in), b.work(other), b.work(in)
	late := b.sending(phone, in, "document", []byte("some text"))
	late.meta["work"] = gone
	late.create()
	b.exec("DELETE FROM works WHERE id = ?", gone)
	late.send() // is kept, although its work is gone
	if v := b.view(in, late.id); v.WorkID != nil || v.State != media.Ready {
		t.Errorf("%+v", v)
	}
	id := b.added(in, "work", foreign)
	if v := b.view(in, id); v.WorkID != nil {
		t.Errorf("it shows the work %s of another intervention", *v.WorkID)
	}
	for work, status := range map[string]int{own: 200, foreign: 422, gone: 422, store.NewID(): 422, "x": 422} {
		a := b.json(office, "PATCH", "/api/media/"+id, map[string]any{"work_id": work, "name": work}, nil)
		if a.status != status || (status == 422 && a.code() != "invalid_input") {
			t.Errorf("%s: %d %s", work, a.status, a.body)
		}
		if v := b.view(in, id); (v.Name == work) != (status == 200) {
			t.Errorf("%s: named %s", work, v.Name)
		}
	}
}

func TestOrder(t *testing.T) {
	b := start(t, setup{idle: true})
	in := b.intervention()
	a, c, d := b.added(in, "filename", "a"), b.added(in, "filename", "c"), b.added(in, "filename", "d")
	if got := b.order(in); got != "a c d" {
		t.Fatal(got)
	}
	for _, o := range []struct {
		ids  []string
		want string
	}{
		{[]string{d, a, c}, "d a c"}, {[]string{c}, "c d a"}, {[]string{store.NewID(), a, "nonsense"}, "a c d"}, {[]string{}, "a c d"},
	} {
		if answer := b.json(office, "PUT", "/api/interventions/"+in+"/media-order", map[string]any{"ids": o.ids}, nil); answer.status != 204 {
			t.Fatalf("%d %s", answer.status, answer.body)
		}
		if got := b.order(in); got != o.want {
			t.Errorf("%v: %s, want %s", o.ids, got, o.want)
		}
	}
}

func TestDeletedFilesComeBackForADay(t *testing.T) {
	b := start(t, setup{})
	in := b.intervention()
	id, gone := b.added(in, "filename", "a"), b.added(in, "filename", "b")
	url := b.view(in, id).URLs.Original
	for _, one := range []string{id, gone} {
		if a := b.json(office, "DELETE", "/api/media/"+one, nil, nil); a.status != 204 {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	if a := b.json(office, "DELETE", "/api/media/"+id, nil, nil); a.status != 404 {
		t.Errorf("twice: %d", a.status)
	}
	if got := b.order(in); got != "" {
		t.Errorf("still listed: %s", got)
	}
	if a := b.do(nobody, "GET", url, nil, nil); a.status != 404 {
		t.Errorf("still served: %d", a.status)
	}
	b.moveClock(media.Kept - time.Minute)
	var v media.View
	if a := b.json(office, "POST", "/api/media/"+id+"/restore", nil, &v); a.status != 200 || v.ID != id {
		t.Fatalf("%d %s", a.status, a.body)
	}
	b.moveClock(2 * time.Minute)
	b.sending(phone, b.intervention(), "photo", webtest.JPEG(t, webtest.Halves(9, 9))).send() // its job makes the queue look at the clock
	for end := time.Now().Add(70 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		_, err := os.Stat(b.service.Place(gone))
		if os.IsNotExist(err) && b.count("SELECT count(*) FROM media WHERE id = ?", gone) == 0 {
			break
		}
		if time.Now().After(end) {
			t.Fatal("not purged after a day")
		}
	}
	if got := b.order(in); got != "a" || len(b.original(id)) == 0 {
		t.Errorf("the restored file is gone: %s", got)
	}
	if n := b.count("SELECT count(*) FROM history WHERE kind IN ('media_deleted', 'media_restored')"); n != 3 {
		t.Errorf("%d history lines", n)
	}
}

func TestCopyAndDelete(t *testing.T) {
	b := start(t, setup{})
	from, to := b.intervention(), b.intervention()
	video := b.sending(phone, from, "video", clip(t, "upright.mp4"))
	video.meta["work"] = b.work(from)
	video.send()
	photo := b.sending(phone, from, "photo", webtest.JPEG(t, webtest.Halves(900, 600)))
	photo.send()
	b.wait(from, photo.id, settled)
	// The copy of a video that is not ready yet becomes ready by itself.
	newWork := store.NewID()
	made, err := b.service.PrepareCopies(b.ctx, from)
	must(t, err)
	must(t, b.store.Write(b.ctx, func(tx *store.Tx) error {
		return made.Write(tx, to, map[string]string{video.meta["work"]: newWork})
	}))
	copies, err := b.service.Of(b.ctx, to)
	must(t, err)
	if len(copies) != 2 || copies[0].ID == video.id || copies[0].WorkID == nil || *copies[0].WorkID != newWork || copies[0].SHA256 != video.meta["sha256"] {
		t.Fatalf("%+v", copies)
	}
	b.wait(from, video.id, final)
	b.wait(to, copies[0].ID, final)

	incomplete := b.sending(phone, from, "document", []byte("half"))
	incomplete.create()
	incomplete.patch(0, 2)
	must(t, b.store.Write(b.ctx, func(tx *store.Tx) error { return b.service.Delete(tx, from) }))
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		_, videoErr := os.Stat(b.service.Place(video.id))
		left, _ := os.ReadDir(b.service.Incoming())
		if os.IsNotExist(videoErr) && len(left) == 0 {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("left behind: %v %v", videoErr, left)
		}
	}
	for _, c := range copies {
		v := b.view(to, c.ID)
		for _, url := range []*string{&v.URLs.Original, v.URLs.Small} {
			if a := b.do(nobody, "GET", *url, nil, nil); a.status != 200 || len(a.body) == 0 {
				t.Errorf("the copy lost %s: %d", *url, a.status)
			}
		}
	}
}

func TestSweepRemovesOnlyWhatNobodyKnows(t *testing.T) {
	b := start(t, setup{idle: true})
	in := b.intervention()
	known := b.added(in)
	running := b.sending(phone, in, "document", []byte("some text"))
	running.create()
	running.patch(0, 4)
	interrupted := b.sending(phone, in, "document", []byte("other text"))
	interrupted.create()
	interrupted.patch(0, 5)
	must(t, os.MkdirAll(b.service.Place(interrupted.id), 0o700))
	must(t, os.Rename(filepath.Join(b.service.Incoming(), filepath.Base(interrupted.location)), filepath.Join(b.service.Place(interrupted.id), "original")))
	stray, fresh := store.NewID(), store.NewID()
	for _, id := range []string{stray, fresh} {
		must(t, os.MkdirAll(b.service.Place(id), 0o700))
		must(t, os.WriteFile(filepath.Join(b.service.Place(id), "original"), nil, 0o600))
		must(t, os.WriteFile(filepath.Join(b.service.Incoming(), id), nil, 0o600))
		must(t, os.MkdirAll(filepath.Join(b.service.Work(), id), 0o700))
	}
	old := time.Now().Add(-media.StrayAge - time.Hour)
	aged := []string{
		b.service.Place(stray), filepath.Join(b.service.Incoming(), stray), filepath.Join(b.service.Work(), stray),
		b.service.Place(known), filepath.Join(b.service.Incoming(), filepath.Base(running.location)), b.service.Place(interrupted.id),
	}
	for _, path := range aged {
		must(t, os.Chtimes(path, old, old))
	}
	must(t, b.service.Sweep(b.ctx))
	for _, path := range aged[:3] {
		if _, err := os.Stat(path); !os.IsNotExist(err) {
			t.Errorf("%s stayed (%v)", path, err)
		}
	}
	for _, path := range []string{aged[3], aged[4], b.service.Place(fresh), filepath.Join(b.service.Incoming(), fresh), filepath.Join(b.service.Work(), fresh)} {
		if _, err := os.Stat(path); err != nil {
			t.Error(err)
		}
	}
	if a := interrupted.patch(5, 10); a.status != 204 || a.header.Get("X-FleetBox-Media") != interrupted.id {
		t.Errorf("the interrupted upload lost its bytes: %d %s", a.status, a.body)
	}
}

func TestSignedAddresses(t *testing.T) {
	b := start(t, setup{})
	in := b.intervention()
	s := b.sending(phone, in, "photo", webtest.JPEG(t, webtest.Halves(900, 600)))
	s.send()
	v := b.wait(in, s.id, settled)
	large := *v.URLs.Large
	get := func(url string, pairs ...string) answer {
		return b.do(nobody, "GET", url, nil, with(map[string]string{}, pairs...))
	}
	good := get(large)
	if good.status != 200 || good.header.Get("Cache-Control") != "private, max-age=31536000, immutable" ||
		good.header.Get("X-Content-Type-Options") != "nosniff" || good.header.Get("ETag") == "" {
		t.Fatalf("%d %v", good.status, good.header)
	}
	part := get(large, "Range", "bytes=2-5")
	if part.status != http.StatusPartialContent || !bytes.Equal(part.body, good.body[2:6]) {
		t.Errorf("range: %d %v", part.status, part.header)
	}
	if a := get(large, "If-None-Match", good.header.Get("ETag")); a.status != http.StatusNotModified {
		t.Errorf("unchanged: %d", a.status)
	}
	if a := b.do(nobody, "HEAD", large, nil, nil); a.status != 200 || a.header.Get("Accept-Ranges") != "bytes" || len(a.body) != 0 {
		t.Errorf("HEAD: %d %v", a.status, a.header)
	}
	if a := get(large + "&download=1"); a.header.Get("Content-Disposition") != `attachment; filename="any name.jpg"` {
		t.Errorf("download: %v", a.header)
	}
	for name, url := range map[string]string{
		"another variant": strings.Replace(large, "/large?", "/original?", 1), "longer life": strings.Replace(large, "e=1", "e=2", 1),
		"another revision": strings.Replace(large, "r=1", "r=2", 1), "no signature": large[:strings.Index(large, "&s=")],
		"another file": strings.Replace(large, s.id, store.NewID(), 1), "no file": "/media/x/large?e=1&d=phone-1&s=1",
		"another device": strings.Replace(large, "d=phone-1", "d=phone-2", 1),
	} {
		if a := get(url); a.status != 404 {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	if again := *b.view(in, s.id).URLs.Large; again != large {
		t.Error("the address changed within a day")
	}
	b.moveClock(49 * time.Hour)
	if a := get(large); a.status != 404 {
		t.Errorf("an old address: %d", a.status)
	}
	if a := get(*b.view(in, s.id).URLs.Large); a.status != 200 {
		t.Errorf("a new address: %d", a.status)
	}
}

func TestDocumentsAreOnlyDownloads(t *testing.T) {
	b := start(t, setup{})
	in := b.intervention()
	for name, c := range map[string]struct {
		content []byte
		mime    string
	}{
		"PDF":        {[]byte("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n"), "application/pdf"},
		"text":       {[]byte("Grüße aus der Werkstatt"), "text/plain; charset=utf-8"},
		"table":      {[]byte("part,price\nbrake,12\ndisc,30\npad,9\n"), "text/csv"},
		"picture":    {asPNG(t, webtest.Halves(10, 10)), "image/png"},
		"Word":       {officeFile(t, "word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		"Excel":      {officeFile(t, "xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
		"LibreCalc":  {openDocument(t, "spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet"},
		"LibreText":  {openDocument(t, "text"), "application/vnd.oasis.opendocument.text"},
		"a web page": {[]byte("<!doctype html><script>alert(1)</script>"), ""},
		"a program":  {append([]byte("\x7fELF\x02\x01\x01"), noise(1, 500)...), ""},
		"a video":    {clip(t, "upright.mp4"), ""},
		"an archive": {officeFile(t, "evil.sh"), ""},
		"nothing":    {nil, ""},
	} {
		s := b.sending(office, in, "document", c.content)
		s.meta["filename"] = "Angebot \"1\" für Müller.pdf"
		s.send()
		v := b.view(in, s.id)
		if c.mime == "" {
			if v.State != media.Failed || problemOf(v) != media.DocumentType {
				t.Errorf("%s: %s %s", name, v.State, problemOf(v))
			}
		} else if v.State != media.Ready {
			t.Errorf("%s: %s %s", name, v.State, problemOf(v))
		}
		a := b.do(nobody, "GET", v.URLs.Original, nil, nil)
		if !strings.HasPrefix(a.header.Get("Content-Disposition"), "attachment; filename*=utf-8''Angebot%20_1_%20f%C3%BCr") {
			t.Errorf("%s: %v", name, a.header.Get("Content-Disposition"))
		}
		if c.mime != "" && !strings.HasPrefix(a.header.Get("Content-Type"), c.mime) {
			t.Errorf("%s: %s", name, a.header.Get("Content-Type"))
		}
		if !strings.HasPrefix(a.header.Get("Content-Security-Policy"), "sandbox;") {
			t.Errorf("%s: %s", name, a.header.Get("Content-Security-Policy"))
		}
	}
}

func TestCustomersSeeOnlyWhatIsPublic(t *testing.T) {
	b := start(t, setup{})
	in := b.intervention()
	s := b.sending(phone, in, "photo", webtest.JPEG(t, webtest.Halves(900, 600)))
	s.send()
	b.wait(in, s.id, settled)
	document := b.added(in)
	serve := func(id string, variant media.Variant, query string) (*httptest.ResponseRecorder, error) {
		w := httptest.NewRecorder()
		return w, b.service.ServeVariant(w, httptest.NewRequest("GET", "/c/token/media?"+query, nil), in, id, variant)
	}
	for _, c := range []struct {
		id      string
		variant media.Variant
		query   string
		good    bool
		cache   string
	}{
		{s.id, media.Large, "", true, "private, no-cache"},
		{s.id, media.Large, "r=1", true, "private, max-age=31536000, immutable"},
		{s.id, media.Original, "", false, ""},
		{s.id, media.Poster, "", false, ""},
		{document, media.Original, "", true, "private, max-age=31536000, immutable"},
		{store.NewID(), media.Large, "", false, ""},
	} {
		w, err := serve(c.id, c.variant, c.query)
		if c.good && (err != nil || w.Code != 200 || w.Header().Get("Cache-Control") != c.cache) {
			t.Errorf("%s %s: %d %v %v", c.variant, c.query, w.Code, err, w.Header())
		}
		if !c.good && !problem.Is(err, "not_found") {
			t.Errorf("%s: %d %v", c.variant, w.Code, err)
		}
	}
	b.json(office, "PATCH", "/api/media/"+s.id, map[string]any{"public": false}, nil)
	if _, err := serve(s.id, media.Large, ""); !problem.Is(err, "not_found") {
		t.Errorf("private: %v", err)
	}
}

func TestAPlayingVideoIsNotPulledAway(t *testing.T) {
	b := start(t, setup{})
	in := b.intervention()
	s := b.sending(phone, in, "video", clip(t, "h264.mp4"))
	s.send()
	first := b.wait(in, s.id, func(v media.View) bool { return v.URLs.Video != nil })
	if first.Revisions[media.VideoStream] != 1 {
		t.Skip("the final form was quicker than this test")
	}
	before := b.do(nobody, "GET", *first.URLs.Video, nil, nil)
	second := b.wait(in, s.id, final)
	if *second.URLs.Video == *first.URLs.Video {
		t.Fatal("the better video has the same address")
	}
	after := b.do(nobody, "GET", *first.URLs.Video, nil, map[string]string{"Range": "bytes=1000-"})
	if after.status != 206 || !bytes.Equal(after.body, before.body[1000:]) {
		t.Errorf("the rest is of another video: %d, %d bytes", after.status, len(after.body))
	}
}
