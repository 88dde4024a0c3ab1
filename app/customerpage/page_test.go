package customerpage

import (
	"bytes"
	"compress/gzip"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"fleetbox/app/interventions"
	"fleetbox/app/media"
	"fleetbox/app/web"
)

func TestThePageShowsEverything(t *testing.T) {
	h := openHouse(t)
	in := h.file()
	h.add(in, media.Video, "film.mp4")
	h.add(in, media.Photo, "a.jpg")
	h.add(in, media.Photo, "b.jpg", "work_id = '"+in.Works[0].ID+"'")
	h.add(in, media.Document, "Kostenvoranschlag.pdf")
	page := h.get(h.share(in))
	if page.code != http.StatusOK {
		t.Fatal(page.code, page.body)
	}
	text := page.text()
	for _, want := range []string{
		"Autohaus Berg", "Nordvik", "Guten Tag Frau Krüger", "Ihr Nordvik Fjell", "B-FX 1234", "Auftrag RO-48213",
		"Bitte antworten Sie heute bis 16:00 Uhr", "Bei der Durchsicht sind uns zwei Dinge aufgefallen.", "Ihr Video", "2 Entscheidungen für Sie",
		"Dringend", "Bremsbeläge vorn", "224,91\u00a0€", "Empfohlen", "Wischerblätter", "39,00\u00a0€", "Schon erledigt", "Wischwasser aufgefüllt",
		"Ein Punkt geprüft, alles in Ordnung", "Batterie", "263,91\u00a0€", "inkl. 42,14\u00a0€ MwSt.", "Antwort senden",
		"Das haben wir gemacht", "Ölwechsel, Reifen getauscht", "Kostenvoranschlag.pdf PDF, 123 kB", "+49 (0)30 555-0100 anrufen", "Rückruf erbitten",
		"Der Link gilt bis 23. Dezember 2026.",
	} {
		if !strings.Contains(text, strings.ReplaceAll(want, "\u00a0", " ")) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	for _, want := range []string{`href="tel:&#43;49305550100"`, `lang="de"`, `playsinline`, `width="1280" height="720"`, `name="robots" content="noindex`} {
		if !strings.Contains(page.body, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if strings.Contains(page.body, "ZgotmplZ") || strings.Contains(text, "customer.") {
		t.Errorf("something is broken in\n%s", text)
	}
}

func TestThePageTravelsNowhere(t *testing.T) {
	h := openHouse(t)
	page := h.get(h.share(h.file()))
	csp := page.header.Get("Content-Security-Policy")
	nonce := regexp.MustCompile(`'nonce-([0-9a-f]{32})'`).FindStringSubmatch(csp)
	if nonce == nil || !strings.Contains(page.body, `<style nonce="`+nonce[1]+`"`) || strings.Contains(csp, "unsafe") {
		t.Error(csp)
	}
	for name, want := range map[string]string{
		"Referrer-Policy": "no-referrer", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
		"X-Robots-Tag": "noindex, nofollow, noarchive", "Content-Language": "de",
	} {
		if got := page.header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if page.header.Get("Set-Cookie") != "" {
		t.Error("the page sets a cookie")
	}
	for _, m := range regexp.MustCompile(`(?:src|href|action|poster)="([^"]*)"`).FindAllStringSubmatch(page.body, -1) {
		for _, allowed := range []string{"/c/", "?lang=", "data:,", "tel:", "mailto:", "https://autohaus.test"} {
			if strings.HasPrefix(m[1], allowed) {
				m[1] = ""
				break
			}
		}
		if m[1] != "" {
			t.Errorf("the page refers to %q", m[1])
		}
	}
	if regexp.MustCompile(`\son[a-z]+="|<script>|style="`).MatchString(page.body) {
		t.Error("something inline that the policy forbids")
	}
}

// patient notes until when a request's body is waited for.
type patient struct {
	*httptest.ResponseRecorder
	until time.Time
}

// SetReadDeadline is asked through http.ResponseController.
func (p *patient) SetReadDeadline(until time.Time) error {
	p.until = until
	return nil
}

func TestAFormIsNotWaitedForWithoutEnd(t *testing.T) {
	for method, limited := range map[string]bool{http.MethodPost: true, http.MethodGet: false} {
		w := &patient{ResponseRecorder: httptest.NewRecorder()}
		careful(http.NotFoundHandler()).ServeHTTP(w, httptest.NewRequest(method, "/c/x/answer", nil))
		if w.until.IsZero() == limited {
			t.Errorf("%s: until %v", method, w.until)
		}
	}
}

func TestAScannerChangesNothing(t *testing.T) {
	h := openHouse(t)
	in := h.file()
	video := h.add(in, media.Video, "film.mp4")
	path := h.share(in)
	before := h.state()
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		for _, rest := range []string{"", "?lang=fr", "?again=1", "/answer", "/call", "/read", "/watched", "/media/" + video + "/video", "/media/" + video + "/poster"} {
			h.do(method, path+rest, nil, "User-Agent", "Mozilla/5.0 (compatible; Scanner)", "Purpose", "prefetch")
		}
	}
	ahead := [][]string{{"Sec-Purpose", "prefetch;prerender"}, {"Purpose", "prefetch"}, {"X-Moz", "prefetch"}, {"Sec-Fetch-Site", "cross-site"}}
	for _, header := range ahead {
		if got := h.do(http.MethodPost, path+"/read", nil, header...); got.code != http.StatusNoContent {
			t.Errorf("%v: %d", header, got.code)
		}
		h.send(http.MethodPost, path+"/watched", strings.NewReader(`{"media":"`+video+`","spans":[[0,1000]]}`), header...)
	}
	if after := h.state(); after != before {
		t.Errorf("asking changed something:\n%s\nbecame\n%s", before, after)
	}
	if got := h.do(http.MethodPost, path+"/read", nil, "Sec-Fetch-Site", "same-origin"); got.code != http.StatusNoContent || h.status(in) != interventions.Read {
		t.Errorf("%d, %s", got.code, h.status(in))
	}
}

func TestBrokenLinksSayWhatToDo(t *testing.T) {
	h := openHouse(t)
	expired, withdrawn := h.file(), h.file()
	expiredPath, withdrawnPath := h.share(expired), h.share(withdrawn)
	h.must(h.box.Withdraw(h.ctx, h.actor, withdrawn.ID))
	for _, c := range []struct {
		path, accept string
		code         int
		want         string
	}{
		{"/c/nothing", "en", 404, "We do not know this link"},
		{"/c/", "fr", 404, "Nous ne connaissons pas ce lien"},
		{"/c/" + strings.Repeat("a", 5000), "de", 404, "Diesen Link kennen wir nicht"},
		{"/c/%00%ff", "", 404, "Diesen Link kennen wir nicht"}, // the dealership's language
		{withdrawnPath, "en", 410, "This link has been withdrawn"},
		{withdrawnPath + "?lang=fr", "en", 410, "Ce lien a été retiré"},
		{withdrawnPath + "/media/x/small", "en", 410, "This link has been withdrawn"},
	} {
		got := h.get(c.path, "Accept-Language", c.accept)
		if got.code != c.code || !strings.Contains(got.text(), c.want) || !strings.Contains(got.body, "tel:&#43;49305550100") {
			t.Errorf("%.40s: %d %s", c.path, got.code, got.text())
		}
	}
	h.clock.Advance(31 * 24 * time.Hour)
	if got := h.get(expiredPath, "Accept-Language", "de-CH,de"); got.code != http.StatusGone || !strings.Contains(got.text(), "Dieser Link ist abgelaufen") {
		t.Error(got.code, got.text())
	}
	for _, path := range []string{"/c/nothing", withdrawnPath, expiredPath} {
		for _, rest := range []string{"/answer", "/call", "/read", "/watched"} {
			if got := h.do(http.MethodPost, path+rest, nil); got.code != http.StatusNotFound && got.code != http.StatusGone {
				t.Errorf("POST %s%s: %d", path, rest, got.code)
			}
		}
	}
}

func TestOnlyPublicFilesOfThisLink(t *testing.T) {
	h := openHouse(t)
	in, other := h.file(), h.file()
	path, _ := h.share(in), h.share(other)
	open := h.add(in, media.Photo, "open.jpg")
	document := h.add(in, media.Document, "offer.pdf")
	video := h.add(in, media.Video, "film.mp4")
	for name, id := range map[string]string{
		"private": h.add(in, media.Photo, "p.jpg", "public = 0"), "internal": h.add(in, media.Video, "i.mp4", "purpose = 'internal_message'", "public = 0"),
		"deleted": h.add(in, media.Photo, "d.jpg", "deleted_at = 1"), "of another": h.add(other, media.Photo, "o.jpg"), "none": "nothing",
	} {
		for _, variant := range []string{"small", "large", "original", "video", "poster"} {
			if got := h.get(path + "/media/" + id + "/" + variant); got.code != http.StatusNotFound {
				t.Errorf("%s %s: %d", name, variant, got.code)
			}
		}
		if strings.Contains(h.get(path).body, id) {
			t.Errorf("%s is on the page", name)
		}
	}
	if got := h.get(path + "/media/" + open + "/small?r=1"); got.code != 200 || !strings.Contains(got.header.Get("Cache-Control"), "immutable") {
		t.Error(got.code, got.header)
	}
	if got := h.get(path + "/media/" + open + "/original"); got.code != http.StatusNotFound {
		t.Error("the original of a photo, with its place, is served")
	}
	if got := h.get(path + "/media/" + document + "/original"); got.code != 200 || !strings.HasPrefix(got.header.Get("Content-Disposition"), "attachment") {
		t.Error(got.code, got.header)
	}
	if got := h.get(path+"/media/"+video+"/video", "Range", "bytes=10-19"); got.code != http.StatusPartialContent || len(got.body) != 10 {
		t.Error(got.code, len(got.body))
	}
}

func TestLanguages(t *testing.T) {
	h := openHouse(t)
	for _, c := range []struct{ customer, query, accept, want string }{
		{"fr", "", "de", "fr"},
		{"fr", "?lang=en", "de", "en"},
		{"fr", "?lang=xx", "de", "fr"},
		{"", "", "en-GB", "en"},
		{"sv", "", "fr", "fr"},
		{"sv", "", "", "de"},
		{"en", "", "de", "en"},
		{"de-AT", "", "en", "de"},
	} {
		in := h.file(func(x *interventions.Changes) { x.Customer.Language = ptr(c.customer) })
		if got := h.get(h.share(in)+c.query, "Accept-Language", c.accept); got.header.Get("Content-Language") != c.want {
			t.Errorf("%+v: %s", c, got.header.Get("Content-Language"))
		}
	}
	in := h.file(func(x *interventions.Changes) { x.Customer.Language = ptr("en") })
	page := h.get(h.share(in) + "?lang=fr")
	if !strings.Contains(page.body, `/answer?lang=fr"`) || !strings.Contains(page.text(), "Bonjour Madame Krüger") {
		t.Error("the chosen language is not kept")
	}
}

func TestEveryTextExistsInEachLanguage(t *testing.T) {
	h := openHouse(t)
	for _, lang := range h.page.Texts.Languages() {
		in := h.file(func(x *interventions.Changes) { x.Customer.Language = ptr(lang) })
		h.add(in, media.Video, "film.mp4")
		h.add(in, media.Video, "later.mp4", "state = 'processing'")
		h.add(in, media.Photo, "a.jpg")
		path := h.share(in)
		page := h.get(path)
		h.do(http.MethodPost, path+"/answer", h.filled(page, func(int) string { return "accepted" }))
		for _, got := range []got{page, h.get(path), h.get(path + "?again=1"), h.get("/c/x?lang=" + lang)} {
			if m := regexp.MustCompile(`(customer|common|mail)\.[a-z_.]+`).FindString(got.text()); m != "" && !strings.HasPrefix(m, "mail.test") {
				t.Errorf("%s: the key %s instead of a text", lang, m)
			}
		}
	}
}

func TestHostileContentStaysText(t *testing.T) {
	h := openHouse(t)
	evil := `"><script>alert(1)</script><img src=x onerror=alert(1)>{{.Nonce}}`
	in := h.file(func(x *interventions.Changes) {
		x.Customer.LastName, x.Message, x.WorksDone, x.Reference = &evil, &evil, &evil, &evil
		x.Vehicle.Model = &evil
		(*x.Works)[0].Label, (*x.Works)[3].Label = evil, evil
	})
	h.add(in, media.Document, evil+".pdf")
	h.add(in, media.Photo, evil, "work_id = '"+in.Works[0].ID+"'")
	path := h.share(in)
	page := h.get(path)
	form := h.filled(page, func(int) string { return "refused" })
	form.Set("comment", evil)
	form.Set("signature", "")
	again := h.do(http.MethodPost, path+"/answer?lang="+`"><script>`, form)
	form.Set("signature", evil)
	h.do(http.MethodPost, path+"/answer", form)
	for _, got := range []got{page, again, h.get(path)} {
		checkHTML(t, got.body)
		if strings.Contains(got.body, "<script>alert") || strings.Contains(got.body, "<img src=x") {
			t.Errorf("hostile text became HTML:\n%s", got.body)
		}
	}
	if h.status(in) != interventions.Answered {
		t.Error(h.status(in))
	}
}

// checkHTML finds what a careless template leaves: doubled attributes and identifiers, labels and
// pictures without text, elements that are not closed where they were opened.
func checkHTML(t *testing.T, body string) {
	t.Helper()
	ids, open := map[string]bool{}, []string{}
	void := "|area|base|br|hr|img|input|link|meta|source|"
	for z := html.NewTokenizer(strings.NewReader(body)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		token := z.Token()
		if kind == html.EndTagToken {
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Fatalf("</%s> closes %v", token.Data, open)
			}
			open = open[:len(open)-1]
		}
		if kind != html.StartTagToken {
			continue
		}
		if !strings.Contains(void, "|"+token.Data+"|") {
			open = append(open, token.Data)
		}
		seen := map[string]string{}
		for _, a := range token.Attr {
			if _, twice := seen[a.Key]; twice {
				t.Errorf("<%s> has %s twice", token.Data, a.Key)
			}
			seen[a.Key] = a.Val
		}
		if id, ok := seen["id"]; ok {
			if ids[id] {
				t.Errorf("id %s is there twice", id)
			}
			ids[id] = true
		}
		if _, ok := seen["alt"]; token.Data == "img" && !ok {
			t.Error("a picture without alt")
		}
	}
	if len(open) != 0 {
		t.Errorf("never closed: %v", open)
	}
}

func TestThePageIsLight(t *testing.T) {
	h := openHouse(t)
	in := h.file(func(x *interventions.Changes) {
		for i := range 30 {
			*x.Works = append(*x.Works, line("Arbeit "+strings.Repeat("x", i)+" am Fahrwerk, vorn und hinten", interventions.Advised, int64(1000+i*357)))
		}
	})
	for range 6 {
		h.add(in, media.Photo, "a.jpg")
	}
	page := h.get(h.share(in))
	checkHTML(t, page.body)
	script := h.get(h.page.script.address)
	weight := gzipped(t, page.body) + gzipped(t, script.body)
	t.Logf("page with %d works: %d bytes compressed, script %d of it (%d raw)", len(in.Works), weight, gzipped(t, script.body), len(script.body))
	if weight >= 14<<10 {
		t.Errorf("%d bytes", weight)
	}
	for encoding, limit := range map[string]int{"br": 14 << 10, "gzip": 14 << 10} {
		got := h.get(h.share(in), "Accept-Encoding", encoding)
		if got.header.Get("Content-Encoding") != encoding || len(got.body) > limit {
			t.Errorf("%s: %q, %d bytes", encoding, got.header.Get("Content-Encoding"), len(got.body))
		}
		t.Logf("%s: %d bytes", encoding, len(got.body))
	}
	if !strings.Contains(script.header.Get("Cache-Control"), "immutable") || gzipped(t, script.body) > 3<<10 {
		t.Errorf("script %d bytes, %s", gzipped(t, script.body), script.header.Get("Cache-Control"))
	}
}

func gzipped(t *testing.T, text string) int {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Len()
}

func TestTheOfficeSeesThePageBeforeSending(t *testing.T) {
	h := openHouse(t)
	in := h.file()
	h.add(in, media.Photo, "a.jpg")
	before := h.state()
	srv := web.New(web.Options{Store: h.st, Texts: h.page.Texts})
	srv.Authenticate(func(r *http.Request) (web.Actor, error) {
		return map[string]web.Actor{
			"office": h.actor, "sales": {Kind: web.ByUser, ID: "2", Roles: []web.Role{web.Salesperson}},
		}[r.Header.Get("X-Test")], nil
	})
	h.page.Register(srv)
	for who, want := range map[string]int{"": http.StatusUnauthorized, "sales": http.StatusNotFound, "office": http.StatusOK} {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, "/api/interventions/"+in.ID+"/preview", nil)
		r.Header.Set("X-Test", who)
		srv.Handler().ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%q: %d %s", who, w.Code, w.Body)
		}
		if want != http.StatusOK {
			continue
		}
		body := w.Body.String()
		checkHTML(t, body)
		for _, part := range []string{"Vorschau", "Bremsbeläge vorn", `<button type="submit" data-sending="Wird gesendet …" disabled>`, "/media/", "data-preview"} {
			if !strings.Contains(body, part) {
				t.Errorf("%q is missing in the preview", part)
			}
		}
		if csp := w.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "frame-ancestors 'self'") {
			t.Error(csp)
		}
	}
	if h.state() != before {
		t.Error("looking at the preview changed something")
	}
}

