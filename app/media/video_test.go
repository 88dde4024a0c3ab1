package media_test

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"fleetbox/app/media"
	"fleetbox/app/store"
)

func TestVideosPlayEverywhere(t *testing.T) {
	b := start(t, setup{})
	in := b.intervention()
	for name, c := range map[string]struct {
		content       func() []byte
		instant       bool
		width, height int // of the original as shown
		outW, outH    int
		ms            int64
		audio         bool
	}{
		"H.264 of a phone":      {func() []byte { return clip(t, "h264.mp4") }, true, 1280, 720, 1280, 720, 2000, true},
		"held upright":          {func() []byte { return clip(t, "upright.mp4") }, true, 720, 1280, 720, 1280, 1000, false},
		"lying on its side":     {func() []byte { return turnedClip(t) }, true, 720, 1280, 720, 1280, 2000, true},
		"Chrome's MP4":          {func() []byte { return clip(t, "chrome.mp4") }, true, 1280, 720, 1280, 720, 2000, true},
		"Chrome's WebM":         {func() []byte { return clip(t, "chrome.webm") }, false, 1280, 720, 1280, 720, 2000, true},
		"VP8":                   {func() []byte { return clip(t, "vp8.webm") }, false, 1280, 720, 1280, 720, 2000, false},
		"HEVC with HDR":         {func() []byte { return clip(t, "hevc.mov") }, false, 640, 360, 640, 360, 2000, true},
		"4K at 60":              {func() []byte { return clip(t, "4k.mp4") }, false, 3840, 2160, 1280, 720, 500, false},
		"odd size and sampling": {func() []byte { return clip(t, "odd.mp4") }, false, 851, 477, 852, 478, 1000, false},
		"an old phone's":        {func() []byte { return clip(t, "old.3gp") }, false, 352, 288, 352, 288, 1000, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := b.sending(phone, in, "video", c.content())
			s.send()
			first := b.wait(in, s.id, func(v media.View) bool { return v.URLs.Video != nil || v.State == media.Failed })
			v := b.wait(in, s.id, func(v media.View) bool { return final(v) && v.URLs.Poster != nil })
			if v.State != media.Ready || v.Problem != nil {
				t.Fatalf("%s %s", v.State, problemOf(v))
			}
			if c.instant && first.Revisions[media.VideoStream] != 1 {
				t.Errorf("not playable at once")
			}
			if *v.Width != c.width || *v.Height != c.height || abs(*v.DurationMS-c.ms) > 200 {
				t.Errorf("%d × %d, %d ms", *v.Width, *v.Height, *v.DurationMS)
			}
			a := b.do(nobody, "GET", *v.URLs.Video, nil, nil)
			if a.status != 200 || a.header.Get("Content-Type") != "video/mp4" {
				t.Fatalf("%d %v", a.status, a.header)
			}
			checkForCustomers(t, a.body, c.outW, c.outH, c.audio)
			if poster := b.do(nobody, "GET", *v.URLs.Poster, nil, nil); !bytes.HasPrefix(poster.body, []byte("\xff\xd8\xff")) {
				t.Errorf("poster: %d %v", poster.status, poster.header)
			}
			if small, err := b.service.Poster(b.ctx, s.id); err != nil || !bytes.HasPrefix(small, []byte("\xff\xd8\xff")) {
				t.Errorf("small: %v", err)
			}
			if !bytes.Equal(b.original(s.id), s.content) {
				t.Error("the original was touched")
			}
		})
	}
}

func checkForCustomers(t *testing.T, content []byte, width, height int, audio bool) {
	t.Helper()
	told := probe(t, content, "stream=codec_name,width,height,pix_fmt,color_transfer,avg_frame_rate,codec_type:stream_side_data=rotation:format_tags:stream_tags")
	for _, want := range []string{"codec_name=h264", "pix_fmt=yuv420p\n", "width=" + strconv.Itoa(width) + "\n", "height=" + strconv.Itoa(height) + "\n"} {
		if !strings.Contains(told, want) {
			t.Errorf("no %q in\n%s", want, told)
		}
	}
	for _, bad := range []string{"rotation=", "arib", "location", "48.8584", "avg_frame_rate=60"} {
		if strings.Contains(told, bad) {
			t.Errorf("%q in\n%s", bad, told)
		}
	}
	if strings.Contains(told, "codec_name=aac") != audio {
		t.Errorf("sound: want %v\n%s", audio, told)
	}
	if moov, mdat := bytes.Index(content, []byte("moov")), bytes.Index(content, []byte("mdat")); moov < 0 || moov > mdat {
		t.Errorf("does not play while it loads: moov at %d, mdat at %d", moov, mdat)
	}
}

