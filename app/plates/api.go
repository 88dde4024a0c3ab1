package plates

import (
	"context"
	"math"
	"net/http"
	"time"

	"fleetbox/app/web"
)

// Register adds the operation.
func (s *Service) Register(srv *web.Server) {
	web.Register(srv, web.Op{
		ID: "read-plate", Method: http.MethodPost, Path: "/api/plates/read", Tag: "plates",
		Summary: "Read the licence plate in a picture",
		Needs:   web.WriteInterventions,
		Errors:  []int{http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity, http.StatusServiceUnavailable},
	}, s.readPlate)
}

type readPlateInput struct {
	RawBody []byte `contentType:"image/*" required:"true" doc:"JPEG, PNG or WebP of at most 2 MB and 16 megapixels: the plate, nearly level, with little around it"`
}

type (
	// ReadingView is a Reading as it is answered.
	ReadingView struct {
		Plate      string                    `json:"plate" doc:"As the vehicle's interventions write it, or capitals and digits as they were read"`
		Country    *string                   `json:"country" nullable:"true" doc:"Two letters; null when plates of several countries look like that, or none"`
		Confidence float64                   `json:"confidence" minimum:"0" maximum:"1"`
		Vehicle    web.Nullable[VehicleView] `json:"vehicle" doc:"A vehicle that has been here; null when the plate is not known"`
	}
	// VehicleView is a Vehicle as it is answered.
	VehicleView struct {
		Plate        string    `json:"plate"`
		VIN          string    `json:"vin"`
		Make         string    `json:"make"`
		Model        string    `json:"model"`
		CustomerName string    `json:"customer_name"`
		LastVisit    time.Time `json:"last_visit" doc:"When the newest intervention was made"`
	}
)

type readPlateOutput struct {
	Body struct {
		Readings []ReadingView `json:"readings" doc:"The likeliest first, known vehicles before others; to be confirmed by a person; empty when nothing can be read"`
	}
}

func (s *Service) readPlate(ctx context.Context, in *readPlateInput) (*readPlateOutput, error) {
	readings, err := s.Read(ctx, web.ActorFrom(ctx), in.RawBody)
	if err != nil {
		return nil, err
	}
	out := &readPlateOutput{}
	out.Body.Readings = make([]ReadingView, 0, len(readings))
	for _, r := range readings {
		out.Body.Readings = append(out.Body.Readings, shown(r))
	}
	return out, nil
}

func shown(r Reading) ReadingView {
	v := ReadingView{Plate: r.Plate, Confidence: math.Round(100*r.Confidence) / 100}
	if r.Country != "" {
		v.Country = &r.Country
	}
	if r.Vehicle != nil {
		v.Vehicle.Value = &VehicleView{
			Plate: r.Vehicle.Plate, VIN: r.Vehicle.VIN, Make: r.Vehicle.Make, Model: r.Vehicle.Model,
			CustomerName: r.Vehicle.CustomerName, LastVisit: r.Vehicle.LastVisit,
		}
	}
	return v
}
