package emulator

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Call is a request that a bot made, and its outcome.
type Call struct {
	Method      string // as written
	ChatID      int64  // 0 if it concerns none
	MessageID   int    // that was sent or named
	Fields      map[string]string
	At          time.Time
	Code        int    // 200, or the error_code
	Description string // of the error
}

// method is a Bot API method. It runs with mu held.
type method func(s *Server, q *request) (any, error)

// methods are all that work on the server's state at once. getUpdates, which
// waits, is apart.
var methods = map[string]method{
	"getme":                  (*Server).getMe,
	"logout":                 (*Server).closeSession,
	"close":                  (*Server).closeSession,
	"setwebhook":             (*Server).setWebhook,
	"deletewebhook":          (*Server).deleteWebhook,
	"getwebhookinfo":         (*Server).getWebhookInfo,
	"sendmessage":            (*Server).sendMessage,
	"sendphoto":              (*Server).sendPhoto,
	"senddocument":           (*Server).sendDocument,
	"sendmediagroup":         (*Server).sendMediaGroup,
	"sendvoice":              (*Server).sendVoice,
	"sendsticker":            (*Server).sendSticker,
	"sendlocation":           (*Server).sendLocation,
	"sendcontact":            (*Server).sendContact,
	"forwardmessage":         (*Server).forwardMessage,
	"copymessage":            (*Server).copyMessage,
	"sendchataction":         (*Server).sendChatAction,
	"editmessagetext":        (*Server).editMessageText,
	"editmessagecaption":     (*Server).editMessageCaption,
	"editmessagereplymarkup": (*Server).editMessageReplyMarkup,
	"answercallbackquery":    (*Server).answerCallbackQuery,
	"deletemessage":          (*Server).deleteMessage,
	"deletemessages":         (*Server).deleteMessages,
	"pinchatmessage":         (*Server).pinChatMessage,
	"unpinchatmessage":       (*Server).unpinChatMessage,
	"unpinallchatmessages":   (*Server).unpinAllChatMessages,
	"setmessagereaction":     (*Server).setMessageReaction,
	"setmycommands":          (*Server).setMyCommands,
	"getmycommands":          (*Server).getMyCommands,
	"deletemycommands":       (*Server).deleteMyCommands,
	"setmydescription":       setText("description", maxDescription),
	"getmydescription":       getText("description"),
	"setmyshortdescription":  setText("short_description", maxShortDescription),
	"getmyshortdescription":  getText("short_description"),
	"setmyname":              setText("name", maxName),
	"getmyname":              getText("name"),
	"setchatmenubutton":      (*Server).setChatMenuButton,
	"getchatmenubutton":      (*Server).getChatMenuButton,
	"getfile":                (*Server).getFile,
	"getchat":                (*Server).getChat,
	"getchatmember":          (*Server).getChatMember,
	"getchatadministrators":  (*Server).getChatAdministrators,
	"getchatmembercount":     (*Server).getChatMemberCount,
	"leavechat":              (*Server).leaveChat,
}

// API answers bots: /bot<token>/<Method> and /file/bot<token>/<path>.
func (s *Server) API() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := r.URL.Path
		if rest, ok := strings.CutPrefix(path, "/file/bot"); ok {
			token, name, _ := strings.Cut(rest, "/")
			s.serveDownload(w, r, token, name)
			return
		}
		rest, ok := strings.CutPrefix(path, "/bot")
		token, name, found := strings.Cut(rest, "/")
		switch {
		case !ok || !found || name == "":
			writeAnswer(w, nil, errNotFound)
		case !s.authorized(token):
			writeAnswer(w, nil, errUnauthorized)
		default:
			s.serveMethod(w, r, name)
		}
	})
}

func (s *Server) authorized(token string) bool {
	return subtle.ConstantTimeCompare([]byte(token), []byte(s.o.Token)) == 1
}

