package sending

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/jonboulle/clockwork"

	"fleetbox/app/interventions"
	"fleetbox/app/store"
	"fleetbox/app/web"
)

// TestStoppedBetweenLastByteAndAnswer plays the one moment of which the box cannot know the end.
func TestStoppedBetweenLastByteAndAnswer(t *testing.T) {
	p := openPost(t, false)
	p.mood(func(m *moods) { m.onRcpt = &smtp.SMTPError{Code: 450, Message: "later"} })
	clock, dir := clockwork.NewFakeClockAt(start), t.TempDir()
	h := openHouse(t, dir, clock, p.config(t), p)
	in := h.file()
	h.must(h.mails.Send(h.ctx, h.actor, in.ID, newPress()))
	h.settled()
	h.must(h.st.Write(h.ctx, func(tx *store.Tx) error { // as if it had died there
		return tx.Exec("UPDATE sendings SET handed_over_at = ?", store.At(tx.Now)).Error
	}))
	h.stop()
	p.mood(func(m *moods) { m.onRcpt = nil })

	h = openHouse(t, dir, clock, p.config(t), p)
	h.pass(time.Minute)
	h.settled()
	s := h.sent(in.ID)
	if s.State != "failed" || *s.Reason != "fate_unknown" || p.count() != 0 || !h.flagged(in.ID) {
		t.Fatalf("%+v, %d mails", s, p.count())
	}
	h.must(h.mails.Retry(h.ctx, h.actor, in.ID, s.ID))
	h.must(h.mails.Retry(h.ctx, h.actor, in.ID, s.ID)) // pressed twice
	h.settled()
	if h.sent(in.ID).State != "delivered" || p.count() != 1 || h.flagged(in.ID) {
		t.Fatalf("%+v, %d mails", h.sent(in.ID), p.count())
	}
	want := []string{"created", "sent", "send_failed", "send_retried", "delivered"}
	if got := h.history(in.ID); !slices.Equal(got, want) {
		t.Errorf("history %v, want %v", got, want)
	}
}

// TestAnAttemptThatWasOvertakenHandsNothingOver: two workers may hold one job for a moment.
func TestAnAttemptThatWasOvertakenHandsNothingOver(t *testing.T) {
	h := openHouse(t, t.TempDir(), clockwork.NewFakeClockAt(start), Mail{Host: "127.0.0.1", Port: 1, Timeout: time.Second, SendPerMinute: 1000}, nil)
	in := h.file()
	h.must(h.mails.Send(h.ctx, h.actor, in.ID, newPress()))
	h.settled()
	row, err := find(h.st.Read(h.ctx), h.sent(in.ID).ID)
	h.must(err)
	late := *row
	late.Attempts--
	if err := h.mails.noteHandOver(h.ctx, attempt{row: &late}); err == nil {
		t.Fatal("the overtaken attempt may hand over")
	}
	h.must(h.mails.noteHandOver(h.ctx, attempt{row: row}))
	if err := h.mails.noteHandOver(h.ctx, attempt{row: row}); err == nil {
		t.Fatal("a mail may be handed over twice")
	}
}

func TestWhatHappenedMeanwhileStopsAMail(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile func(h *house, in *interventions.Intervention)
		state     string
		reason    string
		flagged   bool
	}{
		"answered": {func(h *house, in *interventions.Intervention) {
			now, err := h.box.Get(h.ctx, in.ID)
			h.must(err)
			h.must(h.box.AcceptManually(h.ctx, h.actor, in.ID, now.Version, acceptedByPhone(in)))
		}, "obsolete", "answered", false},
		"closed": {func(h *house, in *interventions.Intervention) {
			now, err := h.box.Get(h.ctx, in.ID)
			h.must(err)
			h.must(h.box.Close(h.ctx, h.actor, in.ID, now.Version))
		}, "obsolete", "closed", false},
		"withdrawn": {func(h *house, in *interventions.Intervention) { h.must(h.box.Withdraw(h.ctx, h.actor, in.ID)) }, "failed", "link_ended", true},
	} {
		t.Run(name, func(t *testing.T) {
			p := openPost(t, false)
			p.mood(func(m *moods) { m.onRcpt = &smtp.SMTPError{Code: 450, Message: "later"} })
			h := openHouse(t, t.TempDir(), clockwork.NewFakeClockAt(start), p.config(t), p)
			in := h.file()
			h.must(h.mails.Send(h.ctx, h.actor, in.ID, newPress()))
			h.settled()
			p.mood(func(m *moods) { m.onRcpt = nil })
			c.meanwhile(h, in)
			h.pass(time.Minute)
			h.settled()
			s := h.sent(in.ID)
			if s.State != c.state || *s.Reason != c.reason || h.flagged(in.ID) != c.flagged || p.count() != 0 {
				t.Fatalf("%+v %v", s, *s.Reason)
			}
			if got := h.history(in.ID); !slices.Contains(got, "send_"+c.state) {
				t.Errorf("history %v", got)
			}
		})
	}
}

