package interventions

import (
	"context"

	"fleetbox/app/store"
	"fleetbox/app/web"
)

// plainPlate is a plate as it is looked for; an index holds it.
const plainPlate = `replace(replace(plate, '-', ''), ' ', '')`

// Plates returns every plate that there is, without spaces and hyphens, of all modes: they say which vehicles to
// ask LastWithPlate for, and nothing else may be shown of them.
func (s *Service) Plates(ctx context.Context) ([]string, error) {
	plates := []string{}
	err := s.store.Read(ctx).Raw("SELECT DISTINCT " + plainPlate + " FROM interventions WHERE " + plainPlate + " > ''").Scan(&plates).Error
	return plates, err
}

// LastWithPlate returns the newest intervention of a vehicle whose plate, without spaces and hyphens, is one of
// plates, in the modes of the actor; nil when there is none.
func (s *Service) LastWithPlate(ctx context.Context, actor web.Actor, plates []string) (*Intervention, error) {
	var in Intervention
	err := s.store.Read(ctx).Where(plainPlate+" IN ? AND mode IN ?", plates, actor.Modes()).Order("seq DESC").Take(&in).Error
	if store.NotFound(err) {
		return nil, nil
	}
	return &in, err
}
