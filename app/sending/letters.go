package sending

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"fleetbox/app/interventions"
	"fleetbox/app/media"
	"fleetbox/app/messages"
	"fleetbox/app/problem"
	"fleetbox/app/system"
	"fleetbox/app/web"
)

// noSender stands in for the sender's address when mails stay in the box.
const noSender = "service@fleetbox.invalid"

// from is the sender's address.
func (s *Service) from(dealership string) string {
	for _, address := range []string{s.Mail.From, dealership} {
		if address != "" {
			return address
		}
	}
	return noSender
}

func domainOf(address string) string {
	return address[strings.LastIndex(address, "@")+1:]
}

// compose writes the mail as things are now, in the customer's language and the dealership's time zone.
func (s *Service) compose(ctx context.Context, row *sending, in *interventions.Intervention, link interventions.Link) (*mail.Msg, error) {
	house, err := s.Dealership.Dealership(ctx)
	if err != nil {
		return nil, err
	}
	l := s.frame(s.Texts.Match(row.Language, house.Language), house, in)
	l.URL = s.Interventions.LinkURL(link)
	if row.Purpose == confirmation {
		err = s.confirmation(ctx, &l, in)
	} else {
		err = s.invitation(ctx, &l, in, link)
	}
	if err != nil {
		return nil, err
	}
	from := envelope{
		MessageID: row.MessageID, From: s.from(house.Email), FromName: s.Mail.FromName, ReplyTo: house.Email,
		To: row.Recipient, ToName: in.Customer.Name(), Date: s.Store.Now().In(house.Location()),
	}
	if from.FromName == "" {
		from.FromName = house.Name
	}
	return s.writer.write(row.Purpose, l, from)
}

// Preview is a mail before it is sent.
type Preview struct {
	From    string `json:"from"`
	To      string `json:"to" doc:"Empty as long as no address is entered"`
	Subject string `json:"subject"`
	HTML    string `json:"html" doc:"With the picture in it; to be shown in a sandbox"`
}

// Preview writes the mail that Send would send now, and changes nothing. Problems: not_found, stock_not_sendable.
func (s *Service) Preview(ctx context.Context, actor web.Actor, id string) (Preview, error) {
	in, err := s.Interventions.GetFor(ctx, actor, id)
	if err != nil {
		return Preview{}, err
	}
	if !in.Module.HasCustomer() {
		return Preview{}, problem.New(problem.Conflict, "stock_not_sendable")
	}
	link, err := s.Interventions.NextLink(ctx, id)
	if err != nil {
		return Preview{}, err
	}
	row := &sending{Purpose: invitation, Recipient: in.Customer.Email, Language: in.Customer.Language, MessageID: "preview"}
	msg, err := s.compose(ctx, row, in, link)
	if err != nil {
		return Preview{}, err
	}
	html, err := asShown(msg)
	from := strings.Join(msg.GetFromString(), ", ")
	return Preview{From: from, To: in.Customer.Email, Subject: subjectOf(msg), HTML: html}, err
}

// frame fills in what both kinds of mail have.
func (s *Service) frame(lang string, house system.Dealership, in *interventions.Intervention) letter {
	say := s.Texts.Speaker(lang)
	brand, _ := house.Brand(in.Brand)
	l := letter{
		Lang: lang, House: house, Brand: brand.Name, Look: messages.LookOf(brand.Color), Reply: house.Email != "",
		Greeting: messages.Greeting(s.Texts, lang, messages.Customer{
			Title: in.Customer.Title, First: in.Customer.FirstName, Last: in.Customer.LastName, Company: in.Customer.Company,
		}),
		CallText: say("mail.footer.call", "phone", house.Phone), Why: say("mail.footer.why", "dealership", house.Name),
	}
	plate := in.Vehicle.Plate
	if in.Mode == web.Sales {
		l.Why, plate = say("mail.sales.why", "dealership", house.Name), "" // an earlier owner's plate is nobody's business
	}
	if brand.Name == house.Name {
		l.Brand = ""
	}
	for _, line := range []detail{
		{say("mail.detail.car"), strings.TrimSpace(in.Vehicle.Make + " " + in.Vehicle.Model)},
		{say("mail.detail.plate"), plate},
		{say(referenceKey(in)), in.Reference},
	} {
		if line.Value != "" {
			l.Details = append(l.Details, line)
		}
	}
	return l
}

