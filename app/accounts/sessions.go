package accounts

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/system"
	"fleetbox/app/web"
)

// CookieName is the cookie that carries a session's token.
const CookieName = "fleetbox_session"

const (
	rememberFor = 90 * 24 * time.Hour
	idleFor     = 12 * time.Hour
	seenEvery   = 5 * time.Minute // how often a session that is in use is written

	freePerEmail, longestPerEmail     = 5, time.Minute
	freePerAddress, longestPerAddress = 20, 5 * time.Minute
)

// Session is what a screen needs to know after signing in.
type Session struct {
	User       User              `json:"user"`
	Rights     []web.Right       `json:"rights"`
	Modes      []web.Mode        `json:"modes" enum:"after_sales,sales" doc:"The sides of the house that the user sees"`
	Dealership system.Dealership `json:"dealership"`
	Version    string            `json:"version" doc:"Of FleetBox"`
}

// SignedIn is a new session: its token, shown only now, and whether it outlives the browser.
type SignedIn struct {
	Token    string
	Remember bool
	Session  Session
}

// SignIn opens a session. Problems: wrong_credentials, whichever of the two is wrong or whether the
// user is inactive; too_many_attempts; busy.
func (s *Service) SignIn(ctx context.Context, email, password string, remember bool) (SignedIn, error) {
	email = tidyEmail(email)
	address := web.AddressKey(web.CallerFrom(ctx).Address)
	if err := s.byAddress.Take(address); err != nil {
		return SignedIn{}, err
	}
	if err := s.byEmail.Take(email); err != nil {
		s.byAddress.Undo(address) // refused unheard, so nothing was guessed
		return SignedIn{}, err
	}
	row, err := s.recognise(ctx, email, password)
	if problem.Is(err, "wrong_credentials") {
		return SignedIn{}, err // a guess: it stays counted
	}
	s.byAddress.Undo(address)
	if err != nil {
		s.byEmail.Undo(email)
		return SignedIn{}, err
	}
	s.byEmail.Forget(email)
	var signed SignedIn
	err = s.store.Write(ctx, func(tx *store.Tx) error {
		now, err := find(tx.DB, row.ID)
		if err != nil {
			return err
		}
		if !now.Active || now.PasswordHash != row.PasswordHash { // it changed while the password was checked
			return problem.New(problem.SignedOut, "wrong_credentials")
		}
		signed, err = open(tx, now, remember)
		return err
	})
	if err != nil {
		return SignedIn{}, err
	}
	signed.Session, err = s.session(ctx, row.user())
	return signed, err
}

// recognise returns the user to whom e-mail address and password belong; problems wrong_credentials, busy.
func (s *Service) recognise(ctx context.Context, email, password string) (userRow, error) {
	row, err := findByEmail(s.store.Read(ctx), email)
	if err != nil && !problem.Is(err, "not_found") {
		return userRow{}, err
	}
	matches, err := s.hasher.matches(ctx, password, row.PasswordHash)
	if err != nil {
		return userRow{}, err
	}
	if !matches || !row.Active || !row.user().SignsIn() {
		return userRow{}, problem.New(problem.SignedOut, "wrong_credentials")
	}
	return row, nil
}

// open writes a new session of a user.
func open(tx *store.Tx, row userRow, remember bool) (SignedIn, error) {
	token, hash := web.NewToken()
	return SignedIn{Token: token, Remember: remember}, tx.Create(&sessionRow{
		TokenHash: hash, UserID: row.ID, Remember: remember,
		CreatedAt: store.At(tx.Now), SeenAt: store.At(tx.Now), ExpiresAt: store.At(tx.Now.Add(lifetime(remember))),
	})
}

func lifetime(remember bool) time.Duration {
	if remember {
		return rememberFor
	}
	return idleFor
}

// session describes a user's session.
func (s *Service) session(ctx context.Context, u User) (Session, error) {
	d, err := s.system.Dealership(ctx)
	return Session{User: u, Rights: u.Actor().Rights(), Modes: u.Actor().Modes(), Dealership: d, Version: s.version}, err
}

// Authenticator recognises the cookie of a session. It asks the database each time, so that a
// session is dead the moment it is ended, by whichever process.
func (s *Service) Authenticator() web.Authenticator {
	return func(r *http.Request) (web.Actor, error) {
		cookie, err := r.Cookie(CookieName)
		if err != nil || cookie.Value == "" {
			return web.Actor{}, nil //nolint:nilerr // the one error is that there is no cookie: nobody is signed in
		}
		hash := web.HashToken(cookie.Value)
		found, err := s.lookUp(r.Context(), hash)
		if store.NotFound(err) {
			return web.Actor{}, nil
		}
		if err != nil {
			return web.Actor{}, err
		}
		now := s.store.Now()
		if !now.Before(found.ExpiresAt.Time) {
			return web.Actor{}, nil
		}
		user := User{ID: found.ID, FirstName: found.FirstName, LastName: found.LastName, Language: found.Language, Roles: found.Roles.V}
		if !user.SignsIn() {
			return web.Actor{}, nil
		}
		s.noteUse(r.Context(), hash, found, now)
		return user.Actor(), nil
	}
}

