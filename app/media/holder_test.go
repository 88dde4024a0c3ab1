package media_test

import (
	"net/http"
	"testing"

	"fleetbox/app/media"
	"fleetbox/app/web"
	"fleetbox/app/web/webtest"
)

func TestAnAddressIsGoodForItsUserAloneOrUntilItsPhoneIsRevoked(t *testing.T) {
	b := start(t, setup{})
	in := b.intervention()
	s := b.sending(phone, in, "photo", webtest.JPEG(t, webtest.Halves(90, 60)))
	s.send()
	b.wait(in, s.id, settled)
	addressFor := func(actor web.Actor) string {
		views, err := b.service.Of(web.WithActor(b.ctx, actor), in)
		must(t, err)
		if list := b.service.SmallURL(web.WithActor(b.ctx, actor), s.id, views[0].Revisions[media.Small]); list != *views[0].URLs.Small {
			t.Errorf("%s in a list, %s in a file", list, *views[0].URLs.Small)
		}
		return *views[0].URLs.Small
	}
	ofUser := addressFor(web.Actor{Kind: web.ByUser, ID: "back_office"})
	ofPhone := addressFor(web.Actor{Kind: web.ByDevice, ID: "phone-1"})
	ofTwo := addressFor(web.Actor{Kind: web.ByDevice, ID: "phone-2"})
	of := func(address string, want map[string]int) {
		t.Helper()
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			for caller, status := range want {
				if a := b.do(caller, method, address, nil, nil); a.status != status {
					t.Errorf("%s by %q: %d, want %d", method, caller, a.status, status)
				}
			}
		}
	}
	of(ofUser, map[string]int{nobody: 401, phone: 401, "user:technician": 403, "user:audit_manager": 403, sales: 404, office: 200})
	of(ofPhone, map[string]int{nobody: 200, phone: 200, office: 200})
	of(addressFor(web.Actor{}), map[string]int{nobody: 401, phone: 401, office: 404})

	b.mu.Lock()
	b.revoked = "phone-1"
	b.mu.Unlock()
	of(ofPhone, map[string]int{nobody: 401, phone: 401})
	if a := b.do(nobody, http.MethodGet, ofPhone, nil, nil); a.code() != "device_revoked" || a.header.Get("Cache-Control") == "private, max-age=31536000, immutable" {
		t.Errorf("%s %v", a.code(), a.header)
	}
	of(ofTwo, map[string]int{nobody: 200})
	of(ofUser, map[string]int{office: 200})
}
