package system_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"fleetbox/app/store"
	"fleetbox/app/system"
	"fleetbox/app/web"
	"fleetbox/app/web/webtest"
)

func as(role web.Role) func(*webtest.Box) *webtest.Client {
	return func(b *webtest.Box) *webtest.Client { return b.As(role) }
}

func phone(b *webtest.Box) *webtest.Client { return b.Phone("bay-1") }

func start(t testing.TB) *webtest.Box { return webtest.Start(t) }

// form is what the office sends: the dealership as it got it, with changes.
func form(changes map[string]any) map[string]any {
	out := map[string]any{
		"name": "Autohaus Test", "address": "Ring 1", "phone": "+49 30 1234567", "email": "info@example.com",
		"website": "https://example.com", "country": "DE", "language": "de", "time_zone": "Europe/Berlin", "currency": "EUR",
		"vat_rates": []int{1900, 700}, "version": 1,
		"brands": []map[string]any{{"id": "velora", "name": "Velora", "color": "#1C5D99"}, {"id": "kestrel", "name": "Kestrel", "color": "#b3261e"}},
		"limits": map[string]any{"photos": 50, "video_seconds": 300, "video_total_seconds": 600},
	}
	for name, value := range changes {
		out[name] = value
	}
	return out
}

func TestGetDealership(t *testing.T) {
	webtest.Run(t, start, []webtest.Scenario{
		{Name: "nobody", Method: http.MethodGet, Path: "/api/dealership", Status: 401, Code: "signed_out"},
		{
			Name: "everybody who signs in", As: as(web.AuditManager), Method: http.MethodGet, Path: "/api/dealership", Status: 200,
			Has: []string{`"name":"Autohaus Test"`, `"vat_rates":[1900,700]`, `"id":"velora"`, `"retired_brands":[]`, `"version":1`},
		},
		{Name: "a phone", As: phone, Method: http.MethodGet, Path: "/api/dealership", Status: 200},
	})
}

func TestChangeDealership(t *testing.T) {
	const method, path = http.MethodPut, "/api/dealership"
	manager := as(web.DealerManager)
	webtest.Run(t, start, []webtest.Scenario{
		{Name: "nobody", Method: method, Path: path, Body: form(nil), Status: 401, Code: "signed_out"},
		{Name: "back office", As: as(web.BackOffice), Method: method, Path: path, Body: form(nil), Status: 403, Code: "forbidden"},
		{Name: "a phone", As: phone, Method: method, Path: path, Body: form(nil), Status: 403, Code: "forbidden"},
		{
			Name: "everything wrong at once", As: manager, Method: method, Path: path, Status: 422, Code: "invalid_input",
			Body: form(map[string]any{
				"name": " ", "phone": "call me", "email": "info", "website": "ftp://x", "country": "XX", "language": "tlh",
				"time_zone": "Mars/Base", "currency": "JPY", "vat_rates": []int{1900, 1900}, "brands": []any{},
				"limits": map[string]any{"photos": 0, "video_seconds": 5, "video_total_seconds": 9000},
			}),
			Fields: []string{
				"name required", "phone phone", "email email", "website website", "country country", "language language",
				"time_zone time_zone", "currency currency", "vat_rates vat_rates", "brands required",
				"limits.photos range", "limits.video_seconds range", "limits.video_total_seconds range",
			},
		},
		{
			Name: "brands that do not fit", As: manager, Method: method, Path: path, Status: 422, Code: "invalid_input",
			Body: form(map[string]any{"brands": []map[string]any{
				{"name": "Velora", "color": "#fff"}, {"name": " velora ", "color": "#ffffff"}, {"name": "", "color": "#ffffff"},
			}}),
			Fields: []string{"brands[0].color color", "brands[1].name twice", "brands[2].name required"},
		},
		{
			Name: "a member that nobody knows", As: manager, Method: method, Path: path, Status: 422, Code: "invalid_input",
			Body: form(map[string]any{"nmae": "x"}), Fields: []string{"nmae format"},
		},
		{
			Name: "somebody was faster", As: manager, Method: method, Path: path, Body: form(map[string]any{"version": 0}),
			Status: 409, Code: "changed_meanwhile", Has: []string{`"current":{"name":"Autohaus Test"`},
		},
		{
			Name: "a new brand and one gone", As: manager, Method: method, Path: path, Status: 200,
			Body: form(map[string]any{"name": " Haus ", "brands": []map[string]any{
				{"name": "Škoda & Söhne", "color": "#00ff00"}, {"id": "velora", "name": "Velora Cars", "color": "#1c5d99"},
			}}),
			Has: []string{
				`"name":"Haus"`, `"version":2`, `"retired_brands":[]`,
				`"brands":[{"id":"skoda-sohne","name":"Škoda & Söhne","color":"#00ff00"},{"id":"velora","name":"Velora Cars","color":"#1c5d99"}]`,
			},
			After: func(b *webtest.Box, _ webtest.Answer) {
				var got system.Dealership
				phone(b).Get("/api/dealership", &got)
				if got.Name != "Haus" || got.Version != 2 {
					b.T.Errorf("a phone still sees %q, version %d", got.Name, got.Version)
				}
			},
		},
		{
			Name: "nothing changed", As: manager, Method: method, Path: path, Status: 200, Has: []string{`"version":2`},
			Before: func(b *webtest.Box) { b.As(web.DealerManager).Good(method, path, form(nil), nil) },
			Body:   form(map[string]any{"version": 2}),
			After: func(b *webtest.Box, _ webtest.Answer) {
				answer := b.As(web.DealerManager).Do(http.MethodGet, "/api/changes?subject=dealership&limit=200", nil)
				var got struct{ Changes []system.Change }
				decode(b.T, answer, &got)
				if len(got.Changes) != 2 || got.Changes[0].Action != "changed" || got.Changes[1].Action != "created" {
					b.T.Errorf("%+v", got.Changes)
				}
			},
		},
	})
}

