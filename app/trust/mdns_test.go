package trust

import (
	"context"
	"net"
	"testing"
	"time"

	"github.com/pion/mdns/v2"
	"golang.org/x/net/ipv4"
)

// TestTheBoxIsFoundByItsName asks over the loopback's multicast, as a phone asks over the Wi-Fi.
func TestTheBoxIsFoundByItsName(t *testing.T) {
	server, err := announce(mdns.WithIncludeLoopback(true))
	must(t, err)
	defer stopAnnouncing(server)
	conn, err := listenMulticast("udp4", mdns.DefaultAddressIPv4)
	must(t, err)
	asker, err := mdns.NewServer(ipv4.NewPacketConn(conn), nil, mdns.WithIncludeLoopback(true))
	must(t, err)
	defer stopAnnouncing(asker)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	_, address, err := asker.QueryAddr(ctx, Name)
	must(t, err)
	own, err := net.InterfaceAddrs()
	must(t, err)
	for _, a := range own {
		if network, ok := a.(*net.IPNet); ok && network.IP.Equal(address.AsSlice()) {
			return
		}
	}
	t.Fatalf("%s is said to be at %s, which is none of %v", Name, address, own)
}
