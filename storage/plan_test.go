package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"huiwu/conference"
	"huiwu/storage/floor"
)

// growing are the tables that gain rows with every day.
var growing = []string{"bookings", "notices", "tasks", "attendees", "history", "updates", "cards", "checks", "sheets", "entries"}

// years is how many bookings lie in the records: enough that no table is small, few enough to be filled in a test.
const years = 12_000

// TestStore_PlansAtScale runs the Store's own statements in a house with years of records, and asks PostgreSQL how it
// goes about each of them: no statement may read a growing table from end to end, neither with the values it was run
// with nor planned for any values.
func TestStore_PlansAtScale(t *testing.T) {
	t.Parallel()
	h := setup(t)
	h.age()
	for _, p := range h.plans(statement{`SELECT count(*) FROM bookings b JOIN rooms r ON r.id = b.room_id WHERE b.title = $1`, []any{"x"}}) {
		if got := p.readWhole(); !slices.Equal(got, []string{"bookings"}) {
			t.Fatalf("a scan of bookings is seen as %v", got)
		}
	}
	seen := h.listen()
	h.everyday()
	statements := seen.all()
	if len(statements) < 40 {
		t.Fatalf("only %d statements were seen: this test listens badly", len(statements))
	}
	free := 0
	for _, s := range statements {
		isFree := strings.Contains(s.sql, "FROM rooms r JOIN unnest")
		if isFree {
			free++
		}
		for _, plan := range h.plans(s) {
			for _, table := range plan.readWhole() {
				t.Errorf("reads all of %s:\n%s", table, s.sql)
			}
			if isFree && plan.uses("bookings_no_overlap") {
				t.Errorf("looks for what is free room by room:\n%s", s.sql)
			}
		}
	}
	if free == 0 {
		t.Error("the statement that looks for what is free was not seen")
	}
}

// age gives the house more rooms and years of records.
func (h *house) age() {
	h.t.Helper()
	db, err := floor.Open(h.t.Context(), h.url, 2)
	h.must(err)
	defer db.Close()
	for _, statement := range []string{
		`INSERT INTO rooms (number, class, seats) SELECT 'R' || g, 'A', 8 FROM generate_series(1, 100) AS g`,
		`INSERT INTO people (name, phone, roles, telegram_id, created_at) SELECT 'P' || g, '85500' || g, '{staff}', 500000 + g, now() FROM generate_series(1, 2000) AS g`,
	} {
		_, err := h.pool.Exec(h.t.Context(), statement)
		h.must(err)
	}
	h.must(db.Fill(h.t.Context(), years, h.now.AddDate(0, 0, -1)))
	for _, statement := range []string{
		`DELETE FROM bookings WHERE room_id IN (SELECT id FROM rooms WHERE number NOT LIKE 'R%')`,
		`UPDATE bookings SET organiser_id = (SELECT min(id) FROM people) + id % 2000`,
		`INSERT INTO attendees (booking_id, person_id, partstat, revision, invited_by, invited_at)
			SELECT b.id, 20 + (b.id * 3 + g) % 1900, 'ACCEPTED', 1, b.organiser_id, now() FROM bookings b, generate_series(1, 3) AS g`,
		`INSERT INTO checks (booking_id, level, status, revision, due_at) SELECT b.id, g, 'confirmed', 1, b.start_at FROM bookings b, generate_series(1, 3) AS g`,
		`INSERT INTO sheets (booking_id, crew, revision, facts, sent_at) SELECT b.id, c, 1, '{}', b.created_at FROM bookings b, unnest(ARRAY['meeting_service', 'sound']) AS c`,
		`INSERT INTO entries (booking_id, person_id, reason, status, asked_at) SELECT id, organiser_id, 'x', 'allowed', created_at FROM bookings`,
		`INSERT INTO tasks (revision, kind, status, crew, booking_id, room_id, requester_id, claimer_id, due_at, created_at, offered_at)
			SELECT 1, 'tea', 'done', 'meeting_service', id, room_id, organiser_id, 20 + id % 100, start_at, created_at, created_at FROM bookings`,
		`INSERT INTO notices (kind, subject_kind, subject_id, person_id, booking_id, schedule, due_at, state)
			SELECT 'reminder', 'booking', id, organiser_id, id, 1, start_at + g * interval '1 second', 'fired' FROM bookings, generate_series(1, 2) AS g`,
		`INSERT INTO notices (kind, subject_kind, subject_id, person_id, booking_id, schedule, due_at)
			SELECT 'reminder', 'booking', id, organiser_id, id, 1, now() + interval '1 year' FROM bookings`,
		`INSERT INTO history (at, actor_id, subject_kind, subject_id, verb) SELECT created_at, organiser_id, 'booking', id, 'book' FROM bookings`,
		`INSERT INTO updates (id, at, subject_kind, subject_id) SELECT 1000000 + id, created_at, 'booking', id FROM bookings`,
		`INSERT INTO cards (subject_kind, subject_id, person_id, chat_id, message_id, revision) SELECT 'booking', id, organiser_id, organiser_id, id, 1 FROM bookings`,
		`VACUUM ANALYZE`,
	} {
		_, err := h.pool.Exec(h.t.Context(), statement)
		h.must(err)
	}
}

