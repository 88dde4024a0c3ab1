// Package messages finds the words for a customer: the message that stands in a file before
// anybody wrote one, how the customer is greeted, and how a car or a moment is named.
package messages

import (
	"context"
	"strconv"
	"strings"
	"time"

	"fleetbox/app/locale"
	"fleetbox/app/problem"
)

// Modes for which there is a default message.
const (
	AfterSales = "after_sales"
	Sales      = "sales"
)

// Dealership answers what messages need to know of the house.
type Dealership interface {
	// Language is the one in which the dealership writes to whom it cannot write in their own.
	Language(ctx context.Context) (string, error)
}

// Service hands out default messages.
type Service struct {
	texts *locale.Catalogue
	house Dealership
}

// New makes the service.
func New(texts *locale.Catalogue, house Dealership) *Service { return &Service{texts, house} }

// Default returns the message for a mode in a language, or in the dealership's when it has no
// catalogue, as mails and the customer's page do. It fails with invalid_input for an unknown mode.
func (s *Service) Default(ctx context.Context, mode, language string) (string, error) {
	own, err := s.house.Language(ctx)
	if err != nil {
		return "", err
	}
	language = s.texts.Match(language, own)
	switch mode {
	case AfterSales:
		return s.texts.T(language, "mail.default.after_sales", nil), nil
	case Sales:
		return s.texts.T(language, "mail.default.sales", nil), nil
	}
	return "", problem.New(problem.Unfit, "invalid_input", "fields", "mode").On("mode", "format")
}

// Customer is what a greeting needs to know.
type Customer struct{ Title, First, Last, Company string }

// Greeting addresses a customer as one does in the language, and plainly when the name is not known.
func Greeting(texts *locale.Catalogue, lang string, c Customer) string {
	full := strings.TrimSpace(c.First + " " + c.Last)
	args := map[string]any{"last": c.Last, "full": full}
	switch {
	case c.Title == "company" && c.Company != "":
		return texts.T(lang, "customer.greeting.company", map[string]any{"full": c.Company})
	case c.Last == "":
		return texts.T(lang, "customer.greeting.plain", nil)
	case c.Title == "ms":
		return texts.T(lang, "customer.greeting.ms", args)
	case c.Title == "mr":
		return texts.T(lang, "customer.greeting.mr", args)
	case c.Title == "family":
		return texts.T(lang, "customer.greeting.family", args)
	}
	return texts.T(lang, "customer.greeting.mx", args)
}

// Car names the customer's car by make and model, or as "your car".
func Car(texts *locale.Catalogue, lang, brand, model string) string {
	name := strings.TrimSpace(brand + " " + model)
	if name == "" {
		return texts.T(lang, "customer.car.unnamed", nil)
	}
	return texts.T(lang, "customer.car.named", map[string]any{"car": name})
}

// Offer names what a sales message is about: a car by make and model, or else the message itself.
func Offer(texts *locale.Catalogue, lang, brand, model, house string) string {
	if name := strings.TrimSpace(brand + " " + model); name != "" {
		return name
	}
	return texts.T(lang, "customer.message_from", map[string]any{"dealership": house})
}

// Day writes a day with its weekday, without the year: Monday 23 November.
func Day(texts *locale.Catalogue, lang string, t time.Time) string {
	return texts.T(lang, "customer.date.day", map[string]any{
		"weekday": texts.T(lang, "customer.date.weekday.d"+strconv.Itoa(int(t.Weekday())), nil),
		"number":  number(texts, lang, t), "month": Month(texts, lang, t),
	})
}

// DayOfYear writes a day with its year: 23 November 2026.
func DayOfYear(texts *locale.Catalogue, lang string, t time.Time) string {
	return texts.T(lang, "customer.date.day_year", map[string]any{
		"number": number(texts, lang, t), "month": Month(texts, lang, t), "year": t.Year(),
	})
}

// Moment writes day and time of day, in t's own time zone.
func Moment(texts *locale.Catalogue, lang string, t time.Time) string {
	return texts.T(lang, "customer.date.moment", map[string]any{
		"day": Day(texts, lang, t), "time": texts.Time(lang, t),
	})
}

// Month names the month of a day.
func Month(texts *locale.Catalogue, lang string, t time.Time) string {
	return texts.T(lang, "customer.date.month.m"+strconv.Itoa(int(t.Month())), nil)
}

// number writes the day of the month; the first has a form of its own in some languages.
func number(texts *locale.Catalogue, lang string, t time.Time) string {
	if t.Day() == 1 {
		return texts.T(lang, "customer.date.first", nil)
	}
	return strconv.Itoa(t.Day())
}
