package config

import (
	"encoding/base64"
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// kind says which values a setting may have, what they are called in an error, and how they are read.
type kind[T any] struct {
	expected string
	// fromText reads the value as it stands in the environment or on the command line.
	fromText func(text string) (T, bool)
	// fromFile reads the value as the TOML parser gives it: string, int64, float64, bool, time or []any.
	fromFile func(value any) (T, bool)
}

// written makes a kind of which the file holds a string.
func written[T any](expected string, read func(text string) (T, bool)) kind[T] {
	return kind[T]{expected, read, func(value any) (T, bool) {
		text, ok := value.(string)
		if !ok {
			var none T
			return none, false
		}
		return read(text)
	}}
}

// text is a string that passes valid.
func text(expected string, valid func(string) bool) kind[string] {
	return written(expected, func(s string) (string, bool) { return s, valid(s) })
}

func anyText(string) bool       { return true }
func someText(text string) bool { return strings.TrimSpace(text) != "" }

// secret is a string that is never shown.
func secret(expected string, valid func(string) bool) kind[Secret] {
	return written(expected, func(s string) (Secret, bool) { return NewSecret(s), valid(s) })
}

// wholeNumber is an integer within limits.
func wholeNumber[T int | int64](low, high T) kind[T] {
	within := func(n int64) (T, bool) { return T(n), n >= int64(low) && n <= int64(high) }
	return kind[T]{
		expected: fmt.Sprintf("a whole number from %d to %d", low, high),
		fromText: func(text string) (T, bool) {
			n, err := strconv.ParseInt(text, 10, 64)
			if err != nil {
				return 0, false
			}
			return within(n)
		},
		fromFile: func(value any) (T, bool) {
			n, ok := value.(int64)
			if !ok {
				return 0, false
			}
			return within(n)
		},
	}
}

// yesNo is true or false.
func yesNo() kind[bool] {
	return kind[bool]{
		expected: "true or false",
		fromText: func(text string) (bool, bool) { return text == "true", text == "true" || text == "false" },
		fromFile: func(value any) (bool, bool) { b, ok := value.(bool); return b, ok },
	}
}

// duration is a time span such as "30s" or "720h", within limits.
func duration(low, high time.Duration) kind[time.Duration] {
	expected := fmt.Sprintf(`a duration from "%s" to "%s"`, short(low), short(high))
	return written(expected, func(text string) (time.Duration, bool) {
		d, err := time.ParseDuration(text)
		return d, err == nil && d >= low && d <= high
	})
}

// short writes a duration without the zero minutes and seconds that Go adds.
func short(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

// choice is one of a few words.
func choice[T any](words []string, values []T) kind[T] {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = strconv.Quote(w)
	}
	last := len(quoted) - 1
	expected := strings.Join(quoted[:last], ", ") + " or " + quoted[last]
	return written(expected, func(text string) (T, bool) {
		i := slices.Index(words, text)
		if i < 0 {
			var none T
			return none, false
		}
		return values[i], true
	})
}

// networks is a list of addresses and networks; outside the file its members are parted by commas.
func networks() kind[[]netip.Prefix] {
	return kind[[]netip.Prefix]{
		expected: `a list of networks or addresses, such as ["192.168.1.0/24", "10.0.0.5"]`,
		fromText: func(text string) ([]netip.Prefix, bool) {
			if strings.TrimSpace(text) == "" {
				return []netip.Prefix{}, true
			}
			return readNetworks(strings.Split(text, ","))
		},
		fromFile: func(value any) ([]netip.Prefix, bool) {
			list, ok := value.([]any)
			if !ok {
				return nil, false
			}
			words := make([]string, len(list))
			for i, member := range list {
				if words[i], ok = member.(string); !ok {
					return nil, false
				}
			}
			return readNetworks(words)
		},
	}
}

func readNetworks(words []string) ([]netip.Prefix, bool) {
	out := make([]netip.Prefix, 0, len(words))
	for _, word := range words {
		word = strings.TrimSpace(word)
		if addr, err := netip.ParseAddr(word); err == nil && addr.Zone() == "" {
			out = append(out, netip.PrefixFrom(addr, addr.BitLen()))
			continue
		}
		network, err := netip.ParsePrefix(word)
		if err != nil {
			return nil, false
		}
		out = append(out, network.Masked())
	}
	return out, true
}

// isListenAddress accepts host:port, :port and nothing at all. Port 0 lets the system choose one.
func isListenAddress(text string) bool {
	if text == "" {
		return true
	}
	host, port, err := net.SplitHostPort(text)
	if err != nil {
		return false
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return false
	}
	return host == "" || isHost(host)
}

// isPublicName accepts a name of at least two labels, and nothing at all.
func isPublicName(text string) bool {
	_, err := netip.ParseAddr(text)
	return text == "" || (err != nil && isHost(text) && strings.Contains(text, "."))
}

// isServer accepts host:port, and nothing at all.
func isServer(text string) bool {
	host, port, err := net.SplitHostPort(text)
	if err != nil {
		return text == ""
	}
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && n > 0 && isHost(host)
}

func isHTTPS(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Scheme == "https" && isHost(u.Hostname()) && isURLPort(u)
}

func isBase64(text string) bool {
	_, err := base64.StdEncoding.DecodeString(text)
	return err == nil
}

// isHost accepts an IP address or a name of letters, digits, dots and hyphens.
func isHost(text string) bool {
	if _, err := netip.ParseAddr(text); err == nil {
		return true
	}
	if text == "" || len(text) > 253 || strings.Trim(text, ".-") != text {
		return false
	}
	return strings.IndexFunc(text, func(r rune) bool {
		letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
		digit := '0' <= r && r <= '9'
		return !letter && !digit && r != '.' && r != '-'
	}) < 0
}

// publicURL is scheme, host and port, which is all that a customer's link may begin with.
func publicURL() kind[string] {
	expected := `an address such as "https://box.example.com" without a path, or "" for none`
	return written(expected, func(text string) (string, bool) {
		if text == "" {
			return "", true
		}
		u, err := url.Parse(text)
		if err != nil || (u.Scheme != "https" && u.Scheme != "http") || !isHost(u.Hostname()) || !isURLPort(u) {
			return "", false
		}
		bare := u.Scheme + "://" + u.Host
		return bare, text == bare || text == bare+"/"
	})
}

func isURLPort(u *url.URL) bool {
	if u.Port() == "" {
		return !strings.HasSuffix(u.Host, ":")
	}
	n, err := strconv.ParseUint(u.Port(), 10, 16)
	return err == nil && n > 0
}

// isRedisURL accepts what the queue's client understands, and nothing at all.
func isRedisURL(text string) bool {
	if text == "" {
		return true
	}
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "redis" && u.Scheme != "rediss") || !isHost(u.Hostname()) || !isURLPort(u) || u.RawQuery != "" {
		return false
	}
	database := strings.Trim(u.Path, "/")
	if database == "" {
		return true
	}
	_, err = strconv.ParseUint(database, 10, 8)
	return err == nil
}

// isMailAddress accepts a bare address and nothing at all.
func isMailAddress(text string) bool {
	if text == "" {
		return true
	}
	a, err := mail.ParseAddress(text)
	return err == nil && a.Address == text
}

// isOneLine refuses what could smuggle a second header into a mail.
func isOneLine(text string) bool { return !strings.ContainsAny(text, "\r\n\x00") }
