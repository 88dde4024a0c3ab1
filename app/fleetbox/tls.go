package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"

	"fleetbox/config"
)

const (
	leafLife    = 397 * 24 * time.Hour // the longest that browsers accept
	renewBefore = 30 * 24 * time.Hour
)

// certificate returns the administrator's certificate, or one of the box's own that is renewed in time.
func certificate(server config.Server, now time.Time) (tls.Certificate, error) {
	if server.CertFile != "" {
		return tls.LoadX509KeyPair(server.CertFile, server.KeyFile)
	}
	certFile, keyFile := filepath.Join(server.Data, "tls", "box.crt"), filepath.Join(server.Data, "tls", "box.key")
	own, err := tls.LoadX509KeyPair(certFile, keyFile)
	if err == nil && own.Leaf != nil && now.Before(own.Leaf.NotAfter.Add(-renewBefore)) && now.After(own.Leaf.NotBefore) {
		return own, nil
	}
	if err := makeCertificate(certFile, keyFile, now); err != nil {
		return tls.Certificate{}, err
	}
	return tls.LoadX509KeyPair(certFile, keyFile)
}

func makeCertificate(certFile, keyFile string, now time.Time) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return err
	}
	names := []string{"fleetbox.local", "localhost"}
	if host, err := os.Hostname(); err == nil {
		names = append(names, host)
	}
	template := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: "FleetBox"},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(leafLife),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames: names, IPAddresses: append(privateAddresses(), net.IPv4(127, 0, 0, 1), net.IPv6loopback),
	}
	leaf, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return err
	}
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
	return writeWhole(certFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: leaf}))
}

// privateAddresses are those under which phones in the LAN reach the box.
func privateAddresses() []net.IP {
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	var private []net.IP
	for _, address := range addresses {
		if network, ok := address.(*net.IPNet); ok && network.IP.IsPrivate() {
			private = append(private, network.IP)
		}
	}
	return private
}
