package accounts_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"fleetbox/app/accounts"
	"fleetbox/app/store"
	"fleetbox/app/web"
	"fleetbox/app/web/webtest"
)

const advisorEmail = "back-office@example.com"

func credentials(email, password string) map[string]any {
	return map[string]any{"email": email, "password": password}
}

func TestSignIn(t *testing.T) {
	const method, path = http.MethodPost, "/api/session"
	advisor := func(b *webtest.Box) { b.As(web.BackOffice) }
	webtest.Run(t, start, []webtest.Scenario{
		{Name: "who is not here", Method: method, Path: path, Body: credentials("no@example.com", webtest.Password), Status: 401, Code: "wrong_credentials"},
		{Name: "a wrong password", Before: advisor, Method: method, Path: path, Body: credentials(advisorEmail, "Wrong-2026!"), Status: 401, Code: "wrong_credentials"},
		{Name: "no password", Before: advisor, Method: method, Path: path, Body: credentials(advisorEmail, ""), Status: 401, Code: "wrong_credentials"},
		{Name: "a novel", Before: advisor, Method: method, Path: path, Body: credentials(advisorEmail, strings.Repeat("Aa1-", 9000)), Status: 401, Code: "wrong_credentials"},
		{
			Name: "who has left", Method: method, Path: path, Body: credentials("left@example.com", webtest.Password), Status: 401, Code: "wrong_credentials",
			Before: func(b *webtest.Box) {
				id := b.NewUser("left@example.com", web.BackOffice).ID
				b.As(web.DealerManager).Good(http.MethodPatch, "/api/users/"+id, map[string]any{"version": 1, "active": false}, nil)
			},
		},
		{
			Name: "an address that fills the memory", Method: method, Path: path, Body: credentials(strings.Repeat("x", 1<<16)+"@example.com", "x"),
			Status: 422, Code: "invalid_input", Fields: []string{"email format"},
		},
		{Name: "half a form", Method: method, Path: path, Body: map[string]any{"email": "x"}, Status: 422, Code: "invalid_input", Fields: []string{"password required"}},
		{
			Name: "in French", Method: method, Path: path, Body: credentials("no@example.com", "x"), Status: 401, Code: "wrong_credentials",
			Headers: map[string]string{"Accept-Language": "fr-CH,fr;q=0.9"}, Has: []string{"Vérifiez les deux"},
		},
		{
			Name: "an advisor", Before: advisor, Method: method, Path: path, Body: credentials(" Back-Office@Example.com ", webtest.Password), Status: 200,
			Has: []string{`"user":{"id":`, `"rights":[`, `"interventions.send"`, `"dealership":{"name":"Autohaus Test"`, `"version":"test"`}, HasNot: []string{"users.manage"},
			After: func(b *webtest.Box, answer webtest.Answer) {
				cookie := answer.Header.Get("Set-Cookie")
				for _, part := range []string{"HttpOnly", "SameSite=Lax", "Path=/"} {
					if !strings.Contains(cookie, part) {
						b.T.Errorf("%q lacks %s", cookie, part)
					}
				}
				if strings.Contains(cookie, "Max-Age") || strings.Contains(cookie, "Expires") || strings.Contains(cookie, "Secure") {
					b.T.Errorf("%q: over plain HTTP and not to be remembered", cookie)
				}
			},
		},
		{
			Name: "to be remembered", Before: advisor, Method: method, Path: path, Status: 200,
			Body: map[string]any{"email": advisorEmail, "password": webtest.Password, "remember": true},
			After: func(b *webtest.Box, answer webtest.Answer) {
				if cookie := answer.Header.Get("Set-Cookie"); !strings.Contains(cookie, fmt.Sprintf("Max-Age=%d", 90*24*60*60)) {
					b.T.Errorf("%q", cookie)
				}
			},
		},
	})
}

func TestASignedOutCookieIsDead(t *testing.T) {
	b := start(t)
	advisor := b.As(web.BackOffice)
	other := b.SignIn(advisorEmail)
	answer := advisor.Do(http.MethodDelete, "/api/session", nil)
	if cookie := answer.Header.Get("Set-Cookie"); answer.Status != 204 || !strings.Contains(cookie, "Max-Age=0") {
		t.Fatalf("%d %q", answer.Status, cookie)
	}
	if got := advisor.Do(http.MethodGet, "/api/session", nil); got.Status != 401 {
		t.Errorf("the signed-out cookie answers %d", got.Status)
	}
	if got := other.Do(http.MethodGet, "/api/session", nil); got.Status != 200 {
		t.Errorf("the other browser answers %d", got.Status)
	}
	if got := advisor.Do(http.MethodDelete, "/api/session", nil); got.Status != 204 {
		t.Errorf("signing out twice answers %d", got.Status)
	}
}

