package interventions

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"fleetbox/app/checklists"
	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/web"
)

// listCap bounds what one page of a list may hold.
const listCap = 200

// Filter chooses interventions for a list; empty fields choose all.
type Filter struct {
	Mode      web.Mode
	Query     string
	Statuses  []Status
	Modules   []Module
	Authors   []string
	Senders   []string
	Assignees []string
	Brands    []string
	Mine      string // a user's ID: written, sent or to be handled by them
	Closed    bool   // closed ones too
	Before    int64  // only those before this Seq; 0: from the newest
	Limit     int
}

// Row is an intervention as a list shows it.
type Row struct {
	Intervention
	AuthorFirst, AuthorLast     string
	AssigneeFirst, AssigneeLast string
	SenderFirst, SenderLast     string
	PosterRevision              int // 0 when it was not asked for
}

// listed leaves out the long texts that no list shows.
const listed = `i.seq, i.id, i.mode, i.module, i.brand, i.reference, i.status, i.version, i.plate,
	i.customer_title, i.customer_first_name, i.customer_last_name, i.customer_company, i.internal_kind,
	i.answer_by, i.waiting_here, i.wants_call, i.currency, i.author_id, i.assignee_id, i.sender_id,
	i.proposed, i.accepted, i.photo_count, i.video_count, i.poster_id, i.send_failed, i.created_at, i.updated_at`

const peoplesNames = `author.first_name AS author_first, author.last_name AS author_last,
	assignee.first_name AS assignee_first, assignee.last_name AS assignee_last,
	sender.first_name AS sender_first, sender.last_name AS sender_last`

const posterRevision = `coalesce((SELECT revision FROM media_renditions WHERE media_id = i.poster_id AND variant = 'small'), 0) AS poster_revision`

const people = ` LEFT JOIN users author ON author.id = i.author_id
	LEFT JOIN users assignee ON assignee.id = i.assignee_id
	LEFT JOIN users sender ON sender.id = i.sender_id`

// list returns the rows that a filter chooses, newest first.
func list(db *gorm.DB, f Filter) ([]Row, error) {
	from, where, args := "interventions i", []string{"i.mode = ?"}, []any{f.Mode}
	order := "i.seq"
	parts, beginnings := searchTerms(f.Query)
	index, match := "interventions_search", parts
	if parts == "" {
		index, match = "interventions_words", beginnings
	}
	if match != "" { // The index leads, and hands out its rows in the order of the list.
		from = index + " CROSS JOIN " + from
		where = append(where, order+" = "+index+".rowid", index+" MATCH ?")
		order, args = index+".rowid", append(args, match)
	}
	if parts != "" && beginnings != "" {
		narrow, err := fewBegin(db, beginnings)
		if err != nil {
			return nil, err
		}
		if narrow { // the parts are looked for in these few alone
			from = "interventions_words CROSS JOIN " + from
			where = append(where, index+".rowid = interventions_words.rowid", "interventions_words MATCH ?")
		} else { // "+" keeps it from leading: it is looked through once
			where = append(where, "+i.seq IN (SELECT rowid FROM interventions_words WHERE interventions_words MATCH ?)")
		}
		args = append(args, beginnings)
	}
	in := func(column string, values any, n int) {
		if n > 0 {
			where, args = append(where, column+" IN ?"), append(args, values)
		}
	}
	in("i.status", f.Statuses, len(f.Statuses))
	in("i.module", f.Modules, len(f.Modules))
	in("i.author_id", f.Authors, len(f.Authors))
	in("i.sender_id", f.Senders, len(f.Senders))
	in("i.assignee_id", f.Assignees, len(f.Assignees))
	in("i.brand", f.Brands, len(f.Brands))
	if f.Mine != "" {
		where, args = append(where, "(i.author_id = ? OR i.assignee_id = ? OR i.sender_id = ?)"), append(args, f.Mine, f.Mine, f.Mine)
	}
	if !f.Closed && len(f.Statuses) == 0 {
		where = append(where, "i.status <> 'closed'")
	}
	if f.Before > 0 {
		where, args = append(where, order+" < ?"), append(args, f.Before)
	}
	sql := "SELECT " + listed + ", " + peoplesNames + ", " + posterRevision + " FROM " + from + people + " WHERE " + strings.Join(where, " AND ") + " ORDER BY " + order + " DESC LIMIT ?"
	rows := []Row{}
	err := db.Raw(sql, append(args, min(f.Limit, listCap))...).Scan(&rows).Error
	return rows, err
}

