package accounts_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"fleetbox/app/accounts"
	"fleetbox/app/system"
	"fleetbox/app/web"
	"fleetbox/app/web/webtest"
)

func as(role web.Role) func(*webtest.Box) *webtest.Client {
	return func(b *webtest.Box) *webtest.Client { return b.As(role) }
}

func phone(b *webtest.Box) *webtest.Client { return b.Phone("bay-1") }

func start(t testing.TB) *webtest.Box { return webtest.Start(t) }

func decode(t testing.TB, answer webtest.Answer, out any) {
	t.Helper()
	if err := json.Unmarshal(answer.Body, out); answer.Status >= 300 || err != nil {
		t.Fatalf("%d %v %s", answer.Status, err, answer.Body)
	}
}

// person is what the office sends for a new user, with changes.
func person(changes map[string]any) map[string]any {
	out := map[string]any{
		"first_name": "Mia", "last_name": "Brandt", "email": "Mia@Example.com ", "phone": "", "language": "de",
		"roles": []string{"back_office"}, "password": webtest.Password,
	}
	for name, value := range changes {
		if value == nil {
			delete(out, name)
			continue
		}
		out[name] = value
	}
	return out
}

func TestListUsers(t *testing.T) {
	const path = "/api/users"
	webtest.Run(t, start, []webtest.Scenario{
		{Name: "nobody", Method: http.MethodGet, Path: path, Status: 401, Code: "signed_out"},
		{Name: "a technician", As: as(web.Technician), Method: http.MethodGet, Path: path, Status: 401, Code: "signed_out"},
		{Name: "back office", As: as(web.BackOffice), Method: http.MethodGet, Path: path, Status: 403, Code: "forbidden"},
		{Name: "a phone", As: phone, Method: http.MethodGet, Path: path, Status: 403, Code: "forbidden"},
		{
			Name: "a manager", As: as(web.DealerManager), Method: http.MethodGet, Path: path, Status: 200,
			Before: func(b *webtest.Box) { b.As(web.Technician) },
			Has:    []string{`"email":"dealer-manager@example.com"`, `"email":null`, `"has_password":false`, `"photo_url":null`},
			HasNot: []string{"argon2", "password_hash"},
		},
	})
}

func TestCreateUser(t *testing.T) {
	const method, path = http.MethodPost, "/api/users"
	manager := as(web.DealerManager)
	webtest.Run(t, start, []webtest.Scenario{
		{Name: "nobody", Method: method, Path: path, Body: person(nil), Status: 401, Code: "signed_out"},
		{Name: "sales", As: as(web.Salesperson), Method: method, Path: path, Body: person(nil), Status: 403, Code: "forbidden"},
		{Name: "a phone", As: phone, Method: method, Path: path, Body: person(nil), Status: 403, Code: "forbidden"},
		{
			Name: "another website", As: manager, Method: method, Path: path, Body: person(nil), Status: 403, Code: "cross_origin",
			Headers: map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
		},
		{
			Name: "not even JSON", As: manager, Method: method, Path: path, Body: []byte("{"), Status: 400, Code: "invalid_request",
			Headers: map[string]string{"Content-Type": "application/json"},
		},
		{
			Name: "nothing said", As: manager, Method: method, Path: path, Body: map[string]any{}, Status: 422, Code: "invalid_input",
			Fields: []string{"first_name required", "last_name required", "phone required", "language required", "roles required"},
		},
		{
			Name: "everything wrong", As: manager, Method: method, Path: path, Status: 422, Code: "invalid_input",
			Body: person(map[string]any{
				"first_name": "", "last_name": strings.Repeat("x", 101), "email": "mia", "phone": "?", "language": "xx",
				"roles": []string{"boss"}, "password": "short",
			}),
			Fields: []string{
				"first_name required", "last_name too_long", "email email", "phone phone", "language language", "roles roles",
				"password password_short", "password password_capital", "password password_digit", "password password_special",
			},
		},
		{
			Name: "an advisor without password", As: manager, Method: method, Path: path, Status: 422, Code: "invalid_input",
			Body: person(map[string]any{"password": nil, "email": nil}), Fields: []string{"email required", "password required"},
		},
		{
			Name: "a technician with a password", As: manager, Method: method, Path: path, Status: 422, Code: "invalid_input",
			Body: person(map[string]any{"roles": []string{"technician", "auditor"}}), Fields: []string{"password password_unused"},
		},
		{
			Name: "the address of somebody else in other letters", As: manager, Method: method, Path: path, Status: 409, Code: "email_taken",
			Body: person(map[string]any{"email": "DEALER-MANAGER@example.com"}), Fields: []string{"email taken"},
		},
		{
			Name: "a technician", As: manager, Method: method, Path: path, Status: 201,
			Body: person(map[string]any{"roles": []string{"technician"}, "password": nil, "email": nil}),
			Has:  []string{`"email":null`, `"has_password":false`, `"active":true`, `"version":1`},
		},
		{
			Name: "an advisor", As: manager, Method: method, Path: path, Status: 201,
			Body: person(map[string]any{"roles": []string{"technician", "back_office"}}),
			Has:  []string{`"email":"mia@example.com"`, `"roles":["back_office","technician"]`, `"has_password":true`},
			After: func(b *webtest.Box, _ webtest.Answer) {
				b.SignIn("mia@example.com")
			},
		},
	})
}

