package jobs

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/redis/go-redis/v9"

	"fleetbox/app/store"
)

func TestMain(m *testing.M) {
	LogRedis(slog.New(slog.DiscardHandler))
	os.Exit(m.Run())
}

// patience is how long a test waits for what should happen soon, on a busy machine too.
const patience = time.Minute

// box is a queue at work over a database of its own.
type box struct {
	t     *testing.T
	store *store.Store
	queue *Queue
	clock *clockwork.FakeClock // nil: the real one
	log   *logBuffer
	stop  func() // ends Run and waits for it
}

// setup says how a box differs from an ordinary one.
type setup struct {
	dir       string // empty: a new one
	fakeClock bool
	options   Options
	wire      func(b *box)
}

// startBox opens a box and runs it until the test ends.
func startBox(t *testing.T, s setup) *box {
	t.Helper()
	b := openBox(t, s)
	b.run()
	return b
}

func openBox(t *testing.T, s setup) *box {
	t.Helper()
	b := &box{t: t, log: &logBuffer{}, stop: func() {}}
	if s.dir == "" {
		s.dir = t.TempDir()
	}
	var storeOptions []store.Option
	if s.fakeClock {
		b.clock = clockwork.NewFakeClockAt(time.Date(2024, 5, 17, 8, 0, 0, 0, time.UTC))
		storeOptions = append(storeOptions, store.WithClock(b.clock.Now))
		s.options.Clock = b.clock
	}
	st, err := store.Open(t.Context(), s.dir, storeOptions...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		b.stop()
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	s.options.Log = slog.New(slog.NewTextHandler(b.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	b.store, b.queue = st, New(st, s.options)
	if s.wire != nil {
		s.wire(b)
	}
	return b
}

func (b *box) run() {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- b.queue.Run(ctx) }()
	b.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			b.t.Error(err)
		}
	})
}

// enqueue commits jobs.
func (b *box) enqueue(all ...Job) []Receipt {
	b.t.Helper()
	var receipts []Receipt
	b.write(func(tx *store.Tx) error {
		for _, j := range all {
			r, err := Enqueue(tx, j)
			if err != nil {
				return err
			}
			receipts = append(receipts, r)
		}
		return nil
	})
	return receipts
}

func (b *box) write(f func(tx *store.Tx) error) {
	b.t.Helper()
	if err := b.store.Write(context.Background(), f); err != nil {
		b.t.Fatal(err)
	}
}

func (b *box) drain() {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := b.queue.Drain(ctx); err != nil {
		log := b.log.String()
		b.t.Fatalf("jobs are not done: %v\n%s", err, log[max(0, len(log)-5000):])
	}
}

func (b *box) row(id string) row {
	b.t.Helper()
	var r row
	if err := b.store.Read(context.Background()).Where("id = ?", id).Take(&r).Error; err != nil {
		b.t.Fatal(err)
	}
	return r
}

func (b *box) stats() Stats {
	b.t.Helper()
	s, err := b.queue.Stats(context.Background())
	if err != nil {
		b.t.Fatal(err)
	}
	return s
}

// eventually waits for a condition.
func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if condition() {
			return
		}
	}
	t.Fatalf("not within %s: %s", patience, what)
}

// receive waits for a value.
func receive[T any](t *testing.T, from <-chan T) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(patience):
		t.Fatalf("nothing came within %s", patience)
		panic("unreachable")
	}
}

// logBuffer is a log that tests read while it is written.
type logBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// queueKinds are what a test about the queue runs on.
var queueKinds = []string{"embedded", "redis"}

// redisFor starts what a kind of queue needs and returns its address for Options.
func redisFor(t testing.TB, kind string) string {
	t.Helper()
	if kind == "embedded" {
		return ""
	}
	return startRedis(t, freePort(t))
}

// startRedis runs a Redis server that keeps nothing, and ends it with the test.
func startRedis(t testing.TB, port string) string {
	t.Helper()
	binary, err := exec.LookPath("redis-server")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("redis-server is missing: apt-get install redis-server")
		}
		t.Skip("redis-server is missing, this test needs it: apt-get install redis-server")
	}
	dir := t.TempDir()
	server := exec.Command(binary, "--port", port, "--bind", "127.0.0.1", "--dir", dir, "--save", "", "--appendonly", "no")
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
	})
	url := "redis://127.0.0.1:" + port
	client := redisClient(t, url)
	for end := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		if client.Ping(context.Background()).Err() == nil {
			return url
		}
		if time.Now().After(end) {
			t.Fatal("redis-server does not answer")
		}
	}
}

func redisClient(t testing.TB, url string) *redis.Client {
	t.Helper()
	options, err := redis.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	client := redis.NewClient(options)
	t.Cleanup(func() { _ = client.Close() })
	return client
}

// freePort returns a port that nobody listened on a moment ago.
func freePort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return fmt.Sprint(l.Addr().(*net.TCPAddr).Port)
}
