package customerpage

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"image"
	"image/jpeg"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"

	"fleetbox/app/interventions"
	"fleetbox/app/locale"
	"fleetbox/app/media"
	"fleetbox/app/messages"
	"fleetbox/app/store"
	"fleetbox/app/system"
	"fleetbox/app/web"
	"fleetbox/embed"
)

// start is Monday morning in the dealership.
var start = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

type noSendings struct{}

func (noSendings) SendingsOf(context.Context, string) ([]interventions.Sending, error) {
	return []interventions.Sending{}, nil
}

// house is a dealership whose page is asked over real HTTP.
type house struct {
	t     testing.TB
	ctx   context.Context
	clock *clockwork.FakeClock
	st    *store.Store
	box   *interventions.Service
	files *media.Service
	page  *Service
	web   *httptest.Server
	actor web.Actor
}

func openHouse(t testing.TB) *house {
	t.Helper()
	h := &house{t: t, ctx: context.Background(), clock: clockwork.NewFakeClockAt(start)}
	var err error
	h.st, err = store.Open(h.ctx, t.TempDir(), store.WithClock(h.clock.Now))
	h.must(err)
	t.Cleanup(func() { h.must(h.st.Close()) })
	texts, err := locale.Load(embed.Locales())
	h.must(err)
	dealership := system.New(h.st, texts)
	h.files, err = media.New(media.Options{
		Store: h.st, Secret: []byte("secret"), FFmpeg: "ffmpeg", FFprobe: "ffprobe", MaxUploadBytes: 1 << 20, UploadExpiry: time.Hour,
		Limits: func(context.Context) (media.Limits, error) { return media.Limits{}, nil },
	})
	h.must(err)
	h.box = interventions.New(interventions.Options{
		Store: h.st, Media: h.files, Dealership: dealership, Messages: messages.New(texts, dealership),
		Links: interventions.LinkOptions{Secret: []byte("secret"), PublicURL: func() string { return "https://autohaus.test" }, ValidFor: 30 * 24 * time.Hour},
	})
	h.files.SetGuard(h.box)
	h.box.SetSendings(noSendings{})
	h.page = New(Options{Store: h.st, Interventions: h.box, Media: h.files, Dealership: dealership, Texts: texts, Pages: embed.Pages()})
	h.web = httptest.NewServer(h.page.Handler())
	t.Cleanup(h.web.Close)
	h.actor = web.Actor{Kind: web.ByUser, ID: "01900000-0000-7000-8000-000000000001", Name: "Ada Berg", Roles: []web.Role{web.BackOffice}}
	h.must(h.st.Write(h.ctx, func(tx *store.Tx) error {
		if err := tx.Exec(`INSERT INTO users (id, first_name, last_name, language, roles, created_at, updated_at)
			VALUES (?, 'Ada', 'Berg', 'de', '["back_office"]', 0, 0)`, h.actor.ID).Error; err != nil {
			return err
		}
		return dealership.Establish(tx, web.System(), system.Dealership{
			Name: "Autohaus Berg", Address: "Hauptstraße 1\n10115 Berlin", Phone: "+49 (0)30 555-0100", Email: "service@autohaus.test",
			Website: "https://autohaus.test", Country: "DE", Language: "de", TimeZone: "Europe/Berlin", Currency: "EUR", VATRates: []int{1900},
			Brands: []system.Brand{{ID: "nordvik", Name: "Nordvik", Color: "#0a5c8f"}},
			Limits: system.Limits{Photos: 50, VideoSeconds: 300, VideoTotalSeconds: 600},
		})
	}))
	return h
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func ptr[T any](v T) *T { return &v }

// line is one of a works list; price 0 means not priced.
func line(label string, urgency interventions.Urgency, price int64) interventions.WorkInput {
	w := interventions.WorkInput{
		ID: store.NewID(), Label: label, Urgency: urgency, VATBP: 1900, Quantity: 1000, PriceIncludesVAT: true,
		Discount: interventions.Discount{Kind: interventions.NoDiscount},
	}
	if price > 0 {
		w.UnitPrice = &price
	}
	return w
}

// file makes an intervention with one urgent, one advised, one offered and one fine work.
func (h *house) file(more ...func(*interventions.Changes)) *interventions.Intervention {
	h.t.Helper()
	c := interventions.Changes{
		Module: ptr(interventions.Mechanics), Brand: ptr("nordvik"), Reference: ptr("RO-48213"),
		Message:   ptr("Bei der Durchsicht sind uns zwei Dinge aufgefallen.\n\nIhre Ada Berg"),
		WorksDone: ptr("Ölwechsel, Reifen getauscht"),
		Vehicle:   &interventions.VehicleChanges{Plate: ptr("B-FX 1234"), Make: ptr("Nordvik"), Model: ptr("Fjell")},
		Customer: &interventions.CustomerChanges{
			Title: ptr("ms"), FirstName: ptr("Jana"), LastName: ptr("Krüger"), Email: ptr("jana@kunden.test"), Language: ptr("de"),
		},
		Works: &[]interventions.WorkInput{
			line("Bremsbeläge vorn", interventions.Urgent, 22491), line("Wischerblätter", interventions.Advised, 3900),
			line("Wischwasser aufgefüllt", interventions.Offered, 0), line("Batterie", interventions.OK, 0),
		},
		AnswerBy: web.Nullable[time.Time]{Sent: true, Value: ptr(start.Add(6 * time.Hour))},
	}
	for _, change := range more {
		change(&c)
	}
	in, err := h.box.Create(h.ctx, h.actor, interventions.Draft{ID: store.NewID(), Mode: web.AfterSales, Changes: c})
	h.must(err)
	return in
}

// share sends an intervention by link and returns the link's path.
func (h *house) share(in *interventions.Intervention) string {
	h.t.Helper()
	address, err := h.box.Share(h.ctx, h.actor, in.ID, interventions.AnyVersion)
	h.must(err)
	parsed, err := url.Parse(address)
	h.must(err)
	return parsed.Path
}

// add gives an intervention a file that is ready, with every form it needs.
func (h *house) add(in *interventions.Intervention, kind media.Kind, name string, change ...string) string {
	h.t.Helper()
	id := store.NewID()
	dir := filepath.Join(h.st.Dir, "media", id[len(id)-2:], id)
	h.must(os.MkdirAll(dir, 0o700))
	var picture bytes.Buffer
	h.must(jpeg.Encode(&picture, image.NewGray(image.Rect(0, 0, 48, 32)), nil))
	forms := map[media.Kind][]string{media.Photo: {"small", "large"}, media.Video: {"small", "poster", "video"}, media.Document: {}}
	h.must(os.WriteFile(filepath.Join(dir, "original"), []byte("the original"), 0o600))
	h.must(h.st.Write(h.ctx, func(tx *store.Tx) error {
		if err := tx.Exec(`INSERT INTO media (id, intervention_id, kind, purpose, public, position, state, name, mime, size, sha256, width, height, duration_ms, created_at)
			VALUES (?, ?, ?, 'customer', 1, 1, 'ready', ?, 'application/pdf', 123456, 'x', 1280, 720, 60000, 0)`, id, in.ID, kind, name).Error; err != nil {
			return err
		}
		for _, form := range forms[kind] {
			content, file, mime := picture.Bytes(), form+"-1.jpg", "image/jpeg"
			if form == "video" {
				content, file, mime = bytes.Repeat([]byte("v"), 100_000), "video-1.mp4", "video/mp4"
			}
			if err := os.WriteFile(filepath.Join(dir, file), content, 0o600); err != nil {
				return err
			}
			if err := tx.Exec(`INSERT INTO media_renditions (media_id, variant, file, mime, size, width, height)
				VALUES (?, ?, ?, ?, ?, 48, 32)`, id, form, file, mime, len(content)).Error; err != nil {
				return err
			}
		}
		for _, set := range change {
			if err := tx.Exec("UPDATE media SET "+set+" WHERE id = ?", id).Error; err != nil {
				return err
			}
		}
		return nil
	}))
	return id
}

// got is what a browser got.
type got struct {
	code   int
	header http.Header
	body   string
}

// text is the page as it reads: without marks, entities resolved.
func (g got) text() string {
	body := regexp.MustCompile(`(?s)<style.*?</style>|<script.*?</script>`).ReplaceAllString(g.body, "")
	return strings.Join(strings.Fields(html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(body, " "))), " ")
}

