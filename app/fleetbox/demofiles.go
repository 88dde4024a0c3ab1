package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"fleetbox/app/checklists"
	"fleetbox/app/interventions"
	"fleetbox/app/store"
	"fleetbox/app/web"
	"fleetbox/embed"
)

// demoIntervention is one file of the demonstration, and how far it went.
type demoIntervention struct {
	Ago         duration                       `json:"ago"` // before now
	Status      interventions.Status           `json:"status"`
	Module      interventions.Module           `json:"module"`
	Brand       string                         `json:"brand"`
	Reference   string                         `json:"reference"`
	Author      string                         `json:"author"`
	Assignee    string                         `json:"assignee"`
	Advisor     string                         `json:"advisor"`
	WaitingHere bool                           `json:"waiting_here"`
	AnswerIn    duration                       `json:"answer_in"` // after now
	Internal    string                         `json:"internal"`
	Note        string                         `json:"note"`
	Vehicle     json.RawMessage                `json:"vehicle"`
	Customer    *interventions.CustomerChanges `json:"customer"`
	Works       []demoWork                     `json:"works"`
	Media       []string                       `json:"media"`
	Accept      []string                       `json:"accept"` // lines that the customer accepted
	Manual      string                         `json:"manual"` // how the answer reached the dealership, when not by the link
	Signature   string                         `json:"signature"`
	Comment     string                         `json:"comment"`
	Message     string                         `json:"message"` // else the default of the mode
	Reply       interventions.Reply            `json:"reply"`   // to a sales message
}

func (in demoIntervention) mode() web.Mode {
	if in.Module == interventions.UCStock || in.Module == interventions.DirectMessage {
		return web.Sales
	}
	return web.AfterSales
}

type demoWork struct {
	Line            string                `json:"line"`
	Urgency         interventions.Urgency `json:"urgency"`
	Price           *int64                `json:"price"`
	Quantity        int64                 `json:"quantity"`
	DiscountPercent int64                 `json:"discount_percent"`
	Media           []string              `json:"media"`
	Values          map[string]int64      `json:"values"` // tenths by place
}

// duration is a length of time as people write it, such as "90m".
type duration time.Duration

// UnmarshalText reads the duration.
func (d *duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	*d = duration(parsed)
	return err
}

func longestAgo(all []demoIntervention) time.Duration {
	return slices.MaxFunc(all, func(a, b demoIntervention) int { return int((a.Ago - b.Ago) / duration(time.Second)) }).ago()
}

func (in demoIntervention) ago() time.Duration { return time.Duration(in.Ago) }

// at moves the stage's clock to some time after the intervention began, but never past the present.
func (d *demoStage) at(in demoIntervention, after time.Duration) {
	began := time.Now().Add(-in.ago())
	d.now = func() time.Time {
		if moment := began.Add(after); moment.Before(time.Now()) {
			return moment
		}
		return time.Now()
	}
}

// intervention plays one file: the technician's part, the advisor's, the customer's.
func (d *demoStage) intervention(ctx context.Context, in demoIntervention) error {
	d.at(in, 0)
	made, err := d.findings(ctx, in)
	if err != nil || in.Status == interventions.Pending {
		return err
	}
	advisor, s := d.people[in.Advisor], d.box.Interventions
	d.at(in, 20*time.Minute)
	if in.Manual != "" {
		err = s.AcceptManually(ctx, advisor, made.ID, made.Version, interventions.ManualAnswer{Decisions: decisions(in, made), Origin: in.Manual})
		return err
	}
	url, err := s.Share(ctx, advisor, made.ID, interventions.AnyVersion)
	if err != nil || in.Status == interventions.Sent {
		return err
	}
	token := url[strings.LastIndexByte(url, '/')+1:]
	d.at(in, 35*time.Minute)
	if err := s.MarkRead(ctx, token); err != nil || in.Status == interventions.Read {
		return err
	}
	d.at(in, 41*time.Minute)
	if err := d.answer(ctx, in, made.ID, token); err != nil || in.Status == interventions.Answered {
		return err
	}
	d.at(in, 26*time.Hour)
	answered, err := s.Get(ctx, made.ID)
	if err != nil {
		return err
	}
	return s.Close(ctx, advisor, made.ID, answered.Version)
}

// findings creates the file as the technician's phone does, with its photos and videos.
func (d *demoStage) findings(ctx context.Context, in demoIntervention) (*interventions.Intervention, error) {
	changes, err := d.changes(ctx, in)
	if err != nil {
		return nil, err
	}
	made, err := d.box.Interventions.Create(ctx, d.phone, interventions.Draft{ID: store.NewID(), Mode: in.mode(), Changes: changes})
	if err != nil {
		return nil, err
	}
	for i, work := range in.Works {
		for _, name := range work.Media {
			if err := d.upload.send(ctx, name, made.ID, made.Works[i].ID); err != nil {
				return nil, err
			}
		}
	}
	for _, name := range in.Media {
		if err := d.upload.send(ctx, name, made.ID, ""); err != nil {
			return nil, err
		}
	}
	return made, nil
}

