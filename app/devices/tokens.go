package devices

import (
	"context"
	"log/slog"
	"net/http"
	"strings"

	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/web"
)

// VersionHeader is where a phone names the version of its app.
const VersionHeader = "X-FleetBox-App"

// Authenticator recognises the token of a paired device. It asks the database each time, so that a
// device is shut out the moment it is revoked, by whichever process. A token that no device has is
// taken for that of a phone that had one: problem device_revoked.
func (s *Service) Authenticator() web.Authenticator {
	return func(r *http.Request) (web.Actor, error) {
		token, found := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if !found || token == "" {
			return web.Actor{}, nil
		}
		row := deviceRow{TokenHash: web.HashToken(token)}
		err := s.store.Read(r.Context()).Raw("SELECT id, name, app, modes, app_version, last_contact_at FROM devices WHERE token_hash = ? AND revoked_at IS NULL", row.TokenHash).
			Row().Scan(&row.ID, &row.Name, &row.App, &row.Modes, &row.AppVersion, &row.LastContactAt)
		if store.NotFound(err) {
			return web.Actor{Refused: problem.New(problem.SignedOut, "device_revoked")}, nil
		}
		if err != nil {
			return web.Actor{}, err
		}
		s.noteContact(r.Context(), row, cut(r.Header.Get(VersionHeader)))
		return row.actor(), nil
	}
}

// Paired fails with device_revoked for a device that nobody may use any more. It asks the database each time, as
// Authenticator does.
func (s *Service) Paired(ctx context.Context, id string) error {
	if paired, err := paired(s.store.Read(ctx), id); err != nil || paired {
		return err
	}
	return problem.New(problem.SignedOut, "device_revoked")
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
