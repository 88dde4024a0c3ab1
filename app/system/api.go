package system

import (
	"context"
	"net/http"

	"fleetbox/app/web"
)

// Register adds the operations.
func (s *Service) Register(srv *web.Server) {
	web.Register(srv, web.Op{
		ID: "get-dealership", Method: http.MethodGet, Path: "/api/dealership", Tag: "dealership",
		Summary: "The dealership",
		Needs:   web.ReadDealership, Errors: []int{404},
	}, s.getDealership)
	web.Register(srv, web.Op{
		ID: "change-dealership", Method: http.MethodPut, Path: "/api/dealership", Tag: "dealership",
		Summary: "Change the dealership's data and brands",
		Needs:   web.ManageDealership, Errors: []int{404, 409},
	}, s.changeDealership)
	web.Register(srv, web.Op{
		ID: "list-changes", Method: http.MethodGet, Path: "/api/changes", Tag: "dealership",
		Summary: "Who changed what in users, devices and configuration, newest first",
		Needs:   web.ReadChanges,
	}, s.listChanges)
}

type dealershipOutput struct{ Body Dealership }

func (s *Service) getDealership(ctx context.Context, _ *struct{}) (*dealershipOutput, error) {
	d, err := s.Dealership(ctx)
	if err != nil {
		return nil, err
	}
	return &dealershipOutput{d}, nil
}

type brandInput struct {
	ID    string `json:"id,omitempty" doc:"Absent for a new brand"`
	Name  string `json:"name"`
	Color string `json:"color"`
}

type changeDealershipInput struct {
	Body struct {
		Name          string       `json:"name"`
		Address       string       `json:"address"`
		Phone         string       `json:"phone"`
		Email         string       `json:"email"`
		Website       string       `json:"website"`
		Country       string       `json:"country"`
		Language      string       `json:"language"`
		TimeZone      string       `json:"time_zone"`
		Currency      string       `json:"currency"`
		VATRates      []int        `json:"vat_rates"`
		Brands        []brandInput `json:"brands"`
		RetiredBrands []Brand      `json:"retired_brands,omitempty" doc:"Ignored: a screen may send back what it got"`
		Limits        Limits       `json:"limits"`
		DirectSending *bool        `json:"direct_sending,omitempty" doc:"Absent: as it is"`
		Version       int          `json:"version"`
	}
}

func (s *Service) changeDealership(ctx context.Context, in *changeDealershipInput) (*dealershipOutput, error) {
	body := in.Body
	wanted := Dealership{
		Name: body.Name, Address: body.Address, Phone: body.Phone, Email: body.Email, Website: body.Website,
		Country: body.Country, Language: body.Language, TimeZone: body.TimeZone, Currency: body.Currency,
		VATRates: body.VATRates, Limits: body.Limits, Version: body.Version,
	}
	if body.DirectSending != nil {
		wanted.DirectSending = *body.DirectSending
	} else {
		now, err := s.Dealership(ctx)
		if err != nil {
			return nil, err
		}
		wanted.DirectSending = now.DirectSending
	}
	for _, brand := range body.Brands {
		wanted.Brands = append(wanted.Brands, Brand(brand))
	}
	d, err := s.Change(ctx, web.ActorFrom(ctx), wanted)
	if err != nil {
		return nil, err
	}
	return &dealershipOutput{d}, nil
}

type listChangesInput struct {
	Subject string `query:"subject" enum:"user,device,dealership"`
	Cursor  string `query:"cursor" maxLength:"36"`
	Limit   int    `query:"limit" default:"50" minimum:"1" maximum:"200"`
}

type listChangesOutput struct {
	Body struct {
		Changes    []Change `json:"changes"`
		NextCursor *string  `json:"next_cursor"`
	}
}

func (s *Service) listChanges(ctx context.Context, in *listChangesInput) (*listChangesOutput, error) {
	changes, next, err := s.Changes(ctx, in.Subject, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &listChangesOutput{}
	out.Body.Changes = changes
	if next != "" {
		out.Body.NextCursor = &next
	}
	return out, nil
}
