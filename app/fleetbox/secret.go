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
func loadSecret(dir string) ([]byte, error) {
	file := filepath.Join(dir, "secret.key")
	secret, err := os.ReadFile(file)
	if err == nil && len(secret) != secretBytes {
		return nil, fmt.Errorf("%s is damaged: restore it from the backup", file)
	}
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
	return secret, writeWhole(file, secret)
}

// writeWhole writes a file so that it is there whole or not at all.
func writeWhole(name string, data []byte) error {
	temporary := name + ".new"
	f, err := os.OpenFile(temporary, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(temporary, name); err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(name)) // the new name is on the disk only when the folder is
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
