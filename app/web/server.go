// Package web is the HTTP server: who is calling and what they may do, answers and problems,
// live events, and the built user interface. It knows no domain; domains register their
// operations here, each with the right that it needs.
package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"fleetbox/app/locale"
	"fleetbox/app/problem"
	"fleetbox/app/store"
)

// bodyLimit is how many bytes an ordinary request may carry; operations that take files set their own.
const bodyLimit = 2 << 20

// Options is what a server needs.
type Options struct {
	Store          *store.Store
	Texts          *locale.Catalogue
	Version        string
	TrustedProxies []netip.Prefix
	MetricsFrom    []netip.Prefix
	Health         func(context.Context) Health
	Names          func() []string // under which the box answers over HTTPS; nil when it has none
}

// Authenticator finds out who makes a request. It returns the zero Actor when the request carries
// nothing that it knows, with Refused when it knows why, and an error only when it could not look.
type Authenticator func(*http.Request) (Actor, error)

// Server holds the routes. Make it with New, register every domain, then serve Handler.
type Server struct {
	options        Options
	echo           *echo.Echo
	api            huma.API
	events         *events
	metrics        *metrics
	authenticators []Authenticator
	declared       []Declared
}

// Declared is one operation and the right that it needs, for the test that tries every role on each.
type Declared struct {
	Method, Path string
	Needs        Right
}

// New makes a server without operations.
func New(options Options) *Server {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	s := &Server{options: options, echo: e, events: newEvents(options.Store), metrics: newMetrics()}
	e.IPExtractor = clientAddress(options.TrustedProxies)
	e.HTTPErrorHandler = s.answerError

	config := huma.DefaultConfig("FleetBox", options.Version)
	config.CreateHooks = nil // no $schema members and Link headers in answers
	config.DocsPath, config.SchemasPath = "", ""
	config.OpenAPIPath = "/api/openapi"
	config.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: "fleetbox_session"},
		"device":  {Type: "http", Scheme: "bearer"},
	}
	setProblems()

	protection := http.NewCrossOriginProtection()
	e.Use(s.requestID, s.log, middleware.RecoverWithConfig(middleware.RecoverConfig{LogErrorFunc: logPanic}), securityHeaders)
	e.Use(s.answerNeighbours, s.identify)
	e.Use(crossOrigin(protection))
	e.Use(middleware.BodyLimitWithConfig(middleware.BodyLimitConfig{Limit: strconv.Itoa(bodyLimit), Skipper: takesFiles}))
	s.api = humaecho.New(e, config)
	s.Raw(http.MethodGet, "/api/events", Signed, s.serveEvents)
	s.Raw(http.MethodGet, "/healthz", Anyone, s.serveHealth)
	s.Raw(http.MethodGet, "/metrics", Anyone, s.serveMetrics)
	return s
}

// Texts returns the catalogue.
func (s *Server) Texts() *locale.Catalogue { return s.options.Texts }

// Handler returns everything that was registered, and the user interface for the rest.
func (s *Server) Handler() http.Handler { return s.echo }

// OpenAPI returns the description of all operations registered through Register.
func (s *Server) OpenAPI() *huma.OpenAPI { return s.api.OpenAPI() }

// Declared returns every operation with the right that it needs.
func (s *Server) Declared() []Declared { return s.declared }

// Authenticate adds a way to find out who makes a request.
func (s *Server) Authenticate(a Authenticator) { s.authenticators = append(s.authenticators, a) }

// Op describes an operation and the right that it needs.
type Op struct {
	ID      string // unique, such as send-intervention
	Method  string
	Path    string
	Summary string
	Tag     string
	Needs   Right
	Status  int   // of a good answer; 200, or 204 without a body, when zero
	MaxBody int64 // bytes; the ordinary limit when zero
	Errors  []int // further statuses that it answers with
}

// Register adds an operation. Its handler returns problems for people, and any other error for the log.
func Register[I, O any](s *Server, op Op, handler func(context.Context, *I) (*O, error)) {
	if op.Needs == "" {
		panic("operation " + op.ID + " declares no right") // found by the first test that starts a server
	}
	s.declared = append(s.declared, Declared{op.Method, op.Path, op.Needs})
	if op.MaxBody == 0 {
		op.MaxBody = bodyLimit
	}
	operation := huma.Operation{
		OperationID: op.ID, Method: op.Method, Path: op.Path, Summary: op.Summary,
		DefaultStatus: op.Status, MaxBodyBytes: op.MaxBody, Errors: op.Errors,
		BodyReadTimeout: time.Minute,
		Extensions:      map[string]any{"x-needs": op.Needs},
		Middlewares:     huma.Middlewares{s.guard(op.Needs), takeLists},
	}
	if op.Tag != "" {
		operation.Tags = []string{op.Tag}
	}
	if op.Needs != Anyone {
		operation.Security = []map[string][]string{{"session": {}}, {"device": {}}}
	}
	huma.Register(s.api, operation, func(ctx context.Context, input *I) (*O, error) {
		output, err := handler(ctx, input)
		if err != nil {
			return nil, s.answer(ctx, err)
		}
		return output, nil
	})
}

