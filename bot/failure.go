package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	telegram "github.com/go-telegram/bot"
)

// errUnreachable is wrapped around Telegram's refusals to bring anything to a person or a group: they blocked
// the bot, their account is gone, or they have never written to it; the bot was put out of the group or may not write
// there, the topic is gone or closed.
var errUnreachable = errors.New("cannot be reached")

// unreachable are Telegram's descriptions of that, beside its 403.
var unreachable = []string{"chat not found", "user not found", "message thread not found", "TOPIC_DELETED", "TOPIC_CLOSED",
	"not enough rights to send", "have no rights to send", "CHAT_WRITE_FORBIDDEN"}

// reached turns the refusals that mean so into errUnreachable.
func reached(err error) error {
	if errors.Is(err, telegram.ErrorForbidden) || slices.ContainsFunc(unreachable, func(what string) bool { return says(err, what) }) {
		return fmt.Errorf("%w: %w", errUnreachable, err)
	}
	return err
}

// retryAfter is how long a 429 asks us to wait.
func retryAfter(err error) (time.Duration, bool) {
	var many *telegram.TooManyRequestsError
	if !errors.As(err, &many) {
		return 0, false
	}
	return time.Duration(max(many.RetryAfter, 1)) * time.Second, true
}

// movedTo is the supergroup that a group has become.
func movedTo(err error) (int64, bool) {
	var moved *telegram.MigrateError
	if !errors.As(err, &moved) || moved.MigrateToChatID == 0 {
		return 0, false
	}
	return int64(moved.MigrateToChatID), true
}

// refused tells whether Telegram will answer the same to the same request.
func refused(err error) bool {
	return errors.Is(err, telegram.ErrorBadRequest) || errors.Is(err, telegram.ErrorForbidden) ||
		errors.Is(err, telegram.ErrorUnauthorized) || errors.Is(err, telegram.ErrorNotFound) ||
		errors.Is(err, errUnreachable)
}

// transient tells whether another try may succeed: the network, a server in trouble, an answer cut off.
func transient(err error) bool {
	_, tooMany := retryAfter(err)
	_, moved := movedTo(err)
	return err != nil && !tooMany && !moved && !refused(err) &&
		!errors.Is(err, telegram.ErrorConflict) && !errors.Is(err, context.Canceled)
}

// unchanged: an edit that changes nothing is as good as done.
func unchanged(err error) bool { return says(err, "message is not modified") }

// uneditable: the message is gone, too old, or of a kind that cannot become this one.
func uneditable(err error) bool {
	return says(err, "message to edit not found") || says(err, "message can't be edited") ||
		says(err, "MESSAGE_ID_INVALID") || says(err, "message not found")
}

// undeletable: the message is older than two days.
func undeletable(err error) bool { return says(err, "message can't be deleted") }

// captioned: the message is a picture or a file; its words are a caption.
func captioned(err error) bool { return says(err, "there is no text in the message to edit") }

// says looks into Telegram's description: it has no finer codes.
func says(err error, what string) bool {
	return errors.Is(err, telegram.ErrorBadRequest) && strings.Contains(err.Error(), what)
}

// during says what was being done when err came about; nil stays nil.
func during(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}
