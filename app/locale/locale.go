// Package locale speaks to people: texts from the catalogues, and money, dates and numbers as
// their language writes them. One catalogue serves Go and the UI; a language is there when its
// catalogue is.
package locale

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Fallback is the language that every text exists in.
const Fallback = "en"

// Catalogue holds the texts of all languages. It is safe for concurrent use.
type Catalogue struct {
	languages []string
	matcher   language.Matcher
	localizer map[string]*i18n.Localizer
}

// Load reads a catalogue a language: a folder named by the language with one JSON file for each part,
// so that a screen need not load the texts of another. A file that cannot be read, or a missing
// fallback, is an error.
func Load(fsys fs.FS) (*Catalogue, error) {
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	c := &Catalogue{localizer: map[string]*i18n.Localizer{}}
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".json" {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		lang := path.Dir(name)
		if _, err := bundle.ParseMessageFileBytes(data, lang+".json"); err != nil {
			return fmt.Errorf("catalogue %s: %w", name, err)
		}
		if !slices.Contains(c.languages, lang) {
			c.languages = append(c.languages, lang)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if !slices.Contains(c.languages, Fallback) {
		return nil, fmt.Errorf("the catalogue of the fallback language %q is missing", Fallback)
	}
	// The matcher answers its first tag when nothing fits.
	slices.SortFunc(c.languages, func(a, b string) int {
		if (a == Fallback) != (b == Fallback) {
			if a == Fallback {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	tags := make([]language.Tag, 0, len(c.languages))
	for _, lang := range c.languages {
		tag, err := language.Parse(lang)
		if err != nil {
			return nil, fmt.Errorf("catalogue %s: not a language: %w", lang, err)
		}
		tags = append(tags, tag)
		c.localizer[lang] = i18n.NewLocalizer(bundle, lang, Fallback)
	}
	c.matcher = language.NewMatcher(tags)
	return c, nil
}

// Languages returns the languages that have a catalogue, the fallback first.
func (c *Catalogue) Languages() []string { return slices.Clone(c.languages) }

// Knows tells whether lang has a catalogue.
func (c *Catalogue) Knows(lang string) bool { return c.localizer[lang] != nil }

// Match returns the first language that is known among wishes, each a language or a whole
// Accept-Language header; the fallback when none is.
func (c *Catalogue) Match(wishes ...string) string {
	for _, wish := range wishes {
		tags, _, err := language.ParseAcceptLanguage(wish)
		if err != nil || len(tags) == 0 {
			continue
		}
		if _, i, confidence := c.matcher.Match(tags...); confidence > language.No {
			return c.languages[i]
		}
	}
	return Fallback
}

// T returns the text of key in lang, or in the fallback language, or the key itself.
// args["count"] chooses the plural form.
func (c *Catalogue) T(lang, key string, args map[string]any) string {
	localizer := c.localizer[lang]
	if localizer == nil {
		localizer = c.localizer[Fallback]
	}
	text, err := localizer.Localize(&i18n.LocalizeConfig{MessageID: key, TemplateData: args, PluralCount: args["count"]})
	if text == "" && err != nil {
		return key
	}
	return text
}

// Has tells whether key has a text in lang itself.
func (c *Catalogue) Has(lang, key string) bool {
	text, tag, err := c.localizer[lang].LocalizeWithTag(&i18n.LocalizeConfig{MessageID: key, PluralCount: 2})
	return err == nil && text != "" && tag.String() == lang
}

// Speaker returns T for one language as templates call it: a key, then names and values of placeholders in pairs.
func (c *Catalogue) Speaker(lang string) func(key string, pairs ...any) string {
	return func(key string, pairs ...any) string {
		args := map[string]any{}
		for i := 0; i+1 < len(pairs); i += 2 {
			args[fmt.Sprint(pairs[i])] = pairs[i+1]
		}
		return c.T(lang, key, args)
	}
}

// Money writes minor units of a currency of two decimals, such as 1234567 EUR: €12,345.67 or 12.345,67 €.
func (c *Catalogue) Money(lang string, minor int64, currency string) string {
	sign := ""
	if minor < 0 {
		sign, minor = "-", -minor
	}
	amount := sign + c.group(lang, minor/100) + c.T(lang, "common.format.decimal", nil) + fmt.Sprintf("%02d", minor%100)
	symbol := currency
	if known, ok := symbols[currency]; ok {
		symbol = known
	}
	return c.T(lang, "common.format.money", map[string]any{"amount": amount, "currency": symbol})
}

var symbols = map[string]string{"EUR": "€", "GBP": "£", "USD": "$", "CHF": "CHF", "SEK": "kr", "NOK": "kr", "DKK": "kr"}

// Number writes a number of thousandths without needless zeros: 1500 is 1.5 or 1,5.
func (c *Catalogue) Number(lang string, thousandths int64) string {
	sign := ""
	if thousandths < 0 {
		sign, thousandths = "-", -thousandths
	}
	text := sign + c.group(lang, thousandths/1000)
	if rest := strings.TrimRight(fmt.Sprintf("%03d", thousandths%1000), "0"); rest != "" {
		text += c.T(lang, "common.format.decimal", nil) + rest
	}
	return text
}

func (c *Catalogue) group(lang string, n int64) string {
	digits := strconv.FormatInt(n, 10)
	var out strings.Builder
	for i, digit := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out.WriteString(c.T(lang, "common.format.group", nil))
		}
		out.WriteRune(digit)
	}
	return out.String()
}

// Date writes the day of t in t's own time zone.
func (c *Catalogue) Date(lang string, t time.Time) string {
	return t.Format(c.T(lang, "common.format.date", nil))
}

// Time writes the time of day of t in t's own time zone.
func (c *Catalogue) Time(lang string, t time.Time) string {
	return t.Format(c.T(lang, "common.format.time", nil))
}

// DateTime writes day and time of t in t's own time zone.
func (c *Catalogue) DateTime(lang string, t time.Time) string {
	return c.Date(lang, t) + " " + c.Time(lang, t)
}
