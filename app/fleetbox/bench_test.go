package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fleetbox/app/store"
	"fleetbox/config"
)

const many = 100_000

// fill fills a box with 100,000 interventions of some years.
func fill(b *testing.B, data string) {
	b.Helper()
	st, err := store.Open(context.Background(), data)
	if err != nil {
		b.Fatal(err)
	}
	err = st.Write(context.Background(), func(tx *store.Tx) error {
		return tx.Exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
			INSERT INTO interventions (id, mode, module, brand, reference, status, plate, vin, make, model, customer_title, customer_first_name,
				customer_last_name, customer_language, customer_email, customer_phone, currency, author_id, proposed, accepted, photo_count, created_at, updated_at)
			SELECT printf('01a00000-0000-7000-8000-%012x', i), 'after_sales',
				CASE i % 3 WHEN 0 THEN 'mechanics' WHEN 1 THEN 'bodywork' ELSE 'warranty' END, 'nordvik', printf('RO-%06d', i),
				CASE (i * 7919) % 5 WHEN 0 THEN 'pending' WHEN 1 THEN 'sent' WHEN 2 THEN 'read' WHEN 3 THEN 'answered' ELSE 'closed' END,
				printf('B-%s%s %04d', char(65 + (i * 31) % 26), char(65 + (i * 17) % 26), (i * 7919) % 10000), printf('YV9LZ%012d', (i * 104729) % 1000000007), 'Nordvik', 'V60', 'ms',
				CASE i % 4 WHEN 0 THEN 'Jana' WHEN 1 THEN 'Camille' WHEN 2 THEN 'Ryan' ELSE 'Tuğba' END,
				CASE i % 10 WHEN 0 THEN 'Krüger' WHEN 1 THEN 'Weber' WHEN 2 THEN 'Dupont' WHEN 3 THEN 'Nguyễn' WHEN 4 THEN 'Martin' WHEN 5 THEN 'Öztürk'
					WHEN 6 THEN 'Janssens' WHEN 7 THEN 'Rossi' WHEN 8 THEN 'Keller' ELSE 'Lefèvre' END,
				'de', printf('customer%d@kunde.example', i), printf('0171 %07d', (i * 15485863) % 10000000), 'EUR', (SELECT id FROM users LIMIT 1), i * 10, 0, 3,
				1700000000000 + i * 600000, 1700000000000 + i * 600000 FROM n`, many).Error
	})
	if err != nil {
		b.Fatal(err)
	}
	if err := st.Close(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkStart is how long a box with 100,000 interventions takes from its start until it answers with the first page of them.
func BenchmarkStart(b *testing.B) {
	data, address := b.TempDir(), freeAddress(b)
	cookie, _ := furnish(b, data)
	fill(b, data)
	client := &http.Client{Transport: &asAdvisor{http.Header{"Cookie": {cookie}}}}
	for b.Loop() {
		ctx, end := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() {
			ended <- run(ctx, []string{"serve", "--data", data, "--listen", address}, nil, strings.NewReader(""), io.Discard)
		}()
		for {
			response, err := client.Get("http://" + address + "/api/interventions")
			if err == nil {
				_, err = io.Copy(io.Discard, response.Body)
				_ = response.Body.Close()
			}
			if err == nil && response.StatusCode == http.StatusOK {
				break
			}
			time.Sleep(time.Millisecond)
		}
		b.StopTimer()
		end()
		if err := <-ended; err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}

// BenchmarkDashboard asks for pages of 50 among 100,000 over HTTP, as 20 users at work do.
func BenchmarkDashboard(b *testing.B) {
	data := b.TempDir()
	cookie, _ := furnish(b, data)
	fill(b, data)
	settings := config.Default()
	settings.Server.Data, settings.Server.Listen, settings.Server.HTTPSListen = data, freeAddress(b), ""
	box, err := Open(context.Background(), settings)
	if err != nil {
		b.Fatal(err)
	}
	ctx, end := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- box.Serve(ctx, io.Discard) }()
	client := &http.Client{Transport: &asAdvisor{http.Header{"Cookie": {cookie}}}}
	for _, page := range []struct{ name, query string }{
		{"newest", ""},
		{"filtered", "status=sent,read&module=mechanics"},
		{"deep", "cursor=50000"},
		{"search-name", "q=" + url.QueryEscape("krüger")},
		{"search-plate", "q=B-AB+12"},
		{"search-reference", "q=RO-000017"},
		{"search-two-letters", "q=kr"},
		{"search-vin", "q=YV9LZ000001780393"},
		{"search-email", "q=customer17@kunde.example"},
		{"search-name-and-reference", "q=" + url.QueryEscape("krüger RO 000020")},
		{"search-nothing", "q=nobody"},
	} {
		b.Run(page.name, func(b *testing.B) {
			atWork(b, func() error {
				response, err := client.Get("http://" + settings.Server.Listen + "/api/interventions?limit=50&" + page.query)
				if err != nil {
					return err
				}
				_, err = io.Copy(io.Discard, response.Body)
				_ = response.Body.Close()
				if err == nil && response.StatusCode != http.StatusOK {
					err = fmt.Errorf("answered %s", response.Status)
				}
				return err
			})
		})
	}
	end()
	if err := <-ended; err != nil {
		b.Error(err)
	}
	if err := box.Close(); err != nil {
		b.Error(err)
	}
}

// atWork calls f from 20 users who pause between requests, each in a rhythm of their own, and reports the median
// and the slowest hundredth. A hundredth of a hundred is one: give it -benchtime 10s.
func atWork(b *testing.B, f func() error) {
	b.Helper()
	var mu sync.Mutex
	took := make([]time.Duration, 0, b.N)
	next := make(chan struct{})
	var users sync.WaitGroup
	for range 20 {
		users.Go(func() {
			for range next {
				time.Sleep(100*time.Millisecond + rand.N(200*time.Millisecond)) // more than people do: five requests a second
				start := time.Now()
				err := f()
				mu.Lock()
				if err != nil {
					b.Error(err)
				}
				took = append(took, time.Since(start))
				mu.Unlock()
			}
		})
	}
	for range b.N {
		next <- struct{}{}
	}
	close(next)
	users.Wait()
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "median-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// BenchmarkIdleMemory reports what a box with 100,000 interventions holds in memory once it has answered.
func BenchmarkIdleMemory(b *testing.B) {
	v := &victim{data: b.TempDir(), address: freeAddress(b), mailPort: "25"}
	furnish(b, v.data)
	fill(b, v.data)
	for b.Loop() {
		v.start(b)
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", v.process.Process.Pid))
		if err != nil {
			b.Fatal(err)
		}
		v.kill()
		for line := range strings.Lines(string(status)) {
			if kib, found := strings.CutPrefix(line, "VmRSS:"); found {
				var size float64
				if _, err := fmt.Sscan(kib, &size); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(size/1024, "MB-resident")
			}
		}
	}
}
