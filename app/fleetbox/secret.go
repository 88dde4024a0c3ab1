package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

const secretBytes = 32

// loadSecret returns the box's own secret, which is made at the first start. Customers' links and
// the addresses of files are derived from it, so it belongs into every backup, and nowhere else.
// Of several processes that start at once on a new folder, the first makes it for all.
func loadSecret(dir string) ([]byte, error) {
	file := filepath.Join(dir, "secret.key")
	secret, err := readSecret(file)
	if !errors.Is(err, fs.ErrNotExist) {
		return secret, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	secret = make([]byte, secretBytes)
	if _, err := rand.Read(secret); err != nil {
		return nil, err
	}
	if err := put(file, secret, claim); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return readSecret(file)
}

// claim gives a file its name unless something has that name already, which a rename would replace: fs.ErrExist.
func claim(from, to string) error {
	err := os.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	return claimEmpty(from, to)
}

// claimEmpty is claim for disks that have no hard links, such as a memory stick's: the name is taken first.
func claimEmpty(from, to string) error {
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Rename(from, to))
}

func readSecret(file string) ([]byte, error) {
	secret, err := os.ReadFile(file)
	if err == nil && len(secret) != secretBytes {
		return nil, fmt.Errorf("%s is damaged: restore it from the backup", file)
	}
	return secret, err
}

// writeWhole writes a file so that it is there whole or not at all.
func writeWhole(name string, data []byte) error { return put(name, data, os.Rename) }

// put writes data to a file of its own and has place give it its name.
func put(name string, data []byte, place func(from, to string) error) error {
	folder := filepath.Dir(name)
	f, err := os.CreateTemp(folder, filepath.Base(name)+".*.new") // for the owner alone
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }() // gone already when it was renamed
	_, err = f.Write(data)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := place(f.Name(), name); err != nil {
		return err
	}
	opened, err := os.Open(folder) // the new name is on the disk only when the folder is
	if err != nil {
		return err
	}
	return errors.Join(opened.Sync(), opened.Close())
}
