package interventions

import (
	"testing"
	"time"

	"fleetbox/app/store"
	"fleetbox/app/web"
)

const day = 24 * time.Hour

func TestALinkThatWillSoonEndIsRenewedWhenItIsSentAgain(t *testing.T) {
	b := newBench(t)
	in, token := b.sent(t)
	first, err := b.latestLink(b.ctx, in.ID)
	b.must(t, err)
	for _, step := range []struct {
		wait    time.Duration
		renewed bool
	}{{14 * day, false}, {2 * day, true}, {13 * day, false}} {
		before, err := b.latestLink(b.ctx, in.ID)
		b.must(t, err)
		b.now = b.now.Add(step.wait)
		url, err := b.Share(b.ctx, b.advisor, in.ID, AnyVersion)
		b.must(t, err)
		now, err := b.latestLink(b.ctx, in.ID)
		b.must(t, err)
		if url != b.LinkURL(*now) || (now.ID != before.ID) != step.renewed {
			t.Errorf("after %s: renewed %t, want %t", b.now.Sub(first.CreatedAt.Time), now.ID != before.ID, step.renewed)
		}
		if left := now.ExpiresAt.Sub(b.now); left < 15*day {
			t.Errorf("what is sent is valid for %s only", left)
		}
	}
	_, _, err = b.ByToken(b.ctx, token)
	b.must(t, err) // the first one, on its 29th day
	b.now = b.now.Add(2 * day)
	_, _, err = b.ByToken(b.ctx, token)
	wantProblem(t, err, "link_expired")
}

// What a customer does is decided by how the link stands when it is written, not when it was asked for.
func TestALinkThatEndsMeanwhileDecidesNothing(t *testing.T) {
	for name, do := range map[string]func(*bench, *Intervention, string) error{
		"answer": func(b *bench, in *Intervention, token string) error {
			_, err := b.Answer(b.ctx, token, b.answerTo(t, in))
			return err
		},
		"call": func(b *bench, _ *Intervention, token string) error { return b.AskForCall(b.ctx, token) },
		"read": func(b *bench, _ *Intervention, token string) error { return b.MarkRead(b.ctx, token) },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			in, token := b.sent(t)
			writing, done := make(chan struct{}), make(chan error, 1)
			go func() {
				<-writing
				done <- do(b, in, token)
			}()
			b.must(t, b.store.Write(b.ctx, func(tx *store.Tx) error {
				close(writing)
				time.Sleep(200 * time.Millisecond) // it has seen the link by now and waits for its turn to write
				return tx.Exec("UPDATE links SET withdrawn_at = ?", store.At(tx.Now)).Error
			}))
			wantProblem(t, <-done, "link_withdrawn")
			now, err := b.Get(b.ctx, in.ID)
			b.must(t, err)
			if now.Status != Sent || now.WantsCall {
				t.Errorf("%s, wants a call: %t", now.Status, now.WantsCall)
			}
		})
	}
}

func TestAPhoneSeesThatThereIsALinkButNotTheLink(t *testing.T) {
	b := newBench(t)
	in, token := b.sent(t)
	for actor, url := range map[*web.Actor]string{&b.advisor: "https://box.test/c/" + token, &b.phone: ""} {
		view, err := b.View(b.ctx, *actor, in.ID)
		b.must(t, err)
		if link := view.Link.Value; link == nil || link.URL != url || link.ExpiresAt.IsZero() {
			t.Errorf("%s: %+v", actor.Kind, link)
		}
	}
}

func TestWhereNobodyWroteAMessageTheDefaultOneGoesOut(t *testing.T) {
	b := newBench(t)
	for message, want := range map[string]string{"": "after_sales in fr", "Call me": "Call me"} {
		in := b.file(t, "RO-"+message, func(c *Changes) { c.Message, c.Customer.Language = &message, ptr("fr") })
		seen, err := b.Get(b.ctx, in.ID)
		b.must(t, err)
		b.must(t, b.AsSent(b.ctx, seen))
		_, err = b.Share(b.ctx, b.advisor, in.ID, AnyVersion)
		b.must(t, err)
		sent, err := b.Get(b.ctx, in.ID)
		b.must(t, err)
		if seen.Message != want || sent.Message != want {
			t.Errorf("%q: previewed %q, sent %q, want %q", message, seen.Message, sent.Message, want)
		}
	}
}

func TestALinkMayBePassedOnAfterTheAnswer(t *testing.T) {
	b := newBench(t)
	in, token := b.sent(t)
	_, err := b.Answer(b.ctx, token, b.answerTo(t, in))
	b.must(t, err)
	in, err = b.Get(b.ctx, in.ID)
	b.must(t, err)
	url, err := b.Share(b.ctx, b.phone, in.ID, AnyVersion)
	b.must(t, err)
	if may := mayDo(b.phone, in); !may.Share || may.Send || url != "https://box.test/c/"+token {
		t.Errorf("%s %+v", url, may)
	}
}

func TestAPhoneThatPassesTheLinkOnKeepsTheSender(t *testing.T) {
	b := newBench(t)
	in, _ := b.sent(t) // by the advisor
	b.must(t, b.store.Write(b.ctx, func(tx *store.Tx) error {
		return tx.Exec("UPDATE interventions SET author_id = NULL").Error
	}))
	_, err := b.Share(b.ctx, b.phone, in.ID, AnyVersion)
	b.must(t, err)
	in, err = b.Get(b.ctx, in.ID)
	b.must(t, err)
	if in.SenderID == nil || *in.SenderID != b.advisor.ID {
		t.Errorf("sent by %v", in.SenderID)
	}
}

func TestANewLinkToAnAnswerIsInTheHistory(t *testing.T) {
	b := newBench(t)
	in, token := b.sent(t)
	_, err := b.Answer(b.ctx, token, b.answerTo(t, in))
	b.must(t, err)
	shared := func() (n int) {
		lines, err := history(b.ctx, b.store, in.ID)
		b.must(t, err)
		for _, line := range lines {
			if line.Kind == "link_shared" {
				n++
			}
		}
		return n
	}
	for _, step := range []struct {
		wait time.Duration
		want int
	}{{0, 1}, {20 * day, 2}, {0, 2}} {
		b.now = b.now.Add(step.wait)
		_, err := b.Share(b.ctx, b.advisor, in.ID, AnyVersion)
		b.must(t, err)
		if n := shared(); n != step.want {
			t.Errorf("%d lines, want %d", n, step.want)
		}
	}
}

func TestAPhoneDoesNotUndoThatALinkWasWithdrawn(t *testing.T) {
	b := newBench(t)
	in, _ := b.sent(t)
	b.now = b.now.Add(20 * day)
	_, err := b.Share(b.ctx, b.phone, in.ID, AnyVersion) // the one before ends soon
	b.must(t, err)
	b.must(t, b.Withdraw(b.ctx, b.advisor, in.ID))
	_, err = b.Share(b.ctx, b.phone, in.ID, AnyVersion)
	wantProblem(t, err, "sharing_ended")
	url, err := b.Share(b.ctx, b.advisor, in.ID, AnyVersion)
	b.must(t, err)
	again, err := b.Share(b.ctx, b.phone, in.ID, AnyVersion)
	b.must(t, err)
	if again != url {
		t.Errorf("%s, the office's is %s", again, url)
	}
}
