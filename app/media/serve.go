package media

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/web"
)

// An address holds for one to two days and stays the same for a day, so that browsers keep what they have fetched.
const (
	addressDay  = 24 * time.Hour
	addressLife = 2 * addressDay
)

func (s *Service) registerFiles(srv *web.Server) {
	s.caller = srv.Actor
	srv.Raw(http.MethodGet, "/media/:id/:variant", web.Anyone, s.serveSigned)
	srv.Raw(http.MethodHead, "/media/:id/:variant", web.Anyone, s.serveSigned)
}

// SmallURL is the address of the small picture of a photo or video, for lists, as the context's actor may use it.
// Browsers may keep that of a revision for ever; revision 0 is the one of the moment.
func (s *Service) SmallURL(ctx context.Context, id string, revision int) string {
	return s.url(holderOf(web.ActorFrom(ctx)), id, Small, revision)
}

// holder is for whom an address was made: a user, for whom alone it is good, and while they are signed in; or a device.
// A phone's pictures are fetched without its token, so its address names the phone and is good for whoever has it, until
// the phone is revoked or the address ends. A user's session comes along by itself.
type holder struct{ device, user string }

func holderOf(actor web.Actor) holder {
	switch actor.Kind {
	case web.ByDevice:
		return holder{device: actor.ID}
	case web.ByUser:
		return holder{user: actor.ID}
	}
	return holder{}
}

func (s *Service) url(of holder, id string, variant Variant, revision int) string {
	expires := s.store.Now().Truncate(addressDay).Add(addressLife).Unix()
	device := ""
	if of.device != "" {
		device = "&d=" + url.QueryEscape(of.device)
	}
	return fmt.Sprintf("/media/%s/%s?e=%d&r=%d%s&s=%s", id, variant, expires, revision, device, s.signature(of, id, variant, revision, expires))
}

// signature binds everything that an address names, and its holder.
func (s *Service) signature(of holder, id string, variant Variant, revision int, expires int64) string {
	mac := hmac.New(sha256.New, s.options.Secret)
	_, _ = fmt.Fprintf(mac, "media\n%s\n%s\n%d\n%d\n%s\n%s", id, variant, revision, expires, of.device, of.user)
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16])
}

// serveSigned serves a file by its address: one made for a user to them alone, one made for a phone to whoever has it as
// long as the phone is paired. A wrong or old address is nowhere. Problems: signed_out, forbidden, device_revoked, not_found.
func (s *Service) serveSigned(c echo.Context) error {
	query := c.QueryParams()
	of, err := s.holder(c.Request(), query.Get("d"))
	if err != nil {
		return err
	}
	id, variant := c.Param("id"), Variant(c.Param("variant"))
	expires, err := strconv.ParseInt(query.Get("e"), 10, 64)
	revision, revisionErr := strconv.Atoi(query.Get("r"))
	if err != nil || revisionErr != nil || !store.IsID(id) || s.store.Now().Unix() > expires ||
		!hmac.Equal([]byte(query.Get("s")), []byte(s.signature(of, id, variant, revision, expires))) {
		return notFound()
	}
	if err := s.stillPaired(c.Request().Context(), of.device); err != nil {
		return err
	}
	f, err := load(s.store.Read(c.Request().Context()), id)
	if err != nil {
		return err
	}
	if f.DeletedAt != nil {
		return notFound()
	}
	return s.serve(c.Response(), c.Request(), f, variant, revision)
}

// holder is who asks for a file: the device that the address names, or else the user who is signed in.
func (s *Service) holder(r *http.Request, device string) (holder, error) {
	if device != "" {
		return holder{device: device}, nil
	}
	actor, err := s.caller(r)
	switch {
	case err != nil:
		return holder{}, err
	case actor.Kind != web.ByUser:
		return holder{}, problem.New(problem.SignedOut, "signed_out")
	case !actor.May(web.ReadInterventions):
		return holder{}, problem.New(problem.Forbidden, "forbidden")
	}
	return holderOf(actor), nil
}

