package interventions

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"gorm.io/gorm"

	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/web"
)

// tokenBytes is the strength of a customer's link: 160 bits.
const tokenBytes = 20

// LinkOptions says how links are made.
type LinkOptions struct {
	Secret    []byte        // the box's own; whoever has it can make any link
	PublicURL func() string // what links begin with just now, without a slash at the end
	ValidFor  time.Duration // from the day on which it was made
}

type linkMaker struct{ LinkOptions }

// token derives the token from the box's secret, so that it can be shown and mailed again while
// the database holds only its hash.
func (m linkMaker) token(linkID string) string {
	mac := hmac.New(sha256.New, m.Secret)
	mac.Write([]byte("customer link " + linkID))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:tokenBytes])
}

// LinkURL is the address that the customer opens.
func (s *Service) LinkURL(link Link) string {
	return s.links.PublicURL() + "/c/" + s.links.token(link.ID)
}

// Link returns a link by its identifier.
func (s *Service) Link(ctx context.Context, id string) (Link, error) {
	var link Link
	err := s.store.Read(ctx).Where("id = ?", id).Take(&link).Error
	return link, err
}

// latestLink returns the newest link of an intervention, nil when it has none.
func (s *Service) latestLink(ctx context.Context, interventionID string) (*Link, error) {
	return latestLink(s.store.Read(ctx), interventionID)
}

// EnsureLink returns the intervention's valid link, or makes one: also when the valid one has less than
// half of its time left, since the customer gets it only now. That one stays valid until its own end.
// Problem sharing_ended for a phone when the office has withdrawn the link.
func (s *Service) EnsureLink(tx *store.Tx, actor web.Actor, interventionID string) (link Link, made bool, err error) {
	link, there, err := s.nextLink(tx.DB, interventionID, tx.Now)
	if there || err != nil {
		return link, false, err
	}
	if actor.Kind == web.ByDevice {
		if ended, err := withdrawn(tx.DB, interventionID); err != nil || ended {
			return link, false, cmp.Or(err, error(problem.New(problem.Conflict, "sharing_ended")))
		}
	}
	err = tx.Create(&link)
	return link, true, err
}

// NextLink returns the link that a mail sent now would carry. One that EnsureLink has yet to make opens nothing.
func (s *Service) NextLink(ctx context.Context, interventionID string) (Link, error) {
	link, _, err := s.nextLink(s.store.Read(ctx), interventionID, s.store.Now())
	return link, err
}

func (s *Service) nextLink(db *gorm.DB, interventionID string, now time.Time) (link Link, there bool, err error) {
	link, err = linkValidAt(db, interventionID, now.Add(s.links.ValidFor/2))
	if err == nil || !store.NotFound(err) {
		return link, err == nil, err
	}
	link = Link{
		ID: store.NewID(), InterventionID: interventionID,
		CreatedAt: store.At(now), ExpiresAt: store.At(now.Add(s.links.ValidFor)),
	}
	link.TokenHash = web.HashToken(s.links.token(link.ID))
	return link, false, nil
}

// Withdraw ends every link of an intervention at once.
func (s *Service) Withdraw(ctx context.Context, actor web.Actor, id string) error {
	return s.store.Write(ctx, func(tx *store.Tx) error {
		if _, err := forActor(tx.DB, actor, id); err != nil {
			return err
		}
		return s.withdrawLinks(tx, actor, id)
	})
}

func (s *Service) withdrawLinks(tx *store.Tx, actor web.Actor, id string) error {
	if ended, err := withdrawAll(tx, id); err != nil || !ended {
		return err
	}
	return s.Record(tx, id, "link_withdrawn", actor, nil)
}

// ByToken returns what a customer's link leads to. Problems: link_unknown, link_expired, link_withdrawn.
func (s *Service) ByToken(ctx context.Context, token string) (*Intervention, Link, error) {
	return follow(s.store.Read(ctx), token, s.store.Now())
}

// LinkByToken is ByToken for whoever needs no more than the link.
func (s *Service) LinkByToken(ctx context.Context, token string) (Link, error) {
	return linkByToken(s.store.Read(ctx), token, s.store.Now())
}

