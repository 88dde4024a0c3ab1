package media

import (
	"context"
	"crypto/sha256"
	"encoding"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/web"
	"fleetbox/jobs"
)

// begin starts an upload, or returns the one that was begun for the same file: a phone that did
// not hear the answer asks again. Problems: those of the guard, media_exists (the identifier has
// other content), upload_too_large, photo_limit, video_limit, disk_full.
func (s *Service) begin(ctx context.Context, actor web.Actor, m metadata, size int64) (*upload, error) {
	if size > s.options.MaxUploadBytes {
		return nil, problem.New(problem.TooLarge, "upload_too_large", "limit", s.options.MaxUploadBytes>>20)
	}
	limits, err := s.options.Limits(ctx)
	if err != nil {
		return nil, err
	}
	var u *upload
	stale := ""
	err = s.store.Write(ctx, func(tx *store.Tx) error {
		if u, stale, err = s.begun(tx, m, size); err != nil {
			return err
		}
		if u != nil && u.Owner == ownerOf(actor) {
			return nil
		}
		if err := s.guard.MayAddMedia(tx, actor, m.Intervention); err != nil || u != nil {
			return err
		}
		if err := s.fits(tx, m, size, limits); err != nil {
			return err
		}
		u = &upload{
			ID: store.NewID(), InterventionID: m.Intervention, MediaID: m.ID, Owner: ownerOf(actor),
			Metadata: store.JSON[metadata]{V: m}, SHA256: m.SHA256, Size: size,
			CreatedAt: store.At(tx.Now), ExpiresAt: store.At(tx.Now.Add(s.options.UploadExpiry)),
		}
		return tx.Create(u)
	})
	if err != nil {
		return nil, err
	}
	if stale != "" {
		s.forget(s.incomingFile(stale))
	}
	return u, nil
}

// begun finds an upload of the same file. One that has expired is dropped and named as stale.
func (s *Service) begun(tx *store.Tx, m metadata, size int64) (u *upload, stale string, err error) {
	var found upload
	err = tx.Where("media_id = ?", m.ID).Take(&found).Error
	if store.NotFound(err) {
		_, err := load(tx.DB, m.ID)
		if err == nil {
			err = problem.New(problem.Conflict, "media_exists")
		} else if problem.Is(err, "not_found") {
			err = nil
		}
		return nil, "", err
	}
	if err != nil {
		return nil, "", err
	}
	if found.FinishedAt == nil && found.ExpiresAt.Before(tx.Now) {
		return nil, found.ID, dropUpload(tx, found.ID)
	}
	if found.SHA256 != m.SHA256 || found.Size != size || found.InterventionID != m.Intervention {
		return nil, "", problem.New(problem.Conflict, "media_exists")
	}
	return &found, "", nil
}

// fits tells whether the intervention and the disk have room for one more file.
func (s *Service) fits(tx *store.Tx, m metadata, size int64, limits Limits) error {
	if err := limits.allow(tx, m.Intervention, m.ID, m.Kind); err != nil {
		return err
	}
	free, err := s.free()
	if err == nil && free < size+reserve {
		err = problem.New(problem.Full, "disk_full")
	}
	return err
}

// allow tells whether an intervention may have one more file of a kind; id is that file's.
func (l Limits) allow(tx *store.Tx, intervention, id string, kind Kind) error {
	u, err := used(tx.DB, intervention, id)
	switch {
	case err != nil:
		return err
	case kind == Photo && u.Photos >= l.Photos:
		return problem.New(problem.Unfit, "photo_limit", "limit", l.Photos)
	case kind == Video && u.VideoMS >= l.VideoTotal.Milliseconds():
		return problem.New(problem.Unfit, "video_limit", "minutes", l.VideoTotal.Minutes())
	}
	return nil
}

// openUpload finds an upload for somebody who may continue it, and brings row and file together.
// Whoever began it may; so may anyone who may add files to the intervention, for a phone that was
// paired anew is another device. The caller holds the lock.
func (s *Service) openUpload(ctx context.Context, actor web.Actor, id string) (*upload, error) {
	u, err := uploadByID(s.store.Read(ctx), id)
	if err != nil {
		return nil, err
	}
	if err := s.mayContinue(ctx, actor, u); err != nil {
		return nil, err
	}
	if u.FinishedAt != nil {
		return u, nil
	}
	if u.ExpiresAt.Before(s.store.Now()) {
		return nil, problem.New(problem.Gone, "upload_expired")
	}
	return u, s.reconcile(u)
}

