package checklists

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"fleetbox/app/problem"
)

// findings are read by the screens' tests too: both sides find the same in the same values.
func findings(t *testing.T) []struct {
	Measure Kind
	Tenths  []int64
	Finding *Finding
} {
	t.Helper()
	data, err := os.ReadFile("testdata/findings.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Measure Kind
		Tenths  []int64
		Finding *Finding
	}
	if err := json.Unmarshal(data, &cases); err != nil || len(cases) == 0 {
		t.Fatal(len(cases), err)
	}
	return cases
}

func TestFindingsAtTheLimits(t *testing.T) {
	tried := map[Kind]bool{}
	for _, c := range findings(t) {
		measure, known := MeasureOf(c.Measure)
		if !known {
			t.Fatalf("no measure %q", c.Measure)
		}
		var values []MeasuredValue
		for i, tenths := range c.Tenths {
			values = append(values, MeasuredValue{measure.Places[i].Key, tenths})
		}
		got, found := measure.Find(values)
		if found != (c.Finding != nil) || (found && got != *c.Finding) {
			t.Errorf("%s %v: %q %v", c.Measure, c.Tenths, got, found)
		}
		tried[c.Measure] = true
	}
	for _, measure := range Measures() {
		if !tried[measure.Kind] {
			t.Errorf("%s was not tried", measure.Kind)
		}
	}
}

func TestEveryMeasureMakesSense(t *testing.T) {
	units := []string{"mm", "percent", "celsius"}
	for _, m := range Measures() {
		if again, known := MeasureOf(m.Kind); !known || again.Kind != m.Kind || !slices.Contains(units, m.Unit) || m.Decimals < 0 || m.Decimals > 1 {
			t.Errorf("%+v", m)
		}
		if !m.Limits.beyond(m.Limits.Urgent, m.Limits.Advised) {
			t.Errorf("%s: the limit of urgent is not beyond that of advised", m.Kind)
		}
		for _, limit := range []int64{m.Limits.Advised, m.Limits.Urgent} {
			if limit <= m.Least || limit >= m.Most {
				t.Errorf("%s: the limit %d cannot be passed", m.Kind, limit)
			}
		}
		seen := map[string]bool{}
		for _, place := range m.Places {
			if seen[place.Key] {
				t.Errorf("%s has %q twice", m.Kind, place.Key)
			}
			seen[place.Key] = true
		}
		if len(m.Places) == 0 {
			t.Errorf("%s is measured nowhere", m.Kind)
		}
	}
	if _, known := MeasureOf("torque"); known {
		t.Error("an unknown measure is known")
	}
}

// badness orders findings.
var badness = map[Finding]int{FoundOK: 0, FoundAdvised: 1, FoundUrgent: 2}

// measured draws a measure with values that it can have, one or more.
func measured(t *rapid.T) (Measure, []MeasuredValue) {
	m := rapid.SampledFrom(Measures()).Draw(t, "measure")
	n := rapid.IntRange(1, len(m.Places)).Draw(t, "how many")
	places := rapid.Permutation(m.Places).Draw(t, "places")[:n]
	values := make([]MeasuredValue, 0, n)
	for _, place := range places {
		values = append(values, MeasuredValue{place.Key, rapid.Int64Range(m.Least, m.Most).Draw(t, "tenths")})
	}
	return m, values
}

func find(t *rapid.T, m Measure, values []MeasuredValue) int {
	finding, found := m.Find(values)
	if !found {
		t.Fatalf("nothing found in %v", values)
	}
	return badness[finding]
}

func TestFindingIsThatOfTheWorstValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, values := measured(t)
		worst := 0
		for _, value := range values {
			worst = max(worst, find(t, m, []MeasuredValue{value}))
		}
		if got := find(t, m, values); got != worst {
			t.Fatalf("%s %v: %d, worst %d", m.Kind, values, got, worst)
		}
		if ordered := find(t, m, m.InOrder(values)); ordered != worst {
			t.Fatalf("%s %v: in another order %d", m.Kind, values, ordered)
		}
	})
}

func TestAWorseValueNeverFindsBetter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, values := measured(t)
		i := rapid.IntRange(0, len(values)-1).Draw(t, "which")
		worse := slices.Clone(values)
		end := m.Least
		if m.Limits.Worse == above {
			end = m.Most
		}
		worse[i].Tenths = rapid.Int64Range(min(values[i].Tenths, end), max(values[i].Tenths, end)).Draw(t, "worse")
		if find(t, m, worse) < find(t, m, values) {
			t.Fatalf("%s: %v finds better than %v", m.Kind, worse, values)
		}
	})
}

func TestValuesInOrderAreTheSameValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, values := measured(t)
		before := slices.Clone(values)
		ordered := m.InOrder(values)
		if !slices.Equal(values, before) {
			t.Fatal("ordering changed what was given")
		}
		if !slices.IsSortedFunc(ordered, func(a, b MeasuredValue) int { return m.index(a.Place) - m.index(b.Place) }) {
			t.Fatalf("%v", ordered)
		}
		for _, value := range values {
			if !slices.Contains(ordered, value) {
				t.Fatalf("%v lost %v", ordered, value)
			}
		}
		if again := m.InOrder(ordered); !slices.Equal(again, ordered) || len(ordered) != len(values) {
			t.Fatalf("%v, then %v", ordered, again)
		}
	})
}

func TestCheckTakesWhatCanBeAndNothingElse(t *testing.T) {
	refused := func(m Measure, values []MeasuredValue) bool {
		var c problem.Check
		m.Check(values, "values", &c)
		return c.Err() != nil
	}
	rapid.Check(t, func(t *rapid.T) {
		m, values := measured(t)
		if refused(m, values) {
			t.Fatalf("%s refuses %v", m.Kind, values)
		}
		wrong := rapid.SampledFrom([]MeasuredValue{
			{values[0].Place, values[0].Tenths}, // a second time
			{"roof", m.Least}, {"", m.Least},
		}).Draw(t, "wrong")
		if !refused(m, append(slices.Clone(values), wrong)) {
			t.Fatalf("%s takes %v with %v", m.Kind, values, wrong)
		}
		outside := slices.Clone(values)
		outside[0].Tenths = rapid.SampledFrom([]int64{m.Least - 1, m.Most + 1, 1 << 62, -1 << 62}).Draw(t, "outside")
		if !refused(m, outside) {
			t.Fatalf("%s takes %v", m.Kind, outside)
		}
	})
}
