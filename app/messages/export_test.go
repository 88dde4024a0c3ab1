package messages

// Contrast is the WCAG contrast of two colours.
func Contrast(a, b string) float64 {
	first, _ := parse(a)
	second, _ := parse(b)
	return contrast(first, second)
}