func (s *Service) mayContinue(ctx context.Context, actor web.Actor, u *upload) error {
	if u.Owner == ownerOf(actor) {
		return nil
	}
	if u.FinishedAt != nil {
		return s.guard.MayReadMedia(ctx, actor, u.InterventionID)
	}
	return s.store.Write(ctx, func(tx *store.Tx) error { return s.guard.MayAddMedia(tx, actor, u.InterventionID) })
}

// reconcile makes the row tell no more than the file holds. More in the file than in the row was
// never acknowledged and is cut off by whoever writes next.
func (s *Service) reconcile(u *upload) error {
	info, err := os.Stat(s.incomingFile(u.ID))
	if errors.Is(err, fs.ErrNotExist) {
		// The box may have died between moving the whole file to its place and telling so.
		err = s.moveBack(u)
		if errors.Is(err, fs.ErrNotExist) {
			u.Received, u.HashState = 0, nil
			return nil
		}
		if err == nil {
			info, err = os.Stat(s.incomingFile(u.ID))
		}
	}
	if err != nil {
		return err
	}
	if info.Size() < u.Received {
		slog.Error("an upload's file has lost bytes", "upload", u.ID, "row", u.Received, "file", info.Size())
		u.Received, u.HashState = info.Size(), nil
	}
	return nil
}

// status returns an upload as it stands. One whose last byte is there and that was not finished, because
// the box died or the disk was full, is finished now.
func (s *Service) status(ctx context.Context, actor web.Actor, id string) (*upload, error) {
	hold, err := s.locks.take(ctx, id, nil)
	if err != nil {
		return nil, err
	}
	defer hold.release()
	u, err := s.openUpload(ctx, actor, id)
	if err != nil || u.FinishedAt != nil || u.Received < u.Size {
		return u, err
	}
	sum, err := s.resumeHash(u)
	if err != nil {
		return nil, err
	}
	return u, s.finish(ctx, actor, u, sum)
}

