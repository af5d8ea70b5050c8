package form

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"strings"
	"sync"
	"testing"
)

// find is the machine's Chinese font. Where tests must not be skipped, one must be there.
func find(tb testing.TB) *Font {
	tb.Helper()
	f, err := Find("")
	if err != nil && os.Getenv("CI") != "true" {
		tb.Skip("this machine has no Chinese font; install fonts-noto-cjk to run this test")
	}
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = f.Close() })
	return f
}

// latinFont has no Chinese, so that everything Chinese is a box; it is there on every machine.
func latinFont() *Font {
	faces := chain{faces: []face{latin()}}
	return &Font{regular: faces, bold: chain{faces: faces.faces, smeared: true}}
}

func mustDraw(tb testing.TB, f *Font, form Form) [][]byte {
	tb.Helper()
	pages, err := f.Draw(form)
	if err != nil {
		tb.Fatal(err)
	}
	return pages
}

// TestDraw_File draws a service notice: one file of the right size, the same each time.
func TestDraw_File(t *testing.T) {
	t.Parallel()
	f := find(t)
	pages := mustDraw(t, f, serviceNotice())
	if len(pages) != 1 {
		t.Fatalf("%d pages, want 1", len(pages))
	}
	if !bytes.Contains(pages[0][:80], []byte("pHYs\x00\x00\x17\x12\x00\x00\x17\x12\x01")) {
		t.Error("the file does not say that it has 150 dots an inch")
	}
	img, err := png.Decode(bytes.NewReader(pages[0]))
	if err != nil {
		t.Fatal(err)
	}
	if img.Bounds() != image.Rect(0, 0, 1240, 1754) {
		t.Errorf("the page is %v", img.Bounds())
	}
	if again := mustDraw(t, f, serviceNotice()); !bytes.Equal(pages[0], again[0]) {
		t.Error("the same form gives another file")
	}
}

// TestDraw_Parts holds that nothing is in the margins and something in every part of the page.
func TestDraw_Parts(t *testing.T) {
	t.Parallel()
	page := first(find(t), serviceNotice())
	inside(t, page)
	for name, part := range map[string]image.Rectangle{
		"title": image.Rect(320, 110, 920, 180), "subtitle": image.Rect(120, 190, 400, 230), "number": image.Rect(950, 190, 1120, 230),
		"grid": image.Rect(120, 240, 1120, 1300), "signatures": image.Rect(120, 1350, 1120, 1500), "footer": image.Rect(120, 1600, 700, 1644),
	} {
		if page.dots(part) == 0 {
			t.Errorf("there is no %s in %v", name, part)
		}
	}
}

// TestDraw_Changed holds that the picture depends on each word.
func TestDraw_Changed(t *testing.T) {
	t.Parallel()
	f := find(t)
	before := first(f, serviceNotice())
	for name, change := range map[string]func(*Form){
		"nothing":   nil,
		"title":     func(f *Form) { f.Title = "会议服务通知单" },
		"subtitle":  func(f *Form) { f.Subtitle += "二" },
		"number":    func(f *Form) { f.Number = "编号：A-1028" },
		"heading":   func(f *Form) { f.Sections[0].Heading = "会议" },
		"label":     func(f *Form) { f.Sections[0].Rows[2].Label = "会场" },
		"value":     func(f *Form) { f.Sections[0].Rows[3].Value = "21 人" },
		"header":    func(f *Form) { f.Sections[2].Table.Header[4] = "签字" },
		"cell":      func(f *Form) { f.Sections[2].Table.Rows[0][4] = "√" },
		"widths":    func(f *Form) { f.Sections[2].Table.Widths = []float64{1, 1, 2, 4, 2} },
		"signature": func(f *Form) { f.Signatures[0] = "组长：" },
		"footer":    func(f *Form) { f.Footer = "" },
	} {
		form := serviceNotice()
		if change != nil {
			change(&form)
		}
		if same := bytes.Equal(before.Pix, first(f, form).Pix); same != (change == nil) {
			t.Errorf("change of %s: the picture is the same: %v", name, same)
		}
	}
}

// TestDraw_Pages adds names until the list goes on to further pages, which then have numbers.
func TestDraw_Pages(t *testing.T) {
	t.Parallel()
	f := find(t)
	for _, tt := range []struct{ names, pages int }{{0, 1}, {20, 1}, {30, 2}, {90, 4}} {
		n := 0
		for page := range f.pages(cardOrder(tt.names)) {
			n++
			inside(t, page)
			if numbered := page.dots(image.Rect(1000, 1610, 1120, 1644)) > 0; numbered != (tt.pages > 1) {
				t.Errorf("page %d of %d has a number: %v", n, tt.pages, numbered)
			}
		}
		if n != tt.pages {
			t.Errorf("%d names are on %d pages, want %d", tt.names, n, tt.pages)
		}
	}
}

