package interventions

import (
	"context"
	"time"

	"fleetbox/app/checklists"
	"fleetbox/app/media"
	"fleetbox/app/web"
)

// Person is a colleague as other things show them.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// RowView is an intervention in a list.
type RowView struct {
	ID           string               `json:"id"`
	Mode         web.Mode             `json:"mode" enum:"after_sales,sales"`
	Module       Module               `json:"module" enum:"mechanics,bodywork,warranty,uc_stock,direct_message"`
	Brand        string               `json:"brand"`
	Reference    string               `json:"reference"`
	Status       Status               `json:"status" enum:"pending,sent,read,answered,closed"`
	Plate        string               `json:"plate"`
	CustomerName string               `json:"customer_name"`
	Author       web.Nullable[Person] `json:"author"`
	Assignee     web.Nullable[Person] `json:"assignee"`
	Sender       web.Nullable[Person] `json:"sender"`
	PhotoCount   int                  `json:"photo_count"`
	VideoCount   int                  `json:"video_count"`
	Proposed     int64                `json:"proposed" doc:"Minor units, VAT included"`
	Accepted     int64                `json:"accepted" doc:"Minor units, VAT included"`
	Currency     string               `json:"currency"`
	WaitingHere  bool                 `json:"waiting_here"`
	WantsCall    bool                 `json:"wants_call" doc:"The customer, or the technician, asks to be called"`
	AnswerBy     *time.Time           `json:"answer_by" nullable:"true"`
	Late         bool                 `json:"late"`
	SendFailed   bool                 `json:"send_failed"`
	CreatedAt    time.Time            `json:"created_at"`
	UpdatedAt    time.Time            `json:"updated_at"`
	Version      int64                `json:"version"`
	PosterURL    *string              `json:"poster_url" nullable:"true"`
}

// WorkView is a work with its price.
type WorkView struct {
	ID               string                     `json:"id"`
	Position         int                        `json:"position"`
	Category         string                     `json:"category"`
	ChecklistLine    *string                    `json:"checklist_line" nullable:"true"`
	Label            string                     `json:"label"`
	Urgency          Urgency                    `json:"urgency" enum:"ok,offered,advised,urgent"`
	UnitPrice        *int64                     `json:"unit_price" nullable:"true"`
	PriceIncludesVAT bool                       `json:"price_includes_vat"`
	VATBP            int64                      `json:"vat_bp"`
	Quantity         int64                      `json:"quantity"`
	Discount         Discount                   `json:"discount"`
	Note             string                     `json:"note"`
	Net              *int64                     `json:"net" nullable:"true"`
	VAT              *int64                     `json:"vat" nullable:"true"`
	Gross            *int64                     `json:"gross" nullable:"true"`
	Decision         Decision                   `json:"decision" enum:"none,accepted,refused"`
	Measure          *checklists.Kind           `json:"measure" nullable:"true" enum:"tread_depth,brake_pad,battery_health,brake_fluid_water,coolant_frost"`
	Values           []checklists.MeasuredValue `json:"values" doc:"What was measured, in the order of the measure's places"`
	Finding          *Urgency                   `json:"finding" nullable:"true" enum:"ok,advised,urgent" doc:"The urgency that follows from the values"`
	UrgencyOverruled bool                       `json:"urgency_overruled" doc:"A person gave another urgency than the finding"`
	MediaIDs         []string                   `json:"media_ids"`
}

// MeasurementView is what was measured on a line of a checklist at an earlier visit.
type MeasurementView struct {
	ChecklistLine  string                     `json:"checklist_line"`
	Measure        checklists.Kind            `json:"measure" enum:"tread_depth,brake_pad,battery_health,brake_fluid_water,coolant_frost"`
	Values         []checklists.MeasuredValue `json:"values"`
	At             time.Time                  `json:"at" doc:"When the visit's intervention was written"`
	InterventionID string                     `json:"intervention_id"`
	Reference      string                     `json:"reference"`
}

// HistoryView is one line of the history; its text is made from kind and data by the screen.
type HistoryView struct {
	ID    string         `json:"id"`
	At    time.Time      `json:"at"`
	Kind  string         `json:"kind"`
	Actor HistoryActor   `json:"actor"`
	Data  map[string]any `json:"data"`
}

// HistoryActor is who did it.
type HistoryActor struct {
	Kind web.ActorKind `json:"kind" enum:"user,device,customer,system"`
	Name string        `json:"name"`
}

// Sending is one message to the customer and its fate.
type Sending struct {
	ID            string     `json:"id"`
	Purpose       string     `json:"purpose" enum:"intervention,confirmation"`
	Channel       string     `json:"channel" enum:"email"`
	Recipient     string     `json:"recipient"`
	State         string     `json:"state" enum:"queued,delivered,retrying,failed,obsolete"`
	Reason        *string    `json:"reason" nullable:"true" doc:"Catalogue key below mail.reason"`
	Attempts      int        `json:"attempts"`
	NextAttemptAt *time.Time `json:"next_attempt_at" nullable:"true"`
	CreatedAt     time.Time  `json:"created_at"`
	FinishedAt    *time.Time `json:"finished_at" nullable:"true"`
}

