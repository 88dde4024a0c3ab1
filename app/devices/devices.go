// Package devices knows the phones: how they are paired, recognised and shut out.
package devices

import (
	"context"
	"regexp"
	"time"

	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/system"
	"fleetbox/app/web"
)

// State is where a device stands.
type State string

// The states. A paired device that is being paired anew stays paired until the new code is used.
const (
	Waiting State = "waiting"
	Paired  State = "paired"
	Revoked State = "revoked"
)

// Device is a phone of the workshop. A revoked one stays in the list: interventions name it.
type Device struct {
	ID            string     `json:"id"`
	Name          string     `json:"name"`
	App           string     `json:"app" enum:"fleetbox,audits"`
	Modes         []web.Mode `json:"modes" enum:"after_sales,sales" doc:"In which the phone works; none on one for audits"`
	State         State      `json:"state" enum:"waiting,paired,revoked"`
	VersionApp    *string    `json:"version_app"`
	Platform      *string    `json:"platform"`
	LastContactAt *time.Time `json:"last_contact_at"`
	PairedAt      *time.Time `json:"paired_at"`
	CreatedAt     time.Time  `json:"created_at"`
}

// Pairing is what the office shows for a phone to scan. The code is never shown again.
type Pairing struct {
	Code      string    `json:"code" doc:"In two groups, to be typed where nothing can be scanned"`
	URL       string    `json:"url"`
	QRSVG     string    `json:"qr_svg"`
	ExpiresAt time.Time `json:"expires_at"`
}

// PairedDevice is what a phone gets once for its code.
type PairedDevice struct {
	Token      string            `json:"token"`
	Device     Device            `json:"device"`
	Dealership system.Dealership `json:"dealership"`
}

const (
	contactEvery = time.Minute // how often a contact is written
	maxNote      = 100         // length of what a phone says of itself

	freePairings, longestPairingWait = 10, time.Minute
)

var deviceName = regexp.MustCompile(`^[\pL\pN][\pL\pN._-]{0,39}$`)

// Options is what the service needs.
type Options struct {
	Store   *store.Store
	System  *system.Service
	Version string // of FleetBox, for the phones
	// PairingURL is the address that a phone in the same network opens to pair with a code, made of how the
	// office reached the box; below that very address when nil.
	PairingURL func(caller web.Caller, code string) string
	// Origins are those under which phones reach the box over HTTPS; nil for none that is known.
	Origins        func() []string
	MaxUploadBytes int64 // the largest file that the box takes
}

// Service carries out the operations on devices. It is safe for concurrent use.
type Service struct {
	store      *store.Store
	system     *system.Service
	version    string
	pairingURL func(caller web.Caller, code string) string
	origins    func() []string
	maxUpload  int64
	byAddress  *web.Throttle
}

// New makes the service.
func New(o Options) *Service {
	if o.PairingURL == nil {
		o.PairingURL = func(caller web.Caller, code string) string { return caller.Origin + PairingPath(code) }
	}
	if o.Origins == nil {
		o.Origins = func() []string { return []string{} }
	}
	return &Service{
		store: o.Store, system: o.System, version: o.Version, pairingURL: o.PairingURL,
		origins: o.Origins, maxUpload: o.MaxUploadBytes,
		byAddress: web.NewThrottle(freePairings, longestPairingWait, o.Store.Now),
	}
}

// List returns all devices, the newest first.
func (s *Service) List(ctx context.Context) ([]Device, error) {
	var rows []deviceRow
	if err := s.store.Read(ctx).Order("created_at DESC, id DESC").Find(&rows).Error; err != nil {
		return nil, err
	}
	devices := make([]Device, 0, len(rows))
	for _, row := range rows {
		devices = append(devices, row.device())
	}
	return devices, nil
}

// Device returns one device; problem not_found when there is none.
func (s *Service) Device(ctx context.Context, id string) (Device, error) {
	row, err := find(s.store.Read(ctx), id)
	return row.device(), err
}

// NewDevice is a device to be added.
type NewDevice struct {
	Name, App string
	Modes     []web.Mode // one at least, but for audits
}

// Add makes a device that waits to be paired. Problems: invalid_input when the name has spaces or
// is empty or there is no mode, device_name_taken while a device of that name is not revoked.
func (s *Service) Add(ctx context.Context, actor web.Actor, n NewDevice) (Device, Pairing, error) {
	row := deviceRow{ID: store.NewID(), Name: n.Name, App: n.App, Modes: store.JSON[[]web.Mode]{V: modesFor(n.App, n.Modes)}}
	if err := row.check(); err != nil {
		return Device{}, Pairing{}, err
	}
	if actor.Kind == web.ByUser {
		row.CreatedBy = &actor.ID
	}
	var pairing Pairing
	err := s.store.Write(ctx, func(tx *store.Tx) error {
		row.CreatedAt = store.At(tx.Now)
		code := row.offer(tx.Now)
		if err := freeName(tx.Create(&row)); err != nil {
			return err
		}
		created, err := system.Difference(struct{}{}, row.device())
		if err != nil {
			return err
		}
		if pairing, err = s.pairing(ctx, code, row); err != nil {
			return err
		}
		return record(tx, actor, row.ID, "created", created)
	})
	return row.device(), pairing, err
}