// hostile are texts that people, or their keyboards, send.
func hostile() map[string]string {
	return map[string]string{
		"nothing":       "",
		"long":          strings.Repeat("会议室，（主楼）", 1250),
		"one word":      strings.Repeat("x", 10_000),
		"emoji":         strings.Repeat("👨‍👩‍👧👍🏽🇨🇳", 300),
		"control":       "\x00\x07\x1b[2J会\u202e议\u2066\u200b\ufeff\ufffe\uffff",
		"not UTF-8":     "\xff\xc0\xaf会\xf0\x9f",
		"accents":       "Z" + strings.Repeat("\u0316\u0317\u0489", 1000),
		"line breaks":   strings.Repeat("a\n", 5000),
		"Arabic":        "العربية ﷽ עברית",
		"opening":       strings.Repeat("（《“", 1000),
		"closing":       strings.Repeat("。”》", 1000),
		"spaces":        strings.Repeat(" \u3000\u00a0", 2000),
		"no-break":      strings.Repeat("\u00a0", 3000),
		"wide signs":    "⸻𒈙𝓗꧅",
		"checked boxes": "☑ ☐ ☒ ✓",
	}
}

// TestDraw_Hostile puts each of them everywhere: nothing panics or leaves the margins, and the pages are few.
func TestDraw_Hostile(t *testing.T) {
	t.Parallel()
	f := find(t)
	for name, text := range hostile() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := 0
			for page := range f.pages(everywhere(text)) {
				n++
				inside(t, page)
			}
			if n == 0 || n > 9 {
				t.Errorf("%d pages", n)
			}
		})
	}
}

func everywhere(s string) Form {
	return Form{
		Title: s, Subtitle: s, Number: s, Signatures: []string{s, s, s, s, s}, Footer: s,
		Sections: []Section{{
			Heading: s,
			Rows:    []Row{{Label: s, Value: s, Lines: -1}, {Value: s, Wide: true}, {Label: s, Value: "20"}, {Label: s, Value: "30"}},
			Table:   &Table{Header: []string{s, "一"}, Rows: [][]string{{s, s, s}, nil, {"1"}}},
		}},
	}
}

// TestDraw_Endless cuts what nobody would file, with the signatures on the last page that there is.
func TestDraw_Endless(t *testing.T) {
	t.Parallel()
	rows := make([][]string, 100_000)
	for i := range rows {
		rows[i] = []string{fmt.Sprint(i), strings.Repeat("x", 100)}
	}
	form := Form{Title: "名单", Sections: []Section{{Table: &Table{Header: []string{"序号", "内容"}, Rows: rows}}}, Signatures: []string{"核对："}}
	n := 0
	for page := range latinFont().pages(form) {
		n++
		inside(t, page)
	}
	if n != maxPages {
		t.Errorf("%d pages, want %d", n, maxPages)
	}
}

// TestDraw_Missing draws boxes for what no face has.
func TestDraw_Missing(t *testing.T) {
	t.Parallel()
	f := latinFont()
	if first(f, Form{Title: "会议"}).dots(image.Rect(300, 110, 900, 180)) == 0 {
		t.Error("characters that the font lacks are not seen")
	}
	if n := first(f, Form{}).dots(image.Rect(0, 0, pageWidth, pageHeight)); n != 0 {
		t.Errorf("%d dots on an empty form", n)
	}
}

func TestDraw_Concurrently(t *testing.T) {
	t.Parallel()
	f := find(t)
	want := first(f, serviceNotice())
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			if !bytes.Equal(first(f, serviceNotice()).Pix, want.Pix) {
				t.Error("drawn beside others the form is another one")
			}
		})
	}
	wait.Wait()
}

// FuzzDraw draws any text, in what wraps and what does not.
func FuzzDraw(f *testing.F) {
	font := find(f)
	for _, text := range hostile() {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		form := Form{Title: text, Sections: []Section{{Rows: []Row{{Label: text, Value: text}}, Table: &Table{Rows: [][]string{{"1", text}}}}}}
		n := 0
		for page := range font.pages(form) {
			n++
			inside(t, page)
		}
		if n == 0 || n > 5 {
			t.Errorf("%d pages", n)
		}
	})
}

// first is the form's first page.
func first(f *Font, form Form) *canvas {
	for page := range f.pages(form) {
		return page
	}
	return nil
}

// dots counts the dots that are not white.
func (c *canvas) dots(in image.Rectangle) int {
	n := 0
	for y := in.Min.Y; y < in.Max.Y; y++ {
		n += in.Dx() - bytes.Count(c.row(in.Min.X, in.Max.X, y), []byte{white})
	}
	return n
}

// inside holds that nothing is printed in the margins.
func inside(tb testing.TB, c *canvas) {
	tb.Helper()
	for _, margin := range []image.Rectangle{
		image.Rect(0, 0, pageWidth, marginY), image.Rect(0, pageHeight-marginY, pageWidth, pageHeight),
		image.Rect(0, 0, marginX, pageHeight), image.Rect(pageWidth-marginX, 0, pageWidth, pageHeight),
	} {
		if n := c.dots(margin); n > 0 {
			tb.Errorf("%d dots in the margin %v", n, margin)
		}
	}
}
