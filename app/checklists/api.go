package checklists

import (
	"context"
	"net/http"

	"fleetbox/app/locale"
	"fleetbox/app/web"
)

// The lists as the phone and the office show them, in one language.
type (
	checklist struct {
		ID         string              `json:"id"`
		Module     string              `json:"module"`
		Version    int                 `json:"version" doc:"Grows with every change of the list's lines"`
		Name       string              `json:"name"`
		Categories []checklistCategory `json:"categories"`
	}
	checklistCategory struct {
		ID    string          `json:"id"`
		Name  string          `json:"name"`
		Lines []checklistLine `json:"lines"`
	}
	checklistLine struct {
		ID             string  `json:"id" doc:"What a work's checklist_line refers to"`
		Label          string  `json:"label"`
		UnitPrice      *int64  `json:"unit_price" doc:"Minor units; null where the dealership set none, as in every built-in list"`
		DefaultUrgency *string `json:"default_urgency" enum:"ok,offered,advised,urgent" doc:"Null where the dealership set none, as in every built-in list"`
		Measure        *Kind   `json:"measure" enum:"tread_depth,brake_pad,battery_health,brake_fluid_water,coolant_frost" doc:"What is measured here; null where nothing is"`
	}
)

// localise returns the list in lang, or in the fallback language where lang has no text.
func localise(list Checklist, texts *locale.Catalogue, lang string) checklist {
	out := checklist{
		ID: list.ID, Module: list.Module, Version: list.Version,
		Name:       texts.T(lang, nameKey(list.ID), nil),
		Categories: make([]checklistCategory, 0, len(list.Categories)),
	}
	for _, category := range list.Categories {
		id := list.CategoryID(category)
		lines := make([]checklistLine, 0, len(category.Lines))
		for _, line := range category.Lines {
			lineID := list.LineID(category, line)
			view := checklistLine{ID: lineID, Label: texts.T(lang, textKey(lineID), nil)}
			if line.Measure != "" {
				view.Measure = &line.Measure
			}
			lines = append(lines, view)
		}
		out.Categories = append(out.Categories, checklistCategory{ID: id, Name: texts.T(lang, nameKey(id), nil), Lines: lines})
	}
	return out
}

// Register adds the operations.
func (s *Service) Register(srv *web.Server) {
	web.Register(srv, web.Op{
		ID: "list-checklists", Method: http.MethodGet, Path: "/api/checklists", Tag: "checklists",
		Summary: "The checklists in one language",
		Needs:   web.ReadInterventions,
	}, s.list)
}

type listInput struct {
	Module   string `query:"module" enum:"mechanics,bodywork,warranty,uc_stock,direct_message,work_report" doc:"Only the lists of this module; a module without recommendations has none"`
	Brand    string `query:"brand" maxLength:"64" doc:"Only the lists that serve this brand; the built-in lists serve every brand"`
	Language string `query:"language" maxLength:"35" doc:"The caller's own language when it is missing or unknown"`
}

type listOutput struct {
	Body struct {
		Checklists []checklist `json:"checklists"`
		Measures   []Measure   `json:"measures" doc:"How each kind is measured, and what the values mean"`
	}
}

func (s *Service) list(ctx context.Context, in *listInput) (*listOutput, error) {
	lang := s.texts.Match(in.Language, web.ActorFrom(ctx).Language)
	out := &listOutput{}
	out.Body.Checklists, out.Body.Measures = []checklist{}, Measures()
	for _, list := range s.lists {
		if in.Module == "" || in.Module == list.Module {
			out.Body.Checklists = append(out.Body.Checklists, localise(list, s.texts, lang))
		}
	}
	return out, nil
}
