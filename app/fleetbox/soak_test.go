package main

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fleetbox/app/devices"
	"fleetbox/app/store"
	"fleetbox/app/web"
	"fleetbox/config"
)

var soakFor = flag.Duration("soak", 0, "for how long TestSoak lets the phones work; it is skipped without")

const (
	soakPhones = 20
	soakApps   = 2       // so many of them run the code of the phone app
	linkRate   = 125_000 // bytes a second: 1 Mbit/s
	linkLife   = 20 * time.Second
	soakPiece  = 256 << 10
	soakKills  = 20 * time.Second // about one kill -9 in so much time
	afterwards = 10 * time.Minute // for what the phones still hold at the end
)

// brokenLink is a phone's Wi-Fi: slow, and gone again and again, half of the time without a word.
type brokenLink struct {
	net.Conn
	ends time.Time
	cuts *atomic.Int64
}

var errLink = errors.New("the link broke")

func (l *brokenLink) Write(p []byte) (n int, err error) {
	for len(p) > 0 {
		if time.Now().After(l.ends) {
			l.cuts.Add(1)
			if tcp, ok := l.Conn.(*net.TCPConn); ok && rand.IntN(2) == 0 {
				_ = tcp.SetLinger(0)
			}
			_ = l.Close()
			return n, errLink
		}
		part := p[:min(len(p), linkRate/20)]
		written, err := l.Conn.Write(part)
		n += written
		if err != nil {
			return n, err
		}
		time.Sleep(time.Second * time.Duration(written) / linkRate)
		p = p[written:]
	}
	return n, nil
}

// ledger is what a phone has finished, and what that took.
type ledger struct {
	files       map[string]map[string]string // by intervention: the SHA-256 by media ID, as finished on the phone
	bytes, sent int64
	cuts        atomic.Int64
}

func (l *ledger) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	life := linkLife/4 + rand.N(linkLife*3/4)
	return &brokenLink{conn, time.Now().Add(life), &l.cuts}, nil
}

// soakPhone is a phone that makes files and gives each up only when the box has confirmed every byte of it.
type soakPhone struct {
	person
	ledger
}

func newSoakPhone(t *testing.T, base, device string) *soakPhone {
	p := &soakPhone{ledger: ledger{files: map[string]map[string]string{}}}
	p.person = person{
		t: t, base: base, device: device, promised: emptyPromises(),
		client: &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{DialContext: p.dial, MaxIdleConnsPerHost: 1}},
	}
	return p
}

// work finishes interventions until stop, and brings the last one home before it returns.
func (p *soakPhone) work(stop <-chan struct{}, giveUp <-chan struct{}, film []byte) {
	for {
		select {
		case <-stop:
			return
		default:
		}
		id := store.NewID()
		p.files[id] = map[string]string{}
		as := map[string]string{"Authorization": "Bearer " + p.device}
		file := map[string]any{"id": id, "mode": "after_sales", "module": "mechanics", "brand": "nordvik", "reference": "SOAK-" + id[len(id)-6:]}
		if _, ok := insist(giveUp, func() (bool, error) {
			return true, p.want(http.StatusCreated, "POST", "/api/interventions", file, as)
		}); !ok {
			return
		}
		contents := [][]byte{film}
		for range 1 + rand.IntN(4) {
			contents = append(contents, largePhoto())
		}
		for i, content := range contents {
			if !p.bring(giveUp, id, content, map[bool]string{true: "video", false: "photo"}[i == 0]) {
				return
			}
		}
	}
}

// bring uploads one file, whatever becomes of the link and the box meanwhile.
func (p *soakPhone) bring(giveUp <-chan struct{}, intervention string, content []byte, kind string) bool {
	id, sum := store.NewID(), sha256.Sum256(content)
	wanted := hex.EncodeToString(sum[:])
	p.files[intervention][id] = wanted
	p.bytes += int64(len(content))
	about := []string{}
	for name, value := range map[string]string{
		"intervention": intervention, "id": id, "kind": kind, "purpose": "customer", "public": "true", "filename": kind, "sha256": wanted,
	} {
		about = append(about, name+" "+base64.StdEncoding.EncodeToString([]byte(value)))
	}
	as := map[string]string{"Tus-Resumable": "1.0.0", "Authorization": "Bearer " + p.device}
	confirmed, ok := insist(giveUp, func() (string, error) {
		response, _, err := p.do("POST", "/api/uploads", nil, with(as, "Upload-Length", strconv.Itoa(len(content)), "Upload-Metadata", strings.Join(about, ",")))
		if err != nil {
			return "", err
		}
		location, err := url.Parse(response.Header.Get("Location"))
		if err != nil || location.Path == "" {
			return "", errUnanswered
		}
		return p.send(location.Path, content, as)
	})
	if ok && confirmed != wanted {
		p.t.Errorf("%s: the box confirmed another sum", id)
	}
	return ok
}

// send goes on where the box says that it stopped.
func (p *soakPhone) send(path string, content []byte, as map[string]string) (string, error) {
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
		end := min(offset+soakPiece, len(content))
		p.sent += int64(end - offset)
		if _, _, err := p.do("PATCH", path, content[offset:end], with(as, "Upload-Offset", strconv.Itoa(offset), "Content-Type", "application/offset+octet-stream")); err != nil {
			return "", err
		}
	}
}