func TestAnAnswerIsConfirmed(t *testing.T) {
	p := openPost(t, false)
	h := openHouse(t, t.TempDir(), clockwork.NewFakeClockAt(start), p.config(t), p)
	in := h.file()
	h.must(h.mails.Send(h.ctx, h.actor, in.ID, newPress()))
	h.settled()
	link, err := h.box.Link(h.ctx, h.link(in.ID))
	h.must(err)
	in, err = h.box.Get(h.ctx, in.ID)
	h.must(err)
	_, err = h.box.Answer(h.ctx, path.Base(h.box.LinkURL(link)), interventions.AnswerInput{
		Decisions: map[string]interventions.Decision{in.Works[0].ID: interventions.Accepted, in.Works[1].ID: interventions.Refused},
		Comment:   "Bitte <b>vorsichtig</b>", Signature: "J. Krüger", WantsCall: true, Shown: h.box.Shown(in, nil),
	})
	h.must(err)
	h.settled()
	if p.count() != 2 {
		t.Fatalf("%d mails", p.count())
	}
	got := readMail(t, p.taken[1])
	for _, part := range []string{got.text, got.html} {
		for _, want := range []string{
			"Ihre Antwort ist angekommen", "Montag, 23. November um 10:00 Uhr", "Bremsbeläge vorn", "Angenommen", "224,91\u00a0€",
			"Wischerblätter", "Abgelehnt", "189,00\u00a0€", "35,91\u00a0€", "J. Krüger", "Wir rufen Sie an", "Bitte <b>vorsichtig</b>",
		} {
			if !strings.Contains(part, want) {
				t.Errorf("%q is missing in\n%s", want, part)
			}
		}
	}
	all, err := h.mails.SendingsOf(h.ctx, in.ID)
	h.must(err)
	if len(all) != 2 || all[0].Purpose != "confirmation" || all[0].State != "delivered" {
		t.Errorf("%+v", all)
	}
}

func TestAnswersByPhoneAreConfirmedWhenAsked(t *testing.T) {
	p := openPost(t, false)
	h := openHouse(t, t.TempDir(), clockwork.NewFakeClockAt(start), p.config(t), p)
	for _, notify := range [][]string{{"email"}, nil} {
		in := h.file()
		answer := acceptedByPhone(in)
		answer.Notify = notify
		h.must(h.box.AcceptManually(h.ctx, h.actor, in.ID, in.Version, answer))
		h.settled()
		all, err := h.mails.SendingsOf(h.ctx, in.ID)
		h.must(err)
		if len(all) != len(notify) {
			t.Errorf("asked to notify %v: %+v", notify, all)
		}
	}
	if p.count() != 1 || !strings.Contains(readMail(t, p.taken[0]).text, "telefonisch aufgenommen") {
		t.Errorf("%d mails", p.count())
	}
}

func TestMailsSpeakTheCustomersLanguage(t *testing.T) {
	p := openPost(t, false)
	h := openHouse(t, t.TempDir(), clockwork.NewFakeClockAt(start), p.config(t), p)
	for lang, want := range map[string][]string{
		"en": {"Your Nordvik Fjell: please decide by 16:00 on Monday 23 November", "Hello Ms Krüger,", "2 works need your decision. One of them is urgent.", "works until 23 December 2026"},
		"fr": {"Votre Nordvik Fjell : merci de décider lundi 23 novembre avant 16:00", "Bonjour Madame Krüger,", "2 points attendent votre décision.", "jusqu’au 23 décembre 2026"},
		"de": {"Ihr Nordvik Fjell: Bitte entscheiden Sie bis Montag, 23. November, 16:00 Uhr", "Guten Tag Frau Krüger", "gilt bis 23. Dezember 2026"},
		"nl": {"Guten Tag Frau Krüger"}, // not known: as the dealership speaks
	} {
		in := h.file(func(c *interventions.Changes) { c.Customer.Language = ptr(lang) })
		h.must(h.mails.Send(h.ctx, h.actor, in.ID, newPress()))
		h.settled()
		got := readMail(t, p.taken[len(p.taken)-1])
		for _, text := range want {
			if !strings.Contains(got.header["Subject"]+got.text, text) {
				t.Errorf("%s: %q is missing in %s\n%s", lang, text, got.header["Subject"], got.text)
			}
		}
		if strings.Contains(got.text+got.html, "mail.") && strings.Contains(got.text, "mail.invite") {
			t.Errorf("%s: a key instead of a text in\n%s", lang, got.text)
		}
	}
}

