package jobs

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"fleetbox/app/store"
)

type order struct{ Number int }

func TestJobRunsAfterTheCommit(t *testing.T) {
	for _, kind := range queueKinds {
		t.Run(kind, func(t *testing.T) {
			redisURL := redisFor(t, kind)
			seen := make(chan Task, 10)
			b := startBox(t, setup{options: Options{Redis: redisURL}, wire: func(b *box) {
				b.queue.Handle("print", Spec{}, func(_ context.Context, task Task) error { seen <- task; return nil })
			}})
			id := b.enqueue(Job{Kind: "print", Payload: order{7}})[0].ID
			task := receive(t, seen)
			var o order
			if err := task.Decode(&o); err != nil || o.Number != 7 || task.ID != id || task.Kind != "print" || task.Attempt != 1 {
				t.Errorf("task %+v, payload %+v, %v", task, o, err)
			}
			b.drain()
			if r := b.row(id); r.DoneAt == nil || r.FailedAt != nil || r.Attempts != 1 {
				t.Errorf("row %+v", r)
			}
		})
	}
}

func TestNothingRunsWithoutTheCommit(t *testing.T) {
	b := startBox(t, setup{wire: func(b *box) {
		b.queue.Handle("print", Spec{}, func(context.Context, Task) error { t.Error("it ran"); return nil })
	}})
	undone := errors.New("undone")
	err := b.store.Write(t.Context(), func(tx *store.Tx) error {
		if _, err := Enqueue(tx, Job{Kind: "print"}); err != nil {
			return err
		}
		return undone
	})
	if !errors.Is(err, undone) {
		t.Fatal(err)
	}
	time.Sleep(4 * checkEvery)
	if s := b.stats(); s != (Stats{}) {
		t.Errorf("stats %+v", s)
	}
}

