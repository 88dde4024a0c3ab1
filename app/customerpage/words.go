package customerpage

import (
	"strconv"
	"strings"
	"time"

	"fleetbox/app/interventions"
	"fleetbox/app/media"
	"fleetbox/app/messages"
)

const (
	// eager is how many photos are loaded before they are scrolled to.
	eager = 2
	// The room for photos in rem: at the top and in a work on a large screen, and on a phone.
	heroRoom, workRoom, phoneRoom = 34, 29, 20
	// videoWidth and videoHeight hold the place of a video whose size is not known.
	videoWidth, videoHeight = 1280, 720
	wholePercent            = 100 // basis points in a per cent
)

func itoa(n int) string { return strconv.Itoa(n) }

// words makes the parts of a view.
type words struct {
	s     *Service
	from  subject
	count *counter
}

// counter numbers videos and photos through the whole page.
type counter struct{ videos, photos int }

func (w words) say(key string, pairs ...any) string {
	return w.s.Texts.Speaker(w.from.lang)(key, pairs...)
}

func (w words) money(minor int64) string {
	return w.s.Texts.Money(w.from.lang, minor, w.from.in.Currency)
}

func (w words) sums(p interventions.Price) sums {
	return sums{Net: w.money(p.Net), VAT: w.money(p.VAT), Gross: w.money(p.Gross)}
}

func (w words) live() live {
	several := func(key string) string { return strings.Replace(w.say(key, "count", 2), "2", "%", 1) }
	return live{
		Open: several("customer.form.open"), OpenOne: w.say("customer.form.open", "count", 1),
		Unpriced: several("customer.form.plus_unpriced"), UnpricedOne: w.say("customer.form.plus_unpriced", "count", 1),
	}
}

// pictures returns the public videos and photos of a work, or those of none when workID is nil.
func (w words) pictures(workID *string, label string) ([]video, []photo) {
	var videos []video
	var photos []photo
	for _, file := range w.from.files {
		if !file.Awaited() || !w.belongs(file, workID) {
			continue
		}
		switch file.Kind {
		case media.Video:
			videos = append(videos, w.video(file))
		case media.Photo:
			if file.Shown() {
				photos = append(photos, w.photo(file, label))
			}
		}
	}
	return videos, photos
}

// belongs tells whether a file is shown with a work. One whose work is gone is shown with the others.
func (w words) belongs(file media.View, workID *string) bool {
	if workID != nil {
		return file.WorkID != nil && *file.WorkID == *workID
	}
	if file.WorkID == nil {
		return true
	}
	for _, work := range w.from.in.Works {
		if work.ID == *file.WorkID {
			return false
		}
	}
	return true
}

func (w words) video(file media.View) video {
	w.count.videos++
	v := video{ID: file.ID, Number: w.count.videos, Width: videoWidth, Height: videoHeight}
	v.Label = w.say("customer.videos.label", "number", v.Number)
	if file.Width != nil && file.Height != nil {
		v.Width, v.Height = *file.Width, *file.Height
	}
	if file.Shown() {
		v.URL = w.from.address(file, media.VideoStream)
	}
	if file.URLs.Poster != nil {
		v.Poster = w.from.address(file, media.Poster)
	}
	return v
}

func (w words) photo(file media.View, label string) photo {
	w.count.photos++
	p := photo{
		Number: w.count.photos, Width: 4, Height: 3, Lazy: w.count.photos > eager,
		Small: w.from.address(file, media.Small), Large: w.from.address(file, media.Large),
		Alt: w.say("customer.photos.plain", "number", w.count.photos),
	}
	if w.from.sales() {
		p.Alt = w.say("customer.sales.photo", "number", w.count.photos)
	}
	if label != "" {
		p.Alt = w.say("customer.photos.of_work", "work", label)
	}
	if file.Width != nil && file.Height != nil {
		p.Width, p.Height = *file.Width, *file.Height
		if file.URLs.Medium != nil {
			p.Medium = w.from.address(file, media.Medium)
			p.SmallWidth, p.MediumWidth = widthOf(&p, media.SmallSide), widthOf(&p, media.MediumSide)
		}
	}
	return p
}

// sized tells a row of photos how wide each is shown: in a room of so many rem beside the text on a large screen,
// on a phone one below or two beside one another. A browser takes the small or the medium form by that; the large
// one is for looking closely, not for every visit.
func sized(photos []photo, room int) {
	for i := range photos {
		photos[i].Sizes = "(min-width:60rem) " + itoa(room/min(len(photos), 3)) + "rem," + itoa(phoneRoom/min(len(photos), 2)) + "rem"
	}
}

// widthOf is how wide the form of a photo is whose longer side is at most side.
func widthOf(p *photo, side int) int {
	if long := max(p.Width, p.Height, 1); long > side {
		return p.Width * side / long
	}
	return p.Width
}

// works fills in the works: what is to be decided by urgency, then what was done, then what is fine.
func (w words) works(v *view) {
	urgent, advised := group{Urgency: interventions.Urgent}, group{Urgency: interventions.Advised}
	for i := range w.from.in.Works {
		line := w.work(&w.from.in.Works[i])
		switch w.from.in.Works[i].Urgency {
		case interventions.Urgent:
			urgent.Works = append(urgent.Works, line)
		case interventions.Advised:
			advised.Works = append(advised.Works, line)
		case interventions.Offered:
			v.Offered = append(v.Offered, line)
		default:
			v.Checked = append(v.Checked, line)
		}
	}
	for _, g := range []group{urgent, advised} {
		if len(g.Works) > 0 {
			v.Groups = append(v.Groups, g)
			v.Decidable += len(g.Works)
		}
	}
}

