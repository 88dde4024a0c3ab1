package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"fleetbox/app/media"
	"fleetbox/app/plates"
	"fleetbox/app/sending"
	"fleetbox/app/trust"
	"fleetbox/config"
)

type doctorCommand struct {
	Data string `help:"Data folder; ./fleetbox-data when not set." type:"path" placeholder:"DIR"`
}

// health of one thing that was looked at.
type health string

const (
	fine   health = "ok"
	doubt  health = "warn" // works, but somebody should know
	broken health = "FAIL"
)

// finding is what the doctor says of one thing, with what to do about it.
type finding struct {
	health     health
	what, text string
}

// errUnwell is what the command ends with when something is broken, so that scripts see it.
var errUnwell = errors.New("something is broken, see above")

// Run looks at everything that the box needs and prints a line for each; nothing is changed by looking.
func (d doctorCommand) Run(c *console) error {
	settings, err := c.load(dataFlag(d.Data)...)
	if err != nil {
		return err
	}
	host, _ := os.Hostname() // a machine without a name has none that could be wrong
	x := &doctor{settings: settings, now: time.Now(), host: host}
	unwell := false
	for _, look := range []func(context.Context) []finding{
		x.configuration, x.disk, x.listeners, x.certificate, x.name, x.ffmpeg, x.tesseract, x.mail, x.publicAddress, x.redis,
	} {
		for _, f := range look(c.ctx) {
			unwell = unwell || f.health == broken
			if _, err := fmt.Fprintf(c.out, "%-5s %-14s %s\n", f.health, f.what, f.text); err != nil {
				return err
			}
		}
	}
	if unwell {
		return errUnwell
	}
	return nil
}

type doctor struct {
	settings config.Config
	now      time.Time
	host     string // this machine's name
}

func one(h health, what, format string, args ...any) []finding {
	return []finding{{h, what, fmt.Sprintf(format, args...)}}
}

func (d *doctor) configuration(context.Context) []finding {
	if d.settings.File == "" {
		return one(fine, "configuration", "no file, everything as it comes")
	}
	return one(fine, "configuration", "%s", d.settings.File)
}

const tightDisk = 10 << 30

func (d *doctor) disk(context.Context) []finding {
	folder := d.settings.Server.Data
	if _, err := os.Stat(folder); err != nil {
		return one(doubt, "data", "%s is not there yet: it is made at the first start", folder)
	}
	probe, err := os.CreateTemp(folder, ".doctor-*")
	if err != nil {
		return one(broken, "data", "%s cannot be written by this user: %v", folder, err)
	}
	_ = errors.Join(probe.Close(), os.Remove(probe.Name()))
	free, err := freeBytes(folder)
	switch gigabytes := float64(free) / (1 << 30); {
	case err != nil:
		return one(broken, "data", "%s: %v", folder, err)
	case free < lowDisk:
		return one(broken, "data", "%s has %.1f GB left: make room, nothing can be received soon", folder, gigabytes)
	case free < tightDisk:
		return one(doubt, "data", "%s has %.1f GB left: think of a larger disk", folder, gigabytes)
	default:
		return one(fine, "data", "%s, %.0f GB free", folder, gigabytes)
	}
}

// listeners tells for each address whether the box answers there, or could.
func (d *doctor) listeners(ctx context.Context) []finding {
	s := d.settings.Server
	var findings []finding
	for _, l := range []struct{ setting, scheme, address, path, sign string }{
		{"listen", "http", s.Listen, "/healthz", `"status"`},
		{"https_listen", "https", s.HTTPSListen, "/healthz", `"status"`},
		{"help_listen", "http", s.HelpListen, trust.Path, "FleetBox"},
	} {
		if l.address == "" || (l.setting == "help_listen" && s.HTTPSListen == "") {
			continue
		}
		findings = append(findings, d.listener(ctx, l.setting, l.scheme, l.address, l.path, l.sign))
	}
	return findings
}