func TestOnlyTheHashOfATokenIsKept(t *testing.T) {
	b := start(t)
	advisor := b.As(web.BackOffice)
	var rows []string
	err := b.Store.Read(context.Background()).Raw("SELECT hex(token_hash) FROM sessions").Scan(&rows).Error
	if err != nil || len(rows) != 1 || len(advisor.Token) != 43 {
		t.Fatalf("%v %v %q", err, rows, advisor.Token)
	}
	if rows[0] == fmt.Sprintf("%X", advisor.Token) || rows[0] != fmt.Sprintf("%X", web.HashToken(advisor.Token)) {
		t.Error("what is kept is not the hash")
	}
}

func TestHowLongASessionLasts(t *testing.T) {
	type step struct {
		forward time.Duration
		alive   bool
	}
	const day = 24 * time.Hour
	cases := []struct {
		name     string
		remember bool
		steps    []step
	}{
		{"idle for less than twelve hours", false, []step{{11 * time.Hour, true}, {11 * time.Hour, true}}},
		{"idle for twelve hours", false, []step{{12 * time.Hour, false}}},
		{"remembered over a holiday", true, []step{{30 * day, true}, {59 * day, true}, {day, false}}},
		{"the clock was ahead by a year when it was opened", false, []step{{-365 * day, true}, {11 * time.Hour, true}, {12 * time.Hour, false}}},
		{"remembered while the clock was ahead by a year", true, []step{{-365 * day, true}, {89 * day, true}, {2 * day, false}}},
		{"the clock jumps ahead", false, []step{{365 * day, false}, {-365 * day, true}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := start(t)
			b.As(web.BackOffice)
			signed, err := b.Accounts.SignIn(context.Background(), advisorEmail, webtest.Password, c.remember)
			if err != nil {
				t.Fatal(err)
			}
			client := b.Nobody()
			client.Header.Set("Cookie", accounts.CookieName+"="+signed.Token)
			for i, s := range c.steps {
				b.Clock.Move(s.forward)
				if status := client.Do(http.MethodGet, "/api/session", nil).Status; (status == 200) != s.alive {
					t.Fatalf("step %d: %d", i, status)
				}
			}
		})
	}
}

func TestExpiredSessionsArePurged(t *testing.T) {
	b, ctx := start(t), context.Background()
	b.As(web.BackOffice)
	if _, err := b.Accounts.SignIn(ctx, advisorEmail, webtest.Password, true); err != nil {
		t.Fatal(err)
	}
	b.Clock.Move(13 * time.Hour)
	if err := b.Accounts.PurgeSessions(ctx); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := b.Store.Read(ctx).Raw("SELECT count(*) FROM sessions").Scan(&left).Error; err != nil || left != 1 {
		t.Errorf("%v: %d sessions are left, wanted the remembered one", err, left)
	}
}

func TestASessionInUseIsWrittenSeldom(t *testing.T) {
	b, ctx := start(t), context.Background()
	advisor := b.As(web.BackOffice)
	seen := func() (at store.Time) {
		if err := b.Store.Read(ctx).Raw("SELECT seen_at FROM sessions").Row().Scan(&at); err != nil {
			t.Fatal(err)
		}
		return at
	}
	before := seen()
	advisor.Get("/api/session", nil)
	if seen() != before {
		t.Error("written at once")
	}
	b.Clock.Move(5 * time.Minute)
	advisor.Get("/api/session", nil)
	if seen() == before {
		t.Error("not written after five minutes")
	}
}

func TestGuessingIsSlowedDown(t *testing.T) {
	b := start(t)
	b.Clock.Stop()
	b.As(web.BackOffice)
	try := func(email, password string) webtest.Answer {
		return b.Nobody().Do(http.MethodPost, "/api/session", credentials(email, password))
	}
	for i := range 5 {
		if got := try(advisorEmail, "Wrong-2026!"); got.Status != 401 {
			t.Fatalf("attempt %d: %d", i, got.Status)
		}
	}
	got := try(advisorEmail, webtest.Password)
	if got.Status != 429 || got.Problem().Code != "too_many_attempts" || !strings.Contains(got.Problem().Detail, "1 second") {
		t.Fatalf("even the right password has to wait: %d %s", got.Status, got.Body)
	}
	if got := try("no@example.com", "x"); got.Status != 401 {
		t.Errorf("somebody else does not: %d", got.Status)
	}
	b.Clock.Move(-24 * time.Hour)
	if got := try(advisorEmail, webtest.Password); got.Status != 429 {
		t.Errorf("a clock that was set back: %d", got.Status)
	}
	b.Clock.Move(2 * time.Second)
	if got := try(advisorEmail, webtest.Password); got.Status != 200 {
		t.Errorf("after the wait: %d %s", got.Status, got.Body)
	}
	if got := try(advisorEmail, "Wrong-2026!"); got.Status != 401 {
		t.Errorf("the good one started the count anew: %d", got.Status)
	}
}

func TestOneAddressCannotTryEverybody(t *testing.T) {
	b := start(t)
	b.Clock.Stop()
	statuses := make(chan int, 40)
	for i := range 40 {
		go func() {
			statuses <- b.Nobody().Do(http.MethodPost, "/api/session", credentials(fmt.Sprintf("u%d@example.com", i), "x")).Status
		}()
	}
	refused := 0
	for range 40 {
		if <-statuses == 429 {
			refused++
		}
	}
	if refused != 20 {
		t.Errorf("%d of 40 attempts at once were refused, 20 are free", refused)
	}
}

