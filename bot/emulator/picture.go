package emulator

import (
	"bytes"
	"image"
	"image/jpeg"
)

func isPicture(data []byte) bool {
	_, _, err := image.DecodeConfig(bytes.NewReader(data))
	return err == nil
}

// tinyPicture is one grey dot, for tests that do not care what a photo shows.
func tinyPicture() []byte {
	var out bytes.Buffer
	// A bytes.Buffer takes everything.
	_ = jpeg.Encode(&out, image.NewGray(image.Rect(0, 0, 1, 1)), nil)
	return out.Bytes()
}
