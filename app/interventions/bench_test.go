package interventions

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"fleetbox/app/store"
	"fleetbox/app/web"
)

const many = 100_000

func fill(b *testing.B) *bench {
	b.Helper()
	bn := newBench(b)
	random := rand.New(rand.NewPCG(1, 2))
	names := []string{"Krüger", "Weber", "Dupont", "Nguyễn", "Martin", "Öztürk", "Janssens", "Rossi", "Keller", "Lefèvre"}
	statuses := []Status{Pending, Sent, Read, Answered, Closed}
	for done := 0; done < many; done += 5000 {
		bn.must(b, bn.store.Write(context.Background(), func(tx *store.Tx) error {
			rows := make([]Intervention, 0, 5000)
			for i := done; i < done+5000; i++ {
				at := store.At(bn.now.Add(time.Duration(i) * time.Minute))
				rows = append(rows, Intervention{
					ID: store.NewID(), Mode: web.AfterSales, Module: []Module{Mechanics, Bodywork, Warranty}[random.IntN(3)],
					Brand: []string{"nordvik", "veloria"}[random.IntN(2)], Reference: fmt.Sprintf("RO-%06d", i), Status: statuses[random.IntN(5)],
					Version: 1, Currency: "EUR", InternalKind: "none", AuthorID: &bn.advisor.ID, CreatedAt: at, UpdatedAt: at,
					Vehicle:  Vehicle{Plate: fmt.Sprintf("B-%c%c %04d", 'A'+random.IntN(26), 'A'+random.IntN(26), random.IntN(10000)), VIN: fmt.Sprintf("WVWZZZ1KZAW%06d", i), Make: "Nordvik", Model: "V60"},
					Customer: Customer{FirstName: "Jana", LastName: names[random.IntN(len(names))], Email: fmt.Sprintf("customer%d@example.test", i), Phone: fmt.Sprintf("0171 %07d", random.IntN(10_000_000)), Language: "de", Kind: "owner"},
				})
			}
			return tx.Omit("Works").CreateInBatches(rows, 500).Error
		}))
	}
	return bn
}

// p99 runs f from 20 users at once and reports the slowest hundredth.
func p99(b *testing.B, f func(i int) error) {
	b.Helper()
	var mu sync.Mutex
	took := make([]time.Duration, 0, b.N)
	next := make(chan int)
	var users sync.WaitGroup
	for range 20 {
		users.Go(func() {
			for i := range next {
				start := time.Now()
				if err := f(i); err != nil {
					b.Error(err)
				}
				mu.Lock()
				took = append(took, time.Since(start))
				mu.Unlock()
				time.Sleep(200 * time.Millisecond) // five requests a second are more than a person makes
			}
		})
	}
	b.ResetTimer()
	for i := range b.N {
		next <- i
	}
	close(next)
	users.Wait()
	b.StopTimer()
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "median-ms")
}

// BenchmarkDashboard is a page of 50 among 100,000, asked for by 20 users at work.
func BenchmarkDashboard(b *testing.B) {
	bn := fill(b)
	for name, filter := range map[string]Filter{
		"newest": {}, "filtered": {Statuses: []Status{Sent, Read}, Brands: []string{"nordvik"}}, "mine": {Mine: bn.advisor.ID}, "deep": {Before: many / 2},
		"searchName": {Query: "krüger"}, "searchPlate": {Query: "B-AB 12"}, "searchRare": {Query: "RO-000017"}, "searchShort": {Query: "zz"}, "searchNothing": {Query: "nobody at all"},
	} {
		filter.Mode, filter.Limit = web.AfterSales, 50
		b.Run(name, func(b *testing.B) {
			p99(b, func(int) error {
				_, _, err := bn.List(bn.ctx, filter)
				return err
			})
		})
	}
}