func TestEnqueueRefusesNonsense(t *testing.T) {
	b := openBox(t, setup{})
	for name, job := range map[string]Job{"no kind": {}, "payload that is not JSON": {Kind: "print", Payload: func() {}}} {
		err := b.store.Write(t.Context(), func(tx *store.Tx) error { _, err := Enqueue(tx, job); return err })
		if err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func TestJobWaitsForItsTime(t *testing.T) {
	var runs atomic.Int32
	b := startBox(t, setup{fakeClock: true, wire: func(b *box) {
		b.queue.Handle("print", Spec{}, func(context.Context, Task) error { runs.Add(1); return nil })
	}})
	b.enqueue(Job{Kind: "print", RunAt: b.clock.Now().Add(90 * time.Minute)})
	for range 89 {
		b.clock.Advance(time.Minute)
	}
	time.Sleep(4 * checkEvery)
	if runs.Load() != 0 {
		t.Fatal("it ran too early")
	}
	eventually(t, "the job runs", func() bool { b.clock.Advance(time.Second); return runs.Load() == 1 })
}

func TestSecondJobWithTheSameKeyIsNotTaken(t *testing.T) {
	var runs atomic.Int32
	b := startBox(t, setup{wire: func(b *box) {
		b.queue.Handle("print", Spec{}, func(context.Context, Task) error { runs.Add(1); return nil })
	}})
	job := Job{Kind: "print", Payload: order{1}, Key: "print 1"}
	both := b.enqueue(job, job)
	b.drain()
	later := b.enqueue(job)[0]
	b.drain()
	first := both[0]
	if first.Known || both[1] != (Receipt{first.ID, true}) || later != (Receipt{first.ID, true}) {
		t.Errorf("receipts %+v, %+v", both, later)
	}
	if other := b.enqueue(Job{Kind: "print", Key: "print 2"})[0]; other.Known || other.ID == first.ID {
		t.Errorf("another key: %+v", other)
	}
	b.drain()
	if n := runs.Load(); n != 2 {
		t.Errorf("%d runs, want one for each key", n)
	}
}

func TestEffectAndMarkAreOneCommit(t *testing.T) {
	b := startBox(t, setup{wire: func(b *box) {
		b.write(func(tx *store.Tx) error { return tx.Exec("CREATE TABLE effects (id TEXT)").Error })
		effect := func(task Task) error {
			return b.store.Write(context.Background(), func(tx *store.Tx) error {
				if err := tx.Exec("INSERT INTO effects VALUES (?)", task.ID).Error; err != nil {
					return err
				}
				return task.Done(tx)
			})
		}
		b.queue.Handle("print", Spec{}, func(_ context.Context, task Task) error {
			if err := effect(task); err != nil {
				return err
			}
			if err := effect(task); !errors.Is(err, ErrSettled) {
				t.Errorf("second effect: %v", err)
			}
			return errors.New("too late to fail")
		})
	}})
	id := b.enqueue(Job{Kind: "print"})[0].ID
	b.drain()
	var effects int
	if err := b.store.Read(t.Context()).Raw("SELECT count(*) FROM effects").Scan(&effects).Error; err != nil {
		t.Fatal(err)
	}
	if r := b.row(id); effects != 1 || r.DoneAt == nil || r.LastError != "" {
		t.Errorf("%d effects, row %+v", effects, r)
	}
}

func TestFailuresAreTriedAgainWithGrowingPauses(t *testing.T) {
	for _, kind := range queueKinds {
		t.Run(kind, func(t *testing.T) {
			redisURL := redisFor(t, kind)
			var runs atomic.Int32
			b := startBox(t, setup{fakeClock: true, options: Options{Redis: redisURL}, wire: func(b *box) {
				b.queue.Handle("print", Spec{}, func(_ context.Context, task Task) error {
					runs.Add(1)
					if task.Attempt <= 3 {
						return fmt.Errorf("paper\njam %d", task.Attempt)
					}
					return nil
				})
			}})
			id := b.enqueue(Job{Kind: "print"})[0].ID
			begun := b.clock.Now()
			for n, pause := range []time.Duration{10 * time.Second, 20 * time.Second, 40 * time.Second} {
				b.drain()
				r := b.row(id)
				wait := r.RunAt.Sub(b.clock.Now())
				if r.Attempts != n+1 || wait < pause || wait > pause*6/5 || r.LastError != fmt.Sprintf("paper jam %d", n+1) {
					t.Fatalf("after attempt %d: wait %s, row %+v", n+1, wait, r)
				}
				if !r.FirstAttemptAt.Equal(begun) {
					t.Errorf("first attempt at %s, want %s", r.FirstAttemptAt, begun)
				}
				b.clock.Advance(wait)
			}
			b.drain()
			if r := b.row(id); runs.Load() != 4 || r.DoneAt == nil || r.Attempts != 4 || r.LastError != "" {
				t.Errorf("%d runs, row %+v", runs.Load(), r)
			}
		})
	}
}

func TestPermanentFailureIsGivenUpAtOnce(t *testing.T) {
	var told atomic.Pointer[string]
	b := startBox(t, setup{wire: func(b *box) {
		b.queue.Handle("print", Spec{GaveUp: func(tx *store.Tx, task Task, cause error) error {
			text := fmt.Sprintf("%s %d %v", task.ID, task.Attempt, cause)
			told.Store(&text)
			_, err := Enqueue(tx, Job{Kind: "tell"})
			return err
		}}, func(context.Context, Task) error {
			return fmt.Errorf("printer: %w", Permanent(errors.New("no such paper")))
		})
		b.queue.Handle("tell", Spec{}, func(context.Context, Task) error { return nil })
	}})
	id := b.enqueue(Job{Kind: "print"})[0].ID
	b.drain()
	if r := b.row(id); r.FailedAt == nil || r.DoneAt != nil || r.Attempts != 1 || r.LastError != "printer: no such paper" {
		t.Errorf("row %+v", r)
	}
	if text := told.Load(); text == nil || *text != id+" 1 printer: no such paper" {
		t.Errorf("told %v", text)
	}
	if s := b.stats(); s != (Stats{Failed: 1}) {
		t.Errorf("stats %+v: the job that tells of it was not run", s)
	}
	if Permanent(nil) != nil {
		t.Error("no error became one")
	}
}

func TestPayloadThatDoesNotFitIsGivenUp(t *testing.T) {
	b := startBox(t, setup{wire: func(b *box) {
		b.queue.Handle("print", Spec{}, func(_ context.Context, task Task) error { return task.Decode(&order{}) })
	}})
	id := b.enqueue(Job{Kind: "print", Payload: "seven"})[0].ID
	b.drain()
	if r := b.row(id); r.FailedAt == nil {
		t.Errorf("row %+v", r)
	}
}

func TestGivenUpAfterADay(t *testing.T) {
	var told atomic.Int32
	b := startBox(t, setup{fakeClock: true, wire: func(b *box) {
		b.queue.Handle("print", Spec{GaveUp: func(*store.Tx, Task, error) error { told.Add(1); return nil }},
			func(context.Context, Task) error { return errors.New("paper jam") })
	}})
	id := b.enqueue(Job{Kind: "print"})[0].ID
	begun := b.clock.Now()
	b.drain()
	for b.row(id).FailedAt == nil {
		b.clock.Advance(b.row(id).RunAt.Sub(b.clock.Now()))
		b.drain()
	}
	took := b.clock.Now().Sub(begun)
	if took < 24*time.Hour || took > 25*time.Hour || told.Load() != 1 {
		t.Errorf("given up after %s, told %d times", took, told.Load())
	}
	if r := b.row(id); r.Attempts < 40 || r.Attempts > 60 || r.LastError != "paper jam" {
		t.Errorf("row %+v", r)
	}
}

func TestGivingUpThatFailsIsTriedAgain(t *testing.T) {
	tests := map[string]func(){"error": func() {}, "panic": func() { panic("no ink") }}
	for name, fail := range tests {
		t.Run(name, func(t *testing.T) {
			var told atomic.Int32
			b := startBox(t, setup{fakeClock: true, wire: func(b *box) {
				b.queue.Handle("print", Spec{GaveUp: func(*store.Tx, Task, error) error {
					if told.Add(1) == 1 {
						fail()
						return errors.New("no ink")
					}
					return nil
				}}, func(context.Context, Task) error { return Permanent(errors.New("paper jam")) })
			}})
			id := b.enqueue(Job{Kind: "print"})[0].ID
			b.drain()
			if r := b.row(id); r.FailedAt != nil || r.Attempts != 1 {
				t.Fatalf("row %+v", r)
			}
			b.clock.Advance(15 * time.Second)
			b.drain()
			if r := b.row(id); r.FailedAt == nil || told.Load() != 2 {
				t.Errorf("row %+v, told %d times", r, told.Load())
			}
		})
	}
}

func TestHandlerThatBreaksIsAFailure(t *testing.T) {
	tests := map[string]struct {
		run  Handler
		want string
	}{
		"panic":     {func(context.Context, Task) error { panic("paper jam") }, "panic: paper jam"},
		"nil":       {func(context.Context, Task) error { var o *order; o.Number++; return nil }, "panic: runtime error: invalid memory address or nil pointer dereference"},
		"goexit":    {func(context.Context, Task) error { runtime.Goexit(); return nil }, "the handler ended without a result"},
		"timeout":   {func(ctx context.Context, _ Task) error { <-ctx.Done(); return ctx.Err() }, "not finished within 1s: context deadline exceeded"},
		"abandoned": {func(context.Context, Task) error { time.Sleep(2 * time.Second); return nil }, "not finished within 1s, and does not stop"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := startBox(t, setup{fakeClock: true, wire: func(b *box) {
				b.queue.abandonAfter = 200 * time.Millisecond
				b.queue.Handle("print", Spec{Timeout: time.Second}, tt.run)
				b.queue.Handle("other", Spec{}, func(context.Context, Task) error { return nil })
			}})
			receipts := b.enqueue(Job{Kind: "print"}, Job{Kind: "other"})
			b.drain()
			if r := b.row(receipts[0].ID); r.Attempts != 1 || r.DoneAt != nil || r.LastError != tt.want {
				t.Errorf("row %+v", r)
			}
			if r := b.row(receipts[1].ID); r.DoneAt == nil {
				t.Error("another job was not done")
			}
			if strings.HasPrefix(tt.want, "panic") && !strings.Contains(b.log.String(), "jobs_test.go") {
				t.Error("the log does not say where the panic came from")
			}
		})
	}
}

func TestRetryRunsNow(t *testing.T) {
	var fail atomic.Bool
	fail.Store(true)
	b := startBox(t, setup{fakeClock: true, wire: func(b *box) {
		b.queue.Handle("print", Spec{}, func(_ context.Context, task Task) error {
			var final bool
			if err := task.Decode(&final); err != nil {
				return err
			}
			switch {
			case !fail.Load():
				return nil
			case final:
				return Permanent(errors.New("paper jam"))
			default:
				return errors.New("paper jam")
			}
		})
	}})
	receipts := b.enqueue(Job{Kind: "print", Payload: true}, Job{Kind: "print", Payload: false})
	b.drain()
	fail.Store(false)
	for i, attempts := range []int{1, 2} { // what was given up starts afresh
		id := receipts[i].ID
		b.write(func(tx *store.Tx) error { return Retry(tx, id) })
		b.drain()
		if r := b.row(id); r.DoneAt == nil || r.FailedAt != nil || r.Attempts != attempts {
			t.Errorf("row %+v", r)
		}
		if err := b.store.Write(t.Context(), func(tx *store.Tx) error { return Retry(tx, id) }); !errors.Is(err, ErrSettled) {
			t.Errorf("retry of a job that is done: %v", err)
		}
	}
}

func TestBackoff(t *testing.T) {
	pause := Backoff(10*time.Second, 30*time.Minute)
	for failed, want := range map[int]time.Duration{
		1: 10 * time.Second, 2: 20 * time.Second, 8: 1280 * time.Second, 9: 30 * time.Minute, 1000: 30 * time.Minute,
	} {
		varied := map[time.Duration]bool{}
		for range 50 {
			p := pause(failed)
			varied[p] = true
			if p < want || p > want*6/5 {
				t.Errorf("after %d failures %s, want %s and at most a fifth more", failed, p, want)
			}
		}
		if len(varied) < 2 {
			t.Errorf("after %d failures always the same pause", failed)
		}
	}
	if p := Backoff(0, 0)(5); p < 0 || p > 1 {
		t.Errorf("no pause is %s", p)
	}
}

func TestSafeText(t *testing.T) {
	long := strings.Repeat("ü", 600)
	for in, want := range map[string]string{
		"plain":            "plain",
		"two\r\nlines\x00": "two  lines ",
		"bad \xff":         "bad  ",
		long:               long[:1000] + "…",
	} {
		if got := safeText(errors.New(in)); got != want {
			t.Errorf("%q became %q", in, got)
		}
	}
}
