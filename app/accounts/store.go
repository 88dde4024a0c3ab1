package accounts

import (
	"strings"

	"gorm.io/gorm"

	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/web"
)

// userRow is a user without the photo, which only its own address reads.
type userRow struct {
	ID           string `gorm:"primaryKey"`
	FirstName    string
	LastName     string
	Email        *string
	Phone        string
	Language     string
	Roles        store.JSON[[]web.Role]
	PasswordHash string
	Active       bool
	PhotoVersion int  `gorm:"->"` // written with the photo alone
	HasPhoto     bool `gorm:"->;-:migration"`
	CreatedAt    store.Time
	UpdatedAt    store.Time
	Version      int
}

func (userRow) TableName() string { return "users" }

const userColumns = "id, first_name, last_name, email, phone, language, roles, password_hash, active, photo_version, " +
	"photo IS NOT NULL AS has_photo, created_at, updated_at, version"

func (row userRow) user() User {
	u := User{
		ID: row.ID, FirstName: row.FirstName, LastName: row.LastName, Email: row.Email, Phone: row.Phone,
		Language: row.Language, Roles: row.Roles.V, Active: row.Active, HasPassword: row.PasswordHash != "", Version: row.Version,
	}
	if row.HasPhoto {
		url := photoURL(row.ID, row.PhotoVersion)
		u.PhotoURL = &url
	}
	return u
}

// keep takes over what may change of a user.
func (row *userRow) keep(u User) {
	row.FirstName, row.LastName, row.Email, row.Phone = u.FirstName, u.LastName, u.Email, u.Phone
	row.Language, row.Active, row.Roles.V = u.Language, u.Active, u.Roles
}

func find(db *gorm.DB, id string) (userRow, error) {
	return take(db.Where("id = ?", id))
}

func findByEmail(db *gorm.DB, email string) (userRow, error) {
	return take(db.Where("email = ?", email))
}

func take(query *gorm.DB) (userRow, error) {
	var row userRow
	err := query.Select(userColumns).Take(&row).Error
	if store.NotFound(err) {
		return row, problem.New(problem.NotFound, "not_found")
	}
	return row, err
}

func list(db *gorm.DB) ([]userRow, error) {
	var rows []userRow
	err := db.Select(userColumns).Order("last_name COLLATE NOCASE, first_name COLLATE NOCASE, id").Find(&rows).Error
	return rows, err
}

func (row *userRow) insert(tx *store.Tx) error {
	row.CreatedAt, row.UpdatedAt, row.Version = store.At(tx.Now), store.At(tx.Now), 1
	return freeEmail(tx.Create(row))
}

func (row *userRow) save(tx *store.Tx) error {
	row.UpdatedAt = store.At(tx.Now)
	row.Version++
	return freeEmail(tx.Save(row).Error)
}

// freeEmail turns the refusal of an address that somebody else has into a problem.
func freeEmail(err error) error {
	if err != nil && strings.Contains(err.Error(), "UNIQUE constraint failed: users.email") {
		return problem.New(problem.Conflict, "email_taken").On("email", "taken")
	}
	return err
}

// managers counts the dealer managers who can act.
func managers(db *gorm.DB) (int64, error) {
	var n int64
	err := db.Raw(`SELECT count(*) FROM users WHERE active AND password_hash <> ''
		AND EXISTS (SELECT 1 FROM json_each(roles) WHERE value = ?)`, web.DealerManager).Scan(&n).Error
	return n, err
}

type sessionRow struct {
	TokenHash []byte `gorm:"primaryKey"`
	UserID    string
	Remember  bool
	CreatedAt store.Time
	SeenAt    store.Time
	ExpiresAt store.Time
}

func (sessionRow) TableName() string { return "sessions" }

// endSessions ends those of a user, but for the one whose hash is kept.
func endSessions(tx *store.Tx, userID string, kept []byte) error {
	return tx.Exec("DELETE FROM sessions WHERE user_id = ? AND token_hash IS NOT ?", userID, kept).Error
}

type setupCodeRow struct {
	CodeHash  []byte `gorm:"primaryKey"`
	CreatedAt store.Time
	UsedAt    *store.Time
}

func (setupCodeRow) TableName() string { return "setup_codes" }
