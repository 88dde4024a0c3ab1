package media

import (
	"image"
	"time"
)

// For tests in media_test, which cannot be in this package: they use interventions, which imports it.

type Metadata = metadata

func ReadMetadata(header string) (Metadata, error) { return readMetadata(header) }

func ReadOrientation(jpegHead []byte) int { return int(readOrientation(jpegHead)) }

func Judge(head []byte, declared Kind) (kind Kind, mime, problem string) {
	f := judge(head, declared)
	return f.kind, f.mime, f.problem
}

func CleanName(name, fallback string) string { return cleanName(name, fallback) }

func VersionOf(out string) (float64, bool) { return versionOf(out) }

// SetLimit caps every time limit of ffmpeg.
func (s *Service) SetLimit(d time.Duration) { s.ffmpeg.most = d }

// SetRetry makes failed jobs come back after the same short pause. It must be called before Handle.
func (s *Service) SetRetry(d time.Duration) { s.retry = func(int) time.Duration { return d } }

// Place is where the files of a media lie.
func (s *Service) Place(id string) string { return s.place(id) }

// Incoming is where uploads lie that are not complete.
func (s *Service) Incoming() string { return s.incoming() }

// Work is where conversions work.
func (s *Service) Work() string { return s.work() }

const StrayAge, GivesWay, Kept = strayAge, givesWay, kept

// DrawnOn draws shapes on an upright picture.
func DrawnOn(picture image.Image, shapes ...Shape) *image.RGBA {
	return drawn(picture, upright, shapes)
}
