package devices

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"

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
	quietZone    = 4 // modules around a QR code
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

func (s *Service) pairing(ctx context.Context, code string, row deviceRow) (Pairing, error) {
	address := s.base(web.CallerFrom(ctx)) + "/phone/pair?code=" + url.QueryEscape(code)
	drawing, err := drawQR(address)
	return Pairing{Code: shown(code), URL: address, QRSVG: drawing, ExpiresAt: row.PairingExpiresAt.Time}, err
}

// drawQR draws text as a QR code: black on white in every colour scheme, or cameras do not see it.
func drawQR(text string) (string, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return "", err
	}
	size := code.Bounds().Dx()
	var path strings.Builder
	for y := range size {
		for x := 0; x < size; x++ {
			run := 0
			for x+run < size && dark(code, x+run, y) {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x+quietZone, y+quietZone, run, run)
				x += run
			}
		}
	}
	whole := size + 2*quietZone
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges">`+
		`<path fill="#fff" d="M0 0h%dv%dH0z"/><path fill="#000" d="%s"/></svg>`, whole, whole, whole, whole, path.String()), nil
}

func dark(code barcode.Barcode, x, y int) bool {
	red, _, _, _ := code.At(x, y).RGBA()
	return red == 0
}
