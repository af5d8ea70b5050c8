package handlers

import (
	"time"

	"huiwu/conference"
)

// Command is a line of a command menu.
type Command struct{ Name, Description string }

// CommandMenu is the menu of those who read a language.
type CommandMenu struct {
	Language string // BCP 47, "" for everybody whose language has no menu of its own
	Commands []Command
	// About is what stands in a chat before anything has been said in it; "" in a person's own menu.
	About string
}

// nobody has a command in their menu that is only of use in a group.
var nobody = []conference.Role{}

// menu is every command with who sees it in the menu; nobody named means everybody on the roster.
var menu = []struct {
	name  string
	roles []conference.Role
}{
	{"book", nil},
	{"my", nil},
	{"rooms", nil},
	{"today", nil},
	{"tea", nil},
	{"order", nil},
	{"need", nil},
	{"finish", nil},
	{"extend", nil},
	{"report", nil},
	{"confirm", nil},
	{"tasks", []conference.Role{conference.RoleAttendant, conference.RoleTechnician, conference.RoleDeputyLeader, conference.RoleTeamLeader,
		conference.RoleLobbyManager, conference.RoleEnvironmentSupervisor, conference.RoleHotline, conference.RoleSupervisor}},
	{"duty", []conference.Role{conference.RoleAttendant, conference.RoleTechnician, conference.RoleDeputyLeader, conference.RoleTeamLeader,
		conference.RoleLobbyManager, conference.RoleHotline, conference.RoleSupervisor, conference.RoleDepartmentManager}},
	{"bind", []conference.Role{conference.RoleTeamLeader, conference.RoleDeputyLeader, conference.RoleSupervisor}},
	{"unbind", nobody},
	{"checks", []conference.Role{conference.RoleTeamLeader, conference.RoleDeputyLeader, conference.RoleLobbyManager, conference.RoleEnvironmentSupervisor,
		conference.RoleHotline, conference.RoleSupervisor, conference.RoleDepartmentManager}},
	{"enter", []conference.Role{conference.RoleAttendant, conference.RoleTechnician, conference.RoleDeputyLeader, conference.RoleTeamLeader,
		conference.RoleLobbyManager, conference.RoleEnvironmentSupervisor, conference.RoleHotline}},
	{"board", []conference.Role{conference.RoleHotline, conference.RoleLobbyManager, conference.RoleSupervisor, conference.RoleDepartmentManager, conference.RoleAdmin}},
	{"assign", []conference.Role{conference.RoleHotline, conference.RoleSupervisor, conference.RoleDepartmentManager}},
	{"habits", []conference.Role{conference.RoleHotline, conference.RoleSupervisor, conference.RoleAdmin}},
	{"faults", []conference.Role{conference.RoleSupervisor, conference.RoleDepartmentManager, conference.RoleAdmin}},
	{"emergency", []conference.Role{conference.RoleSupervisor, conference.RoleDepartmentManager, conference.RoleAdmin}},
	{"access", []conference.Role{conference.RoleAdmin}},
	{"settings", nil},
	{"help", nil},
	{"cancel", nil},
}

// strangers and guests see no more than this.
var (
	strangerMenu = []string{"start", "help"}
	guestMenu    = []string{"confirm", "need", "settings", "help", "cancel"}
)

// Commands are the menus of those who are not known: one for each language, the first also for all others.
func (h *Handlers) Commands() []CommandMenu {
	var menus []CommandMenu
	for _, lang := range append([]string{""}, Languages...) {
		l := h.words.in(lang)
		menus = append(menus, CommandMenu{Language: lang, Commands: described(l, strangerMenu), About: l.label("core.about")})
	}
	return menus
}

// MenuFor is a person's own menu, by role and in their language, for their private chat.
func (h *Handlers) MenuFor(p conference.Person) CommandMenu {
	v := viewer{locale: h.words.in(p.Language), person: p, now: time.Time{}}
	return CommandMenu{Language: v.lang, Commands: commandsOf(v)}
}

// commandsOf are the commands that a person can use.
func commandsOf(v viewer) []Command {
	if !v.may(conference.ActionBook, 0) {
		return described(v.locale, guestMenu)
	}
	var names []string
	for _, m := range menu {
		if m.roles == nil || v.person.Has(m.roles...) {
			names = append(names, m.name)
		}
	}
	return described(v.locale, names)
}

// described adds what each command does.
func described(l locale, names []string) []Command {
	var out []Command
	for _, name := range names {
		out = append(out, Command{Name: name, Description: l.label("command." + name)})
	}
	return out
}
