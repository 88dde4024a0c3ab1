package trust

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/letsencrypt/pebble/v2/ca"
	"github.com/letsencrypt/pebble/v2/db"
	"github.com/letsencrypt/pebble/v2/va"
	"github.com/letsencrypt/pebble/v2/wfe"
	"github.com/libdns/libdns"
	"github.com/miekg/dns"
)

const (
	zoneName  = "autohaus.example."
	tsigName  = "fleetbox."
	tsigValue = "c2VjcmV0LW9mLXRoZS16b25lLWZvci10ZXN0cw=="
)

// nameServer is the one of the dealer's zone: it answers for it and takes signed updates.
type nameServer struct {
	address string

	mu      sync.Mutex
	records []dns.RR
	updates int
}

func startNameServer(t *testing.T) *nameServer {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	packets, err := net.ListenPacket("udp", listener.Addr().String())
	must(t, err)
	s := &nameServer{address: listener.Addr().String()}
	secrets := map[string]string{tsigName: tsigValue}
	accept := func(dns.Header) dns.MsgAcceptAction { return dns.MsgAccept } // updates too
	for _, server := range []*dns.Server{
		{Listener: listener, Handler: s, TsigSecret: secrets, MsgAcceptFunc: accept},
		{PacketConn: packets, Handler: s, TsigSecret: secrets, MsgAcceptFunc: accept},
	} {
		go func() { _ = server.ActivateAndServe() }()
		t.Cleanup(func() { _ = server.Shutdown() })
	}
	return s
}

func (s *nameServer) ServeDNS(w dns.ResponseWriter, r *dns.Msg) {
	s.mu.Lock()
	defer s.mu.Unlock()
	answer := new(dns.Msg).SetReply(r)
	answer.Authoritative = true
	switch {
	case r.Opcode == dns.OpcodeUpdate && (r.IsTsig() == nil || w.TsigStatus() != nil):
		answer.Rcode = dns.RcodeNotAuth
	case r.Opcode == dns.OpcodeUpdate:
		s.updates++
		for _, rr := range r.Ns {
			s.apply(rr)
		}
		answer.SetTsig(tsigName, dns.HmacSHA256, 300, time.Now().Unix())
	default:
		s.answer(answer, r.Question[0])
	}
	_ = w.WriteMsg(answer)
}

func (s *nameServer) apply(rr dns.RR) {
	if rr.Header().Class != dns.ClassNONE {
		s.records = append(s.records, rr)
		return
	}
	s.records = slices.DeleteFunc(s.records, func(known dns.RR) bool {
		return known.Header().Name == rr.Header().Name && known.(*dns.TXT).Txt[0] == rr.(*dns.TXT).Txt[0]
	})
}

func (s *nameServer) answer(answer *dns.Msg, q dns.Question) {
	name := strings.ToLower(q.Name)
	switch q.Qtype {
	case dns.TypeSOA:
		if name != zoneName {
			return
		}
		soa, _ := dns.NewRR(zoneName + " 60 IN SOA ns." + zoneName + " admin." + zoneName + " 1 60 60 60 60")
		answer.Answer = append(answer.Answer, soa)
	case dns.TypeNS:
		ns, _ := dns.NewRR(zoneName + " 60 IN NS ns." + zoneName)
		answer.Answer = append(answer.Answer, ns)
	case dns.TypeTXT:
		for _, rr := range s.records {
			if strings.ToLower(rr.Header().Name) == name {
				answer.Answer = append(answer.Answer, rr)
			}
		}
	}
}

// publicAuthority is a real ACME server (Pebble), whose own certificate the returned pool trusts.
func publicAuthority(t *testing.T, resolver string) (directory string, roots *x509.CertPool) {
	t.Helper()
	t.Setenv("PEBBLE_VA_NOSLEEP", "1")
	t.Setenv("PEBBLE_WFE_NONCEREJECT", "0")
	logger := log.New(io.Discard, "", 0)
	store := db.NewMemoryStore()
	authority := ca.New(logger, store, "", "ecdsa", 0, 1, map[string]ca.Profile{"default": {}})
	validator := va.New(logger, 0, 0, true, resolver, store)
	front := wfe.New(logger, store, validator, authority, []string{"pebble.example"}, true, false, 1, 1)
	server := httptest.NewTLSServer(front.Handler())
	t.Cleanup(server.Close)
	roots = x509.NewCertPool()
	roots.AddCert(server.Certificate())
	return server.URL + wfe.DirectoryPath, roots
}

