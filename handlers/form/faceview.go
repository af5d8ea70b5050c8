package form

import (
	"encoding/binary"
	"errors"
	"io"
	"sort"
)

const (
	collectionTag = 0x74746366 // "ttcf"
	recordSize    = 16
	// maxFaces and maxTables are more than a sound file has.
	maxFaces  = 256
	maxTables = 256
)

var errNotFont = errors.New("not a font file")

// faceView is one face of a font file, seen as a file of its own in which every table begins on a multiple of four. The
// fonts of WenQuanYi and Arphic have tables that do not, and the parser refuses them.
type faceView struct {
	file   io.ReaderAt
	head   []byte // the directory of tables, with the offsets of the view
	tables []span
	size   int64
}

// span is where a table is in the view and in the file.
type span struct{ start, from, length int64 }

// faceViews are the faces of a font file, which is a single font or a collection.
func faceViews(file io.ReaderAt) ([]*faceView, error) {
	head, err := read(file, 0, 12)
	if err != nil {
		return nil, err
	}
	if binary.BigEndian.Uint32(head) != collectionTag {
		v, err := viewFace(file, 0)
		return []*faceView{v}, err
	}
	count := binary.BigEndian.Uint32(head[8:])
	if count == 0 || count > maxFaces {
		return nil, errNotFont
	}
	offsets, err := read(file, 12, 4*int(count))
	if err != nil {
		return nil, err
	}
	var views []*faceView
	for ; len(offsets) > 0; offsets = offsets[4:] {
		v, err := viewFace(file, int64(binary.BigEndian.Uint32(offsets)))
		if err != nil {
			return nil, err
		}
		views = append(views, v)
	}
	return views, nil
}

// viewFace lays the tables of the face at the offset one after another.
func viewFace(file io.ReaderAt, offset int64) (*faceView, error) {
	start, err := read(file, offset, 12)
	if err != nil {
		return nil, err
	}
	count := int(binary.BigEndian.Uint16(start[4:]))
	if count == 0 || count > maxTables {
		return nil, errNotFont
	}
	records, err := read(file, offset+12, count*recordSize)
	if err != nil {
		return nil, err
	}
	v := &faceView{file: file, head: append(start, records...)}
	v.size = int64(len(v.head)) // 12 and sixteens: a multiple of four
	for record := v.head[12:]; len(record) > 0; record = record[recordSize:] {
		s := span{v.size, int64(binary.BigEndian.Uint32(record[8:])), int64(binary.BigEndian.Uint32(record[12:]))}
		binary.BigEndian.PutUint32(record[8:], uint32(s.start))
		v.tables = append(v.tables, s)
		v.size = (s.start + s.length + 3) &^ 3
	}
	return v, nil
}

func read(file io.ReaderAt, offset int64, n int) ([]byte, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(io.NewSectionReader(file, offset, int64(n)), b); err != nil {
		return nil, errNotFont
	}
	return b, nil
}

// ReadAt reads from the view.
func (v *faceView) ReadAt(p []byte, offset int64) (int, error) {
	n := 0
	for n < len(p) {
		k, err := v.readOne(p[n:], offset+int64(n))
		if n += k; err != nil {
			return n, err
		}
	}
	return n, nil
}

// readOne reads up to where the next part of the view begins, at least one byte.
func (v *faceView) readOne(p []byte, at int64) (int, error) {
	switch {
	case at < 0 || at >= v.size:
		return 0, io.EOF
	case at < int64(len(v.head)):
		return copy(p, v.head[at:]), nil
	}
	next := sort.Search(len(v.tables), func(i int) bool { return v.tables[i].start > at })
	t := v.tables[next-1]
	left := t.start + t.length - at
	if left <= 0 { // between two tables
		p[0] = 0
		return 1, nil
	}
	k, err := v.file.ReadAt(p[:min(int64(len(p)), left)], t.from+at-t.start)
	if k > 0 {
		return k, nil
	}
	return 0, err //nolint:wrapcheck // a reader gives the error of the reader below
}
