package jobs

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fleetbox/app/store"
)

const (
	childVariable = "JOBS_TEST_CHILD" // the folder to work in: makes the test binary the process that is killed
	redisVariable = "JOBS_TEST_REDIS"
	outsideFile   = "outside"
)

// TestKilledProcessLosesNothing kills a process in the middle of its work again and again. Every job whose row was
// committed runs, its effect in the database is there exactly once, and what was acknowledged is there after all.
func TestKilledProcessLosesNothing(t *testing.T) {
	kills := map[string]int{"embedded": 15, "redis": 10}
	for _, kind := range queueKinds {
		t.Run(kind, func(t *testing.T) {
			redisURL := redisFor(t, kind)
			if redisURL != "" && testing.Short() {
				t.Skip("a Redis gives the jobs of a killed process back only after up to two minutes")
			}
			t.Parallel()
			dir := t.TempDir()
			acknowledged := 0
			for range kills[kind] {
				acknowledged += len(runAndKill(t, dir, redisURL))
			}
			finish(t, dir, redisURL)
			checkNothingLost(t, dir, kills[kind], acknowledged)
		})
	}
}

// runAndKill starts a child under load, kills it at a random moment and returns the jobs that it acknowledged.
func runAndKill(t *testing.T, dir, redisURL string) []string {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestKillChild$")
	child.Env = append(os.Environ(), childVariable+"="+dir, redisVariable+"="+redisURL)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	reader := bufio.NewReader(out)
	if line, err := reader.ReadString('\n'); err != nil || line != "ready\n" {
		t.Fatalf("child said %q, %v", line, err)
	}
	time.AfterFunc(50*time.Millisecond+rand.N(700*time.Millisecond), func() { _ = child.Process.Kill() })
	all, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	_ = child.Wait()
	lines := strings.Split(string(all), "\n")
	return lines[:len(lines)-1] // the last line was cut
}

// TestKillChild is the process that is killed: it enqueues and runs jobs until then.
func TestKillChild(t *testing.T) {
	dir := os.Getenv(childVariable)
	if dir == "" {
		t.Skip("only run by TestKilledProcessLosesNothing")
	}
	st, q := openKillBox(t, dir, os.Getenv(redisVariable))
	go func() { _ = q.Run(context.Background()) }()
	fmt.Println("ready")
	for i := 0; ; i++ {
		var ids []string
		err := st.Write(context.Background(), func(tx *store.Tx) error {
			ids = nil
			for _, kind := range []string{"inside", "outside", "flaky"} {
				r, err := Enqueue(tx, Job{Kind: kind, Payload: i})
				if err != nil {
					return err
				}
				if err := tx.Exec("INSERT INTO promises VALUES (?, ?)", r.ID, kind).Error; err != nil {
					return err
				}
				ids = append(ids, r.ID)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println(strings.Join(ids, "\n"))
		time.Sleep(rand.N(3 * time.Millisecond))
	}
}

// openKillBox wires three kinds of work: an effect in the database, one outside, and one that fails at first.
func openKillBox(t *testing.T, dir, redisURL string) (*store.Store, *Queue) {
	t.Helper()
	st, err := store.Open(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	err = st.Write(context.Background(), func(tx *store.Tx) error {
		return errors.Join(
			tx.Exec("CREATE TABLE IF NOT EXISTS promises (id TEXT PRIMARY KEY, kind TEXT)").Error,
			tx.Exec("CREATE TABLE IF NOT EXISTS effects (id TEXT)").Error,
		)
	})
	if err != nil {
		t.Fatal(err)
	}
	q := New(st, Options{Redis: redisURL, Log: slog.New(slog.DiscardHandler)})
	inside := func(ctx context.Context, task Task) error {
		return st.Write(ctx, func(tx *store.Tx) error {
			if err := tx.Exec("INSERT INTO effects VALUES (?)", task.ID).Error; err != nil {
				return err
			}
			return task.Done(tx)
		})
	}
	soon := Backoff(20*time.Millisecond, time.Second)
	q.Handle("inside", Spec{Retry: soon}, inside)
	q.Handle("outside", Spec{Retry: soon}, func(_ context.Context, task Task) error {
		f, err := os.OpenFile(filepath.Join(dir, outsideFile), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		_, err = f.WriteString(task.ID + "\n")
		return errors.Join(err, f.Close())
	})
	q.Handle("flaky", Spec{Retry: soon}, func(ctx context.Context, task Task) error {
		if task.Attempt == 1 {
			return errors.New("not at the first attempt")
		}
		return inside(ctx, task)
	})
	return st, q
}

// finish lets a process that lives do what is left.
func finish(t *testing.T, dir, redisURL string) {
	t.Helper()
	st, q := openKillBox(t, dir, redisURL)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- q.Run(ctx) }()
	deadline := time.Now().Add(4 * time.Minute)
	for {
		s, err := q.Stats(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if s.Waiting == 0 && s.Running == 0 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("not done: %+v", s)
		}
		time.Sleep(50 * time.Millisecond)
	}
	cancel()
	if err := errors.Join(<-ended, st.Close()); err != nil {
		t.Fatal(err)
	}
}

func checkNothingLost(t *testing.T, dir string, kills, acknowledged int) {
	t.Helper()
	st, err := store.Open(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	ask := func(query string) (n int) {
		t.Helper()
		if err := st.Read(context.Background()).Raw(query).Scan(&n).Error; err != nil {
			t.Fatal(err)
		}
		return n
	}
	promised := ask("SELECT count(*) FROM promises")
	inside := ask("SELECT count(*) FROM promises WHERE kind <> 'outside'")
	onceInside := ask("SELECT count(*) FROM (SELECT id FROM effects GROUP BY id HAVING count(*) = 1)")
	effects := ask("SELECT count(*) FROM effects")
	unfinished := ask("SELECT count(*) FROM outbox WHERE done_at IS NULL")
	unknown := ask("SELECT count(*) FROM promises LEFT JOIN outbox USING (id) WHERE outbox.id IS NULL")

	data, err := os.ReadFile(filepath.Join(dir, outsideFile))
	if err != nil {
		t.Fatal(err)
	}
	times := map[string]int{}
	for line := range strings.Lines(string(data)) {
		times[strings.TrimSpace(line)]++
	}
	repeated := strings.Count(string(data), "\n") - len(times)

	t.Logf("%d kills: %d jobs acknowledged, %d committed, %d effects inside, each once; %d effects outside, %d of them repeated",
		kills, acknowledged, promised, effects, len(times), repeated)
	if promised < acknowledged || unfinished != 0 || unknown != 0 {
		t.Errorf("%d acknowledged, %d committed, %d not done, %d without a row", acknowledged, promised, unfinished, unknown)
	}
	if effects != inside || onceInside != inside {
		t.Errorf("%d jobs with an effect inside, %d effects, %d of them exactly once", inside, effects, onceInside)
	}
	if len(times) != promised-inside {
		t.Errorf("%d jobs with an effect outside, %d were run", promised-inside, len(times))
	}
}
