package handlers

import (
	"context"
	"fmt"
	"strconv"

	"huiwu/conference"
	"huiwu/handlers/form"
	"huiwu/language"
)

// printStore is what forms are printed from.
type printStore interface {
	sheetStore
	// Task returns CodeNotFound.
	Task(ctx context.Context, id int64) (conference.Task, error)
}

// printing draws forms for paper: the service notice, the purchase notice, the list of name cards (S29, S57, S71).
type printing struct {
	*core
	store printStore
}

func newPrinting(c *core, s printStore) *printing { return &printing{core: c, store: s} }

// verbPrint prints what its argument says of the thing that is its id.
const verbPrint = "print"

// What verbPrint prints.
const (
	printSheet   = "sheet"   // a crew's service notice
	printBooking = "booking" // a meeting's, for whoever oversees it
	printTask    = "task"    // what a task is done by: see printable
)

func (*printing) name() string               { return "print" }
func (*printing) commands() []string         { return nil }
func (*printing) verbs() []string            { return []string{verbPrint} }
func (*printing) intents() []language.Intent { return nil }

func (c *printing) show(ctx context.Context, t *turn) (Reply, error) { return c.step(ctx, t) }

// step sends the form's pages, each as a file, so that it comes out of a printer as it was drawn.
func (c *printing) step(ctx context.Context, t *turn) (Reply, error) {
	number, paper, err := c.paper(ctx, t)
	if err != nil {
		return Reply{}, err
	}
	if c.font == nil {
		return Reply{Toast: t.label("print.nofont"), Alert: true}, nil
	}
	pages, err := c.font.Draw(paper)
	if err != nil {
		return Reply{}, wrap("draw form", err)
	}
	var r Reply
	for i, page := range pages {
		m := t.answer(t.say("print.page", "what", paper.Title, "number", number, "page", i+1, "pages", len(pages)), nil)
		m.Silent = true
		m.Document = &Document{Name: fmt.Sprintf("%s-%s.png", number, strconv.Itoa(i+1)), MIME: "image/png", Data: page}
		r = r.with(m)
	}
	return r, nil
}

// paper is the form that a button asks for, with its number; CodeNotFound, CodeForbidden.
func (c *printing) paper(ctx context.Context, t *turn) (number string, paper form.Form, err error) {
	switch t.button.arg {
	case printSheet:
		n, err := c.notice(ctx, c.store, t.viewer, t.button.id)
		if err != nil {
			return "", paper, err
		}
		return n.m.Booking.Number, t.noticeForm(n), nil
	case printBooking:
		m, err := c.store.Meeting(ctx, t.button.id)
		switch {
		case err != nil:
			return "", paper, err
		case !t.may(conference.ActionTrackSheets, 0):
			return "", paper, conference.Refuse(conference.CodeForbidden)
		}
		return m.Booking.Number, t.noticeForm(crewNotice{m: m}), nil
	case printTask:
		return c.taskPaper(ctx, t)
	}
	return "", paper, conference.Refuse(conference.CodeStale)
}

func (c *printing) taskPaper(ctx context.Context, t *turn) (number string, paper form.Form, err error) {
	task, err := c.store.Task(ctx, t.button.id)
	switch {
	case err != nil:
		return "", paper, err
	case !t.may(conference.ActionSeeTask, task.RelationTo(t.person)):
		return "", paper, conference.Refuse(conference.CodeForbidden)
	case !printable(task):
		return "", paper, conference.Refuse(conference.CodeNotFound)
	}
	m, err := c.store.Meeting(ctx, task.BookingID)
	if err != nil {
		return "", paper, err
	}
	if task.Kind == conference.TaskPurchase {
		return task.BookingNumber, t.purchaseForm(m, task), nil
	}
	return task.BookingNumber, t.nameCardsForm(m, task), nil
}

// printable tells whether a task comes with a form: a purchase with 《会议采购通知单》, name cards with the names.
func printable(t conference.Task) bool {
	return t.BookingID != 0 && t.Order != nil && (t.Kind == conference.TaskPurchase || t.Kind == conference.TaskOrder && len(t.Order.Names) > 0)
}

// printKey is the button that prints a task's form; none where it has none.
func (v viewer) printKey(t conference.Task) []Key {
	if !printable(t) {
		return nil
	}
	return []Key{button{verb: verbPrint, id: t.ID, arg: printTask}.key(v.label("print.button"))}
}
