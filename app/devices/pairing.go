package devices

import (
	"context"
	"crypto/rand"
	"net/url"
	"strings"
	"time"

	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/web"
)

const (
	pairingFor = 10 * time.Minute
	codeLength = 10
	// Without letters and digits that are taken for each other. 31^10 codes, at most a few of them
	// valid for ten minutes, and few tries an address: there is nothing to gain by guessing.
	codeAlphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
)

// newCode draws a pairing code, each with the same chance.
func newCode() string {
	code := make([]byte, 0, codeLength)
	random := make([]byte, 1)
	for len(code) < codeLength {
		_, _ = rand.Read(random)
		if n := int(random[0]) & 31; n < len(codeAlphabet) {
			code = append(code, codeAlphabet[n])
		}
	}
	return string(code)
}

// shown writes a code in two groups.
func shown(code string) string { return code[:codeLength/2] + "-" + code[codeLength/2:] }

// typed reads a code as people type it.
func typed(code string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(codeAlphabet, r) {
			return r
		}
		return -1
	}, strings.ToUpper(code))
}

// offer gives the device a new code, of which it keeps the hash.
func (row *deviceRow) offer(now time.Time) (code string) {
	code = newCode()
	expires := store.At(now.Add(pairingFor))
	row.PairingHash, row.PairingExpiresAt = web.HashToken(code), &expires
	return code
}

// acceptsCode tells whether the code of the device can still be used. A used one stays known, so
// that a second phone learns why it is refused. A clock that was set back makes no code last longer.
func (row deviceRow) acceptsCode(now time.Time) error {
	if row.PairingExpiresAt == nil {
		return problem.New(problem.Conflict, "pairing_used")
	}
	left := row.PairingExpiresAt.Sub(now)
	if left <= 0 || left > pairingFor+time.Minute {
		return problem.New(problem.Gone, "pairing_expired")
	}
	return nil
}

// PairingPath is where the phone app pairs with a code.
func PairingPath(code string) string { return "/phone/pair?code=" + url.QueryEscape(code) }

func (s *Service) pairing(ctx context.Context, code string, row deviceRow) (Pairing, error) {
	address := s.pairingURL(web.CallerFrom(ctx), code)
	drawing, err := web.DrawQR(address)
	return Pairing{Code: shown(code), URL: address, QRSVG: drawing, ExpiresAt: row.PairingExpiresAt.Time}, err
}
