package storage

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
	"huiwu/storage/roster"
)

// The kinds of links.
const (
	linkAccess     = "access"
	linkInvitation = "invitation"
)

// link is a deep link as it is kept.
type link struct {
	Person    int64
	Booking   int64
	CreatedBy int64
}

// newToken is 128 random bits as a Telegram start parameter may spell them, and their hash.
func newToken() (token string, hash []byte) {
	var bits [16]byte
	rand.Read(bits[:]) //nolint:errcheck // never fails: it ends the process instead
	token = base64.RawURLEncoding.EncodeToString(bits[:])
	return token, hashToken(token)
}

func hashToken(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

func (c *change) insertLink(hash []byte, kind string, l link, expires time.Time) {
	c.batch.Queue(`INSERT INTO links (hash, kind, person_id, booking_id, created_by, created_at, expires_at)
		VALUES ($1, $2, NULLIF($3::bigint, 0), NULLIF($4::bigint, 0), $5, $6, $7)`, hash, kind, l.Person, l.Booking, c.Actor.ID, c.Now, expires)
}

// lockLink locks a link that may still be used; CodeLinkInvalid.
func (c *change) lockLink(ctx context.Context, token, kind string) (link, error) {
	var found []link
	queueRows(c.batch, pgx.RowToStructByPos[link], `SELECT coalesce(person_id, 0), coalesce(booking_id, 0), created_by FROM links
		WHERE hash = $1 AND kind = $2 AND expires_at > $3 AND used_at IS NULL FOR UPDATE`, []any{hashToken(token), kind, c.Now}, into(&found))
	if err := c.flush(ctx); err != nil {
		return link{}, err
	}
	if len(found) == 0 {
		return link{}, conference.Refuse(conference.CodeLinkInvalid)
	}
	return found[0], nil
}

// CreateAccessLink makes a link that ties whoever opens it first to the person. CodeForbidden,
// CodeNotFound for nobody or somebody removed, CodeAccountTaken for somebody tied already.
func (s *Store) CreateAccessLink(ctx context.Context, ch conference.Change, personID int64, ttl time.Duration) (string, error) {
	token, hash := newToken()
	err := s.change(ctx, ch, conference.Subject{Kind: subjectPerson, ID: personID}, "create access link", func(ctx context.Context, c *change) error {
		p, err := c.lockPerson(ctx, personID)
		if err != nil {
			return err
		}
		switch {
		case !conference.May(c.Actor, conference.ActionGrantAccess, 0):
			return conference.Refuse(conference.CodeForbidden)
		case p.ID == 0 || p.Removed:
			return conference.Refuse(conference.CodeNotFound)
		case p.TelegramID != 0:
			return conference.Refuse(conference.CodeAccountTaken)
		}
		c.insertLink(hash, linkAccess, link{Person: personID}, c.Now.Add(ttl))
		return nil
	})
	return token, err
}

// UseAccessLink ties the Telegram account to the link's person. CodeLinkInvalid for a link
// that is wrong, used or expired; CodeAccountTaken when person or account is tied already.
func (s *Store) UseAccessLink(ctx context.Context, ch conference.Change, telegramID int64, token string) (conference.Person, error) {
	var p conference.Person
	err := s.change(ctx, ch, conference.Subject{Kind: subjectPerson, ID: -1}, "use access link", func(ctx context.Context, c *change) error {
		l, err := c.lockLink(ctx, token, linkAccess)
		if err != nil {
			return err
		}
		if p, err = c.lockPerson(ctx, l.Person); err != nil {
			return err
		}
		if p.Removed {
			return conference.Refuse(conference.CodeLinkInvalid)
		}
		if p, err = c.tie(ctx, p, telegramID); err != nil {
			return err
		}
		c.batch.Queue(`UPDATE links SET used_at = $2, used_by = $3 WHERE hash = $1`, hashToken(token), c.Now, telegramID)
		return nil
	})
	return p, err
}

// LinkByContact ties the Telegram account to the person on the roster with the phone, however
// that is written. CodeContactUnknown; CodeAccountTaken when person or account is tied already.
func (s *Store) LinkByContact(ctx context.Context, ch conference.Change, telegramID int64, phone string) (conference.Person, error) {
	var p conference.Person
	err := s.change(ctx, ch, conference.Subject{Kind: subjectPerson, ID: -1}, "link by contact", func(ctx context.Context, c *change) error {
		digits, ok := roster.Phone(phone)
		if !ok {
			return conference.Refuse(conference.CodeContactUnknown)
		}
		queueRows(c.batch, scanPerson, `SELECT `+personColumns("p")+` FROM people p
			WHERE p.phone = $1 AND p.removed_at IS NULL FOR UPDATE`, []any{digits}, first(&p))
		err := c.flush(ctx)
		if err != nil {
			return err
		}
		if p.ID == 0 {
			return conference.Refuse(conference.CodeContactUnknown)
		}
		p, err = c.tie(ctx, p, telegramID)
		return err
	})
	return p, err
}

// lockPerson locks and reads somebody at once; the zero Person for nobody.
func (c *change) lockPerson(ctx context.Context, id int64) (conference.Person, error) {
	var p conference.Person
	queueRows(c.batch, scanPerson, `SELECT `+personColumns("p")+` FROM people p WHERE p.id = $1 FOR UPDATE`, []any{id}, first(&p))
	err := c.flush(ctx)
	return p, err
}

// tie ties a locked person to a Telegram account. A guest who turns out to be on the roster
// becomes that person, with their invitations.
func (c *change) tie(ctx context.Context, p conference.Person, telegramID int64) (conference.Person, error) {
	var holder conference.Person
	queueRows(c.batch, scanPerson, `SELECT `+personColumns("p")+` FROM people p WHERE p.telegram_id = $1 FOR UPDATE`, []any{telegramID}, first(&holder))
	if err := c.flush(ctx); err != nil {
		return p, err
	}
	guest := holder.ID != 0 && holder.ID != p.ID && holder.Has(conference.RoleGuest)
	if (p.TelegramID != 0 && p.TelegramID != telegramID) || (holder.ID != 0 && holder.ID != p.ID && !guest) {
		return p, conference.Refuse(conference.CodeAccountTaken)
	}
	if guest {
		c.absorb(holder.ID, p.ID)
	}
	c.batch.Queue(`UPDATE people SET telegram_id = $2, unreachable_at = NULL WHERE id = $1`, p.ID, telegramID)
	c.about(p.ID)
	p.TelegramID, p.Unreachable = telegramID, false
	return p, nil
}

// absorb queues that a guest's invitations and cards become a person's, where that person has
// none of their own.
func (c *change) absorb(guest, person int64) {
	c.batch.Queue(`UPDATE people SET telegram_id = NULL, removed_at = $2 WHERE id = $1`, guest, c.Now)
	c.batch.Queue(`UPDATE attendees a SET person_id = $2 WHERE a.person_id = $1
		AND NOT EXISTS (SELECT 1 FROM attendees o WHERE o.booking_id = a.booking_id AND o.person_id = $2)`, guest, person)
	c.batch.Queue(`UPDATE notices n SET person_id = $2 WHERE n.person_id = $1 AND n.state = 'pending'`, guest, person)
	c.batch.Queue(`UPDATE cards k SET person_id = $2 WHERE k.person_id = $1
		AND NOT EXISTS (SELECT 1 FROM cards o WHERE o.subject_kind = k.subject_kind AND o.subject_id = k.subject_id AND o.person_id = $2)`, guest, person)
	c.detail["was_guest"] = guest
}

// CreateInvitationLink makes a link by which anybody invites themself to the meeting, until it
// ends. CodeForbidden, CodeBookingOver, CodeNotFound.
func (s *Store) CreateInvitationLink(ctx context.Context, ch conference.Change, bookingID int64) (string, error) {
	token, hash := newToken()
	err := s.change(ctx, ch, conference.Subject{Kind: conference.SubjectBooking, ID: bookingID}, "create invitation link", func(ctx context.Context, c *change) error {
		m, err := c.meeting(ctx, bookingID, 0)
		if err != nil {
			return err
		}
		// Who may make a link is who may invite anybody.
		if _, _, err := s.rules().Invite(m, []conference.Person{{ID: -1}}, c.Change); err != nil {
			return err
		}
		c.insertLink(hash, linkInvitation, link{Booking: bookingID}, m.Booking.End)
		return nil
	})
	return token, err
}

// UseInvitationLink invites whoever opens the link in the name of who made it; unknown people
// become guests with the name and language that Telegram gives. Somebody invited before, and
// the organiser (with the zero Attendee), just get their answer. CodeLinkInvalid for a link that
// is wrong or expired, or whose maker may no longer invite; conference.Settings.Invite's refusals.
func (s *Store) UseInvitationLink(ctx context.Context, ch conference.Change, telegramID int64, name, language, token string) (conference.Person, conference.Attendee, error) {
	var p conference.Person
	var a conference.Attendee
	ch.Actor = conference.Person{} // whoever opens it need not be known
	err := s.change(ctx, ch, conference.Subject{Kind: conference.SubjectInvitation, ID: -1}, "use invitation link", func(ctx context.Context, c *change) error {
		l, err := c.lockLink(ctx, token, linkInvitation)
		if err != nil {
			return err
		}
		m, err := c.meeting(ctx, l.Booking, 0)
		if err != nil {
			return err
		}
		if p, err = c.personOrGuest(ctx, telegramID, name, language); err != nil {
			return err
		}
		a, err = c.inviteByLink(ctx, l, m, p)
		return err
	})
	return p, a, err
}

func (c *change) inviteByLink(ctx context.Context, l link, m conference.Meeting, p conference.Person) (conference.Attendee, error) {
	for _, a := range m.Attendees {
		if a.Person.ID == p.ID {
			c.about(a.ID)
			return a, nil
		}
	}
	if p.ID == m.Booking.Organiser.ID {
		return conference.Attendee{}, nil
	}
	maker, err := c.lockPerson(ctx, l.CreatedBy)
	if err != nil {
		return conference.Attendee{}, err
	}
	c.Actor = maker
	added, err := c.invite(ctx, m, []conference.Person{p})
	if conference.CodeOf(err) == conference.CodeForbidden {
		err = conference.Refuse(conference.CodeLinkInvalid)
	}
	if err != nil {
		return conference.Attendee{}, err
	}
	c.about(added[0].ID)
	return added[0], nil
}

// personOrGuest is who the account is tied to, or a new guest.
func (c *change) personOrGuest(ctx context.Context, telegramID int64, name, language string) (conference.Person, error) {
	var p conference.Person
	queueRows(c.batch, scanPerson, `INSERT INTO people AS p (name, roles, language, telegram_id, created_at)
		VALUES ($1, ARRAY['guest'], coalesce(NULLIF($2, ''), 'zh-CN'), $3, $4)
		ON CONFLICT (telegram_id, thread_id) DO UPDATE SET unreachable_at = NULL
		RETURNING `+personColumns("p"), []any{storable(name), language, telegramID, c.Now}, first(&p))
	err := c.flush(ctx)
	return p, err
}
