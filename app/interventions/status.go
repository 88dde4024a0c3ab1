package interventions

import "fleetbox/app/problem"

// Status is how far an intervention is.
type Status string

// The statuses, in their order.
const (
	Pending  Status = "pending"
	Sent     Status = "sent"
	Read     Status = "read"
	Answered Status = "answered"
	Closed   Status = "closed"
)

// Event is what can happen to an intervention.
type Event string

// The events.
const (
	Edit           Event = "edit"
	CorrectContact Event = "correct_contact" // e-mail and phone, the only things that may change after sending
	Send           Event = "send"            // the first time or again
	Open           Event = "open"            // a person opened the customer's link
	Answer         Event = "answer"
	AcceptManually Event = "accept_manually"
	Close          Event = "close"
	Reopen         Event = "reopen"
	Delete         Event = "delete"
)

// transitions is the whole state machine: what is not in it is refused.
// Reopen is not in it, since it leads back to where the intervention was closed.
var transitions = map[Event]map[Status]Status{
	Edit:           {Pending: Pending},
	CorrectContact: {Pending: Pending, Sent: Sent, Read: Read},
	Send:           {Pending: Sent, Sent: Sent, Read: Read},
	Open:           {Sent: Read, Read: Read, Answered: Answered},
	Answer:         {Sent: Answered, Read: Answered},
	AcceptManually: {Pending: Answered, Sent: Answered, Read: Answered},
	Close:          {Pending: Closed, Sent: Closed, Read: Closed, Answered: Closed},
	Delete:         {Closed: Closed},
}

// refusals names the problem that an event meets in a status where it cannot happen.
var refusals = map[Event]string{
	Edit: "not_editable", CorrectContact: "not_editable", Send: "not_sendable_now", Answer: "already_answered",
	AcceptManually: "already_answered", Close: "already_closed", Reopen: "not_closed", Delete: "not_closed",
}

// After returns the status after an event, or a problem that says why it cannot happen.
// beforeClose is the status in which a closed intervention was closed.
func (s Status) After(event Event, beforeClose Status) (Status, error) {
	if event == Reopen && s == Closed && beforeClose != "" {
		return beforeClose, nil
	}
	if next, ok := transitions[event][s]; ok {
		return next, nil
	}
	code := refusals[event]
	switch {
	case s == Closed && event != Reopen && event != Delete:
		code = "closed"
	case s == Pending && (event == Open || event == Answer):
		code = "not_sent"
	}
	return s, problem.New(problem.Conflict, code)
}
