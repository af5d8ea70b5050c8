package storage

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
)

const attendeeFrom = ` FROM attendees a JOIN people p ON p.id = a.person_id LEFT JOIN people si ON si.id = a.stand_in_id`

var (
	attendeeColumns = `a.id, a.booking_id, a.partstat, a.revision, a.reason, a.invited_by, a.invited_at, a.answered_at, ` +
		briefColumns("p") + `, ` + briefColumns("si")
	attendeeSQL = `SELECT ` + attendeeColumns + attendeeFrom
)

func scanAttendee(row pgx.CollectableRow) (a conference.Attendee, err error) {
	own := []any{&a.ID, &a.BookingID, &a.PartStat, &a.Revision, &a.Reason, &a.InvitedBy, &a.InvitedAt, instant{&a.AnsweredAt}}
	err = row.Scan(slices.Concat(own, brief(&a.Person), brief(&a.StandIn))...)
	return a, err
}

// Invite puts people on a meeting's list: conference.Settings.Invite's refusals, CodeNotFound.
// IDs of nobody are passed over.
func (s *Store) Invite(ctx context.Context, ch conference.Change, bookingID int64, people []int64) (added []conference.Attendee, err error) {
	subject := conference.Subject{Kind: conference.SubjectBooking, ID: bookingID}
	err = s.change(ctx, ch, subject, "invite", func(ctx context.Context, c *change) error {
		var invited []conference.Person
		queueRows(c.batch, scanPerson, `SELECT `+personColumns("p")+` FROM people p
			JOIN unnest($1::bigint[]) WITH ORDINALITY AS named (id, place) ON named.id = p.id ORDER BY named.place`, []any{people}, into(&invited))
		m, err := c.meeting(ctx, bookingID, 0)
		if err != nil {
			return err
		}
		added, err = c.invite(ctx, m, invited)
		return err
	})
	return added, err
}

// invite decides on and writes new places on the list, and returns them with their IDs.
func (c *change) invite(ctx context.Context, m conference.Meeting, people []conference.Person) ([]conference.Attendee, error) {
	as, e, err := c.store.rules().Invite(m, people, c.Change)
	if err != nil {
		return nil, err
	}
	c.writeAttendees(as)
	c.add(e)
	ids := make([]int64, len(as))
	for i, a := range as {
		ids[i] = a.Person.ID
	}
	c.detail["people"] = ids
	err = c.flush(ctx)
	return c.added, err
}

// AnswerInvitation records the actor's answer: conference.Settings.AnswerInvitation's
// refusals, CodeStale, CodeNotFound.
func (s *Store) AnswerInvitation(ctx context.Context, ch conference.Change, attendeeID int64, rev int, ans conference.Answer) (conference.Attendee, error) {
	var now conference.Attendee
	before, err := s.Attendee(ctx, attendeeID)
	if err != nil {
		return now, err
	}
	subject := conference.Subject{Kind: conference.SubjectInvitation, ID: attendeeID}
	err = s.change(ctx, ch, subject, "answer", func(ctx context.Context, c *change) error {
		var standIn conference.Person
		queueRows(c.batch, scanPerson, `SELECT `+personColumns("p")+` FROM people p WHERE p.id = $1`, []any{ans.StandIn}, first(&standIn))
		was, err := c.meeting(ctx, before.BookingID, 0)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(was.Attendees, func(a conference.Attendee) bool { return a.ID == attendeeID })
		if i < 0 {
			return conference.Refuse(conference.CodeNotFound)
		}
		if err := stale(rev, was.Attendees[i].Revision, subject); err != nil {
			return err
		}
		m, e, err := s.rules().AnswerInvitation(was, attendeeID, ans, standIn, c.Change)
		if err != nil {
			return err
		}
		now = m.Attendees[i]
		c.writeMeeting(was, m)
		c.add(e)
		c.detail["answer"], c.detail["reason"], c.detail["stand_in"] = now.PartStat, now.Reason, now.StandIn.ID
		return nil
	})
	return now, err
}

// Attendee is one by ID; CodeNotFound.
func (s *Store) Attendee(ctx context.Context, id int64) (conference.Attendee, error) {
	return must(readOne(ctx, s.pool, scanAttendee, attendeeSQL+` WHERE a.id = $1`, id))("attendee")
}

