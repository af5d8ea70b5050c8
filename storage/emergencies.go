package storage

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
)

// soonThere is how long before a meeting its people count as being in the building.
const soonThere = time.Hour

// concernedSQL are the people concerned by what happens in a building: organisers, convening leaders and attendees of
// meetings that are on there or begin soon, people on tasks there, crews on duty there, leaders and lobby managers. A
// meeting in its closing may have had to leave the room's time to the next one: it is found within a day.
var concernedSQL = `WITH there AS MATERIALIZED (
		SELECT b.id, b.organiser_id, b.leader_id FROM bookings b JOIN rooms r ON r.id = b.room_id
		WHERE r.building = $1 AND b.occupied && tstzrange($2::timestamptz - interval '1 day', $3, '[]') AND b.start_at <= $3
			AND (b.end_at > $2 OR b.status = 'closing') AND` + live + `)
	SELECT ` + personColumns("p") + ` FROM people p
	WHERE p.removed_at IS NULL AND p.roles <> ARRAY['crew_chat'] AND EXISTS (SELECT FROM rooms r WHERE r.building = $1 AND r.removed_at IS NULL) AND (p.id IN (
			SELECT organiser_id FROM there
			UNION SELECT leader_id FROM there WHERE leader_id IS NOT NULL
			UNION SELECT a.person_id FROM there JOIN attendees a ON a.booking_id = there.id WHERE a.partstat NOT IN ('DECLINED', 'DELEGATED')
			UNION SELECT unnest(t.helpers || t.claimer_id) FROM tasks t JOIN rooms r ON r.id = t.room_id
				WHERE t.status IN ('offered', 'claimed', 'started') AND t.claimer_id IS NOT NULL AND r.building = $1)
		OR (p.building = '' OR p.building = $1) AND (p.roles && ARRAY['team_leader', 'deputy_leader', 'lobby_manager']
			OR p.crew <> '' AND p.roles && ARRAY['attendant', 'technician']
				AND (NOT p.keeps_duty OR EXISTS (SELECT FROM shifts s WHERE s.person_id = p.id AND s.start_at <= $2 AND s.end_at > $2))))
	ORDER BY p.id`

// Concerned are the people whom an emergency notice for a building would go to now.
func (s *Store) Concerned(ctx context.Context, building string, now time.Time) ([]conference.Person, error) {
	people, err := readAll(ctx, s.pool, scanPerson, concernedSQL, building, now, now.Add(soonThere))
	return people, wrap("people in a building", err)
}

// Announce sends an emergency notice to everybody concerned: conference.Settings.Announce's refusals.
func (s *Store) Announce(ctx context.Context, ch conference.Change, a conference.Alarm) (conference.Emergency, error) {
	var m conference.Emergency
	err := s.change(ctx, ch, conference.Subject{Kind: conference.SubjectEmergency}, "emergency", func(ctx context.Context, c *change) error {
		var there []conference.Person
		queueRows(c.batch, scanPerson, concernedSQL, []any{a.Building, c.Now, c.Now.Add(soonThere)}, into(&there))
		if err := c.flush(ctx); err != nil {
			return err
		}
		var e conference.Effects
		var err error
		if m, e, err = s.rules().Announce(a, there, c.Change); err != nil {
			return err
		}
		m.ID = c.subject.ID
		c.batch.Queue(`INSERT INTO emergencies (id, building, words, sent_by, sent_at) VALUES ($1, $2, $3, $4, $5)`, m.ID, m.Building, m.Words, c.Actor.ID, c.Now)
		c.batch.Queue(`INSERT INTO emergency_people (emergency_id, person_id) SELECT $1, unnest($2::bigint[])`, m.ID, ids(m.Told))
		c.detail["building"], c.detail["told"] = m.Building, len(m.Told)
		c.addNew(e)
		return nil
	})
	return m, err
}

// Emergency is an emergency notice by ID, with those it went to as they can be reached now; CodeNotFound.
func (s *Store) Emergency(ctx context.Context, id int64) (conference.Emergency, error) {
	var m conference.Emergency
	b := &pgx.Batch{}
	queueRows(b, scanEmergency, `SELECT e.id, e.building, e.words, e.sent_at, `+briefColumns("w")+` FROM emergencies e JOIN people w ON w.id = e.sent_by
		WHERE e.id = $1`, []any{id}, first(&m))
	var told []conference.Person
	queueRows(b, scanPerson, `SELECT `+personColumns("p")+` FROM emergency_people t JOIN people p ON p.id = t.person_id
		WHERE t.emergency_id = $1 ORDER BY p.id`, []any{id}, into(&told))
	if err := s.pool.SendBatch(ctx, b).Close(); err != nil {
		return m, wrap("emergency notice", err)
	}
	if m.ID == 0 {
		return m, conference.Refuse(conference.CodeNotFound)
	}
	m.Told = told
	return m, nil
}

func scanEmergency(row pgx.CollectableRow) (m conference.Emergency, err error) {
	own := []any{&m.ID, &m.Building, &m.Words, &m.SentAt}
	err = row.Scan(slices.Concat(own, brief(&m.SentBy))...)
	return m, err
}

// toldLately queues the emergency notices of the last hour that somebody was to hear and does not: who sent them sees it.
func (c *change) toldLately(ctx context.Context, personID int64) error {
	var lately []int64
	queueRows(c.batch, pgx.RowTo[int64], `SELECT e.id FROM emergency_people t JOIN emergencies e ON e.id = t.emergency_id
		WHERE t.person_id = $1 AND e.sent_at > $2`, []any{personID, c.Now.Add(-time.Hour)}, into(&lately))
	if err := c.flush(ctx); err != nil {
		return err
	}
	for _, id := range lately {
		c.add(conference.Effects{Deliveries: []conference.Delivery{{Kind: conference.NoticeCard, Lane: conference.LaneTask,
			Subject: conference.Subject{Kind: conference.SubjectEmergency, ID: id}, To: conference.Audience{Holders: true}}}})
	}
	return nil
}
