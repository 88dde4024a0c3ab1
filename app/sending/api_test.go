package sending_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"fleetbox/app/interventions"
	"fleetbox/app/media"
	"fleetbox/app/messages"
	"fleetbox/app/sending"
	"fleetbox/app/store"
	"fleetbox/app/web"
	"fleetbox/app/web/webtest"
	"fleetbox/embed"
)

func start(t testing.TB) *webtest.Box {
	return webtest.Start(t, func(b *webtest.Box) {
		files, err := media.New(media.Options{Store: b.Store, Secret: make([]byte, 32)})
		if err != nil {
			t.Fatal(err)
		}
		box := interventions.New(interventions.Options{Store: b.Store, Media: files, Dealership: b.System, Messages: messages.New(b.Texts, b.System), Links: interventions.LinkOptions{
			Secret: make([]byte, 32), PublicURL: func() string { return "https://box.test" }, ValidFor: 30 * 24 * time.Hour,
		}})
		files.SetGuard(box)
		mails := sending.New(sending.Options{
			Store: b.Store, Interventions: box, Media: files, Dealership: b.System, Texts: b.Texts, Pages: embed.Pages(), Mail: sending.Mail{Catch: true},
		})
		box.SetSendings(mails)
		box.Register(b.Server)
		mails.Register(b.Server)
	})
}

type object map[string]any

// file makes an intervention that can be sent and returns its address.
func file(b *webtest.Box, reference string) string {
	var made struct{ ID string }
	b.As(web.BackOffice).Good(http.MethodPost, "/api/interventions", object{
		"mode": "after_sales", "module": "mechanics", "brand": "velora", "reference": reference,
		"customer": object{"title": "ms", "last_name": "Krüger", "email": "jana@kunden.test"},
	}, &made)
	return "/api/interventions/" + made.ID
}

// What scripts outside the house send: no press, no version, no body where none is needed.
func TestWhatScriptsLeaveOut(t *testing.T) {
	b := start(t)
	office := b.As(web.BackOffice)
	for path, body := range map[string]any{"/send": object{"channels": []string{"email"}}, "/share": nil, "/close": nil} {
		if answer := office.Do(http.MethodPost, file(b, "RO-1")+path, body); answer.Status != http.StatusOK {
			t.Errorf("%s: %d %s", path, answer.Status, answer.Body)
		}
	}
	at := file(b, "RO-2")
	for i, status := range []int{http.StatusOK, http.StatusConflict} { // each is a press of its own
		if answer := office.Do(http.MethodPost, at+"/send", object{"channels": []string{"email"}}); answer.Status != status {
			t.Errorf("press %d: %d %s", i+1, answer.Status, answer.Body)
		}
	}
}

func TestWhoSawAnotherVersionIsShownTheFileAsItIs(t *testing.T) {
	for path, body := range map[string]object{"/send": {"channels": []string{"email"}}, "/share": {}, "/close": {}} {
		t.Run(path, func(t *testing.T) {
			b := start(t)
			office, at := b.As(web.BackOffice), file(b, "RO-1")
			office.Good(http.MethodPatch, at, object{"version": 1, "message": "Dearer now"}, nil)
			body["version"] = 1
			answer := office.Do(http.MethodPost, at+path, body)
			var current struct {
				Version int
				Message string
				Status  string
			}
			p := answer.Problem()
			now, err := json.Marshal(p.Current)
			if err != nil || json.Unmarshal(now, &current) != nil {
				t.Fatal(err, string(answer.Body))
			}
			if answer.Status != http.StatusConflict || p.Code != "changed_meanwhile" || current.Version != 2 || current.Message != "Dearer now" || current.Status != "pending" {
				t.Fatalf("%d %s", answer.Status, answer.Body)
			}
			body["version"] = 2
			if answer := office.Do(http.MethodPost, at+path, body); answer.Status != http.StatusOK {
				t.Errorf("%d %s", answer.Status, answer.Body)
			}
			body["version"] = 0
			if answer := office.Do(http.MethodPost, at+path, body); answer.Status != http.StatusUnprocessableEntity {
				t.Errorf("version 0: %d %s", answer.Status, answer.Body)
			}
		})
	}
}

func TestAPressHeardBeforeIsNotAskedForItsVersion(t *testing.T) {
	b := start(t)
	office, at := b.As(web.BackOffice), file(b, "RO-1")
	press := object{"channels": []string{"email"}, "version": 1, "press_id": store.NewID()}
	for range 2 { // the first made it version 2, and its answer may have been lost
		office.Good(http.MethodPost, at+"/send", press, nil)
	}
	for range 2 { // a link is handed out again
		office.Good(http.MethodPost, at+"/share", object{"version": 1}, nil)
	}
}

func TestListsAreWrittenInEitherForm(t *testing.T) {
	b := start(t)
	office := b.As(web.BackOffice)
	file(b, "RO-pending")
	office.Good(http.MethodPost, file(b, "RO-sent")+"/share", nil, nil)
	office.Good(http.MethodPost, file(b, "RO-closed")+"/close", nil, nil)
	for query, want := range map[string]string{
		"status=sent,closed":                       "RO-closed RO-sent",
		"status=sent&status=closed":                "RO-closed RO-sent",
		"status=sent&status=closed,pending":        "RO-closed RO-sent RO-pending",
		"status=sent":                              "RO-sent",
		"status=&module=bodywork&module=mechanics": "RO-sent RO-pending",
	} {
		var list struct{ Interventions []struct{ Reference string } }
		office.Get("/api/interventions?"+query, &list)
		got := []string{}
		for _, row := range list.Interventions {
			got = append(got, row.Reference)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", query, got, want)
		}
	}
	if answer := office.Do(http.MethodGet, "/api/interventions?status=sent&status=lost", nil); answer.Status != http.StatusUnprocessableEntity {
		t.Errorf("%d %s", answer.Status, answer.Body)
	}
}
