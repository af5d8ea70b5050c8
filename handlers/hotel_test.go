package handlers_test

import (
	"log/slog"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"huiwu/conference"
	"huiwu/handlers"
)

// hotel puts docs/examples/hotel.yaml in force: another organisation, and not a line of code.
func (o *office) hotel() {
	o.Helper()
	text, err := os.ReadFile("../docs/examples/hotel.yaml")
	o.must(err)
	_, err = o.store.ImportPlan(o.Context(), o.now, string(text))
	o.must(err)
	_, err = o.store.RefreshPlan(o.Context())
	o.must(err)
	settings := conference.DefaultSettings(zone, nil)
	o.Handlers, err = handlers.New(handlers.Options{Store: o.store, Settings: settings, Plan: o.store.Plan, Now: func() time.Time { return o.now },
		Language: "zh-CN", BotUsername: "huiwu_bot", Logger: slog.New(slog.DiscardHandler)})
	o.must(err)
	housekeeper := conference.Person{Name: "Mia", Phone: "8613900000088", Roles: []conference.Role{conference.RoleAttendant}, Crew: conference.CrewCleaning, Language: "en"}
	_, err = o.store.Import(o.Context(), o.now, nil, []conference.Person{housekeeper})
	o.must(err)
	o.people["Mia"], err = o.store.LinkByContact(o.Context(), conference.Change{Now: o.now}, 288, housekeeper.Phone)
	o.must(err)
}

// offeredWhen are a meeting's planned tasks with when they were offered, by the clock.
func (o *office) offeredWhen(b conference.Booking) (out []string) {
	o.Helper()
	tasks, err := o.store.TasksOfBooking(o.Context(), b.ID)
	o.must(err)
	for _, t := range tasks {
		out = append(out, t.Plan+" "+t.OfferedAt.In(zone).Format("15:04"))
	}
	return out
}

// The same meeting by the rule books' plan and by a hotel's: its level, its work, its rounds, its end.
func TestPlan_AnotherOrganisation(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		hotel  bool
		level  conference.Level
		tasks  []string
		rounds []string
	}{
		"the rule books": {false, conference.LevelSmall, []string{"prepare-small 13:30", "rounds-small 15:00"},
			[]string{"15:15", "15:30", "15:45", "16:00", "16:15", "16:30", "16:45"}},
		"the hotel": {true, conference.LevelMedium, []string{"housekeeping 11:00", "set-up 12:00", "look-in 15:00"}, []string{"15:30", "16:00", "16:30"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := open(t)
			if tc.hotel {
				o.hotel()
			}
			b := o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 12, "Sales kick-off")
			if b.Level != tc.level {
				t.Errorf("twelve people make a %s meeting, want %s", b.Level, tc.level)
			}
			o.until(0, 15, 0)
			if got := o.offeredWhen(b); !slices.Equal(got, tc.tasks) {
				t.Errorf("it gets %q, want %q", got, tc.tasks)
			}
			tasks, err := o.store.TasksOfBooking(t.Context(), b.ID)
			o.must(err)
			var rounds []string
			for _, i := range tasks[len(tasks)-1].Items {
				rounds = append(rounds, i.At.In(zone).Format("15:04"))
			}
			if !slices.Equal(rounds, tc.rounds) {
				t.Errorf("rounds at %q, want %q", rounds, tc.rounds)
			}
		})
	}
}

func TestPlan_HotelOnPhones(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.hotel()
	o.booked("李敏", "C1", at(3, 9, 0), 2*time.Hour, 250, "Gala")
	b := o.booked("李敏", "301", at(0, 15, 0), 2*time.Hour, 12, "Sales kick-off")
	o.until(0, 11, 0)
	o.at("Mia").reads("Housekeeping · A-1002", "[I'll take it]")
	o.at("会服07").lacks("Housekeeping")
	o.until(0, 12, 0)
	o.at("周组长").finds("会前检查 1/3", "3 小时后") // the first of the three checks, three hours ahead
	if m, err := o.store.Meeting(t.Context(), b.ID); err != nil || slices.ContainsFunc(m.Sheets, func(k conference.Sheet) bool { return k.Crew == "" }) {
		t.Errorf("an authority is told of it: %+v, %v", m.Sheets, err)
	}
	if level, why := settingsOf(o).LevelOf(conference.Booking{Headcount: 250}); level != conference.LevelImportant || why.Code != "headcount" {
		t.Errorf("250 covers make a %s one, for its %s", level, why.Code)
	}
	if won, err := o.store.StandDuty(t.Context(), "standing:terrace", "terrace", o.now, o.now); !won || err != nil {
		t.Fatal(won, err)
	}
	o.carry()
	o.at("Mia").reads("Terrace furniture out")
	if !strings.Contains(o.at("Mia").screen(), "Housekeeping") {
		t.Error(o.at("Mia").screen())
	}
}

func settingsOf(o *office) conference.Settings {
	return conference.DefaultSettings(zone, o.store.Plan())
}
