package interventions

import (
	"testing"

	"fleetbox/app/store"
	"fleetbox/app/web"
)

func stock() Changes {
	return Changes{Module: ptr(UCStock), Brand: ptr("veloria"), Reference: ptr("VL-77 B"), Vehicle: &VehicleChanges{Make: ptr("Veloria"), Model: ptr("Arc")}}
}

func TestEachModeHasItsModules(t *testing.T) {
	b := newBench(t)
	for _, c := range []struct {
		name    string
		mode    web.Mode
		changes Changes
		fits    bool
	}{
		{"UC stock in sales", web.Sales, stock(), true},
		{"UC stock in after-sales", web.AfterSales, stock(), false},
		{"mechanics in sales", web.Sales, Changes{Module: ptr(Mechanics), Brand: ptr("veloria"), Reference: ptr("X")}, false},
		{"works in sales", web.Sales, Changes{
			Module: ptr(DirectMessage), Brand: ptr("veloria"), Reference: ptr("X"),
			Works: &[]WorkInput{{ID: store.NewID(), Label: "Wash", Urgency: Advised, Quantity: 1000, Discount: Discount{Kind: NoDiscount}}},
		}, false},
		{"UC stock about somebody", web.Sales, Changes{
			Module: ptr(UCStock), Brand: ptr("veloria"), Reference: ptr("X"), Customer: &CustomerChanges{Email: ptr("jana@example.test")},
		}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := b.Create(b.ctx, b.advisor, Draft{ID: store.NewID(), Mode: c.mode, Changes: c.changes})
			if !c.fits {
				wantProblem(t, err, "invalid_input")
				return
			}
			b.must(t, err)
		})
	}
}

func TestUCStockReachesACustomerAsADirectMessage(t *testing.T) {
	b := newBench(t)
	in, err := b.Create(b.ctx, b.advisor, Draft{ID: store.NewID(), Mode: web.Sales, Changes: stock()})
	b.must(t, err)
	_, err = b.Share(b.ctx, b.advisor, in.ID, AnyVersion)
	wantProblem(t, err, "stock_not_sendable")
	if may := mayDo(b.advisor, in); may.Send || may.Share || may.Accept || may.Contact || !may.Edit {
		t.Errorf("%+v", may)
	}

	in, err = b.Update(b.ctx, b.advisor, in.ID, in.Version, Changes{Message: ptr("Come and see it")})
	b.must(t, err)

	message, err := b.Duplicate(b.ctx, b.advisor, in.ID, Copy{ID: store.NewID(), Reference: "Keller", Brand: "veloria", Module: DirectMessage})
	b.must(t, err)
	if message.Mode != web.Sales || message.Module != DirectMessage || message.Vehicle.Model != "Arc" || message.Message != "Come and see it" {
		t.Fatalf("%+v", message)
	}
	message, err = b.Update(b.ctx, b.advisor, message.ID, message.Version, Changes{Customer: &CustomerChanges{
		Title: ptr("ms"), LastName: ptr("Keller"), Email: ptr("keller@example.test"),
	}, Message: ptr("Dear Ms Keller, as you asked"), WorksDone: ptr("Washed for Ms Keller")})
	b.must(t, err)
	_, err = b.Share(b.ctx, b.advisor, message.ID, AnyVersion)
	b.must(t, err)
	message, err = b.Get(b.ctx, message.ID)
	b.must(t, err)
	wantProblem(t, b.AcceptManually(b.ctx, b.advisor, message.ID, message.Version, b.byPhone(message)), "nothing_to_accept")

	again, err := b.Duplicate(b.ctx, b.advisor, message.ID, Copy{ID: store.NewID(), Reference: "VL-78", Brand: "veloria", Module: UCStock})
	b.must(t, err)
	if !again.Customer.nobody() || again.Message != "" || again.WorksDone != "" {
		t.Errorf("UC stock made of a message still knows %+v, %q, %q", again.Customer, again.Message, again.WorksDone)
	}
	_, err = b.Duplicate(b.ctx, b.advisor, message.ID, Copy{ID: store.NewID(), Reference: "RO-9", Brand: "veloria", Module: Mechanics})
	wantProblem(t, err, "invalid_input")
}

