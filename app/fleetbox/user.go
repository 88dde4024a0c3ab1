package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"fleetbox/app/accounts"
	"fleetbox/app/locale"
	"fleetbox/app/problem"
	"fleetbox/app/web"
)

type userCommands struct {
	Add userAddCommand `cmd:"" help:"Add a user; on a new box the first manager."`
}

type userAddCommand struct {
	Data          string     `help:"Data folder; ./fleetbox-data when not set." type:"path" placeholder:"DIR"`
	Email         string     `help:"E-mail address, with which the user signs in."`
	FirstName     string     `required:"" help:"First name."`
	LastName      string     `required:"" help:"Last name."`
	Phone         string     `help:"Phone number."`
	Role          []web.Role `default:"dealer_manager" help:"Role, several times for several: dealer_manager, back_office, salesperson, technician, auditor, audit_manager."`
	Language      string     `default:"en" help:"Language, such as en, fr or de."`
	PasswordStdin bool       `help:"Read the password from standard input. Without it one is made up and printed."`
}

// Run adds the user, whether or not the box is running.
func (u userAddCommand) Run(c *console) (err error) {
	settings, err := c.load(dataFlag(u.Data)...)
	if err != nil {
		return err
	}
	box, err := Open(c.ctx, settings)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, box.Close()) }()
	password, shown, err := u.password(c.in)
	if err != nil {
		return err
	}
	added, err := box.Accounts.AddUser(c.ctx, accounts.NewUser{
		FirstName: u.FirstName, LastName: u.LastName, Email: u.Email, Phone: u.Phone,
		Language: u.Language, Roles: u.Role, Password: password,
	})
	if err != nil {
		return explain(box.Texts, err)
	}
	_, err = fmt.Fprintf(c.out, "added %s %s %s%s\n", added.FirstName, added.LastName, u.Email, shown)
	return err
}

// password returns the password, and what to print of it when it was made up here.
func (u userAddCommand) password(in io.Reader) (password, shown string, err error) {
	signsIn := false
	for _, role := range u.Role {
		signsIn = signsIn || role.SignsIn()
	}
	switch {
	case u.PasswordStdin:
		line, err := bufio.NewReader(in).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", "", err
		}
		return strings.TrimRight(line, "\r\n"), "", nil
	case signsIn:
		password = accounts.NewPassword()
		return password, " password " + password, nil
	}
	return "", "", nil
}

// explain puts what people can do something about into words.
func explain(texts *locale.Catalogue, err error) error {
	p := problem.As(err)
	if p == nil {
		return err
	}
	lines := []string{texts.T(locale.Fallback, "problem."+p.Code, p.Args)}
	for _, field := range p.Fields {
		lines = append(lines, field.Location+": "+texts.T(locale.Fallback, "problem.field."+field.Code, p.Args))
	}
	return errors.New(strings.Join(lines, "\n"))
}
