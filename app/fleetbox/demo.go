package main

import "errors"

type demoCommand struct {
	Data string `help:"Empty data folder to fill; ./fleetbox-data when not set." type:"path" placeholder:"DIR"`
}

// Run fills the data folder.
func (demoCommand) Run(*console) error { return errors.New("no demonstration yet") }
