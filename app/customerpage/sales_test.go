package customerpage

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"fleetbox/app/interventions"
	"fleetbox/app/media"
	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/web"
)

// offer makes a direct message to one prospect.
func (h *house) offer(module interventions.Module, more ...func(*interventions.Changes)) *interventions.Intervention {
	h.t.Helper()
	c := interventions.Changes{
		Module: &module, Brand: ptr("nordvik"), Reference: ptr("GW-77"), Message: ptr("Der Wagen, von dem wir sprachen."),
		Vehicle: &interventions.VehicleChanges{
			Plate: ptr("B-FX 1234"), Make: ptr("Nordvik"), Model: ptr("Fjell"),
			Mileage:           web.Nullable[int64]{Sent: true, Value: ptr(int64(34_500))},
			FirstRegistration: web.Nullable[string]{Sent: true, Value: ptr("2023-06-14")},
		},
	}
	if module.HasCustomer() {
		c.Customer = &interventions.CustomerChanges{
			Title: ptr("ms"), FirstName: ptr("Jana"), LastName: ptr("Krüger"), Email: ptr("jana@kunden.test"), Language: ptr("de"),
		}
	}
	for _, change := range more {
		change(&c)
	}
	in, err := h.box.Create(h.ctx, h.actor, interventions.Draft{ID: store.NewID(), Mode: web.Sales, Changes: c})
	h.must(err)
	return in
}

func TestASalesMessageAsksForAReplyAndNothingElse(t *testing.T) {
	h := openHouse(t)
	in := h.offer(interventions.DirectMessage, func(c *interventions.Changes) {
		c.AnswerBy = web.Nullable[time.Time]{Sent: true, Value: ptr(start.Add(6 * time.Hour))}
	})
	h.add(in, media.Photo, "a.jpg")
	path := h.share(in)
	for lang, wants := range map[string][]string{
		"de": {"Erstzulassung Juni 2023 34.500 km Referenz GW-77", "Bitte antworten Sie heute bis 16:00 Uhr", "Ich habe Interesse Bitte rufen Sie mich an Ich habe eine Frage", "Antwort senden"},
		"fr": {"Mise en circulation : juin 2023", "Référence GW-77", "Je suis intéressé(e) Appelez-moi J’ai une question", "Envoyer ma réponse"},
		"en": {"First registered in June 2023 34,500 km Reference GW-77", "I am interested Please call me I have a question", "Send my reply"},
	} {
		page := h.get(path + "?lang=" + lang)
		for _, want := range append(wants, "Nordvik Fjell · Autohaus Berg", "Der Wagen, von dem wir sprachen.") {
			if !strings.Contains(strings.ReplaceAll(page.text(), "\u202f", " "), want) {
				t.Errorf("%s: %q is missing in %s", lang, want, page.text())
			}
		}
		for _, alien := range []string{"<h1>Ihr ", "<h1>Your ", "<h1>Votre ", "B-FX 1234", "Ihr Fahrzeug", "your car", "votre véhicule", `name="signature"`, path + "/call", "fertig"} {
			if strings.Contains(page.body, alien) {
				t.Errorf("%s: a sales message says %s", lang, alien)
			}
		}
		checkHTML(t, page.body)
	}
	nameless := h.offer(interventions.DirectMessage, func(c *interventions.Changes) { c.Vehicle = nil })
	if page := h.get(h.share(nameless)); !strings.Contains(page.body, "<h1>Nachricht von Autohaus Berg</h1>") || !strings.Contains(page.body, "<title>Nachricht von Autohaus Berg</title>") {
		t.Error(page.text())
	}
}

