package sending

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/wneessen/go-mail"

	"fleetbox/app/interventions"
	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/web"
	"fleetbox/jobs"
)

const (
	jobKind = "sending.email"

	// Queue is the queue of the mails. It is one of its own, so that a mail server that hangs holds
	// up nothing but mails.
	Queue = "mail"
	// Workers is how many mails are handed over at once.
	Workers = 4

	firstPause, longestPause = 30 * time.Second, time.Hour
	giveUpAfter              = 24 * time.Hour

	// exchanges bounds how many answers of the server one attempt waits for.
	exchanges = 12
	// patience is how long a mail may wait for its turn within the allowed pace.
	patience = 5 * time.Minute
)

type payload struct {
	Sending string `json:"sending"`
}

// pause grows from 30 seconds to an hour. It has no part of chance, so that the screen can show
// when the next attempt will be.
func pause(failed int) time.Duration {
	wait := firstPause
	for range failed - 1 {
		wait *= 2
		if wait >= longestPause {
			return longestPause
		}
	}
	return wait
}

// Handle mounts the job.
func (s *Service) Handle(q *jobs.Queue) {
	q.Handle(jobKind, jobs.Spec{
		Queue: Queue, Timeout: patience + exchanges*s.Mail.Timeout, Retry: pause, GiveUpAfter: giveUpAfter, GaveUp: s.gaveUp,
	}, s.run)
}

// attempt is one try to send.
type attempt struct {
	task jobs.Task
	row  *sending
}

// run makes one attempt. Every way out has written down what is known by then.
func (s *Service) run(ctx context.Context, task jobs.Task) error {
	var p payload
	if err := task.Decode(&p); err != nil {
		return err
	}
	if !s.Mail.Catch {
		if err := s.pace.Wait(ctx); err != nil {
			return err
		}
	}
	row, err := s.begin(ctx, task, p.Sending)
	if err != nil || row == nil {
		return err
	}
	a := attempt{task, row}
	err = s.send(ctx, a)
	if err == nil || errors.Is(err, jobs.ErrSettled) {
		return err
	}
	if ctx.Err() != nil && !errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return err // the box stops: the attempt says nothing about the server
	}
	var f *Failure
	if !errors.As(err, &f) {
		slog.Error("mail not sent", "sending", row.ID, "error", err)
		f = &Failure{Reason: Composing, cause: err}
	}
	return s.settle(ctx, a, f)
}

// begin looks whether the mail is still to be sent, and notes that it is being tried. It returns
// nil when there is nothing to do any more.
func (s *Service) begin(ctx context.Context, task jobs.Task, id string) (*sending, error) {
	var row *sending
	err := s.Store.Write(ctx, func(tx *store.Tx) (err error) {
		if row, err = find(tx.DB, id); err != nil {
			return err
		}
		if row == nil || !row.State.underWay() {
			row = nil
			return task.Done(tx)
		}
		if reason, err := s.obstacle(tx, row); err != nil || reason != "" {
			settled := row
			row = nil
			if err != nil {
				return err
			}
			return s.end(tx, attempt{task, settled}, reason)
		}
		if wait, err := s.awaitsPicture(tx, row); err != nil || wait {
			row = nil
			if err != nil {
				return err
			}
			return lookAgain(tx, task, id)
		}
		now := store.At(tx.Now)
		row.Attempts++
		row.AttemptingAt = &now
		return save(tx, row)
	})
	if problem.Is(err, "not_found") { // deleted meanwhile, and its sendings with it
		return nil, jobs.Permanent(err)
	}
	return row, err
}

