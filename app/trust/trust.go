// Package trust lets phones and computers in the dealership trust the box, for without a trusted HTTPS no
// browser gives a page its camera or lets it work without a connection.
//
// The box answers with one of three certificates: one of its own authority, which it makes at its first start
// and which people install once through the page of this package; the dealer's own files; or one that a public
// authority issues through ACME. Whichever it is, it is renewed or read anew while the box runs.
package trust

import (
	"net"
	"slices"
	"strings"
	"time"
)

// Name is the one under which a box is found in its network, whatever its address.
const Name = "fleetbox.local"

// Options says under which names and with which certificate the box answers.
type Options struct {
	Folder    string          // of the authority and what it issued
	Host      string          // the machine's own name; empty when it has none
	Addresses func() []net.IP // of the machine in private networks, asked again and again
	Now       func() time.Time

	CertFile, KeyFile string // the dealer's own certificate with its chain, and its key; PEM
	ACME              *ACME  // a public authority; nil for none
}

// names are those under which the box answers: the one that it announces, and the machine's own.
func (o Options) names() []string {
	names := []string{Name, "localhost"}
	host := strings.ToLower(strings.TrimSuffix(o.Host, "."))
	if host == "" || net.ParseIP(host) != nil {
		return names
	}
	names = append(names, host)
	if !strings.Contains(host, ".") {
		names = append(names, host+".local")
	}
	slices.Sort(names[1:])
	return slices.Compact(names)
}

// PrivateAddresses are those under which others in the network reach this machine. The first is the one that
// it speaks from itself: bridges of containers and tunnels have private addresses too.
func PrivateAddresses() []net.IP {
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	own := speaksFrom()
	var private []net.IP
	for _, address := range addresses {
		network, ok := address.(*net.IPNet)
		switch {
		case !ok || !network.IP.IsPrivate():
		case network.IP.Equal(own):
			private = slices.Insert(private, 0, network.IP)
		default:
			private = append(private, network.IP)
		}
	}
	return private
}

// speaksFrom is the address of the interface that leads out; nil when none does. Nothing is sent to find out.
func speaksFrom() net.IP {
	conn, err := net.DialUDP("udp4", nil, &net.UDPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 9})
	if err != nil {
		return nil
	}
	defer func() { _ = conn.Close() }()
	host, _, _ := net.SplitHostPort(conn.LocalAddr().String())
	return net.ParseIP(host)
}
