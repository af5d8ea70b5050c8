package roster

import (
	"encoding/csv"
	"io"
)

// Table is what a file holds.
type Table string

// The tables.
const (
	TableRooms  Table = "rooms"
	TablePeople Table = "people"
	TableShifts Table = "shifts"
)

// tables are in the order in which they are told apart: a shift names a person, too.
var tables = []struct {
	table   Table
	columns []column
}{{TableShifts, shiftColumns}, {TableRooms, roomColumns}, {TablePeople, peopleColumns}}

// Recognise tells by a file's header which table it is: the one whose needed columns are all there, else the one that
// has most of its columns. False for a header that is none of ours.
func Recognise(in io.Reader) (Table, bool) {
	reader := csv.NewReader(withoutMark(in))
	reader.TrimLeadingSpace = true
	header, err := reader.Read()
	if err != nil {
		return "", false
	}
	var best Table
	most := 0
	for _, t := range tables {
		known, needed := 0, true
		for _, c := range t.columns {
			there := false
			for _, h := range header {
				there = there || columnName(h, []column{c}) != ""
			}
			if there {
				known++
			}
			needed = needed && (there || !c.required)
		}
		if needed {
			return t.table, true
		}
		if known > most {
			best, most = t.table, known
		}
	}
	return best, most > 0
}