// What an older screen does not name stays as it is, and where nobody can tell how it is, nothing is changed.
func TestDirectSendingIsNotTurnedOffByAFailure(t *testing.T) {
	const path = "/api/dealership"
	b := start(t)
	manager := b.As(web.DealerManager)
	manager.Good(http.MethodPut, path, form(map[string]any{"direct_sending": true}), nil)
	var kept system.Dealership
	manager.Good(http.MethodPut, path, form(map[string]any{"name": "Haus", "version": 2}), &kept)
	if !kept.DirectSending {
		t.Error("what was not named was turned off")
	}
	service := system.New(b.Store, b.Texts)
	server := web.New(web.Options{Store: b.Store, Texts: b.Texts})
	server.Authenticate(func(*http.Request) (web.Actor, error) {
		return web.Actor{Kind: web.ByUser, ID: "m", Roles: []web.Role{web.DealerManager}}, nil
	})
	service.Register(server)
	readers, err := b.Store.Read(context.Background()).DB()
	if err != nil {
		t.Fatal(err)
	}
	if err := readers.Close(); err != nil {
		t.Fatal(err)
	}
	body, err := json.Marshal(form(map[string]any{"name": "Hof", "version": 3}))
	if err != nil {
		t.Fatal(err)
	}
	answer := httptest.NewRecorder()
	request := httptest.NewRequest(http.MethodPut, path, bytes.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	server.Handler().ServeHTTP(answer, request)
	var direct bool
	if err := b.Store.Write(context.Background(), func(tx *store.Tx) error {
		return tx.Raw("SELECT direct_sending FROM dealership").Scan(&direct).Error
	}); err != nil {
		t.Fatal(err)
	}
	if answer.Code != http.StatusInternalServerError || !direct {
		t.Errorf("%d %s, direct sending %t", answer.Code, answer.Body, direct)
	}
}

func decode(t testing.TB, answer webtest.Answer, out any) {
	t.Helper()
	if err := json.Unmarshal(answer.Body, out); answer.Status != 200 || err != nil {
		t.Fatalf("%d %v %s", answer.Status, err, answer.Body)
	}
}

func TestABrandThatAnInterventionNamesIsRetired(t *testing.T) {
	b := start(t)
	err := b.Store.Write(context.Background(), func(tx *store.Tx) error {
		return tx.Exec(`INSERT INTO interventions (id, mode, module, brand, reference, status, currency, created_at, updated_at)
			VALUES ('i', 'after_sales', 'mechanics', 'kestrel', 'R1', 'pending', 'EUR', 0, 0)`).Error
	})
	if err != nil {
		t.Fatal(err)
	}
	manager := b.As(web.DealerManager)
	var got system.Dealership
	velora := []map[string]any{{"id": "velora", "name": "Velora", "color": "#1c5d99"}}
	manager.Good(http.MethodPut, "/api/dealership", form(map[string]any{"brands": velora}), &got)
	if len(got.Brands) != 1 || len(got.RetiredBrands) != 1 || got.RetiredBrands[0].ID != "kestrel" {
		t.Fatalf("%+v", got)
	}
	if _, known := got.Brand("kestrel"); !known {
		t.Error("the retired brand is forgotten")
	}
	back := append(velora, map[string]any{"name": "KESTREL", "color": "#b3261e"})
	manager.Good(http.MethodPut, "/api/dealership", form(map[string]any{"brands": back, "version": 2}), &got)
	if len(got.Brands) != 2 || len(got.RetiredBrands) != 0 || got.Brands[1] != (system.Brand{ID: "kestrel", Name: "KESTREL", Color: "#b3261e"}) {
		t.Errorf("it did not come back as itself: %+v", got)
	}
}

func TestTwoManagersAtOnce(t *testing.T) {
	b := start(t)
	manager := b.As(web.DealerManager)
	statuses := make(chan int, 2)
	for _, name := range []string{"One", "Two"} {
		go func() {
			statuses <- manager.Do(http.MethodPut, "/api/dealership", form(map[string]any{"name": name})).Status
		}()
	}
	if first, second := <-statuses, <-statuses; first+second != 200+409 {
		t.Errorf("%d and %d: exactly one may win", first, second)
	}
}

func TestListChanges(t *testing.T) {
	const path = "/api/changes"
	busy := func(b *webtest.Box) {
		b.As(web.BackOffice)
		b.Phone("bay-1")
	}
	manager := as(web.DealerManager)
	webtest.Run(t, start, []webtest.Scenario{
		{Name: "nobody", Method: http.MethodGet, Path: path, Status: 401, Code: "signed_out"},
		{Name: "back office", As: as(web.BackOffice), Method: http.MethodGet, Path: path, Status: 403, Code: "forbidden"},
		{Name: "a phone", As: phone, Method: http.MethodGet, Path: path, Status: 403, Code: "forbidden"},
		{Name: "more than a page", As: manager, Method: http.MethodGet, Path: path + "?limit=1000", Status: 422, Code: "invalid_input"},
		{
			Name: "never a secret", As: manager, Before: busy, Method: http.MethodGet, Path: path, Status: 200,
			Has:    []string{`"action":"created"`, `"action":"paired"`, `"has_password":{"old":null,"new":true}`},
			HasNot: []string{webtest.Password, "argon2", "hash", "token"},
		},
		{
			Name: "one subject, page by page", As: manager, Before: busy, Method: http.MethodGet, Path: path + "?subject=device&limit=1", Status: 200,
			Has: []string{`"action":"paired"`, `"next_cursor":"`}, HasNot: []string{`"created"`},
			After: func(b *webtest.Box, first webtest.Answer) {
				var page struct {
					Changes []system.Change
					Next    *string `json:"next_cursor"`
				}
				decode(b.T, first, &page)
				decode(b.T, manager(b).Do(http.MethodGet, path+"?subject=device&limit=1&cursor="+*page.Next, nil), &page)
				if len(page.Changes) != 1 || page.Changes[0].Action != "created" || page.Next != nil {
					b.T.Errorf("%+v", page)
				}
			},
		},
	})
}

func TestTheDealershipIsKeptInMemoryUntilItChanges(t *testing.T) {
	b, ctx := start(t), context.Background()
	if _, err := b.System.Dealership(ctx); err != nil {
		t.Fatal(err)
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	d, err := b.System.Dealership(gone) // the database would refuse
	if err != nil || d.Location().String() != "Europe/Berlin" {
		t.Fatalf("%v %v", err, d.Location())
	}
	d.Name = "New"
	if _, err := b.System.Change(ctx, web.System(), d); err != nil {
		t.Fatal(err)
	}
	if d, err = b.System.Dealership(ctx); err != nil || d.Name != "New" || d.Version != 2 {
		t.Errorf("%v: %+v", err, d)
	}
}

func BenchmarkDealership(b *testing.B) {
	box := webtest.Start(b)
	for b.Loop() {
		if _, err := box.System.Dealership(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}
