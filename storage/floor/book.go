package floor

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
)

// Pattern is what one booking left in every table, to be written again for other slots.
type Pattern struct {
	db     *DB
	tables []table
	rooms  []int64
	first  time.Time
	serial atomic.Int64
	insert []string // of each table
}

// table is the rows that one booking has in a table.
type table struct {
	name    string
	columns []string
	rows    [][]any
}

// parts say where a booking's rows are; all but the ids that the database gives are copied.
var parts = []struct{ table, where, given string }{
	{"updates", "subject_kind = 'booking' AND subject_id = $1", "draft"},
	{"bookings", "id = $1", "number"},
	{"checks", "booking_id = $1", "id"},
	{"notices", "booking_id = $1", "id"},
	{"history", "subject_kind = 'booking' AND subject_id = $1", "id"},
	{"cards", "subject_kind = 'booking' AND subject_id = $1", ""},
}

// Like takes the booking as the pattern; slots are an hour each, in the rooms, from first on.
func (d *DB) Like(ctx context.Context, bookingID int64, rooms []int64, first time.Time) (*Pattern, error) {
	p := &Pattern{db: d, rooms: rooms, first: first}
	p.serial.Store(1 << 40) // beyond what sequences and updates have used
	for _, part := range parts {
		t, err := d.read(ctx, part.table, part.where, part.given, bookingID)
		if err != nil {
			return nil, err
		}
		if len(t.rows) == 0 {
			continue
		}
		p.tables, p.insert = append(p.tables, t), append(p.insert, t.insert())
	}
	return p, nil
}

func (d *DB) read(ctx context.Context, name, where, given string, id int64) (table, error) {
	t := table{name: name}
	rows, err := d.pool.Query(ctx, "SELECT * FROM "+name+" WHERE "+where, id)
	if err != nil {
		return t, fmt.Errorf("floor: read %s: %w", name, err)
	}
	defer rows.Close()
	skip := -1
	for i, f := range rows.FieldDescriptions() {
		if f.Name == given {
			skip = i
			continue
		}
		t.columns = append(t.columns, f.Name)
	}
	for rows.Next() {
		values, err := rows.Values()
		if err != nil {
			return t, fmt.Errorf("floor: read %s: %w", name, err)
		}
		if skip >= 0 {
			values = append(values[:skip], values[skip+1:]...)
		}
		t.rows = append(t.rows, values)
	}
	if err := rows.Err(); err != nil {
		return t, fmt.Errorf("floor: read %s: %w", name, err)
	}
	return t, nil
}

// insert is one statement for all the rows.
func (t table) insert() string {
	var values []string
	n := 0
	for range t.rows {
		var row []string
		for range t.columns {
			n++
			row = append(row, fmt.Sprintf("$%d", n))
		}
		values = append(values, "("+strings.Join(row, ", ")+")")
	}
	return "INSERT INTO " + t.name + " (" + strings.Join(t.columns, ", ") + ") VALUES " + strings.Join(values, ", ")
}

// Rows is how many rows a booking has, over all tables.
func (p *Pattern) Rows() (n int) {
	for _, t := range p.tables {
		n += len(t.rows)
	}
	return n
}

// Write writes all rows of one more booking as one pipelined transaction: a single round trip.
func (p *Pattern) Write(ctx context.Context) error {
	id := p.serial.Add(1)
	slot := int(id % (1 << 40))
	room := p.rooms[slot%len(p.rooms)]
	start := p.first.Add(time.Duration(slot/len(p.rooms)) * time.Hour)
	b := &pgx.Batch{}
	b.Queue("BEGIN")
	for i, t := range p.tables {
		b.Queue(p.insert[i], t.args(id, room, start)...)
	}
	b.Queue("COMMIT")
	if err := p.db.pool.SendBatch(ctx, b).Close(); err != nil {
		return fmt.Errorf("floor: write a booking: %w", err)
	}
	return nil
}

// args are the rows' values, moved to another booking, room and start.
func (t table) args(id, room int64, start time.Time) []any {
	args := make([]any, 0, len(t.rows)*len(t.columns))
	for _, row := range t.rows {
		for i, column := range t.columns {
			v := row[i]
			switch {
			case t.name == "bookings" && column == "room_id":
				v = room
			case column == "start_at":
				v = start
			case column == "end_at":
				v = start.Add(time.Hour)
			case column == "occupied":
				v = span(start, start.Add(time.Hour))
			case column == "booking_id", column == "subject_id", column == "update_id", column == "id":
				v = id
			}
			args = append(args, v)
		}
	}
	return args
}