// few is how many rows are looked at one by one in less time than it takes to go through all.
const few = 200

// fewBegin tells whether no more than a few interventions have words that begin so.
func fewBegin(db *gorm.DB, beginnings string) (bool, error) {
	var n int64
	err := db.Raw("SELECT count(*) FROM (SELECT 1 FROM interventions_words WHERE interventions_words MATCH ? LIMIT ?)", beginnings, few+1).Scan(&n).Error
	return n <= few, err
}

// saveDecisions writes what was decided: what is proposed and not accepted is refused.
func saveDecisions(tx *store.Tx, in *Intervention) error {
	accepted := []string{}
	for _, work := range in.Works {
		if work.Decision == Accepted {
			accepted = append(accepted, work.ID)
		}
	}
	return tx.Exec("UPDATE works SET decision = CASE WHEN id IN @accepted THEN 'accepted' ELSE 'refused' END WHERE intervention_id = @id AND urgency IN @proposed",
		map[string]any{"id": in.ID, "accepted": accepted, "proposed": []Urgency{Advised, Urgent}}).Error
}

// rowOf adds to an intervention the names of its people. Everything else stays as it was read, so that
// what a screen shows and the version that it shows belong together.
func rowOf(db *gorm.DB, in *Intervention) (Row, error) {
	var row Row
	err := db.Raw("SELECT "+peoplesNames+" FROM interventions i"+people+" WHERE i.id = ?", in.ID).Scan(&row).Error
	row.Intervention = *in
	return row, err
}

// load reads one intervention with its works.
func load(db *gorm.DB, id string) (*Intervention, error) {
	var in Intervention
	err := db.Preload("Works", func(db *gorm.DB) *gorm.DB { return db.Order("works.position") }).
		Where("id = ?", id).Take(&in).Error
	if store.NotFound(err) {
		return nil, problem.New(problem.NotFound, "not_found")
	}
	return &in, err
}

// insert writes a new intervention with its works.
func insert(tx *store.Tx, in *Intervention) error {
	if err := tx.Omit("Works").Create(in).Error; err != nil {
		return err
	}
	return replaceWorks(tx, in)
}

// save writes an intervention's own columns and counts its version on.
func save(tx *store.Tx, in *Intervention) error {
	in.Version++
	in.UpdatedAt = store.At(tx.Now)
	return tx.DB.Select("*").Omit("Works", "seq", "photo_count", "video_count", "poster_id", "send_failed").
		Where("id = ?", in.ID).Updates(in).Error
}

func replaceWorks(tx *store.Tx, in *Intervention) error {
	if err := tx.Exec("DELETE FROM works WHERE intervention_id = ?", in.ID).Error; err != nil {
		return err
	}
	if len(in.Works) == 0 {
		return nil
	}
	ids := make([]string, 0, len(in.Works))
	for _, work := range in.Works {
		ids = append(ids, work.ID)
	}
	var taken int64
	if err := tx.Table("works").Where("id IN ?", ids).Count(&taken).Error; err != nil {
		return err
	}
	if taken > 0 { // by works of another intervention
		return problem.New(problem.Unfit, "invalid_input", "fields", "works").On("works", "format")
	}
	return tx.DB.Clauses(clause.Insert{}).CreateInBatches(in.Works, 100).Error
}

// measurement is one measured work of an earlier visit.
type measurement struct {
	ID             string
	Reference      string
	CreatedAt      store.Time
	ChecklistLine  string
	Measure        checklists.Kind
	MeasuredValues store.JSON[[]checklists.MeasuredValue]
}

// measurements returns the measured works of a vehicle, newest visit first.
func measurements(db *gorm.DB, modes []web.Mode, q VehicleQuery) ([]measurement, error) {
	rows := []measurement{}
	err := db.Raw(`SELECT i.id, i.reference, i.created_at, w.checklist_line, w.measure, w.measured_values
		FROM (
			SELECT seq FROM interventions WHERE vin = @vin AND @vin <> ''
			UNION SELECT seq FROM interventions WHERE replace(replace(plate, '-', ''), ' ', '') = @plate AND @plate <> '' AND '' IN (vin, @vin)
		) AS visits JOIN interventions i ON i.seq = visits.seq JOIN works w ON w.intervention_id = i.id
		WHERE i.mode IN @modes AND i.seq < coalesce((SELECT seq FROM interventions WHERE id = @before), 1 << 62)
			AND w.checklist_line IS NOT NULL AND w.measure IS NOT NULL AND w.measured_values <> '[]'
		ORDER BY i.created_at DESC, i.seq DESC, w.position LIMIT 1000`,
		map[string]any{"vin": q.VIN, "plate": q.Plate, "modes": modes, "before": q.Before}).Scan(&rows).Error
	return rows, err
}

