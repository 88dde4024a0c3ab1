package messages

import (
	"fmt"
	"math"
	"strconv"
)

// Look is a brand's colour made fit to read: on light and on dark ground, each with the colour of
// what is written on it. Every pair reaches the contrast of WCAG AA for text.
type Look struct {
	Light, OnLight string
	Dark, OnDark   string
}

const (
	lightGround = "#f6f4f0"
	darkGround  = "#211f1c" // the lighter of the two dark grounds
	enough      = 4.6       // WCAG AA asks for 4.5; browsers round
	anyColour   = "#2f4858"
)

// LookOf derives the look of a colour such as #0a5c8f; a colour that cannot be read gives a calm blue.
func LookOf(colour string) Look {
	c, ok := parse(colour)
	if !ok {
		c, _ = parse(anyColour)
	}
	light, _ := parse(lightGround)
	dark, _ := parse(darkGround)
	onLight, onDark := c.until(light, rgb{0, 0, 0}), c.until(dark, rgb{1, 1, 1})
	return Look{onLight.hex(), onLight.ink(), onDark.hex(), onDark.ink()}
}

// rgb holds the parts of a colour from 0 to 1.
type rgb [3]float64

func parse(colour string) (rgb, bool) {
	var c rgb
	if len(colour) != 7 || colour[0] != '#' {
		return c, false
	}
	for i := range c {
		part, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			return c, false
		}
		c[i] = float64(part) / 255
	}
	return c, true
}

func (c rgb) hex() string {
	part := func(v float64) int { return int(math.Round(v * 255)) }
	return fmt.Sprintf("#%02x%02x%02x", part(c[0]), part(c[1]), part(c[2]))
}

// until moves a colour towards another, as little as gives enough contrast on a ground.
func (c rgb) until(ground, towards rgb) rgb {
	for step := range 51 {
		mixed := c
		for i := range mixed {
			mixed[i] += (towards[i] - c[i]) * float64(step) / 50
		}
		if contrast(mixed, ground) >= enough {
			return mixed
		}
	}
	return towards
}

// ink is what can be read on a colour: white when that suffices, else nearly black.
func (c rgb) ink() string {
	if contrast(c, rgb{1, 1, 1}) >= enough {
		return "#ffffff"
	}
	return darkGround
}

func contrast(a, b rgb) float64 {
	bright, faint := a.luminance(), b.luminance()
	if bright < faint {
		bright, faint = faint, bright
	}
	return (bright + 0.05) / (faint + 0.05)
}

func (c rgb) luminance() float64 {
	linear := func(v float64) float64 {
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c[0]) + 0.7152*linear(c[1]) + 0.0722*linear(c[2])
}
