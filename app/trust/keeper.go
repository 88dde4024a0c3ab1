package trust

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const (
	renewBefore = 30 * 24 * time.Hour
	// lookAgain is how soon a new address or file is noticed.
	lookAgain = 15 * time.Second
)

// Keeper holds the certificate under which the box answers, and keeps it right while the box runs.
type Keeper struct {
	options   Options
	authority *Authority // nil with the dealer's own certificate
	public    *public    // nil without ACME

	mu      sync.Mutex // of one look at a time
	read    [2]fs.FileInfo
	current atomic.Pointer[tls.Certificate]
}

// Open reads or makes what the box answers with. It fails when the dealer's files cannot be used, which is for a
// person to mend, and when the folder cannot be written.
func Open(o Options) (*Keeper, error) {
	k := &Keeper{options: o}
	if o.CertFile == "" {
		authority, err := openAuthority(o.Folder, o.names(), o.Now())
		if err != nil {
			return nil, err
		}
		k.authority = authority
	}
	if err := k.look(); err != nil {
		return nil, err
	}
	if o.ACME != nil {
		k.public = newPublic(o)
	}
	return k, nil
}

// Authority is the one that people install; nil when they need none. With ACME they do until the public authority has
// issued its first certificate: the box answers with its own so long.
func (k *Keeper) Authority() *Authority {
	if k.public != nil && k.public.works() {
		return nil
	}
	return k.authority
}

// Host is the best one under which to open the box: the public name, the first name of its certificate, or else an
// address of it. A certificate that names nothing but a pattern, such as *.autohaus.example, is good for the host asked.
func (k *Keeper) Host(asked string) string {
	if k.public != nil && k.public.works() {
		return k.public.name
	}
	leaf := k.current.Load().Leaf
	if i := slices.IndexFunc(leaf.DNSNames, func(name string) bool { return !strings.HasPrefix(name, "*.") }); i >= 0 {
		return leaf.DNSNames[i]
	}
	if len(leaf.IPAddresses) > 0 {
		return leaf.IPAddresses[0].String()
	}
	return asked
}

// Hosts are the names and addresses under which others in the network reach the box, the public one first.
func (k *Keeper) Hosts() []string {
	hosts := []string{}
	if k.public != nil && k.public.works() {
		hosts = append(hosts, k.public.name)
	}
	leaf := k.current.Load().Leaf
	for _, name := range leaf.DNSNames {
		if name != "localhost" && !strings.HasPrefix(name, "*.") {
			hosts = append(hosts, name)
		}
	}
	for _, ip := range leaf.IPAddresses {
		if !ip.IsLoopback() {
			hosts = append(hosts, ip.String())
		}
	}
	return hosts
}

// TLS is how the box answers.
func (k *Keeper) TLS() *tls.Config {
	config := &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}
	config.GetCertificate = func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
		if k.public != nil {
			if own, err := k.public.certificate(hello); err == nil {
				return own, nil
			}
		}
		return k.current.Load(), nil
	}
	return config
}

// Run keeps the certificate right until ctx ends.
func (k *Keeper) Run(ctx context.Context) error {
	if k.public != nil {
		if err := k.public.run(ctx); err != nil {
			return err
		}
	}
	ticker := time.NewTicker(lookAgain)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
			if err := k.look(); err != nil {
				slog.Error("the certificate stays as it is", "error", err)
			}
		}
	}
}

// look brings the certificate to what it should be now.
func (k *Keeper) look() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.options.CertFile != "" {
		return k.lookAtFiles()
	}
	return k.lookAtOwn()
}

