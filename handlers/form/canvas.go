package form

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
)

// A4 at 150 dots an inch.
const (
	pageWidth  = 1240
	pageHeight = 1754
	dotsPerM   = 5906 // 150 an inch
)

// The greys. Sixteen levels are enough for the edges of letters, and make an image of half the size.
const (
	black  = 0x00
	soft   = 0x55 // small print
	shade  = 0xee // label cells
	white  = 0xff
	levels = 16
)

// canvas is one page.
type canvas struct{ *image.Gray }

func newCanvas() *canvas {
	return &canvas{image.NewGray(image.Rect(0, 0, pageWidth, pageHeight))}
}

// fill makes the area grey.
func (c *canvas) fill(area image.Rectangle, gray uint8) {
	area = area.Intersect(c.Rect)
	if area.Empty() {
		return
	}
	first := c.row(area.Min.X, area.Max.X, area.Min.Y)
	for i := range first {
		first[i] = gray
	}
	for y := area.Min.Y + 1; y < area.Max.Y; y++ {
		copy(c.row(area.Min.X, area.Max.X, y), first)
	}
}

// row is the dots of row y from one column up to before another.
func (c *canvas) row(from, to, y int) []uint8 { return c.Pix[c.PixOffset(from, y):c.PixOffset(to, y)] }

// frame draws a border inside the area, as far as it is in clip.
func (c *canvas) frame(area image.Rectangle, thick int, gray uint8, clip image.Rectangle) {
	inner := area.Inset(thick)
	for _, side := range []image.Rectangle{
		{area.Min, image.Pt(area.Max.X, inner.Min.Y)},
		{image.Pt(area.Min.X, inner.Max.Y), area.Max},
		{area.Min, image.Pt(inner.Min.X, area.Max.Y)},
		{image.Pt(inner.Max.X, area.Min.Y), area.Max},
	} {
		c.fill(side.Intersect(clip), gray)
	}
}

// ink lays grey through the mask of a glyph onto the area, as far as it is in clip.
func (c *canvas) ink(area image.Rectangle, mask *image.Alpha, gray uint8, clip image.Rectangle) {
	seen := area.Intersect(clip).Intersect(c.Rect)
	for y := seen.Min.Y; y < seen.Max.Y; y++ {
		row := c.row(seen.Min.X, seen.Max.X, y)
		from := mask.Pix[mask.PixOffset(mask.Rect.Min.X+seen.Min.X-area.Min.X, mask.Rect.Min.Y+y-area.Min.Y):]
		for i := range row {
			a := int(from[i])
			row[i] = uint8((int(row[i])*(255-a) + int(gray)*a + 127) / 255)
		}
	}
}

// palette is the greys of the file, nearest the level that has each grey of the canvas.
var palette, nearest = func() (p color.Palette, index [white + 1]uint8) {
	for i := range levels {
		p = append(p, color.Gray{Y: uint8(i * white / (levels - 1))})
	}
	for gray := range index {
		index[gray] = uint8((gray*(levels-1) + white/2) / white)
	}
	return p, index
}()

// png is the page as a file.
func (c *canvas) png() ([]byte, error) {
	p := image.NewPaletted(c.Rect, palette)
	for i, gray := range c.Pix {
		p.Pix[i] = nearest[gray]
	}
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		return nil, fmt.Errorf("encode page: %w", err)
	}
	return withResolution(b.Bytes()), nil
}

// withResolution adds the chunk that says how many dots make a metre, so that the page prints at its size. The encoder
// does not write one. It stands right after the header, which has a fixed length.
func withResolution(file []byte) []byte {
	const header = 8 + 12 + 13
	chunk := []byte{0, 0, 0, 9, 'p', 'H', 'Y', 's'}
	chunk = binary.BigEndian.AppendUint32(chunk, dotsPerM)
	chunk = binary.BigEndian.AppendUint32(chunk, dotsPerM)
	chunk = append(chunk, 1) // the unit is the metre
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	out := make([]byte, 0, len(file)+len(chunk))
	out = append(out, file[:header]...)
	out = append(out, chunk...)
	return append(out, file[header:]...)
}