// serveMethod reads the request, lets the faults have their way, and answers.
func (s *Server) serveMethod(w http.ResponseWriter, r *http.Request, name string) {
	q, err := readRequest(r, name)
	fault := s.takeFault(q.method)
	var result any
	switch {
	case fault != nil && !fault.DeliverFirst:
		err = fault.error()
	case err == nil:
		result, err = s.run(r, q)
		if err == nil && fault != nil {
			err = fault.error()
		}
	}
	s.record(q, result, err)
	if fault != nil && fault.CloseConnection {
		panic(http.ErrAbortHandler) // net/http's way to drop a connection unanswered
	}
	writeAnswer(w, result, err)
}

// run performs the call, in its turn: stalls first, then the rates, then the work.
func (s *Server) run(r *http.Request, q *request) (any, error) {
	if err := s.stalled(r.Context(), q.method); err != nil {
		return nil, err
	}
	if q.method == "getupdates" {
		return s.getUpdates(r.Context(), q)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.rates.take(q, s.o.RatesNow()); err != nil {
		return nil, err
	}
	result, err := methods[q.method](s, q)
	s.notify()
	return result, err
}

// record keeps the call for Calls, which holds the newest ten thousand.
func (s *Server) record(q *request, result any, err error) {
	call := Call{Method: q.name, MessageID: q.number("message_id"), Fields: q.fields, At: s.o.Now(), Code: http.StatusOK}
	call.ChatID, _ = q.integer("chat_id")
	if m, ok := result.(*wireMessage); ok {
		call.MessageID = m.MessageID
	}
	if refusal := asAPIError(err); refusal != nil {
		call.Code, call.Description = refusal.code, refusal.description
	}
	s.mu.Lock()
	if len(s.calls) >= 10_000 {
		s.calls = append(s.calls[:0], s.calls[5_000:]...)
	}
	s.calls = append(s.calls, call)
	s.notify()
	s.mu.Unlock()
	s.o.Logger.Debug("bot api call", "method", call.Method, "chat", call.ChatID, "code", call.Code, "error", call.Description)
	if s.o.OnCall != nil {
		s.o.OnCall(call)
	}
}

// Calls are the requests answered so far, oldest first, getUpdates among them.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

// WaitCall returns the newest call that matches, as soon as there is one, or the
// context's error.
func (s *Server) WaitCall(ctx context.Context, matches func(Call) bool) (Call, error) {
	var found Call
	err := s.awaitUnlocked(ctx, func() func() bool {
		calls := slices.Clone(s.calls)
		return func() bool {
			for _, call := range slices.Backward(calls) {
				if matches(call) {
					found = call
					return true
				}
			}
			return false
		}
	})
	return found, err
}

type envelope struct {
	OK          bool        `json:"ok"`
	Result      any         `json:"result,omitempty"`
	ErrorCode   int         `json:"error_code,omitempty"`
	Description string      `json:"description,omitempty"`
	Parameters  *parameters `json:"parameters,omitempty"`
}

type parameters struct {
	RetryAfter int   `json:"retry_after,omitempty"`
	MigrateTo  int64 `json:"migrate_to_chat_id,omitempty"`
}

func asAPIError(err error) *apiError {
	if err == nil {
		return nil
	}
	var refusal *apiError
	if errors.As(err, &refusal) {
		return refusal
	}
	return &apiError{code: 500, description: fmt.Sprintf("Internal Server Error: %v", err)}
}

// writeAnswer puts a result or an error into Telegram's envelope.
func writeAnswer(w http.ResponseWriter, result any, err error) {
	w.Header().Set("Content-Type", "application/json")
	answer, code := envelope{OK: true, Result: result}, http.StatusOK
	if refusal := asAPIError(err); refusal != nil {
		code = refusal.code
		answer = envelope{ErrorCode: code, Description: refusal.description}
		if refusal.retryAfter > 0 || refusal.migrateTo != 0 {
			answer.Parameters = &parameters{refusal.retryAfter, refusal.migrateTo}
		}
		if refusal.retryAfter > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(refusal.retryAfter))
		}
	}
	w.WriteHeader(code)
	// An error here means that the bot hung up.
	_ = json.NewEncoder(w).Encode(answer)
}
