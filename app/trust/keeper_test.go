package trust

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

var start = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// machine is a box's machine, whose clock, name and addresses the test moves.
type machine struct {
	now       time.Time
	addresses []net.IP
	Options
}

func newMachine(t *testing.T) *machine {
	m := &machine{now: start, addresses: []net.IP{net.IPv4(192, 168, 1, 20)}}
	m.Options = Options{
		Folder: filepath.Join(t.TempDir(), "certificates"), Host: "Box1",
		Now: func() time.Time { return m.now }, Addresses: func() []net.IP { return m.addresses },
	}
	return m
}

func (m *machine) open(t *testing.T) *Keeper {
	t.Helper()
	k, err := Open(m.Options)
	must(t, err)
	return k
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// trusts tells whether a phone that has installed the authority believes the certificate for a name, at a time.
func trusts(a *Authority, leaf *x509.Certificate, name string, at time.Time) error {
	roots := x509.NewCertPool()
	roots.AddCert(a.certificate)
	_, err := leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: name, CurrentTime: at})
	return err
}

func TestAPhoneTrustsTheBoxUnderItsNamesAndAddresses(t *testing.T) {
	m := newMachine(t)
	k := m.open(t)
	leaf := k.current.Load().Leaf
	for _, name := range []string{"fleetbox.local", "box1", "box1.local", "localhost", "192.168.1.20", "127.0.0.1", "::1"} {
		for _, at := range []time.Time{start, start.Add(-24 * time.Hour), start.Add(24 * time.Hour), start.Add(360 * 24 * time.Hour)} {
			if err := trusts(k.Authority(), leaf, name, at); err != nil {
				t.Errorf("%s at %s: %v", name, at, err)
			}
		}
	}
	if life := leaf.NotAfter.Sub(leaf.NotBefore); life > 397*24*time.Hour {
		t.Errorf("browsers refuse a certificate of %s", life)
	}
}

func TestOthersReachTheBoxByItsNamesAndAddresses(t *testing.T) {
	m := newMachine(t)
	k := m.open(t)
	if got, want := k.Hosts(), []string{"fleetbox.local", "box1", "box1.local", "192.168.1.20"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	m.addresses = []net.IP{net.IPv4(192, 168, 1, 77)}
	must(t, k.look())
	if got := k.Hosts(); !slices.Contains(got, "192.168.1.77") || slices.Contains(got, "192.168.1.20") {
		t.Errorf("after a new address: %q", got)
	}
}

func TestTheAuthoritySpeaksForNobodyElse(t *testing.T) {
	m := newMachine(t)
	k := m.open(t)
	a := k.Authority()
	cert, key := filepath.Join(t.TempDir(), "a.crt"), filepath.Join(t.TempDir(), "a.key")
	for _, other := range []struct {
		names     []string
		addresses []net.IP
		ask       string
	}{
		{[]string{"bank.example"}, nil, "bank.example"},
		{[]string{"fleetbox.local", "bank.example"}, nil, "fleetbox.local"},
		{[]string{"printer.local"}, nil, "printer.local"},
		{[]string{"fleetbox.local"}, []net.IP{net.IPv4(8, 8, 8, 8)}, "8.8.8.8"},
	} {
		must(t, a.issue(cert, key, other.names, other.addresses, start))
		pair, err := tls.LoadX509KeyPair(cert, key)
		must(t, err)
		if trusts(a, pair.Leaf, other.ask, start) == nil {
			t.Errorf("%v %v is believed", other.names, other.addresses)
		}
	}
	// Nor can a certificate of the box issue others.
	box := k.current.Load()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "fleetbox.local"}, DNSNames: []string{"fleetbox.local"},
		NotBefore: start.Add(-time.Hour), NotAfter: start.Add(time.Hour), ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	own, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	der, err := x509.CreateCertificate(rand.Reader, template, box.Leaf, &own.PublicKey, box.PrivateKey)
	must(t, err)
	below, err := x509.ParseCertificate(der)
	must(t, err)
	roots, between := x509.NewCertPool(), x509.NewCertPool()
	roots.AddCert(a.certificate)
	between.AddCert(box.Leaf)
	if _, err := below.Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, CurrentTime: start}); err == nil {
		t.Error("a certificate issued by the box's leaf is believed")
	}
}

func TestTheCertificateFollowsAddressNameAndTime(t *testing.T) {
	m := newMachine(t)
	k := m.open(t)
	first, authority := k.current.Load(), k.Authority().Certificate()
	must(t, k.look())
	if k.current.Load() != first {
		t.Fatal("a good certificate was replaced")
	}
	if again := m.open(t); !again.current.Load().Leaf.Equal(first.Leaf) {
		t.Fatal("a restart has made another certificate")
	}
	m.addresses = []net.IP{net.IPv4(10, 0, 0, 7)}
	must(t, k.look())
	moved := k.current.Load()
	must(t, trusts(k.Authority(), moved.Leaf, "10.0.0.7", start))
	must(t, trusts(k.Authority(), moved.Leaf, "fleetbox.local", start))

	m.now = start.Add(leafLife - slow - renewBefore + time.Hour)
	must(t, k.look())
	must(t, trusts(k.Authority(), k.current.Load().Leaf, "10.0.0.7", start.Add(leafLife)))

	m.now = start.Add(-72 * time.Hour) // a clock that was ahead has been set right
	must(t, k.look())
	must(t, trusts(k.Authority(), k.current.Load().Leaf, "10.0.0.7", m.now))

	m.Host = "renamed" // the authority, which phones have installed, does not know this name
	k = m.open(t)
	if string(k.Authority().Certificate()) != string(authority) {
		t.Fatal("another authority: every phone would have to install it")
	}
	must(t, trusts(k.Authority(), k.current.Load().Leaf, "fleetbox.local", m.now))
}

func TestDamagedCertificateIsMadeAnewADamagedAuthorityIsNot(t *testing.T) {
	m := newMachine(t)
	before := m.open(t).Authority().Certificate()
	must(t, os.WriteFile(filepath.Join(m.Folder, "box.crt"), []byte("half"), 0o600))
	if after := m.open(t).Authority().Certificate(); string(after) != string(before) {
		t.Fatal("another authority")
	}
	must(t, os.WriteFile(filepath.Join(m.Folder, "authority.crt"), []byte("half"), 0o600))
	if _, err := Open(m.Options); err == nil {
		t.Fatal("a damaged authority was replaced: every phone would have to install the new one, and nobody would know why")
	}
}

func TestTheDealersFilesAreReadAnew(t *testing.T) {
	m := newMachine(t)
	other := newMachine(t)
	other.open(t)
	m.CertFile, m.KeyFile = filepath.Join(other.Folder, "box.crt"), filepath.Join(other.Folder, "box.key")
	k := m.open(t)
	if k.Authority() != nil {
		t.Fatal("an authority that nobody needs")
	}
	first := k.current.Load()

	must(t, os.Chtimes(m.CertFile, start, start.Add(time.Minute)))
	must(t, os.WriteFile(m.KeyFile, []byte("half a key"), 0o600))
	if err := k.look(); err == nil || k.current.Load() != first {
		t.Fatalf("%v: half a change was taken", err)
	}
	must(t, os.Remove(m.CertFile))
	other.open(t)
	must(t, k.look())
	if k.current.Load().Leaf.Equal(first.Leaf) {
		t.Fatal("the new files were not read")
	}
	if _, err := Open(Options{CertFile: m.CertFile, KeyFile: m.CertFile, Now: m.Now}); err == nil {
		t.Fatal("a certificate without its key started the box")
	}
}
