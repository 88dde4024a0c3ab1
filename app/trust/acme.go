package trust

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"path/filepath"
	"slices"

	"github.com/caddyserver/certmagic"
	"go.uber.org/zap"
)

// ACME asks a public authority for a certificate of a name that the dealer owns. The authority is shown that the
// dealer does by a record in the name's zone (challenge DNS-01), so the box need not be reached from outside.
type ACME struct {
	Name      string // under which phones open the box; its address may be a private one
	Email     string // to which the authority writes when something is wrong
	Directory string // of the authority; empty: Let's Encrypt
	Zone      Zone   // how records are written

	resolver string         // asked for the zone and its records; empty: the machine's
	roots    *x509.CertPool // of the directory; nil: the machine's
}

// public keeps a certificate of a public authority.
type public struct {
	name  string
	magic *certmagic.Config
	cache *certmagic.Cache
}

func newPublic(o Options) *public {
	a := o.ACME
	var magic *certmagic.Config
	// Both log through zap; what matters comes back as an error or shows in the certificate's date.
	quiet := zap.NewNop()
	cache := certmagic.NewCache(certmagic.CacheOptions{
		GetConfigForCert: func(certmagic.Certificate) (*certmagic.Config, error) { return magic, nil }, Logger: quiet,
	})
	magic = certmagic.New(cache, certmagic.Config{
		Storage: &certmagic.FileStorage{Path: filepath.Join(o.Folder, "acme")}, Logger: quiet, OnEvent: report,
	})
	solver := &certmagic.DNS01Solver{DNSManager: certmagic.DNSManager{DNSProvider: a.Zone, Logger: quiet}}
	if a.resolver != "" {
		solver.Resolvers = []string{a.resolver}
	}
	directory := a.Directory
	if directory == "" {
		directory = certmagic.LetsEncryptProductionCA
	}
	magic.Issuers = []certmagic.Issuer{certmagic.NewACMEIssuer(magic, certmagic.ACMEIssuer{
		CA: directory, Email: a.Email, Agreed: true, TrustedRoots: a.roots, Logger: quiet,
		DisableHTTPChallenge: true, DisableTLSALPNChallenge: true, DNS01Solver: solver,
	})}
	return &public{a.Name, magic, cache}
}

// run asks for the certificate and renews it while ctx lasts. It does not wait: until the first is there the box
// answers with its own.
func (p *public) run(ctx context.Context) error { return p.magic.ManageAsync(ctx, []string{p.name}) }

// works tells whether there is a certificate that holds.
func (p *public) works() bool {
	return slices.ContainsFunc(p.cache.AllMatchingCertificates(p.name), func(c certmagic.Certificate) bool { return !c.Expired() })
}

// certificate is the present one; an error while there is none.
func (p *public) certificate(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	if hello.ServerName != p.name {
		return nil, errOtherName
	}
	return p.magic.GetCertificate(hello)
}
