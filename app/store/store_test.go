package store_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fleetbox/app/store"
)

func open(t testing.TB, options ...store.Option) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), t.TempDir(), options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestWriteIsAllOrNothing(t *testing.T) {
	s, ctx := open(t), context.Background()
	refuse := errors.New("no")
	err := s.Write(ctx, func(tx *store.Tx) error {
		if err := tx.Announce("intervention", "a"); err != nil {
			return err
		}
		return refuse
	})
	if !errors.Is(err, refuse) {
		t.Fatalf("got %v", err)
	}
	events, err := s.EventsAfter(ctx, 0, 10)
	if err != nil || len(events) != 0 {
		t.Fatalf("%v %v: a refused change left an event", events, err)
	}
}

func TestCommitWakesListenersAfterTheRowIsVisible(t *testing.T) {
	s, ctx := open(t), context.Background()
	seen := -1
	s.OnCommit(func(c store.Committed) {
		events, err := s.EventsAfter(ctx, 0, 10)
		if err != nil || !c.Events {
			t.Error(c, err)
		}
		seen = len(events)
	})
	err := s.Write(ctx, func(tx *store.Tx) error { return tx.Announce("intervention", "a") })
	if err != nil || seen != 1 {
		t.Fatalf("%v: the listener saw %d events", err, seen)
	}
}

func TestReadersCannotWrite(t *testing.T) {
	s := open(t)
	if err := s.Read(context.Background()).Exec("DELETE FROM events").Error; err == nil {
		t.Fatal("a read handle wrote")
	}
}

func TestPragmasHoldOnEveryConnection(t *testing.T) {
	s := open(t)
	for name, want := range map[string]string{"journal_mode": "wal", "foreign_keys": "1", "busy_timeout": "10000"} {
		var got string
		if err := s.Read(context.Background()).Raw("PRAGMA " + name).Scan(&got).Error; err != nil || got != want {
			t.Errorf("%s = %q (%v), want %q", name, got, err, want)
		}
		err := s.Write(context.Background(), func(tx *store.Tx) error { return tx.Raw("PRAGMA " + name).Scan(&got).Error })
		if err != nil || got != want {
			t.Errorf("writer: %s = %q (%v), want %q", name, got, err, want)
		}
	}
	var synchronous int
	err := s.Write(context.Background(), func(tx *store.Tx) error { return tx.Raw("PRAGMA synchronous").Scan(&synchronous).Error })
	if err != nil || synchronous != 2 {
		t.Errorf("writer: synchronous = %d (%v), want FULL", synchronous, err)
	}
}

func TestEventsAreForgottenAfterAnHour(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	s, ctx := open(t, store.WithClock(func() time.Time { return now })), context.Background()
	announce := func() error {
		return s.Write(ctx, func(tx *store.Tx) error { return tx.Announce("device", "d") })
	}
	if err := announce(); err != nil {
		t.Fatal(err)
	}
	now = now.Add(2 * time.Hour)
	if err := announce(); err != nil {
		t.Fatal(err)
	}
	if err := s.DropOldEvents(ctx); err != nil {
		t.Fatal(err)
	}
	events, err := s.EventsAfter(ctx, 0, 10)
	if err != nil || len(events) != 1 || events[0].Seq != 2 {
		t.Fatalf("%v %v", events, err)
	}
}

func TestTheDataFolderMayHaveAnyName(t *testing.T) {
	ctx := context.Background()
	for _, name := range []string{"what?", "no 1 #2", "100%", "50%41", "a+b&c=d", "Ateliér 'ä'", "file:x"} {
		dir := filepath.Join(t.TempDir(), name)
		for want := int64(0); want < 2; want++ {
			s, err := store.Open(ctx, dir)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			err = s.Write(ctx, func(tx *store.Tx) error { return tx.Announce("user", "u") })
			if last, readErr := s.LastEvent(ctx); err != nil || readErr != nil || last != want+1 {
				t.Errorf("%s: %d %v %v", name, last, err, readErr)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
		if _, err := os.Stat(filepath.Join(dir, "fleetbox.db")); err != nil {
			t.Errorf("%s: the database is elsewhere: %v", name, err)
		}
		if beside, err := os.ReadDir(filepath.Dir(dir)); err != nil || len(beside) != 1 {
			t.Errorf("%s: %v %v", name, beside, err)
		}
	}
}

func TestAReopenedStoreKeepsItsRows(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	for want := int64(0); want < 2; want++ {
		s, err := store.Open(ctx, dir)
		if err != nil {
			t.Fatal(err)
		}
		if last, err := s.LastEvent(ctx); err != nil || last != want {
			t.Fatalf("%d %v", last, err)
		}
		if err := s.Write(ctx, func(tx *store.Tx) error { return tx.Announce("user", "u") }); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
