package sending

import (
	"reflect"
	"strings"
	"testing"

	"github.com/jonboulle/clockwork"

	"fleetbox/app/interventions"
	"fleetbox/app/media"
	"fleetbox/app/store"
	"fleetbox/app/web"
)

func TestThePreviewIsTheMailThatGoesOut(t *testing.T) {
	p := openPost(t, false)
	h := openHouse(t, t.TempDir(), clockwork.NewFakeClockAt(start), p.config(t), p)
	in := h.file()
	h.photo(in, media.Video)
	before, err := h.mails.Preview(h.ctx, h.actor, in.ID)
	h.must(err)
	now, err := h.box.Get(h.ctx, in.ID)
	h.must(err)
	if now.Status != interventions.Pending || !reflect.DeepEqual(h.history(in.ID), []string{"created"}) || p.count() != 0 {
		t.Fatalf("looking changed something: %s, %v, %d mails", now.Status, h.history(in.ID), p.count())
	}

	h.must(h.mails.Send(h.ctx, h.actor, in.ID, newPress()))
	h.settled()
	sent := readMail(t, p.taken[0])
	if before.Subject != sent.header["Subject"] || strings.ReplaceAll(before.From, `"`, "") != sent.header["From"] || before.To != "jana@kunden.test" {
		t.Errorf("%q from %s to %s, but the mail has %v", before.Subject, before.From, before.To, sent.header)
	}
	if !strings.Contains(before.HTML, `src="data:image/jpeg;base64,`) || strings.Contains(before.HTML, "cid:") {
		t.Error("the picture is not in it")
	}

	after, err := h.mails.Preview(h.ctx, h.actor, in.ID)
	h.must(err)
	if !strings.Contains(after.HTML, h.box.LinkURL(interventions.Link{ID: h.link(in.ID)})) {
		t.Error("the link that the customer has is not in it")
	}
}

func TestUCStockHasNoMail(t *testing.T) {
	h := openHouse(t, t.TempDir(), clockwork.NewFakeClockAt(start), Mail{}, nil)
	in, err := h.box.Create(h.ctx, h.actor, interventions.Draft{
		ID: store.NewID(), Mode: web.Sales,
		Changes: interventions.Changes{Module: ptr(interventions.UCStock), Brand: ptr("nordvik"), Reference: ptr("Fjell")},
	})
	h.must(err)
	_, err = h.mails.Preview(h.ctx, h.actor, in.ID)
	h.wantProblem(err, "stock_not_sendable")
}
