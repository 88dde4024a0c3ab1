package system

import (
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"fleetbox/app/locale"
	"fleetbox/app/problem"
)

const (
	maxName     = 100
	maxText     = 500
	maxBrands   = 50
	maxVATRates = 10
	wholeBP     = 10_000
)

// currencies are those whose minor unit is a hundredth, as all arithmetic here takes for granted.
var currencies = []string{"EUR", "CHF", "GBP", "SEK", "NOK", "DKK", "USD"}

var (
	colour = regexp.MustCompile(`^#[0-9a-f]{6}$`)
	dialed = regexp.MustCompile(`^[+0-9][0-9 ()./-]{2,31}$`)
)

// tidy removes what people leave around their input.
func (d *Dealership) tidy() {
	for _, text := range []*string{&d.Name, &d.Address, &d.Phone, &d.Email, &d.Website, &d.Country, &d.Language, &d.TimeZone, &d.Currency} {
		*text = strings.TrimSpace(*text)
	}
	d.Country, d.Currency = strings.ToUpper(d.Country), strings.ToUpper(d.Currency)
	d.Brands = slices.Clone(d.Brands)
	for i := range d.Brands {
		d.Brands[i].Name = strings.TrimSpace(d.Brands[i].Name)
		d.Brands[i].Color = strings.ToLower(strings.TrimSpace(d.Brands[i].Color))
	}
}

// check tidies the dealership and returns the problem invalid_input with every field that breaks a rule.
func (d *Dealership) check(texts *locale.Catalogue) error {
	d.tidy()
	var c problem.Check
	c.That(d.Name != "", "name", "required")
	c.That(len(d.Name) <= maxName, "name", "too_long")
	c.That(len(d.Address) <= maxText, "address", "too_long")
	c.That(d.Phone == "" || IsPhone(d.Phone), "phone", "phone")
	c.That(d.Email == "" || IsEmail(d.Email), "email", "email")
	c.That(d.Website == "" || isWebsite(d.Website), "website", "website")
	c.That(d.Country == "" || isCountry(d.Country), "country", "country")
	c.That(texts.Knows(d.Language), "language", "language")
	c.That(isTimeZone(d.TimeZone), "time_zone", "time_zone")
	c.That(slices.Contains(currencies, d.Currency), "currency", "currency")
	c.That(areVATRates(d.VATRates), "vat_rates", "vat_rates")
	d.checkBrands(&c)
	c.That(within(d.Limits.Photos, 1, 200), "limits.photos", "range")
	c.That(within(d.Limits.VideoSeconds, 10, 1800), "limits.video_seconds", "range")
	c.That(within(d.Limits.VideoTotalSeconds, max(10, d.Limits.VideoSeconds), 7200), "limits.video_total_seconds", "range")
	return c.Err()
}

func (d *Dealership) checkBrands(c *problem.Check) {
	c.That(len(d.Brands) > 0, "brands", "required")
	c.That(len(d.Brands) <= maxBrands, "brands", "too_many")
	names, ids := map[string]bool{}, map[string]bool{}
	for i, brand := range d.Brands {
		at := "brands[" + strconv.Itoa(i) + "]"
		name := strings.ToLower(brand.Name)
		c.That(brand.Name != "", at+".name", "required")
		c.That(len(brand.Name) <= maxName, at+".name", "too_long")
		c.That(!names[name] && (brand.ID == "" || !ids[brand.ID]), at+".name", "twice")
		c.That(colour.MatchString(brand.Color), at+".color", "color")
		names[name], ids[brand.ID] = true, true
	}
}

// nameBrands gives each new brand an ID and keeps those of brands that were known before, also
// when a retired one comes back under its old name.
func (d *Dealership) nameBrands(before Dealership) {
	known := slices.Concat(before.Brands, before.RetiredBrands)
	taken := map[string]bool{}
	for _, brand := range known {
		taken[brand.ID] = true
	}
	kept := map[string]bool{}
	for i := range d.Brands {
		brand := &d.Brands[i]
		if !slices.ContainsFunc(known, func(b Brand) bool { return b.ID == brand.ID }) {
			brand.ID = ""
		}
		kept[brand.ID] = true
	}
	for i := range d.Brands {
		brand := &d.Brands[i]
		if brand.ID != "" {
			continue
		}
		same := slices.IndexFunc(known, func(b Brand) bool { return strings.EqualFold(b.Name, brand.Name) && !kept[b.ID] })
		if same >= 0 {
			brand.ID = known[same].ID
		} else {
			brand.ID = freeSlug(brand.Name, taken)
		}
		kept[brand.ID], taken[brand.ID] = true, true
	}
	d.RetiredBrands = []Brand{}
	for _, brand := range known {
		if !kept[brand.ID] {
			d.RetiredBrands = append(d.RetiredBrands, brand)
		}
	}
}

func freeSlug(name string, taken map[string]bool) string {
	base := slug(name)
	free := base
	for n := 2; taken[free]; n++ {
		free = base + "-" + strconv.Itoa(n)
	}
	return free
}

// slug writes a name in letters and digits that every address can carry: Škoda becomes skoda.
func slug(name string) string {
	plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), name)
	if err != nil {
		plain = name
	}
	var out strings.Builder
	for _, r := range strings.ToLower(plain) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			out.WriteRune(r)
		case out.Len() > 0 && !strings.HasSuffix(out.String(), "-"):
			out.WriteByte('-')
		}
	}
	cut := strings.Trim(out.String()[:min(out.Len(), 40)], "-")
	if cut == "" {
		return "brand"
	}
	return cut
}

// IsEmail tells whether address is one that a mail can be sent to, without a name around it.
func IsEmail(address string) bool {
	parsed, err := mail.ParseAddress(address)
	return err == nil && parsed.Address == address && len(address) <= 254 && strings.Contains(address[strings.LastIndex(address, "@"):], ".")
}

// IsPhone tells whether number looks like one that can be dialled.
func IsPhone(number string) bool { return dialed.MatchString(number) }

func isWebsite(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && len(address) <= maxText
}

func isCountry(code string) bool {
	region, err := language.ParseRegion(code)
	return err == nil && len(code) == 2 && region.IsCountry()
}

func isTimeZone(name string) bool {
	if name == "" || name == "Local" {
		return false
	}
	_, err := time.LoadLocation(name)
	return err == nil
}

func areVATRates(rates []int) bool {
	if len(rates) == 0 || len(rates) > maxVATRates {
		return false
	}
	for i, rate := range rates {
		if !within(rate, 0, wholeBP) || slices.Contains(rates[:i], rate) {
			return false
		}
	}
	return true
}

func within(n, low, high int) bool { return n >= low && n <= high }
