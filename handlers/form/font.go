package form

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Font is what forms are set in: a Chinese face, its bold, and a Latin face for what they lack. It is safe for
// concurrent use.
type Font struct {
	regular, bold chain
	// files are what the faces are read from while they are in use.
	files []*os.File
}

// chain is the faces that are asked for a glyph, one after another.
type chain struct {
	faces []face
	// smeared faces are drawn twice, a little apart, as there is no bold.
	smeared bool
}

// face is one face of a font and its name.
type face struct {
	*sfnt.Font
	name string
}

// Name is the name of the Chinese face, for the log.
func (f *Font) Name() string { return f.regular.faces[0].name }

// Close closes the files. The font cannot be used after that.
func (f *Font) Close() error {
	var errs []error
	for _, file := range f.files {
		errs = append(errs, file.Close())
	}
	return errors.Join(errs...)
}

// The Latin faces are part of the program and parse: a failure is a fault of the build.
var (
	latin     = sync.OnceValue(func() face { return parsed("Go Regular", goregular.TTF) })
	latinBold = sync.OnceValue(func() face { return parsed("Go Bold", gobold.TTF) })
)

func parsed(name string, ttf []byte) face {
	f, err := opentype.Parse(ttf)
	if err != nil {
		panic(name + ": " + err.Error())
	}
	return face{f, name}
}

// readFace opens the font file at path and takes the face that suits best. The file is not read as a whole: a Chinese
// font has 20 MB, of which a form needs a few hundred glyphs.
func readFace(path string, bold bool) (face, *os.File, error) {
	file, err := os.Open(path)
	if err != nil {
		return face{}, nil, err //nolint:wrapcheck // it says the path and what was tried
	}
	f, err := choose(file, bold)
	if err != nil {
		_ = file.Close()
		return face{}, nil, err
	}
	return f, file, nil
}

// choose is the face for simplified Chinese of that weight in a font file, which is a single font or a collection.
func choose(file io.ReaderAt, bold bool) (face, error) {
	views, err := faceViews(file)
	if err != nil {
		return face{}, err
	}
	best, score := face{}, 0
	err = errors.New("no such face with Chinese characters in it")
	for _, view := range views {
		f, broken := opentype.ParseReaderAt(view)
		if broken != nil {
			err = fmt.Errorf("a face that cannot be used: %w", broken)
			continue
		}
		name, _ := f.Name(nil, sfnt.NameIDFull)
		if s := suits(name, bold); s > score && chinese(f) {
			best, score = face{f, name}, s
		}
	}
	if score == 0 {
		return face{}, err
	}
	return best, nil
}

// chinese tells whether a face has what a form cannot do without. Drawing one character shows that it is outlines.
func chinese(f *sfnt.Font) bool {
	var buf sfnt.Buffer
	for _, r := range "会议通知单，。" {
		if g, err := f.GlyphIndex(&buf, r); err != nil || g == 0 {
			return false
		}
	}
	g, _ := f.GlyphIndex(&buf, '会')
	outline, err := f.LoadGlyph(&buf, g, fixed.I(16), nil)
	return err == nil && len(outline) > 0
}

// suits is how well a face of that name suits a Chinese form, 0 when not at all. Collections hold faces for several
// countries and of several weights, fixed-width ones and ones for buttons on screens.
func suits(name string, bold bool) int {
	score, isBold := 20, false
	for word := range strings.FieldsSeq(name) {
		switch word {
		case "SC", "CN", "GB", "Hans":
			score += 10
		case "Regular", "W3":
			score += 2
		case "Bold", "Medium", "Semibold", "W6":
			isBold = true
		case "TC", "HK", "TW", "MO", "JP", "KR":
			score -= 4
		case "Light", "Thin", "ExtraLight", "Ultralight", "Black", "Heavy", "Mono", "UI", "HW":
			score -= 3
		}
	}
	switch {
	case isBold && !bold:
		score -= 3
	case bold && !isBold:
		return 0
	}
	return max(score, 1)
}
