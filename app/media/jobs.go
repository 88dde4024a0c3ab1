package media

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"gorm.io/gorm/clause"

	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/web"
	"fleetbox/jobs"
)

const (
	processJob = "media.process" // probe, repack, posters, photo sizes: seconds
	convertJob = "media.convert" // the final form of a video: minutes
	purgeJob   = "media.purge"   // ends the day in which a deleted file can be restored
	removeJob  = "media.remove"  // deletes files of rows that are gone

	quickQueue = "media"
	slowQueue  = "conversions"
)

// Queues says how many of the jobs of this package run at once, for the queue's options. Long
// conversions have a queue of their own, so that a new photo or video never waits behind them.
func Queues(conversions int) map[string]int {
	return map[string]int{quickQueue: 2, slowQueue: max(1, conversions)}
}

// Handle mounts the background work.
func (s *Service) Handle(q *jobs.Queue) {
	const year = 365 * 24 * time.Hour
	// A missing ffmpeg is looked for again and again, however long it takes.
	q.Handle(processJob, jobs.Spec{Queue: quickQueue, Timeout: 10 * time.Minute, Retry: s.retry, GiveUpAfter: year}, s.runProcess)
	q.Handle(convertJob, jobs.Spec{Queue: slowQueue, Timeout: 12 * time.Hour, Retry: s.retry, GiveUpAfter: year}, s.runConvert)
	q.Handle(purgeJob, jobs.Spec{}, s.runPurge)
	q.Handle(removeJob, jobs.Spec{GiveUpAfter: year}, s.runRemove)
	q.Schedule("media: sweep", jobs.Cron("30 3 * * *"), s.Sweep)
	q.Schedule("media: sweep after the start", jobs.AfterStart(10*time.Minute), s.Sweep) // many boxes are off at night
}

type reference struct {
	ID string `json:"id"`
}

// output is a file that was made and lies in a working folder.
type output struct {
	variant       Variant
	path, mime    string
	width, height int
	revision      int // at least
}

// mostFalls is how often a file is tried that makes ffmpeg fall over or take for ever.
const mostFalls = 3

// runProcess prepares a file as far as that is quick. It may be run again at any point.
func (s *Service) runProcess(ctx context.Context, task jobs.Task) error {
	return s.prepare(ctx, task, func(f *file, dir string) error {
		if f.Kind == Photo {
			return s.processPhoto(ctx, f.ID, dir)
		}
		return s.processVideo(ctx, f, dir)
	})
}

// runConvert makes the final form of a video.
func (s *Service) runConvert(ctx context.Context, task jobs.Task) error {
	return s.prepare(ctx, task, func(f *file, dir string) error { return s.convertVideo(ctx, f, dir) })
}

// prepare runs work on the file that a task names, in a folder of its own, and says in the file's row what came of it.
func (s *Service) prepare(ctx context.Context, task jobs.Task, work func(*file, string) error) error {
	var ref reference
	if err := task.Decode(&ref); err != nil {
		return err
	}
	f, err := load(s.store.Read(ctx), ref.ID)
	if err != nil || f.State == Failed {
		return ignoreGone(err)
	}
	dir, err := os.MkdirTemp(s.work(), "")
	if err != nil {
		return s.explain(ctx, f, task, err)
	}
	err = work(f, dir)
	_ = os.RemoveAll(dir) // before anything is written down: on a full disk it is the only room there is
	return s.explain(ctx, f, task, err)
}

// explain writes down why a file is not prepared: for now, or for good.
func (s *Service) explain(ctx context.Context, f *file, task jobs.Task, err error) error {
	if err == nil || ctx.Err() != nil {
		return err
	}
	code := reasonOf(err)
	if store.DiskFull(err) || s.crowded(f) {
		code = NoRoom
	}
	slog.Warn("media not prepared", "media", f.ID, "job", task.Kind, "attempt", task.Attempt, "reason", code, "error", err)
	if passing(code) {
		return errors.Join(err, s.settle(ctx, f.ID, Processing, code))
	}
	if !lasting(code) {
		if falls, countErr := s.countFall(ctx, f.ID); countErr != nil || falls < mostFalls {
			return errors.Join(err, countErr)
		}
	}
	return s.settle(ctx, f.ID, Failed, code)
}

