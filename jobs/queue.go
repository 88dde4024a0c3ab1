package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jonboulle/clockwork"

	"fleetbox/app/store"
)

// DefaultQueue takes the jobs whose Spec names no other.
const DefaultQueue = "default"

// Options say how a Queue works. The zero value is good for a test.
type Options struct {
	Redis           string          // address of a Redis server; empty: one inside this process
	Queues          map[string]int  // how many jobs of each queue run at once; DefaultQueue has 8 unless named
	ShutdownTimeout time.Duration   // how long running jobs may take to finish when Run ends; 0: 8 s
	Location        *time.Location  // time zone of schedules until SetLocation; nil: UTC
	Clock           clockwork.Clock // must agree with the store's; nil: the real one
	Log             *slog.Logger    // nil: slog.Default
}

// Queue runs the jobs of an outbox. Handle and Schedule are called while wiring, then Run or Work.
type Queue struct {
	store     *store.Store
	options   Options
	log       *slog.Logger
	clock     clockwork.Clock
	handlers  map[string]handler
	schedules *schedules
	handed    *handedOut
	wake      chan struct{}
	started   atomic.Bool
	workers   sync.WaitGroup // jobs and schedules being run
	// abandonAfter is how long a handler may go on after its time is up.
	abandonAfter time.Duration
}

type handler struct {
	spec Spec
	run  Handler
}

// New makes a queue over the outbox of st.
func New(st *store.Store, o Options) *Queue {
	o.Queues = maps.Clone(o.Queues)
	if o.Queues == nil {
		o.Queues = map[string]int{}
	}
	if o.Queues[DefaultQueue] == 0 {
		o.Queues[DefaultQueue] = 8
	}
	if o.ShutdownTimeout == 0 {
		o.ShutdownTimeout = 8 * time.Second
	}
	if o.Clock == nil {
		o.Clock = clockwork.NewRealClock()
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	q := &Queue{
		store:     st,
		options:   o,
		log:       o.Log,
		clock:     o.Clock,
		handlers:  map[string]handler{},
		schedules: newSchedules(o.Clock, o.Location, o.Log, o.ShutdownTimeout),
		handed:    newHandedOut(mostQueued / len(o.Queues)),
		wake:      make(chan struct{}, 1),

		abandonAfter: 10 * time.Second,
	}
	st.OnCommit(func(left store.Committed) {
		if left.Jobs {
			q.nudge()
		}
	})
	q.Schedule("jobs: forget what was done", Every(time.Hour), q.prune)
	return q
}

// Handle registers what does the jobs of a kind. Like all wiring it panics when it makes no sense: a kind that has a
// handler, a queue that does not exist, a timeout under a second, a queue that runs already.
func (q *Queue) Handle(kind string, spec Spec, run Handler) {
	spec = spec.withDefaults()
	switch _, taken := q.handlers[kind]; {
	case taken:
		panic("jobs: two handlers for " + kind)
	case q.options.Queues[spec.Queue] == 0:
		panic("jobs: no queue " + spec.Queue + " for " + kind)
	case spec.Timeout < time.Second:
		panic("jobs: timeout under a second for " + kind)
	case q.started.Load():
		panic("jobs: handler for a running queue: " + kind)
	}
	q.handlers[kind] = handler{spec, run}
}

// Run does jobs and schedules until ctx ends, then stops cleanly: what runs may finish within Options.ShutdownTimeout,
// what does not is cancelled and will be run again after the next start. Run can be called once.
func (q *Queue) Run(ctx context.Context) error { return q.run(ctx, q.schedules.start) }

// Work is Run without schedules, for a process beside the one that keeps them.
func (q *Queue) Work(ctx context.Context) error {
	return q.run(ctx, func(context.Context) error { return nil })
}

func (q *Queue) run(ctx context.Context, startSchedules func(context.Context) error) error {
	if q.started.Swap(true) {
		return errors.New("the queue was started before")
	}
	// Handlers outlive ctx: they get their time to finish, and only then are cut off.
	lifetime, cutOff := context.WithCancelCause(context.WithoutCancel(ctx))
	defer cutOff(nil)
	if err := startSchedules(lifetime); err != nil {
		return err
	}
	b, err := openBroker(q.options, q.usedQueues(), q.log, func(name, id string) { q.process(lifetime, name, id) })
	if err != nil {
		q.schedules.stop()
		return fmt.Errorf("queue: %w", err)
	}
	q.warnOfUnknownKinds(ctx)
	q.dispatch(ctx, b)

	var ended sync.WaitGroup
	ended.Go(q.schedules.stop)
	ended.Go(b.finish)
	ended.Wait()
	cutOff(errStopping)
	q.awaitHandlers()
	b.close()
	return nil
}

// errStopping is why a handler is cancelled when the queue stops.
var errStopping = errors.New("FleetBox is being stopped")

// cutOffGrace is how long handlers have to return once they are cancelled.
const cutOffGrace = 3 * time.Second

// awaitHandlers waits for what was cut off.
func (q *Queue) awaitHandlers() {
	returned := make(chan struct{})
	go func() { defer close(returned); q.workers.Wait() }()
	select {
	case <-returned:
	case <-time.After(cutOffGrace):
		q.log.Warn("some jobs do not heed that FleetBox stops; they will be run again")
	}
}

// usedQueues returns the queues that have a handler, and how many jobs each may run at once.
func (q *Queue) usedQueues() map[string]int {
	used := map[string]int{}
	for _, h := range q.handlers {
		used[h.spec.Queue] = q.options.Queues[h.spec.Queue]
	}
	return used
}

// kinds returns what a queue handles; of all queues when name is empty.
func (q *Queue) kinds(name string) []string {
	var kinds []string
	for kind, h := range q.handlers {
		if name == "" || h.spec.Queue == name {
			kinds = append(kinds, kind)
		}
	}
	slices.Sort(kinds)
	return kinds
}

func (q *Queue) warnOfUnknownKinds(ctx context.Context) {
	kinds, err := unknownKinds(q.store.Read(ctx), q.kinds(""))
	if err != nil {
		q.log.Error("outbox cannot be read", "error", err)
		return
	}
	if len(kinds) > 0 {
		q.log.Warn("jobs wait that this FleetBox does not know; was it replaced by an older version?", "kinds", kinds)
	}
}

// Drain returns when nothing is due and nothing runs any more: for commands that end, and for tests. Jobs that wait
// for a later time are left alone.
func (q *Queue) Drain(ctx context.Context) error {
	for {
		changed := q.handed.changes()
		idle, err := q.idle(ctx)
		if err != nil || idle {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		}
	}
}

func (q *Queue) idle(ctx context.Context) (bool, error) {
	if len(q.handed.running()) > 0 {
		return false, nil
	}
	due, err := anyDue(q.store.Read(ctx), q.kinds(""), q.store.Now())
	return !due, err
}

// Stats tells how the queue does.
type Stats struct {
	Waiting       int           // jobs to be run now or later
	Running       int           // jobs being run by this process
	Failed        int           // jobs that were given up
	OldestWaiting time.Duration // how long the job that should have run first is overdue
}

// Stats counts the outbox.
func (q *Queue) Stats(ctx context.Context) (Stats, error) {
	return count(ctx, q.store, q.handed.running())
}

func (q *Queue) prune(ctx context.Context) error {
	n, err := prune(ctx, q.store)
	if n > 0 {
		q.log.Debug("old jobs forgotten", "jobs", n)
	}
	return err
}
