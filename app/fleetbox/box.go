package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"syscall"
	"time"

	"github.com/labstack/echo/v4"

	"fleetbox/app/accounts"
	"fleetbox/app/checklists"
	"fleetbox/app/customerpage"
	"fleetbox/app/devices"
	"fleetbox/app/interventions"
	"fleetbox/app/locale"
	"fleetbox/app/media"
	"fleetbox/app/messages"
	"fleetbox/app/plates"
	"fleetbox/app/problem"
	"fleetbox/app/sending"
	"fleetbox/app/store"
	"fleetbox/app/system"
	"fleetbox/app/trust"
	"fleetbox/app/web"
	"fleetbox/config"
	"fleetbox/embed"
	"fleetbox/jobs"
)

// Box is a wired FleetBox: every service over one store. Tests start it for real.
type Box struct {
	Config        config.Config
	Store         *store.Store
	Server        *web.Server
	Jobs          *jobs.Queue
	Texts         *locale.Catalogue
	System        *system.Service
	Accounts      *accounts.Service
	Devices       *devices.Service
	Checklists    *checklists.Service
	Messages      *messages.Service
	Media         *media.Service
	Interventions *interventions.Service
	Plates        *plates.Service
	Sending       *sending.Service

	trust     *trust.Keeper // nil until the box serves HTTPS
	trustPage *trust.Page
}

// Open opens the data folder and wires everything. Nothing runs yet: Serve does.
func Open(ctx context.Context, c config.Config, options ...store.Option) (*Box, error) {
	st, err := store.Open(ctx, c.Server.Data, options...)
	if err != nil {
		return nil, err
	}
	b := &Box{Config: c, Store: st}
	if err := b.wire(); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return b, nil
}

func (b *Box) wire() error {
	c := b.Config
	secret, err := loadSecret(c.Server.Data)
	if err != nil {
		return err
	}
	if b.Texts, err = locale.Load(embed.Locales()); err != nil {
		return err
	}
	lists, err := checklists.Load(embed.Checklists())
	if err != nil {
		return err
	}
	b.Server = web.New(web.Options{
		Store: b.Store, Texts: b.Texts, Version: version,
		TrustedProxies: c.Server.TrustedProxies, MetricsFrom: c.Server.MetricsFrom, Health: b.health,
		Names: b.ownNames,
	})
	b.Jobs = jobs.New(b.Store, jobs.Options{
		Redis:           c.Jobs.Redis.Reveal(),
		Queues:          queues(c),
		ShutdownTimeout: c.Server.ShutdownTimeout,
	})
	b.Checklists, b.System = checklists.New(lists, b.Texts), system.New(b.Store, b.Texts)
	b.Messages = messages.New(b.Texts, b.System)
	b.Accounts = accounts.New(accounts.Options{Store: b.Store, System: b.System, Texts: b.Texts, Version: version})
	b.Devices = devices.New(devices.Options{
		Store: b.Store, System: b.System, Version: version, PairingURL: b.pairingURL, Origins: b.origins, MaxUploadBytes: c.Media.MaxUploadBytes,
	})
	b.Media, err = media.New(media.Options{
		Store: b.Store, Secret: secret, Limits: b.limits, Paired: b.Devices.Paired, FFmpeg: c.Media.FFmpeg, FFprobe: c.Media.FFprobe,
		MaxUploadBytes: c.Media.MaxUploadBytes, UploadExpiry: c.Media.UploadExpiry,
	})
	if err != nil {
		return err
	}
	b.Interventions = interventions.New(interventions.Options{
		Store: b.Store, Media: b.Media, Dealership: b.System, Labels: b.Checklists, Messages: b.Messages,
		Links: interventions.LinkOptions{Secret: secret, PublicURL: b.publicURL, ValidFor: c.Links.ValidFor},
	})
	b.Media.SetGuard(b.Interventions)
	b.Plates = plates.New(plates.Options{
		Interventions: b.Interventions, Dealership: b.System, Tesseract: c.Plates.Tesseract, Now: b.Store.Now,
	})
	b.Sending = sending.New(sending.Options{
		Store: b.Store, Interventions: b.Interventions, Media: b.Media, Dealership: b.System, Texts: b.Texts,
		Pages: embed.Pages(), Mail: mailOf(c.Mail),
	})
	b.Interventions.SetSendings(b.Sending)
	page := customerpage.New(customerpage.Options{
		Store: b.Store, Interventions: b.Interventions, Media: b.Media, Dealership: b.System, Texts: b.Texts, Pages: embed.Pages(),
	})

	b.Server.Authenticate(b.Accounts.Authenticator())
	b.Server.Authenticate(b.Devices.Authenticator())
	for _, domain := range []interface{ Register(*web.Server) }{
		b.System, b.Accounts, b.Devices, b.Checklists, b.Media, b.Interventions, b.Plates, b.Messages, b.Sending, page,
	} {
		domain.Register(b.Server)
	}
	b.Server.Mount("/c/", page.Handler())
	b.Server.Raw(http.MethodGet, trust.CheckPath, web.Anyone, echo.WrapHandler(http.HandlerFunc(trust.ServeCheck)))
	b.Server.ServeUI(embed.Web())
	for _, domain := range []interface{ Handle(*jobs.Queue) }{b.Media, b.Sending} {
		domain.Handle(b.Jobs)
	}
	b.Jobs.Schedule("store: forget old events", jobs.Every(time.Hour), b.Store.DropOldEvents)
	b.Jobs.Schedule("jobs: follow the dealership's clock", jobs.Every(time.Hour), b.followClock)
	b.Jobs.Schedule("accounts: forget expired sessions", jobs.Every(time.Hour), b.Accounts.PurgeSessions)
	b.observe()
	return nil
}

