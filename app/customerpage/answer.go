package customerpage

import (
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"fleetbox/app/interventions"
	"fleetbox/app/messages"
	"fleetbox/app/problem"
)

const (
	formBytes     = 256 << 10
	longComment   = 4000
	longSignature = 200
)

// postAnswer takes the customer's answer from the form, with or without JavaScript. What is missing
// or has changed is asked for on the same page; nothing that was typed is lost.
func (s *Service) postAnswer(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, formBytes)
	formErr := r.ParseForm()
	from, ok := s.open(w, r)
	if !ok {
		return
	}
	var tooLong *http.MaxBytesError
	switch {
	case errors.As(formErr, &tooLong):
		s.ask(w, r, from, http.StatusRequestEntityTooLarge, "customer.check.title", "customer.check.too_long")
		return
	case formErr != nil:
		s.ask(w, r, from, http.StatusBadRequest, "customer.check.title", "customer.check.decisions")
		return
	}
	if from.answer != nil {
		http.Redirect(w, r, base(r)+withAgain(r), http.StatusSeeOther)
		return
	}
	from.filled = read(r, from.in.Works)
	check := func() []string { return from.filled.check(from.in.Works) }
	if from.sales() {
		check = from.filled.checkReply
	}
	_, changed := s.Interventions.Seen(from.in, from.files, r.PostFormValue("shown"))
	if missing := check(); len(missing) > 0 && changed == nil {
		s.ask(w, r, from, http.StatusUnprocessableEntity, "customer.check.title", missing...)
		return
	}
	_, err := s.Interventions.Answer(r.Context(), r.PathValue("token"), interventions.AnswerInput{
		Decisions: from.filled.decisions, Reply: from.filled.reply, Comment: from.filled.comment, Signature: from.filled.signature,
		WantsCall: from.filled.wantsCall, Shown: r.PostFormValue("shown"), Language: from.lang,
	})
	s.settle(w, r, from, err)
}

// settle leads on from what became of an answer.
func (s *Service) settle(w http.ResponseWriter, r *http.Request, from subject, err error) {
	switch {
	case err == nil:
		http.Redirect(w, r, base(r)+query(r), http.StatusSeeOther)
	case problem.Is(err, "already_answered"):
		http.Redirect(w, r, base(r)+withAgain(r), http.StatusSeeOther)
	case problem.Is(err, "content_changed"):
		from.filled.decisions, from.filled.reply, from.filled.checked = nil, interventions.NoReply, false // to be chosen anew, on what is shown now
		s.askAnew(w, r, from)
	case problem.Is(err, "signature_missing"):
		from.filled.checked, from.filled.signatureWrong = true, true
		s.ask(w, r, from, http.StatusUnprocessableEntity, "customer.check.title", "customer.check.signature")
	case problem.Is(err, "reply_missing"):
		from.filled.replyWrong = true
		s.ask(w, r, from, http.StatusUnprocessableEntity, "customer.check.title", "customer.sales.check.reply")
	case problem.Is(err, "question_missing"):
		from.filled.commentWrong = true
		s.ask(w, r, from, http.StatusUnprocessableEntity, "customer.check.title", "customer.sales.check.question")
	case problem.As(err) != nil && problem.As(err).Kind == problem.Conflict:
		http.Redirect(w, r, base(r)+query(r), http.StatusSeeOther) // closed, or not sent: the page shows what is
	case problem.As(err) != nil:
		s.broken(w, r, err)
	default:
		slog.Error("answer not kept", "intervention", from.in.ID, "error", err)
		s.ask(w, r, from, http.StatusServiceUnavailable, "customer.check.full_title", "customer.check.full")
	}
}

// withAgain keeps the chosen language and says that an answer came too late.
func withAgain(r *http.Request) string {
	if q := query(r); q != "" {
		return q + "&again=1"
	}
	return "?again=1"
}

// read takes what the customer chose and typed; values that no form of ours sends are left out.
func read(r *http.Request, works []interventions.Work) filled {
	f := filled{
		decisions: map[string]interventions.Decision{},
		comment:   clean(r.PostFormValue("comment")),
		signature: strings.Join(strings.Fields(clean(r.PostFormValue("signature"))), " "),
		wantsCall: r.PostFormValue("wants_call") == "1",
	}
	if chosen := interventions.Reply(r.PostFormValue("reply")); slices.Contains(interventions.Replies(), chosen) {
		f.reply = chosen
	}
	for _, work := range works {
		chosen := interventions.Decision(r.PostFormValue("d-" + work.ID))
		if work.Urgency.Proposed() && (chosen == interventions.Accepted || chosen == interventions.Refused) {
			f.decisions[work.ID] = chosen
		}
	}
	return f
}

// clean makes text of whatever came: whole characters, line ends as one, no other control characters.
func clean(text string) string {
	text = strings.ToValidUTF8(strings.ReplaceAll(text, "\r\n", "\n"), "�")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, text))
}

// check notes what is missing and returns the texts that say so.
func (f *filled) check(works []interventions.Work) []string {
	var missing []string
	proposed := 0
	for _, work := range works {
		if work.Urgency.Proposed() {
			proposed++
		}
	}
	if len(f.decisions) < proposed {
		missing = append(missing, "customer.check.decisions")
	}
	if proposed == 0 && f.comment == "" && !f.wantsCall {
		f.commentWrong = true
		missing = append(missing, "customer.check.reply")
	}
	if utf8.RuneCountInString(f.comment) > longComment || utf8.RuneCountInString(f.signature) > longSignature {
		f.commentWrong = true
		missing = append(missing, "customer.check.too_long")
	}
	if f.signature == "" {
		f.signatureWrong = true
		missing = append(missing, "customer.check.signature")
	}
	f.checked = len(missing) > 0
	return missing
}

// ask shows the page again with what is missing.
func (s *Service) ask(w http.ResponseWriter, r *http.Request, from subject, status int, title string, texts ...string) {
	say := s.Texts.Speaker(from.lang)
	n := notice{Tone: "bad", Alert: true, Title: say(title)}
	for _, text := range texts {
		n.Lines = append(n.Lines, noticeLine{say(text), placeOf(text, from)})
	}
	from.notices = []notice{n}
	s.write(w, r, status, from)
}

// placeOf is where on the page something is missing.
func placeOf(text string, from subject) string {
	switch text {
	case "customer.check.signature":
		return "signature"
	case "customer.sales.check.reply":
		return "reply"
	case "customer.check.reply", "customer.check.too_long", "customer.sales.check.question":
		return "comment"
	case "customer.check.decisions":
		for _, work := range from.in.Works {
			if work.Urgency.Proposed() && from.filled.decisions[work.ID] == "" {
				return "w-" + work.ID
			}
		}
	}
	return ""
}

// askAnew shows the content as it is now. It is read anew: what this request saw may be the old one.
func (s *Service) askAnew(w http.ResponseWriter, r *http.Request, stale subject) {
	from, ok := s.open(w, r)
	if !ok {
		return
	}
	from.filled = stale.filled
	s.ask(w, r, from, http.StatusConflict, "customer.check.changed_title", "customer.check.changed")
}

// answeredMoment says when the final answer was given.
func (w words) answeredMoment() string {
	return messages.Moment(w.s.Texts, w.from.lang, w.from.answer.At.In(w.from.house.Location()))
}
