package system

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fleetbox/app/locale"
	"fleetbox/embed"
)

func texts(t testing.TB) *locale.Catalogue {
	t.Helper()
	catalogue, err := locale.Load(embed.Locales())
	if err != nil {
		t.Fatal(err)
	}
	return catalogue
}

func TestDefaultsAreComplete(t *testing.T) {
	catalogue := texts(t)
	zones := []string{""}
	for _, c := range countries {
		zones = append(zones, c.zone)
	}
	for _, zone := range append(zones, "Asia/Tokyo") {
		for _, language := range catalogue.Languages() {
			d := Default(language, zone)
			d.Name, d.Brands = "x", []Brand{{Name: "b", Color: "#000000"}}
			if err := d.check(catalogue); err != nil {
				t.Errorf("%s %s: %v", language, zone, err)
			}
		}
	}
	if d := Default("en", "Europe/Berlin"); d.Country != "DE" || d.VATRates[0] != 1900 || d.TimeZone != "Europe/Berlin" {
		t.Errorf("the place counts before the language: %+v", d)
	}
	if d := Default("fr", ""); d.Country != "FR" || d.TimeZone != "Europe/Paris" {
		t.Errorf("%+v", d)
	}
}

func TestTimeZones(t *testing.T) {
	for name, good := range map[string]bool{
		"Europe/Berlin": true, "UTC": true, "America/Argentina/Buenos_Aires": true,
		"": false, "Local": false, "Berlin": false, "../etc/passwd": false, "Europe": false,
	} {
		if isTimeZone(name) != good {
			t.Errorf("%q: %v", name, !good)
		}
	}
}

func TestEmailAndPhone(t *testing.T) {
	for address, good := range map[string]bool{
		"a@b.de": true, "a.b+c@sub.example.com": true, "jürgen@müller.de": true,
		"": false, "a": false, "a@b": false, "A <a@b.de>": false, "a@b.de, c@d.de": false, "a b@c.de": false, "a@b.de\r\nBcc: c@d.de": false,
	} {
		if IsEmail(address) != good {
			t.Errorf("%q: %v", address, !good)
		}
	}
	for number, good := range map[string]bool{"+49 (30) 123-45": true, "0170/1234567": true, "": false, "12": false, "phone": false, "+": false} {
		if IsPhone(number) != good {
			t.Errorf("%q: %v", number, !good)
		}
	}
}

func TestSlug(t *testing.T) {
	for name, want := range map[string]string{
		"Velora": "velora", "Škoda": "skoda", " Mercedes-Benz  AMG ": "mercedes-benz-amg", "比亚迪": "brand", "Citroën C3!": "citroen-c3",
	} {
		if got := slug(name); got != want {
			t.Errorf("%q: %q, wanted %q", name, got, want)
		}
	}
}

// Whatever a screen sends, brands have distinct IDs, known ones keep theirs, and none gets lost.
func TestBrandsKeepTheirIDs(t *testing.T) {
	names := rapid.SampledFrom([]string{"Velora", "VELORA", "Vélora", "Kestrel", "北", "南", "A B", "A-B"})
	rapid.Check(t, func(t *rapid.T) {
		var before Dealership
		for step := range 4 {
			after := Dealership{}
			for _, name := range rapid.SliceOfNDistinct(names, 1, 4, rapid.ID[string]).Draw(t, "names") {
				brand := Brand{Name: name}
				if len(before.Brands) > 0 && rapid.Bool().Draw(t, "known") {
					brand.ID = before.Brands[rapid.IntRange(0, len(before.Brands)-1).Draw(t, "which")].ID
				}
				if !slices.ContainsFunc(after.Brands, func(b Brand) bool { return brand.ID != "" && b.ID == brand.ID }) {
					after.Brands = append(after.Brands, brand)
				}
			}
			sent := slices.Clone(after.Brands)
			after.nameBrands(before)
			all := slices.Concat(after.Brands, after.RetiredBrands)
			ids := map[string]bool{}
			for _, brand := range all {
				if brand.ID == "" || ids[brand.ID] {
					t.Fatalf("step %d: %q is no ID of its own in %v", step, brand.ID, all)
				}
				ids[brand.ID] = true
			}
			for i, brand := range sent {
				if brand.ID != "" && after.Brands[i].ID != brand.ID {
					t.Fatalf("step %d: %q became %q", step, brand.ID, after.Brands[i].ID)
				}
			}
			for _, brand := range slices.Concat(before.Brands, before.RetiredBrands) {
				if !ids[brand.ID] {
					t.Fatalf("step %d: %q got lost", step, brand.ID)
				}
			}
			before = after
		}
	})
}

func TestLocationWithoutOne(t *testing.T) {
	if (Dealership{}).Location() != time.UTC {
		t.Error("a dealership without time zone has none")
	}
}
