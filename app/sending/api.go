package sending

import (
	"context"
	"net/http"

	"fleetbox/app/interventions"
	"fleetbox/app/store"
	"fleetbox/app/web"
)

type sendInput struct {
	ID   string `path:"id"`
	Body struct {
		Channels []string `json:"channels" enum:"email" minItems:"1" maxItems:"1"`
		PressID  string   `json:"press_id,omitempty" format:"uuid" doc:"Made anew for each press of the button; asking again with it sends nothing more"`
		Version  int64    `json:"version,omitempty" minimum:"1" doc:"The version that the caller saw; absent: whichever there is"`
	}
}

func (in *sendInput) press() Press {
	press := Press{in.Body.PressID, in.Body.Version}
	if press.ID == "" {
		press.ID = store.NewID()
	}
	return press
}

type retryInput struct {
	ID      string `path:"id"`
	Sending string `path:"sending"`
}

type previewInput struct {
	ID string `path:"id"`
}

type previewOutput struct{ Body Preview }

type interventionOutput struct{ Body *interventions.View }

// Register mounts the operations, and the pages of caught mails when mails stay in the box.
func (s *Service) Register(srv *web.Server) {
	web.Register(srv, web.Op{
		ID: "send-intervention", Method: http.MethodPost, Path: "/api/interventions/{id}/send", Tag: "sending",
		Summary: "Send the customer a mail with the link", Needs: web.SendInterventions, Errors: []int{404, 409, 422, 503},
	}, s.postSend)
	web.Register(srv, web.Op{
		ID: "send-directly", Method: http.MethodPost, Path: "/api/interventions/{id}/send-directly", Tag: "sending",
		Summary: "Send a direct message from the phone on which it was made", Needs: web.SendDirectMessages, Errors: []int{404, 409, 422, 503},
	}, s.postSendDirectly)
	web.Register(srv, web.Op{
		ID: "retry-sending", Method: http.MethodPost, Path: "/api/interventions/{id}/sendings/{sending}/retry", Tag: "sending",
		Summary: "Try a failed sending again", Needs: web.SendInterventions, Errors: []int{404, 409, 422},
	}, s.postRetry)
	web.Register(srv, web.Op{
		ID: "preview-mail", Method: http.MethodGet, Path: "/api/interventions/{id}/preview/mail", Tag: "sending",
		Summary: "The mail that would go to the customer now", Needs: web.SendInterventions, Errors: []int{404, 409},
	}, s.getPreview)
	s.registerCaught(srv)
}

func (s *Service) postSend(ctx context.Context, in *sendInput) (*interventionOutput, error) {
	return s.view(ctx, in.ID, s.Send(ctx, web.ActorFrom(ctx), in.ID, in.press()))
}

func (s *Service) postSendDirectly(ctx context.Context, in *sendInput) (*interventionOutput, error) {
	return s.view(ctx, in.ID, s.SendDirectly(ctx, web.ActorFrom(ctx), in.ID, in.press()))
}

func (s *Service) postRetry(ctx context.Context, in *retryInput) (*interventionOutput, error) {
	return s.view(ctx, in.ID, s.Retry(ctx, web.ActorFrom(ctx), in.ID, in.Sending))
}

func (s *Service) getPreview(ctx context.Context, in *previewInput) (*previewOutput, error) {
	preview, err := s.Preview(ctx, web.ActorFrom(ctx), in.ID)
	return &previewOutput{preview}, err
}

// view answers an operation with the intervention as it is now.
func (s *Service) view(ctx context.Context, id string, err error) (*interventionOutput, error) {
	if err != nil {
		return nil, s.Interventions.WithCurrent(ctx, id, err)
	}
	view, err := s.Interventions.View(ctx, web.ActorFrom(ctx), id)
	return &interventionOutput{view}, err
}
