package plates

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	"fleetbox/app/interventions"
	"fleetbox/app/media"
	"fleetbox/app/store"
	"fleetbox/app/web"
	"fleetbox/app/web/webtest"
)

// house is a box that reads plates.
type house struct {
	*webtest.Box
	interventions *interventions.Service
}

func start(t testing.TB, program string) house {
	t.Helper()
	h := house{}
	h.Box = webtest.Start(t, func(b *webtest.Box) {
		files, err := media.New(media.Options{Store: b.Store, Secret: make([]byte, 32)})
		if err != nil {
			t.Fatal(err)
		}
		h.interventions = interventions.New(interventions.Options{Store: b.Store, Media: files, Dealership: b.System})
		files.SetGuard(h.interventions)
		New(Options{Interventions: h.interventions, Dealership: b.System, Tesseract: program, Now: b.Store.Now}).Register(b.Server)
	})
	return h
}

func pointer[T any](v T) *T { return &v }

// visit writes an intervention of a vehicle.
func (h house) visit(mode web.Mode, plate, vehicleMake, customer string) {
	h.T.Helper()
	module := interventions.Mechanics
	author := h.As(web.DealerManager).ID
	actor := web.Actor{Kind: web.ByUser, ID: author, Roles: []web.Role{web.DealerManager}}
	ctx := context.Background()
	in, err := h.interventions.Create(ctx, actor, interventions.Draft{
		ID: store.NewID(), Mode: web.AfterSales,
		Changes: interventions.Changes{
			Module: &module, Brand: pointer("velora"), Reference: pointer("R"),
			Vehicle:  &interventions.VehicleChanges{Plate: &plate, Make: &vehicleMake, Model: pointer("V60"), VIN: pointer("YV1ZW2500N1000001")},
			Customer: &interventions.CustomerChanges{FirstName: pointer("Jana"), LastName: &customer},
		},
	})
	if err != nil {
		h.T.Fatal(err)
	}
	err = h.Store.Write(ctx, func(tx *store.Tx) error {
		return tx.Exec("UPDATE interventions SET mode = ? WHERE id = ?", mode, in.ID).Error
	})
	if err != nil {
		h.T.Fatal(err)
	}
}

type answer struct {
	Readings []struct {
		Plate      string
		Country    *string
		Confidence float64
		Vehicle    *struct {
			Plate, VIN, Make, Model string
			CustomerName            string    `json:"customer_name"`
			LastVisit               time.Time `json:"last_visit"`
		}
	}
}

func (h house) read(c *webtest.Client, picture []byte) answer {
	h.T.Helper()
	once := *c
	once.Header = c.Header.Clone()
	once.Header.Set("Content-Type", "image/jpeg")
	var a answer
	once.Good(http.MethodPost, "/api/plates/read", picture, &a)
	return a
}

// picture of a German plate, in a friendly light.
func picture(t testing.TB, text string) []byte {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 1))
	return photograph(t, sign{country: "D", text: text}, view{roll: 4, yaw: 12, pitch: -6, share: 0.8, light: 0.9, blur: 1, noise: 4, quality: 85}, r)
}

func TestReadPlate(t *testing.T) {
	h := start(t, realTesseract(t).name)
	phone := h.Phone("bay-1")

	unknown := h.read(phone, picture(t, "M*AB 1234"))
	if len(unknown.Readings) == 0 || unknown.Readings[0].Plate != "MAB1234" || unknown.Readings[0].Vehicle != nil {
		t.Fatalf("a plate that nobody knows: %+v", unknown)
	}
	if c := unknown.Readings[0]; c.Country == nil || *c.Country != "DE" || c.Confidence < 0.7 || c.Confidence > 1 {
		t.Errorf("its country and confidence: %+v", c)
	}

	h.visit(web.AfterSales, "M-AB 1234", "Nordvik", "Krüger")
	h.Clock.Move(time.Hour)
	h.visit(web.AfterSales, "M-AB 1234", "Nordvik", "Kaya")
	h.visit(web.AfterSales, "B-XY 99", "Veloria", "Weiß")
	known := h.read(phone, picture(t, "M*AB 1234"))
	first := known.Readings[0]
	if first.Plate != "M-AB 1234" || first.Vehicle == nil || first.Vehicle.CustomerName != "Jana Kaya" || first.Vehicle.Model != "V60" {
		t.Fatalf("a vehicle that was here twice: %+v", known)
	}
	if first.Confidence <= unknown.Readings[0].Confidence-0.2 || len(known.Readings) > 1 && known.Readings[1].Vehicle != nil {
		t.Errorf("%+v", known)
	}

	// A 3 that was read as an 8: the vehicle comes first, what was read stays to be chosen.
	misread := h.read(phone, picture(t, "M*AB 1284"))
	if len(misread.Readings) < 2 || misread.Readings[0].Vehicle == nil || misread.Readings[1].Plate != "MAB1284" {
		t.Errorf("a plate that is nearly known: %+v", misread)
	}
}

// TestVehiclesOfTheOtherMode are nobody's business who does not work there.
func TestVehiclesOfTheOtherMode(t *testing.T) {
	h := start(t, realTesseract(t).name)
	h.visit(web.Sales, "M-AB 1234", "Nordvik", "Krüger")
	workshop := h.Phone("bay-1")
	if _, err := h.Devices.SetModes(context.Background(), web.System(), workshop.ID, []web.Mode{web.AfterSales}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		client *webtest.Client
		sees   bool
	}{{workshop, false}, {h.Phone("of-a-salesperson"), true}, {h.As(web.Salesperson), true}, {h.As(web.BackOffice), true}} {
		readings := h.read(c.client, picture(t, "M*AB 1234")).Readings
		if len(readings) == 0 || (readings[0].Vehicle != nil) != c.sees {
			t.Errorf("sees it: %v, wanted %v", readings, c.sees)
		}
	}
}

