package interventions

import (
	"context"
	"net/http"
	"strconv"

	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/web"
)

type listInterventionsInput struct {
	Mode     web.Mode `query:"mode" enum:"after_sales,sales" default:"after_sales"`
	Query    string   `query:"q" maxLength:"200" doc:"Words; all must occur"`
	Status   []Status `query:"status" enum:"pending,sent,read,answered,closed"`
	Module   []Module `query:"module" enum:"mechanics,bodywork,warranty,uc_stock,direct_message"`
	Author   []string `query:"author"`
	Sender   []string `query:"sender"`
	Assignee []string `query:"assignee"`
	Brand    []string `query:"brand"`
	Mine     bool     `query:"mine" doc:"Written, sent or to be handled by the caller; a phone, which is nobody in particular, gets all"`
	Closed   bool     `query:"closed" doc:"Closed ones too"`
	Limit    int      `query:"limit" minimum:"1" maximum:"100" default:"50"`
	Cursor   string   `query:"cursor"`
}

type listInterventionsOutput struct {
	Body struct {
		Interventions []RowView `json:"interventions"`
		NextCursor    *string   `json:"next_cursor" nullable:"true"`
	}
}

type interventionOutput struct{ Body *View }

type byID struct {
	ID string `path:"id"`
}

type createInterventionInput struct {
	Body struct {
		ID   string   `json:"id,omitempty" format:"uuid" doc:"Made by the caller; asking again with it returns the same intervention"`
		Mode web.Mode `json:"mode" enum:"after_sales,sales"`
		Changes
	}
}

type updateInterventionInput struct {
	ID   string `path:"id"`
	Body struct {
		Version int64 `json:"version" minimum:"1" doc:"The version that the caller saw"`
		Changes
	}
}

type interventionVersionInput struct {
	ID   string `path:"id"`
	Body struct {
		Version int64 `json:"version" minimum:"1" doc:"The version that the caller saw"`
	}
}

// seenInput is for what may also be asked by whoever saw no version.
type seenInput struct {
	ID   string `path:"id"`
	Body *struct {
		Version int64 `json:"version,omitempty" minimum:"1" doc:"The version that the caller saw; absent: whichever there is"`
	}
}

func (in *seenInput) version() int64 {
	if in.Body == nil {
		return AnyVersion
	}
	return in.Body.Version
}

type acceptManuallyInput struct {
	ID   string `path:"id"`
	Body struct {
		Version int64 `json:"version" minimum:"1"`
		Works   []struct {
			ID       string   `json:"id"`
			Decision Decision `json:"decision" enum:"accepted,refused"`
		} `json:"works"`
		Origin string   `json:"origin" enum:"phone,in_person,email,sms"`
		Notify []string `json:"notify,omitempty" enum:"email"`
	}
}

type duplicateInterventionInput struct {
	ID   string `path:"id"`
	Body struct {
		ID        string `json:"id,omitempty" format:"uuid" doc:"Of the duplicate, made by the caller; asking again with it returns the same one"`
		Reference string `json:"reference" minLength:"1" maxLength:"100"`
		Brand     string `json:"brand"`
		Module    Module `json:"module" enum:"mechanics,bodywork,warranty,uc_stock,direct_message"`
	}
}

type shareInterventionOutput struct {
	Body struct {
		URL string `json:"url"`
	}
}

type listMeasurementsInput struct {
	Plate  string `query:"plate" maxLength:"20"`
	VIN    string `query:"vin" maxLength:"20"`
	Before string `query:"before" doc:"An intervention: only what was measured before it"`
}

type listMeasurementsOutput struct {
	Body struct {
		Measurements []MeasurementView `json:"measurements"`
	}
}

// Register mounts the operations.
func (s *Service) Register(srv *web.Server) {
	op := func(id, method, path, summary string, needs web.Right) web.Op {
		return web.Op{ID: id, Method: method, Path: path, Summary: summary, Tag: "interventions", Needs: needs}
	}
	web.Register(srv, op("list-interventions", "GET", "/api/interventions", "List interventions, newest first", web.ReadInterventions), s.list)
	create := op("create-intervention", "POST", "/api/interventions", "Create an intervention", web.WriteInterventions)
	create.Status = http.StatusCreated
	web.Register(srv, create, s.create)
	web.Register(srv, op("get-intervention", "GET", "/api/interventions/{id}", "Get an intervention", web.ReadInterventions), s.get)
	web.Register(srv, op("update-intervention", "PATCH", "/api/interventions/{id}", "Change a pending intervention, or correct the contact until the answer", web.WriteInterventions), s.update)
	web.Register(srv, op("close-intervention", "POST", "/api/interventions/{id}/close", "Close an intervention", web.CloseInterventions), s.close)
	web.Register(srv, op("reopen-intervention", "POST", "/api/interventions/{id}/reopen", "Undo closing", web.CloseInterventions), s.reopen)
	duplicate := op("duplicate-intervention", "POST", "/api/interventions/{id}/duplicate", "Duplicate an intervention", web.WriteInterventions)
	duplicate.Status = http.StatusCreated
	web.Register(srv, duplicate, s.duplicate)
	web.Register(srv, op("accept-manually", "POST", "/api/interventions/{id}/accept", "Record an answer given otherwise", web.SendInterventions), s.accept)
	web.Register(srv, op("share-intervention", "POST", "/api/interventions/{id}/share", "Make a link to pass on", web.ShareInterventions), s.share)
	web.Register(srv, op("withdraw-links", "POST", "/api/interventions/{id}/withdraw", "End the customer's links", web.SendInterventions), s.withdraw)
	remove := op("delete-intervention", "DELETE", "/api/interventions/{id}", "Delete a closed intervention for ever", web.DeleteInterventions)
	remove.Status = http.StatusNoContent
	web.Register(srv, remove, s.remove)
	web.Register(srv, op("list-measurements", "GET", "/api/vehicles/measurements", "What was last measured on a vehicle, by line of a checklist", web.ReadInterventions), s.measurements)
}

