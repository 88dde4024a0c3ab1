package media_test

import (
	"bufio"
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fleetbox/app/media"
	"fleetbox/app/store"
)

func TestWhoMayUpload(t *testing.T) {
	b := start(t, setup{idle: true})
	in := b.intervention()
	s := b.sending(phone, in, "document", []byte("a,b\n1,2\n"))
	for caller, status := range map[string]int{nobody: 401, "user:technician": 403, "user:audit_manager": 403, sales: 404} {
		s.as = caller
		if a := s.create(); a.status != status {
			t.Errorf("%q creates: %d %s, want %d", caller, a.status, a.body, status)
		}
	}
	s.as = phone
	s.create()
	for caller, status := range map[string]int{nobody: 401, "user:technician": 403, sales: 404} {
		s.as = caller
		if a := s.head(); a.status != status {
			t.Errorf("%q asks: %d, want %d", caller, a.status, status)
		}
		if a := s.patch(0, 3); a.status != status {
			t.Errorf("%q writes: %d, want %d", caller, a.status, status)
		}
		if a := b.do(caller, "DELETE", s.location, nil, tusHeader); a.status != status {
			t.Errorf("%q ends: %d, want %d", caller, a.status, status)
		}
	}
	// A phone that was paired anew is another device; what the old one began must arrive.
	s.as = phoneTwo
	if a := s.patch(0, 3); a.status != 204 {
		t.Errorf("another phone goes on: %d %s", a.status, a.body)
	}
	s.as = office
	if a := s.patch(3, int64(len(s.content))); a.status != 204 || a.header.Get("X-FleetBox-Media") != s.id {
		t.Errorf("the office ends it: %d %s", a.status, a.body)
	}
}

func TestProtocol(t *testing.T) {
	b := start(t, setup{idle: true, maxUploadBytes: 1000})
	in := b.intervention()
	s := b.sending(phone, in, "document", noise(1, 900))

	a := b.do(nobody, "OPTIONS", "/api/uploads", nil, nil)
	for name, want := range map[string]string{
		"Tus-Version": "1.0.0", "Tus-Extension": "creation,termination,checksum,expiration",
		"Tus-Checksum-Algorithm": "sha256,sha1", "Tus-Max-Size": "1000",
	} {
		if got := a.header.Get(name); a.status != 204 || got != want {
			t.Errorf("OPTIONS %d: %s = %q, want %q", a.status, name, got, want)
		}
	}
	if a := b.do(phone, "POST", "/api/uploads", nil, nil); a.status != 412 || a.header.Get("Tus-Version") != "1.0.0" {
		t.Errorf("without version: %d", a.status)
	}
	a = s.create()
	if a.status != 201 || !strings.HasPrefix(s.location, "/api/uploads/") || a.offset() != 0 || a.header.Get("Upload-Expires") == "" {
		t.Fatalf("%d %v", a.status, a.header)
	}
	if a := s.head(); a.status != 200 || a.offset() != 0 || a.header.Get("Upload-Length") != "900" || a.header.Get("Cache-Control") != "no-store" {
		t.Errorf("HEAD: %d %v", a.status, a.header)
	}
	if a := s.patch(0, 100); a.status != 204 || a.offset() != 100 || a.header.Get("X-FleetBox-Sha256") != "" {
		t.Errorf("PATCH: %d %v %s", a.status, a.header, a.body)
	}
	if a := s.patch(99, 200); a.status != 409 || a.code() != "upload_offset" {
		t.Errorf("wrong offset: %d %s", a.status, a.body)
	}
	wrongType := with(tusHeader, "Upload-Offset", "100", "Content-Type", "text/plain")
	if a := b.do(phone, "PATCH", s.location, strings.NewReader("x"), wrongType); a.status != 415 {
		t.Errorf("wrong type: %d", a.status)
	}
	tooMuch := with(tusHeader, "Upload-Offset", "100", "Content-Type", "application/offset+octet-stream")
	if a := b.do(phone, "PATCH", s.location, bytes.NewReader(noise(2, 801)), tooMuch); a.status != 413 {
		t.Errorf("more than announced: %d", a.status)
	}
	if a := b.do(phone, "DELETE", s.location, nil, tusHeader); a.status != 204 {
		t.Errorf("DELETE: %d", a.status)
	}
	if a := s.head(); a.status != 404 {
		t.Errorf("after DELETE: %d", a.status)
	}
	if files, err := os.ReadDir(b.service.Incoming()); err != nil || len(files) != 0 {
		t.Errorf("left behind: %v %v", files, err)
	}
	large := b.sending(phone, in, "video", noise(3, 1001))
	if a := large.create(); a.status != 413 || a.code() != "upload_too_large" {
		t.Errorf("too large: %d %s", a.status, a.body)
	}
	if a := b.do(phone, "HEAD", "/api/uploads/"+store.NewID(), nil, tusHeader); a.status != 404 {
		t.Errorf("unknown: %d", a.status)
	}
}

