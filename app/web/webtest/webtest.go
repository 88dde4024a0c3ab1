// Package webtest runs a real box for tests: a fresh database, the real server on a real port,
// people of every role and phones, and requests written as data.
package webtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fleetbox/app/accounts"
	"fleetbox/app/devices"
	"fleetbox/app/locale"
	"fleetbox/app/store"
	"fleetbox/app/system"
	"fleetbox/app/web"
	"fleetbox/embed"
)

// Password is that of everybody whom a Box makes.
const Password = "Workshop-2026"

// Box is a running FleetBox with whatever was mounted on it.
type Box struct {
	T        testing.TB
	Clock    *Clock
	Store    *store.Store
	Texts    *locale.Catalogue
	Server   *web.Server
	System   *system.Service
	Accounts *accounts.Service
	Devices  *devices.Service
	URL      string

	mu      sync.Mutex
	clients map[string]*Client
}

// Clock is the time of a Box: that of the machine, moved by as much as a test likes.
type Clock struct {
	mu      sync.Mutex
	moved   time.Duration
	stopped time.Time
}

// Now is the time that the box believes in.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.stopped.IsZero() {
		return c.stopped.Add(c.moved)
	}
	return time.Now().Add(c.moved)
}

// Stop holds the clock where it is; Move still moves it.
func (c *Clock) Stop() {
	now := c.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stopped, c.moved = now, 0
}

// Move sets the clock forward, or back.
func (c *Clock) Move(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.moved += by
}

const databaseFile = "fleetbox.db"

// emptyDatabase is a database that was just migrated. Each box gets a copy, since migrating takes
// longer than most tests.
var emptyDatabase = sync.OnceValues(func() (data []byte, err error) {
	dir, err := os.MkdirTemp("", "webtest")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	st, err := store.Open(context.Background(), dir)
	if err != nil {
		return nil, err
	}
	if err := st.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, databaseFile))
})

// Start runs a box with a dealership. mount may add further domains before it serves.
func Start(t testing.TB, mount ...func(*Box)) *Box {
	t.Helper()
	b := StartEmpty(t, mount...)
	d := system.Default("en", "Europe/Berlin")
	d.Name = "Autohaus Test"
	d.Brands = []system.Brand{{Name: "Velora", Color: "#1c5d99"}, {Name: "Kestrel", Color: "#b3261e"}}
	err := b.Store.Write(context.Background(), func(tx *store.Tx) error { return b.System.Establish(tx, web.System(), d) })
	b.ok(err)
	b.System.Forget()
	return b
}

// StartEmpty runs a box on which nobody has set anything up.
func StartEmpty(t testing.TB, mount ...func(*Box)) *Box {
	t.Helper()
	b := &Box{T: t, Clock: &Clock{}, clients: map[string]*Client{}}
	var err error
	b.Texts, err = locale.Load(embed.Locales())
	b.ok(err)
	dir := t.TempDir()
	empty, err := emptyDatabase()
	b.ok(err)
	b.ok(os.WriteFile(filepath.Join(dir, databaseFile), empty, 0o600))
	b.Store, err = store.Open(context.Background(), dir, store.WithClock(b.Clock.Now))
	b.ok(err)
	t.Cleanup(func() { b.ok(b.Store.Close()) })
	b.Server = web.New(web.Options{
		Store: b.Store, Texts: b.Texts, Version: "test",
		Health: func(context.Context) web.Health { return web.Health{Status: "ok"} },
	})
	b.System = system.New(b.Store, b.Texts)
	b.Accounts = accounts.New(accounts.Options{Store: b.Store, System: b.System, Texts: b.Texts, Version: "test"})
	b.Devices = devices.New(devices.Options{Store: b.Store, System: b.System, Version: "test"})
	b.Server.Authenticate(b.Accounts.Authenticator())
	b.Server.Authenticate(b.Devices.Authenticator())
	b.System.Register(b.Server)
	b.Accounts.Register(b.Server)
	b.Devices.Register(b.Server)
	for _, add := range mount {
		add(b)
	}
	listening := httptest.NewServer(b.Server.Handler())
	b.URL = listening.URL
	t.Cleanup(func() {
		b.Server.EndEvents()
		listening.Close()
	})
	return b
}

func (b *Box) ok(err error) {
	b.T.Helper()
	if err != nil {
		b.T.Fatal(err)
	}
}

// Nobody is a caller who shows nothing.
func (b *Box) Nobody() *Client { return &Client{box: b, Header: http.Header{}} }

// As is a user with this one role, always the same one. A role that does not sign in has no
// session; whoever acts as it is nobody to the server.
func (b *Box) As(role web.Role) *Client {
	b.T.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if known := b.clients[string(role)]; known != nil {
		return known
	}
	name := strings.ReplaceAll(string(role), "_", "-")
	client := b.Nobody()
	client.ID = b.NewUser(name+"@example.com", role).ID
	if role.SignsIn() {
		client = b.SignIn(name + "@example.com")
	}
	b.clients[string(role)] = client
	return client
}

