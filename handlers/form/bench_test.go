package form

import "testing"

// BenchmarkDraw draws one page: the service notice, about 400 characters.
func BenchmarkDraw(b *testing.B) {
	f := find(b)
	form := serviceNotice()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := f.Draw(form); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFind looks for the font and parses it.
func BenchmarkFind(b *testing.B) {
	find(b)
	b.ReportAllocs()
	for b.Loop() {
		f, err := Find("")
		if err != nil {
			b.Fatal(err)
		}
		_ = f.Close()
	}
}
