package interventions

import (
	"context"
	"strings"

	"fleetbox/app/checklists"
	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/web"
)

// Measured is what was measured on a work. Finding is the urgency that follows from the values, as the limits were
// when they were written; without values there is none.
type Measured struct {
	Measure *checklists.Kind
	Values  store.JSON[[]checklists.MeasuredValue] `gorm:"column:measured_values"`
	Finding *Urgency
}

// measured returns values in their order, with what they mean.
func measured(kind *checklists.Kind, values []checklists.MeasuredValue) Measured {
	m := Measured{Measure: kind, Values: store.JSON[[]checklists.MeasuredValue]{V: []checklists.MeasuredValue{}}}
	if kind == nil || len(values) == 0 {
		m.Values.V = append(m.Values.V, values...)
		return m
	}
	measure, _ := checklists.MeasureOf(*kind)
	m.Values.V = measure.InOrder(values)
	if finding, found := measure.Find(values); found {
		urgency := Urgency(finding)
		m.Finding = &urgency
	}
	return m
}

// Overruled tells whether a person gave the work another urgency than its values would.
func (w Work) Overruled() bool { return w.Finding != nil && *w.Finding != w.Urgency }

// At returns the value at a place, and whether one was taken there.
func (m Measured) At(place string) (tenths int64, taken bool) {
	for _, value := range m.Values.V {
		if value.Place == place {
			return value.Tenths, true
		}
	}
	return 0, false
}

func (m Measured) check(at string, c *problem.Check) {
	if m.Measure == nil {
		c.That(len(m.Values.V) == 0, at+".values", "format")
		return
	}
	measure, known := checklists.MeasureOf(*m.Measure)
	if !known {
		c.Fail(at+".measure", "format")
		return
	}
	measure.Check(m.Values.V, at+".values", c)
}

// VehicleQuery names a vehicle. Before is an intervention: what it and later ones have is left out.
type VehicleQuery struct{ Plate, VIN, Before string }

// normal returns the query with plate and VIN as they are compared: in capitals, a plate without spaces and hyphens.
func (q VehicleQuery) normal() VehicleQuery {
	q.Plate = strings.NewReplacer(" ", "", "-", "").Replace(strings.ToUpper(q.Plate))
	q.VIN = strings.ToUpper(strings.TrimSpace(q.VIN))
	return q
}

// Measurements returns what was measured on a vehicle at earlier visits: of each line of a checklist the newest
// values, in the modes of the actor. A vehicle is known by its VIN; by its plate alone where one of both visits
// has no VIN, since a plate may move to another vehicle.
func (s *Service) Measurements(ctx context.Context, actor web.Actor, q VehicleQuery) ([]MeasurementView, error) {
	rows, err := measurements(s.store.Read(ctx), actor.Modes(), q.normal())
	if err != nil {
		return nil, err
	}
	views, seen := []MeasurementView{}, map[string]bool{}
	for _, row := range rows {
		if seen[row.ChecklistLine] {
			continue
		}
		seen[row.ChecklistLine] = true
		views = append(views, MeasurementView{
			ChecklistLine: row.ChecklistLine, Measure: row.Measure, Values: row.MeasuredValues.V,
			At: row.CreatedAt.Time, InterventionID: row.ID, Reference: row.Reference,
		})
	}
	return views, nil
}