func TestAPublicAuthorityIssuesForTheDealersName(t *testing.T) {
	zone := startNameServer(t)
	directory, roots := publicAuthority(t, zone.address)
	m := newMachine(t)
	m.ACME = &ACME{
		Name: "box.autohaus.example", Email: "it@autohaus.example", Directory: directory, resolver: zone.address, roots: roots,
		Zone: UpdatedZone{Server: zone.address, Key: "fleetbox", Secret: tsigValue, Algorithm: "hmac-sha256"},
	}
	k := m.open(t)
	page := newPage(t, k)
	shown := func() string {
		_, body := get(t, page, "http://192.168.1.20:8080/trust", "", "en")
		return body
	}
	// Until the public authority has issued, the box answers with its own, which phones must install.
	if k.Authority() == nil || k.Host("") != Name || !strings.Contains(shown(), "<details") || !strings.Contains(shown(), "https://fleetbox.local:8443") {
		t.Fatal("nothing is to be installed although nothing has been issued yet")
	}
	ctx, end := context.WithCancel(t.Context())
	defer end()
	must(t, k.public.run(ctx))
	listener, err := tls.Listen("tcp", "127.0.0.1:0", k.TLS())
	must(t, err)
	defer func() { _ = listener.Close() }()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() { _ = conn.(*tls.Conn).Handshake(); _ = conn.Close() }()
		}
	}()
	answersWith := func(name string) *x509.Certificate {
		conn, err := tls.Dial("tcp", listener.Addr().String(), &tls.Config{ServerName: name, InsecureSkipVerify: true})
		must(t, err)
		defer func() { _ = conn.Close() }()
		return conn.ConnectionState().PeerCertificates[0]
	}
	own := k.current.Load().Leaf
	deadline := time.Now().Add(30 * time.Second)
	for answersWith("box.autohaus.example").Equal(own) {
		if time.Now().After(deadline) {
			t.Fatal("no certificate")
		}
		time.Sleep(100 * time.Millisecond)
	}
	must(t, answersWith("box.autohaus.example").VerifyHostname("box.autohaus.example"))
	if k.Authority() != nil || k.Host("") != "box.autohaus.example" || strings.Contains(shown(), "<details") || !strings.Contains(shown(), "https://box.autohaus.example:8443") {
		t.Error("something is to be installed although the certificate is public")
	}
	if !answersWith("fleetbox.local").Equal(own) {
		t.Error("whoever opens the box under its own name gets no answer")
	}
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		zone.mu.Lock()
		left, updates := len(zone.records), zone.updates
		zone.mu.Unlock()
		if left == 0 && updates == 2 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d records stay in the zone after %d updates", left, updates)
		}
	}
}

func TestAWrongKeyIsToldAsSuch(t *testing.T) {
	zone := startNameServer(t)
	wrong := UpdatedZone{Server: zone.address, Key: "fleetbox", Secret: "d3Jvbmc=", Algorithm: "hmac-sha256"}
	_, err := wrong.AppendRecords(t.Context(), zoneName, []libdns.Record{libdns.TXT{Name: "_acme-challenge", Text: "x", TTL: time.Minute}})
	if err == nil || !strings.Contains(err.Error(), "zone "+zoneName) {
		t.Fatal(err)
	}
}

func TestAProgramOfTheDealersWritesTheRecord(t *testing.T) {
	dir := t.TempDir()
	program := filepath.Join(dir, "hook")
	must(t, os.WriteFile(program, []byte("#!/bin/sh\necho \"$@\" >>"+dir+"/told\n[ \"$3\" != bad ] || { echo no such zone; exit 3; }\n"), 0o700))
	zone, ctx := CommandZone{program}, t.Context()
	record := func(text string) []libdns.Record {
		return []libdns.Record{libdns.TXT{Name: "_acme-challenge.box", Text: text, TTL: time.Minute}}
	}
	_, err := zone.AppendRecords(ctx, zoneName, record("good"))
	must(t, err)
	_, err = zone.DeleteRecords(ctx, zoneName, record("good"))
	must(t, err)
	if _, err := zone.AppendRecords(ctx, zoneName, record("bad")); err == nil || !strings.Contains(err.Error(), "no such zone") {
		t.Fatal(err)
	}
	told, err := os.ReadFile(dir + "/told")
	must(t, err)
	want := "present _acme-challenge.box.autohaus.example. good\ncleanup _acme-challenge.box.autohaus.example. good\npresent _acme-challenge.box.autohaus.example. bad\n"
	if string(told) != want {
		t.Fatalf("%s", told)
	}
}
