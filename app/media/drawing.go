package media

import (
	"context"
	"image"
	"image/color"
	"path/filepath"
	"reflect"
	"strconv"

	"golang.org/x/image/draw"

	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/web"
	"fleetbox/jobs"
)

// Tool is what a shape was drawn with.
type Tool string

// The tools.
const (
	Rectangle Tool = "rectangle"
	Ellipse   Tool = "ellipse"
	Arrow     Tool = "arrow"
	Pencil    Tool = "pencil"
)

// full is the width and the height of every photo in the coordinates of a drawing.
const full = 10_000

// mostPoints is how many points all shapes of a drawing may have together.
const mostPoints = 10_000

// Shape is a line on a photo, in coordinates of the upright photo: 0 to 10,000 from left to right and from top to bottom.
type Shape struct {
	Tool  Tool   `json:"tool" enum:"rectangle,ellipse,arrow,pencil"`
	Color string `json:"color" pattern:"^#[0-9a-f]{6}$"`
	Width int    `json:"width" minimum:"5" maximum:"500" doc:"Of the line, in ten thousandths of the photo's longer side"`
	// Points of a rectangle or ellipse are two opposite corners of its box, those of an arrow its end and its tip.
	Points []int `json:"points" minItems:"4" maxItems:"4000" doc:"x and y in turn, 0 to 10,000"`
}

// sound tells whether the points are those of the shape's tool, on the photo.
func (s Shape) sound() bool {
	if len(s.Points)%2 != 0 || (s.Tool != Pencil && len(s.Points) != 4) {
		return false
	}
	for _, at := range s.Points {
		if at < 0 || at > full {
			return false
		}
	}
	return true
}

func (s Shape) color() color.RGBA {
	rgb, _ := strconv.ParseUint(s.Color[1:], 16, 32)
	return color.RGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: 0xff} //nolint:gosec // one byte each
}

// Draw puts shapes on a photo in place of those that are there; none takes the drawing off. The original
// stays as it is. The same shapes again change nothing, whatever the version: an answer may have been lost.
// Problems: not_found, those of the guard, not_drawable, invalid_input, changed_meanwhile when somebody else
// has drawn since the version that the caller saw.
func (s *Service) Draw(ctx context.Context, actor web.Actor, id string, shapes []Shape, version int) (View, error) {
	return s.change(ctx, actor, id, func(tx *store.Tx, f *file) (string, error) {
		if f.DeletedAt != nil {
			return "", notFound()
		}
		if f.Kind != Photo || f.State == Failed {
			return "", problem.New(problem.Unfit, "not_drawable")
		}
		if err := validDrawing(shapes); err != nil {
			return "", err
		}
		if reflect.DeepEqual(f.shapes(), shapes) {
			return "", nil
		}
		if version != f.DrawingVersion {
			return "", problem.New(problem.Conflict, "changed_meanwhile")
		}
		return f.history(shapes), s.saveDrawing(tx, f, shapes)
	})
}

func validDrawing(shapes []Shape) error {
	points := 0
	for _, shape := range shapes {
		points += len(shape.Points) / 2
		if !shape.sound() || points > mostPoints {
			return problem.New(problem.Unfit, "invalid_input", "fields", "shapes").On("shapes", "format")
		}
	}
	return nil
}

// shapes is what is drawn on the file, never nil.
func (f *file) shapes() []Shape {
	if f.Drawing.V == nil {
		return []Shape{}
	}
	return f.Drawing.V
}

// history is the kind of line that tells of a new drawing.
func (f *file) history(shapes []Shape) string {
	if len(shapes) == 0 {
		return "drawing_removed"
	}
	return "media_drawn"
}

func (s *Service) saveDrawing(tx *store.Tx, f *file, shapes []Shape) error {
	f.Drawing.V = shapes
	f.DrawingVersion++
	err := tx.Model(&file{}).Where("id = ?", f.ID).Updates(map[string]any{
		"drawing": f.Drawing, "drawing_version": f.DrawingVersion,
	}).Error
	if err != nil {
		return err
	}
	_, err = jobs.Enqueue(tx, jobs.Job{Kind: processJob, Payload: reference{f.ID}})
	return err
}

// processPhoto makes the forms of a photo that are missing, or that show another drawing than it has.
func (s *Service) processPhoto(ctx context.Context, id, dir string) error {
	// To the last step: of two drawings that follow each other the later one stays.
	s.photoTurn.Lock()
	defer s.photoTurn.Unlock()
	f, err := load(s.store.Read(ctx), id)
	if err != nil || (f.State != Processing && f.DrawnVersion == f.DrawingVersion) {
		return ignoreGone(err)
	}
	made, size, err := s.photos(ctx, f, dir)
	if err != nil {
		return err
	}
	return s.keep(ctx, f.ID, made, func(tx *store.Tx, now *file) error {
		now.State, now.Problem, now.Width, now.Height = Ready, "", &size.X, &size.Y
		if err := tx.Exec("UPDATE media SET drawn_version = ? WHERE id = ?", f.DrawingVersion, f.ID).Error; err != nil {
			return err
		}
		if len(f.shapes()) > 0 {
			return nil
		}
		return s.dropForms(tx, f.ID, Drawn, Plain)
	})
}

// dropForms takes forms away that the file no longer has.
func (s *Service) dropForms(tx *store.Tx, id string, variants ...Variant) error {
	var gone []string
	err := tx.Raw("DELETE FROM media_renditions WHERE media_id = ? AND variant IN ? RETURNING file", id, variants).Scan(&gone).Error
	if err != nil {
		return err
	}
	for i, name := range gone {
		gone[i] = filepath.Join(s.place(id), name)
	}
	return s.removeLater(tx, kept, gone...)
}

// drawn returns the upright photo in its full size with what is drawn on it.
func drawn(picture image.Image, turn orientation, shapes []Shape) *image.RGBA {
	from := picture.Bounds()
	canvas := image.NewRGBA(image.Rect(0, 0, from.Dx(), from.Dy()))
	draw.Draw(canvas, canvas.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(canvas, canvas.Bounds(), picture, from.Min, draw.Over)
	canvas = turn.apply(canvas)
	for _, shape := range shapes {
		shape.stroke(canvas)
	}
	return canvas
}
