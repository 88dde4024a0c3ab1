package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"fleetbox/app/store"
)

// screen is a console's output that a running command writes to while the test reads it.
type screen struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// serve runs a box in this process and returns what it prints, how to end it, and how it ended.
func serve(t *testing.T, data, address string) (out *screen, end context.CancelFunc, ended chan error) {
	t.Helper()
	ctx, end := context.WithCancel(context.Background())
	out, ended = new(screen), make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"serve", "--data", data, "--listen", address}, nil, strings.NewReader(""), out)
	}()
	for range 400 {
		if response, err := http.Get("http://" + address + "/healthz"); err == nil {
			_ = response.Body.Close()
			return out, end, ended
		}
		time.Sleep(25 * time.Millisecond)
	}
	end()
	t.Fatalf("the box did not start: %s", out)
	return nil, nil, nil
}

func TestEmptyBoxShowsWhereTheFirstManagerIsMade(t *testing.T) {
	address := freeAddress(t)
	out, end, ended := serve(t, t.TempDir(), address)
	found := regexp.MustCompile(`http://` + regexp.QuoteMeta(address) + `/setup\?code=(\w{20,})`).FindString(out.String())
	if found == "" {
		t.Errorf("the console does not show it:\n%s", out)
	}
	end()
	must(t, <-ended)
}

func TestStoppingCutsNoRequest(t *testing.T) {
	data, address := t.TempDir(), freeAddress(t)
	cookie, _ := furnish(t, data)
	_, end, ended := serve(t, data, address)
	body, feed := io.Pipe()
	request, err := http.NewRequest(http.MethodPost, "http://"+address+"/api/interventions", body)
	must(t, err)
	request.Header.Set("Cookie", cookie)
	request.Header.Set("Content-Type", "application/json")
	status := make(chan int, 1)
	go func() {
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Error(err)
			status <- 0
			return
		}
		_ = response.Body.Close()
		status <- response.StatusCode
	}()
	_, err = io.WriteString(feed, `{"mode":"after_sales","module":"mechanics",`)
	must(t, err)
	time.Sleep(200 * time.Millisecond) // the request is under way
	end()
	time.Sleep(300 * time.Millisecond) // the box is stopping
	_, err = io.WriteString(feed, `"brand":"nordvik","reference":"RO-1"}`)
	must(t, err)
	must(t, feed.Close())
	if got := <-status; got != http.StatusCreated {
		t.Errorf("the request under way was answered %d", got)
	}
	must(t, <-ended)
	if _, err := http.Get("http://" + address + "/healthz"); err == nil {
		t.Error("the box still answers")
	}
}

// TestStoppingKeepsWhatHasArrivedOfAnUpload: a phone on a slow line has not sent the half of its video for nothing.
func TestStoppingKeepsWhatHasArrivedOfAnUpload(t *testing.T) {
	const size, arrived = 1 << 20, 300_000
	data, address := t.TempDir(), freeAddress(t)
	cookie, _ := furnish(t, data)
	_, end, ended := serve(t, data, address)
	do := func(method, path string, body io.Reader, header ...string) *http.Response {
		request, err := http.NewRequest(method, "http://"+address+path, body)
		must(t, err)
		for i := 0; i < len(header); i += 2 {
			request.Header.Set(header[i], header[i+1])
		}
		request.Header.Set("Cookie", cookie)
		request.Header.Set("Tus-Resumable", "1.0.0")
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Error(err)
			return &http.Response{}
		}
		_ = response.Body.Close()
		return response
	}
	id := store.NewID()
	do("POST", "/api/interventions", strings.NewReader(`{"id":"`+id+`","mode":"after_sales","module":"mechanics","brand":"nordvik","reference":"RO-1"}`),
		"Content-Type", "application/json")
	var about []string
	for name, value := range map[string]string{
		"intervention": id, "id": store.NewID(), "kind": "document", "purpose": "customer", "public": "true", "filename": "offer.txt",
		"sha256": fmt.Sprintf("%x", sha256.Sum256(make([]byte, size))),
	} {
		about = append(about, name+" "+base64.StdEncoding.EncodeToString([]byte(value)))
	}
	created := do("POST", "/api/uploads", nil, "Upload-Length", strconv.Itoa(size), "Upload-Metadata", strings.Join(about, ","))
	location, err := url.Parse(created.Header.Get("Location"))
	must(t, err)

	body, feed := io.Pipe()
	answered := make(chan *http.Response, 1)
	go func() {
		answered <- do("PATCH", location.Path, body, "Upload-Offset", "0", "Content-Type", "application/offset+octet-stream")
	}()
	_, err = feed.Write(make([]byte, arrived))
	must(t, err)
	time.Sleep(300 * time.Millisecond) // it lies in the box, and the sender falls silent
	stopped := time.Now()
	end()
	must(t, <-ended)
	if took := time.Since(stopped); took > 10*time.Second {
		t.Errorf("the box waited %s for a sender that was silent", took)
	}
	must(t, feed.Close())
	<-answered

	_, end, ended = serve(t, data, address)
	if got := do("HEAD", location.Path, nil).Header.Get("Upload-Offset"); got != strconv.Itoa(arrived) {
		t.Errorf("%q bytes were kept, %d had arrived", got, arrived)
	}
	end()
	must(t, <-ended)
}

