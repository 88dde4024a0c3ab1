// Package media keeps what phones film and the office adds: it receives files so that a cut line
// costs nothing, keeps every original untouched, makes what customers and screens can show of it,
// and serves both.
//
// A file lives in the folder media/<two characters>/<id>/ of the data folder: "original", and its
// renditions as <variant>-<revision>.<ext>. A row exists only for a file that is on the disk; a
// file without a row is swept away.
package media

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/web"
	"fleetbox/jobs"
)

// Kind is what a file is, as its content says; its name is never asked.
type Kind string

// The kinds.
const (
	Photo    Kind = "photo"
	Video    Kind = "video"
	Document Kind = "document"
)

// Purpose is what a file was added for.
type Purpose string

// The purposes. What is for the internal message is never public.
const (
	ForCustomer        Purpose = "customer"
	ForInternalMessage Purpose = "internal_message"
)

// State is how far a file is prepared.
type State string

// The states. A failed file keeps its original, which can be downloaded.
const (
	Processing State = "processing"
	Ready      State = "ready"
	Failed     State = "failed"
)

// Variant is one form in which a file is served.
type Variant string

// The variants. A photo has large, medium and small, and when something is drawn on it those with the drawing,
// drawn in full size and plain as it was; a video has video, poster and small; a document has its original only.
const (
	Original    Variant = "original"
	Large       Variant = "large"
	Medium      Variant = "medium"
	Small       Variant = "small"
	Poster      Variant = "poster"
	VideoStream Variant = "video"
	Drawn       Variant = "drawn"
	Plain       Variant = "plain"
)

// Codes that Media.Problem may hold; their texts stand below media.problem in the catalogues.
const (
	CannotBeRead   = "cannot_be_read"  // not a photo or video, or broken
	TooManyPixels  = "too_many_pixels" // a picture larger than any camera takes
	HEICUnreadable = "heic_unreadable" // a photo format that the installed ffmpeg does not know
	DocumentType   = "document_type"   // not one of the kinds of documents that are accepted
	VideoTooLong   = "video_too_long"  // longer than the dealership's limit for one video
	VideoTotal     = "video_total"     // more video in all than the limit of one intervention
	CutShort       = "cut_short"       // ready, but the file ends before its own announced end
	TookTooLong    = "took_too_long"   // ffmpeg was stopped
	Broke          = "broke"           // ffmpeg fell over
	FFmpegMissing  = "ffmpeg_missing"  // still processing: goes on when ffmpeg is back
	FFmpegOld      = "ffmpeg_old"      // still processing: goes on with a newer ffmpeg
	NoRoom         = "no_room"         // still processing: goes on when the disk has room
)

// Limits is how much one intervention may hold (PH7).
type Limits struct {
	Photos     int
	Video      time.Duration // one video
	VideoTotal time.Duration // all videos of an intervention
}

// containersRound is by how much a file's own idea of its length may differ from what the camera counted.
const containersRound = time.Second

// Guard knows the interventions that files belong to: who may add, change or see them. A refusal is a problem.
type Guard interface {
	MayAddMedia(tx *store.Tx, actor web.Actor, interventionID string) error
	MayChangeMedia(tx *store.Tx, actor web.Actor, interventionID string) error
	MayReadMedia(ctx context.Context, actor web.Actor, interventionID string) error
	// ShowsNewMedia tells whether a file that arrives now may be public.
	ShowsNewMedia(tx *store.Tx, interventionID string) (bool, error)
	// HasWork tells whether a work is one of an intervention's.
	HasWork(tx *store.Tx, interventionID, workID string) (bool, error)
	// MediaChanged counts an intervention's files anew, writes a history line unless kind is empty,
	// and tells open screens.
	MediaChanged(tx *store.Tx, interventionID string, actor web.Actor, kind string, data map[string]any) error
}

