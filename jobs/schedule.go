package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/go-co-op/gocron/v2"
	"github.com/google/uuid"
	"github.com/jonboulle/clockwork"
	"github.com/robfig/cron/v3"
)

// When says at which times a schedule runs.
type When struct {
	every, afterStart time.Duration
	cron              string
}

// Every runs a schedule at a distance from one start to the next, first after that distance.
func Every(distance time.Duration) When { return When{every: distance} }

// AfterStart runs a schedule once, some time after the start.
func AfterStart(wait time.Duration) When { return When{afterStart: wait} }

// Cron runs a schedule at times of the dealership's clock, in the five fields of crontab: "0 19 * * *" is 19:00.
func Cron(fields string) When { return When{cron: fields} }

// Schedule runs f at the given times while Run runs. A run that is due while the one before it still goes on is left
// out. What must not be missed when the box is off has to look for what is left to do, for nothing is made up for.
// Schedule panics when the name is taken or the times make no sense.
func (q *Queue) Schedule(name string, when When, f func(context.Context) error) {
	if q.started.Load() {
		panic("jobs: schedule for a running queue: " + name)
	}
	q.schedules.add(name, when, func(ctx context.Context) error {
		q.workers.Add(1)
		defer q.workers.Done()
		return q.guard(name, func() error { return f(ctx) })
	})
}

// SetLocation moves the schedules to a time zone, also while they run.
func (q *Queue) SetLocation(location *time.Location) error { return q.schedules.move(location) }

// schedules holds everything that runs by the clock.
type schedules struct {
	clock       clockwork.Clock
	log         *slog.Logger
	stopTimeout time.Duration
	steady      func(from, to time.Time) time.Duration // by the clock that cannot be set

	mu       sync.Mutex
	location *time.Location
	all      []*schedule
	ctx      context.Context // of the runs
	running  gocron.Scheduler
	ended    chan struct{} // closed by stop
}

type schedule struct {
	name string
	when When
	run  func(context.Context) error
	id   uuid.UUID
}

func newSchedules(clock clockwork.Clock, location *time.Location, log *slog.Logger, stopTimeout time.Duration) *schedules {
	if location == nil {
		location = time.UTC
	}
	return &schedules{
		clock: clock, location: location, log: log, stopTimeout: stopTimeout,
		steady: func(from, to time.Time) time.Duration { return to.Sub(from) },
	}
}

func (s *schedules) add(name string, when When, run func(context.Context) error) {
	for _, other := range s.all {
		if other.name == name {
			panic("jobs: two schedules named " + name)
		}
	}
	if when.cron == "" && when.every <= 0 && when.afterStart <= 0 {
		panic("jobs: no time for schedule " + name)
	}
	if when.cron != "" {
		if _, err := cron.ParseStandard(when.cron); err != nil {
			panic(fmt.Sprintf("jobs: schedule %s: %v", name, err))
		}
	}
	s.all = append(s.all, &schedule{name: name, when: when, run: run, id: uuid.New()})
}

func (s *schedules) start(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	scheduler, err := gocron.NewScheduler(
		gocron.WithClock(s.clock), gocron.WithStopTimeout(s.stopTimeout), gocron.WithLogger(gocronLog{s.log}))
	if err != nil {
		return fmt.Errorf("schedules: %w", err)
	}
	s.ctx = ctx
	for _, one := range s.all {
		if _, err := scheduler.NewJob(s.times(one), s.task(one), s.jobOptions(one)...); err != nil {
			return errors.Join(fmt.Errorf("schedule %s: %w", one.name, err), scheduler.Shutdown())
		}
	}
	s.running, s.ended = scheduler, make(chan struct{})
	scheduler.Start()
	go s.watchClock(s.ended)
	return nil
}

// watchClock plans anew when the clock was set: a time of day is waited for as a length of time, which is wrong then.
func (s *schedules) watchClock(ended <-chan struct{}) {
	ticker := s.clock.NewTicker(time.Minute)
	defer ticker.Stop()
	last := s.clock.Now()
	for {
		select {
		case <-ended:
			return
		case <-ticker.Chan():
		}
		now := s.clock.Now()
		// Round(0) leaves the clock on the wall.
		if jump := now.Round(0).Sub(last.Round(0)) - s.steady(last, now); jump.Abs() > time.Minute {
			s.log.Warn("the clock was set, schedules are planned anew", "by", jump)
			if err := s.replan(); err != nil {
				s.log.Error("schedules cannot be planned anew", "error", err)
			}
		}
		last = now
	}
}

func (s *schedules) stop() {
	s.mu.Lock()
	scheduler := s.running
	if scheduler == nil {
		s.mu.Unlock()
		return
	}
	s.running = nil
	close(s.ended)
	s.mu.Unlock()
	if err := scheduler.Shutdown(); err != nil {
		s.log.Warn("schedules did not end in time", "error", err)
	}
}

// move changes the time zone.
func (s *schedules) move(location *time.Location) error {
	s.mu.Lock()
	s.location = location
	s.mu.Unlock()
	return s.replan()
}

// replan computes the next times of day anew.
func (s *schedules) replan() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running == nil {
		return nil
	}
	for _, one := range s.all {
		if one.when.cron == "" {
			continue
		}
		if _, err := s.running.Update(one.id, s.times(one), s.task(one), s.jobOptions(one)...); err != nil {
			return fmt.Errorf("schedule %s: %w", one.name, err)
		}
	}
	return nil
}

func (s *schedules) times(one *schedule) gocron.JobDefinition {
	switch {
	case one.when.cron != "":
		return gocron.CronJob("CRON_TZ="+s.location.String()+" "+one.when.cron, false)
	case one.when.afterStart > 0:
		return gocron.OneTimeJob(gocron.OneTimeJobStartDateTime(s.clock.Now().Add(one.when.afterStart)))
	}
	return gocron.DurationJob(one.when.every)
}

func (s *schedules) jobOptions(one *schedule) []gocron.JobOption {
	return []gocron.JobOption{
		gocron.WithName(one.name),
		gocron.WithIdentifier(one.id),
		gocron.WithSingletonMode(gocron.LimitModeReschedule),
	}
}

func (s *schedules) task(one *schedule) gocron.Task {
	ctx := s.ctx
	return gocron.NewTask(func() {
		begun := time.Now()
		if err := one.run(ctx); err != nil {
			s.log.Error("schedule failed", "name", one.name, "error", err)
			return
		}
		s.log.Debug("schedule ran", "name", one.name, "took", time.Since(begun))
	})
}
