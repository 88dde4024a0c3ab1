package media

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"fleetbox/app/store"
	"fleetbox/jobs"
)

// Copies are copies of an intervention's files that lie in their places and have no rows yet. They
// become files with Write or go with Discard; what a crash leaves is swept away.
type Copies struct {
	service *Service
	files   []copied
}

type copied struct {
	file       file // as it will be, but for its intervention and work
	renditions []rendition
}

// PrepareCopies copies the files of an intervention on the disk, which holds nobody up: it needs no
// transaction. The copies share the disk's blocks with what they are copies of. What was filmed for
// the office alone stays where it is.
func (s *Service) PrepareCopies(ctx context.Context, from string) (*Copies, error) {
	files, err := filesOf(s.store.Read(ctx), from)
	if err != nil {
		return nil, err
	}
	ids := make([]string, 0, len(files))
	for _, f := range files {
		ids = append(ids, f.ID)
	}
	made, err := renditionsOf(s.store.Read(ctx), ids...)
	if err != nil {
		return nil, err
	}
	c := &Copies{service: s}
	for _, f := range files {
		if f.Purpose == ForInternalMessage {
			continue
		}
		if err := c.add(f, made[f.ID]); err != nil {
			c.Discard()
			return nil, err
		}
	}
	return c, nil
}

func (c *Copies) add(f file, rows []rendition) error {
	source := f.ID
	f.ID = store.NewID()
	names := []string{string(Original)}
	for i := range rows {
		rows[i].MediaID = f.ID
		names = append(names, rows[i].File)
	}
	c.files = append(c.files, copied{f, rows})
	return c.service.link(source, f.ID, names)
}

// Write makes the copies files of an intervention. works maps the works of the one that was copied to
// those of this one. When the transaction fails, Discard is still to be called.
func (c *Copies) Write(tx *store.Tx, to string, works map[string]string) error {
	for _, made := range c.files {
		f := made.file
		f.InterventionID, f.CreatedAt = to, store.At(tx.Now)
		if f.WorkID != nil {
			if work, found := works[*f.WorkID]; found {
				f.WorkID = &work
			} else {
				f.WorkID = nil
			}
		}
		if err := tx.Create(&f); err != nil {
			return err
		}
		if len(made.renditions) > 0 {
			if err := tx.Create(&made.renditions); err != nil {
				return err
			}
		}
		if made.finished() {
			continue
		}
		if _, err := jobs.Enqueue(tx, jobs.Job{Kind: processJob, Payload: reference{f.ID}}); err != nil {
			return err
		}
	}
	return nil
}

// finished tells whether nothing more is to be made of the file.
func (c copied) finished() bool {
	if c.file.State == Processing {
		return false
	}
	if c.file.State == Failed || c.file.Kind != Video {
		return c.file.DrawnVersion == c.file.DrawingVersion
	}
	for _, r := range c.renditions {
		if r.Variant == VideoStream && r.Revision >= videoFinal {
			return true
		}
	}
	return false
}

// Discard removes the copies from the disk.
func (c *Copies) Discard() {
	for _, made := range c.files {
		if err := os.RemoveAll(c.service.place(made.file.ID)); err != nil {
			slog.Warn("a copy that is not needed stays until the next sweep", "media", made.file.ID, "error", err)
		}
	}
}

// link gives files of one folder a second name in another.
func (s *Service) link(source, target string, names []string) error {
	place := s.place(target)
	if err := os.MkdirAll(place, 0o700); err != nil {
		return err
	}
	for _, name := range names {
		if err := linkOrCopy(filepath.Join(s.place(source), name), filepath.Join(place, name)); err != nil {
			return err
		}
	}
	return errors.Join(syncFolder(place), syncFolder(filepath.Dir(place)), syncFolder(s.folder))
}

// linkOrCopy copies on disks that know no second names.
func linkOrCopy(from, to string) error {
	err := os.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrNotExist) || store.DiskFull(err) {
		return err
	}
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }()
	target, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = target.ReadFrom(source)
	return errors.Join(err, target.Sync(), target.Close())
}
