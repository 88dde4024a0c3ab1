package trust

import (
	"net"
	"testing"

	"github.com/pion/mdns/v2"
)

// TestTheBoxIsFoundByItsName asks over the loopback's multicast, as a phone asks over the Wi-Fi.
func TestTheBoxIsFoundByItsName(t *testing.T) {
	server, err := announce(mdns.WithIncludeLoopback(true))
	must(t, err)
	defer stopAnnouncing(server)
	address, err := Find(t.Context())
	must(t, err)
	own, err := net.InterfaceAddrs()
	must(t, err)
	for _, a := range own {
		if network, ok := a.(*net.IPNet); ok && network.IP.Equal(address) {
			return
		}
	}
	t.Fatalf("%s is said to be at %s, which is none of %v", Name, address, own)
}