func largePhoto() []byte {
	var all []byte
	for all = somePhoto(); len(all) < 100_000+rand.IntN(300_000); {
		all = append(all, all...) // what follows a JPEG's end does not make it another picture
	}
	return all
}

// someFilm is a real clip of a few hundred kilobytes.
func someFilm(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "film.mp4")
	out, err := exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=25:d=4", "-c:v", "libx264", "-preset", "ultrafast",
		"-b:v", "1M", "-pix_fmt", "yuv420p", path).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	film, err := os.ReadFile(path)
	must(t, err)
	return film
}

// TestSoak lets phones work on links that are slow and break, while the box is killed again and again. What was
// finished on the phones is what the box holds, each once and byte for byte.
func TestSoak(t *testing.T) {
	if *soakFor == 0 {
		t.Skip("give it a time: packaging/soak 15m")
	}
	film := someFilm(t)
	v := &victim{data: t.TempDir(), address: freeAddress(t), mailPort: "25"}
	cookie, _ := furnish(t, v.data)
	tokens := pairEach(t, v.data, soakPhones)
	v.start(t)
	stop, giveUp := make(chan struct{}), make(chan struct{})
	var working sync.WaitGroup
	phones := make([]*ledger, 0, soakPhones)
	for _, token := range tokens[:soakApps] {
		phone := newAppPhone(t, v.address, token)
		phones = append(phones, &phone.ledger)
		working.Go(func() { phone.work(stop, giveUp, film) })
	}
	for _, token := range tokens[soakApps:] {
		phone := newSoakPhone(t, "http://"+v.address, token)
		phones = append(phones, &phone.ledger)
		working.Go(func() { phone.work(stop, giveUp, film) })
	}
	kills := 0
	for end := time.Now().Add(*soakFor); time.Now().Before(end); kills++ {
		time.Sleep(min(time.Until(end), soakKills/2+rand.N(soakKills)))
		v.kill()
		v.start(t)
	}
	close(stop)
	late := time.AfterFunc(afterwards, func() { close(giveUp) })
	working.Wait()
	late.Stop()
	compare(t, v, phones, &http.Client{Transport: &asAdvisor{http.Header{"Cookie": {cookie}}}}, kills)
	v.kill()
}

// pairEach gives every phone a pairing of its own.
func pairEach(t *testing.T, data string, phones int) []string {
	t.Helper()
	settings := config.Default()
	settings.Server.Data = data
	ctx := context.Background()
	box, err := Open(ctx, settings)
	must(t, err)
	tokens := make([]string, 0, phones)
	for i := range phones {
		device := devices.NewDevice{Name: fmt.Sprintf("soak-%d", i+1), App: "fleetbox", Modes: web.AllModes()}
		_, pairing, err := box.Devices.Add(ctx, web.System(), device)
		must(t, err)
		paired, err := box.Devices.Pair(ctx, pairing.Code, version, "test")
		must(t, err)
		tokens = append(tokens, paired.Token)
	}
	must(t, box.Close())
	return tokens
}

// compare prints what the phones finished beside what the box holds.
func compare(t *testing.T, v *victim, phones []*ledger, client *http.Client, kills int) {
	t.Helper()
	office := &person{t: t, client: client, base: "http://" + v.address}
	fmt.Printf("phone  code  files  finished MB  sent MB  cuts  stored  equal\n")
	total, equal := 0, 0
	for i, phone := range phones {
		finished, stored, same := 0, 0, 0
		for id, files := range phone.files {
			held := mediaOf(t, office, id)
			finished, stored = finished+len(files), stored+len(held)
			for media, sum := range files {
				content, err := os.ReadFile(filepath.Join(v.data, "media", media[len(media)-2:], media, "original"))
				actual := sha256.Sum256(content)
				if err == nil && hex.EncodeToString(actual[:]) == sum && slices.Contains(held, media) {
					same++
				}
			}
			if !slices.Equal(slices.Sorted(maps.Keys(files)), slices.Sorted(slices.Values(held))) {
				t.Errorf("phone %d, intervention %s: %d files finished, %d stored", i+1, id, len(files), len(held))
			}
		}
		code := map[bool]string{true: "app", false: "test"}[i < soakApps]
		fmt.Printf("%5d  %4s  %5d  %11.1f  %7.1f  %4d  %6d  %5d\n", i+1, code, finished, float64(phone.bytes)/1e6, float64(phone.sent)/1e6, phone.cuts.Load(), stored, same)
		total, equal = total+finished, equal+same
	}
	fmt.Printf("box killed %d times; %d files finished on the phones, %d of them on the box byte for byte\n", kills, total, equal)
	if total == 0 || equal != total {
		t.Errorf("%d of %d", equal, total)
	}
}

func mediaOf(t *testing.T, office *person, id string) []string {
	t.Helper()
	response, data, err := office.do("GET", "/api/interventions/"+id, nil, nil)
	must(t, err)
	if response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %s", id, response.StatusCode, data)
	}
	var file struct{ Media []struct{ ID string } }
	must(t, json.Unmarshal(data, &file))
	ids := make([]string, 0, len(file.Media))
	for _, media := range file.Media {
		ids = append(ids, media.ID)
	}
	return ids
}