// followClock makes schedules go by the dealership's time zone, once there is a dealership.
func (b *Box) followClock(ctx context.Context) error {
	d, err := b.System.Dealership(ctx)
	if problem.Is(err, "not_set_up") {
		return nil
	}
	if err != nil {
		return err
	}
	return b.Jobs.SetLocation(d.Location())
}

// Close ends what Open began.
func (b *Box) Close() error { return b.Store.Close() }

func (b *Box) limits(ctx context.Context) (media.Limits, error) {
	d, err := b.System.Dealership(ctx)
	return media.Limits{
		Photos:     d.Limits.Photos,
		Video:      time.Duration(d.Limits.VideoSeconds) * time.Second,
		VideoTotal: time.Duration(d.Limits.VideoTotalSeconds) * time.Second,
	}, err
}

func mailOf(c config.Mail) sending.Mail {
	return sending.Mail{
		Host: c.Host, Port: c.Port, Encryption: sending.Encryption(c.Encryption), Username: c.Username, Password: c.Password,
		From: c.From, FromName: c.FromName, Timeout: c.Timeout, SendPerMinute: c.SendPerMinute, Catch: c.Catch,
	}
}

// publicURL is what customers' links begin with. Without a configured one it is the address under
// which the LAN reaches the box now, which is right for a first look and for dealers without the internet.
func (b *Box) publicURL() string {
	server, name := b.Config.Server, b.Config.ACME.Name
	switch {
	case server.PublicURL != "":
		return server.PublicURL
	case server.HTTPSListen == "":
		return "http://" + reachable(server.Listen)
	case name != "":
		return "https://" + net.JoinHostPort(name, portOf(server.HTTPSListen))
	}
	return "https://" + reachable(server.HTTPSListen)
}

// warnOfLinks says so when the links that customers get lead to this machine only.
func (b *Box) warnOfLinks() {
	link, err := url.Parse(b.publicURL())
	if err != nil {
		return // the configuration was checked
	}
	if ip := net.ParseIP(link.Hostname()); link.Hostname() == "localhost" || (ip != nil && ip.IsLoopback()) {
		slog.Warn("customers cannot open their links: set [server] public_url to the address that leads to this box from outside", "links", link.String())
	}
}

// reachable turns a listening address such as ":8443" into one that others can open.
func reachable(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return listen
	}
	if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
		host = "localhost"
		if own := trust.PrivateAddresses(); len(own) > 0 {
			host = own[0].String()
		}
	}
	return net.JoinHostPort(host, port)
}

// lowDisk is when health begins to complain: a few videos more and nothing can be written.
const lowDisk = 1 << 30

func (b *Box) health(ctx context.Context) web.Health {
	h := web.Health{Status: "ok", Parts: map[string]string{
		"database": "ok", "ffmpeg": b.Media.Health(ctx), "tesseract": b.Plates.Health(ctx), "mail": "ok", "disk": "ok",
	}}
	if b.Config.Mail.Host == "" && !b.Config.Mail.Catch {
		h.Parts["mail"] = "not configured"
	}
	if free, err := freeBytes(b.Config.Server.Data); err != nil {
		h.Parts["disk"] = err.Error()
	} else if free < lowDisk {
		h.Parts["disk"] = fmt.Sprintf("only %d MB free", free>>20)
	}
	for _, state := range h.Parts {
		if state != "ok" {
			h.Status = "degraded"
		}
	}
	if _, err := b.Store.LastEvent(ctx); err != nil {
		h.Status, h.Parts["database"] = "down", "cannot be read"
	}
	return h
}

func freeBytes(dir string) (uint64, error) {
	var disk syscall.Statfs_t
	err := syscall.Statfs(dir, &disk)
	return disk.Bavail * uint64(disk.Bsize), err //nolint:gosec // a block size is positive
}

func (b *Box) observe() {
	ask := func(pick func(jobs.Stats) float64) func() float64 {
		return func() float64 {
			stats, err := b.Jobs.Stats(context.Background())
			if err != nil {
				slog.Error("queue figures", "error", err)
				return -1
			}
			return pick(stats)
		}
	}
	b.Server.Gauge("fleetbox_jobs_waiting", "Jobs that are not done.", ask(func(s jobs.Stats) float64 { return float64(s.Waiting) }))
	b.Server.Gauge("fleetbox_jobs_failed", "Jobs that were given up.", ask(func(s jobs.Stats) float64 { return float64(s.Failed) }))
	b.Server.Gauge("fleetbox_jobs_oldest_waiting_seconds", "For how long the job that waits longest has been due.",
		ask(func(s jobs.Stats) float64 { return s.OldestWaiting.Seconds() }))
	b.Server.Gauge("fleetbox_disk_free_bytes", "Free space in the data folder.", func() float64 {
		free, err := freeBytes(b.Config.Server.Data)
		if err != nil {
			return -1
		}
		return float64(free)
	})
}

// queues says how many jobs of each kind run at once: quick ones apart from conversions, which take all they get.
func queues(c config.Config) map[string]int {
	sizes := media.Queues(c.Media.ParallelConversions)
	sizes[jobs.DefaultQueue], sizes[sending.Queue] = c.Jobs.Workers, sending.Workers
	return sizes
}