func TestHostileNamesStayText(t *testing.T) {
	p := openPost(t, false)
	h := openHouse(t, t.TempDir(), nil, p.config(t), p)
	in := h.file(func(c *interventions.Changes) {
		c.Customer.LastName = ptr("<script>alert(1)</script>\r\nBcc: spy@evil.test")
		c.Vehicle.Model = ptr("{{.URL}}\"><img src=x>\r\nX-Evil: 1")
		c.Reference = ptr("</td><a href=javascript:x>")
	})
	h.must(h.mails.Send(h.ctx, h.actor, in.ID, newPress()))
	h.settled()
	if h.sent(in.ID).State != "delivered" {
		t.Fatalf("%+v", h.sent(in.ID))
	}
	source := string(p.taken[0])
	head, _, _ := strings.Cut(source, "\r\n\r\n")
	for _, line := range strings.Split(head, "\r\n") {
		if strings.HasPrefix(line, "Bcc:") || strings.HasPrefix(line, "X-Evil:") {
			t.Errorf("a name became the header %q", line)
		}
	}
	raw := strings.ReplaceAll(strings.ReplaceAll(source, "=\r\n", ""), "=3D", "=")
	for _, bad := range []string{"<script>alert", "<img src=x>", "<a href=javascript"} {
		if _, html, _ := strings.Cut(raw, "text/html"); strings.Contains(html, bad) {
			t.Errorf("%q is in the HTML", bad)
		}
	}
}

func TestCaughtMailsAreShown(t *testing.T) {
	h := openHouse(t, t.TempDir(), clockwork.NewFakeClockAt(start), Mail{Catch: true, SendPerMinute: 1}, nil)
	in := h.file()
	h.photo(in, "photo")
	h.must(h.mails.Send(h.ctx, h.actor, in.ID, newPress()))
	h.settled()
	if h.sent(in.ID).State != "delivered" {
		t.Fatalf("%+v", h.sent(in.ID))
	}
	srv := web.New(web.Options{Store: h.st, Texts: h.mails.Texts, Health: func(context.Context) web.Health { return web.Health{} }})
	h.mails.Register(srv)
	get := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Accept-Language", "de")
		srv.Handler().ServeHTTP(w, r)
		return w
	}
	list := get("/demo/mail").Body.String()
	if !strings.Contains(list, "jana@kunden.test") || !strings.Contains(list, "Bitte entscheiden Sie bis") {
		t.Fatal(list)
	}
	_, rest, _ := strings.Cut(list, `href="/demo/mail/`)
	id, _, _ := strings.Cut(rest, `"`)
	if page := get("/demo/mail/" + id).Body.String(); !strings.Contains(page, "sandbox=") || !strings.Contains(page, "RO-48213") {
		t.Error(page)
	}
	html := get("/demo/mail/" + id + "/html")
	if !strings.Contains(html.Body.String(), "data:image/jpeg;base64,") || !strings.Contains(html.Body.String(), `target="_blank"`) ||
		!strings.HasPrefix(html.Header().Get("Content-Security-Policy"), "sandbox ") {
		t.Error(html.Header(), html.Body.String()[:400])
	}
	if source := get("/demo/mail/" + id + "/source").Body.String(); !strings.Contains(source, "Message-ID: <") {
		t.Error(source[:300])
	}
	if got := get("/demo/mail/nothing").Code; got != http.StatusNotFound {
		t.Error(got)
	}
}

func TestCaughtMailsAreNowhereOnABoxThatSends(t *testing.T) {
	h := openHouse(t, t.TempDir(), nil, Mail{Host: "127.0.0.1", Port: 1, Timeout: time.Second}, nil)
	srv := web.New(web.Options{Store: h.st, Texts: h.mails.Texts, Health: func(context.Context) web.Health { return web.Health{} }})
	h.mails.Register(srv)
	w := httptest.NewRecorder()
	srv.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/demo/mail", nil))
	if w.Code != http.StatusNotFound {
		t.Error(w.Code)
	}
}

func TestACorrectedAddressIsServedAtOnce(t *testing.T) {
	p := openPost(t, false)
	p.mood(func(m *moods) { m.onRcpt = &smtp.SMTPError{Code: 450, Message: "later"} })
	h := openHouse(t, t.TempDir(), clockwork.NewFakeClockAt(start), p.config(t), p)
	in := h.file()
	h.must(h.mails.Send(h.ctx, h.actor, in.ID, newPress()))
	h.settled()
	h.wantProblem(h.mails.Send(h.ctx, h.actor, in.ID, newPress()), "already_queued")
	p.mood(func(m *moods) { m.onRcpt = nil })

	now, err := h.box.Get(h.ctx, in.ID)
	h.must(err)
	right := "jana.right@kunde.example"
	_, err = h.box.Update(h.ctx, h.actor, in.ID, now.Version, interventions.Changes{Customer: &interventions.CustomerChanges{Email: &right}})
	h.must(err)
	h.must(h.mails.Send(h.ctx, h.actor, in.ID, newPress()))
	h.settled()
	h.pass(time.Minute)
	h.settled()
	if h.flagged(in.ID) {
		t.Error("the failure of a mail that nobody waits for is shown")
	}
	if p.count() != 1 || !bytes.Contains(p.taken[0], []byte(right)) {
		t.Fatalf("%d mails, the first one: %.300s", p.count(), p.taken)
	}
	sendings, err := h.mails.SendingsOf(h.ctx, in.ID)
	h.must(err)
	if len(sendings) != 2 || sendings[0].State != "delivered" || sendings[1].State != "failed" || *sendings[1].Reason != "link_ended" {
		t.Fatalf("%+v", sendings)
	}
}
