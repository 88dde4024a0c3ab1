package media

import (
	"context"
	"net/http"

	"fleetbox/app/web"
)

const tag = "Media"

// Register mounts the operations on files, the uploads and the files themselves.
func (s *Service) Register(srv *web.Server) {
	web.Register(srv, web.Op{
		ID: "change-media", Method: http.MethodPatch, Path: "/api/media/{id}", Tag: tag, Needs: web.WriteMedia,
		Summary: "Change what is shown of a photo, video or document", Errors: []int{404, 409},
	}, s.patch)
	web.Register(srv, web.Op{
		ID: "delete-media", Method: http.MethodDelete, Path: "/api/media/{id}", Tag: tag, Needs: web.WriteMedia,
		Summary: "Delete a file; for a day it can be restored", Errors: []int{404, 409},
	}, s.delete)
	web.Register(srv, web.Op{
		ID: "restore-media", Method: http.MethodPost, Path: "/api/media/{id}/restore", Tag: tag, Needs: web.WriteMedia,
		Summary: "Bring a deleted file back", Errors: []int{404, 409},
	}, s.restore)
	web.Register(srv, web.Op{
		ID: "draw-on-media", Method: http.MethodPut, Path: "/api/media/{id}/drawing", Tag: tag, Needs: web.WriteMedia,
		Summary: "Draw on a photo, or take the drawing off; the original stays", Errors: []int{404, 409},
	}, s.draw)
	web.Register(srv, web.Op{
		ID: "order-media", Method: http.MethodPut, Path: "/api/interventions/{id}/media-order", Tag: tag, Needs: web.WriteMedia,
		Summary: "Put the files of an intervention in an order", Errors: []int{404, 409},
	}, s.order)
	s.registerUploads(srv)
	s.registerFiles(srv)
}

type one struct {
	ID string `path:"id" format:"uuid"`
}

type viewAnswer struct {
	Body View
}

type patchInput struct {
	ID   string `path:"id" format:"uuid"`
	Body struct {
		Public   *bool                `json:"public,omitempty" doc:"Whether the customer sees it"`
		Position *int                 `json:"position,omitempty" minimum:"0" maximum:"1000000"`
		WorkID   web.Nullable[string] `json:"work_id,omitempty" doc:"The work that it shows; null for none"`
		Name     *string              `json:"name,omitempty" minLength:"1" maxLength:"200"`
	}
}

func (s *Service) patch(ctx context.Context, in *patchInput) (*viewAnswer, error) {
	view, err := s.Update(ctx, web.ActorFrom(ctx), in.ID, Change{
		Public: in.Body.Public, Position: in.Body.Position, WorkID: in.Body.WorkID, Name: in.Body.Name,
	})
	return &viewAnswer{view}, err
}

func (s *Service) delete(ctx context.Context, in *one) (*struct{}, error) {
	return nil, s.Remove(ctx, web.ActorFrom(ctx), in.ID)
}

func (s *Service) restore(ctx context.Context, in *one) (*viewAnswer, error) {
	view, err := s.Restore(ctx, web.ActorFrom(ctx), in.ID)
	return &viewAnswer{view}, err
}

type drawInput struct {
	ID   string `path:"id" format:"uuid"`
	Body struct {
		Shapes  []Shape `json:"shapes" nullable:"false" maxItems:"200" doc:"All that is drawn, the lowest first; none takes the drawing off"`
		Version int     `json:"version" minimum:"0" doc:"The drawing_version that the caller knows"`
	}
}

func (s *Service) draw(ctx context.Context, in *drawInput) (*viewAnswer, error) {
	view, err := s.Draw(ctx, web.ActorFrom(ctx), in.ID, in.Body.Shapes, in.Body.Version)
	return &viewAnswer{view}, err
}

type orderInput struct {
	ID   string `path:"id" format:"uuid"`
	Body struct {
		IDs []string `json:"ids" maxItems:"1000" doc:"Files in their order; what is not named comes after"`
	}
}

func (s *Service) order(ctx context.Context, in *orderInput) (*struct{}, error) {
	return nil, s.Order(ctx, web.ActorFrom(ctx), in.ID, in.Body.IDs)
}
