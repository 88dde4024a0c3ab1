package accounts_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"fleetbox/app/accounts"
	"fleetbox/app/system"
	"fleetbox/app/web"
	"fleetbox/app/web/webtest"
)

func setupForm(code string) map[string]any {
	return map[string]any{
		"code":       code,
		"dealership": map[string]any{"name": "Garage du Lac", "language": "fr", "time_zone": "Europe/Zurich", "currency": "CHF"},
		"brands":     []map[string]any{{"name": "Velora", "color": "#1c5d99"}},
		"manager":    map[string]any{"first_name": "Ana", "last_name": "Roux", "email": "ana@example.com", "password": webtest.Password},
	}
}

func code(b *webtest.Box) string {
	got, err := b.Accounts.SetupCode(context.Background())
	if err != nil {
		b.T.Fatal(err)
	}
	return got
}

func TestSetupNeeded(t *testing.T) {
	const method, path = http.MethodGet, "/api/setup"
	webtest.Run(t, func(t testing.TB) *webtest.Box { return webtest.StartEmpty(t) }, []webtest.Scenario{
		{Name: "from the box itself", Method: method, Path: path, Status: 200, Has: []string{`"needed":true`, `"code":"`}},
		{
			Name: "through a proxy that nobody trusts", Method: method, Path: path, Headers: map[string]string{"X-Forwarded-For": "192.168.1.2"},
			Status: 200, Has: []string{`{"needed":true}`},
		},
		{
			Name: "once there is a manager", Method: method, Path: path, Status: 200, Has: []string{`{"needed":false}`},
			Before: func(b *webtest.Box) { b.NewUser("m@example.com", web.DealerManager) },
		},
		{
			Name: "while there are only advisors", Method: method, Path: path, Status: 200, Has: []string{`"needed":true`},
			Before: func(b *webtest.Box) { b.NewUser("a@example.com", web.BackOffice) },
		},
	})
}

func TestWhoIsToldTheSetupCode(t *testing.T) {
	b := webtest.StartEmpty(t)
	cases := []struct {
		remote, host string
		told         bool
	}{
		{"192.168.1.7:50000", "192.168.1.20:8443", true},
		{"[fd00::7]:50000", "fleetbox.local:8443", true},
		{"127.0.0.1:50000", "localhost:8080", true},
		{"203.0.113.9:50000", "192.168.1.20:8443", false}, // from the internet
		{"192.168.1.7:50000", "evil.example:8443", false}, // a website that points its own name here
	}
	for _, c := range cases {
		request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, "/api/setup", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.RemoteAddr, request.Host = c.remote, c.host
		answer := webtest.Record(b, request)
		if told := strings.Contains(string(answer.Body), code(b)); told != c.told || answer.Status != 200 {
			t.Errorf("%s asking %s: %d %s", c.remote, c.host, answer.Status, answer.Body)
		}
	}
}

