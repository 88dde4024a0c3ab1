package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hibiken/asynq"

	"fleetbox/app/store"
)

func TestQueueNeverHoldsMoreThanItsShare(t *testing.T) {
	const all, share = 110, 20
	var runs, most atomic.Int64
	release := make(chan struct{})
	b := startBox(t, setup{options: Options{Queues: map[string]int{DefaultQueue: 4, "media": 1}}, wire: func(b *box) {
		if b.queue.handed.limit != mostQueued/2 {
			t.Errorf("two queues may hold %d each", b.queue.handed.limit)
		}
		b.queue.handed.limit = share
		b.queue.Handle("print", Spec{}, func(context.Context, Task) error {
			<-release
			_, held, _ := b.queue.handed.room(DefaultQueue)
			most.Store(max(most.Load(), int64(held)))
			runs.Add(1)
			return nil
		})
	}})
	many := make([]Job, all)
	for i := range many {
		many[i] = Job{Kind: "print"}
	}
	b.enqueue(many...)
	eventually(t, "the queue is full", func() bool { _, held, _ := b.queue.handed.room(DefaultQueue); return held == share })
	close(release)
	b.drain()
	if runs.Load() != all || most.Load() > share {
		t.Errorf("%d runs, at most %d in the queue", runs.Load(), most.Load())
	}
	if s := b.stats(); s != (Stats{}) {
		t.Errorf("stats %+v", s)
	}
}

// TestTwoProcessesShareTheWork: what one hands out the other may run, without a word to the first.
func TestTwoProcessesShareTheWork(t *testing.T) {
	const all, share = 100, 10
	redisURL, dir := redisFor(t, "redis"), t.TempDir()
	var runs [2]atomic.Int64
	var boxes [2]*box
	for i := range boxes {
		boxes[i] = openBox(t, setup{dir: dir, options: Options{Redis: redisURL}, wire: func(b *box) {
			b.queue.handed.limit = share
			b.queue.Handle("jam", Spec{Retry: func(int) time.Duration { return time.Hour }}, func(context.Context, Task) error { return errors.New("paper jam") })
			b.queue.Handle("print", Spec{}, func(context.Context, Task) error {
				time.Sleep(time.Millisecond)
				runs[i].Add(1)
				return nil
			})
		}})
	}
	boxes[0].enqueue(slices.Repeat([]Job{{Kind: "jam", RunAt: time.Now().Add(-time.Hour)}}, 4*share)...)
	boxes[0].enqueue(slices.Repeat([]Job{{Kind: "print"}}, all)...)
	for _, b := range boxes {
		b.run()
	}
	eventually(t, "everything is done", func() bool {
		idle, err := boxes[0].queue.idle(t.Context())
		return idle && err == nil
	})
	if first, second := runs[0].Load(), runs[1].Load(); first+second != all || first == 0 || second == 0 {
		t.Errorf("the one ran %d, the other %d", first, second)
	}
}

func TestSlowQueueDoesNotHoldUpTheOther(t *testing.T) {
	var atOnce, most atomic.Int64
	release := make(chan struct{})
	b := startBox(t, setup{options: Options{Queues: map[string]int{"media": 2}}, wire: func(b *box) {
		b.queue.Handle("convert", Spec{Queue: "media"}, func(context.Context, Task) error {
			most.Store(max(most.Load(), atOnce.Add(1)))
			<-release
			atOnce.Add(-1)
			return nil
		})
		b.queue.Handle("print", Spec{}, func(context.Context, Task) error { return nil })
	}})
	for range 20 {
		b.enqueue(Job{Kind: "convert"})
	}
	eventually(t, "two conversions run", func() bool { return atOnce.Load() == 2 })
	id := b.enqueue(Job{Kind: "print"})[0].ID
	eventually(t, "the print is done", func() bool { return b.row(id).DoneAt != nil })
	if s := b.stats(); s.Running != 2 || s.Waiting != 18 || s.OldestWaiting <= 0 || s.OldestWaiting > patience {
		t.Errorf("stats %+v", s)
	}
	close(release)
	b.drain()
	if most.Load() != 2 {
		t.Errorf("%d conversions at once", most.Load())
	}
}

