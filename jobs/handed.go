package jobs

import (
	"sync"
	"time"
)

// staleAfter is when a job that was handed out and has not begun is offered again: a Redis may have lost it.
const staleAfter = time.Minute

// handedOut knows which jobs were given to the queue, so that none is given twice and none is run twice at once.
type handedOut struct {
	limit      int           // for each queue
	staleAfter time.Duration // see the constant

	mu      sync.Mutex
	jobs    map[string]*handedJob
	held    map[string]int  // jobs of each queue
	more    map[string]bool // queues that had no room for all
	changed chan struct{}   // closed at the next change
}

type handedJob struct {
	queue   string
	since   time.Time
	running bool
	// unwritten is a result that could not be written. It must be, before the job may run again.
	unwritten *outcome
}

func newHandedOut(limit int) *handedOut {
	return &handedOut{
		limit: limit, staleAfter: staleAfter,
		jobs: map[string]*handedJob{}, held: map[string]int{}, more: map[string]bool{}, changed: make(chan struct{}),
	}
}

// room returns how many more jobs a queue may get, how many it holds, and whether one of those is to be offered again.
func (h *handedOut) room(queue string) (room, held int, stale bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, j := range h.jobs {
		stale = stale || j.queue == queue && h.isStale(j)
	}
	held = h.held[queue]
	if held >= h.limit {
		h.more[queue] = true
	}
	return max(0, h.limit-held), held, stale
}

func (h *handedOut) isStale(j *handedJob) bool {
	return !j.running && time.Since(j.since) >= h.staleAfter
}

// take notes that a job is handed out. It is not when it lies in the queue or runs, or when the queue is full.
func (h *handedOut) take(queue, id string) (taken, full bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if j, ok := h.jobs[id]; ok {
		if !h.isStale(j) {
			return false, false
		}
		j.since = time.Now()
		return true, false
	}
	if h.held[queue] >= h.limit {
		h.more[queue] = true
		return false, true
	}
	h.jobs[id] = &handedJob{queue: queue, since: time.Now()}
	h.held[queue]++
	return true, false
}

// begin notes that a job runs, unless it does already, and returns what its last run left unwritten.
func (h *handedOut) begin(queue, id string) (unwritten *outcome, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	j, known := h.jobs[id]
	if !known {
		// A queue that outlived its process remembers jobs that nobody handed out since.
		j = &handedJob{queue: queue}
		h.jobs[id] = j
		h.held[queue]++
	}
	if j.running {
		return nil, false
	}
	j.running = true
	return j.unwritten, true
}

// park keeps a job whose result could not be written; it is offered again when it is stale.
func (h *handedOut) park(id string, unwritten *outcome) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if j, ok := h.jobs[id]; ok {
		j.running, j.since, j.unwritten = false, time.Now(), unwritten
	}
}

// withdraw undoes take for a job that the queue did not accept, or that another process has run.
func (h *handedOut) withdraw(id string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	j, ok := h.jobs[id]
	if !ok || j.running || j.unwritten != nil {
		return
	}
	h.forget(id, j)
}

// forget needs the lock.
func (h *handedOut) forget(id string, j *handedJob) {
	delete(h.jobs, id)
	h.held[j.queue]--
	close(h.changed)
	h.changed = make(chan struct{})
}

// waiting returns the jobs of a queue that this process was not seen to run.
func (h *handedOut) waiting(queue string) []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	var ids []string
	for id, j := range h.jobs {
		if j.queue == queue && !j.running && j.unwritten == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// drop forgets a job that ended, and tells whether its queue should be filled up.
func (h *handedOut) drop(id string) (refill bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	j, ok := h.jobs[id]
	if !ok {
		return false
	}
	h.forget(id, j)
	if !h.more[j.queue] || h.held[j.queue] > h.limit/2 {
		return false
	}
	h.more[j.queue] = false
	return true
}

// changes is closed when a job ends.
func (h *handedOut) changes() <-chan struct{} {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.changed
}

// running returns the jobs that run.
func (h *handedOut) running() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	var ids []string
	for id, j := range h.jobs {
		if j.running {
			ids = append(ids, id)
		}
	}
	return ids
}
