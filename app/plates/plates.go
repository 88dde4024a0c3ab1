// Package plates reads licence plates: from a photo to the texts that may stand on it, those of vehicles that
// have been here before first. What it says is a proposal; a person confirms it.
package plates

import (
	"context"
	"maps"
	"runtime"
	"slices"
	"time"

	"fleetbox/app/interventions"
	"fleetbox/app/problem"
	"fleetbox/app/system"
	"fleetbox/app/web"
)

// Options is what the service needs.
type Options struct {
	Interventions *interventions.Service
	Dealership    *system.Service
	Tesseract     string // name or path of the program
	Now           func() time.Time
}

// Service reads plates. It keeps no picture.
type Service struct {
	interventions *interventions.Service
	dealership    *system.Service
	tesseract     *tesseract
	turns         chan struct{} // as many pictures at once as there are processors
}

// New makes the service.
func New(o Options) *Service {
	return &Service{
		interventions: o.Interventions, dealership: o.Dealership,
		tesseract: newTesseract(o.Tesseract, o.Now), turns: make(chan struct{}, runtime.NumCPU()),
	}
}

// Reading is what may stand on a plate.
type Reading struct {
	Plate      string // as the vehicle's interventions write it, or as it was read
	Country    string // two letters; empty when it could be one of several
	Confidence float64
	Vehicle    *Vehicle // that has been here with this plate
}

// Vehicle is a vehicle that has been here, as it was described the last time.
type Vehicle struct {
	Plate        string
	VIN          string
	Make         string
	Model        string
	CustomerName string
	LastVisit    time.Time
}

// TesseractMissing is the problem of a box on which the program that reads is not installed.
const TesseractMissing = "tesseract_missing"

const (
	mostReadings = 5
	mostVehicles = 3
	mostLooked   = 10               // known plates that are close, of which the actor may see fewer
	patience     = 10 * time.Second // for a turn
)

// Read tells what stands on the plate in a picture, the likeliest first; nothing when nothing can be read. Vehicles
// come before readings of unknown plates, also when a character or two were misread, and only those that the actor
// may see. Problems: picture_unreadable, picture_too_large, tesseract_missing, busy.
func (s *Service) Read(ctx context.Context, actor web.Actor, data []byte) ([]Reading, error) {
	if err := s.takeTurn(ctx); err != nil {
		return nil, err
	}
	defer func() { <-s.turns }()
	picture, err := decode(data)
	if err != nil {
		return nil, err
	}
	reads, err := s.tesseract.read(ctx, lines(picture))
	if err != nil || len(reads) == 0 {
		return []Reading{}, err
	}
	dealership, err := s.dealership.Dealership(ctx)
	if err != nil {
		return nil, err
	}
	known, err := s.known(ctx, actor, reads, dealership.Country)
	if err != nil {
		return nil, err
	}
	return merge(known, propose(reads, dealership.Country)), nil
}

func (s *Service) takeTurn(ctx context.Context) error {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case s.turns <- struct{}{}:
		return nil
	case <-timer.C:
		return problem.New(problem.Unavailable, "busy")
	case <-ctx.Done():
		return ctx.Err()
	}
}

// known looks for vehicles whose plates come close to what was read.
func (s *Service) known(ctx context.Context, actor web.Actor, reads []read, home string) ([]Reading, error) {
	all, err := s.interventions.Plates(ctx)
	if err != nil {
		return nil, err
	}
	spellings := map[string][]string{} // of each normalised plate
	for _, plate := range all {
		normal := Normalise(plate)
		spellings[normal] = append(spellings[normal], plate)
	}
	var found []Reading
	for _, n := range nearest(reads, slices.Sorted(maps.Keys(spellings)), mostLooked) {
		last, err := s.interventions.LastWithPlate(ctx, actor, spellings[n.plate])
		if err != nil {
			return nil, err
		}
		if last != nil && len(found) < mostVehicles {
			fit, _ := Fits(n.plate, home)
			found = append(found, Reading{last.Vehicle.Plate, fit.Country, n.confidence(), vehicleOf(last)})
		}
	}
	return found, nil
}

func vehicleOf(in *interventions.Intervention) *Vehicle {
	return &Vehicle{
		Plate: in.Vehicle.Plate, VIN: in.Vehicle.VIN, Make: in.Vehicle.Make, Model: in.Vehicle.Model,
		CustomerName: in.Customer.Name(), LastVisit: in.CreatedAt.Time,
	}
}

// Health says "ok", or in a word for logs and /healthz why no plates are read, as it was a while ago.
func (s *Service) Health(ctx context.Context) string {
	if err := s.tesseract.health(ctx); err != nil {
		return TesseractMissing
	}
	return "ok"
}
