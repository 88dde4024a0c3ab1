package media_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// clips are made once by ffmpeg itself, the first time that a test wants them.
var clips = struct {
	sync.Mutex
	dir  string
	made map[string][]byte
}{made: map[string][]byte{}}

func TestMain(m *testing.M) {
	code := m.Run()
	if clips.dir != "" {
		_ = os.RemoveAll(clips.dir)
	}
	os.Exit(code)
}

const (
	pictures = "-f lavfi -i testsrc2=s=1280x720:r=24:d=2 "
	sound    = "-f lavfi -i sine=d=2 "
	x264     = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 30 "
)

var recipes = map[string]string{
	"h264.mp4":      pictures + sound + x264 + "-c:a aac -f mp4",
	"place.mov":     "-f lavfi -i testsrc2=s=320x240:r=24:d=1 " + x264 + "-metadata location=+48.8584+002.2945/ -f mov",
	"upright.mp4":   "-f lavfi -i testsrc2=s=720x1280:r=24:d=1 " + x264 + "-f mp4",
	"chrome.mp4":    pictures + sound + x264 + "-c:a libopus -movflags frag_keyframe+empty_moov -f mp4",
	"chrome.webm":   pictures + sound + "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 1M -c:a libopus -live 1 -f webm",
	"vp8.webm":      pictures + "-c:v libvpx -deadline realtime -cpu-used 8 -b:v 1M -live 1 -f webm",
	"hevc.mov":      "-f lavfi -i testsrc2=s=640x360:r=24:d=2 " + sound + "-c:v libx265 -preset ultrafast -x265-params log-level=none -pix_fmt yuv420p10le -color_trc arib-std-b67 -color_primaries bt2020 -colorspace bt2020nc -tag:v hvc1 -c:a aac -f mov",
	"4k.mp4":        "-f lavfi -i testsrc2=s=3840x2160:r=60:d=0.5 " + x264 + "-f mp4",
	"odd.mp4":       "-f lavfi -i testsrc2=s=854x480:r=24:d=1,crop=851:477:exact=1 -c:v libx264 -preset ultrafast -pix_fmt yuv444p -f mp4",
	"faststart.mp4": "-f lavfi -i testsrc2=s=640x360:r=24:d=20 -f lavfi -i sine=d=20 " + x264 + "-b:v 2M -c:a aac -movflags +faststart -f mp4",
	"sound.mp4":     sound + "-c:a aac -f mp4",
	"old.3gp":       "-f lavfi -i testsrc2=s=352x288:r=15:d=1 -c:v mpeg4 -f 3gp",
}

// clip returns a video made by a recipe.
func clip(t testing.TB, name string) []byte {
	t.Helper()
	clips.Lock()
	defer clips.Unlock()
	if made := clips.made[name]; made != nil {
		return made
	}
	if clips.dir == "" {
		dir, err := os.MkdirTemp("", "fleetbox-clips-")
		must(t, err)
		clips.dir = dir
	}
	path := filepath.Join(clips.dir, name)
	ffmpegRun(t, append(strings.Fields(recipes[name]), path)...)
	content, err := os.ReadFile(path)
	must(t, err)
	clips.made[name] = content
	return content
}

// turnedClip lies on its side and says so, as a phone records it.
func turnedClip(t testing.TB) []byte {
	t.Helper()
	source, target := filepath.Join(t.TempDir(), "in.mp4"), filepath.Join(t.TempDir(), "out.mp4")
	must(t, os.WriteFile(source, clip(t, "h264.mp4"), 0o600))
	ffmpegRun(t, "-i", source, "-c", "copy", "-metadata:s:v", "rotate=90", target)
	content, err := os.ReadFile(target)
	must(t, err)
	return content
}

func ffmpegRun(t testing.TB, args ...string) {
	t.Helper()
	out, err := exec.Command("ffmpeg", append([]string{"-hide_banner", "-v", "error", "-y"}, args...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("ffmpeg %v: %v\n%s", args, err, out)
	}
}

// probe asks ffprobe for one thing of a video.
func probe(t testing.TB, content []byte, entries string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "probed")
	must(t, os.WriteFile(path, content, 0o600))
	out, err := exec.Command("ffprobe", "-v", "error", "-of", "default=nw=1", "-show_entries", entries, path).CombinedOutput()
	if err != nil {
		t.Fatalf("ffprobe: %v\n%s", err, out)
	}
	return string(out)
}

// halves is a picture whose left half is red and whose right half is blue.
func halves(width, height int) image.Image {
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

func asJPEG(t testing.TB, picture image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	must(t, jpeg.Encode(&out, picture, &jpeg.Options{Quality: 90}))
	return out.Bytes()
}

func asPNG(t testing.TB, picture image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	must(t, png.Encode(&out, picture))
	return out.Bytes()
}

// withEXIF puts a camera's notes into a JPEG: how to turn it, the maker, and where it was taken.
func withEXIF(plain []byte, orientation uint16) []byte {
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

// bomb is a PNG whose header claims a size, with hardly anything behind it.
func bomb(width, height uint32) []byte {
	order := binary.BigEndian
	chunk := func(kind string, data []byte) []byte {
		out := order.AppendUint32(nil, uint32(len(data)))
		body := append([]byte(kind), data...)
		return order.AppendUint32(append(out, body...), crc32.ChecksumIEEE(body))
	}
	header := append(order.AppendUint32(order.AppendUint32(nil, width), height), 8, 2, 0, 0, 0)
	return bytes.Join([][]byte{[]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", header), chunk("IDAT", []byte{0x78, 0x9c}), chunk("IEND", nil)}, nil)
}

// officeFile is a package as the programs of an office make them, holding a file of that name.
func officeFile(t testing.TB, holds string) []byte {
	return zipped(t, "[Content_Types].xml", "<Types/>", "_rels/.rels", "<Relationships/>", holds, "<x/>")
}

func openDocument(t testing.TB, kind string) []byte {
	return zipped(t, "mimetype", "application/vnd.oasis.opendocument."+kind, "content.xml", "<x/>")
}

func zipped(t testing.TB, pairs ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for i := 0; i < len(pairs); i += 2 {
		w, err := archive.CreateHeader(&zip.FileHeader{Name: pairs[i], Method: zip.Store})
		must(t, err)
		_, err = w.Write([]byte(pairs[i+1]))
		must(t, err)
	}
	must(t, archive.Close())
	return out.Bytes()
}
