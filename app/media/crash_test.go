package media_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"fleetbox/app/media"
	"fleetbox/app/web/webtest"
)

const childDir = "FLEETBOX_TEST_CHILD"

// TestServeUntilKilled is the box of TestKilledAtAnyMoment, in a process of its own.
func TestServeUntilKilled(t *testing.T) {
	dir := os.Getenv(childDir)
	if dir == "" {
		t.Skip("only runs as a child of TestKilledAtAnyMoment")
	}
	b := start(t, setup{dir: dir})
	fmt.Println("listening", b.url)
	time.Sleep(time.Hour)
}

// victim is a box that can be killed.
type victim struct {
	t   *testing.T
	dir string
	cmd *exec.Cmd

	mu  sync.Mutex
	url string
}

func (v *victim) start() {
	v.t.Helper()
	v.cmd = exec.Command(os.Args[0], "-test.run=^TestServeUntilKilled$", "-test.v")
	v.cmd.Env = append(os.Environ(), childDir+"="+v.dir)
	out, err := v.cmd.StdoutPipe()
	must(v.t, err)
	must(v.t, v.cmd.Start())
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if url, found := strings.CutPrefix(lines.Text(), "listening "); found {
			v.mu.Lock()
			v.url = url
			v.mu.Unlock()
			go func() {
				for lines.Scan() { // keep the pipe empty
				}
			}()
			return
		}
	}
	v.t.Fatal("the box did not start")
}

func (v *victim) kill() {
	must(v.t, v.cmd.Process.Signal(syscall.SIGKILL))
	_ = v.cmd.Wait()
}

func (v *victim) address() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.url
}

// deliver brings one file in as a phone does, whatever happens to the box. It returns how often the box was away.
func (v *victim) deliver(s sending, random *rand.Rand) (interrupted int) {
	for {
		s.b = &box{t: v.t, ctx: context.Background(), url: v.address()}
		confirmed, err := s.attempt(random)
		if err == nil && confirmed {
			return interrupted
		}
		if err != nil {
			interrupted++
			time.Sleep(20 * time.Millisecond)
		}
	}
}

// attempt goes on from the box's offset until the end or an error.
func (s *sending) attempt(random *rand.Rand) (confirmed bool, err error) {
	a, err := s.b.try(s.as, "POST", "/api/uploads", nil, with(tusHeader,
		"Upload-Length", fmt.Sprint(len(s.content)), "Upload-Metadata", encodeMetadata(s.meta)))
	if err != nil || a.status != http.StatusCreated {
		return false, fmt.Errorf("create: %d %s %w", a.status, a.body, err)
	}
	s.location = a.header.Get("Location")
	if a, err = s.b.try(s.as, "HEAD", s.location, nil, tusHeader); err != nil || a.status != http.StatusOK {
		return false, fmt.Errorf("head: %d %w", a.status, err)
	}
	for a.header.Get("X-FleetBox-Sha256") == "" {
		from := a.offset()
		to := min(int64(len(s.content)), from+1+random.Int64N(400_000))
		a, err = s.b.try(s.as, "PATCH", s.location, bytes.NewReader(s.content[from:to]), with(tusHeader,
			"Upload-Offset", fmt.Sprint(from), "Content-Type", "application/offset+octet-stream"))
		if err != nil || a.status != http.StatusNoContent || a.offset() != to {
			return false, fmt.Errorf("patch: %d %s %w", a.status, a.body, err)
		}
	}
	return a.header.Get("X-FleetBox-Sha256") == s.meta["sha256"], nil
}

func TestKilledAtAnyMoment(t *testing.T) {
	kills, senders, files := 8, 4, 8
	dir := t.TempDir()
	first := start(t, setup{dir: dir, idle: true})
	in := first.intervention()
	photo := webtest.JPEG(t, webtest.Halves(1600, 1200))
	sendings := make([][]sending, senders)
	for i := range sendings {
		for j := range files {
			kind, content := "document", append([]byte("document "), []byte(strings.Repeat(fmt.Sprintf("%d/%d ", i, j), 60_000))...)
			if j%3 == 0 {
				kind, content = "photo", append(bytes.Clone(photo), byte(i), byte(j))
			}
			sendings[i] = append(sendings[i], *first.sending(phone, in, kind, content))
		}
	}
	first.close()

	v := &victim{t: t, dir: dir}
	v.start()
	var wait sync.WaitGroup
	var mu sync.Mutex
	interrupted, confirmed := 0, 0
	for i := range sendings {
		wait.Go(func() {
			random := rand.New(rand.NewPCG(uint64(i), 7))
			for _, s := range sendings[i] {
				n := v.deliver(s, random)
				mu.Lock()
				interrupted += n
				confirmed++
				mu.Unlock()
			}
		})
	}
	done := make(chan struct{})
	go func() { wait.Wait(); close(done) }()
	random := rand.New(rand.NewPCG(1, 2))
	for range kills {
		select {
		case <-done:
		case <-time.After(time.Duration(30+random.IntN(400)) * time.Millisecond):
		}
		v.kill()
		v.start()
	}
	<-done
	v.kill()

	b := start(t, setup{dir: dir})
	for _, all := range sendings {
		for _, s := range all {
			if !bytes.Equal(b.original(s.id), s.content) {
				t.Errorf("acknowledged and lost: %s", s.id)
			}
			if view := b.wait(in, s.id, settled); view.State != media.Ready {
				t.Errorf("%s: %s %s", view.Kind, view.State, problemOf(view))
			}
		}
	}
	if n := b.count("SELECT count(*) FROM media"); n != senders*files {
		t.Errorf("%d rows for %d files", n, senders*files)
	}
	if left, _ := os.ReadDir(b.service.Incoming()); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	folders, _ := filepath.Glob(filepath.Join(b.dir, "media", "??", "*"))
	if len(folders) != senders*files {
		t.Errorf("%d folders for %d files", len(folders), senders*files)
	}
	t.Logf("%d kills, %d files confirmed, %d requests interrupted, none lost", kills, confirmed, interrupted)
}
