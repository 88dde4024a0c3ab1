package customerpage

import (
	"strings"
	"testing"

	"fleetbox/app/interventions"
	"fleetbox/app/media"
	"fleetbox/app/store"
)

// raw takes the forms away that were made of a file, and leaves it in a state.
func (h *house) raw(id string, state media.State) {
	h.t.Helper()
	h.must(h.st.Write(h.ctx, func(tx *store.Tx) error {
		if err := tx.Exec("DELETE FROM media_renditions WHERE media_id = ?", id).Error; err != nil {
			return err
		}
		return tx.Exec("UPDATE media SET state = ? WHERE id = ?", state, id).Error
	}))
}

func TestAVideoIsWaitedForOnlyWhileItIsBeingPrepared(t *testing.T) {
	h := openHouse(t)
	in := h.file(func(c *interventions.Changes) { c.Message = ptr("") })
	film := h.add(in, media.Video, "film.mp4")
	path := h.share(in)
	for state, waits := range map[media.State]bool{media.Processing: true, media.Failed: false} {
		h.raw(film, state)
		page := h.get(path)
		if strings.Contains(page.body, `class="wait"`) != waits {
			t.Errorf("%s: waits %t\n%s", state, !waits, page.text())
		}
		checkHTML(t, page.body)
	}
}
