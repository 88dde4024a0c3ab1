package outside_test

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"testing"
	"time"

	"fleetbox/app/outside"
)

func shell(t *testing.T, script string, limit time.Duration) outside.Run {
	t.Helper()
	path, err := exec.LookPath("sh")
	if err != nil {
		t.Fatal(err)
	}
	return outside.Run{Program: path, Args: []string{"-c", script}, Dir: t.TempDir(), Limit: limit}
}

func TestOutput(t *testing.T) {
	t.Setenv("FLEETBOX_MAIL_PASSWORD", "secret")
	run := shell(t, `pwd; echo "$TMPDIR"; env`, time.Minute)
	out, err := run.Output(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(out), run.Dir+"\n"+run.Dir+"\n") {
		t.Errorf("it does not work in its own folder: %s", out)
	}
	if strings.Contains(string(out), "secret") {
		t.Errorf("it is told the box's secrets: %s", out)
	}
}

func TestEndings(t *testing.T) {
	for name, c := range map[string]struct {
		run    outside.Run
		ending outside.Ending
		said   string
	}{
		"says why":         {shell(t, "echo no such picture >&2; exit 1", time.Minute), outside.Failed, "no such picture"},
		"hangs":            {shell(t, "sleep 60 & sleep 60", 200*time.Millisecond), outside.TooLong, ""},
		"crashes":          {shell(t, "kill -SEGV $$", time.Minute), outside.Killed, ""},
		"cannot begin":     {shell(t, "exit 127", time.Minute), outside.NotStarted, ""},
		"is not there":     {outside.Run{Program: "/nowhere/tesseract", Dir: t.TempDir(), Limit: time.Minute}, outside.NotStarted, ""},
		"talks for ever":   {shell(t, "yes", time.Minute), outside.Failed, ""},
		"complains no end": {shell(t, "yes | head -c 100000 >&2; echo the end >&2; exit 1", time.Minute), outside.Failed, "the end"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			began := time.Now()
			_, err := c.run.Output(context.Background())
			var failure *outside.Failure
			if !errors.As(err, &failure) {
				t.Fatalf("%v", err)
			}
			if failure.Ending != c.ending || !strings.HasSuffix(failure.Said, c.said) || len(failure.Said) > 4096 {
				t.Errorf("ending %d, said %q", failure.Ending, failure.Said)
			}
			if took := time.Since(began); took > 20*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}

// TestCallerGivesUp tells apart who did not want to wait any longer.
func TestCallerGivesUp(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	if _, err := shell(t, "sleep 60", time.Minute).Output(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
}