func TestJobsThatNobodyHandlesWait(t *testing.T) {
	dir := t.TempDir()
	before := openBox(t, setup{dir: dir})
	before.enqueue(Job{Kind: "teleport"})
	b := startBox(t, setup{dir: dir, wire: func(b *box) {
		b.queue.Handle("print", Spec{}, func(context.Context, Task) error { return nil })
	}})
	b.enqueue(Job{Kind: "print"})
	b.drain()
	if s := b.stats(); s.Waiting != 1 || s.Running != 0 || s.Failed != 0 {
		t.Errorf("stats %+v", s)
	}
	if !strings.Contains(b.log.String(), "teleport") {
		t.Error("the log does not name the kind")
	}
}

// TestClockPutBack takes a day away after a failure: neither the retry nor what was enqueued for "at once" waits for it.
func TestClockPutBack(t *testing.T) {
	var runs atomic.Int64
	b := openBox(t, setup{fakeClock: true, wire: func(b *box) {
		b.queue.Handle("print", Spec{}, func(context.Context, Task) error {
			runs.Add(1)
			return errors.New("paper jam")
		})
	}})
	b.clock.Advance(24 * time.Hour)
	now := b.clock.Now()
	var ids [4]string
	for i, r := range b.enqueue(Job{Kind: "print"}, Job{Kind: "print"}, Job{Kind: "print", RunAt: now.Add(time.Hour)}, Job{Kind: "print"}) {
		ids[i] = r.ID
	}
	b.write(func(tx *store.Tx) error {
		return tx.Exec("UPDATE outbox SET attempts = 3, first_attempt_at = run_at, run_at = run_at + 40000 WHERE id = ?", ids[0]).Error
	})
	b.clock.Advance(-24 * time.Hour)
	b.write(func(tx *store.Tx) error { // a retry of the right time is left alone
		return tx.Exec("UPDATE outbox SET attempts = 5, run_at = ? WHERE id = ?", store.At(tx.Now.Add(90*time.Second)), ids[3]).Error
	})
	b.run()
	eventually(t, "what was due at once runs", func() bool { return b.row(ids[1]).Attempts == 1 })
	retry := b.row(ids[0])
	if wait := retry.RunAt.Sub(b.clock.Now()); retry.Attempts != 3 || wait < 40*time.Second || wait > 48*time.Second {
		t.Errorf("retry waits %s, row %+v", wait, retry)
	}
	if r := b.row(ids[2]); !r.RunAt.Equal(now.Add(time.Hour)) || r.Attempts != 0 {
		t.Errorf("what was asked for a time of day runs at %s", r.RunAt)
	}
	b.clock.Advance(48 * time.Second)
	b.drain()
	if r := b.row(ids[0]); r.Attempts != 4 || r.FirstAttemptAt.After(b.clock.Now()) || r.FailedAt != nil {
		t.Errorf("retry %+v", r)
	}
	if r := b.row(ids[3]); r.Attempts != 5 {
		t.Errorf("the other retry ran too early: %+v", r)
	}
	if !strings.Contains(b.log.String(), "the clock was put back") {
		t.Error("the log does not tell")
	}
}

// TestClockPutForward adds a year: every job runs once, none is given up for time that did not pass.
func TestClockPutForward(t *testing.T) {
	var runs atomic.Int64
	b := startBox(t, setup{fakeClock: true, wire: func(b *box) {
		b.queue.Handle("print", Spec{}, func(context.Context, Task) error {
			runs.Add(1)
			return errors.New("paper jam")
		})
	}})
	var ids []string
	for range 20 {
		ids = append(ids, b.enqueue(Job{Kind: "print"})[0].ID)
	}
	b.drain()
	b.clock.Advance(365 * 24 * time.Hour)
	b.drain()
	time.Sleep(4 * checkEvery)
	if runs.Load() != 40 {
		t.Errorf("%d runs, want 2 of each", runs.Load())
	}
	for _, id := range ids {
		r := b.row(id)
		if wait := r.RunAt.Sub(b.clock.Now()); r.FailedAt != nil || wait < 20*time.Second || wait > 24*time.Second {
			t.Errorf("waits %s, row %+v", wait, r)
		}
	}
}

