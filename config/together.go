package config

import (
	"errors"
	"io"
	"net"
	"os"
	"strings"
)

// together checks what no setting can know alone. A setting that had a mistake of its own is left out, because its
// default would be judged in its place.
func (l *loader) together() {
	l.listeners()
	l.certificate()
	l.acme()
	l.mailAccount()
	l.mailPassword()
}

// sound says that none of the settings had a mistake.
func (l *loader) sound(names ...string) bool {
	for _, name := range names {
		if l.wrong[name] {
			return false
		}
	}
	return true
}

// origin is where the first of the settings that was set got its value.
func (l *loader) origin(names ...string) Mistake {
	for _, name := range names {
		if at, ok := l.origins[name]; ok {
			return at
		}
	}
	return Mistake{Source: "configuration"}
}

func (l *loader) listeners() {
	names := []string{"server.listen", "server.https_listen", "server.help_listen"}
	if !l.sound(names...) {
		return
	}
	s := l.config.Server
	if s.Listen == "" && s.HTTPSListen == "" {
		l.refuse(l.origin("server.https_listen", "server.listen"),
			"[server] listen and https_listen are both empty: expected an address for at least one of them")
	}
	addresses := []string{s.Listen, s.HTTPSListen, s.HelpListen}
	for i, a := range addresses {
		for j := range i {
			if sameAddress(a, addresses[j]) {
				l.refuse(l.origin(names[i], names[j]), "[server] %s and %s are both %s: expected different addresses",
					bare(names[j]), bare(names[i]), show(a))
			}
		}
	}
}

// sameAddress says that two listeners would fight for one address.
func sameAddress(a, b string) bool {
	_, port, err := net.SplitHostPort(a)
	return err == nil && a == b && port != "0"
}

func bare(name string) string {
	_, key, _ := strings.Cut(name, ".")
	return key
}

func (l *loader) certificate() {
	if !l.sound("server.cert_file", "server.key_file") {
		return
	}
	s := l.config.Server
	if (s.CertFile == "") != (s.KeyFile == "") {
		l.refuse(l.origin("server.cert_file", "server.key_file"),
			"[server] expected both cert_file and key_file, or neither of them")
		return
	}
	l.readable("server.cert_file", s.CertFile)
	l.readable("server.key_file", s.KeyFile)
}

// acme wants one way to write into the zone, and no other certificate beside it.
func (l *loader) acme() {
	if !l.sound("acme.name", "acme.dns_server", "acme.dns_key", "acme.dns_secret", "acme.dns_command", "server.cert_file") {
		return
	}
	a := l.config.ACME
	byServer := a.DNSServer != "" || a.DNSKey != "" || !a.DNSSecret.Empty()
	switch {
	case a.Name == "" && (byServer || a.DNSCommand != ""):
		l.refuse(l.origin("acme.dns_server", "acme.dns_key", "acme.dns_secret", "acme.dns_command"),
			"[acme] expected name, the one under which the box is opened")
	case a.Name == "":
	case l.config.Server.CertFile != "":
		l.refuse(l.origin("acme.name"), "[acme] name and [server] cert_file are both set: expected one of them")
	case byServer == (a.DNSCommand != ""):
		l.refuse(l.origin("acme.name"), "[acme] expected either dns_server with dns_key and dns_secret, or dns_command")
	case byServer && (a.DNSServer == "" || a.DNSKey == "" || a.DNSSecret.Empty()):
		l.refuse(l.origin("acme.name"), "[acme] expected all three of dns_server, dns_key and dns_secret")
	}
}

// readable refuses a file that is named but cannot be read.
func (l *loader) readable(name, path string) {
	if path == "" {
		return
	}
	if _, err := readSmall(path); err != nil {
		l.refuse(l.origin(name), "[server] %s = %s: expected a file that can be read: %s", bare(name), show(path), reason(err))
	}
}

func (l *loader) mailAccount() {
	m := l.config.Mail
	if l.sound("mail.host", "mail.from") && m.Host != "" && m.From == "" {
		l.refuse(l.origin("mail.host"), "[mail] host is set but from is not: expected the mail address of the sender")
	}
	if !l.sound("mail.username", "mail.password", "mail.password_file") {
		return
	}
	hasPassword := !m.Password.Empty() || m.PasswordFile != ""
	if (m.Username != "") != hasPassword {
		l.refuse(l.origin("mail.username", "mail.password", "mail.password_file"),
			"[mail] expected both username and password (or password_file), or neither of them")
	}
}

// mailPassword reads the file that holds the password.
func (l *loader) mailPassword() {
	path := l.config.Mail.PasswordFile
	if path == "" || !l.sound("mail.password", "mail.password_file") {
		return
	}
	at := l.origin("mail.password_file")
	if !l.config.Mail.Password.Empty() {
		l.refuse(at, "[mail] password and password_file are both set: expected one of them")
		return
	}
	data, err := readSmall(path)
	if err != nil {
		l.refuse(at, "[mail] password_file = %s: expected a file that can be read: %s", show(path), reason(err))
		return
	}
	// An editor ends the last line, and that is not part of the password.
	password := strings.TrimRight(string(data), "\r\n")
	if password == "" {
		l.refuse(at, "[mail] password_file = %s: expected a password in it, the file is empty", show(path))
		return
	}
	l.config.Mail.Password = NewSecret(password)
}

// readSmall reads a file that is meant to be read whole, and refuses pipes and devices, which could hold up the start.
func readSmall(path string) ([]byte, error) {
	const limit = 1 << 20
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is not a plain file")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, err
	}
	if len(data) > limit {
		return nil, errors.New("it is larger than 1 MB")
	}
	return data, nil
}
