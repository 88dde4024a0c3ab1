package main

import (
	"bytes"
	"log/slog"
	"net"
	"strings"
	"testing"

	"fleetbox/config"
)

func TestWhatCustomersLinksBeginWith(t *testing.T) {
	usual := slog.Default()
	t.Cleanup(func() { slog.SetDefault(usual) })
	own, _, _ := net.SplitHostPort(reachable(":1"))
	for _, c := range []struct {
		name   string
		server config.Server
		acme   string
		want   string
		warned bool
	}{
		{"as configured", config.Server{PublicURL: "https://service.example.com", Listen: "127.0.0.1:8080"}, "box.example.com", "https://service.example.com", false},
		{"encrypted rather than plain", config.Server{Listen: ":8080", HTTPSListen: "192.168.1.5:8443"}, "", "https://192.168.1.5:8443", false},
		{"the name of its certificate", config.Server{HTTPSListen: ":8443"}, "box.example.com", "https://box.example.com:8443", false},
		{"all networks", config.Server{HTTPSListen: ":8443"}, "", "https://" + net.JoinHostPort(own, "8443"), own == "localhost"},
		{"behind a proxy that nobody told of", config.Server{Listen: "127.0.0.1:8080"}, "", "http://127.0.0.1:8080", true},
		{"behind a proxy, over IPv6", config.Server{Listen: "[::1]:8080"}, "", "http://[::1]:8080", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			var log bytes.Buffer
			slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
			b := &Box{Config: config.Config{Server: c.server, ACME: config.ACME{Name: c.acme}}}
			if got := b.publicURL(); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
			b.warnOfLinks()
			if warned := strings.Contains(log.String(), "public_url"); warned != c.warned {
				t.Errorf("warned: %t", warned)
			}
		})
	}
}
