package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"

	"fleetbox/app/outside"
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

// ffmpeg runs the outside programs for videos, so that nothing a file holds can do harm or take for ever.
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

// start runs a program to its end and returns what it printed.
func (f *ffmpeg) start(ctx context.Context, path string, args []string, dir string, limit time.Duration, u urgency) ([]byte, error) {
	if f.most > 0 {
		limit = min(limit, f.most)
	}
	out, err := outside.Run{Program: path, Args: args, Dir: dir, Limit: limit, Nice: u.nice, IO: u.io}.Output(ctx)
	return out, diagnose(err)
}

// diagnose finds out what a failed run means for the file and for the next attempt.
func diagnose(err error) error {
	failure := new(outside.Failure)
	if errors.Is(err, context.DeadlineExceeded) {
		return &trouble{TookTooLong, err}
	}
	if !errors.As(err, &failure) {
		return err // none, or the box is being stopped, which says nothing about the file
	}
	switch {
	case failure.Ending == outside.TooLong:
		return &trouble{TookTooLong, failure}
	case failure.Ending == outside.NotStarted:
		return &trouble{FFmpegMissing, failure}
	case failure.Ending == outside.Killed:
		return &trouble{Broke, failure}
	case strings.Contains(failure.Said, "No space left on device"):
		return &trouble{NoRoom, failure}
	case strings.Contains(failure.Said, "exceeds specified max pixel count") || strings.Contains(failure.Said, "Picture size"):
		return &trouble{TooManyPixels, failure}
	}
	for _, complaint := range aboutTheFile {
		if strings.Contains(failure.Said, complaint) {
			return &trouble{CannotBeRead, failure}
		}
	}
	return &trouble{Broke, failure}
}

// aboutTheFile is how ffmpeg complains about its input. Anything else may be an installation
// without a codec, which is no reason to give a file up at once.
var aboutTheFile = []string{
	"Invalid data found", "moov atom not found", "not on whitelist", "matches no streams",
	"does not contain any stream", "End of file", "Nothing was written into output", "Conversion failed",
}