// other makes a user and a request to change them.
func other(role web.Role, changes map[string]any) func(*webtest.Box) (*webtest.Client, string, any) {
	return func(b *webtest.Box) (*webtest.Client, string, any) {
		changes["version"] = 1
		return b.As(web.DealerManager), "/api/users/" + b.NewUser("other@example.com", role).ID, changes
	}
}

// self is a manager's request to change their own user.
func self(changes map[string]any) func(*webtest.Box) (*webtest.Client, string, any) {
	return func(b *webtest.Box) (*webtest.Client, string, any) {
		manager := b.As(web.DealerManager)
		return manager, "/api/users/" + manager.ID, changes
	}
}

func TestChangeUser(t *testing.T) {
	const method = http.MethodPatch
	const nowhere = "/api/users/01998a3c-0000-7000-8000-000000000000"
	webtest.Run(t, start, []webtest.Scenario{
		{Name: "nobody", Method: method, Path: nowhere, Body: map[string]any{"version": 1}, Status: 401, Code: "signed_out"},
		{Name: "back office", As: as(web.BackOffice), Method: method, Path: nowhere, Body: map[string]any{"version": 1}, Status: 403, Code: "forbidden"},
		{Name: "a phone", As: phone, Method: method, Path: nowhere, Body: map[string]any{"version": 1}, Status: 403, Code: "forbidden"},
		{Name: "who is not here", As: as(web.DealerManager), Method: method, Path: nowhere, Body: map[string]any{"version": 1}, Status: 404, Code: "not_found"},
		{
			Name: "somebody was faster", Method: method, Request: self(map[string]any{"version": 0, "phone": "+49 1234"}),
			Status: 409, Code: "changed_meanwhile", Has: []string{`"current":{"id":`},
		},
		{
			Name: "the last manager leaves", Method: method, Request: self(map[string]any{"version": 1, "active": false}),
			Status: 409, Code: "last_manager",
		},
		{
			Name: "the last manager gives the role away", Method: method, Request: self(map[string]any{"version": 1, "roles": []string{"back_office"}}),
			Status: 409, Code: "last_manager",
		},
		{
			Name: "a manager leaves while there is another", Method: method, Request: self(map[string]any{"version": 1, "active": false}),
			Before: func(b *webtest.Box) { b.NewUser("second@example.com", web.DealerManager) },
			Status: 200, Has: []string{`"active":false`},
			After: func(b *webtest.Box, _ webtest.Answer) {
				if status := b.As(web.DealerManager).Do(http.MethodGet, "/api/session", nil).Status; status != 401 {
					b.T.Errorf("an inactive manager's session answers %d", status)
				}
			},
		},
		{
			Name: "an advisor's address is taken away", Method: method, Request: other(web.BackOffice, map[string]any{"email": nil}),
			Status: 422, Code: "invalid_input", Fields: []string{"email required"},
		},
		{
			Name: "a technician becomes an advisor without a password", Method: method,
			Request: other(web.Technician, map[string]any{"roles": []string{"back_office"}, "email": "t@example.com"}),
			Status:  422, Code: "invalid_input", Fields: []string{"password required"},
		},
		{
			Name: "a technician becomes an advisor", Method: method,
			Request: other(web.Technician, map[string]any{"roles": []string{"back_office"}, "email": "t@example.com", "password": webtest.Password}),
			Status:  200, Has: []string{`"has_password":true`, `"version":2`},
			After: func(b *webtest.Box, _ webtest.Answer) { b.SignIn("t@example.com") },
		},
		{
			Name: "an advisor becomes a technician", Method: method,
			Request: other(web.BackOffice, map[string]any{"roles": []string{"technician"}, "email": ""}),
			Status:  200, Has: []string{`"has_password":false`, `"email":null`},
		},
		{
			Name: "nothing changes", Method: method, Request: self(map[string]any{"version": 1, "first_name": " Alex "}),
			Status: 200, Has: []string{`"version":1`},
		},
	})
}

