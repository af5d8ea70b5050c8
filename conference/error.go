package conference

import (
	"errors"
	"fmt"
)

// Code names a reason why something is refused. The locale has one sentence for each.
type Code string

// The reasons. A code is part of the contract with the locales: a test holds every code to a sentence.
const (
	CodeInternal         Code = "internal"           // anything that is not an *Error: logged, never shown
	CodeUnknownPerson    Code = "unknown_person"     // the Telegram account is tied to nobody on the roster
	CodeForbidden        Code = "forbidden"          // the person is known and may not do this
	CodeNotFound         Code = "not_found"          // the thing does not exist, or not for this person
	CodeStale            Code = "stale"              // the thing has moved on since the button was drawn
	CodeDuplicate        Code = "duplicate"          // this update has had its effect already; nothing was changed now
	CodeUnavailable      Code = "unavailable"        // database or Redis away: nothing was lost, try again
	CodeContactForeign   Code = "contact_foreign"    // a contact was shared that is not the sender's own
	CodeContactUnknown   Code = "contact_unknown"    // the phone is not on the roster
	CodeLinkInvalid      Code = "link_invalid"       // a deep link that is wrong, used or expired
	CodeAccountTaken     Code = "account_taken"      // the person is tied to another Telegram account already
	CodeTitleMissing     Code = "title_missing"      // a booking needs a title
	CodeTitleLong        Code = "title_long"         // args: max
	CodePast             Code = "past"               // the start lies behind us
	CodeEndBeforeStart   Code = "end_before_start"   // the interval is empty or turned round
	CodeTooSoon          Code = "too_soon"           // args: class, minutes, earliest
	CodeTooLong          Code = "too_long"           // args: class, hours
	CodeTooFar           Code = "too_far"            // args: days
	CodeClosed           Code = "closed"             // args: opens, closes: outside the class's opening hours
	CodeHeadcountInvalid Code = "headcount_invalid"  // args: max
	CodeRoomTooSmall     Code = "room_too_small"     // args: room, seats, headcount
	CodeRoomTaken        Code = "room_taken"         // args: room, start, end
	CodeRoomUnknown      Code = "room_unknown"       // args: text
	CodeBookingOver      Code = "booking_over"       // cancelled, released, rejected, or its end is past
	CodeNotPending       Code = "not_pending"        // an approval for what waits for none
	CodeBookingPending   Code = "booking_pending"    // invitations wait until the booking is approved
	CodeTaskTaken        Code = "task_taken"         // args: by
	CodeTaskOver         Code = "task_over"          // done or cancelled: no further step
	CodeTaskNotYours     Code = "task_not_yours"     // only who has claimed it may go on
	CodeNoteMissing      Code = "note_missing"       // a word why is asked and was not given
	CodeCheckAnswered    Code = "check_answered"     // args: by
	CodeCheckNotDue      Code = "check_not_due"      // its time has not come
	CodeQuantityInvalid  Code = "quantity_invalid"   // args: max
	CodeTeaUnknown       Code = "tea_unknown"        // args: text
	CodeTeaLate          Code = "tea_late"           // the meeting is over before the tea could come
	CodeAlreadyInvited   Code = "already_invited"    // nobody new among those named
	CodeImport           Code = "import"             // args: problems ([]roster.Problem), file (shifts or plan)
	CodeTextLong         Code = "text_long"          // args: max
	CodeNothingToChange  Code = "nothing_to_change"  // an edit that asks for what is already so
	CodeStandInInvalid   Code = "stand_in_invalid"   // the stand-in is the person themself or already coming
	CodeFloodSlow        Code = "flood_slow"         // too many messages in a short time
	CodeNotStillBroken   Code = "not_still_broken"   // "still broken" on a report that is not solved
	CodeUnreachableGuest Code = "unreachable_person" // the person has no Telegram account yet
	CodeChecklistOpen    Code = "checklist_open"     // args: n: lines that are not ticked
	CodeProofMissing     Code = "proof_missing"      // a photo is asked before it is done
	CodeHandOverInvalid  Code = "hand_over_invalid"  // the colleague cannot take it
	CodeHandOverWaits    Code = "hand_over_waits"    // args: by: somebody has been asked and has not answered
	CodeRoundEarly       Code = "round_early"        // args: at: the round's time has not come
	CodeNotBegun         Code = "not_begun"          // the meeting has not begun
	CodeServiceUnknown   Code = "service_unknown"    // args: text
	CodeOrderLate        Code = "order_late"         // args: cutoff
	CodeLayoutSmall      Code = "layout_small"       // args: seats: so many fit in that layout
	CodeAssigneeInvalid  Code = "assignee_invalid"   // nobody, or somebody who does no crew's work
	CodeProblemsOpen     Code = "problems_open"      // args: n: found by earlier levels; a reason accepts them
	CodeCheckDisputed    Code = "check_disputed"     // an earlier level has been disputed and has not answered again
	CodeBuildingEmpty    Code = "building_empty"     // nobody to tell in that building
	CodeOnDuty           Code = "on_duty"            // already
	CodeOffDuty          Code = "off_duty"           // already
	CodeChatTaken        Code = "chat_taken"         // args: crew: the group or topic is another crew's
	CodeRoomSealed       Code = "room_sealed"        // args: number: of the meeting it is sealed for; the supervisor decides
	CodeNotSealed        Code = "not_sealed"         // the room is open
	CodeEntryAsked       Code = "entry_asked"        // the person has asked already
	CodeEntryDecided     Code = "entry_decided"      // args: by
	CodeConfirmLate      Code = "confirm_late"       // the second tap of what is confirmed twice came too late
)

// Error is a refusal with a reason a person can act on. Anything else that is an
// error is internal: it is logged with its context and shown as "something went wrong".
type Error struct {
	Code Code
	// Args fill the placeholders of the code's sentence: strings, ints, time.Time (UTC), time.Duration.
	Args map[string]any
}

// Error implements error, for logs.
func (e *Error) Error() string {
	if len(e.Args) == 0 {
		return "refused: " + string(e.Code)
	}
	return fmt.Sprintf("refused: %s %v", e.Code, e.Args)
}

// Is makes errors.Is compare refusals by their code alone.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// Refuse builds a refusal; args are pairs of a name and a value, as in slog.
func Refuse(code Code, args ...any) *Error {
	e := &Error{Code: code}
	for i := 0; i+1 < len(args); i += 2 {
		if e.Args == nil {
			e.Args = make(map[string]any, len(args)/2)
		}
		e.Args[fmt.Sprint(args[i])] = args[i+1]
	}
	return e
}

// CodeOf is the reason inside err: "" for nil, CodeInternal for what is not a refusal.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return CodeInternal
}