func referenceKey(in *interventions.Intervention) string {
	if in.Mode == web.Sales {
		return "mail.sales.reference"
	}
	return "mail.detail.reference"
}

func (s *Service) invitation(ctx context.Context, l *letter, in *interventions.Intervention, link interventions.Link) error {
	say := s.Texts.Speaker(l.Lang)
	files, err := s.Media.Of(ctx, in.ID)
	if err != nil {
		return err
	}
	files = forCustomer(files)
	if in.Mode == web.Sales {
		s.offer(ctx, l, in, link, files)
		return nil
	}
	proposed, urgent := counted(in.Works)
	car := messages.Car(s.Texts, l.Lang, in.Vehicle.Make, in.Vehicle.Model)
	zone := l.House.Location()
	by := ""
	if in.AnswerBy != nil && in.AnswerBy.After(s.Store.Now()) {
		at := in.AnswerBy.In(zone)
		by = say("mail.invite.deadline", "time", s.Texts.Time(l.Lang, at), "day", messages.Day(s.Texts, l.Lang, at))
	}
	l.Subject = s.subject(l.Lang, car, in, proposed, zone)
	l.Lead = say(lead(files))
	l.Works = s.worksSummary(l.Lang, proposed, urgent)
	l.Deadline = by
	l.Expires = s.expires(l, link)
	l.Button = say(buttonKey(files, proposed))
	l.Preheader = strings.TrimSpace(strings.Join(append([]string{l.Lead}, l.Works...), " "))
	l.Picture = s.poster(ctx, l.Lang, "mail.invite.", files)
	return nil
}

func (s *Service) expires(l *letter, link interventions.Link) string {
	return s.Texts.Speaker(l.Lang)("mail.invite.expires", "day", messages.DayOfYear(s.Texts, l.Lang, link.ExpiresAt.In(l.House.Location())))
}

func (s *Service) subject(lang, car string, in *interventions.Intervention, proposed int, zone *time.Location) string {
	say := s.Texts.Speaker(lang)
	switch {
	case proposed == 0:
		return say("mail.subject.look", "car", car)
	case in.AnswerBy == nil || in.AnswerBy.Before(s.Store.Now()):
		return say("mail.subject.decide", "car", car)
	}
	at := in.AnswerBy.In(zone)
	return say("mail.subject.decide_by", "car", car, "time", s.Texts.Time(lang, at), "day", messages.Day(s.Texts, lang, at))
}

// worksSummary says how many works wait and how many of them are urgent; never what they cost.
func (s *Service) worksSummary(lang string, proposed, urgent int) []string {
	say := s.Texts.Speaker(lang)
	if proposed == 0 {
		return nil
	}
	lines := []string{say("mail.invite.works", "count", proposed)}
	switch {
	case urgent == 1 && proposed == 1:
		lines = append(lines, say("mail.invite.urgent_only"))
	case urgent > 0:
		lines = append(lines, say("mail.invite.urgent", "count", urgent))
	}
	return lines
}

func counted(works []interventions.Work) (proposed, urgent int) {
	for _, work := range works {
		if work.Urgency.Proposed() {
			proposed++
		}
		if work.Urgency == interventions.Urgent {
			urgent++
		}
	}
	return proposed, urgent
}

// forCustomer leaves only what the customer sees, now or soon.
func forCustomer(files []media.View) []media.View {
	var shown []media.View
	for _, file := range files {
		if file.Awaited() && file.Kind != media.Document {
			shown = append(shown, file)
		}
	}
	return shown
}

// first returns the first file of a kind, nil when there is none.
func first(files []media.View, kind media.Kind) *media.View {
	for i := range files {
		if files[i].Kind == kind {
			return &files[i]
		}
	}
	return nil
}

