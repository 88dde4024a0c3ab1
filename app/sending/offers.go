package sending

import (
	"context"

	"fleetbox/app/interventions"
	"fleetbox/app/media"
	"fleetbox/app/messages"
)

// offer writes the invitation to look at a sales message.
func (s *Service) offer(ctx context.Context, l *letter, in *interventions.Intervention, link interventions.Link, files []media.View) {
	say := s.Texts.Speaker(l.Lang)
	l.Subject = messages.Offer(s.Texts, l.Lang, in.Vehicle.Make, in.Vehicle.Model, l.House.Name)
	if in.Vehicle.Make+in.Vehicle.Model != "" {
		l.Subject = say("mail.subject.look", "car", l.Subject)
	}
	l.Lead, l.Button = say("mail.sales.plain"), say("mail.sales.button_look")
	switch {
	case first(files, media.Video) != nil:
		l.Lead, l.Button = say("mail.sales.video"), say("mail.sales.button_video")
	case first(files, media.Photo) != nil:
		l.Lead = say("mail.sales.photo")
	}
	if in.AnswerBy != nil && in.AnswerBy.After(s.Store.Now()) {
		at := in.AnswerBy.In(l.House.Location())
		l.Deadline = say("mail.sales.deadline", "time", s.Texts.Time(l.Lang, at), "day", messages.Day(s.Texts, l.Lang, at))
	}
	l.Preheader, l.Expires = l.Lead, s.expires(l, link)
	l.Picture = s.poster(ctx, l.Lang, "mail.sales.", files)
}

// replied writes the confirmation of a reply to a sales message.
func (s *Service) replied(l *letter, in *interventions.Intervention, answer *interventions.FinalAnswer) {
	say := s.Texts.Speaker(l.Lang)
	moment := messages.Moment(s.Texts, l.Lang, answer.At.In(l.House.Location()))
	l.Subject = say("mail.sales.confirmation", "subject", messages.Offer(s.Texts, l.Lang, in.Vehicle.Make, in.Vehicle.Model, l.House.Name))
	l.Title = say("mail.sales.title")
	l.Lead = say("mail.sales.replied", "moment", moment, "reply", say("customer.sales.reply."+string(answer.Reply)))
	l.Preheader, l.Comment = l.Lead, answer.Comment
	l.Notes = []string{say("customer.sales.replied." + string(answer.Reply))}
	l.Button = say("mail.sales.button")
}
