package handlers

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"huiwu/conference"
	"huiwu/language"
)

// verbProblem is a button of a report's draft.
const verbProblem = "fault"

// mostPhotos is how many pictures one report takes: an album has at most ten.
const mostPhotos = 10

// whereaboutsStore tells which meeting somebody is in.
type whereaboutsStore interface {
	BookingsOf(ctx context.Context, personID int64, from time.Time) ([]conference.Booking, error)
	AttendingOf(ctx context.Context, personID int64, from time.Time) ([]conference.Booking, error)
}

// problemStore is what reporting a fault needs.
type problemStore interface {
	// ReportProblem opens a report; joined is true when the same fault was reported before and t is that report.
	ReportProblem(ctx context.Context, ch conference.Change, r conference.ProblemRequest) (t conference.Task, joined bool, err error)
	Task(ctx context.Context, id int64) (conference.Task, error)
	// AddProblemPhoto adds a picture that came after the report was sent.
	AddProblemPhoto(ctx context.Context, ch conference.Change, taskID int64, fileID string) (conference.Task, error)
}

// problem is reporting a fault by words, pictures or voice.
type problem struct {
	*core
	store       problemStore
	whereabouts whereaboutsStore
}

func newProblem(c *core, s interface {
	problemStore
	whereaboutsStore
}) *problem {
	return &problem{core: c, store: s, whereabouts: s}
}

func (*problem) name() string               { return "problem" }
func (*problem) commands() []string         { return []string{"report", commandFiles} }
func (*problem) verbs() []string            { return []string{verbProblem} }
func (*problem) intents() []language.Intent { return []language.Intent{language.IntentProblem} }

// problemDraft is a report before it is sent, and the trace of it shortly after.
type problemDraft struct {
	Room     int64                  `json:"r,omitempty"`
	Nowhere  bool                   `json:"x,omitempty"` // in no meeting room, as the reporter says
	Booking  int64                  `json:"b,omitempty"`
	Kind     conference.ProblemKind `json:"k,omitempty"`
	Text     string                 `json:"t,omitempty"`
	Photos   []string               `json:"p,omitempty"`
	Voice    string                 `json:"v,omitempty"`
	Urgent   bool                   `json:"u,omitempty"`
	Building string                 `json:"g,omitempty"` // whose rooms are offered
	Album    string                 `json:"a,omitempty"`
	// Task and SentAt are set once it is sent: later pictures of the album are added to it.
	Task   int64     `json:"i,omitempty"`
	SentAt time.Time `json:"s,omitzero"`
}

// What the draft is asking for; also the args of its buttons, those with a value after a dot.
const (
	faultCard     = ""
	faultWhat     = "what"
	faultKind     = "kind"
	faultRoom     = "room"
	faultBuilding = "house"
	faultUrgent   = "urgent"
	faultSend     = "send"
	faultDrop     = "drop"
	faultBack     = "back"
	faultSent     = "sent"
)

// albumTime is how long after the report a picture without a word still belongs to it.
const albumTime = 10 * time.Minute

func (c *problem) step(ctx context.Context, t *turn) (Reply, error) {
	switch {
	case t.Button != nil:
		return c.tapped(ctx, t)
	case t.Command == "report":
		return c.begin(ctx, t, t.Args)
	case t.in(c.name()) && t.dialog.Step == faultSent:
		r, err := c.afterwards(ctx, t)
		if !errors.Is(err, errElsewhere) || t.reading.Intent != language.IntentProblem && len(t.Files) == 0 {
			return r, err
		} // else another fault
	case t.in(c.name()) && t.Command == "":
		return c.answered(ctx, t)
	}
	return c.begin(ctx, t, t.Text)
}

// begin opens a draft with what the words and files hold.
func (c *problem) begin(ctx context.Context, t *turn, words string) (Reply, error) {
	if !t.may(conference.ActionReportProblem, 0) {
		return Reply{}, conference.Refuse(conference.CodeForbidden)
	}
	var d problemDraft
	parser, _, err := c.names.get(ctx, t.now)
	if err != nil {
		return Reply{}, err
	}
	if err := c.read(ctx, t, &d, parser.Parse(words, t.local()), words); err != nil {
		return Reply{}, err
	}
	d.attach(t.Event)
	if err := c.locate(ctx, t, &d); err != nil {
		return Reply{}, err
	}
	t.open(c.name())
	return c.next(ctx, t, d)
}

