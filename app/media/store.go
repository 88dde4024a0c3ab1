package media

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"gorm.io/gorm"

	"fleetbox/app/store"
	"fleetbox/app/web"
)

// file is a row of media.
type file struct {
	ID             string `gorm:"primaryKey"`
	InterventionID string
	WorkID         *string
	Kind           Kind
	Purpose        Purpose
	Public         bool
	Position       int
	State          State
	Problem        string
	Name           string
	MIME           string `gorm:"column:mime"`
	Size           int64
	SHA256         string `gorm:"column:sha256"`
	Width          *int
	Height         *int
	DurationMS     *int64 `gorm:"column:duration_ms"`
	TakenBy        string
	CreatedAt      store.Time `gorm:"autoCreateTime:false"`
	DeletedAt      *store.Time
	Drawing        store.JSON[[]Shape]
	DrawingVersion int
	DrawnVersion   int // the one that the renditions show
}

// TableName names the table.
func (file) TableName() string { return "media" }

func (f *file) historyData() map[string]any {
	return map[string]any{"media": f.ID, "kind": f.Kind, "name": f.Name}
}

// rendition is a row of media_renditions: a file that was made of an original.
type rendition struct {
	MediaID  string  `gorm:"primaryKey"`
	Variant  Variant `gorm:"primaryKey"`
	File     string
	MIME     string `gorm:"column:mime"`
	Size     int64
	Width    int
	Height   int
	Revision int
}

// TableName names the table.
func (rendition) TableName() string { return "media_renditions" }

// upload is a row of uploads: a file on its way into the box.
type upload struct {
	ID             string `gorm:"primaryKey"`
	InterventionID string
	MediaID        string
	Owner          string
	Metadata       store.JSON[metadata]
	SHA256         string `gorm:"column:sha256"`
	Size           int64
	Received       int64
	HashState      []byte
	CreatedAt      store.Time `gorm:"autoCreateTime:false"`
	ExpiresAt      store.Time
	FinishedAt     *store.Time
}

// TableName names the table.
func (upload) TableName() string { return "uploads" }

func ownerOf(actor web.Actor) string { return string(actor.Kind) + ":" + actor.ID }

func load(db *gorm.DB, id string) (*file, error) {
	var f file
	err := db.Where("id = ?", id).Take(&f).Error
	if store.NotFound(err) {
		return nil, notFound()
	}
	return &f, err
}

func filesOf(db *gorm.DB, interventionID string) ([]file, error) {
	var files []file
	err := db.Where("intervention_id = ? AND deleted_at IS NULL", interventionID).Order("position, id").Find(&files).Error
	return files, err
}

// saveShown writes what people change of a file, and nothing that a conversion may be writing meanwhile.
func saveShown(tx *store.Tx, f *file) error {
	return tx.Model(&file{}).Where("id = ?", f.ID).Updates(map[string]any{
		"public": f.Public, "position": f.Position, "work_id": f.WorkID, "name": f.Name, "deleted_at": f.DeletedAt,
	}).Error
}

// nextPosition is the place after the last file of an intervention.
func nextPosition(tx *store.Tx, interventionID string) (int, error) {
	var position int
	err := tx.Raw("SELECT coalesce(max(position) + 1, 0) FROM media WHERE intervention_id = ?", interventionID).Scan(&position).Error
	return position, err
}

func reorder(tx *store.Tx, interventionID string, ids []string) error {
	files, err := filesOf(tx.DB, interventionID)
	if err != nil {
		return err
	}
	rank := map[string]int{}
	for i, id := range ids {
		rank[id] = i - len(ids) // below zero: before everything that is not named
	}
	slices.SortStableFunc(files, func(a, b file) int { return rank[a.ID] - rank[b.ID] })
	order := make([]string, 0, len(files))
	for _, f := range files {
		order = append(order, f.ID)
	}
	encoded, err := json.Marshal(order)
	if err != nil {
		return err
	}
	return tx.Exec("UPDATE media SET position = o.key FROM json_each(?) o WHERE media.id = o.value", string(encoded)).Error
}

// assignWorks lets go of the files that are no longer a work's, and then takes those that are new.
func assignWorks(tx *store.Tx, interventionID string, byWork map[string][]string) (changed bool, err error) {
	workOf, works := map[string]string{}, slices.Sorted(maps.Keys(byWork))
	for _, work := range works {
		for _, id := range byWork[work] {
			workOf[id] = work
		}
	}
	named, err := json.Marshal(workOf)
	if err != nil {
		return false, err
	}
	args := map[string]any{"intervention": interventionID, "works": works, "named": string(named)}
	left := tx.Exec(`UPDATE media SET work_id = NULL WHERE intervention_id = @intervention AND work_id IN @works AND deleted_at IS NULL
		AND work_id IS NOT (SELECT value FROM json_each(@named) WHERE key = media.id)`, args)
	if left.Error != nil {
		return false, left.Error
	}
	joined := tx.Exec(`UPDATE media SET work_id = named.value FROM json_each(@named) AS named
		WHERE media.id = named.key AND intervention_id = @intervention AND work_id IS NOT named.value`, args)
	return left.RowsAffected+joined.RowsAffected > 0, joined.Error
}

// usage is what an intervention holds already.
type usage struct {
	Photos  int
	VideoMS int64
}