func (d *doctor) listener(ctx context.Context, setting, scheme, address, path, sign string) finding {
	what := "port " + portOf(address)
	free, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err == nil {
		_ = free.Close()
		return finding{doubt, what, fmt.Sprintf("is free: the box is not running (%s)", setting)}
	}
	answer, askErr := d.ask(ctx, scheme+"://"+local(address)+path)
	if askErr != nil {
		return finding{broken, what, fmt.Sprintf("is not ours: %v; choose another address with [server] %s", err, setting)}
	}
	defer func() { _ = answer.Body.Close() }()
	said, err := io.ReadAll(io.LimitReader(answer.Body, 64<<10))
	if err != nil || !bytes.Contains(said, []byte(sign)) {
		return finding{broken, what, fmt.Sprintf("another program answers there; choose another address with [server] %s", setting)}
	}
	return finding{fine, what, fmt.Sprintf("the box answers (%s)", setting)}
}

// ask is not after secrets: whose certificate it is comes later.
func (d *doctor) ask(ctx context.Context, url string) (*http.Response, error) {
	client := &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, //nolint:gosec // see above
	}}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	return client.Do(request)
}

// local is where a listening address is reached from this machine.
func local(address string) string {
	host, port, _ := net.SplitHostPort(address)
	if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port)
}

// certificate looks at what the box shows to phones.
func (d *doctor) certificate(ctx context.Context) []finding {
	if d.settings.Server.HTTPSListen == "" {
		return one(doubt, "certificate", "plain HTTP only: phones get no camera unless a proxy encrypts")
	}
	name := trust.Name
	if d.settings.ACME.Name != "" {
		name = d.settings.ACME.Name
	}
	dialer := tls.Dialer{
		NetDialer: &net.Dialer{Timeout: 5 * time.Second},
		Config:    &tls.Config{ServerName: name, InsecureSkipVerify: true}, //nolint:gosec // looked at below
	}
	conn, err := dialer.DialContext(ctx, "tcp", local(d.settings.Server.HTTPSListen))
	if err != nil {
		return one(doubt, "certificate", "is looked at when the box runs")
	}
	defer func() { _ = conn.Close() }()
	secure, ok := conn.(*tls.Conn)
	if !ok {
		return nil
	}
	return d.judge(secure.ConnectionState().PeerCertificates)
}

func (d *doctor) judge(chain []*x509.Certificate) []finding {
	leaf := chain[0]
	until := leaf.NotAfter.Format(time.DateOnly)
	switch left := leaf.NotAfter.Sub(d.now); {
	case d.now.Before(leaf.NotBefore):
		return one(broken, "certificate", "is not valid before %s: look at this machine's clock (%s)", leaf.NotBefore.Format(time.DateOnly), d.now.Format(time.DateOnly))
	case left < 0:
		return one(broken, "certificate", "ended on %s: renew it", until)
	case left < 14*24*time.Hour:
		return one(doubt, "certificate", "ends on %s: it should have been renewed by now", until)
	}
	pool := x509.NewCertPool()
	authority, err := os.ReadFile(filepath.Join(d.settings.Server.Data, certificates, "authority.crt"))
	own := err == nil && pool.AppendCertsFromPEM(authority)
	if own {
		_, err := leaf.Verify(x509.VerifyOptions{Roots: pool, CurrentTime: d.now})
		own = err == nil
	}
	switch {
	case own && d.settings.ACME.Name != "":
		return one(broken, "certificate", "the public authority has not issued one for %s yet: see the log", d.settings.ACME.Name)
	case own:
		return append(one(fine, "certificate", "of the box's own authority, until %s, for %s", until, strings.Join(leaf.DNSNames, ", ")), d.renamed(leaf)...)
	}
	between := x509.NewCertPool()
	for _, above := range chain[1:] {
		between.AddCert(above)
	}
	if _, err := leaf.Verify(x509.VerifyOptions{Intermediates: between, CurrentTime: d.now}); err != nil {
		return one(doubt, "certificate", "until %s, for %s; this machine does not know its authority: phones must", until, strings.Join(leaf.DNSNames, ", "))
	}
	return one(fine, "certificate", "of %s, until %s, for %s", leaf.Issuer.CommonName, until, strings.Join(leaf.DNSNames, ", "))
}

