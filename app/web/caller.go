package web

import (
	"context"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
)

// Caller is where a request came from and how it reached the box.
type Caller struct {
	Address netip.Addr // the caller's own; behind a trusted proxy the one that the proxy names
	// Near tells that the address is private or loopback and that nobody stood in between who
	// could have lent a stranger such an address.
	Near   bool
	Origin string // scheme, host and port under which the caller reached the box
	Secure bool   // the caller's side is encrypted
}

type callerKey struct{}

// CallerFrom returns where the request of ctx came from; the zero Caller outside of a request.
func CallerFrom(ctx context.Context) Caller {
	caller, _ := ctx.Value(callerKey{}).(Caller)
	return caller
}

func (s *Server) caller(c echo.Context) Caller {
	r := c.Request()
	address, _ := netip.ParseAddr(c.RealIP())
	address = address.Unmap()

	caller := Caller{Address: address, Secure: r.TLS != nil}
	caller.Near = (address.IsPrivate() || address.IsLoopback() || address.IsLinkLocalUnicast()) && !s.lent(r)
	host := r.Host
	if s.trusts(r) {
		caller.Secure = caller.Secure || r.Header.Get(echo.HeaderXForwardedProto) == "https"
		if named := r.Header.Get("X-Forwarded-Host"); named != "" {
			host = named
		}
	}
	caller.Origin = "http://" + host
	if caller.Secure {
		caller.Origin = "https://" + host
	}
	return caller
}

// trusts tells whether a proxy that the configuration names hands the request over.
func (s *Server) trusts(r *http.Request) bool {
	peer, _ := netip.ParseAddrPort(r.RemoteAddr)
	return contain(s.options.TrustedProxies, peer.Addr())
}

// lent tells whether the address that a request comes from may be lent to a stranger: that of a proxy which the
// configuration does not name.
func (s *Server) lent(r *http.Request) bool { return forwarded(r) && !s.trusts(r) }

func contain(networks []netip.Prefix, address netip.Addr) bool {
	return slices.ContainsFunc(networks, func(network netip.Prefix) bool { return network.Contains(address.Unmap()) })
}

// forwarded tells whether a proxy has put its mark on the request.
func forwarded(r *http.Request) bool {
	for name := range r.Header {
		if name == "Forwarded" || name == "Via" || name == echo.HeaderXRealIP || strings.HasPrefix(name, "X-Forwarded-") {
			return true
		}
	}
	return false
}
