package trust

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os/exec"
	"strings"
	"time"

	"github.com/libdns/libdns"
	"github.com/miekg/dns"
)

var errOtherName = errors.New("asked for another name than the public one")

// report tells the log how it goes with the public authority.
func report(_ context.Context, event string, data map[string]any) error {
	switch event {
	case "cert_obtained":
		slog.Info("certificate obtained", "name", data["identifier"], "renewal", data["renewal"])
	case "cert_failed":
		slog.Error("no certificate from the public authority, it is asked again later", "name", data["identifier"], "error", data["error"])
	}
	return nil
}

// Zone writes records into the zone of a public name, and takes them out again.
type Zone interface {
	libdns.RecordAppender
	libdns.RecordDeleter
}

// UpdatedZone is one whose name server takes dynamic updates (RFC 2136), signed with a shared key: BIND, Knot,
// PowerDNS and many providers do.
type UpdatedZone struct {
	Server    string // host:port of the name server
	Key       string // name of the shared key
	Secret    string // the shared key, base64
	Algorithm string // such as hmac-sha256
}

// AppendRecords implements [libdns.RecordAppender].
func (z UpdatedZone) AppendRecords(ctx context.Context, zone string, records []libdns.Record) ([]libdns.Record, error) {
	return records, z.update(ctx, zone, records, (*dns.Msg).Insert)
}

// DeleteRecords implements [libdns.RecordDeleter].
func (z UpdatedZone) DeleteRecords(ctx context.Context, zone string, records []libdns.Record) ([]libdns.Record, error) {
	return records, z.update(ctx, zone, records, (*dns.Msg).Remove)
}

func (z UpdatedZone) update(ctx context.Context, zone string, records []libdns.Record, change func(*dns.Msg, []dns.RR)) error {
	message := new(dns.Msg).SetUpdate(dns.Fqdn(zone))
	for _, record := range records {
		r := record.RR()
		txt := &dns.TXT{Hdr: dns.RR_Header{
			Name: dns.Fqdn(libdns.AbsoluteName(r.Name, zone)), Rrtype: dns.TypeTXT, Class: dns.ClassINET, Ttl: uint32(r.TTL / time.Second), //nolint:gosec // minutes
		}, Txt: []string{r.Data}}
		change(message, []dns.RR{txt})
	}
	key := dns.Fqdn(z.Key)
	client := &dns.Client{Net: "tcp", Timeout: 15 * time.Second, TsigSecret: map[string]string{key: z.Secret}}
	message.SetTsig(key, dns.Fqdn(z.Algorithm), 300, time.Now().Unix()) //nolint:forbidigo // signed by the clock of this machine, as the server checks it
	answer, _, err := client.ExchangeContext(ctx, message, z.Server)
	if err != nil {
		return fmt.Errorf("update of zone %s at %s: %w", zone, z.Server, err)
	}
	if answer.Rcode != dns.RcodeSuccess {
		return fmt.Errorf("update of zone %s at %s: the server answers %s", zone, z.Server, dns.RcodeToString[answer.Rcode])
	}
	return nil
}

// CommandZone is one whose provider is spoken to by a program of the dealer's, started as
//
//	PROGRAM present|cleanup NAME VALUE
//
// for the TXT record NAME (with a dot at its end); its exit status tells whether that worked.
type CommandZone struct{ Program string }

// AppendRecords implements [libdns.RecordAppender].
func (z CommandZone) AppendRecords(ctx context.Context, zone string, records []libdns.Record) ([]libdns.Record, error) {
	return records, z.each(ctx, "present", zone, records)
}

// DeleteRecords implements [libdns.RecordDeleter].
func (z CommandZone) DeleteRecords(ctx context.Context, zone string, records []libdns.Record) ([]libdns.Record, error) {
	return records, z.each(ctx, "cleanup", zone, records)
}

func (z CommandZone) each(ctx context.Context, what, zone string, records []libdns.Record) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	for _, record := range records {
		r := record.RR()
		name := dns.Fqdn(libdns.AbsoluteName(r.Name, zone))
		out, err := exec.CommandContext(ctx, z.Program, what, name, r.Data).CombinedOutput() //nolint:gosec // the administrator's own program
		if err != nil {
			return fmt.Errorf("%s %s %s: %w: %s", z.Program, what, name, err, strings.TrimSpace(string(out[:min(len(out), 500)])))
		}
	}
	return nil
}
