package web

import (
	"context"
	"slices"

	"fleetbox/app/problem"
)

// Role is what a person does in the dealership. A user may have several.
type Role string

// The roles.
const (
	DealerManager Role = "dealer_manager"
	BackOffice    Role = "back_office"
	Salesperson   Role = "salesperson"
	Technician    Role = "technician"
	Auditor       Role = "auditor"
	AuditManager  Role = "audit_manager"
)

// AllRoles returns every role, the most powerful first.
func AllRoles() []Role {
	return []Role{DealerManager, BackOffice, Salesperson, Technician, Auditor, AuditManager}
}

// SignsIn tells whether a role works in the office and so needs an e-mail address and a password.
func (r Role) SignsIn() bool { return r != Technician && r != Auditor }

// Right is what one operation asks of its caller.
type Right string

// The rights. Anyone needs nobody to be signed in; Signed needs a user or a device, whatever it may do.
const (
	Anyone              Right = "anyone"
	Signed              Right = "signed"
	Office              Right = "office" // a user who signed in with a password
	ReadInterventions   Right = "interventions.read"
	WriteInterventions  Right = "interventions.write"
	SendInterventions   Right = "interventions.send"
	ShareInterventions  Right = "interventions.share"         // pass the customer's link on
	SendDirectMessages  Right = "interventions.send_directly" // from a phone, when the dealership allows it
	CloseInterventions  Right = "interventions.close"
	DeleteInterventions Right = "interventions.delete"
	WriteMedia          Right = "media.write"
	ReadColleagues      Right = "colleagues.read"
	ReadDealership      Right = "dealership.read"
	ManageDealership    Right = "dealership.manage"
	ManageUsers         Right = "users.manage"
	ManageDevices       Right = "devices.manage"
	ReadChanges         Right = "changes.read"
	Phone               Right = "phone" // a paired device
)

// Mode is one of the two sides of the house.
type Mode string

// The modes.
const (
	AfterSales Mode = "after_sales"
	Sales      Mode = "sales"
)

// AllModes returns both modes, in the order of choice.
func AllModes() []Mode { return []Mode{AfterSales, Sales} }

// reader is what everybody who signs in may do, whatever the mode.
var reader = []Right{ReadColleagues, ReadDealership}

// handler is the work on interventions; in which modes it holds is a matter of the role.
var handler = []Right{ReadInterventions, WriteInterventions, SendInterventions, ShareInterventions, CloseInterventions, WriteMedia}

var rightsOf = map[Role][]Right{
	DealerManager: slices.Concat(reader, handler, []Right{DeleteInterventions, ManageDealership, ManageUsers, ManageDevices, ReadChanges}),
	BackOffice:    slices.Concat(reader, handler),
	Salesperson:   slices.Concat(reader, handler),
	Technician:    nil,
	Auditor:       nil,
	AuditManager:  reader,
}

var modesOf = map[Role][]Mode{
	DealerManager: {AfterSales, Sales},
	BackOffice:    {AfterSales, Sales},
	Salesperson:   {Sales},
}

// deviceRights is what a paired phone may do for whoever holds it; auditDeviceRights
// is what remains of it on a phone that was paired for audits.
var (
	deviceRights      = []Right{Phone, ReadInterventions, WriteInterventions, ShareInterventions, SendDirectMessages, WriteMedia, ReadColleagues, ReadDealership}
	auditDeviceRights = []Right{Phone, ReadColleagues, ReadDealership}
)

// ActorKind says who acts.
type ActorKind string

// The kinds of actors. The zero value is nobody.
const (
	ByUser     ActorKind = "user"
	ByDevice   ActorKind = "device"
	ByCustomer ActorKind = "customer"
	BySystem   ActorKind = "system"
)

// Actor is whoever makes a change or asks for something.
type Actor struct {
	Kind     ActorKind
	ID       string
	Name     string
	Language string
	Roles    []Role // of a device only Auditor, when it was paired for audits
	On       []Mode // of a device: the modes that it was given; a user's follow from the roles
	// Refused is, of nobody, why what they showed was not taken; told where somebody is needed.
	Refused *problem.Problem
}

// System is the actor of what the box does by itself.
func System() Actor { return Actor{Kind: BySystem, Name: "FleetBox"} }

// Rights returns everything that the actor may do, sorted, for the screens to show only that.
func (a Actor) Rights() []Right {
	var rights []Right
	switch a.Kind {
	case ByUser:
		rights = append(rights, Signed, Office)
		for _, role := range a.Roles {
			rights = append(rights, rightsOf[role]...)
		}
	case ByDevice:
		rights = append(slices.Clone(deviceRights), Signed)
		if a.audits() {
			rights = append(slices.Clone(auditDeviceRights), Signed)
		}
	}
	slices.Sort(rights)
	return slices.Compact(rights)
}

// May tells whether the actor holds a right.
func (a Actor) May(right Right) bool {
	return right == Anyone || slices.Contains(a.Rights(), right)
}

// audits tells whether the actor is a phone that was paired for audits alone.
func (a Actor) audits() bool { return a.Kind == ByDevice && slices.Contains(a.Roles, Auditor) }

// MayIn tells whether the actor works in a mode.
func (a Actor) MayIn(mode Mode) bool {
	if a.Kind == ByDevice {
		return slices.Contains(a.On, mode) && !a.audits()
	}
	return slices.ContainsFunc(a.Roles, func(role Role) bool { return slices.Contains(modesOf[role], mode) })
}

// Modes returns the modes in which the actor works.
func (a Actor) Modes() []Mode {
	modes := []Mode{}
	for _, mode := range AllModes() {
		if a.MayIn(mode) {
			modes = append(modes, mode)
		}
	}
	return modes
}

type actorKey struct{}

// WithActor returns a context in which actor acts.
func WithActor(ctx context.Context, actor Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, actor)
}

// ActorFrom returns who acts; the zero Actor when nobody is signed in.
func ActorFrom(ctx context.Context) Actor {
	actor, _ := ctx.Value(actorKey{}).(Actor)
	return actor
}
