package sending

import (
	"bytes"
	"errors"
	"html"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/jonboulle/clockwork"

	"fleetbox/app/interventions"
	"fleetbox/app/media"
	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/web"
	"fleetbox/config"
)

func TestAMailReachesTheCustomer(t *testing.T) {
	p := openPost(t, false)
	h := openHouse(t, t.TempDir(), clockwork.NewFakeClockAt(start), p.config(t), p)
	in := h.file()
	h.photo(in, media.Video)
	press := newPress()
	h.must(h.mails.Send(h.ctx, h.actor, in.ID, press))
	h.settled()

	s := h.sent(in.ID)
	if s.State != "delivered" || s.Recipient != "jana@kunden.test" || s.Attempts != 1 || s.Reason != nil {
		t.Fatalf("%+v", s)
	}
	if got, want := h.history(in.ID), []string{"created", "sent", "delivered"}; !slices.Equal(got, want) {
		t.Errorf("history %v, want %v", got, want)
	}
	now, err := h.box.Get(h.ctx, in.ID)
	h.must(err)
	if now.Status != interventions.Sent || now.SenderID == nil || *now.SenderID != h.actor.ID {
		t.Errorf("%s by %v", now.Status, now.SenderID)
	}
	if p.count() != 1 {
		t.Fatalf("%d mails", p.count())
	}
	got := readMail(t, p.taken[0])
	for header, want := range map[string]string{
		"Subject": "Ihr Nordvik Fjell: Bitte entscheiden Sie bis Montag, 23. November, 16:00 Uhr", // 15:00 UTC
		"From":    "Autohaus Berg <werkstatt@autohaus.test>", "Reply-To": "Autohaus Berg <service@autohaus.test>",
		"To": "Jana Krüger <jana@kunden.test>", "Auto-Submitted": "auto-generated", "Date": "Mon, 23 Nov 2026 10:00:00 +0100",
	} {
		if got.header[header] != want {
			t.Errorf("%s: %q, want %q", header, got.header[header], want)
		}
	}
	link, err := h.box.Link(h.ctx, h.link(in.ID))
	h.must(err)
	url := h.box.LinkURL(link)
	for _, part := range []string{got.text, got.html} {
		for _, want := range []string{
			url, "Guten Tag Frau Krüger", "2 Arbeiten brauchen Ihre Entscheidung", "Eine davon ist dringend", "16:00 Uhr",
			"B-FX 1234", "RO-48213", "+49 30 5550100", "Autohaus Berg", "Ansehen und entscheiden",
		} {
			if !strings.Contains(part, want) {
				t.Errorf("%q is missing in\n%s", want, part)
			}
		}
		if strings.Contains(part, "189") || strings.Contains(part, "€") || strings.Contains(part, "ZgotmplZ") {
			t.Errorf("a price, or something broken, in\n%s", part)
		}
	}
	if !strings.Contains(got.html, `src="cid:picture@fleetbox"`) || len(got.picture) < 500 {
		t.Errorf("no picture inside (%d bytes)", len(got.picture))
	}
}

func (h *house) link(id string) string {
	var link string
	h.must(h.st.Read(h.ctx).Raw("SELECT id FROM links WHERE intervention_id = ? ORDER BY created_at DESC", id).Scan(&link).Error)
	return link
}

type readable struct {
	header     map[string]string
	text, html string
	picture    []byte
}

func readMail(t testing.TB, source []byte) readable {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	out := readable{header: map[string]string{}}
	for name := range m.Header {
		out.header[name], err = new(mime.WordDecoder).DecodeHeader(m.Header.Get(name))
		if err != nil {
			t.Fatal(err)
		}
		out.header[name] = strings.ReplaceAll(out.header[name], `"`, "")
	}
	out.parts(t, m.Header.Get("Content-Type"), m.Body)
	return out
}

func (r *readable) parts(t testing.TB, kind string, body io.Reader) {
	t.Helper()
	kind, params, err := mime.ParseMediaType(kind)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(kind, "multipart/") {
		return
	}
	reader := multipart.NewReader(body, params["boundary"])
	for {
		part, err := reader.NextRawPart()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		plain, _ := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(content)))
		switch of := part.Header.Get("Content-Type"); {
		case strings.HasPrefix(of, "text/plain"):
			r.text = string(plain)
		case strings.HasPrefix(of, "text/html"):
			r.html = html.UnescapeString(string(plain))
		case strings.HasPrefix(of, "image/"):
			r.picture = content
		default:
			r.parts(t, of, bytes.NewReader(content))
		}
	}
}

