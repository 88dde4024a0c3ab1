package interventions

import (
	"context"

	"fleetbox/app/store"
	"fleetbox/app/web"
)

// MayAddMedia tells whether the actor may add files to an intervention. A phone may deliver what
// it filmed before the office sent or closed the file, or took the file's mode from the phone that
// wrote it; nothing that was finished is turned away.
func (s *Service) MayAddMedia(tx *store.Tx, actor web.Actor, id string) error {
	in, err := load(tx.DB, id)
	if err != nil {
		return err
	}
	if actor.Kind == web.ByDevice && in.DeviceID != nil && *in.DeviceID == actor.ID {
		return nil
	}
	if err := mayIn(actor, in.Mode); err != nil || actor.Kind == web.ByDevice {
		return err
	}
	_, err = in.Status.After(Edit, "")
	return err
}

// MayChangeMedia tells whether the actor may change, hide or remove files of an intervention: until
// the customer has answered, since a video may arrive after the file was sent and must be seen to.
func (s *Service) MayChangeMedia(tx *store.Tx, actor web.Actor, id string) error {
	in, err := forActor(tx.DB, actor, id)
	if err != nil {
		return err
	}
	if in.Status == Sent || in.Status == Read {
		return nil
	}
	_, err = in.Status.After(Edit, "")
	return err
}

// ShowsNewMedia tells whether what arrives now may be shown to the customer. What comes after the
// answer may not: the customer decided without it.
func (s *Service) ShowsNewMedia(tx *store.Tx, id string) (bool, error) {
	in, err := load(tx.DB, id)
	if err != nil {
		return false, err
	}
	return in.Status != Answered && in.Status != Closed, nil
}

// HasWork tells whether a work is one of an intervention's.
func (s *Service) HasWork(tx *store.Tx, id, workID string) (bool, error) {
	var n int64
	err := tx.Table("works").Where("id = ? AND intervention_id = ?", workID, id).Count(&n).Error
	return n > 0, err
}

// MayReadMedia tells whether the actor may see an intervention's files.
func (s *Service) MayReadMedia(ctx context.Context, actor web.Actor, id string) error {
	_, err := s.GetFor(ctx, actor, id)
	return err
}

// MediaChanged counts the files anew, writes a history line unless kind is empty, and tells open screens.
func (s *Service) MediaChanged(tx *store.Tx, id string, actor web.Actor, kind string, data map[string]any) error {
	if err := s.countMedia(tx, id); err != nil {
		return err
	}
	if kind == "" {
		return tx.Announce("intervention", id)
	}
	return s.Record(tx, id, kind, actor, data)
}

func (s *Service) countMedia(tx *store.Tx, id string) error {
	return tx.Exec(`UPDATE interventions SET
		photo_count = (SELECT count(*) FROM media WHERE intervention_id = @id AND kind = 'photo' AND deleted_at IS NULL),
		video_count = (SELECT count(*) FROM media WHERE intervention_id = @id AND kind = 'video' AND deleted_at IS NULL),
		poster_id = (SELECT m.id FROM media m JOIN media_renditions r ON r.media_id = m.id AND r.variant = 'small'
			WHERE m.intervention_id = @id AND m.deleted_at IS NULL AND m.purpose = 'customer' ORDER BY m.position, m.id LIMIT 1)
		WHERE id = @id`, map[string]any{"id": id}).Error
}
