package web

import (
	"maps"
	"math"
	"net/netip"
	"slices"
	"sync"
	"time"

	"fleetbox/app/problem"
)

const (
	throttleRemembers = 30 * time.Minute // after this long without an attempt all is forgiven
	throttleKeys      = 4096
)

// Throttle slows down guessing. Under each key some attempts are free; after that each one makes
// the next wait twice as long, up to a longest wait. It is safe for concurrent use.
type Throttle struct {
	free    int
	longest time.Duration
	now     func() time.Time

	mu       sync.Mutex
	attempts map[string]attempts
}

type attempts struct {
	count int
	last  time.Time
}

// NewThrottle makes a throttle that reads the time from now.
func NewThrottle(free int, longest time.Duration, now func() time.Time) *Throttle {
	return &Throttle{free: free, longest: longest, now: now, attempts: map[string]attempts{}}
}

// Take counts an attempt under key, or returns the problem too_many_attempts. It counts before the
// outcome is known, so that many attempts at once are no way around it; Undo or Forget a good one.
func (t *Throttle) Take(key string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	tried := t.attempts[key]
	if now.Sub(tried.last) > throttleRemembers {
		tried = attempts{}
	}
	if tried.last.After(now) { // the clock was set back
		tried.last = now
	}
	if wait := t.wait(tried.count) - now.Sub(tried.last); tried.count > 0 && wait > 0 {
		t.attempts[key] = tried
		return problem.New(problem.TooMany, "too_many_attempts", "seconds", int(math.Ceil(wait.Seconds())))
	}
	if _, known := t.attempts[key]; !known && len(t.attempts) >= throttleKeys {
		t.makeRoom()
	}
	t.attempts[key] = attempts{count: tried.count + 1, last: now}
	return nil
}

// Undo takes back one attempt that was no guess.
func (t *Throttle) Undo(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	tried, known := t.attempts[key]
	if !known {
		return
	}
	tried.count--
	if tried.count <= 0 {
		delete(t.attempts, key)
		return
	}
	t.attempts[key] = tried
}

// Forget takes back every attempt under key.
func (t *Throttle) Forget(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.attempts, key)
}

// wait is how long after count attempts the next one has to wait.
func (t *Throttle) wait(count int) time.Duration {
	over := count - t.free
	if over < 0 {
		return 0
	}
	if over > 30 {
		return t.longest
	}
	return min(time.Second<<over, t.longest)
}

// makeRoom forgets the quarter of the keys that were tried longest ago.
func (t *Throttle) makeRoom() {
	times := make([]time.Time, 0, len(t.attempts))
	for _, tried := range t.attempts {
		times = append(times, tried.last)
	}
	slices.SortFunc(times, time.Time.Compare)
	oldest := times[len(times)/4]
	maps.DeleteFunc(t.attempts, func(_ string, tried attempts) bool { return !tried.last.After(oldest) })
}

// AddressKey is the throttle's key of an address. One household or server has a whole /64 of IPv6.
func AddressKey(address netip.Addr) string {
	if address.Is6() {
		prefix, err := address.WithZone("").Prefix(64)
		if err == nil {
			return prefix.String()
		}
	}
	return address.String()
}
