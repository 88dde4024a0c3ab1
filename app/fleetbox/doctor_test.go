package main

import (
	"context"
	"crypto/x509"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"fleetbox/config"
)

// doctorSays runs the command and returns its lines by what they are about.
func doctorSays(t *testing.T, data string, environ ...string) (lines map[string]string, err error) {
	t.Helper()
	var out strings.Builder
	err = run(t.Context(), []string{"doctor", "--data", data}, environ, strings.NewReader(""), &out)
	lines = map[string]string{}
	for line := range strings.Lines(out.String()) {
		health, rest := line[:5], line[6:]
		lines[strings.TrimSpace(rest[:14])] = strings.TrimSpace(health) + " " + strings.TrimSpace(rest[15:])
	}
	return lines, err
}

func TestDoctorFindsWhatIsBroken(t *testing.T) {
	stranger := httptest.NewServer(http.NotFoundHandler())
	defer stranger.Close()
	_, taken, _ := net.SplitHostPort(stranger.Listener.Addr().String())
	nobody := freeAddress(t)
	lines, err := doctorSays(t, t.TempDir(),
		"FLEETBOX_SERVER_LISTEN=127.0.0.1:"+taken, "FLEETBOX_SERVER_HTTPS_LISTEN="+nobody, "FLEETBOX_SERVER_HELP_LISTEN=",
		"FLEETBOX_MEDIA_FFMPEG=/nowhere/ffmpeg", "FLEETBOX_MAIL_HOST=127.0.0.1", "FLEETBOX_MAIL_PORT=1", "FLEETBOX_MAIL_FROM=a@b.example")
	if err == nil {
		t.Error("all is said to be well")
	}
	for what, want := range map[string]string{
		"data": "ok ", "port " + taken: "FAIL another program", "port " + portOf(nobody): "warn is free", "certificate": "warn is looked at when the box runs",
		"ffmpeg": "FAIL ffmpeg_missing", "mail": "FAIL 127.0.0.1:1: unreachable", "links": "warn ",
	} {
		if !strings.HasPrefix(lines[what], want) {
			t.Errorf("%s: %q, want %q", what, lines[what], want)
		}
	}
}

func TestDoctorIsContentWithABoxThatRuns(t *testing.T) {
	settings := config.Default()
	settings.Server.Data = t.TempDir()
	settings.Server.HTTPSListen, settings.Server.HelpListen = freeAddress(t), freeAddress(t)
	box, err := Open(t.Context(), settings)
	must(t, err)
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- box.Serve(ctx, &strings.Builder{}) }()
	environ := []string{"FLEETBOX_SERVER_HTTPS_LISTEN=" + settings.Server.HTTPSListen, "FLEETBOX_SERVER_HELP_LISTEN=" + settings.Server.HelpListen}
	var lines map[string]string
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); {
		lines, _ = doctorSays(t, settings.Server.Data, environ...) // what fails on this machine is not at issue
		if strings.HasPrefix(lines["certificate"], "ok") {
			break
		}
	}
	for _, what := range []string{"port " + portOf(settings.Server.HTTPSListen), "port " + portOf(settings.Server.HelpListen), "certificate"} {
		if !strings.HasPrefix(lines[what], "ok ") {
			t.Errorf("%s: %s", what, lines[what])
		}
	}
	end()
	must(t, <-ended)
	must(t, box.Close())
}

func TestTheDoctorTellsOfANameThatTheAuthorityDoesNotKnow(t *testing.T) {
	leaf := &x509.Certificate{DNSNames: []string{"fleetbox.local", "box1", "box1.local", "localhost"}}
	if f := (&doctor{host: "Box1"}).renamed(leaf); len(f) != 0 {
		t.Errorf("%+v", f)
	}
	f := (&doctor{host: "workshop"}).renamed(leaf)
	if len(f) != 1 || f[0].health != doubt || !strings.Contains(f[0].text, "workshop or workshop.local") || !strings.Contains(f[0].text, "install the new authority") {
		t.Errorf("%+v", f)
	}
}
