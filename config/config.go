// Package config turns fleetbox.toml, the environment and the command line into one typed, validated value.
//
// Nothing here is global: Load hands out a Config, and whoever needs a setting is given it. A wrong setting stops
// the start; every mistake is named at once, with its file and line or its variable, and with what was expected.
package config

import (
	"log/slog"
	"net/netip"
	"time"
)

// Config is everything an administrator can set. Every value in it has been checked.
type Config struct {
	// File is the file that was read, empty when there was none.
	File string

	Server Server
	ACME   ACME
	Mail   Mail
	Jobs   Jobs
	Media  Media
	Plates Plates
	Links  Links
}

// Server says where the box keeps its data and how it is reached.
type Server struct {
	Data            string         // folder of everything the box keeps
	Listen          string         // address for plain HTTP, empty for none
	HTTPSListen     string         // address for HTTPS, empty for none
	HelpListen      string         // address of the page that helps phones trust the certificate, empty for none
	CertFile        string         // certificate and its chain, PEM; empty: the box makes its own
	KeyFile         string         // key of CertFile, PEM
	PublicURL       string         // start of the links in mails, without a slash at its end; empty: not known
	TrustedProxies  []netip.Prefix // whose X-Forwarded-* headers are believed
	MetricsFrom     []netip.Prefix // who may read /metrics
	LogLevel        slog.Level
	LogFormat       LogFormat
	ShutdownTimeout time.Duration // how long requests and jobs may take to finish when the box stops
}

// ACME says how a public authority is asked for a certificate. It is shown by a record in the name's zone that the
// dealer owns the name, so the box need not be reached from the Internet.
type ACME struct {
	Name         string // under which the box is opened, empty: no public authority is asked
	Email        string // for warnings of the authority, empty for none
	Directory    string // address of the authority
	DNSServer    string // name server that takes updates (RFC 2136), as host:port
	DNSKey       string // name of the key that signs the updates
	DNSSecret    Secret // the key itself, base64
	DNSAlgorithm string
	DNSCommand   string // program that writes the record instead
}

// LogFormat is how a line of the log is written.
type LogFormat string

// The formats of the log.
const (
	LogText LogFormat = "text"
	LogJSON LogFormat = "json"
)

// Mail says how mails leave the box.
type Mail struct {
	Host          string // SMTP server, empty while there is none
	Port          int
	Encryption    Encryption
	Username      string
	Password      Secret // also when it was read from PasswordFile
	PasswordFile  string
	From          string // address of the sender
	FromName      string // name of the sender, empty: the dealership's
	Timeout       time.Duration
	SendPerMinute int
	Catch         bool // keep mails in the box and show them at /demo/mail instead of sending them
}

// Encryption is how the connection to the mail server is protected.
type Encryption string

// The ways to protect the connection to the mail server.
const (
	EncryptionStartTLS Encryption = "starttls" // plain at first, then encrypted or given up
	EncryptionTLS      Encryption = "tls"      // encrypted from the first byte
	EncryptionNone     Encryption = "none"
)

// Jobs says where background work is queued and how much of it runs at once.
type Jobs struct {
	Redis   Secret // address of a Redis server, empty: the queue inside the box; secret because it may hold a password
	Workers int
}

// Media says how photos and videos are received and prepared.
type Media struct {
	FFmpeg              string
	FFprobe             string
	MaxUploadBytes      int64
	ParallelConversions int
	UploadExpiry        time.Duration
}

// Plates says how licence plates are read.
type Plates struct {
	Tesseract string
}

// Links says how long a customer's link works.
type Links struct {
	ValidFor time.Duration
}

// Default returns the configuration of a box for which nothing was set.
func Default() Config {
	return Config{
		Server: Server{
			Data:            "./fleetbox-data",
			HTTPSListen:     ":8443",
			HelpListen:      ":8080",
			TrustedProxies:  []netip.Prefix{},
			MetricsFrom:     []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")},
			LogLevel:        slog.LevelInfo,
			LogFormat:       LogText,
			ShutdownTimeout: 20 * time.Second,
		},
		ACME: ACME{
			Directory:    "https://acme-v02.api.letsencrypt.org/directory",
			DNSAlgorithm: "hmac-sha256",
		},
		Mail: Mail{
			Port:          587,
			Encryption:    EncryptionStartTLS,
			Timeout:       30 * time.Second,
			SendPerMinute: 60,
		},
		Jobs: Jobs{
			Workers: 8,
		},
		Media: Media{
			FFmpeg:              "ffmpeg",
			FFprobe:             "ffprobe",
			MaxUploadBytes:      2 << 30,
			ParallelConversions: 2,
			UploadExpiry:        7 * 24 * time.Hour,
		},
		Plates: Plates{
			Tesseract: "tesseract",
		},
		Links: Links{
			ValidFor: 30 * 24 * time.Hour,
		},
	}
}
