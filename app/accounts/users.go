package accounts

import (
	"context"

	"gorm.io/gorm"

	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/system"
	"fleetbox/app/web"
)

// Users returns everybody, also those who are no longer active, by last name.
func (s *Service) Users(ctx context.Context) ([]User, error) {
	rows, err := list(s.store.Read(ctx))
	if err != nil {
		return nil, err
	}
	users := make([]User, 0, len(rows))
	for _, row := range rows {
		users = append(users, row.user())
	}
	return users, nil
}

// User returns one user; problem not_found when there is none.
func (s *Service) User(ctx context.Context, id string) (User, error) {
	row, err := find(s.store.Read(ctx), id)
	return row.user(), err
}

// Create adds a user; problems invalid_input and email_taken.
func (s *Service) Create(ctx context.Context, actor web.Actor, n NewUser) (User, error) {
	row, err := s.prepare(ctx, n)
	if err != nil {
		return User{}, err
	}
	err = s.store.Write(ctx, func(tx *store.Tx) error { return add(tx, actor, &row) })
	return row.user(), err
}

// prepare checks a new user and hashes the password, outside of any transaction: hashing is slow.
func (s *Service) prepare(ctx context.Context, n NewUser) (userRow, error) {
	u := User{
		FirstName: n.FirstName, LastName: n.LastName, Email: &n.Email, Phone: n.Phone,
		Language: n.Language, Roles: n.Roles, Active: true,
	}
	u.tidy()
	var password *string
	if n.Password != "" {
		password = &n.Password
	}
	if err := u.check(s.texts, password); err != nil {
		return userRow{}, err
	}
	row := userRow{ID: store.NewID()}
	row.keep(u)
	if password == nil {
		return row, nil
	}
	var err error
	row.PasswordHash, err = s.hasher.hash(ctx, *password)
	return row, err
}

func add(tx *store.Tx, actor web.Actor, row *userRow) error {
	if err := row.insert(tx); err != nil {
		return err
	}
	created, err := system.Difference(struct{}{}, row.user())
	if err != nil {
		return err
	}
	return record(tx, actor, row.ID, "created", created)
}

func record(tx *store.Tx, actor web.Actor, id, action string, changed map[string]system.Changed) error {
	if err := system.RecordChange(tx, actor, "user", id, action, changed); err != nil {
		return err
	}
	return tx.Announce("user", id)
}

// AddUser adds a user on behalf of whoever sits at the box's own console. On an empty box it makes
// a dealership with what is usual for the language, for the user to complete.
func (s *Service) AddUser(ctx context.Context, n NewUser) (User, error) {
	row, err := s.prepare(ctx, n)
	if err != nil {
		return User{}, err
	}
	err = s.store.Write(ctx, func(tx *store.Tx) error {
		exists, err := s.system.Exists(tx)
		if err != nil {
			return err
		}
		if !exists {
			if err := s.system.Establish(tx, web.System(), firstDealership(n.Language)); err != nil {
				return err
			}
		}
		return add(tx, web.System(), &row)
	})
	s.system.Forget()
	return row.user(), err
}

func firstDealership(language string) system.Dealership {
	d := system.Default(language, "")
	d.Name = "FleetBox"
	d.Brands = []system.Brand{{Name: "FleetBox", Color: "#1c5d99"}}
	return d
}

// Change is a manager's change of a user. version is the one that the manager saw: when it is no
// longer current nothing is changed and the problem changed_meanwhile comes back. Other problems:
// not_found, invalid_input, email_taken, last_manager. keptSession is the hash of the caller's own
// session, which survives a new password.
func (s *Service) Change(ctx context.Context, actor web.Actor, id string, version int, patch Patch, keptSession []byte) (User, error) {
	return s.change(ctx, actor, id, patch, keptSession, func(row userRow) error {
		if row.Version != version {
			return problem.New(problem.Conflict, "changed_meanwhile").With(row.user())
		}
		return nil
	})
}

// ChangeProfile is a user's change of their own name, phone or language.
func (s *Service) ChangeProfile(ctx context.Context, actor web.Actor, patch Patch) (User, error) {
	own := Patch{FirstName: patch.FirstName, LastName: patch.LastName, Phone: patch.Phone, Language: patch.Language}
	return s.change(ctx, actor, actor.ID, own, nil, func(userRow) error { return nil })
}

func (s *Service) change(ctx context.Context, actor web.Actor, id string, patch Patch, keptSession []byte, allowed func(userRow) error) (User, error) {
	hash, err := s.hashNew(ctx, patch.Password)
	if err != nil {
		return User{}, err
	}
	var changed User
	err = s.store.Write(ctx, func(tx *store.Tx) error {
		row, err := find(tx.DB, id)
		if err != nil {
			return err
		}
		if err := allowed(row); err != nil {
			return err
		}
		before := row.user()
		after := before
		patch.apply(&after)
		after.tidy()
		if err := after.check(s.texts, patch.Password); err != nil {
			return err
		}
		row.keep(after)
		if hash != "" {
			row.PasswordHash = hash
		}
		if !after.SignsIn() {
			row.PasswordHash = ""
		}
		if err := mayManageOn(tx.DB, before, row.user()); err != nil {
			return err
		}
		changed, err = write(tx, actor, before, &row, hash != "", keptSession)
		return err
	})
	return changed, err
}

// hashNew hashes a password that keeps the rule; check refuses the others in the transaction.
func (s *Service) hashNew(ctx context.Context, password *string) (string, error) {
	if password == nil || len(missingIn(*password)) > 0 {
		return "", nil
	}
	return s.hasher.hash(ctx, *password)
}

// mayManageOn refuses to leave the dealership without anybody who can manage it.
func mayManageOn(db *gorm.DB, before, after User) error {
	if !before.Manages() || after.Manages() {
		return nil
	}
	n, err := managers(db)
	if err != nil {
		return err
	}
	if n <= 1 {
		return problem.New(problem.Conflict, "last_manager")
	}
	return nil
}

// write stores a changed user with its record and ends the sessions that the change outdates.
func write(tx *store.Tx, actor web.Actor, before User, row *userRow, newPassword bool, keptSession []byte) (User, error) {
	changed, err := system.Difference(before, row.user())
	if err != nil || (len(changed) == 0 && !newPassword) {
		return before, err
	}
	if err := row.save(tx); err != nil {
		return User{}, err
	}
	after := row.user()
	switch {
	case !after.Active || !after.SignsIn():
		err = endSessions(tx, row.ID, nil)
	case newPassword:
		err = endSessions(tx, row.ID, keptSession)
	}
	if err != nil {
		return User{}, err
	}
	if len(changed) > 0 {
		err = record(tx, actor, row.ID, "changed", changed)
	}
	if err == nil && newPassword {
		err = record(tx, actor, row.ID, "password_changed", nil)
	}
	return after, err
}
