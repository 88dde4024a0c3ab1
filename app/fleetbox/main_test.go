package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"testing"
)

// childArgs makes the test binary behave as fleetbox, so that tests can end it as a power cut would.
const childArgs = "FLEETTEST_ARGS"

func TestMain(m *testing.M) {
	args := os.Getenv(childArgs)
	if args == "" {
		os.Exit(m.Run())
	}
	if err := os.Unsetenv(childArgs); err != nil {
		panic(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	if err := run(ctx, strings.Fields(args), os.Environ(), os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
