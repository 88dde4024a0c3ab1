package store

import (
	"context"
	"time"
)

// Event tells open screens that a thing changed. Screens fetch it again; the event carries no data
// that a right would have to guard.
type Event struct {
	Seq   int64  `gorm:"primaryKey" json:"seq"`
	At    Time   `json:"-"`
	Topic string `json:"topic"`
	ID    string `json:"id"`
}

// eventsKept is how far back a screen that was away can catch up.
const eventsKept = time.Hour

// Announce writes an event with the change that it tells of.
func (tx *Tx) Announce(topic, id string) error {
	tx.left.Events = true
	return tx.DB.Exec("INSERT INTO events (at, topic, id) VALUES (?, ?, ?)", At(tx.Now), topic, id).Error
}

// EventsAfter returns at most limit events after seq, oldest first.
func (s *Store) EventsAfter(ctx context.Context, seq int64, limit int) ([]Event, error) {
	var events []Event
	err := s.Read(ctx).Where("seq > ?", seq).Order("seq").Limit(limit).Find(&events).Error
	return events, err
}

// LastEvent returns the number of the newest event, 0 when there is none.
func (s *Store) LastEvent(ctx context.Context) (int64, error) {
	var seq int64
	err := s.Read(ctx).Raw("SELECT coalesce(max(seq), 0) FROM events").Scan(&seq).Error
	return seq, err
}

// DropOldEvents forgets events that no screen will ask for any more.
func (s *Store) DropOldEvents(ctx context.Context) error {
	return s.Write(ctx, func(tx *Tx) error {
		return tx.DB.Exec("DELETE FROM events WHERE at < ?", At(tx.Now.Add(-eventsKept))).Error
	})
}