// renamed tells of names that this machine got after the authority was made.
func (d *doctor) renamed(leaf *x509.Certificate) []finding {
	unknown := trust.Unknown(d.host, leaf)
	if len(unknown) == 0 {
		return nil
	}
	return one(doubt, "host name", "phones cannot trust the box as %s: its authority was made before this machine had that name. "+
		"Open the box as %s or by its address; or stop it, remove %s and let every phone install the new authority",
		strings.Join(unknown, " or "), trust.Name, filepath.Join(d.settings.Server.Data, certificates))
}

// name asks the network who fleetbox.local is.
func (d *doctor) name(ctx context.Context) []finding {
	own := trust.PrivateAddresses()
	if len(own) == 0 {
		return one(doubt, "network", "this machine has no address in a private network: phones cannot reach it")
	}
	findings := one(fine, "network", "%s", addresses(own))
	if d.settings.Server.HTTPSListen == "" {
		return findings
	}
	found, err := trust.Find(ctx)
	switch {
	case err != nil:
		return append(findings, finding{doubt, trust.Name, "nobody answers to this name: the box is not running, or multicast is blocked; phones use the address then"})
	case !isOurs(found):
		return append(findings, finding{broken, trust.Name, found.String() + " answers to this name, which is another machine: is there a second box in the network?"})
	}
	return append(findings, finding{fine, trust.Name, "leads to " + found.String()})
}

// isOurs tells whether this machine has an address, private or not.
func isOurs(ip net.IP) bool {
	all, err := net.InterfaceAddrs()
	return err == nil && slices.ContainsFunc(all, func(a net.Addr) bool {
		network, ok := a.(*net.IPNet)
		return ok && network.IP.Equal(ip)
	})
}

func addresses(ips []net.IP) string {
	texts := make([]string, 0, len(ips))
	for _, ip := range ips {
		texts = append(texts, ip.String())
	}
	return strings.Join(texts, ", ")
}

func (d *doctor) ffmpeg(ctx context.Context) []finding {
	version, err := media.FindFFmpeg(ctx, d.settings.Media.FFmpeg, d.settings.Media.FFprobe)
	if err != nil {
		return one(broken, "ffmpeg", "%v: videos and photos are received but not prepared; apt-get install ffmpeg", err)
	}
	return one(fine, "ffmpeg", "%s", version)
}

func (d *doctor) tesseract(ctx context.Context) []finding {
	if err := plates.FindTesseract(ctx, d.settings.Plates.Tesseract, time.Now); err != nil {
		return one(doubt, "tesseract", "%v: licence plates must be typed; apt-get install tesseract-ocr", err)
	}
	return one(fine, "tesseract", "reads licence plates")
}

func (d *doctor) mail(ctx context.Context) []finding {
	m := d.settings.Mail
	switch {
	case m.Catch:
		return one(doubt, "mail", "is caught and shown at /demo/mail: no customer gets any")
	case m.Host == "":
		return one(doubt, "mail", "no server is set: links can only be copied; see [mail] host")
	}
	if err := sending.Probe(ctx, mailOf(m)); err != nil {
		return one(broken, "mail", "%s:%d: %v", m.Host, m.Port, err)
	}
	return one(fine, "mail", "%s:%d takes mails of this box", m.Host, m.Port)
}

func (d *doctor) publicAddress(context.Context) []finding {
	if d.settings.Server.PublicURL == "" {
		return one(doubt, "links", "lead into the dealership's network only: customers outside need [server] public_url")
	}
	return one(fine, "links", "begin with %s", d.settings.Server.PublicURL)
}

func (d *doctor) redis(ctx context.Context) []finding {
	address := d.settings.Jobs.Redis.Reveal()
	if address == "" {
		return nil
	}
	options, err := redis.ParseURL(address)
	if err != nil {
		return one(broken, "redis", "its address cannot be read") // it may hold a password
	}
	client := redis.NewClient(options)
	defer func() { _ = client.Close() }()
	if err := client.Ping(ctx).Err(); err != nil {
		return one(broken, "redis", "%s does not answer: %v", options.Addr, err)
	}
	return one(fine, "redis", "%s", options.Addr)
}
