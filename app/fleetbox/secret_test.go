package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sync/errgroup"
)

func TestProcessesThatStartTogetherShareOneSecret(t *testing.T) {
	for range 20 {
		dir := t.TempDir()
		var secrets [8][]byte
		var together errgroup.Group
		begin := make(chan struct{})
		for i := range secrets {
			together.Go(func() (err error) {
				<-begin
				secrets[i], err = loadSecret(dir)
				return err
			})
		}
		close(begin)
		if err := together.Wait(); err != nil {
			t.Fatal(err)
		}
		for _, secret := range secrets {
			if len(secret) != secretBytes || !bytes.Equal(secret, secrets[0]) {
				t.Fatalf("%x and %x", secret, secrets[0])
			}
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
			t.Fatalf("%v %v", left, err)
		}
	}
}

func TestTheFirstSecretStaysAlsoOnADiskWithoutHardLinks(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret.key")
	if err := put(file, []byte("first"), claimEmpty); err != nil {
		t.Fatal(err)
	}
	if err := put(file, []byte("second"), claimEmpty); !errors.Is(err, fs.ErrExist) {
		t.Error(err)
	}
	if got, err := os.ReadFile(file); err != nil || string(got) != "first" {
		t.Errorf("%q %v", got, err)
	}
	if left, err := os.ReadDir(filepath.Dir(file)); err != nil || len(left) != 1 {
		t.Errorf("%v %v", left, err)
	}
}
