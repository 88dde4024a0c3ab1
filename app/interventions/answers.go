package interventions

import (
	"context"
	"slices"

	"fleetbox/app/media"
	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/web"
)

// AnswerInput is what a customer decided, or replied to a sales message.
type AnswerInput struct {
	Decisions map[string]Decision // by work; a proposed work that is not in it is refused
	Reply     Reply               // in sales
	Comment   string
	Signature string // the name, typed; not in sales
	WantsCall bool
	Shown     string // as Shown said it to the page that the customer saw
	Language  string // in which the customer saw it
}

// OnAnswered adds what else happens, in the same transaction, when an answer has come in.
func (s *Service) OnAnswered(f func(*store.Tx, *Intervention, FinalAnswer) error) {
	s.onAnswered = append(s.onAnswered, f)
}

// MarkRead notes that a person opened the link. Asked again it changes nothing.
func (s *Service) MarkRead(ctx context.Context, token string) error {
	in, _, err := s.ByToken(ctx, token)
	if err != nil || in.Status != Sent {
		return err
	}
	return s.writeByToken(ctx, token, func(tx *store.Tx, in *Intervention, _ Link) error {
		if in.Status != Sent {
			return nil
		}
		return s.read(tx, in)
	})
}

func (s *Service) read(tx *store.Tx, in *Intervention) error {
	read := store.At(tx.Now)
	in.Status, in.ReadAt = Read, &read
	// The version stays: the content that an advisor has before them is still the same.
	err := tx.Exec("UPDATE interventions SET status = ?, read_at = ?, updated_at = ? WHERE id = ?", Read, read, read, in.ID).Error
	if err != nil {
		return err
	}
	return s.Record(tx, in.ID, "read", customerOf(in), nil)
}

func customerOf(in *Intervention) web.Actor {
	return web.Actor{Kind: web.ByCustomer, Name: in.Customer.Name()}
}

// Answer takes the customer's final answer. Problems: already_answered, closed, content_changed
// (what was shown is no longer what is asked), signature_missing, reply_missing, question_missing.
func (s *Service) Answer(ctx context.Context, token string, input AnswerInput) (*Intervention, error) {
	if _, err := s.LinkByToken(ctx, token); err != nil {
		return nil, err
	}
	var in *Intervention
	err := s.writeByToken(ctx, token, func(tx *store.Tx, now *Intervention, link Link) error {
		in = now
		next, err := in.Status.After(Answer, "")
		if err != nil {
			return err
		}
		files, err := s.media.OfTx(tx, in.ID)
		if err != nil {
			return err
		}
		shown, err := s.Seen(in, files, input.Shown)
		if err != nil {
			return err
		}
		if err := input.check(in.Mode); err != nil {
			return err
		}
		if in.Status == Sent { // who answers has read, with or without JavaScript
			if err := s.read(tx, in); err != nil {
				return err
			}
		}
		in.Status = next
		return s.answer(tx, in, customerOf(in), "answered", decided{
			decisions: input.Decisions, shown: shown, language: input.Language, answer: input.final(in.Mode, link.ID),
		})
	})
	return in, err
}

// ManualAnswer is what a customer said to a person, not on the page.
type ManualAnswer struct {
	Decisions map[string]Decision
	Origin    string // phone, in_person, email, sms
	Notify    []string
}

// AcceptManually records an answer that reached the dealership in another way than by the link. The
// customer hears of it only on the channels that manual names. Problem invalid_input unless it decides each
// proposed work, and nothing else: what is missing must not become a refusal.
func (s *Service) AcceptManually(ctx context.Context, actor web.Actor, id string, version int64, manual ManualAnswer) error {
	return s.store.Write(ctx, func(tx *store.Tx) error {
		in, err := s.at(tx, actor, id, version, AcceptManually)
		if err != nil {
			return err
		}
		if in.Mode != web.AfterSales {
			return problem.New(problem.Conflict, "nothing_to_accept")
		}
		shown, err := s.media.OfTx(tx, id)
		if err != nil {
			return err
		}
		if err := manual.check(in.Works); err != nil {
			return err
		}
		if slices.Contains(manual.Notify, "email") {
			if err := in.Sendable("email"); err != nil {
				return err
			}
		}
		return s.answer(tx, in, actor, "accepted_manually", decided{
			decisions: manual.Decisions, shown: shown, language: in.Customer.Language,
			answer: FinalAnswer{Channel: manual.Origin, RecordedBy: &actor.ID},
			notify: manual.Notify,
		})
	})
}

