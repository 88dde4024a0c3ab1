package jobs

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"fleetbox/app/store"
)

// benchBox runs a queue over a database on disk.
func benchBox(b *testing.B, redisURL string, run Handler) (*store.Store, *Queue) {
	b.Helper()
	st, err := store.Open(context.Background(), b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	q := New(st, Options{Redis: redisURL, Log: slog.New(slog.DiscardHandler)})
	q.Handle("bench", Spec{}, run)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- q.Run(ctx) }()
	b.Cleanup(func() {
		cancel()
		<-ended
		_ = st.Close()
	})
	return st, q
}

// BenchmarkCommitToStart is how long after the commit a job begins in an idle box.
func BenchmarkCommitToStart(b *testing.B) {
	for _, kind := range queueKinds {
		b.Run(kind, func(b *testing.B) {
			redisURL := redisFor(b, kind)
			began := make(chan time.Time, 1)
			st, _ := benchBox(b, redisURL, func(context.Context, Task) error { began <- time.Now(); return nil })
			waits := make([]time.Duration, 0, b.N)
			for b.Loop() {
				time.Sleep(rand.N(2 * checkEvery)) // as mails come, not as the workers look for them
				if err := st.Write(context.Background(), enqueueBench(1)); err != nil {
					b.Fatal(err)
				}
				committed := time.Now()
				waits = append(waits, (<-began).Sub(committed))
			}
			slices.Sort(waits)
			b.ReportMetric(float64(waits[len(waits)/2].Microseconds())/1000, "ms-median")
			b.ReportMetric(float64(waits[len(waits)*99/100].Microseconds())/1000, "ms-p99")
		})
	}
}

// BenchmarkThroughput is how many jobs a second are run and marked as done.
func BenchmarkThroughput(b *testing.B) {
	for _, kind := range queueKinds {
		b.Run(kind, func(b *testing.B) {
			redisURL := redisFor(b, kind)
			var runs atomic.Int64
			st, q := benchBox(b, redisURL, func(context.Context, Task) error { runs.Add(1); return nil })
			b.ResetTimer()
			for left := b.N; left > 0; left -= 1000 {
				if err := st.Write(context.Background(), enqueueBench(min(left, 1000))); err != nil {
					b.Fatal(err)
				}
			}
			if err := q.Drain(context.Background()); err != nil {
				b.Fatal(err)
			}
			if runs.Load() != int64(b.N) {
				b.Fatalf("%d runs of %d jobs", runs.Load(), b.N)
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "jobs/s")
		})
	}
}

func enqueueBench(n int) func(tx *store.Tx) error {
	return func(tx *store.Tx) error {
		for range n {
			if _, err := Enqueue(tx, Job{Kind: "bench"}); err != nil {
				return err
			}
		}
		return nil
	}
}
