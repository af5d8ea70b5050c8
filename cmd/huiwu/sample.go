package main

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"huiwu/bot/emulator"
	"huiwu/conference"
	"huiwu/storage"
	"huiwu/storage/roster"
)

// sampleFiles are an organisation to play with, in each language: four buildings, sixteen rooms, some sixty people of every
// role and crew (S14, S17–S24).
//
//go:embed sample
var sampleFiles embed.FS

// player is one of the sample's people whose phone stands on the page.
type player struct {
	telegramID int64
	role       string // for the page
	labels     map[string]string
	row        int  // in people.csv, from 0
	stranger   bool // the account is not tied yet: the phone shows how that goes
}

// players stand on the page in this order.
var players = []player{
	{telegramID: 100001, role: "organiser", labels: map[string]string{"zh-CN": "组织者", "en": "Organiser"}, row: 0},
	{telegramID: 100002, role: "attendee", labels: map[string]string{"zh-CN": "参会人", "en": "Attendee"}, row: 1},
	{telegramID: 100003, role: "attendant", labels: map[string]string{"zh-CN": "服务员", "en": "Attendant"}, row: 2},
	{telegramID: 100004, role: "team_leader", labels: map[string]string{"zh-CN": "服务组长", "en": "Team leader"}, row: 3},
	{telegramID: 100006, role: "supervisor", labels: map[string]string{"zh-CN": "主管", "en": "Supervisor"}, row: 5},
	{telegramID: 100005, role: "technician", labels: map[string]string{"zh-CN": "音控员", "en": "Sound technician"}, row: 4},
	{telegramID: 100007, role: "newcomer", labels: map[string]string{"zh-CN": "新同事", "en": "New colleague"}, row: 6, stranger: true},
}

// tips are the sentences the page offers.
func tips(language string) []emulator.Tip {
	if language == "en" {
		return []emulator.Tip{
			{Phone: 100001, Text: "Book 301 tomorrow 3pm to 5:30pm for 20 people, budget review"},
			{Phone: 100001, Text: "20 cups of green tea for the budget review"},
			{Phone: 100001, Text: "the projector in 301 is broken"},
		}
	}
	return []emulator.Tip{
		{Phone: 100001, Text: "明天下午3点到5点半 301 20人 季度经营分析会"},
		{Phone: 100001, Text: "季度经营分析会要20杯绿茶"},
		{Phone: 100001, Text: "301投影仪坏了"},
	}
}

// telegramID is the account of the person in a row of people.csv, from 0.
func telegramID(row int) int64 { return 100001 + int64(row) }

// stranger says that the bot is to know nothing of the account of the person in a row.
func stranger(row int) bool {
	return slices.ContainsFunc(players, func(p player) bool { return p.row == row && p.stranger })
}

// posts are what people are, for those whose phones are not on the page; the first that fits is told.
var posts = []struct {
	role  conference.Role
	words map[string]string
}{
	{conference.RoleSupervisor, map[string]string{"zh-CN": "主管", "en": "supervisor"}},
	{conference.RoleDepartmentManager, map[string]string{"zh-CN": "部门经理", "en": "department manager"}},
	{conference.RoleAuthority, map[string]string{"zh-CN": "联系人", "en": "contact"}},
	{conference.RoleLobbyManager, map[string]string{"zh-CN": "大堂经理", "en": "lobby manager"}},
	{conference.RoleEnvironmentSupervisor, map[string]string{"zh-CN": "环境主管", "en": "environment supervisor"}},
	{conference.RoleHotline, map[string]string{"zh-CN": "服务热线", "en": "hotline"}},
	{conference.RoleTeamLeader, map[string]string{"zh-CN": "组长", "en": "leader"}},
	{conference.RoleDeputyLeader, map[string]string{"zh-CN": "副组长", "en": "deputy leader"}},
}

// describe says where somebody works and as what, like 音控班 · 组长.
func describe(p conference.Person, language string) string {
	parts := []string{p.Department}
	for _, post := range posts {
		if p.Has(post.role) {
			parts = append(parts, post.words[language])
			break
		}
	}
	if p.Building != "" {
		parts = append(parts, p.Building)
	}
	return strings.Join(parts, " · ")
}

// importSample fills an empty store the way `huiwu import` does, and ties everybody's account but the stranger's.
func importSample(ctx context.Context, store *storage.Store, now time.Time, language string) ([]conference.Person, error) {
	rooms, err := readSample(language, "rooms.csv", roster.ReadRooms)
	if err != nil {
		return nil, err
	}
	people, err := readSample(language, "people.csv", roster.ReadPeople)
	if err != nil {
		return nil, err
	}
	if _, err := store.Import(ctx, now, rooms, people); err != nil {
		return nil, fmt.Errorf("sample data: %w", err)
	}
	for row, p := range people {
		if stranger(row) {
			continue
		}
		if _, err := store.LinkByContact(ctx, conference.Change{Now: now}, telegramID(row), p.Phone); err != nil {
			return nil, fmt.Errorf("sample account: %w", err)
		}
	}
	return people, nil
}

func readSample[T any](language, name string, read func(io.Reader) ([]T, []roster.Problem)) ([]T, error) {
	data, err := sampleFiles.ReadFile("sample/" + language + "/" + name)
	if err != nil {
		return nil, fmt.Errorf("sample data: %w", err)
	}
	rows, problems := read(bytes.NewReader(data))
	if len(problems) > 0 {
		return nil, fmt.Errorf("sample data: %s:%d: %s", name, problems[0].Line, problems[0].Reason)
	}
	return rows, nil
}

// crewsGroup is a group on the page that nobody has bound yet: its members are the attendant, the leader and the supervisor.
var crewsGroup = map[string]string{"zh-CN": "会议服务班", "en": "Meeting Services"}

// crewsForum is a group with topics that nobody has bound yet: its members are the supervisor, the technician and the
// leader of the sound crew.
var crewsForum = map[string]struct {
	title  string
	topics []string
}{
	"zh-CN": {"技术群", []string{"音控班", "技术保障部"}},
	"en":    {"Technology", []string{"Sound", "Technical"}},
}

// introduce puts the players' phones on the page, each has pressed start once, and everybody else's into its drawer.
func introduce(s *emulator.Server, people []conference.Person, language string) {
	for _, p := range players {
		who := people[p.row]
		s.AddUser(emulator.User{ID: p.telegramID, FirstName: who.Name, Phone: who.Phone, LanguageCode: language,
			Label: p.labels[language], Role: p.role}).Start("")
	}
	for row, who := range people {
		if s.Phone(telegramID(row)) == nil {
			s.AddUser(emulator.User{ID: telegramID(row), FirstName: who.Name, Phone: who.Phone, LanguageCode: who.Language,
				Label: describe(who, language), Drawer: true})
		}
	}
	s.AddGroup(crewsGroup[language], 100004, 100003, 100006)
	s.AddForum(crewsForum[language].title, crewsForum[language].topics, 100006, 100005, 100031)
}
