package customerpage

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fleetbox/app/interventions"
	"fleetbox/app/media"
	"fleetbox/app/store"
)

// pick answers the first work with yes and every other with no.
func pick(i int) string {
	if i == 0 {
		return "accepted"
	}
	return "refused"
}

func TestAnAnswerFromAPlainForm(t *testing.T) {
	h := openHouse(t)
	in := h.file()
	path := h.share(in)
	sent := h.do(http.MethodPost, path+"/answer", h.filled(h.get(path), pick))
	if sent.code != http.StatusSeeOther || sent.header.Get("Location") != path {
		t.Fatal(sent.code, sent.header, sent.text())
	}
	now, err := h.box.Get(h.ctx, in.ID)
	h.must(err)
	if now.Status != interventions.Answered || now.Accepted != 22491 || now.Works[0].Decision != interventions.Accepted ||
		now.Works[1].Decision != interventions.Refused || now.Works[2].Decision != interventions.Undecided {
		t.Fatalf("%+v", now)
	}
	page := h.get(path)
	for _, want := range []string{
		"Danke, Ihre Antwort ist angekommen", "Sie haben am Montag, 23. November um 10:00 Uhr geantwortet", "Angenommen", "Abgelehnt",
		"189,00 €", "35,91 €", "224,91 €", "Unterschrieben von Jana Krüger", "Danke",
	} {
		if !strings.Contains(strings.ReplaceAll(page.text(), "\u00a0", " "), want) {
			t.Errorf("%q is missing in\n%s", want, page.text())
		}
	}
	if strings.Contains(page.body, "/answer") || strings.Contains(page.body, `type="radio"`) {
		t.Error("the page still asks")
	}
	checkHTML(t, page.body)
}

func TestTheEvidenceNamesWhatWasShown(t *testing.T) {
	h := openHouse(t)
	in := h.file()
	of := "work_id = '" + in.Works[0].ID + "'"
	photo, video := h.add(in, media.Photo, "a", of), h.add(in, media.Video, "b", of)
	unfinished := h.add(in, media.Photo, "c", of, "state = 'processing'")
	h.add(in, media.Photo, "d", of, "public = 0")
	film, offer := h.add(in, media.Video, "e"), h.add(in, media.Document, "f")
	h.must(h.st.Write(h.ctx, func(tx *store.Tx) error {
		return tx.Exec("DELETE FROM media_renditions WHERE media_id = ?", unfinished).Error
	}))
	path := h.share(in)
	page := h.get(path)
	if strings.Contains(page.body, unfinished) {
		t.Error("a photo is shown that is not prepared")
	}
	if sent := h.do(http.MethodPost, path+"/answer", h.filled(page, pick)); sent.code != http.StatusSeeOther {
		t.Fatal(sent.code, sent.text())
	}
	answer, err := h.box.AnswerOf(h.ctx, in.ID)
	h.must(err)
	if named := answer.Evidence.V.Works[0].Media; !slices.Equal(named, []string{photo, video}) {
		t.Errorf("named as shown: %v, shown: %s %s, not shown: %s", named, photo, video, unfinished)
	}
	if named := answer.Evidence.V.Media; !slices.Equal(named, []string{film, offer}) {
		t.Errorf("named as shown with no work: %v, shown: %s %s", named, film, offer)
	}
}

func TestTheSecondAnswerIsTold(t *testing.T) {
	h := openHouse(t)
	in := h.file()
	path := h.share(in)
	page := h.get(path)
	h.do(http.MethodPost, path+"/answer", h.filled(page, pick))
	h.clock.Advance(time.Hour)
	second := h.do(http.MethodPost, path+"/answer", h.filled(page, func(int) string { return "refused" }))
	if second.code != http.StatusSeeOther || !strings.HasSuffix(second.header.Get("Location"), "?again=1") {
		t.Fatal(second.code, second.header)
	}
	told := h.get(second.header.Get("Location")).text()
	if !strings.Contains(told, "Hier wurde schon geantwortet") || !strings.Contains(told, "am Montag, 23. November um 10:00 Uhr gegeben") {
		t.Error(told)
	}
	if now, err := h.box.Get(h.ctx, in.ID); err != nil || now.Accepted != 22491 {
		t.Error(now.Accepted, err)
	}
	if h.get(path+"?again=1").text() == h.get(path).text() {
		t.Error("nothing is told")
	}
}

