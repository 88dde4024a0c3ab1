package interventions

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"fleetbox/app/media"
	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/web"
)

// Dealership answers what interventions need to know of the house.
type Dealership interface {
	// Currency is that of new interventions.
	Currency(ctx context.Context) (string, error)
	// Language is that of customers who have none of their own.
	Language(ctx context.Context) (string, error)
}

// Labels puts a work's label into a reader's language, when it came from a checklist.
type Labels interface {
	InLanguage(lang, checklistLine, label string) string
}

// Messages knows the message that goes to a customer for whom nobody wrote one.
type Messages interface {
	Default(ctx context.Context, mode, language string) (string, error)
}

// Service carries out the operations on interventions.
type Service struct {
	store      *store.Store
	media      *media.Service
	dealership Dealership
	labels     Labels
	messages   Messages
	sendings   SendingsReader
	links      linkMaker
	onAnswered []func(*store.Tx, *Intervention, FinalAnswer) error
}

// Options is what the service needs.
type Options struct {
	Store      *store.Store
	Media      *media.Service
	Dealership Dealership
	Labels     Labels
	Messages   Messages
	Links      LinkOptions
}

// New makes the service.
func New(o Options) *Service {
	return &Service{store: o.Store, media: o.Media, dealership: o.Dealership, labels: o.Labels, messages: o.Messages, links: linkMaker{o.Links}}
}

// Get returns an intervention with its works; problem not_found when there is none.
func (s *Service) Get(ctx context.Context, id string) (*Intervention, error) {
	return load(s.store.Read(ctx), id)
}

// GetTx is Get inside a transaction.
func (s *Service) GetTx(tx *store.Tx, id string) (*Intervention, error) {
	return load(tx.DB, id)
}

// Label is a work's label in a language.
func (s *Service) Label(w Work, lang string) string {
	if w.ChecklistLine == nil {
		return w.Label
	}
	return s.labels.InLanguage(lang, *w.ChecklistLine, w.Label)
}

// GetFor is Get for an actor: an intervention in a mode that is not theirs does not exist for them.
func (s *Service) GetFor(ctx context.Context, actor web.Actor, id string) (*Intervention, error) {
	return forActor(s.store.Read(ctx), actor, id)
}

// GetForTx is GetFor inside a transaction.
func (s *Service) GetForTx(tx *store.Tx, actor web.Actor, id string) (*Intervention, error) {
	return forActor(tx.DB, actor, id)
}

func forActor(db *gorm.DB, actor web.Actor, id string) (*Intervention, error) {
	in, err := load(db, id)
	if err != nil {
		return nil, err
	}
	if err := mayIn(actor, in.Mode); err != nil {
		return nil, err
	}
	return in, nil
}

func mayIn(actor web.Actor, mode web.Mode) error {
	if actor.Kind == web.BySystem || actor.MayIn(mode) {
		return nil
	}
	return problem.New(problem.NotFound, "not_found")
}

// Record writes a history line and tells open screens.
func (s *Service) Record(tx *store.Tx, interventionID, kind string, actor web.Actor, data map[string]any) error {
	if data == nil {
		data = map[string]any{}
	}
	line := HistoryLine{
		ID: store.NewID(), InterventionID: interventionID, At: store.At(tx.Now), Kind: kind,
		ActorKind: actor.Kind, ActorID: actor.ID, ActorName: actor.Name, Data: store.JSON[map[string]any]{V: data},
	}
	if err := tx.Create(&line); err != nil {
		return err
	}
	return tx.Announce("intervention", interventionID)
}

// Draft is an intervention to be created.
type Draft struct {
	ID   string
	Mode web.Mode
	Changes
}

// Create writes a new intervention. With an ID that exists already it returns that one: a phone
// that did not hear the answer asks again.
func (s *Service) Create(ctx context.Context, actor web.Actor, n Draft) (*Intervention, error) {
	if !actor.MayIn(n.Mode) {
		return nil, problem.New(problem.Forbidden, "forbidden")
	}
	if !store.IsID(n.ID) { // files of another form would find no intervention to belong to
		return nil, problem.New(problem.Unfit, "invalid_input", "fields", "id").On("id", "format")
	}
	currency, err := s.dealership.Currency(ctx)
	if err != nil {
		return nil, err
	}
	language, err := s.dealership.Language(ctx)
	if err != nil {
		return nil, err
	}
	var in *Intervention
	err = s.store.Write(ctx, func(tx *store.Tx) error {
		if in, err = load(tx.DB, n.ID); err == nil {
			return mayIn(actor, in.Mode)
		}
		if !problem.Is(err, "not_found") {
			return err
		}
		in = &Intervention{
			ID: n.ID, Mode: n.Mode, Status: Pending, Version: 1, Currency: currency, InternalKind: "none",
			Customer:  Customer{Language: language, Kind: "owner"},
			CreatedAt: store.At(tx.Now), UpdatedAt: store.At(tx.Now),
		}
		if actor.Kind == web.ByUser {
			in.AuthorID = &actor.ID
		} else {
			in.DeviceID = &actor.ID
		}
		n.Apply(in)
		return write(tx, in, func() error {
			if err := insert(tx, in); err != nil {
				return err
			}
			return s.Record(tx, in.ID, "created", actor, nil)
		})
	})
	return in, err
}

