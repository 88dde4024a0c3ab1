package system

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"fleetbox/app/store"
	"fleetbox/app/web"
)

// Changed is one value before and after a change; nil where there was or is none.
type Changed struct {
	Old any `json:"old"`
	New any `json:"new"`
}

// Difference compares two values member by member as their JSON shows them, without their version.
// Secrets must not be among the members.
func Difference(before, after any) (map[string]Changed, error) {
	from, err := members(before)
	if err != nil {
		return nil, err
	}
	to, err := members(after)
	if err != nil {
		return nil, err
	}
	changed := map[string]Changed{}
	for name, value := range to {
		if name != "version" && !bytes.Equal(from[name], value) {
			changed[name] = Changed{Old: from[name], New: value}
		}
	}
	return changed, nil
}

func members(value any) (map[string]json.RawMessage, error) {
	data, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	out := map[string]json.RawMessage{}
	err = json.Unmarshal(data, &out)
	return out, err
}

type changeRow struct {
	ID        string `gorm:"primaryKey"`
	At        store.Time
	ActorKind web.ActorKind
	ActorID   string
	ActorName string
	Subject   string
	SubjectID string
	Action    string
	Data      store.JSON[map[string]Changed]
}

func (changeRow) TableName() string { return "changes" }

// RecordChange notes in the transaction of a change who made it. subject is user, device or
// dealership; data holds the values that changed, and never a password or token.
func RecordChange(tx *store.Tx, actor web.Actor, subject, subjectID, action string, data map[string]Changed) error {
	if data == nil {
		data = map[string]Changed{}
	}
	return tx.Create(&changeRow{
		ID: store.NewID(), At: store.At(tx.Now), ActorKind: actor.Kind, ActorID: actor.ID, ActorName: actor.Name,
		Subject: subject, SubjectID: subjectID, Action: action, Data: store.JSON[map[string]Changed]{V: data},
	})
}

// Change is one line of the record.
type Change struct {
	ID        string             `json:"id"`
	At        time.Time          `json:"at"`
	Actor     ChangeActor        `json:"actor"`
	Subject   string             `json:"subject" enum:"user,device,dealership"`
	SubjectID string             `json:"subject_id"`
	Action    string             `json:"action"`
	Data      map[string]Changed `json:"data"`
}

// ChangeActor is who made a change, under the name that they had then.
type ChangeActor struct {
	Kind web.ActorKind `json:"kind"`
	ID   string        `json:"id"`
	Name string        `json:"name"`
}

// Changes returns at most limit changes, newest first, those before the change with the ID cursor
// when there is one, and the cursor of the next page, empty at the end.
func (s *Service) Changes(ctx context.Context, subject, cursor string, limit int) ([]Change, string, error) {
	query := s.store.Read(ctx).Order("id DESC").Limit(limit + 1)
	if subject != "" {
		query = query.Where("subject = ?", subject)
	}
	if cursor != "" {
		query = query.Where("id < ?", cursor)
	}
	var rows []changeRow
	if err := query.Find(&rows).Error; err != nil {
		return nil, "", err
	}
	next := ""
	if len(rows) > limit {
		rows = rows[:limit]
		next = rows[limit-1].ID
	}
	changes := make([]Change, 0, len(rows))
	for _, row := range rows {
		changes = append(changes, Change{
			ID: row.ID, At: row.At.Time, Actor: ChangeActor{row.ActorKind, row.ActorID, row.ActorName},
			Subject: row.Subject, SubjectID: row.SubjectID, Action: row.Action, Data: row.Data.V,
		})
	}
	return changes, next, nil
}
