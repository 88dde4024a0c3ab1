package customerpage

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"fleetbox/app/web"
)

// Register mounts the office's preview.
func (s *Service) Register(srv *web.Server) {
	srv.Raw(http.MethodGet, "/api/interventions/:id/preview", web.ReadInterventions, s.getPreview)
}

func (s *Service) getPreview(c echo.Context) error {
	r := c.Request()
	v, err := s.preview(r.Context(), web.ActorFrom(r.Context()), c.Param("id"), c.QueryParam("lang"))
	if err != nil {
		return err
	}
	v.Nonce = nonce()
	c.Response().Header().Set("X-Robots-Tag", "noindex")
	s.page(c.Response(), r, http.StatusOK, "page", v.Lang, v.Nonce, true, v)
	return nil
}
