package sending

import (
	"io"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/jonboulle/clockwork"

	"fleetbox/app/interventions"
	"fleetbox/app/store"
)

// TestADeliveryThatCannotBeWrittenDownIsNotRepeated fills the disk between the mail's last byte and the server's word.
func TestADeliveryThatCannotBeWrittenDownIsNotRepeated(t *testing.T) {
	usual := writePauses
	writePauses = []time.Duration{time.Millisecond}
	t.Cleanup(func() { writePauses = usual })
	for name, refused := range map[string]string{"of the delivery": "WHEN NEW.state = 'delivered'", "of anything": ""} {
		t.Run("no record "+name, func(t *testing.T) {
			p := openPost(t, false)
			h := openHouse(t, t.TempDir(), clockwork.NewFakeClockAt(start), p.config(t), p)
			p.mood(func(m *moods) {
				m.onData = func(_ net.Conn, r io.Reader) (bool, error) {
					_, err := io.Copy(io.Discard, r)
					h.change("CREATE TRIGGER full BEFORE UPDATE ON sendings " + refused + " BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
					return true, err
				}
			})
			in := h.file()
			h.must(h.mails.Send(h.ctx, h.actor, in.ID, newPress()))
			h.settled()
			p.mood(func(m *moods) { m.onData = nil })
			h.change("DROP TRIGGER full")
			h.pass(time.Hour)
			h.settled()
			if s := h.sent(in.ID); s.State != "failed" || *s.Reason != "fate_unknown" || p.count() != 1 || !h.flagged(in.ID) {
				t.Errorf("%+v, %d mails", s, p.count())
			}
		})
	}
}

// TestAMailThatMayNotBeHandedOverIsBrokenOff: the server has all of it but its end, and must not get that.
func TestAMailThatMayNotBeHandedOverIsBrokenOff(t *testing.T) {
	p := openPost(t, false)
	h := openHouse(t, t.TempDir(), clockwork.NewFakeClockAt(start), p.config(t), p)
	h.change("CREATE TRIGGER full BEFORE UPDATE OF handed_over_at ON sendings WHEN NEW.handed_over_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
	in := h.file()
	h.must(h.mails.Send(h.ctx, h.actor, in.ID, newPress()))
	h.settled()
	h.change("DROP TRIGGER full")
	if s := h.sent(in.ID); s.State != "retrying" || p.count() != 0 {
		t.Errorf("%+v, %d mails", s, p.count())
	}
	h.pass(time.Minute)
	h.settled()
	if s := h.sent(in.ID); s.State != "delivered" || p.count() != 1 {
		t.Errorf("%+v, %d mails", s, p.count())
	}
}

// TestWhatHappensDuringAnAttemptStopsIt: a slow server gives the office time to take a mail back.
func TestWhatHappensDuringAnAttemptStopsIt(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile     func(h *house, in *interventions.Intervention)
		state, reason string
	}{
		"withdrawn": {func(h *house, in *interventions.Intervention) { h.must(h.box.Withdraw(h.ctx, h.actor, in.ID)) }, "failed", "link_ended"},
		"address corrected": {func(h *house, in *interventions.Intervention) {
			customer := &interventions.CustomerChanges{Email: ptr("jana.right@kunden.test")}
			_, err := h.box.Update(h.ctx, h.actor, in.ID, in.Version, interventions.Changes{Customer: customer})
			h.must(err)
		}, "failed", "link_ended"},
		"answered": {func(h *house, in *interventions.Intervention) {
			h.must(h.box.AcceptManually(h.ctx, h.actor, in.ID, in.Version, acceptedByPhone(in)))
		}, "obsolete", "answered"},
	} {
		t.Run(name, func(t *testing.T) {
			p := openPost(t, false)
			atEnd, slow := p.now().released, make(chan struct{})
			p.mood(func(m *moods) { m.hangAt, m.released = "rcpt", slow })
			h := openHouse(t, t.TempDir(), clockwork.NewFakeClockAt(start), p.config(t), p)
			in := h.file()
			h.must(h.mails.Send(h.ctx, h.actor, in.ID, newPress()))
			for h.sent(in.ID).Attempts == 0 {
				time.Sleep(5 * time.Millisecond)
			}
			now, err := h.box.Get(h.ctx, in.ID)
			h.must(err)
			c.meanwhile(h, now)
			close(slow)
			p.mood(func(m *moods) { m.hangAt, m.released = "", atEnd })
			h.settled()
			s := h.sent(in.ID)
			if s.State != c.state || s.Reason == nil || *s.Reason != c.reason || p.count() != 0 {
				t.Errorf("%+v, %d mails", s, p.count())
			}
		})
	}
}

// TestTryingAgainIsRefusedAsSendingIs: an old failure does not send a second mail beside the one that is on its way.
func TestTryingAgainIsRefusedAsSendingIs(t *testing.T) {
	p := openPost(t, false)
	p.mood(func(m *moods) { m.onRcpt = &smtp.SMTPError{Code: 550, Message: "unknown"} })
	h := openHouse(t, t.TempDir(), clockwork.NewFakeClockAt(start), p.config(t), p)
	in := h.file()
	h.must(h.mails.Send(h.ctx, h.actor, in.ID, newPress()))
	h.settled()
	old := h.sent(in.ID)
	p.mood(func(m *moods) { m.onRcpt = &smtp.SMTPError{Code: 450, Message: "later"} })
	h.must(h.mails.Send(h.ctx, h.actor, in.ID, newPress()))
	h.settled()
	h.wantProblem(h.mails.Retry(h.ctx, h.actor, in.ID, old.ID), "already_queued")

	h.change("UPDATE sendings SET state = 'failed'")
	host := h.mails.Mail.Host
	h.mails.Mail.Host = ""
	h.wantProblem(h.mails.Retry(h.ctx, h.actor, in.ID, old.ID), "mail_not_set_up")
	h.mails.Mail.Host = host
	p.mood(func(m *moods) { m.onRcpt = nil })
	h.must(h.mails.Retry(h.ctx, h.actor, in.ID, old.ID))
	h.settled()
	if p.count() != 1 {
		t.Errorf("%d mails", p.count())
	}
}

// TestCustomersStayOutOfTheLog: servers repeat an address when they refuse it.
func TestCustomersStayOutOfTheLog(t *testing.T) {
	var log strings.Builder
	usual := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	t.Cleanup(func() { slog.SetDefault(usual) })
	p := openPost(t, false)
	h := openHouse(t, t.TempDir(), clockwork.NewFakeClockAt(start), p.config(t), p)
	for _, reply := range []*smtp.SMTPError{
		{Code: 450, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "<jana@kunden.test>: later"},
		{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "<jana@kunden.test>: unknown"},
	} {
		p.mood(func(m *moods) { m.onRcpt = reply })
		h.must(h.mails.Send(h.ctx, h.actor, h.file().ID, newPress()))
		h.settled()
	}
	if _, err := address("jana@kunden.test jana"); err == nil || strings.Contains(err.Error(), "jana") {
		t.Error(err)
	}
	h.stop()
	st, err := store.Open(h.ctx, h.st.Dir)
	h.must(err)
	defer func() { h.must(st.Close()) }()
	var kept string
	h.must(st.Read(h.ctx).Raw("SELECT group_concat(last_error) FROM outbox").Scan(&kept).Error)
	for _, text := range []string{log.String(), kept} {
		if strings.Contains(text, "kunden.test") || !strings.Contains(text, "server_busy: reply 450 4.7.1") {
			t.Error(text)
		}
	}
}

// change writes to the database behind everybody's back.
func (h *house) change(statement string) {
	if err := h.st.Write(h.ctx, func(tx *store.Tx) error { return tx.Exec(statement).Error }); err != nil {
		h.t.Error(err)
	}
}