func TestTwoBrowsersAtOnce(t *testing.T) {
	h := openHouse(t)
	in := h.file()
	path := h.share(in)
	page := h.get(path)
	var wait sync.WaitGroup
	var mu sync.Mutex
	places := map[string]int{}
	for i := range 10 {
		wait.Go(func() {
			form := h.filled(page, func(int) string { return []string{"accepted", "refused"}[i%2] })
			got := h.do(http.MethodPost, path+"/answer", form)
			mu.Lock()
			defer mu.Unlock()
			places[strings.TrimPrefix(got.header.Get("Location"), path)]++
		})
	}
	wait.Wait()
	if places[""] != 1 || places["?again=1"] != 9 {
		t.Fatalf("%v", places)
	}
	var answers int64
	h.must(h.st.Read(h.ctx).Raw("SELECT count(*) FROM answers").Scan(&answers).Error)
	if answers != 1 {
		t.Errorf("%d answers", answers)
	}
}

func TestWhatIsMissingIsAskedForAndNothingTypedIsLost(t *testing.T) {
	h := openHouse(t)
	in := h.file()
	path := h.share(in)
	page := h.get(path)
	first := "d-" + in.Works[0].ID
	for name, c := range map[string]struct {
		change func(url.Values)
		want   string
		code   int
	}{
		"one decision":     {func(f url.Values) { f.Del("d-" + in.Works[1].ID) }, "Bitte nehmen Sie jede Zeile an", 422},
		"nonsense":         {func(f url.Values) { f.Set("d-"+in.Works[1].ID, "maybe") }, "Bitte nehmen Sie jede Zeile an", 422},
		"no name":          {func(f url.Values) { f.Set("signature", " \t ") }, "Bitte tippen Sie Ihren Vor- und Nachnamen ein", 422},
		"only controls":    {func(f url.Values) { f.Set("signature", "\x00\x01") }, "Bitte tippen Sie Ihren Vor- und Nachnamen ein", 422},
		"endless comment":  {func(f url.Values) { f.Set("comment", strings.Repeat("ä", 4001)) }, "Bitte kürzen Sie", 422},
		"a flood":          {func(f url.Values) { f.Set("comment", strings.Repeat("x", 300_000)) }, "Bitte kürzen Sie", 413},
		"another's work":   {func(f url.Values) { f.Del(first); f.Set("d-"+store.NewID(), "accepted") }, "Bitte nehmen Sie jede Zeile an", 422},
		"something broken": {func(f url.Values) { f.Set("comment", "\xff\xfe"); f.Del(first) }, "Bitte nehmen Sie jede Zeile an", 422},
	} {
		form := h.filled(page, pick)
		form.Set("comment", "Bitte bis Freitag")
		c.change(form)
		got := h.do(http.MethodPost, path+"/answer", form)
		if got.code != c.code || !strings.Contains(got.text(), c.want) {
			t.Errorf("%s: %d %s", name, got.code, got.text())
		}
		if name == "one decision" && (!strings.Contains(got.body, "Bitte bis Freitag") || !strings.Contains(got.body, `value="Jana Krüger"`) ||
			!strings.Contains(got.body, `value="accepted" required data-gross="22491" data-vat="3591" checked`) ||
			!strings.Contains(got.body, `href="#w-`+in.Works[1].ID) || strings.Count(got.text(), "Bitte wählen Sie hier") != 1) {
			t.Errorf("%s: what was typed is lost\n%s", name, got.body)
		}
		checkHTML(t, got.body)
	}
	if h.status(in) != interventions.Sent {
		t.Error(h.status(in))
	}
}