// AttendeeOf is somebody's place on a meeting's list; CodeNotFound.
func (s *Store) AttendeeOf(ctx context.Context, bookingID, personID int64) (conference.Attendee, error) {
	return must(readOne(ctx, s.pool, scanAttendee, attendeeSQL+` WHERE a.booking_id = $1 AND a.person_id = $2`, bookingID, personID))("attendee")
}

// InvitationsWaiting are those of live meetings, not over at now, that the person has not
// answered, by start.
func (s *Store) InvitationsWaiting(ctx context.Context, personID int64, now time.Time) ([]conference.Invitation, error) {
	return s.invitations(ctx, `a.person_id = $1 AND a.partstat = 'NEEDS-ACTION' AND b.end_at > $2`, personID, now)
}

func (s *Store) invitations(ctx context.Context, condition string, args ...any) ([]conference.Invitation, error) {
	as, err := readAll(ctx, s.pool, scanAttendee, attendeeSQL+` JOIN bookings b ON b.id = a.booking_id WHERE `+condition+` AND`+live+`ORDER BY b.start_at, a.id`, args...)
	if err != nil {
		return nil, wrap("invitations", err)
	}
	ids := make([]int64, len(as))
	for i, a := range as {
		ids[i] = a.BookingID
	}
	bs, err := readAll(ctx, s.pool, scanBooking, bookingSQL+` WHERE b.id = ANY($1)`, ids)
	if err != nil {
		return nil, wrap("invitations", err)
	}
	byID := make(map[int64]conference.Booking, len(bs))
	for _, b := range bs {
		byID[b.ID] = b
	}
	out := make([]conference.Invitation, len(as))
	for i, a := range as {
		out[i] = conference.Invitation{Attendee: a, Booking: byID[a.BookingID]}
	}
	return out, nil
}

// writeAttendees queues new and changed places on the list, as one statement. The new ones'
// IDs are in c.added after the next flush.
func (c *change) writeAttendees(as []conference.Attendee) {
	n := len(as)
	if n == 0 {
		return
	}
	bookings, people, standIns, inviters := make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n)
	answers, reasons, revisions := make([]string, n), make([]string, n), make([]int32, n)
	invited, answered := make([]time.Time, n), make([]*time.Time, n)
	for i, a := range as {
		bookings[i], people[i], standIns[i], inviters[i] = a.BookingID, a.Person.ID, a.StandIn.ID, a.InvitedBy
		answers[i], reasons[i], revisions[i] = string(a.PartStat), a.Reason, int32(a.Revision)
		invited[i], answered[i] = a.InvitedAt, orNull(a.AnsweredAt)
	}
	queueRows(c.batch, pgx.RowToStructByPos[place], `INSERT INTO attendees (booking_id, person_id, partstat, revision, reason, stand_in_id, invited_by, invited_at, answered_at)
		SELECT booking, person, answer, revision, reason, NULLIF(stand_in, 0), inviter, invited, answered
		FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::int[], $5::text[], $6::bigint[], $7::bigint[], $8::timestamptz[], $9::timestamptz[])
			AS n (booking, person, answer, revision, reason, stand_in, inviter, invited, answered)
		ON CONFLICT (booking_id, person_id) DO UPDATE SET partstat = excluded.partstat, revision = excluded.revision, reason = excluded.reason,
			stand_in_id = excluded.stand_in_id, answered_at = excluded.answered_at
		RETURNING id, person_id`,
		[]any{bookings, people, answers, revisions, reasons, standIns, inviters, invited, answered},
		func(places []place) error { c.added = withIDs(as, places); return nil })
}

// place is a person's row on the list.
type place struct{ ID, Person int64 }

// withIDs are the attendees as they are written, in their order.
func withIDs(as []conference.Attendee, places []place) []conference.Attendee {
	ids := make(map[int64]int64, len(places))
	for _, p := range places {
		ids[p.Person] = p.ID
	}
	out := slices.Clone(as)
	for i := range out {
		out[i].ID = ids[out[i].Person.ID]
	}
	return out
}
