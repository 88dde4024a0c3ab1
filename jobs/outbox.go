package jobs

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"

	"gorm.io/gorm"

	"fleetbox/app/store"
)

// row is a line of the outbox.
type row struct {
	ID             string
	Kind           string
	Payload        string
	RunAt          store.Time
	Attempts       int
	FirstAttemptAt *store.Time
	LastError      string
	CreatedAt      store.Time
	DoneAt         *store.Time
	FailedAt       *store.Time
}

func (row) TableName() string { return "outbox" }

// open is the condition of the index outbox_open: neither done nor given up.
const open = "done_at IS NULL AND failed_at IS NULL"

// insert writes a new row, or finds the one that has its key.
func insert(tx *store.Tx, job Job, payload []byte) (Receipt, error) {
	runAt := job.RunAt
	if runAt.IsZero() {
		runAt = tx.Now
	}
	id := store.NewID()
	written := tx.DB.Exec(`INSERT INTO outbox (id, kind, payload, dedupe_key, run_at, created_at)
		VALUES (?, ?, ?, nullif(?, ''), ?, ?) ON CONFLICT (dedupe_key) DO NOTHING`,
		id, job.Kind, string(payload), job.Key, store.At(runAt), store.At(tx.Now))
	if written.Error != nil {
		return Receipt{}, written.Error
	}
	if written.RowsAffected > 0 {
		tx.LeaveJobs()
		return Receipt{ID: id}, nil
	}
	err := tx.DB.Raw("SELECT id FROM outbox WHERE dedupe_key = ?", job.Key).Scan(&id).Error
	return Receipt{ID: id, Known: true}, err
}

// makeDue lets a row that is not done run now; one that was given up starts afresh.
func makeDue(tx *store.Tx, id string) error {
	tx.LeaveJobs()
	return oneRow(tx.DB.Exec(`UPDATE outbox SET run_at = ?, failed_at = NULL,
		attempts = iif(failed_at IS NULL, attempts, 0),
		first_attempt_at = iif(failed_at IS NULL, first_attempt_at, NULL)
		WHERE id = ? AND done_at IS NULL`, store.At(tx.Now), id))
}

func markDone(tx *store.Tx, id string) error {
	return oneRow(tx.DB.Exec("UPDATE outbox SET done_at = ?, attempts = attempts + 1, last_error = '' WHERE id = ? AND "+open,
		store.At(tx.Now), id))
}

func markFailed(tx *store.Tx, id string, first time.Time, cause error) error {
	return oneRow(tx.DB.Exec(`UPDATE outbox SET failed_at = ?, attempts = attempts + 1, first_attempt_at = ?, last_error = ?
		WHERE id = ? AND `+open, store.At(tx.Now), store.At(first), safeText(cause), id))
}

func markTried(tx *store.Tx, id string, first, next time.Time, cause error) error {
	return oneRow(tx.DB.Exec(`UPDATE outbox SET run_at = ?, attempts = attempts + 1, first_attempt_at = ?, last_error = ?
		WHERE id = ? AND `+open, store.At(next), store.At(first), safeText(cause), id))
}

func oneRow(written *gorm.DB) error {
	if written.Error == nil && written.RowsAffected == 0 {
		return ErrSettled
	}
	return written.Error
}

// safeText is what the outbox keeps of an error: one line of a length that a page can show.
func safeText(err error) string {
	const longest = 500
	text := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, err.Error())
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return text
}

// find returns a row, or ErrSettled when there is none or it is done or given up.
func find(db *gorm.DB, id string) (row, error) {
	var r row
	err := db.Where("id = ? AND "+open, id).Take(&r).Error
	if store.NotFound(err) {
		err = ErrSettled
	}
	return r, err
}

// nextRows returns the open rows of some kinds, those that are due first.
func nextRows(db *gorm.DB, kinds []string, limit int) ([]row, error) {
	var rows []row
	err := db.Select("id", "kind", "run_at").Where(open+" AND kind IN ?", kinds).Order("run_at, id").Limit(limit).Find(&rows).Error
	return rows, err
}

