package storage

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
)

// crewChat is the condition for groups and topics that crews have bound.
const crewChat = ` p.roles = ARRAY['crew_chat'] AND p.removed_at IS NULL `

// CrewChat is whose the group or topic is, as the person that is written to for it; CodeNotFound.
func (s *Store) CrewChat(ctx context.Context, chatID int64, thread int) (conference.Person, error) {
	return must(readOne(ctx, s.pool, scanPerson, `SELECT `+personColumns("p")+` FROM people p
		WHERE p.telegram_id = $1 AND p.thread_id = $2 AND`+crewChat, chatID, thread))("crew's chat")
}

// BindChat makes a group, or one of its topics, a crew's: from now on the crew's work is put before it there. One that
// it had elsewhere is let go. CodeForbidden unless the actor leads the crew or oversees all; CodeChatTaken when the
// place is another crew's; CodeNothingToChange.
func (s *Store) BindChat(ctx context.Context, ch conference.Change, crew conference.Crew, chatID int64, thread int, title string) (conference.Person, error) {
	var bound conference.Person
	err := s.change(ctx, ch, conference.Subject{Kind: subjectPerson, ID: ch.Actor.ID}, "bind chat", func(ctx context.Context, c *change) error {
		var here conference.Person
		c.lockChats()
		queueRows(c.batch, scanPerson, `SELECT `+personColumns("p")+` FROM people p WHERE p.telegram_id = $1 AND p.thread_id = $2 AND`+crewChat,
			[]any{chatID, thread}, first(&here))
		if err := c.flush(ctx); err != nil {
			return err
		}
		switch {
		case !conference.May(c.Actor, conference.ActionBindChat, c.Actor.In(crew)):
			return conference.Refuse(conference.CodeForbidden)
		case here.ID != 0 && here.Crew != crew:
			return conference.Refuse(conference.CodeChatTaken, "crew", here.Crew)
		case here.ID != 0 && !here.Unreachable:
			return conference.Refuse(conference.CodeNothingToChange)
		}
		c.letGo(crew)
		queueRows(c.batch, scanPerson, `INSERT INTO people AS p (name, roles, crew, language, telegram_id, thread_id, created_at)
			VALUES ($1, ARRAY['crew_chat'], $2, $3, $4, $5, $6) RETURNING `+personColumns("p"),
			[]any{storable(title), crew, c.Actor.Language, chatID, thread, c.Now}, first(&bound))
		c.detail["crew"], c.detail["chat"], c.detail["thread"] = crew, chatID, thread
		return c.offerAgain(ctx, crew, false)
	})
	return bound, err
}

// UnbindChat lets a crew's group or topic go: its members get their cards privately again, at once those of what nobody
// has taken. CodeForbidden unless the actor leads the crew or oversees all; CodeNotFound when it is no crew's.
func (s *Store) UnbindChat(ctx context.Context, ch conference.Change, chatID int64, thread int) (conference.Crew, error) {
	var crew conference.Crew
	err := s.change(ctx, ch, conference.Subject{Kind: subjectPerson, ID: ch.Actor.ID}, "unbind chat", func(ctx context.Context, c *change) error {
		var here conference.Person
		c.lockChats()
		queueRows(c.batch, scanPerson, `SELECT `+personColumns("p")+` FROM people p WHERE p.telegram_id = $1 AND p.thread_id = $2 AND`+crewChat,
			[]any{chatID, thread}, first(&here))
		if err := c.flush(ctx); err != nil {
			return err
		}
		crew = here.Crew
		switch {
		case here.ID == 0:
			return conference.Refuse(conference.CodeNotFound)
		case !conference.May(c.Actor, conference.ActionBindChat, c.Actor.In(crew)):
			return conference.Refuse(conference.CodeForbidden)
		}
		c.letGo(crew)
		c.detail["crew"], c.detail["chat"], c.detail["thread"] = crew, chatID, thread
		return c.offerAgain(ctx, crew, true)
	})
	return crew, err
}

// lockChats lets one change at a time decide which place is whose.
func (c *change) lockChats() { c.batch.Queue(`SELECT pg_advisory_xact_lock(hashtext('crew chats'))`) }

// letGo queues that the crew has no chat.
func (c *change) letGo(crew conference.Crew) {
	c.batch.Queue(`UPDATE people p SET removed_at = $2, telegram_id = NULL WHERE p.crew = $1 AND`+crewChat, crew, c.Now)
}

// offerAgain puts the crew's work that waits for hands before it anew, wherever it is reached now.
func (c *change) offerAgain(ctx context.Context, crew conference.Crew, ping bool) error {
	var open []conference.Task
	queueRows(c.batch, scanTask, taskSQL+` WHERE`+openTask+`AND t.crew = $1 AND t.only_id IS NULL ORDER BY t.due_at, t.id`, []any{crew}, into(&open))
	if err := c.flush(ctx); err != nil {
		return err
	}
	for _, t := range open {
		if t.Missing() > 0 {
			c.effects.Deliveries = append(c.effects.Deliveries, t.OfferCard(ping))
		}
	}
	return nil
}

// MoveChat follows a group to the supergroup that it has become.
func (s *Store) MoveChat(ctx context.Context, from, to int64, now time.Time) error {
	return s.change(ctx, conference.Change{Now: now}, conference.Subject{Kind: subjectPerson, ID: -1}, "move chat", func(ctx context.Context, c *change) error {
		var moved []int64
		queueRows(c.batch, pgx.RowTo[int64], `UPDATE people p SET telegram_id = $2, unreachable_at = NULL WHERE p.telegram_id = $1 AND`+crewChat+`RETURNING p.id`,
			[]any{from, to}, into(&moved))
		if err := c.flush(ctx); err != nil {
			return err
		}
		if c.silent = len(moved) == 0; !c.silent {
			c.about(moved[0])
		}
		c.detail["from"], c.detail["to"] = from, to
		return nil
	})
}

// ReachChat notes that the bot has been taken into a group, or put out of it: the crews' chats there can or cannot be
// reached, topics included.
func (s *Store) ReachChat(ctx context.Context, chatID int64, reachable bool, now time.Time) error {
	ids, err := readAll(ctx, s.pool, pgx.RowTo[int64], `SELECT p.id FROM people p WHERE p.telegram_id = $1 AND`+crewChat, chatID)
	if err != nil {
		return wrap("crews' chats in a group", err)
	}
	for _, id := range ids {
		if reachable {
			err = s.MarkReachable(ctx, id)
		} else {
			_, err = s.MarkUnreachable(ctx, id, now)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
