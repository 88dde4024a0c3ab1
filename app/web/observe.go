package web

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"fleetbox/app/problem"
	"fleetbox/app/store"
)

// Health is what /healthz tells. Status is "ok", "degraded" when the box works without one of its parts, or "down".
type Health struct {
	Status string            `json:"status"`
	Parts  map[string]string `json:"parts,omitempty"` // "ok" or what is wrong, by part; only for those who may read the figures
}

type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "fleetbox_http_request_seconds", Help: "Time to answer, by route and status.",
			Buckets: []float64{.002, .005, .01, .02, .05, .1, .3, 1, 5, 30},
		}, []string{"method", "route", "status"}),
	}
	m.registry.MustRegister(m.requests, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Gauge adds a figure to /metrics that is asked for when it is read.
func (s *Server) Gauge(name, help string, value func() float64) {
	s.metrics.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value))
}

func (s *Server) serveMetrics(c echo.Context) error {
	if !s.mayObserve(c) {
		return problem.New(problem.NotFound, "not_found")
	}
	promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{}).ServeHTTP(c.Response(), c.Request())
	return nil
}

// mayObserve tells whether the configuration names the caller's address as one that may look inside.
func (s *Server) mayObserve(c echo.Context) bool {
	address, _ := netip.ParseAddr(c.RealIP())
	return contain(s.options.MetricsFrom, address) && !s.lent(c.Request())
}

func (s *Server) serveHealth(c echo.Context) error {
	health := s.options.Health(c.Request().Context())
	status := http.StatusOK
	if health.Status == "down" {
		status = http.StatusServiceUnavailable
	}
	if !s.mayObserve(c) {
		health.Parts = nil
	}
	return c.JSON(status, health)
}

type requestIDKey struct{}

func requestIDOf(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

func (s *Server) requestID(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		id := store.NewID()
		c.SetRequest(c.Request().WithContext(context.WithValue(c.Request().Context(), requestIDKey{}, id)))
		c.Response().Header().Set("X-Request-Id", id)
		return next(c)
	}
}

// log writes one line a request. It names the route, never the address: addresses hold customers' tokens.
func (s *Server) log(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := time.Now()
		err := next(c)
		if err != nil {
			c.Error(err)
		}
		took, status, route := time.Since(start), c.Response().Status, c.Path()
		if route == "" || strings.HasSuffix(route, "*") {
			route = "static"
		}
		if route != "/api/events" {
			s.metrics.requests.WithLabelValues(known(c.Request().Method), route, strconv.Itoa(status)).Observe(took.Seconds())
		}
		actor := ActorFrom(c.Request().Context())
		slog.Debug("request", "method", c.Request().Method, "route", route, "status", status, "ms", took.Milliseconds(),
			"bytes", c.Response().Size, "request", requestIDOf(c.Request().Context()), "actor", string(actor.Kind)+":"+actor.ID)
		return nil
	}
}

// known keeps strangers from making up methods, each of which would be counted for ever.
func known(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return method
	}
	return "other"
}

func ipNet(prefix netip.Prefix) *net.IPNet {
	return &net.IPNet{IP: prefix.Addr().AsSlice(), Mask: net.CIDRMask(prefix.Bits(), prefix.Addr().BitLen())}
}
