package sending

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"

	"fleetbox/app/interventions"
	"fleetbox/app/locale"
	"fleetbox/app/media"
	"fleetbox/app/messages"
	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/system"
	"fleetbox/app/web"
	"fleetbox/embed"
	"fleetbox/jobs"
)

// start is Monday morning in the dealership.
var start = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// house is a dealership on real parts: a database on disk, the queue, a mail server.
type house struct {
	t     testing.TB
	ctx   context.Context
	clock *clockwork.FakeClock // nil: the real one
	st    *store.Store
	box   *interventions.Service
	mails *Service
	queue *jobs.Queue
	actor web.Actor
	stop  func()
}

// openHouse opens a house in dir, on the clock, and starts its queue. What is in dir already stays.
func openHouse(t testing.TB, dir string, clock *clockwork.FakeClock, c Mail, p *post) *house {
	t.Helper()
	h := &house{t: t, ctx: context.Background(), clock: clock}
	var options []store.Option
	queueOptions := jobs.Options{Queues: map[string]int{Queue: Workers}, ShutdownTimeout: 4 * time.Second}
	if clock != nil {
		options = append(options, store.WithClock(clock.Now))
		queueOptions.Clock = clock
	}
	var err error
	h.st, err = store.Open(h.ctx, dir, options...)
	h.must(err)
	texts, err := locale.Load(embed.Locales())
	h.must(err)
	dealership := system.New(h.st, texts)
	files, err := media.New(media.Options{
		Store: h.st, Secret: []byte("secret"), FFmpeg: "ffmpeg", FFprobe: "ffprobe", MaxUploadBytes: 1 << 20, UploadExpiry: time.Hour,
		Limits: func(context.Context) (media.Limits, error) { return media.Limits{}, nil },
	})
	h.must(err)
	h.box = interventions.New(interventions.Options{
		Store: h.st, Media: files, Dealership: dealership, Messages: messages.New(texts, dealership),
		Links: interventions.LinkOptions{Secret: []byte("secret"), PublicURL: func() string { return "https://autohaus.test" }, ValidFor: 30 * 24 * time.Hour},
	})
	files.SetGuard(h.box)
	if p != nil && p.trust != nil {
		c.Trust = p.trust
	}
	h.mails = New(Options{Store: h.st, Texts: texts, Pages: embed.Pages(), Mail: c, Interventions: h.box, Media: files, Dealership: dealership})
	h.box.SetSendings(h.mails)
	h.queue = jobs.New(h.st, queueOptions)
	h.mails.Handle(h.queue)
	h.establish(dealership)
	h.run()
	return h
}

// establish sets up the dealership once.
func (h *house) establish(dealership *system.Service) {
	h.t.Helper()
	h.actor = web.Actor{Kind: web.ByUser, ID: "01900000-0000-7000-8000-000000000001", Name: "Ada Berg", Roles: []web.Role{web.BackOffice}}
	h.must(h.st.Write(h.ctx, func(tx *store.Tx) error {
		if known, err := dealership.Exists(tx); known || err != nil {
			return err
		}
		if err := tx.Exec(`INSERT INTO users (id, first_name, last_name, language, roles, created_at, updated_at)
			VALUES (?, 'Ada', 'Berg', 'de', '["back_office"]', 0, 0)`, h.actor.ID).Error; err != nil {
			return err
		}
		return dealership.Establish(tx, web.System(), system.Dealership{
			Name: "Autohaus Berg", Address: "Hauptstraße 1, 10115 Berlin", Phone: "+49 30 5550100", Email: "service@autohaus.test",
			Country: "DE", Language: "de", TimeZone: "Europe/Berlin", Currency: "EUR", VATRates: []int{1900},
			Brands: []system.Brand{{ID: "nordvik", Name: "Nordvik", Color: "#0a5c8f"}},
			Limits: system.Limits{Photos: 50, VideoSeconds: 300, VideoTotalSeconds: 600},
		})
	}))
	dealership.Forget()
}

func (h *house) run() {
	ctx, cancel := context.WithCancel(h.ctx)
	ended := make(chan error, 1)
	go func() { ended <- h.queue.Run(ctx) }()
	var once bool
	h.stop = func() {
		if once {
			return
		}
		once = true
		cancel()
		if err := <-ended; err != nil {
			h.t.Error(err)
		}
		if err := h.st.Close(); err != nil {
			h.t.Error(err)
		}
	}
	h.t.Cleanup(h.stop)
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) wantProblem(err error, code string) {
	h.t.Helper()
	if !problem.Is(err, code) {
		h.t.Fatalf("got %v, want the problem %s", err, code)
	}
}

func newPress() Press { return Press{ID: store.NewID()} }

func ptr[T any](v T) *T { return &v }

