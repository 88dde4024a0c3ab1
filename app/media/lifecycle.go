package media

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"fleetbox/app/store"
	"fleetbox/jobs"
)

// Delete removes all files of an intervention for ever: the rows with tx, what lies on the disk after it.
func (s *Service) Delete(tx *store.Tx, interventionID string) error {
	var files, uploads []string
	err := errors.Join(
		tx.Raw("SELECT id FROM media WHERE intervention_id = ?", interventionID).Scan(&files).Error,
		tx.Raw("SELECT id FROM uploads WHERE intervention_id = ?", interventionID).Scan(&uploads).Error,
		tx.Exec("DELETE FROM uploads WHERE intervention_id = ?", interventionID).Error,
		tx.Exec("DELETE FROM media WHERE intervention_id = ?", interventionID).Error,
	)
	if err != nil {
		return err
	}
	paths := make([]string, 0, len(files)+len(uploads))
	for _, id := range files {
		paths = append(paths, s.place(id))
	}
	for _, id := range uploads {
		paths = append(paths, s.incomingFile(id))
	}
	return s.removeLater(tx, 0, paths...)
}

// removal names what a job removes, below the folder of the media: the data folder may be moved.
type removal struct {
	Paths []string `json:"paths"`
}

func (s *Service) removeLater(tx *store.Tx, after time.Duration, paths ...string) error {
	if len(paths) == 0 {
		return nil
	}
	r := removal{}
	for _, path := range paths {
		below, err := filepath.Rel(s.folder, path)
		if err != nil {
			return err
		}
		r.Paths = append(r.Paths, below)
	}
	_, err := jobs.Enqueue(tx, jobs.Job{Kind: removeJob, Payload: r, RunAt: tx.Now.Add(after)})
	return err
}

func (s *Service) runRemove(_ context.Context, task jobs.Task) error {
	var r removal
	if err := task.Decode(&r); err != nil {
		return err
	}
	for _, path := range r.Paths {
		if !filepath.IsLocal(path) || path == "." {
			return jobs.Permanent(errors.New("not below the media folder: " + path))
		}
		if err := os.RemoveAll(filepath.Join(s.folder, path)); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) purgeLater(tx *store.Tx, id string) error {
	_, err := jobs.Enqueue(tx, jobs.Job{Kind: purgeJob, Payload: reference{id}, RunAt: tx.Now.Add(kept)})
	return err
}

// runPurge removes a deleted file for ever, unless it was restored, or deleted again since.
func (s *Service) runPurge(ctx context.Context, task jobs.Task) error {
	var ref reference
	if err := task.Decode(&ref); err != nil {
		return err
	}
	purged := false
	err := s.store.Write(ctx, func(tx *store.Tx) error {
		f, err := load(tx.DB, ref.ID)
		if err != nil || f.DeletedAt == nil || f.DeletedAt.After(tx.Now.Add(-kept)) {
			return ignoreGone(err)
		}
		purged = true
		return tx.Exec("DELETE FROM media WHERE id = ?", f.ID).Error
	})
	if err != nil || !purged {
		return err
	}
	return os.RemoveAll(s.place(ref.ID))
}

const (
	// strayAge is how old something must be before it is taken for left behind rather than on its way.
	strayAge = 6 * time.Hour
	// remembered is how long an upload whose file is gone is still confirmed to a phone that did not hear it.
	remembered = 90 * 24 * time.Hour
)

// Sweep removes what nobody will ask for: expired uploads, files without a row, working folders of a
// box that died. It may run at any time.
func (s *Service) Sweep(ctx context.Context) error {
	return errors.Join(s.sweepUploads(ctx), s.sweepIncoming(ctx), s.sweepFolders(ctx), s.sweepWork())
}

func (s *Service) sweepUploads(ctx context.Context) error {
	var expired []upload
	now := store.At(s.store.Now())
	err := s.store.Read(ctx).Where("finished_at IS NULL AND expires_at < ?", now).Limit(1000).Find(&expired).Error
	if err != nil {
		return err
	}
	for _, u := range expired {
		hold, other := s.locks.try(u.ID, nil)
		if other != nil {
			continue
		}
		err := s.drop(ctx, &u)
		hold.release()
		if err != nil {
			return err
		}
	}
	return s.store.Write(ctx, func(tx *store.Tx) error {
		return tx.Exec("DELETE FROM uploads WHERE finished_at < ? AND media_id NOT IN (SELECT id FROM media)",
			store.At(tx.Now.Add(-remembered))).Error
	})
}

func (s *Service) sweepIncoming(ctx context.Context) error {
	return s.eachStray(s.incoming(), func(path, id string) error {
		if _, err := uploadByID(s.store.Read(ctx), id); ignoreGone(err) != nil || err == nil {
			return err
		}
		slog.Info("removing what was left of an upload", "upload", id)
		return os.Remove(path)
	})
}

func (s *Service) sweepFolders(ctx context.Context) error {
	shards, err := os.ReadDir(s.folder)
	if err != nil {
		return err
	}
	for _, shard := range shards {
		if len(shard.Name()) != 2 {
			continue
		}
		err := s.eachStray(filepath.Join(s.folder, shard.Name()), func(path, id string) error { return s.sweepFolder(ctx, path, id) })
		if err != nil {
			return err
		}
	}
	return nil
}

// sweepFolder removes a folder without a row. An upload whose finish was interrupted gets its bytes back.
func (s *Service) sweepFolder(ctx context.Context, path, id string) error {
	if _, err := load(s.store.Read(ctx), id); ignoreGone(err) != nil || err == nil {
		return err
	}
	var u upload
	err := s.store.Read(ctx).Where("media_id = ? AND finished_at IS NULL", id).Take(&u).Error
	if store.NotFound(err) {
		slog.Info("removing files without a row", "media", id)
		return os.RemoveAll(path)
	}
	if err != nil {
		return err
	}
	hold, other := s.locks.try(u.ID, nil)
	if other != nil {
		return nil
	}
	defer hold.release()
	return s.reconcile(&u)
}

func (s *Service) sweepWork() error {
	return s.eachStray(s.work(), func(path, _ string) error { return os.RemoveAll(path) })
}

// eachStray calls f for everything in a folder that has not been touched for some time.
func (s *Service) eachStray(folder string, f func(path, name string) error) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) || (err == nil && kernelTime().Sub(info.ModTime()) < strayAge) {
			continue
		}
		if err == nil {
			err = f(filepath.Join(folder, entry.Name()), entry.Name())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// crowded tells whether the disk has so little room that a failure to make something of a file says
// nothing about the file: what ffmpeg writes to a full disk can look like the end of a broken video.
func (s *Service) crowded(f *file) bool {
	free, err := s.free()
	return err == nil && free < f.Size+8<<20
}

// free is the room on the disk in bytes.
func (s *Service) free() (int64, error) {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(s.folder, &disk); err != nil {
		return 0, fmt.Errorf("free space: %w", err)
	}
	return int64(disk.Bavail) * disk.Bsize, nil //nolint:gosec // no disk has 2⁶³ blocks
}
