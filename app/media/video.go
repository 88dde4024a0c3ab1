package media

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// clip is what a video's own headers say, turned as it is shown.
type clip struct {
	width, height int
	duration      time.Duration // 0 when not told
	rate          float64       // pictures a second, 0 when not told
	codec, pixels string
	transfer      string // how brightness is written; tells HDR
	audio         string // codec, empty without sound
}

type probed struct {
	Streams []struct {
		CodecName    string            `json:"codec_name"`
		CodecType    string            `json:"codec_type"`
		Width        int               `json:"width"`
		Height       int               `json:"height"`
		PixFmt       string            `json:"pix_fmt"`
		Transfer     string            `json:"color_transfer"`
		Aspect       string            `json:"sample_aspect_ratio"`
		Rate         string            `json:"avg_frame_rate"`
		Disposition  map[string]int    `json:"disposition"`
		SideDataList []json.RawMessage `json:"side_data_list"`
	} `json:"streams"`
	Format struct {
		Duration string `json:"duration"`
	} `json:"format"`
}

// probe reads a video's headers.
func (s *Service) probe(ctx context.Context, path string) (clip, error) {
	args := append([]string{"-show_format", "-show_streams"}, input(path, videoFormats, videoPixels)...)
	out, err := s.ffmpeg.ask(ctx, args...)
	if err != nil {
		return clip{}, err
	}
	var p probed
	if err := json.Unmarshal(out, &p); err != nil {
		return clip{}, &trouble{CannotBeRead, err}
	}
	return p.clip()
}

func (p probed) clip() (clip, error) {
	c := clip{duration: seconds(p.Format.Duration)}
	for _, stream := range p.Streams {
		switch {
		case stream.CodecType == "audio" && c.audio == "":
			c.audio = stream.CodecName
		case stream.CodecType == "video" && c.codec == "" && stream.Disposition["attached_pic"] == 0:
			c.codec, c.pixels, c.transfer = stream.CodecName, stream.PixFmt, stream.Transfer
			c.rate = ratio(stream.Rate, 0)
			c.width, c.height = int(math.Round(float64(stream.Width)*ratio(stream.Aspect, 1))), stream.Height
			if turned(stream.SideDataList) {
				c.width, c.height = c.height, c.width
			}
		}
	}
	if c.codec == "" || c.width <= 0 || c.height <= 0 {
		return clip{}, &trouble{CannotBeRead, errors.New("no pictures in it")}
	}
	if c.width*c.height > videoPixels {
		return clip{}, &trouble{TooManyPixels, fmt.Errorf("%d × %d", c.width, c.height)}
	}
	return c, nil
}

// turned tells whether a player shows the pictures lying on their side.
func turned(sideData []json.RawMessage) bool {
	for _, raw := range sideData {
		var data struct {
			Rotation float64 `json:"rotation"`
		}
		if json.Unmarshal(raw, &data) == nil && math.Mod(math.Abs(data.Rotation), 180) > 45 {
			return true
		}
	}
	return false
}

func seconds(text string) time.Duration {
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || value <= 0 || value > 1e6 {
		return 0
	}
	return time.Duration(value * float64(time.Second))
}

// ratio reads a fraction such as 30000/1001 or 4:3.
func ratio(text string, unknown float64) float64 {
	above, below, found := strings.Cut(strings.Replace(text, ":", "/", 1), "/")
	a, err := strconv.ParseFloat(above, 64)
	b, belowErr := strconv.ParseFloat(below, 64)
	if !found || err != nil || belowErr != nil || a <= 0 || b <= 0 || a/b > 1000 || a/b < .001 {
		return unknown
	}
	return a / b
}

// examine probes a video. Browsers record without writing down how long; then it is packed anew to find
// out, once: the row knows it from then on.
func (s *Service) examine(ctx context.Context, f *file, path, dir string) (clip, error) {
	c, err := s.probe(ctx, path)
	if err != nil || c.duration > 0 {
		return c, err
	}
	if f.DurationMS != nil {
		c.duration = time.Duration(*f.DurationMS) * time.Millisecond
		return c, nil
	}
	packed := filepath.Join(dir, "packed.mkv")
	args := slices.Concat(input(path, videoFormats, videoPixels), []string{"-map", "0:v:0", "-map", "0:a:0?", "-c", "copy", "-f", "matroska", packed})
	if err := s.ffmpeg.convert(ctx, dir, quickLimit, quick, args...); err != nil {
		return c, err
	}
	again, err := s.probe(ctx, packed)
	c.duration = again.duration
	return c, err
}

const (
	quickLimit  = 2 * time.Minute
	posterLimit = time.Minute
)

// convertLimit is how long a conversion may take; a workshop's box can be slow.
func convertLimit(c clip) time.Duration { return 10*time.Minute + 10*min(c.duration, time.Hour) }

// playsOnPhones tells whether a phone can play the pictures as they are.
func (c clip) playsOnPhones() bool {
	long, short := max(c.width, c.height), min(c.width, c.height)
	return c.codec == "h264" && (c.pixels == "yuv420p" || c.pixels == "yuvj420p") && long <= 1920 && short <= 1088
}

func (c clip) hdr() bool { return c.transfer == "smpte2084" || c.transfer == "arib-std-b67" }

// bare leaves out everything but pictures and sound: places, times, names, subtitles, data.
var bare = []string{"-map", "0:v:0", "-map", "0:a:0?", "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags", "+bitexact"}

