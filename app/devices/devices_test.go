package devices_test

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"fleetbox/app/devices"
	"fleetbox/app/problem"
	"fleetbox/app/web"
	"fleetbox/app/web/webtest"
)

const nowhere = "/api/devices/01998a3c-0000-7000-8000-000000000000"

func as(role web.Role) func(*webtest.Box) *webtest.Client {
	return func(b *webtest.Box) *webtest.Client { return b.As(role) }
}

func phone(b *webtest.Box) *webtest.Client { return b.Phone("bay-1") }

func start(t testing.TB) *webtest.Box { return webtest.Start(t) }

type added struct {
	Device  devices.Device
	Pairing devices.Pairing
}

// add makes a device as the office does.
func add(b *webtest.Box, name string) added {
	var got added
	b.As(web.DealerManager).Good(http.MethodPost, "/api/devices", map[string]any{"name": name, "app": "fleetbox"}, &got)
	return got
}

func pairWith(code string) map[string]any {
	return map[string]any{"code": code, "app_version": "1.2.3", "platform": "Android 15"}
}

func TestListDevices(t *testing.T) {
	webtest.Run(t, start, []webtest.Scenario{
		{Name: "nobody", Method: http.MethodGet, Path: "/api/devices", Status: 401, Code: "signed_out"},
		{Name: "back office", As: as(web.BackOffice), Method: http.MethodGet, Path: "/api/devices", Status: 403, Code: "forbidden"},
		{Name: "a phone", As: phone, Method: http.MethodGet, Path: "/api/devices", Status: 403, Code: "forbidden"},
		{Name: "none yet", As: as(web.DealerManager), Method: http.MethodGet, Path: "/api/devices", Status: 200, Has: []string{`{"devices":[]}`}},
		{
			Name: "waiting and paired", As: as(web.DealerManager), Method: http.MethodGet, Path: "/api/devices", Status: 200,
			Before: func(b *webtest.Box) {
				b.Phone("bay-1")
				add(b, "bay-2")
				add(b, "bay-3")
			},
			Has: []string{
				`"name":"bay-1","app":"fleetbox","modes":["after_sales","sales"],"state":"paired","version_app":"1.0","platform":"test"`,
				`"name":"bay-2","app":"fleetbox","modes":["after_sales"],"state":"waiting","version_app":null,"platform":null,"last_contact_at":null,"paired_at":null`,
			},
			HasNot: []string{"hash", "token", "code"},
		},
	})
}

func TestAddDevice(t *testing.T) {
	const method, path = http.MethodPost, "/api/devices"
	manager := as(web.DealerManager)
	body := func(name, app string) map[string]any { return map[string]any{"name": name, "app": app} }
	webtest.Run(t, start, []webtest.Scenario{
		{Name: "nobody", Method: method, Path: path, Body: body("bay-1", "fleetbox"), Status: 401, Code: "signed_out"},
		{Name: "back office", As: as(web.BackOffice), Method: method, Path: path, Body: body("bay-1", "fleetbox"), Status: 403, Code: "forbidden"},
		{Name: "a phone", As: phone, Method: method, Path: path, Body: body("bay-2", "fleetbox"), Status: 403, Code: "forbidden"},
		{Name: "a name with a space", As: manager, Method: method, Path: path, Body: body("bay 1", "fleetbox"), Status: 422, Code: "invalid_input", Fields: []string{"name device_name"}},
		{Name: "no name", As: manager, Method: method, Path: path, Body: body("", "fleetbox"), Status: 422, Code: "invalid_input", Fields: []string{"name device_name"}},
		{Name: "too long a name", As: manager, Method: method, Path: path, Body: body(strings.Repeat("a", 41), "fleetbox"), Status: 422, Code: "invalid_input", Fields: []string{"name device_name"}},
		{Name: "an app that nobody knows", As: manager, Method: method, Path: path, Body: body("bay-1", "chess"), Status: 422, Code: "invalid_input", Fields: []string{"app format"}},
		{
			Name: "a name that is taken", As: manager, Method: method, Path: path, Body: body("BAY-1", "fleetbox"), Status: 409, Code: "device_name_taken",
			Before: func(b *webtest.Box) { add(b, "bay-1") },
		},
		{
			Name: "the name of a revoked one", As: manager, Method: method, Path: path, Body: body("bay-1", "fleetbox"), Status: 201,
			Before: func(b *webtest.Box) {
				b.As(web.DealerManager).Good(http.MethodDelete, "/api/devices/"+add(b, "bay-1").Device.ID, nil, nil)
			},
		},
		{
			Name: "a new one", As: manager, Method: method, Path: path, Body: body("Werkstatt_Süd.2", "fleetbox"), Status: 201,
			Has: []string{`"modes":["after_sales"]`, `"state":"waiting"`, `"qr_svg":"<svg xmlns=`, `"url":"http://127.0.0.1:`, `/phone/pair?code=`},
		},
	})
}

