package sending

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/mail"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail/smtp"
)

const (
	// listenBefore is how long the box listens for a broken line before it hands a mail over: a
	// server that has gone already is then known not to have the mail.
	listenBefore = 20 * time.Millisecond
	goodbye      = 2 * time.Second
)

// Encryption is how the line to the mail server is protected.
type Encryption string

// The ways to protect the line.
const (
	StartTLS     Encryption = "starttls" // plain at first, then encrypted or given up
	TLS          Encryption = "tls"      // encrypted from the first byte
	NoEncryption Encryption = "none"
)

// Mail says how mails leave the box.
type Mail struct {
	Host           string // empty while there is no mail server
	Port           int
	Encryption     Encryption
	Username       string
	Password       interface{ Reveal() string }
	From, FromName string        // sender; without a name that of the dealership
	Timeout        time.Duration // of each exchange
	SendPerMinute  int
	Catch          bool        // keep mails in the box instead of sending them
	Trust          *tls.Config // for a server with a private certificate; nil: the operating system's authorities
}

// server is the mail server that mails are handed to.
type server struct{ config Mail }

// session is one talk with the server. A mail goes through offer and then handOver; between the two
// the caller writes down that the mail's fate is about to leave its hands.
type session struct {
	client  *smtp.Client
	conn    net.Conn
	timeout time.Duration
	stop    func() bool
	inMail  bool // what is written now would belong to the mail, or end it
}

// Probe signs in at a mail server and leaves again. What is wrong comes back as a *Failure.
func Probe(ctx context.Context, m Mail) error {
	talk, err := (&server{m}).connect(ctx)
	if err != nil {
		return err
	}
	talk.close()
	return nil
}

// connect dials, encrypts and signs in. Each step has the configured time; ctx ends all of them.
func (s *server) connect(ctx context.Context) (*session, error) {
	if s.config.Host == "" {
		return nil, &Failure{Reason: NoServer, Final: true}
	}
	conn, err := s.dial(ctx)
	if err != nil {
		return nil, err
	}
	talk := &session{conn: conn, timeout: s.config.Timeout}
	talk.stop = context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	if err := s.begin(ctx, talk); err != nil {
		talk.close()
		return nil, err
	}
	return talk, nil
}

func (s *server) dial(ctx context.Context) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, s.config.Timeout)
	defer cancel()
	address := net.JoinHostPort(s.config.Host, strconv.Itoa(s.config.Port))
	plain, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, classify(dialling, err)
	}
	if s.config.Encryption != TLS {
		return plain, nil
	}
	encrypted := tls.Client(plain, s.tls())
	if err := encrypted.HandshakeContext(ctx); err != nil {
		_ = plain.Close()
		return nil, classify(encrypting, err)
	}
	return encrypted, nil
}

func (s *server) tls() *tls.Config {
	settings := &tls.Config{}
	if s.config.Trust != nil {
		settings = s.config.Trust.Clone()
	}
	settings.MinVersion = tls.VersionTLS12
	if settings.ServerName == "" {
		settings.ServerName = s.config.Host
	}
	return settings
}

func (s *server) begin(ctx context.Context, talk *session) error {
	if err := talk.step(ctx, greeting, func() (err error) {
		talk.client, err = smtp.NewClient(talk.conn, s.config.Host)
		return err
	}); err != nil {
		return err
	}
	if err := talk.step(ctx, greeting, func() error { return talk.client.Hello(ownName(talk.conn)) }); err != nil {
		return err
	}
	if s.config.Encryption == StartTLS {
		if offered, _ := talk.client.Extension("STARTTLS"); !offered {
			return &Failure{NotEncrypted, true, errors.New("the server does not offer STARTTLS")}
		}
		if err := talk.step(ctx, encrypting, func() error { return talk.client.StartTLS(s.tls()) }); err != nil {
			return err
		}
	}
	if s.config.Username == "" {
		return nil
	}
	return talk.step(ctx, signingIn, func() error { return s.signIn(talk.client) })
}

