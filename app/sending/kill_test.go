package sending

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// kills is how often the box dies in the middle of sending.
const kills = 25

// TestKilledInTheMiddle kills a box that sends, again and again, and counts what arrived. Nothing
// that was acknowledged is lost and nothing is sent twice; where the box died between the last
// byte and the server's answer, it says that it does not know.
func TestKilledInTheMiddle(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	p := openPost(t, false)
	p.mood(func(m *moods) {
		m.onData = func(_ net.Conn, r io.Reader) (bool, error) {
			_, err := io.Copy(io.Discard, r)
			time.Sleep(rand.N(20 * time.Millisecond)) // so that some deaths fall between the end and the answer
			return err == nil, err
		}
	})
	dir := t.TempDir()
	acknowledged := map[string]bool{}
	for range kills {
		for _, id := range killedChild(t, dir, p) {
			acknowledged[id] = true
		}
	}
	h := openHouse(t, dir, nil, p.config(t), p)
	h.settled()

	var rows []sending
	h.must(h.st.Read(h.ctx).Find(&rows).Error)
	mails, seen := p.mails(t), map[string]bool{}
	outcomes := map[string]int{}
	for _, row := range rows {
		seen[row.InterventionID] = true
		n := mails["<"+row.MessageID+">"]
		outcomes[string(row.State)+" "+string(row.Reason)]++
		switch {
		case n > 1:
			t.Errorf("%s was sent %d times", row.ID, n)
		case row.State == delivered && n != 1:
			t.Errorf("%s counts as delivered, the server has %d", row.ID, n)
		case row.State == failed && row.Reason != FateUnknown, row.State.underWay():
			t.Errorf("%s is %s %s", row.ID, row.State, row.Reason)
		}
	}
	for id := range acknowledged {
		if !seen[id] {
			t.Errorf("the acknowledged press of %s is lost", id)
		}
	}
	t.Logf("%d kills, %d presses acknowledged, %d mails arrived, outcomes %v", kills, len(acknowledged), p.count(), outcomes)
	if len(acknowledged) < kills || outcomes["delivered "] == 0 {
		t.Error("too little happened for this test to tell anything")
	}
}

// killedChild runs a box in a process of its own and kills it at a random moment. It returns the
// interventions whose sending was acknowledged before.
func killedChild(t *testing.T, dir string, p *post) []string {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestChild$", "-test.v")
	child.Env = append(os.Environ(), "FLEETBOX_CHILD_DIR="+dir, "FLEETBOX_CHILD_PORT="+strconv.Itoa(p.config(t).Port))
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var failure bytes.Buffer
	child.Stderr = &failure
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var ids []string
	lines := bufio.NewScanner(out)
	var kill *time.Timer
	for lines.Scan() {
		id, ok := strings.CutPrefix(lines.Text(), "acknowledged ")
		if !ok {
			continue
		}
		ids = append(ids, id)
		if kill == nil {
			kill = time.AfterFunc(rand.N(400*time.Millisecond), func() { _ = child.Process.Kill() })
		}
	}
	_ = child.Wait() // killed, so it reports nothing else
	if len(ids) == 0 {
		t.Logf("a child acknowledged nothing: %s", failure.String())
	}
	return ids
}

// TestChild is the box that TestKilledInTheMiddle kills. Alone it does nothing.
func TestChild(t *testing.T) {
	dir := os.Getenv("FLEETBOX_CHILD_DIR")
	if dir == "" {
		t.Skip("only as a child")
	}
	port, err := strconv.Atoi(os.Getenv("FLEETBOX_CHILD_PORT"))
	if err != nil {
		t.Fatal(err)
	}
	h := openHouse(t, dir, nil, Mail{
		Host: "127.0.0.1", Port: port, Encryption: NoEncryption, From: "werkstatt@autohaus.test",
		Timeout: 5 * time.Second, SendPerMinute: 10_000,
	}, nil)
	for {
		in := h.file()
		h.must(h.mails.Send(h.ctx, h.actor, in.ID, newPress()))
		fmt.Println("acknowledged " + in.ID)
	}
}
