package customerpage

import (
	"fleetbox/app/checklists"
	"fleetbox/app/interventions"
)

// measured is what was measured on a work, one side of the vehicle a line.
type measured struct{ Name, Values string }

// measured puts the values of a work into words. Values of a measure that is no longer known are not shown.
func (w words) measured(from *interventions.Work) []measured {
	if from.Measure == nil {
		return nil
	}
	measure, known := checklists.MeasureOf(*from.Measure)
	if !known {
		return nil
	}
	name := w.say("common.measure.kind." + string(measure.Kind))
	var lines []measured
	side := ""
	for _, place := range measure.Places {
		value, taken := from.At(place.Key)
		if !taken {
			continue
		}
		text := w.placed(place, w.say("common.measure.unit."+measure.Unit, "value", w.s.Texts.Number(w.from.lang, value*100)))
		if len(lines) > 0 && side == place.Side {
			lines[len(lines)-1].Values += " · " + text
			continue
		}
		side = place.Side
		lines = append(lines, measured{Name: w.sided(name, side), Values: text})
	}
	return lines
}

func (w words) placed(place checklists.MeasurePlace, value string) string {
	if place.Spot == "" {
		return value
	}
	return w.say("common.measure.at_spot", "spot", w.say("common.measure.spot."+place.Spot), "value", value)
}

func (w words) sided(name, side string) string {
	if side == "" {
		return name
	}
	return w.say("common.measure.on_side", "measure", name, "side", w.say("common.measure.side."+side))
}