// obstacle says why a mail must not be sent any more; empty when it may be.
func (s *Service) obstacle(tx *store.Tx, row *sending) (Reason, error) {
	if row.HandedOverAt != nil {
		return FateUnknown, nil // the box stopped before it heard the server's answer
	}
	if row.Purpose == confirmation {
		return "", nil
	}
	in, err := s.Interventions.GetTx(tx, row.InterventionID)
	if err != nil {
		return "", err
	}
	switch in.Status {
	case interventions.Answered:
		return AnsweredBefore, nil
	case interventions.Closed:
		return ClosedBefore, nil
	}
	var link interventions.Link
	if err := tx.Where("id = ?", row.LinkID).Take(&link).Error; err != nil {
		return "", err
	}
	if link.WithdrawnAt != nil || link.ExpiresAt.Before(tx.Now) {
		return LinkEnded, nil
	}
	return "", nil
}

func (s *Service) send(ctx context.Context, a attempt) error {
	in, err := s.Interventions.Get(ctx, a.row.InterventionID)
	if err != nil {
		return err
	}
	link, err := s.Interventions.Link(ctx, a.row.LinkID)
	if err != nil {
		return err
	}
	to, err := address(a.row.Recipient)
	if err != nil {
		return err
	}
	message, err := s.compose(ctx, a.row, in, link)
	if err != nil {
		return err
	}
	if s.Mail.Catch {
		return s.keep(ctx, a, message)
	}
	house, err := s.Dealership.Dealership(ctx)
	if err != nil {
		return err
	}
	talk, err := s.server.connect(ctx)
	if err != nil {
		return err
	}
	defer talk.close()
	end, err := talk.offer(ctx, s.from(house.Email), to, message)
	if err != nil {
		return err
	}
	if err := s.noteHandOver(ctx, a); err != nil {
		return err
	}
	if err := talk.handOver(end); err != nil {
		return err
	}
	err = s.succeed(ctx, a, nil)
	if err != nil && !errors.Is(err, jobs.ErrSettled) {
		return &Failure{FateUnknown, true, err} // the server has it, which nobody will remember
	}
	return err
}

// keep stores the mail instead of sending it.
func (s *Service) keep(ctx context.Context, a attempt, message *mail.Msg) error {
	var source bytes.Buffer
	if _, err := message.WriteTo(&source); err != nil {
		return err
	}
	return s.succeed(ctx, a, func(tx *store.Tx) error {
		return tx.Create(&caughtMail{
			ID: store.NewID(), MessageID: a.row.MessageID, Recipient: a.row.Recipient,
			Subject: subjectOf(message), Source: source.Bytes(), CreatedAt: store.At(tx.Now),
		})
	})
}

// noteHandOver writes down, before the last byte leaves, that it is about to. It fails when something has happened
// during the attempt that stops the mail.
func (s *Service) noteHandOver(ctx context.Context, a attempt) error {
	return s.Store.Write(ctx, func(tx *store.Tx) error {
		if reason, err := s.obstacle(tx, a.row); err != nil || reason != "" {
			return cmp.Or(err, error(&Failure{Reason: reason, Final: true}))
		}
		mine, err := handOver(tx, a.row)
		if err != nil {
			return err
		}
		if !mine {
			return errTakenOver
		}
		now := store.At(tx.Now)
		a.row.HandedOverAt = &now
		return nil
	})
}

var errTakenOver = errors.New("another attempt has taken over")

// succeed writes down that the server has the mail. It must be written, so it is tried for a while.
func (s *Service) succeed(ctx context.Context, a attempt, and func(*store.Tx) error) error {
	return s.mustWrite(ctx, func(tx *store.Tx) error {
		row, err := current(tx, a)
		if row == nil || err != nil {
			return err
		}
		now := store.At(tx.Now)
		row.State, row.Reason, row.FinishedAt, row.NextAttemptAt, row.AttemptingAt = delivered, "", &now, nil, nil
		if err := save(tx, row); err != nil {
			return err
		}
		if and != nil {
			if err := and(tx); err != nil {
				return err
			}
		}
		if err := s.Interventions.Record(tx, row.InterventionID, "delivered", web.System(), row.historyData()); err != nil {
			return err
		}
		return a.task.Done(tx)
	})
}