func TestPair(t *testing.T) {
	const method, path = http.MethodPost, "/api/devices/pair"
	with := func(prepare func(*webtest.Box, *added)) func(*webtest.Box) (*webtest.Client, string, any) {
		return func(b *webtest.Box) (*webtest.Client, string, any) {
			got := add(b, "bay-1")
			prepare(b, &got)
			return b.Nobody(), path, pairWith(got.Pairing.Code)
		}
	}
	webtest.Run(t, start, []webtest.Scenario{
		{Name: "a code that nobody gave", Method: method, Path: path, Body: pairWith("AAAAA-AAAAA"), Status: 404, Code: "pairing_unknown"},
		{Name: "no code", Method: method, Path: path, Body: pairWith(""), Status: 404, Code: "pairing_unknown"},
		{Name: "an endless code", Method: method, Path: path, Body: pairWith(strings.Repeat("A", 65)), Status: 422, Code: "invalid_input", Fields: []string{"code format"}},
		{
			Name: "after ten minutes", Method: method, Status: 410, Code: "pairing_expired",
			Request: with(func(b *webtest.Box, _ *added) { b.Clock.Move(10 * time.Minute) }),
		},
		{
			Name: "after the clock was set back by a day", Method: method, Status: 410, Code: "pairing_expired",
			Request: with(func(b *webtest.Box, _ *added) { b.Clock.Move(-24 * time.Hour) }),
		},
		{
			Name: "a second time", Method: method, Status: 409, Code: "pairing_used",
			Request: with(func(b *webtest.Box, got *added) { b.Nobody().Good(method, path, pairWith(got.Pairing.Code), nil) }),
		},
		{
			Name: "after a newer code", Method: method, Status: 404, Code: "pairing_unknown",
			Request: with(func(b *webtest.Box, got *added) {
				b.As(web.DealerManager).Good(http.MethodPost, "/api/devices/"+got.Device.ID+"/pairing", nil, nil)
			}),
		},
		{
			Name: "a device that was revoked meanwhile", Method: method, Status: 404, Code: "pairing_unknown",
			Request: with(func(b *webtest.Box, got *added) {
				b.As(web.DealerManager).Good(http.MethodDelete, "/api/devices/"+got.Device.ID, nil, nil)
			}),
		},
		{
			Name: "just in time, typed by hand", Method: method, Status: 200,
			Request: with(func(b *webtest.Box, got *added) {
				got.Pairing.Code = " " + strings.ToLower(strings.ReplaceAll(got.Pairing.Code, "-", " "))
				b.Clock.Move(9*time.Minute + 50*time.Second)
			}),
			Has: []string{`"token":"`, `"state":"paired"`, `"version_app":"1.2.3"`, `"platform":"Android 15"`, `"name":"Autohaus Test"`},
		},
		{
			Name: "a small step of the clock does not matter", Method: method, Status: 200,
			Request: with(func(b *webtest.Box, _ *added) { b.Clock.Move(-5 * time.Second) }),
		},
	})
}

func TestTwoPhonesWithOneCode(t *testing.T) {
	b := start(t)
	code := add(b, "bay-1").Pairing.Code
	answers := make(chan webtest.Answer, 8)
	for range cap(answers) {
		go func() { answers <- b.Nobody().Do(http.MethodPost, "/api/devices/pair", pairWith(code)) }()
	}
	statuses := map[int]int{}
	var token string
	for range cap(answers) {
		answer := <-answers
		statuses[answer.Status]++
		var got devices.PairedDevice
		if answer.Status == 200 && json.Unmarshal(answer.Body, &got) == nil {
			token = got.Token
		}
	}
	if statuses[200] != 1 || statuses[409] != cap(answers)-1 {
		t.Fatalf("%v: exactly one may win", statuses)
	}
	winner := b.Nobody()
	winner.Header.Set("Authorization", "Bearer "+token)
	winner.Get("/api/devices/me", nil)
}

func TestGuessingCodesIsSlowedDown(t *testing.T) {
	b := start(t)
	b.Clock.Stop()
	code := add(b, "bay-1").Pairing.Code
	for i := range 10 {
		if got := b.Nobody().Do(http.MethodPost, "/api/devices/pair", pairWith("AAAAA-AAAAA")); got.Status != 404 {
			t.Fatalf("attempt %d: %d", i, got.Status)
		}
	}
	if got := b.Nobody().Do(http.MethodPost, "/api/devices/pair", pairWith(code)); got.Status != 429 {
		t.Errorf("%d", got.Status)
	}
	b.Clock.Move(2 * time.Second)
	if got := b.Nobody().Do(http.MethodPost, "/api/devices/pair", pairWith(code)); got.Status != 200 {
		t.Errorf("after the wait: %d", got.Status)
	}
}

