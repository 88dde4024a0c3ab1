package customerpage

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"fleetbox/app/interventions"
	"fleetbox/app/media"
	"fleetbox/app/problem"
	"fleetbox/app/store"
)

const (
	watchedBytes = 16 << 10
	// mostSpans bounds what is kept of one video: jumping about is cut down to its longest parts.
	mostSpans = 200
	wholeBP   = 10_000
)

// span is a part of a video that was played, in milliseconds from its beginning: from, to.
type span [2]int64

// merge returns the union of spans within a video of a length, in order and without overlaps. At
// most mostSpans are kept, the longest ones.
func merge(spans []span, length int64) []span {
	kept := make([]span, 0, len(spans))
	for _, s := range spans {
		s[0], s[1] = max(s[0], 0), min(s[1], length)
		if s[0] < s[1] {
			kept = append(kept, s)
		}
	}
	slices.SortFunc(kept, func(a, b span) int { return compare(a[0], b[0]) })
	merged := kept[:0]
	for _, s := range kept {
		if n := len(merged); n > 0 && s[0] <= merged[n-1][1] {
			merged[n-1][1] = max(merged[n-1][1], s[1])
			continue
		}
		merged = append(merged, s)
	}
	if len(merged) <= mostSpans {
		return merged
	}
	slices.SortFunc(merged, func(a, b span) int { return compare(b[1]-b[0], a[1]-a[0]) })
	merged = merged[:mostSpans]
	slices.SortFunc(merged, func(a, b span) int { return compare(a[0], b[0]) })
	return merged
}

func compare(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// share is how much of a video was played, in basis points.
func share(spans []span, length int64) int64 {
	var played int64
	for _, s := range spans {
		played += s[1] - s[0]
	}
	if length <= 0 {
		return 0
	}
	return min(wholeBP, played*wholeBP/length)
}

type watchedInput struct {
	Media string `json:"media"`
	Spans []span `json:"spans"`
}

// postWatched keeps what of a video was played. What a browser claims is bounded by the video itself.
func (s *Service) postWatched(w http.ResponseWriter, r *http.Request) {
	if ahead(r) {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	in, link, err := s.Interventions.ByToken(r.Context(), r.PathValue("token"))
	if err != nil {
		s.refuse(w, err)
		return
	}
	var input watchedInput
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, watchedBytes)).Decode(&input); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	if err := s.keepWatched(r.Context(), in, link, input); err != nil {
		s.refuse(w, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// mediaView is how much of a video was seen through one link.
type mediaView struct {
	LinkID    string `gorm:"primaryKey"`
	MediaID   string `gorm:"primaryKey"`
	Watched   store.JSON[[]span]
	ShareBP   int64 `gorm:"column:share_bp"`
	UpdatedAt store.Time
}

// keepWatched adds to what was watched before. Problem not_found for a file that is not the customer's to see.
func (s *Service) keepWatched(ctx context.Context, in *interventions.Intervention, link interventions.Link, input watchedInput) error {
	length, err := s.lengthOf(ctx, in.ID, input.Media)
	if err != nil {
		return err
	}
	return s.Store.Write(ctx, func(tx *store.Tx) error {
		seen := mediaView{LinkID: link.ID, MediaID: input.Media}
		err := tx.Where("link_id = ? AND media_id = ?", link.ID, input.Media).Take(&seen).Error
		if err != nil && !store.NotFound(err) {
			return err
		}
		merged := merge(append(seen.Watched.V, input.Spans...), length)
		if slices.Equal(merged, seen.Watched.V) {
			return nil
		}
		before := seen.ShareBP
		seen.Watched.V, seen.ShareBP, seen.UpdatedAt = merged, share(merged, length), store.At(tx.Now)
		if err := tx.Save(&seen).Error; err != nil || seen.ShareBP == before {
			return err
		}
		return tx.Announce("intervention", in.ID)
	})
}

func (s *Service) lengthOf(ctx context.Context, interventionID, mediaID string) (int64, error) {
	files, err := s.Media.Of(ctx, interventionID)
	if err != nil {
		return 0, err
	}
	for _, file := range files {
		if file.ID == mediaID && file.Shown() && file.Kind == media.Video && file.DurationMS != nil {
			return *file.DurationMS, nil
		}
	}
	return 0, problem.New(problem.NotFound, "not_found")
}
