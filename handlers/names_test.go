package handlers_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"huiwu/conference"
	"huiwu/handlers"
	"huiwu/storage/plan"
)

// counted is a store that counts how often names are read.
type counted struct {
	handlers.Store
	rooms, roster int
}

func (c *counted) Rooms(ctx context.Context) ([]conference.Room, error) {
	c.rooms++
	return c.Store.Rooms(ctx) //nolint:wrapcheck // the store's own answer
}

func (c *counted) RosterNames(ctx context.Context) (people, departments []string, err error) {
	c.roster++
	return c.Store.RosterNames(ctx) //nolint:wrapcheck // the store's own answer
}

// Names are read once for many sentences, the roster's for those alone who hand out work, and an import is noticed.
func TestNames_ReadOnce(t *testing.T) {
	t.Parallel()
	h := setup(t)
	supervisor := conference.Person{Name: "孙主管", Phone: "8613900000051", Roles: []conference.Role{conference.RoleSupervisor}, Language: "zh-CN"}
	_, err := h.store.Import(t.Context(), h.now, nil, []conference.Person{supervisor})
	h.must(err)
	h.people["孙主管"], err = h.store.LinkByContact(t.Context(), conference.Change{Now: h.now}, 151, supervisor.Phone)
	h.must(err)
	store := &counted{Store: h.store}
	h.Handlers, err = handlers.New(handlers.Options{Store: store, Settings: conference.DefaultSettings(zone, plan.Default()),
		Now: func() time.Time { return h.now }, Language: "zh-CN", Logger: slog.New(slog.DiscardHandler)})
	h.must(err)
	staff, boss := h.of("李敏"), h.of("孙主管")
	for range 3 {
		staff.says("周大福整理仓库")
	}
	if store.rooms != 1 || store.roster != 0 {
		t.Errorf("staff's sentences read the rooms %d times, the roster %d times", store.rooms, store.roster)
	}
	for range 3 {
		boss.says("周大福整理仓库")
		boss.lacks("临时交办") // nobody is called so
	}
	if store.rooms != 1 || store.roster != 1 {
		t.Errorf("the supervisor's sentences read the rooms %d times, the roster %d times", store.rooms, store.roster)
	}
	_, err = h.store.Import(t.Context(), h.now, nil, []conference.Person{{Name: "周大福", Phone: "8613900000052", Roles: []conference.Role{conference.RoleAttendant}, Crew: conference.CrewMeetingService}})
	h.must(err)
	h.now = h.now.Add(time.Minute)
	boss.says("周大福整理仓库")
	boss.reads("临时交办", "交给：周大福", "\n整理仓库\n")
}