// inUse is a session together with what is needed of its user.
type inUse struct {
	SeenAt, ExpiresAt                 store.Time
	Remember                          bool
	ID, FirstName, LastName, Language string
	Roles                             store.JSON[[]web.Role]
}

func (s *Service) lookUp(ctx context.Context, hash []byte) (inUse, error) {
	var found inUse
	err := s.store.Read(ctx).Raw(`SELECT s.seen_at, s.expires_at, s.remember, u.id, u.first_name, u.last_name, u.language, u.roles
		FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token_hash = ? AND u.active`, hash).Row().
		Scan(&found.SeenAt, &found.ExpiresAt, &found.Remember, &found.ID, &found.FirstName, &found.LastName, &found.Language, &found.Roles)
	return found, err
}

// noteUse moves the end of a session that is in use, seldom enough to cost nothing. A session
// that nobody told to remember ends when it was idle; a clock that was set back makes none longer.
func (s *Service) noteUse(ctx context.Context, hash []byte, found inUse, now time.Time) {
	since := now.Sub(found.SeenAt.Time)
	if since >= 0 && since < seenEvery {
		return
	}
	expires := found.ExpiresAt.Time
	if latest := now.Add(lifetime(found.Remember)); !found.Remember || expires.After(latest) {
		expires = latest
	}
	err := s.store.Write(ctx, func(tx *store.Tx) error {
		return tx.Exec("UPDATE sessions SET seen_at = ?, expires_at = ? WHERE token_hash = ?", store.At(now), store.At(expires), hash).Error
	})
	if err != nil { // a full disk must not sign everybody out
		slog.Warn("session in use not noted", "error", err)
	}
}

// SignOut ends the session with this token, if there is one.
func (s *Service) SignOut(ctx context.Context, token string) error {
	hash := web.HashToken(token)
	return s.store.Write(ctx, func(tx *store.Tx) error {
		var userID string
		err := tx.Raw("DELETE FROM sessions WHERE token_hash = ? RETURNING user_id", hash).Row().Scan(&userID)
		if store.NotFound(err) {
			return nil
		}
		if err != nil {
			return err
		}
		return tx.Announce("user", userID) // ends the session's event stream
	})
}

// ChangePassword replaces the actor's own password and ends their sessions, but for the one with
// this token. Problems: wrong_password, too_many_attempts, invalid_input, busy.
func (s *Service) ChangePassword(ctx context.Context, actor web.Actor, current, wanted, token string) error {
	row, err := find(s.store.Read(ctx), actor.ID)
	if err != nil {
		return err
	}
	if missing := missingIn(wanted); len(missing) > 0 {
		var c problem.Check
		for _, code := range missing {
			c.Fail("new", code)
		}
		return c.Err()
	}
	if err := s.byEmail.Take(actor.ID); err != nil { // by user: a stolen session must not lock the door for sign-ins
		return err
	}
	matches, err := s.hasher.matches(ctx, current, row.PasswordHash)
	if err != nil {
		s.byEmail.Undo(actor.ID)
		return err
	}
	if !matches {
		var c problem.Check
		c.Fail("current", "wrong_password")
		return c.Err()
	}
	s.byEmail.Forget(actor.ID)
	_, err = s.change(ctx, actor, actor.ID, Patch{Password: &wanted}, web.HashToken(token), func(now userRow) error {
		if now.PasswordHash != row.PasswordHash { // it changed while the old one was checked
			return problem.New(problem.Conflict, "changed_meanwhile")
		}
		return nil
	})
	return err
}

// PurgeSessions forgets sessions that have expired; to be called now and then.
func (s *Service) PurgeSessions(ctx context.Context) error {
	return s.store.Write(ctx, func(tx *store.Tx) error {
		return tx.Exec("DELETE FROM sessions WHERE expires_at <= ?", store.At(tx.Now)).Error
	})
}

// cookie carries a session's token to the browser. Without encryption, which only development
// and a TLS proxy do without, a browser would not send a secure cookie back.
func (signed SignedIn) cookie(ctx context.Context) http.Cookie {
	cookie := emptyCookie(ctx)
	cookie.Value = signed.Token
	if signed.Remember {
		cookie.MaxAge = int(rememberFor.Seconds())
	}
	return cookie
}

func emptyCookie(ctx context.Context) http.Cookie {
	return http.Cookie{Name: CookieName, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: web.CallerFrom(ctx).Secure}
}
