package interventions

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"fleetbox/app/store"
	"fleetbox/app/web"
)

// found tells whether a search finds an intervention.
func (b *bench) found(t rapid.TB, query, id string) bool {
	t.Helper()
	rows, _, err := b.List(b.ctx, Filter{Mode: web.AfterSales, Query: query, Limit: 100})
	if err != nil {
		t.Fatalf("%q: %v", query, err)
	}
	return slices.ContainsFunc(rows, func(row RowView) bool { return row.ID == id })
}

// A plate or a number is found however either side groups it.
func TestGroupsMeetHoweverTheyAreWritten(t *testing.T) {
	b := newBench(t)
	for _, same := range [][]string{
		{"B FX 1234", "B-FX 1234", "B-FX-1234", "BFX1234", "b fx1234", "bfx 1234"},
		{"AB-123-CD", "AB 123 CD", "ab123cd"},
	} {
		for _, stored := range same {
			in := b.file(t, "plate", func(c *Changes) { c.Vehicle.Plate = &stored })
			for _, typed := range same {
				if !b.found(t, typed, in.ID) {
					t.Errorf("%q does not find the plate %q: %v", typed, stored, terms(typed))
				}
			}
		}
	}
	for _, same := range [][]string{
		{"06 12 34 56 78", "0612345678", "06.12.34.56.78", "+33612345678", "+33 6 12 34 56 78", "0033 6 12 34 56 78", "+33 (0)6 12 34 56 78"},
		{"0171 5559876", "0171/555 98 76", "(0171) 5559876", "+491715559876", "+49 (0)171 5559876", "0049-171-5559876"},
		{"+352 621 234 567", "621234567", "621 234 567"},
		{"+1 (212) 555-0100", "212 555 0100"},
	} {
		for _, stored := range same {
			in := b.file(t, "phone", func(c *Changes) { c.Customer.Phone = &stored })
			for _, typed := range same {
				if !b.found(t, typed, in.ID) {
					t.Errorf("%q does not find the number %q: %v", typed, stored, terms(typed))
				}
			}
		}
	}
}

func terms(query string) string {
	parts, beginnings := searchTerms(query)
	return parts + " / " + beginnings
}

func TestAnyNumberMeetsItselfInTheOtherForm(t *testing.T) {
	b := newBench(t)
	in := b.file(t, "phone")
	rapid.Check(t, func(rt *rapid.T) {
		code := rapid.SampledFrom([]string{"1", "7", "33", "49", "44", "41", "352", "420", "971"}).Draw(rt, "code")
		core := rapid.StringMatching(`[1-9][0-9]{7,9}`).Draw(rt, "core")
		gap := rapid.SampledFrom([]string{"", " ", "-", ".", "/"}).Draw(rt, "gap")
		at := rapid.IntRange(1, len(core)-1).Draw(rt, "at")
		forms := []string{"0" + core, "0" + core[:at] + gap + core[at:], "+" + code + core, "+" + code + gap + core[:at] + gap + core[at:], "00" + code + " " + core}
		stored, typed := rapid.SampledFrom(forms).Draw(rt, "stored"), rapid.SampledFrom(forms).Draw(rt, "typed")
		if err := b.store.Write(b.ctx, func(tx *store.Tx) error {
			return tx.Exec("UPDATE interventions SET customer_phone = ? WHERE id = ?", stored, in.ID).Error
		}); err != nil {
			rt.Fatal(err)
		}
		if !b.found(rt, typed, in.ID) {
			rt.Fatalf("%q does not find %q: %s", typed, stored, terms(typed))
		}
	})
}

// Whatever is typed is a search, and a file is found by each beginning of its own words.
func TestNothingTypedBreaksASearch(t *testing.T) {
	b := newBench(t)
	in := b.file(t, "RO-4711")
	rapid.Check(t, func(rt *rapid.T) {
		b.found(rt, rapid.String().Draw(rt, "typed"), in.ID)
		word := rapid.SampledFrom([]string{"RO-4711", "Krüger", "V60", "Nordvik", "brake", "wiper", "B-FX"}).Draw(rt, "word")
		letters := []rune(word)
		typed := string(letters[:rapid.IntRange(1, len(letters)).Draw(rt, "length")])
		if strings.ContainsFunc(typed, isWordRune) && !b.found(rt, typed, in.ID) {
			rt.Fatalf("%q is not found by %q: %s", word, typed, terms(typed))
		}
	})
	for _, typed := range []string{"a\u19c8b", "Kru\u0308ger", "a\u0305b", `" OR "`, "NEAR(", "*"} {
		b.found(t, typed, in.ID)
	}
	if !b.found(t, "Kru\u0308ger", in.ID) {
		t.Error("a decomposed letter is another letter")
	}
}

