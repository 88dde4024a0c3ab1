package webtest

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"testing"
)

// Halves is a picture whose left half is red and whose right half is blue.
func Halves(width, height int) image.Image {
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			c := color.RGBA{R: 220, A: 255}
			if x >= width/2 {
				c = color.RGBA{B: 220, A: 255}
			}
			picture.SetRGBA(x, y, c)
		}
	}
	return picture
}

// JPEG is a picture as a camera stores it.
func JPEG(t testing.TB, picture image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// WithEXIF puts a camera's notes into a JPEG: how to turn it, the maker
// (SecretMaker), and where it was taken.
func WithEXIF(plain []byte, orientation uint16) []byte {
	order := binary.BigEndian
	entry := func(tag, kind uint16, count, value uint32) []byte {
		out := order.AppendUint16(order.AppendUint16(nil, tag), kind)
		return order.AppendUint32(order.AppendUint32(out, count), value)
	}
	tiff := append([]byte("MM\x00\x2a"), 0, 0, 0, 8)
	tiff = order.AppendUint16(tiff, 3)
	const afterFirst = 8 + 2 + 3*12 + 4
	tiff = append(tiff, entry(0x010f, 2, 12, afterFirst)...) // maker
	tiff = append(tiff, entry(0x0112, 3, 1, uint32(orientation)<<16)...)
	tiff = append(tiff, entry(0x8825, 4, 1, afterFirst+12)...) // GPS directory
	tiff = order.AppendUint32(tiff, 0)
	tiff = append(tiff, "SecretMaker\x00"...)
	tiff = order.AppendUint16(tiff, 4)
	const afterGPS = afterFirst + 12 + 2 + 4*12 + 4
	tiff = append(tiff, entry(0x0001, 2, 2, uint32('N')<<24)...)
	tiff = append(tiff, entry(0x0002, 5, 3, afterGPS)...)
	tiff = append(tiff, entry(0x0003, 2, 2, uint32('E')<<24)...)
	tiff = append(tiff, entry(0x0004, 5, 3, afterGPS)...)
	tiff = order.AppendUint32(tiff, 0)
	for _, v := range []uint32{48, 1, 51, 1, 30, 1} {
		tiff = order.AppendUint32(tiff, v)
	}
	segment := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{0xff, 0xd8, 0xff, 0xe1}, order.AppendUint16(nil, uint16(len(segment)+2))...)
	return append(append(out, segment...), plain[2:]...)
}

// Bomb is a PNG whose header claims a size, with hardly anything behind it.
func Bomb(width, height uint32) []byte {
	order := binary.BigEndian
	chunk := func(kind string, data []byte) []byte {
		out := order.AppendUint32(nil, uint32(len(data)))
		body := append([]byte(kind), data...)
		return order.AppendUint32(append(out, body...), crc32.ChecksumIEEE(body))
	}
	header := append(order.AppendUint32(order.AppendUint32(nil, width), height), 8, 2, 0, 0, 0)
	return bytes.Join([][]byte{[]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", header), chunk("IDAT", []byte{0x78, 0x9c}), chunk("IEND", nil)}, nil)
}
