package media_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"fleetbox/app/media"
)

// inNamespace marks the test process that may mount because it has a user and mount namespace of its own.
const inNamespace = "FLEETBOX_TEST_NAMESPACE"

// onSmallDisk runs a test with a data folder on a disk of its own. Who may not mount runs the test anew in namespaces
// in which anybody may.
func onSmallDisk(t *testing.T, size string, test func(t *testing.T, dir string)) {
	t.Helper()
	dir := t.TempDir()
	err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+size)
	if errors.Is(err, syscall.EPERM) && os.Getenv(inNamespace) == "" {
		runInNamespace(t)
		return
	}
	if err != nil {
		t.Fatalf("a small disk can be mounted neither as this user nor in namespaces of its own: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	test(t, dir)
}

func runInNamespace(t *testing.T) {
	t.Helper()
	again := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v", "-test.timeout=5m")
	again.Env = append(os.Environ(), inNamespace+"=1")
	again.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	out, err := again.CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("--- PASS: "+t.Name())) {
		t.Fatalf("in namespaces of its own: %v\n%s", err, out)
	}
}

// fill takes all room of a disk but about so many bytes.
func fill(t *testing.T, dir string, leave int64) (free func()) {
	t.Helper()
	var disk syscall.Statfs_t
	must(t, syscall.Statfs(dir, &disk))
	path := filepath.Join(dir, "filler")
	must(t, os.WriteFile(path, noise(0, int(max(0, int64(disk.Bavail)*disk.Bsize-leave))), 0o600))
	return func() { must(t, os.Remove(path)) }
}

func TestDiskFullInTheMiddleOfAnUpload(t *testing.T) {
	onSmallDisk(t, "24m", func(t *testing.T, dir string) {
		b := start(t, setup{dir: dir, idle: true})
		in := b.intervention()
		kept := b.sending(phone, in, "document", append([]byte("kept "), bytes.Repeat([]byte("x"), 100_000)...))
		kept.send()
		s := b.sending(phone, in, "document", append([]byte("on its way "), bytes.Repeat([]byte("y"), 6_000_000)...))
		s.create()
		if a := s.patch(0, 1_000_000); a.status != 204 {
			t.Fatalf("%d %s", a.status, a.body)
		}
		for _, leave := range []int64{400_000, 0} {
			free := fill(t, dir, leave)
			if a := s.patch(1_000_000, int64(len(s.content))); a.status != 507 || a.code() != "disk_full" || !bytes.Contains(a.body, []byte("tell your IT")) {
				t.Errorf("PATCH with %d bytes free: %d %s", leave, a.status, a.body)
			}
			if a := b.sending(phone, in, "video", noise(1, 2_000_000)).create(); a.status != 507 || a.code() != "disk_full" {
				t.Errorf("POST with %d bytes free: %d %s", leave, a.status, a.body)
			}
			if a := s.head(); a.status != 200 || a.offset() != 1_000_000 {
				t.Errorf("HEAD with %d bytes free: %d at %d", leave, a.status, a.offset())
			}
			free()
		}
		a := s.patch(1_000_000, int64(len(s.content)))
		if a.status != 204 || a.header.Get("X-FleetBox-Sha256") != s.meta["sha256"] {
			t.Fatalf("with room again: %d %s", a.status, a.body)
		}
		for _, one := range []*sending{kept, s} {
			if !bytes.Equal(b.original(one.id), one.content) {
				t.Error("acknowledged and lost")
			}
		}
	})
}

// The last byte finds a disk on which the file has room and the database has none.
func TestDiskFullAtTheLastByte(t *testing.T) {
	onSmallDisk(t, "24m", func(t *testing.T, dir string) {
		b := start(t, setup{dir: dir, idle: true})
		in := b.intervention()
		for i := range 6 {
			s := b.sending(phone, in, "document", append([]byte("to the end "), bytes.Repeat([]byte{'a' + byte(i)}, 50_000)...))
			s.create()
			s.patch(0, 1000)
			free := fill(t, dir, int64(50_000+i*8_000))
			first := s.patch(1000, int64(len(s.content)))
			free()
			if first.status != 204 && (first.status != 507 || first.code() != "disk_full") {
				t.Errorf("%d %s", first.status, first.body)
			}
			h := s.head()
			if h.status != 200 {
				t.Fatalf("%d", h.status)
			}
			if h.header.Get("X-FleetBox-Media") == "" {
				h = s.patch(h.offset(), int64(len(s.content)))
			}
			if h.header.Get("X-FleetBox-Media") != s.id || !bytes.Equal(b.original(s.id), s.content) {
				t.Errorf("round %d: %v %s", i, h.header, h.body)
			}
		}
	})
}

func TestDiskFullDuringAConversion(t *testing.T) {
	onSmallDisk(t, "64m", func(t *testing.T, dir string) {
		b := start(t, setup{dir: dir, prepare: hasty})
		in := b.intervention()
		s := b.sending(phone, in, "video", clip(t, "faststart.mp4"))
		s.create()
		half := int64(len(s.content)) / 2
		s.patch(0, half)
		// Room for the rest of the file and for the database, not for what is made of the file.
		free := fill(t, dir, int64(len(s.content))-half+3_000_000)
		if a := s.patch(half, int64(len(s.content))); a.status != 204 {
			t.Fatalf("%d %s", a.status, a.body)
		}
		if v := b.wait(in, s.id, func(v media.View) bool { return v.Problem != nil || settled(v) }); v.State != media.Processing || problemOf(v) != media.NoRoom {
			t.Errorf("%s %s", v.State, problemOf(v))
		}
		free()
		if v := b.wait(in, s.id, final); v.State != media.Ready || v.Problem != nil {
			t.Errorf("%s %s", v.State, problemOf(v))
		}
	})
}
