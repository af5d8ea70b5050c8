package main

import (
	"maps"
	"slices"
	"testing"
	"time"

	"huiwu/conference"
	"huiwu/storage/roster"
)

// The sample has somebody of every role, in every crew a leader and somebody who does the work, a lobby manager for each
// building, and leaders of rank (S14, S16–S24, S36); it is the same house in both languages.
func TestSample(t *testing.T) {
	t.Parallel()
	var shapes [][]conference.Person
	for _, language := range []string{"zh-CN", "en"} {
		people, err := readSample(language, "people.csv", roster.ReadPeople)
		if err != nil {
			t.Fatal(err)
		}
		rooms, err := readSample(language, "rooms.csv", roster.ReadRooms)
		if err != nil {
			t.Fatal(err)
		}
		some := func(what string, fits func(conference.Person) bool) {
			if !slices.ContainsFunc(people, fits) {
				t.Errorf("%s: nobody is %s", language, what)
			}
		}
		for _, role := range conference.Roles[1:] {
			some(string(role), func(p conference.Person) bool { return p.Has(role) })
		}
		for _, crew := range conference.Crews {
			some("leader of "+string(crew), func(p conference.Person) bool { return p.Crew == crew && p.Has(conference.RoleTeamLeader) })
			some("at work in "+string(crew), func(p conference.Person) bool {
				return p.Crew == crew && p.Has(conference.RoleAttendant, conference.RoleTechnician)
			})
		}
		buildings := map[string]bool{}
		for _, r := range rooms {
			buildings[r.Building] = true
		}
		managed := map[string]bool{}
		for _, p := range people {
			if p.Building != "" && !buildings[p.Building] {
				t.Errorf("%s works in %q, where there is no room", p.Name, p.Building)
			}
			if p.Has(conference.RoleLobbyManager) {
				managed[p.Building] = true
			}
		}
		if !maps.Equal(managed, buildings) || len(buildings) != 4 {
			t.Errorf("%s: lobby managers for %v of %v", language, managed, buildings)
		}
		policies := conference.DefaultSettings(time.UTC, nil).Policies
		for _, r := range rooms {
			if most := policies[r.Class].MostSeats; most > 0 && r.Seats > most {
				t.Errorf("%s: %s of class %s has %d seats", language, r.Number, r.Class, r.Seats)
			}
		}
		some("a leader of the first rank", func(p conference.Person) bool { return p.Rank == 1 })
		shapes = append(shapes, people)
	}
	for i, p := range shapes[0] {
		if other := shapes[1][i]; p.Phone != other.Phone || !slices.Equal(p.Roles, other.Roles) || p.Crew != other.Crew || p.Rank != other.Rank || (p.Building == "") != (other.Building == "") {
			t.Errorf("row %d: %+v and %+v", i, p, other)
		}
	}
	for _, p := range players {
		if who := shapes[0][p.row]; who.Building != "" || who.Rank != 0 {
			t.Errorf("%s plays and is bound to a building or ranked: %+v", p.role, who)
		}
	}
}
