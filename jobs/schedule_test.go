package jobs

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	_ "time/tzdata" // a bare machine knows no time zones
)

// advance moves the clock in steps, because what a step wakes plans its next time only then.
func (b *box) advance(d, step time.Duration) {
	for range d / step {
		b.clock.Advance(step)
		time.Sleep(20 * time.Millisecond)
	}
}

func berlin(t *testing.T) *time.Location {
	t.Helper()
	location, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return location
}

func TestCronFollowsTheTimeZone(t *testing.T) {
	ran := make(chan time.Time, 10)
	b := startBox(t, setup{fakeClock: true, options: Options{Location: berlin(t)}, wire: func(b *box) {
		b.queue.Schedule("evening", Cron("0 19 * * *"), func(context.Context) error { ran <- b.clock.Now(); return nil })
	}})
	eventually(t, "schedules are planned", func() bool { return b.planned() })
	b.advance(9*time.Hour, 30*time.Minute) // from 8:00 to 17:00 UTC, 19:00 in Berlin
	if at := receive(t, ran); at.Hour() != 17 {
		t.Errorf("ran at %s", at)
	}

	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	if err := b.queue.SetLocation(tokyo); err != nil {
		t.Fatal(err)
	}
	b.advance(17*time.Hour, 30*time.Minute) // to 10:00 UTC, 19:00 in Tokyo
	if at := receive(t, ran); at.Hour() != 10 {
		t.Errorf("ran at %s", at)
	}
	if len(ran) > 0 {
		t.Errorf("ran again at %s", <-ran)
	}
}

func TestOnceAfterTheStart(t *testing.T) {
	ran := make(chan time.Time, 10)
	b := startBox(t, setup{fakeClock: true, wire: func(b *box) {
		b.queue.Schedule("sweep", AfterStart(10*time.Minute), func(context.Context) error { ran <- b.clock.Now(); return nil })
	}})
	eventually(t, "schedules are planned", func() bool { return b.planned() })
	b.advance(2*time.Hour, 5*time.Minute)
	if at := receive(t, ran); at.Hour() != 8 || at.Minute() != 10 || len(ran) > 0 {
		t.Errorf("ran at %s, and %d times more", at, len(ran))
	}
}

func TestClockThatIsSetPlansSchedulesAnew(t *testing.T) {
	ran := make(chan time.Time, 10)
	b := startBox(t, setup{fakeClock: true, wire: func(b *box) {
		b.queue.schedules.steady = func(from, to time.Time) time.Duration { return min(to.Sub(from), 10*time.Minute) }
		b.queue.Schedule("evening", Cron("0 19 * * *"), func(context.Context) error { ran <- b.clock.Now(); return nil })
	}})
	eventually(t, "schedules are planned", b.planned)
	b.advance(6*time.Hour, 6*time.Hour) // in what the steady clock calls ten minutes
	eventually(t, "the jump is noticed", func() bool { return strings.Contains(b.log.String(), "by=5h50m0s") })
	b.advance(5*time.Hour+10*time.Minute, 10*time.Minute)
	if at := receive(t, ran); at.Hour() != 19 {
		t.Errorf("ran at %s", at)
	}
	if n := strings.Count(b.log.String(), "planned anew"); n != 1 || len(ran) > 0 {
		t.Errorf("planned anew %d times, ran %d times more", n, len(ran))
	}
}

func TestScheduleLeavesOutWhatOverlaps(t *testing.T) {
	var runs atomic.Int64
	finish := make(chan struct{})
	b := startBox(t, setup{fakeClock: true, wire: func(b *box) {
		b.queue.Schedule("slow", Every(time.Minute), func(context.Context) error { runs.Add(1); <-finish; return nil })
	}})
	eventually(t, "schedules are planned", func() bool { return b.planned() })
	b.advance(5*time.Minute, time.Minute)
	if n := runs.Load(); n != 1 {
		t.Errorf("%d runs at once", n)
	}
	close(finish)
	eventually(t, "it runs again", func() bool { b.advance(time.Minute, time.Minute); return runs.Load() >= 2 })
}

func TestScheduleThatBreaksRunsAgain(t *testing.T) {
	var runs atomic.Int64
	b := startBox(t, setup{fakeClock: true, wire: func(b *box) {
		b.queue.Schedule("broken", Every(time.Minute), func(context.Context) error {
			if runs.Add(1) == 1 {
				panic("out of paper")
			}
			return errors.New("paper jam")
		})
	}})
	eventually(t, "schedules are planned", func() bool { return b.planned() })
	eventually(t, "it runs again", func() bool { b.advance(time.Minute, time.Minute); return runs.Load() >= 2 })
	eventually(t, "the log tells", func() bool {
		log := b.log.String()
		return strings.Contains(log, "panic: out of paper") && strings.Contains(log, "paper jam") && strings.Contains(log, "schedule_test.go")
	})
}

func TestStopWaitsForSchedules(t *testing.T) {
	began := make(chan struct{}, 1)
	var finished atomic.Bool
	b := startBox(t, setup{options: Options{ShutdownTimeout: 5 * time.Second}, wire: func(b *box) {
		b.queue.Schedule("slow", Every(50*time.Millisecond), func(ctx context.Context) error {
			began <- struct{}{}
			time.Sleep(300 * time.Millisecond)
			finished.Store(ctx.Err() == nil)
			return nil
		})
	}})
	receive(t, began)
	b.stop()
	if !finished.Load() {
		t.Error("it was cut off")
	}
}

// TestAProcessBesideTheBoxKeepsNoSchedules: what runs by the clock runs once, however many processes work.
func TestAProcessBesideTheBoxKeepsNoSchedules(t *testing.T) {
	var swept atomic.Int64
	b := openBox(t, setup{fakeClock: true, wire: func(b *box) {
		b.queue.Schedule("sweep", Every(time.Minute), func(context.Context) error { swept.Add(1); return nil })
		b.queue.Handle("print", Spec{}, func(context.Context, Task) error { return nil })
	}})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- b.queue.Work(ctx) }()
	id := b.enqueue(Job{Kind: "print"})[0].ID
	b.drain()
	b.advance(5*time.Minute, time.Minute)
	stop()
	if err := receive(t, ended); err != nil || b.row(id).DoneAt == nil || swept.Load() != 0 {
		t.Errorf("%v, job %+v, swept %d times", err, b.row(id), swept.Load())
	}
}

func TestTimeZoneBeforeTheStart(t *testing.T) {
	b := openBox(t, setup{})
	if err := b.queue.SetLocation(berlin(t)); err != nil {
		t.Error(err)
	}
}

// planned tells whether the schedules wait for their times.
func (b *box) planned() bool {
	s := b.queue.schedules
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.running != nil
}