// Options is what a service needs.
type Options struct {
	Store  *store.Store
	Secret []byte // the box's own; addresses of files are signed with it
	Limits func(context.Context) (Limits, error)
	// Paired fails for a device that has been shut out. A phone's addresses of files are good no longer than that.
	Paired func(ctx context.Context, device string) error

	FFmpeg, FFprobe string // a name to look for on PATH, or a path
	MaxUploadBytes  int64
	UploadExpiry    time.Duration // how long a cut upload can be continued
}

// Service carries out everything about files. Make it with New, then give it its Guard.
type Service struct {
	store   *store.Store
	guard   Guard
	options Options
	folder  string
	locks   locks
	caller  web.Authenticator // who asks for a file
	ffmpeg  *ffmpeg
	retry   func(failed int) time.Duration // of conversions

	photoTurn sync.Mutex // one photo is decoded at a time: a large one takes a few hundred megabytes
}

// reserve is what an upload must leave free on the disk, so that the database can always be written.
const reserve = 2 << 20

// New makes the service and its folders.
func New(o Options) (*Service, error) {
	s := &Service{
		store: o.Store, options: o, folder: filepath.Join(o.Store.Dir, "media"), locks: newLocks(),
		retry: jobs.Backoff(5*time.Second, time.Minute),
	}
	for _, dir := range []string{s.incoming(), s.work()} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("media folder: %w", err)
		}
	}
	// A file that a phone has forgotten must not lose its folder to a power cut.
	if err := errors.Join(syncFolder(s.folder), syncFolder(o.Store.Dir)); err != nil {
		return nil, fmt.Errorf("media folder: %w", err)
	}
	s.ffmpeg = newFFmpeg(o.FFmpeg, o.FFprobe, s.work(), o.Store.Now)
	return s, nil
}

// SetGuard names the guard. It must be called before anything is served.
func (s *Service) SetGuard(g Guard) { s.guard = g }

// Health says "ok", or in a word for logs and /healthz why videos are not prepared, as it was a few seconds ago.
func (s *Service) Health(ctx context.Context) string {
	if err := s.ffmpeg.health(ctx); err != nil {
		return reasonOf(err)
	}
	return "ok"
}

// incoming holds uploads that are not complete, each under its identifier. It lies beside the
// finished files so that an upload becomes a finished file by a rename.
func (s *Service) incoming() string { return filepath.Join(s.folder, "incoming") }

func (s *Service) incomingFile(uploadID string) string { return filepath.Join(s.incoming(), uploadID) }

// work holds the folders of running conversions.
func (s *Service) work() string { return filepath.Join(s.folder, "work") }

// place is the folder of a file. Identifiers begin with the time, so their ends spread better.
func (s *Service) place(id string) string {
	return filepath.Join(s.folder, id[len(id)-2:], id)
}

func (s *Service) original(id string) string { return filepath.Join(s.place(id), string(Original)) }

// View is a file as screens see it.
type View struct {
	ID         string    `json:"id"`
	Kind       Kind      `json:"kind" enum:"photo,video,document"`
	Purpose    Purpose   `json:"purpose" enum:"customer,internal_message"`
	Public     bool      `json:"public"`
	Position   int       `json:"position"`
	WorkID     *string   `json:"work_id" nullable:"true"`
	State      State     `json:"state" enum:"processing,ready,failed"`
	Problem    *string   `json:"problem" nullable:"true" doc:"Key of a text below media.problem"`
	Name       string    `json:"name"`
	Size       int64     `json:"size"`
	Width      *int      `json:"width" nullable:"true"`
	Height     *int      `json:"height" nullable:"true"`
	DurationMS *int64    `json:"duration_ms" nullable:"true"`
	SHA256     string    `json:"sha256"`
	CreatedAt  time.Time `json:"created_at"`
	URLs       URLs      `json:"urls"`
	Drawing    []Shape   `json:"drawing" nullable:"false" doc:"What is drawn on a photo; the forms with it follow"`
	// DrawingVersion is what a new drawing refers to.
	DrawingVersion int `json:"drawing_version"`
	// Revisions are those of the renditions that exist; a new one comes when a better rendition replaces the first.
	Revisions    map[Variant]int `json:"-"`
	WatchedShare *float64        `json:"watched_share" nullable:"true" doc:"How much of a video the customer has seen, 0 to 1"`
}

