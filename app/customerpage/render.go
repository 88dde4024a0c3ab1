package customerpage

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"

	"github.com/andybalholm/brotli"

	"fleetbox/app/locale"
)

const (
	// compressLevel is brotli's: fast enough for a page made anew for every visit.
	compressLevel = 5
	nonceBytes    = 16
)

func readTemplates(pages fs.FS, texts *locale.Catalogue, lang string) *template.Template {
	css, err := fs.ReadFile(pages, "customer/page.css")
	if err != nil {
		panic(err) // compiled into every binary
	}
	t := template.New("").Funcs(template.FuncMap{"t": texts.Speaker(lang)})
	template.Must(t.New("css").Parse(dense(string(css))))
	return template.Must(t.ParseFS(pages, "customer/*.html"))
}

// dense takes the line ends out of a style sheet, which has no other blanks to spare.
func dense(css string) string { return strings.ReplaceAll(css, "\n", "") }

// script is the page's JavaScript under an address that changes with its content.
type script struct {
	content []byte
	address string
}

const scriptPath = "/c/page.js"

func readScript(pages fs.FS) script {
	content, err := fs.ReadFile(pages, "customer/page.js")
	if err != nil {
		panic(err) // compiled into every binary
	}
	var lines []string
	for line := range strings.Lines(string(content)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
			lines = append(lines, line)
		}
	}
	small := []byte(strings.Join(lines, "\n") + "\n")
	sum := sha256.Sum256(small)
	return script{small, scriptPath + "?v=" + hex.EncodeToString(sum[:6])}
}

func (s *Service) serveScript(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	send(w, r, http.StatusOK, s.script.content)
}

// nonce is what lets this one answer's own style through the Content-Security-Policy.
func nonce() string {
	var random [nonceBytes]byte
	_, _ = rand.Read(random[:]) // never fails
	return hex.EncodeToString(random[:])
}

// page writes one page. framed says whether the office may show it inside its own.
func (s *Service) page(w http.ResponseWriter, r *http.Request, status int, name, lang, nonce string, framed bool, data any) {
	var out bytes.Buffer
	if err := s.pages[lang].ExecuteTemplate(&out, name, data); err != nil {
		slog.Error("customer page not written", "page", name, "error", err)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	ancestors := "'none'"
	if framed {
		ancestors = "'self'"
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", lang)
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'nonce-"+nonce+"'; img-src 'self' data:; "+
		"media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "+ancestors)
	send(w, r, status, out.Bytes())
}

// send compresses as the browser takes it.
func send(w http.ResponseWriter, r *http.Request, status int, content []byte) {
	accepted := r.Header.Get("Accept-Encoding")
	var out bytes.Buffer
	encoding := ""
	switch {
	case strings.Contains(accepted, "br"):
		encoding = "br"
		z := brotli.NewWriterLevel(&out, compressLevel)
		_, _ = z.Write(content) // a buffer takes everything
		_ = z.Close()
	case strings.Contains(accepted, "gzip"):
		encoding = "gzip"
		z := gzip.NewWriter(&out)
		_, _ = z.Write(content)
		_ = z.Close()
	default:
		out.Write(content)
	}
	h := w.Header()
	h.Add("Vary", "Accept-Encoding")
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	h.Set("Content-Length", fmt.Sprint(out.Len()))
	w.WriteHeader(status)
	if r.Method == http.MethodHead {
		return
	}
	if _, err := w.Write(out.Bytes()); err != nil {
		slog.Debug("customer page not delivered", "error", err)
	}
}