func (h *house) do(method, path string, form url.Values, header ...string) got {
	h.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	return h.send(method, path, body, append([]string{"Content-Type", "application/x-www-form-urlencoded"}, header...)...)
}

func (h *house) send(method, path string, body io.Reader, header ...string) got {
	h.t.Helper()
	r, err := http.NewRequestWithContext(h.ctx, method, h.web.URL+path, body)
	h.must(err)
	r.Header.Set("Accept-Encoding", "identity")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(r)
	h.must(err)
	defer func() { _ = answer.Body.Close() }()
	content, err := io.ReadAll(answer.Body)
	h.must(err)
	return got{answer.StatusCode, answer.Header, string(content)}
}

func (h *house) get(path string, header ...string) got {
	return h.do(http.MethodGet, path, nil, header...)
}

// filled is the form of a page, filled in: each work decided, and signed.
func (h *house) filled(page got, decide func(i int) string) url.Values {
	h.t.Helper()
	form := url.Values{"signature": {"Jana Krüger"}, "comment": {"Danke"}}
	if m := regexp.MustCompile(`name="shown" value="([^"]+)"`).FindStringSubmatch(page.body); m != nil {
		form.Set("shown", m[1])
	}
	for i, m := range regexp.MustCompile(`name="(d-[0-9a-f-]+)" value="accepted"`).FindAllStringSubmatch(page.body, -1) {
		form.Set(m[1], decide(i))
	}
	return form
}

func (h *house) status(in *interventions.Intervention) interventions.Status {
	h.t.Helper()
	now, err := h.box.Get(h.ctx, in.ID)
	h.must(err)
	return now.Status
}

// state is the whole content of the database, to see whether anything changed.
func (h *house) state() string {
	h.t.Helper()
	var tables []string
	h.must(h.st.Read(h.ctx).Raw("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'interventions_%'").Scan(&tables).Error)
	var out strings.Builder
	for _, table := range tables {
		rows, err := h.st.Read(h.ctx).Raw("SELECT * FROM " + table).Rows()
		h.must(err)
		columns, err := rows.Columns()
		h.must(err)
		for rows.Next() {
			values, places := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				places[i] = &values[i]
			}
			h.must(rows.Scan(places...))
			fmt.Fprintln(&out, table, values)
		}
		h.must(rows.Err())
		h.must(rows.Close())
	}
	return out.String()
}
