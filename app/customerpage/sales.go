package customerpage

import (
	"time"
	"unicode/utf8"

	"fleetbox/app/interventions"
	"fleetbox/app/messages"
	"fleetbox/app/web"
)

// reply is one of the replies that a sales message offers.
type reply struct {
	Value  interventions.Reply
	Text   string
	Chosen bool
}

// sales tells whether the page is a sales message: a car or an offer to look at, and a reply instead of decisions.
func (from subject) sales() bool { return from.in.Mode == web.Sales }

// sales puts into words what a sales message has other than a file about the customer's own car.
func (w words) sales(v *view) {
	in := w.from.in
	v.Sales, v.Plate = true, "" // an earlier owner's plate is nobody's business
	v.Car = messages.Offer(w.s.Texts, w.from.lang, in.Vehicle.Make, in.Vehicle.Model, w.from.house.Name)
	v.Title = v.Car
	if in.Vehicle.Make+in.Vehicle.Model != "" {
		v.Title = w.say("customer.page_title", "car", v.Car, "dealership", w.from.house.Name)
	}
	v.Meta = w.facts()
	v.ReplyWrong = w.from.filled.replyWrong
	v.CanCall = v.CanCall && !v.CanAnswer // the form asks for a call as well
	for _, value := range interventions.Replies() {
		v.Replies = append(v.Replies, reply{value, w.say("customer.sales.reply." + string(value)), w.from.filled.reply == value})
	}
}

// facts are what a buyer wants to know of a car first.
func (w words) facts() []string {
	var facts []string
	in := w.from.in
	if date := in.Vehicle.FirstRegistration; date != nil {
		if day, err := time.Parse(time.DateOnly, *date); err == nil {
			facts = append(facts, w.say("customer.sales.registered", "month", messages.Month(w.s.Texts, w.from.lang, day), "year", day.Year()))
		}
	}
	if km := in.Vehicle.Mileage; km != nil {
		facts = append(facts, w.s.Texts.Number(w.from.lang, *km*1000)+" km")
	}
	return append(facts, w.say("customer.sales.reference", "reference", in.Reference))
}

// replied says that the customer's reply has come, and what follows of it.
func (w words) replied() notice {
	from := w.from.answer
	moment := messages.Moment(w.s.Texts, w.from.lang, from.At.In(w.from.house.Location()))
	return notice{Tone: "good", Title: w.say("customer.sales.replied.title"), Lines: []noticeLine{
		{Text: w.say("customer.sales.replied.moment", "moment", moment)}, {Text: w.say("customer.sales.replied." + string(from.Reply))},
	}}
}

// checkReply is check for a sales message.
func (f *filled) checkReply() []string {
	var missing []string
	if f.reply == interventions.NoReply {
		f.replyWrong = true
		missing = append(missing, "customer.sales.check.reply")
	}
	if f.reply == interventions.Question && f.comment == "" {
		f.commentWrong = true
		missing = append(missing, "customer.sales.check.question")
	}
	if utf8.RuneCountInString(f.comment) > longComment {
		f.commentWrong = true
		missing = append(missing, "customer.check.too_long")
	}
	return missing
}