// URLs are the signed addresses of a file's forms.
type URLs struct {
	Original string  `json:"original"`
	Poster   *string `json:"poster" nullable:"true"`
	Small    *string `json:"small" nullable:"true"`
	Medium   *string `json:"medium" nullable:"true"`
	Large    *string `json:"large" nullable:"true"`
	Video    *string `json:"video" nullable:"true"`
	Drawn    *string `json:"drawn" nullable:"true" doc:"A photo in full size with what is drawn on it"`
	Plain    *string `json:"plain" nullable:"true" doc:"As large, without what is drawn on it"`
}

// ForCustomers tells whether customers may see the file.
func (v View) ForCustomers() bool { return v.Public && v.Purpose == ForCustomer }

// Shown tells whether customers see the file by now: it is for them, and the forms in which they see it exist.
func (v View) Shown() bool {
	if !v.ForCustomers() {
		return false
	}
	switch v.Kind {
	case Photo:
		return v.URLs.Small != nil && v.URLs.Large != nil
	case Video:
		return v.URLs.Video != nil
	}
	return v.State != Failed
}

// Awaited tells whether customers see the file now or once it is prepared. One that cannot be is not waited for.
func (v View) Awaited() bool { return v.Shown() || (v.ForCustomers() && v.State != Failed) }

// Of returns the files of an intervention in their order, without deleted ones.
func (s *Service) Of(ctx context.Context, interventionID string) ([]View, error) {
	rows, err := filesOf(s.store.Read(ctx), interventionID)
	if err != nil {
		return nil, err
	}
	return s.views(s.store.Read(ctx), rows)
}

// OfTx is Of inside a transaction.
func (s *Service) OfTx(tx *store.Tx, interventionID string) ([]View, error) {
	rows, err := filesOf(tx.DB, interventionID)
	if err != nil {
		return nil, err
	}
	return s.views(tx.DB, rows)
}

// Poster returns a small JPEG that stands for a photo or video, for a mail. Problem not_found when there is none yet.
func (s *Service) Poster(ctx context.Context, id string) ([]byte, error) {
	r, err := renditionOf(s.store.Read(ctx), id, Small)
	if err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(s.place(id), r.File))
}

// AssignWorks says which files belong to works: to each exactly those named, as far as they are the
// intervention's. It tells whether that is anything new. A deleted file keeps its place for when it is restored.
func (s *Service) AssignWorks(tx *store.Tx, interventionID string, byWork map[string][]string) (changed bool, err error) {
	if len(byWork) == 0 {
		return false, nil
	}
	return assignWorks(tx, interventionID, byWork)
}

// kept is how long a deleted file can be restored.
const kept = 24 * time.Hour

// Change is what a person may change of a file; nil stays as it is.
type Change struct {
	Public   *bool
	Position *int
	WorkID   web.Nullable[string]
	Name     *string
}

// Update changes a file. Problems: not_found, those of the guard, internal_is_private, invalid_input
// when the work is not one of the intervention's.
func (s *Service) Update(ctx context.Context, actor web.Actor, id string, c Change) (View, error) {
	return s.change(ctx, actor, id, func(tx *store.Tx, f *file) (string, error) {
		if f.DeletedAt != nil {
			return "", notFound()
		}
		if known, err := s.hasWork(tx, f, c.WorkID.Value); err != nil {
			return "", err
		} else if !known {
			return "", problem.New(problem.Unfit, "invalid_input", "fields", "work_id").On("work_id", "work")
		}
		return c.apply(f)
	})
}

