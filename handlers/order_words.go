package handlers

import (
	"slices"
	"strings"

	"huiwu/conference"
	"huiwu/language"
)

// orderLine is one thing to order, as it was said.
type orderLine struct {
	Service string `json:"s"`           // of the plan
	N       int    `json:"n,omitempty"` // 0 for as many as usual
	Text    string `json:"t,omitempty"` // a wording, a layout's code, a note
}

// wishes is what a sentence asks for.
type wishes struct {
	lines   []orderLine
	drinks  bool   // there are drinks among it, which are tea's
	unknown string // what is neither
}

// wanted takes what is asked for out of a reading.
func (v viewer) wanted(text string, r language.Reading) wishes {
	var w wishes
	var unknown []string
	for i, s := range r.Services {
		service, ok := v.serviceOf(text, s)
		switch {
		case ok:
			w.lines = append(w.lines, orderLine{Service: service.ID, N: s.Quantity, Text: service.textIn(text, r, i)})
		case v.drink(s) != "":
			w.drinks = true
		default:
			unknown = append(unknown, line(s.Span.In(text)))
		}
	}
	w.unknown = short(strings.Join(unknown, " "), 20)
	return w
}

// serviceOf is the service of the plan that is meant: by its name, as the plan writes it, or by its kind. Drinks are
// none, but water in bottles is, and hot water where the plan brings it.
func (v viewer) serviceOf(text string, s language.Service) (planned, bool) {
	said := strings.ToLower(line(s.Span.In(text)))
	var named planned
	long := 0
	for _, service := range v.rules.Plan.Services {
		for _, name := range service.Name {
			if name = strings.ToLower(line(name)); name != "" && len(name) > long && strings.Contains(said, name) {
				named, long = planned{service}, len(name)
			}
		}
	}
	if long > 0 {
		return named, true
	}
	if v.drink(s) == s.Kind && !slices.Contains([]string{"bottle", "box"}, s.Unit) {
		return planned{}, false
	}
	service, ok := v.rules.Plan.Service(s.Kind)
	return planned{service}, ok
}

// drink is the code of a drink that is served, anyTea for one that was not said, "" for what is none.
func (v viewer) drink(s language.Service) string {
	if kind := drinkOf(s); kind == anyTea || slices.Contains(v.rules.TeaKinds, kind) {
		return kind
	}
	return ""
}

// planned is a service of the plan.
type planned struct{ conference.Service }

// textIn is what is to be written on it, or its layout, or a note, from the n-th service of the reading on.
func (p planned) textIn(text string, r language.Reading, n int) string {
	s := r.Services[n]
	if s.Note != "" || !p.Wording {
		return line(s.Note)
	}
	end := len(text)
	if n+1 < len(r.Services) {
		end = r.Services[n+1].Span.Start
	}
	if r.Time != nil {
		for _, part := range r.Time.Parts {
			if part.Start >= s.Span.End {
				end = min(end, part.Start)
			}
		}
	}
	rest := language.Span{Start: s.Span.End, End: end}.In(text)
	return strings.Trim(line(rest), " ，,。.：:；;“”\"「」『』《》")
}
