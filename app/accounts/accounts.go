// Package accounts knows the people of the dealership: who they are, what they may do, and
// whether whoever calls is one of them.
package accounts

import (
	"fmt"
	"slices"
	"strings"

	"fleetbox/app/locale"
	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/system"
	"fleetbox/app/web"
)

const maxName = 100

// User is a person of the dealership. Whoever has left stays, inactive: interventions name them.
type User struct {
	ID          string     `json:"id"`
	FirstName   string     `json:"first_name"`
	LastName    string     `json:"last_name"`
	Email       *string    `json:"email"`
	Phone       string     `json:"phone"`
	Language    string     `json:"language"`
	Roles       []web.Role `json:"roles" enum:"dealer_manager,back_office,salesperson,technician,auditor,audit_manager"`
	Active      bool       `json:"active"`
	HasPassword bool       `json:"has_password"`
	PhotoURL    *string    `json:"photo_url"`
	Version     int        `json:"version"`
}

// Name is how the user is shown to others.
func (u User) Name() string { return strings.TrimSpace(u.FirstName + " " + u.LastName) }

// SignsIn tells whether one of the roles works in the office, with an e-mail address and a password.
func (u User) SignsIn() bool { return slices.ContainsFunc(u.Roles, web.Role.SignsIn) }

// Manages tells whether the user is a dealer manager who can act.
func (u User) Manages() bool {
	return u.Active && u.HasPassword && slices.Contains(u.Roles, web.DealerManager)
}

// Actor is the user as the one who acts.
func (u User) Actor() web.Actor {
	return web.Actor{Kind: web.ByUser, ID: u.ID, Name: u.Name(), Language: u.Language, Roles: u.Roles}
}

// NewUser is a user to be created.
type NewUser struct {
	FirstName, LastName string
	Email               string // empty for roles that do not sign in
	Phone               string
	Language            string
	Roles               []web.Role
	Password            string // only for roles that sign in
}

// Patch changes what is set and leaves the rest as it is.
type Patch struct {
	FirstName, LastName *string
	Email               *string // empty: none
	Phone               *string
	Language            *string
	Roles               *[]web.Role
	Active              *bool
	Password            *string
}

func (p Patch) apply(u *User) {
	set(&u.FirstName, p.FirstName)
	set(&u.LastName, p.LastName)
	set(&u.Phone, p.Phone)
	set(&u.Language, p.Language)
	set(&u.Active, p.Active)
	if p.Email != nil {
		u.Email = p.Email
	}
	if p.Roles != nil {
		u.Roles = *p.Roles
	}
}

func set[T any](field, value *T) {
	if value != nil {
		*field = *value
	}
}

// tidy brings what people typed into the form in which it is kept.
func (u *User) tidy() {
	u.FirstName, u.LastName, u.Phone = strings.TrimSpace(u.FirstName), strings.TrimSpace(u.LastName), strings.TrimSpace(u.Phone)
	if u.Email != nil {
		email := tidyEmail(*u.Email)
		u.Email = &email
		if email == "" {
			u.Email = nil
		}
	}
	roles := []web.Role{}
	for _, role := range web.AllRoles() {
		if slices.Contains(u.Roles, role) {
			roles = append(roles, role)
		}
	}
	if len(roles) == len(u.Roles) { // otherwise check finds what is wrong with them
		u.Roles = roles
	}
}

func tidyEmail(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// check returns the problem invalid_input with every field that breaks a rule. password is a new
// one, or nil.
func (u User) check(texts *locale.Catalogue, password *string) error {
	var c problem.Check
	c.That(u.FirstName != "", "first_name", "required")
	c.That(u.LastName != "", "last_name", "required")
	c.That(len(u.FirstName) <= maxName, "first_name", "too_long")
	c.That(len(u.LastName) <= maxName, "last_name", "too_long")
	c.That(u.Email == nil || system.IsEmail(*u.Email), "email", "email")
	c.That(u.Phone == "" || system.IsPhone(u.Phone), "phone", "phone")
	c.That(texts.Knows(u.Language), "language", "language")
	c.That(areRoles(u.Roles), "roles", "roles")
	if password != nil {
		for _, missing := range missingIn(*password) {
			c.Fail("password", missing)
		}
	}
	if u.SignsIn() && u.Active {
		c.That(u.Email != nil, "email", "required")
		c.That(u.HasPassword || password != nil, "password", "required")
	}
	c.That(u.SignsIn() || password == nil, "password", "password_unused")
	return c.Err()
}

func areRoles(roles []web.Role) bool {
	for i, role := range roles {
		if !slices.Contains(web.AllRoles(), role) || slices.Contains(roles[:i], role) {
			return false
		}
	}
	return len(roles) > 0
}

func photoURL(id string, version int) string {
	return fmt.Sprintf("/api/users/%s/photo/%d", id, version)
}

// Options is what the service needs.
type Options struct {
	Store   *store.Store
	System  *system.Service
	Texts   *locale.Catalogue
	Version string // of FleetBox, for the screens
}

// Service carries out the operations on people. It is safe for concurrent use.
type Service struct {
	store   *store.Store
	system  *system.Service
	texts   *locale.Catalogue
	version string
	hasher  hasher
	photos  chan struct{} // one picture is decoded at a time

	byEmail, byAddress *web.Throttle
	setup              setup
}

// New makes the service.
func New(o Options) *Service {
	return &Service{
		store: o.Store, system: o.System, texts: o.Texts, version: o.Version,
		hasher:    newHasher(),
		photos:    make(chan struct{}, 1),
		byEmail:   web.NewThrottle(freePerEmail, longestPerEmail, o.Store.Now),
		byAddress: web.NewThrottle(freePerAddress, longestPerAddress, o.Store.Now),
	}
}
