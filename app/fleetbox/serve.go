package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"fleetbox/config"
	"fleetbox/jobs"
)

type serveCommand struct {
	Data   string `help:"Data folder; ./fleetbox-data when not set." type:"path" placeholder:"DIR"`
	Listen string `help:"Serve plain HTTP here instead of HTTPS: for development and behind a TLS proxy." placeholder:"ADDR"`
}

// Run runs the box until it is told to stop.
func (s serveCommand) Run(c *console) error {
	flags := dataFlag(s.Data)
	if s.Listen != "" {
		flags = append(flags, config.Flag{Name: "--listen", Setting: "server.listen", Value: s.Listen},
			config.Flag{Name: "--listen", Setting: "server.https_listen"}, config.Flag{Name: "--listen", Setting: "server.help_listen"})
	}
	settings, err := c.load(flags...)
	if err != nil {
		return err
	}
	useLog(settings.Server, c.out)
	box, err := Open(c.ctx, settings)
	if err != nil {
		return err
	}
	err = box.Serve(c.ctx, c.out)
	return errors.Join(err, box.Close())
}

// useLog makes the whole process log as the administrator wants it.
func useLog(server config.Server, out io.Writer) {
	slog.SetDefault(logger(server, out))
	jobs.LogRedis(slog.Default())
}

func logger(server config.Server, out io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: server.LogLevel}
	if server.LogFormat == config.LogJSON {
		return slog.New(slog.NewJSONHandler(out, options))
	}
	return slog.New(slog.NewTextHandler(out, options))
}

// listener is one address that the box answers on.
type listener struct {
	net.Listener
	server *http.Server
}

// Serve answers requests and runs jobs until ctx ends, then stops cleanly: running requests and
// jobs may finish within the configured time, and what does not finish is taken up at the next start.
func (b *Box) Serve(ctx context.Context, out io.Writer) error {
	listeners, err := b.listen(ctx)
	if err != nil {
		return err
	}
	if err := errors.Join(b.greet(ctx, out, listeners), b.followClock(ctx)); err != nil {
		return errors.Join(err, closeAll(listeners))
	}
	b.warnOfLinks()
	group, running := errgroup.WithContext(ctx)
	group.Go(func() error { return b.Jobs.Run(running) })
	if b.trust != nil {
		group.Go(func() error { return b.trust.Run(running) })
		group.Go(func() error { return b.trust.Announce(running) })
	}
	for _, l := range listeners {
		group.Go(func() error {
			if err := l.server.Serve(l.Listener); !errors.Is(err, http.ErrServerClosed) {
				return err
			}
			return nil
		})
	}
	group.Go(func() error {
		<-running.Done()
		return b.shutDown(listeners)
	})
	return group.Wait()
}

func (b *Box) shutDown(listeners []listener) error {
	slog.Info("stopping")
	b.Server.EndEvents()
	b.Media.EndUploads()
	ctx, cancel := context.WithTimeout(context.Background(), b.Config.Server.ShutdownTimeout)
	defer cancel()
	var err error
	for _, l := range listeners {
		err = errors.Join(err, l.server.Shutdown(ctx))
	}
	if errors.Is(err, context.DeadlineExceeded) {
		slog.Warn("some requests did not end in time and were cut")
		return closeServers(listeners)
	}
	return err
}

// closeServers ends the connections of what did not end in time; its handlers are cancelled by that.
func closeServers(listeners []listener) error {
	var err error
	for _, l := range listeners {
		err = errors.Join(err, l.server.Close())
	}
	return err
}

// listen opens the addresses before anything runs, so that a taken port stops the start.
func (b *Box) listen(ctx context.Context) (listeners []listener, err error) {
	server := b.Config.Server
	defer func() {
		if err != nil {
			err = errors.Join(err, closeAll(listeners))
		}
	}()
	add := func(setting, address string, handler http.Handler) error {
		l, err := open(ctx, address, handler)
		if err != nil {
			return fmt.Errorf("%w: choose another address with [server] %s", err, setting)
		}
		listeners = append(listeners, l)
		return nil
	}
	if server.Listen != "" {
		if err := add("listen", server.Listen, b.Server.Handler()); err != nil {
			return listeners, err
		}
	}
	if server.HTTPSListen == "" {
		return listeners, nil
	}
	if err := b.openTrust(); err != nil {
		return listeners, fmt.Errorf("certificate: %w", err)
	}
	if err := add("https_listen", server.HTTPSListen, b.Server.Handler()); err != nil {
		return listeners, err
	}
	secure := &listeners[len(listeners)-1]
	secure.Listener = tls.NewListener(secure.Listener, b.trust.TLS())
	if server.HelpListen != "" {
		err = add("help_listen", server.HelpListen, b.trustPage.Handler())
	}
	return listeners, err
}

func open(ctx context.Context, address string, handler http.Handler) (listener, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return listener{}, err
	}
	return listener{l, &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(slog.Default().Handler(), slog.LevelDebug),
	}}, nil
}

func closeAll(listeners []listener) error {
	var err error
	for _, l := range listeners {
		err = errors.Join(err, l.Close())
	}
	return err
}

// greet tells the console where the box answers, and on an empty box where the first manager is made.
func (b *Box) greet(ctx context.Context, out io.Writer, listeners []listener) error {
	scheme := "https"
	if b.Config.Server.Listen != "" {
		scheme = "http"
	}
	address := scheme + "://" + reachable(listeners[0].Addr().String())
	if _, err := fmt.Fprintf(out, "FleetBox %s answers at %s\n", version, address); err != nil {
		return err
	}
	code, err := b.Accounts.SetupCode(ctx)
	if err != nil || code == "" {
		return err
	}
	_, err = fmt.Fprintf(out, "This box is new. Make its first manager at %s/setup?code=%s\n", address, code)
	return err
}

type workerCommand struct {
	Data string `help:"Data folder that the box uses too." type:"path" placeholder:"DIR"`
}

// Run runs background work beside a box, both on the same Redis server and data folder. What runs by the clock is
// the box's alone: its sweep knows which uploads are open, and nothing is to run twice.
func (w workerCommand) Run(c *console) error {
	settings, err := c.load(dataFlag(w.Data)...)
	if err != nil {
		return err
	}
	if settings.Jobs.Redis.Reveal() == "" {
		return errors.New("a worker needs a Redis server that the box uses too: set [jobs] redis")
	}
	useLog(settings.Server, c.out)
	box, err := Open(c.ctx, settings)
	if err != nil {
		return err
	}
	return errors.Join(box.Jobs.Work(c.ctx), box.Close())
}