// write checks what is to be stored and then stores it.
func write(tx *store.Tx, in *Intervention, then func() error) error {
	if err := in.check(); err != nil {
		return err
	}
	if err := checkReferences(tx, in); err != nil {
		return err
	}
	return then()
}

// checkReferences sees to it that brand and people exist. A brand that is no longer sold stays with files that have it.
func checkReferences(tx *store.Tx, in *Intervention) error {
	var sold int64
	err := tx.Raw("SELECT count(*) FROM brands WHERE id = ? AND (NOT retired OR id = (SELECT brand FROM interventions WHERE id = ?))",
		in.Brand, in.ID).Scan(&sold).Error
	if err != nil {
		return err
	}
	if sold == 0 {
		return problem.New(problem.Unfit, "invalid_input", "fields", "brand").On("brand", "brand")
	}
	for field, id := range map[string]*string{"author_id": in.AuthorID, "assignee_id": in.AssigneeID} {
		if id == nil {
			continue
		}
		var there int64
		if err := tx.Table("users").Where("id = ?", *id).Count(&there).Error; err != nil {
			return err
		}
		if there == 0 {
			return problem.New(problem.Unfit, "invalid_input", "fields", field).On(field, "person")
		}
	}
	return nil
}

// Update changes a pending intervention; whoever may send can correct the customer's e-mail and phone
// until the answer. version is the one that the caller saw: when it is no longer the current one
// nothing is changed and the problem changed_meanwhile comes back.
func (s *Service) Update(ctx context.Context, actor web.Actor, id string, version int64, changes Changes) (*Intervention, error) {
	event := changes.event()
	if !actor.May(web.SendInterventions) {
		event = Edit
	}
	var in *Intervention
	err := s.store.Write(ctx, func(tx *store.Tx) (err error) {
		if in, err = s.at(tx, actor, id, version, event); err != nil {
			return err
		}
		if in.Status != Pending {
			return s.correctContact(tx, actor, in, changes)
		}
		changed := changes.Apply(in)
		assigned, err := s.assignMedia(tx, in.ID, changes.Works)
		if err != nil {
			return err
		}
		if assigned && !slices.Contains(changed, "works") {
			changed = append(changed, "works")
		}
		if len(changed) == 0 {
			return nil
		}
		return write(tx, in, func() error {
			if slices.Contains(changed, "works") {
				if err := replaceWorks(tx, in); err != nil {
					return err
				}
			}
			if err := save(tx, in); err != nil {
				return err
			}
			return s.Record(tx, in.ID, "edited", actor, map[string]any{"fields": changed})
		})
	})
	return in, err
}

// correctContact changes where a customer is reached to whom the intervention went already. Links that
// went to a wrong e-mail address are in a stranger's hands: they end, and the next sending makes a new one.
func (s *Service) correctContact(tx *store.Tx, actor web.Actor, in *Intervention, changes Changes) error {
	before := in.Customer
	changed := changes.Apply(in)
	if len(changed) == 0 {
		return nil
	}
	data := map[string]any{}
	if in.Customer.Email != before.Email {
		data["email"] = map[string]string{"from": before.Email, "to": in.Customer.Email}
	}
	if in.Customer.Phone != before.Phone {
		data["phone"] = map[string]string{"from": before.Phone, "to": in.Customer.Phone}
	}
	err := write(tx, in, func() error {
		if err := save(tx, in); err != nil {
			return err
		}
		return s.Record(tx, in.ID, "contact_corrected", actor, data)
	})
	if err != nil || before.Email == "" || in.Customer.Email == before.Email {
		return err
	}
	return s.withdrawLinks(tx, actor, in.ID)
}

// assignMedia says which files show which work, and tells whether that is anything new.
func (s *Service) assignMedia(tx *store.Tx, id string, works *[]WorkInput) (changed bool, err error) {
	if works == nil {
		return false, nil
	}
	byWork := map[string][]string{}
	for _, work := range *works {
		if work.MediaIDs != nil {
			byWork[work.ID] = work.MediaIDs
		}
	}
	return s.media.AssignWorks(tx, id, byWork)
}

// AnyVersion is for a caller who saw no version of an intervention and takes it as it is.
const AnyVersion int64 = 0

// AtVersion sees to it that an intervention still is at the version that a caller saw, unless that is AnyVersion.
// Problem changed_meanwhile.
func (in *Intervention) AtVersion(version int64) error {
	if version != AnyVersion && version != in.Version {
		return problem.New(problem.Conflict, "changed_meanwhile")
	}
	return nil
}

// at loads an intervention for an event: the actor may see it, it is at the version that they saw,
// and the event may happen. The status is already the one after the event.
func (s *Service) at(tx *store.Tx, actor web.Actor, id string, version int64, event Event) (*Intervention, error) {
	in, err := forActor(tx.DB, actor, id)
	if err != nil {
		return nil, err
	}
	next, err := in.Status.After(event, in.StatusBeforeClose)
	if err != nil {
		return nil, err
	}
	if err := in.AtVersion(version); err != nil {
		return nil, err
	}
	in.StatusBeforeClose = "" // only a closed one has it
	if event == Close {
		in.StatusBeforeClose = in.Status
	}
	in.Status = next
	return in, nil
}

