package accounts

import (
	"context"
	"net/http"

	"fleetbox/app/system"
	"fleetbox/app/web"
)

func (s *Service) registerSessions(srv *web.Server) {
	web.Register(srv, web.Op{
		ID: "setup-needed", Method: http.MethodGet, Path: "/api/setup", Tag: "setup",
		Summary: "Whether the first manager is still to be made; with the one-time code for a browser beside an empty box",
		Needs:   web.Anyone,
	}, s.setupNeeded)
	web.Register(srv, web.Op{
		ID: "set-up", Method: http.MethodPost, Path: "/api/setup", Tag: "setup",
		Summary: "Make the dealership and its first manager, and sign in",
		Needs:   web.Anyone, Errors: []int{403, 410, 429},
	}, s.setUpBox)
	web.Register(srv, web.Op{
		ID: "sign-in", Method: http.MethodPost, Path: "/api/session", Tag: "session",
		Summary: "Sign in", Needs: web.Anyone, Errors: []int{401, 429, 503},
	}, s.signIn)
	web.Register(srv, web.Op{
		ID: "get-session", Method: http.MethodGet, Path: "/api/session", Tag: "session",
		Summary: "Who is signed in, and what they may do", Needs: web.Office,
	}, s.getSession)
	web.Register(srv, web.Op{
		ID: "sign-out", Method: http.MethodDelete, Path: "/api/session", Tag: "session", Status: http.StatusNoContent,
		Summary: "Sign out; nothing happens when nobody is signed in", Needs: web.Anyone,
	}, s.signOut)
	web.Register(srv, web.Op{
		ID: "change-profile", Method: http.MethodPatch, Path: "/api/profile", Tag: "profile",
		Summary: "Change one's own name, phone or language", Needs: web.Office,
	}, s.changeProfile)
	web.Register(srv, web.Op{
		ID: "change-password", Method: http.MethodPost, Path: "/api/profile/password", Tag: "profile", Status: http.StatusNoContent,
		Summary: "Change one's own password; all other sessions end", Needs: web.Office, Errors: []int{409, 429, 503},
	}, s.changePassword)
}

type setupNeededOutput struct {
	Body struct {
		Needed bool   `json:"needed"`
		Code   string `json:"code,omitempty"`
	}
}

func (s *Service) setupNeeded(ctx context.Context, _ *struct{}) (*setupNeededOutput, error) {
	out := &setupNeededOutput{}
	var err error
	if out.Body.Needed, err = s.SetupNeeded(ctx); err != nil || !out.Body.Needed {
		return out, err
	}
	out.Body.Code, err = s.SetupCodeFor(ctx, web.CallerFrom(ctx))
	return out, err
}

type setupBrand struct {
	Name  string `json:"name"`
	Color string `json:"color"`
}

type setUpInput struct {
	Body struct {
		Code       string `json:"code"`
		Dealership struct {
			Name     string `json:"name"`
			Language string `json:"language"`
			TimeZone string `json:"time_zone"`
			Currency string `json:"currency"`
		} `json:"dealership"`
		Brands  []setupBrand `json:"brands"`
		Manager struct {
			FirstName string `json:"first_name"`
			LastName  string `json:"last_name"`
			Email     string `json:"email"`
			Password  string `json:"password"`
		} `json:"manager"`
	}
}

type sessionOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      Session
}

func answerSession(ctx context.Context, signed SignedIn, err error) (*sessionOutput, error) {
	if err != nil {
		return nil, err
	}
	return &sessionOutput{SetCookie: signed.cookie(ctx), Body: signed.Session}, nil
}

func (s *Service) setUpBox(ctx context.Context, in *setUpInput) (*sessionOutput, error) {
	d, m := in.Body.Dealership, in.Body.Manager
	wanted := Setup{
		Code: in.Body.Code, Name: d.Name, Language: d.Language, TimeZone: d.TimeZone, Currency: d.Currency,
		Manager: NewUser{FirstName: m.FirstName, LastName: m.LastName, Email: m.Email, Password: m.Password},
	}
	for _, brand := range in.Body.Brands {
		wanted.Brands = append(wanted.Brands, system.Brand{Name: brand.Name, Color: brand.Color})
	}
	signed, err := s.SetUp(ctx, wanted)
	return answerSession(ctx, signed, err)
}

type signInInput struct {
	Body struct {
		Email    string `json:"email" maxLength:"300"` // attempts are remembered by it
		Password string `json:"password"`
		Remember bool   `json:"remember,omitempty" doc:"Outlive the browser, for 90 days"`
	}
}

func (s *Service) signIn(ctx context.Context, in *signInInput) (*sessionOutput, error) {
	signed, err := s.SignIn(ctx, in.Body.Email, in.Body.Password, in.Body.Remember)
	return answerSession(ctx, signed, err)
}

type getSessionOutput struct{ Body Session }

func (s *Service) getSession(ctx context.Context, _ *struct{}) (*getSessionOutput, error) {
	user, err := s.User(ctx, web.ActorFrom(ctx).ID)
	if err != nil {
		return nil, err
	}
	session, err := s.session(ctx, user)
	return &getSessionOutput{session}, err
}

type signOutInput struct {
	Session string `cookie:"fleetbox_session"`
}

type signOutOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
}

func (s *Service) signOut(ctx context.Context, in *signOutInput) (*signOutOutput, error) {
	if in.Session != "" {
		if err := s.SignOut(ctx, in.Session); err != nil {
			return nil, err
		}
	}
	gone := emptyCookie(ctx)
	gone.MaxAge = -1
	return &signOutOutput{gone}, nil
}

type changeProfileInput struct {
	Body struct {
		FirstName *string `json:"first_name,omitempty"`
		LastName  *string `json:"last_name,omitempty"`
		Phone     *string `json:"phone,omitempty"`
		Language  *string `json:"language,omitempty"`
	}
}

func (s *Service) changeProfile(ctx context.Context, in *changeProfileInput) (*userOutput, error) {
	return answerUser(s.ChangeProfile(ctx, web.ActorFrom(ctx), Patch{
		FirstName: in.Body.FirstName, LastName: in.Body.LastName, Phone: in.Body.Phone, Language: in.Body.Language,
	}))
}

type changePasswordInput struct {
	Session string `cookie:"fleetbox_session"`
	Body    struct {
		Current string `json:"current"`
		New     string `json:"new"`
	}
}

func (s *Service) changePassword(ctx context.Context, in *changePasswordInput) (*struct{}, error) {
	return nil, s.ChangePassword(ctx, web.ActorFrom(ctx), in.Body.Current, in.Body.New, in.Session)
}
