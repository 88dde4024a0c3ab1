package checklists

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"

	"fleetbox/app/web"
)

// ask makes a request as actor, who reads German, and returns status and body.
func ask(t *testing.T, actor web.Actor, path string) (int, []byte) {
	t.Helper()
	catalogue := texts(t)
	srv := web.New(web.Options{Texts: catalogue, Version: "test"})
	srv.Authenticate(func(*http.Request) (web.Actor, error) { return actor, nil })
	New(builtIn(t), catalogue).Register(srv)
	request := httptest.NewRequest(http.MethodGet, path, nil)
	request.Header.Set("Accept-Language", "de")
	answer := httptest.NewRecorder()
	srv.Handler().ServeHTTP(answer, request)
	return answer.Code, answer.Body.Bytes()
}

func TestWhoMayReadChecklists(t *testing.T) {
	user := func(role web.Role) web.Actor {
		return web.Actor{Kind: web.ByUser, ID: "u", Roles: []web.Role{role}}
	}
	cases := []struct {
		who    string
		actor  web.Actor
		status int
	}{
		{"nobody", web.Actor{}, 401},
		{"a technician at a desk", user(web.Technician), 403},
		{"an auditor", user(web.Auditor), 403},
		{"an audit manager", user(web.AuditManager), 403},
		{"the back office", user(web.BackOffice), 200},
		{"a manager", user(web.DealerManager), 200},
		{"a phone", web.Actor{Kind: web.ByDevice, ID: "d", On: web.AllModes()}, 200},
	}
	for _, c := range cases {
		if status, _ := ask(t, c.actor, "/api/checklists"); status != c.status {
			t.Errorf("%s: %d, wanted %d", c.who, status, c.status)
		}
	}
}

func TestListChecklists(t *testing.T) {
	phone := web.Actor{Kind: web.ByDevice, ID: "d", On: web.AllModes()}
	cases := []struct {
		query string
		lists []string
		first string // label of the very first line
	}{
		{"", []string{"bodywork", "mechanics"}, "Stoßfänger vorn"},
		{"?module=mechanics", []string{"mechanics"}, "Bremsbeläge vorn"},
		{"?module=mechanics&brand=velora&language=fr", []string{"mechanics"}, "Plaquettes de frein avant"},
		{"?module=mechanics&language=en-GB", []string{"mechanics"}, "Front brake pads"},
		{"?module=bodywork&language=xx", []string{"bodywork"}, "Stoßfänger vorn"},
		{"?module=warranty", []string{}, ""},
	}
	for _, c := range cases {
		t.Run(c.query, func(t *testing.T) {
			status, body := ask(t, phone, "/api/checklists"+c.query)
			var answer struct {
				Checklists []checklist
				Measures   []Measure
			}
			if err := json.Unmarshal(body, &answer); status != 200 || err != nil || answer.Checklists == nil || !reflect.DeepEqual(answer.Measures, Measures()) {
				t.Fatalf("%d %v %s", status, err, body)
			}
			ids := []string{}
			for _, list := range answer.Checklists {
				ids = append(ids, list.ID)
			}
			if !slices.Equal(ids, c.lists) {
				t.Fatalf("lists %v, wanted %v", ids, c.lists)
			}
			if len(ids) > 0 && answer.Checklists[0].Categories[0].Lines[0].Label != c.first {
				t.Errorf("first line %+v, wanted %q", answer.Checklists[0].Categories[0].Lines[0], c.first)
			}
		})
	}
	for _, query := range []string{"?module=engine", "?module=Mechanics", "?language=" + strings.Repeat("a", 36)} {
		if status, body := ask(t, phone, "/api/checklists"+query); status != 422 {
			t.Errorf("%s: %d %s", query, status, body)
		}
	}
}

func TestShapeOfAChecklist(t *testing.T) {
	list := Checklist{ID: "mechanics", Module: "mechanics", Version: 3, Categories: []Category{{Key: "brakes", Lines: []Line{{Key: "fluid", Measure: BrakeFluidWater}}}}}
	data, err := json.Marshal(localise(list, texts(t), "fr"))
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"id":"mechanics","module":"mechanics","version":3,"name":"Contrôle mécanique","categories":[` +
		`{"id":"mechanics.brakes","name":"Freinage","lines":[` +
		`{"id":"mechanics.brakes.fluid","label":"Liquide de frein","unit_price":null,"default_urgency":null,"measure":"brake_fluid_water"}]}]}`
	if string(data) != want {
		t.Errorf("got  %s\nwant %s", data, want)
	}
	if !reflect.DeepEqual(list.Categories[0].Lines, []Line{{Key: "fluid", Measure: BrakeFluidWater}}) {
		t.Error("localising changed the list")
	}
}
