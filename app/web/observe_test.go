package web_test

import (
	"context"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"fleetbox/app/locale"
	"fleetbox/app/web"
	"fleetbox/embed"
)

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
