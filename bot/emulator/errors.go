package emulator

import "fmt"

// apiError is a refusal in Telegram's words.
type apiError struct {
	code        int
	description string
	retryAfter  int   // seconds, with 429
	migrateTo   int64 // the supergroup that the group became
}

func (e *apiError) Error() string { return fmt.Sprintf("%d %s", e.code, e.description) }

func badRequest(format string, args ...any) *apiError {
	return &apiError{code: 400, description: "Bad Request: " + fmt.Sprintf(format, args...)}
}

func forbidden(description string) *apiError {
	return &apiError{code: 403, description: "Forbidden: " + description}
}

func conflict(description string) *apiError {
	return &apiError{code: 409, description: "Conflict: " + description}
}

func tooManyRequests(seconds int) *apiError {
	return &apiError{
		code:        429,
		description: fmt.Sprintf("Too Many Requests: retry after %d", seconds),
		retryAfter:  seconds,
	}
}

var (
	errUnauthorized   = &apiError{code: 401, description: "Unauthorized"}
	errNotFound       = &apiError{code: 404, description: "Not Found"}
	errMethodNotFound = &apiError{code: 404, description: "Not Found: method not found"}
	errTooLarge       = &apiError{code: 413, description: "Request Entity Too Large"}
	errClosed         = &apiError{code: 500, description: "Internal Server Error: restart"}
	errQueryTooOld    = badRequest("query is too old and response timeout expired or query ID is invalid")
	errNotModified    = badRequest("message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message")
)
