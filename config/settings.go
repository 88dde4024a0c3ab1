package config

import (
	"log/slog"
	"net/netip"
	"strings"
	"time"
)

// setting is one key of the file, one variable of the environment.
type setting struct {
	section, key string
	expected     string
	secret       bool // its value must not appear in an error
	setText      func(c *Config, text string) bool
	setValue     func(c *Config, value any) bool
}

func (s setting) name() string     { return s.section + "." + s.key }
func (s setting) variable() string { return prefix + strings.ToUpper(s.section+"_"+s.key) }

// prefix begins the name of every variable that FleetBox reads.
const prefix = "FLEETBOX_"

// bind ties a key to its place in Config.
func bind[T any](section, key string, place func(*Config) *T, k kind[T]) setting {
	_, hide := any(k).(kind[Secret])
	return setting{
		section:  section,
		key:      key,
		expected: k.expected,
		secret:   hide,
		setText: func(c *Config, text string) bool {
			v, ok := k.fromText(text)
			if ok {
				*place(c) = v
			}
			return ok
		},
		setValue: func(c *Config, value any) bool {
			v, ok := k.fromFile(value)
			if ok {
				*place(c) = v
			}
			return ok
		},
	}
}

const (
	minute = time.Minute
	hour   = time.Hour
	day    = 24 * time.Hour
)

// settings lists every key there is; fleetbox.example.toml explains them in the same order.
func settings() []setting {
	listenAddress := text(`an address such as ":8443" or "192.168.1.5:8443", or "" for none`, isListenAddress)
	path := text("the path of a file, or \"\" for none", anyText)
	program := text("the name or path of a program", someText)
	return []setting{
		bind("server", "data", func(c *Config) *string { return &c.Server.Data }, text("the path of a folder", someText)),
		bind("server", "listen", func(c *Config) *string { return &c.Server.Listen }, listenAddress),
		bind("server", "https_listen", func(c *Config) *string { return &c.Server.HTTPSListen }, listenAddress),
		bind("server", "help_listen", func(c *Config) *string { return &c.Server.HelpListen }, listenAddress),
		bind("server", "cert_file", func(c *Config) *string { return &c.Server.CertFile }, path),
		bind("server", "key_file", func(c *Config) *string { return &c.Server.KeyFile }, path),
		bind("server", "public_url", func(c *Config) *string { return &c.Server.PublicURL }, publicURL()),
		bind("server", "trusted_proxies", func(c *Config) *[]netip.Prefix { return &c.Server.TrustedProxies }, networks()),
		bind("server", "metrics_from", func(c *Config) *[]netip.Prefix { return &c.Server.MetricsFrom }, networks()),
		bind("server", "log_level", func(c *Config) *slog.Level { return &c.Server.LogLevel },
			choice([]string{"debug", "info", "warn", "error"},
				[]slog.Level{slog.LevelDebug, slog.LevelInfo, slog.LevelWarn, slog.LevelError})),
		bind("server", "log_format", func(c *Config) *LogFormat { return &c.Server.LogFormat },
			choice([]string{"text", "json"}, []LogFormat{LogText, LogJSON})),
		bind("server", "shutdown_timeout", func(c *Config) *time.Duration { return &c.Server.ShutdownTimeout },
			duration(time.Second, 10*minute)),

		bind("acme", "name", func(c *Config) *string { return &c.ACME.Name },
			text(`a name such as "box.example.com", or "" for none`, isPublicName)),
		bind("acme", "email", func(c *Config) *string { return &c.ACME.Email },
			text(`a mail address such as "it@example.com", or "" for none`, isMailAddress)),
		bind("acme", "directory", func(c *Config) *string { return &c.ACME.Directory },
			text(`an address such as "https://acme.example.com/directory"`, isHTTPS)),
		bind("acme", "dns_server", func(c *Config) *string { return &c.ACME.DNSServer },
			text(`a server such as "ns1.example.com:53", or "" for none`, isServer)),
		bind("acme", "dns_key", func(c *Config) *string { return &c.ACME.DNSKey }, text("the name of a key, on one line", isOneLine)),
		bind("acme", "dns_secret", func(c *Config) *Secret { return &c.ACME.DNSSecret }, secret("a key in base64", isBase64)),
		bind("acme", "dns_algorithm", func(c *Config) *string { return &c.ACME.DNSAlgorithm },
			choice([]string{"hmac-sha256", "hmac-sha384", "hmac-sha512"}, []string{"hmac-sha256", "hmac-sha384", "hmac-sha512"})),
		bind("acme", "dns_command", func(c *Config) *string { return &c.ACME.DNSCommand },
			text(`the path of a program, or "" for none`, anyText)),

		bind("mail", "host", func(c *Config) *string { return &c.Mail.Host },
			text(`the name or address of a mail server, or "" for none`, func(s string) bool { return s == "" || isHost(s) })),
		bind("mail", "port", func(c *Config) *int { return &c.Mail.Port }, wholeNumber(1, 65535)),
		bind("mail", "encryption", func(c *Config) *Encryption { return &c.Mail.Encryption },
			choice([]string{"starttls", "tls", "none"},
				[]Encryption{EncryptionStartTLS, EncryptionTLS, EncryptionNone})),
		bind("mail", "username", func(c *Config) *string { return &c.Mail.Username }, text("a name, on one line", isOneLine)),
		bind("mail", "password", func(c *Config) *Secret { return &c.Mail.Password }, secret("a text", anyText)),
		bind("mail", "password_file", func(c *Config) *string { return &c.Mail.PasswordFile }, path),
		bind("mail", "from", func(c *Config) *string { return &c.Mail.From },
			text(`a mail address such as "service@example.com"`, isMailAddress)),
		bind("mail", "from_name", func(c *Config) *string { return &c.Mail.FromName }, text("a name, on one line", isOneLine)),
		bind("mail", "timeout", func(c *Config) *time.Duration { return &c.Mail.Timeout }, duration(time.Second, 10*minute)),
		bind("mail", "send_per_minute", func(c *Config) *int { return &c.Mail.SendPerMinute }, wholeNumber(1, 10_000)),
		bind("mail", "catch", func(c *Config) *bool { return &c.Mail.Catch }, yesNo()),

		bind("jobs", "redis", func(c *Config) *Secret { return &c.Jobs.Redis },
			secret(`an address such as "redis://127.0.0.1:6379/0", or "" for the queue inside the box`, isRedisURL)),
		bind("jobs", "workers", func(c *Config) *int { return &c.Jobs.Workers }, wholeNumber(1, 256)),

		bind("media", "ffmpeg", func(c *Config) *string { return &c.Media.FFmpeg }, program),
		bind("media", "ffprobe", func(c *Config) *string { return &c.Media.FFprobe }, program),
		bind("media", "max_upload_bytes", func(c *Config) *int64 { return &c.Media.MaxUploadBytes },
			wholeNumber[int64](1_000_000, 1_000_000_000_000)),
		bind("media", "parallel_conversions", func(c *Config) *int { return &c.Media.ParallelConversions }, wholeNumber(1, 64)),
		bind("media", "upload_expiry", func(c *Config) *time.Duration { return &c.Media.UploadExpiry }, duration(hour, 365*day)),

		bind("plates", "tesseract", func(c *Config) *string { return &c.Plates.Tesseract }, program),

		bind("links", "valid_for", func(c *Config) *time.Duration { return &c.Links.ValidFor }, duration(hour, 3*365*day)),
	}
}
