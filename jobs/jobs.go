// Package jobs does what must happen after a commit: sending a mail, converting a video.
//
// The truth is the outbox, a table that Enqueue writes to inside the business transaction. A dispatcher, woken by the
// commit, hands what is due to a queue (asynq, on a Redis inside this process or on a real one), and a worker runs it
// and marks the row. The queue may forget everything at any time: rows that are not marked are handed out again.
//
// So a job whose row was committed runs at least once. Effects in the database happen exactly once when the handler
// writes them in the transaction in which it calls Task.Done. Effects outside can happen again after a crash, and
// need a key by which the other side, or the handler, knows them.
package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"fleetbox/app/store"
)

// Job is work to be done after the commit.
type Job struct {
	Kind    string    // names the handler
	Payload any       // what the handler needs, kept as JSON; identifiers rather than copies of rows
	RunAt   time.Time // not before; zero: at once
	Key     string    // a second job with the same key is not taken while the first is kept; empty: always taken
}

// Receipt tells what became of a Job.
type Receipt struct {
	ID    string // row of the job; of the first one when the key was known
	Known bool   // the key was known, nothing was written
}

// ErrSettled says that a job is done, was given up, or is not there, so that nothing can be done about it any more.
// A handler that gets it from Task.Done must let its transaction fail: somebody else has done the work.
var ErrSettled = errors.New("job is settled already")

// Enqueue writes job to the outbox within tx: it will run if, and only if, tx is committed.
// A row is kept for a week after it was done, and its key with it.
func Enqueue(tx *store.Tx, job Job) (Receipt, error) {
	if job.Kind == "" {
		return Receipt{}, errors.New("job without a kind")
	}
	payload, err := json.Marshal(job.Payload)
	if err != nil {
		return Receipt{}, fmt.Errorf("payload of job %s: %w", job.Kind, err)
	}
	return insert(tx, job, payload)
}

// Retry makes a job run now that was given up or that waits for its next attempt. It fails with ErrSettled when the
// job is done.
func Retry(tx *store.Tx, id string) error { return makeDue(tx, id) }

// Spec says how jobs of a kind are run. The zero value is a good one for quick work.
type Spec struct {
	// Queue is one of Options.Queues; empty: DefaultQueue.
	Queue string

	// Timeout ends the handler's context; at least a second, 0: one minute. A handler that goes on regardless is left
	// behind after a while, and its attempt counts as failed.
	Timeout time.Duration

	// Retry returns the pause after the given number of failed attempts; nil: Backoff(10 s, 30 min).
	Retry func(failed int) time.Duration

	// GiveUpAfter is how long a job is tried; 0: a day. Only time counts in which it was tried: a box that was off, or
	// a clock that jumped, takes none of it.
	GiveUpAfter time.Duration

	// GaveUp runs in the transaction that marks the job as failed; may be nil. When it fails, the job is not given up.
	GaveUp func(tx *store.Tx, task Task, cause error) error
}

const (
	defaultTimeout     = time.Minute
	defaultGiveUpAfter = 24 * time.Hour
)

// withDefaults fills in what was left out.
func (s Spec) withDefaults() Spec {
	if s.Queue == "" {
		s.Queue = DefaultQueue
	}
	if s.Timeout == 0 {
		s.Timeout = defaultTimeout
	}
	if s.Retry == nil {
		s.Retry = Backoff(10*time.Second, 30*time.Minute)
	}
	if s.GiveUpAfter == 0 {
		s.GiveUpAfter = defaultGiveUpAfter
	}
	return s
}

// Backoff returns pauses that double from first up to longest. Up to a fifth is added by chance, so that jobs which
// failed together do not come back together.
func Backoff(first, longest time.Duration) func(failed int) time.Duration {
	return func(failed int) time.Duration {
		pause := first
		for range failed - 1 {
			if pause >= longest {
				break
			}
			pause *= 2
		}
		pause = min(pause, longest)
		return pause + rand.N(pause/5+1)
	}
}

// Handler does the work of one job. What it returns as an error is tried again, see Permanent.
type Handler func(ctx context.Context, task Task) error

// Task is a job that is being run.
type Task struct {
	ID      string // row of the job, the same in every attempt: good as a key for effects outside
	Kind    string
	Attempt int // 1 at first
	payload string
}

// Decode reads the payload into v. A payload that does not fit gives the job up, for it never will.
func (t Task) Decode(v any) error {
	if err := json.Unmarshal([]byte(t.payload), v); err != nil {
		return Permanent(fmt.Errorf("payload of job %s: %w", t.Kind, err))
	}
	return nil
}

// Done marks the job as done within tx, so that its effects and the mark are one commit. It fails with ErrSettled when
// the job was done or given up meanwhile; tx must not be committed then.
func (t Task) Done(tx *store.Tx) error { return markDone(tx, t.ID) }

// Permanent wraps an error that trying again would not mend: the job is given up at once.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return permanent{err}
}

type permanent struct{ cause error }

func (p permanent) Error() string { return p.cause.Error() }
func (p permanent) Unwrap() error { return p.cause }
