package media

import "time"

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

// SetGrace moves every time limit of ffmpeg; below zero it shortens them.
func (s *Service) SetGrace(d time.Duration) { s.ffmpeg.grace = d }

// ForgetCheck makes the next run look for ffmpeg again.
func (s *Service) ForgetCheck() {
	s.ffmpeg.mu.Lock()
	defer s.ffmpeg.mu.Unlock()
	s.ffmpeg.good = false
}

// Place is where the files of a media lie.
func (s *Service) Place(id string) string { return s.place(id) }

// Incoming is where uploads lie that are not complete.
func (s *Service) Incoming() string { return s.incoming() }

// Work is where conversions work.
func (s *Service) Work() string { return s.work() }

const StrayAge, GivesWay, Kept = strayAge, givesWay, kept
