package media_test

import (
	"bytes"
	"strconv"
	"testing"

	"fleetbox/app/store"
)

func TestWrongMetadataNamesItsFields(t *testing.T) {
	b := start(t, setup{idle: true})
	in := b.intervention()
	for field, value := range map[string]string{
		"intervention": "x", "id": "../../etc", "kind": "song", "purpose": "fun", "public": "maybe", "sha256": "12", "work": "'", "position": "-1",
	} {
		s := b.sending(phone, in, "photo", []byte("x"))
		s.meta[field] = value
		if a := s.create(); a.status != 400 || a.code() != "upload_metadata" || !bytes.Contains(a.body, []byte(strconv.Quote(field))) {
			t.Errorf("%s: %d %s", field, a.status, a.body)
		}
	}
	unknown := b.sending(phone, store.NewID(), "photo", []byte("x"))
	if a := unknown.create(); a.status != 404 {
		t.Errorf("unknown intervention: %d", a.status)
	}
}