func TestPairingAnewKeepsTheIdentity(t *testing.T) {
	b := start(t)
	older := phone(b)
	var pairing devices.Pairing
	manager := b.As(web.DealerManager)
	manager.Good(http.MethodPost, "/api/devices/"+older.ID+"/pairing", nil, &pairing)
	older.Get("/api/devices/me", nil) // until the new code is used
	ended := b.Listen(older)
	var paired devices.PairedDevice
	b.Nobody().Good(http.MethodPost, "/api/devices/pair", pairWith(pairing.Code), &paired)
	if paired.Device.ID != older.ID || paired.Device.Name != "bay-1" {
		t.Errorf("%+v", paired.Device)
	}
	if got := older.Do(http.MethodGet, "/api/devices/me", nil); got.Status != 401 || got.Problem().Code != "device_revoked" {
		t.Errorf("the older token answers %d", got.Status)
	}
	waitFor(t, ended)
}

func waitFor(t *testing.T, ended <-chan struct{}) {
	t.Helper()
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		t.Error("the event stream goes on")
	}
}

func TestOfferPairing(t *testing.T) {
	const method, path = http.MethodPost, nowhere + "/pairing"
	webtest.Run(t, start, []webtest.Scenario{
		{Name: "nobody", Method: method, Path: path, Status: 401, Code: "signed_out"},
		{Name: "sales", As: as(web.Salesperson), Method: method, Path: path, Status: 403, Code: "forbidden"},
		{Name: "a phone", As: phone, Method: method, Path: path, Status: 403, Code: "forbidden"},
		{Name: "none such", As: as(web.DealerManager), Method: method, Path: path, Status: 404, Code: "not_found"},
		{
			Name: "a revoked one", Method: method, Status: 410, Code: "pairing_revoked",
			Request: func(b *webtest.Box) (*webtest.Client, string, any) {
				manager, id := b.As(web.DealerManager), b.Phone("bay-1").ID
				manager.Good(http.MethodDelete, "/api/devices/"+id, nil, nil)
				return manager, "/api/devices/" + id + "/pairing", nil
			},
		},
	})
}

func TestRevoke(t *testing.T) {
	webtest.Run(t, start, []webtest.Scenario{
		{Name: "nobody", Method: http.MethodDelete, Path: nowhere, Status: 401, Code: "signed_out"},
		{Name: "back office", As: as(web.BackOffice), Method: http.MethodDelete, Path: nowhere, Status: 403, Code: "forbidden"},
		{Name: "a phone", As: phone, Method: http.MethodDelete, Path: nowhere, Status: 403, Code: "forbidden"},
		{Name: "none such", As: as(web.DealerManager), Method: http.MethodDelete, Path: nowhere, Status: 404, Code: "not_found"},
	})
}

func TestARevokedPhoneIsShutOutAtOnce(t *testing.T) {
	b := start(t)
	lost, manager := phone(b), b.As(web.DealerManager)
	ended := b.Listen(lost)
	if err := b.Devices.Paired(context.Background(), lost.ID); err != nil {
		t.Fatal(err)
	}
	for range 2 { // twice is as good as once
		manager.Good(http.MethodDelete, "/api/devices/"+lost.ID, nil, nil)
	}
	for _, path := range []string{"/api/devices/me", "/api/dealership", "/api/colleagues"} {
		if got := lost.Do(http.MethodGet, path, nil); got.Status != 401 || got.Problem().Code != "device_revoked" || !strings.Contains(got.Problem().Detail, "stays on the phone") {
			t.Errorf("%s: %d %s", path, got.Status, got.Body)
		}
	}
	if got := lost.Do(http.MethodPost, "/api/devices/pair", pairWith("22222-22222")); got.Problem().Code != "pairing_unknown" {
		t.Errorf("with its old token it cannot pair anew: %d %s", got.Status, got.Body)
	}
	for _, id := range []string{lost.ID, "01998a3c-0000-7000-8000-000000000000"} {
		if err := b.Devices.Paired(context.Background(), id); !problem.Is(err, "device_revoked") {
			t.Errorf("its addresses of files stay good: %v", err)
		}
	}
	waitFor(t, ended)
	answer := manager.Do(http.MethodGet, "/api/devices", nil)
	if !strings.Contains(string(answer.Body), `"state":"revoked"`) {
		t.Errorf("%s", answer.Body)
	}
	changes := manager.Do(http.MethodGet, "/api/changes?subject=device", nil)
	if n := strings.Count(string(changes.Body), `"action":"revoked"`); n != 1 {
		t.Errorf("recorded %d times", n)
	}
}

