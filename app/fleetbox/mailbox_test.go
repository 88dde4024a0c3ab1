package main

import (
	"io"
	"log"
	"net"
	"net/mail"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"
)

// mailbox is a real SMTP server that counts what each mail's identifier was delivered as.
type mailbox struct {
	mu    sync.Mutex
	taken map[string]int // by Message-ID
}

func (m *mailbox) NewSession(*smtp.Conn) (smtp.Session, error) { return &delivery{m}, nil }

type delivery struct{ box *mailbox }

func (d *delivery) Mail(string, *smtp.MailOptions) error { return nil }
func (d *delivery) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (d *delivery) Reset()                               {}
func (d *delivery) Logout() error                        { return nil }
func (d *delivery) Data(r io.Reader) error {
	message, err := mail.ReadMessage(r)
	if err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, message.Body); err != nil {
		return err
	}
	d.box.mu.Lock()
	defer d.box.mu.Unlock()
	d.box.taken[message.Header.Get("Message-Id")]++
	return nil
}

func openMailbox(t *testing.T) (*mailbox, string) {
	t.Helper()
	m := &mailbox{taken: map[string]int{}}
	server := smtp.NewServer(m)
	server.Domain, server.ErrorLog = "mail.test", log.New(io.Discard, "", 0)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { _ = server.Close() })
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return m, port
}
