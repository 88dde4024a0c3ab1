package web

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"github.com/labstack/echo/v4"
)

func TestWhereARequestComesFrom(t *testing.T) {
	proxy := []netip.Prefix{netip.MustParsePrefix("10.0.0.1/32")}
	forwarded := map[string]string{"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "box.example"}
	cases := []struct {
		name    string
		proxies []netip.Prefix
		remote  string
		tls     bool
		headers map[string]string
		want    Caller
	}{
		{"in the house", nil, "192.168.1.7:5000", true, nil, Caller{netip.MustParseAddr("192.168.1.7"), true, "https://box:8443", true}},
		{"in the house over IPv6", nil, "[fd00::7]:5000", false, nil, Caller{netip.MustParseAddr("fd00::7"), true, "http://box:8443", false}},
		{"mapped into IPv6", nil, "[::ffff:192.168.1.7]:5000", false, nil, Caller{netip.MustParseAddr("192.168.1.7"), true, "http://box:8443", false}},
		{"on the box", nil, "127.0.0.1:5000", false, nil, Caller{netip.MustParseAddr("127.0.0.1"), true, "http://box:8443", false}},
		{"from the internet", nil, "203.0.113.9:5000", true, nil, Caller{netip.MustParseAddr("203.0.113.9"), false, "https://box:8443", true}},
		{"who only claims to be forwarded", nil, "192.168.1.7:5000", false, forwarded, Caller{netip.MustParseAddr("192.168.1.7"), false, "http://box:8443", false}},
		{"from the internet through a trusted proxy", proxy, "10.0.0.1:5000", false, forwarded, Caller{netip.MustParseAddr("203.0.113.9"), false, "https://box.example", true}},
		{
			"in the house through a trusted proxy", proxy, "10.0.0.1:5000", false,
			map[string]string{"X-Forwarded-For": "192.168.1.7"},
			Caller{netip.MustParseAddr("192.168.1.7"), true, "http://box:8443", false},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := &Server{options: Options{TrustedProxies: c.proxies}}
			e := echo.New()
			e.IPExtractor = clientAddress(c.proxies)
			r := httptest.NewRequest(http.MethodGet, "/api/setup", nil)
			r.RemoteAddr, r.Host = c.remote, "box:8443"
			if c.tls {
				r.TLS = &tls.ConnectionState{}
			}
			for name, value := range c.headers {
				r.Header.Set(name, value)
			}
			if got := s.caller(e.NewContext(r, httptest.NewRecorder())); got != c.want {
				t.Errorf("%+v, wanted %+v", got, c.want)
			}
		})
	}
}
