package handlers

import (
	"context"
	"time"

	"huiwu/conference"
	"huiwu/language"
)

// fresh opens a draft from a sentence.
func (b *booking) fresh(ctx context.Context, t *turn, text string, r language.Reading) (Reply, error) {
	if !t.may(conference.ActionBook, 0) {
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	}
	_, rooms, err := b.names.get(ctx, t.now)
	if err != nil {
		return Reply{}, err
	}
	if t.in(b.name()) && draftOf(t).Booking != 0 { // its card is the booking's
		t.open(b.name())
	} else {
		t.reopen(b.name())
	}
	d := new(draft)
	return b.card(ctx, t, d, b.taken(t, d, text, r, rooms))
}

// taken puts a sentence into the draft; the refusal is what can't be, or has gone by.
func (b *booking) taken(t *turn, d *draft, text string, r language.Reading, rooms []conference.Room) error {
	err := d.take(text, r, rooms, b.settings)
	if past := d.dropPast(t.now, b.settings.Zone); past != nil && err == nil {
		return past
	}
	return err
}

// afresh tells a whole new wish from a word about the draft: it says it wants to book, and when.
func (b *booking) afresh(t *turn) bool {
	r := t.reading
	if t.dialog.Step == stepTitle {
		return b.whole(r) == language.IntentBook
	}
	return r.Intent == language.IntentBook && r.Time != nil && r.Time.HasDay && r.Time.HasClock
}

// spoken takes words typed while the draft is open: an answer, a correction, a yes or a no.
func (b *booking) spoken(ctx context.Context, t *turn) (Reply, error) {
	d := draftOf(t)
	switch r := t.reading; {
	case t.Text == "":
		return Reply{}, errElsewhere
	case t.callsOff():
		return b.drop(ctx, t, d)
	case t.dialog.Step == stepTitle && b.whole(r) == language.IntentUnknown:
		return b.rename(ctx, t, d)
	case !aboutDraft(r.Intent):
		return Reply{}, errElsewhere
	case r.Answer != nil && !says(r) && t.now.Sub(time.Unix(d.Shown, 0)) < answerWithin:
		return b.yesOrNo(ctx, t, d, r.Answer.Kind)
	case !says(r):
		return Reply{}, errElsewhere
	}
	_, rooms, err := b.names.get(ctx, t.now)
	if err != nil {
		return Reply{}, err
	}
	before := d.content()
	refused := b.taken(t, d, t.Text, t.reading, rooms)
	switch {
	case refused == nil && d.content() == before:
		refused = remark{key: "draft.not_understood"}
	case refused == nil:
		t.dialog.Step = ""
	}
	return b.card(ctx, t, d, refused)
}

// answerWithin is how long after the draft was shown a bare "yes" is meant for it.
const answerWithin = 10 * time.Minute

// yesOrNo takes a bare answer to the draft that has just been shown.
func (b *booking) yesOrNo(ctx context.Context, t *turn, d *draft, k language.AnswerKind) (Reply, error) {
	switch k {
	case language.AnswerYes:
		return b.confirm(ctx, t, d)
	case language.AnswerNo:
		return b.drop(ctx, t, d)
	}
	return b.card(ctx, t, d, remark{key: "draft.not_understood"})
}

// aboutDraft tells whether words with the intent can be meant for the draft.
func aboutDraft(i language.Intent) bool {
	switch i {
	case language.IntentUnknown, language.IntentBook, language.IntentChange, language.IntentAnswer, language.IntentFree:
		return true
	}
	return false
}

// says tells whether the reading holds anything that a draft can take.
func says(r language.Reading) bool {
	return r.Time != nil || r.Headcount != nil || r.Room != nil || r.Title != "" || r.Change != nil ||
		len(r.Services) > 0 || len(r.Invalid) > 0 || len(r.Ambiguities) > 0
}

// rename takes all that was typed as the title.
func (b *booking) rename(ctx context.Context, t *turn, d *draft) (Reply, error) {
	title := line(t.Text)
	switch {
	case title == "":
		return b.card(ctx, t, d, conference.Refuse(conference.CodeTitleMissing))
	case len([]rune(title)) > b.settings.MaxTitle:
		return b.card(ctx, t, d, conference.Refuse(conference.CodeTitleLong, "max", b.settings.MaxTitle))
	}
	d.Title, t.dialog.Step = title, ""
	d.Version++
	return b.card(ctx, t, d, nil)
}