func TestAReplyIsTakenOnceAndShown(t *testing.T) {
	for value, c := range map[string]struct {
		comment, told string
		call          bool
	}{
		"interested": {"", "Wir freuen uns über Ihr Interesse", false},
		"call_me":    {"Ab 17 Uhr", "Wir rufen Sie an.", true},
		"question":   {"Hat er eine Anhängerkupplung?", "Wir beantworten Ihre Frage", false},
	} {
		t.Run(value, func(t *testing.T) {
			h := openHouse(t)
			in := h.offer(interventions.DirectMessage)
			path := h.share(in)
			form := h.filled(h.get(path), pick)
			form.Del("signature")
			form.Set("reply", value)
			form.Set("comment", c.comment)
			if sent := h.do(http.MethodPost, path+"/answer", form); sent.code != http.StatusSeeOther || sent.header.Get("Location") != path {
				t.Fatal(sent.code, sent.text())
			}
			answer, err := h.box.AnswerOf(h.ctx, in.ID)
			h.must(err)
			now, err := h.box.Get(h.ctx, in.ID)
			h.must(err)
			if now.Status != interventions.Answered || string(answer.Reply) != value || answer.Comment != c.comment || answer.Signature != "" || now.WantsCall != c.call {
				t.Fatalf("%+v %+v", now, answer)
			}
			page := h.get(path)
			if !strings.Contains(page.text(), c.told) || !strings.Contains(page.text(), c.comment) || strings.Contains(page.body, `type="radio"`) {
				t.Error(page.text())
			}
			checkHTML(t, page.body)
			form.Set("reply", "interested")
			if again := h.do(http.MethodPost, path+"/answer", form); again.header.Get("Location") != path+"?again=1" {
				t.Error(again.code, again.header)
			}
			if after, err := h.box.AnswerOf(h.ctx, in.ID); err != nil || after.Reply != answer.Reply {
				t.Error(after, err)
			}
		})
	}
}

func TestWhatAReplyMissesIsAskedFor(t *testing.T) {
	h := openHouse(t)
	in := h.offer(interventions.DirectMessage)
	path := h.share(in)
	page := h.get(path)
	for name, c := range map[string]struct {
		form url.Values
		want string
	}{
		"no reply":        {url.Values{"comment": {"Schöner Wagen"}}, "Bitte wählen Sie Ihre Antwort."},
		"nonsense":        {url.Values{"reply": {"buy"}, "comment": {"Schöner Wagen"}}, "Bitte wählen Sie Ihre Antwort."},
		"empty question":  {url.Values{"reply": {"question"}, "comment": {" \n "}}, "Bitte schreiben Sie Ihre Frage."},
		"endless comment": {url.Values{"reply": {"call_me"}, "comment": {strings.Repeat("ä", 4001)}}, "Bitte kürzen Sie"},
	} {
		c.form.Set("shown", h.filled(page, pick).Get("shown"))
		got := h.do(http.MethodPost, path+"/answer", c.form)
		if got.code != http.StatusUnprocessableEntity || !strings.Contains(got.text(), c.want) {
			t.Errorf("%s: %d %s", name, got.code, got.text())
		}
		if reply := c.form.Get("reply"); (reply == "question" || reply == "call_me") && !strings.Contains(got.body, `value="`+reply+`" required checked`) {
			t.Errorf("%s: the choice is lost", name)
		}
		if c.form.Get("comment") == "Schöner Wagen" && !strings.Contains(got.body, "Schöner Wagen</textarea>") {
			t.Errorf("%s: the comment is lost", name)
		}
		checkHTML(t, got.body)
	}
	if h.answers() != 0 || h.status(in) != interventions.Sent {
		t.Error(h.answers(), h.status(in))
	}
}

// The content may have been another one when the page looked, and the right one again when the answer was taken.
func TestWhatTheAnswerItselfFindsMissingIsAskedForToo(t *testing.T) {
	h := openHouse(t)
	in := h.offer(interventions.DirectMessage)
	path := h.share(in)
	for code, want := range map[string]string{"reply_missing": "Bitte wählen Sie Ihre Antwort.", "question_missing": "Bitte schreiben Sie Ihre Frage."} {
		request := httptest.NewRequest(http.MethodPost, path+"/answer", nil)
		request.SetPathValue("token", strings.TrimPrefix(path, "/c/"))
		answer := httptest.NewRecorder()
		from, ok := h.page.open(answer, request)
		if !ok {
			t.Fatal(answer.Body)
		}
		h.page.settle(answer, request, from, problem.New(problem.Unfit, code))
		if answer.Code != http.StatusUnprocessableEntity || !strings.Contains(answer.Body.String(), want) {
			t.Errorf("%s: %d %s", code, answer.Code, answer.Body)
		}
	}
}

func TestTheOfficeSeesSalesPagesBeforeSending(t *testing.T) {
	h := openHouse(t)
	for _, module := range []interventions.Module{interventions.UCStock, interventions.DirectMessage} {
		in := h.offer(module)
		v, err := h.page.preview(h.ctx, h.actor, in.ID, "")
		h.must(err)
		if !v.Sales || !v.CanAnswer || v.Car != "Nordvik Fjell" || len(v.Replies) != 3 || v.Plate != "" {
			t.Errorf("%s: %+v", module, v)
		}
	}
}
