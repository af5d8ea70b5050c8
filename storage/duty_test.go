package storage

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"huiwu/conference"
	"huiwu/storage/roster"
)

// shift is somebody's by name, on a day of March.
func shift(name string, day, from, to int) roster.Shift {
	midnight := time.Date(2026, 3, day, 0, 0, 0, 0, shanghai)
	return roster.Shift{Day: midnight, Shift: conference.Shift{Person: conference.Person{Name: name},
		Start: midnight.Add(time.Duration(from) * time.Hour).UTC(), End: midnight.Add(time.Duration(to) * time.Hour).UTC()}}
}

func (h *house) importShifts(shifts ...roster.Shift) ImportResult {
	h.t.Helper()
	for i := range shifts {
		shifts[i].Line = i + 2
	}
	r, err := h.ImportTables(h.t.Context(), h.now, Tables{Shifts: shifts})
	h.must(err)
	return r
}

// exec changes what no use case does.
func (h *house) exec(sql string, args ...any) {
	h.t.Helper()
	_, err := h.pool.Exec(h.t.Context(), sql, args...)
	h.must(err)
}

func offDuty(name string) func(*house) {
	return func(h *house) {
		_, err := h.EndDuty(h.t.Context(), h.by(name))
		h.must(err)
	}
}

func worksIn(name, building string) func(*house) {
	return func(h *house) { h.exec(`UPDATE people SET building = $2 WHERE name = $1`, name, building) }
}

func lost(name string) func(*house) {
	return func(h *house) {
		_, err := h.MarkUnreachable(h.t.Context(), h.people[name].ID, h.now)
		h.must(err)
	}
}

func removed(name string) func(*house) {
	return func(h *house) { h.must(h.RemovePerson(h.t.Context(), h.by("管理员"), h.people[name].ID)) }
}

func boundTo(chat int64) func(*house) {
	return func(h *house) {
		p, err := h.BindChat(h.t.Context(), h.by("周洁"), conference.CrewMeetingService, chat, 0, "会服群")
		h.must(err)
		h.people["会服群"] = p
	}
}

// Who gets a crew's new task, whatever the day is like (S16, S19): those on duty in the building, in the crew's chat
// where it has one; the leader at once when there is nobody, and the supervisors when there is no leader.
func TestStore_whoGetsACrewsTask(t *testing.T) {
	t.Parallel()
	all := func(fs ...func(*house)) []func(*house) { return fs }
	for name, tc := range map[string]struct {
		given []func(*house)
		want  string
	}{
		"all on duty":                              {nil, "孙磊 赵敏"},
		"one off duty":                             {all(offDuty("赵敏")), "孙磊"},
		"one who works in another building":        {all(worksIn("赵敏", "东楼")), "孙磊"},
		"one who works in this building":           {all(worksIn("赵敏", "主楼")), "孙磊 赵敏"},
		"all in other buildings: the leader":       {all(worksIn("赵敏", "东楼"), worksIn("孙磊", "西楼")), "周洁"},
		"nobody on duty: the leader":               {all(offDuty("赵敏"), offDuty("孙磊")), "周洁"},
		"nor the leader: the leader all the same":  {all(offDuty("赵敏"), offDuty("孙磊"), offDuty("周洁")), "周洁"},
		"nobody, and no leader: the supervisor":    {all(offDuty("赵敏"), offDuty("孙磊"), removed("周洁")), "吴刚"},
		"nobody, and the leader lost: supervisor":  {all(offDuty("赵敏"), offDuty("孙磊"), lost("周洁")), "吴刚"},
		"the only one on duty is lost: the leader": {all(offDuty("赵敏"), lost("孙磊")), "周洁"},
		"one lost":                                   {all(lost("赵敏")), "孙磊"},
		"one removed":                                {all(removed("赵敏")), "孙磊"},
		"the crew has a chat":                        {all(boundTo(-77)), "会服群"},
		"a chat, one off duty":                       {all(boundTo(-77), offDuty("赵敏")), "会服群"},
		"a chat, nobody on duty: the leader too":     {all(boundTo(-77), offDuty("赵敏"), offDuty("孙磊")), "会服群 周洁"},
		"a chat, nobody and no leader":               {all(boundTo(-77), offDuty("赵敏"), offDuty("孙磊"), removed("周洁")), "会服群 吴刚"},
		"a chat that is lost: privately":             {all(boundTo(-77), lost("会服群")), "孙磊 赵敏"},
		"a chat that is lost, one off duty":          {all(boundTo(-77), lost("会服群"), offDuty("孙磊")), "赵敏"},
		"a chat that is lost, and everybody with it": {all(boundTo(-77), lost("会服群"), lost("赵敏"), lost("孙磊"), lost("周洁"), lost("吴刚")), "会服群 吴刚 周洁 孙磊 赵敏"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := setup(t)
			for _, change := range tc.given {
				change(h)
			}
			h.queue.take()
			h.orderTea() // in 主楼
			got := h.sent(h.queue.take(), conference.NoticeCard)
			delete(got, "王芳") // who ordered it
			if names := strings.Join(slices.Sorted(maps.Keys(got)), " "); names != tc.want {
				t.Errorf("goes to %q, want %q", names, tc.want)
			}
		})
	}
}

