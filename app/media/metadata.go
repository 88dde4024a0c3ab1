package media

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"fleetbox/app/problem"
	"fleetbox/app/store"
)

// metadata is what a sender says of a file.
type metadata struct {
	Intervention string  `json:"intervention"`
	ID           string  `json:"id"`
	Kind         Kind    `json:"kind"`
	Purpose      Purpose `json:"purpose"`
	Public       bool    `json:"public"`
	Filename     string  `json:"filename"`
	SHA256       string  `json:"sha256"`
	Work         string  `json:"work,omitempty"`
	Position     *int    `json:"position,omitempty"`
}

const (
	longestMetadata = 8 << 10
	lastPosition    = 1_000_000
)

// readMetadata understands the header Upload-Metadata: names with values in base64, between commas.
// What it does not know it passes over. Problem upload_metadata names the fields that do not fit.
func readMetadata(header string) (metadata, error) {
	values, err := splitMetadata(header)
	if err != nil {
		return metadata{}, problem.New(problem.Invalid, "upload_metadata", "fields", "Upload-Metadata").Because(err)
	}
	m := metadata{
		Intervention: values["intervention"], ID: values["id"], Kind: Kind(values["kind"]), Purpose: Purpose(values["purpose"]),
		Filename: values["filename"], SHA256: values["sha256"], Work: values["work"],
	}
	if m.Purpose == "" {
		m.Purpose = ForCustomer
	}
	sum, sumErr := hex.DecodeString(m.SHA256)
	public, publicErr := strconv.ParseBool(values["public"])
	m.Public = public
	position, positionErr := strconv.Atoi(values["position"])
	if positionErr == nil {
		m.Position = &position
	}

	wrong := []string{}
	check := func(field string, good bool) {
		if !good {
			wrong = append(wrong, field)
		}
	}
	check("intervention", store.IsID(m.Intervention))
	check("id", store.IsID(m.ID))
	check("kind", m.Kind == Photo || m.Kind == Video || m.Kind == Document)
	check("purpose", m.Purpose == ForCustomer || m.Purpose == ForInternalMessage)
	check("public", values["public"] == "" || publicErr == nil)
	check("sha256", sumErr == nil && len(sum) == 32 && m.SHA256 == strings.ToLower(m.SHA256))
	check("work", m.Work == "" || store.IsID(m.Work))
	check("position", values["position"] == "" || (positionErr == nil && position >= 0 && position <= lastPosition))
	if len(wrong) == 0 {
		return m, nil
	}
	p := problem.New(problem.Invalid, "upload_metadata", "fields", strings.Join(wrong, ", "))
	for _, field := range wrong {
		p.On(field, "format")
	}
	return metadata{}, p
}

func splitMetadata(header string) (map[string]string, error) {
	if len(header) > longestMetadata {
		return nil, errors.New("too long")
	}
	values := map[string]string{}
	for pair := range strings.SplitSeq(header, ",") {
		name, encoded, _ := strings.Cut(strings.TrimSpace(pair), " ")
		if name == "" {
			return nil, errors.New("a value without a name")
		}
		if _, twice := values[name]; twice {
			return nil, errors.New("a name that comes twice")
		}
		value, err := base64.StdEncoding.DecodeString(strings.TrimSpace(encoded))
		if err != nil {
			return nil, err
		}
		if !utf8.Valid(value) {
			return nil, errors.New("a value that is not text")
		}
		values[name] = string(value)
	}
	return values, nil
}
