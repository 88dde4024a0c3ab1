package media_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"fleetbox/app/interventions"
	"fleetbox/app/locale"
	"fleetbox/app/media"
	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/web"
	"fleetbox/embed"
	"fleetbox/jobs"
)

// Callers, as the test's authenticator knows them.
const (
	phone    = "device:phone-1"
	phoneTwo = "device:phone-2"
	office   = "user:back_office"
	sales    = "user:salesperson"
	nobody   = ""
)

var limits = media.Limits{Photos: 50, Video: 5 * time.Minute, VideoTotal: 10 * time.Minute}

// box is a FleetBox as far as files need it: real database, router, queue and interventions.
type box struct {
	t       testing.TB
	ctx     context.Context
	dir     string
	store   *store.Store
	service *media.Service
	url     string
	limits  media.Limits
	revoked string // a device

	mu    sync.Mutex
	moved time.Duration
	close func()
}

type setup struct {
	dir            string
	ffmpeg         string
	idle           bool // no queue
	maxUploadBytes int64
	prepare        func(*media.Service)
}

func start(t testing.TB, o setup) *box {
	t.Helper()
	if o.dir == "" {
		o.dir = t.TempDir()
	}
	if o.ffmpeg == "" {
		o.ffmpeg = "ffmpeg"
	}
	if o.maxUploadBytes == 0 {
		o.maxUploadBytes = 1 << 30
	}
	b := &box{t: t, ctx: context.Background(), dir: o.dir, limits: limits}
	st, err := store.Open(b.ctx, o.dir, store.WithClock(b.now))
	must(t, err)
	b.store = st
	b.service, err = media.New(media.Options{
		Store: st, Secret: []byte("a secret of the box"), FFmpeg: o.ffmpeg, FFprobe: "ffprobe",
		Limits:         func(context.Context) (media.Limits, error) { return b.getLimits(), nil },
		Paired:         b.paired,
		MaxUploadBytes: o.maxUploadBytes, UploadExpiry: 7 * 24 * time.Hour,
	})
	must(t, err)
	b.service.SetGuard(interventions.New(interventions.Options{Store: st, Media: b.service}))
	texts, err := locale.Load(embed.Locales())
	must(t, err)
	srv := web.New(web.Options{Store: st, Texts: texts, Version: "test"})
	srv.Authenticate(authenticate)
	b.service.Register(srv)
	server := httptest.NewServer(srv.Handler())
	b.url = server.URL

	ctx, cancel := context.WithCancel(b.ctx)
	ended := make(chan error, 1)
	q := jobs.New(st, jobs.Options{Queues: media.Queues(1), ShutdownTimeout: 20 * time.Second})
	if o.prepare != nil {
		o.prepare(b.service)
	}
	b.service.Handle(q)
	if o.idle {
		ended <- nil
	} else {
		go func() { ended <- q.Run(ctx) }()
	}
	b.close = sync.OnceFunc(func() {
		server.Close()
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(b.close)
	return b
}

func authenticate(r *http.Request) (web.Actor, error) {
	kind, id, _ := strings.Cut(r.Header.Get("X-Test-Actor"), ":")
	switch web.ActorKind(kind) {
	case web.ByDevice:
		return web.Actor{Kind: web.ByDevice, ID: id, Name: id, On: web.AllModes()}, nil
	case web.ByUser:
		return web.Actor{Kind: web.ByUser, ID: id, Name: id, Roles: []web.Role{web.Role(id)}}, nil
	}
	return web.Actor{}, nil
}

func (b *box) now() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return time.Now().Add(b.moved)
}

func (b *box) paired(_ context.Context, device string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if device == b.revoked {
		return problem.New(problem.SignedOut, "device_revoked")
	}
	return nil
}

func (b *box) getLimits() media.Limits {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.limits
}

func (b *box) setLimits(l media.Limits) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.limits = l
}

func (b *box) moveClock(by time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.moved += by
}

// intervention writes a pending intervention.
func (b *box) intervention() string {
	b.t.Helper()
	id := store.NewID()
	must(b.t, b.store.Write(b.ctx, func(tx *store.Tx) error {
		if err := tx.Exec("INSERT OR IGNORE INTO brands (id, position, name, color) VALUES ('atlas', 0, 'Atlas', '#123456')").Error; err != nil {
			return err
		}
		return tx.Exec(`INSERT INTO interventions (id, mode, module, brand, reference, status, currency, created_at, updated_at)
			VALUES (?, 'after_sales', 'mechanics', 'atlas', 'R 1', 'pending', 'EUR', 0, 0)`, id).Error
	}))
	return id
}

// work writes a work of an intervention.
func (b *box) work(intervention string) string {
	b.t.Helper()
	id := store.NewID()
	b.exec(`INSERT INTO works (id, intervention_id, position, label, urgency, price_includes_vat, vat_bp, quantity, discount_kind, discount_value)
		VALUES (?, ?, 0, 'Brake pads', 'urgent', 1, 1900, 1000, 'none', 0)`, id, intervention)
	return id
}

func (b *box) exec(query string, args ...any) {
	b.t.Helper()
	must(b.t, b.store.Write(b.ctx, func(tx *store.Tx) error { return tx.Exec(query, args...).Error }))
}