// HistoryLine is one thing that happened to an intervention, and who did it.
type HistoryLine struct {
	ID             string
	InterventionID string
	At             store.Time
	Kind           string
	ActorKind      web.ActorKind
	ActorID        string
	ActorName      string
	Data           store.JSON[map[string]any]
}

// TableName names the table.
func (HistoryLine) TableName() string { return "history" }

func history(ctx context.Context, st *store.Store, interventionID string) ([]HistoryLine, error) {
	lines := []HistoryLine{}
	err := st.Read(ctx).Where("intervention_id = ?", interventionID).Order("at DESC, id DESC").Limit(1000).Find(&lines).Error
	return lines, err
}

// Link is a customer's way to the intervention. Its token is not stored.
type Link struct {
	ID             string
	InterventionID string
	TokenHash      []byte
	CreatedAt      store.Time
	ExpiresAt      store.Time
	WithdrawnAt    *store.Time
}

func latestLink(db *gorm.DB, interventionID string) (*Link, error) {
	var link Link
	err := db.Where("intervention_id = ?", interventionID).Order("created_at DESC, id DESC").Take(&link).Error
	if store.NotFound(err) {
		return nil, nil
	}
	return &link, err
}

// linkValidAt returns the newest link that is still valid at a time.
func linkValidAt(db *gorm.DB, interventionID string, at time.Time) (Link, error) {
	var link Link
	err := db.Where("intervention_id = ? AND withdrawn_at IS NULL AND expires_at > ?", interventionID, store.At(at)).
		Order("created_at DESC, id DESC").Take(&link).Error
	return link, err
}

func linkOf(db *gorm.DB, token string) (Link, error) {
	var link Link
	err := db.Where("token_hash = ?", web.HashToken(token)).Take(&link).Error
	return link, err
}

// withdrawn tells whether an intervention's newest link was withdrawn.
func withdrawn(db *gorm.DB, interventionID string) (bool, error) {
	link, err := latestLink(db, interventionID)
	return link != nil && link.WithdrawnAt != nil, err
}

// withdrawAll ends all links of an intervention, and tells whether there were any.
func withdrawAll(tx *store.Tx, interventionID string) (bool, error) {
	ended := tx.Exec("UPDATE links SET withdrawn_at = ? WHERE intervention_id = ? AND withdrawn_at IS NULL", store.At(tx.Now), interventionID)
	return ended.RowsAffected > 0, ended.Error
}

// FinalAnswer is what the customer decided, with what they decided it on.
type FinalAnswer struct {
	InterventionID string `gorm:"primaryKey"`
	LinkID         *string
	At             store.Time
	Channel        string
	Reply          Reply
	Comment        string
	Signature      string
	Late           bool
	WantsCall      bool
	RecordedBy     *string
	Evidence       store.JSON[Evidence]
}

// TableName names the table.
func (FinalAnswer) TableName() string { return "answers" }

// Evidence is what was shown when the customer decided.
type Evidence struct {
	Message string         `json:"message"`
	Works   []EvidenceWork `json:"works"`
	Media   []string       `json:"media"` // files that belong to no work
	Total   Price          `json:"total"`
}

// EvidenceWork is one work as it was shown.
type EvidenceWork struct {
	Label    string                     `json:"label"`
	Urgency  Urgency                    `json:"urgency"`
	Gross    *int64                     `json:"gross"`
	VATBP    int64                      `json:"vat_bp"`
	Decision Decision                   `json:"decision"`
	Media    []string                   `json:"media"`
	Values   []checklists.MeasuredValue `json:"values,omitempty"`
}

func answerOf(db *gorm.DB, interventionID string) (*FinalAnswer, error) {
	var answer FinalAnswer
	err := db.Where("intervention_id = ?", interventionID).Take(&answer).Error
	if store.NotFound(err) {
		return nil, nil
	}
	return &answer, err
}
