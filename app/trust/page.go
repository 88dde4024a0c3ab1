package trust

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"html/template"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"fleetbox/app/locale"
)

// Path is where the page lies.
const Path = "/trust"

// CheckPath is where ServeCheck answers.
const CheckPath = Path + "/check"

const (
	certificatePath = Path + "/fleetbox.crt"
	profilePath     = Path + "/fleetbox.mobileconfig"
	qrPath          = Path + "/qr.svg"
)

// Page leads people through the installation of the authority. It is served without encryption, for whoever opens
// it does not trust the box yet; it shows nothing that is secret and takes nothing in.
type Page struct {
	PageOptions
	templates map[string]*template.Template // by language
}

// PageOptions is what the page needs.
type PageOptions struct {
	Keeper      *Keeper
	Texts       *locale.Catalogue
	Templates   fs.FS
	HTTPSPort   string // where the box answers encrypted
	DrawQR      func(text string) (svg string, err error)
	PairingPath func(code string) string // where the phone app pairs
}

// NewPage makes the page.
func NewPage(o PageOptions) *Page {
	p := &Page{o, map[string]*template.Template{}}
	pages, texts := o.Templates, o.Texts
	for _, lang := range texts.Languages() {
		t := template.New("").Funcs(template.FuncMap{"t": texts.Speaker(lang)})
		p.templates[lang] = template.Must(t.ParseFS(pages, "trust/page.html"))
		for _, part := range []string{"css", "js"} {
			source, err := fs.ReadFile(pages, "trust/page."+part)
			if err != nil {
				panic(err) // compiled into every binary
			}
			template.Must(p.templates[lang].New(part).Parse(string(source)))
		}
	}
	return p
}

// Handler answers at the address of the page. Everything else leads to it.
func (p *Page) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+Path, p.serve)
	mux.HandleFunc("GET "+certificatePath, p.serveCertificate)
	mux.HandleFunc("GET "+profilePath, p.serveProfile)
	mux.HandleFunc("GET "+qrPath, p.serveQR)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, Path, http.StatusFound) })
	return mux
}

// ServeCheck answers, under the encrypted address, whoever asks whether they trust the box: nobody else gets so far.
func ServeCheck(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNoContent)
}

// PairingURL leads a phone in the same network through the installation to the pairing with a code. asked is the host
// under which the office reached the box, port that of this page.
func (p *Page) PairingURL(asked, port, code string) string {
	return "http://" + net.JoinHostPort(p.reachable(asked), port) + Path + "?code=" + url.QueryEscape(code)
}

// reachable is a host under which phones find the box: the one that was asked for, unless only this machine knows it.
func (p *Page) reachable(asked string) string {
	host := asked
	if name, _, err := net.SplitHostPort(asked); err == nil {
		host = name
	}
	host = strings.Trim(host, "[]")
	ip := net.ParseIP(host)
	if host != "" && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return host
	}
	if addresses := p.Keeper.options.Addresses(); len(addresses) > 0 {
		return addresses[0].String()
	}
	return Name
}

type language struct {
	Code, Name string
	Current    bool
}

type view struct {
	Lang, Nonce string
	Languages   []language
	Authority   string // its name; empty when nothing is to be installed
	Platforms   []platform
	Addresses   string // under which to look whether the device trusts the box, the best first
	Path        string // to open there
	Next        string // the same as a whole, for browsers without JavaScript
	Code        string
	Here        string // the address of this page for phones; empty when it was opened on one
}

// codeForm is that of a pairing code as it is drawn.
var codeForm = regexp.MustCompile(`^[A-Za-z0-9-]{1,40}$`)

func (p *Page) serve(w http.ResponseWriter, r *http.Request) {
	lang := p.Texts.Match(r.FormValue("lang"), r.Header.Get("Accept-Language"))
	v := view{Lang: lang, Nonce: nonce(), Path: "/"}
	for _, code := range p.Texts.Languages() {
		v.Languages = append(v.Languages, language{code, p.Texts.T(code, "customer.language.name", nil), code == lang})
	}
	if code := r.FormValue("code"); codeForm.MatchString(code) {
		v.Code, v.Path = code, p.PairingPath(code)
	}
	addresses := p.addresses(r.Host)
	v.Addresses, v.Next = strings.Join(addresses, " "), addresses[0]+v.Path
	if authority := p.Keeper.Authority(); authority != nil {
		v.Authority = authority.CommonName()
		v.Platforms = platforms(p.translate(lang, v.Authority), v.Authority, r.UserAgent())
	}
	if v.Code == "" { // a phone that came by a code is where it should be
		v.Here = p.here(r.Host)
	}
	var page bytes.Buffer
	if err := p.templates[lang].ExecuteTemplate(&page, "page", v); err != nil {
		slog.Error("page of the certificate", "error", err)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'nonce-"+v.Nonce+"'; script-src 'nonce-"+v.Nonce+
		"'; img-src 'self' data:; connect-src https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	_, _ = w.Write(page.Bytes()) // whoever hung up does not want it
}

// here is the address of this page for phones in the same network.
func (p *Page) here(asked string) string {
	host := p.reachable(asked)
	if _, port, err := net.SplitHostPort(asked); err == nil {
		host = net.JoinHostPort(host, port)
	}
	return "http://" + host + Path
}

func (p *Page) serveQR(w http.ResponseWriter, r *http.Request) {
	drawing, err := p.DrawQR(p.here(r.Host))
	if err != nil {
		slog.Error("QR code of the certificate's page", "error", err)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = io.WriteString(w, drawing)
}

// SecureURL is where the box is opened encrypted by whoever asked for it at a host.
func (p *Page) SecureURL(asked string) string { return p.addresses(asked)[0] }

// addresses are those under which this visitor may open the box encrypted, the one that lasts longest first.
func (p *Page) addresses(asked string) []string {
	hosts := []string{p.Keeper.Host(p.reachable(asked))}
	if host := p.reachable(asked); host != hosts[0] && p.Keeper.Authority() != nil {
		hosts = append(hosts, host)
	}
	var addresses []string
	for _, host := range hosts {
		if p.HTTPSPort != "443" {
			host = net.JoinHostPort(host, p.HTTPSPort)
		}
		addresses = append(addresses, "https://"+host)
	}
	return addresses
}

func (p *Page) translate(lang, authority string) func(string) string {
	return func(key string) string { return p.Texts.T(lang, key, map[string]any{"name": authority}) }
}

func nonce() string {
	random := make([]byte, 16)
	_, _ = rand.Read(random) // never fails
	return hex.EncodeToString(random)
}

func (p *Page) serveCertificate(w http.ResponseWriter, r *http.Request) {
	p.serveFile(w, r, "application/x-x509-ca-cert", func(a *Authority) ([]byte, error) { return a.Certificate(), nil })
}

func (p *Page) serveProfile(w http.ResponseWriter, r *http.Request) {
	say := p.translate(p.Texts.Match(r.FormValue("lang"), r.Header.Get("Accept-Language")), "")
	p.serveFile(w, r, "application/x-apple-aspen-config", func(a *Authority) ([]byte, error) {
		return profile(a, say("trust.profile.title"), say("trust.profile.text"))
	})
}

func (p *Page) serveFile(w http.ResponseWriter, r *http.Request, kind string, content func(*Authority) ([]byte, error)) {
	authority := p.Keeper.Authority()
	if authority == nil {
		http.Redirect(w, r, Path, http.StatusFound)
		return
	}
	data, err := content(authority)
	if err != nil {
		slog.Error("file of the certificate", "error", err)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(data)
}
