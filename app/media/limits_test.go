package media_test

import (
	"bytes"
	"image"
	"image/png"
	"testing"
	"time"

	"fleetbox/app/media"
)

// What a file is decides whether there is room for it, not what it was announced as.
func TestAPhotoIsCountedWhateverItWasAnnouncedAs(t *testing.T) {
	b := start(t, setup{idle: true})
	b.setLimits(media.Limits{Photos: 1, Video: time.Minute, VideoTotal: time.Minute})
	in := b.intervention()
	var picture bytes.Buffer
	must(t, png.Encode(&picture, image.NewGray(image.Rect(0, 0, 9, 9))))
	first, second := b.sending(office, in, "video", picture.Bytes()), b.sending(office, in, "video", picture.Bytes())
	first.send()
	second.create()
	size := int64(picture.Len())
	if a := second.patch(0, size); a.status != 422 || a.code() != "photo_limit" {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if n := b.count("SELECT count(*) FROM media"); n != 1 {
		t.Errorf("%d files", n)
	}
	// It is finished without being sent again once there is room.
	b.exec("UPDATE media SET deleted_at = 1 WHERE id = ?", first.id)
	if a := second.head(); a.status != 200 || a.header.Get("X-FleetBox-Media") != second.id {
		t.Errorf("%d %v", a.status, a.header)
	}
}