// read takes the room, the kind and the words out of a sentence.
func (c *problem) read(ctx context.Context, t *turn, d *problemDraft, r language.Reading, words string) error {
	if r.Room != nil && r.Room.Number != "" {
		room, err := c.roomNumbered(ctx, t, r.Room.Number)
		if err != nil {
			return err
		}
		if room.ID != 0 {
			d.Room, d.Nowhere, d.Booking = room.ID, false, 0
		}
	}
	if p := r.Problem; p != nil {
		d.Urgent = d.Urgent || p.Urgent
		// "Other" is what the words don't tell: then it is asked, for the kind decides which crew comes.
		if k := conference.ProblemKind(p.Kind); k != conference.ProblemOther && slices.Contains(conference.ProblemKinds, k) {
			d.Kind = k
		}
	}
	if words = line(words); utf8.RuneCountInString(words) > c.settings.MaxReport {
		return conference.Refuse(conference.CodeTextLong, "max", c.settings.MaxReport)
	}
	if words != "" {
		d.Text = words
	}
	return nil
}

// attach takes the pictures and the voice of an event.
func (d *problemDraft) attach(e Event) {
	for _, f := range e.Files {
		switch {
		case f.Kind == FileVoice:
			d.Voice = f.ID
		case f.Kind == FilePhoto && len(d.Photos) < mostPhotos && !slices.Contains(d.Photos, f.ID):
			d.Photos = append(d.Photos, f.ID)
		}
	}
	if e.AlbumID != "" {
		d.Album = e.AlbumID
	}
}

// locate takes the meeting that the reporter is in now: it lends its room when none was named.
func (c *problem) locate(ctx context.Context, t *turn, d *problemDraft) error {
	here, err := c.meetingNow(ctx, t)
	if err != nil || here.ID == 0 {
		return err
	}
	if d.Room == 0 {
		d.Room = here.Room.ID
	}
	if d.Room == here.Room.ID {
		d.Booking = here.ID
	}
	return nil
}

// meetingNow is the meeting the person is in, or on the way to; zero for none.
func (c *problem) meetingNow(ctx context.Context, t *turn) (conference.Booking, error) {
	mine, err := c.whereabouts.BookingsOf(ctx, t.person.ID, t.now)
	if err != nil {
		return conference.Booking{}, err
	}
	attending, err := c.whereabouts.AttendingOf(ctx, t.person.ID, t.now)
	if err != nil {
		return conference.Booking{}, err
	}
	for _, b := range append(mine, attending...) {
		if t.now.Before(b.End) && !t.now.Add(30*time.Minute).Before(b.Start) {
			return b, nil
		}
	}
	return conference.Booking{}, nil
}

// next keeps the draft and asks for what is missing: words or a picture, the room, the kind; then it shows the card.
func (c *problem) next(ctx context.Context, t *turn, d problemDraft) (Reply, error) {
	switch {
	case d.Text == "" && len(d.Photos) == 0 && d.Voice == "":
		t.dialog.Step = faultWhat
	case d.Room == 0 && !d.Nowhere:
		t.dialog.Step = faultRoom
	case d.Kind == "":
		t.dialog.Step = faultKind
	default:
		t.dialog.Step = faultCard
	}
	return c.at(ctx, t, d)
}

// at keeps the draft and shows it where it is.
func (c *problem) at(ctx context.Context, t *turn, d problemDraft) (Reply, error) {
	t.dialog.Expect = map[string]language.Slot{faultRoom: language.SlotRoom, faultWhat: language.SlotProblem}[t.dialog.Step]
	if err := t.keep(d); err != nil {
		return Reply{}, err
	}
	return c.show(ctx, t)
}

