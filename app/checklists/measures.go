package checklists

import (
	"slices"

	"fleetbox/app/problem"
)

// Kind is what is measured on a line.
type Kind string

// The kinds of measures.
const (
	TreadDepth      Kind = "tread_depth"
	BrakePad        Kind = "brake_pad"
	BatteryHealth   Kind = "battery_health"
	BrakeFluidWater Kind = "brake_fluid_water"
	CoolantFrost    Kind = "coolant_frost"
)

// Finding is what measured values mean. It is the urgency of the work until a person overrules it.
type Finding string

// The findings, from good to bad.
const (
	FoundOK      Finding = "ok"
	FoundAdvised Finding = "advised"
	FoundUrgent  Finding = "urgent"
)

// MeasuredValue is one measured value, in tenths of the measure's unit.
type MeasuredValue struct {
	Place  string `json:"place" maxLength:"40" doc:"One of the measure's places"`
	Tenths int64  `json:"tenths" doc:"Tenths of the measure's unit"`
}

// MeasurePlace is where a value of a measure is taken: on a side of the vehicle, at a spot of the part. A measure that is
// taken once has one place with neither.
type MeasurePlace struct {
	Key  string `json:"place" doc:"What a value's place refers to"`
	Side string `json:"side" enum:",left,right"`
	Spot string `json:"spot" enum:",inner,middle,outer"`
}

// MeasureLimits say from which value on a work is due. A value at a limit is still within it.
type MeasureLimits struct {
	Worse   string `json:"worse" enum:"below,above" doc:"On which side of a limit a value is worse"`
	Advised int64  `json:"advised" doc:"Tenths: a value beyond this makes the work advised"`
	Urgent  int64  `json:"urgent" doc:"Tenths: a value beyond this makes the work urgent"`
}

// Measure says how something is measured and what the values mean.
type Measure struct {
	Kind     Kind           `json:"kind" enum:"tread_depth,brake_pad,battery_health,brake_fluid_water,coolant_frost"`
	Unit     string         `json:"unit" enum:"mm,percent,celsius"`
	Decimals int            `json:"decimals" doc:"How many decimals are read off: 0 or 1"`
	Places   []MeasurePlace `json:"places"`
	Least    int64          `json:"least" doc:"Tenths: the least value that can be"`
	Most     int64          `json:"most" doc:"Tenths: the greatest value that can be"`
	Limits   MeasureLimits  `json:"limits"`
}

const (
	below = "below"
	above = "above"
)

var (
	once        = []MeasurePlace{{Key: "single"}}
	eachSide    = []MeasurePlace{{"left", "left", ""}, {"right", "right", ""}}
	acrossTread = []MeasurePlace{
		{"left_inner", "left", "inner"},
		{"left_middle", "left", "middle"},
		{"left_outer", "left", "outer"},
		{"right_inner", "right", "inner"},
		{"right_middle", "right", "middle"},
		{"right_outer", "right", "outer"},
	}
)

// measures holds every kind. The law asks for 1.6 mm of tread all over Europe; the other limits are those by which
// workshops go.
var measures = []Measure{
	{TreadDepth, "mm", 1, acrossTread, 0, 250, MeasureLimits{below, 40, 16}},
	{BrakePad, "mm", 1, eachSide, 0, 300, MeasureLimits{below, 50, 30}},
	{BatteryHealth, "percent", 0, once, 0, 1000, MeasureLimits{below, 750, 600}},
	{BrakeFluidWater, "percent", 1, once, 0, 100, MeasureLimits{above, 20, 30}},
	{CoolantFrost, "celsius", 0, once, -600, 0, MeasureLimits{above, -250, -150}},
}

// Measures returns every measure that a line may have.
func Measures() []Measure { return slices.Clone(measures) }

// MeasureOf returns the measure of a kind, and whether there is one.
func MeasureOf(kind Kind) (Measure, bool) {
	i := slices.IndexFunc(measures, func(m Measure) bool { return m.Kind == kind })
	if i < 0 {
		return Measure{}, false
	}
	return measures[i], true
}

// Find returns what the values mean: the worst of them decides. Without values there is no finding.
func (m Measure) Find(values []MeasuredValue) (finding Finding, found bool) {
	if len(values) == 0 {
		return "", false
	}
	worst := values[0].Tenths
	for _, value := range values[1:] {
		if m.Limits.beyond(value.Tenths, worst) {
			worst = value.Tenths
		}
	}
	switch {
	case m.Limits.beyond(worst, m.Limits.Urgent):
		return FoundUrgent, true
	case m.Limits.beyond(worst, m.Limits.Advised):
		return FoundAdvised, true
	}
	return FoundOK, true
}

// beyond tells whether a value is worse than another.
func (l MeasureLimits) beyond(value, other int64) bool {
	if l.Worse == above {
		return value > other
	}
	return value < other
}

// InOrder returns the values in the order of the measure's places; those of unknown places come last.
func (m Measure) InOrder(values []MeasuredValue) []MeasuredValue {
	ordered := slices.Clone(values)
	slices.SortStableFunc(ordered, func(a, b MeasuredValue) int { return m.rank(a.Place) - m.rank(b.Place) })
	return ordered
}

func (m Measure) rank(place string) int {
	if i := m.index(place); i >= 0 {
		return i
	}
	return len(m.Places)
}

func (m Measure) index(place string) int {
	return slices.IndexFunc(m.Places, func(p MeasurePlace) bool { return p.Key == place })
}

// Check fails at a field unless each value belongs to one of the measure's places, no two to the same, and lies
// within what can be.
func (m Measure) Check(values []MeasuredValue, field string, c *problem.Check) {
	seen := map[string]bool{}
	for _, value := range values {
		c.That(m.index(value.Place) >= 0, field, "format")
		c.That(!seen[value.Place], field, "twice")
		c.That(value.Tenths >= m.Least && value.Tenths <= m.Most, field, "range")
		seen[value.Place] = true
	}
}
