package trust

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"slices"
	"time"
)

const (
	authorityLife = 10 * 365 * 24 * time.Hour
	leafLife      = 397 * 24 * time.Hour // the longest that browsers accept
	// slow is by how much the clock of a phone may lag behind the box's.
	slow = 48 * time.Hour
)

// firstBox is before any box was made. A machine whose clock has lost its battery believes to be earlier.
var firstBox = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// privateNetworks are those that the authority may speak for, besides the names of its box.
var privateNetworks = networks("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "fc00::/7", "fe80::/10", "::1/128")

func networks(texts ...string) []*net.IPNet {
	var all []*net.IPNet
	for _, text := range texts {
		_, network, err := net.ParseCIDR(text)
		if err != nil {
			panic(err) // a constant of ours
		}
		all = append(all, network)
	}
	return all
}

// Authority is the box's own certificate authority. Whoever installs it trusts it for this box alone: for its
// names and for addresses of private networks, and for servers only. No other certificate that it might be
// made to issue is accepted by a browser.
type Authority struct {
	certificate *x509.Certificate
	key         crypto.Signer
}

// openAuthority reads the authority of a folder, or makes it at the first start.
func openAuthority(folder string, names []string, now time.Time) (*Authority, error) {
	certFile, keyFile := filepath.Join(folder, "authority.crt"), filepath.Join(folder, "authority.key")
	pair, err := tls.LoadX509KeyPair(certFile, keyFile)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeAuthority(certFile, keyFile, names, now); err != nil {
			return nil, err
		}
		pair, err = tls.LoadX509KeyPair(certFile, keyFile)
	}
	if err != nil {
		return nil, fmt.Errorf("the box's own authority in %s: %w", folder, err)
	}
	key, ok := pair.PrivateKey.(crypto.Signer)
	if !ok || !pair.Leaf.IsCA {
		return nil, fmt.Errorf("%s is no authority: restore it from the backup", certFile)
	}
	return &Authority{pair.Leaf, key}, nil
}

func makeAuthority(certFile, keyFile string, names []string, now time.Time) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	serial, err := newSerial()
	if err != nil {
		return err
	}
	template := &x509.Certificate{
		SerialNumber: serial,
		// Lists of authorities show the name alone, and a phone may know several boxes.
		Subject:   pkix.Name{CommonName: "FleetBox " + hex.EncodeToString(serial.Bytes()[1:4]), Organization: []string{"FleetBox"}},
		NotBefore: firstBox, NotAfter: latest(now, firstBox).Add(authorityLife),
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true, IsCA: true, MaxPathLenZero: true,
		PermittedDNSDomainsCritical: true,
		PermittedDNSDomains:         names,
		PermittedIPRanges:           privateNetworks,
		// Something must be named, or everything would be permitted.
		PermittedEmailAddresses: []string{"fleetbox.invalid"},
		PermittedURIDomains:     []string{"fleetbox.invalid"},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return err
	}
	return writePair(certFile, keyFile, key, der)
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func newSerial() (*big.Int, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, err
	}
	return serial.SetBit(serial, 120, 1), nil // always of the same length
}

// permits tells whether certificates of the authority may carry a name.
func (a *Authority) permits(name string) bool {
	return slices.Contains(a.certificate.PermittedDNSDomains, name)
}

// issue makes a certificate for a server and writes it into the files.
func (a *Authority) issue(certFile, keyFile string, names []string, addresses []net.IP, now time.Time) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	serial, err := newSerial()
	if err != nil {
		return err
	}
	template := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: names[0], Organization: []string{"FleetBox"}},
		NotBefore: now.Add(-slow), NotAfter: now.Add(leafLife - slow),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true, DNSNames: names, IPAddresses: addresses,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, &key.PublicKey, a.key)
	if err != nil {
		return err
	}
	return writePair(certFile, keyFile, key, der)
}

// Certificate is what people install, in DER.
func (a *Authority) Certificate() []byte { return a.certificate.Raw }

// CommonName is the name that devices show in their lists.
func (a *Authority) CommonName() string { return a.certificate.Subject.CommonName }

// writePair writes the key before the certificate: a certificate never stands there without its key.
func writePair(certFile, keyFile string, key *ecdsa.PrivateKey, der []byte) error {
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(keyFile), 0o700); err != nil {
		return err
	}
	if err := writeWhole(keyFile, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})); err != nil {
		return err
	}
	return writeWhole(certFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
}

// writeWhole writes a file for the owner alone, so that it is there whole or not at all.
func writeWhole(name string, data []byte) error {
	folder := filepath.Dir(name)
	f, err := os.CreateTemp(folder, filepath.Base(name)+".*.new")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }() // gone already when it was renamed
	_, err = f.Write(data)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), name); err != nil {
		return err
	}
	opened, err := os.Open(folder) // the new name is on the disk only when the folder is
	if err != nil {
		return err
	}
	return errors.Join(opened.Sync(), opened.Close())
}