// stillPaired looks a device up, when it is one that asks.
func (s *Service) stillPaired(ctx context.Context, device string) error {
	if device == "" {
		return nil
	}
	return s.options.Paired(ctx, device)
}

// ServeVariant serves a file of an intervention to a customer, whose link the caller has checked: only what is for
// customers, and the originals of documents alone. Problem not_found for everything else. With ?r=<revision>
// (View.Revisions) the answer may be kept for ever, without it the current revision is served.
func (s *Service) ServeVariant(w http.ResponseWriter, r *http.Request, interventionID, id string, variant Variant) error {
	f, err := load(s.store.Read(r.Context()), id)
	if err != nil {
		return err
	}
	if f.InterventionID != interventionID || !f.Public || f.Purpose != ForCustomer || f.DeletedAt != nil || (variant == Original) != (f.Kind == Document) ||
		variant == Plain || variant == Drawn {
		return notFound()
	}
	revision, _ := strconv.Atoi(r.URL.Query().Get("r"))
	return s.serve(w, r, f, variant, max(0, revision))
}

// serve sends a form of a file, or the ranges of it that were asked for. revision 0 is the current one.
func (s *Service) serve(w http.ResponseWriter, r *http.Request, f *file, variant Variant, revision int) error {
	form, err := s.form(r, f, variant, revision)
	if err != nil {
		return err
	}
	content, err := os.Open(form.path)
	if errors.Is(err, fs.ErrNotExist) {
		return notFound()
	}
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }()

	h := w.Header()
	h.Set("Content-Type", form.mime)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("ETag", form.etag)
	h.Set("Cache-Control", "private, max-age=31536000, immutable")
	if !form.exact {
		h.Set("Cache-Control", "private, no-cache") // the next answer at this address may be another one
	}
	if variant == Original {
		// Whatever somebody managed to send in must not run in our name.
		h.Set("Content-Security-Policy", "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'")
	}
	if form.attachment || r.URL.Query().Get("download") == "1" {
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": form.name}))
	}
	// A long video over a slow line takes its time; a server-wide limit would cut it.
	_ = http.NewResponseController(w).SetWriteDeadline(kernelTime().Add(time.Hour))
	http.ServeContent(w, r, "", f.CreatedAt.Time, content)
	return nil
}

// form is how one variant of a file goes out.
type form struct {
	path, mime, name, etag string
	attachment             bool // never shown by the browser itself
	exact                  bool // it is the revision that the address names, for ever
}

func (s *Service) form(r *http.Request, f *file, variant Variant, revision int) (form, error) {
	if variant == Original {
		return form{
			path: s.original(f.ID), mime: f.MIME, name: f.Name, etag: `"` + f.SHA256 + `"`, exact: true,
			attachment: f.Kind == Document || f.Problem == CannotBeRead || f.MIME == unknownType,
		}, nil
	}
	made, err := renditionOf(s.store.Read(r.Context()), f.ID, variant)
	if err != nil {
		return form{}, err
	}
	out := form{
		path: filepath.Join(s.place(f.ID), made.File), mime: made.MIME,
		name: strings.TrimSuffix(f.Name, filepath.Ext(f.Name)) + ending(made.File),
	}
	if revision > made.Revision {
		return form{}, notFound()
	}
	if revision > 0 && revision < made.Revision {
		// Somebody is in the middle of the video that was there before: they get the rest of that one.
		before := filepath.Join(s.place(f.ID), renditionFile(variant, revision, ending(made.File)))
		if _, err := os.Stat(before); err == nil {
			out.path = before
		} else {
			revision = 0
		}
	}
	out.exact = revision > 0
	if revision == 0 {
		revision = made.Revision
	}
	out.etag = fmt.Sprintf(`"%s-%s-%d"`, f.ID, variant, revision)
	return out, nil
}

// renditionFile names the file of a rendition.
func renditionFile(variant Variant, revision int, ending string) string {
	return fmt.Sprintf("%s-%d%s", variant, revision, ending)
}
