package interventions

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"

	"fleetbox/app/media"
	"fleetbox/app/problem"
)

// Shown says what a page shows of an intervention, for its form to carry: the files by name, after a seal over
// them and over all texts and prices. Only this box can make it.
func (s *Service) Shown(in *Intervention, files []media.View) string {
	names := []string{s.seal(in, files)}
	for _, file := range files {
		if file.Shown() {
			names = append(names, file.ID)
		}
	}
	return strings.Join(names, ".")
}

// Seen returns those of an intervention's files that a page showed, by what Shown said then; others may have
// become ready since. Problem content_changed when anything that was shown is gone or is no longer as it was.
func (s *Service) Seen(in *Intervention, files []media.View, shown string) ([]media.View, error) {
	var seen []media.View
	for _, id := range strings.Split(shown, ".")[1:] {
		i := slices.IndexFunc(files, func(file media.View) bool { return file.ID == id && file.Shown() })
		if i < 0 {
			return nil, problem.New(problem.Conflict, "content_changed")
		}
		seen = append(seen, files[i])
	}
	if !hmac.Equal([]byte(s.Shown(in, seen)), []byte(shown)) {
		return nil, problem.New(problem.Conflict, "content_changed")
	}
	return seen, nil
}

func (s *Service) seal(in *Intervention, files []media.View) string {
	content, err := json.Marshal(evidenceOf(in, files))
	if err != nil {
		panic(err) // plain values
	}
	mac := hmac.New(sha256.New, s.links.Secret)
	mac.Write([]byte("shown\n" + in.ID + "\n"))
	mac.Write(content)
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16])
}

// evidenceOf is what a person who sees these files decides on.
func evidenceOf(in *Intervention, files []media.View) Evidence {
	byWork := map[string][]string{}
	for _, file := range files {
		if !file.Shown() {
			continue
		}
		work := ""
		if file.WorkID != nil && slices.ContainsFunc(in.Works, func(w Work) bool { return w.ID == *file.WorkID }) {
			work = *file.WorkID
		}
		byWork[work] = append(byWork[work], file.ID)
	}
	evidence := Evidence{Message: in.Message, Works: []EvidenceWork{}, Media: slices.Concat([]string{}, byWork[""]), Total: in.Totals().Price}
	for _, work := range in.Works {
		line := EvidenceWork{
			Label: work.Label, Urgency: work.Urgency, VATBP: work.VATBP, Decision: work.Decision,
			Media: slices.Concat([]string{}, byWork[work.ID]), Values: work.Values.V,
		}
		if price, priced := work.Price(); priced {
			line.Gross = &price.Gross
		}
		evidence.Works = append(evidence.Works, line)
	}
	return evidence
}