func TestAChangeEndsTheSessionsThatItOutdates(t *testing.T) {
	cases := []struct {
		name   string
		change map[string]any
		status int
	}{
		{"a new phone number", map[string]any{"phone": "+49 30 12345"}, 200},
		{"another role", map[string]any{"roles": []string{"salesperson"}}, 200},
		{"deactivated", map[string]any{"active": false}, 401},
		{"no role that signs in", map[string]any{"roles": []string{"technician"}}, 401},
		{"a new password", map[string]any{"password": "Another-2026"}, 401},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := start(t)
			advisor := b.As(web.BackOffice)
			c.change["version"] = 1
			b.As(web.DealerManager).Good(http.MethodPatch, "/api/users/"+advisor.ID, c.change, nil)
			if status := advisor.Do(http.MethodGet, "/api/session", nil).Status; status != c.status {
				t.Errorf("%d, wanted %d", status, c.status)
			}
		})
	}
}

func TestTwoManagersCannotBothLeave(t *testing.T) {
	b := start(t)
	first := b.As(web.DealerManager)
	second := b.NewUser("second@example.com", web.DealerManager)
	client := b.SignIn("second@example.com")
	statuses := make(chan int, 2)
	leave := func(c *webtest.Client, id string) {
		statuses <- c.Do(http.MethodPatch, "/api/users/"+id, map[string]any{"version": 1, "active": false}).Status
	}
	go leave(first, second.ID)
	go leave(client, first.ID)
	one, two := <-statuses, <-statuses
	var left struct{ Users []accounts.User }
	for _, c := range []*webtest.Client{first, client} {
		if answer := c.Do(http.MethodGet, "/api/users", nil); answer.Status == 200 {
			decode(t, answer, &left)
		}
	}
	managers := 0
	for _, u := range left.Users {
		if u.Manages() {
			managers++
		}
	}
	if managers != 1 {
		t.Errorf("%d managers are left, the answers were %d and %d", managers, one, two)
	}
}

func TestColleagues(t *testing.T) {
	const path = "/api/colleagues"
	leave := func(b *webtest.Box) {
		gone := b.NewUser("gone@example.com", web.BackOffice)
		inactive := map[string]any{"version": 1, "active": false}
		b.As(web.DealerManager).Good(http.MethodPatch, "/api/users/"+gone.ID, inactive, nil)
	}
	webtest.Run(t, start, []webtest.Scenario{
		{Name: "nobody", Method: http.MethodGet, Path: path, Status: 401, Code: "signed_out"},
		{
			Name: "a phone", As: phone, Method: http.MethodGet, Path: path, Status: 200,
			Before: leave,
			Has:    []string{`"name":"Alex dealer_manager"`, `"roles":["dealer_manager"]`, `"photo_url":null`},
			HasNot: []string{"back_office", "@", "phone", `"inactive":true`},
		},
		{
			Name: "a phone that wants all", As: phone, Method: http.MethodGet, Path: path + "?inactive=true", Status: 200,
			Before: leave, HasNot: []string{`"inactive":true`},
		},
		{
			Name: "for a filter", As: as(web.Salesperson), Method: http.MethodGet, Path: path + "?inactive=true", Status: 200,
			Before: leave,
			Has:    []string{`"name":"Alex back_office","roles":["back_office"],"photo_url":null,"inactive":true`, `"roles":["dealer_manager"],"photo_url":null,"inactive":false`},
		},
		{Name: "sales", As: as(web.Salesperson), Method: http.MethodGet, Path: path, Status: 200},
	})
}

func TestUsersAndDealershipAreRecorded(t *testing.T) {
	b := start(t)
	manager := b.As(web.DealerManager)
	advisor := b.NewUser("other@example.com", web.BackOffice)
	change := map[string]any{"version": 1, "phone": "+49 30 12345", "password": "Another-2026"}
	manager.Good(http.MethodPatch, "/api/users/"+advisor.ID, change, nil)
	answer := manager.Do(http.MethodGet, "/api/changes?subject=user", nil)
	var got struct{ Changes []system.Change }
	decode(t, answer, &got)
	actions := []string{}
	for _, line := range got.Changes {
		if line.SubjectID == advisor.ID {
			actions = append(actions, line.Action)
		}
	}
	if strings.Join(actions, " ") != "password_changed changed created" || got.Changes[0].Actor.ID != manager.ID {
		t.Errorf("%v %+v", actions, got.Changes[0])
	}
	text := string(answer.Body)
	for _, secret := range []string{"Another", webtest.Password, "argon2"} {
		if strings.Contains(text, secret) {
			t.Errorf("the record holds %q", secret)
		}
	}
	if !strings.Contains(text, `"phone":{"old":"","new":"+49 30 12345"}`) {
		t.Errorf("old and new value are not in %s", text)
	}
}
