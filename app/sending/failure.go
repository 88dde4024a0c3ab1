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
	"strings"
)

// Reason says in one word why a mail did not leave; its text is `mail.reason.<reason>` in the catalogues.
type Reason string

// The reasons.
const (
	NoServer         Reason = "no_server"
	AddressInvalid   Reason = "address_invalid"
	Unreachable      Reason = "unreachable"
	TimedOut         Reason = "timeout"
	NotEncrypted     Reason = "tls"
	NotSignedIn      Reason = "auth"
	ServerBusy       Reason = "server_busy"
	ConnectionLost   Reason = "connection_lost"
	ServerConfused   Reason = "server_confused"
	RecipientRefused Reason = "recipient_refused"
	MailboxFull      Reason = "mailbox_full"
	SenderRefused    Reason = "sender_refused"
	ContentRefused   Reason = "content_refused"
	TooBig           Reason = "too_big"
	FateUnknown      Reason = "fate_unknown"
	LinkEnded        Reason = "link_ended"
	AnsweredBefore   Reason = "answered"
	ClosedBefore     Reason = "closed"
	Composing        Reason = "composing"
)

// Reasons lists them all.
func Reasons() []Reason {
	return []Reason{
		NoServer, AddressInvalid, Unreachable, TimedOut, NotEncrypted, NotSignedIn, ServerBusy, ConnectionLost,
		ServerConfused, RecipientRefused, MailboxFull, SenderRefused, ContentRefused, TooBig, FateUnknown,
		LinkEnded, AnsweredBefore, ClosedBefore, Composing,
	}
}

// obsolete tells whether a mail did not leave because nobody waits for it any more.
func (r Reason) obsolete() bool { return r == AnsweredBefore || r == ClosedBefore }

// Failure is why an attempt did not succeed, and whether another attempt can.
type Failure struct {
	Reason Reason
	Final  bool // trying again by itself would not help, or could send twice
	cause  error
}

// Error is for the log. It holds nothing that the server said but codes, since servers repeat the customer's address.
func (f *Failure) Error() string {
	var reply *textproto.Error
	var confused textproto.ProtocolError
	switch {
	case errors.As(f.cause, &reply):
		return strings.TrimSpace(fmt.Sprintf("%s: reply %d %s", f.Reason, reply.Code, enhancedCode(reply.Msg)))
	case f.cause == nil || f.Reason == AddressInvalid || errors.As(f.cause, &confused):
		return string(f.Reason)
	}
	return string(f.Reason) + ": " + f.cause.Error()
}

// Unwrap returns the cause.
func (f *Failure) Unwrap() error { return f.cause }

// phase is how far the talk with a mail server had come.
type phase int

const (
	dialling phase = iota
	greeting
	encrypting
	signingIn
	namingSender
	namingRecipient
	writing
	handedOver // the final dot may have reached the server
)

// classify finds out what an error in a phase means. It never takes an unknown error for final,
// except after the mail was handed over: then only the server knows whether it was delivered.
func classify(at phase, err error) *Failure {
	var known *Failure
	if errors.As(err, &known) {
		return known
	}
	var reply *textproto.Error
	if errors.As(err, &reply) && reply.Code >= 400 && reply.Code < 600 {
		return replied(at, reply)
	}
	if at == handedOver {
		return &Failure{FateUnknown, true, err}
	}
	if broken := brokenLine(at, err); broken != "" {
		return &Failure{broken, false, err}
	}
	if untrusted(err) {
		return &Failure{NotEncrypted, true, err}
	}
	if at == signingIn {
		return &Failure{NotSignedIn, true, err} // refused by our side: the offered ways would show the password
	}
	if at == dialling {
		return &Failure{Unreachable, false, err}
	}
	var confused textproto.ProtocolError
	if errors.As(err, &confused) || reply != nil {
		return &Failure{ServerConfused, false, err}
	}
	return &Failure{ConnectionLost, false, err}
}

// brokenLine recognises what the network did; empty when it did nothing.
func brokenLine(at phase, err error) Reason {
	var timeout net.Error
	if errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.DeadlineExceeded) ||
		(errors.As(err, &timeout) && timeout.Timeout()) {
		return TimedOut
	}
	if errors.Is(err, context.Canceled) {
		return ConnectionLost
	}
	if at == dialling {
		return ""
	}
	var line *net.OpError
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || (errors.As(err, &line) && !untrusted(err)) {
		return ConnectionLost
	}
	return ""
}

// untrusted tells whether encryption failed in a way that only people can mend.
func untrusted(err error) bool {
	var (
		verification *tls.CertificateVerificationError
		authority    x509.UnknownAuthorityError
		hostname     x509.HostnameError
		invalid      x509.CertificateInvalidError
		record       tls.RecordHeaderError
		alert        tls.AlertError
	)
	return errors.As(err, &verification) || errors.As(err, &authority) || errors.As(err, &hostname) ||
		errors.As(err, &invalid) || errors.As(err, &record) || errors.As(err, &alert)
}

// replied reads a server's refusal: 4xx asks to come back later, 5xx is meant for good.
func replied(at phase, reply *textproto.Error) *Failure {
	enhanced := enhancedCode(reply.Msg)
	if reply.Code < 500 {
		if strings.HasPrefix(enhanced, "4.2.2") {
			return &Failure{MailboxFull, false, reply}
		}
		return &Failure{ServerBusy, false, reply}
	}
	return &Failure{refused(at, reply.Code, enhanced), true, reply}
}

func refused(at phase, code int, enhanced string) Reason {
	if code == 530 && at != encrypting {
		return NotSignedIn
	}
	switch at {
	case encrypting:
		return NotEncrypted
	case signingIn:
		return NotSignedIn
	case namingRecipient:
		return recipientRefused(code, enhanced)
	case writing, handedOver:
		return contentRefused(code, enhanced)
	case namingSender:
		if code == 552 || enhanced == "5.3.4" {
			return TooBig
		}
	}
	return SenderRefused
}

func recipientRefused(code int, enhanced string) Reason {
	switch {
	case enhanced == "5.2.2" || (code == 552 && enhanced == ""):
		return MailboxFull
	case strings.HasPrefix(enhanced, "5.7.") || code == 554 && enhanced == "":
		return SenderRefused // "relaying denied" and the like
	}
	return RecipientRefused
}

func contentRefused(code int, enhanced string) Reason {
	switch {
	case enhanced == "5.2.2":
		return MailboxFull
	case enhanced == "5.3.4" || (code == 552 && enhanced == ""):
		return TooBig
	case strings.HasPrefix(enhanced, "5.1."):
		return RecipientRefused
	}
	return ContentRefused
}

// enhancedCode is the RFC 3463 code at the beginning of a reply's text, such as 5.1.1, or empty.
func enhancedCode(text string) string {
	code, _, _ := strings.Cut(text, " ")
	parts := strings.Split(code, ".")
	if len(parts) != 3 || (parts[0] != "4" && parts[0] != "5") {
		return ""
	}
	for _, part := range parts[1:] {
		if part == "" || len(part) > 3 || strings.Trim(part, "0123456789") != "" {
			return ""
		}
	}
	return code
}
