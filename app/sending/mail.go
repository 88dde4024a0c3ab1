package sending

import (
	"bytes"
	htmltemplate "html/template"
	"io/fs"
	netmail "net/mail"
	"strings"
	texttemplate "text/template"
	"time"

	"github.com/wneessen/go-mail"

	"fleetbox/app/locale"
	"fleetbox/app/messages"
	"fleetbox/app/system"
)

// letter is everything that a mail to a customer says.
type letter struct {
	Lang, Subject, Preheader string
	House                    system.Dealership
	Brand                    string
	Look                     messages.Look
	Greeting, Lead, CallText string
	Why                      string // the customer gets it
	Reply                    bool   // the dealership reads answers to its mails
	URL, Button              string
	Details                  []detail
	Picture                  *picture

	// An invitation has these.
	Works             []string
	Deadline, Expires string

	// A confirmation has these.
	Title     string
	Decisions []decision
	Sums      *sums
	Comment   string
	Notes     []string
}

type detail struct{ Name, Value string }

type decision struct {
	Label, Decision, Price string
	Accepted               bool
}

type sums struct{ Net, VAT, Gross string }

type picture struct {
	JPEG      []byte
	ContentID string
	Alt       string
	Height    int // at the width of the mail, 504
}

// envelope is what a mail carries outside of what it says.
type envelope struct {
	MessageID      string
	From, FromName string
	To, ToName     string
	ReplyTo        string
	Date           time.Time
}

// writer turns letters into mails. It is made once and safe for concurrent use.
type writer struct {
	html map[string]*htmltemplate.Template // by kind and language
	text map[string]*texttemplate.Template
}

// newWriter reads the templates of both kinds of mail for every language. They are compiled in, so
// one that cannot be read is found by the first test that wires a box.
func newWriter(pages fs.FS, texts *locale.Catalogue) *writer {
	w := &writer{map[string]*htmltemplate.Template{}, map[string]*texttemplate.Template{}}
	for _, lang := range texts.Languages() {
		say := map[string]any{"t": texts.Speaker(lang)}
		for _, kind := range []purpose{invitation, confirmation} {
			file := "mail/" + string(kind)
			w.html[string(kind)+lang] = htmltemplate.Must(
				htmltemplate.New("frame").Funcs(say).ParseFS(pages, "mail/frame.html", file+".html"))
			w.text[string(kind)+lang] = texttemplate.Must(
				texttemplate.New(string(kind)+".txt").Funcs(say).ParseFS(pages, file+".txt"))
		}
	}
	return w
}

// write makes the mail: plain text, the same as HTML, and the picture inside.
func (w *writer) write(kind purpose, l letter, e envelope) (*mail.Msg, error) {
	var text, html bytes.Buffer
	if err := w.text[string(kind)+l.Lang].Execute(&text, l); err != nil {
		return nil, err
	}
	if err := w.html[string(kind)+l.Lang].ExecuteTemplate(&html, "frame", l); err != nil {
		return nil, err
	}
	msg := mail.NewMsg(mail.WithNoDefaultUserAgent())
	msg.FromMailAddress(named(e.FromName, e.From))
	msg.ToMailAddress(named(e.ToName, e.To))
	if e.ReplyTo != "" && e.ReplyTo != e.From {
		msg.ReplyToMailAddress(named(e.FromName, e.ReplyTo))
	}
	msg.Subject(oneLine(l.Subject))
	msg.SetMessageIDWithValue(e.MessageID)
	msg.SetDateWithValue(e.Date)
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader("Content-Language", l.Lang)
	msg.SetBodyString(mail.TypeTextPlain, tidy(text.String()))
	msg.AddAlternativeString(mail.TypeTextHTML, html.String())
	if l.Picture == nil {
		return msg, nil
	}
	err := msg.EmbedReader("picture.jpg", bytes.NewReader(l.Picture.JPEG),
		mail.WithFileContentID(l.Picture.ContentID), mail.WithFileContentType("image/jpeg"))
	return msg, err
}

// named is an address with a name, whatever the name holds.
func named(name, address string) *netmail.Address {
	return &netmail.Address{Name: oneLine(name), Address: address}
}

// oneLine keeps a header on one line whatever a name holds.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// tidy leaves at most one empty line between paragraphs: optional parts leave gaps in a template.
func tidy(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	out := make([]string, 0, len(lines))
	for _, line := range lines {
		if line != "-- " { // the sign of a signature ends with a space
			line = strings.TrimRight(line, " \t\r")
		}
		if line == "" && len(out) > 0 && out[len(out)-1] == "" {
			continue
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n") + "\n"
}
