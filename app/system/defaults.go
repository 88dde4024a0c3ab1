package system

// country is what is usual in a country; VAT rates are those in force when this was written, and
// the dealership can change them.
type country struct {
	code, language, zone, currency string
	vatRates                       []int
}

// countries lists the likeliest of each language first.
var countries = []country{
	{"FR", "fr", "Europe/Paris", "EUR", []int{2000, 1000, 550, 210}},
	{"DE", "de", "Europe/Berlin", "EUR", []int{1900, 700}},
	{"GB", "en", "Europe/London", "GBP", []int{2000, 500, 0}},
	{"AT", "de", "Europe/Vienna", "EUR", []int{2000, 1300, 1000}},
	{"CH", "de", "Europe/Zurich", "CHF", []int{810, 380, 260}},
	{"BE", "fr", "Europe/Brussels", "EUR", []int{2100, 1200, 600}},
	{"LU", "fr", "Europe/Luxembourg", "EUR", []int{1700, 1400, 800, 300}},
	{"IE", "en", "Europe/Dublin", "EUR", []int{2300, 1350, 900}},
	{"NL", "nl", "Europe/Amsterdam", "EUR", []int{2100, 900}},
	{"ES", "es", "Europe/Madrid", "EUR", []int{2100, 1000, 400}},
	{"IT", "it", "Europe/Rome", "EUR", []int{2200, 1000, 500, 400}},
	{"PT", "pt", "Europe/Lisbon", "EUR", []int{2300, 1300, 600}},
	{"SE", "sv", "Europe/Stockholm", "SEK", []int{2500, 1200, 600}},
	{"NO", "nb", "Europe/Oslo", "NOK", []int{2500, 1500, 1200}},
	{"DK", "da", "Europe/Copenhagen", "DKK", []int{2500}},
	{"FI", "fi", "Europe/Helsinki", "EUR", []int{2550, 1350, 1000}},
	{"US", "en", "America/New_York", "USD", []int{0}},
}

// Default returns a dealership with what is usual where the time zone is, or, when that is not
// known, where the language is spoken. Its name and brands are still to be given.
func Default(language, timeZone string) Dealership {
	d := Dealership{
		Language: language, TimeZone: timeZone, Brands: []Brand{}, RetiredBrands: []Brand{},
		Limits: Limits{Photos: 50, VideoSeconds: 300, VideoTotalSeconds: 600},
	}
	usual := usualIn(language, timeZone)
	d.Country, d.Currency, d.VATRates = usual.code, usual.currency, append([]int{}, usual.vatRates...)
	if timeZone == "" {
		d.TimeZone = usual.zone
	}
	return d
}

func usualIn(language, timeZone string) country {
	for _, c := range countries {
		if c.zone == timeZone {
			return c
		}
	}
	for _, c := range countries {
		if c.language == language {
			return c
		}
	}
	return countries[0]
}