// TestInsideTheServer asks the page as it is mounted, and looks that no line of the log holds the link.
func TestInsideTheServer(t *testing.T) {
	h := openHouse(t)
	in := h.file()
	photo := h.add(in, media.Photo, "a.jpg")
	path := h.share(in)
	token := strings.TrimPrefix(path, "/c/")
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	defer slog.SetDefault(before)
	srv := web.New(web.Options{Store: h.st, Texts: h.page.Texts})
	srv.Mount("/c/", h.page.Handler())
	h.web.Config.Handler = srv.Handler()

	page := h.get(path)
	if page.code != http.StatusOK || !strings.HasPrefix(page.header.Get("Content-Security-Policy"), "default-src 'none'") {
		t.Fatal(page.code, page.header)
	}
	if got := h.do(http.MethodHead, path, nil); got.code != http.StatusOK || got.body != "" {
		t.Error(got.code, got.body)
	}
	if got := h.get(path+"/media/"+photo+"/large", "Range", "bytes=0-9"); got.code != http.StatusPartialContent {
		t.Error(got.code)
	}
	if got := h.get(path + "/?lang=fr"); got.code != http.StatusSeeOther || got.header.Get("Location") != path+"?lang=fr" {
		t.Error(got.code, got.header)
	}
	h.do(http.MethodPost, path+"/read", nil)
	h.get(path + "/media/nothing/large")
	h.do(http.MethodPost, path+"/watched", nil)
	sent := h.do(http.MethodPost, path+"/answer", h.filled(page, pick), "Origin", "null", "Sec-Fetch-Site", "same-origin")
	if sent.code != http.StatusSeeOther || h.status(in) != interventions.Answered {
		t.Error(sent.code, sent.body)
	}
	if log.Len() == 0 || strings.Contains(log.String(), token) {
		t.Errorf("the log:\n%s", log.String())
	}
}
