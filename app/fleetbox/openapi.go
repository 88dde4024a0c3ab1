package main

import (
	"os"

	"fleetbox/config"
)

type openAPICommand struct{}

// Run prints the description of the API, from which the UI's types are generated.
func (openAPICommand) Run(c *console) error {
	dir, err := os.MkdirTemp("", "fleetbox-openapi-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // a leftover in the temporary folder harms nobody
	settings := config.Default()
	settings.Server.Data = dir
	box, err := Open(c.ctx, settings)
	if err != nil {
		return err
	}
	description, err := box.Server.OpenAPI().MarshalJSON()
	if err != nil {
		return err
	}
	if _, err := c.out.Write(append(description, '\n')); err != nil {
		return err
	}
	return box.Close()
}
