// Package system holds what is set once for the whole box: the dealership with its brands, and
// the record of who changed what in users, devices and configuration.
package system

import (
	"context"
	"sync"
	"time"
	_ "time/tzdata" // a bare machine may lack the time zones that a dealership lives by

	"fleetbox/app/locale"
	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/web"
)

// Brand is a make that the dealership sells. Its ID never changes, whatever becomes of its name.
type Brand struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Color string `json:"color" doc:"Such as #0a5c8f"`
}

// Limits is how much media one intervention may hold.
type Limits struct {
	Photos            int `json:"photos"`
	VideoSeconds      int `json:"video_seconds" doc:"Of one video"`
	VideoTotalSeconds int `json:"video_total_seconds" doc:"Of all videos together"`
}

// Dealership is the one house that this box serves. A value handed out by the Service is shared:
// its slices must not be changed.
type Dealership struct {
	Name          string  `json:"name"`
	Address       string  `json:"address"`
	Phone         string  `json:"phone"`
	Email         string  `json:"email"`
	Website       string  `json:"website"`
	Country       string  `json:"country" doc:"ISO 3166 alpha-2, or empty"`
	Language      string  `json:"language"`
	TimeZone      string  `json:"time_zone"`
	Currency      string  `json:"currency"`
	VATRates      []int   `json:"vat_rates" doc:"Basis points; the first is the usual one"`
	Brands        []Brand `json:"brands" doc:"In the order of choice"`
	RetiredBrands []Brand `json:"retired_brands" doc:"No longer sold, but named in interventions"`
	Limits        Limits  `json:"limits"`
	DirectSending bool    `json:"direct_sending" doc:"Phones may send direct messages by themselves"`
	Version       int     `json:"version"`

	location *time.Location
}

// Location is the time zone in which the dealership reads its clocks.
func (d Dealership) Location() *time.Location {
	if d.location == nil {
		return time.UTC
	}
	return d.location
}

// Brand returns a brand by its ID, also one that is retired.
func (d Dealership) Brand(id string) (Brand, bool) {
	for _, brands := range [][]Brand{d.Brands, d.RetiredBrands} {
		for _, brand := range brands {
			if brand.ID == id {
				return brand, true
			}
		}
	}
	return Brand{}, false
}

// lookAgain is how long another process's change may stay unseen.
const lookAgain = 2 * time.Second

// Service answers for the dealership. It is safe for concurrent use.
type Service struct {
	store *store.Store
	texts *locale.Catalogue

	mu      sync.Mutex
	known   *Dealership
	knownAt time.Time
	changes int // made by this process, so that a slow reader does not keep what a change outdated
}

// New makes the service.
func New(st *store.Store, texts *locale.Catalogue) *Service {
	return &Service{store: st, texts: texts}
}

// Dealership returns the dealership, from memory as long as nobody changed it; problem not_set_up
// while there is none.
func (s *Service) Dealership(ctx context.Context) (Dealership, error) {
	s.mu.Lock()
	known, at, changes := s.known, s.knownAt, s.changes
	s.mu.Unlock()
	if known != nil && time.Since(at) < lookAgain {
		return *known, nil
	}
	read, err := load(s.store.Read(ctx))
	if err != nil {
		return Dealership{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changes == changes {
		s.known, s.knownAt = &read, time.Now() //nolint:forbidigo // how old it is, by the monotonic clock
	}
	return read, nil
}

// Forget makes the next question look at the database again. Change does so itself; whoever calls
// Establish does it once the transaction is committed.
func (s *Service) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known = nil
	s.changes++
}

// Currency is that of new interventions.
func (s *Service) Currency(ctx context.Context) (string, error) {
	d, err := s.Dealership(ctx)
	return d.Currency, err
}

// Language is that of whoever has none of their own.
func (s *Service) Language(ctx context.Context) (string, error) {
	d, err := s.Dealership(ctx)
	return d.Language, err
}

// Change replaces the dealership's data by wanted. wanted.Version is the one that the actor saw:
// when it is no longer current nothing is changed and the problem changed_meanwhile comes back.
// A brand without ID is new and is given one; a brand that is left out is removed, or retired
// when interventions name it.
func (s *Service) Change(ctx context.Context, actor web.Actor, wanted Dealership) (Dealership, error) {
	if err := wanted.check(s.texts); err != nil {
		return Dealership{}, err
	}
	var changed Dealership
	err := s.store.Write(ctx, func(tx *store.Tx) error {
		current, err := load(tx.DB)
		if err != nil {
			return err
		}
		if wanted.Version != current.Version {
			return problem.New(problem.Conflict, "changed_meanwhile").With(current)
		}
		changed, err = replace(tx, actor, &current, wanted)
		return err
	})
	s.Forget()
	return changed, err
}

// Establish writes the dealership of a box that is being set up, over whatever stood there.
func (s *Service) Establish(tx *store.Tx, actor web.Actor, wanted Dealership) error {
	if err := wanted.check(s.texts); err != nil {
		return err
	}
	current, err := load(tx.DB)
	switch {
	case problem.Is(err, "not_set_up"):
		_, err = replace(tx, actor, nil, wanted)
	case err == nil:
		_, err = replace(tx, actor, &current, wanted)
	}
	return err
}

// Exists tells whether there is a dealership already.
func (s *Service) Exists(tx *store.Tx) (bool, error) {
	_, err := load(tx.DB)
	if problem.Is(err, "not_set_up") {
		return false, nil
	}
	return err == nil, err
}

// replace stores wanted in place of current, which is nil on a new box, with its record.
func replace(tx *store.Tx, actor web.Actor, current *Dealership, wanted Dealership) (Dealership, error) {
	var before Dealership
	if current != nil {
		before = *current
	}
	after := wanted
	after.Version = before.Version
	after.nameBrands(before)
	difference, err := Difference(before, after)
	if err != nil || (current != nil && len(difference) == 0) {
		return before, err
	}
	after.Version++
	if err := save(tx, after); err != nil {
		return Dealership{}, err
	}
	action := "changed"
	if current == nil {
		action = "created"
	}
	if err := RecordChange(tx, actor, "dealership", "dealership", action, difference); err != nil {
		return Dealership{}, err
	}
	if err := tx.Announce("dealership", "dealership"); err != nil {
		return Dealership{}, err
	}
	return load(tx.DB)
}
