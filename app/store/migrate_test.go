package store_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"

	"fleetbox/app/store"
	"fleetbox/embed"
)

// old makes a data folder as the version of FleetBox left it that knew the migrations up to version.
func old(t *testing.T, version int64, statements ...string) string {
	t.Helper()
	ctx, dir := context.Background(), t.TempDir()
	db, err := sql.Open("sqlite", filepath.Join(dir, "fleetbox.db"))
	if err != nil {
		t.Fatal(err)
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, embed.Migrations())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.UpTo(ctx, version); err != nil {
		t.Fatal(err)
	}
	for _, statement := range statements {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// opened opens a folder with today's FleetBox, for as long as the test lasts.
func opened(t *testing.T, dir string) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestMailsThatNobodyWaitedForBecomeObsolete(t *testing.T) {
	dir := old(t, 1,
		"INSERT INTO brands (id, position, name, color) VALUES ('atlas', 0, 'Atlas', '#123456')",
		`INSERT INTO interventions (id, mode, module, brand, reference, status, currency, created_at, updated_at)
			VALUES ('i', 'after_sales', 'mechanics', 'atlas', 'R 1', 'answered', 'EUR', 0, 0)`,
		"INSERT INTO links (id, intervention_id, token_hash, created_at, expires_at) VALUES ('l', 'i', x'00', 0, 1)",
		`INSERT INTO sendings (id, intervention_id, link_id, press_id, purpose, channel, recipient, language, message_id, state, reason, attempts, created_at, finished_at)
			VALUES ('a', 'i', 'l', 'a', 'intervention', 'email', 'a@example.test', 'de', 'a', 'failed', 'answered', 3, 5, 6),
			('b', 'i', 'l', 'b', 'intervention', 'email', 'b@example.test', 'de', 'b', 'failed', 'timeout', 4, 7, 8),
			('c', 'i', 'l', 'c', 'confirmation', 'email', 'c@example.test', 'de', 'c', 'retrying', 'timeout', 1, 9, NULL)`,
		`INSERT INTO history (id, intervention_id, at, kind, actor_kind, actor_id, actor_name, data)
			VALUES ('h', 'i', 6, 'send_failed', 'system', '', 'FleetBox', '{"reason":"answered"}'),
			('k', 'i', 8, 'send_failed', 'system', '', 'FleetBox', '{"reason":"timeout"}')`)
	s := opened(t, dir)
	for query, want := range map[string]string{
		"SELECT group_concat(id || ' ' || state || ' ' || reason || ' ' || attempts || ' ' || created_at, ', ') FROM (SELECT * FROM sendings ORDER BY id)": "a obsolete answered 3 5, b failed timeout 4 7, c retrying timeout 1 9",
		"SELECT group_concat(id || ' ' || kind, ', ') FROM (SELECT * FROM history ORDER BY id)":                                                            "h send_obsolete, k send_failed",
		"SELECT count(*) FROM pragma_foreign_key_check":                                                                                                    "0",
		"SELECT count(*) FROM sqlite_master WHERE name = 'sendings_intervention'":                                                                          "1",
	} {
		var got string
		if err := s.Read(context.Background()).Raw(query).Scan(&got).Error; err != nil || got != want {
			t.Errorf("%s: %q %v, want %q", query, got, err, want)
		}
	}
}

func TestASaveIsSearchedForAnewOnlyWhenItChangedSomething(t *testing.T) {
	ctx := context.Background()
	dir := old(t, 2,
		"INSERT INTO brands (id, position, name, color) VALUES ('atlas', 0, 'Atlas', '#123456')",
		`INSERT INTO interventions (seq, id, mode, module, brand, reference, status, currency, plate, customer_last_name, created_at, updated_at)
			VALUES (1, 'i', 'after_sales', 'mechanics', 'atlas', 'R 1', 'answered', 'EUR', 'B-FX 1234', 'Roth', 0, 0),
				(2, 'k', 'after_sales', 'mechanics', 'atlas', 'R 2', 'answered', 'EUR', 'M-AB 99', 'Roth', 0, 0)`)
	s := opened(t, dir)
	for _, step := range []struct {
		set   string
		least int // rows written, of the search index too
		most  int
		found map[string]string
	}{
		{"plate = plate, customer_last_name = 'Roth', internal_note = 'Soon', version = version + 1", 1, 1, map[string]string{"bfx1234": "1", "roth": "1,2"}},
		{"plate = 'B-FX 5678'", 3, 100, map[string]string{"bfx1234": "", "bfx5678": "1", "roth": "1,2"}},
		{"customer_address = 'Am Markt 7', mileage = NULL", 3, 100, map[string]string{"bfx5678": "1", "markt": "1"}},
	} {
		err := s.Write(ctx, func(tx *store.Tx) error {
			var before, after int
			for _, err := range []error{
				tx.Raw("SELECT total_changes()").Scan(&before).Error,
				tx.Exec("UPDATE interventions SET " + step.set + " WHERE id = 'i'").Error,
				tx.Raw("SELECT total_changes()").Scan(&after).Error,
			} {
				if err != nil {
					return err
				}
			}
			if written := after - before; written < step.least || written > step.most {
				t.Errorf("%s: %d rows written", step.set, written)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for word, want := range step.found {
			var got string
			err := s.Read(ctx).Raw("SELECT coalesce(group_concat(rowid), '') FROM (SELECT rowid FROM interventions_search(?) ORDER BY rowid)", word).Scan(&got).Error
			if err != nil || got != want {
				t.Errorf("after %s, %s is found in %q (%v), want %q", step.set, word, got, err, want)
			}
		}
	}
}

func TestWorksWrittenBeforeTakeMeasuredValues(t *testing.T) {
	dir := old(t, 3,
		"INSERT INTO brands (id, position, name, color) VALUES ('atlas', 0, 'Atlas', '#123456')",
		`INSERT INTO interventions (id, mode, module, brand, reference, status, currency, created_at, updated_at)
			VALUES ('i', 'after_sales', 'mechanics', 'atlas', 'R 1', 'pending', 'EUR', 0, 0)`,
		`INSERT INTO works (id, intervention_id, position, checklist_line, label, urgency, price_includes_vat, vat_bp, quantity, discount_kind, discount_value)
			VALUES ('a', 'i', 0, 'mechanics.tyres.front_tyres', 'Tyres', 'urgent', 1, 0, 1000, 'none', 0),
				('b', 'i', 1, 'mechanics.tyres.puncture', 'Puncture', 'urgent', 1, 0, 1000, 'none', 0),
				('c', 'i', 2, NULL, 'Own', 'urgent', 1, 0, 1000, 'none', 0)`)
	s := opened(t, dir)
	const want = "a tread_depth [] -, b - [] -, c - [] -"
	var got string
	err := s.Read(context.Background()).Raw(`SELECT group_concat(id || ' ' || coalesce(measure, '-') || ' ' || measured_values || ' ' || coalesce(finding, '-'), ', ')
		FROM (SELECT * FROM works ORDER BY id)`).Scan(&got).Error
	if err != nil || got != want {
		t.Errorf("%q %v, want %q", got, err, want)
	}
}

func TestFilesWrittenBeforeAreFoundByEverythingInThem(t *testing.T) {
	ctx := context.Background()
	dir := old(t, 8,
		"INSERT INTO brands (id, position, name, color) VALUES ('atlas', 0, 'Atlas', '#123456')",
		`INSERT INTO interventions (seq, id, mode, module, brand, reference, status, currency, plate, model, customer_phone, message, works_done, created_at, updated_at)
			VALUES (1, 'i', 'after_sales', 'mechanics', 'atlas', 'R 1', 'pending', 'EUR', 'B FX 1234', 'Fjell', '06 12 34 56 78', 'Come by', 'Washed', 0, 0),
				(2, 'k', 'after_sales', 'mechanics', 'atlas', 'R 2', 'pending', 'EUR', 'B-FX 1234', '', '+33 (0)6 12 34 56 78', '', '', 0, 0),
				(3, 'l', 'after_sales', 'mechanics', 'atlas', 'R 3', 'pending', 'EUR', '', '', '00352 621 234 567', '', '', 0, 0)`,
		`INSERT INTO works (id, intervention_id, position, label, urgency, price_includes_vat, vat_bp, quantity, discount_kind, discount_value)
			VALUES ('a', 'i', 0, 'Tyres', 'urgent', 1, 0, 1000, 'none', 0), ('b', 'i', 1, 'Puncture', 'urgent', 1, 0, 1000, 'none', 0)`)
	s := opened(t, dir)
	for query, want := range map[string]string{
		"SELECT coalesce(group_concat(rowid), '') FROM interventions_words('bfx1234')":   "1,2",
		"SELECT coalesce(group_concat(rowid), '') FROM interventions_words('612345678')": "1,2",
		"SELECT coalesce(group_concat(rowid), '') FROM interventions_words('621234567')": "3",
		"SELECT coalesce(group_concat(rowid), '') FROM interventions_words('fj*')":       "1",
		"SELECT coalesce(group_concat(rowid), '') FROM interventions_search('unctur')":   "1",
		"SELECT coalesce(group_concat(rowid), '') FROM interventions_search('washed')":   "1",
		"SELECT coalesce(group_concat(rowid), '') FROM interventions_search('come by')":  "1",
		"SELECT work_labels FROM interventions WHERE seq = 1":                            "Tyres Puncture",
	} {
		var got string
		if err := s.Read(ctx).Raw(query).Scan(&got).Error; err != nil || got != want {
			t.Errorf("%s: %q %v, want %q", query, got, err, want)
		}
	}
}

func TestFilesWrittenBeforeAreFoundByTheWordsOfAllTexts(t *testing.T) {
	ctx := context.Background()
	dir := old(t, 10,
		"INSERT INTO brands (id, position, name, color) VALUES ('atlas', 0, 'Atlas', '#123456')",
		`INSERT INTO interventions (seq, id, mode, module, brand, reference, status, currency, vin, customer_email, customer_address, message, created_at, updated_at)
			VALUES (7, 'i', 'after_sales', 'mechanics', 'atlas', 'R 1', 'pending', 'EUR', 'WVWZZZ1KZAW000001', 'a.l-i@b.example', 'Hauptstraße 87', 'With 5W-30', 0, 0)`)
	s := opened(t, dir)
	for _, words := range []string{"wvwzzz1kzaw000001", "b AND example", "87", "5w AND 30", "atlas"} {
		var got string
		if err := s.Read(ctx).Raw("SELECT coalesce(group_concat(rowid), '') FROM interventions_words(?)", words).Scan(&got).Error; err != nil || (got == "7") == (words == "atlas") {
			t.Errorf("%s: %q %v", words, got, err)
		}
	}
}

// What a column that is new says of rows that were there before.
func TestRowsWrittenBeforeAreAsTheyWere(t *testing.T) {
	const (
		brand = "INSERT INTO brands (id, position, name, color) VALUES ('atlas', 0, 'Atlas', '#123456')"
		file  = `INSERT INTO interventions (id, mode, module, brand, reference, status, currency, created_at, updated_at)
			VALUES ('i', 'after_sales', 'mechanics', 'atlas', 'R 1', 'pending', 'EUR', 0, 0)`
		photo = `INSERT INTO media (id, intervention_id, kind, purpose, public, position, state, name, mime, size, sha256, created_at)
			VALUES ('m', 'i', 'photo', 'customer', 1, 1, 'ready', 'a.jpg', 'image/jpeg', 1, '', 0)`
		devices = `INSERT INTO devices (id, name, app, created_at) VALUES ('a', 'bay-1', 'fleetbox', 0), ('b', 'audit-1', 'audits', 0)`
		house   = `INSERT INTO dealership (id, name, language, time_zone, currency, vat_rates, photo_limit, video_seconds, video_total_seconds)
			VALUES (1, 'Atlas', 'de', 'Europe/Berlin', 'EUR', '[1900]', 50, 300, 600)`
	)
	for _, c := range []struct {
		name   string
		before int64 // the last migration that the version before knew
		rows   []string
		query  string
		want   string
	}{
		{"no photo is drawn on", 3, []string{brand, file, photo}, "SELECT drawing || drawing_version || drawn_version FROM media", "[]00"},
		{"no file made ffmpeg fall", 6, []string{brand, file, photo}, "SELECT falls FROM media", "0"},
		{
			"phones work in after-sales, those for audits in no mode", 7,
			[]string{devices},
			"SELECT group_concat(name || ' ' || modes, ', ') FROM (SELECT * FROM devices ORDER BY id)", `bay-1 ["after_sales"], audit-1 []`,
		},
		{"phones send nothing by themselves", 7, []string{house}, "SELECT name || ' ' || direct_sending FROM dealership", "Atlas 0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := store.Open(context.Background(), old(t, c.before, c.rows...))
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			}()
			var got string
			if err := s.Read(context.Background()).Raw(c.query).Scan(&got).Error; err != nil || got != c.want {
				t.Errorf("%q %v, want %q", got, err, c.want)
			}
		})
	}
}

func TestAnswersGivenBeforeHaveNoReply(t *testing.T) {
	dir := old(t, 8,
		"INSERT INTO brands (id, position, name, color) VALUES ('atlas', 0, 'Atlas', '#123456')",
		`INSERT INTO interventions (id, mode, module, brand, reference, status, currency, created_at, updated_at)
			VALUES ('i', 'after_sales', 'mechanics', 'atlas', 'R 1', 'answered', 'EUR', 0, 0)`,
		"INSERT INTO answers (intervention_id, at, channel, comment, signature, evidence) VALUES ('i', 5, 'link', 'Thanks', 'J. Roth', '{}')")
	s := opened(t, dir)
	var got string
	err := s.Read(context.Background()).Raw("SELECT comment || ' ' || signature || ' ' || quote(reply) FROM answers").Scan(&got).Error
	if err != nil || got != "Thanks J. Roth ''" {
		t.Errorf("%q %v", got, err)
	}
	err = s.Write(context.Background(), func(tx *store.Tx) error { return tx.Exec("UPDATE answers SET reply = 'buy'").Error })
	if err == nil {
		t.Error("a reply is kept that there is not")
	}
}

func TestWhatHangsOnARowIsFoundByAnIndex(t *testing.T) {
	s := open(t)
	for _, table := range []string{"interventions", "links"} {
		var keys []struct{ Child, Column string }
		err := s.Read(context.Background()).Raw(`SELECT m.name AS child, f."from" AS "column" FROM sqlite_master m, pragma_foreign_key_list(m.name) f
			WHERE m.type = 'table' AND f."table" = ?`, table).Scan(&keys).Error
		if err != nil || len(keys) == 0 {
			t.Fatal(keys, err)
		}
		for _, key := range keys {
			var plan []struct{ Detail string }
			err := s.Read(context.Background()).Raw("EXPLAIN QUERY PLAN SELECT 1 FROM " + key.Child + " WHERE " + key.Column + " = 'x'").Scan(&plan).Error
			if err != nil || len(plan) != 1 || !strings.HasPrefix(plan[0].Detail, "SEARCH") {
				t.Errorf("%s.%s: %v %v", key.Child, key.Column, plan, err)
			}
		}
	}
}