// current reads the row anew; nil when another attempt has taken over or the row is gone.
func current(tx *store.Tx, a attempt) (*sending, error) {
	row, err := find(tx.DB, a.row.ID)
	if err != nil || row == nil || row.Attempts != a.row.Attempts {
		return nil, err
	}
	return row, nil
}

// writePauses are the waits between tries to write down a result: a disk may be full for a moment.
var writePauses = []time.Duration{50 * time.Millisecond, 250 * time.Millisecond, time.Second, 3 * time.Second}

func (s *Service) mustWrite(ctx context.Context, f func(*store.Tx) error) error {
	ctx = context.WithoutCancel(ctx)
	err := s.Store.Write(ctx, f)
	for _, wait := range writePauses {
		if err == nil || errors.Is(err, jobs.ErrSettled) {
			return err
		}
		slog.Error("result of a sending not written, trying again", "error", err)
		time.Sleep(wait)
		err = s.Store.Write(ctx, f)
	}
	return err
}

// settle writes down a failed attempt: final ones end here, others come back after a pause.
func (s *Service) settle(ctx context.Context, a attempt, f *Failure) error {
	if errors.Is(f, errTakenOver) {
		return f
	}
	if f.Final {
		slog.Warn("mail not delivered", "sending", a.row.ID, "attempt", a.row.Attempts, "reason", f)
		return s.mustWrite(ctx, func(tx *store.Tx) error {
			row, err := current(tx, a)
			if row == nil || err != nil {
				return err
			}
			return s.end(tx, attempt{a.task, row}, f.Reason)
		})
	}
	err := s.mustWrite(ctx, func(tx *store.Tx) error {
		row, err := current(tx, a)
		if row == nil || err != nil {
			return err
		}
		next := store.At(tx.Now.Add(pause(a.task.Attempt)))
		row.State, row.Reason, row.NextAttemptAt = retrying, f.Reason, &next
		row.AttemptingAt, row.HandedOverAt = nil, nil // refused by a reply: the server does not have it
		if err := save(tx, row); err != nil {
			return err
		}
		return tx.Announce("intervention", row.InterventionID)
	})
	return errors.Join(f, err)
}

// end ends a sending that did not leave.
func (s *Service) end(tx *store.Tx, a attempt, reason Reason) error {
	if err := s.markEnded(tx, a.row, reason, false); err != nil {
		return err
	}
	return a.task.Done(tx)
}

// markEnded writes down that a mail will not leave, until a person tries again.
func (s *Service) markEnded(tx *store.Tx, row *sending, reason Reason, gaveUp bool) error {
	now := store.At(tx.Now)
	kind := "send_failed"
	row.State, row.Reason, row.FinishedAt, row.NextAttemptAt, row.AttemptingAt = failed, reason, &now, nil, nil
	if reason.obsolete() {
		kind, row.State = "send_obsolete", obsolete
	}
	if err := save(tx, row); err != nil {
		return err
	}
	data := row.historyData()
	data["reason"], data["gave_up"] = string(reason), gaveUp
	if err := s.Interventions.Record(tx, row.InterventionID, kind, web.System(), data); err != nil {
		return err
	}
	if row.State == obsolete {
		return nil
	}
	if newer, err := sentSince(tx, row); newer || err != nil {
		return err // what counts is the fate of the newest
	}
	return s.Interventions.SetSendFailed(tx, row.InterventionID, true)
}

// gaveUp ends a sending that was tried for a day.
func (s *Service) gaveUp(tx *store.Tx, task jobs.Task, _ error) error {
	var p payload
	if task.Decode(&p) != nil {
		return nil //nolint:nilerr // written by nobody that we know: there is no sending to mark
	}
	row, err := find(tx.DB, p.Sending)
	if err != nil || row == nil || !row.State.underWay() {
		return err
	}
	reason := row.Reason
	if row.HandedOverAt != nil {
		reason = FateUnknown
	} else if reason == "" {
		reason = Composing
	}
	return s.markEnded(tx, row, reason, true)
}