func (d *demoStage) changes(ctx context.Context, in demoIntervention) (interventions.Changes, error) {
	author := d.people[in.Author].ID
	changes := interventions.Changes{
		Module: &in.Module, Brand: &in.Brand, Reference: &in.Reference, Customer: in.Customer, WaitingHere: &in.WaitingHere,
		AuthorID: web.Nullable[string]{Sent: true, Value: &author}, Works: &[]interventions.WorkInput{},
	}
	switch {
	case in.Message != "":
		changes.Message = &in.Message
	case in.Customer != nil && in.Customer.LastName != nil:
		message, err := d.box.Messages.Default(ctx, string(in.mode()), *in.Customer.Language)
		if err != nil {
			return changes, err
		}
		changes.Message = &message
	}
	if assignee := d.people[in.Assignee].ID; assignee != "" {
		changes.AssigneeID = web.Nullable[string]{Sent: true, Value: &assignee}
	}
	if in.AnswerIn > 0 {
		wanted := time.Now().Add(time.Duration(in.AnswerIn)).Truncate(15 * time.Minute)
		changes.AnswerBy = web.Nullable[time.Time]{Sent: true, Value: &wanted}
	}
	if in.Internal != "" {
		changes.InternalMessage = &interventions.InternalMessage{Kind: in.Internal, Note: in.Note}
	}
	for _, work := range in.Works {
		input, err := work.input(d.box.Checklists, d.language)
		if err != nil {
			return changes, err
		}
		*changes.Works = append(*changes.Works, input)
	}
	return changes, json.Unmarshal(in.Vehicle, &changes.Vehicle)
}

func (w demoWork) input(lists *checklists.Service, language string) (interventions.WorkInput, error) {
	label, known := lists.Label(language, w.Line)
	if !known {
		return interventions.WorkInput{}, fmt.Errorf("no checklist has the line %q", w.Line)
	}
	input := interventions.WorkInput{
		ID: store.NewID(), ChecklistLine: &w.Line, Label: label, Urgency: w.Urgency, UnitPrice: w.Price, VATBP: 1900, Quantity: 1000,
		Discount: interventions.Discount{Kind: interventions.NoDiscount},
	}
	if kind, measured := lists.Measured(w.Line); measured {
		input.Measure = &kind
	}
	for place, tenths := range w.Values {
		input.Values = append(input.Values, checklists.MeasuredValue{Place: place, Tenths: tenths})
	}
	if w.Quantity > 0 {
		input.Quantity = w.Quantity
	}
	if w.DiscountPercent > 0 {
		input.Discount = interventions.Discount{Kind: interventions.PercentDiscount, Value: w.DiscountPercent}
	}
	return input, nil
}

func (d *demoStage) answer(ctx context.Context, in demoIntervention, id, token string) error {
	current, err := d.box.Interventions.Get(ctx, id)
	if err != nil {
		return err
	}
	shown, err := d.box.Media.Of(ctx, id)
	if err != nil {
		return err
	}
	_, err = d.box.Interventions.Answer(ctx, token, interventions.AnswerInput{
		Decisions: decisions(in, current), Reply: in.Reply, Signature: in.Signature, Comment: in.Comment, Shown: d.box.Interventions.Shown(current, shown),
	})
	return err
}

func decisions(in demoIntervention, made *interventions.Intervention) map[string]interventions.Decision {
	decided := map[string]interventions.Decision{}
	for _, work := range made.Works {
		if !work.Urgency.Proposed() {
			continue
		}
		decided[work.ID] = interventions.Refused
		if work.ChecklistLine != nil && slices.Contains(in.Accept, *work.ChecklistLine) {
			decided[work.ID] = interventions.Accepted
		}
	}
	return decided
}

// uploader brings files in by the way that phones use.
type uploader struct {
	address string
	token   string
}

// openHouse serves the box on loopback, for the uploads.
func (d *demoStage) openHouse(ctx context.Context) (stop func(), err error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	server := &http.Server{Handler: d.box.Server.Handler(), ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Serve(l) // ends with Close
	}()
	d.upload.address = "http://" + l.Addr().String()
	return func() {
		_ = server.Close()
		<-ended
	}, nil
}

// send uploads one of the demonstration's files.
func (u uploader) send(ctx context.Context, name, interventionID, workID string) error {
	data, err := fs.ReadFile(embed.Demo(), name)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(data)
	kind := "photo"
	if strings.HasSuffix(name, ".mp4") {
		kind = "video"
	}
	about := map[string]string{
		"intervention": interventionID, "id": store.NewID(), "kind": kind, "purpose": "customer", "public": "true",
		"filename": name, "sha256": hex.EncodeToString(sum[:]), "work": workID,
	}
	pairs := []string{}
	for key, value := range about {
		if value != "" {
			pairs = append(pairs, key+" "+base64.StdEncoding.EncodeToString([]byte(value)))
		}
	}
	location, err := u.call(ctx, http.MethodPost, u.address+"/api/uploads", nil,
		map[string]string{"Upload-Length": strconv.Itoa(len(data)), "Upload-Metadata": strings.Join(pairs, ",")})
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if strings.HasPrefix(location, "/") {
		location = u.address + location
	}
	_, err = u.call(ctx, http.MethodPatch, location, data,
		map[string]string{"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"})
	return err
}

func (u uploader) call(ctx context.Context, method, address string, body []byte, headers map[string]string) (location string, err error) {
	request, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	request.Header.Set("Tus-Resumable", "1.0.0")
	request.Header.Set("Authorization", "Bearer "+u.token)
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	answer, err := io.ReadAll(io.LimitReader(response.Body, 1<<16))
	_ = response.Body.Close() // it was read to its end
	if err != nil {
		return "", err
	}
	if response.StatusCode >= http.StatusMultipleChoices {
		return "", fmt.Errorf("upload: %s %s", response.Status, answer)
	}
	return response.Header.Get("Location"), nil
}

// prepareMedia runs the queue until every picture and video is ready.
func (d *demoStage) prepareMedia(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, demoPatience)
	defer cancel()
	running, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- d.box.Jobs.Run(running) }()
	err := d.box.Jobs.Drain(ctx)
	stop()
	if runErr := <-ended; err == nil {
		err = runErr
	}
	return err
}
