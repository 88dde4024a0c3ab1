// Package store keeps everything that FleetBox knows in one SQLite file.
//
// There is one writer and a pool of readers. A change is one call of Write: what happens inside
// is committed together or not at all, and only after the commit are open screens and the queue
// woken. Nothing may be sent or announced from inside.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	_ "github.com/glebarez/go-sqlite" // the driver "sqlite"
	"github.com/glebarez/sqlite"
	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

const (
	writerCacheKiB = 16 << 10
	readerCacheKiB = 4 << 10
	readers        = 4
)

// Store is an open database. It is safe for concurrent use.
type Store struct {
	Dir   string // the data folder
	read  *gorm.DB
	write *gorm.DB
	now   func() time.Time

	mu        sync.Mutex
	listeners []func(Committed)
}

// Committed says what a transaction left behind for others to act on.
type Committed struct {
	Events bool // rows in events
	Jobs   bool // rows in outbox
}

// Option changes how a store is opened.
type Option func(*Store)

// WithClock replaces the clock; the time is taken in UTC to the millisecond.
func WithClock(now func() time.Time) Option { return func(s *Store) { s.now = now } }

// Open opens the database below dir, makes it when missing, and brings it to the newest form.
// It fails when dir cannot be written or when the database was written by a newer FleetBox.
func Open(ctx context.Context, dir string, options ...Option) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	s := &Store{Dir: dir, now: time.Now}
	for _, option := range options {
		option(s)
	}
	file := filepath.Join(dir, "fleetbox.db")
	// The writer first: a read-only open of a missing file fails with a misleading reason.
	var err error
	if s.write, err = s.open(dsn(file, "immediate", "FULL", writerCacheKiB), 1); err != nil {
		return nil, err
	}
	if err := migrate(ctx, s.write); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if s.read, err = s.open(dsn(file, "deferred", "NORMAL", readerCacheKiB)+"&_pragma=query_only(1)", readers); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// dsn carries the pragmas so that every connection of the pool has them; busy_timeout comes first.
// The name of the file is escaped: in an address "?", "#" and "%" mean something else.
func dsn(file, txlock, synchronous string, cacheKiB int) string {
	return fmt.Sprintf("file:%s?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=foreign_keys(1)"+
		"&_pragma=synchronous(%s)&_pragma=cache_size(-%d)&_pragma=temp_store(MEMORY)&_txlock=%s", (&url.URL{Path: file}).EscapedPath(), synchronous, cacheKiB, txlock)
}

func (s *Store) open(dsn string, connections int) (*gorm.DB, error) {
	db, err := gorm.Open(sqlite.Open(dsn), &gorm.Config{
		Logger:                 logger.Discard, // errors come back to the caller, who logs them once
		NowFunc:                s.Now,
		SkipDefaultTransaction: true,
		PrepareStmt:            true,
	})
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	pool, err := db.DB()
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	return db, nil
}

// Close ends all connections; a running transaction is finished first.
func (s *Store) Close() error {
	var err error
	for _, db := range []*gorm.DB{s.read, s.write} {
		if db == nil {
			continue
		}
		pool, poolErr := db.DB()
		err = errors.Join(err, poolErr)
		if poolErr == nil {
			err = errors.Join(err, pool.Close())
		}
	}
	return err
}

// Now is the time by the store's clock, in UTC to the millisecond.
func (s *Store) Now() time.Time { return s.now().UTC().Truncate(time.Millisecond) }

// Read returns a handle for queries. It cannot write.
func (s *Store) Read(ctx context.Context) *gorm.DB { return s.read.WithContext(ctx) }

// OnCommit calls f after each transaction that wrote events or jobs. f must not block.
func (s *Store) OnCommit(f func(Committed)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listeners = append(s.listeners, f)
}

// Tx is a running write transaction.
type Tx struct {
	*gorm.DB
	Now  time.Time // one time for everything that the transaction writes
	left Committed
}

// Write runs f in one transaction. An error of f, or a panic, undoes everything.
// Once begun it runs to its end even when ctx is cancelled, so that a caller who hangs up
// cannot leave half a change.
func (s *Store) Write(ctx context.Context, f func(tx *Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	tx := &Tx{Now: s.Now()}
	err := s.write.WithContext(context.WithoutCancel(ctx)).Transaction(func(db *gorm.DB) error {
		tx.DB = db
		return f(tx)
	})
	if err != nil {
		return err
	}
	if tx.left == (Committed{}) {
		return nil
	}
	s.mu.Lock()
	listeners := s.listeners
	s.mu.Unlock()
	for _, listener := range listeners {
		listener(tx.left)
	}
	return nil
}

// LeaveJobs notes that the transaction wrote to the outbox.
func (tx *Tx) LeaveJobs() { tx.left.Jobs = true }

// Create inserts a row of a model.
func (tx *Tx) Create(row any) error { return tx.DB.Create(row).Error }

// NewID returns a new identifier: UUIDv7, so that identifiers sort by time.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }

// IsID tells whether id has the form of an identifier.
func IsID(id string) bool {
	parsed, err := uuid.Parse(id)
	return err == nil && parsed.String() == id
}

// NotFound tells whether err means that a query found no row.
func NotFound(err error) bool {
	return errors.Is(err, gorm.ErrRecordNotFound) || errors.Is(err, sql.ErrNoRows)
}

// DiskFull tells whether err means that the disk is full; SQLite says it in its own words.
func DiskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) ||
		(err != nil && strings.Contains(err.Error(), "database or disk is full"))
}
