package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// trouble is why ffmpeg did not do what was asked. The code may be shown; the cause, which can hold
// pieces of a hostile file, is only for the log.
type trouble struct {
	code  string
	cause error
}

func (t *trouble) Error() string {
	if t.cause == nil {
		return t.code
	}
	return t.code + ": " + t.cause.Error()
}

func (t *trouble) Unwrap() error { return t.cause }

// reasonOf is the code of what went wrong, Broke when nobody foresaw it.
func reasonOf(err error) string {
	var t *trouble
	if errors.As(err, &t) {
		return t.code
	}
	return Broke
}

// ffmpeg runs the one outside program, so that nothing a file holds can do harm or take for ever:
// a time limit, a folder of its own, no network, low priority, an end with the box's own end.
type ffmpeg struct {
	names [2]string // of ffmpeg and ffprobe, as configured
	work  string
	most  time.Duration // for every time limit; 0 for none

	now func() time.Time

	mu      sync.Mutex
	checked time.Time
	finding error // of the last check
	found   programs
}

// programs is what a check found.
type programs struct {
	ffmpeg, ffprobe string
	tonesDown       bool // the filters that bring HDR to ordinary screens are there
}

const (
	believed = time.Minute      // how long a check that found everything holds
	doubted  = 15 * time.Second // how long one that did not is told again without a new look
	oldest   = 4.3              // the first version in which all options that are used here are there
)

func newFFmpeg(ffmpegName, ffprobeName, work string, now func() time.Time) *ffmpeg {
	return &ffmpeg{names: [2]string{ffmpegName, ffprobeName}, work: work, now: now}
}

// check looks for the programs. That they are there is believed for a minute, that they are not never:
// work that waits for them goes on with its next attempt.
func (f *ffmpeg) check(ctx context.Context) (programs, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.finding == nil && f.checkedWithin(believed) {
		return f.found, nil
	}
	return f.look(ctx)
}

// health tells what the last check found. It looks anew when that was a while ago, so that however
// often anybody asks, few programs are started.
func (f *ffmpeg) health(ctx context.Context) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	holds := believed
	if f.finding != nil {
		holds = doubted
	}
	if f.checkedWithin(holds) {
		return f.finding
	}
	_, err := f.look(context.WithoutCancel(ctx)) // who hangs up early does not make the next one look again
	return err
}

func (f *ffmpeg) checkedWithin(d time.Duration) bool {
	since := f.now().Sub(f.checked)
	return !f.checked.IsZero() && since >= 0 && since < d
}

// tonesDown tells what the last check said of HDR.
func (f *ffmpeg) tonesDown() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.found.tonesDown
}

func (f *ffmpeg) look(ctx context.Context) (programs, error) {
	found, err := f.find(ctx)
	if ctx.Err() == nil {
		f.checked, f.found, f.finding = f.now(), found, err
	}
	return found, err
}

func (f *ffmpeg) find(ctx context.Context) (found programs, err error) {
	for i, path := range []*string{&found.ffmpeg, &found.ffprobe} {
		if *path, err = exec.LookPath(f.names[i]); err != nil {
			return found, &trouble{FFmpegMissing, err}
		}
		out, err := f.start(ctx, *path, []string{"-version"}, f.work, 10*time.Second, quick)
		if err != nil {
			return found, &trouble{FFmpegMissing, err}
		}
		if version, known := versionOf(string(out)); known && version < oldest {
			return found, &trouble{FFmpegOld, fmt.Errorf("%s is version %.1f, %.1f or newer is needed", *path, version, oldest)}
		}
	}
	filters, err := f.start(ctx, found.ffmpeg, []string{"-hide_banner", "-filters"}, f.work, 10*time.Second, quick)
	found.tonesDown = err == nil && bytes.Contains(filters, []byte(" zscale ")) && bytes.Contains(filters, []byte(" tonemap "))
	return found, nil
}

// FindFFmpeg tells where ffmpeg is; the error says what is missing, or too old.
func FindFFmpeg(ctx context.Context, ffmpegName, ffprobeName string) (path string, err error) {
	found, err := newFFmpeg(ffmpegName, ffprobeName, os.TempDir(), kernelTime).find(ctx)
	return found.ffmpeg, err
}

// versionOf reads the first line that ffmpeg prints. Builds from source name no number.
func versionOf(out string) (version float64, known bool) {
	words := strings.Fields(out)
	if len(words) < 3 || words[1] != "version" {
		return 0, false
	}
	parts := strings.SplitN(strings.TrimPrefix(words[2], "n"), ".", 3)
	if len(parts) < 2 {
		return 0, false
	}
	minor := strings.FieldsFunc(parts[1], func(r rune) bool { return r < '0' || r > '9' })
	if len(minor) == 0 {
		return 0, false
	}
	version, err := strconv.ParseFloat(parts[0]+"."+minor[0], 64)
	return version, err == nil
}

// The demuxers that an input may use: the formats of phones' files, none that opens further files.
const (
	videoFormats = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm"
	videoPixels  = 9437184 // 4096 × 2304
)

// input names a file to be read, with everything that keeps a hostile one harmless.
func input(path, formats string, pixels int) []string {
	return []string{
		"-protocol_whitelist", "file,pipe", "-format_whitelist", formats,
		"-max_pixels", strconv.Itoa(pixels), "-i", "file:" + path,
	}
}

// urgency says how much of the machine a run may take from others.
type urgency struct{ nice, io int }

var (
	quick = urgency{nice: 5, io: 5}
	slow  = urgency{nice: 15, io: 7}
)

