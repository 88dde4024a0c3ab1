package messages_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fleetbox/app/locale"
	"fleetbox/app/messages"
	"fleetbox/app/problem"
	"fleetbox/embed"
)

func catalogue(t testing.TB) *locale.Catalogue {
	t.Helper()
	texts, err := locale.Load(embed.Locales())
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

// house is a dealership by its language.
type house string

func (h house) Language(context.Context) (string, error) { return string(h), nil }

func TestDefaultMessageExistsForEachModeInEachLanguage(t *testing.T) {
	texts := catalogue(t)
	service := messages.New(texts, house("de"))
	for _, mode := range []string{messages.AfterSales, messages.Sales} {
		seen := map[string]bool{}
		for _, lang := range texts.Languages() {
			text, err := service.Default(context.Background(), mode, lang)
			if err != nil || strings.HasPrefix(text, "mail.") || len(text) < 60 {
				t.Errorf("%s %s: %q %v", mode, lang, text, err)
			}
			if seen[text] {
				t.Errorf("%s %s is not translated", mode, lang)
			}
			seen[text] = true
		}
	}
	if text, err := service.Default(context.Background(), messages.Sales, "xx"); err != nil || !strings.Contains(text, "vorbereitet") {
		t.Errorf("an unknown language does not fall back: %q %v", text, err)
	}
	if _, err := service.Default(context.Background(), "rental", "en"); !problem.Is(err, "invalid_input") {
		t.Errorf("unknown mode: %v", err)
	}
}

func TestGreetingKnowsWhomItSpeaksTo(t *testing.T) {
	texts := catalogue(t)
	for _, c := range []struct {
		lang string
		who  messages.Customer
		want string
	}{
		{"en", messages.Customer{Title: "ms", First: "Ada", Last: "King"}, "Hello Ms King,"},
		{"fr", messages.Customer{Title: "mr", Last: "Roux"}, "Bonjour Monsieur Roux,"},
		{"de", messages.Customer{Title: "family", Last: "Özdemir"}, "Guten Tag Familie Özdemir"},
		{"de", messages.Customer{Title: "mx", First: "Kim", Last: "Lee"}, "Guten Tag Kim Lee"},
		{"fr", messages.Customer{Title: "company", Company: "Transports Élan"}, "Bonjour Transports Élan,"},
		{"en", messages.Customer{Title: "company", First: "Al", Last: "Bo"}, "Hello Al Bo,"},
		{"en", messages.Customer{Title: "ms", First: "Ada"}, "Hello,"},
		{"en", messages.Customer{Title: "mr", Last: "{{.full}} <b>"}, "Hello Mr {{.full}} <b>,"},
	} {
		if got := messages.Greeting(texts, c.lang, c.who); got != c.want {
			t.Errorf("%v: %q, want %q", c.who, got, c.want)
		}
	}
}

func TestMomentsReadAsInTheLanguage(t *testing.T) {
	texts := catalogue(t)
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	first := time.Date(2026, 4, 30, 22, 30, 0, 0, time.UTC).In(zone) // 1 May there
	for lang, want := range map[string]string{
		"en": "Friday 1 May at 00:30", "fr": "vendredi 1er mai à 00:30", "de": "Freitag, 1. Mai um 00:30 Uhr",
	} {
		if got := messages.Moment(texts, lang, first); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
	if got := messages.DayOfYear(texts, "fr", first.AddDate(0, 7, 1)); got != "2 décembre 2026" {
		t.Error(got)
	}
}

func TestAnyBrandColourCanBeRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		look := messages.LookOf(rapid.StringMatching(`#[0-9a-f]{6}`).Draw(t, "colour"))
		for _, pair := range [][2]string{
			{look.Light, "#f6f4f0"}, {look.Light, look.OnLight}, {look.Dark, "#211f1c"}, {look.Dark, "#151412"}, {look.Dark, look.OnDark},
		} {
			if c := messages.Contrast(pair[0], pair[1]); c < 4.5 {
				t.Fatalf("%v: contrast %.2f", pair, c)
			}
		}
	})
	if messages.LookOf("red; background: url(x)") != messages.LookOf("#2f4858") {
		t.Error("something that is no colour went through")
	}
}
