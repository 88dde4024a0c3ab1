package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestNothingSetGivesTheDefaults(t *testing.T) {
	got, err := assemble("", nil, []string{"PATH=/bin", "FLEETBOXER=1"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, Default()) {
		t.Errorf("got %+v, want %+v", got, Default())
	}
}

func TestEverySettingFromTheFile(t *testing.T) {
	dir := t.TempDir()
	cert, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	writeFile(t, cert, "cert")
	writeFile(t, key, "key")
	got, err := assemble("f.toml", fmt.Appendf(nil, `
		[server]
		data = "/srv/box"
		listen = "127.0.0.1:80"
		https_listen = "[::1]:443"
		help_listen = ""
		cert_file = %q
		key_file = %q
		public_url = "https://box.example.com:8443/"
		trusted_proxies = ["10.0.0.7/8", "192.168.1.2"]
		metrics_from = []
		log_level = "debug"
		log_format = "json"
		shutdown_timeout = "1m30s"
		[acme]
		email = "it@example.com"
		directory = "https://acme.example.com/directory"
		dns_algorithm = "hmac-sha512"
		[mail]
		host = "smtp.example.com"
		port = 465
		encryption = "tls"
		username = "box"
		password = "hunter2"
		from = "service@example.com"
		from_name = "Garage Müller"
		timeout = "5s"
		send_per_minute = 10
		catch = true
		[jobs]
		redis = "redis://:pass@localhost:6379/3"
		workers = 3
		[media]
		ffmpeg = "/opt/ffmpeg"
		ffprobe = "/opt/ffprobe"
		max_upload_bytes = 1_000_000_000
		parallel_conversions = 1
		upload_expiry = "24h"
		[plates]
		tesseract = "/opt/tesseract"
		[links]
		valid_for = "48h"`, cert, key), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := Config{
		File: "f.toml",
		Server: Server{
			Data: "/srv/box", Listen: "127.0.0.1:80", HTTPSListen: "[::1]:443", CertFile: cert, KeyFile: key,
			PublicURL:      "https://box.example.com:8443",
			TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("192.168.1.2/32")},
			MetricsFrom:    []netip.Prefix{},
			LogLevel:       slog.LevelDebug, LogFormat: LogJSON, ShutdownTimeout: 90 * time.Second,
		},
		ACME: ACME{Email: "it@example.com", Directory: "https://acme.example.com/directory", DNSAlgorithm: "hmac-sha512"},
		Mail: Mail{
			Host: "smtp.example.com", Port: 465, Encryption: EncryptionTLS, Username: "box", Password: NewSecret("hunter2"),
			From: "service@example.com", FromName: "Garage Müller", Timeout: 5 * time.Second, SendPerMinute: 10, Catch: true,
		},
		Jobs: Jobs{Redis: NewSecret("redis://:pass@localhost:6379/3"), Workers: 3},
		Media: Media{
			FFmpeg: "/opt/ffmpeg", FFprobe: "/opt/ffprobe", MaxUploadBytes: 1_000_000_000,
			ParallelConversions: 1, UploadExpiry: 24 * time.Hour,
		},
		Plates: Plates{Tesseract: "/opt/tesseract"},
		Links:  Links{ValidFor: 48 * time.Hour},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestPublicAuthority(t *testing.T) {
	for file, want := range map[string]ACME{
		"name = \"box.example.com\"\ndns_server = \"ns.example.com:53\"\ndns_key = \"box\"\ndns_secret = \"aHVudGVyMg==\"": {
			Name: "box.example.com", DNSServer: "ns.example.com:53", DNSKey: "box", DNSSecret: NewSecret("aHVudGVyMg=="),
		},
		"name = \"box.example.com\"\ndns_command = \"/opt/dns\"": {Name: "box.example.com", DNSCommand: "/opt/dns"},
	} {
		want.Directory, want.DNSAlgorithm = "https://acme-v02.api.letsencrypt.org/directory", "hmac-sha256"
		got, err := assemble("f.toml", []byte("[acme]\n"+file), nil, nil)
		if err != nil || !reflect.DeepEqual(got.ACME, want) {
			t.Errorf("%v: got %+v, want %+v", err, got.ACME, want)
		}
	}
}

func TestPrecedence(t *testing.T) {
	file := []byte("[server]\ndata = \"file\"\nlisten = \":1\"\npublic_url = \"http://file\"\n")
	environ := []string{"FLEETBOX_SERVER_DATA=environment", "FLEETBOX_SERVER_LISTEN=:2"}
	flags := []Flag{{"--data", "server.data", "flag"}}
	got, err := assemble("f.toml", file, environ, flags)
	if err != nil {
		t.Fatal(err)
	}
	s := got.Server
	if s.Data != "flag" || s.Listen != ":2" || s.PublicURL != "http://file" || s.HTTPSListen != ":8443" {
		t.Errorf("got %+v", s)
	}
}

func TestEnvironmentCanSetEveryKind(t *testing.T) {
	got, err := assemble("", nil, []string{
		"FLEETBOX_SERVER_METRICS_FROM=10.0.0.1, 192.168.0.0/16",
		"FLEETBOX_SERVER_TRUSTED_PROXIES=",
		"FLEETBOX_SERVER_SHUTDOWN_TIMEOUT=5s",
		"FLEETBOX_SERVER_LOG_LEVEL=warn",
		"FLEETBOX_MAIL_PORT=2525",
		"FLEETBOX_MAIL_CATCH=true",
		"FLEETBOX_MAIL_USERNAME=a=b",
		"FLEETBOX_MAIL_PASSWORD=pass word",
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := Default()
	want.Server.MetricsFrom = []netip.Prefix{netip.MustParsePrefix("10.0.0.1/32"), netip.MustParsePrefix("192.168.0.0/16")}
	want.Server.ShutdownTimeout = 5 * time.Second
	want.Server.LogLevel = slog.LevelWarn
	want.Mail.Port = 2525
	want.Mail.Catch = true
	want.Mail.Username = "a=b"
	want.Mail.Password = NewSecret("pass word")
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestPasswordFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "password")
	writeFile(t, path, "s3cret \n")
	got, err := assemble("f.toml", fmt.Appendf(nil, "[mail]\nusername = \"u\"\npassword_file = %q", path), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got.Mail.Password.Reveal() != "s3cret " {
		t.Errorf("got %q", got.Mail.Password.Reveal())
	}
}

func TestSearch(t *testing.T) {
	t.Chdir(t.TempDir())
	etc := filepath.Join(t.TempDir(), "fleetbox.toml")
	old := searched
	searched = []string{"fleetbox.toml", etc}
	t.Cleanup(func() { searched = old })

	expectFile := func(want, asked string) {
		t.Helper()
		got, err := Load(Source{File: asked})
		if err != nil {
			t.Fatal(err)
		}
		if got.File != want {
			t.Errorf("read %q, want %q", got.File, want)
		}
	}
	expectFile("", "")
	writeFile(t, etc, "")
	expectFile(etc, "")
	writeFile(t, "fleetbox.toml", "")
	expectFile("fleetbox.toml", "")
	writeFile(t, "other.toml", "")
	expectFile("other.toml", "other.toml")

	_, err := Load(Source{File: "missing.toml"})
	expectMistakes(t, err, `missing.toml: this file cannot be read: no such file or directory`)
	_, err = Load(Source{File: "."})
	expectMistakes(t, err, `.: this file cannot be read: is a directory`)
}

func TestSecretNeverShows(t *testing.T) {
	s := NewSecret("hunter2")
	c := Default()
	c.Mail.Password = s
	inner := struct{ s Secret }{s}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "secret", s, "config", c, "inner", inner)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "secret", s, "config", c, "inner", inner)
	asJSON, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	printed := []string{log.String(), string(asJSON), fmt.Sprint(errors.New(s.String()))}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		printed = append(printed, fmt.Sprintf(verb, s), fmt.Sprintf(verb, &s), fmt.Sprintf(verb, c), fmt.Sprintf(verb, inner))
	}
	for _, p := range printed {
		if strings.Contains(p, "hunter2") || strings.Contains(p, fmt.Sprintf("%x", "hunter2")) {
			t.Errorf("the secret shows in %s", p)
		}
	}
	if s.String() != "********" || s.Reveal() != "hunter2" || s.Empty() {
		t.Errorf("String %q, Reveal %q, Empty %v", s, s.Reveal(), s.Empty())
	}
	if none := NewSecret(""); none.String() != "" || none.Reveal() != "" || !none.Empty() {
		t.Errorf("the empty secret shows as %q", none)
	}
}

func writeFile(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// expectMistakes compares an error line by line.
func expectMistakes(t *testing.T, err error, want ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want\n%s", strings.Join(want, "\n"))
	}
	var mistakes *Error
	if !errors.As(err, &mistakes) {
		t.Fatalf("%T is not an *Error: %v", err, err)
	}
	if got := err.Error(); got != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}
