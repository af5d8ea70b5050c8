package handlers

import (
	"context"
	"slices"

	"huiwu/conference"
	"huiwu/language"
)

// sheetStore is what the service notices need.
type sheetStore interface {
	// Sheet returns CodeNotFound.
	Sheet(ctx context.Context, id int64) (conference.Sheet, error)
	Meeting(ctx context.Context, bookingID int64) (conference.Meeting, error)
	Person(ctx context.Context, id int64) (conference.Person, error)
	// LeadersOf are those who lead the crews, or stand in for who does.
	LeadersOf(ctx context.Context, crews []conference.Crew) ([]conference.Person, error)
	// AckSheet acknowledges a notice; rev is its as the button showed it.
	AckSheet(ctx context.Context, ch conference.Change, id int64, rev int) (conference.Meeting, error)
}

// sheets is the service notice 《会议服务通知单》: each crew's, and who has acknowledged it.
type sheets struct {
	*core
	store sheetStore
}

func newSheets(c *core, s sheetStore) *sheets { return &sheets{core: c, store: s} }

// The buttons of service notices: verbSheet acts on the notice that is its id, verbSheets shows those of the booking
// that is its id.
const (
	verbSheet  = "sheet"
	verbSheets = "sheets"
)

// What verbSheet does.
const (
	sheetShow  = ""
	sheetWhole = "whole" // all of it, where the card says what is different
	sheetAck   = "ack"
)

func (*sheets) name() string                    { return "sheet" }
func (*sheets) commands() []string              { return nil }
func (*sheets) verbs() []string                 { return []string{verbSheet, verbSheets} }
func (*sheets) intents() []language.Intent      { return nil }
func (*sheets) subject() conference.SubjectKind { return conference.SubjectSheet }

func (c *sheets) step(ctx context.Context, t *turn) (Reply, error) {
	switch {
	case t.button.verb == verbSheets:
		return c.list(ctx, t)
	case t.button.arg == sheetAck:
		return c.ack(ctx, t)
	}
	n, err := c.read(ctx, t.viewer, t.button.id)
	if err != nil {
		return Reply{}, err
	}
	m := t.inPlace(t.noticeMessage(n, t.button.arg == sheetWhole))
	if t.button.arg == sheetWhole {
		m.Card = nil // unfolded: the card is what it was
	}
	return reply(m)
}

// show answers an update that comes twice: nothing of this is asked in a dialog.
func (c *sheets) show(ctx context.Context, t *turn) (Reply, error) { return c.step(ctx, t) }

func (c *sheets) ack(ctx context.Context, t *turn) (Reply, error) {
	if _, err := c.store.AckSheet(ctx, t.change(), t.button.id, int(t.button.rev)); err != nil {
		return Reply{}, err
	}
	m, err := c.draw(ctx, t.viewer, t.button.id)
	if err != nil {
		return Reply{}, err
	}
	return toast(t.label("sheet.toast.acked")).with(t.inPlace(m)), nil
}

// draw is a crew's notice for those who acknowledge it and those who may see the meeting.
func (c *sheets) draw(ctx context.Context, v viewer, id int64) (Message, error) {
	n, err := c.read(ctx, v, id)
	if err != nil {
		return Message{}, err
	}
	return v.noticeMessage(n, false), nil
}

// crewNotice is a crew's service notice with its meeting, as one viewer may see it.
type crewNotice struct {
	m     conference.Meeting
	k     conference.Sheet
	phone string // the organiser's, for who may be shown it; else ""
}