func TestOnePressSendsOnce(t *testing.T) {
	p := openPost(t, false)
	h := openHouse(t, t.TempDir(), nil, p.config(t), p)
	in := h.file()
	press := newPress()
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if err := h.mails.Send(h.ctx, h.actor, in.ID, press); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	h.settled()
	h.must(h.mails.Send(h.ctx, h.actor, in.ID, press))
	h.settled()
	if h.sent(in.ID).State != "delivered" || p.count() != 1 {
		t.Fatalf("%d mails for one press", p.count())
	}
	h.must(h.mails.Send(h.ctx, h.actor, in.ID, newPress()))
	h.settled()
	if p.count() != 2 {
		t.Fatalf("a second press sent %d in all", p.count())
	}
}

func TestAPressWhileAMailIsUnderWayIsRefused(t *testing.T) {
	p := openPost(t, false)
	p.mood(func(m *moods) { m.onRcpt = &smtp.SMTPError{Code: 450, Message: "later"} })
	h := openHouse(t, t.TempDir(), clockwork.NewFakeClockAt(start), p.config(t), p)
	in := h.file()
	h.must(h.mails.Send(h.ctx, h.actor, in.ID, newPress()))
	h.settled()
	h.wantProblem(h.mails.Send(h.ctx, h.actor, in.ID, newPress()), "already_queued")
	if s := h.sent(in.ID); s.State != "retrying" || *s.Reason != "server_busy" || !s.NextAttemptAt.Equal(start.Add(30*time.Second)) {
		t.Fatalf("%+v", s)
	}
}

