package handlers

import (
	"context"
	"strings"
	"time"

	"huiwu/conference"
	"huiwu/language"
)

// verbBoard brings the board up to date; whoever taps looks at it.
const verbBoard = "board"

// boardStore is what the board shows.
type boardStore interface {
	Board(ctx context.Context, viewer int64, building string, now time.Time, most int) (conference.Board, error)
	// LookAtBoard notes that somebody looks at theirs: it is kept up to date from now on.
	LookAtBoard(ctx context.Context, viewer int64, now time.Time) error
}

// board is an overseer's overview: what is late, what nobody has taken, what comes next. It is one card for each, pinned
// and edited in place.
type board struct {
	*core
	store boardStore
}

func newBoard(c *core, s boardStore) *board { return &board{core: c, store: s} }

func (*board) name() string                    { return "board" }
func (*board) commands() []string              { return []string{"board"} }
func (*board) verbs() []string                 { return []string{verbBoard} }
func (*board) intents() []language.Intent      { return nil }
func (*board) subject() conference.SubjectKind { return conference.SubjectBoard }

func (c *board) show(ctx context.Context, t *turn) (Reply, error) { return c.step(ctx, t) }

func (c *board) step(ctx context.Context, t *turn) (Reply, error) {
	if t.Button == nil && t.Command == "" {
		return Reply{}, errElsewhere
	}
	if !t.may(conference.ActionSeeBoard, 0) {
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	}
	if err := c.store.LookAtBoard(ctx, t.person.ID, t.now); err != nil {
		return Reply{}, err
	}
	m, err := c.draw(ctx, t.viewer, conference.TheBoard)
	if err != nil {
		return Reply{}, err
	}
	m = t.inPlace(m)
	m.Pin = t.Chat.Private
	r, err := reply(m)
	if t.Button != nil {
		r.Toast = t.label("board.refreshed", "time", t.clock(t.now))
	}
	return r, err
}

// mostPressing is how many tasks the board names.
const mostPressing = 6

// draw is the board as its viewer sees it now.
func (c *board) draw(ctx context.Context, v viewer, id int64) (Message, error) {
	switch {
	case !v.may(conference.ActionSeeBoard, 0):
		return Message{}, conference.Refuse(conference.CodeForbidden)
	case id != conference.TheBoard:
		return Message{}, conference.Refuse(conference.CodeNotFound)
	}
	b, err := c.store.Board(ctx, v.person.ID, conference.BoardOf(v.person), v.now, mostPressing)
	if err != nil {
		return Message{}, err
	}
	text, keys := v.boardCard(b)
	return Message{Text: text, Keyboard: keys, Silent: true, Pin: true, Card: &CardRef{PersonID: v.person.ID, Revision: v.now.Unix(),
		Subject: conference.Subject{Kind: conference.SubjectBoard, ID: conference.TheBoard}}}, nil
}

// boardCard is the counts by building and the most pressing tasks, each a tap away. It tells times of day and not how
// long ago they were, so that it changes when something happens and not with every minute.
func (v viewer) boardCard(b conference.Board) (Text, Keyboard) {
	refresh := button{verb: verbBoard, id: conference.TheBoard}.key(v.label("board.refresh"))
	if !b.LookedAt.IsZero() && !v.now.Before(b.LookedAt.Add(conference.BoardIdle)) {
		return Lines(Bold(v.say("board.title")), v.say("board.stopped")), Keyboard{}.row(refresh)
	}
	var counts, lines []Text
	for _, line := range b.Buildings {
		counts = append(counts, v.boardLine(line))
	}
	if len(counts) == 0 {
		counts = append(counts, v.say("board.none"))
	}
	var keys Keyboard
	for _, t := range b.Pressing {
		lines = append(lines, v.pressing(t))
		open := button{verb: verbTask, id: t.ID, rev: int64(t.Revision), arg: argOpen}
		keys = keys.row(open.key(v.label("task.list.button", "time", v.clockOrMoment(t.DueAt), "what", v.taskShort(t))))
	}
	return Blocks(Lines(Bold(v.say("board.title")), Lines(counts...)), Lines(lines...)), keys.row(refresh)
}

// boardLine is one building's counts, those that are not nothing.
func (v viewer) boardLine(b conference.BoardLine) Text {
	building := line(b.Building)
	if building == "" {
		building = v.label("board.elsewhere")
	}
	var parts []string
	for _, p := range []struct {
		key string
		n   int
	}{{"board.late", b.Late}, {"board.unclaimed", b.Unclaimed}, {"board.soon", b.Soon}, {"board.meetings", b.Meetings}} {
		if p.n > 0 {
			parts = append(parts, v.label(p.key, "n", p.n))
		}
	}
	if len(parts) == 0 {
		parts = []string{v.label("board.quiet")}
	}
	return v.say("board.line", "building", building, "counts", strings.Join(parts, " · "))
}

// pressing is a task in a line, and who has it.
func (v viewer) pressing(t conference.Task) Text {
	state := Plain(t.Claimer.Name)
	if t.Status == conference.TaskOffered || t.Missing() > 0 {
		state = v.say("board.waits")
	}
	return Join(" · ", v.taskLine(t), state)
}
