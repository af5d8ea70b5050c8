package storage

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
)

var bookingSQL = `SELECT b.id, b.number, b.revision, b.schedule, b.status, b.title, b.start_at, b.end_at, b.headcount, b.level,
	b.needed_at, b.reason, b.created_at, b.type, b.level_reason, b.sealed_at, b.unsealed_at, b.sealed_for, b.finished_at, b.closed_at, b.unclosed,
	coalesce(l.id, 0), coalesce(l.name, ''), coalesce(l.rank, 0), ` + roomColumns("r") + `, ` + briefColumns("o") + `
	FROM bookings b JOIN rooms r ON r.id = b.room_id JOIN people o ON o.id = b.organiser_id LEFT JOIN people l ON l.id = b.leader_id`

// live bookings hold their room; those on the calendar take place, or have.
const (
	live       = ` b.status IN ('pending', 'confirmed', 'closing') `
	onCalendar = ` b.status IN ('pending', 'confirmed', 'closing', 'closed') `
)

func bookingFields(b *conference.Booking) []any {
	own := []any{&b.ID, &b.Number, &b.Revision, &b.Schedule, &b.Status, &b.Title, &b.Start, &b.End, &b.Headcount, &b.Level,
		instant{&b.Needed}, &b.Reason, &b.CreatedAt, &b.Type, &b.LevelReason, instant{&b.SealedAt}, instant{&b.UnsealedAt}, &b.SealedFor,
		instant{&b.FinishedAt}, instant{&b.ClosedAt}, &b.Unclosed,
		&b.Leader.ID, &b.Leader.Name, &b.Leader.Rank}
	return append(append(own, roomFields(&b.Room)...), brief(&b.Organiser)...)
}

func scanBooking(row pgx.CollectableRow) (b conference.Booking, err error) {
	err = row.Scan(bookingFields(&b)...)
	return b, err
}

// verbBook is the history's word for a new booking.
const verbBook = "book"

// Book books a room: conference.Settings.Book's refusals, CodeRoomUnknown, and CodeRoomTaken
// with the room, start and end of the meeting that is in the way.
func (s *Store) Book(ctx context.Context, ch conference.Change, r conference.Request) (conference.Booking, error) {
	var m conference.Meeting
	r.Start, r.End = r.Start.UTC(), r.End.UTC()
	err := s.change(ctx, ch, conference.Subject{Kind: conference.SubjectBooking}, verbBook, func(ctx context.Context, c *change) error {
		var room conference.Room
		c.readRoom(r.RoomID, &room)
		c.readSealed(r.RoomID, 0, &r.Sealed)
		leader := r.Leader
		if leader.ID != 0 {
			queueRows(c.batch, scanPerson, `SELECT `+personColumns("p")+` FROM people p WHERE p.id = $1`, []any{leader.ID}, first(&leader))
		}
		if err := c.flush(ctx); err != nil {
			return err
		}
		if room.ID == 0 {
			return conference.Refuse(conference.CodeRoomUnknown, "text", "")
		}
		r.Leader = leader
		var e conference.Effects
		var err error
		if m, e, err = s.rules().Book(r, room, c.Change); err != nil {
			return err
		}
		c.insertBooking(&m)
		c.addNew(e)
		return nil
	})
	return m.Booking, s.taken(ctx, err, m.Booking)
}

// insertBooking queues a new meeting under the change's new ID.
func (c *change) insertBooking(m *conference.Meeting) {
	b := &m.Booking
	b.ID = c.subject.ID
	b.Number = numberPrefix + strconv.FormatInt(b.ID, 10)
	held := c.store.settings.Occupied(b.Start, b.End, b.Room)
	c.lockRoom(lockBooking, b.Room.ID)
	c.batch.Queue(`INSERT INTO bookings (id, revision, schedule, status, room_id, organiser_id, title, start_at, end_at, occupied, headcount, level, created_at,
			type, leader_id, level_reason, sealed_for)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, tstzrange($10, $11), $12, $13, $14, $15, $16, $17, $18)`,
		b.ID, b.Revision, b.Schedule, b.Status, b.Room.ID, b.Organiser.ID, b.Title, b.Start, b.End, held.Start, held.End, b.Headcount, b.Level, b.CreatedAt,
		b.Type, orNull(b.Leader.ID), b.LevelReason, b.SealedFor)
	for i := range m.Checks {
		m.Checks[i].BookingID = b.ID
	}
	c.writeChecks(m.Checks)
	c.describe(*b)
}

