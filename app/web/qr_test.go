package web

import (
	"regexp"
	"strconv"
	"testing"

	"github.com/boombuler/barcode/qr"
	"pgregory.net/rapid"
)

// The drawing shows exactly the modules of the code, within its quiet zone.
func TestTheDrawingIsTheCode(t *testing.T) {
	run := regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`)
	rapid.Check(t, func(t *rapid.T) {
		text := "https://" + rapid.StringMatching(`[a-z0-9.]{1,60}(:8443)?`).Draw(t, "host") + "/phone/pair?code=ABCDEFGHJK"
		drawing, err := DrawQR(text)
		if err != nil {
			t.Fatal(err)
		}
		code, err := qr.Encode(text, qr.M, qr.Auto)
		if err != nil {
			t.Fatal(err)
		}
		size := code.Bounds().Dx()
		drawn := map[[2]int]bool{}
		for _, m := range run.FindAllStringSubmatch(drawing, -1) {
			x, y, n := number(m[1]), number(m[2]), number(m[3])
			for i := range n {
				drawn[[2]int{x + i - quietZone, y - quietZone}] = true
			}
		}
		for y := range size {
			for x := range size {
				if drawn[[2]int{x, y}] != dark(code, x, y) {
					t.Fatalf("module %d,%d of %q", x, y, text)
				}
				delete(drawn, [2]int{x, y})
			}
		}
		if len(drawn) > 0 {
			t.Fatalf("drawn outside of the code: %v", drawn)
		}
		if len(drawing) > 20_000 {
			t.Fatalf("%d bytes", len(drawing))
		}
	})
}

func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
