package accounts

import (
	"context"
	"net/http"

	"fleetbox/app/web"
)

// Register adds the operations on users and pictures, and those on sessions.
func (s *Service) Register(srv *web.Server) {
	s.registerSessions(srv)
	web.Register(srv, web.Op{
		ID: "list-users", Method: http.MethodGet, Path: "/api/users", Tag: "users",
		Summary: "Everybody, also who is no longer active", Needs: web.ManageUsers,
	}, s.listUsers)
	web.Register(srv, web.Op{
		ID: "create-user", Method: http.MethodPost, Path: "/api/users", Tag: "users", Status: http.StatusCreated,
		Summary: "Add a user; a password only for roles that sign in", Needs: web.ManageUsers, Errors: []int{409},
	}, s.createUser)
	web.Register(srv, web.Op{
		ID: "change-user", Method: http.MethodPatch, Path: "/api/users/{id}", Tag: "users",
		Summary: "Change what is given; active false ends all sessions at once", Needs: web.ManageUsers, Errors: []int{404, 409},
	}, s.changeUser)
	web.Register(srv, web.Op{
		ID: "set-user-photo", Method: http.MethodPut, Path: "/api/users/{id}/photo", Tag: "users", MaxBody: maxPhotoBytes,
		Summary: "Set a picture (JPEG, PNG or WebP); one's own, or anybody's by who manages users",
		Needs:   web.Office, Errors: []int{403, 404, 413},
	}, s.setPhoto)
	web.Register(srv, web.Op{
		ID: "delete-user-photo", Method: http.MethodDelete, Path: "/api/users/{id}/photo", Tag: "users",
		Summary: "Remove a picture; one's own, or anybody's by who manages users", Needs: web.Office, Errors: []int{403, 404},
	}, s.dropPhoto)
	web.Register(srv, web.Op{
		ID: "get-user-photo", Method: http.MethodGet, Path: "/api/users/{id}/photo/{version}", Tag: "users",
		Summary: "A picture, a JPEG of 256 × 256", Needs: web.ReadColleagues, Errors: []int{404},
	}, s.getPhoto)
	web.Register(srv, web.Op{
		ID: "list-colleagues", Method: http.MethodGet, Path: "/api/colleagues", Tag: "users",
		Summary: "Who can be chosen as author or assignee", Needs: web.ReadColleagues,
	}, s.listColleagues)
}

type userOutput struct{ Body User }

func answerUser(u User, err error) (*userOutput, error) {
	if err != nil {
		return nil, err
	}
	return &userOutput{u}, nil
}

type listUsersOutput struct {
	Body struct {
		Users []User `json:"users"`
	}
}

func (s *Service) listUsers(ctx context.Context, _ *struct{}) (*listUsersOutput, error) {
	users, err := s.Users(ctx)
	if err != nil {
		return nil, err
	}
	out := &listUsersOutput{}
	out.Body.Users = users
	return out, nil
}

type createUserInput struct {
	Body struct {
		FirstName string     `json:"first_name"`
		LastName  string     `json:"last_name"`
		Email     string     `json:"email,omitempty"`
		Phone     string     `json:"phone"`
		Language  string     `json:"language"`
		Roles     []web.Role `json:"roles"`
		Password  string     `json:"password,omitempty"`
	}
}

func (s *Service) createUser(ctx context.Context, in *createUserInput) (*userOutput, error) {
	body := in.Body
	return answerUser(s.Create(ctx, web.ActorFrom(ctx), NewUser{
		FirstName: body.FirstName, LastName: body.LastName, Email: body.Email, Phone: body.Phone,
		Language: body.Language, Roles: body.Roles, Password: body.Password,
	}))
}

type changeUserInput struct {
	ID      string `path:"id"`
	Session string `cookie:"fleetbox_session"`
	Body    struct {
		FirstName *string              `json:"first_name,omitempty"`
		LastName  *string              `json:"last_name,omitempty"`
		Email     web.Nullable[string] `json:"email,omitempty" doc:"Null or empty: none"`
		Phone     *string              `json:"phone,omitempty"`
		Language  *string              `json:"language,omitempty"`
		Roles     *[]web.Role          `json:"roles,omitempty"`
		Active    *bool                `json:"active,omitempty"`
		Password  *string              `json:"password,omitempty"`
		Version   int                  `json:"version"`
	}
}

func (s *Service) changeUser(ctx context.Context, in *changeUserInput) (*userOutput, error) {
	body := in.Body
	patch := Patch{
		FirstName: body.FirstName, LastName: body.LastName, Phone: body.Phone, Language: body.Language,
		Roles: body.Roles, Active: body.Active, Password: body.Password,
	}
	if body.Email.Sent {
		patch.Email = body.Email.Value
		if patch.Email == nil {
			patch.Email = new(string)
		}
	}
	return answerUser(s.Change(ctx, web.ActorFrom(ctx), in.ID, body.Version, patch, web.HashToken(in.Session)))
}

type setPhotoInput struct {
	ID      string `path:"id"`
	RawBody []byte `contentType:"image/*"`
}

func (s *Service) setPhoto(ctx context.Context, in *setPhotoInput) (*userOutput, error) {
	return answerUser(s.SetPhoto(ctx, web.ActorFrom(ctx), in.ID, in.RawBody))
}

type dropPhotoInput struct {
	ID string `path:"id"`
}

func (s *Service) dropPhoto(ctx context.Context, in *dropPhotoInput) (*userOutput, error) {
	return answerUser(s.DropPhoto(ctx, web.ActorFrom(ctx), in.ID))
}

type getPhotoInput struct {
	ID      string `path:"id"`
	Version int    `path:"version"`
}

type photoOutput struct {
	ContentType  string `header:"Content-Type"`
	CacheControl string `header:"Cache-Control"`
	Body         []byte
}

func (s *Service) getPhoto(ctx context.Context, in *getPhotoInput) (*photoOutput, error) {
	photo, err := s.Photo(ctx, in.ID, in.Version)
	if err != nil {
		return nil, err
	}
	return &photoOutput{"image/jpeg", "private, max-age=31536000, immutable", photo}, nil
}

// Colleague is what everybody may know of somebody.
type Colleague struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Roles    []web.Role `json:"roles"`
	PhotoURL *string    `json:"photo_url"`
	Inactive bool       `json:"inactive" doc:"Can no longer be chosen, but is named by interventions"`
}

type listColleaguesInput struct {
	Inactive bool `query:"inactive" doc:"Also those who are no longer active; for users alone"`
}

type listColleaguesOutput struct {
	Body struct {
		Colleagues []Colleague `json:"colleagues"`
	}
}

func (s *Service) listColleagues(ctx context.Context, in *listColleaguesInput) (*listColleaguesOutput, error) {
	users, err := s.Users(ctx)
	if err != nil {
		return nil, err
	}
	out := &listColleaguesOutput{}
	out.Body.Colleagues = []Colleague{}
	everybody := in.Inactive && web.ActorFrom(ctx).Kind == web.ByUser
	for _, u := range users {
		if u.Active || everybody {
			out.Body.Colleagues = append(out.Body.Colleagues, Colleague{u.ID, u.Name(), u.Roles, u.PhotoURL, !u.Active})
		}
	}
	return out, nil
}
