package accounts

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // accepted beside JPEG
	"log/slog"

	"github.com/rwcarlsen/goexif/exif"
	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // accepted beside JPEG

	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/system"
	"fleetbox/app/web"
)

const (
	maxPhotoBytes  = 5 << 20
	maxPhotoPixels = 25_000_000 // what a phone takes; a picture that claims more is not decoded
	photoSide      = 256
	photoQuality   = 85
)

// SetPhoto gives a user a picture: a square of 256 pixels cut from the middle, upright, without
// whatever else the file carried. Problems: photo_unreadable, photo_too_large, not_found, and
// forbidden unless the actor is that user or manages users.
func (s *Service) SetPhoto(ctx context.Context, actor web.Actor, id string, data []byte) (User, error) {
	if err := mayChangePhoto(actor, id); err != nil {
		return User{}, err
	}
	select {
	case s.photos <- struct{}{}:
		defer func() { <-s.photos }()
	case <-ctx.Done():
		return User{}, ctx.Err()
	}
	photo, err := square(data)
	if err != nil {
		return User{}, err
	}
	return s.storePhoto(ctx, actor, id, photo)
}

// DropPhoto takes a user's picture away. Problems as with SetPhoto.
func (s *Service) DropPhoto(ctx context.Context, actor web.Actor, id string) (User, error) {
	if err := mayChangePhoto(actor, id); err != nil {
		return User{}, err
	}
	return s.storePhoto(ctx, actor, id, nil)
}

func mayChangePhoto(actor web.Actor, id string) error {
	if actor.May(web.ManageUsers) || (actor.Kind == web.ByUser && actor.ID == id) {
		return nil
	}
	return problem.New(problem.Forbidden, "forbidden")
}

func (s *Service) storePhoto(ctx context.Context, actor web.Actor, id string, photo []byte) (User, error) {
	var after User
	err := s.store.Write(ctx, func(tx *store.Tx) error {
		row, err := find(tx.DB, id)
		if err != nil {
			return err
		}
		before := row.user()
		err = tx.Exec("UPDATE users SET photo = ?, photo_version = photo_version + 1, version = version + 1, updated_at = ? WHERE id = ?",
			photo, store.At(tx.Now), id).Error
		if err != nil {
			return err
		}
		if row, err = find(tx.DB, id); err != nil {
			return err
		}
		after = row.user()
		changed, err := system.Difference(before, after)
		if err != nil {
			return err
		}
		return record(tx, actor, id, "changed", changed)
	})
	return after, err
}

// Photo returns version version of a user's picture, a JPEG; problem not_found when it is not the current one.
func (s *Service) Photo(ctx context.Context, id string, version int) ([]byte, error) {
	var photo []byte
	err := s.store.Read(ctx).Raw("SELECT photo FROM users WHERE id = ? AND photo_version = ? AND photo IS NOT NULL", id, version).Row().Scan(&photo)
	if store.NotFound(err) {
		return nil, problem.New(problem.NotFound, "not_found")
	}
	return photo, err
}

// square makes a user's picture of an image file.
func square(data []byte) ([]byte, error) {
	config, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, problem.New(problem.Unfit, "photo_unreadable").Because(err)
	}
	if pixels(config) > maxPhotoPixels {
		return nil, problem.New(problem.TooLarge, "photo_too_large")
	}
	picture, format, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, problem.New(problem.Unfit, "photo_unreadable").Because(err)
	}
	bounds := picture.Bounds()
	side := min(bounds.Dx(), bounds.Dy())
	left, top := bounds.Min.X+(bounds.Dx()-side)/2, bounds.Min.Y+(bounds.Dy()-side)/2
	small := image.NewRGBA(image.Rect(0, 0, photoSide, photoSide))
	draw.Draw(small, small.Bounds(), image.White, image.Point{}, draw.Src) // behind what is transparent
	draw.BiLinear.Scale(small, small.Bounds(), picture, image.Rect(left, top, left+side, top+side), draw.Over, nil)
	if format == "jpeg" {
		small = upright(small, orientation(data))
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, small, &jpeg.Options{Quality: photoQuality}); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// pixels counts those that a picture claims; one of 16 bits a channel takes twice the memory and counts twice.
func pixels(config image.Config) int64 {
	n := int64(config.Width) * int64(config.Height)
	switch config.ColorModel {
	case color.RGBA64Model, color.NRGBA64Model:
		return 2 * n
	}
	return n
}

// orientation returns the EXIF orientation of a JPEG, 1 (upright) when it has none that can be read.
func orientation(data []byte) (value int) {
	defer func() {
		if cause := recover(); cause != nil { // a reader of strangers' files: a picture must not cost more than its orientation
			slog.Warn("EXIF not read", "cause", cause)
			value = 1
		}
	}()
	tags, err := exif.Decode(bytes.NewReader(data))
	if err != nil {
		return 1
	}
	tag, err := tags.Get(exif.Orientation)
	if err != nil {
		return 1
	}
	value, err = tag.Int(0)
	if err != nil || value < 1 || value > 8 {
		return 1
	}
	return value
}

// upright turns a square picture as its EXIF orientation asks.
func upright(in *image.RGBA, orientation int) *image.RGBA {
	if orientation == 1 {
		return in
	}
	last := photoSide - 1
	out := image.NewRGBA(in.Bounds())
	for y := range photoSide {
		for x := range photoSide {
			from := [9]image.Point{
				2: {last - x, y}, 3: {last - x, last - y}, 4: {x, last - y},
				5: {y, x}, 6: {y, last - x}, 7: {last - y, last - x}, 8: {last - y, x},
			}[orientation]
			out.SetRGBA(x, y, in.RGBAAt(from.X, from.Y))
		}
	}
	return out
}
