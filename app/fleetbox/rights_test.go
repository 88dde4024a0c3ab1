package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"testing"

	"github.com/labstack/echo/v4"

	"fleetbox/app/accounts"
	"fleetbox/app/devices"
	"fleetbox/app/store"
	"fleetbox/app/web"
	"fleetbox/config"
)

// Who calls in the test of rights. Technicians and auditors hold a session that should not exist:
// it must open nothing.
const (
	nobody       = "nobody"
	technician   = "a technician at a desk"
	auditor      = "an auditor at a desk"
	manager      = "a dealer manager"
	backOffice   = "back office"
	sales        = "sales"
	auditManager = "an audit manager"
	phone        = "a phone"
	auditPhone   = "a phone for audits"
)

var (
	everybody = []string{nobody, technician, auditor, manager, backOffice, sales, auditManager, phone, auditPhone}
	signedIn  = []string{manager, backOffice, sales, auditManager, phone, auditPhone}
	desks     = []string{manager, backOffice, sales, auditManager}
	handlers  = []string{manager, backOffice, sales}
	workshop  = []string{manager, backOffice, sales, phone}
	managers  = []string{manager}
	phones    = []string{phone, auditPhone}
)

// allowed says for every operation who may call it. It repeats on purpose what the operations
// declare: whoever changes a right has to change it here too, and a new operation has to be thought of.
var allowed = map[string][]string{
	"GET /api/setup":                      everybody, // tells no more than that the box is new; the code only to the house
	"POST /api/setup":                     everybody, // needs the one-time code
	"POST /api/session":                   everybody,
	"DELETE /api/session":                 everybody,
	"GET /api/session":                    desks,
	"PATCH /api/profile":                  desks,
	"POST /api/profile/password":          desks,
	"GET /api/colleagues":                 signedIn,
	"GET /api/users":                      managers,
	"POST /api/users":                     managers,
	"PATCH /api/users/{id}":               managers,
	"PUT /api/users/{id}/photo":           managers, // of another user; everybody at a desk sets their own
	"DELETE /api/users/{id}/photo":        managers,
	"GET /api/users/{id}/photo/{version}": signedIn,

	"GET /api/dealership": signedIn,
	"PUT /api/dealership": managers,
	"GET /api/changes":    managers,

	"GET /api/devices":               managers,
	"PATCH /api/devices/{id}":        managers,
	"POST /api/devices":              managers,
	"DELETE /api/devices/{id}":       managers,
	"POST /api/devices/{id}/pairing": managers,
	"POST /api/devices/pair":         everybody, // needs the code that the office shows
	"GET /api/devices/me":            phones,

	"GET /api/checklists":            workshop,
	"GET /api/messages/default":      workshop,
	"GET /api/vehicles/measurements": workshop,

	"GET /api/interventions":                                workshop,
	"POST /api/interventions":                               workshop,
	"GET /api/interventions/{id}":                           workshop,
	"PATCH /api/interventions/{id}":                         workshop,
	"DELETE /api/interventions/{id}":                        managers,
	"GET /api/interventions/:id/preview":                    workshop,
	"GET /api/interventions/{id}/preview/mail":              handlers,
	"POST /api/interventions/{id}/send":                     handlers,
	"POST /api/interventions/{id}/sendings/{sending}/retry": handlers,
	"POST /api/interventions/{id}/share":                    workshop,
	"POST /api/interventions/{id}/send-directly":            {phone}, // only direct messages, and only when the dealership allows it
	"POST /api/interventions/{id}/withdraw":                 handlers,
	"POST /api/interventions/{id}/accept":                   handlers,
	"POST /api/interventions/{id}/close":                    handlers,
	"POST /api/interventions/{id}/reopen":                   handlers,
	"POST /api/interventions/{id}/duplicate":                workshop,
	"PUT /api/interventions/{id}/media-order":               workshop,

	"POST /api/plates/read": workshop,

	"PATCH /api/media/{id}":        workshop,
	"DELETE /api/media/{id}":       workshop,
	"POST /api/media/{id}/restore": workshop,
	"PUT /api/media/{id}/drawing":  workshop,
	"OPTIONS /api/uploads":         everybody, // tells which tus extensions there are
	"OPTIONS /api/uploads/:id":     everybody,
	"POST /api/uploads":            workshop,
	"HEAD /api/uploads/:id":        workshop,
	"PATCH /api/uploads/:id":       workshop,
	"DELETE /api/uploads/:id":      workshop,

	"GET /api/events":  signedIn,
	"GET /healthz":     everybody,
	"GET /trust/check": everybody,
	"GET /metrics":     everybody, // by address, not by right
	"GET /*":           everybody,

	// Demonstration only: its mails go nowhere else.
	"GET /demo/mail":            everybody,
	"GET /demo/mail/:id":        everybody,
	"GET /demo/mail/:id/html":   everybody,
	"GET /demo/mail/:id/source": everybody,
}

// signed are addresses that carry their own right, which a refusal is about rather than the caller.
var signed = []string{"GET /media/:id/:variant", "HEAD /media/:id/:variant"}

// undeclared are routes that no caller needs a right for and that no operation describes.
var undeclared = regexp.MustCompile(`^(GET /api/openapi(-3\.0)?\.(json|yaml)|[A-Z]+ /c/\*|HEAD /\*)$`)