// signIn takes the first way that both sides know. On an encrypted line the plain ones come first,
// because servers get them right; without encryption the ones that do not show the password.
func (s *server) signIn(client *smtp.Client) error {
	name, password := s.config.Username, s.config.Password.Reveal()
	open := s.config.Encryption == NoEncryption
	ways := []struct {
		name string
		auth smtp.Auth
	}{
		{"PLAIN", smtp.PlainAuth("", name, password, s.config.Host, open)},
		{"LOGIN", smtp.LoginAuth(name, password, s.config.Host, open)},
		{"SCRAM-SHA-256", smtp.ScramSHA256Auth(name, password)},
		{"CRAM-MD5", smtp.CRAMMD5Auth(name, password)},
	}
	if open {
		ways[0], ways[1], ways[2], ways[3] = ways[2], ways[3], ways[0], ways[1]
	}
	_, list := client.Extension("AUTH")
	offered := strings.Fields(strings.ToUpper(list))
	for _, way := range ways {
		for _, offer := range offered {
			if offer == way.name {
				return client.Auth(way.auth)
			}
		}
	}
	return &Failure{NotSignedIn, true, errors.New("the server offers no way to sign in: " + list)}
}

// ownName is how the box introduces itself: by its address, because it has no public name.
func ownName(conn net.Conn) string {
	host, _, err := net.SplitHostPort(conn.LocalAddr().String())
	if err != nil {
		return "localhost"
	}
	host, _, _ = strings.Cut(host, "%")
	if strings.Contains(host, ":") {
		return "[IPv6:" + host + "]"
	}
	return "[" + host + "]"
}

// step runs one exchange within its time.
func (t *session) step(ctx context.Context, at phase, exchange func() error) error {
	if err := ctx.Err(); err != nil {
		return classify(at, err)
	}
	if err := t.conn.SetDeadline(time.Now().Add(t.timeout)); err != nil {
		return classify(at, err)
	}
	if err := exchange(); err != nil {
		return classify(at, err)
	}
	return nil
}

// offer gives the server sender, recipient and the whole mail but for its end. Until handOver is
// called the server has nothing that it may deliver.
func (t *session) offer(ctx context.Context, from, to string, message io.WriterTo) (io.Closer, error) {
	if err := t.step(ctx, namingSender, func() error { return t.client.Mail("<" + from + ">") }); err != nil {
		return nil, err
	}
	if err := t.step(ctx, namingRecipient, func() error { return t.client.Rcpt("<" + to + ">") }); err != nil {
		return nil, err
	}
	var end io.WriteCloser
	if err := t.step(ctx, writing, func() (err error) { end, err = t.client.Data(); return err }); err != nil {
		return nil, err
	}
	t.inMail = true
	if err := t.step(ctx, writing, func() error {
		if _, err := message.WriteTo(end); err != nil {
			return err
		}
		return t.client.Text.W.Flush()
	}); err != nil {
		return nil, err
	}
	if err := t.stillThere(); err != nil {
		return nil, err
	}
	if !t.stop() { // from here on the wait for the answer is not cut short; it has been already
		return nil, classify(writing, context.Canceled)
	}
	return end, nil
}

// stillThere looks whether the server hung up or spoke out of turn while the mail was written.
func (t *session) stillThere() error {
	if err := t.conn.SetReadDeadline(time.Now().Add(listenBefore)); err != nil {
		return classify(writing, err)
	}
	_, err := t.client.Text.R.Peek(1)
	var silence net.Error
	if errors.As(err, &silence) && silence.Timeout() {
		return nil
	}
	if err == nil {
		_, _, err = t.client.Text.ReadResponse(0)
	}
	return classify(writing, err)
}

// handOver ends the mail and waits for the server's word. From its first byte on only a reply of the
// server tells what became of the mail, so a stop of the box does not cut the wait short.
func (t *session) handOver(end io.Closer) error {
	if err := t.conn.SetDeadline(time.Now().Add(t.timeout)); err != nil {
		return classify(handedOver, err)
	}
	if err := end.Close(); err != nil {
		return classify(handedOver, err)
	}
	t.inMail = false
	return nil
}

// close says goodbye without waiting long for an answer. A mail that was not handed over is broken off without a word:
// a goodbye would first end it, and the server would deliver what it has.
func (t *session) close() {
	t.stop()
	if t.client != nil && !t.inMail && t.conn.SetDeadline(time.Now().Add(goodbye)) == nil && t.client.Quit() == nil {
		return
	}
	_ = t.conn.Close() // nothing is owed to a server that does not say goodbye
}

// address checks one mail address and returns it as the server is told it.
func address(text string) (string, error) {
	parsed, err := mail.ParseAddress(text)
	if err != nil || parsed.Address != strings.TrimSpace(text) {
		return "", &Failure{AddressInvalid, true, err}
	}
	return parsed.Address, nil
}
