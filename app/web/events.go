package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"fleetbox/app/store"
)

const (
	pingEvery = 15 * time.Second
	// Another process, such as `fleetbox worker`, commits without waking this one.
	lookEvery = 500 * time.Millisecond
	batch     = 200
)

// needOf is the right without which an event is not told.
var needOf = map[string]Right{
	"intervention": ReadInterventions,
	"user":         ReadColleagues,
	"dealership":   ReadDealership,
	"device":       ManageDevices,
}

// events tells open screens what was committed. The rows in the database are the truth, so a
// screen that was away asks for what it missed.
type events struct {
	store   *store.Store
	mu      sync.Mutex
	waiting map[chan struct{}]bool
	closed  chan struct{}
}

var errLeft = errors.New("signed out")

func newEvents(st *store.Store) *events {
	e := &events{store: st, waiting: map[chan struct{}]bool{}, closed: make(chan struct{})}
	if st != nil {
		st.OnCommit(func(c store.Committed) {
			if c.Events {
				e.wake()
			}
		})
	}
	return e
}

func (e *events) wake() {
	e.mu.Lock()
	defer e.mu.Unlock()
	for listener := range e.waiting {
		select {
		case listener <- struct{}{}:
		default: // it is awake already
		}
	}
}

func (e *events) listen() (woken chan struct{}, leave func()) {
	woken = make(chan struct{}, 1)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.waiting[woken] = true
	return woken, func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		delete(e.waiting, woken)
	}
}

// serveEvents streams events to one screen until it leaves, the box stops, or its right ends.
func (s *Server) serveEvents(c echo.Context) error {
	ctx := c.Request().Context()
	woken, leave := s.events.listen()
	defer leave()
	seq, err := s.resumeAt(ctx, c.Request().Header.Get("Last-Event-ID"))
	if err != nil {
		return err
	}
	control := http.NewResponseController(c.Response())
	if err := control.SetWriteDeadline(time.Time{}); err != nil {
		slog.Debug("no write deadline to lift", "error", err)
	}
	header := c.Response().Header()
	header.Set(echo.HeaderContentType, "text/event-stream")
	header.Set(echo.HeaderCacheControl, "no-store")
	header.Set("X-Accel-Buffering", "no")
	c.Response().WriteHeader(http.StatusOK)
	_, _ = fmt.Fprintf(c.Response(), "retry: 1000\nid: %d\nevent: hello\ndata: {}\n\n", seq)
	c.Response().Flush()

	actor := ActorFrom(ctx)
	look, ping := time.NewTicker(lookEvery), time.NewTicker(pingEvery)
	defer look.Stop()
	defer ping.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-s.events.closed:
			return nil
		case <-woken:
		case <-look.C:
		case <-ping.C:
			if actor, err = s.listener(c); err != nil {
				return nil
			}
			if _, err := fmt.Fprint(c.Response(), "event: ping\ndata: {}\n\n"); err != nil {
				return nil
			}
			c.Response().Flush()
			continue
		}
		next, err := s.tell(c, &actor, seq)
		if err != nil {
			return nil // the screen left, or asks again with the last number that it got
		}
		seq = next
	}
}

// resumeAt is the number after which a screen is told. One that no event has reached comes from before
// the database was put back to an older state.
func (s *Server) resumeAt(ctx context.Context, lastEventID string) (int64, error) {
	last, err := s.options.Store.LastEvent(ctx)
	if seq, parseErr := strconv.ParseInt(lastEventID, 10, 64); parseErr == nil && seq >= 0 {
		return min(seq, last), err
	}
	return last, err
}

// tell writes what happened after seq as far as actor may know of it.
func (s *Server) tell(c echo.Context, actor *Actor, seq int64) (int64, error) {
	told, err := s.options.Store.EventsAfter(c.Request().Context(), seq, batch)
	if err != nil || len(told) == 0 {
		return seq, err
	}
	for _, event := range told {
		if (event.Topic == "device" || event.Topic == "user") && event.ID == actor.ID {
			if *actor, err = s.listener(c); err != nil {
				return seq, err
			}
		}
		if !actor.May(needOf[event.Topic]) {
			continue
		}
		data, err := json.Marshal(event)
		if err != nil {
			return seq, err
		}
		if _, err := fmt.Fprintf(c.Response(), "id: %d\nevent: change\ndata: %s\n\n", event.Seq, data); err != nil {
			return seq, err
		}
	}
	c.Response().Flush()
	return told[len(told)-1].Seq, nil
}

// listener asks anew who listens: a revoked phone hears nothing more, and whoever lost a right
// nothing that needs it.
func (s *Server) listener(c echo.Context) (Actor, error) {
	actor, err := s.Actor(c.Request())
	if err == nil && actor.Kind == "" {
		err = errLeft
	}
	return actor, err
}

// EndEvents ends all streams, so that a shutdown need not wait for open screens; they come back by themselves.
func (s *Server) EndEvents() { close(s.events.closed) }