func TestOwnDevice(t *testing.T) {
	const path = "/api/devices/me"
	webtest.Run(t, start, []webtest.Scenario{
		{Name: "nobody", Method: http.MethodGet, Path: path, Status: 401, Code: "signed_out"},
		{Name: "a wrong token", Method: http.MethodGet, Path: path, Headers: map[string]string{"Authorization": "Bearer x"}, Status: 401, Code: "device_revoked"},
		{Name: "no token", Method: http.MethodGet, Path: path, Headers: map[string]string{"Authorization": "Bearer "}, Status: 401, Code: "signed_out"},
		{Name: "a manager", As: as(web.DealerManager), Method: http.MethodGet, Path: path, Status: 403, Code: "forbidden"},
		{
			Name: "a phone", As: phone, Method: http.MethodGet, Path: path, Status: 200,
			Has: []string{`"name":"bay-1"`, `"modes":["after_sales","sales"]`, `"version":"test"`, `"dealership":{"name":"Autohaus Test"`, `"origins":[`, `"max_upload_bytes":`},
		},
		{
			Name: "a phone with a newer app", As: phone, Method: http.MethodGet, Path: path, Headers: map[string]string{devices.VersionHeader: "1.1"},
			Status: 200, Has: []string{`"version_app":"1.1"`},
		},
	})
}

func TestModesOfADevice(t *testing.T) {
	const device = `{"modes":["sales","sales"]}`
	path := func(b *webtest.Box) string { return "/api/devices/" + phone(b).ID }
	webtest.Run(t, start, []webtest.Scenario{
		{Name: "the phone itself", Method: http.MethodPatch, Request: func(b *webtest.Box) (*webtest.Client, string, any) {
			return phone(b), path(b), json.RawMessage(device)
		}, Status: 403, Code: "forbidden"},
		{Name: "none", Method: http.MethodPatch, Request: func(b *webtest.Box) (*webtest.Client, string, any) {
			return b.As(web.DealerManager), path(b), json.RawMessage(`{"modes":[]}`)
		}, Status: 422, Code: "invalid_input"},
		{Name: "a manager", Method: http.MethodPatch, Request: func(b *webtest.Box) (*webtest.Client, string, any) {
			return b.As(web.DealerManager), path(b), json.RawMessage(device)
		}, Status: 200, Has: []string{`"modes":["sales"]`}},
	})
	b := start(t)
	client := phone(b)
	if _, err := b.Devices.SetModes(context.Background(), web.System(), client.ID, []web.Mode{web.Sales}); err != nil {
		t.Fatal(err)
	}
	if answer := client.Do(http.MethodGet, "/api/devices/me", nil); !strings.Contains(string(answer.Body), `"modes":["sales"]`) {
		t.Errorf("%d %s", answer.Status, answer.Body)
	}
}

func TestAPhoneForAuditsSeesNoInterventions(t *testing.T) {
	b, ctx := start(t), context.Background()
	_, pairing, err := b.Devices.Add(ctx, web.System(), devices.NewDevice{Name: "audit-1", App: "audits"})
	if err != nil {
		t.Fatal(err)
	}
	paired, err := b.Devices.Pair(ctx, pairing.Code, "", "")
	if err != nil {
		t.Fatal(err)
	}
	client := b.Nobody()
	client.Header.Set("Authorization", "Bearer "+paired.Token)
	answer := client.Do(http.MethodGet, "/api/devices/me", nil)
	if answer.Status != 200 || !strings.Contains(string(answer.Body), `"modes":[]`) {
		t.Errorf("%d %s", answer.Status, answer.Body)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "/", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header = client.Header
	actor, err := b.Devices.Authenticator()(request)
	if err != nil || slices.Contains(actor.Rights(), web.ReadInterventions) || actor.MayIn(web.AfterSales) {
		t.Errorf("%v %v", actor.Rights(), err)
	}
}

func TestLastContactIsWrittenSeldom(t *testing.T) {
	b := start(t)
	b.Clock.Stop()
	client := phone(b)
	contact := func() time.Time {
		d, err := b.Devices.Device(context.Background(), client.ID)
		if err != nil || d.LastContactAt == nil {
			t.Fatal(d, err)
		}
		return *d.LastContactAt
	}
	first := contact()
	steps := []struct {
		move    time.Duration
		written bool
	}{{59 * time.Second, false}, {time.Second, true}, {time.Second, false}, {-time.Hour, true}, {time.Second, false}}
	for i, step := range steps {
		b.Clock.Move(step.move)
		client.Get("/api/devices/me", nil)
		if now := contact(); now.Equal(first) == step.written {
			t.Errorf("step %d: %v, before %v", i, now, first)
		}
		first = contact()
	}
}
