package trust

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/xml"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fleetbox/app/locale"
	"fleetbox/embed"
)

func newPage(t *testing.T, k *Keeper) http.Handler {
	t.Helper()
	texts, err := locale.Load(embed.Locales())
	must(t, err)
	draw := func(text string) (string, error) { return "<svg><desc>" + text + "</desc></svg>", nil }
	return NewPage(PageOptions{
		Keeper: k, Texts: texts, Templates: embed.Pages(), HTTPSPort: "8443", DrawQR: draw,
		PairingPath: func(code string) string { return "/phone/pair?code=" + code },
	}).Handler()
}

func get(t *testing.T, h http.Handler, url, userAgent, language string) (*http.Response, string) {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, url, nil)
	r.Header.Set("User-Agent", userAgent)
	r.Header.Set("Accept-Language", language)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	body, err := io.ReadAll(w.Result().Body)
	must(t, err)
	return w.Result(), string(body)
}

func TestThePageOpensTheWayOfTheVisitorsDevice(t *testing.T) {
	page := newPage(t, newMachine(t).open(t))
	for agent, open := range map[string]string{
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)": "ios",
		"Mozilla/5.0 (Linux; Android 15; Pixel 9)":               "android",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64)":              "windows",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)":        "macos",
	} {
		answer, body := get(t, page, "http://192.168.1.20:8080/trust", agent, "de")
		if answer.StatusCode != 200 || strings.Count(body, "<details name=\"platform\" open data-platform=\""+open) != 1 || strings.Count(body, " open ") != 1 {
			t.Errorf("%s: %d, not the way of %s", agent, answer.StatusCode, open)
		}
		if !strings.Contains(body, "Dieses Gerät der Box vertrauen lassen") {
			t.Error("not in German")
		}
	}
}

func TestThePageLeadsOnUnderTheNameAndTheAddress(t *testing.T) {
	page := newPage(t, newMachine(t).open(t))
	for asked, want := range map[string]string{
		"http://192.168.1.20:8080/trust?code=ABCD-2345": `data-addresses="https://fleetbox.local:8443 https://192.168.1.20:8443" data-path="/phone/pair?code=ABCD-2345"`,
		"http://fleetbox.local:8080/trust":              `data-addresses="https://fleetbox.local:8443" data-path="/"`,
		"http://localhost:8080/trust":                   `data-addresses="https://fleetbox.local:8443 https://192.168.1.20:8443"`,
		`http://192.168.1.20:8080/trust?code="><b>`:     `data-path="/"`,
	} {
		_, body := get(t, page, strings.ReplaceAll(asked, `"><b>`, "%22%3E%3Cb%3E"), "", "en")
		if !strings.Contains(body, want) {
			t.Errorf("%s: no %s", asked, want)
		}
	}
	_, code := get(t, page, "http://localhost:8080/trust/qr.svg", "", "en")
	if !strings.Contains(code, "<desc>http://192.168.1.20:8080/trust</desc>") {
		t.Error("the QR code leads a phone nowhere")
	}
	if answer, _ := get(t, page, "http://192.168.1.20:8080/", "", "en"); answer.Header.Get("Location") != "/trust" {
		t.Error("the root leads nowhere")
	}
}

func TestTheFilesInstallTheAuthority(t *testing.T) {
	k := newMachine(t).open(t)
	page := newPage(t, k)
	answer, crt := get(t, page, "http://box:8080/trust/fleetbox.crt", "", "en")
	if answer.Header.Get("Content-Type") != "application/x-x509-ca-cert" || crt != string(k.Authority().Certificate()) {
		t.Error("another certificate")
	}
	answer, plist := get(t, page, "http://box:8080/trust/fleetbox.mobileconfig", "", "fr")
	if answer.Header.Get("Content-Type") != "application/x-apple-aspen-config" {
		t.Error(answer.Header)
	}
	var parsed struct {
		XMLName xml.Name `xml:"plist"`
	}
	must(t, xml.Unmarshal([]byte(plist), &parsed))
	for _, want := range []string{"com.apple.security.root", "FleetBox : confiance dans le boîtier", k.Authority().CommonName()} {
		if !strings.Contains(plist, want) {
			t.Errorf("no %s", want)
		}
	}
	_, again := get(t, page, "http://box:8080/trust/fleetbox.mobileconfig", "", "fr")
	if again != plist {
		t.Error("a second installation would not replace the first")
	}
}

func TestWithTheDealersCertificateNothingIsInstalled(t *testing.T) {
	other := newMachine(t)
	other.open(t)
	m := newMachine(t)
	m.CertFile, m.KeyFile = other.Folder+"/box.crt", other.Folder+"/box.key"
	page := newPage(t, m.open(t))
	_, body := get(t, page, "http://192.168.1.20:8080/trust", "", "en")
	if !strings.Contains(body, "Nothing is to be installed") || strings.Contains(body, "<details") {
		t.Error(body)
	}
	if answer, _ := get(t, page, "http://192.168.1.20:8080/trust/fleetbox.crt", "", "en"); answer.StatusCode != http.StatusFound {
		t.Error(answer.Status)
	}
}

// dealers writes a certificate as a dealer may bring it, and opens a keeper with it.
func dealers(t *testing.T, template *x509.Certificate) (*Keeper, error) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	template.SerialNumber, template.NotBefore, template.NotAfter = big.NewInt(7), start.Add(-time.Hour), start.Add(time.Hour)
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	must(t, err)
	m := newMachine(t)
	m.CertFile, m.KeyFile = filepath.Join(m.Folder, "dealer.crt"), filepath.Join(m.Folder, "dealer.key")
	must(t, writePair(m.CertFile, m.KeyFile, key, der))
	return Open(m.Options)
}

func TestTheDealersCertificateIsOpenedUnderAHostForWhichItIsGood(t *testing.T) {
	for name, c := range map[string]struct {
		template x509.Certificate
		want     string
	}{
		"a pattern and a name":   {x509.Certificate{DNSNames: []string{"*.autohaus.example", "box.autohaus.example"}}, "https://box.autohaus.example:8443"},
		"an address alone":       {x509.Certificate{IPAddresses: []net.IP{net.IPv4(192, 168, 1, 20)}}, "https://192.168.1.20:8443"},
		"a pattern alone":        {x509.Certificate{DNSNames: []string{"*.autohaus.example"}}, "https://werkstatt.autohaus.example:8443"},
		"a pattern, an address":  {x509.Certificate{DNSNames: []string{"*.autohaus.example"}, IPAddresses: []net.IP{net.ParseIP("fd00::7")}}, "https://[fd00::7]:8443"},
		"for servers and others": {x509.Certificate{DNSNames: []string{"box.example"}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth}}, "https://box.example:8443"},
	} {
		k, err := dealers(t, &c.template)
		must(t, err)
		_, body := get(t, newPage(t, k), "http://werkstatt.autohaus.example:8080/trust", "", "en")
		if !strings.Contains(body, `data-addresses="`+c.want+`"`) {
			t.Errorf("%s: no %s", name, c.want)
		}
	}
}

func TestACertificateThatNoBrowserBelievesIsRefusedWithWhatToDo(t *testing.T) {
	for want, template := range map[string]x509.Certificate{
		"subject alternative name": {Subject: pkix.Name{CommonName: "box.autohaus.example"}},
		"server authentication":    {DNSNames: []string{"box.example"}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection}},
	} {
		if _, err := dealers(t, &template); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "dealer.crt") {
			t.Errorf("%v does not say %s", err, want)
		}
	}
}