func (m ManualAnswer) check(works []Work) error {
	var c problem.Check
	proposed := map[string]bool{}
	for _, work := range works {
		if !work.Urgency.Proposed() {
			continue
		}
		proposed[work.ID] = true
		decision := m.Decisions[work.ID]
		c.That(decision == Accepted || decision == Refused, "works", "required")
	}
	for id := range m.Decisions {
		c.That(proposed[id], "works", "work")
	}
	return c.Err()
}

type decided struct {
	decisions map[string]Decision
	shown     []media.View
	language  string
	answer    FinalAnswer
	notify    []string
}

// answer writes decisions, sums, evidence and history of an intervention whose status is already the one after.
func (s *Service) answer(tx *store.Tx, in *Intervention, actor web.Actor, kind string, d decided) error {
	at := store.At(tx.Now)
	for i := range in.Works {
		work := &in.Works[i]
		if !work.Urgency.Proposed() {
			continue
		}
		work.Decision = Refused
		if d.decisions[work.ID] == Accepted {
			work.Decision = Accepted
		}
	}
	if err := saveDecisions(tx, in); err != nil {
		return err
	}
	totals := in.Totals()
	in.AnsweredAt, in.Accepted, in.WantsCall = &at, totals.Accepted.Gross, d.answer.WantsCall || in.WantsCall
	if err := save(tx, in); err != nil {
		return err
	}
	answer := d.answer
	answer.InterventionID, answer.At, answer.Late = in.ID, at, in.Late(tx.Now)
	answer.Evidence.V = evidenceOf(in, d.shown)
	for i, work := range in.Works { // the words that the customer read
		answer.Evidence.V.Works[i].Label = s.Label(work, d.language)
	}
	if err := tx.Create(&answer); err != nil {
		return err
	}
	data := map[string]any{
		"accepted": countDecisions(in.Works, Accepted), "refused": countDecisions(in.Works, Refused),
		"amount": in.Accepted, "currency": in.Currency, "origin": answer.Channel, "late": answer.Late, "notify": d.notify,
	}
	if answer.Reply != NoReply {
		kind, data = "replied", map[string]any{"reply": answer.Reply, "late": answer.Late}
	}
	if err := s.Record(tx, in.ID, kind, actor, data); err != nil {
		return err
	}
	if kind == "accepted_manually" && !slices.Contains(d.notify, "email") {
		return nil
	}
	for _, then := range s.onAnswered {
		if err := then(tx, in, answer); err != nil {
			return err
		}
	}
	return nil
}

func countDecisions(works []Work, decision Decision) int {
	n := 0
	for _, work := range works {
		if work.Decision == decision {
			n++
		}
	}
	return n
}

// AskForCall notes that the customer wants to be called. It decides nothing.
func (s *Service) AskForCall(ctx context.Context, token string) error {
	if _, err := s.LinkByToken(ctx, token); err != nil {
		return err
	}
	return s.writeByToken(ctx, token, func(tx *store.Tx, in *Intervention, _ Link) error {
		if in.WantsCall {
			return nil
		}
		if in.Status == Closed {
			return problem.New(problem.Conflict, "closed")
		}
		if in.Status == Sent {
			if err := s.read(tx, in); err != nil {
				return err
			}
		}
		in.WantsCall = true
		if err := save(tx, in); err != nil {
			return err
		}
		return s.Record(tx, in.ID, "call_wanted", customerOf(in), nil)
	})
}

// AnswerOf returns the final answer, nil when there is none yet.
func (s *Service) AnswerOf(ctx context.Context, id string) (*FinalAnswer, error) {
	return answerOf(s.store.Read(ctx), id)
}
