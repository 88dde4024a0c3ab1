package media_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"fleetbox/app/media"
	"fleetbox/app/web/webtest"
)

// fakeFFmpeg is a program that answers questions as ffmpeg does and fails at work in its own way.
func fakeFFmpeg(t *testing.T, work string) string {
	t.Helper()
	real, err := exec.LookPath("ffmpeg")
	must(t, err)
	path := filepath.Join(t.TempDir(), "ffmpeg")
	script := "#!/bin/sh\ncase \"$*\" in *-version*|*-filters*) exec " + real + " \"$@\";; esac\n" + work + "\n"
	must(t, os.WriteFile(path, []byte(script), 0o700))
	return path
}

func hasty(s *media.Service) { s.SetRetry(300 * time.Millisecond) }

func TestMissingFFmpegIsToldAndItsReturnNoticed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ffmpeg")
	b := start(t, setup{ffmpeg: path, prepare: hasty})
	in := b.intervention()
	if got := b.service.Health(b.ctx); got != media.FFmpegMissing {
		t.Errorf("health: %q", got)
	}
	s := b.sending(phone, in, "video", clip(t, "upright.mp4"))
	s.send() // is confirmed all the same
	v := b.wait(in, s.id, func(v media.View) bool { return v.Problem != nil })
	if v.State != media.Processing || problemOf(v) != media.FFmpegMissing {
		t.Fatalf("%s %s", v.State, problemOf(v))
	}
	photo := b.sending(phone, in, "photo", webtest.JPEG(t, webtest.Halves(100, 100)))
	photo.send()
	if v := b.wait(in, photo.id, settled); v.State != media.Ready {
		t.Errorf("a photo needs no ffmpeg: %s %s", v.State, problemOf(v))
	}
	real, err := exec.LookPath("ffmpeg")
	must(t, err)
	must(t, os.Symlink(real, path))
	if v := b.wait(in, s.id, final); v.State != media.Ready || v.Problem != nil {
		t.Errorf("%s %s", v.State, problemOf(v))
	}
	if got := b.service.Health(b.ctx); got != "ok" {
		t.Errorf("health: %q", got)
	}
}

func TestAskingForHealthOftenStartsFewPrograms(t *testing.T) {
	path, starts := filepath.Join(t.TempDir(), "ffmpeg"), filepath.Join(t.TempDir(), "starts")
	broken := "#!/bin/sh\necho x >> " + starts + "\nexit 127\n"
	must(t, os.WriteFile(path, []byte(broken), 0o700))
	b := start(t, setup{ffmpeg: path, idle: true})
	ask := func(want string, started int) {
		t.Helper()
		for range 5 {
			if got := b.service.Health(b.ctx); got != want {
				t.Errorf("health: %q, want %q", got, want)
			}
		}
		if log, err := os.ReadFile(starts); err != nil || strings.Count(string(log), "x") != started {
			t.Errorf("started %d times, want %d (%v)", strings.Count(string(log), "x"), started, err)
		}
	}
	ask(media.FFmpegMissing, 1)
	b.moveClock(time.Minute)
	ask(media.FFmpegMissing, 2)
	b.moveClock(-time.Hour)
	ask(media.FFmpegMissing, 3)
	real, err := exec.LookPath("ffmpeg")
	must(t, err)
	must(t, os.Remove(path))
	must(t, os.Symlink(real, path))
	b.moveClock(time.Minute)
	ask("ok", 3)
}

func TestOldFFmpegIsTold(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ffmpeg")
	must(t, os.WriteFile(path, []byte("#!/bin/sh\necho ffmpeg version 3.4.8-0ubuntu0.2 Copyright\n"), 0o700))
	b := start(t, setup{ffmpeg: path, idle: true})
	if got := b.service.Health(b.ctx); got != media.FFmpegOld {
		t.Errorf("health: %q", got)
	}
}

func TestVersions(t *testing.T) {
	for out, want := range map[string]float64{
		"ffmpeg version 5.1.9-0+deb12u1 Copyright": 5.1, "ffmpeg version n6.1 Copyright": 6.1, "ffmpeg version 4.3-static x": 4.3,
		"ffmpeg version N-109542-g1bf1a13 Copyright": 0, "": 0, "ffmpeg version": 0,
	} {
		if got, known := media.VersionOf(out); got != want || known != (want > 0) {
			t.Errorf("%q: %v %v", out, got, known)
		}
	}
}

