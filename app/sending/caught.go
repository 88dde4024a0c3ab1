package sending

import (
	"bytes"
	"encoding/base64"
	"html/template"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/wneessen/go-mail"

	"fleetbox/app/problem"
	"fleetbox/app/web"
)

// registerCaught mounts the pages of caught mails. They need nobody to be signed in: they exist
// only on a box whose mails do not leave it, which is a demonstration.
func (s *Service) registerCaught(srv *web.Server) {
	if !s.Mail.Catch {
		return
	}
	pages := map[string]*template.Template{}
	for _, lang := range s.Texts.Languages() {
		pages[lang] = template.Must(template.New("").Funcs(template.FuncMap{"t": s.Texts.Speaker(lang)}).
			ParseFS(s.Pages, "demo/*.html"))
	}
	srv.Raw(http.MethodGet, "/demo/mail", web.Anyone, func(c echo.Context) error { return s.listCaught(c, pages) })
	srv.Raw(http.MethodGet, "/demo/mail/:id", web.Anyone, func(c echo.Context) error { return s.showCaught(c, pages) })
	srv.Raw(http.MethodGet, "/demo/mail/:id/html", web.Anyone, s.showCaughtHTML)
	srv.Raw(http.MethodGet, "/demo/mail/:id/source", web.Anyone, s.showCaughtSource)
}

type caughtPage struct {
	Lang  string
	Mails []caughtLine
	Mail  caughtLine
	From  string
	Text  string
}

type caughtLine struct{ ID, Subject, To, At string }

func (s *Service) listCaught(c echo.Context, pages map[string]*template.Template) error {
	mails, err := caughtMails(c.Request().Context(), s.Store)
	if err != nil {
		return err
	}
	page := caughtPage{Lang: s.languageOf(c)}
	for i := range mails {
		line, err := s.caughtLine(c, page.Lang, &mails[i])
		if err != nil {
			return err
		}
		page.Mails = append(page.Mails, line)
	}
	return showPage(c, pages[page.Lang], "mails.html", page)
}

func (s *Service) languageOf(c echo.Context) string {
	return s.Texts.Match(c.QueryParam("lang"), c.Request().Header.Get("Accept-Language"))
}

func (s *Service) caughtLine(c echo.Context, lang string, m *caughtMail) (caughtLine, error) {
	house, err := s.Dealership.Dealership(c.Request().Context())
	if err != nil {
		return caughtLine{}, err
	}
	at := m.CreatedAt.In(house.Location())
	return caughtLine{ID: m.ID, Subject: m.Subject, To: m.Recipient, At: s.Texts.DateTime(lang, at)}, nil
}

func (s *Service) showCaught(c echo.Context, pages map[string]*template.Template) error {
	m, parsed, err := s.caughtMail(c)
	if err != nil {
		return err
	}
	page := caughtPage{Lang: s.languageOf(c)}
	if page.Mail, err = s.caughtLine(c, page.Lang, m); err != nil {
		return err
	}
	page.From = strings.Join(parsed.GetFromString(), ", ")
	if page.Text, err = part(parsed, mail.TypeTextPlain); err != nil {
		return err
	}
	return showPage(c, pages[page.Lang], "mail.html", page)
}

// showCaughtHTML shows the mail as a mail program would: with its picture, and links open outside.
func (s *Service) showCaughtHTML(c echo.Context) error {
	_, parsed, err := s.caughtMail(c)
	if err != nil {
		return err
	}
	html, err := asShown(parsed)
	if err != nil {
		return err
	}
	html = strings.Replace(html, "<head>", `<head><base target="_blank">`, 1)
	c.Response().Header().Set("Content-Security-Policy",
		"sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'")
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.HTML(http.StatusOK, html)
}

func (s *Service) showCaughtSource(c echo.Context) error {
	m, _, err := s.caughtMail(c)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "text/plain; charset=utf-8", m.Source)
}

func (s *Service) caughtMail(c echo.Context) (*caughtMail, *mail.Msg, error) {
	m, err := caught(c.Request().Context(), s.Store, c.Param("id"))
	if err != nil {
		return nil, nil, err
	}
	if m == nil {
		return nil, nil, problem.New(problem.NotFound, "not_found")
	}
	parsed, err := mail.EMLToMsgFromReader(bytes.NewReader(m.Source))
	return m, parsed, err
}

// asShown returns a mail as a mail program shows it, with its picture.
func asShown(m *mail.Msg) (string, error) {
	html, err := part(m, mail.TypeTextHTML)
	if err != nil {
		return "", err
	}
	for _, file := range m.GetEmbeds() {
		var content bytes.Buffer
		if _, err := file.Writer(&content); err != nil {
			return "", err
		}
		id := strings.Trim(file.Header.Get("Content-ID"), "<>")
		html = strings.ReplaceAll(html, "cid:"+id, "data:image/jpeg;base64,"+base64.StdEncoding.EncodeToString(content.Bytes()))
	}
	return html, nil
}

// part returns the text of one form of a mail.
func part(m *mail.Msg, kind mail.ContentType) (string, error) {
	for _, p := range m.GetParts() {
		if p.GetContentType() == kind {
			content, err := p.GetContent()
			return string(content), err
		}
	}
	return "", nil
}

func subjectOf(m *mail.Msg) string {
	raw := strings.Join(m.GetGenHeader(mail.HeaderSubject), "")
	if decoded, err := new(mime.WordDecoder).DecodeHeader(raw); err == nil {
		return decoded
	}
	return raw
}

func showPage(c echo.Context, pages *template.Template, name string, page caughtPage) error {
	var out bytes.Buffer
	if err := pages.ExecuteTemplate(&out, name, page); err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	c.Response().Header().Set(echo.HeaderContentType, echo.MIMETextHTMLCharsetUTF8)
	c.Response().WriteHeader(http.StatusOK)
	_, err := io.Copy(c.Response(), &out)
	return err
}
