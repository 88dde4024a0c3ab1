package sending

import (
	"strings"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"

	"fleetbox/app/interventions"
	"fleetbox/app/media"
	"fleetbox/app/store"
)

// arrived gives an intervention a video of which nothing is made yet.
func (h *house) arrived(in *interventions.Intervention, problem string) {
	h.t.Helper()
	h.must(h.st.Write(h.ctx, func(tx *store.Tx) error {
		return tx.Exec(`INSERT INTO media (id, intervention_id, kind, purpose, public, position, state, problem, name, mime, size, sha256, created_at)
			VALUES (?, ?, 'video', 'customer', 1, 0, 'processing', ?, 'a.mp4', 'video/mp4', 1, '', 0)`, store.NewID(), in.ID, problem).Error
	}))
}

func (h *house) pictures() int {
	h.t.Helper()
	mails, err := caughtMails(h.ctx, h.st)
	h.must(err)
	n := 0
	for _, listed := range mails {
		mail, err := caught(h.ctx, h.st, listed.ID)
		h.must(err)
		n += strings.Count(string(mail.Source), "Content-Type: image/jpeg")
	}
	return n
}

func TestAMailWaitsAWhileForItsPicture(t *testing.T) {
	clock, dir := clockwork.NewFakeClockAt(start), t.TempDir()
	h := openHouse(t, dir, clock, Mail{Catch: true, SendPerMinute: 1000}, nil)
	send := func(problem string) *interventions.Intervention {
		in := h.file()
		h.arrived(in, problem)
		h.must(h.mails.Send(h.ctx, h.actor, in.ID, newPress()))
		h.settled()
		return in
	}
	waits := func(in *interventions.Intervention) {
		t.Helper()
		if s := h.sent(in.ID); s.State != "queued" || s.Attempts != 0 {
			t.Fatalf("%+v", s)
		}
	}

	in := send("")
	waits(in)
	h.pass(2 * time.Second)
	h.settled()
	waits(in)
	h.stop() // and nothing is lost with the process
	h = openHouse(t, dir, clock, Mail{Catch: true, SendPerMinute: 1000}, nil)
	h.must(h.st.Write(h.ctx, func(tx *store.Tx) error { return tx.Exec("DELETE FROM media").Error }))
	h.photo(in, media.Video) // it is made by now
	h.pass(2 * time.Second)
	h.settled()
	h.delivered(in.ID)
	if n := h.pictures(); n != 1 {
		t.Fatalf("%d pictures", n)
	}

	late := send("")
	for range 15 {
		waits(late)
		h.pass(2 * time.Second)
		h.settled()
	}
	h.delivered(late.ID)
	h.delivered(send(media.FFmpegMissing).ID)
	if n := h.pictures(); n != 1 {
		t.Errorf("%d pictures", n)
	}
}
