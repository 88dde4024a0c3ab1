package web

import (
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
)

// A phone keeps its unsent work under the address where its app was opened. When the box gets another address, the
// app stays where it is and asks the box under the new one, with its token: for the browser that is another website.
const (
	neighbourMethods = "GET, HEAD, POST, PUT, PATCH, DELETE"
	neighbourHeaders = "Authorization, Accept-Language, Content-Type, Last-Event-ID, Tus-Resumable, Upload-Checksum, " +
		"Upload-Length, Upload-Metadata, Upload-Offset, X-FleetBox-App"
	shownHeaders = "Date, Location, Retry-After, Tus-Resumable, Upload-Expires, Upload-Length, Upload-Offset, " +
		"X-FleetBox-Media, X-FleetBox-Sha256"
	neighbourFor = "600" // seconds for which a browser need not ask again
)

const neighbourKey = "asked by a neighbour"

// answerNeighbours answers apps of this box that were opened under another of its addresses. Only the token counts
// there: a session is never taken from, nor given to, another address.
func (s *Server) answerNeighbours(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		origin := r.Header.Get(echo.HeaderOrigin)
		if origin == "" || !strings.HasPrefix(r.URL.Path, "/api/") {
			return next(c)
		}
		h := c.Response().Header()
		h.Add(echo.HeaderVary, echo.HeaderOrigin)
		asksFirst := r.Method == http.MethodOptions && r.Header.Get(echo.HeaderAccessControlRequestMethod) != ""
		hasToken := strings.HasPrefix(r.Header.Get(echo.HeaderAuthorization), "Bearer ")
		if !s.ownOrigin(origin) || (!asksFirst && !hasToken) {
			return next(c)
		}
		h.Set(echo.HeaderAccessControlAllowOrigin, origin)
		if asksFirst {
			h.Set(echo.HeaderAccessControlAllowMethods, neighbourMethods)
			h.Set(echo.HeaderAccessControlAllowHeaders, neighbourHeaders)
			h.Set(echo.HeaderAccessControlMaxAge, neighbourFor)
			return c.NoContent(http.StatusNoContent)
		}
		h.Set(echo.HeaderAccessControlExposeHeaders, shownHeaders)
		r.Header.Del(echo.HeaderCookie)
		c.Set(neighbourKey, true)
		return next(c)
	}
}

// ownOrigin tells whether a page may be one of this box, opened under any address that it has or had.
func (s *Server) ownOrigin(origin string) bool {
	u, err := url.Parse(origin)
	if err != nil || u.Scheme != "https" {
		return false
	}
	if address, err := netip.ParseAddr(u.Hostname()); err == nil {
		return address.Unmap().IsPrivate()
	}
	return s.options.Names != nil && slices.ContainsFunc(s.options.Names(), func(name string) bool {
		return strings.EqualFold(name, u.Hostname())
	})
}
