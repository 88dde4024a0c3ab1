package media

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // registered for image.Decode
	"io"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // registered for image.Decode
)

const (
	photoPixels = 64 << 20 // 50 megapixels are the most that phones take
	largeSide   = 1920
)

// The longer sides of the forms that pages choose from by the room they have, in pixels.
const (
	MediumSide = 960
	SmallSide  = 480
)

// photos makes the sizes of a photo: upright, without a word of what the camera wrote beside it.
func (s *Service) photos(ctx context.Context, f *file, dir string) (made []output, size image.Point, err error) {
	picture, turn, err := s.decode(ctx, f, dir)
	if err != nil {
		return nil, image.Point{}, err
	}
	if shapes := f.shapes(); len(shapes) > 0 {
		plain, err := writeJPEG(dir, Plain, turn.apply(scale(picture, largeSide)), sizeQuality)
		if err != nil {
			return nil, image.Point{}, err
		}
		canvas := drawn(picture, turn, shapes)
		picture, turn = canvas, upright
		whole, err := writeJPEG(dir, Drawn, canvas, fullQuality)
		if err != nil {
			return nil, image.Point{}, err
		}
		made = append(made, plain, whole)
	}
	for _, form := range []struct {
		variant Variant
		side    int
	}{{Large, largeSide}, {Medium, MediumSide}, {Small, SmallSide}} {
		out, err := writeJPEG(dir, form.variant, turn.apply(scale(picture, form.side)), sizeQuality)
		if err != nil {
			return nil, image.Point{}, err
		}
		made = append(made, out)
	}
	size = picture.Bounds().Size()
	if turn.swaps() {
		size.X, size.Y = size.Y, size.X
	}
	return made, size, nil
}

// decode reads a photo. Formats that Go does not know go through ffmpeg, as guarded as a video.
func (s *Service) decode(ctx context.Context, f *file, dir string) (image.Image, orientation, error) {
	path := s.original(f.ID)
	picture, err := decodeFile(path)
	var unsupported jpeg.UnsupportedError
	if f.MIME != "image/heic" && !errors.As(err, &unsupported) {
		return picture, orientationOf(path), err
	}
	plain := filepath.Join(dir, "plain.png")
	formats, code := "mov", HEICUnreadable
	if f.MIME == "image/jpeg" {
		formats, code = "jpeg_pipe", CannotBeRead
	}
	args := slices.Concat(input(path, formats, photoPixels), []string{"-frames:v", "1", "-map_metadata", "-1", "-update", "1", "-f", "image2", plain})
	if err := s.ffmpeg.convert(ctx, dir, posterLimit, quick, args...); err != nil {
		if reason := reasonOf(err); reason == CannotBeRead || reason == Broke {
			err = &trouble{code, err}
		}
		return nil, upright, err
	}
	picture, err = decodeFile(plain)
	return picture, orientationOf(path), err
}

