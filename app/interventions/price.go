package interventions

import "fleetbox/app/problem"

// Bounds keep every intermediate product of the arithmetic inside 64 bits.
const (
	maxUnitPrice = 100_000_000 // minor units
	maxQuantity  = 1_000_000   // thousandths
	wholeBP      = 10_000      // 100 % in basis points
	wholeQty     = 1_000       // a quantity of one in thousandths
)

// DiscountKind says what a discount's value means.
type DiscountKind string

// The kinds of discounts.
const (
	NoDiscount      DiscountKind = "none"
	AmountDiscount  DiscountKind = "amount"  // minor units off the whole line
	PercentDiscount DiscountKind = "percent" // basis points off the whole line
)

// Discount lowers the price of a work.
type Discount struct {
	Kind  DiscountKind `json:"kind" enum:"none,amount,percent"`
	Value int64        `json:"value" minimum:"0" doc:"Minor units for an amount, basis points for a percentage"`
}

// Price is what one work costs, in minor units. Net + VAT = Gross, always.
type Price struct {
	Net   int64 `json:"net"`
	VAT   int64 `json:"vat"`
	Gross int64 `json:"gross"`
}

// Add sums two prices.
func (p Price) Add(q Price) Price {
	return Price{p.Net + q.Net, p.VAT + q.VAT, p.Gross + q.Gross}
}

// Price returns what the work costs; false when it has no price yet.
//
// The line is computed on the side on which it was entered, with or without VAT, and rounded once
// to the minor unit; the other side follows from it with the second and last rounding.
func (w Work) Price() (Price, bool) {
	if w.UnitPrice == nil {
		return Price{}, false
	}
	line := w.line()
	if w.PriceIncludesVAT {
		net := divide(line*wholeBP, wholeBP+w.VATBP)
		return Price{Net: net, VAT: line - net, Gross: line}, true
	}
	vat := divide(line*w.VATBP, wholeBP)
	return Price{Net: line, VAT: vat, Gross: line + vat}, true
}

func (w Work) line() int64 {
	product := *w.UnitPrice * w.Quantity
	switch w.Discount.Kind {
	case PercentDiscount:
		return divide(product*(wholeBP-w.Discount.Value), wholeQty*wholeBP)
	case AmountDiscount:
		return divide(product, wholeQty) - w.Discount.Value
	}
	return divide(product, wholeQty)
}

// divide is the one rounding rule: to the nearest, halves away from zero. d is positive.
func divide(n, d int64) int64 {
	if n < 0 {
		return -divide(-n, d)
	}
	return (n + d/2) / d
}

// checkPrice refuses numbers outside the bounds and discounts beyond the price.
func (w Work) checkPrice(at string, c *problem.Check) {
	c.That(w.VATBP >= 0 && w.VATBP <= wholeBP, at+".vat_bp", "vat")
	if w.Quantity < 1 || w.Quantity > maxQuantity {
		c.Fail(at+".quantity", "quantity")
		return
	}
	c.That(w.Discount.Kind != PercentDiscount || w.Discount.Value <= wholeBP, at+".discount", "discount")
	if w.UnitPrice == nil {
		return
	}
	if *w.UnitPrice < 0 || *w.UnitPrice > maxUnitPrice {
		c.Fail(at+".unit_price", "price")
		return
	}
	c.That(w.Discount.Kind != AmountDiscount || w.line() >= 0, at+".discount", "discount")
}

// VATTotal is the part of a total at one rate.
type VATTotal struct {
	VATBP int64 `json:"vat_bp"`
	Net   int64 `json:"net"`
	VAT   int64 `json:"vat"`
}

// Totals sums the works that are proposed: advised and urgent ones. What is OK or offered costs nothing.
type Totals struct {
	Price
	ByVAT    []VATTotal `json:"by_vat"`
	Unpriced int        `json:"unpriced" doc:"Proposed works without a price"`
	Accepted Price      `json:"accepted"`
}

// TotalsOf sums a list of works. The total is the sum of the lines, so what is printed adds up.
func TotalsOf(works []Work) Totals {
	totals := Totals{ByVAT: []VATTotal{}}
	for _, work := range works {
		if !work.Urgency.Proposed() {
			continue
		}
		price, priced := work.Price()
		if !priced {
			totals.Unpriced++
			continue
		}
		totals.Price = totals.Add(price)
		totals.addVAT(work.VATBP, price)
		if work.Decision == Accepted {
			totals.Accepted = totals.Accepted.Add(price)
		}
	}
	return totals
}

func (t *Totals) addVAT(rate int64, price Price) {
	for i := range t.ByVAT {
		if t.ByVAT[i].VATBP == rate {
			t.ByVAT[i].Net += price.Net
			t.ByVAT[i].VAT += price.VAT
			return
		}
	}
	t.ByVAT = append(t.ByVAT, VATTotal{VATBP: rate, Net: price.Net, VAT: price.VAT})
}
