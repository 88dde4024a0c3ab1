package sending

import (
	"strings"
	"testing"

	"github.com/jonboulle/clockwork"

	"fleetbox/app/media"
	"fleetbox/app/store"
)

func TestNoMailInvitesToAVideoThatCannotBeShown(t *testing.T) {
	p := openPost(t, false)
	h := openHouse(t, t.TempDir(), clockwork.NewFakeClockAt(start), p.config(t), p)
	in := h.file()
	h.photo(in, media.Video)
	h.must(h.st.Write(h.ctx, func(tx *store.Tx) error {
		if err := tx.Exec("DELETE FROM media_renditions").Error; err != nil {
			return err
		}
		return tx.Exec("UPDATE media SET state = 'failed'").Error
	}))
	h.must(h.mails.Send(h.ctx, h.actor, in.ID, newPress()))
	h.settled()
	if got := readMail(t, p.taken[0]); strings.Contains(got.text, "gefilmt") || strings.Contains(got.text, "Ansehen und entscheiden") {
		t.Error(got.text)
	}
}