// Close archives an intervention: it leaves the lists and nothing can happen to it but Reopen and Delete.
func (s *Service) Close(ctx context.Context, actor web.Actor, id string, version int64) error {
	return s.store.Write(ctx, func(tx *store.Tx) error {
		in, err := s.at(tx, actor, id, version, Close)
		if err != nil {
			return err
		}
		closed := store.At(tx.Now)
		in.ClosedAt = &closed
		if err := save(tx, in); err != nil {
			return err
		}
		return s.Record(tx, id, "closed", actor, nil)
	})
}

// Reopen undoes Close.
func (s *Service) Reopen(ctx context.Context, actor web.Actor, id string, version int64) error {
	return s.store.Write(ctx, func(tx *store.Tx) error {
		in, err := s.at(tx, actor, id, version, Reopen)
		if err != nil {
			return err
		}
		in.ClosedAt = nil
		if err := save(tx, in); err != nil {
			return err
		}
		return s.Record(tx, id, "reopened", actor, nil)
	})
}

// Delete removes a closed intervention for ever, with its works, history, links and media.
func (s *Service) Delete(ctx context.Context, actor web.Actor, id string) error {
	return s.store.Write(ctx, func(tx *store.Tx) error {
		in, err := forActor(tx.DB, actor, id)
		if err != nil {
			return err
		}
		if _, err := in.Status.After(Delete, ""); err != nil {
			return err
		}
		if err := s.media.Delete(tx, id); err != nil {
			return err
		}
		if err := tx.Exec("DELETE FROM interventions WHERE id = ?", id).Error; err != nil {
			return err
		}
		return tx.Announce("intervention", id)
	})
}

// Copy is what a duplicate is called; its ID is made by the caller.
type Copy struct {
	ID, Reference, Brand string
	Module               Module
}

// Duplicate makes a new pending intervention with the content of another: vehicle, customer (UC stock has none),
// works without decisions, and copies of the media. Another module keeps only what fits it. Asked again with the
// same ID it returns the one that is there.
func (s *Service) Duplicate(ctx context.Context, actor web.Actor, id string, c Copy) (*Intervention, error) {
	if _, err := s.GetFor(ctx, actor, id); err != nil {
		return nil, err
	}
	if found, err := s.GetFor(ctx, actor, c.ID); !problem.Is(err, "not_found") {
		return found, err
	}
	copies, err := s.media.PrepareCopies(ctx, id)
	if err != nil {
		return nil, err
	}
	var made *Intervention
	err = s.store.Write(ctx, func(tx *store.Tx) error {
		from, err := forActor(tx.DB, actor, id)
		if err != nil {
			return err
		}
		now := store.At(tx.Now)
		made = &Intervention{
			ID: c.ID, Mode: from.Mode, Module: c.Module, Brand: c.Brand, Reference: c.Reference, Status: Pending, Version: 1,
			Vehicle: from.Vehicle, Customer: from.Customer, Message: from.Message, WorksDone: from.WorksDone, InternalKind: "none",
			ChecklistID: from.ChecklistID, Currency: from.Currency, AssigneeID: from.AssigneeID, CreatedAt: now, UpdatedAt: now,
		}
		if actor.Kind == web.ByUser {
			made.AuthorID = &actor.ID
		} else {
			made.AuthorID, made.DeviceID = from.AuthorID, &actor.ID
		}
		if !made.Module.HasCustomer() {
			made.Customer = Customer{Language: from.Customer.Language, Kind: from.Customer.Kind}
			if from.Module.HasCustomer() { // words to one customer, and about their car
				made.Message, made.WorksDone = "", ""
			}
		}
		if made.Module != from.Module {
			made.ChecklistID = nil
		}
		ids := map[string]string{}
		works := fitting(from.Works, from.Module, made.Module)
		for i := range works {
			work := &works[i]
			ids[work.ID] = store.NewID()
			work.ID, work.InterventionID, work.Decision = ids[work.ID], made.ID, Undecided
		}
		made.setWorks(works)
		return write(tx, made, func() error {
			if err := insert(tx, made); err != nil {
				return err
			}
			if err := copies.Write(tx, made.ID, ids); err != nil {
				return err
			}
			if err := s.countMedia(tx, made.ID); err != nil {
				return err
			}
			return s.Record(tx, made.ID, "duplicated", actor, map[string]any{"from": from.Reference, "from_id": from.ID})
		})
	})
	if err != nil {
		copies.Discard()
	}
	return made, err
}

// fitting returns those of a module's works that another module has as well: lines that people wrote themselves, and
// none where nothing is recommended.
func fitting(works []Work, from, to Module) []Work {
	switch to {
	case from:
		return slices.Clone(works)
	case Warranty:
		return nil
	}
	kept := []Work{}
	for _, work := range works {
		if work.ChecklistLine == nil {
			kept = append(kept, work)
		}
	}
	return kept
}