// takeLists lets a list be written in both forms that clients know: a=x,y and a=x&a=y.
func takeLists(ctx huma.Context, next func(huma.Context)) {
	if slices.ContainsFunc(ctx.Operation().Parameters, isList) {
		ctx = lists{ctx}
	}
	next(ctx)
}

func isList(param *huma.Param) bool {
	return param.In == "query" && param.Schema.Type == huma.TypeArray
}

// request is huma's, under a name that does not hide its method Context.
type request = huma.Context

type lists struct{ request }

func (l lists) Query(name string) string {
	if !slices.ContainsFunc(l.Operation().Parameters, func(param *huma.Param) bool { return param.Name == name && isList(param) }) {
		return l.request.Query(name)
	}
	url := l.URL()
	return strings.Join(url.Query()[name], ",")
}

// Raw adds a route outside the described API, such as an upload, a file or a stream.
func (s *Server) Raw(method, path string, needs Right, handler echo.HandlerFunc) {
	s.declared = append(s.declared, Declared{method, path, needs})
	s.echo.Add(method, path, func(c echo.Context) error {
		if err := allow(ActorFrom(c.Request().Context()), needs); err != nil {
			return err
		}
		return handler(c)
	})
}

func (s *Server) guard(needs Right) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		if err := allow(ActorFrom(ctx.Context()), needs); err != nil {
			s.writeProblem(ctx, err)
			return
		}
		next(ctx)
	}
}

func allow(actor Actor, needs Right) error {
	if actor.May(needs) {
		return nil
	}
	if actor.Refused != nil {
		return actor.Refused
	}
	if actor.Kind == "" {
		return problem.New(problem.SignedOut, "signed_out")
	}
	return problem.New(problem.Forbidden, "forbidden")
}

// identify finds out who is calling and in which language they are answered.
func (s *Server) identify(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if !strings.HasPrefix(r.URL.Path, "/api/") {
			return next(c)
		}
		c.Response().Header().Set(echo.HeaderCacheControl, "no-store") // people's data; what may be kept says so itself
		actor, err := s.Actor(r)
		if err != nil {
			return err
		}
		actor.Language = s.options.Texts.Match(actor.Language, r.Header.Get("Accept-Language"))
		ctx := context.WithValue(WithActor(r.Context(), actor), callerKey{}, s.caller(c))
		ctx = context.WithValue(ctx, serverKey{}, s)
		c.SetRequest(r.WithContext(ctx))
		return next(c)
	}
}

// Actor finds out who is calling. Operations have theirs in the context; this is for files, most of which need nobody.
func (s *Server) Actor(r *http.Request) (Actor, error) {
	nobody := Actor{}
	for _, authenticate := range s.authenticators {
		actor, err := authenticate(r)
		if err != nil || actor.Kind != "" {
			return actor, err
		}
		if actor.Refused != nil {
			nobody = actor
		}
	}
	return nobody, nil
}

// crossOrigin refuses what another website makes a signed-in browser do.
// The customer page has no session to abuse: its link alone is the right, and mail programs open it from anywhere.
func crossOrigin(protection *http.CrossOriginProtection) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			neighbour := c.Get(neighbourKey) != nil
			if !neighbour && !strings.HasPrefix(c.Request().URL.Path, "/c/") && protection.Check(c.Request()) != nil {
				return problem.New(problem.Forbidden, "cross_origin")
			}
			return next(c)
		}
	}
}

func takesFiles(c echo.Context) bool {
	path := c.Request().URL.Path
	return strings.HasPrefix(path, "/api/uploads") || strings.HasSuffix(path, "/photo")
}

func securityHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", policyFor(c.Request().URL.Path))
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer") // a customer's link must not travel to other sites
		h.Set("Permissions-Policy", "camera=(self), microphone=(self), geolocation=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		return next(c)
	}
}

const policy = "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; " +
	"style-src 'self' 'unsafe-inline'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; " +
	"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"

// policyFor says what a page may load. A phone's app asks the box under addresses that it may get only later.
func policyFor(path string) string {
	if strings.HasPrefix(path, "/phone/") || path == "/phone" {
		return policy + "; connect-src 'self' https:"
	}
	return policy
}

func clientAddress(proxies []netip.Prefix) echo.IPExtractor {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, prefix := range proxies {
		options = append(options, echo.TrustIPRange(ipNet(prefix)))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}

func logPanic(c echo.Context, err error, stack []byte) error {
	slog.Error("panic", "request", requestIDOf(c.Request().Context()), "route", c.Path(), "error", err, "stack", string(stack))
	return err
}

// Mount gives everything below prefix to a handler that stands alone and does its own checks.
func (s *Server) Mount(prefix string, handler http.Handler) {
	s.echo.Any(prefix+"*", echo.WrapHandler(handler))
}