// dueAmong tells which of some rows should be running by now.
func dueAmong(db *gorm.DB, ids []string, now time.Time) (map[string]bool, error) {
	var found []string
	err := db.Model(&row{}).Where("id IN ? AND run_at <= ? AND "+open, ids, store.At(now)).Pluck("id", &found).Error
	among := make(map[string]bool, len(found))
	for _, id := range found {
		among[id] = true
	}
	return among, err
}

// anyDue tells whether a row of some kinds should be running by now.
func anyDue(db *gorm.DB, kinds []string, now time.Time) (bool, error) {
	var due bool
	err := db.Raw("SELECT EXISTS (SELECT 1 FROM outbox WHERE "+open+" AND run_at <= ? AND kind IN ?)", store.At(now), kinds).Scan(&due).Error
	return due, err
}

// unknownKinds names the kinds of open rows that nobody handles.
func unknownKinds(db *gorm.DB, known []string) ([]string, error) {
	var kinds []string
	err := db.Raw("SELECT DISTINCT kind FROM outbox WHERE "+open+" AND kind NOT IN ? ORDER BY kind", known).Scan(&kinds).Error
	return kinds, err
}

// clockTolerance is how far ahead a row may be before its time is doubted.
const clockTolerance = time.Minute

// mendTimes lets rows run that wait for a time which a wrong clock wrote. A retry never waits longer than its pause,
// and a job that was due at once when it was written is due. What a domain asked for a certain time keeps that time.
func mendTimes(ctx context.Context, st *store.Store, now time.Time, pause func(kind string, failed int) time.Duration) (int, error) {
	limit := store.At(now.Add(clockTolerance))
	var rows []row
	err := st.Read(ctx).Where(open+" AND run_at > ? AND (attempts > 0 OR (created_at > ? AND run_at = created_at))", limit, limit).
		Order("run_at").Limit(mostQueued).Find(&rows).Error
	if err != nil {
		return 0, err
	}
	due := map[string]time.Time{}
	for _, r := range rows {
		wait := time.Duration(0)
		if r.Attempts > 0 {
			wait = pause(r.Kind, r.Attempts)
		}
		// Twice, because a pause has a part of chance in it.
		if r.RunAt.After(now.Add(2 * wait)) {
			due[r.ID] = now.Add(wait)
		}
	}
	if len(due) == 0 {
		return 0, nil
	}
	err = st.Write(ctx, func(tx *store.Tx) error {
		for id, at := range due {
			if err := tx.DB.Exec("UPDATE outbox SET run_at = ? WHERE id = ? AND "+open, store.At(at), id).Error; err != nil {
				return err
			}
		}
		return nil
	})
	return len(due), err
}

// keepDone is how long a row stays after it was done: so long its key is known.
const keepDone = 7 * 24 * time.Hour

// prune removes rows that were done long ago. What was given up stays, for somebody may want to try it again.
func prune(ctx context.Context, st *store.Store) (int64, error) {
	var n int64
	err := st.Write(ctx, func(tx *store.Tx) error {
		removed := tx.DB.Exec("DELETE FROM outbox WHERE done_at < ?", store.At(tx.Now.Add(-keepDone)))
		n = removed.RowsAffected
		return removed.Error
	})
	return n, err
}

// count fills in what the outbox knows; running rows are neither waiting nor late.
func count(ctx context.Context, st *store.Store, running []string) (Stats, error) {
	db := st.Read(ctx)
	now := st.Now()
	s := Stats{Running: len(running)}
	var openRows int
	err := errors.Join(
		db.Raw("SELECT count(*) FROM outbox WHERE "+open).Scan(&openRows).Error,
		db.Raw("SELECT count(*) FROM outbox WHERE failed_at IS NOT NULL").Scan(&s.Failed).Error,
	)
	var due []row
	err = errors.Join(err, db.Select("id", "run_at").Where(open+" AND run_at <= ?", store.At(now)).
		Order("run_at, id").Limit(len(running)+1).Find(&due).Error)
	if err != nil {
		return Stats{}, err
	}
	s.Waiting = max(0, openRows-len(running))
	for _, r := range due {
		if !slices.Contains(running, r.ID) {
			s.OldestWaiting = now.Sub(r.RunAt.Time)
			break
		}
	}
	return s, nil
}
