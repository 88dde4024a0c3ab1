package sending

import (
	"slices"
	"sync"
	"testing"

	"fleetbox/app/interventions"
	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/web"
)

// direct says whether phones may send direct messages by themselves.
func (h *house) direct(allowed bool) {
	h.t.Helper()
	h.must(h.st.Write(h.ctx, func(tx *store.Tx) error {
		return tx.Exec("UPDATE dealership SET direct_sending = ?", allowed).Error
	}))
	h.mails.Dealership.Forget()
}

// phone is a paired phone that works in modes.
func (h *house) phone(modes ...web.Mode) web.Actor {
	h.t.Helper()
	phone := web.Actor{Kind: web.ByDevice, ID: store.NewID(), Name: "sales-1", On: modes}
	h.must(h.st.Write(h.ctx, func(tx *store.Tx) error {
		return tx.Exec("INSERT INTO devices (id, name, app, created_at) VALUES (?, ?, 'fleetbox', 0)", phone.ID, phone.ID).Error
	}))
	return phone
}

// message is a sales file as a phone makes it for the colleague who holds it.
func (h *house) message(phone web.Actor, module interventions.Module, customer *interventions.CustomerChanges) *interventions.Intervention {
	h.t.Helper()
	in, err := h.box.Create(h.ctx, phone, interventions.Draft{ID: store.NewID(), Mode: web.Sales, Changes: interventions.Changes{
		Module: &module, Brand: ptr("nordvik"), Reference: ptr("Keller"), Customer: customer,
		AuthorID: web.Nullable[string]{Sent: true, Value: &h.actor.ID},
	}})
	h.must(err)
	return in
}

func keller() *interventions.CustomerChanges {
	return &interventions.CustomerChanges{Title: ptr("ms"), LastName: ptr("Keller"), Email: ptr("keller@kunden.test")}
}

func TestAPhoneSendsADirectMessageOnce(t *testing.T) {
	p := openPost(t, false)
	h := openHouse(t, t.TempDir(), nil, p.config(t), p)
	h.direct(true)
	phone := h.phone(web.Sales)
	in := h.message(phone, interventions.DirectMessage, keller())
	press := newPress()
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if err := h.mails.SendDirectly(h.ctx, phone, in.ID, press); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	h.settled()
	h.must(h.mails.SendDirectly(h.ctx, phone, in.ID, press))
	h.settled()
	if s := h.sent(in.ID); s.State != "delivered" || s.Recipient != "keller@kunden.test" || p.count() != 1 {
		t.Fatalf("%+v, %d mails", s, p.count())
	}
	in, err := h.box.Get(h.ctx, in.ID)
	h.must(err)
	if in.Status != interventions.Sent || in.SenderID == nil || *in.SenderID != h.actor.ID {
		t.Errorf("%s by %v, want it sent by its author", in.Status, in.SenderID)
	}
	if got, want := h.history(in.ID), []string{"created", "sent", "delivered"}; !slices.Equal(got, want) {
		t.Errorf("history %v, want %v", got, want)
	}
}

func TestWhatAPhoneMayNotSendByItself(t *testing.T) {
	p := openPost(t, false)
	h := openHouse(t, t.TempDir(), nil, p.config(t), p)
	phone := h.phone(web.AllModes()...)
	message := h.message(phone, interventions.DirectMessage, keller())
	for _, c := range []struct {
		name    string
		allowed bool
		by      web.Actor
		in      *interventions.Intervention
		want    string
		fields  []string
	}{
		{"the dealership does not allow it", false, phone, message, "direct_sending_off", nil},
		{"an after-sales file", true, phone, h.file(), "direct_sending_off", nil},
		{"UC stock", true, phone, h.message(phone, interventions.UCStock, nil), "direct_sending_off", nil},
		{"a phone without the sales mode", true, h.phone(web.AfterSales), message, "not_found", nil},
		{"a phone without any mode", true, h.phone(), message, "not_found", nil},
		{
			"nobody is named", true, phone, h.message(phone, interventions.DirectMessage, nil), "not_sendable",
			[]string{"customer.title", "customer.last_name", "customer.email"},
		},
		{
			"no address", true, phone,
			h.message(phone, interventions.DirectMessage, &interventions.CustomerChanges{Title: ptr("mr"), LastName: ptr("Roth"), Phone: ptr("0171 555")}),
			"not_sendable",
			[]string{"customer.email"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			h.direct(c.allowed)
			err := h.mails.SendDirectly(h.ctx, c.by, c.in.ID, newPress())
			h.wantProblem(err, c.want)
			if got := locations(err); !slices.Equal(got, c.fields) {
				t.Errorf("%v, want %v", got, c.fields)
			}
			if got := h.history(c.in.ID); !slices.Equal(got, []string{"created"}) {
				t.Errorf("a refused press left %v", got)
			}
		})
	}
	h.settled()
	if p.count() != 0 {
		t.Errorf("%d mails", p.count())
	}
}

// locations names the fields that a problem is about.
func locations(err error) []string {
	var names []string
	for _, field := range problem.As(err).Fields {
		names = append(names, field.Location)
	}
	return names
}