// countFall counts with the file, because attempts that only found no ffmpeg or no room are none.
func (s *Service) countFall(ctx context.Context, id string) (falls int, err error) {
	err = s.store.Write(ctx, func(tx *store.Tx) error {
		return tx.Raw("UPDATE media SET falls = falls + 1 WHERE id = ? RETURNING falls", id).Scan(&falls).Error
	})
	return falls, err
}

// passing tells whether a file waits for something that has nothing to do with it.
func passing(code string) bool { return code == FFmpegMissing || code == FFmpegOld || code == NoRoom }

// lasting tells whether another attempt would end in the same way.
func lasting(code string) bool {
	return slices.Contains([]string{CannotBeRead, TooManyPixels, HEICUnreadable, VideoTooLong, VideoTotal}, code)
}

// settle writes state and problem of a file that is not ready; one that can be shown already stays so.
func (s *Service) settle(ctx context.Context, id string, state State, code string) error {
	return s.store.Write(ctx, func(tx *store.Tx) error {
		f, err := load(tx.DB, id)
		if err != nil || f.State != Processing || (f.State == state && f.Problem == code) {
			return ignoreGone(err)
		}
		if err := tx.Exec("UPDATE media SET state = ?, problem = ? WHERE id = ?", state, code, id).Error; err != nil {
			return err
		}
		return s.guard.MediaChanged(tx, f.InterventionID, web.System(), "", nil)
	})
}

func (s *Service) processVideo(ctx context.Context, f *file, dir string) error {
	path := s.original(f.ID)
	c, err := s.examine(ctx, f, path, dir)
	if err != nil {
		return err
	}
	if err := s.withinLimits(ctx, f, c); err != nil {
		return err
	}
	made, cut, err := s.instant(ctx, f, path, dir, c)
	if err != nil {
		return err
	}
	err = s.keep(ctx, f.ID, made, func(tx *store.Tx, f *file) error {
		ms := c.duration.Milliseconds()
		f.Width, f.Height, f.DurationMS = &c.width, &c.height, &ms
		if len(made) > 0 {
			f.State, f.Problem = Ready, cut
		} else if f.State == Processing {
			f.Problem = ""
		}
		_, err := jobs.Enqueue(tx, jobs.Job{Kind: convertJob, Payload: reference{f.ID}, Key: convertJob + ":" + f.ID})
		return err
	})
	if err != nil {
		return err
	}
	return s.addPosters(ctx, f, path, dir, c)
}

// instant repacks a video that phones can play as it is, so that it can be watched at once.
func (s *Service) instant(ctx context.Context, f *file, path, dir string, c clip) (made []output, cut string, err error) {
	if f.State != Processing || !c.playsOnPhones() {
		return nil, "", nil
	}
	repacked, err := s.repack(ctx, path, dir, c)
	if err != nil && !passing(reasonOf(err)) && ctx.Err() == nil && !s.crowded(f) {
		slog.Warn("video cannot be repacked, it waits for its conversion", "media", f.ID, "error", err)
		return nil, "", nil
	}
	if err != nil {
		return nil, "", err
	}
	cut, err = s.lengthProblem(ctx, f, repacked.path, c)
	return []output{repacked}, cut, err
}

// lengthProblem compares what was made of a video with what the video had announced.
func (s *Service) lengthProblem(ctx context.Context, f *file, path string, c clip) (string, error) {
	got, err := s.probe(ctx, path)
	if err != nil || !endsEarly(c.duration, got.duration) {
		return "", err
	}
	if s.crowded(f) {
		return "", &trouble{NoRoom, errors.New("what was made is too short")}
	}
	return CutShort, nil
}

// addPosters makes the pictures that stand for a video. A video without them is still worth having.
func (s *Service) addPosters(ctx context.Context, f *file, path, dir string, c clip) error {
	if _, err := renditionOf(s.store.Read(ctx), f.ID, Poster); err == nil {
		return nil
	}
	made, err := s.posters(ctx, path, dir, c)
	if err != nil && (passing(reasonOf(err)) || ctx.Err() != nil) {
		return err
	}
	if err != nil {
		slog.Warn("no poster", "media", f.ID, "error", err)
		return nil
	}
	return s.keep(ctx, f.ID, made, func(*store.Tx, *file) error { return nil })
}