func TestStopLetsJobsFinish(t *testing.T) {
	for _, kind := range queueKinds {
		t.Run(kind, func(t *testing.T) {
			redisURL := redisFor(t, kind)
			began, finish := make(chan struct{}), make(chan struct{})
			dir := t.TempDir()
			b := startBox(t, setup{dir: dir, options: Options{Redis: redisURL}, wire: func(b *box) {
				b.queue.Handle("print", Spec{}, func(ctx context.Context, _ Task) error {
					close(began)
					<-finish
					return ctx.Err()
				})
			}})
			id := b.enqueue(Job{Kind: "print"})[0].ID
			receive(t, began)
			time.AfterFunc(300*time.Millisecond, func() { close(finish) })
			b.stop()
			if r := b.row(id); r.DoneAt == nil {
				t.Errorf("row %+v", r)
			}
		})
	}
}

func TestStopCutsOffWhatTakesTooLong(t *testing.T) {
	tests := map[string]Handler{
		"obedient": func(ctx context.Context, _ Task) error { <-ctx.Done(); return errors.New("signal: killed") },
		"deaf":     func(context.Context, Task) error { time.Sleep(3 * time.Second); return nil },
	}
	for name, run := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			began := make(chan struct{})
			dir := t.TempDir()
			options := Options{ShutdownTimeout: 300 * time.Millisecond}
			b := startBox(t, setup{dir: dir, options: options, wire: func(b *box) {
				b.queue.Handle("print", Spec{}, func(ctx context.Context, task Task) error { close(began); return run(ctx, task) })
			}})
			id := b.enqueue(Job{Kind: "print"})[0].ID
			receive(t, began)
			stopped := time.Now()
			b.stop()
			if took := time.Since(stopped); took > cutOffGrace+2*time.Second {
				t.Errorf("the stop took %s", took)
			}
			if name == "deaf" {
				return // it may well finish after all, at a time that is not ours
			}
			if r := b.row(id); r.DoneAt != nil || r.Attempts != 0 {
				t.Errorf("row %+v", r)
			}
			again := startBox(t, setup{dir: dir, options: options, wire: func(b *box) {
				b.queue.Handle("print", Spec{}, func(context.Context, Task) error { return nil })
			}})
			again.drain()
			if r := again.row(id); r.DoneAt == nil || r.Attempts != 1 {
				t.Errorf("row %+v", r)
			}
		})
	}
}

// TestResultIsWrittenWithoutRunningAgain lets the database fail between a handler and its mark.
func TestResultIsWrittenWithoutRunningAgain(t *testing.T) {
	outcomes := map[string]error{"done": nil, "failed": errors.New("paper jam"), "given up": Permanent(errors.New("paper jam"))}
	for name, result := range outcomes {
		t.Run(name, func(t *testing.T) {
			var runs atomic.Int64
			b := startBox(t, setup{wire: func(b *box) {
				b.queue.handed.staleAfter = 100 * time.Millisecond
				b.queue.Handle("print", Spec{}, func(context.Context, Task) error { runs.Add(1); return result })
			}})
			b.write(func(tx *store.Tx) error {
				return tx.Exec("CREATE TRIGGER full BEFORE UPDATE ON outbox BEGIN SELECT RAISE(ABORT, 'disk is full'); END").Error
			})
			id := b.enqueue(Job{Kind: "print"})[0].ID
			eventually(t, "writing fails twice", func() bool { return strings.Count(b.log.String(), "cannot be written") >= 2 })
			b.write(func(tx *store.Tx) error { return tx.Exec("DROP TRIGGER full").Error })
			b.drain()
			if r := b.row(id); runs.Load() != 1 || r.Attempts != 1 || (r.DoneAt != nil) != (result == nil) {
				t.Errorf("%d runs, row %+v", runs.Load(), r)
			}
		})
	}
}

