package bot

import (
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"strings"
	"sync"

	telegram "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"huiwu/conference"
	"huiwu/handlers"
)

// Menus are the lists of commands that a chat offers.
type Menus interface {
	// Commands are for those who are not known: one for each language, "" for all others.
	Commands() []handlers.CommandMenu
	// MenuFor is a person's own.
	MenuFor(p conference.Person) handlers.CommandMenu
}

// menus brings the lists to Telegram and remembers what it has brought, so that it does so only when a
// person's list has changed: by linking, by another language, by another role.
type menus struct {
	lists  Menus
	client *client
	log    *slog.Logger

	mu    sync.Mutex
	shown map[int64][sha256.Size]byte // by chat; of people on the roster, so there are no more than those
}

func newMenus(lists Menus, c *client, log *slog.Logger) *menus {
	return &menus{lists: lists, client: c, log: log, shown: map[int64][sha256.Size]byte{}}
}

// announce sets the lists that strangers see. Without them the bot works as well, so that a failure is
// only logged.
func (m *menus) announce(ctx context.Context) {
	for _, menu := range m.lists.Commands() {
		m.set(ctx, menu.Commands, &telegram.SetMyCommandsParams{LanguageCode: languageCode(menu.Language)})
		m.describe(ctx, menu)
	}
}

// describe says what the bot is for, to who opens a chat with it for the first time.
func (m *menus) describe(ctx context.Context, menu handlers.CommandMenu) {
	call, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	p := &telegram.SetMyDescriptionParams{Description: menu.About, LanguageCode: languageCode(menu.Language)}
	if _, err := m.client.SetMyDescription(call, p); err != nil {
		m.log.Warn("description not set", "language", p.LanguageCode, "error", err)
	}
}

// show sets a person's own list in their chat, if it is not there. The list follows from what the person is.
func (m *menus) show(ctx context.Context, p conference.Person) {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q %t", p.Roles, p.Crew, p.Language, p.Removed))
	m.mu.Lock()
	known := m.shown[p.TelegramID] == sum
	m.shown[p.TelegramID] = sum
	m.mu.Unlock()
	if known {
		return
	}
	menu := m.lists.MenuFor(p)
	if !m.set(ctx, menu.Commands, &telegram.SetMyCommandsParams{Scope: &models.BotCommandScopeChat{ChatID: p.TelegramID}}) {
		m.forget(p.TelegramID)
	}
}

// hide takes the list of somebody away who is no longer known.
func (m *menus) hide(ctx context.Context, chat int64) {
	if !m.forget(chat) {
		return
	}
	call, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	if _, err := m.client.DeleteMyCommands(call, &telegram.DeleteMyCommandsParams{Scope: &models.BotCommandScopeChat{ChatID: chat}}); err != nil {
		m.log.Warn("commands not removed", "chat", chat, "error", err)
	}
}

func (m *menus) forget(chat int64) (known bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, known = m.shown[chat]
	delete(m.shown, chat)
	return known
}

func (m *menus) set(ctx context.Context, commands []handlers.Command, p *telegram.SetMyCommandsParams) bool {
	p.Commands = make([]models.BotCommand, 0, len(commands))
	for _, c := range commands {
		p.Commands = append(p.Commands, models.BotCommand{Command: c.Name, Description: c.Description})
	}
	call, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	if _, err := m.client.SetMyCommands(call, p); err != nil {
		m.log.Warn("commands not set", "language", p.LanguageCode, "error", err)
		return false
	}
	return true
}

// languageCode is the two letters that Telegram knows languages by; "" stays "".
func languageCode(tag string) string {
	code, _, _ := strings.Cut(tag, "-")
	return strings.ToLower(code)
}

// showMenu keeps the person's list up to date after each of their private events, when the answer is out.
func (b *Bot) showMenu(ctx context.Context, u *update) {
	if u.event == nil || !u.event.Chat.Private || u.flooding {
		return
	}
	if u.from.ID == 0 {
		b.menus.hide(ctx, u.person)
		return
	}
	b.menus.show(ctx, u.from)
}
