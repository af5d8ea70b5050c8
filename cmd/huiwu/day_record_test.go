package main

import (
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/bot/emulator"
	"huiwu/conference"
)

// record is what is written down of the day while it passes: how the work stood at each moment, and what each phone got.
type record struct {
	*dayHouse
	tasks map[int64]*course
	order []int64 // of tasks, as they came
	sent  []sentMessage
	lines []shownText
	steps []time.Time
	// byItself: what is written down has happened by itself, and not because somebody did something.
	byItself bool
	chased   map[int64]bool // bookings of which the supervisors heard that leaders had not acknowledged
	bothered map[int64]bool // bookings whose organisers were made to do more than they had to
}

// taskState is a task as the database has it.
type taskState struct {
	At                                         time.Time // the moment it was seen like this
	ID, BookingID                              int64
	Kind                                       conference.TaskKind
	Status                                     conference.TaskStatus
	Crew                                       conference.Crew
	Plan, Building, Outcome                    string
	Only, Claimer, Requester, HandTo, HandFrom int64
	Helpers, Others                            []int64
	Hands, Reopened                            int
	OfferedAt, DueAt, CreatedAt                time.Time
	EndedAt                                    *time.Time
	Items                                      []conference.Item
	Ladder                                     conference.Ladder
}

func (s taskState) open() bool {
	return s.Status == conference.TaskOffered || s.Status == conference.TaskClaimed || s.Status == conference.TaskStarted
}

func (s taskState) team() []int64 {
	if s.Claimer == 0 {
		return nil
	}
	return append([]int64{s.Claimer}, s.Helpers...)
}

// missing is how many people the task still waits for.
func (s taskState) missing() int { return s.Hands - len(s.team()) }

// course is a task from its beginning to its end.
type course struct {
	states []taskState
	// due and taken are the rungs of its ladder: as the plan has them come, and as they were taken.
	due, taken []rungTaken
	climbed    map[int]bool // which rungs have come since it was last offered
	looked     int          // how many states have been looked at for that
}

// now is the task's last state; at are those in which it was at a moment, with the one before that.
func (c *course) now() taskState { return c.states[len(c.states)-1] }

func (c *course) at(t time.Time) []taskState {
	first := len(c.states) - 1
	for first > 0 && !c.states[first].At.Before(t) {
		first--
	}
	last := first
	for last+1 < len(c.states) && !c.states[last+1].At.After(t) {
		last++
	}
	return c.states[first : last+1]
}

// sentMessage is a message that came onto somebody's phone, and what it is a card of.
type sentMessage struct {
	at      time.Time
	to      *employee
	message int
	about   conference.Subject // zero for none
	loud    bool
	text    string
	// byItself: nobody had done anything yet in that moment.
	byItself bool
}

// shownText is a text that a phone has shown, sent or edited.
type shownText struct {
	to   *employee
	text string
}

func newRecord(h *dayHouse) *record {
	r := &record{dayHouse: h, tasks: map[int64]*course{}, chased: map[int64]bool{}, bothered: map[int64]bool{}}
	h.handed = r.noteTasks
	return r
}

// note writes down how things stand now, and what has come since the last time.
func (r *record) note() {
	r.t.Helper()
	r.noteTasks()
	r.noteMessages()
	var booking int64
	r.each(`SELECT DISTINCT booking_id FROM sheets WHERE chased > 1`, []any{&booking}, func() { r.chased[booking] = true })
}

func (r *record) noteTasks() {
	r.t.Helper()
	const sql = `SELECT t.id, coalesce(t.booking_id, 0) AS booking_id, t.kind, t.status, t.crew, t.plan, coalesce(r.building, '') AS building,
		coalesce(t.only_id, 0) AS only, coalesce(t.claimer_id, 0) AS claimer, t.outcome, coalesce(t.requester_id, 0) AS requester,
		coalesce(t.hand_to, 0) AS hand_to, coalesce(t.hand_from, 0) AS hand_from, t.helpers, t.others, t.hands, t.reopened, t.offered_at, t.due_at,
		t.created_at, t.ended_at, coalesce(t.items, '[]') AS items, coalesce(t.ladder, '[]') AS ladder
		FROM tasks t LEFT JOIN rooms r ON r.id = t.room_id WHERE t.ended_at IS NULL OR t.ended_at >= $1 ORDER BY t.id`
	since := r.clock.Now().Add(-time.Hour)
	if n := len(r.steps); n > 1 {
		since = r.steps[n-2]
	}
	rows, err := r.sql.Query(r.t.Context(), sql, since)
	r.must(err)
	states, err := pgx.CollectRows(rows, pgx.RowToStructByNameLax[taskState])
	r.must(err)
	for _, s := range states {
		c := r.tasks[s.ID]
		if c == nil {
			c = &course{climbed: map[int]bool{}}
			r.tasks[s.ID] = c
			r.order = append(r.order, s.ID)
		} else {
			was := c.now()
			was.At = time.Time{}
			if reflect.DeepEqual(was, s) {
				continue
			}
		}
		c.noteRungs(s, r.byItself)
		s.At = r.clock.Now()
		c.states = append(c.states, s)
	}
}

