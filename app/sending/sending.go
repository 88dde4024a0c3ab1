// Package sending hands mails to a mail server and keeps account of each: queued, tried, delivered,
// failed or not needed any more, and why. One press of a button sends at most one mail.
//
// A mail's fate is certain until its last byte leaves the box, and again from the server's reply
// on. The moment before that last byte is written down, so that after a crash the box knows
// whether it may try again, or whether only the customer can tell what arrived.
package sending

import (
	"context"
	"io/fs"
	"time"

	"golang.org/x/time/rate"

	"fleetbox/app/interventions"
	"fleetbox/app/locale"
	"fleetbox/app/media"
	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/system"
	"fleetbox/app/web"
	"fleetbox/jobs"
)

// email is the one channel so far.
const email = "email"

type purpose string

const (
	invitation   purpose = "intervention"
	confirmation purpose = "confirmation"
)

type state string

const (
	queued    state = "queued"
	retrying  state = "retrying"
	delivered state = "delivered"
	failed    state = "failed"
	obsolete  state = "obsolete" // nobody waits for it any more: nothing is amiss
)

// underWay tells whether the box will still try by itself.
func (s state) underWay() bool { return s == queued || s == retrying }

// sending is one mail to one customer. Its row is the truth about it.
type sending struct {
	ID             string `gorm:"primaryKey"`
	InterventionID string
	LinkID         string
	PressID        string
	Purpose        purpose
	Channel        string
	Recipient      string
	Language       string // the customer's; the mail speaks the dealership's where FleetBox does not know it
	MessageID      string
	State          state
	Reason         Reason
	Attempts       int // also tells apart who tries: only the newest attempt may hand over
	AttemptingAt   *store.Time
	HandedOverAt   *store.Time
	NextAttemptAt  *store.Time
	CreatedBy      *string
	CreatedAt      store.Time
	FinishedAt     *store.Time
}

func (sending) TableName() string { return "sendings" }

// Options is what the service needs.
type Options struct {
	Store         *store.Store
	Texts         *locale.Catalogue
	Pages         fs.FS // templates
	Mail          Mail
	Interventions *interventions.Service
	Media         *media.Service
	Dealership    *system.Service
}

// Service sends.
type Service struct {
	Options
	server server
	writer *writer
	pace   *rate.Limiter
}

// New makes the service. From then on every final answer is confirmed to the customer.
func New(o Options) *Service {
	perMinute := max(o.Mail.SendPerMinute, 1)
	s := &Service{
		Options: o, server: server{o.Mail}, writer: newWriter(o.Pages, o.Texts),
		pace: rate.NewLimiter(rate.Every(time.Minute/time.Duration(perMinute)), 1),
	}
	o.Interventions.OnAnswered(s.confirm)
	return s
}

// Press is one press of the button: with the same ID nothing more happens. Version is the one of the intervention
// that was on the screen, or interventions.AnyVersion.
type Press struct {
	ID      string
	Version int64
}

// Send queues the mail that invites the customer to the intervention's page, and counts the
// intervention as sent. Problems: not_found, not_sendable with the missing fields, stock_not_sendable,
// not_sendable_now, closed, changed_meanwhile, already_queued, mail_not_set_up, sharing_ended.
func (s *Service) Send(ctx context.Context, actor web.Actor, id string, press Press) error {
	return s.press(ctx, actor, id, press, func(*interventions.Intervention) error { return nil })
}

// SendDirectly is Send for a phone, which may send direct messages when the dealership allows it. Problems: those
// of Send, direct_sending_off.
func (s *Service) SendDirectly(ctx context.Context, actor web.Actor, id string, press Press) error {
	house, err := s.Dealership.Dealership(ctx)
	if err != nil {
		return err
	}
	return s.press(ctx, actor, id, press, func(in *interventions.Intervention) error {
		if !house.DirectSending || in.Module != interventions.DirectMessage {
			return problem.New(problem.Conflict, "direct_sending_off")
		}
		return nil
	})
}

func (s *Service) press(ctx context.Context, actor web.Actor, id string, press Press, allowed func(*interventions.Intervention) error) error {
	return s.Store.Write(ctx, func(tx *store.Tx) error {
		in, err := s.Interventions.GetForTx(tx, actor, id)
		if err != nil {
			return err
		}
		if known, err := pressed(tx, id, press.ID); known || err != nil {
			return err
		}
		if err := in.AtVersion(press.Version); err != nil {
			return err
		}
		if err := allowed(in); err != nil {
			return err
		}
		if err := in.Sendable(email); err != nil {
			return err
		}
		if busy, err := anyUnderWay(tx, id); err != nil || busy {
			return orProblem(err, "already_queued")
		}
		if s.noServer() {
			return problem.New(problem.Unavailable, "mail_not_set_up")
		}
		link, _, err := s.Interventions.EnsureLink(tx, actor, id)
		if err != nil {
			return err
		}
		row := s.newRow(tx, in, link.ID, press.ID, invitation)
		if actor.Kind == web.ByUser {
			row.CreatedBy = &actor.ID
		}
		if err := s.Interventions.MarkSent(tx, actor, in, "sent", row.historyData()); err != nil {
			return err
		}
		return s.enqueue(tx, row)
	})
}

