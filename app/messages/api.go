package messages

import (
	"context"
	"net/http"

	"fleetbox/app/web"
)

type defaultInput struct {
	Mode     string `query:"mode" enum:"after_sales,sales" required:"true"`
	Language string `query:"language" maxLength:"35" doc:"The customer's language"`
}

type defaultOutput struct {
	Body struct {
		Text string `json:"text"`
	}
}

// Register mounts the operations.
func (s *Service) Register(srv *web.Server) {
	web.Register(srv, web.Op{
		ID: "default-message", Method: http.MethodGet, Path: "/api/messages/default", Tag: "messages",
		Summary: "The message that a new file begins with", Needs: web.ReadInterventions,
	}, s.getDefault)
}

func (s *Service) getDefault(ctx context.Context, in *defaultInput) (*defaultOutput, error) {
	text, err := s.Default(ctx, in.Mode, in.Language)
	if err != nil {
		return nil, err
	}
	out := &defaultOutput{}
	out.Body.Text = text
	return out, nil
}
