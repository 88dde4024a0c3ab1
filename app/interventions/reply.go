package interventions

import (
	"strings"

	"fleetbox/app/problem"
	"fleetbox/app/web"
)

// Reply is what a customer says to a sales message, which has nothing to decide.
type Reply string

// The replies.
const (
	NoReply    Reply = ""
	Interested Reply = "interested"
	CallMe     Reply = "call_me"
	Question   Reply = "question"
)

// Replies returns the replies in the order in which they are offered.
func Replies() []Reply { return []Reply{Interested, CallMe, Question} }

// check tells whether the answer has what its mode asks for: a signature under decided works, a reply to a sales
// message, and with a question its text. Problems: signature_missing, reply_missing, question_missing.
func (a AnswerInput) check(mode web.Mode) error {
	switch {
	case mode != web.Sales && strings.TrimSpace(a.Signature) == "":
		return problem.New(problem.Unfit, "signature_missing").On("signature", "required")
	case mode != web.Sales:
		return nil
	case a.Reply != Interested && a.Reply != CallMe && a.Reply != Question:
		return problem.New(problem.Unfit, "reply_missing").On("reply", "required")
	case a.Reply == Question && strings.TrimSpace(a.Comment) == "":
		return problem.New(problem.Unfit, "question_missing").On("comment", "required")
	}
	return nil
}

// final is the answer as it is kept, without what its mode does not ask for.
func (a AnswerInput) final(mode web.Mode, link string) FinalAnswer {
	kept := FinalAnswer{LinkID: &link, Channel: "link", Comment: strings.TrimSpace(a.Comment)}
	if mode == web.Sales {
		kept.Reply, kept.WantsCall = a.Reply, a.Reply == CallMe
		return kept
	}
	kept.Signature, kept.WantsCall = strings.TrimSpace(a.Signature), a.WantsCall
	return kept
}
