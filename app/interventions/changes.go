package interventions

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"fleetbox/app/checklists"
	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/web"
)

const maxWorks = 300

// WorkInput is a work as a person enters it. The customer's decision is not among it.
type WorkInput struct {
	ID               string                     `json:"id" format:"uuid" doc:"Made by the caller"`
	Category         string                     `json:"category,omitempty" maxLength:"200"`
	ChecklistLine    *string                    `json:"checklist_line,omitempty" nullable:"true" maxLength:"200"`
	Label            string                     `json:"label" minLength:"1" maxLength:"300"`
	Urgency          Urgency                    `json:"urgency" enum:"ok,offered,advised,urgent"`
	UnitPrice        *int64                     `json:"unit_price,omitempty" nullable:"true" doc:"Minor units; null when not priced yet"`
	PriceIncludesVAT bool                       `json:"price_includes_vat"`
	VATBP            int64                      `json:"vat_bp" doc:"Basis points"`
	Quantity         int64                      `json:"quantity" doc:"Thousandths"`
	Discount         Discount                   `json:"discount"`
	Note             string                     `json:"note,omitempty" maxLength:"2000" doc:"Internal"`
	Measure          *checklists.Kind           `json:"measure,omitempty" nullable:"true" enum:"tread_depth,brake_pad,battery_health,brake_fluid_water,coolant_frost" doc:"What is measured on this work"`
	Values           []checklists.MeasuredValue `json:"values,omitempty" doc:"What was measured"`
	MediaIDs         []string                   `json:"media_ids,omitempty" doc:"Photos and videos of this work; absent: as they are"`
}

// VehicleChanges are changed fields of the vehicle.
type VehicleChanges struct {
	Plate             *string              `json:"plate,omitempty" maxLength:"20"`
	VIN               *string              `json:"vin,omitempty" maxLength:"20"`
	Make              *string              `json:"make,omitempty" maxLength:"60"`
	Model             *string              `json:"model,omitempty" maxLength:"100"`
	Mileage           web.Nullable[int64]  `json:"mileage,omitempty"`
	FirstRegistration web.Nullable[string] `json:"first_registration,omitempty"`
}

// CustomerChanges are changed fields of the customer.
type CustomerChanges struct {
	Title     *string `json:"title,omitempty" enum:",ms,mr,mx,family,company"`
	FirstName *string `json:"first_name,omitempty" maxLength:"100"`
	LastName  *string `json:"last_name,omitempty" maxLength:"100"`
	Company   *string `json:"company,omitempty" maxLength:"200"`
	Language  *string `json:"language,omitempty" maxLength:"10"`
	Email     *string `json:"email,omitempty" maxLength:"254"`
	Phone     *string `json:"phone,omitempty" maxLength:"40"`
	Address   *string `json:"address,omitempty" maxLength:"500"`
	Kind      *string `json:"kind,omitempty" enum:"driver,owner"`
}

// InternalMessage is what the technician wants the office to know.
type InternalMessage struct {
	Kind string `json:"kind" enum:"none,contact,video"`
	Note string `json:"note" maxLength:"2000" required:"false"`
}

// Changes are the changed fields of an intervention; what is absent stays.
type Changes struct {
	Module          *Module                 `json:"module,omitempty" enum:"mechanics,bodywork,warranty,uc_stock,direct_message"`
	Brand           *string                 `json:"brand,omitempty" maxLength:"60"`
	Reference       *string                 `json:"reference,omitempty" minLength:"1" maxLength:"100"`
	Vehicle         *VehicleChanges         `json:"vehicle,omitempty"`
	Customer        *CustomerChanges        `json:"customer,omitempty"`
	Message         *string                 `json:"message,omitempty" maxLength:"10000"`
	WorksDone       *string                 `json:"works_done,omitempty" maxLength:"10000"`
	InternalMessage *InternalMessage        `json:"internal_message,omitempty"`
	AnswerBy        web.Nullable[time.Time] `json:"answer_by,omitempty"`
	WaitingHere     *bool                   `json:"waiting_here,omitempty"`
	ChecklistID     web.Nullable[string]    `json:"checklist_id,omitempty"`
	AuthorID        web.Nullable[string]    `json:"author_id,omitempty"`
	AssigneeID      web.Nullable[string]    `json:"assignee_id,omitempty"`
	Works           *[]WorkInput            `json:"works,omitempty" doc:"The whole list, in its order"`
}

