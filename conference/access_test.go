package conference

import (
	"fmt"
	"strings"
	"testing"
)

// rights is the matrix as the rule books and the house want it, written by hand: for each action and role,
// "*" always, "-" never, else the relations through which it is allowed (o organiser, i invitee, m crew
// member, c claimer, r requester, a asked to take over, d deputy).
const rights = `
action          guest staff authority attendant technician deputy_leader team_leader lobby_manager environment_supervisor hotline supervisor department_manager admin
see_rooms       -     *     *         *         *          *             *           *             *                      *       *          *                  *
see_day         -     *     *         *         *          *             *           *             *                      *       *          *                  *
book            -     *     *         *         *          *             *           *             *                      *       *          *                  *
see_booking     -     oi    *         oi        oi         *             *           *             *                      *       *          *                  *
change_booking  -     o     o         o         o          o             o           o             o                      *       *          o                  *
approve_booking -     -     -         -         -          -             -           -             -                      *       *          -                  *
invite          -     o     o         o         o          o             o           o             o                      *       *          o                  *
answer_invite   i     i     i         i         i          i             i           i             i                      i       i          i                  i
order_service   -     o     o         o         o          o             o           o             o                      *       *          o                  *
report_problem  -     *     *         *         *          *             *           *             *                      *       *          *                  *
claim_task      -     -     -         m         m          m             m           m             m                      m       *          -                  -
work_task       -     -     -         c         c          c             c           c             c                      c       *          -                  -
see_task        mcra  mcra  mcra      mcra      mcra       mcra          mcra        *             mcra                   *       *          *                  *
reopen_task     -     r     r         r         r          r             r           r             r                      r       *          *                  *
answer_check_1  -     -     -         -         -          md            md          -             -                      -       *          -                  -
answer_check_2  -     -     -         d         d          d             d           d             *                      d       *          -                  -
answer_check_3  -     -     -         d         d          d             d           d             d                      *       *          -                  -
grant_access    -     -     -         -         -          -             -           -             -                      -       -          -                  *
set_level       -     -     -         -         -          -             -           -             -                      -       *          *                  *
ack_sheet       -     -     -         -         -          m             m           -             -                      -       *          -                  -
see_board       -     -     -         -         -          -             -           *             -                      *       *          *                  *
assign_task     -     -     -         -         -          m             m           -             -                      *       *          *                  -
open_sealed     -     -     -         -         -          -             -           -             -                      -       *          *                  *
see_habits      -     -     -         c         c          c             c           c             c                      *       *          -                  *
keep_habits     -     -     -         -         -          -             -           -             -                      *       *          -                  *
send_emergency  -     -     -         -         -          -             -           -             -                      -       *          *                  *
ask_floor       oi    oi    oi        oi        oi         oi            oi          oi            oi                     *       *          oi                 *
bind_chat       -     -     -         -         -          m             m           -             -                      -       *          *                  *
keep_duty       -     -     -         m         m          m             m           m             m                      m       -          -                  -
see_duty        -     -     -         -         -          m             m           *             -                      *       *          *                  *
track_sheets    -     -     -         -         -          -             -           -             -                      *       *          *                  *
see_checks      -     -     -         -         -          *             *           *             *                      *       *          *                  *
ask_entry       -     -     -         *         *          *             *           *             *                      *       -          -                  -
see_faults      -     -     -         -         -          -             -           -             -                      -       *          *                  *
call_off_task   -     -     -         -         -          -             -           -             -                      *       *          -                  *
`

var relations = map[rune]Relation{'o': Organiser, 'i': Invitee, 'm': CrewMember, 'c': Claimer, 'r': Requester, 'a': Asked, 'd': Deputy}

func TestMay_everyRoleEveryActionEveryRelation(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(rights), "\n")
	roles := strings.Fields(lines[0])[1:]
	if len(roles) != len(Roles) || len(lines)-1 != len(Actions) {
		t.Fatalf("the table has %d roles and %d actions, the house %d and %d", len(roles), len(lines)-1, len(Roles), len(Actions))
	}
	for _, line := range lines[1:] {
		cells := strings.Fields(line)
		for i, role := range roles {
			for rel := Relation(0); rel < 1<<7; rel++ {
				want := allowed(cells[i+1], rel)
				p := Person{ID: 1, Roles: []Role{Role(role)}}
				if got := May(p, Action(cells[0]), rel); got != want {
					t.Errorf("May(%s, %s, %07b) = %v, want %v", role, cells[0], rel, got, want)
				}
				p.Removed = true
				if May(p, Action(cells[0]), rel) {
					t.Errorf("May(removed %s, %s, %07b): somebody off the roster may nothing", role, cells[0], rel)
				}
			}
		}
	}
}

func allowed(cell string, rel Relation) bool {
	if cell == "*" {
		return true
	}
	for letter, r := range relations {
		if strings.ContainsRune(cell, letter) && rel&r != 0 {
			return true
		}
	}
	return false
}

func TestMay_unknownActionsAndPeopleWithoutRoles(t *testing.T) {
	boss := Person{ID: 1, Roles: Roles}
	if May(boss, "launch_rocket", ^Relation(0)) {
		t.Error("an action nobody wrote down was allowed")
	}
	for _, a := range Actions {
		if May(Person{ID: 1}, a, ^Relation(0)) {
			t.Errorf("somebody without a role may %s", a)
		}
	}
	if got := fmt.Sprint(Person{Roles: []Role{RoleStaff}}.Has(RoleStaff, RoleAdmin)); got != "true" {
		t.Errorf("Has = %s", got)
	}
}
