package accounts

import (
	"context"
	"crypto/rand"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"

	"fleetbox/app/problem"
)

const (
	minPassword = 10
	maxPassword = 128 // characters, so that nobody can make the box hash a novel
)

// missingIn returns what a password lacks, as keys below problem.field; nothing when it is good.
func missingIn(password string) []string {
	password = normal(password)
	var capital, digit, special bool
	for _, r := range password {
		capital = capital || unicode.IsUpper(r)
		digit = digit || unicode.IsDigit(r)
		special = special || unicode.IsPunct(r) || unicode.IsSymbol(r)
	}
	var missing []string
	for _, rule := range []struct {
		kept bool
		code string
	}{
		{utf8.RuneCountInString(password) >= minPassword, "password_short"},
		{utf8.RuneCountInString(password) <= maxPassword, "password_long"},
		{capital, "password_capital"},
		{digit, "password_digit"},
		{special, "password_special"},
	} {
		if !rule.kept {
			missing = append(missing, rule.code)
		}
	}
	return missing
}

// normal makes one password of the ways in which keyboards compose the same letters.
func normal(password string) string { return norm.NFC.String(password) }

// NewPassword makes up a password of 75 random bits. Its first group keeps the rule, whatever is drawn.
func NewPassword() string {
	text := strings.ToLower(rand.Text())
	return "B7-" + text[:5] + "-" + text[5:10] + "-" + text[10:15]
}

// hasher keeps and checks passwords with argon2id. One hash takes some 19 MiB for some 40 ms, so
// only one is made at a time: a rush of sign-ins must not take the memory of a small box.
type hasher struct {
	params argon2id.Params
	turn   chan struct{}
	decoy  string // checked for whoever has no password, so that the answer takes as long
}

const hashWait = 5 * time.Second

func newHasher() hasher {
	return hasher{
		params: argon2id.Params{Memory: 19 << 10, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32},
		turn:   make(chan struct{}, 1),
		decoy:  "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
	}
}

// take waits for the turn; problem busy when it does not come soon.
func (h hasher) take(ctx context.Context) (leave func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, hashWait)
	defer cancel()
	select {
	case h.turn <- struct{}{}:
		return func() { <-h.turn }, nil
	case <-ctx.Done():
		return nil, problem.New(problem.Unavailable, "busy").Because(ctx.Err())
	}
}

func (h hasher) hash(ctx context.Context, password string) (string, error) {
	leave, err := h.take(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	return argon2id.CreateHash(normal(password), &h.params)
}

// matches tells whether password belongs to hash. An empty hash matches nothing, as slowly as any other.
func (h hasher) matches(ctx context.Context, password, hash string) (bool, error) {
	leave, err := h.take(ctx)
	if err != nil {
		return false, err
	}
	defer leave()
	if utf8.RuneCountInString(password) > maxPassword {
		password = ""
	}
	if hash == "" {
		_, err := argon2id.ComparePasswordAndHash(normal(password), h.decoy)
		return false, err
	}
	return argon2id.ComparePasswordAndHash(normal(password), hash)
}