// updateBooking queues a changed booking, and drops the notices of what it was. The time the
// room is held is written only when it is another: today's settings may hold it longer. A meeting that is over holds
// the room until it is closed, but not into the next one.
func (c *change) updateBooking(was, b conference.Booking) {
	rules := c.store.rules()
	over := b.Status != was.Status && (b.Status == conference.BookingClosing || b.Status == conference.BookingClosed)
	moved := over || !b.Start.Equal(was.Start) || !b.End.Equal(was.End) || b.Room.ID != was.Room.ID
	held := rules.Held(b)
	if moved {
		c.lockRoom(lockBooking, b.Room.ID)
	}
	c.batch.Queue(`UPDATE bookings SET revision = $2, schedule = $3, status = $4, room_id = $5, title = $6, start_at = $7, end_at = $8,
			occupied = CASE WHEN NOT $9 THEN occupied WHEN $4 = 'closing' THEN tstzrange($10, least($11, (SELECT min(lower(n.occupied)) FROM bookings n
				WHERE n.room_id = $5 AND n.id <> $1 AND n.occupied && tstzrange($8, $11) AND lower(n.occupied) >= $8 AND n.status IN ('pending', 'confirmed', 'closing'))))
				ELSE tstzrange($10, $11) END, headcount = $12, level = $13, needed_at = $14, reason = $15, type = $16, leader_id = $17, level_reason = $18,
			sealed_at = $19, unsealed_at = $20, closed_at = $21, unclosed = $22, finished_at = $23, sealed_for = $24
		WHERE id = $1`,
		b.ID, b.Revision, b.Schedule, b.Status, b.Room.ID, b.Title, b.Start, b.End, moved, held.Start, held.End,
		b.Headcount, b.Level, orNull(b.Needed), b.Reason, b.Type, orNull(b.Leader.ID), b.LevelReason,
		orNull(b.SealedAt), orNull(b.UnsealedAt), orNull(b.ClosedAt), b.Unclosed, orNull(b.FinishedAt), b.SealedFor)
	if b.Schedule != was.Schedule || b.Live() != was.Live() {
		c.dropNotices(b)
	}
	c.describe(b)
}

// describe notes in the history how a booking stands now.
func (c *change) describe(b conference.Booking) {
	c.detail["booking"] = map[string]any{"revision": b.Revision, "status": b.Status, "room": b.Room.Number, "title": b.Title,
		"start": b.Start, "end": b.End, "headcount": b.Headcount, "reason": b.Reason, "level": b.Level, "type": b.Type, "leader": b.Leader.ID}
}

// taken turns the exclusion constraint's word into CodeRoomTaken with who holds the room.
func (s *Store) taken(ctx context.Context, err error, b conference.Booking) error {
	if !hasState(err, stateExclusion) {
		return err
	}
	held := s.settings.Occupied(b.Start, b.End, b.Room)
	blocker, found, err := readOne(ctx, s.pool, scanBooking, bookingSQL+` WHERE b.room_id = $1 AND b.occupied && tstzrange($2, $3) AND`+live+`
		AND b.id <> $4 ORDER BY b.start_at LIMIT 1`, b.Room.ID, held.Start, held.End, b.ID)
	if err != nil {
		return wrap("who holds the room", err)
	}
	if !found { // it has just been given back: what was asked for stands as if it were taken
		blocker = b
	}
	return conference.Refuse(conference.CodeRoomTaken, "room", blocker.Room.Number, "start", blocker.Start, "end", blocker.End)
}

// ChangeBooking edits time, room, title or head count: conference.Settings.Change's refusals,
// CodeStale, CodeNotFound, CodeRoomUnknown and CodeRoomTaken.
func (s *Store) ChangeBooking(ctx context.Context, ch conference.Change, id int64, rev int, e conference.Edit) (conference.Booking, error) {
	var asked, now conference.Booking
	e.Start, e.End = e.Start.UTC(), e.End.UTC()
	subject := conference.Subject{Kind: conference.SubjectBooking, ID: id}
	err := s.change(ctx, ch, subject, "change", func(ctx context.Context, c *change) error {
		var room conference.Room
		c.readRoom(e.RoomID, &room)
		c.readSealed(e.RoomID, id, &e.Sealed)
		was, err := c.meeting(ctx, id, rev)
		if err != nil {
			return err
		}
		switch {
		case e.RoomID == 0:
			room = was.Booking.Room
		case room.ID == 0:
			return conference.Refuse(conference.CodeRoomUnknown, "text", "")
		}
		if e.Leader != nil && e.Leader.ID != 0 {
			leader, err := c.readPerson(ctx, e.Leader.ID)
			if err != nil {
				return err
			}
			e.Leader = &leader
		}
		m, effects, err := s.rules().Change(was, e, room, c.Change)
		if err != nil {
			return err
		}
		asked, now = m.Booking, m.Booking
		c.writeMeeting(was, m)
		c.add(effects)
		return nil
	})
	return now, s.taken(ctx, err, asked)
}