func (b *box) count(query string, args ...any) int {
	b.t.Helper()
	var n int
	must(b.t, b.store.Read(b.ctx).Raw(query, args...).Scan(&n).Error)
	return n
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (a answer) code() string {
	var p struct{ Code string }
	_ = json.Unmarshal(a.body, &p)
	return p.Code
}

func (a answer) offset() int64 {
	n, err := strconv.ParseInt(a.header.Get("Upload-Offset"), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

func (b *box) do(as, method, path string, body io.Reader, header map[string]string) answer {
	b.t.Helper()
	a, err := b.try(as, method, path, body, header)
	must(b.t, err)
	return a
}

func (b *box) try(as, method, path string, body io.Reader, header map[string]string) (answer, error) {
	r, err := http.NewRequestWithContext(b.ctx, method, b.url+path, body)
	if err != nil {
		return answer{}, err
	}
	r.Header.Set("X-Test-Actor", as)
	for name, value := range header {
		r.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = response.Body.Close() }()
	content, err := io.ReadAll(response.Body)
	return answer{response.StatusCode, response.Header, content}, err
}

func (b *box) json(as, method, path string, body, into any) answer {
	b.t.Helper()
	var content bytes.Buffer
	if body != nil {
		must(b.t, json.NewEncoder(&content).Encode(body))
	}
	a := b.do(as, method, path, &content, map[string]string{"Content-Type": "application/json"})
	if into != nil && a.status < 300 {
		must(b.t, json.Unmarshal(a.body, into))
	}
	return a
}

// sending is a file on its way, as a phone sees it.
type sending struct {
	b        *box
	as       string
	id       string
	location string
	content  []byte
	meta     map[string]string
}

func (b *box) sending(as, intervention, kind string, content []byte) *sending {
	sum := sha256.Sum256(content)
	id := store.NewID()
	return &sending{b: b, as: as, id: id, content: content, meta: map[string]string{
		"intervention": intervention, "id": id, "kind": kind, "purpose": "customer", "public": "true",
		"filename": "any name", "sha256": hex.EncodeToString(sum[:]),
	}}
}

var tusHeader = map[string]string{"Tus-Resumable": "1.0.0"}

func with(header map[string]string, pairs ...string) map[string]string {
	header = maps.Clone(header)
	for i := 0; i < len(pairs); i += 2 {
		header[pairs[i]] = pairs[i+1]
	}
	return header
}

func encodeMetadata(meta map[string]string) string {
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(meta)) {
		pairs = append(pairs, name+" "+base64.StdEncoding.EncodeToString([]byte(meta[name])))
	}
	return strings.Join(pairs, ",")
}

func (s *sending) create() answer {
	s.b.t.Helper()
	a := s.b.do(s.as, "POST", "/api/uploads", nil, with(tusHeader,
		"Upload-Length", strconv.Itoa(len(s.content)), "Upload-Metadata", encodeMetadata(s.meta)))
	if a.status == http.StatusCreated {
		s.location = a.header.Get("Location")
	}
	return a
}

func (s *sending) head() answer {
	s.b.t.Helper()
	return s.b.do(s.as, "HEAD", s.location, nil, tusHeader)
}

func (s *sending) patch(from, to int64) answer {
	s.b.t.Helper()
	return s.patchWith(from, to, "")
}

func (s *sending) patchWith(from, to int64, checksum string) answer {
	s.b.t.Helper()
	header := with(tusHeader, "Upload-Offset", strconv.FormatInt(from, 10), "Content-Type", "application/offset+octet-stream")
	if checksum != "" {
		header["Upload-Checksum"] = checksum
	}
	return s.b.do(s.as, "PATCH", s.location, bytes.NewReader(s.content[from:to]), header)
}

// send uploads the whole file at once and returns the confirmation.
func (s *sending) send() answer {
	s.b.t.Helper()
	if a := s.create(); a.status != http.StatusCreated {
		s.b.t.Fatalf("create: %d %s", a.status, a.body)
	}
	if len(s.content) == 0 {
		return s.head()
	}
	a := s.patch(0, int64(len(s.content)))
	if a.status != http.StatusNoContent || a.header.Get("X-FleetBox-Sha256") != s.meta["sha256"] || a.header.Get("X-FleetBox-Media") != s.id {
		s.b.t.Fatalf("not confirmed: %d %v %s", a.status, a.header, a.body)
	}
	return a
}

// view returns a file as screens see it.
func (b *box) view(intervention, id string) media.View {
	b.t.Helper()
	views, err := b.service.Of(web.WithActor(b.ctx, web.Actor{Kind: web.ByDevice, ID: "phone-1"}), intervention)
	must(b.t, err)
	for _, v := range views {
		if v.ID == id {
			return v
		}
	}
	b.t.Fatalf("no media %s", id)
	return media.View{}
}

// wait polls until a file is as wanted.
func (b *box) wait(intervention, id string, as func(media.View) bool) media.View {
	b.t.Helper()
	end := time.Now().Add(2 * time.Minute)
	for time.Now().Before(end) {
		if v := b.view(intervention, id); as(v) {
			return v
		}
		time.Sleep(20 * time.Millisecond)
	}
	v, _ := json.Marshal(b.view(intervention, id))
	b.t.Fatalf("waited in vain: %s", v)
	return media.View{}
}

func settled(v media.View) bool { return v.State != media.Processing }

func final(v media.View) bool { return v.State == media.Failed || v.Revisions[media.VideoStream] >= 2 }

func problemOf(v media.View) string {
	if v.Problem == nil {
		return ""
	}
	return *v.Problem
}

// original is what the box keeps of a file.
func (b *box) original(id string) []byte {
	b.t.Helper()
	content, err := os.ReadFile(b.service.Place(id) + "/original")
	must(b.t, err)
	return content
}

func noise(seed, size int) []byte {
	out := make([]byte, 0, size+32)
	sum := sha256.Sum256(fmt.Append(nil, seed))
	for len(out) < size {
		sum = sha256.Sum256(sum[:])
		out = append(out, sum[:]...)
	}
	return out[:size]
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