var streamed = []string{"-movflags", "+faststart", "-f", "mp4"}

// repack puts the pictures of an H.264 video as they are into a file that plays while it loads.
func (s *Service) repack(ctx context.Context, path, dir string, c clip) (output, error) {
	audio := []string{"-c:a", "aac", "-b:a", "96k", "-ac", "2"}
	if c.audio == "aac" || c.audio == "mp3" {
		audio = []string{"-c:a", "copy"}
	}
	target := filepath.Join(dir, "repacked.mp4")
	args := slices.Concat(input(path, videoFormats, videoPixels), bare, []string{"-c:v", "copy"}, audio, streamed, []string{target})
	if err := s.ffmpeg.convert(ctx, dir, quickLimit, quick, args...); err != nil {
		return output{}, err
	}
	return output{variant: VideoStream, path: target, mime: "video/mp4", width: c.width, height: c.height}, nil
}

const (
	videoShort  = 720 // the shorter side of what customers get
	fastest     = 30  // pictures a second
	videoFinal  = 2   // the first revision of a video that is not merely repacked
	posterWidth = 1280
	smallWidth  = 480
)

// recode makes the form in which customers get a video: 720p, H.264 and AAC, upright, ordinary colours, an even rate.
func (s *Service) recode(ctx context.Context, path, dir string, c clip, most time.Duration) (output, error) {
	width, height := shrink(c.width, c.height, videoShort)
	target := filepath.Join(dir, "recoded.mp4")
	args := slices.Concat(input(path, videoFormats, videoPixels), bare, []string{
		"-t", strconv.FormatFloat(most.Seconds(), 'f', 3, 64),
		"-vf", s.filters(c, width, height) + ",fps=" + rateOf(c.rate),
		"-c:v", "libx264", "-preset", "veryfast", "-crf", "27", "-profile:v", "high", "-pix_fmt", "yuv420p",
		"-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
		"-c:a", "aac", "-b:a", "96k", "-ac", "2", "-ar", "48000",
	}, streamed, []string{target})
	if err := s.ffmpeg.convert(ctx, dir, convertLimit(c), slow, args...); err != nil {
		return output{}, err
	}
	return output{variant: VideoStream, path: target, mime: "video/mp4", width: width, height: height, revision: videoFinal}, nil
}

// filters bring pictures to a size, and HDR to what every screen shows.
func (s *Service) filters(c clip, width, height int) string {
	scale := fmt.Sprintf("scale=%d:%d,setsar=1", width, height)
	if c.hdr() && s.ffmpeg.tonesDown() {
		return scale + ",zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=tonemap=hable:desat=0," +
			"zscale=t=bt709:m=bt709:r=tv,format=yuv420p"
	}
	return scale + ",format=yuv420p"
}

// rateOf is the even rate for a video, in pictures a second.
func rateOf(rate float64) string {
	for _, usual := range []float64{10, 15, 24, 25} {
		if math.Abs(rate-usual) < .5 {
			return strconv.Itoa(int(usual))
		}
	}
	return strconv.Itoa(fastest)
}

// shrink brings the shorter side down to short, and both to even numbers, as H.264 wants them.
func shrink(width, height, short int) (int, int) {
	factor := min(1, float64(short)/float64(min(width, height)))
	even := func(side int) int { return max(2, int(math.Round(float64(side)*factor/2))*2) }
	return even(width), even(height)
}

// posters makes the pictures that stand for a video: the most telling one of its second second.
func (s *Service) posters(ctx context.Context, path, dir string, c clip) ([]output, error) {
	from := min(time.Second, c.duration/4)
	width, height := narrow(c.width, c.height, posterWidth)
	smallW, smallH := narrow(c.width, c.height, smallWidth)
	poster, small := filepath.Join(dir, "poster.jpg"), filepath.Join(dir, "small.jpg")
	jpeg := func(label, target string) []string {
		return []string{"-map", label, "-frames:v", "1", "-q:v", "4", "-map_metadata", "-1", "-fflags", "+bitexact", "-flags", "+bitexact", "-update", "1", "-f", "image2", target}
	}
	args := slices.Concat(
		[]string{"-ss", strconv.FormatFloat(from.Seconds(), 'f', 3, 64)},
		input(path, videoFormats, videoPixels),
		[]string{"-filter_complex", fmt.Sprintf("[0:v:0]thumbnail=24,%s,format=yuvj420p,split[a][b];[b]scale=%d:%d[small]",
			s.filters(c, width, height), smallW, smallH)},
		jpeg("[a]", poster), jpeg("[small]", small),
	)
	if err := s.ffmpeg.convert(ctx, dir, posterLimit, quick, args...); err != nil {
		return nil, err
	}
	return []output{
		{variant: Poster, path: poster, mime: "image/jpeg", width: width, height: height},
		{variant: Small, path: small, mime: "image/jpeg", width: smallW, height: smallH},
	}, nil
}

// narrow brings the longer side down to long, and both to even numbers.
func narrow(width, height, long int) (int, int) {
	short := max(2, min(width, height)*long/max(width, height))
	return shrink(width, height, short)
}

// endsEarly tells whether what could be read of a video is clearly shorter than the file had announced.
func endsEarly(announced, got time.Duration) bool {
	return announced > 0 && got < announced-max(time.Second, announced/50)
}
