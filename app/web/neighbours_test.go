package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"fleetbox/app/locale"
	"fleetbox/app/web"
	"fleetbox/embed"
)

const (
	oldHome = "https://192.168.1.20:8443"
	newHome = "https://fleetbox.local"
)

// neighboured is a box that signs in by cookie or token, and says which it saw.
func neighboured(t *testing.T) http.Handler {
	t.Helper()
	texts, err := locale.Load(embed.Locales())
	if err != nil {
		t.Fatal(err)
	}
	server := web.New(web.Options{Texts: texts, Names: func() []string { return []string{"fleetbox.local"} }})
	server.Authenticate(func(r *http.Request) (web.Actor, error) {
		if cookie, err := r.Cookie("fleetbox_session"); err == nil {
			return web.Actor{Kind: web.ByUser, ID: cookie.Value}, nil
		}
		if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
			return web.Actor{Kind: web.ByDevice, ID: token}, nil
		}
		return web.Actor{}, nil
	})
	type output struct{ Body struct{ Who string } }
	web.Register(server, web.Op{ID: "who", Method: http.MethodPost, Path: "/api/who", Needs: web.Anyone}, func(ctx context.Context, _ *struct{}) (*output, error) {
		out := &output{}
		out.Body.Who = web.ActorFrom(ctx).ID
		return out, nil
	})
	return server.Handler()
}

func ask(t *testing.T, method string, headers map[string]string) *httptest.ResponseRecorder {
	t.Helper()
	r, answer := httptest.NewRequest(method, "https://fleetbox.local/api/who", nil), httptest.NewRecorder()
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	neighboured(t).ServeHTTP(answer, r)
	return answer
}

func TestWhoMayAskFromAnotherAddress(t *testing.T) {
	for origin, allowed := range map[string]bool{
		oldHome: true, "https://10.0.0.9": true, "https://[fd00::9]:8443": true, newHome: true, "https://FleetBox.local:8443": true,
		"https://evil.example": false, "https://203.0.113.9": false, "http://192.168.1.20": false, "null": false,
		"https://192.168.1.20.evil.example": false, "https://fleetbox.local.evil.example": false, "https://127.0.0.1": false,
	} {
		headers := map[string]string{"Origin": origin, "Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "authorization,upload-offset"}
		first := ask(t, http.MethodOptions, headers)
		got := first.Header().Get("Access-Control-Allow-Origin")
		if (got == origin) != allowed || (got != "") != allowed {
			t.Errorf("%s asking first: %q", origin, got)
		}
		if first.Header().Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s: a session is taken along", origin)
		}
		then := ask(t, http.MethodPost, map[string]string{"Origin": origin, "Sec-Fetch-Site": "cross-site", "Authorization": "Bearer phone"})
		if (then.Code == http.StatusOK) != allowed || (then.Header().Get("Access-Control-Allow-Origin") == origin) != allowed {
			t.Errorf("%s: %d %v", origin, then.Code, then.Header())
		}
	}
}

func TestWhatAPhoneSeesFromAnotherAddress(t *testing.T) {
	first := ask(t, http.MethodOptions, map[string]string{"Origin": oldHome, "Access-Control-Request-Method": "PATCH"})
	for _, name := range []string{"Authorization", "Tus-Resumable", "Upload-Offset", "Upload-Checksum", "Upload-Length", "Upload-Metadata", "X-FleetBox-App"} {
		if !strings.Contains(first.Header().Get("Access-Control-Allow-Headers"), name) {
			t.Errorf("%s may not be sent", name)
		}
	}
	then := ask(t, http.MethodPost, map[string]string{"Origin": oldHome, "Authorization": "Bearer phone"})
	for _, name := range []string{"Location", "Upload-Offset", "X-FleetBox-Sha256", "X-FleetBox-Media", "Date"} {
		if !strings.Contains(then.Header().Get("Access-Control-Expose-Headers"), name) {
			t.Errorf("%s is not shown", name)
		}
	}
}

func TestASessionIsNotLentToAnotherAddress(t *testing.T) {
	both := map[string]string{"Origin": oldHome, "Sec-Fetch-Site": "cross-site", "Cookie": "fleetbox_session=manager", "Authorization": "Bearer phone"}
	if got := ask(t, http.MethodPost, both); !strings.Contains(got.Body.String(), `"phone"`) {
		t.Errorf("with a token: %s", got.Body)
	}
	delete(both, "Authorization")
	got := ask(t, http.MethodPost, both)
	if got.Code != http.StatusForbidden || got.Header().Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("with a session alone: %d %v", got.Code, got.Header())
	}
}
