package interventions

import (
	"fmt"
	"slices"
	"testing"

	"fleetbox/app/store"
)

func TestSecondOfTwoEditorsIsToldAndNothingIsOverwritten(t *testing.T) {
	b := newBench(t)
	in := b.file(t, "RO-1")
	_, err := b.Update(b.ctx, b.advisor, in.ID, in.Version, Changes{Message: ptr("first")})
	b.must(t, err)
	_, err = b.Update(b.ctx, b.advisor, in.ID, in.Version, Changes{Message: ptr("second")})
	wantProblem(t, err, "changed_meanwhile")
	now, err := b.Get(b.ctx, in.ID)
	b.must(t, err)
	if now.Message != "first" || now.Version != in.Version+1 {
		t.Fatalf("%q at version %d", now.Message, now.Version)
	}
}

func TestUpdateOfNothingIsNoChange(t *testing.T) {
	b := newBench(t)
	in := b.file(t, "RO-1")
	same, err := b.Update(b.ctx, b.advisor, in.ID, in.Version, Changes{Reference: ptr("RO-1"), Vehicle: &VehicleChanges{Plate: ptr("B-FX 1234")}})
	b.must(t, err)
	view, err := b.View(b.ctx, b.advisor, in.ID)
	b.must(t, err)
	if same.Version != in.Version || len(view.History) != 1 {
		t.Fatalf("version %d, history %+v", same.Version, view.History)
	}
}

// inputs are works as an editor sends them back.
func inputs(works []Work) *[]WorkInput {
	list := make([]WorkInput, 0, len(works))
	for _, w := range works {
		list = append(list, WorkInput{
			ID: w.ID, Category: w.Category, ChecklistLine: w.ChecklistLine, Label: w.Label, Urgency: w.Urgency, UnitPrice: w.UnitPrice,
			PriceIncludesVAT: w.PriceIncludesVAT, VATBP: w.VATBP, Quantity: w.Quantity, Discount: w.Discount, Note: w.Note,
		})
	}
	return &list
}

func (b *bench) photo(t testing.TB, interventionID string) (id string) {
	t.Helper()
	id = store.NewID()
	b.must(t, b.store.Write(b.ctx, func(tx *store.Tx) error {
		return tx.Exec(`INSERT INTO media (id, intervention_id, kind, purpose, public, position, state, name, mime, size, sha256, created_at)
			VALUES (?, ?, 'photo', 'customer', 1, 0, 'ready', 'a.jpg', 'image/jpeg', 1, '', 0)`, id, interventionID).Error
	}))
	return id
}

func TestOtherPicturesOfAWorkAreAChange(t *testing.T) {
	b := newBench(t)
	in := b.file(t, "RO-1")
	works := inputs(in.Works)
	(*works)[0].MediaIDs = []string{b.photo(t, in.ID)}
	for range 2 { // the second time there is nothing new
		now, err := b.Update(b.ctx, b.advisor, in.ID, in.Version, Changes{Works: works})
		b.must(t, err)
		in.Version = now.Version
	}
	view, err := b.View(b.ctx, b.advisor, in.ID)
	b.must(t, err)
	if view.Version != 2 || len(view.History) != 2 || len(view.Works[0].MediaIDs) != 1 {
		t.Fatalf("version %d, history %+v, works %+v", view.Version, view.History, view.Works)
	}
	_, err = b.Update(b.ctx, b.advisor, in.ID, 1, Changes{Works: inputs(in.Works)})
	wantProblem(t, err, "changed_meanwhile")
}

func TestContentAndVersionOfAViewBelongTogether(t *testing.T) {
	b := newBench(t)
	in := b.file(t, "RO-1", func(c *Changes) { c.Message = ptr("1") })
	done := make(chan struct{})
	go func() {
		defer close(done)
		for version := in.Version; version < 100; version++ {
			if _, err := b.Update(b.ctx, b.advisor, in.ID, version, Changes{Message: ptr(fmt.Sprint(version + 1))}); err != nil {
				t.Error(err)
				return
			}
		}
	}()
	for {
		select {
		case <-done:
			return
		default:
		}
		view, err := b.View(b.ctx, b.advisor, in.ID)
		b.must(t, err)
		if view.Message != fmt.Sprint(view.Version) {
			<-done
			t.Fatalf("version %d shows the content of version %s", view.Version, view.Message)
		}
	}
}

func TestAWrongContactIsCorrectedUntilTheAnswer(t *testing.T) {
	b := newBench(t)
	in, token := b.sent(t)
	corrected := Changes{Customer: &CustomerChanges{Email: ptr("jana.right@kunde.example")}}

	_, err := b.Update(b.ctx, b.phone, in.ID, in.Version, corrected)
	wantProblem(t, err, "not_editable")
	more := corrected
	more.WaitingHere = ptr(true)
	_, err = b.Update(b.ctx, b.advisor, in.ID, in.Version, more)
	wantProblem(t, err, "not_editable")
	name := Changes{Customer: &CustomerChanges{Email: ptr("jana.right@kunde.example"), LastName: ptr("Other")}}
	_, err = b.Update(b.ctx, b.advisor, in.ID, in.Version, name)
	wantProblem(t, err, "not_editable")
	_, err = b.Update(b.ctx, b.advisor, in.ID, in.Version, Changes{Customer: &CustomerChanges{Email: ptr("nonsense")}})
	wantProblem(t, err, "invalid_input")

	phone, err := b.Update(b.ctx, b.advisor, in.ID, in.Version, Changes{Customer: &CustomerChanges{Phone: ptr("0171 000")}})
	b.must(t, err)
	_, _, err = b.ByToken(b.ctx, token)
	b.must(t, err) // a link by e-mail has nothing to do with the phone
	after, err := b.Update(b.ctx, b.advisor, in.ID, phone.Version, corrected)
	b.must(t, err)
	if after.Status != Sent || after.Customer.Email != "jana.right@kunde.example" || after.Customer.LastName != in.Customer.LastName {
		t.Fatalf("%+v", after)
	}
	_, _, err = b.ByToken(b.ctx, token)
	wantProblem(t, err, "link_withdrawn")
	view, err := b.View(b.ctx, b.advisor, in.ID)
	b.must(t, err)
	if !view.Rights.Contact || view.Rights.Edit {
		t.Fatalf("%+v", view.Rights)
	}
	kinds := []string{view.History[0].Kind, view.History[1].Kind}
	slices.Sort(kinds)
	if !slices.Equal(kinds, []string{"contact_corrected", "link_withdrawn"}) {
		t.Fatal(kinds)
	}
	b.must(t, b.AcceptManually(b.ctx, b.advisor, in.ID, after.Version, b.byPhone(in)))
	answered, err := b.Get(b.ctx, in.ID)
	b.must(t, err)
	_, err = b.Update(b.ctx, b.advisor, in.ID, answered.Version, corrected)
	wantProblem(t, err, "not_editable")
}
