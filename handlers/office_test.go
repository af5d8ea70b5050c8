package handlers_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
	"huiwu/handlers"
)

// crew is who serves the house, beside its roster.
var crew = []conference.Person{
	{Name: "会服08", Phone: "8613900000011", Department: "会议服务班", Roles: []conference.Role{conference.RoleAttendant}, Crew: conference.CrewMeetingService, Language: "zh-CN"},
	{Name: "周组长", Phone: "8613900000012", Department: "会议服务班", Roles: []conference.Role{conference.RoleTeamLeader}, Crew: conference.CrewMeetingService, Language: "zh-CN"},
	{Name: "环境主管", Phone: "8613900000013", Department: "环境管理部", Roles: []conference.Role{conference.RoleEnvironmentSupervisor}, Language: "zh-CN"},
	{Name: "孙主管", Phone: "8613900000014", Department: "客户服务部", Roles: []conference.Role{conference.RoleSupervisor}, Language: "zh-CN"},
	{Name: "音控12", Phone: "8613900000015", Department: "音控班", Roles: []conference.Role{conference.RoleTechnician}, Crew: conference.CrewSound, Language: "zh-CN"},
}

// office is a house whose messages arrive: what the store sends out is composed and put on people's phones.
type office struct {
	*house
	phones map[string]*phone
	mail   *mail
}

// mail is the store's queue, kept until it is carried round.
type mail struct {
	mu      sync.Mutex
	waiting []conference.Delivery
}

// Enqueue implements storage.Queue.
func (q *mail) Enqueue(_ context.Context, _ pgx.Tx, ds []conference.Delivery) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, ds...)
	return nil
}

func (q *mail) take() []conference.Delivery {
	q.mu.Lock()
	defer q.mu.Unlock()
	ds := q.waiting
	q.waiting = nil
	return ds
}

// open is an office at ten on Monday, with everybody at work.
func open(tb testing.TB) *office {
	tb.Helper()
	o := &office{house: houseOf(tb, allRegistered, everybody), phones: map[string]*phone{}, mail: new(mail)}
	o.store.SetQueue(o.mail)
	return o
}

// everybody is the roster and the crew.
var everybody = slices.Concat(roster, crew)

func allRegistered(ctx context.Context, url string) error { return registered(ctx, url, everybody) }

// at is somebody's phone, the same each time.
func (o *office) at(name string) *phone {
	if o.phones[name] == nil {
		o.phones[name] = o.of(name)
	}
	return o.phones[name]
}

// says has somebody type, and carries round what follows.
func (o *office) says(name, text string) {
	o.Helper()
	o.does(name, o.at(name).saying(text))
}

// taps has somebody press a button, and carries round what follows.
func (o *office) taps(name, label string) {
	o.Helper()
	o.does(name, o.at(name).tapping(label))
}

// does hands an event in, shows the reply, and carries round what follows.
func (o *office) does(name string, e handlers.Event) {
	o.Helper()
	p := o.at(name)
	r, err := o.Handle(o.Context(), e)
	o.must(err)
	p.toast, p.alert = r.Toast, r.Alert
	for _, m := range r.Messages {
		o.put(p, e, o.newest(m))
	}
	o.carry()
}

// newest is the message, or the card as it stands when a newer one has been shown: so does the bot.
func (o *office) newest(m handlers.Message) handlers.Message {
	o.Helper()
	if m.Card == nil {
		return m
	}
	shown, _, err := o.store.Card(o.Context(), m.Card.Subject, m.Card.PersonID)
	o.must(err)
	if shown.Revision <= m.Card.Revision {
		return m
	}
	fresh, ok, err := o.Compose(o.Context(), conference.Delivery{Kind: conference.NoticeCard, Subject: m.Card.Subject,
		To: conference.Audience{Person: m.Card.PersonID}})
	o.must(err)
	if !ok {
		return m
	}
	fresh.Chat, fresh.Edit, fresh.Replace, fresh.DialogCard = m.Chat, m.Edit, m.Replace, m.DialogCard
	return fresh
}

// put shows a message and remembers where a live card stands.
func (o *office) put(p *phone, e handlers.Event, m handlers.Message) {
	o.Helper()
	p.put(e, m)
	if m.Card == nil || len(p.shown) == 0 {
		return
	}
	id := p.shown[len(p.shown)-1].id
	if slices.ContainsFunc(p.shown, func(s shown) bool { return s.id == m.Edit }) {
		id = m.Edit
	}
	_, err := o.store.SaveCard(o.Context(), m.Card.Subject, m.Card.PersonID,
		conference.Card{ChatID: p.chat.ID, MessageID: int64(id), Revision: m.Card.Revision})
	if conference.CodeOf(err) != conference.CodeStale { // a newer one stands there
		o.must(err)
	}
}

// carry brings what the store has sent out, as the bot does: edits in place, and a ping at the bottom.
func (o *office) carry() {
	o.Helper()
	for _, d := range o.mail.take() {
		m, ok, err := o.Compose(o.Context(), d)
		o.must(err)
		if !ok {
			continue
		}
		p := o.phoneOf(d.To.Person)
		if m.Card != nil {
			card, _, err := o.store.Card(o.Context(), m.Card.Subject, m.Card.PersonID)
			o.must(err)
			if card.Revision > m.Card.Revision {
				continue
			}
			same := p.stands(int(card.MessageID), m)
			switch {
			case same && (!d.Ping || d.Kind == conference.NoticeCard):
				continue
			case d.Ping:
				m.Replace = int(card.MessageID)
			default:
				m.Edit = int(card.MessageID)
			}
		}
		o.put(p, handlers.Event{Chat: p.chat, From: p.user}, m)
	}
}

// stands tells whether a message shows the same already.
func (p *phone) stands(id int, m handlers.Message) bool {
	want := shown{id: id, text: m.Text.HTML(), keys: m.Keyboard}
	return slices.ContainsFunc(p.shown, func(s shown) bool { return s.id == id && s.String() == want.String() })
}

func (o *office) phoneOf(person int64) *phone {
	for name, p := range o.people {
		if p.ID == person {
			return o.at(name)
		}
	}
	o.Fatalf("nobody has the ID %d", person)
	return nil
}

// until lets time pass: what comes due on the way is brought.
func (o *office) until(day, hour, minute int) {
	o.Helper()
	end := at(day, hour, minute)
	for {
		due, ok, err := o.store.NextDue(o.Context())
		o.must(err)
		if !ok || due.After(end) {
			break
		}
		if due.After(o.now) {
			o.now = due
		}
		fired, err := o.store.FireDue(o.Context(), o.now, 100)
		o.must(err)
		o.carry()
		if fired == 0 {
			o.Fatalf("nothing fires of what was due %s", due)
		}
	}
	o.now = end
}

// lacks wants no message on the phone to hold the words.
func (p *phone) lacks(words string) {
	p.Helper()
	if strings.Contains(p.screen(), words) {
		p.Errorf("%s sees %q in\n%s", p.user.Name, words, p.screen())
	}
}