func (c *core) notice(ctx context.Context, s sheetStore, v viewer, id int64) (crewNotice, error) {
	k, err := s.Sheet(ctx, id)
	if err != nil {
		return crewNotice{}, err
	}
	m, err := s.Meeting(ctx, k.BookingID)
	if err != nil {
		return crewNotice{}, err
	}
	if i := slices.IndexFunc(m.Sheets, func(o conference.Sheet) bool { return o.ID == id }); i >= 0 {
		k = m.Sheets[i] // as it stood with the meeting
	}
	if !v.may(conference.ActionSeeBooking, 0) && !k.MayAck(v.person) { // nobody's who only comes to the meeting
		return crewNotice{}, conference.Refuse(conference.CodeForbidden)
	}
	n := crewNotice{m: m, k: k}
	if m.Booking.Live() && k.SeesPhone(v.person) {
		organiser, err := s.Person(ctx, m.Booking.Organiser.ID)
		if err != nil {
			return n, err
		}
		n.phone = phoneNumber(organiser.Phone)
	}
	return n, nil
}

func (c *sheets) read(ctx context.Context, v viewer, id int64) (crewNotice, error) {
	return c.notice(ctx, c.store, v, id)
}

// phoneNumber is an E.164 number as it is dialled from abroad; in China's numbers a gap after each group.
func phoneNumber(digits string) string {
	switch {
	case digits == "":
		return ""
	case len(digits) == 13 && digits[:2] == "86":
		return "+86 " + digits[2:5] + " " + digits[5:9] + " " + digits[9:]
	}
	return "+" + digits
}

// noticeMessage is the notice's live card. It also changes with the meeting and its drinks, so it stands at the sum of
// their revisions.
func (v viewer) noticeMessage(n crewNotice, whole bool) Message {
	text, keys := v.noticeCard(n, whole)
	revision := n.m.Booking.Revision + n.k.Revision
	for _, t := range n.m.Tasks {
		if t.Tea != nil || t.Kind == conference.TaskOrder {
			revision += t.Revision
		}
	}
	return Message{Text: text, Keyboard: keys, Card: &CardRef{PersonID: v.person.ID, Revision: plainCard(revision),
		Subject: conference.Subject{Kind: conference.SubjectSheet, ID: n.k.ID}}}
}

// sheetNotice brings a notice before who acknowledges it; when it is asked for again, only while it still waits.
func (h *Handlers) sheetNotice(ctx context.Context, v viewer, d conference.Delivery) (Message, bool, error) {
	if d.Kind != conference.NoticeSheetChased {
		return h.live(ctx, v, d.Subject)
	}
	if d.Subject.Kind == conference.SubjectBooking {
		return h.sheetsSilent(ctx, v, d.Subject)
	}
	n, err := h.notice(ctx, h.store, v, d.Subject.ID)
	if err != nil || !n.k.Waits() || over(n.m.Booking, v.now) {
		return Message{}, false, err
	}
	m := v.noticeMessage(n, false)
	m.Text = Lines(Bold(v.say("sheet.chased", "length", v.length(v.now.Sub(n.k.SentAt)), "crew", v.sheetCrew(n.k.Crew))), m.Text)
	return m, true, nil
}

// sheetsSilent tells somebody who oversees them which crews have not acknowledged a meeting's notice, on the booking's card.
func (h *Handlers) sheetsSilent(ctx context.Context, v viewer, s conference.Subject) (Message, bool, error) {
	m, err := h.store.Meeting(ctx, s.ID)
	if err != nil || over(m.Booking, v.now) {
		return Message{}, false, err
	}
	silent := silentSheets(m)
	if len(silent) == 0 {
		return Message{}, false, nil
	}
	leaders, err := h.store.LeadersOf(ctx, crewsOf(silent))
	if err != nil {
		return Message{}, false, err
	}
	card, ok, err := h.live(ctx, v, s)
	if err != nil || !ok {
		return card, ok, err
	}
	since := slices.MinFunc(silent, func(a, b conference.Sheet) int { return a.SentAt.Compare(b.SentAt) }).SentAt
	var who []Text
	for _, k := range silent {
		who = append(who, Plain(v.crewAndLeaders(k.Crew, leaders)))
	}
	card.Text = Lines(Bold(v.say("sheet.silent", "length", v.length(v.now.Sub(since)), "who", Join(v.label("room.and"), who...))), card.Text)
	return card, true, nil
}
