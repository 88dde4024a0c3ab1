package interventions

import (
	"testing"

	"gorm.io/gorm"

	"fleetbox/app/store"
	"fleetbox/app/web"
)

func TestOpeningThePageIsNoChangeForAnAdvisor(t *testing.T) {
	b := newBench(t)
	in, token := b.sent(t)
	b.must(t, b.MarkRead(b.ctx, token))
	b.must(t, b.Close(b.ctx, b.advisor, in.ID, in.Version))
}

func TestWorksOfAnotherInterventionAreRefused(t *testing.T) {
	b := newBench(t)
	first, second := b.file(t, "RO-1"), b.file(t, "RO-2")
	stolen := []WorkInput{{ID: first.Works[0].ID, Label: "Brakes", Urgency: Urgent, Quantity: 1000, Discount: Discount{Kind: NoDiscount}}}
	_, err := b.Update(b.ctx, b.advisor, second.ID, second.Version, Changes{Works: &stolen})
	wantProblem(t, err, "invalid_input")
	kept, err := b.Get(b.ctx, second.ID)
	b.must(t, err)
	if len(kept.Works) != 2 {
		t.Fatalf("%+v", kept.Works)
	}
}

func TestFilesAreOpenToChangeUntilTheAnswer(t *testing.T) {
	b := newBench(t)
	in, token := b.sent(t)
	look := func() (shown bool, change error) {
		b.must(t, b.store.Write(b.ctx, func(tx *store.Tx) (err error) {
			change = b.MayChangeMedia(tx, b.advisor, in.ID)
			shown, err = b.ShowsNewMedia(tx, in.ID)
			return err
		}))
		return shown, change
	}
	if shown, change := look(); !shown || change != nil {
		t.Fatalf("sent: shown %v, change %v", shown, change)
	}
	_, err := b.Answer(b.ctx, token, b.answerTo(t, in))
	b.must(t, err)
	shown, change := look()
	if shown {
		t.Error("what comes after the answer is shown")
	}
	wantProblem(t, change, "not_editable")
}

func TestMineIsForPeopleNotForPhones(t *testing.T) {
	b := newBench(t)
	b.file(t, "RO-1")
	stranger := web.Actor{Kind: web.ByUser, ID: store.NewID(), Roles: []web.Role{web.BackOffice}}
	for actor, want := range map[*web.Actor]int{&b.advisor: 1, &stranger: 0, &b.phone: 1} {
		got, err := b.list(web.WithActor(b.ctx, *actor), &listInterventionsInput{Mode: web.AfterSales, Mine: true, Limit: 10})
		b.must(t, err)
		if n := len(got.Body.Interventions); n != want {
			t.Errorf("%s: %d, want %d", actor.Kind, n, want)
		}
	}
}

// What was filmed for a file of one's own arrives, whatever the office has decided meanwhile.
func TestAPhoneDeliversToItsOwnFileInAModeThatItLost(t *testing.T) {
	b := newBench(t)
	n := Draft{ID: store.NewID(), Mode: web.Sales, Changes: stock()}
	both := b.phone
	both.On = web.AllModes()
	_, err := b.Create(b.ctx, both, n)
	b.must(t, err)
	stranger := web.Actor{Kind: web.ByDevice, ID: store.NewID(), Name: "bay-2", On: []web.Mode{web.AfterSales}}
	b.must(t, b.store.Write(b.ctx, func(tx *store.Tx) error {
		b.must(t, b.MayAddMedia(tx, b.phone, n.ID))
		wantProblem(t, b.MayAddMedia(tx, stranger, n.ID), "not_found")
		wantProblem(t, b.MayChangeMedia(tx, b.phone, n.ID), "not_found")
		return nil
	}))
}

// written counts the statements that f writes with.
func (b *bench) written(t *testing.T, f func()) int {
	t.Helper()
	n := 0
	b.must(t, b.store.Write(b.ctx, func(tx *store.Tx) error {
		return tx.Callback().Raw().Before("gorm:raw").Replace("test:count", func(*gorm.DB) { n++ })
	}))
	n = 0
	f()
	return n
}

func TestManyWorksAreWrittenInFewStatements(t *testing.T) {
	b := newBench(t)
	count := func(works int) (update, answer int) {
		inputs := []WorkInput{}
		for range works {
			inputs = append(inputs, WorkInput{ID: store.NewID(), Label: "Tyre", Urgency: Urgent, Quantity: 1000, Discount: Discount{Kind: NoDiscount}, MediaIDs: []string{}})
		}
		in := b.file(t, "RO-1", func(c *Changes) { c.Works = &inputs })
		update = b.written(t, func() {
			var err error
			in, err = b.Update(b.ctx, b.advisor, in.ID, in.Version, Changes{Works: &inputs, Message: ptr("Look")})
			b.must(t, err)
		})
		answer = b.written(t, func() {
			b.must(t, b.AcceptManually(b.ctx, b.advisor, in.ID, in.Version, b.byPhone(in)))
		})
		return update, answer
	}
	fewUpdate, fewAnswer := count(2)
	manyUpdate, manyAnswer := count(30)
	if fewUpdate == 0 || fewAnswer == 0 || manyUpdate != fewUpdate || manyAnswer != fewAnswer {
		t.Errorf("statements of 2 works and of 30: %d and %d, with the answer %d and %d", fewUpdate, manyUpdate, fewAnswer, manyAnswer)
	}
}
