package sending

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"net/mail"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// post is a real SMTP server in this process. What it took is what a customer would get.
type post struct {
	server  *smtp.Server
	address string
	trust   *tls.Config

	mu    sync.Mutex
	taken [][]byte
	talks int
	moods
}

// moods make a server misbehave; nil behaves.
type moods struct {
	onMail, onRcpt error
	onData         func(conn net.Conn, r io.Reader) (took bool, err error)
	hangAt         string // mail, rcpt
	released       chan struct{}
	password       string // wanted for signing in
}

// openPost starts a server; the mood may be changed between mails.
func openPost(t testing.TB, encrypted bool) *post {
	t.Helper()
	return openPostAt(t, "127.0.0.1:0", encrypted)
}

func openPostAt(t testing.TB, address string, encrypted bool) *post {
	t.Helper()
	p := &post{}
	p.released = make(chan struct{})
	p.server = smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.talks++
		return &talk{post: p, conn: c.Conn()}, nil
	}))
	p.server.Domain = "mail.test"
	p.server.AllowInsecureAuth = true
	p.server.ErrorLog = log.New(io.Discard, "", 0)
	if encrypted {
		p.trust, p.server.TLSConfig = certificates(t)
	}
	p.listen(t, address)
	t.Cleanup(func() {
		close(p.released)
		_ = p.server.Close()
	})
	return p
}

func (p *post) listen(t testing.TB, address string) {
	t.Helper()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	p.address = listener.Addr().String()
	go func() { _ = p.server.Serve(listener) }()
}

// encryptFromTheStart lets the server speak TLS from the first byte.
func (p *post) encryptFromTheStart(t testing.TB) {
	t.Helper()
	listener, err := tls.Listen("tcp", "127.0.0.1:0", p.server.TLSConfig)
	if err != nil {
		t.Fatal(err)
	}
	p.address = listener.Addr().String()
	go func() { _ = p.server.Serve(listener) }()
}

// mood changes how the server behaves.
func (p *post) mood(change func(*moods)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change(&p.moods)
}

func (p *post) now() moods {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.moods
}

// mails returns what was taken, by Message-ID.
func (p *post) mails(t testing.TB) map[string]int {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	count := map[string]int{}
	for _, source := range p.taken {
		m, err := mail.ReadMessage(bytes.NewReader(source))
		if err != nil {
			t.Fatal(err)
		}
		count[m.Header.Get("Message-Id")]++
	}
	return count
}

func (p *post) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.taken)
}

func (p *post) config(t testing.TB) Mail {
	t.Helper()
	address, err := net.ResolveTCPAddr("tcp", p.address)
	if err != nil {
		t.Fatal(err)
	}
	return Mail{
		Host: "127.0.0.1", Port: address.Port, Encryption: NoEncryption, From: "werkstatt@autohaus.test",
		Timeout: 2 * time.Second, SendPerMinute: 10_000,
	}
}

type talk struct {
	post *post
	conn net.Conn
}

func (s *talk) Reset()        {}
func (s *talk) Logout() error { return nil }

func (s *talk) AuthMechanisms() []string {
	if s.post.now().password == "" {
		return nil
	}
	return []string{sasl.Plain, sasl.Login}
}

func (s *talk) Auth(mech string) (sasl.Server, error) {
	check := func(_, _, password string) error {
		if password != s.post.now().password {
			return &smtp.SMTPError{Code: 535, EnhancedCode: smtp.EnhancedCode{5, 7, 8}, Message: "Authentication failed"}
		}
		return nil
	}
	if mech == sasl.Plain {
		return sasl.NewPlainServer(check), nil
	}
	return nil, errors.New("not offered")
}

func (s *talk) hang(at string) {
	if m := s.post.now(); m.hangAt == at {
		<-m.released
	}
}

func (s *talk) Mail(string, *smtp.MailOptions) error {
	s.hang("mail")
	return s.post.now().onMail
}

func (s *talk) Rcpt(string, *smtp.RcptOptions) error {
	s.hang("rcpt")
	return s.post.now().onRcpt
}

func (s *talk) Data(r io.Reader) error {
	var (
		content bytes.Buffer
		took    = true
		err     error
	)
	if mood := s.post.now(); mood.onData != nil {
		took, err = mood.onData(s.conn, io.TeeReader(r, &content))
	} else if _, err = io.Copy(&content, r); err != nil {
		return err
	}
	if took {
		s.post.mu.Lock()
		s.post.taken = append(s.post.taken, content.Bytes())
		s.post.mu.Unlock()
	}
	return err
}

// dieBeforeDot hangs up while the mail is being written.
func dieBeforeDot(conn net.Conn, r io.Reader) (bool, error) {
	_, _ = io.ReadFull(r, make([]byte, 64))
	_ = conn.Close()
	return false, errors.New("gone")
}

// dieAfterDot takes the mail and hangs up instead of saying so.
func dieAfterDot(conn net.Conn, r io.Reader) (bool, error) {
	_, _ = io.Copy(io.Discard, r)
	_ = conn.Close()
	return true, errors.New("gone")
}

// refuseData takes nothing and says why.
func refuseData(code int, enhanced smtp.EnhancedCode) func(net.Conn, io.Reader) (bool, error) {
	return func(_ net.Conn, r io.Reader) (bool, error) {
		_, _ = io.Copy(io.Discard, r)
		return false, &smtp.SMTPError{Code: code, EnhancedCode: enhanced, Message: "no"}
	}
}

// certificates makes an authority and a certificate for 127.0.0.1.
func certificates(t testing.TB) (trust, serve *tls.Config) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mail.test"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, about, about, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(made)
	return &tls.Config{RootCAs: roots}, &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
}