func TestRedisThatForgets(t *testing.T) {
	port := freePort(t)
	url := startRedis(t, port)
	block := make(chan struct{})
	b := startBox(t, setup{options: Options{Redis: url, Queues: map[string]int{DefaultQueue: 1}}, wire: func(b *box) {
		b.queue.handed.staleAfter = 200 * time.Millisecond
		b.queue.Handle("print", Spec{}, func(context.Context, Task) error { <-block; return nil })
	}})
	for range 10 {
		b.enqueue(Job{Kind: "print"})
	}
	eventually(t, "one runs, nine lie in Redis", func() bool {
		_, held, _ := b.queue.handed.room(DefaultQueue)
		return held == 10 && len(b.queue.handed.running()) == 1
	})
	if err := redisClient(t, url).FlushAll(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(250 * time.Millisecond)
	close(block)
	b.queue.nudge()
	b.drain()
}

func TestRedisThatComesLate(t *testing.T) {
	port := freePort(t)
	b := startBox(t, setup{options: Options{Redis: "redis://127.0.0.1:" + port}, wire: func(b *box) {
		b.queue.Handle("print", Spec{}, func(context.Context, Task) error { return nil })
	}})
	b.enqueue(Job{Kind: "print"})
	eventually(t, "the log complains", func() bool { return strings.Contains(b.log.String(), "cannot be queued") })
	startRedis(t, port)
	b.drain()
}

func TestStopWithoutRedis(t *testing.T) {
	b := startBox(t, setup{options: Options{Redis: "redis://127.0.0.1:" + freePort(t)}, wire: func(b *box) {
		b.queue.Handle("print", Spec{}, func(context.Context, Task) error { return nil })
	}})
	b.enqueue(Job{Kind: "print"})
	time.Sleep(300 * time.Millisecond)
	stopped := time.Now()
	b.stop()
	if took := time.Since(stopped); took > 10*time.Second {
		t.Errorf("the stop took %s", took)
	}
}

func TestOfferOfAKnownTask(t *testing.T) {
	for _, kind := range queueKinds {
		t.Run(kind, func(t *testing.T) {
			redisURL := redisFor(t, kind)
			began, finish := make(chan string, 1), make(chan struct{})
			options := Options{Redis: redisURL, ShutdownTimeout: time.Second}
			busy, err := openBroker(options, map[string]int{"busy": 1}, slog.New(slog.DiscardHandler), func(_, id string) {
				began <- id
				<-finish
			})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { busy.finish(); busy.close() })
			offer := func(queue, id string) bool {
				t.Helper()
				ok, err := busy.offer(t.Context(), queue, "print", id, time.Second)
				if err != nil {
					t.Fatal(err)
				}
				return ok
			}

			for range 2 {
				if !offer("idle", "1") {
					t.Error("a job that waits is not accepted again")
				}
			}
			if err := busy.inspector.ArchiveTask(queuePrefix+"idle", "1"); err != nil {
				t.Fatal(err)
			}
			if !offer("idle", "1") {
				t.Error("an archived job is not accepted")
			}
			info, err := busy.inspector.GetTaskInfo(queuePrefix+"idle", "1")
			if err != nil || info.State != asynq.TaskStatePending {
				t.Errorf("it is %v, %v", info, err)
			}

			if !offer("busy", "2") || receive(t, began) != "2" {
				t.Error("a new job is not accepted")
			}
			if offer("busy", "2") {
				t.Error("a job that runs is accepted")
			}
			close(finish)
			eventually(t, "it is accepted once it has ended", func() bool { return offer("busy", "2") })
		})
	}
}

func TestBadRedisAddressDoesNotShowItsPassword(t *testing.T) {
	b := openBox(t, setup{options: Options{Redis: "redis://:hunter2@x:port"}})
	err := b.queue.Run(t.Context())
	if err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("got %v", err)
	}
}

func TestRunsOnce(t *testing.T) {
	b := startBox(t, setup{})
	eventually(t, "it runs", b.queue.started.Load)
	if err := b.queue.Run(t.Context()); err == nil {
		t.Error("it ran twice")
	}
}

