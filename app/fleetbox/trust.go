package main

import (
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fleetbox/app/devices"
	"fleetbox/app/trust"
	"fleetbox/app/web"
	"fleetbox/config"
	"fleetbox/embed"
)

// certificates is the folder, below the data, of what the box answers with.
const certificates = "certificates"

// openTrust opens what the box answers with over HTTPS, and the page that makes phones trust it.
func (b *Box) openTrust() error {
	host, _ := os.Hostname() // a machine without a name has addresses
	server := b.Config.Server
	keeper, err := trust.Open(trust.Options{
		Folder: filepath.Join(server.Data, certificates), Host: host, Addresses: trust.PrivateAddresses, Now: time.Now,
		CertFile: server.CertFile, KeyFile: server.KeyFile, ACME: acmeOf(b.Config.ACME),
	})
	if err != nil {
		return err
	}
	b.trust = keeper
	b.trustPage = trust.NewPage(trust.PageOptions{
		Keeper: keeper, Texts: b.Texts, Templates: embed.Pages(), HTTPSPort: portOf(server.HTTPSListen),
		DrawQR: web.DrawQR, PairingPath: devices.PairingPath,
	})
	return nil
}

func acmeOf(c config.ACME) *trust.ACME {
	if c.Name == "" {
		return nil
	}
	a := &trust.ACME{Name: c.Name, Email: c.Email, Directory: c.Directory, Zone: trust.CommandZone{Program: c.DNSCommand}}
	if c.DNSServer != "" {
		a.Zone = trust.UpdatedZone{Server: c.DNSServer, Key: c.DNSKey, Secret: c.DNSSecret.Reveal(), Algorithm: c.DNSAlgorithm}
	}
	return a
}

// pairingURL is where a phone pairs with a code: first through the page that makes it trust the box, when it must.
func (b *Box) pairingURL(caller web.Caller, code string) string {
	asked := ""
	if origin, err := url.Parse(caller.Origin); err == nil {
		asked = origin.Host
	}
	if b.trust == nil { // plain HTTP, for development or behind a proxy
		return caller.Origin + devices.PairingPath(code)
	}
	if b.trust.Authority() == nil {
		return b.trustPage.SecureURL(asked) + devices.PairingPath(code)
	}
	if b.Config.Server.HelpListen == "" {
		return caller.Origin + devices.PairingPath(code)
	}
	if _, err := netip.ParseAddr(hostOf(asked)); err != nil {
		asked = "" // not every phone finds the box by its name before it knows it
	}
	return b.trustPage.PairingURL(asked, portOf(b.Config.Server.HelpListen), code)
}

// origins are those under which phones reach the box over HTTPS; none when it leaves that to somebody else.
func (b *Box) origins() []string {
	origins := []string{}
	if b.trust == nil {
		return origins
	}
	for _, host := range b.trust.Hosts() {
		address := net.JoinHostPort(host, portOf(b.Config.Server.HTTPSListen))
		origins = append(origins, "https://"+strings.TrimSuffix(address, ":443")) // as browsers write an origin
	}
	return origins
}

// ownNames are those under which the box answers over HTTPS.
func (b *Box) ownNames() []string {
	if b.trust == nil {
		return nil
	}
	return b.trust.Hosts()
}

func portOf(address string) string {
	_, port, _ := net.SplitHostPort(address) // checked with the configuration
	return port
}

func hostOf(hostPort string) string {
	host, _, err := net.SplitHostPort(hostPort)
	if err != nil {
		return hostPort
	}
	return host
}
