// Package outside runs the programs that are not part of the box, so that nothing a file holds can do
// harm or take for ever: a time limit, a folder of its own, none of the box's secrets, low priority,
// an end with the box's own end.
package outside

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
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Run is one run of a program.
type Run struct {
	Program string   // its path
	Args    []string // put together by the box, never by a person
	Dir     string   // the folder in which it works, also for its temporary files
	Limit   time.Duration
	Nice    int // of the processor, 0 to 19
	IO      int // of the disk, 0 to 7
}

// Ending is why a run came to no good end.
type Ending int

// The endings.
const (
	Failed     Ending = iota // it said why, perhaps
	NotStarted               // it is not there, or cannot be executed here
	TooLong                  // longer than its limit, on the clock or on the processors
	Killed                   // by a signal, such as that of a crash
)

// Failure is the error of a run. What the program said can hold pieces of a hostile file: it is for the log.
type Failure struct {
	Ending Ending
	Said   string // the end of its standard error
	cause  error
}

func (f *Failure) Error() string {
	if f.Said == "" {
		return f.cause.Error()
	}
	return fmt.Sprintf("%v: %s", f.cause, f.Said)
}

func (f *Failure) Unwrap() error { return f.cause }

// What a run may take.
const (
	mostOutput  = 1 << 20 // of text
	stderrTail  = 4 << 10
	mostMemory  = 4 << 30
	mostWritten = 4 << 30
	processors  = 8 // the time limit in processor seconds is this many times the one on the clock
)

// Output carries out a run and returns what it printed. The error is a *Failure, or that of ctx when the caller gave up.
func (r Run) Output(ctx context.Context) ([]byte, error) {
	limited, cancel := context.WithTimeout(ctx, r.Limit)
	defer cancel()
	// The kernel ends the program when the thread that started it ends; so this thread stays until it has ended.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()

	out, said := &capped{most: mostOutput}, &tail{most: stderrTail}
	cmd := exec.CommandContext(limited, r.Program, r.Args...) //nolint:gosec // an administrator names the program, the box its arguments
	cmd.Dir = r.Dir
	search := os.Getenv("PATH") //nolint:forbidigo // handed on to a program, not a setting of the box
	// None of the box's secrets, and one thread for programs that would take all processors for a trifle.
	cmd.Env = []string{"PATH=" + search, "HOME=" + r.Dir, "TMPDIR=" + r.Dir, "LC_ALL=C", "OMP_THREAD_LIMIT=1"}
	cmd.Stdout, cmd.Stderr = out, said
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 2 * time.Second
	if err := cmd.Start(); err != nil {
		return nil, &Failure{Ending: NotStarted, cause: err}
	}
	r.restrain(cmd.Process.Pid)
	if err := cmd.Wait(); err != nil {
		return nil, ended(ctx, limited, cmd, err, strings.TrimSpace(said.String()))
	}
	return out.kept.Bytes(), nil
}

// restrain sets limits and priority of a program that has just started. They are a second line of
// defence: where the kernel refuses one, the time limit still holds.
func (r Run) restrain(pid int) {
	seconds := uint64(r.Limit.Seconds()+1) * processors
	for resource, most := range map[int]uint64{unix.RLIMIT_CPU: seconds, unix.RLIMIT_AS: mostMemory, unix.RLIMIT_FSIZE: mostWritten, unix.RLIMIT_CORE: 0} {
		if err := unix.Prlimit(pid, resource, &unix.Rlimit{Cur: most, Max: most}, nil); err != nil {
			slog.Debug("limit not set", "resource", resource, "error", err)
		}
	}
	_ = unix.Setpriority(unix.PRIO_PGRP, pid, r.Nice)
	const whoGroup, bestEffort = 2, 2
	_, _, _ = unix.Syscall(unix.SYS_IOPRIO_SET, whoGroup, uintptr(pid), uintptr(bestEffort<<13|r.IO))
}

// What a shell, or the loader of shared libraries, says when a program cannot even begin.
const (
	notExecutable = 126
	notLoadable   = 127
)

func ended(asked, limited context.Context, cmd *exec.Cmd, err error, said string) error {
	if asked.Err() != nil {
		return asked.Err() // whoever wanted the run does not any more; it says nothing about the program
	}
	failure := &Failure{Said: said, cause: err}
	switch status, _ := cmd.ProcessState.Sys().(syscall.WaitStatus); {
	case errors.Is(limited.Err(), context.DeadlineExceeded), status.Signaled() && status.Signal() == syscall.SIGXCPU:
		failure.Ending = TooLong
	case status.Signaled():
		failure.Ending = Killed
	case status.ExitStatus() == notExecutable || status.ExitStatus() == notLoadable:
		failure.Ending = NotStarted
	}
	return failure
}

// capped keeps what is written to it until that is too much; then the program's pipe breaks. The buffer
// is not embedded: io.Copy would find its ReadFrom, which knows no cap.
type capped struct {
	kept bytes.Buffer
	most int
}

func (c *capped) Write(p []byte) (int, error) {
	if c.kept.Len()+len(p) > c.most {
		return 0, io.ErrShortWrite
	}
	return c.kept.Write(p)
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