func (s *Service) withinLimits(ctx context.Context, f *file, c clip) error {
	limits, err := s.options.Limits(ctx)
	if err != nil {
		return err
	}
	if c.duration > limits.Video+containersRound {
		return &trouble{VideoTooLong, fmt.Errorf("%s", c.duration)}
	}
	others, err := used(s.store.Read(ctx), f.InterventionID, f.ID)
	if err != nil {
		return err
	}
	if total := time.Duration(others.VideoMS)*time.Millisecond + c.duration; total > limits.VideoTotal+5*containersRound {
		return &trouble{VideoTotal, fmt.Errorf("%s", total)}
	}
	return nil
}

func (s *Service) convertVideo(ctx context.Context, f *file, dir string) error {
	if now, err := renditionOf(s.store.Read(ctx), f.ID, VideoStream); err == nil && now.Revision >= videoFinal {
		return nil
	}
	path := s.original(f.ID)
	c, err := s.examine(ctx, f, path, dir)
	if err != nil {
		return err
	}
	limits, err := s.options.Limits(ctx)
	if err != nil {
		return err
	}
	recoded, err := s.recode(ctx, path, dir, c, limits.Video+2*containersRound)
	if err != nil {
		return err
	}
	cut, err := s.lengthProblem(ctx, f, recoded.path, c)
	if err != nil {
		return err
	}
	return s.keep(ctx, f.ID, []output{recoded}, func(_ *store.Tx, f *file) error {
		f.State, f.Problem = Ready, cut
		return nil
	})
}

// keep brings what was made to its place and writes what it means, in one transaction. A file that
// was removed meanwhile for ever takes what was made of it along.
func (s *Service) keep(ctx context.Context, id string, made []output, change func(*store.Tx, *file) error) error {
	before, err := renditionsOf(s.store.Read(ctx), id)
	if err != nil {
		return err
	}
	rows := make([]rendition, 0, len(made))
	var replaced []string
	for _, o := range made {
		row := rendition{MediaID: id, Variant: o.variant, MIME: o.mime, Width: o.width, Height: o.height, Revision: max(1, o.revision)}
		for _, old := range before[id] {
			if old.Variant == o.variant {
				row.Revision = max(row.Revision, old.Revision+1)
				replaced = append(replaced, filepath.Join(s.place(id), old.File))
			}
		}
		row.File = renditionFile(o.variant, row.Revision, ending(o.path))
		if row.Size, err = s.moveMade(o.path, filepath.Join(s.place(id), row.File)); err != nil {
			return err
		}
		rows = append(rows, row)
	}
	if err := syncFolder(s.place(id)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	gone := false
	err = s.store.Write(ctx, func(tx *store.Tx) error {
		f, err := load(tx.DB, id)
		if err != nil {
			gone = ignoreGone(err) == nil
			return err
		}
		return s.keepRows(tx, f, rows, replaced, change)
	})
	if gone {
		return os.RemoveAll(s.place(id))
	}
	return err
}

func (s *Service) keepRows(tx *store.Tx, f *file, rows []rendition, replaced []string, change func(*store.Tx, *file) error) error {
	if len(rows) > 0 {
		if err := tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&rows).Error; err != nil {
			return err
		}
	}
	if err := change(tx, f); err != nil {
		return err
	}
	err := tx.Model(&file{}).Where("id = ?", f.ID).Updates(map[string]any{
		"state": f.State, "problem": f.Problem, "width": f.Width, "height": f.Height, "duration_ms": f.DurationMS, "falls": 0,
	}).Error
	if err != nil {
		return err
	}
	if len(replaced) > 0 {
		// Whoever is watching the one before may finish it.
		if err := s.removeLater(tx, kept, replaced...); err != nil {
			return err
		}
	}
	return s.guard.MediaChanged(tx, f.InterventionID, web.System(), "", nil)
}

// moveMade makes a file safe on the disk, gives it its name and returns its size.
func (s *Service) moveMade(from, to string) (int64, error) {
	f, err := os.Open(from)
	if err != nil {
		return 0, err
	}
	info, err := f.Stat()
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		return 0, err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return 0, err
	}
	return info.Size(), os.Rename(from, to)
}

func ignoreGone(err error) error {
	if problem.Is(err, "not_found") {
		return nil
	}
	return err
}