// decodeFile reads a picture after its header has told that it is of a sane size.
func decodeFile(path string) (image.Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	header, _, err := image.DecodeConfig(bufio.NewReader(f))
	if err != nil {
		return nil, &trouble{CannotBeRead, err}
	}
	if header.Width <= 0 || header.Height <= 0 || header.Width > photoPixels/header.Height {
		return nil, &trouble{TooManyPixels, fmt.Errorf("%d × %d", header.Width, header.Height)}
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	picture, _, err := image.Decode(bufio.NewReader(f))
	if err != nil {
		return nil, &trouble{CannotBeRead, err}
	}
	return picture, nil
}

// Qualities of JPEGs: what goes over a customer's line, and what is kept in full size.
const (
	sizeQuality = 82
	fullQuality = 93
)

func writeJPEG(dir string, variant Variant, picture *image.RGBA, quality int) (output, error) {
	path := filepath.Join(dir, string(variant)+".jpg")
	f, err := os.Create(path)
	if err != nil {
		return output{}, err
	}
	buffered := bufio.NewWriter(f)
	err = errors.Join(jpeg.Encode(buffered, picture, &jpeg.Options{Quality: quality}), buffered.Flush(), f.Close())
	size := picture.Bounds().Size()
	return output{variant: variant, path: path, mime: "image/jpeg", width: size.X, height: size.Y}, err
}

// scale brings the longer side of a picture down to side, on white where it is transparent.
func scale(picture image.Image, side int) *image.RGBA {
	from := picture.Bounds()
	width, height := from.Dx(), from.Dy()
	if long := max(width, height); long > side {
		width, height = max(1, width*side/long), max(1, height*side/long)
	}
	// Far down, an average in one quick step first: the fine kernel alone would take gigabytes for a large photo.
	for from.Dx() >= 4*width && from.Dy() >= 4*height {
		half := image.NewRGBA(image.Rect(0, 0, from.Dx()/2, from.Dy()/2))
		draw.Draw(half, half.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
		draw.ApproxBiLinear.Scale(half, half.Bounds(), picture, from, draw.Over, nil)
		picture, from = half, half.Bounds()
	}
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.CatmullRom.Scale(out, out.Bounds(), picture, from, draw.Over, nil)
	return out
}

// orientation is how EXIF says that a picture has to be turned, 1 to 8.
type orientation uint16

const upright orientation = 1

// swaps tells whether the turned picture's width is the height of the one as stored.
func (o orientation) swaps() bool { return o >= 5 && o <= 8 }

// apply turns and mirrors a picture.
func (o orientation) apply(picture *image.RGBA) *image.RGBA {
	if o <= upright || o > 8 {
		return picture
	}
	width, height := picture.Bounds().Dx(), picture.Bounds().Dy()
	size := image.Rect(0, 0, width, height)
	if o.swaps() {
		size = image.Rect(0, 0, height, width)
	}
	out := image.NewRGBA(size)
	for y := range size.Dy() {
		for x := range size.Dx() {
			fromX, fromY := o.source(x, y, width, height)
			copy(out.Pix[out.PixOffset(x, y):][:4], picture.Pix[picture.PixOffset(fromX, fromY):][:4])
		}
	}
	return out
}

// source is the point of a stored picture of width × height that is seen at x, y.
func (o orientation) source(x, y, width, height int) (int, int) {
	switch o {
	case 2:
		return width - 1 - x, y
	case 3:
		return width - 1 - x, height - 1 - y
	case 4:
		return x, height - 1 - y
	case 5:
		return y, x
	case 6:
		return y, height - 1 - x
	case 7:
		return width - 1 - y, height - 1 - x
	case 8:
		return width - 1 - y, x
	}
	return x, y
}

// exifBefore is how far into a JPEG the camera's notes are looked for.
const exifBefore = 256 << 10

// orientationOf reads how a JPEG has to be turned; upright when it does not say so in a way that can be understood.
func orientationOf(path string) orientation {
	f, err := os.Open(path)
	if err != nil {
		return upright
	}
	defer func() { _ = f.Close() }()
	head, err := io.ReadAll(io.LimitReader(f, exifBefore))
	if err != nil {
		return upright
	}
	return readOrientation(head)
}

func readOrientation(jpegHead []byte) orientation {
	rest, found := jpegHead, len(jpegHead) > 2 && jpegHead[0] == 0xff && jpegHead[1] == 0xd8
	if !found {
		return upright
	}
	rest = rest[2:]
	for len(rest) >= 4 && rest[0] == 0xff {
		marker, length := rest[1], int(binary.BigEndian.Uint16(rest[2:]))
		if length < 2 || len(rest) < 2+length || marker == 0xda {
			return upright
		}
		segment := rest[4 : 2+length]
		if marker == 0xe1 && len(segment) > 6 && string(segment[:6]) == "Exif\x00\x00" {
			return tiffOrientation(segment[6:])
		}
		rest = rest[2+length:]
	}
	return upright
}

// tiffOrientation looks for the entry 0x0112 in the first directory.
func tiffOrientation(tiff []byte) orientation {
	if len(tiff) < 8 {
		return upright
	}
	var order binary.ByteOrder = binary.BigEndian
	if string(tiff[:2]) == "II" {
		order = binary.LittleEndian
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return upright
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12 {
			return upright
		}
		if value := orientation(order.Uint16(entries[8:])); order.Uint16(entries) == 0x0112 && value >= 1 && value <= 8 {
			return value
		}
		entries = entries[12:]
	}
	return upright
}
