package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"image"
	"image/jpeg"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"fleetbox/app/accounts"
	"fleetbox/app/devices"
	"fleetbox/app/store"
	"fleetbox/app/system"
	"fleetbox/app/web"
	"fleetbox/config"
)

const (
	kills    = 25
	crowd    = 4                // people at work at once
	settling = 60 * time.Second // for the last mails after the last start
)

// victim is a box in a process of its own that is killed again and again.
type victim struct {
	data, address, mailPort string
	process                 *exec.Cmd
	output                  bytes.Buffer
}

func (v *victim) start(t testing.TB) {
	t.Helper()
	v.output.Reset()
	v.process = exec.Command(os.Args[0])
	v.process.Env = append(os.Environ(), childArgs+"=serve --data "+v.data+" --listen "+v.address,
		"FLEETBOX_MAIL_HOST=127.0.0.1", "FLEETBOX_MAIL_PORT="+v.mailPort, "FLEETBOX_MAIL_ENCRYPTION=none",
		"FLEETBOX_MAIL_FROM=box@lindenhof.example", "FLEETBOX_MAIL_SEND_PER_MINUTE=10000", "FLEETBOX_SERVER_PUBLIC_URL=http://"+v.address)
	v.process.Stdout, v.process.Stderr = &v.output, &v.output
	if err := v.process.Start(); err != nil {
		t.Fatal(err)
	}
	for range 400 {
		if response, err := http.Get("http://" + v.address + "/healthz"); err == nil {
			_ = response.Body.Close()
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatalf("the box did not come back:\n%s", v.output.String())
}

func (v *victim) kill() {
	_ = v.process.Process.Kill()
	_ = v.process.Wait()
}

// promises is everything that the box acknowledged.
type promises struct {
	mu      sync.Mutex
	uploads map[string]upload // by media ID
	sends   map[string]bool   // interventions whose sending was confirmed
	answers map[string]string // interventions whose answer was confirmed: the work that was accepted
	tried   int
}

// upload is a file that was confirmed.
type upload struct{ intervention, sha256 string }

func emptyPromises() *promises {
	return &promises{uploads: map[string]upload{}, sends: map[string]bool{}, answers: map[string]string{}}
}

// person works on the box: creates, uploads, sends, answers; whatever was not acknowledged is asked again.
type person struct {
	t        *testing.T
	client   *http.Client
	base     string
	device   string
	promised *promises
}

var errUnanswered = errors.New("no answer")

func (p *person) do(method, path string, body any, headers map[string]string) (*http.Response, []byte, error) {
	var reader io.Reader
	switch content := body.(type) {
	case []byte:
		reader = bytes.NewReader(content)
	case url.Values:
		reader = strings.NewReader(content.Encode())
	case nil:
	default:
		encoded, err := json.Marshal(content)
		if err != nil {
			return nil, nil, err
		}
		reader = bytes.NewReader(encoded)
	}
	request, err := http.NewRequestWithContext(context.Background(), method, p.base+path, reader)
	if err != nil {
		return nil, nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	response, err := p.client.Do(request)
	if err != nil {
		return nil, nil, errUnanswered
	}
	data, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if err != nil {
		return nil, nil, errUnanswered
	}
	return response, data, nil
}

// insist asks until there is an answer; after is the pause between attempts.
func insist[T any](stop <-chan struct{}, ask func() (T, error)) (T, bool) {
	for {
		if value, err := ask(); err == nil {
			return value, true
		}
		select {
		case <-stop:
			var none T
			return none, false
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// day is one file from the technician to the customer's answer.
func (p *person) day(stop <-chan struct{}) {
	id, press, work := store.NewID(), store.NewID(), store.NewID()
	file := map[string]any{
		"id": id, "mode": "after_sales", "module": "mechanics", "brand": "nordvik", "reference": "RO-" + id[len(id)-6:],
		"customer": map[string]any{"title": "mr", "last_name": "Vogel", "email": "vogel@kunde.example", "language": "de"},
		"works": []any{map[string]any{
			"id": work, "label": "Brakes", "urgency": "urgent", "unit_price": 12345, "price_includes_vat": true,
			"vat_bp": 1900, "quantity": 1000, "discount": map[string]any{"kind": "none", "value": 0},
		}},
	}
	if _, ok := insist(stop, func() (bool, error) {
		return true, p.want(http.StatusCreated, "POST", "/api/interventions", file, nil)
	}); !ok {
		return
	}
	p.upload(stop, id)
	if _, ok := insist(stop, func() (bool, error) {
		return true, p.want(http.StatusOK, "POST", "/api/interventions/"+id+"/send", map[string]any{"channels": []string{"email"}, "press_id": press}, nil)
	}); !ok {
		return
	}
	p.keep(func() { p.promised.sends[id] = true })
	if rand.IntN(2) == 0 { // who answers at once needs no mail any more
		time.Sleep(time.Duration(rand.IntN(1000)) * time.Millisecond)
	}
	p.answer(stop, id, work)
}

func (p *person) keep(note func()) {
	p.promised.mu.Lock()
	defer p.promised.mu.Unlock()
	note()
}

func (p *person) want(status int, method, path string, body any, headers map[string]string) error {
	p.keep(func() { p.promised.tried++ })
	response, data, err := p.do(method, path, body, headers)
	if err != nil {
		return err
	}
	if response.StatusCode != status {
		p.t.Errorf("%s %s: %d %s", method, path, response.StatusCode, data)
		return errUnanswered
	}
	return nil
}

// upload brings a photo in, in pieces, resuming where the box says it stopped.
func (p *person) upload(stop <-chan struct{}, intervention string) {
	photo, id := somePhoto(), store.NewID()
	sum := sha256.Sum256(photo)
	about := []string{}
	for name, value := range map[string]string{
		"intervention": intervention, "id": id, "kind": "photo", "purpose": "customer",
		"public": "true", "filename": "photo.jpg", "sha256": hex.EncodeToString(sum[:]),
	} {
		about = append(about, name+" "+base64.StdEncoding.EncodeToString([]byte(value)))
	}
	as := map[string]string{"Tus-Resumable": "1.0.0", "Authorization": "Bearer " + p.device}
	confirmed, ok := insist(stop, func() (string, error) {
		response, data, err := p.do("POST", "/api/uploads", nil, with(as, "Upload-Length", strconv.Itoa(len(photo)), "Upload-Metadata", strings.Join(about, ",")))
		if err != nil {
			return "", err
		}
		location, err := url.Parse(response.Header.Get("Location"))
		if err != nil || location.Path == "" {
			p.t.Errorf("upload: %d %s", response.StatusCode, data)
			return "", errUnanswered
		}
		return p.pieces(location.Path, photo, as)
	})
	if ok {
		p.keep(func() { p.promised.uploads[id] = upload{intervention, confirmed} })
	}
}

func (p *person) pieces(path string, photo []byte, as map[string]string) (string, error) {
	for {
		response, _, err := p.do("HEAD", path, nil, as)
		if err != nil {
			return "", err
		}
		if sum := response.Header.Get("X-Fleetbox-Sha256"); sum != "" {
			return sum, nil
		}
		offset, err := strconv.Atoi(response.Header.Get("Upload-Offset"))
		if err != nil {
			return "", errUnanswered
		}
		end := min(offset+len(photo)/3+1, len(photo))
		response, _, err = p.do("PATCH", path, photo[offset:end], with(as, "Upload-Offset", strconv.Itoa(offset), "Content-Type", "application/offset+octet-stream"))
		if err != nil {
			return "", err
		}
		if sum := response.Header.Get("X-Fleetbox-Sha256"); sum != "" {
			return sum, nil
		}
	}
}

func with(headers map[string]string, pairs ...string) map[string]string {
	all := map[string]string{}
	for name, value := range headers {
		all[name] = value
	}
	for i := 0; i < len(pairs); i += 2 {
		all[pairs[i]] = pairs[i+1]
	}
	return all
}

var shownField = regexp.MustCompile(`name="shown" value="([^"]+)"`)

// answer opens the customer's page and answers by its form.
func (p *person) answer(stop <-chan struct{}, id, work string) {
	page, ok := insist(stop, func() (string, error) {
		_, data, err := p.do("GET", "/api/interventions/"+id, nil, nil)
		if err != nil {
			return "", err
		}
		var file struct{ Link struct{ URL string } }
		if err := json.Unmarshal(data, &file); err != nil || file.Link.URL == "" {
			p.t.Errorf("no link: %s", data)
			return "", errUnanswered
		}
		return strings.TrimPrefix(file.Link.URL, p.base), nil
	})
	if !ok {
		return
	}
	_, ok = insist(stop, func() (bool, error) {
		_, data, err := p.do("GET", page, nil, nil)
		if err != nil {
			return false, err
		}
		shown := shownField.FindSubmatch(data)
		if shown == nil { // the answer was taken although its acknowledgement was cut off
			return true, nil
		}
		form := url.Values{"shown": {string(shown[1])}, "signature": {"A. Vogel"}, "d-" + work: {"accepted"}}
		return true, p.want(http.StatusSeeOther, "POST", page+"/answer", form, map[string]string{"Content-Type": "application/x-www-form-urlencoded"})
	})
	if ok {
		p.keep(func() { p.promised.answers[id] = work })
	}
}

func somePhoto() []byte {
	picture := image.NewGray(image.Rect(0, 0, 160, 120))
	for i := range picture.Pix {
		picture.Pix[i] = byte(rand.IntN(256))
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, nil); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// TestKillNine ends the box as a power cut would, again and again, under a load of uploads, sends
// and answers. What was acknowledged must be there, and no mail may have gone out twice.
func TestKillNine(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	mails, mailPort := openMailbox(t)
	v := &victim{data: t.TempDir(), address: freeAddress(t), mailPort: mailPort}
	cookie, device := furnish(t, v.data)
	promised := emptyPromises()
	jar := http.Header{"Cookie": {cookie}}
	client := &http.Client{
		Timeout: 5 * time.Second, Transport: &asAdvisor{jar},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	stop := make(chan struct{})
	var people sync.WaitGroup
	v.start(t)
	for range crowd {
		people.Go(func() {
			p := &person{t: t, client: client, base: "http://" + v.address, device: device, promised: promised}
			for {
				select {
				case <-stop:
					return
				default:
					p.day(stop)
				}
			}
		})
	}
	for range kills {
		time.Sleep(time.Duration(200+rand.IntN(900)) * time.Millisecond)
		v.kill()
		v.start(t)
	}
	time.Sleep(500 * time.Millisecond)
	close(stop)
	people.Wait()
	inspect(t, v, &person{t: t, client: client, base: "http://" + v.address, promised: promised}, mails)
	v.kill()
}

// asAdvisor sends the office's cookie except where a phone speaks for itself.
type asAdvisor struct{ headers http.Header }

func (s *asAdvisor) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Header.Get("Authorization") == "" && strings.HasPrefix(r.URL.Path, "/api/") {
		r.Header["Cookie"] = s.headers["Cookie"]
	}
	return http.DefaultTransport.RoundTrip(r)
}

func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// furnish makes a dealership with an advisor who is signed in, and a paired phone.
func furnish(t testing.TB, data string) (cookie, device string) {
	t.Helper()
	settings := config.Default()
	settings.Server.Data = data
	ctx := context.Background()
	box, err := Open(ctx, settings)
	must(t, err)
	_, err = box.Accounts.AddUser(ctx, accounts.NewUser{
		FirstName: "Ada", LastName: "Winter", Email: "ada@lindenhof.example",
		Language: "de", Roles: []web.Role{web.DealerManager}, Password: demoPassword,
	})
	must(t, err)
	house, err := box.System.Dealership(ctx)
	must(t, err)
	house.Brands = append(house.Brands, system.Brand{Name: "Nordvik", Color: "#0b5c7a"})
	_, err = box.System.Change(ctx, web.System(), house)
	must(t, err)
	signed, err := box.Accounts.SignIn(ctx, "ada@lindenhof.example", demoPassword, true)
	must(t, err)
	_, pairing, err := box.Devices.Add(ctx, web.System(), devices.NewDevice{Name: "bay-1", App: "fleetbox", Modes: web.AllModes()})
	must(t, err)
	paired, err := box.Devices.Pair(ctx, pairing.Code, version, "test")
	must(t, err)
	must(t, box.Close())
	return "fleetbox_session=" + signed.Token, paired.Token
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
