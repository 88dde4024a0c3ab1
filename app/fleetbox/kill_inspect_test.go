package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"fleetbox/app/sending"
)

// seenFile is an intervention as the office reads it.
type seenFile struct {
	Status   string
	Sendings []seenSending
	Works    []struct{ ID, Decision string }
	Media    []struct{ ID, SHA256 string }
	Answer   *struct{ Signature string }
}

type seenSending struct{ ID, State, Purpose, Reason string }

func fileOf(t *testing.T, p *person, id string) seenFile {
	t.Helper()
	response, data, err := p.do("GET", "/api/interventions/"+id, nil, nil)
	must(t, err)
	var file seenFile
	if response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %s", id, response.StatusCode, data)
	}
	must(t, json.Unmarshal(data, &file))
	return file
}

// tally is what became of the promises of one kind.
type tally struct{ acknowledged, kept int }

// inspect compares what was promised with what the box holds, and prints the figures.
func inspect(t *testing.T, v *victim, p *person, mails *mailbox) {
	t.Helper()
	fates := settled(t, p)
	uploads, answers := inspectUploads(t, v, p), inspectAnswers(t, p)
	mails.mu.Lock()
	defer mails.mu.Unlock()
	sends, confirmations := inspectMails(t, p, mails, "intervention", len(p.promised.sends)), inspectMails(t, p, mails, "confirmation", len(p.promised.answers))
	total, twice := 0, 0
	for id, times := range mails.taken {
		total += times
		if times > 1 {
			twice++
			t.Errorf("the mail %s went out %d times", id, times)
		}
	}
	if uploads.acknowledged < kills || answers.acknowledged < kills {
		t.Errorf("hardly any load: %d uploads, %d answers", uploads.acknowledged, answers.acknowledged)
	}
	if fates["intervention delivered"] == 0 || fates["confirmation delivered"] == 0 {
		t.Error("no mail was delivered")
	}
	// Nobody can know the fate of a mail that the server had and whose acknowledgement a kill cut off.
	if unknown := fates["intervention failed fate_unknown"] + fates["confirmation failed fate_unknown"]; unknown > kills*sending.Workers {
		t.Errorf("the fate of %d mails is unknown, after %d kills", unknown, kills)
	}
	fmt.Printf("| kill -9: %d times, %d requests | acknowledged | kept |\n", kills, p.promised.tried)
	for _, line := range []struct {
		name string
		tally
	}{{"uploads, row and bytes", uploads}, {"answers, decision and signature", answers}, {"sends", sends}, {"confirmations of answers", confirmations}} {
		fmt.Printf("| %-32s | %12d | %4d |\n", line.name, line.acknowledged, line.kept)
	}
	fmt.Printf("| mails in the mailbox %d, twice %d |\n", total, twice)
	for _, fate := range slices.Sorted(maps.Keys(fates)) {
		fmt.Printf("| %-32s | %12d |\n", fate, fates[fate])
	}
}

// settled waits until the last mails have a fate, and counts the fates.
func settled(t *testing.T, p *person) map[string]int {
	t.Helper()
	until := time.Now().Add(settling)
	fates := map[string]int{}
	for id := range p.promised.sends {
		for {
			file := fileOf(t, p, id)
			if !file.busy() {
				for _, s := range file.Sendings {
					fates[s.Purpose+" "+s.fate()]++
				}
				break
			}
			if time.Now().After(until) {
				t.Fatalf("%s: sendings still %v after %s", id, file.Sendings, settling)
			}
			time.Sleep(50 * time.Millisecond)
		}
	}
	return fates
}

func (f seenFile) busy() bool {
	for _, s := range f.Sendings {
		if s.State == "queued" || s.State == "retrying" {
			return true
		}
	}
	return false
}

func (s seenSending) fate() string {
	if s.Reason == "" {
		return s.State
	}
	return s.State + " " + s.Reason
}

// inspectUploads finds each file that was confirmed: listed with its intervention, and on the disk byte for byte.
func inspectUploads(t *testing.T, v *victim, p *person) tally {
	t.Helper()
	found := tally{acknowledged: len(p.promised.uploads)}
	for id, promise := range p.promised.uploads {
		listed := ""
		for _, file := range fileOf(t, p, promise.intervention).Media {
			if file.ID == id {
				listed = file.SHA256
			}
		}
		stored, err := os.ReadFile(filepath.Join(v.data, "media", id[len(id)-2:], id, "original"))
		actual := sha256.Sum256(stored)
		if err != nil || listed != promise.sha256 || hex.EncodeToString(actual[:]) != promise.sha256 {
			t.Errorf("%s: confirmed as %s, listed as %q, stored as %x (%v)", id, promise.sha256, listed, actual, err)
			continue
		}
		found.kept++
	}
	return found
}

// inspectAnswers finds each answer that was confirmed, with what was decided and the name under it.
func inspectAnswers(t *testing.T, p *person) tally {
	t.Helper()
	found := tally{acknowledged: len(p.promised.answers)}
	for id, work := range p.promised.answers {
		file := fileOf(t, p, id)
		if file.Status != "answered" || file.Answer == nil || file.Answer.Signature != "A. Vogel" ||
			len(file.Works) != 1 || file.Works[0].ID != work || file.Works[0].Decision != "accepted" {
			t.Errorf("%s: an answer that was acknowledged is not what was given: %+v", id, file)
			continue
		}
		found.kept++
	}
	return found
}

// inspectMails holds the one sending of a purpose that each file has to what the mail server took: a delivered mail
// once, one whose fate is unknown at most once, one that nobody waited for any more not at all.
func inspectMails(t *testing.T, p *person, mails *mailbox, purpose string, acknowledged int) tally {
	t.Helper()
	found := tally{acknowledged: acknowledged}
	for id := range p.promised.sends {
		var of []seenSending
		for _, s := range fileOf(t, p, id).Sendings {
			if s.Purpose == purpose {
				of = append(of, s)
			}
		}
		_, answered := p.promised.answers[id]
		if purpose == "confirmation" && !answered {
			continue
		}
		if len(of) != 1 {
			t.Errorf("%s: %d sendings of the purpose %s, want one", id, len(of), purpose)
			continue
		}
		taken := mails.taken["<"+of[0].ID+"@lindenhof.example>"]
		switch of[0].fate() {
		case "delivered":
			if taken != 1 {
				t.Errorf("%s: said to be delivered, taken %d times", id, taken)
				continue
			}
		case "failed fate_unknown":
		case "obsolete answered":
			if taken != 0 {
				t.Errorf("%s: said to be not sent, taken %d times", id, taken)
				continue
			}
		default:
			t.Errorf("%s: %s", id, of[0].fate())
			continue
		}
		found.kept++
	}
	return found
}
