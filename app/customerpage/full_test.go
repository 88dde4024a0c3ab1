package customerpage

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"fleetbox/app/interventions"
	"fleetbox/app/store"
	"fleetbox/app/web"
)

// mostPages is how large a database may become when nothing limits it.
const mostPages = "4294967294"

// fill leaves the database no room for one more line of history, as a full disk does. free gives the room back.
func (h *house) fill(in *interventions.Intervention) (free func()) {
	h.t.Helper()
	limit := func(pages string) {
		h.must(h.st.Write(h.ctx, func(tx *store.Tx) error { return tx.Exec("PRAGMA max_page_count = " + pages).Error }))
	}
	limit("1") // no more than there are
	for {
		err := h.st.Write(h.ctx, func(tx *store.Tx) error { return h.box.Record(tx, in.ID, "edited", web.Actor{Kind: web.BySystem}, nil) })
		if store.DiskFull(err) {
			return func() { limit(mostPages) }
		}
		h.must(err)
	}
}

func (h *house) answers() (n int64) {
	h.t.Helper()
	h.must(h.st.Read(h.ctx).Raw("SELECT count(*) FROM answers").Scan(&n).Error)
	return n
}

func TestAnAnswerForWhichTheDiskHasNoRoomIsAskedForAgain(t *testing.T) {
	h := openHouse(t)
	in := h.file()
	path := h.share(in)
	form := h.filled(h.get(path), pick)
	form.Set("comment", "Bitte bis Freitag")
	form.Set("wants_call", "1")
	free := h.fill(in)
	for lang, want := range map[string]string{
		"de": "Wir konnten Ihre Antwort nicht speichern Ihre Antwort ist nicht angekommen. Bitte versuchen Sie es in einigen Minuten noch einmal",
		"fr": "Votre réponse n’a pas pu être enregistrée Votre réponse ne nous est pas parvenue. Réessayez dans quelques minutes",
		"en": "We could not keep your answer Your answer did not arrive. Please try again in a few minutes, or call us.",
	} {
		got := h.do(http.MethodPost, path+"/answer?lang="+lang, form)
		if got.code != http.StatusServiceUnavailable || !strings.Contains(got.text(), want) {
			t.Errorf("%s: %d %s", lang, got.code, got.text())
		}
		for _, typed := range []string{
			"Bitte bis Freitag</textarea>", `value="Jana Krüger"`, `name="wants_call" value="1" checked`, `data-vat="3591" checked`, `value="refused" checked`,
		} {
			if !strings.Contains(got.body, typed) {
				t.Errorf("%s: %s is lost", lang, typed)
			}
		}
		checkHTML(t, got.body)
	}
	if h.answers() != 0 || h.status(in) != interventions.Sent {
		t.Errorf("%d answers, %s", h.answers(), h.status(in))
	}
	free()
	if got := h.do(http.MethodPost, path+"/answer", form); got.code != http.StatusSeeOther || h.answers() != 1 || h.status(in) != interventions.Answered {
		t.Errorf("with room again: %d, %d answers, %s", got.code, h.answers(), h.status(in))
	}
}

func TestAWishForACallForWhichTheDiskHasNoRoomIsAskedForAgain(t *testing.T) {
	h := openHouse(t)
	in := h.file()
	path := h.share(in)
	free := h.fill(in)
	for lang, want := range map[string]string{
		"de": "Wir konnten Ihren Wunsch nicht speichern Wir wissen noch nicht, dass wir Sie anrufen sollen. Bitte versuchen Sie es in einigen Minuten noch einmal",
		"fr": "Votre demande n’a pas pu être enregistrée Nous ne savons pas encore que vous souhaitez être rappelé. Réessayez dans quelques minutes",
		"en": "We could not note your wish We do not know yet that you would like a call. Please try again in a few minutes, or call us.",
	} {
		got := h.do(http.MethodPost, path+"/call?lang="+lang, url.Values{})
		if got.code != http.StatusServiceUnavailable || !strings.Contains(got.text(), want) || !strings.Contains(got.body, path+"/call") {
			t.Errorf("%s: %d %s", lang, got.code, got.text())
		}
		checkHTML(t, got.body)
	}
	now, err := h.box.Get(h.ctx, in.ID)
	h.must(err)
	if now.WantsCall || now.Status != interventions.Sent {
		t.Errorf("%+v", now)
	}
	free()
	got := h.do(http.MethodPost, path+"/call", url.Values{})
	now, err = h.box.Get(h.ctx, in.ID)
	h.must(err)
	if got.code != http.StatusSeeOther || !now.WantsCall {
		t.Errorf("with room again: %d %+v", got.code, now)
	}
}
