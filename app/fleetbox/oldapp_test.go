package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"

	"fleetbox/config"
)

// oldRequest is one that a phone app of an earlier version makes, byte for byte as it made it.
type oldRequest struct {
	Name, Method, Path string
	Headers            map[string]string
	Body               json.RawMessage
	Metadata           map[string]string // of an upload
	Picture            bool
	Status             int
}

// TestAnOldAppTalksToANewBox plays what the app said before there were modes of devices. A phone takes its update when
// its user wants to, so the box must go on understanding it.
func TestAnOldAppTalksToANewBox(t *testing.T) {
	data := t.TempDir()
	_, token := furnish(t, data)
	settings := config.Default()
	settings.Server.Data = data
	b, err := Open(context.Background(), settings)
	must(t, err)
	server := httptest.NewServer(b.Server.Handler())
	t.Cleanup(func() { server.Close(); must(t, b.Close()) })
	recorded, err := os.ReadFile("testdata/app-7a7314a.json")
	must(t, err)
	var requests []oldRequest
	must(t, json.Unmarshal(recorded, &requests))
	photo := somePhoto()
	for _, r := range requests {
		answer := r.send(t, server.URL, token, photo)
		if answer.StatusCode != r.Status {
			said, _ := io.ReadAll(answer.Body)
			t.Fatalf("%s: %d %s", r.Name, answer.StatusCode, said)
		}
		if r.Metadata != nil {
			patch := oldRequest{Method: http.MethodPatch, Path: answer.Header.Get("Location"), Picture: true, Headers: map[string]string{
				"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream",
			}}
			sum := sha256.Sum256(photo)
			if done := patch.send(t, server.URL, token, photo); done.StatusCode != http.StatusNoContent || done.Header.Get("X-FleetBox-Sha256") != hex.EncodeToString(sum[:]) {
				t.Fatalf("the last byte: %d %v", done.StatusCode, done.Header)
			}
		}
	}
	st := b.Store.Read(context.Background())
	for query, want := range map[string]string{
		"SELECT reference || ' ' || mode || ' ' || module || ' ' || waiting_here || ' ' || status FROM interventions ORDER BY seq LIMIT 1":                            "RO-24251 after_sales mechanics 0 pending",
		"SELECT group_concat(label || ' ' || urgency || ' ' || measure) FROM works w JOIN interventions i ON i.id = w.intervention_id WHERE i.reference = 'RO-24251'": "Rear brake pads urgent brake_pad",
		"SELECT kind || ' ' || public || ' ' || (work_id IS NOT NULL) || ' ' || name FROM media WHERE id LIKE '%c001'":                                                "photo 0 1 photo-1.jpg",
		"SELECT reference || ' ' || module FROM interventions WHERE id LIKE '%a002'":                                                                                  "RO-24252 bodywork",
	} {
		var got string
		if err := st.Raw(query).Scan(&got).Error; err != nil || got != want {
			t.Errorf("%s: %q %v, want %q", query, got, err, want)
		}
	}
}

func (r oldRequest) send(t *testing.T, address, token string, photo []byte) *http.Response {
	t.Helper()
	body := []byte(r.Body)
	if r.Picture {
		body = photo
	}
	path := r.Path
	if !strings.HasPrefix(path, "http") {
		path = address + path
	}
	request, err := http.NewRequestWithContext(t.Context(), r.Method, path, bytes.NewReader(body))
	must(t, err)
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("X-FleetBox-App", "0.9.0")
	if r.Body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	for name, value := range r.Headers {
		request.Header.Set(name, value)
	}
	if r.Metadata != nil {
		sum := sha256.Sum256(photo)
		pairs := []string{"sha256 " + base64.StdEncoding.EncodeToString([]byte(hex.EncodeToString(sum[:])))}
		for name, value := range r.Metadata {
			pairs = append(pairs, name+" "+base64.StdEncoding.EncodeToString([]byte(value)))
		}
		request.Header.Set("Upload-Length", strconv.Itoa(len(photo)))
		request.Header.Set("Upload-Metadata", strings.Join(pairs, ","))
	}
	response, err := http.DefaultClient.Do(request)
	must(t, err)
	t.Cleanup(func() { _ = response.Body.Close() })
	return response
}
