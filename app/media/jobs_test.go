package media_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"

	"fleetbox/app/media"
	"fleetbox/app/store"
	"fleetbox/jobs"
)

// TestABoxThatIsOffAtNightIsSweptToo: the sweep does not wait for a time at which nobody is there.
func TestABoxThatIsOffAtNightIsSweptToo(t *testing.T) {
	b := start(t, setup{idle: true})
	stray := filepath.Join(b.service.Incoming(), store.NewID())
	must(t, os.WriteFile(stray, nil, 0o600))
	old := time.Now().Add(-media.StrayAge - time.Hour)
	must(t, os.Chtimes(stray, old, old))

	clock := clockwork.NewFakeClockAt(time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC))
	q := jobs.New(b.store, jobs.Options{Queues: media.Queues(1), Clock: clock})
	b.service.Handle(q)
	ctx, stop := context.WithCancel(b.ctx)
	ended := make(chan error, 1)
	go func() { ended <- q.Run(ctx) }()
	for range 60 {
		clock.Advance(time.Minute)
		time.Sleep(20 * time.Millisecond)
	}
	stop()
	must(t, <-ended)
	if _, err := os.Stat(stray); !os.IsNotExist(err) {
		t.Errorf("what was left behind stays for another day (%v)", err)
	}
}

// TestWaitingForRoomIsNoTry: a conversion that waited for long and then falls once has not fallen three times.
func TestWaitingForRoomIsNoTry(t *testing.T) {
	real, err := exec.LookPath("ffmpeg")
	must(t, err)
	room, crashed := filepath.Join(t.TempDir(), "room"), filepath.Join(t.TempDir(), "crashed")
	b := start(t, setup{prepare: hasty, ffmpeg: fakeFFmpeg(t, `
		case "$*" in *libx264*) ;; *) exec `+real+` "$@";; esac
		test -e `+room+` || { echo 'No space left on device' >&2; exit 1; }
		test -e `+crashed+` && exec `+real+` "$@"
		touch `+crashed+`
		kill -SEGV $$`)})
	in := b.intervention()
	s := b.sending(phone, in, "video", clip(t, "old.3gp"))
	s.send()
	for b.count("SELECT coalesce(max(attempts), 0) FROM outbox WHERE kind = 'media.convert'") < 3 {
		time.Sleep(50 * time.Millisecond)
	}
	must(t, os.WriteFile(room, nil, 0o600))
	if v := b.wait(in, s.id, settled); v.State != media.Ready || v.Problem != nil {
		t.Errorf("%s %s", v.State, problemOf(v))
	}
}
