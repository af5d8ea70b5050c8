package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiwu/storage/plan"
	"huiwu/storage/storagetest"
)

// written writes files, and returns their paths in order.
func written(t *testing.T, named ...string) (paths []string) {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i+1 < len(named); i += 2 {
		path := filepath.Join(dir, named[i])
		if err := os.WriteFile(path, []byte(named[i+1]), 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	return paths
}

const goodShifts = "name,date,start,end\nAnna,2026-11-24,08:00,17:00\n张伟,2026-11-24,22:00,次日06:00\n"

func TestImport_whateverThereIs(t *testing.T) {
	t.Parallel()
	database, redis := storagetest.Postgres(t, nil), storagetest.Redis(t)
	another := strings.Replace(plan.DefaultText, "headcount: 20", "headcount: 2", 1)
	// One after the other on one database: what a bad file must not leave behind the next good one would show.
	for _, tc := range []struct {
		name  string
		files []string
		code  int
		says  []string
	}{
		{"no file at all", nil, 2, []string{"expected \"<file> ...\""}},
		{"a file of nothing we know", []string{"x.csv", "colour,shape\nred,round\n"}, 1, []string{"x.csv:1: no line of column names", "nothing was imported"}},
		{"shifts of people who are not there", []string{"shifts.csv", goodShifts}, 1, []string{`shifts.csv:2: nobody on the roster is called "Anna"`, "shifts.csv:3:", "nothing was imported"}},
		{"one bad file of four", []string{"rooms.csv", goodRooms, "people.csv", goodPeople, "shifts.csv", goodShifts, "plan.yaml", "levels: []\n"}, 1, []string{"plan.yaml:1:", "nothing was imported"}},
		{"shifts with a mistake", []string{"people.csv", goodPeople, "shifts.csv", "name,date,start,end\nAnna,soon,08:00,17:00\n"}, 1, []string{`shifts.csv:2: date is "soon"`, "nothing was imported"}},
		{"two of a sort", []string{"a.csv", goodPeople, "b.csv", goodPeople}, 1, []string{"b.csv", "has the people already"}},
		{"all four, whatever they are called and in any order", []string{"plan.yml", another, "dienst.csv", goodShifts, "leute.csv", goodPeople, "raum.csv", goodRooms}, 0,
			[]string{"rooms: 2 new, 0 changed, 0 as they were", "people: 2 new", "shifts: 2 new, 0 changed, 0 as they were", "plan: in force now"}},
		{"the same again", []string{"plan.yml", another, "dienst.csv", goodShifts, "leute.csv", goodPeople, "raum.csv", goodRooms}, 0,
			[]string{"rooms: 0 new, 0 changed, 2 as they were", "people: 0 new", "shifts: 0 new, 0 changed, 2 as they were", "plan: as it was"}},
		{"people alone", []string{"people.csv", goodPeople}, 0, []string{"people: 0 new, 0 changed, 2 as they were\n"}},
		{"shifts alone", []string{"shifts.csv", strings.Replace(goodShifts, "17:00", "18:00", 1)}, 0, []string{"shifts: 0 new, 1 changed, 1 as they were\n"}},
	} {
		args := append([]string{"import", "--database-url", database, "--redis-url", redis, "--data-dir", t.TempDir()}, written(t, tc.files...)...)
		code, out, failed := command(t, "", args...)
		if code != tc.code || !holds(out+failed, tc.says...) {
			t.Errorf("%s: exit code %d, want %d and %q; it said\n%s%s", tc.name, code, tc.code, tc.says, out, failed)
		}
		if tc.name == "people alone" && strings.Contains(out, "rooms") {
			t.Errorf("%s: it speaks of what was not there:\n%s", tc.name, out)
		}
	}
}

func TestPlan(t *testing.T) {
	t.Parallel()
	database, redis := storagetest.Postgres(t, nil), storagetest.Redis(t)
	inForce := func() string {
		code, out, failed := command(t, "", "plan", "--database-url", database, "--redis-url", redis, "--data-dir", t.TempDir())
		if code != 0 {
			t.Fatalf("exit code %d: %s", code, failed)
		}
		return out
	}
	if inForce() != plan.DefaultText {
		t.Error("when none was imported the rule books' plan is not printed")
	}
	another := strings.Replace(plan.DefaultText, "headcount: 20", "headcount: 2", 1)
	file := written(t, "plan.yaml", another)[0]
	if code, _, failed := command(t, "", "import", "--database-url", database, "--redis-url", redis, "--data-dir", t.TempDir(), file); code != 0 {
		t.Fatalf("exit code %d: %s", code, failed)
	}
	if inForce() != another {
		t.Error("the imported plan is not printed as it was written")
	}
}

func TestPlan_check(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		text string
		code int
		says []string
	}{
		"the default":  {plan.DefaultText, 0, []string{"no mistakes"}},
		"two mistakes": {strings.NewReplacer("crew: sound\n", "crew: brass\n", "headcount: 100", "headcount: many").Replace(plan.DefaultText), 1, []string{`plan.yaml:22: "many"`, `"brass" is none of`}},
		"no plan":      {"", 1, []string{"plan.yaml:1: the file is empty"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, out, failed := command(t, "", "plan", "--check", written(t, "plan.yaml", tc.text)[0])
			if code != tc.code || !holds(out+failed, tc.says...) {
				t.Errorf("exit code %d, want %d and %q; it said\n%s%s", code, tc.code, tc.says, out, failed)
			}
		})
	}
	if code, _, failed := command(t, "", "plan", "--check", "/nowhere/plan.yaml"); code != 1 || !strings.Contains(failed, "/nowhere/plan.yaml") {
		t.Errorf("a file that is not there: exit code %d, %s", code, failed)
	}
}