// hasWork tells whether a file may show a work: none, or one of its intervention's.
func (s *Service) hasWork(tx *store.Tx, f *file, work *string) (bool, error) {
	if work == nil {
		return true, nil
	}
	return s.guard.HasWork(tx, f.InterventionID, *work)
}

// apply changes f and returns the kind of history line that tells of it, empty for none.
func (c Change) apply(f *file) (string, error) {
	if c.Name != nil {
		f.Name = cleanName(*c.Name, f.Name)
	}
	if c.Position != nil {
		f.Position = *c.Position
	}
	if c.WorkID.Sent {
		f.WorkID = c.WorkID.Value
	}
	if c.Public == nil || *c.Public == f.Public {
		return "", nil
	}
	if *c.Public && f.Purpose == ForInternalMessage {
		return "", problem.New(problem.Unfit, "internal_is_private").On("public", "format")
	}
	f.Public = *c.Public
	if f.Public {
		return "media_public", nil
	}
	return "media_private", nil
}

// Remove hides a file. For a day it can be restored, then it is gone for ever.
func (s *Service) Remove(ctx context.Context, actor web.Actor, id string) error {
	_, err := s.change(ctx, actor, id, func(tx *store.Tx, f *file) (string, error) {
		if f.DeletedAt != nil {
			return "", notFound()
		}
		at := store.At(tx.Now)
		f.DeletedAt = &at
		return "media_deleted", s.purgeLater(tx, f.ID)
	})
	return err
}

// Restore brings a removed file back.
func (s *Service) Restore(ctx context.Context, actor web.Actor, id string) (View, error) {
	return s.change(ctx, actor, id, func(_ *store.Tx, f *file) (string, error) {
		if f.DeletedAt == nil {
			return "", nil
		}
		f.DeletedAt = nil
		return "media_restored", nil
	})
}

func (s *Service) change(ctx context.Context, actor web.Actor, id string, apply func(*store.Tx, *file) (string, error)) (View, error) {
	var view View
	err := s.store.Write(ctx, func(tx *store.Tx) error {
		f, err := load(tx.DB, id)
		if err != nil {
			return err
		}
		if err := s.guard.MayChangeMedia(tx, actor, f.InterventionID); err != nil {
			return err
		}
		history, err := apply(tx, f)
		if err != nil {
			return err
		}
		if err := saveShown(tx, f); err != nil {
			return err
		}
		if view, err = s.view(tx.DB, f); err != nil {
			return err
		}
		return s.guard.MediaChanged(tx, f.InterventionID, actor, history, f.historyData())
	})
	return view, err
}

// Order puts the files of an intervention in an order. What is not named comes after, as it stood;
// names of files that are gone are passed over.
func (s *Service) Order(ctx context.Context, actor web.Actor, interventionID string, ids []string) error {
	return s.store.Write(ctx, func(tx *store.Tx) error {
		if err := s.guard.MayChangeMedia(tx, actor, interventionID); err != nil {
			return err
		}
		if err := reorder(tx, interventionID, ids); err != nil {
			return err
		}
		return s.guard.MediaChanged(tx, interventionID, actor, "", nil)
	})
}

const longestName = 200

// cleanName makes a name that a file can be saved under: one line, no folders. The fallback stands when nothing is left.
func cleanName(name, fallback string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || strings.ContainsRune(`/\:*?"<>|`, r) || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069) {
			return '_' // control characters, and those that turn the reading direction to hide an ending
		}
		return r
	}, strings.ToValidUTF8(name, "_"))
	name = strings.Trim(name, " .")
	if runes := []rune(name); len(runes) > longestName {
		name = string(runes[len(runes)-longestName:]) // the ending says what it is
	}
	if name == "" {
		return fallback
	}
	return name
}

func notFound() error { return problem.New(problem.NotFound, "not_found") }
