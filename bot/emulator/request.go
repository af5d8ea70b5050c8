package emulator

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// request is a call as the bot made it: parameters by name, objects among them
// still JSON text, and uploaded files by the name of their part.
type request struct {
	method string // lower case
	name   string // as written
	fields map[string]string
	files  map[string]upload
}

type upload struct {
	name string
	data []byte
}

// readRequest accepts what Telegram accepts: a query, a form, multipart, JSON.
func readRequest(r *http.Request, method string) (*request, error) {
	q := &request{method: strings.ToLower(method), name: method, fields: map[string]string{}, files: map[string]upload{}}
	q.addValues(r.URL.Query())
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	var err error
	switch kind {
	case "multipart/form-data":
		err = q.readMultipart(multipart.NewReader(r.Body, params["boundary"]))
	case "application/json":
		err = q.readJSON(r.Body)
	case "application/x-www-form-urlencoded":
		err = q.readForm(r.Body)
	}
	if err != nil {
		return q, err
	}
	return q, q.checkFields()
}

func (q *request) addValues(values url.Values) {
	for name, v := range values {
		q.fields[name] = v[0]
	}
}

// readMultipart tolerates a body that simply ends between parts: clients send
// an empty one, without the closing boundary, for calls without parameters.
func (q *request) readMultipart(body *multipart.Reader) error {
	for {
		part, err := body.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return badRequest("can't parse multipart request: %v", err)
		}
		limit := int64(maxField)
		if part.FileName() != "" {
			limit = maxUpload
		}
		data, err := readAtMost(part, limit)
		if err != nil {
			return err
		}
		if part.FileName() != "" {
			q.files[part.FormName()] = upload{part.FileName(), data}
		} else {
			q.fields[part.FormName()] = string(data)
		}
	}
}

func (q *request) readJSON(body io.Reader) error {
	data, err := readAtMost(body, maxUpload)
	if err != nil || len(data) == 0 {
		return err
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(data, &object) != nil {
		return badRequest("can't parse JSON object")
	}
	for name, raw := range object {
		var text string
		if json.Unmarshal(raw, &text) != nil {
			text = string(raw)
		}
		if string(raw) != "null" {
			q.fields[name] = text
		}
	}
	return nil
}

func (q *request) readForm(body io.Reader) error {
	data, err := readAtMost(body, maxField)
	if err != nil {
		return err
	}
	values, err := url.ParseQuery(string(data))
	if err != nil {
		return badRequest("can't parse request parameters")
	}
	q.addValues(values)
	return nil
}

func readAtMost(r io.Reader, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, badRequest("can't read request: %v", err)
	}
	if int64(len(data)) > limit {
		return nil, errTooLarge
	}
	return data, nil
}

// checkFields refuses parameters that the method does not have. Telegram
// ignores them; here they are mistakes to be found. Uploads go by any name
// that an attach:// may refer to.
func (q *request) checkFields() error {
	known, ok := methodFields[q.method]
	if !ok {
		return errMethodNotFound
	}
	for name := range q.fields {
		if !known[name] {
			return badRequest("unknown parameter %q in %s", name, q.name)
		}
	}
	return nil
}

// integer returns a number, and false if there is none or it is none.
func (q *request) integer(name string) (int64, bool) {
	n, err := strconv.ParseInt(strings.TrimSpace(q.fields[name]), 10, 64)
	return n, err == nil
}

func (q *request) number(name string) int {
	n, _ := q.integer(name)
	return int(n)
}

func (q *request) boolean(name string) bool {
	switch strings.ToLower(strings.TrimSpace(q.fields[name])) {
	case "true", "yes", "1":
		return true
	}
	return false
}

// object decodes a JSON parameter into v, and refuses fields that the kind of
// object does not have. It reports whether the parameter was there.
func (q *request) object(name, kind string, v any) (bool, error) {
	raw := strings.TrimSpace(q.fields[name])
	if raw == "" || raw == "null" {
		return false, nil
	}
	if err := knownFields([]byte(raw), kind); err != nil {
		return false, err
	}
	if err := json.Unmarshal([]byte(raw), v); err != nil {
		return false, badRequest("can't parse %s JSON object", strings.ReplaceAll(name, "_", " "))
	}
	return true, nil
}

// list is object for an array of objects of a kind.
func (q *request) list(name, kind string, v any) (bool, error) {
	raw := strings.TrimSpace(q.fields[name])
	if raw == "" || raw == "null" {
		return false, nil
	}
	var items []json.RawMessage
	if json.Unmarshal([]byte(raw), &items) != nil {
		return false, badRequest("can't parse %s JSON object", name)
	}
	for _, item := range items {
		if err := knownFields(item, kind); err != nil {
			return false, err
		}
	}
	if err := json.Unmarshal([]byte(raw), v); err != nil {
		return false, badRequest("can't parse %s JSON object", name)
	}
	return true, nil
}

func knownFields(raw json.RawMessage, kind string) error {
	var object map[string]json.RawMessage
	if json.Unmarshal(raw, &object) != nil {
		return badRequest("object expected as %s", strings.ReplaceAll(kind, "_", " "))
	}
	for name := range object {
		if !objectFields[kind][name] {
			return badRequest("unknown field %q in %s", name, kind)
		}
	}
	return nil
}
