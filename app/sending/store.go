package sending

import (
	"context"

	"gorm.io/gorm"

	"fleetbox/app/interventions"
	"fleetbox/app/store"
)

// find returns a sending, nil when there is none.
func find(db *gorm.DB, id string) (*sending, error) {
	var row sending
	err := db.Where("id = ?", id).Take(&row).Error
	if store.NotFound(err) {
		return nil, nil
	}
	return &row, err
}

func save(tx *store.Tx, row *sending) error {
	return tx.DB.Select("*").Where("id = ?", row.ID).Updates(row).Error
}

// pressed tells whether a press of the button was heard before.
func pressed(tx *store.Tx, interventionID, pressID string) (bool, error) {
	var n int64
	err := tx.Model(&sending{}).Where("intervention_id = ? AND press_id = ?", interventionID, pressID).Count(&n).Error
	return n > 0, err
}

// anyUnderWay tells whether an invitation to the same intervention is still on its way. One whose link
// was withdrawn is not: its next attempt ends it.
func anyUnderWay(tx *store.Tx, interventionID string) (bool, error) {
	var n int64
	err := tx.Model(&sending{}).Joins("JOIN links ON links.id = sendings.link_id AND links.withdrawn_at IS NULL").
		Where("sendings.intervention_id = ? AND sendings.purpose = ? AND sendings.state IN ?",
			interventionID, invitation, []state{queued, retrying}).Count(&n).Error
	return n > 0, err
}

// sentSince tells whether the same was sent again after row was made.
func sentSince(tx *store.Tx, row *sending) (bool, error) {
	var n int64
	err := tx.Model(&sending{}).Where("intervention_id = ? AND purpose = ? AND id > ?", row.InterventionID, row.Purpose, row.ID).Count(&n).Error
	return n > 0, err
}

// handOver writes down that the last byte is about to leave. It tells false when another attempt
// has taken over meanwhile; then the byte must not leave.
func handOver(tx *store.Tx, row *sending) (bool, error) {
	written := tx.Exec(`UPDATE sendings SET handed_over_at = ?
		WHERE id = ? AND attempts = ? AND handed_over_at IS NULL AND state IN ?`,
		store.At(tx.Now), row.ID, row.Attempts, []state{queued, retrying})
	return written.RowsAffected == 1, written.Error
}

// SendingsOf returns what was sent about an intervention, newest first.
func (s *Service) SendingsOf(ctx context.Context, interventionID string) ([]interventions.Sending, error) {
	var rows []sending
	err := s.Store.Read(ctx).Where("intervention_id = ?", interventionID).Order("created_at DESC, id DESC").Limit(200).Find(&rows).Error
	views := make([]interventions.Sending, 0, len(rows))
	for _, row := range rows {
		views = append(views, row.view())
	}
	return views, err
}

func (r *sending) view() interventions.Sending {
	view := interventions.Sending{
		ID: r.ID, Purpose: string(r.Purpose), Channel: r.Channel, Recipient: r.Recipient, State: string(r.State),
		Attempts: r.Attempts, NextAttemptAt: r.NextAttemptAt.OrNil(), CreatedAt: r.CreatedAt.Time, FinishedAt: r.FinishedAt.OrNil(),
	}
	if r.Reason != "" {
		reason := string(r.Reason)
		view.Reason = &reason
	}
	return view
}

// caughtMail is a mail that stayed in the box.
type caughtMail struct {
	ID        string `gorm:"primaryKey"`
	MessageID string
	Recipient string
	Subject   string
	Source    []byte
	CreatedAt store.Time
}

func (caughtMail) TableName() string { return "caught_mails" }

// caughtShown is how many caught mails a list shows.
const caughtShown = 200

func caughtMails(ctx context.Context, st *store.Store) ([]caughtMail, error) {
	var mails []caughtMail
	err := st.Read(ctx).Omit("source").Order("created_at DESC, id DESC").Limit(caughtShown).Find(&mails).Error
	return mails, err
}

func caught(ctx context.Context, st *store.Store, id string) (*caughtMail, error) {
	var mail caughtMail
	err := st.Read(ctx).Where("id = ?", id).Take(&mail).Error
	if store.NotFound(err) {
		return nil, nil
	}
	return &mail, err
}
