package simulation

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
)

// state is all records, as they stand between two steps.
type state struct {
	people    map[int64]conference.Person
	offDuty   map[int64]bool
	bookings  map[int64]booking
	attendees map[int64]attendee
	tasks     map[int64]task
	checks    map[int64]check
	sheets    map[int64]sheet
	entries   map[int64]entry
	pending   []notice
	rooms     map[int64]conference.Room
	history   []line // what this step added
	last      int64  // the last line's ID
}

type booking struct {
	ID, RoomID, Organiser        int64
	Revision, Schedule           int
	Status                       conference.BookingStatus
	Title                        string
	Start, End, HeldFrom, HeldTo time.Time
	Headcount                    int
	Reason                       string
	Needed                       *time.Time
	SealedFor                    string
	Sealed                       bool
}

func (b booking) live() bool {
	return b.Status == conference.BookingPending || b.Status == conference.BookingConfirmed || b.Status == conference.BookingClosing
}

type attendee struct {
	ID, Booking, Person int64
	PartStat            conference.PartStat
	Revision            int
	Reason              string
	StandIn, InvitedBy  int64
}

func (a attendee) coming() bool {
	return a.PartStat != conference.Declined && a.PartStat != conference.Delegated
}

type task struct {
	ID, Booking, Room, Requester, Claimer int64
	Revision                              int
	Kind                                  conference.TaskKind
	Status                                conference.TaskStatus
	Crew                                  conference.Crew
	Others                                string
	Due, Offered                          time.Time
	Tea, Problem                          string
	Outcome                               string
	Reopened                              int
	Helpers, Items, Proofs                string // of the items, which are ticked
	Only, HandTo, HandFrom, Confirmed     int64
	Declined                              bool
}

// full is the task as far as rights are judged by it.
func (t task) full() conference.Task {
	named := func(id int64) conference.Person { return conference.Person{ID: id} }
	f := conference.Task{Kind: t.Kind, Status: t.Status, Crew: t.Crew, Claimer: named(t.Claimer), Requester: named(t.Requester), Only: named(t.Only),
		HandTo: named(t.HandTo), HandFrom: named(t.HandFrom), HandDeclined: t.Declined}
	for id := range strings.SplitSeq(strings.Trim(t.Helpers, "{}"), ",") {
		if n, err := strconv.ParseInt(id, 10, 64); err == nil {
			f.Helpers = append(f.Helpers, named(n))
		}
	}
	return f
}

func (t task) open() bool { return conference.Task{Status: t.Status}.Open() }

type check struct {
	ID, Booking     int64
	Level, Revision int
	Status          conference.CheckStatus
	Due             time.Time
	AnsweredBy      int64
	Missed          bool
	DeputyAt        time.Time
	DisputedBy      int64
}

func (c check) answered() bool { return conference.Check{Status: c.Status}.Answered() }

type sheet struct {
	ID, Booking int64
	Crew        conference.Crew
	Revision    int
	AckedBy     int64
}

type entry struct {
	ID, Booking, Person int64
	Status              conference.EntryStatus
	DecidedBy           int64
}

type notice struct {
	ID             int64
	Kind           conference.NoticeKind
	About          conference.SubjectKind
	Subject        int64
	Person         int64
	Booking        int64
	Schedule, Step int
	Due            time.Time
}

// line is one of the history.
type line struct {
	ID, Actor, Update int64
	Kind              conference.SubjectKind
	Subject           int64
	Verb              string
	Detail            []byte
}

// detail is what lines say of how things stand.
type detail struct {
	Booking *struct {
		Revision            int
		Status              conference.BookingStatus
		Room, Title, Reason string
		Start, End          time.Time
		Headcount           int
	}
	Tasks []struct {
		ID, Claimer int64
		Revision    int
		Status      conference.TaskStatus
		Due         time.Time
		Outcome     string
	}
	People  []int64
	Answer  conference.PartStat
	Reason  string
	StandIn int64 `json:"stand_in"`
	Level   int
	OK      bool
	Step    int
	// Disputed is the level that the line's has disputed.
	Disputed int
}

func (h *house) detail(l line) (d detail) {
	h.must(json.Unmarshal(l.Detail, &d))
	return d
}