func TestPartsCarryTheirOwnSum(t *testing.T) {
	b := start(t, setup{idle: true})
	s := b.sending(phone, b.intervention(), "document", []byte("one,two\n"))
	s.create()
	wrong := sha256.Sum256([]byte("else"))
	if a := s.patchWith(0, 4, "sha256 "+base64.StdEncoding.EncodeToString(wrong[:])); a.status != 460 || a.code() != "chunk_mismatch" {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if a := s.head(); a.offset() != 0 {
		t.Fatalf("a damaged part was kept: %v", a.header)
	}
	first := sha1.Sum(s.content[:4])
	if a := s.patchWith(0, 4, "sha1 "+base64.StdEncoding.EncodeToString(first[:])); a.status != 204 || a.offset() != 4 {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if a := s.patchWith(4, 8, "md5 AAAA"); a.status != 400 {
		t.Fatalf("unknown algorithm: %d", a.status)
	}
	second := sha256.Sum256(s.content[4:])
	if a := s.patchWith(4, 8, "sha256 "+base64.StdEncoding.EncodeToString(second[:])); a.status != 204 || a.header.Get("X-FleetBox-Sha256") == "" {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if !bytes.Equal(b.original(s.id), s.content) {
		t.Error("the original differs")
	}
}

func TestAnotherPressMakesNoSecondUpload(t *testing.T) {
	b := start(t, setup{idle: true})
	in := b.intervention()
	s := b.sending(phone, in, "document", []byte("plain text"))
	s.create()
	first := s.location
	s.patch(0, 5)
	if a := s.create(); a.status != 201 || s.location != first || a.offset() != 5 {
		t.Fatalf("%d %s at %d", a.status, s.location, a.offset())
	}
	s.patch(5, 10)
	for range 2 { // the phone may not have heard
		if a := s.create(); a.status != 201 || s.location != first || a.header.Get("X-FleetBox-Sha256") != s.meta["sha256"] {
			t.Fatalf("%d %s %v", a.status, s.location, a.header)
		}
		if a := s.head(); a.header.Get("X-FleetBox-Media") != s.id || a.offset() != 10 {
			t.Fatalf("%v", a.header)
		}
		if a := s.patch(10, 10); a.status != 204 || a.header.Get("X-FleetBox-Media") != s.id {
			t.Fatalf("%d", a.status)
		}
	}
	if n := b.count("SELECT count(*) FROM media"); n != 1 {
		t.Errorf("%d media", n)
	}
	if n := b.count("SELECT count(*) FROM history WHERE kind = 'media_added'"); n != 1 {
		t.Errorf("%d history lines", n)
	}
	other := b.sending(phone, in, "document", []byte("other text"))
	other.meta["id"] = s.id
	if a := other.create(); a.status != 409 || a.code() != "media_exists" {
		t.Errorf("other content under the same identifier: %d %s", a.status, a.body)
	}
	if a := b.do(phone, "DELETE", first, nil, tusHeader); a.status != 410 {
		t.Errorf("ending what has arrived: %d", a.status)
	}
}

func TestWrongSumDiscardsAndCanStartAgain(t *testing.T) {
	b := start(t, setup{idle: true})
	s := b.sending(phone, b.intervention(), "video", noise(1, 5000))
	right := s.content
	s.content = noise(2, 5000)
	s.create()
	if a := s.patch(0, 5000); a.status != 460 || a.code() != "checksum_mismatch" {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if a := s.head(); a.status != 404 {
		t.Fatalf("still there: %d", a.status)
	}
	if files, _ := os.ReadDir(b.service.Incoming()); len(files) != 0 {
		t.Fatalf("left behind: %v", files)
	}
	s.content = right
	s.send()
	if !bytes.Equal(b.original(s.id), right) {
		t.Error("the original differs")
	}
}

func TestEmptyFileIsConfirmedAndCannotBeRead(t *testing.T) {
	b := start(t, setup{idle: true})
	in := b.intervention()
	s := b.sending(phone, in, "video", nil)
	if a := s.send(); a.header.Get("X-FleetBox-Media") != s.id {
		t.Fatalf("not confirmed: %v", a.header)
	}
	if v := b.view(in, s.id); v.State != media.Failed || problemOf(v) != media.CannotBeRead {
		t.Errorf("%+v", v)
	}
}

func TestUploadExpires(t *testing.T) {
	b := start(t, setup{idle: true})
	s := b.sending(phone, b.intervention(), "document", []byte("plain text"))
	s.create()
	s.patch(0, 5)
	b.moveClock(8 * 24 * time.Hour)
	if a := s.head(); a.status != 410 {
		t.Errorf("HEAD: %d", a.status)
	}
	if a := s.patch(5, 10); a.status != 410 || a.code() != "upload_expired" {
		t.Errorf("PATCH: %d %s", a.status, a.body)
	}
	old := s.location
	if a := s.create(); a.status != 201 || s.location == old || a.offset() != 0 {
		t.Errorf("begun again: %d %s", a.status, s.location)
	}
	s.patch(0, 5)
	b.moveClock(8 * 24 * time.Hour)
	must(t, b.service.Sweep(b.ctx))
	if files, _ := os.ReadDir(b.service.Incoming()); len(files) != 0 || b.count("SELECT count(*) FROM uploads") != 0 {
		t.Errorf("left behind: %v", files)
	}
}

func TestLimitsAreTold(t *testing.T) {
	b := start(t, setup{idle: true})
	b.setLimits(media.Limits{Photos: 2, Video: time.Minute, VideoTotal: 2 * time.Minute})
	in := b.intervention()
	for i := range 2 {
		if a := b.sending(phone, in, "photo", noise(i, 10)).create(); a.status != 201 {
			t.Fatalf("photo %d: %d %s", i, a.status, a.body)
		}
	}
	if a := b.sending(phone, in, "photo", noise(3, 10)).create(); a.status != 422 || a.code() != "photo_limit" || !bytes.Contains(a.body, []byte("at most 2 photos")) {
		t.Errorf("third photo: %d %s", a.status, a.body)
	}
	v := b.sending(phone, in, "video", noise(4, 10))
	v.send()
	b.exec("UPDATE media SET state = 'ready', duration_ms = 120000 WHERE id = ?", v.id)
	if a := b.sending(phone, in, "video", noise(5, 10)).create(); a.status != 422 || a.code() != "video_limit" || !bytes.Contains(a.body, []byte("2 minutes")) {
		t.Errorf("more video: %d %s", a.status, a.body)
	}
	if a := b.sending(office, in, "document", []byte("text")).create(); a.status != 201 {
		t.Errorf("documents are not limited: %d %s", a.status, a.body)
	}
}

func TestSomethingAddedAfterSendingIsRefusedToTheOfficeNotToThePhone(t *testing.T) {
	b := start(t, setup{idle: true})
	in := b.intervention()
	mine, theirs := b.sending(office, in, "document", []byte("text one")), b.sending(phone, in, "document", []byte("text two"))
	mine.create()
	theirs.create()
	b.exec("UPDATE interventions SET status = 'sent' WHERE id = ?", in)
	if a := mine.patch(0, 8); a.status != 409 || a.code() != "not_editable" {
		t.Errorf("office: %d %s", a.status, a.body)
	}
	if a := theirs.patch(0, 8); a.status != 204 {
		t.Errorf("phone: %d %s", a.status, a.body)
	}
	// Nothing of the office's is lost: once it may be added it is finished without being sent again.
	b.exec("UPDATE interventions SET status = 'pending' WHERE id = ?", in)
	if a := mine.head(); a.status != 200 || a.header.Get("X-FleetBox-Media") != mine.id {
		t.Errorf("finished later: %d %v", a.status, a.header)
	}
}

func TestInterventionDeletedDuringUpload(t *testing.T) {
	b := start(t, setup{idle: true})
	in := b.intervention()
	s := b.sending(phone, in, "document", []byte("plain text"))
	s.create()
	s.patch(0, 5)
	must(t, b.store.Write(b.ctx, func(tx *store.Tx) error {
		if err := b.service.Delete(tx, in); err != nil {
			return err
		}
		return tx.Exec("DELETE FROM interventions WHERE id = ?", in).Error
	}))
	if a := s.patch(5, 10); a.status != 404 {
		t.Errorf("%d %s", a.status, a.body)
	}
	if a := s.create(); a.status != 404 {
		t.Errorf("%d %s", a.status, a.body)
	}
}

// cutPatch sends the head of a PATCH and a number of its bytes, then cuts the line.
func cutPatch(s *sending, from, to, sent int64) {
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.b.url, "http://"))
	must(s.b.t, err)
	_, err = fmt.Fprintf(conn, "PATCH %s HTTP/1.1\r\nHost: box\r\nX-Test-Actor: %s\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: %d\r\n"+
		"Content-Type: application/offset+octet-stream\r\nContent-Length: %d\r\n\r\n", s.location, s.as, from, to-from)
	must(s.b.t, err)
	_, err = conn.Write(s.content[from : from+sent])
	must(s.b.t, err)
	must(s.b.t, conn.Close())
}

func TestUploadCutAtAnyByte(t *testing.T) {
	b := start(t, setup{idle: true})
	in := b.intervention()
	rounds := 0
	rapid.Check(t, func(rt *rapid.T) {
		rounds++
		content := noise(rapid.IntRange(0, 1<<30).Draw(rt, "seed"), rapid.IntRange(1, 2_000_000).Draw(rt, "size"))
		s := b.sending(phone, in, "document", content)
		s.create()
		offset, furthest := int64(0), int64(0)
		for cuts := rapid.IntRange(0, 4).Draw(rt, "cuts"); cuts > 0 && offset < int64(len(content)); cuts-- {
			to := rapid.Int64Range(offset+1, int64(len(content))).Draw(rt, "to")
			sent := rapid.Int64Range(0, to-offset-1).Draw(rt, "sent")
			cutPatch(s, offset, to, sent)
			// The bytes that left before the cut arrive; how soon the box notices the cut is its own affair.
			for end := time.Now().Add(5 * time.Second); ; time.Sleep(time.Millisecond) {
				a := s.head()
				if a.status == http.StatusOK && (a.offset() == offset+sent || time.Now().After(end)) {
					offset = a.offset()
					break
				}
			}
			if offset < furthest {
				rt.Fatalf("offset went back from %d to %d", furthest, offset)
			}
			furthest = offset
			if want := offset; want > int64(len(content)) {
				rt.Fatalf("%d of %d", want, len(content))
			}
		}
		a := s.patch(offset, int64(len(content)))
		for a.status == http.StatusLocked || a.status == http.StatusConflict { // a request that was cut is still at its end
			time.Sleep(time.Millisecond)
			if h := s.head(); h.status == http.StatusOK {
				a = s.patch(h.offset(), int64(len(content)))
			}
		}
		if a.status != 204 || a.header.Get("X-FleetBox-Sha256") != s.meta["sha256"] {
			rt.Fatalf("%d %s %v", a.status, a.body, a.header)
		}
		if !bytes.Equal(b.original(s.id), content) {
			rt.Fatal("the original differs")
		}
	})
	t.Logf("%d uploads, each cut up to four times", rounds)
}

func TestWhatArrivedBeforeTheCutCounts(t *testing.T) {
	b := start(t, setup{idle: true})
	s := b.sending(phone, b.intervention(), "document", noise(7, 3_000_000))
	s.create()
	cutPatch(s, 0, 3_000_000, 1_234_567)
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if s.head().offset() == 1_234_567 {
			return
		}
	}
	t.Fatalf("HEAD says %d", s.head().offset())
}

func TestTwoDevicesIntoOneFile(t *testing.T) {
	b := start(t, setup{idle: true})
	in := b.intervention()
	one := b.sending(phone, in, "document", noise(1, 4<<20))
	one.create()
	two := *one
	two.as = phoneTwo
	if a := two.create(); a.status != 201 || two.location != one.location {
		t.Fatalf("%d %s", a.status, two.location)
	}
	var wait sync.WaitGroup
	var mu sync.Mutex
	statuses := map[int]int{}
	for _, s := range []*sending{one, &two} {
		wait.Go(func() {
			for end := time.Now().Add(30 * time.Second); time.Now().Before(end); {
				h := s.head()
				if h.status == 200 && h.header.Get("X-FleetBox-Media") != "" {
					return
				}
				if h.status != 200 {
					continue
				}
				a := s.patch(h.offset(), min(h.offset()+300_000, int64(len(s.content))))
				mu.Lock()
				statuses[a.status]++
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	if !bytes.Equal(b.original(one.id), one.content) {
		t.Fatal("the original differs")
	}
	for status := range statuses {
		if status != 204 && status != 423 && status != 409 {
			t.Errorf("answers: %v", statuses)
		}
	}
	t.Logf("answers: %v", statuses)
}

func TestAHeldUploadIsLockedAndASilentHolderGivesWay(t *testing.T) {
	b := start(t, setup{idle: true})
	s := b.sending(phone, b.intervention(), "document", noise(1, 100_000))
	s.create()
	conn, err := net.Dial("tcp", strings.TrimPrefix(b.url, "http://"))
	must(t, err)
	defer func() { _ = conn.Close() }()
	_, err = fmt.Fprintf(conn, "PATCH %s HTTP/1.1\r\nHost: box\r\nX-Test-Actor: %s\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"+
		"Content-Type: application/offset+octet-stream\r\nContent-Length: 100000\r\n\r\n%s", s.location, s.as, s.content[:5000])
	must(t, err)
	time.Sleep(200 * time.Millisecond)
	if a := s.patch(0, 10); a.status != 423 || a.code() != "upload_held" {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if a := s.head(); a.status != 423 {
		t.Fatalf("%d", a.status)
	}
	time.Sleep(media.GivesWay)
	if a := s.head(); a.status != 200 || a.offset() != 5000 {
		t.Fatalf("the silent holder did not give way: %d %v", a.status, a.header)
	}
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil || !strings.Contains(line, "503") {
		t.Errorf("the silent holder was told %q %v", line, err)
	}
	if a := s.patch(5000, 100_000); a.status != 204 {
		t.Errorf("%d %s", a.status, a.body)
	}
}

func TestTheRowNeverTellsMoreThanTheFile(t *testing.T) {
	b := start(t, setup{idle: true})
	content := noise(1, 200_000)
	for name, spoil := range map[string]func(s *sending, file string){
		"more in the file than acknowledged": func(_ *sending, file string) {
			f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0)
			must(t, err)
			_, err = f.Write(noise(9, 777))
			must(t, err)
			must(t, f.Close())
		},
		"the sum's state is lost": func(s *sending, _ string) {
			b.exec("UPDATE uploads SET hash_state = NULL WHERE media_id = ?", s.id)
		},
		"the file lost bytes": func(_ *sending, file string) { must(t, os.Truncate(file, 60_000)) },
		"the file is gone":    func(_ *sending, file string) { must(t, os.Remove(file)) },
		"moved, then the end": func(s *sending, file string) {
			must(t, os.MkdirAll(b.service.Place(s.id), 0o700))
			must(t, os.Rename(file, b.service.Place(s.id)+"/original"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := b.sending(phone, b.intervention(), "document", content)
			s.create()
			s.patch(0, 100_000)
			spoil(s, b.service.Incoming()+s.location[strings.LastIndex(s.location, "/"):])
			a := s.head()
			if a.status != 200 || a.offset() > 100_000 {
				t.Fatalf("%d %d", a.status, a.offset())
			}
			if a := s.patch(a.offset(), int64(len(content))); a.status != 204 || a.header.Get("X-FleetBox-Sha256") != s.meta["sha256"] {
				t.Fatalf("%d %s", a.status, a.body)
			}
			if !bytes.Equal(b.original(s.id), content) {
				t.Fatal("the original differs")
			}
		})
	}
}