// convert runs ffmpeg in dir, to write files there.
func (f *ffmpeg) convert(ctx context.Context, dir string, limit time.Duration, u urgency, args ...string) error {
	found, err := f.check(ctx)
	if err != nil {
		return err
	}
	args = append([]string{"-hide_banner", "-nostdin", "-nostats", "-y", "-v", "error"}, args...)
	_, err = f.start(ctx, found.ffmpeg, args, dir, limit, u)
	return err
}

// ask runs ffprobe and returns what it prints.
func (f *ffmpeg) ask(ctx context.Context, args ...string) ([]byte, error) {
	found, err := f.check(ctx)
	if err != nil {
		return nil, err
	}
	args = append([]string{"-hide_banner", "-v", "error", "-print_format", "json"}, args...)
	return f.start(ctx, found.ffprobe, args, f.work, 30*time.Second, quick)
}

// What a run may take.
const (
	mostOutput  = 1 << 20 // of text
	stderrTail  = 4 << 10
	mostMemory  = 4 << 30
	mostWritten = 4 << 30
	processors  = 8 // the time limit in processor seconds is this many times the one on the clock
)

// start runs a program to its end and returns what it printed.
func (f *ffmpeg) start(ctx context.Context, path string, args []string, dir string, limit time.Duration, u urgency) ([]byte, error) {
	if f.most > 0 {
		limit = min(limit, f.most)
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	// The kernel ends the program when the thread that started it ends; so this thread stays until it has ended.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()

	out, errOut := &capped{most: mostOutput}, &tail{most: stderrTail}
	cmd := exec.CommandContext(ctx, path, args...) //nolint:gosec // an administrator names the program, the box its arguments
	cmd.Dir = dir
	search := os.Getenv("PATH")                                                      //nolint:forbidigo // handed on to a program, not a setting of the box
	cmd.Env = []string{"PATH=" + search, "HOME=" + dir, "TMPDIR=" + dir, "LC_ALL=C"} // none of the box's secrets
	cmd.Stdout, cmd.Stderr = out, errOut
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 2 * time.Second
	if err := cmd.Start(); err != nil {
		return nil, &trouble{FFmpegMissing, err}
	}
	restrain(cmd.Process.Pid, limit, u)
	err := cmd.Wait()
	if err == nil {
		return out.Bytes(), nil
	}
	return nil, f.diagnose(ctx, cmd, err, errOut.String())
}

// restrain sets limits and priority of a program that has just started. They are a second line of
// defence: where the kernel refuses one, the time limit still holds.
func restrain(pid int, limit time.Duration, u urgency) {
	seconds := uint64(limit.Seconds()+1) * processors
	for resource, most := range map[int]uint64{unix.RLIMIT_CPU: seconds, unix.RLIMIT_AS: mostMemory, unix.RLIMIT_FSIZE: mostWritten, unix.RLIMIT_CORE: 0} {
		if err := unix.Prlimit(pid, resource, &unix.Rlimit{Cur: most, Max: most}, nil); err != nil {
			slog.Debug("limit not set", "resource", resource, "error", err)
		}
	}
	_ = unix.Setpriority(unix.PRIO_PGRP, pid, u.nice)
	const whoGroup, bestEffort = 2, 2
	_, _, _ = unix.Syscall(unix.SYS_IOPRIO_SET, whoGroup, uintptr(pid), uintptr(bestEffort<<13|u.io))
}

// diagnose finds out what a failed run means for the file and for the next attempt.
func (f *ffmpeg) diagnose(ctx context.Context, cmd *exec.Cmd, err error, said string) error {
	cause := fmt.Errorf("%w: %s", err, strings.TrimSpace(said))
	switch status, _ := cmd.ProcessState.Sys().(syscall.WaitStatus); {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return &trouble{TookTooLong, cause}
	case ctx.Err() != nil:
		return ctx.Err() // the box is being stopped; it says nothing about the file
	case status.Signaled() && status.Signal() == syscall.SIGXCPU:
		return &trouble{TookTooLong, cause}
	case status.Signaled():
		return &trouble{Broke, cause}
	case strings.Contains(said, "No space left on device"):
		return &trouble{NoRoom, cause}
	case strings.Contains(said, "exceeds specified max pixel count") || strings.Contains(said, "Picture size"):
		return &trouble{TooManyPixels, cause}
	case status.ExitStatus() == notExecutable || status.ExitStatus() == notLoadable:
		return &trouble{FFmpegMissing, cause}
	}
	for _, complaint := range aboutTheFile {
		if strings.Contains(said, complaint) {
			return &trouble{CannotBeRead, cause}
		}
	}
	return &trouble{Broke, cause}
}

// What a shell, or the loader of shared libraries, says when a program cannot even begin.
const (
	notExecutable = 126
	notLoadable   = 127
)

// aboutTheFile is how ffmpeg complains about its input. Anything else may be an installation
// without a codec, which is no reason to give a file up at once.
var aboutTheFile = []string{
	"Invalid data found", "moov atom not found", "not on whitelist", "matches no streams",
	"does not contain any stream", "End of file", "Nothing was written into output", "Conversion failed",
}

// capped keeps the beginning of what is written to it.
type capped struct {
	bytes.Buffer
	most int
}

func (c *capped) Write(p []byte) (int, error) {
	if c.Len()+len(p) > c.most {
		return 0, io.ErrShortWrite
	}
	return c.Buffer.Write(p)
}

// tail keeps the end of what is written to it.
type tail struct {
	bytes []byte
	most  int
}

func (t *tail) Write(p []byte) (int, error) {
	t.bytes = append(t.bytes, p...)
	t.bytes = t.bytes[max(0, len(t.bytes)-t.most):]
	return len(p), nil
}

func (t *tail) String() string { return string(t.bytes) }