// Whatever is written in a file is found, also where a part of it is short or beside something short.
func TestShortPartsHideNothing(t *testing.T) {
	b := newBench(t)
	in := b.file(t, "RO-4711", func(c *Changes) {
		c.Vehicle.Make, c.Vehicle.VIN, c.Message = ptr("VW"), ptr("WVWZZZ1KZAW000001"), ptr("We filled in 5W-30, see the film")
		c.Customer.Email, c.Customer.Address = ptr("anna.li@mail.example.com"), ptr("Hauptstraße 87 b, 10115 Berlin")
	})
	other := b.file(t, "RO-4712", func(c *Changes) {
		c.Vehicle.Make, c.Vehicle.VIN, c.Message = ptr("VW"), ptr("WVWZZZ1KZAW000002"), ptr("We filled in 5W-40, see the film")
		c.Customer.Email, c.Customer.Address = ptr("anna.lo@mail.example.com"), ptr("Hauptstraße 95, 10115 Berlin")
	})
	for _, typed := range []string{
		"anna.li@mail.example.com", "ANNA.LI@mail", "li@mail", "i@mail", "anna.li@mail.example.co", "anna.li@", "krüger anna.li@mail.example.com", "VW anna.li@mail.example.com",
		"WVWZZZ1KZAW000001", "wvwzzz1kzaw000001", "VW WVWZZZ1KZAW000001", "B-FX 1234 WVWZZZ1KZAW000001", "AW000001", "krüger AW000001",
		"Hauptstraße 87", "Hauptstraße 87 b", "10115 Berlin 87 b", "5W-30", "filled 5W-30", "VW 5W 30",
	} {
		if !b.found(t, typed, in.ID) || b.found(t, typed, other.ID) {
			t.Errorf("%q: %v, the other one %v: %s", typed, b.found(t, typed, in.ID), b.found(t, typed, other.ID), terms(typed))
		}
	}
}

func TestWorksMessageAndWorksDoneAreSearchedAsTheyAre(t *testing.T) {
	b := newBench(t)
	in := b.file(t, "RO-1", func(c *Changes) {
		c.Message, c.WorksDone, c.Vehicle.Model = ptr("We filmed the gearbox"), ptr("Oil changed, 5W-30"), ptr("Fjell")
	})
	for _, typed := range []string{"brake pads", "gearb", "oil 5W-30", "krüger wiper", "fj", "ilmed"} {
		if !b.found(t, typed, in.ID) {
			t.Errorf("%q: %s", typed, terms(typed))
		}
	}
	in, err := b.Update(b.ctx, b.advisor, in.ID, in.Version, Changes{Works: &[]WorkInput{
		{ID: store.NewID(), Label: "Clutch", Urgency: Urgent, Quantity: 1000, Discount: Discount{Kind: NoDiscount}},
	}})
	b.must(t, err)
	if !b.found(t, "clutch", in.ID) || b.found(t, "wiper", in.ID) {
		t.Error("the index holds the works of before")
	}
	copied, err := b.Duplicate(b.ctx, b.advisor, in.ID, copyFor("nordvik", Bodywork))
	b.must(t, err)
	if !b.found(t, "clutch", copied.ID) {
		t.Error("a duplicate is not found by its works")
	}
}

// What is looked for and what is indexed know the same codes of countries.
func TestBothSidesKnowEachCountrysCode(t *testing.T) {
	b := newBench(t)
	in := b.file(t, "phone")
	b.must(t, b.store.Write(b.ctx, func(tx *store.Tx) error {
		if err := tx.Exec("DROP TRIGGER interventions_search_update").Error; err != nil { // nothing is looked for here
			return err
		}
		for code := 1; code <= 999; code++ {
			for _, form := range []string{"+%d30 5550 123", "00%d305550123", "+%d (0)30-5550123", "+%d0305550123", "%d305550123", "+%d"} {
				number := fmt.Sprintf(form, code)
				if err := tx.Exec("UPDATE interventions SET customer_phone = ? WHERE id = ?", number, in.ID).Error; err != nil {
					return err
				}
				var core string
				if err := tx.Raw("SELECT core FROM interventions_numbers WHERE seq = ?", in.Seq).Scan(&core).Error; err != nil {
					return err
				}
				if here := nationalCore(number); here != core {
					t.Errorf("%s: %q is looked for, %q is indexed", number, here, core)
				}
			}
		}
		return nil
	}))
}
