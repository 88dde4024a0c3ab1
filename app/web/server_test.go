package web_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"fleetbox/app/locale"
	"fleetbox/app/web"
	"fleetbox/embed"
)

// post sends a body to an operation that answers how much text was in it.
func post(t *testing.T, body io.Reader) *httptest.ResponseRecorder {
	t.Helper()
	texts, err := locale.Load(embed.Locales())
	if err != nil {
		t.Fatal(err)
	}
	type input struct{ Body struct{ Text string } }
	type output struct{ Body struct{ Length int } }
	server := web.New(web.Options{Texts: texts})
	web.Register(server, web.Op{ID: "count", Method: http.MethodPost, Path: "/api/count", Needs: web.Anyone}, func(_ context.Context, in *input) (*output, error) {
		out := &output{}
		out.Body.Length = len(in.Body.Text)
		return out, nil
	})
	r, answer := httptest.NewRequest(http.MethodPost, "/api/count", body), httptest.NewRecorder()
	r.Header.Set("Content-Type", "application/json")
	server.Handler().ServeHTTP(answer, r)
	return answer
}

func TestHowMuchARequestMayCarry(t *testing.T) {
	const mebi = 1 << 20
	for length, want := range map[int]int{mebi - 100: 200, mebi: 200, 2*mebi - 100: 200, 2 * mebi: 413} {
		body := fmt.Sprintf(`{"Text":"%s"}`, strings.Repeat("x", length))
		for name, reader := range map[string]io.Reader{
			"announced": strings.NewReader(body), "in pieces": io.MultiReader(strings.NewReader(body)),
		} {
			got := post(t, reader)
			if got.Code != want || (want == 413 && !strings.Contains(got.Body.String(), `"too_large"`)) {
				t.Errorf("%d %s: %d, want %d: %.200s", length, name, got.Code, want, got.Body)
			}
		}
	}
}

// stalled is a body of which no more arrives in time.
type stalled struct{}

func (stalled) Read([]byte) (int, error) { return 0, os.ErrDeadlineExceeded }

func TestABodyThatDoesNotArriveInTime(t *testing.T) {
	got := post(t, io.MultiReader(strings.NewReader(`{"Text":"`), stalled{}))
	if got.Code != http.StatusRequestTimeout || !strings.Contains(got.Body.String(), `"too_slow"`) {
		t.Errorf("%d %s", got.Code, got.Body)
	}
}
