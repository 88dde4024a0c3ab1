package interventions

import (
	"testing"

	"pgregory.net/rapid"

	"fleetbox/app/problem"
)

var (
	allStatuses = []Status{Pending, Sent, Read, Answered, Closed}
	allEvents   = []Event{Edit, CorrectContact, Send, Open, Answer, AcceptManually, Close, Reopen, Delete}
)

// The whole machine, one row an event: the status after it from pending, sent, read, answered and
// closed (closed from answered); a code where it is refused.
func TestStatusAfterEveryEvent(t *testing.T) {
	table := map[Event][5]string{
		Edit:           {"pending", "not_editable", "not_editable", "not_editable", "closed"},
		CorrectContact: {"pending", "sent", "read", "not_editable", "closed"},
		Send:           {"sent", "sent", "read", "not_sendable_now", "closed"},
		Open:           {"not_sent", "read", "read", "answered", "closed"},
		Answer:         {"not_sent", "answered", "answered", "already_answered", "closed"},
		AcceptManually: {"answered", "answered", "answered", "already_answered", "closed"},
		Close:          {"closed", "closed", "closed", "closed", "closed"},
		Reopen:         {"not_closed", "not_closed", "not_closed", "not_closed", "answered"},
		Delete:         {"not_closed", "not_closed", "not_closed", "not_closed", "closed"},
	}
	refused := map[Event][5]bool{
		Edit: {false, true, true, true, true}, CorrectContact: {false, false, false, true, true},
		Send: {false, false, false, true, true}, Open: {true, false, false, false, true},
		Answer: {true, false, false, true, true}, AcceptManually: {false, false, false, true, true},
		Close: {false, false, false, false, true}, Reopen: {true, true, true, true, false}, Delete: {true, true, true, true, false},
	}
	for _, event := range allEvents {
		for i, status := range allStatuses {
			before := Status("")
			if status == Closed {
				before = Answered
			}
			next, err := status.After(event, before)
			if (err != nil) != refused[event][i] {
				t.Errorf("%s after %s: %v", event, status, err)
				continue
			}
			got := string(next)
			if err != nil {
				got = problem.As(err).Code
				if next != status {
					t.Errorf("%s after %s was refused and still led to %s", event, status, next)
				}
			}
			if got != table[event][i] {
				t.Errorf("%s after %s: got %s, want %s", event, status, got, table[event][i])
			}
		}
	}
}

// Whatever happens in whatever order, an answer stays an answer and nothing but reopening leaves closed.
func TestStatusNeverLosesAnAnswer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		status, before, answered := Pending, Status(""), false
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			event := rapid.SampledFrom(allEvents).Draw(t, "event")
			next, err := status.After(event, before)
			if err != nil {
				continue
			}
			if event == Close {
				before = status
			}
			if status == Closed && next != Closed && event != Reopen {
				t.Fatalf("%s left closed", event)
			}
			if event == Answer || event == AcceptManually {
				if answered {
					t.Fatalf("%s was taken a second time", event)
				}
				answered = true
			}
			status = next
			if answered && status != Answered && status != Closed {
				t.Fatalf("after %s an answered file is %s", event, status)
			}
		}
	})
}
