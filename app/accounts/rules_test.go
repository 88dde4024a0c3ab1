package accounts

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"pgregory.net/rapid"

	"fleetbox/app/locale"
	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/system"
	"fleetbox/app/web"
	"fleetbox/embed"
)

func TestPasswordRule(t *testing.T) {
	cases := []struct {
		password string
		missing  string
	}{
		{"Workshop-2026", ""},
		{"", "password_short password_capital password_digit password_special"},
		{"workshop-2026", "password_capital"},
		{"Workshop-Year", "password_digit"},
		{"Workshop2026", "password_special"},
		{"Wor-2026", "password_short"},
		{"Été-à-Paris-7", ""},
		{"Ключ от гаража 7", "password_special"}, // a space is not special
		{strings.Repeat("Aa1-", 33), "password_long"},
	}
	for _, c := range cases {
		if got := strings.Join(missingIn(c.password), " "); got != c.missing {
			t.Errorf("%q lacks %q, wanted %q", c.password, got, c.missing)
		}
	}
}

// Taking the rule's words one by one gives the same answer, and more characters never make a
// password worse, until it is too long.
func TestPasswordRuleHoldsForAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		password := rapid.StringOfN(rapid.RuneFrom([]rune("aAéÉ19-_ €"), unicode.L, unicode.N, unicode.P), 0, 160, -1).Draw(t, "password")
		missing := missingIn(password)
		has := func(is func(rune) bool) bool { return strings.ContainsFunc(normal(password), is) }
		n := utf8.RuneCountInString(normal(password))
		wanted := map[string]bool{
			"password_short": n < 10, "password_long": n > 128,
			"password_capital": !has(unicode.IsUpper), "password_digit": !has(unicode.IsDigit),
			"password_special": !has(func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) }),
		}
		for code, want := range wanted {
			if slices.Contains(missing, code) != want {
				t.Fatalf("%q: %s is %v", password, code, !want)
			}
		}
		longer := missingIn(password + "x")
		for _, code := range longer {
			if code != "password_long" && !slices.Contains(missing, code) {
				t.Fatalf("%q: one more letter brings %s", password, code)
			}
		}
	})
}

func TestNewPasswordsKeepTheRule(t *testing.T) {
	seen := map[string]bool{}
	for range 200 {
		password := NewPassword()
		if missing := missingIn(password); missing != nil || seen[password] {
			t.Fatalf("%q lacks %v", password, missing)
		}
		seen[password] = true
	}
}

func TestHashing(t *testing.T) {
	h, ctx := newHasher(), context.Background()
	hash, err := h.hash(ctx, "Caf\u00e9-Workshop-1")
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("%v %q", err, hash)
	}
	cases := []struct {
		name, password, hash string
		matches              bool
	}{
		{"the same", "Caf\u00e9-Workshop-1", hash, true},
		{"composed by another keyboard", "Cafe\u0301-Workshop-1", hash, true},
		{"another", "Cafe-Workshop-1", hash, false},
		{"nothing", "", hash, false},
		{"nobody's", "Caf\u00e9-Workshop-1", "", false},
		{"the decoy's", "", "", false},
		{"too long, never hashed", strings.Repeat("x", 1<<20), hash, false},
	}
	for _, c := range cases {
		if matches, err := h.matches(ctx, c.password, c.hash); err != nil || matches != c.matches {
			t.Errorf("%s: %v %v", c.name, matches, err)
		}
	}
}

func TestOneHashAtATime(t *testing.T) {
	h := newHasher()
	leave, err := h.take(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	if _, err := h.hash(ctx, "x"); !problem.Is(err, "busy") {
		t.Errorf("%v, wanted busy", err)
	}
	leave()
	if _, err := h.hash(context.Background(), "x"); err != nil {
		t.Error(err)
	}
}

// An unknown address must cost as much time as a wrong password, or it tells who works here. So the
// same work is done for both: while the hasher is taken, both have to wait for it.
func TestAnUnknownAddressIsHashedToo(t *testing.T) {
	st, err := store.Open(context.Background(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	s := New(Options{Store: st, System: system.New(st, texts(t)), Texts: texts(t)})
	advisor := NewUser{FirstName: "A", LastName: "B", Email: "a@example.com", Language: "en", Roles: []web.Role{web.BackOffice}, Password: "Workshop-2026"}
	if _, err := s.Create(context.Background(), web.System(), advisor); err != nil {
		t.Fatal(err)
	}
	leave, err := s.hasher.take(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer leave()
	for _, email := range []string{"a@example.com", "nobody@example.com"} {
		ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
		if _, err := s.SignIn(ctx, email, "Wrong-2026!", false); !problem.Is(err, "busy") {
			t.Errorf("%s: %v, wanted to wait for the hasher", email, err)
		}
		cancel()
	}
	known, err := argon2id.CreateHash("x", &s.hasher.params)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Split(s.hasher.decoy, "$")[3], strings.Split(known, "$")[3]; got != want {
		t.Errorf("the decoy is hashed with %s, passwords with %s", got, want)
	}
}

func TestLocalNames(t *testing.T) {
	for origin, local := range map[string]bool{
		"https://192.168.1.20:8443": true, "http://[fe80::1]:8080": true, "https://fleetbox:8443": true, "https://fleetbox.local": true,
		"http://localhost:9000": true, "https://box.lan.": true, "https://BOX.LOCAL": true,
		"https://evil.example": false, "https://192.168.1.20.nip.io": false, "https://local": true, "https://": false, "": false,
	} {
		if isLocalName(origin) != local {
			t.Errorf("%q: %v", origin, !local)
		}
	}
}

// However a manager patches, a user that passes the check can sign in exactly with a role for it.
func TestUsersThatPassTheCheckAreWhole(t *testing.T) {
	s := Service{texts: texts(t)}
	text := rapid.SampledFrom([]string{"", " ", "Mia", " Mia ", "mia@example.com", "MIA@EXAMPLE.COM", "+49 30 12345", "de"})
	rapid.Check(t, func(t *rapid.T) {
		email := text.Draw(t, "email")
		u := User{
			FirstName: text.Draw(t, "first"), LastName: text.Draw(t, "last"), Email: &email, Phone: text.Draw(t, "phone"),
			Language: "de", Active: rapid.Bool().Draw(t, "active"), HasPassword: rapid.Bool().Draw(t, "has password"),
			Roles: rapid.SliceOfN(rapid.SampledFrom(append(web.AllRoles(), "boss")), 0, 4).Draw(t, "roles"),
		}
		u.tidy()
		if u.check(s.texts, nil) != nil {
			return
		}
		if u.FirstName == "" || u.LastName == "" || len(u.Roles) == 0 || slices.Contains(u.Roles, "boss") {
			t.Fatalf("%+v", u)
		}
		if u.Email != nil && *u.Email != strings.ToLower(strings.TrimSpace(*u.Email)) {
			t.Fatalf("%q", *u.Email)
		}
		if u.Active && u.SignsIn() && (u.Email == nil || !u.HasPassword) {
			t.Fatalf("%+v cannot sign in", u)
		}
	})
}

func texts(t testing.TB) *locale.Catalogue {
	t.Helper()
	catalogue, err := locale.Load(embed.Locales())
	if err != nil {
		t.Fatal(err)
	}
	return catalogue
}
