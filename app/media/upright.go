package media

import "image"

// Upright turns a picture as the camera's notes in the file that it came in say.
func Upright(file []byte, picture *image.RGBA) *image.RGBA {
	return readOrientation(file[:min(len(file), exifBefore)]).apply(picture)
}
