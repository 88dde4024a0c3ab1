package devices

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"gorm.io/gorm"

	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/web"
)

// VersionHeader is where a phone names the version of its app.
const VersionHeader = "X-FleetBox-App"

type deviceRow struct {
	ID               string `gorm:"primaryKey"`
	Name             string
	App              string
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
		ID: row.ID, Name: row.Name, App: row.App, State: Waiting,
		VersionApp: orNil(row.AppVersion), Platform: orNil(row.Platform),
		LastContactAt: moment(row.LastContactAt), PairedAt: moment(row.PairedAt), CreatedAt: row.CreatedAt.Time,
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
	actor := web.Actor{Kind: web.ByDevice, ID: row.ID, Name: row.Name}
	if row.App == "audits" {
		actor.Roles = []web.Role{web.Auditor}
	}
	return actor
}

func orNil(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func moment(t *store.Time) *time.Time {
	if t == nil {
		return nil
	}
	return &t.Time
}

func find(db *gorm.DB, id string) (deviceRow, error) {
	return take(db.Where("id = ?", id), "not_found")
}

func findByCode(db *gorm.DB, code string) (deviceRow, error) {
	return take(db.Where("pairing_hash = ?", web.HashToken(typed(code))), "pairing_unknown")
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

// Authenticator recognises the token of a paired device. It asks the database each time, so that a
// device is shut out the moment it is revoked, by whichever process.
func (s *Service) Authenticator() web.Authenticator {
	return func(r *http.Request) (web.Actor, error) {
		token, found := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if !found || token == "" {
			return web.Actor{}, nil
		}
		row := deviceRow{TokenHash: web.HashToken(token)}
		err := s.store.Read(r.Context()).Raw("SELECT id, name, app, app_version, last_contact_at FROM devices WHERE token_hash = ? AND revoked_at IS NULL", row.TokenHash).
			Row().Scan(&row.ID, &row.Name, &row.App, &row.AppVersion, &row.LastContactAt)
		if store.NotFound(err) {
			return web.Actor{}, nil
		}
		if err != nil {
			return web.Actor{}, err
		}
		s.noteContact(r.Context(), row, cut(r.Header.Get(VersionHeader)))
		return row.actor(), nil
	}
}

// noteContact writes that a device was heard of, at most once a minute unless its app is another version.
func (s *Service) noteContact(ctx context.Context, row deviceRow, version string) {
	now := s.store.Now()
	updated := version != "" && version != row.AppVersion
	if row.LastContactAt != nil && !updated {
		if since := now.Sub(row.LastContactAt.Time); since >= 0 && since < contactEvery {
			return
		}
	}
	if !updated {
		version = row.AppVersion
	}
	err := s.store.Write(ctx, func(tx *store.Tx) error {
		err := tx.Exec("UPDATE devices SET last_contact_at = ?, app_version = ? WHERE id = ? AND token_hash = ?",
			store.At(now), version, row.ID, row.TokenHash).Error
		if err != nil || !updated {
			return err
		}
		return tx.Announce("device", row.ID)
	})
	if err != nil { // a full disk must not shut the phones out
		slog.Warn("contact of a device not noted", "device", row.ID, "error", err)
	}
}