func TestCrashingFFmpegEndsInAProblem(t *testing.T) {
	b := start(t, setup{ffmpeg: fakeFFmpeg(t, "kill -SEGV $$"), prepare: hasty})
	in := b.intervention()
	s := b.sending(phone, in, "video", clip(t, "upright.mp4"))
	s.send()
	v := b.wait(in, s.id, settled)
	if v.State != media.Failed || problemOf(v) != media.Broke {
		t.Errorf("%s %s", v.State, problemOf(v))
	}
	if !bytes.Equal(b.original(s.id), s.content) {
		t.Error("the original was touched")
	}
}

func TestFFmpegThatCrashesOnceIsForgiven(t *testing.T) {
	real, err := exec.LookPath("ffmpeg")
	must(t, err)
	mark := filepath.Join(t.TempDir(), "crashed")
	b := start(t, setup{prepare: hasty, ffmpeg: fakeFFmpeg(t, "test -e "+mark+" && exec "+real+" \"$@\"\ntouch "+mark+"\nkill -SEGV $$")})
	in := b.intervention()
	s := b.sending(phone, in, "video", clip(t, "old.3gp"))
	s.send()
	if v := b.wait(in, s.id, settled); v.State != media.Ready || v.Problem != nil {
		t.Errorf("%s %s", v.State, problemOf(v))
	}
}

func TestHangingFFmpegIsEndedWithEverythingItStarted(t *testing.T) {
	pids := filepath.Join(t.TempDir(), "pids")
	b := start(t, setup{ffmpeg: fakeFFmpeg(t, "sleep 1000 & echo $! >> "+pids+"\nwait"), prepare: func(s *media.Service) {
		hasty(s)
		s.SetLimit(1500 * time.Millisecond)
	}})
	in := b.intervention()
	s := b.sending(phone, in, "video", clip(t, "upright.mp4"))
	s.send()
	v := b.wait(in, s.id, settled)
	if v.State != media.Failed || problemOf(v) != media.TookTooLong {
		t.Errorf("%s %s", v.State, problemOf(v))
	}
	listed, err := os.ReadFile(pids)
	must(t, err)
	for line := range strings.Lines(string(listed)) {
		pid, err := strconv.Atoi(strings.TrimSpace(line))
		must(t, err)
		for end := time.Now().Add(3 * time.Second); !gone(pid); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("process %d goes on", pid)
			}
		}
	}
	b.close()
	if left, _ := os.ReadDir(b.service.Work()); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

// gone tells whether a process has ended, be it that nobody has asked for its end yet.
func gone(pid int) bool {
	if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		return true
	}
	status, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	return err != nil || bytes.Contains(status, []byte(") Z "))
}

func TestFFmpegWithoutRoomWaits(t *testing.T) {
	real, err := exec.LookPath("ffmpeg")
	must(t, err)
	mark := filepath.Join(t.TempDir(), "room")
	b := start(t, setup{prepare: hasty, ffmpeg: fakeFFmpeg(t, "test -e "+mark+" && exec "+real+" \"$@\"\necho 'No space left on device' >&2\nexit 1")})
	in := b.intervention()
	s := b.sending(phone, in, "video", clip(t, "upright.mp4"))
	s.send()
	if v := b.wait(in, s.id, func(v media.View) bool { return v.Problem != nil }); v.State != media.Processing || problemOf(v) != media.NoRoom {
		t.Errorf("%s %s", v.State, problemOf(v))
	}
	must(t, os.WriteFile(mark, nil, 0o600))
	if v := b.wait(in, s.id, final); v.State != media.Ready || v.Problem != nil {
		t.Errorf("%s %s", v.State, problemOf(v))
	}
}

func TestSecretsOfTheBoxStayOutOfFFmpeg(t *testing.T) {
	t.Setenv("FLEETBOX_MAIL_PASSWORD", "secret")
	out := filepath.Join(t.TempDir(), "env")
	b := start(t, setup{ffmpeg: fakeFFmpeg(t, "env > "+out+"; kill -SEGV $$"), prepare: hasty})
	in := b.intervention()
	s := b.sending(phone, in, "video", clip(t, "upright.mp4"))
	s.send()
	b.wait(in, s.id, settled)
	seen, err := os.ReadFile(out)
	if err != nil || bytes.Contains(seen, []byte("FLEETBOX")) {
		t.Errorf("%v %s", err, seen)
	}
}
