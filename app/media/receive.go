package media

import (
	"bytes"
	"context"
	"errors"
	"hash"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"fleetbox/app/problem"
)

const (
	// idle is how long a sender may be silent.
	idle = 60 * time.Second
	// givesWay is the silence after which a sender loses the upload to somebody who wants to go on with
	// it: a phone that lost its line is back long before the box notices that the old line is dead.
	givesWay = 3 * time.Second
	// letsGo is how long somebody who gave way may take to write down what had arrived.
	letsGo = 5 * time.Second
)

// body is a part of a file on its way in.
type body struct {
	io.Reader
	length    int64           // as announced, -1 when not
	patience  func(time.Time) // sets until when the next read may take
	interrupt func()          // makes the running read fail
	checksum  hash.Hash       // over this part; nil when none was announced
	want      []byte
}

// kernelTime is for what the kernel keeps by its own clock: deadlines of connections, ages of files, how long
// something takes. What people see goes by the clock of the store.
func kernelTime() time.Time {
	return time.Now() //nolint:forbidigo // see above
}

func (b body) matches() bool { return b.checksum == nil || bytes.Equal(b.checksum.Sum(nil), b.want) }

const (
	bufferSize = 512 << 10
	buffers    = 4
	// flushEvery makes the disk begin to write while more arrives, so that the sync at the end has little left to do.
	flushEvery = 16 << 20
)

// pour copies at most limit bytes from body to f. The sums are made beside it, on another processor.
// readErr is what ended the sender early; what was written until then counts.
func pour(f *os.File, body body, limit int64, sum hash.Hash, hold *hold) (written int64, readErr, err error) {
	free, full := make(chan []byte, buffers), make(chan []byte, buffers)
	for range buffers {
		free <- make([]byte, bufferSize)
	}
	hashed := make(chan struct{})
	go func() {
		defer close(hashed)
		for part := range full {
			_, _ = sum.Write(part) // never fails
			if body.checksum != nil {
				_, _ = body.checksum.Write(part)
			}
			free <- part[:bufferSize]
		}
	}()
	defer func() { close(full); <-hashed }()

	flushed := int64(0)
	for written < limit && readErr == nil {
		buffer := <-free
		var n int
		n, readErr = fill(buffer[:min(bufferSize, limit-written)], body, hold)
		if n > 0 {
			if _, err := f.Write(buffer[:n]); err != nil {
				return 0, nil, err
			}
			written += int64(n)
			full <- buffer[:n]
		}
		if written-flushed >= flushEvery {
			_ = unix.SyncFileRange(int(f.Fd()), 0, 0, unix.SYNC_FILE_RANGE_WRITE) // a hint: the sync is what counts
			flushed = written
		}
	}
	if errors.Is(readErr, io.EOF) {
		readErr = nil
	}
	return written, readErr, nil
}

// fill reads until buffer is full, the sender ends, or it is silent for too long.
func fill(buffer []byte, body body, hold *hold) (int, error) {
	n := 0
	for n < len(buffer) {
		body.patience(kernelTime().Add(idle))
		if hold.interrupted() {
			return n, os.ErrDeadlineExceeded
		}
		read, err := body.Read(buffer[n:])
		n += read
		hold.touch()
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// locks let one request at a time work on an upload.
type locks struct {
	mu    *sync.Mutex
	held  map[string]*hold
	ended *atomic.Bool // the box stops: nobody reads on
}

func newLocks() locks {
	return locks{mu: &sync.Mutex{}, held: map[string]*hold{}, ended: &atomic.Bool{}}
}

// hold is the right to work on one upload.
type hold struct {
	locks locks
	id    string
	done  chan struct{}

	mu        sync.Mutex
	last      time.Time
	interrupt func()
	given     bool
}

// take returns the hold on an upload. A holder that has been silent is made to give way; otherwise
// the problem is upload_held. interrupt ends the new holder's reading when its turn comes to give way.
func (l locks) take(ctx context.Context, id string, interrupt func()) (*hold, error) {
	for range 3 {
		mine, other := l.try(id, interrupt)
		if mine != nil {
			return mine, nil
		}
		if !other.giveWay() {
			break
		}
		select {
		case <-other.done:
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(letsGo):
		}
	}
	return nil, problem.New(problem.Locked, "upload_held")
}

func (l locks) try(id string, interrupt func()) (mine, other *hold) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if other := l.held[id]; other != nil {
		return nil, other
	}
	mine = &hold{locks: l, id: id, done: make(chan struct{}), last: kernelTime(), interrupt: interrupt}
	l.held[id] = mine
	return mine, nil
}

func (h *hold) release() {
	h.mu.Lock()
	h.interrupt = nil // the request is over, and its connection may serve another one
	h.mu.Unlock()
	h.locks.mu.Lock()
	delete(h.locks.held, h.id)
	h.locks.mu.Unlock()
	close(h.done)
}

// end makes all holders stop reading.
func (l locks) end() {
	l.ended.Store(true)
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, h := range l.held {
		h.stopReading()
	}
}

func (h *hold) stopReading() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.interrupt != nil {
		h.interrupt()
	}
}

func (h *hold) touch() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.last = kernelTime()
}

func (h *hold) interrupted() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.given || h.locks.ended.Load()
}

// giveWay ends the reading of a holder that has been silent, and tells whether it was.
func (h *hold) giveWay() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.interrupt == nil || kernelTime().Sub(h.last) < givesWay {
		return false
	}
	h.given = true
	h.interrupt()
	return true
}
