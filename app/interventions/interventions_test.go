package interventions

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fleetbox/app/media"
	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/web"
)

type house struct{}

func (house) Currency(context.Context) (string, error) { return "EUR", nil }
func (house) Language(context.Context) (string, error) { return "de", nil }

func (house) Default(_ context.Context, mode, language string) (string, error) {
	return mode + " in " + language, nil
}

type noSendings struct{}

func (noSendings) SendingsOf(context.Context, string) ([]Sending, error) { return []Sending{}, nil }

// bench is a service over a fresh database with a clock that the test moves.
type bench struct {
	*Service
	ctx     context.Context
	now     time.Time
	advisor web.Actor
	phone   web.Actor
}

func newBench(t testing.TB) *bench {
	t.Helper()
	b := &bench{ctx: context.Background(), now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	st, err := store.Open(b.ctx, t.TempDir(), store.WithClock(func() time.Time { return b.now }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	files, err := media.New(media.Options{Store: st, Secret: make([]byte, 32)})
	if err != nil {
		t.Fatal(err)
	}
	b.Service = New(Options{Store: st, Media: files, Dealership: house{}, Messages: house{}, Links: LinkOptions{
		Secret: make([]byte, 32), PublicURL: func() string { return "https://box.test" }, ValidFor: 30 * 24 * time.Hour,
	}})
	files.SetGuard(b.Service)
	b.SetSendings(noSendings{})
	b.advisor = web.Actor{Kind: web.ByUser, ID: store.NewID(), Name: "Ada Visor", Roles: []web.Role{web.BackOffice}}
	b.phone = web.Actor{Kind: web.ByDevice, ID: store.NewID(), Name: "bay-1", On: []web.Mode{web.AfterSales}}
	b.must(t, st.Write(b.ctx, func(tx *store.Tx) error {
		for _, brand := range []string{"nordvik", "veloria"} {
			if err := tx.Exec("INSERT INTO brands (id, position, name, color) VALUES (?, 0, ?, '#000')", brand, brand).Error; err != nil {
				return err
			}
		}
		if err := tx.Exec(`INSERT INTO users (id, first_name, last_name, language, roles, created_at, updated_at)
			VALUES (?, 'Ada', 'Visor', 'en', '["back_office"]', 0, 0)`, b.advisor.ID).Error; err != nil {
			return err
		}
		return tx.Exec("INSERT INTO devices (id, name, app, created_at) VALUES (?, 'bay-1', 'fleetbox', 0)", b.phone.ID).Error
	}))
	return b
}

func (b *bench) must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func ptr[T any](v T) *T { return &v }

// file makes a pending intervention that is ready to be sent, with one advised and one urgent work.
func (b *bench) file(t testing.TB, reference string, more ...func(*Changes)) *Intervention {
	t.Helper()
	c := Changes{
		Module: ptr(Mechanics), Brand: ptr("nordvik"), Reference: &reference,
		Vehicle:  &VehicleChanges{Plate: ptr("b-fx 1234"), Make: ptr("Nordvik"), Model: ptr("V60")},
		Customer: &CustomerChanges{Title: ptr("ms"), LastName: ptr("Krüger"), FirstName: ptr("Jana"), Email: ptr("jana@example.test"), Phone: ptr("0171 5551234")},
		Works: &[]WorkInput{
			{ID: store.NewID(), Label: "Front brake pads", Urgency: Urgent, UnitPrice: price(11900), PriceIncludesVAT: true, VATBP: 1900, Quantity: 1000, Discount: Discount{Kind: NoDiscount}},
			{ID: store.NewID(), Label: "Wiper blades", Urgency: Advised, UnitPrice: price(2500), PriceIncludesVAT: true, VATBP: 1900, Quantity: 2000, Discount: Discount{Kind: NoDiscount}},
		},
	}
	for _, change := range more {
		change(&c)
	}
	in, err := b.Create(b.ctx, b.advisor, Draft{ID: store.NewID(), Mode: web.AfterSales, Changes: c})
	b.must(t, err)
	return in
}

func (b *bench) sent(t testing.TB) (*Intervention, string) {
	t.Helper()
	in := b.file(t, "RO-1")
	_, err := b.Share(b.ctx, b.advisor, in.ID, AnyVersion)
	b.must(t, err)
	link, err := b.latestLink(b.ctx, in.ID)
	b.must(t, err)
	in, err = b.Get(b.ctx, in.ID)
	b.must(t, err)
	return in, b.links.token(link.ID)
}

func (b *bench) answerTo(t testing.TB, in *Intervention) AnswerInput {
	t.Helper()
	shown, err := b.media.Of(b.ctx, in.ID)
	b.must(t, err)
	return AnswerInput{
		Decisions: map[string]Decision{in.Works[0].ID: Accepted, in.Works[1].ID: Refused},
		Signature: "J. Krüger", Shown: b.Shown(in, shown),
	}
}

// byPhone is the answer of a customer who called: all of it.
func (b *bench) byPhone(in *Intervention) ManualAnswer {
	manual := ManualAnswer{Decisions: map[string]Decision{}, Origin: "phone"}
	for _, work := range in.Works {
		if work.Urgency.Proposed() {
			manual.Decisions[work.ID] = Accepted
		}
	}
	return manual
}

func wantProblem(t testing.TB, err error, code string) {
	t.Helper()
	if !problem.Is(err, code) {
		t.Fatalf("got %v, want the problem %s", err, code)
	}
}

func TestCreateAskedTwiceMakesOne(t *testing.T) {
	b := newBench(t)
	n := Draft{ID: store.NewID(), Mode: web.AfterSales, Changes: Changes{Module: ptr(Bodywork), Brand: ptr("veloria"), Reference: ptr("RO-7")}}
	for range 2 {
		in, err := b.Create(b.ctx, b.phone, n)
		b.must(t, err)
		if in.ID != n.ID || in.DeviceID == nil || *in.DeviceID != b.phone.ID {
			t.Fatalf("%+v", in)
		}
	}
	rows, _, err := b.List(b.ctx, Filter{Mode: web.AfterSales, Limit: 10})
	b.must(t, err)
	if len(rows) != 1 || rows[0].Status != Pending {
		t.Fatalf("%+v", rows)
	}
}

func TestCreateRefusesWhatDoesNotFit(t *testing.T) {
	b := newBench(t)
	for field, change := range map[string]func(*Changes){
		"brand":          func(c *Changes) { c.Brand = ptr("unknown") },
		"module":         func(c *Changes) { c.Module = ptr(Module("uc_stock")) },
		"reference":      func(c *Changes) { c.Reference = ptr("   ") },
		"customer.email": func(c *Changes) { c.Customer.Email = ptr("not an address") },
		"vehicle.first_registration": func(c *Changes) {
			c.Vehicle.FirstRegistration = web.Nullable[string]{Sent: true, Value: ptr("31.12.2020")}
		},
		"works[0].quantity":   func(c *Changes) { (*c.Works)[0].Quantity = 0 },
		"works[0].unit_price": func(c *Changes) { (*c.Works)[0].UnitPrice = price(-1) },
		"works[1].discount":   func(c *Changes) { (*c.Works)[1].Discount = Discount{AmountDiscount, 5001} },
		"works[1].id":         func(c *Changes) { (*c.Works)[1].ID = (*c.Works)[0].ID },
		"assignee_id":         func(c *Changes) { c.AssigneeID = web.Nullable[string]{Sent: true, Value: ptr(store.NewID())} },
	} {
		c := Changes{
			Module: ptr(Mechanics), Brand: ptr("nordvik"), Reference: ptr("RO"), Vehicle: &VehicleChanges{}, Customer: &CustomerChanges{},
			Works: &[]WorkInput{
				{ID: store.NewID(), Label: "a", Urgency: Urgent, UnitPrice: price(1), Quantity: 1000},
				{ID: store.NewID(), Label: "b", Urgency: Urgent, UnitPrice: price(5000), Quantity: 1000},
			},
		}
		change(&c)
		_, err := b.Create(b.ctx, b.advisor, Draft{ID: store.NewID(), Mode: web.AfterSales, Changes: c})
		p := problem.As(err)
		if p == nil || !slices.ContainsFunc(p.Fields, func(f problem.Field) bool { return f.Location == field }) {
			t.Errorf("%s: got %v", field, err)
		}
	}
	rows, _, err := b.List(b.ctx, Filter{Mode: web.AfterSales, Limit: 10})
	b.must(t, err)
	if len(rows) != 0 {
		t.Errorf("a refused intervention was stored: %+v", rows)
	}
}

func TestABrandThatIsNoLongerSoldStaysWhereItIs(t *testing.T) {
	b := newBench(t)
	in := b.file(t, "RO-1")
	b.must(t, b.store.Write(b.ctx, func(tx *store.Tx) error { return tx.Exec("UPDATE brands SET retired = 1 WHERE id = 'nordvik'").Error }))
	in, err := b.Update(b.ctx, b.advisor, in.ID, in.Version, Changes{Brand: ptr("nordvik"), Message: ptr("Soon")})
	b.must(t, err)

	_, err = b.Create(b.ctx, b.advisor, Draft{ID: store.NewID(), Mode: web.AfterSales, Changes: Changes{Module: ptr(Bodywork), Brand: ptr("nordvik"), Reference: ptr("RO-2")}})
	wantProblem(t, err, "invalid_input")
	_, err = b.Duplicate(b.ctx, b.advisor, in.ID, copyFor("nordvik", Bodywork))
	wantProblem(t, err, "invalid_input")
	other := b.file(t, "RO-3", func(c *Changes) { c.Brand = ptr("veloria") })
	_, err = b.Update(b.ctx, b.advisor, other.ID, other.Version, Changes{Brand: ptr("nordvik")})
	wantProblem(t, err, "invalid_input")
	_, err = b.Update(b.ctx, b.advisor, other.ID, other.Version, Changes{Brand: ptr("never")})
	wantProblem(t, err, "invalid_input")
}

func TestOneInterventionHasOneIdentifier(t *testing.T) {
	b := newBench(t)
	id := store.NewID()
	for _, form := range []string{strings.ToUpper(id), "urn:uuid:" + id, "{" + id + "}", strings.ReplaceAll(id, "-", ""), ""} {
		_, err := b.Create(b.ctx, b.phone, Draft{ID: form, Mode: web.AfterSales, Changes: Changes{Module: ptr(Bodywork), Brand: ptr("veloria"), Reference: ptr("RO-7")}})
		wantProblem(t, err, "invalid_input")
	}
}

func TestEditingAfterSendingIsRefused(t *testing.T) {
	b := newBench(t)
	in, _ := b.sent(t)
	_, err := b.Update(b.ctx, b.advisor, in.ID, in.Version, Changes{Message: ptr("late")})
	wantProblem(t, err, "not_editable")
}

func TestWhatMustBeFilledBeforeItGoesToTheCustomer(t *testing.T) {
	b := newBench(t)
	named := func(more CustomerChanges) CustomerChanges {
		more.Title, more.LastName = ptr("ms"), ptr("Krüger")
		return more
	}
	for name, c := range map[string]struct {
		channel  string
		customer CustomerChanges
		missing  []string
	}{
		"a mail to nobody":               {"email", CustomerChanges{}, []string{"customer.title required", "customer.last_name required", "customer.email required"}},
		"a mail to a number":             {"email", named(CustomerChanges{Phone: ptr("0171 5551234")}), []string{"customer.email required"}},
		"a mail":                         {"email", named(CustomerChanges{Email: ptr("a@b.test")}), nil},
		"a link for a number":            {"link", CustomerChanges{Phone: ptr("0171 5551234")}, []string{"customer.title required", "customer.last_name required"}},
		"a link for a name alone":        {"link", named(CustomerChanges{}), []string{"customer.email email_or_phone", "customer.phone email_or_phone"}},
		"a link for a name and number":   {"link", named(CustomerChanges{Phone: ptr("0171 5551234")}), nil},
		"a link for a name and address":  {"link", named(CustomerChanges{Email: ptr("a@b.test")}), nil},
		"a link for a company":           {"link", CustomerChanges{Title: ptr("company"), Company: ptr("Roth AG"), Phone: ptr("1")}, nil},
		"a link for a company unnamed":   {"link", CustomerChanges{Title: ptr("company"), Phone: ptr("1")}, []string{"customer.last_name required"}},
		"a link for a person at company": {"link", CustomerChanges{Title: ptr("mr"), Company: ptr("Roth AG"), Phone: ptr("1")}, []string{"customer.last_name required"}},
	} {
		err := b.file(t, name, func(in *Changes) { in.Customer = &c.customer }).Sendable(c.channel)
		missing := []string(nil)
		if err != nil {
			wantProblem(t, err, "not_sendable")
			for _, field := range problem.As(err).Fields {
				missing = append(missing, field.Location+" "+field.Code)
			}
		}
		if !slices.Equal(missing, c.missing) {
			t.Errorf("%s: %v, want %v", name, missing, c.missing)
		}
	}
	in := b.file(t, "RO-1", func(c *Changes) { c.Customer = &CustomerChanges{} })
	_, err := b.Share(b.ctx, b.advisor, in.ID, AnyVersion)
	wantProblem(t, err, "not_sendable")
}

func TestReadingAndAnsweringByLink(t *testing.T) {
	b := newBench(t)
	in, token := b.sent(t)
	for range 2 {
		b.must(t, b.MarkRead(b.ctx, token))
	}
	_, err := b.Answer(b.ctx, token, b.answerTo(t, in))
	b.must(t, err)
	view, err := b.View(b.ctx, b.advisor, in.ID)
	b.must(t, err)
	if view.Status != Answered || view.Accepted != 11900 || view.Answer.Value == nil || view.Answer.Value.Signature != "J. Krüger" {
		t.Fatalf("%+v", view)
	}
	if view.Works[0].Decision != Accepted || view.Works[1].Decision != Refused {
		t.Fatalf("%+v", view.Works)
	}
	kinds := []string{}
	for _, line := range view.History {
		kinds = append(kinds, line.Kind)
	}
	slices.Sort(kinds)
	if want := []string{"answered", "created", "link_shared", "read"}; !slices.Equal(kinds, want) {
		t.Fatalf("history %v, want %v", kinds, want)
	}
	_, err = b.Answer(b.ctx, token, b.answerTo(t, in))
	wantProblem(t, err, "already_answered")
}

func TestOneOfTwoBrowsersAnswers(t *testing.T) {
	b := newBench(t)
	in, token := b.sent(t)
	input := b.answerTo(t, in)
	errs := make([]error, 8)
	var group sync.WaitGroup
	for i := range errs {
		group.Go(func() { _, errs[i] = b.Answer(b.ctx, token, input) })
	}
	group.Wait()
	taken := 0
	for _, err := range errs {
		if err == nil {
			taken++
			continue
		}
		wantProblem(t, err, "already_answered")
	}
	if taken != 1 {
		t.Fatalf("%d answers were taken", taken)
	}
}

func TestAnswerNeedsWhatWasShownAndASignature(t *testing.T) {
	b := newBench(t)
	in, token := b.sent(t)
	input := b.answerTo(t, in)
	input.Signature = "  "
	_, err := b.Answer(b.ctx, token, input)
	wantProblem(t, err, "signature_missing")
	changed := *in
	changed.Works = slices.Clone(in.Works)
	changed.Works[0].UnitPrice = price(9900)
	_, err = b.Answer(b.ctx, token, b.answerTo(t, &changed))
	wantProblem(t, err, "content_changed")
	now, err := b.Get(b.ctx, in.ID)
	b.must(t, err)
	if now.Status != Sent {
		t.Fatalf("a refused answer made the file %s", now.Status)
	}
}

func TestLinksEnd(t *testing.T) {
	b := newBench(t)
	in, token := b.sent(t)
	_, _, err := b.ByToken(b.ctx, token+"x")
	wantProblem(t, err, "link_unknown")
	b.now = b.now.Add(31 * 24 * time.Hour)
	_, _, err = b.ByToken(b.ctx, token)
	wantProblem(t, err, "link_expired")
	_, err = b.Answer(b.ctx, token, b.answerTo(t, in))
	wantProblem(t, err, "link_expired")
	b.now = b.now.Add(-31 * 24 * time.Hour) // a clock that jumps back
	b.must(t, b.Withdraw(b.ctx, b.advisor, in.ID))
	_, _, err = b.ByToken(b.ctx, token)
	wantProblem(t, err, "link_withdrawn")
	url, err := b.Share(b.ctx, b.advisor, in.ID, AnyVersion)
	b.must(t, err)
	if url == "https://box.test/c/"+token {
		t.Fatal("a withdrawn link came back")
	}
}

func TestAcceptManuallyAndClose(t *testing.T) {
	b := newBench(t)
	in := b.file(t, "RO-1")
	b.must(t, b.AcceptManually(b.ctx, b.advisor, in.ID, in.Version, ManualAnswer{
		Decisions: map[string]Decision{in.Works[0].ID: Refused, in.Works[1].ID: Accepted}, Origin: "phone",
	}))
	in, err := b.Get(b.ctx, in.ID)
	b.must(t, err)
	if in.Status != Answered || in.Accepted != 5000 {
		t.Fatalf("%s %d", in.Status, in.Accepted)
	}
	wantProblem(t, b.Delete(b.ctx, b.advisor, in.ID), "not_closed")
	b.must(t, b.Close(b.ctx, b.advisor, in.ID, in.Version))
	rows, _, err := b.List(b.ctx, Filter{Mode: web.AfterSales, Limit: 10})
	b.must(t, err)
	if len(rows) != 0 {
		t.Fatal("a closed file is listed")
	}
	b.must(t, b.Reopen(b.ctx, b.advisor, in.ID, in.Version+1))
	in, err = b.Get(b.ctx, in.ID)
	b.must(t, err)
	if in.Status != Answered || in.ClosedAt != nil {
		t.Fatalf("reopened as %s", in.Status)
	}
	b.must(t, b.Close(b.ctx, b.advisor, in.ID, in.Version))
	b.must(t, b.Delete(b.ctx, b.advisor, in.ID))
	_, err = b.Get(b.ctx, in.ID)
	wantProblem(t, err, "not_found")
}

func TestAnAnswerByPhoneDecidesEachProposedWorkAndNothingElse(t *testing.T) {
	b := newBench(t)
	in := b.file(t, "RO-1", func(c *Changes) {
		fine := (*c.Works)[0]
		fine.ID, fine.Urgency = store.NewID(), OK
		*c.Works = append(*c.Works, fine)
	})
	for name, wrong := range map[string]func(map[string]Decision){
		"nothing":           func(d map[string]Decision) { clear(d) },
		"one missing":       func(d map[string]Decision) { delete(d, in.Works[0].ID) },
		"one undecided":     func(d map[string]Decision) { d[in.Works[0].ID] = Undecided },
		"one too many":      func(d map[string]Decision) { d[store.NewID()] = Accepted },
		"one not proposed":  func(d map[string]Decision) { d[in.Works[2].ID] = Accepted },
		"another's instead": func(d map[string]Decision) { delete(d, in.Works[0].ID); d[store.NewID()] = Accepted },
	} {
		t.Run(name, func(t *testing.T) {
			manual := b.byPhone(in)
			wrong(manual.Decisions)
			wantProblem(t, b.AcceptManually(b.ctx, b.advisor, in.ID, in.Version, manual), "invalid_input")
		})
	}
	b.must(t, b.AcceptManually(b.ctx, b.advisor, in.ID, in.Version, b.byPhone(in)))
}

func TestOtherModesDoNotExistForAnActor(t *testing.T) {
	b := newBench(t)
	in := b.file(t, "RO-1")
	seller := web.Actor{Kind: web.ByUser, ID: store.NewID(), Roles: []web.Role{web.Salesperson}}
	_, err := b.View(b.ctx, seller, in.ID)
	wantProblem(t, err, "not_found")
	_, err = b.Update(b.ctx, seller, in.ID, in.Version, Changes{Message: ptr("x")})
	wantProblem(t, err, "not_found")
	wantProblem(t, b.Close(b.ctx, seller, in.ID, in.Version), "not_found")
}
