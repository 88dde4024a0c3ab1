package sending

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"os"
	"syscall"
	"testing"

	"fleetbox/app/locale"
	"fleetbox/embed"
)

func TestClassify(t *testing.T) {
	reply := func(code int, text string) error { return &textproto.Error{Code: code, Msg: text} }
	reset := &net.OpError{Op: "read", Err: os.NewSyscallError("read", syscall.ECONNRESET)}
	for _, c := range []struct {
		name  string
		at    phase
		err   error
		want  Reason
		final bool
	}{
		{"name not found", dialling, &net.DNSError{Err: "no such host", IsNotFound: true}, Unreachable, false},
		{"nobody listens", dialling, &net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}, Unreachable, false},
		{"no route", dialling, &net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.EHOSTUNREACH)}, Unreachable, false},
		{"dial takes too long", dialling, context.DeadlineExceeded, TimedOut, false},
		{"stopped while dialling", dialling, context.Canceled, ConnectionLost, false},
		{"silent server", greeting, os.ErrDeadlineExceeded, TimedOut, false},
		{"hung up at once", greeting, io.EOF, ConnectionLost, false},
		{"greets with something else", greeting, textproto.ProtocolError("short response"), ServerConfused, false},
		{"greets with a strange code", greeting, reply(299, "hello"), ServerConfused, false},
		{"blocked", greeting, reply(554, "5.7.1 blocked"), SenderRefused, true},
		{"greeting later", greeting, reply(421, "4.3.2 too many"), ServerBusy, false},
		{"certificate of an unknown authority", encrypting, &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}, NotEncrypted, true},
		{"certificate of another name", encrypting, fmt.Errorf("tls: %w", x509.HostnameError{Certificate: &x509.Certificate{}}), NotEncrypted, true},
		{"no TLS behind the port", encrypting, tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"}, NotEncrypted, true},
		{"alert", encrypting, &net.OpError{Op: "remote error", Err: tls.AlertError(40)}, NotEncrypted, true},
		{"hung up in the handshake", encrypting, io.ErrUnexpectedEOF, ConnectionLost, false},
		{"STARTTLS not now", encrypting, reply(454, "4.7.0 TLS not available"), ServerBusy, false},
		{"STARTTLS never", encrypting, reply(502, "not implemented"), NotEncrypted, true},
		{"wrong password", signingIn, reply(535, "5.7.8 no"), NotSignedIn, true},
		{"sign in later", signingIn, reply(454, "4.7.0 later"), ServerBusy, false},
		{"hung up while signing in", signingIn, reset, ConnectionLost, false},
		{"stopped while signing in", signingIn, context.Canceled, ConnectionLost, false},
		{"would show the password", signingIn, errors.New("unencrypted connection"), NotSignedIn, true},
		{"sender refused", namingSender, reply(550, "5.7.60 not your address"), SenderRefused, true},
		{"sign in first", namingSender, reply(530, "5.7.0 authentication required"), NotSignedIn, true},
		{"too big by announcement", namingSender, reply(552, "5.3.4 too big"), TooBig, true},
		{"greylisted", namingRecipient, reply(450, "4.7.1 greylisted"), ServerBusy, false},
		{"mailbox full for now", namingRecipient, reply(452, "4.2.2 full"), MailboxFull, false},
		{"no such mailbox", namingRecipient, reply(550, "5.1.1 unknown"), RecipientRefused, true},
		{"no such mailbox, no code", namingRecipient, reply(550, "unknown"), RecipientRefused, true},
		{"mailbox full", namingRecipient, reply(552, "5.2.2 full"), MailboxFull, true},
		{"relaying denied", namingRecipient, reply(554, "5.7.1 relaying denied"), SenderRefused, true},
		{"spam", handedOver, reply(554, "5.7.1 spam"), ContentRefused, true},
		{"too big", handedOver, reply(552, "5.3.4 too big"), TooBig, true},
		{"full after all", handedOver, reply(552, "5.2.2 full"), MailboxFull, true},
		{"unknown after all", handedOver, reply(550, "5.1.1 unknown"), RecipientRefused, true},
		{"not now after all", handedOver, reply(451, "4.3.0 try later"), ServerBusy, false},
		{"hung up while writing", writing, &net.OpError{Op: "write", Err: os.NewSyscallError("write", syscall.EPIPE)}, ConnectionLost, false},
		{"no word after the end", handedOver, os.ErrDeadlineExceeded, FateUnknown, true},
		{"hung up after the end", handedOver, io.EOF, FateUnknown, true},
		{"reset after the end", handedOver, reset, FateUnknown, true},
		{"nonsense after the end", handedOver, textproto.ProtocolError("?"), FateUnknown, true},
		{"known already", writing, fmt.Errorf("x: %w", &Failure{Reason: AddressInvalid, Final: true}), AddressInvalid, true},
	} {
		got := classify(c.at, c.err)
		if got.Reason != c.want || got.Final != c.final {
			t.Errorf("%s: %s final %v, want %s final %v", c.name, got.Reason, got.Final, c.want, c.final)
		}
	}
}

func TestEnhancedCode(t *testing.T) {
	for text, want := range map[string]string{
		"5.1.1 unknown": "5.1.1", "4.2.2": "4.2.2", "2.0.0 ok": "", "5.1 x": "", "5.1.1234 x": "", "5..1 x": "", "": "", "5.a.1": "",
	} {
		if got := enhancedCode(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestEveryReasonHasATextInEachLanguage(t *testing.T) {
	texts, err := locale.Load(embed.Locales())
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range texts.Languages() {
		for _, reason := range Reasons() {
			if !texts.Has(lang, "mail.reason."+string(reason)) {
				t.Errorf("%s: mail.reason.%s is missing", lang, reason)
			}
		}
	}
}

func TestPausesGrowToAnHour(t *testing.T) {
	for failed, want := range map[int]string{1: "30s", 2: "1m0s", 3: "2m0s", 7: "32m0s", 8: "1h0m0s", 60: "1h0m0s"} {
		if got := pause(failed).String(); got != want {
			t.Errorf("after %d: %s, want %s", failed, got, want)
		}
	}
}