// rungTaken is a rung of a task's ladder, by its place, that was taken at a time, or is to be taken in a span of time.
type rungTaken struct {
	place      int
	at, latest time.Time
	on         conference.Trigger
	to         conference.Holder
	found      bool
	byItself   bool
}

// noteRungs writes down which rungs have been taken since the state before.
func (c *course) noteRungs(s taskState, byItself bool) {
	for i, rung := range s.Ladder {
		var was time.Time
		if len(c.states) > 0 && i < len(c.now().Ladder) {
			was = c.now().Ladder[i].TakenAt
		}
		if !rung.TakenAt.IsZero() && !rung.TakenAt.Equal(was) {
			c.taken = append(c.taken, rungTaken{place: i, at: rung.TakenAt, on: rung.On, to: rung.To, byItself: byItself})
		}
	}
}

// sends are the Bot API's methods that put a message on a phone.
var sends = []string{"sendmessage", "sendphoto", "sendmediagroup", "senddocument", "sendvoice"}

// noteMessages writes down what came, and tells the staff that something has.
func (r *record) noteMessages() {
	r.t.Helper()
	var fresh []*sentMessage
	var ids []int64
	for _, c := range r.takeCalls() {
		i := c.ChatID - firstPhone
		if i < 0 || i >= int64(len(r.staff)) || c.Code != http.StatusOK {
			continue
		}
		who := r.staff[i]
		who.stir = true
		text := c.Fields["text"] + c.Fields["caption"]
		r.lines = append(r.lines, shownText{who, text})
		if slices.Contains(sends, strings.ToLower(c.Method)) {
			fresh = append(fresh, &sentMessage{at: c.At, to: who, message: c.MessageID, loud: c.Fields["disable_notification"] != "true", text: text,
				about: r.subjectOf(c), byItself: r.byItself})
			ids = append(ids, int64(c.MessageID))
		}
	}
	rows, err := r.sql.Query(r.t.Context(), `SELECT subject_kind, subject_id, person_id, message_id FROM cards WHERE message_id = ANY($1)`, ids)
	r.must(err)
	var about conference.Subject
	var person, message int64
	_, err = pgx.ForEachRow(rows, []any{&about.Kind, &about.ID, &person, &message}, func() error {
		for _, s := range fresh {
			if int64(s.message) == message && s.to.ID == person {
				s.about = about
			}
		}
		return nil
	})
	r.must(err)
	for _, s := range fresh {
		r.sent = append(r.sent, *s)
	}
}

// subjectOf is what a message's buttons are about, for one that was taken away before it could be looked up.
func (r *record) subjectOf(c emulator.Call) conference.Subject {
	var markup struct {
		Rows [][]struct {
			Data string `json:"callback_data"`
		} `json:"inline_keyboard"`
	}
	_ = json.Unmarshal([]byte(c.Fields["reply_markup"]), &markup) // other markup has no buttons of ours
	for _, row := range markup.Rows {
		for _, b := range row {
			p := strings.Split(b.Data, ":")
			kinds := map[string]conference.SubjectKind{"task": conference.SubjectTask, "check": conference.SubjectCheck, "sheet": conference.SubjectSheet,
				"rsvp": conference.SubjectInvitation, "end": conference.SubjectBooking, "invite": conference.SubjectBooking}
			if kind := kinds[p[0]]; kind != "" && len(p) > 1 {
				id, err := strconv.ParseInt(p[1], 36, 64)
				r.must(err)
				return conference.Subject{Kind: kind, ID: id}
			}
		}
	}
	return conference.Subject{}
}
