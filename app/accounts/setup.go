package accounts

import (
	"context"
	"crypto/rand"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"sync"

	"gorm.io/gorm"

	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/system"
	"fleetbox/app/web"
)

// setup holds the one-time code of an empty box. Only its hash is stored; the code itself lives
// as long as this process.
type setup struct {
	mu   sync.Mutex
	code string
}

// SetupNeeded tells whether the box still waits for its first manager.
func (s *Service) SetupNeeded(ctx context.Context) (bool, error) {
	n, err := managers(s.store.Read(ctx))
	return n == 0, err
}

// SetupCode returns the one-time code with which the first manager is made, empty when there is
// one already. The first call of a process makes a new code, which voids older ones.
func (s *Service) SetupCode(ctx context.Context) (string, error) {
	needed, err := s.SetupNeeded(ctx)
	if err != nil || !needed {
		return "", err
	}
	s.setup.mu.Lock()
	defer s.setup.mu.Unlock()
	if s.setup.code != "" {
		return s.setup.code, nil
	}
	code := rand.Text() // 130 bits
	err = s.store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.Exec("DELETE FROM setup_codes").Error; err != nil {
			return err
		}
		return tx.Create(&setupCodeRow{CodeHash: web.HashToken(code), CreatedAt: store.At(tx.Now)})
	})
	if err == nil {
		s.setup.code = code
	}
	return s.setup.code, err
}

// SetupCodeFor returns the code to a browser that stands beside the box, and an empty one to all others.
//
// On an empty box this lets whoever is first in the dealership's own network make the first
// manager, as with a new router: there is nothing in the box yet, it ends for good with the first
// manager, and an intruder's manager would be noticed by the owner, who cannot make theirs and
// starts over with an empty data folder. It holds only for private addresses without a strange
// proxy in between, and only when the browser asked for a name that no outsider can own, so that
// a website cannot ask for the code by pointing its own name at the box.
func (s *Service) SetupCodeFor(ctx context.Context, caller web.Caller) (string, error) {
	if !caller.Near || !isLocalName(caller.Origin) {
		return "", nil
	}
	return s.SetupCode(ctx)
}

// isLocalName tells whether an origin names the box by an address or by a name that only exists in a local network.
func isLocalName(origin string) bool {
	u, err := url.Parse(origin)
	if err != nil {
		return false
	}
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	if net.ParseIP(host) != nil || (host != "" && !strings.Contains(host, ".")) {
		return true
	}
	for _, ending := range []string{".local", ".lan", ".internal", ".home.arpa", ".localhost"} {
		if strings.HasSuffix(host, ending) {
			return true
		}
	}
	return false
}

// Setup is what the first manager enters.
type Setup struct {
	Code     string
	Name     string // of the dealership
	Language string
	TimeZone string
	Currency string
	Brands   []system.Brand
	Manager  NewUser
}

// SetUp makes the dealership, its brands and the first manager, all or nothing, and signs the
// manager in. Problems: setup_done, setup_code_wrong, invalid_input, too_many_attempts, busy.
func (s *Service) SetUp(ctx context.Context, in Setup) (SignedIn, error) {
	address := web.AddressKey(web.CallerFrom(ctx).Address)
	if err := s.byAddress.Take(address); err != nil {
		return SignedIn{}, err
	}
	if err := checkSetupCode(s.store.Read(ctx), in.Code); err != nil {
		return SignedIn{}, err
	}
	s.byAddress.Undo(address)
	in.Manager.Language, in.Manager.Roles = in.Language, []web.Role{web.DealerManager}
	row, err := s.prepare(ctx, in.Manager)
	if err != nil {
		return SignedIn{}, below("manager", err)
	}
	wanted := system.Default(in.Language, in.TimeZone)
	wanted.Name, wanted.Currency, wanted.Brands = in.Name, in.Currency, in.Brands
	var signed SignedIn
	err = s.store.Write(ctx, func(tx *store.Tx) error {
		signed, err = s.setUp(tx, in.Code, wanted, &row)
		return err
	})
	s.system.Forget()
	if err != nil {
		return SignedIn{}, err
	}
	signed.Session, err = s.session(ctx, row.user())
	return signed, err
}

func (s *Service) setUp(tx *store.Tx, code string, wanted system.Dealership, row *userRow) (SignedIn, error) {
	if err := checkSetupCode(tx.DB, code); err != nil {
		return SignedIn{}, err
	}
	if err := tx.Exec("UPDATE setup_codes SET used_at = ? WHERE code_hash = ?", store.At(tx.Now), web.HashToken(code)).Error; err != nil {
		return SignedIn{}, err
	}
	actor := row.user().Actor()
	if err := s.system.Establish(tx, actor, wanted); err != nil {
		return SignedIn{}, below("dealership", err)
	}
	if err := add(tx, actor, row); err != nil {
		return SignedIn{}, below("manager", err)
	}
	return open(tx, *row, false)
}

func checkSetupCode(db *gorm.DB, code string) error {
	n, err := managers(db)
	if err != nil {
		return err
	}
	if n > 0 {
		return problem.New(problem.Gone, "setup_done")
	}
	var valid bool
	err = db.Raw("SELECT EXISTS (SELECT 1 FROM setup_codes WHERE code_hash = ? AND used_at IS NULL)", web.HashToken(code)).Scan(&valid).Error
	if err == nil && !valid {
		return problem.New(problem.Forbidden, "setup_code_wrong")
	}
	return err
}

// below puts the fields of a problem where the setup's input has them.
func below(part string, err error) error {
	p := problem.As(err)
	if p == nil {
		return err
	}
	names := make([]string, 0, len(p.Fields))
	for i := range p.Fields {
		location := &p.Fields[i].Location
		if !strings.HasPrefix(*location, "brands") {
			*location = part + "." + *location
		}
		names = append(names, *location)
	}
	if p.Code == "invalid_input" {
		p.Args = map[string]any{"fields": strings.Join(names, ", ")}
	}
	return p
}