func TestSetUp(t *testing.T) {
	const method, path = http.MethodPost, "/api/setup"
	with := func(change func(map[string]any)) func(*webtest.Box) (*webtest.Client, string, any) {
		return func(b *webtest.Box) (*webtest.Client, string, any) {
			form := setupForm(code(b))
			change(form)
			return b.Nobody(), path, form
		}
	}
	webtest.Run(t, func(t testing.TB) *webtest.Box { return webtest.StartEmpty(t) }, []webtest.Scenario{
		{Name: "a wrong code", Method: method, Path: path, Body: setupForm("x"), Status: 403, Code: "setup_code_wrong"},
		{Name: "no code", Method: method, Path: path, Body: setupForm(""), Status: 403, Code: "setup_code_wrong"},
		{
			Name: "the code is used", Method: method, Status: 410, Code: "setup_done",
			Request: func(b *webtest.Box) (*webtest.Client, string, any) {
				form := setupForm(code(b))
				b.Nobody().Good(method, path, form, nil)
				return b.Nobody(), path, form
			},
		},
		{
			Name: "everything is wrong", Method: method, Status: 422, Code: "invalid_input",
			Request: with(func(form map[string]any) {
				form["manager"] = map[string]any{"first_name": "", "last_name": "R", "email": "x", "password": "Aa1-"}
			}),
			Fields: []string{"manager.first_name required", "manager.email email", "manager.password password_short"},
		},
		{
			Name: "half of it fits: nothing is kept", Method: method, Status: 422, Code: "invalid_input",
			Request: with(func(form map[string]any) {
				form["brands"] = []any{}
				form["dealership"] = map[string]any{"name": "", "language": "fr", "time_zone": "Moon", "currency": "CHF"}
			}),
			Fields: []string{"dealership.name required", "dealership.time_zone time_zone", "brands required"},
			After: func(b *webtest.Box, _ webtest.Answer) {
				b.Nobody().Good(method, path, setupForm(code(b)), nil)
			},
		},
		{
			Name: "the first manager", Method: method, Request: with(func(map[string]any) {}), Status: 200,
			Has: []string{
				`"email":"ana@example.com"`, `"roles":["dealer_manager"]`, `"name":"Garage du Lac"`, `"country":"CH"`, `"currency":"CHF"`,
				`"vat_rates":[810,380,260]`, `"id":"velora"`, `"users.manage"`,
			},
			After: func(b *webtest.Box, answer webtest.Answer) {
				manager := b.Nobody()
				manager.Header.Set("Cookie", strings.SplitN(answer.Header.Get("Set-Cookie"), ";", 2)[0])
				manager.Get("/api/users", nil)
				var got struct{ Changes []system.Change }
				manager.Get("/api/changes", &got)
				if len(got.Changes) != 2 || got.Changes[0].Actor.Name != "Ana Roux" {
					b.T.Errorf("%+v", got.Changes)
				}
			},
		},
	})
}

func TestARestartVoidsTheOlderSetupCode(t *testing.T) {
	b := webtest.StartEmpty(t)
	older := code(b)
	if code(b) != older {
		t.Error("one process shows two codes")
	}
	again := accounts.New(accounts.Options{Store: b.Store, System: b.System, Texts: b.Texts})
	newer, err := again.SetupCode(context.Background())
	if err != nil || newer == older || len(newer) < 26 {
		t.Fatalf("%q %v", newer, err)
	}
	if got := b.Nobody().Do(http.MethodPost, "/api/setup", setupForm(older)); got.Status != 403 {
		t.Errorf("the older code answers %d", got.Status)
	}
	b.Nobody().Good(http.MethodPost, "/api/setup", setupForm(newer), nil)
	if left, err := again.SetupCode(context.Background()); left != "" || err != nil {
		t.Errorf("%q %v", left, err)
	}
}

func TestTwoSetUpsAtOnce(t *testing.T) {
	b := webtest.StartEmpty(t)
	form := setupForm(code(b))
	statuses := make(chan int, 2)
	for range 2 {
		go func() { statuses <- b.Nobody().Do(http.MethodPost, "/api/setup", form).Status }()
	}
	got := []int{<-statuses, <-statuses}
	slices.Sort(got)
	if !slices.Equal(got, []int{200, 410}) {
		t.Errorf("%v", got)
	}
}

func TestAddUserOnAnEmptyBox(t *testing.T) {
	b, ctx := webtest.StartEmpty(t), context.Background()
	advisor := accounts.NewUser{FirstName: "A", LastName: "B", Email: "a@example.com", Language: "de", Roles: []web.Role{web.BackOffice}, Password: webtest.Password}
	if _, err := b.Accounts.AddUser(ctx, advisor); err != nil {
		t.Fatal(err)
	}
	if needed, err := b.Accounts.SetupNeeded(ctx); !needed || err != nil {
		t.Errorf("an advisor cannot manage the box: %v", err)
	}
	manager := advisor
	manager.Email, manager.Roles = "m@example.com", []web.Role{web.DealerManager}
	if _, err := b.Accounts.AddUser(ctx, manager); err != nil {
		t.Fatal(err)
	}
	if needed, err := b.Accounts.SetupNeeded(ctx); needed || err != nil {
		t.Errorf("the box still waits for a manager: %v", err)
	}
	d, err := b.System.Dealership(ctx)
	if err != nil || d.Country != "DE" || len(d.Brands) != 1 {
		t.Errorf("%v %+v", err, d)
	}
	b.SignIn("m@example.com").Get("/api/session", nil)
}