// everyday is a day's work of the Store: everything a person may wait for, and what comes due.
func (h *house) everyday() {
	ctx := h.t.Context()
	must := func(_ any, err error) { h.t.Helper(); h.must(err) }
	wang, zhao := h.people["王芳"], h.people["赵敏"]

	b := h.book()
	_, err := h.Book(ctx, h.by("李强"), h.request("301", at(14, 0), at(15, 0)))
	h.refused(err, conference.CodeRoomTaken)
	must(h.ChangeBooking(ctx, h.by("王芳"), b.ID, 0, conference.Edit{Start: at(16, 0)}))
	must(h.KeepBooking(ctx, h.by("王芳"), b.ID, 0))
	must(h.FreeRooms(ctx, at(9, 0), at(11, 0), conference.Need{Headcount: 6}, 0))
	_, _, err = h.Alternatives(ctx, h.request("301", at(16, 0), at(17, 0)), 0, h.now)
	h.must(err)
	must(h.Booking(ctx, b.ID))
	must(h.Meeting(ctx, b.ID))
	must(h.BookingsOf(ctx, wang.ID, h.now))
	must(h.AttendingOf(ctx, zhao.ID, h.now))
	must(h.BookingsBetween(ctx, h.now, h.now.AddDate(0, 0, 2)))

	added, err := h.Invite(ctx, h.by("王芳"), b.ID, []int64{zhao.ID, h.people["李强"].ID})
	h.must(err)
	must(h.AnswerInvitation(ctx, h.by("赵敏"), added[0].ID, 0, conference.Answer{PartStat: conference.Accepted}))
	must(h.Attendee(ctx, added[0].ID))
	must(h.AttendeeOf(ctx, b.ID, zhao.ID))
	must(h.InvitationsWaiting(ctx, h.people["李强"].ID, h.now))

	tea, err := h.OrderTea(ctx, h.by("王芳"), conference.TeaRequest{BookingID: b.ID, Tea: "green"})
	h.must(err)
	must(h.Task(ctx, tea.ID))
	must(h.TasksFor(ctx, zhao))
	must(h.TasksOfBooking(ctx, b.ID))
	fault, _, err := h.ReportProblem(ctx, h.by("王芳"), conference.ProblemRequest{RoomID: b.Room.ID, Kind: conference.ProblemAV, Text: "没有声音"})
	h.must(err)
	must(h.AddProblemPhoto(ctx, h.by("王芳"), fault.ID, "photo"))
	h.everyService(b)
	subject := conference.Subject{Kind: conference.SubjectBooking, ID: b.ID}
	must(h.SaveCard(ctx, subject, wang.ID, conference.Card{ChatID: 1, MessageID: 2, Revision: 1}))
	h.must(h.CardAsks(ctx, 1, 2, h.now))
	_, _, err = h.Card(ctx, subject, wang.ID)
	h.must(err)

	for _, now := range []time.Time{h.now.Add(10 * time.Minute), at(15, 0), at(15, 45)} { // unclaimed, checks, reminders
		_, err = h.FireDue(ctx, now, 100)
		h.must(err)
	}
	must(h.StepTask(ctx, h.by("赵敏"), tea.ID, 0, conference.StepClaim, ""))
	must(h.Colleagues(ctx, tea, h.now))
	must(h.HandOver(ctx, h.by("赵敏"), tea.ID, 0, h.people["孙磊"].ID))
	must(h.AnswerHandOver(ctx, h.by("孙磊"), tea.ID, true))
	must(h.AddProof(ctx, h.by("孙磊"), tea.ID, "photo"))
	_, _, err = h.FreeUntil(ctx, b.Room.ID, b.ID, b.End)
	h.must(err)
	_, report, err := h.AnswerCheck(ctx, h.by("周洁"), b.ID, 1, 0, conference.CheckAnswer{Note: "话筒没声音", Kind: conference.ProblemAV})
	h.must(err)
	must(h.StepTask(ctx, h.by("音控员"), report.ID, 0, conference.StepClaim, ""))
	must(h.DisputeCheck(ctx, h.by("陈静"), b.ID, 2, 1, 0, "不只话筒"))
	must(h.MeetingsStarting(ctx, h.now, h.now.Add(12*time.Hour)))
	m, err := h.Meeting(ctx, b.ID)
	h.must(err)
	for _, k := range m.Sheets {
		must(h.Sheet(ctx, k.ID))
		must(h.AckSheet(ctx, h.by("吴刚"), k.ID, 0))
	}
	h.sealRoom(b.ID)
	must(h.SealedMeetings(ctx, h.now))
	entry, err := h.AskEntry(ctx, h.by("赵敏"), b.ID, "取投影线")
	h.must(err)
	must(h.DecideEntry(ctx, h.by("吴刚"), entry.ID, 0, true))
	must(h.Unseal(ctx, h.by("吴刚"), b.ID, 0))
	must(h.Check(ctx, m.Checks[0].ID))
	_, _, err = h.NextDue(ctx)
	h.must(err)
	_, _, err = h.Applied(ctx, h.update, h.update)
	h.must(err)
	must(h.PersonByTelegram(ctx, wang.TelegramID))
	must(h.Person(ctx, wang.ID))
	must(h.MarkUnreachable(ctx, zhao.ID, h.now))
	must(h.CancelBooking(ctx, h.by("王芳"), b.ID, 0, ""))
	must(h.PurgeUpdates(ctx, h.now.AddDate(-1, 0, 0)))
}