// used counts the files of an intervention and those on their way; except is not counted.
func used(db *gorm.DB, interventionID, except string) (usage, error) {
	var u usage
	err := db.Raw(`SELECT
		(SELECT count(*) FROM media WHERE intervention_id = @i AND kind = 'photo' AND deleted_at IS NULL AND id <> @x)
		+ (SELECT count(*) FROM uploads WHERE intervention_id = @i AND finished_at IS NULL AND metadata ->> 'kind' = 'photo' AND media_id <> @x) AS photos,
		(SELECT coalesce(sum(duration_ms), 0) FROM media WHERE intervention_id = @i AND kind = 'video' AND state <> 'failed'
			AND deleted_at IS NULL AND id <> @x) AS video_ms`,
		map[string]any{"i": interventionID, "x": except}).Scan(&u).Error
	return u, err
}

func renditionOf(db *gorm.DB, id string, variant Variant) (*rendition, error) {
	var r rendition
	err := db.Where("media_id = ? AND variant = ?", id, variant).Take(&r).Error
	if store.NotFound(err) {
		return nil, notFound()
	}
	return &r, err
}

func renditionsOf(db *gorm.DB, ids ...string) (map[string][]rendition, error) {
	var all []rendition
	if err := db.Where("media_id IN ?", ids).Find(&all).Error; err != nil {
		return nil, err
	}
	byFile := map[string][]rendition{}
	for _, r := range all {
		byFile[r.MediaID] = append(byFile[r.MediaID], r)
	}
	return byFile, nil
}

func watched(db *gorm.DB, ids []string) (map[string]float64, error) {
	var rows []struct {
		MediaID string
		BP      float64
	}
	err := db.Raw("SELECT media_id, max(share_bp) AS bp FROM media_views WHERE media_id IN ? GROUP BY media_id", ids).Scan(&rows).Error
	shares := map[string]float64{}
	for _, row := range rows {
		shares[row.MediaID] = row.BP / 10_000
	}
	return shares, err
}

func (s *Service) view(db *gorm.DB, f *file) (View, error) {
	views, err := s.views(db, []file{*f})
	if err != nil {
		return View{}, err
	}
	return views[0], nil
}

func (s *Service) views(db *gorm.DB, files []file) ([]View, error) {
	views := make([]View, 0, len(files))
	if len(files) == 0 {
		return views, nil
	}
	ids := make([]string, 0, len(files))
	for _, f := range files {
		ids = append(ids, f.ID)
	}
	renditions, err := renditionsOf(db, ids...)
	if err != nil {
		return nil, err
	}
	shares, err := watched(db, ids)
	if err != nil {
		return nil, err
	}
	of := holderOf(web.ActorFrom(db.Statement.Context))
	for _, f := range files {
		v := View{
			ID: f.ID, Kind: f.Kind, Purpose: f.Purpose, Public: f.Public, Position: f.Position, WorkID: f.WorkID,
			State: f.State, Name: f.Name, Size: f.Size, Width: f.Width, Height: f.Height, DurationMS: f.DurationMS,
			SHA256: f.SHA256, CreatedAt: f.CreatedAt.Time, URLs: s.urls(of, f.ID, renditions[f.ID]), Revisions: map[Variant]int{},
			Drawing: f.shapes(), DrawingVersion: f.DrawingVersion,
		}
		for _, r := range renditions[f.ID] {
			v.Revisions[r.Variant] = r.Revision
		}
		if f.Problem != "" {
			v.Problem = &f.Problem
		}
		if share, seen := shares[f.ID]; seen {
			v.WatchedShare = &share
		}
		views = append(views, v)
	}
	return views, nil
}

func (s *Service) urls(of holder, id string, renditions []rendition) URLs {
	urls := URLs{Original: s.url(of, id, Original, 1)}
	for _, r := range renditions {
		address := s.url(of, id, r.Variant, r.Revision)
		switch r.Variant {
		case Poster:
			urls.Poster = &address
		case Small:
			urls.Small = &address
		case Medium:
			urls.Medium = &address
		case Large:
			urls.Large = &address
		case VideoStream:
			urls.Video = &address
		case Drawn:
			urls.Drawn = &address
		case Plain:
			urls.Plain = &address
		}
	}
	return urls
}

// uploadByID returns an upload; not_found when there is none.
func uploadByID(db *gorm.DB, id string) (*upload, error) {
	var u upload
	err := db.Where("id = ?", id).Take(&u).Error
	if store.NotFound(err) {
		return nil, notFound()
	}
	return &u, err
}

// saveProgress writes how far an upload is.
func saveProgress(tx *store.Tx, u *upload) error {
	return tx.Model(&upload{}).Where("id = ?", u.ID).Updates(map[string]any{
		"received": u.Received, "hash_state": u.HashState, "expires_at": u.ExpiresAt, "finished_at": u.FinishedAt,
	}).Error
}

func dropUpload(tx *store.Tx, id string) error {
	return tx.Exec("DELETE FROM uploads WHERE id = ?", id).Error
}

// ending returns the last part of a file's name with its dot, in small letters.
func ending(name string) string {
	dot := strings.LastIndexByte(name, '.')
	if dot < 0 {
		return ""
	}
	return strings.ToLower(name[dot:])
}
