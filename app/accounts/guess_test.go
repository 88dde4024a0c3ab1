package accounts_test

import (
	"context"
	"errors"
	"testing"

	"fleetbox/app/problem"
	"fleetbox/app/web"
	"fleetbox/app/web/webtest"
)

func TestWhatTheBoxCouldNotCheckIsNoGuess(t *testing.T) {
	b := start(t)
	b.NewUser(advisorEmail, web.BackOffice)
	ctx := context.Background()
	gone, cancel := context.WithCancel(ctx)
	cancel()
	for range 40 {
		if _, err := b.Accounts.SignIn(gone, advisorEmail, webtest.Password, false); !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	signIn := func(password string) error {
		_, err := b.Accounts.SignIn(ctx, advisorEmail, password, false)
		return err
	}
	if err := signIn("Wrong-2026!"); !problem.Is(err, "wrong_credentials") {
		t.Fatal(err)
	}
	if err := signIn(webtest.Password); err != nil {
		t.Fatal(err)
	}
}