func TestTermEndsTheProcessCleanly(t *testing.T) {
	v := &victim{data: t.TempDir(), address: freeAddress(t), mailPort: "25"}
	v.start(t)
	must(t, v.process.Process.Signal(syscall.SIGTERM))
	if err := v.process.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, v.output.String())
	}
}

func TestConfigurationMistakesStopTheStart(t *testing.T) {
	file := filepath.Join(t.TempDir(), "fleetbox.toml")
	must(t, os.WriteFile(file, []byte("[mail]\nport = \"smtp\"\nhots = \"mail.example\"\n"), 0o600))
	err := run(context.Background(), []string{"--config", file, "serve"}, nil, strings.NewReader(""), io.Discard)
	if err == nil || !strings.Contains(err.Error(), "fleetbox.toml:2") || !strings.Contains(err.Error(), "fleetbox.toml:3") || !strings.Contains(err.Error(), "host") {
		t.Fatalf("%v", err)
	}
}

func TestTakenPortIsNamed(t *testing.T) {
	address := freeAddress(t)
	_, end, ended := serve(t, t.TempDir(), address)
	err := run(context.Background(), []string{"serve", "--data", t.TempDir(), "--listen", address}, nil, strings.NewReader(""), io.Discard)
	if err == nil || !strings.Contains(err.Error(), address) || !strings.Contains(err.Error(), "[server] listen") {
		t.Errorf("%v", err)
	}
	end()
	must(t, <-ended)
}

func TestUserAddMakesTheFirstManager(t *testing.T) {
	data := t.TempDir()
	var out bytes.Buffer
	add := func(password string) error {
		out.Reset()
		return run(context.Background(), []string{
			"user", "add", "--data", data, "--email", "boss@lindenhof.example",
			"--first-name", "Helena", "--last-name", "Brandt", "--password-stdin",
		}, nil, strings.NewReader(password+"\n"), &out)
	}
	if err := add("short"); err == nil || !strings.Contains(err.Error(), "password") {
		t.Fatalf("a weak password: %v", err)
	}
	must(t, add(demoPassword))
	if err := add(demoPassword); err == nil {
		t.Fatal("two users with one address")
	}
	address := freeAddress(t)
	screen, end, ended := serve(t, data, address)
	if strings.Contains(screen.String(), "/setup") {
		t.Error("a box with a manager asks for its first")
	}
	response, err := http.Post("http://"+address+"/api/session", "application/json",
		strings.NewReader(`{"email":"boss@lindenhof.example","password":"`+demoPassword+`","remember":false}`))
	must(t, err)
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Errorf("signing in: %d", response.StatusCode)
	}
	end()
	must(t, <-ended)
}

func TestDemonstrationFillsOnlyAnEmptyFolder(t *testing.T) {
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Fatal("ffmpeg is needed: apt-get install ffmpeg")
	}
	data := t.TempDir()
	var out bytes.Buffer
	demo := func() error {
		out.Reset()
		return run(context.Background(), []string{"demo", "--data", data}, nil, strings.NewReader(""), &out)
	}
	must(t, demo())
	for _, role := range []string{"dealer_manager", "back_office", "salesperson", "audit_manager"} {
		if !regexp.MustCompile(`(?m)^\S+@\S+ \S+ ` + role + `$`).MatchString(out.String()) {
			t.Errorf("no login of a %s:\n%s", role, out.String())
		}
	}
	checkDemoSales(t, data)
	if err := demo(); err == nil || !strings.Contains(err.Error(), "already holds a dealership") {
		t.Errorf("a second time: %v", err)
	}
}

// checkDemoSales looks whether the demonstration has something of everything in the sales mode.
func checkDemoSales(t *testing.T, data string) {
	t.Helper()
	st, err := store.Open(context.Background(), data)
	must(t, err)
	defer func() { must(t, st.Close()) }()
	for query, want := range map[string]string{
		"SELECT group_concat(DISTINCT status) FROM interventions WHERE module = 'uc_stock' AND make != '' AND mileage > 0":                                    "pending",
		"SELECT group_concat(status) FROM (SELECT status FROM interventions WHERE module = 'direct_message' ORDER BY seq)":                                    "answered,read,sent,pending",
		"SELECT group_concat(reply) FROM answers WHERE reply != ''":                                                                                           "question",
		"SELECT count(*) FROM interventions i WHERE mode = 'sales' AND NOT EXISTS (SELECT 1 FROM media m WHERE m.intervention_id = i.id AND state = 'ready')": "0",
		"SELECT direct_sending FROM dealership": "1",
		"SELECT modes FROM devices":             `["after_sales","sales"]`,
	} {
		var got string
		if err := st.Read(context.Background()).Raw(query).Scan(&got).Error; err != nil || got != want {
			t.Errorf("%s: %q %v, want %q", query, got, err, want)
		}
	}
}