func TestSendingNeedsTitleNameAndAddress(t *testing.T) {
	h := openHouse(t, t.TempDir(), nil, Mail{Host: "127.0.0.1", Port: 1, Timeout: time.Second}, nil)
	in := h.file(func(c *interventions.Changes) { c.Customer = &interventions.CustomerChanges{Phone: ptr("0171 555")} })
	err := h.mails.Send(h.ctx, h.actor, in.ID, newPress())
	h.wantProblem(err, "not_sendable")
	if got, want := locations(err), []string{"customer.title", "customer.last_name", "customer.email"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	for lang, want := range map[string]struct{ text, field string }{
		"de": {"Vor dem Senden fehlt noch etwas. Füllen Sie die markierten Felder aus.", "Diese Angabe fehlt."},
		"en": {"Something is missing before this can be sent. Fill in the marked fields.", "This is needed."},
		"fr": {"Il manque des informations avant l’envoi. Remplissez les champs signalés.", "Cette information manque."},
	} {
		p := problem.As(err)
		if got := h.mails.Texts.T(lang, "problem."+p.Code, p.Args); got != want.text {
			t.Errorf("%s: %q, want %q", lang, got, want.text)
		}
		for _, field := range p.Fields {
			if got := h.mails.Texts.T(lang, "problem.field."+field.Code, p.Args); got != want.field {
				t.Errorf("%s, %s: %q, want %q", lang, field.Location, got, want.field)
			}
		}
	}
	if got := h.history(in.ID); !slices.Equal(got, []string{"created"}) {
		t.Errorf("a refused press left %v", got)
	}
	other := h.file()
	h.wantProblem(h.mails.Send(h.ctx, web.Actor{Kind: web.ByUser, Roles: []web.Role{web.Salesperson}}, other.ID, newPress()), "not_found")
	none := openHouse(t, t.TempDir(), nil, Mail{}, nil)
	third := none.file()
	none.wantProblem(none.mails.Send(none.ctx, none.actor, third.ID, newPress()), "mail_not_set_up")
	if got := none.history(third.ID); len(got) != 1 {
		t.Errorf("a refused press left %v", got)
	}
}

// TestHowAServerCanFail walks every way in which a server can let the box down.
func TestHowAServerCanFail(t *testing.T) {
	for _, c := range []struct {
		name    string
		mood    func(*moods)
		state   string
		reason  Reason
		mails   int // that the server took
		flagged bool
	}{
		{"greylisted", func(m *moods) {
			m.onRcpt = &smtp.SMTPError{Code: 450, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "later"}
		}, "retrying", ServerBusy, 0, false},
		{"no such mailbox", func(m *moods) {
			m.onRcpt = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "unknown"}
		}, "failed", RecipientRefused, 0, true},
		{"sender refused", func(m *moods) {
			m.onMail = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "no"}
		}, "failed", SenderRefused, 0, true},
		{"spam", func(m *moods) { m.onData = refuseData(554, smtp.EnhancedCode{5, 7, 1}) }, "failed", ContentRefused, 0, true},
		{"not now, after the dot", func(m *moods) { m.onData = refuseData(451, smtp.EnhancedCode{4, 3, 0}) }, "retrying", ServerBusy, 0, false},
		{"hangs", func(m *moods) { m.hangAt = "rcpt" }, "retrying", TimedOut, 0, false},
		{"dies before the dot", func(m *moods) { m.onData = dieBeforeDot }, "retrying", ConnectionLost, 0, false},
		{"dies after the dot", func(m *moods) { m.onData = dieAfterDot }, "failed", FateUnknown, 1, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := openPost(t, false)
			p.mood(c.mood)
			settings := p.config(t)
			settings.Timeout = time.Second
			h := openHouse(t, t.TempDir(), clockwork.NewFakeClockAt(start), settings, p)
			in := h.file()
			h.must(h.mails.Send(h.ctx, h.actor, in.ID, newPress()))
			h.settled()
			s := h.sent(in.ID)
			if s.State != c.state || s.Reason == nil || *s.Reason != string(c.reason) || p.count() != c.mails || h.flagged(in.ID) != c.flagged {
				t.Fatalf("%+v, reason %v, %d mails, flagged %v", s, *s.Reason, p.count(), h.flagged(in.ID))
			}
			if want := c.state == "failed"; slices.Contains(h.history(in.ID), "send_failed") != want {
				t.Errorf("history %v", h.history(in.ID))
			}
			// Once the server behaves, the mail arrives: by itself, or when a person tries again.
			p.mood(func(m *moods) { *m = moods{released: m.released} })
			if c.state == "failed" {
				h.must(h.mails.Retry(h.ctx, h.actor, in.ID, s.ID))
			} else {
				h.pass(31 * time.Second)
			}
			h.delivered(in.ID)
			if p.count() != c.mails+1 || h.flagged(in.ID) {
				t.Errorf("%d mails, flagged %v", p.count(), h.flagged(in.ID))
			}
			h.wantProblem(h.mails.Retry(h.ctx, h.actor, in.ID, s.ID), "already_delivered")
		})
	}
}

// delivered waits until the sending of an intervention is.
func (h *house) delivered(id string) {
	h.t.Helper()
	for range 200 {
		h.settled()
		if h.sent(id).State == "delivered" {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	s := h.sent(id)
	h.t.Fatalf("%+v, reason %v", s, s.Reason)
}

func TestEncryptionAndPassword(t *testing.T) {
	for _, c := range []struct {
		name       string
		encryption Encryption
		encrypted  bool
		trusted    bool
		password   string
		want       Reason
	}{
		{"STARTTLS and password", StartTLS, true, true, "right", ""},
		{"TLS and password", TLS, true, true, "right", ""},
		{"plain and password", NoEncryption, false, true, "right", ""},
		{"wrong password", StartTLS, true, true, "wrong", NotSignedIn},
		{"certificate of nobody", StartTLS, true, false, "right", NotEncrypted},
		{"STARTTLS is not offered", StartTLS, false, true, "right", NotEncrypted},
		{"TLS where there is none", TLS, false, true, "right", NotEncrypted},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := openPost(t, c.encrypted)
			p.mood(func(m *moods) { m.password = "right" })
			if c.encryption == TLS && c.encrypted {
				p.encryptFromTheStart(t)
			}
			settings := p.config(t)
			settings.Encryption, settings.Username, settings.Password = c.encryption, "box", config.NewSecret(c.password)
			if !c.trusted {
				p.trust = nil
			}
			h := openHouse(t, t.TempDir(), nil, settings, p)
			in := h.file()
			h.must(h.mails.Send(h.ctx, h.actor, in.ID, newPress()))
			h.settled()
			s := h.sent(in.ID)
			if c.want == "" && s.State != "delivered" || c.want != "" && (s.State != "failed" || *s.Reason != string(c.want)) {
				t.Fatalf("%+v %v", s, s.Reason)
			}
		})
	}
}