// Apply writes the changes into the intervention and returns the names of what really changed.
func (c Changes) Apply(in *Intervention) []string {
	var changed names
	set(&changed, "module", &in.Module, c.Module)
	setText(&changed, "brand", &in.Brand, c.Brand)
	setText(&changed, "reference", &in.Reference, c.Reference)
	if v := c.Vehicle; v != nil {
		setText(&changed, "plate", &in.Vehicle.Plate, upper(v.Plate))
		setText(&changed, "vin", &in.Vehicle.VIN, upper(v.VIN))
		setText(&changed, "make", &in.Vehicle.Make, v.Make)
		setText(&changed, "model", &in.Vehicle.Model, v.Model)
		setNullable(&changed, "mileage", &in.Vehicle.Mileage, v.Mileage)
		setNullable(&changed, "first_registration", &in.Vehicle.FirstRegistration, v.FirstRegistration)
	}
	c.Customer.apply(&changed, &in.Customer)
	setText(&changed, "message", &in.Message, c.Message)
	setText(&changed, "works_done", &in.WorksDone, c.WorksDone)
	if m := c.InternalMessage; m != nil {
		set(&changed, "internal_message", &in.InternalKind, &m.Kind)
		set(&changed, "internal_message", &in.InternalNote, &m.Note)
	}
	c.applyAnswerBy(&changed, in)
	set(&changed, "waiting_here", &in.WaitingHere, c.WaitingHere)
	setNullable(&changed, "checklist", &in.ChecklistID, c.ChecklistID)
	setNullable(&changed, "author", &in.AuthorID, c.AuthorID)
	setNullable(&changed, "assignee", &in.AssigneeID, c.AssigneeID)
	if c.Works != nil {
		c.applyWorks(&changed, in)
	}
	return changed
}

// event is what the changes are: editing, or no more than correcting where the customer is reached.
func (c Changes) event() Event {
	if c.Customer == nil {
		return Edit
	}
	contact := CustomerChanges{Email: c.Customer.Email, Phone: c.Customer.Phone}
	rest := c
	rest.Customer = nil
	if *c.Customer == contact && reflect.ValueOf(rest).IsZero() {
		return CorrectContact
	}
	return Edit
}

func (c *CustomerChanges) apply(changed *names, customer *Customer) {
	if c == nil {
		return
	}
	setText(changed, "title", &customer.Title, c.Title)
	setText(changed, "first_name", &customer.FirstName, c.FirstName)
	setText(changed, "last_name", &customer.LastName, c.LastName)
	setText(changed, "company", &customer.Company, c.Company)
	setText(changed, "customer_language", &customer.Language, c.Language)
	setText(changed, "email", &customer.Email, c.Email)
	setText(changed, "phone", &customer.Phone, c.Phone)
	setText(changed, "address", &customer.Address, c.Address)
	setText(changed, "customer_kind", &customer.Kind, c.Kind)
}

func (c Changes) applyAnswerBy(changed *names, in *Intervention) {
	if !c.AnswerBy.Sent {
		return
	}
	wanted := store.AtOrNil(c.AnswerBy.Value)
	if (wanted == nil) == (in.AnswerBy == nil) && (wanted == nil || wanted.Equal(in.AnswerBy.Time)) {
		return
	}
	in.AnswerBy = wanted
	changed.add("answer_by")
}

func (c Changes) applyWorks(changed *names, in *Intervention) {
	works := make([]Work, 0, len(*c.Works))
	for i, input := range *c.Works {
		works = append(works, input.work(in.ID, i))
	}
	if len(works) != len(in.Works) || (len(works) > 0 && !reflect.DeepEqual(works, in.Works)) {
		changed.add("works")
	}
	in.setWorks(works)
}

func (w WorkInput) work(interventionID string, position int) Work {
	return Work{
		ID: w.ID, InterventionID: interventionID, Position: position,
		Category: w.Category, ChecklistLine: w.ChecklistLine, Label: strings.TrimSpace(w.Label), Urgency: w.Urgency,
		UnitPrice: w.UnitPrice, PriceIncludesVAT: w.PriceIncludesVAT, VATBP: w.VATBP, Quantity: w.Quantity,
		Discount: w.Discount, Note: w.Note, Decision: Undecided,
		Measured: measured(w.Measure, w.Values),
	}
}

func checkWorks(works []Work, c *problem.Check) {
	if len(works) > maxWorks {
		c.Fail("works", "too_many_works")
		return
	}
	seen := map[string]bool{}
	for i, work := range works {
		at := fmt.Sprintf("works[%d]", i)
		c.That(store.IsID(work.ID) && !seen[work.ID], at+".id", "format")
		seen[work.ID] = true
		c.That(work.Label != "", at+".label", "required")
		work.checkPrice(at, c)
		work.Measured.check(at, c)
	}
}

// names collects what changed, each once.
type names []string

func (n *names) add(name string) {
	for _, known := range *n {
		if known == name {
			return
		}
	}
	*n = append(*n, name)
}

func set[T interface{ ~string | ~bool }](changed *names, name string, field *T, value *T) {
	if value == nil || *field == *value {
		return
	}
	*field = *value
	changed.add(name)
}

func setText(changed *names, name string, field *string, value *string) {
	if value == nil {
		return
	}
	trimmed := strings.TrimSpace(*value)
	set(changed, name, field, &trimmed)
}

func setNullable[T int64 | string](changed *names, name string, field **T, value web.Nullable[T]) {
	if !value.Sent {
		return
	}
	if (*field == nil) == (value.Value == nil) && (*field == nil || **field == *value.Value) {
		return
	}
	*field = value.Value
	changed.add(name)
}

func upper(text *string) *string {
	if text == nil {
		return nil
	}
	raised := strings.ToUpper(*text)
	return &raised
}