func TestStore_BeginAndEndDuty(t *testing.T) {
	t.Parallel()
	h := setup(t)
	duty := func() conference.Duty {
		d, err := h.Duty(t.Context(), h.people["赵敏"].ID, h.now)
		h.must(err)
		return d
	}
	if d := duty(); d.Keeps || !d.At(h.now) {
		t.Fatalf("who has never said anything: %+v", d)
	}
	_, err := h.BeginDuty(t.Context(), h.by("赵敏"))
	h.refused(err, conference.CodeOnDuty)
	_, err = h.EndDuty(t.Context(), h.by("王芳"))
	h.refused(err, conference.CodeForbidden)

	h.importShifts(shift("赵敏", 2, 13, 17), shift("赵敏", 3, 8, 17))
	h.now = at(12, 30)
	d, err := h.BeginDuty(t.Context(), h.by("赵敏"))
	h.must(err)
	if on, ok := d.On(h.now); !ok || !on.End.Equal(at(17, 0)) {
		t.Errorf("came early, on until %v", on.End)
	}
	if d := duty(); len(d.Shifts) != 2 || !d.Shifts[0].Start.Equal(at(12, 30)) || !d.Shifts[0].End.Equal(at(17, 0)) {
		t.Errorf("kept %+v", d.Shifts)
	}
	h.now = at(15, 0)
	ch := h.by("赵敏")
	_, err = h.EndDuty(t.Context(), ch)
	h.must(err)
	_, err = h.EndDuty(t.Context(), ch)
	h.refused(err, conference.CodeDuplicate)
	_, err = h.EndDuty(t.Context(), h.by("赵敏"))
	h.refused(err, conference.CodeOffDuty)
	if d := duty(); d.At(h.now) || len(d.Shifts) != 1 {
		t.Errorf("gone, yet %+v", d)
	}
	if n := h.count(`SELECT count(*) FROM shifts WHERE end_at = $1`, h.now); n != 1 {
		t.Errorf("%d shifts ended now: what was worked is kept", n)
	}
	h.now = at(16, 0)
	_, err = h.BeginDuty(t.Context(), h.by("赵敏"))
	h.must(err)
	if on, _ := duty().On(h.now); !on.End.Equal(at(24, 0)) {
		t.Errorf("on until %v, want the day's end", on.End)
	}
	if n := h.count(`SELECT count(*) FROM history WHERE verb IN ('begin duty', 'end duty')`); n != 3 {
		t.Errorf("%d lines of history, want 3", n)
	}
}

func TestStore_OnDuty(t *testing.T) {
	t.Parallel()
	h := setup(t)
	worksIn("孙磊", "东楼")(h)
	h.importShifts(shift("赵敏", 2, 8, 17), shift("周洁", 2, 13, 17))
	who := func() (out []string) {
		all, err := h.OnDuty(t.Context(), conference.CrewMeetingService, h.now)
		h.must(err)
		for _, d := range all {
			line := d.Person.Building + " " + d.Person.Name
			if !d.Until.IsZero() {
				line += d.Until.In(shanghai).Format(" 15:04")
			}
			out = append(out, line)
		}
		return out
	}
	if got := who(); !slices.Equal(got, []string{" 赵敏 17:00", "东楼 孙磊"}) {
		t.Errorf("on duty at nine: %q", got)
	}
	crews, err := h.CrewsOnDuty(t.Context(), h.now)
	h.must(err)
	if want := []conference.CrewDuty{{Crew: conference.CrewMeetingService, On: 2, All: 3}, {Crew: conference.CrewSound, On: 1, All: 1}}; !slices.Equal(crews, want) {
		t.Errorf("crews %+v, want %+v", crews, want)
	}
	h.now = at(17, 0)
	if got := who(); !slices.Equal(got, []string{"东楼 孙磊"}) {
		t.Errorf("on duty when the shift is over: %q", got)
	}
}