func TestAServerGoneForAnHour(t *testing.T) {
	p := openPost(t, false)
	settings := p.config(t)
	address := p.address
	h := openHouse(t, t.TempDir(), clockwork.NewFakeClockAt(start), settings, p)
	h.must(p.server.Close())
	in := h.file()
	h.must(h.mails.Send(h.ctx, h.actor, in.ID, newPress()))
	var last interventions.Sending
	for passed := time.Duration(0); passed < time.Hour; passed = h.clock.Since(start) {
		h.tried(in.ID, last.Attempts)
		last = h.sent(in.ID)
		if last.State != "retrying" || *last.Reason != "unreachable" {
			t.Fatalf("after %v: %+v", passed, last)
		}
		h.pass(last.NextAttemptAt.Sub(h.clock.Now()))
	}
	if last.Attempts < 6 || last.Attempts > 9 {
		t.Errorf("%d attempts in an hour", last.Attempts)
	}
	back := openPostAt(t, address, false)
	for range 3 {
		h.pass(time.Hour)
		h.settled()
		if h.sent(in.ID).State == "delivered" {
			break
		}
		time.Sleep(200 * time.Millisecond)
	}
	h.delivered(in.ID)
	if back.count() != 1 {
		t.Errorf("%d mails", back.count())
	}
}

// tried waits for one more attempt than before, and for the queue to have noted it.
func (h *house) tried(id string, before int) {
	h.t.Helper()
	for range 400 {
		s := h.sent(id)
		var waiting int64
		h.must(h.st.Read(h.ctx).Raw("SELECT count(*) FROM outbox WHERE done_at IS NULL AND failed_at IS NULL AND run_at > ?", store.At(h.clock.Now())).Scan(&waiting).Error)
		if s.Attempts > before && s.State != "queued" && (waiting == 1 || s.State == "failed") {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	h.t.Fatalf("no attempt after %d: %+v", before, h.sent(id))
}

func TestGivenUpAfterADay(t *testing.T) {
	p := openPost(t, false)
	h := openHouse(t, t.TempDir(), clockwork.NewFakeClockAt(start), p.config(t), p)
	h.must(p.server.Close())
	in := h.file()
	h.must(h.mails.Send(h.ctx, h.actor, in.ID, newPress()))
	attempts := 0
	for h.sent(in.ID).State != "failed" {
		h.tried(in.ID, attempts)
		s := h.sent(in.ID)
		attempts = s.Attempts
		if s.State == "failed" {
			break
		}
		if h.clock.Since(start) > 30*time.Hour {
			t.Fatalf("still trying: %+v", s)
		}
		h.pass(s.NextAttemptAt.Sub(h.clock.Now()))
	}
	s := h.sent(in.ID)
	if *s.Reason != "unreachable" || s.FinishedAt.Sub(start) < 23*time.Hour || !h.flagged(in.ID) {
		t.Fatalf("%+v after %v", s, s.FinishedAt.Sub(start))
	}
	t.Logf("%d attempts in %v", s.Attempts, s.FinishedAt.Sub(start))
	view, err := h.box.View(h.ctx, h.actor, in.ID)
	h.must(err)
	if line := view.History[0]; line.Kind != "send_failed" || line.Data["reason"] != "unreachable" || line.Data["sending"] != s.ID || line.Data["recipient"] != s.Recipient {
		t.Errorf("the history ends with %+v", line)
	}
	back := openPostAt(t, p.address, false)
	h.must(h.mails.Retry(h.ctx, h.actor, in.ID, s.ID))
	h.settled()
	if s := h.sent(in.ID); s.State != "delivered" || s.Reason != nil || back.count() != 1 || h.flagged(in.ID) {
		t.Errorf("%+v, %d mails, flagged %v", s, back.count(), h.flagged(in.ID))
	}
	if got, want := h.history(in.ID), []string{"created", "sent", "send_failed", "send_retried", "delivered"}; !slices.Equal(got, want) {
		t.Errorf("history %v, want %v", got, want)
	}
}
