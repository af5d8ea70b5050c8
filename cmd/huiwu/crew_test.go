package main

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"huiwu/bot/emulator"
	"huiwu/conference"
)

// crewStory is a demo in which a meeting stands, with the phones that a crew's group is about.
type crewStory struct {
	*theDemo
	leader, attendant, supervisor *emulator.Phone
	meeting                       conference.Booking
}

func startCrewStory(t *testing.T) *crewStory {
	t.Helper()
	s := &crewStory{theDemo: startDemo(t, "zh-CN")}
	s.leader, s.attendant, s.supervisor = s.emulator.Phone(100004), s.emulator.Phone(100003), s.emulator.Phone(100006)
	rooms, err := s.store.Rooms(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	start := meetingDay.Add(15 * time.Hour)
	s.meeting, err = s.store.Book(t.Context(), s.byOrganiser(), conference.Request{RoomID: rooms[0].ID, Title: "季度会", Start: start, End: start.Add(2 * time.Hour), Headcount: 10})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *crewStory) byOrganiser() conference.Change {
	p, err := s.store.PersonByTelegram(s.t.Context(), 100001)
	if err != nil {
		s.t.Fatal(err)
	}
	now, _ := s.clock()
	return conference.Change{Actor: p, Now: now}
}

func (s *crewStory) orders(tea string) {
	s.t.Helper()
	if _, err := s.store.OrderTea(s.t.Context(), s.byOrganiser(), conference.TeaRequest{BookingID: s.meeting.ID, Tea: tea}); err != nil {
		s.t.Fatal(err)
	}
}

// shows waits until a chat of the phone's shows a message of the bot's with all the words.
func (s *crewStory) shows(p *emulator.Phone, chat int64, words ...string) (found emulator.Message) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), patience)
	defer cancel()
	err := p.WaitForIn(ctx, chat, func(messages []emulator.Message) bool {
		for _, m := range slices.Backward(messages) {
			if m.FromBot && holds(m.Text, words...) {
				found = m
				return true
			}
		}
		return false
	})
	if err != nil {
		s.t.Fatalf("chat %d never shows %q: %v; it shows\n%s", chat, words, err, said(p.MessagesIn(chat)))
	}
	return found
}

func said(messages []emulator.Message) string {
	var all []string
	for _, m := range messages {
		all = append(all, m.Text)
	}
	return strings.Join(all, "\n----\n")
}

// A crew's topic, with everything real between a finger and the database: its work stands there, is taken there by a
// tap and gone on with in private; and when the bot is put out of the group, members have it privately again.
func TestCrew_Topic(t *testing.T) {
	t.Parallel()
	s := startCrewStory(t)
	forum, threads := s.emulator.AddForum("会务", []string{"会议服务班", "音控班"}, 100004, 100003, 100006)
	s.leader.Send("/bind 会议服务班", emulator.InChat(forum), emulator.InTopic(threads[0]))
	if m := s.shows(s.leader, forum, "这里归会议服务班了"); m.Thread != threads[0] {
		t.Errorf("answered in %d, want the topic %d", m.Thread, threads[0])
	}
	s.orders("green")
	card := s.shows(s.leader, forum, "绿茶 10 杯")
	if card.Thread != threads[0] {
		t.Errorf("the card stands in %d, want the topic %d", card.Thread, threads[0])
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if a, err := s.attendant.PressLabel(card.ID, "我来", emulator.InChat(forum)).WaitAnswer(ctx); err != nil || a.Text != "已接单" {
		t.Errorf("the tap is answered %+v, %v", a, err)
	}
	if m := s.shows(s.leader, forum, "王芳 已接单"); m.ID != card.ID || m.Thread != threads[0] {
		t.Errorf("who has it stands in %+v, want the same card edited", m)
	}
	s.shows(s.attendant, s.attendant.ID(), "绿茶 10 杯", "您已接单")

	s.emulator.KickBot(forum, true)
	s.shows(s.supervisor, s.supervisor.ID(), "会议服务班的群收不到消息了")
	s.orders("coffee")
	s.shows(s.attendant, s.attendant.ID(), "咖啡 10 杯")
}

// A group that becomes a supergroup stays the crew's.
func TestCrew_GroupThatMoves(t *testing.T) {
	t.Parallel()
	s := startCrewStory(t)
	group := s.emulator.AddGroup("会服群", 100004, 100003)
	s.leader.Send("/bind 会议服务班", emulator.InChat(group))
	s.shows(s.leader, group, "这里归会议服务班了")
	s.orders("green")
	s.shows(s.leader, group, "绿茶 10 杯")
	moved := s.emulator.MigrateGroup(group)
	s.orders("coffee")
	s.shows(s.leader, moved, "咖啡 10 杯")
	if p, err := s.store.CrewChat(t.Context(), moved, 0); err != nil || p.Crew != conference.CrewMeetingService {
		t.Errorf("the supergroup is %+v's, %v", p, err)
	}
}
