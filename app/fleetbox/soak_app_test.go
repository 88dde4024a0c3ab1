package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
)

// appPhone is a phone of the soak that runs the phone app's own code in Node, over a broken link of its own.
type appPhone struct {
	ledger
	t       *testing.T
	link    net.Listener
	token   string
	relayed atomic.Int64
}

func newAppPhone(t *testing.T, box, token string) *appPhone {
	t.Helper()
	link, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() { _ = link.Close() })
	p := &appPhone{ledger: ledger{files: map[string]map[string]string{}}, t: t, link: link, token: token}
	go p.relay(box)
	return p
}

// relay leads each connection of the phone over a link that breaks.
func (p *appPhone) relay(box string) {
	for {
		phone, err := p.link.Accept()
		if err != nil {
			return
		}
		go func() {
			defer phone.Close()
			link, err := p.dial(context.Background(), "tcp", box)
			if err != nil {
				return
			}
			go func() {
				sent, _ := io.Copy(link, phone)
				p.relayed.Add(sent)
				_ = link.Close()
				_ = phone.Close()
			}()
			_, _ = io.Copy(phone, link)
			_ = link.Close()
		}()
	}
}

// work lets the phone finish files until stop, and waits until the last one has left it.
func (p *appPhone) work(stop, giveUp <-chan struct{}, film []byte) {
	ctx, kill := context.WithCancel(context.Background())
	defer kill()
	cmd, written, working := p.command(ctx, film)
	if err := cmd.Start(); err != nil {
		p.t.Errorf("the phone app does not start: %v", err)
		return
	}
	go func() {
		<-stop
		_, _ = io.WriteString(working, "enough\n")
		<-giveUp
		kill()
	}()
	for lines := bufio.NewScanner(written); lines.Scan(); {
		p.finished(lines.Bytes())
	}
	if err := cmd.Wait(); err != nil {
		p.t.Errorf("a phone ended before its files had left it: %v", err)
	}
	p.sent = p.relayed.Load()
}

func (p *appPhone) command(ctx context.Context, film []byte) (*exec.Cmd, io.Reader, io.Writer) {
	p.t.Helper()
	folder := p.t.TempDir()
	at := func(name string, content []byte) string {
		path := filepath.Join(folder, name)
		must(p.t, os.WriteFile(path, content, 0o600))
		return path
	}
	cmd := exec.CommandContext(ctx, "node_modules/.bin/vite-node", "--config", "vitest.config.ts", "src/phone/testing/soak.ts")
	cmd.Dir, cmd.Stderr = "../../embed/web", os.Stderr
	cmd.Env = append(os.Environ(),
		"SOAK_BOX=http://"+p.link.Addr().String(), "SOAK_TOKEN="+p.token,
		"SOAK_FILM="+at("film.mp4", film), "SOAK_PHOTO="+at("photo.jpg", somePhoto()))
	working, err := cmd.StdinPipe()
	must(p.t, err)
	written, err := cmd.StdoutPipe()
	must(p.t, err)
	return cmd, written, working
}

func (p *appPhone) finished(line []byte) {
	var file struct {
		Intervention string
		Media        map[string]string
		Bytes        int64
	}
	if err := json.Unmarshal(line, &file); err != nil {
		p.t.Errorf("the phone says %q", line)
		return
	}
	p.files[file.Intervention] = file.Media
	p.bytes += file.Bytes
}
