package interventions

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"fleetbox/app/checklists"
	"fleetbox/app/store"
	"fleetbox/app/web"
)

const frontTyres = "mechanics.tyres.front_tyres"

// tread is a work with measured tyres.
func tread(urgency Urgency, values ...checklists.MeasuredValue) WorkInput {
	return WorkInput{
		ID: store.NewID(), ChecklistLine: ptr(frontTyres), Label: "Front tyres", Urgency: urgency, VATBP: 1900, Quantity: 1000,
		Discount: Discount{Kind: NoDiscount}, Measure: ptr(checklists.TreadDepth), Values: values,
	}
}

func at(place string, tenths int64) checklists.MeasuredValue {
	return checklists.MeasuredValue{Place: place, Tenths: tenths}
}

func with(works ...WorkInput) func(*Changes) {
	return func(c *Changes) { c.Works = &works }
}

func of(vehicle VehicleChanges) func(*Changes) {
	return func(c *Changes) { c.Vehicle = &vehicle }
}

func TestValuesAreKeptWithWhatTheyMean(t *testing.T) {
	b := newBench(t)
	for name, c := range map[string]struct {
		work      WorkInput
		finding   *Urgency
		overruled bool
		kept      []checklists.MeasuredValue
	}{
		"nothing measured":    {tread(Advised), nil, false, []checklists.MeasuredValue{}},
		"worn":                {tread(Urgent, at("right_outer", 15), at("left_inner", 30)), ptr(Urgent), false, []checklists.MeasuredValue{at("left_inner", 30), at("right_outer", 15)}},
		"a person knows more": {tread(Urgent, at("left_inner", 30)), ptr(Advised), true, []checklists.MeasuredValue{at("left_inner", 30)}},
		"changed for free":    {tread(Offered, at("left_inner", 80)), ptr(OK), true, []checklists.MeasuredValue{at("left_inner", 80)}},
	} {
		in := b.file(t, "RO-"+name, with(c.work))
		view, err := b.View(b.ctx, b.advisor, in.ID)
		b.must(t, err)
		work := view.Works[0]
		if !reflect.DeepEqual(work.Finding, c.finding) || work.UrgencyOverruled != c.overruled || !reflect.DeepEqual(work.Values, c.kept) || *work.Measure != checklists.TreadDepth || work.Urgency != c.work.Urgency {
			t.Errorf("%s: %+v", name, work)
		}
		slices.Reverse(c.work.Values) // the same values are no change
		again, err := b.Update(b.ctx, b.advisor, in.ID, in.Version, Changes{Works: &[]WorkInput{c.work}})
		b.must(t, err)
		if again.Version != in.Version {
			t.Errorf("%s: saving the same made version %d", name, again.Version)
		}
	}
}

func TestValuesThatCannotBeAreRefused(t *testing.T) {
	b := newBench(t)
	in := b.file(t, "RO-1")
	unknown, plain := tread(OK), tread(OK, at("left_inner", 80))
	unknown.Measure, plain.Measure = ptr(checklists.Kind("torque")), nil
	for name, work := range map[string]WorkInput{
		"an unknown measure":  unknown,
		"no measure":          plain,
		"an unknown place":    tread(OK, at("roof", 80)),
		"a place twice":       tread(OK, at("left_inner", 80), at("left_inner", 70)),
		"more than there is":  tread(OK, at("left_inner", 251)),
		"less than nothing":   tread(OK, at("left_inner", -1)),
		"more than fits":      tread(OK, at("left_inner", 1<<60)),
		"more values at once": tread(OK, slices.Repeat([]checklists.MeasuredValue{at("left_inner", 80)}, 1000)...),
	} {
		_, err := b.Update(b.ctx, b.advisor, in.ID, in.Version, Changes{Works: &[]WorkInput{work}})
		if err == nil {
			t.Errorf("%s was taken", name)
			continue
		}
		wantProblem(t, err, "invalid_input")
	}
}

func TestTheAnswerIsAboutTheValuesShown(t *testing.T) {
	b := newBench(t)
	in := b.file(t, "RO-1", with(tread(Urgent, at("left_inner", 14))))
	shown := b.Shown(in, nil)
	if line := evidenceOf(in, nil).Works[0]; len(line.Values) != 1 || line.Values[0].Tenths != 14 {
		t.Errorf("%+v", line)
	}
	in.Works[0].Values.V[0].Tenths = 12
	if b.Shown(in, nil) == shown {
		t.Error("other values, the same fingerprint")
	}
}