// everyService is what is ordered, asked for, handed out and announced in a day.
func (h *house) everyService(b conference.Booking) {
	ctx := h.t.Context()
	must := func(_ any, err error) { h.t.Helper(); h.must(err) }
	cards, err := h.OrderService(ctx, h.by("王芳"), conference.ServiceRequest{BookingID: b.ID, Service: "fruit"})
	h.must(err)
	must(h.StepTask(ctx, h.by("王芳"), cards.ID, 0, conference.StepCancel, ""))
	must(h.Assign(ctx, h.by("吴刚"), conference.Assignment{Person: h.people["赵敏"], What: "打扫302", RoomID: h.rooms["302"].ID}))
	must(h.PeopleNamed(ctx, "让赵敏打扫302", 5))
	must(h.SetLevel(ctx, h.by("吴刚"), b.ID, 0, conference.LevelLarge))
	must(h.KeepHabits(ctx, h.by("郑丽"), h.people["赵敏"].ID, "龙井"))
	must(h.HabitsOf(ctx, h.people["郑丽"].ID, h.people["赵敏"].ID))
	must(h.HabitsAt(ctx, h.people["郑丽"].ID, b.ID))
	must(h.Concerned(ctx, "主楼", h.now))
	alarm, err := h.Announce(ctx, h.by("吴刚"), conference.Alarm{Building: "主楼", Words: "请撤离", ArmedAt: h.now})
	h.must(err)
	must(h.Emergency(ctx, alarm.ID))
	h.must(h.LookAtBoard(ctx, h.people["吴刚"].ID, h.now))
	must(h.Board(ctx, h.people["吴刚"].ID, "", h.now, 6))
	must(h.Board(ctx, h.people["吴刚"].ID, "主楼", h.now, 6))
	h.must(h.RefreshBoards(ctx, h.now))
	h.must(h.RefreshMeetings(ctx, h.now, h.now.AddDate(0, 0, 2), h.now))
	_, _, err = h.RosterNames(ctx)
	h.must(err)
	must(h.RepeatedFaults(ctx, h.now.AddDate(0, 0, -30), 10))
}