// TestRights calls every operation as everybody. The answer is 401 or 403 exactly for those whom
// the table above does not name.
func TestRights(t *testing.T) {
	b := openForTest(t)
	server := httptest.NewServer(b.Server.Handler())
	t.Cleanup(server.Close)
	t.Cleanup(b.Server.EndEvents)
	house := newHouse(t, b)
	seen := map[string]bool{}
	for _, operation := range b.Server.Declared() {
		name := operation.Method + " " + operation.Path
		seen[name] = true
		if slices.Contains(signed, name) {
			continue
		}
		may, known := allowed[name]
		if !known {
			t.Errorf("%s: say in the table who may call it", name)
			continue
		}
		for _, caller := range everybody {
			path := parameter.ReplaceAllString(operation.Path, "01998a3c-0000-7000-8000-000000000000")
			if caller == sales && name == "GET /api/interventions" {
				path += "?mode=sales" // the usual mode is not theirs
			}
			status := call(t, operation.Method, server.URL+path, house.credentials(caller))
			if refused := status == http.StatusUnauthorized || status == http.StatusForbidden; refused == slices.Contains(may, caller) {
				t.Errorf("%s as %s: %d", name, caller, status)
			}
			if anonymous := caller == nobody || caller == technician || caller == auditor; anonymous && status == http.StatusForbidden {
				t.Errorf("%s as %s: 403, but nobody is signed in", name, caller)
			}
		}
	}
	for name := range allowed {
		if !seen[name] {
			t.Errorf("%s is in the table, but there is no such operation", name)
		}
	}
}

// TestNoRouteWithoutRight finds routes that were added beside the declared ones.
func TestNoRouteWithoutRight(t *testing.T) {
	b := openForTest(t)
	declared := map[string]bool{}
	for _, operation := range b.Server.Declared() {
		declared[operation.Method+" "+parameter.ReplaceAllString(operation.Path, ":x")] = true
	}
	router, ok := b.Server.Handler().(*echo.Echo)
	if !ok {
		t.Fatalf("the routes cannot be read from a %T", b.Server.Handler())
	}
	for _, route := range router.Routes() {
		name := route.Method + " " + route.Path
		if !declared[route.Method+" "+parameter.ReplaceAllString(route.Path, ":x")] && !undeclared.MatchString(name) {
			t.Errorf("%s declares no right", name)
		}
	}
}

// parameter is one of a path, as huma or as echo writes it.
var parameter = regexp.MustCompile(`\{[a-z_]+\}|:[a-z_]+`)

func openForTest(t *testing.T) *Box {
	t.Helper()
	c := config.Default()
	c.Server.Data = t.TempDir()
	c.Mail.Catch = true
	b, err := Open(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

// testHouse is a dealership with one caller of each kind.
type testHouse struct {
	t      *testing.T
	box    *Box
	users  map[string]string // by caller
	phones map[string]string // tokens by caller
}

func newHouse(t *testing.T, b *Box) testHouse {
	t.Helper()
	h := testHouse{t, b, map[string]string{}, map[string]string{}}
	ctx := context.Background()
	for caller, role := range map[string]web.Role{
		technician: web.Technician, auditor: web.Auditor, manager: web.DealerManager, backOffice: web.BackOffice,
		sales: web.Salesperson, auditManager: web.AuditManager,
	} {
		n := accounts.NewUser{FirstName: "A", LastName: "B", Language: "en", Roles: []web.Role{role}}
		if role.SignsIn() {
			n.Email, n.Password = string(role)+"@example.com", accounts.NewPassword()
		}
		user, err := b.Accounts.AddUser(ctx, n)
		if err != nil {
			t.Fatal(err)
		}
		h.users[caller] = user.ID
	}
	for caller, app := range map[string]string{phone: "fleetbox", auditPhone: "audits"} {
		_, pairing, err := b.Devices.Add(ctx, web.System(), devices.NewDevice{Name: app, App: app, Modes: web.AllModes()})
		if err != nil {
			t.Fatal(err)
		}
		paired, err := b.Devices.Pair(ctx, pairing.Code, "", "")
		if err != nil {
			t.Fatal(err)
		}
		h.phones[caller] = paired.Token
	}
	return h
}

// credentials are the headers with which a caller shows who it is. Users get a new session each
// time, written past the sign-in, since one of the operations ends it.
func (h testHouse) credentials(caller string) http.Header {
	h.t.Helper()
	header := http.Header{}
	if token := h.phones[caller]; token != "" {
		header.Set("Authorization", "Bearer "+token)
	}
	if id := h.users[caller]; id != "" {
		token, hash := web.NewToken()
		err := h.box.Store.Write(context.Background(), func(tx *store.Tx) error {
			const end = 1 << 50 // milliseconds, far away
			return tx.Table("sessions").Create(map[string]any{
				"token_hash": hash, "user_id": id, "remember": 0, "created_at": store.At(tx.Now), "seen_at": store.At(tx.Now), "expires_at": end,
			}).Error
		})
		if err != nil {
			h.t.Fatal(err)
		}
		header.Set("Cookie", accounts.CookieName+"="+token)
	}
	return header
}

// call makes a request that changes nothing even when it is allowed: it names nothing that exists and carries an empty object.
func call(t *testing.T, method, address string, header http.Header) int {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel() // ends the event stream
	request, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader([]byte("{}")))
	if err != nil {
		t.Fatal(err)
	}
	request.Header = header
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	if err := response.Body.Close(); err != nil {
		t.Error(err)
	}
	return response.StatusCode
}