// CancelBooking calls a meeting off; CodeForbidden, CodeBookingOver, CodeStale, CodeNotFound.
func (s *Store) CancelBooking(ctx context.Context, ch conference.Change, id int64, rev int, reason string) (conference.Booking, error) {
	return s.changeMeeting(ctx, ch, id, rev, "cancel", func(c *change, m conference.Meeting) (conference.Meeting, conference.Effects, error) {
		return s.rules().Cancel(m, reason, c.Change)
	})
}

// ReleaseBooking gives the room back; refuses as CancelBooking does.
func (s *Store) ReleaseBooking(ctx context.Context, ch conference.Change, id int64, rev int) (conference.Booking, error) {
	return s.changeMeeting(ctx, ch, id, rev, "release", func(c *change, m conference.Meeting) (conference.Meeting, conference.Effects, error) {
		return s.rules().Release(m, c.Change)
	})
}

// KeepBooking records that the room is still needed; refuses as CancelBooking does.
func (s *Store) KeepBooking(ctx context.Context, ch conference.Change, id int64, rev int) (conference.Booking, error) {
	return s.changeMeeting(ctx, ch, id, rev, "keep", func(c *change, m conference.Meeting) (conference.Meeting, conference.Effects, error) {
		return s.rules().Keep(m, c.Change)
	})
}

// ApproveBooking confirms a pending booking; as CancelBooking, and CodeNotPending.
func (s *Store) ApproveBooking(ctx context.Context, ch conference.Change, id int64, rev int) (conference.Booking, error) {
	return s.changeMeeting(ctx, ch, id, rev, "approve", func(c *change, m conference.Meeting) (conference.Meeting, conference.Effects, error) {
		return s.rules().Approve(m, c.Change)
	})
}

// RejectBooking refuses a pending booking; as CancelBooking, CodeNotPending and CodeNoteMissing.
func (s *Store) RejectBooking(ctx context.Context, ch conference.Change, id int64, rev int, reason string) (conference.Booking, error) {
	return s.changeMeeting(ctx, ch, id, rev, "reject", func(c *change, m conference.Meeting) (conference.Meeting, conference.Effects, error) {
		return s.rules().Reject(m, reason, c.Change)
	})
}

// Booking is one by ID; CodeNotFound.
func (s *Store) Booking(ctx context.Context, id int64) (conference.Booking, error) {
	return must(readOne(ctx, s.pool, scanBooking, bookingSQL+` WHERE b.id = $1`, id))("booking")
}

// numberPrefix begins every booking's number; the schema gives the same.
const numberPrefix = "A-"

// BookingByNumber is one by the number people say, in any of their ways of writing it:
// A-1027, a1027, #1027, Ａ－１０２７; CodeNotFound.
func (s *Store) BookingByNumber(ctx context.Context, number string) (conference.Booking, error) {
	id, ok := bookingNumber(number)
	if !ok {
		return conference.Booking{}, conference.Refuse(conference.CodeNotFound)
	}
	return s.Booking(ctx, id)
}

func bookingNumber(text string) (int64, bool) {
	narrow := strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～': // full-width forms stand in ASCII's order
			return r - '！' + '!'
		case r == '—' || r == '–' || r == '\u3000':
			return -1
		}
		return r
	}, text)
	digits := strings.TrimLeft(strings.TrimSpace(narrow), "aA-# ")
	id, err := strconv.ParseUint(digits, 10, 63)
	return int64(id), err == nil && id > 0
}

// BookingsOf are the live meetings that somebody organises and that end after from, by start.
func (s *Store) BookingsOf(ctx context.Context, personID int64, from time.Time) ([]conference.Booking, error) {
	bs, err := readAll(ctx, s.pool, scanBooking, bookingSQL+` WHERE b.organiser_id = $1 AND b.end_at > $2 AND`+live+`ORDER BY b.start_at, b.id`, personID, from)
	return bs, wrap("bookings of a person", err)
}

// AttendingOf are the live meetings that somebody is invited to, has not declined, and that
// end after from, by start.
func (s *Store) AttendingOf(ctx context.Context, personID int64, from time.Time) ([]conference.Booking, error) {
	bs, err := readAll(ctx, s.pool, scanBooking, bookingSQL+` JOIN attendees a ON a.booking_id = b.id
		WHERE a.person_id = $1 AND a.partstat NOT IN ('DECLINED', 'DELEGATED') AND b.end_at > $2 AND`+live+`ORDER BY b.start_at, b.id`, personID, from)
	return bs, wrap("meetings of a person", err)
}

// BookingsBetween are the meetings of all rooms that touch [from, to), by start: those that take place, or have.
func (s *Store) BookingsBetween(ctx context.Context, from, to time.Time) ([]conference.Booking, error) {
	bs, err := readAll(ctx, s.pool, scanBooking, bookingSQL+` WHERE b.occupied && tstzrange($1, $2) AND b.start_at < $2 AND b.end_at > $1 AND`+onCalendar+`ORDER BY b.start_at, b.id`, from, to)
	return bs, wrap("bookings of a time", err)
}
