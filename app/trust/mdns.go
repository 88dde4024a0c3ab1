package trust

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"slices"
	"time"

	"github.com/pion/mdns/v2"
	"golang.org/x/net/ipv4"
	"golang.org/x/net/ipv6"
)

// answersFor is for how long others may keep an address in mind, in seconds: as long as RFC 6762 advises for hosts.
const answersFor = 120

// findWithin is how long an answer from the network may take.
const findWithin = 3 * time.Second

// Announce answers for the box's name in its network, so that phones find it without a name server, until ctx ends.
// A machine that cannot be asked this way is still reached by its address.
func (k *Keeper) Announce(ctx context.Context) error {
	var server *mdns.Conn
	var announced []net.IP
	defer func() { stopAnnouncing(server) }()
	ticker := time.NewTicker(lookAgain)
	defer ticker.Stop()
	failing := false
	for {
		if now := k.options.Addresses(); server == nil || !slices.EqualFunc(now, announced, net.IP.Equal) {
			stopAnnouncing(server)
			var err error
			if server, err = announce(); err != nil && !failing {
				slog.Warn("nobody can be told where "+Name+" is, phones need the address instead", "error", err)
			}
			failing, announced = err != nil, now
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// announce answers on all interfaces that can be asked now.
func announce(options ...mdns.ServerOption) (*mdns.Conn, error) {
	four, err4 := listenMulticast("udp4", mdns.DefaultAddressIPv4)
	six, err6 := listenMulticast("udp6", mdns.DefaultAddressIPv6)
	if four == nil && six == nil {
		return nil, errors.Join(err4, err6)
	}
	var packets4 *ipv4.PacketConn
	var packets6 *ipv6.PacketConn
	if four != nil {
		packets4 = ipv4.NewPacketConn(four)
	}
	if six != nil {
		packets6 = ipv6.NewPacketConn(six)
	}
	options = append([]mdns.ServerOption{mdns.WithLocalNames(Name), mdns.WithResponseTTL(answersFor)}, options...)
	server, err := mdns.NewServer(packets4, packets6, options...)
	if err != nil {
		for _, conn := range []*net.UDPConn{four, six} {
			if conn != nil {
				err = errors.Join(err, conn.Close())
			}
		}
		return nil, fmt.Errorf("multicast DNS: %w", err)
	}
	return server, nil
}

func listenMulticast(network, address string) (*net.UDPConn, error) {
	to, err := net.ResolveUDPAddr(network, address)
	if err != nil {
		return nil, err
	}
	return net.ListenUDP(network, to)
}

func stopAnnouncing(server *mdns.Conn) {
	if server == nil {
		return
	}
	if err := server.Close(); err != nil {
		slog.Debug("multicast DNS not closed", "error", err)
	}
}

// Find asks the network for the box's name and returns the address that answers.
func Find(ctx context.Context) (net.IP, error) {
	conn, err := listenMulticast("udp4", mdns.DefaultAddressIPv4)
	if err != nil {
		return nil, err
	}
	asker, err := mdns.NewServer(ipv4.NewPacketConn(conn), nil, mdns.WithIncludeLoopback(true))
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	defer stopAnnouncing(asker)
	ctx, cancel := context.WithTimeout(ctx, findWithin)
	defer cancel()
	_, address, err := asker.QueryAddr(ctx, Name)
	return address.AsSlice(), err
}
