package interventions

import (
	"fmt"
	"slices"
	"testing"

	"fleetbox/app/store"
	"fleetbox/app/web"
)

func TestSearchAndFilters(t *testing.T) {
	b := newBench(t)
	first := b.file(t, "RO-4711")
	second := b.file(t, "RO-4712", func(c *Changes) {
		c.Brand, c.Module = ptr("veloria"), ptr(Bodywork)
		c.Vehicle.Plate, c.Vehicle.VIN = ptr("M-AB 99"), ptr("WVWZZZ1KZAW000001")
		c.Customer.LastName, c.Customer.Company = ptr("Nguyễn"), ptr("Müller & Söhne GmbH")
	})
	for query, want := range map[string][]string{
		"":             {second.ID, first.ID},
		"4711":         {first.ID},
		"ro-47":        {second.ID, first.ID},
		"bfx1234":      {first.ID},
		"muller sohne": {second.ID},
		"müller":       {second.ID},
		"nguyen 4712":  {second.ID},
		"nguyen 4711":  {},
		"zzz1kz":       {second.ID},
		"5551234":      {second.ID, first.ID},
		"V60":          {second.ID, first.ID},
		"m":            {second.ID},
		"kr":           {first.ID},
		`"4711" OR *`:  {},
		"100%":         {},
		"% _":          {second.ID, first.ID}, // nothing to look for
		"4712 m":       {second.ID},
		"\x004712\x00": {second.ID},
		"m\x00 4712":   {second.ID},
		"\x00":         {second.ID, first.ID},
	} {
		rows, _, err := b.List(b.ctx, Filter{Mode: web.AfterSales, Query: query, Limit: 10})
		b.must(t, err)
		got := []string{}
		for _, row := range rows {
			got = append(got, row.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: got %d rows, want %d", query, len(got), len(want))
		}
	}
	_, err := b.Share(b.ctx, b.advisor, first.ID, AnyVersion)
	b.must(t, err)
	_, err = b.Update(b.ctx, b.advisor, second.ID, second.Version, Changes{AssigneeID: web.Nullable[string]{Sent: true, Value: &b.advisor.ID}})
	b.must(t, err)
	third, err := b.Create(b.ctx, b.phone, Draft{ID: store.NewID(), Mode: web.AfterSales, Changes: Changes{Module: ptr(Warranty), Brand: ptr("nordvik"), Reference: ptr("W")}})
	b.must(t, err)
	b.must(t, b.Close(b.ctx, b.advisor, third.ID, third.Version))
	for name, tc := range map[string]struct {
		filter Filter
		want   int
	}{
		"brand":          {Filter{Brands: []string{"veloria"}}, 1},
		"both brands":    {Filter{Brands: []string{"veloria", "nordvik"}}, 2},
		"module":         {Filter{Modules: []Module{Mechanics}}, 1},
		"status":         {Filter{Statuses: []Status{Sent}}, 1},
		"author":         {Filter{Authors: []string{b.advisor.ID}}, 2},
		"mine":           {Filter{Mine: b.phone.ID}, 0},
		"brand + module": {Filter{Brands: []string{"veloria"}, Modules: []Module{Mechanics}}, 0},
		"query + brand":  {Filter{Query: "RO-47", Brands: []string{"veloria"}}, 1},
		"sender":         {Filter{Senders: []string{b.advisor.ID}}, 1},
		"assignee":       {Filter{Assignees: []string{b.advisor.ID}}, 1},
		"not closed":     {Filter{}, 2},
		"closed too":     {Filter{Closed: true}, 3},
		"only closed":    {Filter{Statuses: []Status{Closed}}, 1},
	} {
		tc.filter.Mode, tc.filter.Limit = web.AfterSales, 10
		rows, _, err := b.List(b.ctx, tc.filter)
		b.must(t, err)
		if len(rows) != tc.want {
			t.Errorf("%s: %d rows, want %d", name, len(rows), tc.want)
		}
	}
}

func TestPagesCoverEverythingOnce(t *testing.T) {
	b := newBench(t)
	for i := range 23 {
		b.file(t, fmt.Sprintf("RO-%02d", i))
	}
	for _, query := range []string{"", "RO-"} {
		seen, before := []string{}, int64(0)
		for {
			rows, next, err := b.List(b.ctx, Filter{Mode: web.AfterSales, Query: query, Limit: 10, Before: before})
			b.must(t, err)
			for _, row := range rows {
				seen = append(seen, row.Reference)
			}
			if next == 0 {
				break
			}
			before = next
		}
		if len(seen) != 23 || len(slices.Compact(slices.Clone(seen))) != 23 || seen[0] != "RO-22" {
			t.Fatalf("%q: %v", query, seen)
		}
	}
}