func lead(files []media.View) string {
	switch {
	case first(files, media.Video) != nil:
		return "mail.invite.video"
	case first(files, media.Photo) != nil:
		return "mail.invite.photo"
	}
	return "mail.invite.plain"
}

func buttonKey(files []media.View, proposed int) string {
	switch {
	case proposed == 0:
		return "mail.invite.button_look"
	case first(files, media.Video) != nil:
		return "mail.invite.button_video"
	}
	return "mail.invite.button_decide"
}

// poster returns the picture of the first video, or else of the first photo, described by one of the texts. A mail without a
// picture is better than none, so what goes wrong here is only logged.
func (s *Service) poster(ctx context.Context, lang, texts string, files []media.View) *picture {
	for _, kind := range []media.Kind{media.Video, media.Photo} {
		file := first(files, kind)
		if file == nil || file.URLs.Small == nil {
			continue
		}
		source, err := s.Media.Poster(ctx, file.ID)
		if err != nil {
			slog.Warn("mail goes without its picture", "media", file.ID, "error", err)
			continue
		}
		jpeg, height, err := framed(source, kind == media.Video)
		if err != nil {
			slog.Warn("mail goes without its picture", "media", file.ID, "error", err)
			continue
		}
		alt := "picture"
		if kind == media.Video {
			alt = "video_picture"
		}
		return &picture{JPEG: jpeg, Height: height, ContentID: "picture@fleetbox", Alt: s.Texts.T(lang, texts+alt, nil)}
	}
	return nil
}

func (s *Service) confirmation(ctx context.Context, l *letter, in *interventions.Intervention) error {
	answer, err := s.Interventions.AnswerOf(ctx, in.ID)
	if err != nil {
		return err
	}
	if answer == nil {
		return &Failure{Reason: Composing, Final: true}
	}
	if in.Mode == web.Sales {
		s.replied(l, in, answer)
		return nil
	}
	say := s.Texts.Speaker(l.Lang)
	car := messages.Car(s.Texts, l.Lang, in.Vehicle.Make, in.Vehicle.Model)
	moment := messages.Moment(s.Texts, l.Lang, answer.At.In(l.House.Location()))
	l.Subject = say("mail.subject.confirmation", "car", car)
	l.Title, l.Lead = say("mail.confirmation.title"), say("mail.confirmation.intro", "moment", moment)
	if answer.Channel != "link" {
		l.Title, l.Lead = say("mail.confirmation.recorded"), say("customer.answered."+answer.Channel, "moment", moment)
	}
	l.Preheader, l.Comment = l.Lead, answer.Comment
	l.Button = say("mail.confirmation.button")
	s.decisions(l, in)
	if answer.Signature != "" {
		l.Notes = append(l.Notes, say("mail.confirmation.signed", "name", answer.Signature))
	}
	if answer.Late {
		l.Notes = append(l.Notes, say("mail.confirmation.late"))
	}
	if answer.WantsCall {
		l.Notes = append(l.Notes, say("mail.confirmation.call"))
	}
	return nil
}

func (s *Service) decisions(l *letter, in *interventions.Intervention) {
	say := s.Texts.Speaker(l.Lang)
	for _, work := range in.Works {
		if !work.Urgency.Proposed() {
			continue
		}
		line := decision{Label: s.Interventions.Label(work, l.Lang), Decision: say("mail.confirmation.refused"), Price: say("mail.confirmation.no_price")}
		if work.Decision == interventions.Accepted {
			line.Accepted, line.Decision = true, say("mail.confirmation.accepted")
		}
		if price, priced := work.Price(); priced {
			line.Price = s.Texts.Money(l.Lang, price.Gross, in.Currency)
		}
		l.Decisions = append(l.Decisions, line)
	}
	if total := in.Totals().Accepted; total.Gross > 0 {
		money := func(minor int64) string { return s.Texts.Money(l.Lang, minor, in.Currency) }
		l.Sums = &sums{Net: money(total.Net), VAT: money(total.VAT), Gross: money(total.Gross)}
	}
}