func abs(n int64) int64 { return max(n, -n) }

func TestThePlaceOfAVideoStaysInTheOriginal(t *testing.T) {
	b := start(t, setup{})
	in := b.intervention()
	content := clip(t, "place.mov")
	if !bytes.Contains(content, []byte("48.8584")) {
		t.Fatal("the fixture carries no place")
	}
	s := b.sending(phone, in, "video", content)
	s.send()
	seen := map[int]bool{}
	b.wait(in, s.id, func(v media.View) bool {
		if v.URLs.Video != nil && !seen[v.Revisions[media.VideoStream]] {
			seen[v.Revisions[media.VideoStream]] = true
			if a := b.do(nobody, "GET", *v.URLs.Video, nil, nil); a.status != 200 || bytes.Contains(a.body, []byte("48.8584")) {
				t.Errorf("revision %d tells the place (%d)", v.Revisions[media.VideoStream], a.status)
			}
		}
		return final(v)
	})
	if !seen[2] {
		t.Error("no final form was seen")
	}
}

func TestHostileVideos(t *testing.T) {
	b := start(t, setup{})
	in := b.intervention()
	faststart, plain := clip(t, "faststart.mp4"), clip(t, "h264.mp4")
	for name, c := range map[string]struct {
		content []byte
		state   media.State
		problem string
	}{
		"text":                         {[]byte("just words"), media.Failed, media.CannotBeRead},
		"nothing":                      {nil, media.Failed, media.CannotBeRead},
		"noise":                        {noise(1, 100_000), media.Failed, media.CannotBeRead},
		"noise behind an MP4 head":     {append([]byte("\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"), noise(2, 100_000)...), media.Failed, media.CannotBeRead},
		"noise behind a WebM head":     {append([]byte("\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm"), noise(3, 100_000)...), media.Failed, media.CannotBeRead},
		"an HLS playlist":              {[]byte("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"), media.Failed, media.CannotBeRead},
		"a concat script":              {[]byte("ffconcat version 1.0\nfile /etc/passwd\n"), media.Failed, media.CannotBeRead},
		"only sound":                   {clip(t, "sound.mp4"), media.Failed, media.CannotBeRead},
		"half, its index lost":         {plain[:len(plain)/2], media.Failed, media.CannotBeRead},
		"half, its index at the start": {faststart[:len(faststart)/2], media.Ready, media.CutShort},
	} {
		t.Run(name, func(t *testing.T) {
			s := b.sending(phone, in, "video", c.content)
			s.send()
			v := b.wait(in, s.id, func(v media.View) bool { return settled(v) && (v.State == media.Failed || final(v)) })
			if v.State != c.state || problemOf(v) != c.problem {
				t.Fatalf("%s %q, want %s %q", v.State, problemOf(v), c.state, c.problem)
			}
			if v.State == media.Ready {
				got := b.do(nobody, "GET", *v.URLs.Video, nil, nil)
				t.Logf("of 20 s there is: %s", probe(t, got.body, "format=duration"))
				return
			}
			if a := b.do(nobody, "GET", v.URLs.Original, nil, nil); a.status != http.StatusOK || a.header.Get("Content-Disposition") == "" && c.content == nil {
				t.Errorf("original: %d %v", a.status, a.header)
			}
		})
	}
	// Nothing of it may stay in the queue.
	if n := b.count("SELECT count(*) FROM outbox WHERE done_at IS NULL AND kind IN ('media.process', 'media.convert') AND attempts > 0"); n != 0 {
		t.Errorf("%d jobs stuck", n)
	}
}

func TestVideoOverTheLimitIsKeptAndTold(t *testing.T) {
	b := start(t, setup{})
	in := b.intervention()
	b.setLimits(media.Limits{Photos: 5, Video: 10 * time.Second, VideoTotal: 19 * time.Second})
	for _, want := range []string{media.VideoTooLong, media.VideoTotal} {
		s := b.sending(office, in, "video", clip(t, "faststart.mp4"))
		s.send()
		if v := b.wait(in, s.id, settled); v.State != media.Failed || problemOf(v) != want {
			t.Errorf("%s %q, want %q", v.State, problemOf(v), want)
		}
		// Now one may be as long, but there is some already.
		b.setLimits(media.Limits{Photos: 5, Video: 30 * time.Second, VideoTotal: 19 * time.Second})
		b.exec(`INSERT INTO media (id, intervention_id, kind, purpose, public, position, state, name, mime, size, sha256, duration_ms, created_at)
			VALUES (?, ?, 'video', 'customer', 1, 0, 'ready', 'x', 'video/mp4', 1, '', 5000, 0)`, store.NewID(), in)
	}
}