// NewUser makes a user; one who signs in has the address and Password.
func (b *Box) NewUser(email string, roles ...web.Role) accounts.User {
	b.T.Helper()
	n := accounts.NewUser{FirstName: "Alex", LastName: string(roles[0]), Language: "en", Roles: roles}
	if slices.ContainsFunc(roles, web.Role.SignsIn) {
		n.Email, n.Password = email, Password
	}
	user, err := b.Accounts.Create(context.Background(), web.System(), n)
	b.ok(err)
	return user
}

// SignIn opens a session for a user made by NewUser.
func (b *Box) SignIn(email string) *Client {
	b.T.Helper()
	signed, err := b.Accounts.SignIn(context.Background(), email, Password, false)
	b.ok(err)
	client := b.Nobody()
	client.ID, client.Token = signed.Session.User.ID, signed.Token
	client.Header.Set("Cookie", accounts.CookieName+"="+signed.Token)
	return client
}

// Phone is a paired phone, always the same one of a name.
func (b *Box) Phone(name string) *Client {
	b.T.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if known := b.clients["phone "+name]; known != nil {
		return known
	}
	ctx := context.Background()
	_, pairing, err := b.Devices.Add(ctx, web.System(), devices.NewDevice{Name: name, App: "fleetbox", Modes: web.AllModes()})
	b.ok(err)
	paired, err := b.Devices.Pair(ctx, pairing.Code, "1.0", "test")
	b.ok(err)
	client := b.Nobody()
	client.ID, client.Token = paired.Device.ID, paired.Token
	client.Header.Set("Authorization", "Bearer "+paired.Token)
	b.clients["phone "+name] = client
	return client
}

// Listen opens the caller's event stream; the channel is closed when the box ends it.
func (b *Box) Listen(c *Client) (ended <-chan struct{}) {
	b.T.Helper()
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, b.URL+"/api/events", nil)
	b.ok(err)
	request.Header = c.Header.Clone()
	response, err := http.DefaultClient.Do(request)
	b.ok(err)
	first := make([]byte, 1)
	_, err = response.Body.Read(first)
	b.ok(err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = io.Copy(io.Discard, response.Body) // ends with the stream, however it ends
		_ = response.Body.Close()
	}()
	return done
}

// Client makes requests as one caller.
type Client struct {
	ID     string // of the user or device
	Token  string
	Header http.Header // sent with every request
	box    *Box
}

// Answer is what came back.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Do makes a request. body is nil, bytes, or anything else that is sent as JSON.
func (c *Client) Do(method, path string, body any) Answer {
	c.box.T.Helper()
	var reader io.Reader
	kind := ""
	switch body := body.(type) {
	case nil:
	case []byte:
		reader, kind = bytes.NewReader(body), "application/octet-stream"
	default:
		data, err := json.Marshal(body)
		c.box.ok(err)
		reader, kind = bytes.NewReader(data), "application/json"
	}
	request, err := http.NewRequestWithContext(context.Background(), method, c.box.URL+path, reader)
	c.box.ok(err)
	request.Header = c.Header.Clone()
	if kind != "" && request.Header.Get("Content-Type") == "" {
		request.Header.Set("Content-Type", kind)
	}
	response, err := http.DefaultClient.Do(request)
	c.box.ok(err)
	defer func() { c.box.ok(response.Body.Close()) }()
	data, err := io.ReadAll(response.Body)
	c.box.ok(err)
	return Answer{response.StatusCode, response.Header, data}
}

// Get makes a GET request and reads its good answer into out.
func (c *Client) Get(path string, out any) {
	c.box.T.Helper()
	c.Good(http.MethodGet, path, nil, out)
}

// Good makes a request that must succeed and reads its answer into out, unless that is nil.
func (c *Client) Good(method, path string, body, out any) {
	c.box.T.Helper()
	answer := c.Do(method, path, body)
	if answer.Status >= 300 {
		c.box.T.Fatalf("%s %s: %d %s", method, path, answer.Status, answer.Body)
	}
	if out != nil {
		c.box.ok(json.Unmarshal(answer.Body, out))
	}
}

// Problem reads the answer as a problem.
func (a Answer) Problem() web.Problem {
	var p web.Problem
	if json.Unmarshal(a.Body, &p) != nil {
		return web.Problem{}
	}
	return p
}

// Record asks the box's handler without a network in between, for requests from addresses that a
// test cannot have.
func Record(b *Box, request *http.Request) Answer {
	recorder := httptest.NewRecorder()
	b.Server.Handler().ServeHTTP(recorder, request)
	return Answer{recorder.Code, recorder.Header(), recorder.Body.Bytes()}
}
