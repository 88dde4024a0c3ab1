package interventions

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func price(v int64) *int64 { return &v }

func TestPrice(t *testing.T) {
	for name, tc := range map[string]struct {
		work Work
		want Price
	}{
		"with VAT":              {Work{UnitPrice: price(11900), PriceIncludesVAT: true, VATBP: 1900, Quantity: 1000}, Price{10000, 1900, 11900}},
		"without VAT":           {Work{UnitPrice: price(10000), VATBP: 1900, Quantity: 1000}, Price{10000, 1900, 11900}},
		"an hour and a half":    {Work{UnitPrice: price(8999), VATBP: 2000, Quantity: 1500}, Price{13499, 2700, 16199}},
		"ten per cent off":      {Work{UnitPrice: price(10000), VATBP: 1900, Quantity: 2000, Discount: Discount{PercentDiscount, 1000}}, Price{18000, 3420, 21420}},
		"five euros off":        {Work{UnitPrice: price(10000), PriceIncludesVAT: true, VATBP: 2100, Quantity: 1000, Discount: Discount{AmountDiscount, 500}}, Price{7851, 1649, 9500}},
		"all of it off":         {Work{UnitPrice: price(777), VATBP: 1900, Quantity: 1000, Discount: Discount{PercentDiscount, 10000}}, Price{0, 0, 0}},
		"half a cent goes up":   {Work{UnitPrice: price(1), VATBP: 0, Quantity: 500}, Price{1, 0, 1}},
		"no VAT":                {Work{UnitPrice: price(9999), PriceIncludesVAT: true, VATBP: 0, Quantity: 1000}, Price{9999, 0, 9999}},
		"nothing to pay":        {Work{UnitPrice: price(0), PriceIncludesVAT: true, VATBP: 1900, Quantity: 1000}, Price{0, 0, 0}},
		"the largest that goes": {Work{UnitPrice: price(maxUnitPrice), VATBP: wholeBP, Quantity: maxQuantity}, Price{100_000_000_000, 100_000_000_000, 200_000_000_000}},
	} {
		if got, ok := tc.work.Price(); !ok || got != tc.want {
			t.Errorf("%s: got %+v, want %+v", name, got, tc.want)
		}
	}
	if _, priced := (Work{Quantity: 1000}).Price(); priced {
		t.Error("a work without a price has one")
	}
}

// anyWork draws a work that passes the checks.
func anyWork(t *rapid.T) Work {
	w := Work{
		UnitPrice: price(rapid.Int64Range(0, maxUnitPrice).Draw(t, "price")), PriceIncludesVAT: rapid.Bool().Draw(t, "incl"),
		VATBP: rapid.Int64Range(0, wholeBP).Draw(t, "vat"), Quantity: rapid.Int64Range(1, maxQuantity).Draw(t, "quantity"),
		Urgency:  rapid.SampledFrom([]Urgency{OK, Offered, Advised, Urgent}).Draw(t, "urgency"),
		Decision: rapid.SampledFrom([]Decision{Undecided, Accepted, Refused}).Draw(t, "decision"),
		Discount: Discount{Kind: NoDiscount},
	}
	switch rapid.IntRange(0, 2).Draw(t, "discount") {
	case 1:
		w.Discount = Discount{PercentDiscount, rapid.Int64Range(0, wholeBP).Draw(t, "percent")}
	case 2:
		w.Discount = Discount{AmountDiscount, rapid.Int64Range(0, w.line()).Draw(t, "amount")}
	}
	return w
}

// exactLine is the same line without any rounding, from whole numbers of any size.
func exactLine(w Work) *big.Rat {
	line := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(*w.UnitPrice), big.NewInt(w.Quantity)), big.NewInt(wholeQty))
	switch w.Discount.Kind {
	case PercentDiscount:
		line.Mul(line, big.NewRat(wholeBP-w.Discount.Value, wholeBP))
	case AmountDiscount:
		line.Sub(line, new(big.Rat).SetInt64(w.Discount.Value))
	}
	return line
}

func within(t *rapid.T, name string, got int64, exact, tolerance *big.Rat) {
	distance := new(big.Rat).Sub(new(big.Rat).SetInt64(got), exact)
	if distance.Abs(distance).Cmp(tolerance) > 0 {
		t.Fatalf("%s: %d is further than %s from %s", name, got, tolerance.FloatString(2), exact.FloatString(4))
	}
}

func TestPriceIsExact(t *testing.T) {
	half := big.NewRat(1, 2)
	rapid.Check(t, func(t *rapid.T) {
		w := anyWork(t)
		p, _ := w.Price()
		if p.Net+p.VAT != p.Gross {
			t.Fatalf("%+v does not add up", p)
		}
		if p.Net < 0 || p.VAT < 0 {
			t.Fatalf("%+v is negative", p)
		}
		entered, exact := p.Net, exactLine(w)
		if w.PriceIncludesVAT {
			entered = p.Gross
		}
		within(t, "the entered side", entered, exact, half)
		rate := new(big.Rat).Add(big.NewRat(1, 1), big.NewRat(w.VATBP, wholeBP))
		if w.PriceIncludesVAT {
			within(t, "net", p.Net, new(big.Rat).Quo(new(big.Rat).SetInt64(p.Gross), rate), half)
		} else {
			within(t, "gross", p.Gross, new(big.Rat).Mul(new(big.Rat).SetInt64(p.Net), rate), half)
		}
	})
}

func TestTotalsAreTheSumOfTheLines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		works := rapid.SliceOfN(rapid.Custom(anyWork), 0, 20).Draw(t, "works")
		totals := TotalsOf(works)
		var sum, accepted Price
		for _, w := range works {
			p, _ := w.Price()
			if w.Urgency.Proposed() {
				sum = sum.Add(p)
			}
			if w.Urgency.Proposed() && w.Decision == Accepted {
				accepted = accepted.Add(p)
			}
		}
		var net, vat int64
		for _, part := range totals.ByVAT {
			net, vat = net+part.Net, vat+part.VAT
		}
		if totals.Price != sum || totals.Accepted != accepted || net != sum.Net || vat != sum.VAT {
			t.Fatalf("%+v, want %+v and %+v", totals, sum, accepted)
		}
		if sum.Net+sum.VAT != sum.Gross {
			t.Fatalf("%+v does not add up", sum)
		}
	})
}

func TestTotalsCountWorksWithoutAPrice(t *testing.T) {
	totals := TotalsOf([]Work{{Urgency: Urgent, Quantity: 1000}, {Urgency: OK, Quantity: 1000}, {Urgency: Advised, UnitPrice: price(100), Quantity: 1000}})
	if totals.Unpriced != 1 || totals.Net != 100 {
		t.Fatalf("%+v", totals)
	}
}