// lookAtFiles reads the dealer's files when they have changed. Half a change, a certificate without its key, leaves the old one.
func (k *Keeper) lookAtFiles() error {
	var found [2]fs.FileInfo
	for i, name := range []string{k.options.CertFile, k.options.KeyFile} {
		info, err := os.Stat(name)
		if err != nil {
			return err
		}
		found[i] = info
	}
	if k.current.Load() != nil && same(found[0], k.read[0]) && same(found[1], k.read[1]) {
		return nil
	}
	pair, err := tls.LoadX509KeyPair(k.options.CertFile, k.options.KeyFile)
	if err != nil {
		return fmt.Errorf("%s and %s: %w", k.options.CertFile, k.options.KeyFile, err)
	}
	if err := usable(pair.Leaf); err != nil {
		return fmt.Errorf("%s: %w", k.options.CertFile, err)
	}
	k.read = found
	k.current.Store(&pair)
	slog.Info("certificate read", "file", k.options.CertFile, "names", pair.Leaf.DNSNames, "until", pair.Leaf.NotAfter)
	return nil
}

// usable tells whether a browser can believe a certificate under any address at all.
func usable(leaf *x509.Certificate) error {
	forServers := func(use x509.ExtKeyUsage) bool {
		return use == x509.ExtKeyUsageServerAuth || use == x509.ExtKeyUsageAny
	}
	switch {
	case len(leaf.DNSNames)+len(leaf.IPAddresses) == 0:
		return fmt.Errorf("it names no host, and browsers do not look at its common name (%s): have it issued anew with the name under which "+
			"phones open the box as a subject alternative name", leaf.Subject.CommonName)
	case len(leaf.ExtKeyUsage)+len(leaf.UnknownExtKeyUsage) > 0 && !slices.ContainsFunc(leaf.ExtKeyUsage, forServers):
		return errors.New("it is not meant for servers: have it issued anew for server authentication")
	}
	return nil
}

func same(a, b fs.FileInfo) bool { return a.ModTime().Equal(b.ModTime()) && a.Size() == b.Size() }

// lookAtOwn issues a certificate anew when it ends soon or when the machine has got another address.
func (k *Keeper) lookAtOwn() error {
	names, addresses := k.wanted()
	certFile, keyFile := filepath.Join(k.options.Folder, "box.crt"), filepath.Join(k.options.Folder, "box.key")
	pair := k.current.Load()
	if pair == nil {
		// A file that cannot be read is made anew: nothing depends on this one.
		if stored, err := tls.LoadX509KeyPair(certFile, keyFile); err == nil {
			pair = &stored
		}
	}
	if pair != nil && k.good(pair.Leaf, names, addresses) {
		k.current.Store(pair)
		return nil
	}
	if err := k.authority.issue(certFile, keyFile, names, addresses, k.options.Now()); err != nil {
		return err
	}
	issued, err := tls.LoadX509KeyPair(certFile, keyFile)
	if err != nil {
		return err
	}
	k.current.Store(&issued)
	slog.Info("certificate issued", "names", names, "addresses", addresses, "until", issued.Leaf.NotAfter)
	return nil
}

// Unknown are names of the machine that the box's own certificate lacks, because its authority was made before the
// machine had them: under these no phone can trust the box.
func Unknown(host string, leaf *x509.Certificate) []string {
	return slices.DeleteFunc(Options{Host: host}.names(), func(name string) bool { return slices.Contains(leaf.DNSNames, name) })
}

func (k *Keeper) wanted() ([]string, []net.IP) {
	names := slices.DeleteFunc(k.options.names(), func(name string) bool { return !k.authority.permits(name) })
	addresses := append([]net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}, k.options.Addresses()...)
	return names, addresses
}

func (k *Keeper) good(leaf *x509.Certificate, names []string, addresses []net.IP) bool {
	now := k.options.Now()
	if now.Before(leaf.NotBefore) || now.After(leaf.NotAfter.Add(-renewBefore)) {
		return false
	}
	if leaf.CheckSignatureFrom(k.authority.certificate) != nil {
		return false
	}
	known := func(ip net.IP) bool { return slices.ContainsFunc(leaf.IPAddresses, ip.Equal) }
	return slices.Equal(leaf.DNSNames, names) && !slices.ContainsFunc(addresses, func(ip net.IP) bool { return !known(ip) })
}

// ErrNoAuthority says that there is nothing to install.
var ErrNoAuthority = errors.New("the box answers with a certificate that needs no installation")