func TestWhatWasMeasuredAtTheLastVisit(t *testing.T) {
	b := newBench(t)
	day := func(n int) { b.now = time.Date(2026, 3, n, 9, 0, 0, 0, time.UTC) }
	car := VehicleChanges{Plate: ptr("b-fx 1234"), VIN: ptr("wvw1")}
	pads := tread(OK)
	pads.ChecklistLine, pads.Measure, pads.Values = ptr("mechanics.brakes.front_pads"), ptr(checklists.BrakePad), []checklists.MeasuredValue{at("left", 90)}
	day(1)
	b.file(t, "FIRST", of(car), with(tread(OK, at("left_inner", 70)), pads))
	day(2)
	b.file(t, "SECOND", of(VehicleChanges{Plate: ptr("B FX1234")}), with(tread(OK, at("left_inner", 60)))) // nobody looked for the VIN
	day(3)
	b.file(t, "NOTHING", of(car), with(tread(Advised)))
	day(4)
	moved := b.file(t, "MOVED", of(VehicleChanges{Plate: ptr("B-FX 1234"), VIN: ptr("WVW2")}), with(tread(Urgent, at("left_inner", 10)))) // the plate of another
	day(5)
	own := b.file(t, "OWN", of(car), with(tread(Urgent, at("left_inner", 50))))
	later := b.file(t, "LATER", of(car))

	sales := web.Actor{Kind: web.ByUser, ID: store.NewID(), Roles: []web.Role{web.Salesperson}}
	for name, c := range map[string]struct {
		actor web.Actor
		query VehicleQuery
		want  map[string]string // line → reference
	}{
		"in a mode of others": {sales, VehicleQuery{Plate: "B-FX 1234"}, map[string]string{}},
		"before the own":      {b.advisor, VehicleQuery{Plate: "B-FX 1234", VIN: "WVW1", Before: own.ID}, map[string]string{frontTyres: "SECOND", "mechanics.brakes.front_pads": "FIRST"}},
		"on a phone":          {b.phone, VehicleQuery{Plate: "b fx-1234", VIN: " wvw1"}, map[string]string{frontTyres: "OWN", "mechanics.brakes.front_pads": "FIRST"}},
		"before a later one":  {b.advisor, VehicleQuery{VIN: "WVW1", Before: later.ID}, map[string]string{frontTyres: "OWN", "mechanics.brakes.front_pads": "FIRST"}},
		"of the other car":    {b.advisor, VehicleQuery{VIN: "WVW2", Before: own.ID}, map[string]string{frontTyres: "MOVED"}},
		"by the plate alone":  {b.advisor, VehicleQuery{Plate: "BFX1234", Before: moved.ID}, map[string]string{frontTyres: "SECOND", "mechanics.brakes.front_pads": "FIRST"}},
		"of no car":           {b.advisor, VehicleQuery{}, map[string]string{}},
		"of an unknown car":   {b.advisor, VehicleQuery{Plate: "X", VIN: "Y", Before: "Z"}, map[string]string{}},
	} {
		views, err := b.Measurements(b.ctx, c.actor, c.query)
		b.must(t, err)
		got := map[string]string{}
		for _, view := range views {
			got[view.ChecklistLine] = view.Reference
			if view.At.IsZero() || len(view.Values) == 0 || view.InterventionID == "" {
				t.Errorf("%s: %+v", name, view)
			}
		}
		if views == nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestTheVisitsOfAVehicleAreFoundByIndices(t *testing.T) {
	b := newBench(t)
	for _, where := range []string{"vin = 'X'", "replace(replace(plate, '-', ''), ' ', '') = 'X' AND '' IN (vin, 'V')"} {
		var plan []struct{ Detail string }
		b.must(t, b.store.Read(b.ctx).Raw("EXPLAIN QUERY PLAN SELECT seq FROM interventions WHERE "+where).Scan(&plan).Error)
		if len(plan) != 1 || plan[0].Detail[:6] != "SEARCH" {
			t.Errorf("%s: %v", where, plan)
		}
	}
}
