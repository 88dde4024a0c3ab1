// Package interventions is the heart of FleetBox: the file about one visit, from the technician's
// findings to the customer's answer. It owns works, history, links and answers.
package interventions

import (
	"slices"
	"strings"
	"time"

	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/system"
	"fleetbox/app/web"
)

// Module is the kind of work that an intervention is about.
type Module string

// The modules of the after-sales mode, then those of the sales mode.
const (
	Mechanics Module = "mechanics"
	Bodywork  Module = "bodywork"
	Warranty  Module = "warranty"

	UCStock       Module = "uc_stock"       // about a car or a theme, for all salespeople to send on as messages
	DirectMessage Module = "direct_message" // to one prospect
)

// modules says which modules a mode has.
var modules = map[web.Mode][]Module{web.AfterSales: {Mechanics, Bodywork, Warranty}, web.Sales: {UCStock, DirectMessage}}

// HasCustomer tells whether files of this module are about one customer. UC stock is about nobody: what goes to
// a customer is a direct message made of it.
func (m Module) HasCustomer() bool { return m != UCStock }

// Urgency says what a work means for the customer.
type Urgency string

// The urgencies.
const (
	OK      Urgency = "ok"      // checked, nothing to do
	Offered Urgency = "offered" // done, not billed
	Advised Urgency = "advised"
	Urgent  Urgency = "urgent"
)

// Proposed tells whether the customer is asked to decide.
func (u Urgency) Proposed() bool { return u == Advised || u == Urgent }

// Decision is what the customer says to a proposed work.
type Decision string

// The decisions.
const (
	Undecided Decision = "none"
	Accepted  Decision = "accepted"
	Refused   Decision = "refused"
)

// Work is one line of the works list.
type Work struct {
	ID               string `gorm:"primaryKey"`
	InterventionID   string
	Position         int
	Category         string
	ChecklistLine    *string
	Label            string
	Urgency          Urgency
	UnitPrice        *int64 // minor units; nil: not priced yet
	PriceIncludesVAT bool
	VATBP            int64    `gorm:"column:vat_bp"`
	Quantity         int64    // thousandths
	Discount         Discount `gorm:"embedded;embeddedPrefix:discount_"`
	Note             string   // internal
	Decision         Decision
	Measured         `gorm:"embedded"`
}

// Vehicle is the car that an intervention is about.
type Vehicle struct {
	Plate             string  `json:"plate"`
	VIN               string  `json:"vin"`
	Make              string  `json:"make"`
	Model             string  `json:"model"`
	Mileage           *int64  `json:"mileage" nullable:"true"`
	FirstRegistration *string `json:"first_registration" nullable:"true" doc:"YYYY-MM-DD"`
}

// Customer is who gets the link, as known when the intervention was written: a later change of
// address does not rewrite what was sent to whom.
type Customer struct {
	Title     string `json:"title" enum:",ms,mr,mx,family,company"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name"`
	Company   string `json:"company"`
	Language  string `json:"language"`
	Email     string `json:"email"`
	Phone     string `json:"phone"`
	Address   string `json:"address"`
	Kind      string `json:"kind" enum:"driver,owner"`
}

// Name is how the customer is called in lists.
func (c Customer) Name() string {
	name := c.FirstName
	for _, part := range []string{c.LastName, c.Company} {
		if part == "" {
			continue
		}
		if name != "" {
			name += " "
		}
		name += part
	}
	return name
}

// nobody tells whether neither a name nor a way to reach anybody is known.
func (c Customer) nobody() bool {
	return c == Customer{Language: c.Language, Kind: c.Kind}
}

// Intervention is the file about one visit, or one sales message.
type Intervention struct {
	Seq               int64 `gorm:"primaryKey"`
	ID                string
	Mode              web.Mode
	Module            Module
	Brand             string
	Reference         string
	Status            Status
	StatusBeforeClose Status
	Version           int64
	Vehicle           Vehicle  `gorm:"embedded"`
	Customer          Customer `gorm:"embedded;embeddedPrefix:customer_"`
	Message           string
	WorksDone         string
	InternalKind      string
	InternalNote      string
	AnswerBy          *store.Time
	WaitingHere       bool
	WantsCall         bool
	ChecklistID       *string
	Currency          string
	AuthorID          *string
	AssigneeID        *string
	SenderID          *string
	DeviceID          *string
	Proposed          int64
	WorkLabels        string // for the search
	Accepted          int64
	PhotoCount        int
	VideoCount        int
	PosterID          *string
	SendFailed        bool
	CreatedAt         store.Time
	UpdatedAt         store.Time
	SentAt            *store.Time
	ReadAt            *store.Time
	AnsweredAt        *store.Time
	ClosedAt          *store.Time
	Works             []Work `gorm:"foreignKey:InterventionID;references:ID"`
}

// Late tells whether the wanted time of the answer has passed at now.
func (in *Intervention) Late(now time.Time) bool {
	return in.AnswerBy != nil && in.AnswerBy.Before(now)
}

// setWorks gives the intervention its works, and what is kept with the row of them.
func (in *Intervention) setWorks(works []Work) {
	labels := make([]string, 0, len(works))
	for _, work := range works {
		labels = append(labels, work.Label)
	}
	in.Works, in.WorkLabels = works, strings.Join(labels, " ")
	in.Proposed = in.Totals().Gross
}

// Totals sums the intervention's works.
func (in *Intervention) Totals() Totals { return TotalsOf(in.Works) }

// Sendable tells whether the intervention has what it needs to go to the customer on a channel: title, last name, and
// an e-mail address for "email". A "link" is passed on by a person, and asks for an e-mail address or a phone number,
// under which the customer is found again. Problems: stock_not_sendable, not_sendable with the missing fields.
func (in *Intervention) Sendable(channel string) error {
	if !in.Module.HasCustomer() {
		return problem.New(problem.Conflict, "stock_not_sendable")
	}
	c, missing := in.Customer, problem.New(problem.Unfit, "not_sendable")
	if c.Title == "" {
		missing.On("customer.title", "required")
	}
	if c.LastName == "" && (c.Title != "company" || c.Company == "") {
		missing.On("customer.last_name", "required")
	}
	switch {
	case channel == "email" && c.Email == "":
		missing.On("customer.email", "required")
	case c.Email == "" && c.Phone == "":
		missing.On("customer.email", "email_or_phone").On("customer.phone", "email_or_phone")
	}
	if len(missing.Fields) == 0 {
		return nil
	}
	return missing
}

// check holds the rules that every stored intervention keeps.
func (in *Intervention) check() error {
	var c problem.Check
	c.That(slices.Contains(modules[in.Mode], in.Module), "module", "module")
	c.That(in.Mode != web.Sales || len(in.Works) == 0, "works", "no_works")
	c.That(in.Module.HasCustomer() || in.Customer.nobody(), "customer", "no_customer")
	c.That(in.Reference != "", "reference", "required")
	c.That(in.Customer.Email == "" || system.IsEmail(in.Customer.Email), "customer.email", "email")
	if date := in.Vehicle.FirstRegistration; date != nil {
		_, err := time.Parse(time.DateOnly, *date)
		c.That(err == nil, "vehicle.first_registration", "date")
	}
	if km := in.Vehicle.Mileage; km != nil {
		c.That(*km >= 0 && *km <= 10_000_000, "vehicle.mileage", "format")
	}
	checkWorks(in.Works, &c)
	return c.Err()
}
