package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fleetbox/app/accounts"
	"fleetbox/app/devices"
	"fleetbox/app/problem"
	"fleetbox/app/store"
	"fleetbox/app/system"
	"fleetbox/app/web"
	"fleetbox/embed"
)

// demoPassword is that of every demonstration user; `fleetbox demo` prints it.
const demoPassword = "Lindenhof-2026!"

// demoLogins is the file that keeps the printed logins, for a second start.
const demoLogins = "demo-logins.txt"

// demoPatience is how long pictures and videos of the demonstration may take to be prepared.
const demoPatience = 5 * time.Minute

type demoCommand struct {
	Data     string `help:"Empty data folder to fill; ./fleetbox-data when not set." type:"path" placeholder:"DIR"`
	Language string `default:"en" help:"Language of the office."`
}

// Run fills the data folder with a dealership to look around in, through the same rules that a
// real day goes through, and prints its logins.
func (d demoCommand) Run(c *console) (err error) {
	settings, err := c.load(dataFlag(d.Data)...)
	if err != nil {
		return err
	}
	settings.Mail.Catch = true
	settings.Server.LogLevel = slog.LevelWarn
	useLog(settings.Server, os.Stderr)
	script, err := readDemo(embed.Demo())
	if err != nil {
		return err
	}
	stage := &demoStage{script: script, language: d.Language, now: time.Now}
	stage.box, err = Open(c.ctx, settings, store.WithClock(func() time.Time { return stage.now() }))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stage.box.Close()) }()
	if err := stage.play(c.ctx); err != nil {
		return explain(stage.box.Texts, err)
	}
	logins := stage.logins()
	if err := writeWhole(filepath.Join(settings.Server.Data, demoLogins), []byte(logins)); err != nil {
		return err
	}
	_, err = fmt.Fprint(c.out, logins)
	return err
}

// demoScript is what the demonstration holds.
type demoScript struct {
	Dealership    system.Dealership  `json:"dealership"`
	Users         []demoUser         `json:"users"`
	Device        string             `json:"device"`
	Interventions []demoIntervention `json:"interventions"`
}

type demoUser struct {
	Key       string     `json:"key"`
	FirstName string     `json:"first_name"`
	LastName  string     `json:"last_name"`
	Email     string     `json:"email"`
	Roles     []web.Role `json:"roles"`
}

func (u demoUser) signsIn() bool { return u.Email != "" }

func readDemo(files fs.FS) (demoScript, error) {
	var script demoScript
	data, err := fs.ReadFile(files, "dealership.json")
	if err == nil {
		err = json.Unmarshal(data, &script)
	}
	return script, err
}

// demoStage is a box on which the script is played.
type demoStage struct {
	box      *Box
	script   demoScript
	language string
	now      func() time.Time

	people map[string]web.Actor
	phone  web.Actor
	upload uploader
}

func (d *demoStage) play(ctx context.Context) error {
	if err := d.settle(ctx); err != nil {
		return err
	}
	stop, err := d.openHouse(ctx)
	if err != nil {
		return err
	}
	for _, in := range d.script.Interventions {
		if err := d.intervention(ctx, in); err != nil {
			stop()
			return fmt.Errorf("%s: %w", in.Reference, err)
		}
	}
	d.now = time.Now
	err = d.prepareMedia(ctx)
	stop()
	return err
}

// settle makes the dealership, its people and its phone. It refuses a box that has them.
func (d *demoStage) settle(ctx context.Context) error {
	needed, err := d.box.Accounts.SetupNeeded(ctx)
	if err != nil {
		return err
	}
	if !needed {
		return problem.New(problem.Conflict, "demo_not_empty", "dir", d.box.Config.Server.Data)
	}
	oldest := longestAgo(d.script.Interventions)
	start := time.Now().Add(-oldest - 24*time.Hour)
	d.now = func() time.Time { return start }
	d.people = map[string]web.Actor{}
	wanted := system.Default(d.language, d.script.Dealership.TimeZone)
	wanted.Name, wanted.Address, wanted.Phone = d.script.Dealership.Name, d.script.Dealership.Address, d.script.Dealership.Phone
	wanted.Email, wanted.Website, wanted.Country = d.script.Dealership.Email, d.script.Dealership.Website, d.script.Dealership.Country
	wanted.Currency, wanted.VATRates, wanted.Brands = d.script.Dealership.Currency, d.script.Dealership.VATRates, d.script.Dealership.Brands
	wanted.DirectSending = true
	err = d.box.Store.Write(ctx, func(tx *store.Tx) error { return d.box.System.Establish(tx, web.System(), wanted) })
	if err != nil {
		return err
	}
	d.box.System.Forget()
	for _, user := range d.script.Users {
		if err := d.hire(ctx, user); err != nil {
			return fmt.Errorf("%s: %w", user.Key, err)
		}
	}
	return d.pair(ctx)
}

func (d *demoStage) hire(ctx context.Context, u demoUser) error {
	password := ""
	if u.signsIn() {
		password = demoPassword
	}
	added, err := d.box.Accounts.AddUser(ctx, accounts.NewUser{
		FirstName: u.FirstName, LastName: u.LastName, Email: u.Email, Language: d.language, Roles: u.Roles, Password: password,
	})
	d.people[u.Key] = web.Actor{Kind: web.ByUser, ID: added.ID, Name: u.FirstName + " " + u.LastName, Language: d.language, Roles: u.Roles}
	return err
}

func (d *demoStage) pair(ctx context.Context) error {
	device, pairing, err := d.box.Devices.Add(ctx, d.people["manager"], devices.NewDevice{Name: d.script.Device, App: "fleetbox", Modes: web.AllModes()})
	if err != nil {
		return err
	}
	paired, err := d.box.Devices.Pair(ctx, pairing.Code, version, "Android")
	d.phone = web.Actor{Kind: web.ByDevice, ID: device.ID, Name: device.Name, Language: d.language, On: device.Modes}
	d.upload.token = paired.Token
	return err
}

// logins is one line a user who can sign in: address, password, role.
func (d *demoStage) logins() string {
	var lines strings.Builder
	for _, user := range d.script.Users {
		if user.signsIn() {
			fmt.Fprintf(&lines, "%s %s %s\n", user.Email, demoPassword, user.Roles[0])
		}
	}
	return lines.String()
}
