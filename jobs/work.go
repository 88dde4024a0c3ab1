package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"fleetbox/app/store"
)

// outcome is what remains to be done after a handler has returned.
type outcome struct {
	write func(context.Context) error // nil: nothing to write
	again bool                        // the job stays open and may be due again
}

// process runs one job that the queue gave out and writes what became of it. The queue needs no answer: it may forget
// the job, because the outbox knows whether there is more to do.
func (q *Queue) process(ctx context.Context, queue, id string) {
	q.workers.Add(1)
	defer q.workers.Done()
	result, ok := q.handed.begin(queue, id)
	if !ok {
		return
	}
	if result == nil {
		var err error
		if result, err = q.attempt(ctx, id); err != nil {
			q.log.Error("job cannot be read, trying again", "job", id, "error", err)
			q.park(id, nil)
			return
		}
	}
	if err := result.complete(ctx); err != nil {
		q.log.Error("result of a job cannot be written, trying again", "job", id, "error", err)
		q.park(id, result)
		return
	}
	if refill := q.handed.drop(id); refill || result.again {
		q.nudge()
	}
}

// park keeps a job for which the database failed, until it is worth another try.
func (q *Queue) park(id string, result *outcome) {
	q.handed.park(id, result)
	time.AfterFunc(q.handed.staleAfter, q.nudge)
}

// complete writes the result, even while the queue is being stopped.
func (o *outcome) complete(ctx context.Context) error {
	if o.write == nil {
		return nil
	}
	err := o.write(context.WithoutCancel(ctx))
	if errors.Is(err, ErrSettled) {
		return nil
	}
	return err
}

// attempt calls the handler when the job still waits for it.
func (q *Queue) attempt(ctx context.Context, id string) (*outcome, error) {
	started := q.store.Now()
	r, err := find(q.store.Read(context.WithoutCancel(ctx)), id)
	if errors.Is(err, ErrSettled) {
		return &outcome{}, nil
	}
	if err != nil {
		return nil, err
	}
	h, known := q.handlers[r.Kind]
	if !known || r.RunAt.After(started) {
		return &outcome{again: known}, nil
	}
	task := Task{ID: r.ID, Kind: r.Kind, Attempt: r.Attempts + 1, payload: r.Payload}
	log := q.log.With("kind", r.Kind, "job", r.ID, "attempt", task.Attempt)
	begun := time.Now()
	err = q.call(ctx, h, task)
	switch {
	case err == nil:
		log.Debug("job done", "took", time.Since(begun))
		return &outcome{write: func(ctx context.Context) error { return q.writeDone(ctx, id) }}, nil
	case errors.Is(err, ErrSettled):
		log.Debug("job was settled meanwhile")
		return &outcome{}, nil
	case errors.Is(context.Cause(ctx), errStopping):
		log.Info("job cut off, it will be run again", "error", err)
		return &outcome{again: true}, nil
	}
	f := failure{task: task, row: r, spec: h.spec, started: started, cause: err, log: log}
	return &outcome{write: func(ctx context.Context) error { return q.writeFailure(ctx, f) }, again: true}, nil
}

// call runs the handler within its time. One that goes on after that is left behind, so that it does not block others.
func (q *Queue) call(ctx context.Context, h handler, task Task) error {
	ctx, cancel := context.WithTimeout(ctx, h.spec.Timeout)
	defer cancel()
	returned := make(chan error, 1)
	go func() {
		err := errors.New("the handler ended without a result")
		defer func() { returned <- err }()
		err = q.guard(task.Kind, func() error { return h.run(ctx, task) })
	}()
	select {
	case err := <-returned:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-returned:
		if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return fmt.Errorf("not finished within %s: %w", h.spec.Timeout, err)
		}
		return err
	case <-time.After(q.abandonAfter):
		return fmt.Errorf("not finished within %s, and does not stop", h.spec.Timeout)
	}
}

// guard turns a panic of f into an error and logs where it came from.
func (q *Queue) guard(name string, f func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			q.log.Error("panic in a job", "name", name, "panic", cause, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", cause)
		}
	}()
	return f()
}

// writeDone marks a job as done, unless its handler did so itself.
func (q *Queue) writeDone(ctx context.Context, id string) error {
	return q.store.Write(ctx, func(tx *store.Tx) error { return markDone(tx, id) })
}

// failure is an attempt that failed.
type failure struct {
	task    Task
	row     row
	spec    Spec
	started time.Time
	cause   error
	log     *slog.Logger
}

// writeFailure gives a job up, or plans its next attempt.
func (q *Queue) writeFailure(ctx context.Context, f failure) error {
	first := f.triedSince()
	var final permanent
	if errors.As(f.cause, &final) || f.started.Sub(first) >= f.spec.GiveUpAfter {
		err := q.store.Write(ctx, func(tx *store.Tx) error { return q.giveUp(tx, f, first) })
		if err == nil || errors.Is(err, ErrSettled) {
			return err
		}
		f.log.Error("job cannot be given up, trying it again", "error", err)
	}
	pause := f.spec.Retry(f.task.Attempt)
	err := q.store.Write(ctx, func(tx *store.Tx) error {
		tx.LeaveJobs() // the dispatcher has a new time to wait for
		return markTried(tx, f.task.ID, first, tx.Now.Add(pause), f.cause)
	})
	if err == nil {
		f.log.Warn("job failed, trying it again", "error", f.cause, "pause", pause)
	}
	return err
}

func (q *Queue) giveUp(tx *store.Tx, f failure, first time.Time) error {
	if err := markFailed(tx, f.task.ID, first, f.cause); err != nil {
		return err
	}
	if f.spec.GaveUp != nil {
		if err := q.guard(f.task.Kind, func() error { return f.spec.GaveUp(tx, f.task, f.cause) }); err != nil {
			return err
		}
	}
	f.log.Error("job given up", "error", f.cause)
	return nil
}

// triedSince is when the first attempt began, moved by the time in which the job was due and not tried: the box was
// off, or the clock jumped.
func (f failure) triedSince() time.Time {
	if f.row.FirstAttemptAt == nil {
		return f.started
	}
	first := f.row.FirstAttemptAt.Add(f.started.Sub(f.row.RunAt.Time))
	if first.After(f.started) {
		return f.started
	}
	return first
}
