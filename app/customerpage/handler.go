package customerpage

import (
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"fleetbox/app/media"
	"fleetbox/app/problem"
)

// Handler returns the page's own routes below /c/, and nothing else.
func (s *Service) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+scriptPath, s.serveScript)
	mux.HandleFunc("GET /c/{token}", s.get)
	mux.HandleFunc("POST /c/{token}/read", s.postRead)
	mux.HandleFunc("POST /c/{token}/watched", s.postWatched)
	mux.HandleFunc("POST /c/{token}/answer", s.postAnswer)
	mux.HandleFunc("POST /c/{token}/call", s.postCall)
	mux.HandleFunc("GET /c/{token}/media/{media}/{variant}", s.getMedia)
	// A page that answered a POST and is loaded again begins anew.
	mux.HandleFunc("GET /c/{token}/{$}", s.backToPage) // some mail programs add the slash
	mux.HandleFunc("GET /c/{token}/answer", s.backToPage)
	mux.HandleFunc("GET /c/{token}/call", s.backToPage)
	mux.HandleFunc("GET /c/", s.getUnknown)
	return careful(mux)
}

// bodyPatience is how long a form may take to come in.
const bodyPatience = time.Minute

// careful sets what keeps the link from travelling.
func careful(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Robots-Tag", "noindex, nofollow, noarchive")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		h.Set("Cache-Control", "no-store")
		if r.Method == http.MethodPost {
			// Anybody may knock here: a body that trickles in must not hold a connection for ever.
			_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(bodyPatience))
		}
		next.ServeHTTP(w, r)
	})
}

// open finds what a link leads to. When it leads nowhere the answer is written and open tells false.
func (s *Service) open(w http.ResponseWriter, r *http.Request) (subject, bool) {
	in, link, err := s.Interventions.ByToken(r.Context(), r.PathValue("token"))
	if err == nil {
		var from subject
		if from, err = s.load(r.Context(), in, link); err == nil {
			from.lang = s.language(r.URL.Query().Get("lang"), in.Customer.Language, r.Header.Get("Accept-Language"), from.house.Language)
			from.address = customerAddress(base(r))
			return from, true
		}
	}
	s.broken(w, r, err)
	return subject{}, false
}

func base(r *http.Request) string { return "/c/" + r.PathValue("token") }

// query keeps the language that the visitor chose.
func query(r *http.Request) string {
	if lang := r.URL.Query().Get("lang"); lang != "" {
		return "?" + url.Values{"lang": {lang}}.Encode()
	}
	return ""
}

// get shows the page. It never changes anything.
func (s *Service) get(w http.ResponseWriter, r *http.Request) {
	from, ok := s.open(w, r)
	if !ok {
		return
	}
	if r.URL.Query().Has("again") && from.answer != nil {
		moment := words{s, from, &counter{}}.answeredMoment()
		from.notices = []notice{{
			Tone: "bad", Alert: true, Title: s.Texts.Speaker(from.lang)("customer.answered.title_again"),
			Lines: lines(s.Texts.Speaker(from.lang)("customer.answered.again", "moment", moment)),
		}}
	}
	s.write(w, r, http.StatusOK, from)
}

func (s *Service) write(w http.ResponseWriter, r *http.Request, status int, from subject) {
	v := s.show(from)
	v.Base, v.Query, v.Nonce = base(r), query(r), nonce()
	s.page(w, r, status, "page", from.lang, v.Nonce, false, v)
}

func (s *Service) backToPage(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, base(r)+query(r), http.StatusSeeOther)
}

func (s *Service) getUnknown(w http.ResponseWriter, r *http.Request) {
	s.broken(w, r, problem.New(problem.NotFound, "link_unknown"))
}

// getMedia serves what the customer may see of the intervention that the link leads to. A video is asked for in many
// small ranges, so no more is looked up than whether it may be seen.
func (s *Service) getMedia(w http.ResponseWriter, r *http.Request) {
	link, err := s.Interventions.LinkByToken(r.Context(), r.PathValue("token"))
	if err == nil {
		err = s.Media.ServeVariant(w, r, link.InterventionID, r.PathValue("media"), media.Variant(r.PathValue("variant")))
	}
	if err != nil {
		s.broken(w, r, err)
	}
}

// postRead notes that a person looks at the page. What a browser loads ahead does not count.
func (s *Service) postRead(w http.ResponseWriter, r *http.Request) {
	if ahead(r) {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	if err := s.Interventions.MarkRead(r.Context(), r.PathValue("token")); err != nil {
		s.refuse(w, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// ahead tells whether a request was made before anybody asked for the page, or by another site.
func ahead(r *http.Request) bool {
	for _, name := range []string{"Sec-Purpose", "Purpose", "X-Moz", "X-Purpose"} {
		if r.Header.Get(name) != "" {
			return true
		}
	}
	site := r.Header.Get("Sec-Fetch-Site")
	return site != "" && site != "same-origin"
}

// postCall notes that the customer wants to be called.
func (s *Service) postCall(w http.ResponseWriter, r *http.Request) {
	err := s.Interventions.AskForCall(r.Context(), r.PathValue("token"))
	switch {
	case err == nil, problem.Is(err, "closed"):
		http.Redirect(w, r, base(r)+query(r)+"#contact", http.StatusSeeOther)
	case problem.As(err) != nil:
		s.broken(w, r, err)
	default:
		slog.Error("wish for a call not kept", "error", err)
		if from, ok := s.open(w, r); ok {
			s.ask(w, r, from, http.StatusServiceUnavailable, "customer.call.full_title", "customer.call.full")
		}
	}
}

// refuse answers the page's own script, which shows nothing.
func (s *Service) refuse(w http.ResponseWriter, err error) {
	p := problem.As(err)
	switch {
	case p == nil:
		slog.Error("customer page", "error", err)
		w.WriteHeader(http.StatusInternalServerError)
	case p.Kind == problem.NotFound:
		w.WriteHeader(http.StatusNotFound)
	case p.Kind == problem.Gone:
		w.WriteHeader(http.StatusGone)
	case p.Kind == problem.Conflict:
		w.WriteHeader(http.StatusConflict)
	default:
		w.WriteHeader(http.StatusUnprocessableEntity)
	}
}

// brokenPage tells that a link leads nowhere, and whom to call.
type brokenPage struct {
	frame
	Text string
}

// broken answers with a page in the visitor's language that says what to do.
func (s *Service) broken(w http.ResponseWriter, r *http.Request, err error) {
	status, kind := http.StatusInternalServerError, "error"
	switch p := problem.As(err); {
	case p == nil:
		slog.Error("customer page", "error", err)
	case p.Code == "link_expired":
		status, kind = http.StatusGone, "expired"
	case p.Code == "link_withdrawn":
		status, kind = http.StatusGone, "withdrawn"
	case p.Kind == problem.NotFound:
		status, kind = http.StatusNotFound, "unknown"
	default:
		slog.Error("customer page", "error", err)
	}
	house, houseErr := s.Dealership.Dealership(r.Context())
	if houseErr != nil {
		slog.Error("customer page", "error", houseErr)
	}
	lang := s.language(r.URL.Query().Get("lang"), "", r.Header.Get("Accept-Language"), house.Language)
	page := brokenPage{frame: s.frame(lang, house, ""), Text: s.Texts.T(lang, "customer.broken."+kind, nil)}
	page.Title = s.Texts.T(lang, "customer.broken."+kind+"_title", nil)
	page.Nonce = nonce()
	s.page(w, r, status, "broken", lang, page.Nonce, false, page)
}