func TestChangedContentIsAskedAnew(t *testing.T) {
	h := openHouse(t)
	in := h.file()
	path := h.share(in)
	form := h.filled(h.get(path), pick)
	h.must(h.st.Write(h.ctx, func(tx *store.Tx) error {
		return tx.Exec("UPDATE works SET unit_price = 99900 WHERE id = ?", in.Works[0].ID).Error
	}))
	got := h.do(http.MethodPost, path+"/answer", form)
	text := strings.ReplaceAll(got.text(), "\u00a0", " ")
	if got.code != http.StatusConflict || !strings.Contains(text, "Das Angebot hat sich geändert") || !strings.Contains(text, "999,00 €") {
		t.Fatal(got.code, text)
	}
	if strings.Contains(got.body, " checked") || !strings.Contains(got.body, `value="Jana Krüger"`) {
		t.Error("choices must be made anew, the name must stay")
	}
	if h.status(in) != interventions.Sent {
		t.Error(h.status(in))
	}
	if again := h.do(http.MethodPost, path+"/answer", h.filled(got, pick)); again.code != http.StatusSeeOther {
		t.Error(again.code, again.text())
	}
}

func TestALateAnswerIsToldAndTaken(t *testing.T) {
	h := openHouse(t)
	path := h.share(h.file())
	h.clock.Advance(7 * time.Hour)
	page := h.get(path)
	if !strings.Contains(page.text(), "Sie können noch antworten") || !strings.Contains(page.text(), "bis Montag, 23. November um 16:00 Uhr") {
		t.Error(page.text())
	}
	h.do(http.MethodPost, path+"/answer", h.filled(page, pick))
	if got := h.get(path).text(); !strings.Contains(got, "Sie kam nach der gewünschten Zeit") {
		t.Error(got)
	}
}

func TestTheDeadlineReadsAsPeopleSpeak(t *testing.T) {
	h := openHouse(t)
	path := h.share(h.file())
	h.clock.Advance(-20 * time.Hour)
	if got := h.get(path).text(); !strings.Contains(got, "Bitte antworten Sie morgen bis 16:00 Uhr") {
		t.Error(got)
	}
	h.clock.Advance(-48 * time.Hour)
	if got := h.get(path + "?lang=en").text(); !strings.Contains(got, "Please answer by 16:00 on Monday 23 November") {
		t.Error(got)
	}
}

func TestCallMeBackDecidesNothing(t *testing.T) {
	h := openHouse(t)
	in := h.file()
	path := h.share(in)
	for range 2 {
		got := h.do(http.MethodPost, path+"/call?lang=en", nil)
		if got.code != http.StatusSeeOther || got.header.Get("Location") != path+"?lang=en#contact" {
			t.Fatal(got.code, got.header)
		}
	}
	now, err := h.box.Get(h.ctx, in.ID)
	h.must(err)
	if !now.WantsCall || now.Status != interventions.Read {
		t.Errorf("%v %s", now.WantsCall, now.Status)
	}
	if page := h.get(path); !strings.Contains(page.text(), "Wir rufen Sie zurück") || !strings.Contains(page.body, `type="radio"`) {
		t.Error(page.text())
	}
}

func TestAFileWithoutWorksTakesAReply(t *testing.T) {
	h := openHouse(t)
	in := h.file(func(c *interventions.Changes) { c.Works = &[]interventions.WorkInput{} })
	path := h.share(in)
	page := h.get(path)
	empty := h.filled(page, pick)
	empty.Del("comment")
	if got := h.do(http.MethodPost, path+"/answer", empty); got.code != http.StatusUnprocessableEntity || !strings.Contains(got.text(), "schreiben Sie ein paar Worte") {
		t.Error(got.code, got.text())
	}
	if got := h.do(http.MethodPost, path+"/answer", h.filled(page, pick)); got.code != http.StatusSeeOther || h.status(in) != interventions.Answered {
		t.Error(got.code, h.status(in))
	}
	checkHTML(t, h.get(path).body)
}

