package interventions

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"fleetbox/app/store"
	"fleetbox/app/web"
)

// document gives an intervention a file.
func (b *bench) document(t *testing.T, in *Intervention) (id string) {
	t.Helper()
	id = store.NewID()
	place := filepath.Join(b.store.Dir, "media", id[len(id)-2:], id)
	b.must(t, os.MkdirAll(place, 0o700))
	b.must(t, os.WriteFile(filepath.Join(place, "original"), []byte("a quote"), 0o600))
	b.must(t, b.store.Write(b.ctx, func(tx *store.Tx) error {
		return tx.Exec(`INSERT INTO media (id, intervention_id, work_id, kind, purpose, public, position, state, name, mime, size, sha256, created_at)
			VALUES (?, ?, ?, 'document', 'customer', 1, 1, 'ready', 'quote.txt', 'text/plain', 7, 'x', 0)`, id, in.ID, in.Works[0].ID).Error
	}))
	return id
}

// originals counts the files that lie on the disk.
func (b *bench) originals(t *testing.T) int {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(b.store.Dir, "media", "??", "*", "original"))
	b.must(t, err)
	return len(found)
}

func copyFor(brand string, module Module) Copy {
	return Copy{ID: store.NewID(), Reference: "RO-2", Brand: brand, Module: module}
}

func TestDuplicateAskedAgainIsTheSame(t *testing.T) {
	b := newBench(t)
	in := b.file(t, "RO-1")
	b.document(t, in)
	c := copyFor("veloria", Bodywork)
	made, err := b.Duplicate(b.ctx, b.advisor, in.ID, c)
	b.must(t, err)
	c.Reference = "RO-3"
	again, err := b.Duplicate(b.ctx, b.advisor, in.ID, c)
	b.must(t, err)
	if again.ID != made.ID || again.Reference != "RO-2" || b.originals(t) != 2 {
		t.Errorf("%d files on the disk, %+v", b.originals(t), again)
	}
}

func TestDuplicateStartsAnew(t *testing.T) {
	b := newBench(t)
	in, token := b.sent(t)
	_, err := b.Answer(b.ctx, token, b.answerTo(t, in))
	b.must(t, err)
	made, err := b.Duplicate(b.ctx, b.advisor, in.ID, copyFor("veloria", Bodywork))
	b.must(t, err)
	made, err = b.Get(b.ctx, made.ID)
	b.must(t, err)
	if made.Status != Pending || made.Accepted != 0 || made.Proposed != in.Proposed || len(made.Works) != 2 || made.Works[0].Decision != Undecided {
		t.Fatalf("%+v", made)
	}
	if made.Customer.LastName != "Krüger" || made.Works[0].ID == in.Works[0].ID {
		t.Fatalf("%+v", made)
	}
}

func TestDuplicateCopiesFilesBeforeItsTurnToWrite(t *testing.T) {
	b := newBench(t)
	in := b.file(t, "RO-1")
	for range 3 {
		b.document(t, in)
	}
	done := make(chan error, 1)
	var made *Intervention
	b.must(t, b.store.Write(b.ctx, func(*store.Tx) error { // somebody else writes
		go func() {
			var err error
			made, err = b.Duplicate(b.ctx, b.advisor, in.ID, copyFor("nordvik", Mechanics))
			done <- err
		}()
		for end := time.Now().Add(5 * time.Second); b.originals(t) < 6; time.Sleep(5 * time.Millisecond) {
			if time.Now().After(end) {
				t.Error("the files are copied while others wait to write")
				return nil
			}
		}
		return nil
	}))
	b.must(t, <-done)
	files, err := b.media.Of(b.ctx, made.ID)
	b.must(t, err)
	if len(files) != 3 || files[0].WorkID == nil || *files[0].WorkID != made.Works[0].ID || b.originals(t) != 6 {
		t.Errorf("%d files on the disk, %+v", b.originals(t), files)
	}
}

func TestADuplicateThatFailsLeavesNothing(t *testing.T) {
	b := newBench(t)
	in := b.file(t, "RO-1")
	b.document(t, in)
	_, err := b.Duplicate(b.ctx, b.advisor, in.ID, copyFor("unknown", Mechanics))
	wantProblem(t, err, "invalid_input")
	stranger := web.Actor{Kind: web.ByUser, ID: store.NewID(), Roles: []web.Role{web.Salesperson}}
	_, err = b.Duplicate(b.ctx, stranger, in.ID, copyFor("nordvik", Mechanics))
	wantProblem(t, err, "not_found")
	if n := b.originals(t); n != 1 {
		t.Errorf("%d files on the disk", n)
	}
}

func TestADuplicateKeepsWhatFitsItsModule(t *testing.T) {
	b := newBench(t)
	line := "mechanics.tyres.front_tyres"
	in := b.file(t, "RO-1", func(c *Changes) {
		(*c.Works)[0].ChecklistLine = &line
		c.ChecklistID = web.Nullable[string]{Sent: true, Value: ptr("mechanics")}
	})
	for module, want := range map[Module]int{Mechanics: 2, Bodywork: 1, Warranty: 0} {
		made, err := b.Duplicate(b.ctx, b.advisor, in.ID, copyFor("nordvik", module))
		b.must(t, err)
		if len(made.Works) != want || (made.ChecklistID != nil) != (module == Mechanics) || made.Proposed != made.Totals().Gross {
			t.Errorf("%s: %+v", module, made)
		}
	}
}