// answered takes words, pictures or voice for the draft. A fault in another room is a new report.
func (c *problem) answered(ctx context.Context, t *turn) (Reply, error) {
	var d problemDraft
	if err := t.recall(&d); err != nil {
		return Reply{}, errElsewhere
	}
	if len(t.Files) > 0 {
		d.attach(t.Event)
		if d.Text == "" {
			if err := c.read(ctx, t, &d, t.reading, t.Text); err != nil {
				return Reply{}, err
			}
		}
		return c.next(ctx, t, d)
	}
	switch r := t.reading; {
	case c.whole(r) != language.IntentUnknown && r.Intent != language.IntentProblem:
		return Reply{}, errElsewhere
	case t.dialog.Step == faultRoom && r.Intent == language.IntentProblem:
		return c.begin(ctx, t, t.Text)
	case t.dialog.Step == faultRoom:
		return c.roomNamed(ctx, t, d)
	case t.dialog.Step == faultWhat:
		if err := c.read(ctx, t, &d, r, t.Text); err != nil {
			return Reply{}, err
		}
	case r.Intent == language.IntentProblem:
		return c.begin(ctx, t, t.Text)
	default:
		return Reply{}, errElsewhere
	}
	return c.next(ctx, t, d)
}

// roomNamed takes a typed room; one that does not exist is said to be so, with the nearest offered.
func (c *problem) roomNamed(ctx context.Context, t *turn, d problemDraft) (Reply, error) {
	number := line(t.Text)
	if t.reading.Room != nil && t.reading.Room.Number != "" {
		number = t.reading.Room.Number
	}
	room, err := c.roomNumbered(ctx, t, number)
	if err != nil {
		return Reply{}, err
	}
	if room.ID != 0 {
		d.Room, d.Nowhere, d.Booking = room.ID, false, 0
		return c.next(ctx, t, d)
	}
	if t.reading.Room == nil && asksFor(t.reading) {
		return Reply{}, errElsewhere
	}
	keys, err := c.roomKeys(ctx, t, d)
	if err != nil {
		return Reply{}, err
	}
	return reply(t.dialogMessage(t.say("problem.room.unread", "text", short(line(t.Text), 20)), keys))
}

// tapped answers the draft's buttons.
func (c *problem) tapped(ctx context.Context, t *turn) (Reply, error) {
	var d problemDraft
	if !t.ownsButton(c.name()) || t.dialog.Step == faultSent {
		return t.lostButton()
	}
	if err := t.recall(&d); err != nil {
		return Reply{}, err
	}
	what, value, _ := strings.Cut(t.button.arg, ".")
	switch {
	case what == faultSend:
		return c.send(ctx, t, d)
	case what == faultDrop:
		t.close()
		return reply(t.edit(t.say("problem.draft.dropped"), nil))
	case what == faultBack:
		d.Building = ""
		return c.next(ctx, t, d)
	case what == faultUrgent:
		d.Urgent = !d.Urgent
		return c.next(ctx, t, d)
	case value == "":
		t.dialog.Step = what
		return c.at(ctx, t, d)
	}
	if err := c.set(ctx, t, &d, what, value); err != nil {
		return Reply{}, err
	}
	if what == faultBuilding {
		return c.at(ctx, t, d)
	}
	return c.next(ctx, t, d)
}

// set takes the value of a button.
func (c *problem) set(ctx context.Context, t *turn, d *problemDraft, what, value string) error {
	n, err := strconv.ParseInt(value, 36, 64)
	switch {
	case what == faultKind && slices.Contains(conference.ProblemKinds, conference.ProblemKind(value)):
		d.Kind = conference.ProblemKind(value)
	case err != nil:
		return conference.Refuse(conference.CodeStale)
	case what == faultBuilding:
		houses, err := c.buildings(ctx, t)
		if err != nil || int(n) >= len(houses) || n < 0 {
			return conference.Refuse(conference.CodeStale)
		}
		d.Building = houses[n]
	case what == faultRoom:
		d.Room, d.Nowhere, d.Booking = n, n == 0, 0
	}
	return nil
}
