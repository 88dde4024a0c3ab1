// Package customerpage is the page that a customer opens from a link: watch, decide, sign.
//
// It stands alone. Its handler has its own routes below /c/ and nothing of the office: no session,
// no API. Whoever has the link has the right, so the page is as careful with the link as with a
// password: it is never logged, never sent on to other sites, never kept by caches. Asking for the
// page changes nothing, because mail scanners, previews and prefetches ask too; what a person does
// comes by POST. Everything works without JavaScript except that reading and watching are noticed.
package customerpage

import (
	"context"
	"html/template"
	"io/fs"

	"fleetbox/app/interventions"
	"fleetbox/app/locale"
	"fleetbox/app/media"
	"fleetbox/app/store"
	"fleetbox/app/system"
	"fleetbox/app/web"
)

// Options is what the service needs.
type Options struct {
	Store         *store.Store
	Interventions *interventions.Service
	Media         *media.Service
	Dealership    *system.Service
	Texts         *locale.Catalogue
	Pages         fs.FS // templates, style and script
}

// Service shows the page.
type Service struct {
	Options
	pages  map[string]*template.Template // by language
	script script
}

// New makes the service and reads its templates, which must be whole.
func New(o Options) *Service {
	s := &Service{Options: o, pages: map[string]*template.Template{}, script: readScript(o.Pages)}
	for _, lang := range o.Texts.Languages() {
		s.pages[lang] = readTemplates(o.Pages, o.Texts, lang)
	}
	return s
}

// load collects what the page of an intervention is made from.
func (s *Service) load(ctx context.Context, in *interventions.Intervention, link interventions.Link) (subject, error) {
	from := subject{in: in, link: link, now: s.Store.Now()}
	var err error
	if from.files, err = s.Media.Of(ctx, in.ID); err != nil {
		return from, err
	}
	if from.answer, err = s.Interventions.AnswerOf(ctx, in.ID); err != nil {
		return from, err
	}
	from.house, err = s.Dealership.Dealership(ctx)
	return from, err
}

// language chooses in which language a page is shown: as the visitor chose, else as the customer
// speaks, else as the visitor's browser asks, else as the dealership speaks.
func (s *Service) language(chosen, customer, accepted, house string) string {
	for _, wish := range []string{chosen, customer} {
		if wish != "" && s.Texts.Knows(s.Texts.Match(wish)) && matches(s.Texts, wish) {
			return s.Texts.Match(wish)
		}
	}
	return s.Texts.Match(accepted, house)
}

// matches tells whether a wish is really met, not only answered with the fallback.
func matches(texts *locale.Catalogue, wish string) bool {
	got := texts.Match(wish)
	return got != locale.Fallback || len(wish) >= len(got) && wish[:len(got)] == got
}

// preview returns the page as the customer would see it, with answering disabled.
func (s *Service) preview(ctx context.Context, actor web.Actor, id, chosen string) (view, error) {
	in, err := s.Interventions.GetFor(ctx, actor, id)
	if err != nil {
		return view{}, err
	}
	if err := s.Interventions.AsSent(ctx, in); err != nil {
		return view{}, err
	}
	from, err := s.load(ctx, in, interventions.Link{})
	if err != nil {
		return view{}, err
	}
	from.preview, from.address = true, officeAddress
	from.lang = s.language(chosen, in.Customer.Language, "", from.house.Language)
	return s.show(from), nil
}