func TestStore_ImportShifts(t *testing.T) {
	t.Parallel()
	h := setup(t)
	night := shift("赵敏", 3, 22, 30)
	first := h.importShifts(shift("赵敏", 2, 8, 12), shift("赵敏", 2, 13, 17), night, shift("孙磊", 2, 8, 17))
	if first.Shifts != (ImportCount{Added: 4}) {
		t.Errorf("first %+v", first.Shifts)
	}
	if again := h.importShifts(shift("赵敏", 2, 8, 12), shift("赵敏", 2, 13, 17), night, shift("孙磊", 2, 8, 17)); again.Shifts != (ImportCount{Same: 4}) {
		t.Errorf("the same again %+v", again.Shifts)
	}
	if n := h.count(`SELECT count(*) FROM people WHERE keeps_duty`); n != 2 {
		t.Errorf("%d keep shifts now, want 2", n)
	}
	// Another list of Monday's for one: their Monday is that, everything else stays.
	if changed := h.importShifts(shift("赵敏", 2, 13, 18)); changed.Shifts != (ImportCount{Changed: 1}) {
		t.Errorf("changed %+v", changed.Shifts)
	}
	if n := h.count(`SELECT count(*) FROM shifts`); n != 3 {
		t.Errorf("%d shifts, want Monday's, the night's and 孙磊's", n)
	}
	free := shift("孙磊", 2, 0, 0)
	free.Off = true
	h.importShifts(free)
	if d, err := h.Duty(t.Context(), h.people["孙磊"].ID, h.now); err != nil || d.At(h.now) || len(d.Shifts) != 0 {
		t.Errorf("who has the day off: %+v, %v", d, err)
	}
}

func TestStore_ImportShifts_problems(t *testing.T) {
	t.Parallel()
	h := setup(t)
	h.exec(`INSERT INTO people (name, phone, roles, created_at) VALUES ('孙磊', '8613911112222', '{staff}', $1)`, h.now)
	byPhone := shift("", 2, 8, 17)
	byPhone.Person.Phone = "8613900000003" // 赵敏's
	unknown, wrong := byPhone, byPhone
	unknown.Person.Phone = "8613999999999"
	wrong.Person.Name = "孙磊"
	free := shift("赵敏", 2, 0, 0)
	free.Off = true
	for name, tc := range map[string]struct {
		shifts []roster.Shift
		line   int
		says   string
	}{
		"nobody is called that":    {[]roster.Shift{byPhone, shift("无名", 3, 8, 17)}, 3, `nobody on the roster is called "无名"`},
		"two are":                  {[]roster.Shift{shift("孙磊", 2, 8, 17)}, 2, "write the phone"},
		"nobody has the phone":     {[]roster.Shift{unknown}, 2, "nobody on the roster has this phone"},
		"somebody else's phone":    {[]roster.Shift{wrong}, 2, `this phone is "赵敏"'s`},
		"twice, by phone and name": {[]roster.Shift{byPhone, shift("赵敏", 2, 12, 20)}, 3, "another shift then, in line 2"},
		"into the next day":        {[]roster.Shift{shift("赵敏", 2, 22, 30), shift("赵敏", 3, 5, 9)}, 3, "another shift then, in line 2"},
		"a day off with a shift":   {[]roster.Shift{byPhone, free}, 3, "another shift then, in line 2"},
	} {
		t.Run(name, func(t *testing.T) {
			for i := range tc.shifts {
				tc.shifts[i].Line = i + 2
			}
			_, err := h.ImportTables(t.Context(), h.now, Tables{Shifts: tc.shifts, Rooms: []conference.Room{{Number: "999", Class: conference.ClassA, Seats: 3}}})
			h.refused(err, conference.CodeImport)
			var problems []roster.Problem
			if refusal, ok := err.(*conference.Error); ok { //nolint:errorlint // it comes as it is
				problems, _ = refusal.Args["problems"].([]roster.Problem)
			}
			if !slices.ContainsFunc(problems, func(p roster.Problem) bool { return p.Line == tc.line && strings.Contains(p.Reason, tc.says) }) {
				t.Errorf("%v, want line %d with %q", problems, tc.line, tc.says)
			}
		})
	}
	if n := h.count(`SELECT count(*) FROM shifts`) + h.count(`SELECT count(*) FROM rooms WHERE number = '999'`); n != 0 {
		t.Errorf("%d rows of files that were refused", n)
	}
}