func TestWiringThatMakesNoSensePanics(t *testing.T) {
	nothing := func(context.Context, Task) error { return nil }
	tests := map[string]func(q *Queue){
		"two handlers":    func(q *Queue) { q.Handle("print", Spec{}, nothing); q.Handle("print", Spec{}, nothing) },
		"no such queue":   func(q *Queue) { q.Handle("print", Spec{Queue: "media"}, nothing) },
		"short timeout":   func(q *Queue) { q.Handle("print", Spec{Timeout: time.Millisecond}, nothing) },
		"running":         func(q *Queue) { q.started.Store(true); q.Handle("print", Spec{}, nothing) },
		"two schedules":   func(q *Queue) { q.Schedule("a", Every(1), nil); q.Schedule("a", Every(1), nil) },
		"no time":         func(q *Queue) { q.Schedule("a", When{}, nil) },
		"no such time":    func(q *Queue) { q.Schedule("a", Cron("0 25 * * *"), nil) },
		"schedule at run": func(q *Queue) { q.started.Store(true); q.Schedule("a", Every(1), nil) },
	}
	for name, wire := range tests {
		t.Run(name, func(t *testing.T) {
			q := openBox(t, setup{}).queue
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			wire(q)
		})
	}
}

func TestOldRowsAreForgotten(t *testing.T) {
	b := startBox(t, setup{fakeClock: true, wire: func(b *box) {
		b.queue.Handle("print", Spec{}, func(context.Context, Task) error { return nil })
		b.queue.Handle("fail", Spec{}, func(context.Context, Task) error { return Permanent(errors.New("paper jam")) })
	}})
	job := Job{Kind: "print", Key: "print 1"}
	first := b.enqueue(job, Job{Kind: "fail"}, Job{Kind: "print", RunAt: b.clock.Now().Add(1000 * time.Hour)})
	b.drain()
	rows := func() (n int) {
		if err := b.store.Read(t.Context()).Raw("SELECT count(*) FROM outbox").Scan(&n).Error; err != nil {
			t.Fatal(err)
		}
		return n
	}
	b.clock.Advance(keepDone)
	if err := b.queue.prune(t.Context()); err != nil || rows() != 3 {
		t.Errorf("%d rows after a week, %v", rows(), err)
	}
	b.clock.Advance(time.Millisecond)
	if err := b.queue.prune(t.Context()); err != nil || rows() != 2 {
		t.Errorf("%d rows after it, %v", rows(), err)
	}
	if again := b.enqueue(job)[0]; again.Known || again.ID == first[0].ID {
		t.Errorf("the key is still known: %+v", again)
	}
}

// TestIndexesAreUsed keeps the questions of the dispatcher cheap when a million jobs are done.
func TestIndexesAreUsed(t *testing.T) {
	b := openBox(t, setup{})
	for query, index := range map[string]string{
		"SELECT id, kind, run_at FROM outbox WHERE " + open + " AND kind IN ('a') ORDER BY run_at, id LIMIT 10": "outbox_open",
		"SELECT 1 FROM outbox WHERE " + open + " AND run_at <= 1 AND kind IN ('a')":                             "outbox_open",
		"SELECT * FROM outbox WHERE " + open + " AND run_at > 1 ORDER BY run_at":                                "outbox_open",
		"SELECT count(*) FROM outbox WHERE " + open:                                                             "outbox_open",
		"SELECT id FROM outbox WHERE id IN ('a', 'b') AND run_at <= 1 AND " + open:                              "sqlite_autoindex_outbox_1",
		"SELECT count(*) FROM outbox WHERE failed_at IS NOT NULL":                                               "outbox_failed",
		"DELETE FROM outbox WHERE done_at < 1":                                                                  "outbox_done",
	} {
		var plan []struct{ Detail string }
		if err := b.store.Read(t.Context()).Raw("EXPLAIN QUERY PLAN " + query).Scan(&plan).Error; err != nil {
			t.Fatal(err)
		}
		if text := fmt.Sprint(plan); !strings.Contains(text, index) || strings.Contains(text, "TEMP B-TREE") {
			t.Errorf("%s\n  %s", query, text)
		}
	}
}
