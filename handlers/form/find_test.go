package form

import (
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

func TestFind_Given(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	words, latinOnly := filepath.Join(dir, "words.ttf"), filepath.Join(dir, "latin.ttf")
	write(t, words, []byte("this is not a font, however long it may be, and whatever its name says"))
	write(t, latinOnly, goregular.TTF)
	for _, path := range []string{filepath.Join(dir, "missing.ttf"), dir, words, latinOnly} {
		f, err := Find(path)
		if err == nil || f != nil {
			t.Errorf("Find(%s) = %v, %v; want an error", path, f, err)
			continue
		}
		if errors.Is(err, ErrNoFont) || !strings.Contains(err.Error(), path) {
			t.Errorf("Find(%s): %v; want an error that names the file, and not to look elsewhere", path, err)
		}
	}
}

// TestFind_Machine takes the face for simplified Chinese of the font that the machine has, and opens it by its path, too.
func TestFind_Machine(t *testing.T) {
	t.Parallel()
	f := find(t)
	t.Logf("%s, with a bold of its own: %v", f.Name(), !f.bold.smeared)
	if strings.Contains(f.Name(), "JP") || strings.Contains(f.Name(), "Mono") {
		t.Errorf("the face is %s", f.Name())
	}
	again, err := Find(f.files[0].Name())
	if err != nil {
		t.Fatal(err)
	}
	if again.Name() != f.Name() {
		t.Errorf("by its path the face is %s, else %s", again.Name(), f.Name())
	}
	if err := again.Close(); err != nil {
		t.Error(err)
	}
}

func TestCandidates(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"a/wqy-zenhei.ttc", "b/NotoSansCJK-Regular.ttc", "b/NotoSansCJK-Bold.ttc", "b/deep/NotoSerifCJK-Regular.ttc",
		"DejaVuSans.ttf", "NotoSansCJK-Regular.ttc.bak", "c/SIMSUN.TTC"} {
		write(t, filepath.Join(dir, name), nil)
	}
	var got []string
	for _, path := range candidates([]string{filepath.Join(dir, "missing"), dir}) {
		got = append(got, filepath.Base(path))
	}
	want := []string{"NotoSerifCJK-Regular.ttc", "SIMSUN.TTC", "NotoSansCJK-Regular.ttc", "wqy-zenhei.ttc", "NotoSansCJK-Bold.ttc"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSuits_Order(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		bold  bool
		names []string // best first
	}{
		{"country", false, []string{"Noto Sans CJK SC", "Noto Sans Mono CJK SC", "Noto Sans CJK JP"}},
		{"weights in one collection", false, []string{"PingFang SC Regular", "PingFang SC Semibold", "PingFang TC Regular"}},
		{"bold in one collection", true, []string{"Songti SC Bold", "Songti TC Bold", "Songti SC Regular"}},
		{"for buttons", false, []string{"Microsoft YaHei", "Microsoft YaHei UI"}},
		{"Hiragino", true, []string{"Hiragino Sans GB W6", "Hiragino Sans GB W3"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for i := 1; i < len(tt.names); i++ {
				if a, b := suits(tt.names[i-1], tt.bold), suits(tt.names[i], tt.bold); a <= b {
					t.Errorf("%s has %d, %s %d", tt.names[i-1], a, tt.names[i], b)
				}
			}
		})
	}
}

// TestFaceViews_Misaligned reads a collection whose tables begin where they should not, as some Chinese fonts' do.
func TestFaceViews_Misaligned(t *testing.T) {
	t.Parallel()
	views, err := faceViews(strings.NewReader(string(misaligned(goregular.TTF))))
	if err != nil || len(views) != 2 {
		t.Fatalf("%d faces, %v", len(views), err)
	}
	for i, view := range views {
		f, err := sfnt.ParseReaderAt(view)
		if err != nil {
			t.Fatalf("face %d: %v", i, err)
		}
		for r := 'A'; r <= 'z'; r++ {
			if a, b := advanceOf(t, f, r), advanceOf(t, latin().Font, r); a != b {
				t.Errorf("face %d: %q is %v wide, want %v", i, r, a, b)
			}
		}
	}
	if _, err := views[0].ReadAt(make([]byte, 10), views[0].size-3); !errors.Is(err, io.EOF) {
		t.Errorf("at the end: %v, want EOF", err)
	}
}

// misaligned is a collection of twice the same face, all of whose tables are moved by a byte.
func misaligned(ttf []byte) []byte {
	const head = 20
	out := binary.BigEndian.AppendUint32(nil, collectionTag)
	for _, n := range []uint32{0x10000, 2, head, head} {
		out = binary.BigEndian.AppendUint32(out, n)
	}
	tables := int(binary.BigEndian.Uint16(ttf[4:]))
	directory := 12 + tables*recordSize
	out = append(append(append(out, ttf[:directory]...), 0), ttf[directory:]...)
	for i := range tables {
		at := out[head+12+i*recordSize+8:]
		binary.BigEndian.PutUint32(at, binary.BigEndian.Uint32(at)+head+1)
	}
	return out
}

func advanceOf(t *testing.T, f *sfnt.Font, r rune) fixed.Int26_6 {
	t.Helper()
	var buf sfnt.Buffer
	g, err := f.GlyphIndex(&buf, r)
	if err != nil {
		t.Fatal(err)
	}
	a, err := f.GlyphAdvance(&buf, g, fixed.I(24), font.HintingNone)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// FuzzFaceViews reads what is no font.
func FuzzFaceViews(f *testing.F) {
	f.Add([]byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x01\x00\x00\x00\x10"))
	f.Add(goregular.TTF[:400])
	f.Fuzz(func(_ *testing.T, data []byte) {
		views, err := faceViews(strings.NewReader(string(data)))
		if err != nil {
			return
		}
		for _, v := range views {
			_, _ = v.ReadAt(make([]byte, 64), int64(len(v.head))-8)
		}
	})
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
