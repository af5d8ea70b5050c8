package handlers

import (
	"context"
	"slices"

	"huiwu/conference"
)

// send opens the report; the draft becomes its live card. The dialog stays a while for the album's other pictures.
func (c *problem) send(ctx context.Context, t *turn, d problemDraft) (Reply, error) {
	task, joined, err := c.store.ReportProblem(ctx, t.confirms(), conference.ProblemRequest{RoomID: d.Room,
		BookingID: d.Booking, Kind: d.Kind, Text: d.Text, Photos: d.Photos, Voice: d.Voice, Urgent: d.Urgent})
	if conference.CodeOf(err) == conference.CodeDuplicate { // reported in an earlier life of ours
		task, err = c.store.Task(ctx, subjectOf(err).ID)
	}
	if err != nil {
		return Reply{}, err
	}
	t.dialog.Step, t.dialog.Expect, t.dialog.Card = faultSent, "", 0 // the card is the report's now
	if err := t.keep(problemDraft{Task: task.ID, SentAt: t.now, Album: d.Album}); err != nil {
		return Reply{}, err
	}
	m := t.inPlace(t.taskMessage(task))
	if joined {
		m.Text = Blocks(m.Text, t.say("problem.joined"))
	}
	return toast(t.label("problem.sent", "crew", t.crew(task.Crew))).with(m), nil
}

// morePictures lets the later pictures of an album be added to a report that was made elsewhere, as those of its own are.
func (t *turn) morePictures(report conference.Task) error {
	t.open((*problem)(nil).name()).Step = faultSent
	return t.keep(problemDraft{Task: report.ID, SentAt: t.now, Album: t.AlbumID})
}

// afterwards adds a late picture to the report that was sent; whatever else is somebody else's.
func (c *problem) afterwards(ctx context.Context, t *turn) (Reply, error) {
	var d problemDraft
	if err := t.recall(&d); err != nil || !d.takes(t) {
		return Reply{}, errElsewhere
	}
	task, err := c.store.AddProblemPhoto(ctx, t.change(), d.Task, t.Files[0].ID) // an album comes a picture at a time
	if err != nil {
		return t.giveUp(Reply{}, err)
	}
	return reply(t.answer(Join(" · ", t.taskHead(task), t.say("problem.photo.added")), nil))
}

// takes tells whether the event is one more picture of the report that was sent.
func (d problemDraft) takes(t *turn) bool {
	if len(t.Files) == 0 || slices.ContainsFunc(t.Files, func(f File) bool { return f.Kind != FilePhoto }) {
		return false
	}
	sameAlbum := t.AlbumID != "" && t.AlbumID == d.Album
	return sameAlbum || (t.Text == "" && t.AlbumID == "" && t.now.Sub(d.SentAt) < albumTime)
}
