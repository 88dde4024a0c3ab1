// Command fleetbox is the whole appliance in one binary. This package is the only place where the
// parts are wired together.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"fleetbox/config"
)

// version is set by the build.
var version = "dev"

// commands is the command line. What a command prints goes to out, so that tests can read it.
type commands struct {
	Config string `help:"Configuration file; ./fleetbox.toml or /etc/fleetbox/fleetbox.toml when not given." type:"path" placeholder:"FILE"`

	Serve   serveCommand   `cmd:"" help:"Run the box."`
	Worker  workerCommand  `cmd:"" help:"Run background work beside a box that uses a Redis server."`
	Demo    demoCommand    `cmd:"" help:"Fill an empty data folder with a demonstration dealership and print its logins."`
	Doctor  doctorCommand  `cmd:"" help:"Say what is wrong with disk, ports, certificate, network, ffmpeg and mail."`
	User    userCommands   `cmd:"" help:"Manage users."`
	Openapi openAPICommand `cmd:"" hidden:"" help:"Print the description of the API."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

// console is what a command reads from and writes to.
type console struct {
	ctx     context.Context
	in      io.Reader
	out     io.Writer
	environ []string
	file    string // --config
}

// load reads the configuration with the command's own flags on top.
func (c *console) load(flags ...config.Flag) (config.Config, error) {
	return config.Load(config.Source{File: c.file, Environ: c.environ, Flags: flags})
}

// dataFlag is the flag --data, none when it was not given.
func dataFlag(dir string) []config.Flag {
	if dir == "" {
		return nil
	}
	return []config.Flag{{Name: "--data", Setting: "server.data", Value: dir}}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Environ(), os.Stdin, os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "fleetbox: "+strings.ReplaceAll(err.Error(), "\n", "\nfleetbox: "))
		os.Exit(1)
	}
}

// errUsage is what a wrong command line ends in; it says what was expected.
var errUsage = errors.New("see fleetbox --help")

// run carries out one command line until it is done or ctx ends.
func run(ctx context.Context, args, environ []string, in io.Reader, out io.Writer) error {
	var cli commands
	var ended bool
	parser, err := kong.New(&cli, kong.Name("fleetbox"), kong.Description("The appliance with which a dealership shows its customers what it found on their car."),
		kong.Writers(out, out), kong.UsageOnError(), kong.Exit(func(int) { ended = true }))
	if err != nil {
		return err
	}
	parsed, err := parser.Parse(args)
	if ended { // --help has been printed
		return nil
	}
	if err != nil {
		return fmt.Errorf("%w (%w)", err, errUsage)
	}
	return parsed.Run(&console{ctx: ctx, in: in, out: out, environ: environ, file: cli.Config})
}

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(c *console) error {
	_, err := fmt.Fprintln(c.out, version)
	return err
}
