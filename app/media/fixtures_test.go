package media_test

import (
	"archive/zip"
	"bytes"
	"image"
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

func asPNG(t testing.TB, picture image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	must(t, png.Encode(&out, picture))
	return out.Bytes()
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