func TestAPhoneWorksInItsModesAlone(t *testing.T) {
	b := newBench(t)
	n := Draft{ID: store.NewID(), Mode: web.Sales, Changes: stock()}
	_, err := b.Create(b.ctx, b.phone, n)
	wantProblem(t, err, "forbidden")
	both := b.phone
	both.On = web.AllModes()
	_, err = b.Create(b.ctx, both, n)
	b.must(t, err)
	_, err = b.GetFor(b.ctx, b.phone, n.ID)
	wantProblem(t, err, "not_found")
}

func TestWhoWroteAFileOnAPhoneIsItsSender(t *testing.T) {
	b := newBench(t)
	in := b.file(t, "RO-1", func(c *Changes) { c.AuthorID = web.Nullable[string]{Sent: true, Value: &b.advisor.ID} })
	url, err := b.Share(b.ctx, b.phone, in.ID, AnyVersion)
	b.must(t, err)
	in, err = b.Get(b.ctx, in.ID)
	b.must(t, err)
	if url == "" || in.Status != Sent || in.SenderID == nil || *in.SenderID != b.advisor.ID {
		t.Errorf("%s %+v", url, in)
	}
}

func TestAReplyBelongsToSalesAlone(t *testing.T) {
	b := newBench(t)
	message := func() (*Intervention, string) {
		in, err := b.Create(b.ctx, b.advisor, Draft{ID: store.NewID(), Mode: web.Sales, Changes: Changes{
			Module: ptr(DirectMessage), Brand: ptr("veloria"), Reference: ptr("Keller"), Customer: &CustomerChanges{Title: ptr("ms"), LastName: ptr("Keller"), Phone: ptr("0171 5551234")},
		}})
		b.must(t, err)
		_, err = b.Share(b.ctx, b.advisor, in.ID, AnyVersion)
		b.must(t, err)
		link, err := b.latestLink(b.ctx, in.ID)
		b.must(t, err)
		in, err = b.Get(b.ctx, in.ID)
		b.must(t, err)
		return in, b.links.token(link.ID)
	}
	for _, c := range []struct {
		input   AnswerInput
		problem string
	}{
		{AnswerInput{Signature: "A. Keller"}, "reply_missing"},
		{AnswerInput{Reply: "buy"}, "reply_missing"},
		{AnswerInput{Reply: Question, Comment: " "}, "question_missing"},
		{AnswerInput{Reply: Question, Comment: "Which colour?"}, ""},
		{AnswerInput{Reply: Interested, Signature: "A. Keller", WantsCall: true}, ""},
		{AnswerInput{Reply: CallMe}, ""},
	} {
		in, token := message()
		c.input.Shown = b.Shown(in, nil)
		_, err := b.Answer(b.ctx, token, c.input)
		if c.problem != "" {
			wantProblem(t, err, c.problem)
			continue
		}
		b.must(t, err)
		view, err := b.View(b.ctx, b.advisor, in.ID)
		b.must(t, err)
		answer := view.Answer.Value
		if view.Status != Answered || answer.Reply != c.input.Reply || answer.Signature != "" || view.WantsCall != (c.input.Reply == CallMe) || answer.WantsCall != view.WantsCall {
			t.Errorf("%+v: %+v", c.input, answer)
		}
		if line := view.History[0]; line.Kind != "replied" || line.Data["reply"] != string(c.input.Reply) || line.Actor.Kind != web.ByCustomer {
			t.Errorf("%+v", line)
		}
		_, err = b.Answer(b.ctx, token, c.input)
		wantProblem(t, err, "already_answered")
	}
	in, token := b.sent(t)
	input := b.answerTo(t, in)
	input.Reply = Interested
	_, err := b.Answer(b.ctx, token, input)
	b.must(t, err)
	if answer, err := b.AnswerOf(b.ctx, in.ID); err != nil || answer.Reply != NoReply || answer.Signature == "" {
		t.Errorf("%+v %v", answer, err)
	}
}