func TestProfile(t *testing.T) {
	const method, path = http.MethodPatch, "/api/profile"
	webtest.Run(t, start, []webtest.Scenario{
		{Name: "nobody", Method: method, Path: path, Body: map[string]any{}, Status: 401, Code: "signed_out"},
		{Name: "a phone", As: phone, Method: method, Path: path, Body: map[string]any{}, Status: 403, Code: "forbidden"},
		{
			Name: "rights are not one's own to give", As: as(web.BackOffice), Method: method, Path: path,
			Body: map[string]any{"roles": []string{"dealer_manager"}}, Status: 422, Code: "invalid_input", Fields: []string{"roles format"},
		},
		{
			Name: "a language that is not there", As: as(web.BackOffice), Method: method, Path: path,
			Body: map[string]any{"language": "xx"}, Status: 422, Code: "invalid_input", Fields: []string{"language language"},
		},
		{
			Name: "phone and language", As: as(web.BackOffice), Method: method, Path: path,
			Body: map[string]any{"language": "de", "phone": " +49 30 12345 "}, Status: 200, Has: []string{`"language":"de"`, `"phone":"+49 30 12345"`},
			After: func(b *webtest.Box, _ webtest.Answer) {
				answer := b.As(web.BackOffice).Do(http.MethodGet, "/api/users", nil)
				if !strings.Contains(answer.Problem().Detail, "Dazu haben Sie kein Recht") {
					b.T.Errorf("not answered in German: %s", answer.Body)
				}
			},
		},
	})
}

func TestChangePassword(t *testing.T) {
	const method, path = http.MethodPost, "/api/profile/password"
	change := func(current, wanted string) map[string]any { return map[string]any{"current": current, "new": wanted} }
	webtest.Run(t, start, []webtest.Scenario{
		{Name: "nobody", Method: method, Path: path, Body: change("a", "b"), Status: 401, Code: "signed_out"},
		{Name: "a phone", As: phone, Method: method, Path: path, Body: change("a", "b"), Status: 403, Code: "forbidden"},
		{
			Name: "a weak one", As: as(web.BackOffice), Method: method, Path: path, Body: change(webtest.Password, "secret"),
			Status: 422, Code: "invalid_input",
			Fields: []string{"new password_short", "new password_capital", "new password_digit", "new password_special"},
		},
		{
			Name: "without knowing the old one", As: as(web.BackOffice), Method: method, Path: path, Body: change("Wrong-2026!", "Another-2026"),
			Status: 422, Code: "invalid_input", Fields: []string{"current wrong_password"},
		},
	})
}

func TestANewPasswordEndsTheOtherSessions(t *testing.T) {
	b := start(t)
	advisor := b.As(web.BackOffice)
	other := b.SignIn(advisorEmail)
	advisor.Good(http.MethodPost, "/api/profile/password", map[string]any{"current": webtest.Password, "new": "Another-2026"}, nil)
	if status := other.Do(http.MethodGet, "/api/session", nil).Status; status != 401 {
		t.Errorf("the other browser answers %d", status)
	}
	advisor.Get("/api/session", nil)
	for password, want := range map[string]int{webtest.Password: 401, "Another-2026": 200} {
		if got := b.Nobody().Do(http.MethodPost, "/api/session", credentials(advisorEmail, password)); got.Status != want {
			t.Errorf("%s: %d, wanted %d", password, got.Status, want)
		}
	}
}

func TestSigningOutEndsTheEventStream(t *testing.T) {
	b := start(t)
	advisor := b.As(web.BackOffice)
	ended := b.Listen(advisor)
	advisor.Good(http.MethodDelete, "/api/session", nil, nil)
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		t.Error("the stream of a signed-out browser goes on")
	}
}

func BenchmarkAuthenticate(b *testing.B) {
	box := webtest.Start(b)
	advisor := box.As(web.BackOffice)
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, "/api/session", nil)
	if err != nil {
		b.Fatal(err)
	}
	request.Header = advisor.Header
	authenticate := box.Accounts.Authenticator()
	b.ReportAllocs()
	for b.Loop() {
		if actor, err := authenticate(request); err != nil || actor.ID != advisor.ID {
			b.Fatal(actor, err)
		}
	}
}

func TestASessionNamesTheModesOfItsUser(t *testing.T) {
	b := start(t)
	for role, modes := range map[web.Role]string{
		web.DealerManager: `["after_sales","sales"]`, web.BackOffice: `["after_sales","sales"]`, web.Salesperson: `["sales"]`, web.AuditManager: `[]`,
	} {
		answer := b.As(role).Do(http.MethodGet, "/api/session", nil)
		if !strings.Contains(string(answer.Body), `"modes":`+modes) {
			t.Errorf("%s: %s", role, answer.Body)
		}
	}
}