// read reads it all in one round trip; lines of the history only from where before ended.
func (h *house) read(before *state) *state {
	s := &state{people: map[int64]conference.Person{}, offDuty: map[int64]bool{}, bookings: map[int64]booking{}, attendees: map[int64]attendee{},
		tasks: map[int64]task{}, checks: map[int64]check{}, sheets: map[int64]sheet{}, entries: map[int64]entry{}}
	if before != nil {
		s.last, s.rooms = before.last, before.rooms
	}
	b := &pgx.Batch{}
	all(b, h, `SELECT id, name, roles, crew, coalesce(telegram_id, 0), removed_at IS NOT NULL, unreachable_at IS NOT NULL FROM people`, func(row pgx.CollectableRow) (p conference.Person, err error) {
		err = row.Scan(&p.ID, &p.Name, &p.Roles, &p.Crew, &p.TelegramID, &p.Removed, &p.Unreachable)
		return p, err
	}, func(p conference.Person) { s.people[p.ID] = p })
	b.Queue(`SELECT id FROM people p WHERE keeps_duty AND NOT EXISTS (SELECT FROM shifts WHERE person_id = p.id AND start_at <= $1 AND end_at > $1)`, h.now.UTC()).
		Query(func(rows pgx.Rows) error {
			ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
			for _, id := range ids {
				s.offDuty[id] = true
			}
			return err
		})
	all(b, h, `SELECT id, room_id, organiser_id, revision, schedule, status, title, start_at, end_at, lower(occupied), upper(occupied), headcount, reason, needed_at,
		sealed_for, sealed_at IS NOT NULL AND unsealed_at IS NULL FROM bookings`,
		pgx.RowToStructByPos[booking], func(v booking) { s.bookings[v.ID] = v })
	all(b, h, `SELECT id, booking_id, person_id, partstat, revision, reason, coalesce(stand_in_id, 0), invited_by FROM attendees`,
		pgx.RowToStructByPos[attendee], func(v attendee) { s.attendees[v.ID] = v })
	all(b, h, `SELECT id, coalesce(booking_id, 0), coalesce(room_id, 0), coalesce(requester_id, 0), coalesce(claimer_id, 0), revision, kind, status, crew, others::text, due_at, offered_at,
		coalesce(tea::text, ''), coalesce(problem::text, ''), outcome, reopened, helpers::text,
		coalesce((SELECT string_agg(CASE WHEN i ? 'done' THEN 'x' ELSE '-' END, '' ORDER BY n) FROM jsonb_array_elements(CASE jsonb_typeof(items) WHEN 'array' THEN items ELSE '[]' END) WITH ORDINALITY AS e (i, n)), ''), proofs::text,
		coalesce(only_id, 0), coalesce(hand_to, 0), coalesce(hand_from, 0), coalesce(confirmed_by, 0), hand_declined FROM tasks`,
		pgx.RowToStructByPos[task], func(v task) { s.tasks[v.ID] = v })
	all(b, h, `SELECT id, booking_id, level, revision, status, due_at, coalesce(answered_by, 0), missed_at IS NOT NULL, coalesce(deputy_at, '0001-01-01Z'), coalesce(disputed_by, 0) FROM checks`,
		pgx.RowToStructByPos[check], func(v check) { s.checks[v.ID] = v })
	all(b, h, `SELECT id, booking_id, crew, revision, coalesce(acked_by, 0) FROM sheets`, pgx.RowToStructByPos[sheet], func(v sheet) { s.sheets[v.ID] = v })
	all(b, h, `SELECT id, booking_id, person_id, status, coalesce(decided_by, 0) FROM entries`, pgx.RowToStructByPos[entry], func(v entry) { s.entries[v.ID] = v })
	all(b, h, `SELECT id, kind, subject_kind, subject_id, coalesce(person_id, 0), coalesce(booking_id, 0), schedule, step, due_at FROM notices WHERE state = 'pending'`,
		pgx.RowToStructByPos[notice], func(v notice) { s.pending = append(s.pending, v) })
	b.Queue(`SELECT id, coalesce(actor_id, 0), coalesce(update_id, 0), subject_kind, subject_id, verb, detail FROM history WHERE id > $1 ORDER BY id`, s.last).Query(func(rows pgx.Rows) (err error) {
		s.history, err = pgx.CollectRows(rows, pgx.RowToStructByPos[line])
		return err
	})
	h.must(h.sql.SendBatch(h.ctx, b).Close())
	if n := len(s.history); n > 0 {
		s.last = s.history[n-1].ID
	}
	if s.rooms == nil {
		s.rooms = map[int64]conference.Room{}
		rooms, err := h.store.Rooms(h.ctx)
		h.must(err)
		for _, r := range rooms {
			s.rooms[r.ID] = r
		}
	}
	return s
}

func all[T any](b *pgx.Batch, h *house, sql string, scan pgx.RowToFunc[T], each func(T)) {
	b.Queue(sql).Query(func(rows pgx.Rows) error {
		vs, err := pgx.CollectRows(rows, scan)
		for _, v := range vs {
			each(v)
		}
		return err
	})
}

// named is somebody by name, removed or not.
func (s *state) named(name string) conference.Person {
	for _, p := range s.people {
		if p.Name == name {
			return p
		}
	}
	return conference.Person{}
}

// account is whom a Telegram account is tied to; the zero Person for nobody.
func (s *state) account(id int64) conference.Person {
	for _, p := range s.people {
		if p.TelegramID == id && !p.Removed {
			return p
		}
	}
	return conference.Person{}
}
