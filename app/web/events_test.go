package web_test

import (
	"bufio"
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"fleetbox/app/store"
	"fleetbox/app/web"
	"fleetbox/app/web/webtest"
)

// screen is an open event stream, read line by line.
type screen struct {
	t     *testing.T
	lines chan string
}

func listen(b *webtest.Box, t *testing.T, c *webtest.Client, lastEventID string) screen {
	t.Helper()
	ctx, leave := context.WithCancel(context.Background())
	t.Cleanup(leave)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, b.URL+"/api/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header = c.Header.Clone()
	request.Header.Set("Last-Event-ID", lastEventID)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	s := screen{t, make(chan string, 1000)}
	go func() {
		defer close(s.lines)
		defer func() { _ = response.Body.Close() }()
		for text := bufio.NewScanner(response.Body); text.Scan(); {
			s.lines <- text.Text()
		}
	}()
	s.until("event: hello")
	return s
}

// until returns what is told up to the line that holds text.
func (s screen) until(text string) (before []string) {
	s.t.Helper()
	for {
		select {
		case line, more := <-s.lines:
			if strings.Contains(line, text) {
				return before
			}
			if !more {
				s.t.Fatalf("the stream ended before %s", text)
			}
			before = append(before, line)
		case <-time.After(5 * time.Second):
			s.t.Fatalf("nothing of %s", text)
		}
	}
}

func announce(b *webtest.Box, t *testing.T, topic, id string) {
	t.Helper()
	if err := b.Store.Write(context.Background(), func(tx *store.Tx) error { return tx.Announce(topic, id) }); err != nil {
		t.Fatal(err)
	}
}

func TestALostRightIsHeardOfNoMore(t *testing.T) {
	b := webtest.Start(t)
	b.As(web.DealerManager) // somebody has to stay
	second := b.NewUser("second@example.com", web.DealerManager)
	hears := listen(b, t, b.SignIn("second@example.com"), "")
	announce(b, t, "device", "before")
	hears.until("before")
	b.As(web.DealerManager).Good(http.MethodPatch, "/api/users/"+second.ID,
		map[string]any{"version": second.Version, "roles": []web.Role{web.BackOffice}}, nil)
	announce(b, t, "device", "after")
	announce(b, t, "dealership", "end")
	if told := strings.Join(hears.until("end"), "\n"); strings.Contains(told, "after") {
		t.Errorf("told of a device: %s", told)
	}
}

func TestANumberFromAnotherDatabaseLosesNothing(t *testing.T) {
	b := webtest.Start(t)
	hears := listen(b, t, b.As(web.BackOffice), "999999")
	announce(b, t, "dealership", "news")
	hears.until("news")
}
