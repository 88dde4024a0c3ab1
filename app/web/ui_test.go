package web_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"

	"fleetbox/app/locale"
	"fleetbox/app/web"
	"fleetbox/embed"
)

func gzipped(t *testing.T, text string) *fstest.MapFile {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return &fstest.MapFile{Data: out.Bytes()}
}

func TestTheAppsAreServedAsEachBrowserTakesThem(t *testing.T) {
	texts, err := locale.Load(embed.Locales())
	if err != nil {
		t.Fatal(err)
	}
	server := web.New(web.Options{Texts: texts})
	zip := gzipped(t, "large script")
	server.ServeUI(fstest.MapFS{
		"index.html": {Data: []byte("office")}, "phone/index.html": {Data: []byte("phone")}, "phone/sw.js.gz": gzipped(t, "worker"),
		"assets/large.js.br": {Data: []byte("brotli")}, "assets/large.js.gz": zip, "assets/small.js": {Data: []byte("small script")},
	})
	for _, c := range []struct {
		path, accepts, encoding, body string
		status                        int
	}{
		{"/", "", "", "office", 200},
		{"/interventions/1", "br", "", "office", 200},
		{"/phone/", "gzip", "", "phone", 200},
		{"/phone/list", "", "", "phone", 200},
		{"/assets/large.js", "gzip, br", "br", "brotli", 200},
		{"/assets/large.js", "gzip", "gzip", string(zip.Data), 200},
		{"/assets/large.js", "", "", "large script", 200},
		{"/assets/small.js", "gzip, br", "", "small script", 200},
		{"/phone/sw.js", "identity", "", "worker", 200},
		{"/assets/gone.js", "gzip, br", "", "", 404},
		{"/api/nothing", "", "", "", 404},
	} {
		r, answer := httptest.NewRequest(http.MethodGet, c.path, http.NoBody), httptest.NewRecorder()
		r.Header.Set("Accept-Encoding", c.accepts)
		server.Handler().ServeHTTP(answer, r)
		if answer.Code != c.status || (c.status == 200 && answer.Body.String() != c.body) || answer.Header().Get("Content-Encoding") != c.encoding {
			t.Errorf("%s for %q: %d %q %.40q", c.path, c.accepts, answer.Code, answer.Header().Get("Content-Encoding"), answer.Body)
		}
		if c.path == "/assets/large.js" && answer.Header().Get("Content-Type") != "text/javascript; charset=utf-8" {
			t.Errorf("a script is called %q", answer.Header().Get("Content-Type"))
		}
	}
}
