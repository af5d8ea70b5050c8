package handlers

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"huiwu/conference"
	"huiwu/handlers/form"
	"huiwu/language"
)

// Store is all that the conversations read and change. Each of them takes only its own small part.
type Store interface {
	coreStore
	dialogStore
	bookingStore
	agendaStore
	cardStore
	approvalStore
	listStore
	accessStore
	grantStore
	teaStore
	orderStore
	floorStore
	assignStore
	profileStore
	habitsStore
	emergencyStore
	boardStore
	faultsStore
	taskStore
	problemStore
	whereaboutsStore
	checkStore
	attendanceStore
	invitedStore
	inviteStore
	rosterStore
	composeStore
	bookingsStore
	endingStore
	dutyStore
	chatStore
	briefStore
	sheetStore
	entryStore
}

// coreStore is what every event needs.
type coreStore interface {
	// PersonByTelegram returns CodeUnknownPerson for an account tied to nobody.
	PersonByTelegram(ctx context.Context, telegramID int64) (conference.Person, error)
	// Applied tells what an update has changed already, or a draft with the nonce become.
	Applied(ctx context.Context, updateID, draft int64) (conference.Subject, bool, error)
	namesStore
}

// Options is what the handlers are made of.
type Options struct {
	Store    Store
	Settings conference.Settings
	// Plan is the service plan in force; that of the settings when nil.
	Plan func() *conference.ServicePlan
	// Now is the clock, UTC or not.
	Now func() time.Time
	// Language is for those who have not said which they read; BCP 47.
	Language string
	// Font sets the printed forms; nil when the machine has none with Chinese characters.
	Font *form.Font
	// BotUsername is the bot's own, without "@", for deep links.
	BotUsername string
	Logger      *slog.Logger
}

// Handlers are all conversations. They are safe for concurrent use; one person's events must come in order.
type Handlers struct {
	*core
	log           *slog.Logger
	store         Store
	conversations []conversation
	byCommand     map[string]conversation
	onFiles       []conversation // those that take files sent outside of any dialog, in the order they are asked
	byVerb        map[string]conversation
	byIntent      map[language.Intent]conversation
	drawers       map[conference.SubjectKind]drawer
}

// core is what every conversation can lean on.
type core struct {
	settings conference.Settings
	plan     func() *conference.ServicePlan
	now      func() time.Time
	words    *catalogues
	names    *names
	username string // the bot's
	font     *form.Font
}

// rules are the settings with the service plan in force.
func (c *core) rules() conference.Settings {
	rules := c.settings
	if c.plan != nil {
		rules.Plan = c.plan()
	}
	return rules
}

// conversation is one thing people talk with the bot about.
type conversation interface {
	// name is what a dialog remembers the conversation by.
	name() string
	// commands are those it answers, without slash; and of the command… constants below.
	commands() []string
	// verbs are the buttons it answers.
	verbs() []string
	// intents are the sentences it answers.
	intents() []language.Intent
	// step answers one event. A dialog's conversation is asked first about words and files and returns
	// errElsewhere for what is not about its question.
	step(ctx context.Context, t *turn) (Reply, error)
	// show says again where the person's dialog with it stands: for an update that comes twice.
	show(ctx context.Context, t *turn) (Reply, error)
}

// drawer is a conversation that can draw the live card of a kind of thing, as it stands now, for a person.
type drawer interface {
	subject() conference.SubjectKind
	// draw fills Text, Keyboard and Card; refusals are CodeNotFound and CodeForbidden.
	draw(ctx context.Context, v viewer, id int64) (Message, error)
}

// settler is a conversation that lets go of its dialog in its own way: it may stand in a live card's place.
type settler interface {
	settle(ctx context.Context, t *turn) (Reply, error)
}

// What is routed like a command though nobody types it.
const (
	commandContact = "@contact" // a shared contact; strangers may
	commandLink    = "@link"    // /start with a parameter, in Args; strangers may
	commandFiles   = "@files"   // a picture or voice message outside of any dialog
	commandWords   = "@words"   // words that nobody has understood; errElsewhere leaves them so
)

// errElsewhere is what a dialog's conversation answers to an event that is none of its business.
var errElsewhere = errors.New("not about this dialog")

// New puts the conversations together.
func New(o Options) (*Handlers, error) {
	words, err := loadCatalogues(o.Settings.Zone, o.Language)
	if err != nil {
		return nil, err
	}
	c := &core{settings: o.Settings, plan: o.Plan, now: o.Now, words: words, username: o.BotUsername, font: o.Font,
		names: &names{store: o.Store}}
	h := &Handlers{core: c, log: o.Logger, store: o.Store, byCommand: map[string]conversation{},
		byVerb: map[string]conversation{}, byIntent: map[language.Intent]conversation{}, drawers: map[conference.SubjectKind]drawer{}}
	cards := newBookingCard(c, o.Store)
	ends := newEnding(c, o.Store, cards)
	tea, floor := newTea(c, o.Store), newFloor(c, o.Store)
	return h, h.register(
		newBooking(c, o.Store, cards, ends),
		cards,
		ends,
		newLists(c, o.Store, cards),
		newAccess(c, o.Store),
		tea,
		floor,
		newOrders(c, o.Store, tea, floor),
		newAssign(c, o.Store),
		newProfile(c, o.Store, cards),
		newHabits(c, o.Store),
		newEmergency(c, o.Store),
		newBoard(c, o.Store),
		newFaults(c, o.Store),
		newTasks(c, o.Store),
		newProblem(c, o.Store),
		newChecks(c, o.Store),
		newAttendance(c, o.Store),
		newInvite(c, o.Store),
		newDuty(c, o.Store),
		newBinding(c, o.Store),
		newSheets(c, o.Store),
		newEntries(c, o.Store, cards),
		newPrinting(c, o.Store),
	)
}

// register makes every command, verb and intent known; each belongs to one conversation.
func (h *Handlers) register(cs ...conversation) error {
	h.conversations = cs
	for _, c := range cs {
		for _, name := range c.commands() {
			if name == commandFiles {
				h.onFiles = append(h.onFiles, c)
				continue
			}
			if other := h.byCommand[name]; other != nil {
				return fmt.Errorf("command %s is both %s's and %s's", name, other.name(), c.name())
			}
			h.byCommand[name] = c
		}
		for _, verb := range c.verbs() {
			if other := h.byVerb[verb]; other != nil {
				return fmt.Errorf("button %s is both %s's and %s's", verb, other.name(), c.name())
			}
			h.byVerb[verb] = c
		}
		for _, intent := range c.intents() {
			h.byIntent[intent] = c
		}
		if d, ok := c.(drawer); ok {
			h.drawers[d.subject()] = d
		}
	}
	return nil
}