func TestAWorkWithoutPriceIsSaidToHaveNone(t *testing.T) {
	h := openHouse(t)
	in := h.file(func(c *interventions.Changes) {
		c.Works = &[]interventions.WorkInput{line("Geräusch suchen", interventions.Urgent, 0), line("Öl", interventions.Advised, 5000)}
	})
	path := h.share(in)
	page := h.get(path)
	for _, want := range []string{"Preis auf Anfrage", "stimmen den Preis mit Ihnen ab", "plus ein Preis auf Anfrage", "50,00"} {
		if !strings.Contains(page.text(), want) {
			t.Errorf("%q is missing in %s", want, page.text())
		}
	}
	if strings.Contains(page.body, "nil") || strings.Count(page.body, "data-gross") != 1 {
		t.Error("the running total would count a price that is not there")
	}
	h.do(http.MethodPost, path+"/answer", h.filled(page, func(int) string { return "accepted" }))
	if got := h.get(path).text(); !strings.Contains(got, "plus ein Preis auf Anfrage") {
		t.Error(got)
	}
}

func TestWhatWasWatchedReachesTheOffice(t *testing.T) {
	h := openHouse(t)
	in := h.file()
	video := h.add(in, media.Video, "film.mp4") // 60 s
	photo := h.add(in, media.Photo, "a.jpg")
	path := h.share(in)
	post := func(body string) int { return h.send(http.MethodPost, path+"/watched", strings.NewReader(body)).code }
	for _, c := range []struct {
		body string
		code int
		want float64
	}{
		{`{"media":"` + video + `","spans":[[0,6000]]}`, 204, 0.1},
		{`{"media":"` + video + `","spans":[[3000,12000]]}`, 204, 0.2},
		{`{"media":"` + video + `","spans":[[-5,3],[9,9],[50,20],[59000,99999999]]}`, 204, 0.2166},
		{`{"media":"` + photo + `","spans":[[0,1]]}`, 404, 0.2166},
		{`{"media":"nothing","spans":[[0,1]]}`, 404, 0.2166},
		{`{"media":"` + video + `","spans":[[0,1e300]]}`, 400, 0.2166},
		{`nonsense`, 400, 0.2166},
		{`{"media":"` + video + `","spans":[` + strings.Repeat("[0,1],", 5000) + `[0,1]]}`, 400, 0.2166},
		{`{"media":"` + video + `","spans":[[0,60000]]}`, 204, 1},
	} {
		if code := post(c.body); code != c.code {
			t.Errorf("%.60s: %d, want %d", c.body, code, c.code)
		}
		files, err := h.files.Of(h.ctx, in.ID)
		h.must(err)
		for _, file := range files {
			if file.ID == video && (file.WatchedShare == nil || *file.WatchedShare < c.want-0.001 || *file.WatchedShare > c.want+0.001) {
				t.Errorf("%.60s: share %v, want %v", c.body, *file.WatchedShare, c.want)
			}
		}
	}
}

func TestMergedSpans(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const length = 10_000
		some := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) span {
			return span{rapid.Int64Range(-100, 11_000).Draw(t, "from"), rapid.Int64Range(-100, 11_000).Draw(t, "to")}
		}), 0, 60)
		first, second := some.Draw(t, "first"), some.Draw(t, "second")
		merged := merge(append(append([]span{}, first...), second...), length)
		played := [length]bool{}
		for _, s := range append(append([]span{}, first...), second...) {
			for i := max(s[0], 0); i < min(s[1], length); i++ {
				played[i] = true
			}
		}
		var count, before int64 = 0, -1
		for _, s := range merged {
			if s[0] <= before || s[1] <= s[0] || s[1] > length {
				t.Fatalf("%v is not in order", merged)
			}
			before = s[1]
			for i := s[0]; i < s[1]; i++ {
				if !played[i] {
					t.Fatalf("%d was not played, %v", i, merged)
				}
				count++
			}
		}
		var want int64
		for _, p := range played {
			if p {
				want++
			}
		}
		if count != want {
			t.Fatalf("%d of %d kept", count, want)
		}
		if stepwise := merge(append(merge(first, length), second...), length); len(stepwise) != len(merged) {
			t.Fatalf("%v, in two steps %v", merged, stepwise)
		}
		if s := share(merged, length); s < 0 || s > wholeBP {
			t.Fatalf("share %d", s)
		}
	})
	many := make([]span, 0, 1000)
	for i := range int64(1000) {
		many = append(many, span{i * 10, i*10 + 1 + i%5})
	}
	if got := merge(many, 1_000_000); len(got) != mostSpans {
		t.Errorf("%d spans kept", len(got))
	}
}
