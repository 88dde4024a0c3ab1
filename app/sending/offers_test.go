package sending

import (
	"path"
	"strings"
	"testing"

	"github.com/jonboulle/clockwork"

	"fleetbox/app/interventions"
	"fleetbox/app/media"
	"fleetbox/app/store"
	"fleetbox/app/web"
)

// offer makes a direct message to a prospect who speaks a language.
func (h *house) offer(lang string, vehicle *interventions.VehicleChanges) *interventions.Intervention {
	h.t.Helper()
	in, err := h.box.Create(h.ctx, h.actor, interventions.Draft{ID: store.NewID(), Mode: web.Sales, Changes: interventions.Changes{
		Module: ptr(interventions.DirectMessage), Brand: ptr("nordvik"), Reference: ptr("GW-77"), Vehicle: vehicle,
		Customer: &interventions.CustomerChanges{
			Title: ptr("ms"), FirstName: ptr("Jana"), LastName: ptr("Krüger"), Email: ptr("jana@kunden.test"), Language: &lang,
		},
	}})
	h.must(err)
	return in
}

func TestASalesMessageAndItsReplyAreMailedInWordsOfTheirOwn(t *testing.T) {
	p := openPost(t, false)
	h := openHouse(t, t.TempDir(), clockwork.NewFakeClockAt(start), p.config(t), p)
	fjell := &interventions.VehicleChanges{Plate: ptr("B-FX 1234"), Make: ptr("Nordvik"), Model: ptr("Fjell")}
	for _, c := range []struct {
		lang              string
		vehicle           *interventions.VehicleChanges
		kind              media.Kind
		subject, replied  string
		invites, confirms []string
	}{
		{
			"de", fjell, media.Video, "Nordvik Fjell: Sehen Sie selbst", "Nordvik Fjell: Ihre Antwort",
			[]string{"Wir haben ein Video für Sie gemacht.", "Ansehen und antworten", "Referenz", "etwas für Sie vorbereitet hat"},
			[]string{"geantwortet: „Ich habe eine Frage“", "Mit Anhängerkupplung?", "Wir beantworten Ihre Frage", "Ihre Antwort ansehen"},
		},
		{
			"en", fjell, media.Photo, "Nordvik Fjell: have a look", "Nordvik Fjell: your reply",
			[]string{"We have put together some pictures for you.", "Look and reply", "has prepared something for you"},
			[]string{"you replied: “I have a question”", "Mit Anhängerkupplung?", "We will answer your question", "See your reply"},
		},
		{
			"fr", nil, "", "Un mot de la concession Autohaus Berg", "Un mot de la concession Autohaus Berg : votre réponse",
			[]string{"Nous avons quelque chose pour vous.", "Voir et répondre"},
			[]string{"« J’ai une question »", "Nous répondrons à votre question"},
		},
	} {
		in := h.offer(c.lang, c.vehicle)
		if c.kind != "" {
			h.photo(in, c.kind)
		}
		h.must(h.mails.Send(h.ctx, h.actor, in.ID, newPress()))
		h.settled()
		link, err := h.box.Link(h.ctx, h.link(in.ID))
		h.must(err)
		in, err = h.box.Get(h.ctx, in.ID)
		h.must(err)
		files, err := h.mails.Media.Of(h.ctx, in.ID)
		h.must(err)
		_, err = h.box.Answer(h.ctx, path.Base(h.box.LinkURL(link)), interventions.AnswerInput{
			Reply: interventions.Question, Comment: "Mit Anhängerkupplung?", Shown: h.box.Shown(in, files),
		})
		h.must(err)
		h.settled()
		mails := p.taken[len(p.taken)-2:]
		for i, want := range [][]string{c.invites, c.confirms} {
			got := readMail(t, mails[i])
			if subject := []string{c.subject, c.replied}[i]; got.header["Subject"] != subject {
				t.Errorf("%s: %q, want %q", c.lang, got.header["Subject"], subject)
			}
			for _, part := range []string{got.text, got.html} {
				for _, words := range want {
					if !strings.Contains(part, words) {
						t.Errorf("%s: %q is missing in\n%s", c.lang, words, part)
					}
				}
				for _, alien := range []string{"B-FX 1234", "Ihr Nordvik", "Your Nordvik", "Ihr Fahrzeug", "your car", "votre véhicule", "Unterschrieben", "Signed"} {
					if strings.Contains(part, alien) {
						t.Errorf("%s: a sales mail says %q\n%s", c.lang, alien, part)
					}
				}
			}
		}
	}
}
