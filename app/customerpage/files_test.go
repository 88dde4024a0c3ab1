package customerpage

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"gorm.io/gorm"

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
		if strings.Contains(page.body, `rel="preload" as="image"`) {
			t.Errorf("%s: a picture that is not there is fetched ahead", state)
		}
		checkHTML(t, page.body)
	}
}

func TestWhatAPageShowedIsWhatIsAnswered(t *testing.T) {
	h := openHouse(t)
	in := h.file()
	film, photo := h.add(in, media.Video, "film.mp4"), h.add(in, media.Photo, "a.jpg", "work_id = '"+in.Works[0].ID+"'")
	path := h.share(in)
	page := h.get(path)
	form := func() url.Values { return h.filled(page, pick) }
	for name, meddle := range map[string]func(url.Values){
		"claims to have seen no film": func(f url.Values) { f.Set("shown", strings.ReplaceAll(f.Get("shown"), "."+film, "")) },
		"claims to have seen another": func(f url.Values) { f.Set("shown", f.Get("shown")+"."+store.NewID()) },
		"claims one twice":            func(f url.Values) { f.Set("shown", f.Get("shown")+"."+film) },
		"claims nothing":              func(f url.Values) { f.Del("shown") },
	} {
		meddled := form()
		meddle(meddled)
		if got := h.do(http.MethodPost, path+"/answer", meddled); got.code != http.StatusConflict {
			t.Errorf("%s: %d", name, got.code)
		}
	}

	h.must(h.files.Remove(h.ctx, h.actor, film)) // while the customer looks
	got := h.do(http.MethodPost, path+"/answer", form())
	if got.code != http.StatusConflict || strings.Contains(got.body, film) {
		t.Fatal(got.code, got.text())
	}
	page = got
	late := h.add(in, media.Video, "late.mp4") // gets ready while the customer looks again
	if got := h.do(http.MethodPost, path+"/answer", form()); got.code != http.StatusSeeOther {
		t.Fatal(got.code, got.text())
	}
	answer, err := h.box.AnswerOf(h.ctx, in.ID)
	h.must(err)
	if seen := answer.Evidence.V; len(seen.Media) != 0 || !slices.Equal(seen.Works[0].Media, []string{photo}) {
		t.Errorf("%+v, the removed one is %s, the late one %s", seen, film, late)
	}
}

func TestARangeOfAVideoCostsFewQueries(t *testing.T) {
	h := openHouse(t)
	in, other := h.file(), h.file(func(c *interventions.Changes) { c.Reference = ptr("RO-2") })
	film, foreign, internal := h.add(in, media.Video, "film.mp4"), h.add(other, media.Video, "film.mp4"), h.add(in, media.Video, "film.mp4", "purpose = 'internal_message'")
	path := h.share(in)
	queries := 0
	h.must(h.st.Read(h.ctx).Callback().Query().After("gorm:query").Register("count", func(*gorm.DB) { queries++ }))
	h.must(h.st.Read(h.ctx).Callback().Row().After("gorm:row").Register("count", func(*gorm.DB) { queries++ }))
	got := h.do(http.MethodGet, path+"/media/"+film+"/video", nil, "Range", "bytes=1000-1999")
	if got.code != http.StatusPartialContent || len(got.body) != 1000 || queries > 3 {
		t.Errorf("%d, %d bytes, %d queries", got.code, len(got.body), queries)
	}
	for _, id := range []string{foreign, internal, "nothing"} {
		got := h.do(http.MethodGet, path+"/media/"+id+"/video", nil)
		if got.code != http.StatusNotFound || got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%d %v", got.code, got.header)
		}
	}
}
