package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"fleetbox/app/locale"
	"fleetbox/app/web"
	"fleetbox/embed"
)

func TestOnlyWhoIsNamedLooksInside(t *testing.T) {
	texts, err := locale.Load(embed.Locales())
	if err != nil {
		t.Fatal(err)
	}
	loopback := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	for _, c := range []struct {
		name      string
		proxies   []netip.Prefix
		remote    string
		forwarded string
		status    int
	}{
		{"on the box", nil, "127.0.0.1:5000", "", 200},
		{"on the box over IPv6", nil, "[::ffff:127.0.0.1]:5000", "", 200},
		{"from the house", nil, "192.168.1.7:5000", "", 404},
		{"through a proxy that nobody named", nil, "127.0.0.1:5000", "203.0.113.9", 404},
		{"through a proxy that nobody named, as itself", nil, "127.0.0.1:5000", "127.0.0.1", 404},
		{"through a trusted proxy", loopback, "127.0.0.1:5000", "203.0.113.9", 404},
		{"on the box through a trusted proxy", loopback, "127.0.0.1:5000", "127.0.0.1", 200},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := web.New(web.Options{
				Texts: texts, MetricsFrom: loopback, TrustedProxies: c.proxies,
				Health: func(context.Context) web.Health {
					return web.Health{Status: "degraded", Parts: map[string]string{"disk": "only 7 MB free"}}
				},
			})
			ask := func(path string) *httptest.ResponseRecorder {
				r, answer := httptest.NewRequest(http.MethodGet, path, nil), httptest.NewRecorder()
				r.RemoteAddr = c.remote
				if c.forwarded != "" {
					r.Header.Set("X-Forwarded-For", c.forwarded)
				}
				server.Handler().ServeHTTP(answer, r)
				return answer
			}
			if got := ask("/metrics").Code; got != c.status {
				t.Errorf("%d, want %d", got, c.status)
			}
			want := `{"status":"degraded"}`
			if c.status == 200 {
				want = `{"status":"degraded","parts":{"disk":"only 7 MB free"}}`
			}
			if got := ask("/healthz"); got.Code != 200 || strings.TrimSpace(got.Body.String()) != want {
				t.Errorf("%d %s, want %s", got.Code, got.Body, want)
			}
		})
	}
}

func TestMadeUpMethodsAreCountedTogether(t *testing.T) {
	texts, err := locale.Load(embed.Locales())
	if err != nil {
		t.Fatal(err)
	}
	server := web.New(web.Options{
		Texts: texts, MetricsFrom: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")},
		Health: func(context.Context) web.Health { return web.Health{Status: "ok"} },
	})
	ask := func(method, path string) string {
		answer := httptest.NewRecorder()
		server.Handler().ServeHTTP(answer, httptest.NewRequest(method, path, nil))
		return answer.Body.String()
	}
	for _, method := range []string{"GET", "MADE-UP-1", "MADE-UP-2"} {
		ask(method, "/healthz")
	}
	figures := ask("GET", "/metrics")
	if strings.Contains(figures, "MADE-UP") || !strings.Contains(figures, `method="other"`) || !strings.Contains(figures, `method="GET",route="/healthz"`) {
		t.Error(figures)
	}
}