// statement is one that the Store has run.
type statement struct {
	sql  string
	args []any
}

// statements hears what goes to the server.
type statements struct {
	mu   sync.Mutex
	seen map[string][]any
}

// listen gives the store a pool that is heard.
func (h *house) listen() *statements {
	h.t.Helper()
	config, err := pgxpool.ParseConfig(h.url)
	h.must(err)
	heard := &statements{seen: map[string][]any{}}
	config.AfterConnect, config.ConnConfig.Tracer = greet, heard
	pool, err := pgxpool.NewWithConfig(h.t.Context(), config)
	h.must(err)
	h.t.Cleanup(pool.Close)
	quiet := h.pool
	h.pool = pool
	h.t.Cleanup(func() { h.pool = quiet })
	return heard
}

func (s *statements) hear(sql string, args []any) {
	verb, _, _ := strings.Cut(strings.TrimSpace(sql), " ")
	if !slices.Contains([]string{"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"}, verb) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen[sql] = args
}

func (s *statements) all() (all []statement) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for sql, args := range s.seen {
		all = append(all, statement{sql, args})
	}
	return all
}

func (s *statements) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	s.hear(d.SQL, d.Args)
	return ctx
}
func (s *statements) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}
func (s *statements) TraceBatchStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceBatchStartData) context.Context {
	for _, q := range d.Batch.QueuedQueries {
		s.hear(q.SQL, q.Arguments)
	}
	return ctx
}
func (s *statements) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}
func (s *statements) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData)     {}

// node is one of EXPLAIN's tree.
type node struct {
	Node     string `json:"Node Type"`
	Relation string `json:"Relation Name"`
	Index    string `json:"Index Name"`
	Plans    []node
}

// readWhole are the growing tables that a plan reads from end to end.
func (p node) readWhole() (tables []string) {
	if strings.HasSuffix(p.Node, "Seq Scan") && slices.Contains(growing, p.Relation) {
		tables = append(tables, p.Relation)
	}
	for _, below := range p.Plans {
		tables = append(tables, below.readWhole()...)
	}
	return tables
}

func (p node) uses(index string) bool {
	return p.Index == index || slices.ContainsFunc(p.Plans, func(below node) bool { return below.uses(index) })
}

// plans are how a statement is gone about: with its arguments, and when it is prepared for any.
func (h *house) plans(s statement) []node {
	h.t.Helper()
	conn, err := h.pool.Acquire(h.t.Context())
	h.must(err)
	defer conn.Release()
	prepared, err := conn.Conn().Prepare(h.t.Context(), "plan", s.sql)
	h.must(err)
	types := make([]string, len(prepared.ParamOIDs))
	nulls := make([]string, len(prepared.ParamOIDs))
	for i, oid := range prepared.ParamOIDs {
		nulls[i] = "NULL"
		h.must(conn.QueryRow(h.t.Context(), `SELECT format_type($1, NULL)`, oid).Scan(&types[i]))
	}
	h.must(conn.Conn().Deallocate(h.t.Context(), "plan"))
	name, values := "any_values", ""
	if len(types) > 0 {
		name += " (" + strings.Join(types, ", ") + ")"
		values = " (" + strings.Join(nulls, ", ") + ")"
	}
	for _, statement := range []string{"SET plan_cache_mode = force_generic_plan", "PREPARE " + name + " AS " + s.sql} {
		_, err := conn.Exec(h.t.Context(), statement)
		h.must(err)
	}
	general := h.explain(conn, "EXECUTE any_values"+values)
	for _, statement := range []string{"DEALLOCATE any_values", "RESET plan_cache_mode"} {
		_, err := conn.Exec(h.t.Context(), statement)
		h.must(err)
	}
	return []node{general, h.explain(conn, s.sql, s.args...)}
}

func (h *house) explain(conn *pgxpool.Conn, sql string, args ...any) node {
	h.t.Helper()
	var text []byte
	if err := conn.QueryRow(h.t.Context(), "EXPLAIN (FORMAT JSON) "+sql, args...).Scan(&text); err != nil {
		h.t.Fatal(fmt.Errorf("explain %s: %w", sql, err))
	}
	var explained []struct{ Plan node }
	h.must(json.Unmarshal(text, &explained))
	return explained[0].Plan
}