// TestTurnedPhoto reads a picture that was stored lying on its side.
func TestTurnedPhoto(t *testing.T) {
	h := start(t, realTesseract(t).name)
	straight, _, err := image.Decode(bytes.NewReader(picture(t, "M*AB 1234")))
	if err != nil {
		t.Fatal(err)
	}
	size := straight.Bounds().Size()
	lying := image.NewRGBA(image.Rect(0, 0, size.Y, size.X))
	for y := range size.Y {
		for x := range size.X {
			lying.Set(y, size.X-1-x, straight.At(x, y))
		}
	}
	readings := h.read(h.Phone("bay-1"), webtest.WithEXIF(webtest.JPEG(t, lying), 6)).Readings
	if len(readings) == 0 || readings[0].Plate != "MAB1234" {
		t.Errorf("%+v", readings)
	}
}

func TestNothingToRead(t *testing.T) {
	h := start(t, realTesseract(t).name)
	for name, empty := range map[string]image.Image{
		"one colour": image.NewUniform(color.Gray{128}),
		"a picture":  webtest.Halves(640, 200),
		"one point":  image.NewGray(image.Rect(0, 0, 1, 1)),
	} {
		if uniform, ok := empty.(*image.Uniform); ok {
			grey := image.NewGray(image.Rect(0, 0, 300, 100))
			fill(grey, grey.Bounds(), uniform.C)
			empty = grey
		}
		if got := h.read(h.Phone("bay-1"), webtest.JPEG(t, empty)); got.Readings == nil || len(got.Readings) > 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func noise(t testing.TB, width, height int) []byte {
	t.Helper()
	r := rand.New(rand.NewPCG(2, 2))
	p := image.NewGray(image.Rect(0, 0, width, height))
	for i := range p.Pix {
		p.Pix[i] = uint8(r.Uint32())
	}
	var out bytes.Buffer
	if err := png.Encode(&out, p); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestBadPictures(t *testing.T) {
	jpeg := map[string]string{"Content-Type": "image/jpeg"}
	phone := func(b *webtest.Box) *webtest.Client { return b.Phone("bay-1") }
	whole := picture(t, "M*AB 1234")
	scenario := func(name string, body []byte, status int, code string) webtest.Scenario {
		return webtest.Scenario{
			Name: name, As: phone, Headers: jpeg, Method: http.MethodPost, Path: "/api/plates/read", Body: body, Status: status, Code: code,
		}
	}
	nobody := scenario("nobody", whole, http.StatusUnauthorized, "signed_out")
	nobody.As = nil
	auditor := scenario("an audit manager", whole, http.StatusForbidden, "forbidden")
	auditor.As = func(b *webtest.Box) *webtest.Client { return b.As(web.AuditManager) }
	webtest.Run(t, func(t testing.TB) *webtest.Box { return start(t, "tesseract").Box }, []webtest.Scenario{
		nobody, auditor,
		scenario("nothing", []byte{}, http.StatusBadRequest, "invalid_request"),
		scenario("a text", []byte("M-AB 1234"), http.StatusUnprocessableEntity, "picture_unreadable"),
		scenario("half a picture", whole[:len(whole)/2], http.StatusUnprocessableEntity, "picture_unreadable"),
		scenario("SVG", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), http.StatusUnprocessableEntity, "picture_unreadable"),
		scenario("a bomb", webtest.Bomb(60_000, 60_000), http.StatusUnprocessableEntity, "picture_too_large"),
		scenario("a thread", noise(t, 2, 60_000), http.StatusUnprocessableEntity, "picture_unreadable"),
		scenario("a file of 3 MB", bytes.Repeat([]byte("x"), 3<<20), http.StatusRequestEntityTooLarge, "too_large"),
	})
}

// TestNoise: whatever a picture shows, it is looked at within a bearable time.
func TestNoise(t *testing.T) {
	began := time.Now()
	data := noise(t, 1400, 1300)
	if len(data) > 2<<20 {
		t.Fatalf("%d bytes", len(data))
	}
	picture, err := decode(data)
	if err != nil {
		t.Fatal(err)
	}
	lines(picture)
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestWithoutTesseract(t *testing.T) {
	webtest.Run(t, func(t testing.TB) *webtest.Box { return start(t, "/nowhere/tesseract").Box }, []webtest.Scenario{{
		Name: "says so", As: func(b *webtest.Box) *webtest.Client { return b.Phone("bay-1") }, Headers: map[string]string{"Content-Type": "image/jpeg", "Accept-Language": "de"},
		Method: http.MethodPost, Path: "/api/plates/read", Body: picture(t, "M*AB 1234"),
		Status: http.StatusServiceUnavailable, Code: TesseractMissing, Has: []string{"tesseract-ocr"},
	}})
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("\xff\xd8\xff\xe1"))
	f.Add(webtest.Bomb(60_000, 60_000))
	f.Add(noise(f, 20, 10))
	f.Fuzz(func(t *testing.T, data []byte) {
		picture, err := decode(data)
		if (err == nil) != (picture != nil) {
			t.Fatal(err)
		}
		if err != nil && !strings.HasPrefix(err.Error(), "picture_") {
			t.Fatal(err)
		}
	})
}