func (w words) work(from *interventions.Work) work {
	label := w.s.Interventions.Label(*from, w.from.lang)
	line := work{ID: from.ID, Label: label, Chosen: from.Decision, Measured: w.measured(from)}
	if w.from.answer == nil {
		line.Chosen = w.from.filled.decisions[from.ID]
	}
	line.Missing = w.from.filled.checked && line.Chosen == "" && from.Urgency.Proposed()
	line.Videos, line.Photos = w.pictures(&from.ID, label)
	sized(line.Photos, workRoom)
	if !from.Urgency.Proposed() {
		return line
	}
	if from.Quantity != 1000 {
		line.Lines = append(line.Lines, w.say("customer.works.quantity", "quantity", w.s.Texts.Number(w.from.lang, from.Quantity)))
	}
	price, priced := from.Price()
	if !priced {
		line.Lines = append(line.Lines, w.say("customer.works.no_price_hint"))
		return line
	}
	line.Price, line.Gross, line.VAT = w.money(price.Gross), &price.Gross, &price.VAT
	if discount := w.discount(from.Discount); discount != "" {
		line.Lines = append(line.Lines, w.say("customer.works.discount", "discount", discount))
	}
	return line
}

func (w words) discount(d interventions.Discount) string {
	switch {
	case d.Value == 0:
		return ""
	case d.Kind == interventions.PercentDiscount:
		return w.say("customer.works.percent", "number", w.s.Texts.Number(w.from.lang, d.Value*1000/wholePercent))
	case d.Kind == interventions.AmountDiscount:
		return w.money(d.Value)
	}
	return ""
}

func (w words) documents() []document {
	var out []document
	for _, file := range w.from.files {
		if file.Kind != media.Document || !file.Shown() {
			continue
		}
		out = append(out, document{
			URL: w.from.address(file, media.Original), Name: file.Name, Kind: fileKind(file.Name), Size: w.size(file.Size),
		})
	}
	return out
}

// size writes a number of bytes as people speak of it.
func (w words) size(bytes int64) string {
	const kilo, mega = 1000, 1000 * 1000
	if bytes < mega {
		return w.s.Texts.Number(w.from.lang, max(1, (bytes+kilo/2)/kilo)*1000) + " kB"
	}
	tenths := (bytes + mega/20) / (mega / 10)
	return w.s.Texts.Number(w.from.lang, tenths*100) + " MB"
}

// answered fills in the final answer.
func (w words) answered(v *view) {
	from := w.from.answer
	v.Answer = &answer{Comment: from.Comment, Signature: from.Signature}
	if v.Sales {
		v.Answer.Reply = w.say("customer.sales.reply." + string(from.Reply))
		return
	}
	accepted, unpriced := 0, 0
	for _, work := range w.from.in.Works {
		if work.Decision != interventions.Accepted {
			continue
		}
		accepted++
		if _, priced := work.Price(); !priced {
			unpriced++
		}
	}
	v.Unpriced = ""
	if unpriced > 0 {
		v.Unpriced = w.say("customer.form.plus_unpriced", "count", unpriced)
	}
	v.Answer.Nothing = v.Decidable > 0 && accepted == 0
	if accepted > 0 {
		total := w.sums(w.from.in.Totals().Accepted)
		v.Answer.Sums = &total
	}
}

// notices say what matters now: that the answer has come, or until when it is wanted.
func (w words) notices(v *view) []notice {
	switch {
	case w.from.answer != nil && v.Sales:
		return []notice{w.replied()}
	case w.from.answer != nil:
		return []notice{w.thanks()}
	}
	by := w.from.in.AnswerBy
	if by == nil || !v.CanAnswer || v.Decidable == 0 && !v.Sales {
		return nil
	}
	zone := w.from.house.Location()
	at, now := by.In(zone), w.from.now.In(zone)
	if at.Before(now) && v.Sales {
		return []notice{{Tone: "time", Title: w.say("customer.deadline.late")}}
	}
	if at.Before(now) {
		moment := messages.Moment(w.s.Texts, w.from.lang, at)
		return []notice{{Tone: "time", Title: w.say("customer.deadline.late"), Lines: lines(w.say("customer.deadline.late_hint", "moment", moment))}}
	}
	args := []any{"time", w.s.Texts.Time(w.from.lang, at), "day", messages.Day(w.s.Texts, w.from.lang, at)}
	title := w.say("customer.deadline.day", args...)
	switch {
	case sameDay(at, now):
		title = w.say("customer.deadline.today", args...)
	case sameDay(at, now.AddDate(0, 0, 1)):
		title = w.say("customer.deadline.tomorrow", args...)
	}
	if v.Sales {
		return []notice{{Tone: "time", Title: title}}
	}
	return []notice{{Tone: "time", Title: title, Lines: lines(w.say("customer.deadline.ready"))}}
}

func (w words) thanks() notice {
	from := w.from.answer
	moment := messages.Moment(w.s.Texts, w.from.lang, from.At.In(w.from.house.Location()))
	n := notice{Tone: "good", Title: w.say("customer.answered.title"), Lines: lines(w.say("customer.answered."+from.Channel, "moment", moment))}
	if from.Late {
		n.Lines = append(n.Lines, noticeLine{Text: w.say("customer.answered.late")})
	}
	if from.WantsCall {
		n.Lines = append(n.Lines, noticeLine{Text: w.say("customer.answered.call")})
	}
	return n
}

func lines(text string) []noticeLine { return []noticeLine{{Text: text}} }

func sameDay(a, b time.Time) bool { return a.YearDay() == b.YearDay() && a.Year() == b.Year() }
