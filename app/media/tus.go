package media

import (
	"crypto/sha1" //nolint:gosec // asked for by tus clients to find damage on the way, not to prove anything
	"crypto/sha256"
	"encoding/base64"
	"hash"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"fleetbox/app/problem"
	"fleetbox/app/web"
)

// The resumable upload protocol tus 1.0: https://tus.io/protocols/resumable-upload
const (
	tusVersion    = "1.0.0"
	tusExtensions = "creation,termination,checksum,expiration"
	uploadsPath   = "/api/uploads"

	// A finished upload answers with the sum that the box has made of it. Only then may a phone forget the file.
	headerSHA256 = "X-FleetBox-Sha256"
	headerMedia  = "X-FleetBox-Media"
)

func (s *Service) registerUploads(srv *web.Server) {
	one := uploadsPath + "/:id"
	srv.Raw(http.MethodOptions, uploadsPath, web.Anyone, s.tusOptions)
	srv.Raw(http.MethodOptions, one, web.Anyone, s.tusOptions)
	srv.Raw(http.MethodPost, uploadsPath, web.WriteMedia, tus(s.tusCreate))
	srv.Raw(http.MethodHead, one, web.WriteMedia, tus(s.tusHead))
	srv.Raw(http.MethodPatch, one, web.WriteMedia, tus(s.tusPatch))
	srv.Raw(http.MethodDelete, one, web.WriteMedia, tus(s.tusDelete))
}

// tus answers only senders that speak the same version.
func tus(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Tus-Resumable", tusVersion)
		h.Set("Cache-Control", "no-store")
		if c.Request().Header.Get("Tus-Resumable") != tusVersion {
			h.Set("Tus-Version", tusVersion)
			return c.NoContent(http.StatusPreconditionFailed)
		}
		return next(c)
	}
}

func (s *Service) tusOptions(c echo.Context) error {
	h := c.Response().Header()
	h.Set("Tus-Resumable", tusVersion)
	h.Set("Tus-Version", tusVersion)
	h.Set("Tus-Extension", tusExtensions)
	h.Set("Tus-Checksum-Algorithm", "sha256,sha1")
	h.Set("Tus-Max-Size", strconv.FormatInt(s.options.MaxUploadBytes, 10))
	return c.NoContent(http.StatusNoContent)
}

func (s *Service) tusCreate(c echo.Context) error {
	r := c.Request()
	size, err := strconv.ParseInt(r.Header.Get("Upload-Length"), 10, 64)
	if err != nil || size < 0 {
		return problem.New(problem.Invalid, "invalid_request")
	}
	m, err := readMetadata(r.Header.Get("Upload-Metadata"))
	if err != nil {
		return err
	}
	actor := web.ActorFrom(r.Context())
	u, err := s.begin(r.Context(), actor, m, size)
	if err != nil {
		return err
	}
	if size == 0 && u.FinishedAt == nil { // its last byte is there already
		if u, err = s.status(r.Context(), actor, u.ID); err != nil {
			return err
		}
	}
	c.Response().Header().Set("Location", uploadsPath+"/"+u.ID)
	tell(c, u)
	return c.NoContent(http.StatusCreated)
}

func (s *Service) tusHead(c echo.Context) error {
	r := c.Request()
	u, err := s.status(r.Context(), web.ActorFrom(r.Context()), c.Param("id"))
	if err != nil {
		return err
	}
	tell(c, u)
	c.Response().Header().Set("Upload-Length", strconv.FormatInt(u.Size, 10))
	return c.NoContent(http.StatusOK)
}

func (s *Service) tusPatch(c echo.Context) error {
	r := c.Request()
	if r.Header.Get("Content-Type") != "application/offset+octet-stream" {
		return problem.New(problem.Unsupported, "unsupported_type")
	}
	offset, err := strconv.ParseInt(r.Header.Get("Upload-Offset"), 10, 64)
	if err != nil || offset < 0 {
		return problem.New(problem.Invalid, "invalid_request")
	}
	part, err := partOf(c)
	if err != nil {
		return err
	}
	u, err := s.add(r.Context(), web.ActorFrom(r.Context()), c.Param("id"), offset, part)
	if err != nil {
		return err
	}
	tell(c, u)
	return c.NoContent(http.StatusNoContent)
}

func (s *Service) tusDelete(c echo.Context) error {
	r := c.Request()
	if err := s.terminate(r.Context(), web.ActorFrom(r.Context()), c.Param("id")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// tell says where an upload stands.
func tell(c echo.Context, u *upload) {
	h := c.Response().Header()
	h.Set("Upload-Offset", strconv.FormatInt(u.Received, 10))
	if u.FinishedAt != nil {
		h.Set(headerSHA256, u.SHA256)
		h.Set(headerMedia, u.MediaID)
		return
	}
	h.Set("Upload-Expires", u.ExpiresAt.UTC().Format(http.TimeFormat))
}

// partOf is the part of a file that a request brings.
func partOf(c echo.Context) (body, error) {
	r := c.Request()
	control := http.NewResponseController(c.Response())
	part := body{
		Reader: r.Body, length: r.ContentLength,
		// A connection that knows no deadlines only exists in tests.
		patience:  func(until time.Time) { _ = control.SetReadDeadline(until) },
		interrupt: func() { _ = control.SetReadDeadline(time.Unix(1, 0)) },
	}
	announced := r.Header.Get("Upload-Checksum")
	if announced == "" {
		return part, nil
	}
	algorithm, sum, _ := strings.Cut(announced, " ")
	makers := map[string]func() hash.Hash{"sha256": sha256.New, "sha1": sha1.New}
	want, err := base64.StdEncoding.DecodeString(sum)
	if makers[algorithm] == nil || err != nil {
		return body{}, problem.New(problem.Invalid, "invalid_request")
	}
	part.checksum, part.want = makers[algorithm](), want
	return part, nil
}
