package web

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"fleetbox/app/problem"
	"fleetbox/app/store"
)

// Problem is the answer to a request that failed (RFC 9457). Detail is in the caller's language
// and says what to do.
type Problem struct {
	Type    string          `json:"type" doc:"Always about:blank; the code tells problems apart"`
	Title   string          `json:"title"`
	Status  int             `json:"status"`
	Detail  string          `json:"detail"`
	Code    string          `json:"code"`
	Errors  []problem.Field `json:"errors,omitempty"`
	Current any             `json:"current,omitempty" doc:"The thing as it is now, when it had changed meanwhile"`
}

// Error is for the log.
func (p *Problem) Error() string { return p.Code }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of RFC 9457.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

const statusChecksumMismatch = 460 // tus 1.0, checksum extension

var statuses = map[problem.Kind]int{
	problem.Internal: 500, problem.Invalid: 400, problem.SignedOut: 401, problem.Forbidden: 403, problem.NotFound: 404,
	problem.TooSlow: 408, problem.Conflict: 409, problem.Gone: 410, problem.TooLarge: 413, problem.Unsupported: 415,
	problem.Unfit: 422, problem.Locked: 423, problem.TooMany: 429, problem.Checksum: statusChecksumMismatch,
	problem.Unavailable: 503, problem.Full: 507,
}

// byStatus maps a failure that the router or the decoder found to a problem.
var byStatus = map[int]*problem.Problem{
	400: problem.New(problem.Invalid, "invalid_request"),
	404: problem.New(problem.NotFound, "not_found"),
	405: problem.New(problem.NotFound, "method_not_allowed"),
	408: problem.New(problem.TooSlow, "too_slow"),
	413: problem.New(problem.TooLarge, "too_large"),
	415: problem.New(problem.Unsupported, "unsupported_type"),
}

// answer turns any error into the answer that the caller may see. What is not a problem is logged
// with its cause and answered without it.
func (s *Server) answer(ctx context.Context, err error) *Problem {
	actor := ActorFrom(ctx)
	p := problem.As(err)
	if p == nil {
		p = s.unexpected(ctx, err)
	}
	fields := make([]problem.Field, 0, len(p.Fields))
	for _, field := range p.Fields {
		if field.Message == "" {
			field.Message = s.options.Texts.T(actor.Language, "problem.field."+field.Code, p.Args)
		}
		fields = append(fields, field)
	}
	status := statuses[p.Kind]
	title := http.StatusText(status)
	if title == "" {
		title = p.Code
	}
	return &Problem{
		Type: "about:blank", Title: title, Status: status, Code: p.Code,
		Detail: s.options.Texts.T(actor.Language, "problem."+p.Code, p.Args), Errors: fields, Current: p.Current,
	}
}

// unexpected logs what nobody foresaw. A caller who hung up is not worth a line.
func (s *Server) unexpected(ctx context.Context, err error) *problem.Problem {
	if store.DiskFull(err) {
		slog.Error("disk full", "request", requestIDOf(ctx), "error", err)
		return problem.New(problem.Full, "disk_full")
	}
	if !errors.Is(err, context.Canceled) {
		slog.Error("request failed", "request", requestIDOf(ctx), "error", err)
	}
	return problem.New(problem.Internal, "internal", "request", requestIDOf(ctx))
}

// answerError is echo's way out: routes outside the described API, unknown addresses, panics.
func (s *Server) answerError(err error, c echo.Context) {
	if c.Response().Committed {
		slog.Warn("answer broken off", "route", c.Path(), "error", err)
		return
	}
	var routed *echo.HTTPError
	if errors.As(err, &routed) && byStatus[routed.Code] != nil {
		err = byStatus[routed.Code]
	}
	body := s.answer(c.Request().Context(), err)
	if routed != nil && routed.Code == http.StatusMethodNotAllowed {
		body.Status, body.Title = routed.Code, http.StatusText(routed.Code)
	}
	c.Response().Header().Set(echo.HeaderContentType, body.ContentType(""))
	c.Response().WriteHeader(body.Status)
	if c.Request().Method == http.MethodHead {
		return
	}
	if err := json.NewEncoder(c.Response()).Encode(body); err != nil {
		slog.Debug("problem not delivered", "error", err)
	}
}

func (s *Server) writeProblem(ctx huma.Context, err error) {
	body := s.answer(ctx.Context(), err)
	ctx.SetHeader("Content-Type", body.ContentType(""))
	ctx.SetStatus(body.Status)
	if err := json.NewEncoder(ctx.BodyWriter()).Encode(body); err != nil {
		slog.Debug("problem not delivered", "error", err)
	}
}

type serverKey struct{}

// setProblems makes huma answer in our form: it finds bad input before a handler runs. huma keeps
// this in globals, so it is set once and finds the server that is asked in the request.
var setProblems = sync.OnceFunc(func() {
	huma.DefaultArrayNullable = false
	huma.NewError = func(status int, _ string, _ ...error) huma.StatusError {
		return &Problem{Type: "about:blank", Status: status} // only asked for its schema
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, message string, errs ...error) huma.StatusError {
		s, known := ctx.Context().Value(serverKey{}).(*Server)
		if !known {
			return huma.NewError(status, message, errs...)
		}
		return s.found(ctx.Context(), status, message, errs)
	}
})

// found answers what huma found wrong with a request.
func (s *Server) found(ctx context.Context, status int, message string, errs []error) *Problem {
	if status == http.StatusUnprocessableEntity || (status == http.StatusBadRequest && len(errs) > 0) {
		return s.answer(ctx, unfit(errs))
	}
	if p := byStatus[status]; p != nil {
		return s.answer(ctx, p)
	}
	return s.answer(ctx, errors.Join(append(errs, errors.New(message))...))
}

func unfit(errs []error) *problem.Problem {
	p := problem.New(problem.Unfit, "invalid_input")
	names := []string{}
	for _, err := range errs {
		var detail *huma.ErrorDetail
		if !errors.As(err, &detail) {
			continue
		}
		location := strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(detail.Location, "body"), "query"), ".")
		code := "format"
		if name, found := strings.CutPrefix(detail.Message, "expected required property "); found {
			code = "required"
			location = strings.TrimPrefix(location+"."+strings.TrimSuffix(name, " to be present"), ".")
		}
		if location == "" { // not a value but the whole body, such as broken JSON
			return byStatus[http.StatusBadRequest]
		}
		p.On(location, code)
		names = append(names, location)
	}
	p.Args = map[string]any{"fields": strings.Join(names, ", ")}
	return p
}
