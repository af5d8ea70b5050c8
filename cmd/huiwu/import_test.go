package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiwu/storage/storagetest"
)

const (
	goodRooms  = "number,name,building,floor,class,seats,equipment,aliases,layouts\n301,,主楼,3,A,30,projector;whiteboard,,board\n302,,主楼,3,A,12,,,\n"
	goodPeople = "name,phone,department,roles,crew,language\n张伟,+86 139 0000 0001,经营管理部,staff,,zh-CN\nAnna,+86 139 0000 0002,Sales,staff,,en\n"
)

// files writes rooms.csv and people.csv.
func files(t *testing.T, rooms, people string) (roomsPath, peoplePath string) {
	t.Helper()
	dir := t.TempDir()
	roomsPath, peoplePath = filepath.Join(dir, "rooms.csv"), filepath.Join(dir, "people.csv")
	for path, text := range map[string]string{roomsPath: rooms, peoplePath: people} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return roomsPath, peoplePath
}

func TestImport(t *testing.T) {
	t.Parallel()
	database, redis := storagetest.Postgres(t, nil), storagetest.Redis(t)
	imports := func(rooms, people string) (int, string, string) {
		r, p := files(t, rooms, people)
		return command(t, "", "import", "--database-url", database, "--redis-url", redis, "--data-dir", t.TempDir(), r, p)
	}
	// One after the other on one database: what a bad file must not leave behind the next good one would show.
	for _, tc := range []struct {
		name, rooms, people string
		code                int
		says                []string
	}{
		{"bad rows are named, nothing is imported",
			"number,name,building,floor,class,seats\n301,,主楼,3,A,30\n302,,主楼,3,Z,12\n303,,主楼,3,A,many\n",
			"name,phone,roles\n张伟,+86 139 0000 0001,staff\nNobody,,staff\n", 1,
			[]string{"rooms.csv:3:", "rooms.csv:4:", "people.csv:3:", "nothing was imported"}},
		{"the same number twice", "number,building,class,seats\n301,主楼,A,30\n301,主楼,A,12\n", goodPeople, 1, []string{"rooms.csv:3:", "nothing was imported"}},
		{"the same phone twice", goodRooms, "name,phone,roles\n张伟,13900000001,staff\n李娜,+86 139 0000 0001,staff\n", 1, []string{"people.csv:3:", "nothing was imported"}},
		{"an unknown role", goodRooms, "name,phone,roles\n张伟,13900000001,emperor\n", 1, []string{"people.csv:2:", "emperor"}},
		{"good files", goodRooms, goodPeople, 0, []string{"rooms: 2 new, 0 changed, 0 as they were", "people: 2 new, 0 changed, 0 as they were"}},
		{"the same again", goodRooms, goodPeople, 0, []string{"rooms: 0 new, 0 changed, 2 as they were", "people: 0 new, 0 changed, 2 as they were"}},
		{"with a BOM and Chinese headers, in another order",
			"\ufeff座位数,编号,楼栋,楼层,类别\n36,301,主楼,3,A\n12,302,主楼,3,A\n",
			"\ufeff电话,姓名,部门,角色,语言\n13900000001,张伟,财务部,staff,zh-CN\n13900000002,Anna,Sales,staff,en\n", 0,
			[]string{"rooms: 0 new, 1 changed", "people: 0 new, 1 changed"}},
		{"a room too large for its class is imported, and named",
			"number,building,class,seats\n301,主楼,A,40\n302,主楼,A,41\n303,主楼,B,60\n", goodPeople, 0,
			[]string{"rooms: 1 new, 2 changed", "rooms.csv:3: room 302 has 41 seats, and class A is for rooms of up to 40"}},
	} {
		code, out, failed := imports(tc.rooms, tc.people)
		if code != tc.code || !holds(out+failed, tc.says...) {
			t.Errorf("%s: exit code %d, want %d and %q; it said\n%s%s", tc.name, code, tc.code, tc.says, out, failed)
		}
	}
	if code, _, failed := command(t, "", "import", "--database-url", database, "--redis-url", redis, "/nowhere/rooms.csv", "/nowhere/people.csv"); code != 1 || !strings.Contains(failed, "/nowhere/rooms.csv") {
		t.Errorf("missing files: exit code %d, %s", code, failed)
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	rooms, _ := files(t, goodRooms, goodPeople)
	type read struct {
		ID        any
		Intent    string
		Room      *string
		Headcount *int
		Time      *struct{ Start string }
	}
	parse := func(t *testing.T, in string, args ...string) []read {
		t.Helper()
		code, out, failed := command(t, in, append([]string{"parse", "--rooms", rooms, "--timezone", "Asia/Shanghai"}, args...)...)
		if code != 0 {
			t.Fatalf("exit code %d: %s", code, failed)
		}
		var all []read
		for line := range strings.Lines(out) {
			var r read
			if err := json.Unmarshal([]byte(line), &r); err != nil {
				t.Fatalf("%v in %s", err, line)
			}
			all = append(all, r)
		}
		return all
	}
	t.Run("lines", func(t *testing.T) {
		t.Parallel()
		got := parse(t, "明天下午三点到五点半 301 开会 20 人\n301投影仪坏了\n", "--now", "2026-11-23T09:00:00")
		if len(got) != 2 {
			t.Fatalf("%d objects for two lines", len(got))
		}
		if b := got[0]; b.Intent != "book" || b.Room == nil || *b.Room != "301" || b.Headcount == nil || *b.Headcount != 20 || b.Time == nil || b.Time.Start != "2026-11-24T15:00:00" {
			t.Errorf("the booking reads %+v", b)
		}
		if got[1].Intent != "problem" {
			t.Errorf("the fault reads %+v", got[1])
		}
	})
	t.Run("jsonl, each with a time of its own", func(t *testing.T) {
		t.Parallel()
		got := parse(t, `{"id":"a","input":"book 302 tomorrow 3pm for 8 people","now":"2026-11-23T09:00:00"}
{"id":"b","input":"book 302 tomorrow 3pm for 8 people","now":"2026-12-31T09:00:00"}
`, "--jsonl")
		if len(got) != 2 {
			t.Fatalf("%d objects for two lines", len(got))
		}
		for i, want := range []struct{ id, start string }{{"a", "2026-11-24T15:00:00"}, {"b", "2027-01-01T15:00:00"}} {
			if r := got[i]; r.ID != want.id || r.Time == nil || r.Time.Start != want.start || r.Room == nil || *r.Room != "302" {
				t.Errorf("%s reads %+v, want %s", want.id, r, want.start)
			}
		}
	})
	t.Run("an instant as the reference", func(t *testing.T) {
		t.Parallel()
		got := parse(t, "tomorrow 3pm 301\n", "--now", "2026-11-23T20:00:00Z") // four in the morning of the 24th there
		if got[0].Time == nil || got[0].Time.Start != "2026-11-25T15:00:00" {
			t.Errorf("reads %+v", got[0])
		}
	})
	for name, tc := range map[string]struct {
		in   string
		args []string
		says string
	}{
		"a time that is none":    {"", []string{"--now", "soon"}, `"soon" is no time`},
		"a zone that is none":    {"", []string{"--timezone", "Peking"}, "no time zone"},
		"rooms that are not":     {"", []string{"--rooms", "/nowhere/rooms.csv"}, "/nowhere/rooms.csv"},
		"a line that is no JSON": {"hello\n", []string{"--jsonl"}, "1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, _, failed := command(t, tc.in, append([]string{"parse"}, tc.args...)...)
			if code != 1 || !strings.Contains(failed, tc.says) {
				t.Errorf("exit code %d, said %q, want 1 and %q", code, failed, tc.says)
			}
		})
	}
}