// add writes what body brings at offset. What arrived before the line was cut counts. Problems:
// upload_offset, chunk_mismatch, upload_stalled, disk_full, and those of finish after the last byte.
func (s *Service) add(ctx context.Context, actor web.Actor, id string, offset int64, body body) (*upload, error) {
	hold, err := s.locks.take(ctx, id, body.interrupt)
	if err != nil {
		return nil, err
	}
	defer hold.release()
	u, err := s.openUpload(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	if offset != u.Received && (u.FinishedAt == nil || offset != u.Size) {
		return nil, problem.New(problem.Conflict, "upload_offset")
	}
	if u.FinishedAt != nil {
		return u, nil
	}
	if body.length > u.Size-u.Received {
		return nil, problem.New(problem.TooLarge, "too_large")
	}
	return u, s.addTo(ctx, actor, u, hold, body)
}

// EndUploads lets open requests keep what has arrived and end, so that a shutdown need not wait for slow senders: they
// come back by themselves.
func (s *Service) EndUploads() { s.locks.end() }

func (s *Service) addTo(ctx context.Context, actor web.Actor, u *upload, hold *hold, body body) error {
	sum, err := s.resumeHash(u)
	if err != nil {
		return err
	}
	// Whoever hung up is past caring, but what they sent is not: from here on it is brought to its end.
	ctx = context.WithoutCancel(ctx)
	received, readErr, err := s.write(u, sum, hold, body)
	if err != nil {
		return err
	}
	if received == 0 && readErr != nil {
		return stalled(readErr)
	}
	u.Received += received
	u.ExpiresAt = store.At(s.store.Now().Add(s.options.UploadExpiry))
	if u.Received == u.Size {
		return s.finish(ctx, actor, u, sum)
	}
	if err := s.note(ctx, u, sum); err != nil {
		return err
	}
	return stalled(readErr)
}

// write appends body to the upload's file and makes it safe on the disk. What fails on the way to the
// disk is taken back; what fails on the way to the box is told apart, and what came before it stays.
func (s *Service) write(u *upload, sum hash.Hash, hold *hold, body body) (received int64, readErr, err error) {
	f, err := os.OpenFile(s.incomingFile(u.ID), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return 0, nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	takeBack := func(cause error) error { return errors.Join(cause, f.Truncate(u.Received)) }
	if err := f.Truncate(u.Received); err != nil {
		return 0, nil, err
	}
	if _, err := f.Seek(u.Received, io.SeekStart); err != nil {
		return 0, nil, err
	}
	received, readErr, err = pour(f, body, u.Size-u.Received, sum, hold)
	if err != nil {
		return 0, nil, takeBack(err)
	}
	if readErr == nil && !body.matches() {
		return 0, nil, takeBack(problem.New(problem.Checksum, "chunk_mismatch"))
	}
	if err := f.Sync(); err != nil {
		return 0, nil, takeBack(err)
	}
	if u.Received == 0 {
		err = syncFolder(s.incoming())
	}
	return received, readErr, err
}

// note writes how far an upload is. When even that finds no room, what was not acknowledged gives up its own.
func (s *Service) note(ctx context.Context, u *upload, sum hash.Hash) error {
	if state, ok := sum.(encoding.BinaryMarshaler); ok { // without it the bytes are read again
		var err error
		if u.HashState, err = state.MarshalBinary(); err != nil {
			return err
		}
	}
	err := s.store.Write(ctx, func(tx *store.Tx) error { return saveProgress(tx, u) })
	if err == nil {
		return nil
	}
	before, readErr := uploadByID(s.store.Read(ctx), u.ID)
	if readErr != nil {
		return errors.Join(err, readErr)
	}
	return errors.Join(err, os.Truncate(s.incomingFile(u.ID), before.Received))
}

// resumeHash returns the sum over what was received. The row keeps its state, so that a resume reads nothing again.
func (s *Service) resumeHash(u *upload) (hash.Hash, error) {
	sum := sha256.New()
	if u.Received == 0 {
		return sum, nil
	}
	state, ok := sum.(encoding.BinaryUnmarshaler)
	if ok && len(u.HashState) > 0 && state.UnmarshalBinary(u.HashState) == nil {
		return sum, nil
	}
	f, err := os.Open(s.incomingFile(u.ID))
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	sum.Reset()
	_, err = io.CopyN(sum, f, u.Received)
	return sum, err
}

// finish turns a complete upload into a file of its intervention. Whatever happens on the way, the
// bytes are either an upload that can be finished again or a file with its row.
// Problems: checksum_mismatch, the bytes are not those that were announced, and the upload is gone; photo_limit and
// video_limit when it was announced as something else.
func (s *Service) finish(ctx context.Context, actor web.Actor, u *upload, sum hash.Hash) error {
	if hex.EncodeToString(sum.Sum(nil)) != u.SHA256 {
		if err := s.drop(ctx, u); err != nil {
			return err
		}
		return problem.New(problem.Checksum, "checksum_mismatch")
	}
	if u.Size == 0 {
		if err := os.WriteFile(s.incomingFile(u.ID), nil, 0o600); err != nil {
			return err
		}
	}
	if err := s.moveIn(u); err != nil {
		return errors.Join(err, s.note(ctx, u, sum))
	}
	err := s.take(ctx, actor, u)
	if err == nil {
		return nil
	}
	u.FinishedAt = nil
	return errors.Join(err, s.moveBack(u), s.note(ctx, u, sum))
}

// take makes what was moved in a file of its intervention.
func (s *Service) take(ctx context.Context, actor web.Actor, u *upload) error {
	f, err := s.describe(u)
	if err != nil {
		return err
	}
	limits, err := s.options.Limits(ctx)
	if err != nil {
		return err
	}
	return s.store.Write(ctx, func(tx *store.Tx) error {
		if f.Kind != u.Metadata.V.Kind { // there was room for what it was announced as
			if err := limits.allow(tx, u.InterventionID, f.ID, f.Kind); err != nil {
				return err
			}
		}
		return s.accept(tx, actor, u, f)
	})
}

// accept writes everything that a finished upload means.
func (s *Service) accept(tx *store.Tx, actor web.Actor, u *upload, f *file) error {
	if _, err := uploadByID(tx.DB, u.ID); err != nil {
		return err // the intervention was deleted meanwhile
	}
	if err := s.guard.MayAddMedia(tx, actor, u.InterventionID); err != nil {
		return err
	}
	shown, err := s.guard.ShowsNewMedia(tx, u.InterventionID)
	if err != nil {
		return err
	}
	f.Public = f.Public && shown
	if known, err := s.hasWork(tx, f, f.WorkID); err != nil {
		return err
	} else if !known { // the work was deleted while the file was on its way: the file is kept all the same
		f.WorkID = nil
	}
	f.TakenBy, f.CreatedAt = ownerOf(actor), store.At(tx.Now)
	if u.Metadata.V.Position == nil {
		position, err := nextPosition(tx, u.InterventionID)
		if err != nil {
			return err
		}
		f.Position = position
	}
	if err := tx.Create(f); err != nil {
		return err
	}
	finished := store.At(tx.Now)
	u.FinishedAt, u.Received, u.HashState = &finished, u.Size, nil
	if err := saveProgress(tx, u); err != nil {
		return err
	}
	if f.State == Processing {
		if _, err := jobs.Enqueue(tx, jobs.Job{Kind: processJob, Payload: reference{f.ID}}); err != nil {
			return err
		}
	}
	return s.guard.MediaChanged(tx, u.InterventionID, actor, "media_added", f.historyData())
}

// describe says what arrived: by its content, never by its name.
func (s *Service) describe(u *upload) (*file, error) {
	m := u.Metadata.V
	found, err := sniff(s.original(u.MediaID), m.Kind)
	if err != nil {
		return nil, err
	}
	f := &file{
		ID: u.MediaID, InterventionID: u.InterventionID, Kind: found.kind, Purpose: m.Purpose,
		Public: m.Public && m.Purpose == ForCustomer, State: Processing, Problem: found.problem,
		Name: cleanName(m.Filename, u.MediaID), MIME: found.mime, Size: u.Size, SHA256: u.SHA256,
	}
	if m.Work != "" {
		f.WorkID = &m.Work
	}
	if m.Position != nil {
		f.Position = *m.Position
	}
	if found.problem != "" {
		f.State = Failed
	} else if found.kind == Document {
		f.State = Ready
	}
	return f, nil
}

// moveIn brings a complete upload to its place. The disk has it there before any row says so.
func (s *Service) moveIn(u *upload) error {
	place := s.place(u.MediaID)
	if err := os.MkdirAll(place, 0o700); err != nil {
		return err
	}
	if err := os.Rename(s.incomingFile(u.ID), s.original(u.MediaID)); err != nil {
		return err
	}
	return errors.Join(syncFolder(place), syncFolder(filepath.Dir(place)), syncFolder(s.folder))
}

// moveBack undoes moveIn.
func (s *Service) moveBack(u *upload) error {
	if err := os.Rename(s.original(u.MediaID), s.incomingFile(u.ID)); err != nil {
		return err
	}
	_ = os.Remove(s.place(u.MediaID))
	return syncFolder(s.incoming())
}

// terminate ends an upload that is not wanted any more.
func (s *Service) terminate(ctx context.Context, actor web.Actor, id string) error {
	hold, err := s.locks.take(ctx, id, nil)
	if err != nil {
		return err
	}
	defer hold.release()
	u, err := s.openUpload(ctx, actor, id)
	if err != nil {
		return err
	}
	if u.FinishedAt != nil {
		return problem.New(problem.Gone, "upload_finished")
	}
	return s.drop(ctx, u)
}

// drop removes an upload, the row first: a file without a row is swept away, a row without its file would lie.
func (s *Service) drop(ctx context.Context, u *upload) error {
	if err := s.store.Write(ctx, func(tx *store.Tx) error { return dropUpload(tx, u.ID) }); err != nil {
		return err
	}
	s.forget(s.incomingFile(u.ID))
	return nil
}

// forget removes a file that no row knows. What stays in spite of it is found by the next sweep.
func (s *Service) forget(path string) {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		slog.Warn("a file that is not needed any more stays", "file", path, "error", err)
	}
}

func stalled(cause error) error {
	if cause == nil {
		return nil
	}
	return problem.New(problem.Unavailable, "upload_stalled").Because(cause)
}

// syncFolder makes names in a folder safe on the disk.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