func (s *Service) noServer() bool { return s.Mail.Host == "" && !s.Mail.Catch }

func orProblem(err error, code string) error {
	if err != nil {
		return err
	}
	return problem.New(problem.Conflict, code)
}

func (s *Service) newRow(tx *store.Tx, in *interventions.Intervention, linkID, pressID string, why purpose) *sending {
	id := store.NewID()
	return &sending{
		ID: id, InterventionID: in.ID, LinkID: linkID, PressID: pressID, Purpose: why, Channel: email,
		Recipient: in.Customer.Email, Language: in.Customer.Language,
		MessageID: id + "@" + domainOf(s.from("")), State: queued, CreatedAt: store.At(tx.Now),
	}
}

// enqueue writes the row, the job that sends it, and takes back an older failure's mark.
func (s *Service) enqueue(tx *store.Tx, row *sending) error {
	if err := tx.Create(row); err != nil {
		return err
	}
	return s.enqueueJob(tx, row)
}

func (s *Service) enqueueJob(tx *store.Tx, row *sending) error {
	if err := s.Interventions.SetSendFailed(tx, row.InterventionID, false); err != nil {
		return err
	}
	_, err := jobs.Enqueue(tx, jobs.Job{Kind: jobKind, Payload: payload{row.ID}})
	return err
}

// historyData is what the history keeps of a sending.
func (r *sending) historyData() map[string]any {
	return map[string]any{"sending": r.ID, "channel": r.Channel, "recipient": r.Recipient, "purpose": string(r.Purpose)}
}

// confirm queues the mail that confirms a final answer, when the customer has an address.
func (s *Service) confirm(tx *store.Tx, in *interventions.Intervention, answer interventions.FinalAnswer) error {
	if s.noServer() && answer.RecordedBy != nil { // a colleague asked for it and must hear that it cannot be
		return problem.New(problem.Unavailable, "mail_not_set_up")
	}
	if in.Customer.Email == "" || s.noServer() {
		return nil
	}
	link, _, err := s.Interventions.EnsureLink(tx, web.System(), in.ID)
	if err != nil {
		return err
	}
	return s.enqueue(tx, s.newRow(tx, in, link.ID, "answer", confirmation))
}

// Retry tries a failed sending again because a person wants it, to the customer's present address.
// One that the box still tries by itself is left alone. Problems: not_found, already_delivered, and
// those of Send.
func (s *Service) Retry(ctx context.Context, actor web.Actor, id, sendingID string) error {
	return s.Store.Write(ctx, func(tx *store.Tx) error {
		in, err := s.Interventions.GetForTx(tx, actor, id)
		if err != nil {
			return err
		}
		row, err := find(tx.DB, sendingID)
		if err != nil {
			return err
		}
		switch {
		case row == nil || row.InterventionID != id:
			return problem.New(problem.NotFound, "not_found")
		case row.State.underWay():
			return nil
		case row.State == delivered:
			return problem.New(problem.Conflict, "already_delivered")
		}
		if err := s.mayRetry(tx, in, row); err != nil {
			return err
		}
		link, _, err := s.Interventions.EnsureLink(tx, actor, id)
		if err != nil {
			return err
		}
		row.LinkID, row.Recipient, row.State, row.Reason = link.ID, in.Customer.Email, queued, ""
		row.HandedOverAt, row.AttemptingAt, row.NextAttemptAt, row.FinishedAt = nil, nil, nil, nil
		if err := save(tx, row); err != nil {
			return err
		}
		if err := s.Interventions.Record(tx, id, "send_retried", actor, row.historyData()); err != nil {
			return err
		}
		return s.enqueueJob(tx, row)
	})
}

func (s *Service) mayRetry(tx *store.Tx, in *interventions.Intervention, row *sending) error {
	if row.Purpose == invitation {
		if _, err := in.Status.After(interventions.Send, ""); err != nil {
			return err
		}
		if busy, err := anyUnderWay(tx, in.ID); err != nil || busy {
			return orProblem(err, "already_queued")
		}
	}
	if s.noServer() {
		return problem.New(problem.Unavailable, "mail_not_set_up")
	}
	return in.Sendable(email)
}
