package interventions

import (
	"testing"
	"time"
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
		url, err := b.Share(b.ctx, b.advisor, in.ID)
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