// SendingsReader knows what was sent about an intervention, newest first.
type SendingsReader interface {
	SendingsOf(ctx context.Context, interventionID string) ([]Sending, error)
}

// SetSendings tells the service whom to ask for sendings.
func (s *Service) SetSendings(reader SendingsReader) { s.sendings = reader }

// AnswerView is the customer's final answer.
type AnswerView struct {
	At        time.Time `json:"at"`
	Channel   string    `json:"channel" enum:"link,phone,in_person,email,sms"`
	Reply     Reply     `json:"reply" enum:",interested,call_me,question" doc:"To a sales message; empty of an answer to works"`
	Comment   string    `json:"comment"`
	Signature string    `json:"signature"`
	Late      bool      `json:"late"`
	WantsCall bool      `json:"wants_call"`
}

// LinkView is the customer's newest link.
type LinkView struct {
	URL       string    `json:"url" doc:"Empty for who may not send: the link alone is the right to answer"`
	ExpiresAt time.Time `json:"expires_at"`
	Withdrawn bool      `json:"withdrawn"`
}

// May says what the caller can do now.
type May struct {
	Edit    bool `json:"edit"`
	Contact bool `json:"contact" doc:"Correct the customer's e-mail and phone"`
	Send    bool `json:"send"`
	Share   bool `json:"share" doc:"Pass the customer's link on"`
	Accept  bool `json:"accept"`
	Close   bool `json:"close"`
	Delete  bool `json:"delete"`
}

// View is a whole intervention.
type View struct {
	RowView
	Vehicle         Vehicle                  `json:"vehicle"`
	Customer        Customer                 `json:"customer"`
	Message         string                   `json:"message"`
	WorksDone       string                   `json:"works_done"`
	InternalMessage InternalMessage          `json:"internal_message"`
	ChecklistID     *string                  `json:"checklist_id" nullable:"true"`
	Works           []WorkView               `json:"works"`
	Totals          Totals                   `json:"totals"`
	Media           []media.View             `json:"media"`
	History         []HistoryView            `json:"history"`
	Sendings        []Sending                `json:"sendings"`
	Answer          web.Nullable[AnswerView] `json:"answer"`
	Link            web.Nullable[LinkView]   `json:"link"`
	Rights          May                      `json:"rights"`
}

func (s *Service) rowView(ctx context.Context, row Row) RowView {
	view := RowView{
		ID: row.ID, Mode: row.Mode, Module: row.Module, Brand: row.Brand, Reference: row.Reference, Status: row.Status,
		Plate: row.Vehicle.Plate, CustomerName: row.Customer.Name(),
		Author:     person(row.AuthorID, row.AuthorFirst, row.AuthorLast),
		Assignee:   person(row.AssigneeID, row.AssigneeFirst, row.AssigneeLast),
		Sender:     person(row.SenderID, row.SenderFirst, row.SenderLast),
		PhotoCount: row.PhotoCount, VideoCount: row.VideoCount, Proposed: row.Proposed, Accepted: row.Accepted,
		Currency: row.Currency, WaitingHere: row.WaitingHere,
		WantsCall: row.WantsCall || (row.Status == Pending && row.InternalKind == "contact"),
		AnswerBy:  row.AnswerBy.OrNil(), Late: (row.Status == Sent || row.Status == Read) && row.Late(s.store.Now()),
		SendFailed: row.SendFailed, CreatedAt: row.CreatedAt.Time, UpdatedAt: row.UpdatedAt.Time, Version: row.Version,
	}
	if row.PosterID != nil {
		url := s.media.SmallURL(ctx, *row.PosterID, row.PosterRevision)
		view.PosterURL = &url
	}
	return view
}

func person(id *string, first, last string) web.Nullable[Person] {
	if id == nil {
		return web.Nullable[Person]{}
	}
	return web.Nullable[Person]{Value: &Person{ID: *id, Name: join(first, last)}}
}

func join(first, last string) string {
	if first == "" || last == "" {
		return first + last
	}
	return first + " " + last
}

// List returns one page of interventions, newest first, and the cursor of the next page, 0 at the end.
func (s *Service) List(ctx context.Context, f Filter) ([]RowView, int64, error) {
	limit := min(max(f.Limit, 1), listCap-1)
	f.Limit = limit + 1 // one more tells whether there is a next page
	rows, err := list(s.store.Read(ctx), f)
	if err != nil {
		return nil, 0, err
	}
	var next int64
	if len(rows) > limit {
		rows = rows[:limit]
		next = rows[limit-1].Seq
	}
	views := make([]RowView, 0, len(rows))
	for _, row := range rows {
		views = append(views, s.rowView(ctx, row))
	}
	return views, next, nil
}

