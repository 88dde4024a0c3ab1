package web

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fleetbox/app/problem"
)

func TestThrottleWaitsLongerEachTime(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	throttle := NewThrottle(2, 8*time.Second, func() time.Time { return now })
	for i, wait := range []int{0, 0, 1, 2, 4, 8, 8, 8} {
		if wait > 0 {
			now = now.Add(time.Duration(wait)*time.Second - time.Millisecond)
			err := throttle.Take("k")
			if !problem.Is(err, "too_many_attempts") || problem.As(err).Args["seconds"] != 1 {
				t.Fatalf("attempt %d came %v too early", i, err)
			}
			now = now.Add(time.Millisecond)
		}
		if err := throttle.Take("k"); err != nil {
			t.Fatalf("attempt %d: %v", i, err)
		}
	}
	if err := throttle.Take("other"); err != nil {
		t.Error(err)
	}
	now = now.Add(throttleRemembers + time.Second)
	for range 2 {
		if err := throttle.Take("k"); err != nil {
			t.Errorf("not forgiven: %v", err)
		}
	}
}

func TestThrottleForgivesAGoodAttempt(t *testing.T) {
	throttle := NewThrottle(2, time.Minute, time.Now)
	for range 10 {
		if err := throttle.Take("k"); err != nil {
			t.Fatal(err)
		}
		throttle.Undo("k")
	}
	throttle.Undo("k")
	if len(throttle.attempts) != 0 {
		t.Errorf("%d keys are left", len(throttle.attempts))
	}
}

// However the clock jumps and whatever comes, no wait is longer than the longest, and a key gets
// no more attempts than the free ones and one for each second that passed.
func TestThrottleHoldsWhateverTheClockDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
		throttle := NewThrottle(3, time.Minute, func() time.Time { return now })
		heard, forward := 0, time.Duration(0)
		for range rapid.IntRange(1, 60).Draw(t, "attempts") {
			step := time.Duration(rapid.Int64Range(-3_600_000, 20_000).Draw(t, "step")) * time.Millisecond
			now = now.Add(step)
			forward += max(step, 0)
			err := throttle.Take("k")
			if err == nil {
				heard++
				continue
			}
			if seconds := problem.As(err).Args["seconds"].(int); seconds < 1 || seconds > 60 {
				t.Fatalf("a wait of %d seconds", seconds)
			}
		}
		if limit := 3 + int(forward/time.Second); heard > limit {
			t.Fatalf("%d attempts in %v", heard, forward)
		}
	})
}

func TestThrottleIsBounded(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	throttle := NewThrottle(1, time.Minute, func() time.Time { return now })
	for i := range 3 * throttleKeys {
		if i%2 == 0 {
			now = now.Add(time.Millisecond)
		}
		if i == throttleKeys {
			now = now.Add(-24 * time.Hour)
		}
		if err := throttle.Take(fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
		if len(throttle.attempts) > throttleKeys {
			t.Fatalf("%d keys", len(throttle.attempts))
		}
	}
}

func TestAddressKey(t *testing.T) {
	for address, key := range map[string]string{
		"192.168.1.7": "192.168.1.7", "2001:db8:1:2:3::4": "2001:db8:1:2::/64", "2001:db8:1:2:ffff::": "2001:db8:1:2::/64", "fe80::1%eth0": "fe80::/64",
	} {
		if got := AddressKey(netip.MustParseAddr(address)); got != key {
			t.Errorf("%s: %s, wanted %s", address, got, key)
		}
	}
}
