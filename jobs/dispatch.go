package jobs

import (
	"context"
	"time"
)

const (
	// mostQueued is how many jobs lie in the queue at once: the embedded Redis gets slow with long lists.
	mostQueued = 1000
	// longestWait bounds every wait, so that a clock that was changed is noticed.
	longestWait = time.Minute
	// busyPause is the wait for the queue to let go of a job that it has just run.
	busyPause = 250 * time.Millisecond
	// sharedPause is the wait for room in a queue that other processes empty too: they do not tell.
	sharedPause = time.Second
	// brokenPause is the wait after the database or the queue failed.
	brokenPause = 5 * time.Second
)

// nudge wakes the dispatcher.
func (q *Queue) nudge() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// dispatch hands out what is due until ctx ends. Between times it sleeps: until a commit, a job that ended, or the
// next due time.
func (q *Queue) dispatch(ctx context.Context, b *broker) {
	var mended time.Time
	for ctx.Err() == nil {
		now := q.store.Now()
		if now.Before(mended) || now.Sub(mended) >= longestWait {
			q.mend(ctx, now)
			mended = now
		}
		q.sleep(ctx, now, q.handOut(ctx, b, now))
	}
}

// sleep waits until something happens, or for a length of time from start.
func (q *Queue) sleep(ctx context.Context, start time.Time, wait time.Duration) {
	timer := q.clock.NewTimer(wait)
	defer timer.Stop()
	// The timer knows nothing of a clock that was set before it began.
	if q.store.Now().Sub(start) >= wait {
		return
	}
	select {
	case <-ctx.Done():
	case <-q.wake:
	case <-timer.Chan():
	}
}

func (q *Queue) mend(ctx context.Context, now time.Time) {
	n, err := mendTimes(ctx, q.store, now, func(kind string, failed int) time.Duration {
		if h, ok := q.handlers[kind]; ok {
			return h.spec.Retry(failed)
		}
		return longestWait
	})
	if err != nil && ctx.Err() == nil {
		q.log.Error("outbox cannot be examined", "error", err)
	}
	if n > 0 {
		q.log.Warn("the clock was put back: jobs that waited for it are run now", "jobs", n)
	}
}

// handOut offers due jobs to every queue and returns how long to sleep.
func (q *Queue) handOut(ctx context.Context, b *broker, now time.Time) time.Duration {
	wait := longestWait
	for name := range q.usedQueues() {
		next, err := q.handOutTo(ctx, b, name, now)
		if err != nil {
			if ctx.Err() == nil {
				q.log.Error("jobs cannot be queued, trying again", "queue", name, "error", err)
				time.AfterFunc(brokenPause, q.nudge)
			}
			continue
		}
		wait = min(wait, next)
	}
	return wait
}

// handOutTo fills one queue and returns how long its next job has to wait.
func (q *Queue) handOutTo(ctx context.Context, b *broker, name string, now time.Time) (time.Duration, error) {
	room, held, stale, err := q.roomIn(ctx, name, now)
	if err != nil {
		return 0, err
	}
	if room == 0 && !stale {
		return q.fullPause(), nil
	}
	limit := room + held + 1
	rows, err := nextRows(q.store.Read(ctx), q.kinds(name), limit)
	if err != nil {
		return 0, err
	}
	for _, r := range rows {
		if r.RunAt.After(now) {
			return r.RunAt.Sub(now), nil
		}
		taken, full := q.handed.take(name, r.ID)
		if full {
			return q.fullPause(), nil
		}
		if !taken {
			continue
		}
		accepted, err := b.offer(ctx, name, r.Kind, r.ID, q.handlers[r.Kind].spec.Timeout)
		if !accepted {
			q.handed.withdraw(r.ID)
		}
		if err != nil {
			return 0, err
		}
		if !accepted {
			time.AfterFunc(busyPause, q.nudge)
		}
	}
	if len(rows) == limit {
		return 0, nil // jobs ended meanwhile, and there may be more rows
	}
	return longestWait, nil
}

// fullPause is how long a full queue is left alone, unless it is half empty before.
func (q *Queue) fullPause() time.Duration {
	if q.shared() {
		return sharedPause
	}
	return longestWait
}

// shared tells whether other processes may run what this one hands out.
func (q *Queue) shared() bool { return q.options.Redis != "" }

// roomIn is room of handedOut, once what other processes have run does not count any more.
func (q *Queue) roomIn(ctx context.Context, name string, now time.Time) (room, held int, stale bool, err error) {
	room, held, stale = q.handed.room(name)
	if room > 0 || !q.shared() {
		return room, held, stale, nil
	}
	waiting := q.handed.waiting(name)
	due, err := dueAmong(q.store.Read(ctx), waiting, now)
	if err != nil {
		return 0, 0, false, err
	}
	for _, id := range waiting {
		if !due[id] {
			q.handed.withdraw(id)
		}
	}
	room, held, stale = q.handed.room(name)
	return room, held, stale, nil
}
