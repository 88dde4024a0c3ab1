package media_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"fleetbox/app/media"
)

const benchSize = 500_000_000

// benchContent is made when the first benchmark asks for it: tests need no half gigabyte.
var benchContent = sync.OnceValue(func() []byte { return bytes.Repeat(noise(1, 1_000_000), benchSize/1_000_000) })

// BenchmarkPlainWrite500MB writes the same bytes to a file and makes them safe, for comparison with BenchmarkUpload500MB.
func BenchmarkPlainWrite500MB(b *testing.B) {
	dir := b.TempDir()
	b.SetBytes(benchSize)
	for i := range b.N {
		path := filepath.Join(dir, fmt.Sprint(i))
		f, err := os.Create(path)
		must(b, err)
		for from := 0; from < benchSize; from += 1 << 20 {
			_, err := f.Write(benchContent()[from:min(benchSize, from+1<<20)])
			must(b, err)
		}
		must(b, f.Sync())
		must(b, f.Close())
		b.StopTimer()
		must(b, os.Remove(path))
		b.StartTimer()
	}
}

// BenchmarkUpload500MB receives 500 MB over loopback: summed, written, synced, confirmed.
func BenchmarkUpload500MB(b *testing.B) {
	for name, part := range map[string]int64{"whole": benchSize, "parts of 8 MB": 8 << 20} {
		b.Run(name, func(b *testing.B) {
			box := start(b, setup{idle: true})
			in := box.intervention()
			b.SetBytes(benchSize)
			for range b.N {
				b.StopTimer()
				s := box.sending(phone, in, "document", benchContent())
				b.StartTimer()
				s.create()
				conn, err := net.Dial("tcp", strings.TrimPrefix(box.url, "http://"))
				must(b, err)
				answers := bufio.NewReader(conn)
				var a *http.Response
				for from := int64(0); from < benchSize; from += part {
					a = s.push(conn, answers, from, min(benchSize, from+part))
				}
				if a.StatusCode != http.StatusNoContent || a.Header.Get("X-FleetBox-Sha256") != s.meta["sha256"] {
					b.Fatal(a.Status)
				}
				b.StopTimer()
				must(b, conn.Close())
				must(b, os.RemoveAll(box.service.Place(s.id)))
				b.StartTimer()
			}
		})
	}
}

// push sends a part as cheaply as can be: it is the box that is measured.
func (s *sending) push(conn net.Conn, answers *bufio.Reader, from, to int64) *http.Response {
	_, err := fmt.Fprintf(conn, "PATCH %s HTTP/1.1\r\nHost: box\r\nX-Test-Actor: %s\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: %d\r\n"+
		"Content-Type: application/offset+octet-stream\r\nContent-Length: %d\r\n\r\n", s.location, s.as, from, to-from)
	must(s.b.t, err)
	_, err = conn.Write(s.content[from:to])
	must(s.b.t, err)
	a, err := http.ReadResponse(answers, nil)
	must(s.b.t, err)
	must(s.b.t, a.Body.Close())
	return a
}

// BenchmarkLastByteToPlayable is the time from the last byte of 30 s of 1080p H.264 until it can be watched.
func BenchmarkLastByteToPlayable(b *testing.B) {
	dir := b.TempDir()
	path := filepath.Join(dir, "clip.mp4")
	ffmpegRun(b, "-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=30:d=30", "-f", "lavfi", "-i", "sine=d=30",
		"-c:v", "libx264", "-preset", "ultrafast", "-b:v", "17M", "-pix_fmt", "yuv420p", "-c:a", "aac", path)
	content, err := os.ReadFile(path)
	must(b, err)
	box := start(b, setup{})
	in := box.intervention()
	var longest time.Duration
	b.ResetTimer()
	for range b.N {
		b.StopTimer()
		s := box.sending(phone, in, "video", content)
		box.setLimits(media.Limits{Photos: 50, Video: time.Hour, VideoTotal: 10 * time.Hour})
		s.create()
		last := int64(len(content)) - 1
		s.patch(0, last)
		b.StartTimer()
		began := time.Now()
		s.patch(last, last+1)
		v := box.wait(in, s.id, func(v media.View) bool { return v.URLs.Video != nil })
		longest = max(longest, time.Since(began))
		b.StopTimer()
		if a := box.do(nobody, "HEAD", *v.URLs.Video, nil, nil); a.status != 200 {
			b.Fatal(a.status)
		}
		box.wait(in, s.id, final)
		b.StartTimer()
	}
	b.ReportMetric(float64(longest.Milliseconds()), "longest-ms")
	b.ReportMetric(float64(len(content))/1e6, "MB")
}

// BenchmarkConversion compares the way to the final form of a minute in another format with bare ffmpeg on the same file.
func BenchmarkConversion(b *testing.B) {
	dir := b.TempDir()
	path := filepath.Join(dir, "clip.webm")
	ffmpegRun(b, "-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=30:d=60", "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "6M", "-live", "1", path)
	content, err := os.ReadFile(path)
	must(b, err)
	b.Run("bare ffmpeg", func(b *testing.B) {
		for range b.N {
			ffmpegRun(b, "-i", path, "-vf", "scale=1280:720,setsar=1,format=yuv420p,fps=30", "-c:v", "libx264", "-preset", "veryfast", "-crf", "27",
				"-movflags", "+faststart", "-f", "mp4", filepath.Join(dir, "out.mp4"))
		}
	})
	b.Run("last byte to playable", func(b *testing.B) {
		box := start(b, setup{})
		in := box.intervention()
		box.setLimits(media.Limits{Photos: 50, Video: time.Hour, VideoTotal: 10 * time.Hour})
		last := int64(len(content)) - 1
		for range b.N {
			b.StopTimer()
			s := box.sending(phone, in, "video", content)
			s.create()
			s.patch(0, last)
			b.StartTimer()
			s.patch(last, last+1)
			box.wait(in, s.id, final)
		}
	})
}

// BenchmarkServe reads a range of a video again and again, as a phone does.
func BenchmarkServe(b *testing.B) {
	box := start(b, setup{})
	in := box.intervention()
	s := box.sending(phone, in, "video", clip(b, "faststart.mp4"))
	s.send()
	v := box.wait(in, s.id, final)
	b.SetBytes(1_000_000)
	b.ResetTimer()
	for range b.N {
		r, err := http.NewRequest(http.MethodGet, box.url+*v.URLs.Video, nil)
		must(b, err)
		r.Header.Set("Range", "bytes=0-999999")
		response, err := http.DefaultClient.Do(r)
		must(b, err)
		_, err = io.Copy(io.Discard, response.Body)
		must(b, err)
		must(b, response.Body.Close())
	}
}
