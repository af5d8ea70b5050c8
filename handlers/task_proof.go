package handlers

import (
	"context"
	"slices"
	"time"

	"huiwu/conference"
)

// proofStore is what pictures that show the work need.
type proofStore interface {
	AddProof(ctx context.Context, ch conference.Change, id int64, fileID string) (conference.Task, error)
	// Card is the person's live card of a subject; false when they have none.
	Card(ctx context.Context, subject conference.Subject, personID int64) (conference.Card, bool, error)
}

// proofDraft is where pictures go: to the task whose card asked, or, while it is asked which, to one of those that
// want one. It stays for a while, as an album comes a picture at a time.
type proofDraft struct {
	asked
	Album string    `json:"album,omitempty"`
	Last  time.Time `json:"last,omitzero"` // when a picture came; zero while one is asked for
	Files []string  `json:"files,omitempty"`
}

// askPhoto asks for a picture, on the card itself.
func (c *tasks) askPhoto(ctx context.Context, t *turn) (Reply, error) {
	task, err := c.visible(ctx, t.viewer, t.button.id)
	switch {
	case err != nil:
		return Reply{}, err
	case !task.Open():
		return Reply{}, conference.Refuse(conference.CodeTaskOver)
	case !task.Has(t.person.ID):
		return Reply{}, conference.Refuse(conference.CodeTaskNotYours)
	}
	if err := t.askOn(c.name(), argPhoto, task.ID); err != nil {
		return Reply{}, err
	}
	text, _ := t.taskCard(task)
	back := button{verb: verbTask, id: task.ID, rev: int64(task.Revision), arg: argBack}
	return reply(t.edit(Blocks(text, t.say("task.proof.ask")), Keyboard{}.row(back.key(t.label("task.button.back")))))
}

// pictured takes what comes while a picture is asked for, or has just come.
func (c *tasks) pictured(ctx context.Context, t *turn) (Reply, error) {
	var d proofDraft
	if err := t.recall(&d); err != nil {
		return Reply{}, errElsewhere
	}
	photos := t.photos()
	switch {
	case t.dialog.Step == argHere, len(photos) > 0 && !d.takes(t), len(photos) == 0 && (asksFor(t.reading) || !d.Last.IsZero()):
		return Reply{}, errElsewhere
	case len(photos) == 0:
		return reply(t.answer(t.say("task.proof.unread"), nil))
	}
	return c.prove(ctx, t, d.ID, photos, !d.Last.IsZero())
}

// takes tells whether a picture is for the task: the one that was asked for, or another of its album.
func (d proofDraft) takes(t *turn) bool {
	sameAlbum := t.AlbumID != "" && t.AlbumID == d.Album
	return d.Last.IsZero() || sameAlbum || t.Text == "" && t.AlbumID == "" && t.now.Sub(d.Last) < albumTime
}

// photos are the pictures of the event.
func (t *turn) photos() []string {
	var ids []string
	for _, f := range t.Files {
		if f.Kind == FilePhoto {
			ids = append(ids, f.ID)
		}
	}
	return ids
}

// prove adds pictures to the task and shows its card with them: at the bottom, or where it stands for more of an album.
func (c *tasks) prove(ctx context.Context, t *turn, id int64, photos []string, more bool) (Reply, error) {
	task, err := c.store.AddProof(ctx, t.change(), id, photos[0]) // an album comes a picture at a time
	if err != nil && t.in(c.name()) {
		return t.giveUp(Reply{}, err)
	}
	if err != nil {
		return Reply{}, err
	}
	m := t.taskMessage(task)
	m.Chat = t.Chat.ID
	card, found, err := c.store.Card(ctx, task.Subject(), t.person.ID)
	switch {
	case err != nil:
		return Reply{}, wrap("card", err)
	case !found || card.ChatID != t.Chat.ID:
	case more:
		m.Edit = int(card.MessageID)
	default:
		m.Replace = int(card.MessageID)
	}
	if !t.in(c.name()) || t.dialog.Step != argPhoto {
		t.open(c.name())
	}
	t.dialog.Step = argPhoto
	if err := t.keep(proofDraft{asked: asked{ID: id}, Album: t.AlbumID, Last: t.now}); err != nil {
		return Reply{}, err
	}
	return reply(m)
}

// sent finds the task that a picture sent out of the blue shows: the one whose card it answers, or the only one that
// wants a picture. One with words is a report.
func (c *tasks) sent(ctx context.Context, t *turn) (Reply, error) {
	photos := t.photos()
	if len(photos) == 0 {
		return Reply{}, errElsewhere
	}
	mine, err := c.mine(ctx, t)
	if err != nil {
		return Reply{}, err
	}
	if t.ReplyTo != 0 {
		for _, task := range mine {
			if card, found, err := c.store.Card(ctx, task.Subject(), t.person.ID); err != nil {
				return Reply{}, wrap("card", err)
			} else if found && card.ChatID == t.Chat.ID && card.MessageID == int64(t.ReplyTo) {
				return c.prove(ctx, t, task.ID, photos, false)
			}
		}
	}
	switch wanting := wantingProof(mine); {
	case len(wanting) == 0 || t.Text != "":
		return Reply{}, errElsewhere
	case len(wanting) == 1:
		return c.prove(ctx, t, wanting[0].ID, photos, false)
	}
	t.open(c.name()).Step = argHere
	if err := t.keep(proofDraft{Album: t.AlbumID, Files: photos}); err != nil {
		return Reply{}, err
	}
	return c.askWhich(ctx, t)
}

// mine are the open tasks that the person has taken.
func (c *tasks) mine(ctx context.Context, t *turn) ([]conference.Task, error) {
	all, err := c.store.TasksFor(ctx, t.person)
	return slices.DeleteFunc(all, func(task conference.Task) bool { return !task.Has(t.person.ID) }), wrap("tasks", err)
}

// wantingProof are the tasks that are done only with a picture and have none.
func wantingProof(all []conference.Task) []conference.Task {
	return slices.DeleteFunc(slices.Clone(all), func(task conference.Task) bool { return !task.Proof || len(task.Proofs) > 0 })
}

// askWhich asks which of several tasks a picture shows.
func (c *tasks) askWhich(ctx context.Context, t *turn) (Reply, error) {
	mine, err := c.mine(ctx, t)
	if err != nil {
		return Reply{}, err
	}
	wanting := wantingProof(mine)
	var keys Keyboard
	for _, task := range wanting[:min(len(wanting), mostTasks)] {
		b := button{verb: verbTask, id: task.ID, rev: int64(task.Revision), arg: argHere}
		keys = keys.row(b.key(t.label("task.list.button", "time", t.clockOrMoment(task.DueAt), "what", t.taskShort(task))))
	}
	return reply(t.answer(t.say("task.proof.which"), keys))
}

// belongs adds the picture that was sent to the task that was chosen.
func (c *tasks) belongs(ctx context.Context, t *turn) (Reply, error) {
	var d proofDraft
	if !t.in(c.name()) || t.dialog.Step != argHere || t.recall(&d) != nil || len(d.Files) == 0 {
		return Reply{}, conference.Refuse(conference.CodeStale)
	}
	task, err := c.store.AddProof(ctx, t.change(), t.button.id, d.Files[0])
	if err != nil {
		return Reply{}, err
	}
	t.dialog.Step = argPhoto
	if err := t.keep(proofDraft{asked: asked{ID: task.ID}, Album: d.Album, Last: t.now}); err != nil {
		return Reply{}, err
	}
	return reply(t.edit(t.say("task.proof.added", "task", t.taskHead(task)), nil))
}