// file makes an intervention that can be sent.
func (h *house) file(more ...func(*interventions.Changes)) *interventions.Intervention {
	h.t.Helper()
	none := interventions.Discount{Kind: interventions.NoDiscount}
	c := interventions.Changes{
		Module: ptr(interventions.Mechanics), Brand: ptr("nordvik"), Reference: ptr("RO-48213"),
		Vehicle: &interventions.VehicleChanges{Plate: ptr("B-FX 1234"), Make: ptr("Nordvik"), Model: ptr("Fjell")},
		Customer: &interventions.CustomerChanges{
			Title: ptr("ms"), FirstName: ptr("Jana"), LastName: ptr("Krüger"), Email: ptr("jana@kunden.test"), Language: ptr("de"),
		},
		Works: &[]interventions.WorkInput{
			{ID: store.NewID(), Label: "Bremsbeläge vorn", Urgency: interventions.Urgent, UnitPrice: ptr(int64(18900)), VATBP: 1900, Quantity: 1000, Discount: none},
			{ID: store.NewID(), Label: "Wischerblätter", Urgency: interventions.Advised, UnitPrice: ptr(int64(3900)), PriceIncludesVAT: true, VATBP: 1900, Quantity: 1000, Discount: none},
			{ID: store.NewID(), Label: "Batterie", Urgency: interventions.OK, VATBP: 1900, Quantity: 1000, Discount: none},
		},
		AnswerBy: web.Nullable[time.Time]{Sent: true, Value: ptr(h.st.Now().Add(6 * time.Hour))},
	}
	for _, change := range more {
		change(&c)
	}
	in, err := h.box.Create(h.ctx, h.actor, interventions.Draft{ID: store.NewID(), Mode: web.AfterSales, Changes: c})
	h.must(err)
	return in
}

// photo gives an intervention a picture that is ready.
func (h *house) photo(in *interventions.Intervention, kind media.Kind) {
	h.t.Helper()
	id := store.NewID()
	dir := filepath.Join(h.st.Dir, "media", id[len(id)-2:], id)
	h.must(os.MkdirAll(dir, 0o700))
	img := image.NewRGBA(image.Rect(0, 0, 480, 320))
	for i := range img.Pix {
		img.Pix[i] = 200
	}
	img.Set(1, 1, color.White)
	var out bytes.Buffer
	h.must(jpeg.Encode(&out, img, nil))
	h.must(os.WriteFile(filepath.Join(dir, "small-1.jpg"), out.Bytes(), 0o600))
	h.must(h.st.Write(h.ctx, func(tx *store.Tx) error {
		if err := tx.Exec(`INSERT INTO media (id, intervention_id, kind, purpose, public, position, state, name, mime, size, sha256, created_at)
			VALUES (?, ?, ?, 'customer', 1, 1, 'ready', 'a.jpg', 'image/jpeg', 1, '', 0)`, id, in.ID, kind).Error; err != nil {
			return err
		}
		return tx.Exec(`INSERT INTO media_renditions (media_id, variant, file, mime, size, width, height)
			VALUES (?, 'small', 'small-1.jpg', 'image/jpeg', 1, 480, 320)`, id).Error
	}))
}

// acceptedByPhone is the answer of a customer who called and wants everything.
func acceptedByPhone(in *interventions.Intervention) interventions.ManualAnswer {
	answer := interventions.ManualAnswer{Decisions: map[string]interventions.Decision{}, Origin: "phone"}
	for _, work := range in.Works {
		if work.Urgency.Proposed() {
			answer.Decisions[work.ID] = interventions.Accepted
		}
	}
	return answer
}

// sent returns the one sending of an intervention.
func (h *house) sent(id string) interventions.Sending {
	h.t.Helper()
	all, err := h.mails.SendingsOf(h.ctx, id)
	h.must(err)
	if len(all) != 1 {
		h.t.Fatalf("%d sendings, want one: %+v", len(all), all)
	}
	return all[0]
}

// settled waits until nothing is due.
func (h *house) settled() {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.ctx, 30*time.Second)
	defer cancel()
	h.must(h.queue.Drain(ctx))
}

// pass lets time pass. The queue may just have begun to sleep by the time before, so it is woken.
func (h *house) pass(d time.Duration) {
	h.t.Helper()
	h.clock.Advance(d)
	h.must(h.st.Write(h.ctx, func(tx *store.Tx) error { tx.LeaveJobs(); return nil }))
}

// history returns the kinds of an intervention's history, oldest first.
func (h *house) history(id string) []string {
	h.t.Helper()
	var kinds []string
	h.must(h.st.Read(h.ctx).Raw("SELECT kind FROM history WHERE intervention_id = ? ORDER BY at, id", id).Scan(&kinds).Error)
	return kinds
}

func (h *house) flagged(id string) bool {
	h.t.Helper()
	in, err := h.box.Get(h.ctx, id)
	h.must(err)
	return in.SendFailed
}
