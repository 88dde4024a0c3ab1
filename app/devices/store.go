package devices

import (
	"slices"
	"strings"

	"gorm.io/gorm"

	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/web"
)

type deviceRow struct {
	ID               string `gorm:"primaryKey"`
	Name             string
	App              string
	Modes            store.JSON[[]web.Mode]
	TokenHash        []byte
	PairingHash      []byte
	PairingExpiresAt *store.Time
	PairedAt         *store.Time
	RevokedAt        *store.Time
	AppVersion       string
	Platform         string
	LastContactAt    *store.Time
	CreatedBy        *string
	CreatedAt        store.Time
}

func (deviceRow) TableName() string { return "devices" }

func (row deviceRow) device() Device {
	d := Device{
		ID: row.ID, Name: row.Name, App: row.App, Modes: row.Modes.V, State: Waiting,
		VersionApp: orNil(row.AppVersion), Platform: orNil(row.Platform),
		LastContactAt: row.LastContactAt.OrNil(), PairedAt: row.PairedAt.OrNil(), CreatedAt: row.CreatedAt.Time,
	}
	switch {
	case row.RevokedAt != nil:
		d.State = Revoked
	case row.TokenHash != nil:
		d.State = Paired
	}
	return d
}

// actor is the device as the one who acts.
func (row deviceRow) actor() web.Actor {
	actor := web.Actor{Kind: web.ByDevice, ID: row.ID, Name: row.Name, On: row.Modes.V}
	if row.App == "audits" {
		actor.Roles = []web.Role{web.Auditor}
	}
	return actor
}

// modesFor puts the wanted modes in their order, each once. A phone for audits works in none.
func modesFor(app string, wanted []web.Mode) []web.Mode {
	modes := []web.Mode{}
	for _, mode := range web.AllModes() {
		if app != "audits" && slices.Contains(wanted, mode) {
			modes = append(modes, mode)
		}
	}
	return modes
}

// check holds the rules for what a person chooses of a device.
func (row deviceRow) check() error {
	var c problem.Check
	c.That(deviceName.MatchString(row.Name), "name", "device_name")
	c.That(row.App == "audits" || len(row.Modes.V) > 0, "modes", "required")
	return c.Err()
}

func orNil(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func find(db *gorm.DB, id string) (deviceRow, error) {
	return take(db.Where("id = ?", id), "not_found")
}

func findByCode(db *gorm.DB, code string) (deviceRow, error) {
	return take(db.Where("pairing_hash = ?", web.HashToken(typed(code))), "pairing_unknown")
}

// paired tells whether a device has a token with which somebody may use it.
func paired(db *gorm.DB, id string) (paired bool, err error) {
	err = db.Raw("SELECT EXISTS (SELECT 1 FROM devices WHERE id = ? AND token_hash IS NOT NULL AND revoked_at IS NULL)", id).Row().Scan(&paired)
	return paired, err
}

func take(query *gorm.DB, otherwise string) (deviceRow, error) {
	var row deviceRow
	err := query.Take(&row).Error
	if store.NotFound(err) {
		return row, problem.New(problem.NotFound, otherwise)
	}
	return row, err
}

// freeName turns the refusal of a name that a living device has into a problem.
func freeName(err error) error {
	if err != nil && strings.Contains(err.Error(), "UNIQUE constraint failed: devices.name") {
		return problem.New(problem.Conflict, "device_name_taken").On("name", "taken")
	}
	return err
}