// writeByToken runs f in a transaction on what a customer's link leads to. A link that has ended by then
// leads nowhere, however it stood when the caller looked.
func (s *Service) writeByToken(ctx context.Context, token string, f func(*store.Tx, *Intervention, Link) error) error {
	return s.store.Write(ctx, func(tx *store.Tx) error {
		in, link, err := follow(tx.DB, token, tx.Now)
		if err != nil {
			return err
		}
		return f(tx, in, link)
	})
}

func follow(db *gorm.DB, token string, now time.Time) (*Intervention, Link, error) {
	link, err := linkByToken(db, token, now)
	if err != nil {
		return nil, link, err
	}
	in, err := load(db, link.InterventionID)
	return in, link, err
}

func linkByToken(db *gorm.DB, token string, now time.Time) (Link, error) {
	link, err := linkOf(db, token)
	switch {
	case store.NotFound(err):
		return link, problem.New(problem.NotFound, "link_unknown")
	case err != nil:
		return link, err
	case link.WithdrawnAt != nil:
		return link, problem.New(problem.Gone, "link_withdrawn")
	case link.ExpiresAt.Before(now):
		return link, problem.New(problem.Gone, "link_expired")
	}
	return link, nil
}

// MarkSent notes that the intervention goes to the customer: pending becomes sent, a file that was
// sent before stays as it is. kind is the history line, "sent" or "link_shared". That nothing is
// missing is for the caller to see to, who knows the channel. Problems: not_sendable_now, closed.
func (s *Service) MarkSent(tx *store.Tx, actor web.Actor, in *Intervention, kind string, data map[string]any) error {
	next, err := in.Status.After(Send, "")
	if err != nil {
		return err
	}
	if err := s.AsSent(tx.Statement.Context, in); err != nil {
		return err
	}
	if in.SentAt == nil {
		sent := store.At(tx.Now)
		in.SentAt = &sent
	}
	in.SenderID = senderOf(actor, in)
	in.Status = next
	if err := save(tx, in); err != nil {
		return err
	}
	return s.Record(tx, in.ID, kind, actor, data)
}

// AsSent makes of a pending intervention what its customer will read: where nobody wrote a message stands the default
// one of the mode, in the customer's language.
func (s *Service) AsSent(ctx context.Context, in *Intervention) (err error) {
	if in.Status == Pending && in.Message == "" {
		in.Message, err = s.messages.Default(ctx, string(in.Mode), in.Customer.Language)
	}
	return err
}

// senderOf is the colleague who sends: of a phone, which is nobody in particular, whoever sent the file before, or else
// wrote it on the phone.
func senderOf(actor web.Actor, in *Intervention) *string {
	switch {
	case actor.Kind == web.ByUser:
		return &actor.ID
	case actor.Kind == web.ByDevice && in.SenderID == nil:
		return in.AuthorID
	}
	return in.SenderID
}

// Share makes a link that a person passes on themselves. It counts as sent. version is the one that they saw, or
// AnyVersion. Problems: not_found, not_sendable with the missing fields, stock_not_sendable, closed, changed_meanwhile,
// sharing_ended.
func (s *Service) Share(ctx context.Context, actor web.Actor, id string, version int64) (url string, err error) {
	err = s.store.Write(ctx, func(tx *store.Tx) error {
		in, err := forActor(tx.DB, actor, id)
		if err != nil {
			return err
		}
		if in.Status == Pending { // later ones differ by what the customer did and where they are reached, which nobody passes on
			if err := in.AtVersion(version); err != nil {
				return err
			}
		}
		if err := in.Sendable("link"); err != nil {
			return err
		}
		link, made, err := s.EnsureLink(tx, actor, id)
		if err != nil {
			return err
		}
		url = s.LinkURL(link)
		if in.Status != Answered {
			return s.MarkSent(tx, actor, in, "link_shared", nil)
		}
		if !made { // only read by then: nothing is sent anew
			return nil
		}
		return s.Record(tx, id, "link_shared", actor, nil)
	})
	return url, err
}

// SetSendFailed notes on the intervention whether its last sending failed, for the lists.
func (s *Service) SetSendFailed(tx *store.Tx, id string, failed bool) error {
	if err := tx.Exec("UPDATE interventions SET send_failed = ? WHERE id = ?", failed, id).Error; err != nil {
		return err
	}
	return tx.Announce("intervention", id)
}