// SetModes says in which modes a device works from now on; its phone hears of it with its next look. Problems:
// not_found, pairing_revoked, invalid_input.
func (s *Service) SetModes(ctx context.Context, actor web.Actor, id string, modes []web.Mode) (Device, error) {
	var row deviceRow
	err := s.store.Write(ctx, func(tx *store.Tx) (err error) {
		if row, err = find(tx.DB, id); err != nil {
			return err
		}
		if row.RevokedAt != nil {
			return problem.New(problem.Gone, "pairing_revoked")
		}
		before := row.device()
		row.Modes.V = modesFor(row.App, modes)
		if err := row.check(); err != nil {
			return err
		}
		changed, err := system.Difference(before, row.device())
		if err != nil || len(changed) == 0 {
			return err
		}
		if err := tx.Save(&row).Error; err != nil {
			return err
		}
		return record(tx, actor, id, "changed", changed)
	})
	return row.device(), err
}

// Offer makes a new code for a device, which voids the one before. A phone that is paired stays so
// until the code is used. Problems: not_found, pairing_revoked.
func (s *Service) Offer(ctx context.Context, actor web.Actor, id string) (Pairing, error) {
	var pairing Pairing
	err := s.store.Write(ctx, func(tx *store.Tx) error {
		row, err := find(tx.DB, id)
		if err != nil {
			return err
		}
		if row.RevokedAt != nil {
			return problem.New(problem.Gone, "pairing_revoked")
		}
		code := row.offer(tx.Now)
		if err := tx.Save(&row).Error; err != nil {
			return err
		}
		if pairing, err = s.pairing(ctx, code, row); err != nil {
			return err
		}
		return record(tx, actor, id, "pairing_offered", nil)
	})
	return pairing, err
}

// Pair exchanges a code for a token. Of several phones with one code only the first gets one.
// Problems: pairing_unknown, pairing_expired, pairing_used, too_many_attempts.
func (s *Service) Pair(ctx context.Context, code, appVersion, platform string) (PairedDevice, error) {
	address := web.AddressKey(web.CallerFrom(ctx).Address)
	if err := s.byAddress.Take(address); err != nil {
		return PairedDevice{}, err
	}
	dealership, err := s.system.Dealership(ctx)
	if err != nil {
		return PairedDevice{}, err
	}
	token, hash := web.NewToken()
	var row deviceRow
	err = s.store.Write(ctx, func(tx *store.Tx) error {
		if row, err = findByCode(tx.DB, code); err != nil {
			return err
		}
		if err := row.acceptsCode(tx.Now); err != nil {
			return err
		}
		before := row.device()
		now := store.At(tx.Now)
		row.TokenHash, row.PairingExpiresAt, row.PairedAt, row.LastContactAt = hash, nil, &now, &now
		row.AppVersion, row.Platform = cut(appVersion), cut(platform)
		if err := tx.Save(&row).Error; err != nil {
			return err
		}
		changed, err := system.Difference(before, row.device())
		if err != nil {
			return err
		}
		return record(tx, row.actor(), row.ID, "paired", changed)
	})
	if err != nil {
		return PairedDevice{}, err
	}
	s.byAddress.Undo(address)
	return PairedDevice{Token: token, Device: row.device(), Dealership: dealership}, nil
}

// Revoke shuts a device out at once, with its open event stream. Problem not_found.
func (s *Service) Revoke(ctx context.Context, actor web.Actor, id string) error {
	return s.store.Write(ctx, func(tx *store.Tx) error {
		row, err := find(tx.DB, id)
		if err != nil || row.RevokedAt != nil {
			return err
		}
		now := store.At(tx.Now)
		row.RevokedAt, row.TokenHash, row.PairingHash, row.PairingExpiresAt = &now, nil, nil, nil
		if err := tx.Save(&row).Error; err != nil {
			return err
		}
		return record(tx, actor, id, "revoked", nil)
	})
}

func record(tx *store.Tx, actor web.Actor, id, action string, changed map[string]system.Changed) error {
	if err := system.RecordChange(tx, actor, "device", id, action, changed); err != nil {
		return err
	}
	return tx.Announce("device", id) // also ends the event stream of a phone that lost its token
}

// cut keeps what a phone says of itself short.
func cut(text string) string {
	runes := []rune(text)
	return string(runes[:min(len(runes), maxNote)])
}
