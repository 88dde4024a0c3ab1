package media_test

import (
	"testing"

	"gorm.io/gorm"

	"fleetbox/app/store"
	"fleetbox/app/web"
)

func TestAssignWorks(t *testing.T) {
	b := start(t, setup{idle: true})
	in, other, work := b.intervention(), b.intervention(), store.NewID()
	a, c, foreign := b.added(in), b.added(in), b.added(other)
	assign := func(ids ...string) (changed bool) {
		must(t, b.store.Write(b.ctx, func(tx *store.Tx) (err error) {
			changed, err = b.service.AssignWorks(tx, in, map[string][]string{work: ids})
			return err
		}))
		return changed
	}
	assign(a, foreign)
	if assign(a, foreign) || !assign(c, foreign) {
		t.Error("what is new and what is not was mixed up")
	}
	if b.view(in, a).WorkID != nil || b.view(in, c).WorkID == nil || b.view(other, foreign).WorkID != nil {
		t.Error("assigned wrongly")
	}
	if !assign() || assign() || b.view(in, c).WorkID != nil {
		t.Error("not taken away")
	}
	second := store.NewID()
	must(t, b.store.Write(b.ctx, func(tx *store.Tx) (err error) {
		changed, err := b.service.AssignWorks(tx, in, map[string][]string{work: {a}, second: {c}})
		if !changed {
			t.Error("two at once are nothing new")
		}
		return err
	}))
	if b.view(in, a).WorkID == nil || *b.view(in, a).WorkID != work || b.view(in, c).WorkID == nil || *b.view(in, c).WorkID != second {
		t.Error("two at once were mixed up")
	}
	must(t, b.service.Remove(b.ctx, web.System(), a))
	assign()
	if back, err := b.service.Restore(b.ctx, web.System(), a); err != nil || back.WorkID == nil {
		t.Errorf("%v: a restored file has forgotten its work", err)
	}
}

func TestManyFilesAreCopiedInFewQueries(t *testing.T) {
	b := start(t, setup{idle: true})
	queries := 0
	must(t, b.store.Read(b.ctx).Callback().Query().Before("gorm:query").Register("test:count", func(*gorm.DB) { queries++ }))
	copying := func(files int) int {
		from := b.intervention()
		for range files {
			b.added(from)
		}
		queries = 0
		made, err := b.service.PrepareCopies(b.ctx, from)
		must(t, err)
		made.Discard()
		return queries
	}
	if one, many := copying(1), copying(5); one == 0 || one != many {
		t.Errorf("%d queries for one file, %d for five", one, many)
	}
}