// View returns a whole intervention as the actor may see it.
func (s *Service) View(ctx context.Context, actor web.Actor, id string) (*View, error) {
	in, err := s.GetFor(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	view := &View{
		Vehicle: in.Vehicle, Customer: in.Customer, Message: in.Message, WorksDone: in.WorksDone,
		InternalMessage: InternalMessage{Kind: in.InternalKind, Note: in.InternalNote},
		ChecklistID:     in.ChecklistID, Totals: in.Totals(), Rights: mayDo(actor, in),
	}
	row, err := rowOf(s.store.Read(ctx), in)
	if err != nil {
		return nil, err
	}
	view.RowView = s.rowView(ctx, row)
	if view.Media, err = s.media.Of(ctx, id); err != nil {
		return nil, err
	}
	view.Works = workViews(in.Works, view.Media)
	if view.History, err = s.historyViews(ctx, id); err != nil {
		return nil, err
	}
	if view.Sendings, err = s.sendings.SendingsOf(ctx, id); err != nil {
		return nil, err
	}
	if view.Answer.Value, err = s.answerView(ctx, id); err != nil {
		return nil, err
	}
	view.Link.Value, err = s.linkView(ctx, actor, id)
	return view, err
}

func mayDo(actor web.Actor, in *Intervention) May {
	can := func(right web.Right, event Event) bool {
		_, err := in.Status.After(event, in.StatusBeforeClose)
		return actor.May(right) && err == nil
	}
	return May{
		Edit: can(web.WriteInterventions, Edit), Contact: can(web.SendInterventions, CorrectContact) && in.Module.HasCustomer(),
		Send:   can(web.SendInterventions, Send) && in.Module.HasCustomer(),
		Share:  (can(web.ShareInterventions, Send) || in.Status == Answered && actor.May(web.ShareInterventions)) && in.Module.HasCustomer(),
		Accept: can(web.SendInterventions, AcceptManually) && in.Mode == web.AfterSales, Close: can(web.CloseInterventions, Close),
		Delete: can(web.DeleteInterventions, Delete),
	}
}

func workViews(works []Work, files []media.View) []WorkView {
	of := map[string][]string{}
	for _, file := range files {
		if file.WorkID != nil {
			of[*file.WorkID] = append(of[*file.WorkID], file.ID)
		}
	}
	views := make([]WorkView, 0, len(works))
	for _, work := range works {
		view := WorkView{
			ID: work.ID, Position: work.Position, Category: work.Category, ChecklistLine: work.ChecklistLine,
			Label: work.Label, Urgency: work.Urgency, UnitPrice: work.UnitPrice, PriceIncludesVAT: work.PriceIncludesVAT,
			VATBP: work.VATBP, Quantity: work.Quantity, Discount: work.Discount, Note: work.Note, Decision: work.Decision,
			MediaIDs: of[work.ID], Measure: work.Measure, Values: work.Values.V, Finding: work.Finding, UrgencyOverruled: work.Overruled(),
		}
		if view.MediaIDs == nil {
			view.MediaIDs = []string{}
		}
		if price, priced := work.Price(); priced {
			view.Net, view.VAT, view.Gross = &price.Net, &price.VAT, &price.Gross
		}
		views = append(views, view)
	}
	return views
}

func (s *Service) historyViews(ctx context.Context, id string) ([]HistoryView, error) {
	lines, err := history(ctx, s.store, id)
	views := make([]HistoryView, 0, len(lines))
	for _, line := range lines {
		views = append(views, HistoryView{
			ID: line.ID, At: line.At.Time, Kind: line.Kind,
			Actor: HistoryActor{Kind: line.ActorKind, Name: line.ActorName}, Data: line.Data.V,
		})
	}
	return views, err
}

func (s *Service) answerView(ctx context.Context, id string) (*AnswerView, error) {
	answer, err := s.AnswerOf(ctx, id)
	if err != nil || answer == nil {
		return nil, err
	}
	return &AnswerView{
		At: answer.At.Time, Channel: answer.Channel, Reply: answer.Reply, Comment: answer.Comment, Signature: answer.Signature,
		Late: answer.Late, WantsCall: answer.WantsCall,
	}, nil
}

func (s *Service) linkView(ctx context.Context, actor web.Actor, id string) (*LinkView, error) {
	link, err := s.latestLink(ctx, id)
	if err != nil || link == nil {
		return nil, err
	}
	view := &LinkView{ExpiresAt: link.ExpiresAt.Time, Withdrawn: link.WithdrawnAt != nil}
	if actor.May(web.SendInterventions) {
		view.URL = s.LinkURL(*link)
	}
	return view, nil
}