func (s *Service) list(ctx context.Context, in *listInterventionsInput) (*listInterventionsOutput, error) {
	actor := web.ActorFrom(ctx)
	if !actor.MayIn(in.Mode) {
		return nil, problem.New(problem.Forbidden, "forbidden")
	}
	filter := Filter{
		Mode: in.Mode, Query: in.Query, Statuses: in.Status, Modules: in.Module, Authors: in.Author, Senders: in.Sender,
		Assignees: in.Assignee, Brands: in.Brand, Closed: in.Closed, Limit: in.Limit,
	}
	if in.Mine && actor.Kind == web.ByUser {
		filter.Mine = actor.ID
	}
	if in.Cursor != "" {
		before, err := strconv.ParseInt(in.Cursor, 10, 64)
		if err != nil {
			return nil, problem.New(problem.Unfit, "invalid_input", "fields", "cursor").On("cursor", "format")
		}
		filter.Before = before
	}
	rows, next, err := s.List(ctx, filter)
	if err != nil {
		return nil, err
	}
	out := &listInterventionsOutput{}
	out.Body.Interventions = rows
	if next > 0 {
		cursor := strconv.FormatInt(next, 10)
		out.Body.NextCursor = &cursor
	}
	return out, nil
}

// view answers an operation with the intervention as it is now.
func (s *Service) view(ctx context.Context, id string, err error) (*interventionOutput, error) {
	if err != nil {
		return nil, s.WithCurrent(ctx, id, err)
	}
	view, err := s.View(ctx, web.ActorFrom(ctx), id)
	return &interventionOutput{Body: view}, err
}

// WithCurrent adds the intervention as it is now to the problem changed_meanwhile; any other error stays as it is.
func (s *Service) WithCurrent(ctx context.Context, id string, err error) error {
	if !problem.Is(err, "changed_meanwhile") {
		return err
	}
	current, viewErr := s.View(ctx, web.ActorFrom(ctx), id)
	if viewErr != nil {
		return viewErr
	}
	return problem.As(err).With(current)
}

func (s *Service) create(ctx context.Context, in *createInterventionInput) (*interventionOutput, error) {
	id := orNewID(in.Body.ID)
	_, err := s.Create(ctx, web.ActorFrom(ctx), Draft{ID: id, Mode: in.Body.Mode, Changes: in.Body.Changes})
	return s.view(ctx, id, err)
}

func (s *Service) get(ctx context.Context, in *byID) (*interventionOutput, error) {
	return s.view(ctx, in.ID, nil)
}

func (s *Service) update(ctx context.Context, in *updateInterventionInput) (*interventionOutput, error) {
	_, err := s.Update(ctx, web.ActorFrom(ctx), in.ID, in.Body.Version, in.Body.Changes)
	return s.view(ctx, in.ID, err)
}

func (s *Service) close(ctx context.Context, in *seenInput) (*interventionOutput, error) {
	return s.view(ctx, in.ID, s.Close(ctx, web.ActorFrom(ctx), in.ID, in.version()))
}

func (s *Service) reopen(ctx context.Context, in *interventionVersionInput) (*interventionOutput, error) {
	return s.view(ctx, in.ID, s.Reopen(ctx, web.ActorFrom(ctx), in.ID, in.Body.Version))
}

func (s *Service) duplicate(ctx context.Context, in *duplicateInterventionInput) (*interventionOutput, error) {
	id := orNewID(in.Body.ID)
	_, err := s.Duplicate(ctx, web.ActorFrom(ctx), in.ID, Copy{ID: id, Reference: in.Body.Reference, Brand: in.Body.Brand, Module: in.Body.Module})
	return s.view(ctx, id, err)
}

// orNewID is the identifier that the caller made, or a new one.
func orNewID(id string) string {
	if id == "" {
		return store.NewID()
	}
	return id
}

func (s *Service) accept(ctx context.Context, in *acceptManuallyInput) (*interventionOutput, error) {
	manual := ManualAnswer{Decisions: map[string]Decision{}, Origin: in.Body.Origin, Notify: in.Body.Notify}
	for _, work := range in.Body.Works {
		manual.Decisions[work.ID] = work.Decision
	}
	return s.view(ctx, in.ID, s.AcceptManually(ctx, web.ActorFrom(ctx), in.ID, in.Body.Version, manual))
}

func (s *Service) share(ctx context.Context, in *seenInput) (*shareInterventionOutput, error) {
	url, err := s.Share(ctx, web.ActorFrom(ctx), in.ID, in.version())
	if err != nil {
		return nil, s.WithCurrent(ctx, in.ID, err)
	}
	out := &shareInterventionOutput{}
	out.Body.URL = url
	return out, nil
}

func (s *Service) withdraw(ctx context.Context, in *byID) (*interventionOutput, error) {
	return s.view(ctx, in.ID, s.Withdraw(ctx, web.ActorFrom(ctx), in.ID))
}

func (s *Service) measurements(ctx context.Context, in *listMeasurementsInput) (*listMeasurementsOutput, error) {
	views, err := s.Measurements(ctx, web.ActorFrom(ctx), VehicleQuery{Plate: in.Plate, VIN: in.VIN, Before: in.Before})
	out := &listMeasurementsOutput{}
	out.Body.Measurements = views
	return out, err
}

func (s *Service) remove(ctx context.Context, in *byID) (*struct{}, error) {
	return nil, s.Delete(ctx, web.ActorFrom(ctx), in.ID)
}
