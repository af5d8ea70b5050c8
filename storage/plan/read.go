package plan

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"huiwu/conference"
)

// reader reads nodes and notes what is wrong with them.
type reader struct{ problems []Problem }

func (r *reader) problem(n *yaml.Node, format string, args ...any) {
	r.problems = append(r.problems, Problem{max(1, n.Line), fmt.Sprintf(format, args...)})
}

// fields are what a mapping may have.
type fields map[string]func(*yaml.Node)

// mapping reads a mapping's fields, each once; needed are those that must be there.
func (r *reader) mapping(n *yaml.Node, f fields, needed ...string) {
	n = resolved(n)
	if n.Kind != yaml.MappingNode {
		r.problem(n, "here stands %s, not fields with their values", kindOf(n))
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], resolved(n.Content[i+1])
		read := f[key.Value]
		switch {
		case read == nil:
			r.problem(key, "unknown field %q; known are %s", key.Value, strings.Join(names(f), ", "))
		case seen[key.Value]:
			r.problem(key, "%s stands twice", key.Value)
		default:
			read(value)
		}
		seen[key.Value] = true
	}
	for _, name := range needed {
		if !seen[name] {
			r.problem(n, "%s is missing", name)
		}
	}
}

func names(f fields) []string {
	var all []string
	for name := range f {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

// resolved follows an alias to what it stands for.
func resolved(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode && n.Alias != nil {
		return n.Alias
	}
	return n
}

func kindOf(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "fields"
	case yaml.SequenceNode:
		return "a list"
	default:
		return strconv.Quote(n.Value)
	}
}

// has tells whether a mapping has the field.
func has(n *yaml.Node, field string) bool {
	n = resolved(n)
	for i := 0; n.Kind == yaml.MappingNode && i < len(n.Content); i += 2 {
		if n.Content[i].Value == field {
			return true
		}
	}
	return false
}

// mostListed bounds a list, so that aliases of aliases cannot grow without end.
const mostListed = 500

// list reads a list of things.
func list[T any](r *reader, n *yaml.Node, each func(*yaml.Node) T) []T {
	n = resolved(n)
	if n.Kind != yaml.SequenceNode {
		r.problem(n, "here stands %s, not a list", kindOf(n))
		return nil
	}
	if len(n.Content) > mostListed {
		r.problem(n, "a list of more than %d", mostListed)
		return nil
	}
	var all []T
	for _, item := range n.Content {
		all = append(all, each(resolved(item)))
	}
	return all
}

// oneOf reads one of the known values.
func oneOf[T ~string](r *reader, n *yaml.Node, known []T) T {
	if !slices.Contains(known, T(n.Value)) {
		r.problem(n, "%s is none of %s", kindOf(n), joined(known))
	}
	return T(n.Value)
}

func joined[T ~string](known []T) string {
	all := make([]string, len(known))
	for i, k := range known {
		all[i] = string(k)
	}
	return strings.Join(all, ", ")
}

// several reads one known value or a list of them.
func several[T ~string](r *reader, n *yaml.Node, known []T) []T {
	if n.Kind == yaml.ScalarNode {
		return []T{oneOf(r, n, known)}
	}
	return list(r, n, func(n *yaml.Node) T { return oneOf(r, n, known) })
}

// words reads what something is called: one name for every language, or one for each.
func (r *reader) words(n *yaml.Node) conference.Words {
	const longest = 80
	words := conference.Words{}
	take := func(language string, n *yaml.Node) {
		words[language] = strings.TrimSpace(n.Value)
		if n.Kind != yaml.ScalarNode || words[language] == "" || len([]rune(words[language])) > longest {
			r.problem(n, "a name is 1 to %d characters", longest)
		}
	}
	if n.Kind == yaml.ScalarNode {
		take("", n)
		return words
	}
	r.mapping(n, fields{
		"zh-CN": func(n *yaml.Node) { take("zh-CN", n) },
		"en":    func(n *yaml.Node) { take("en", n) },
	})
	return words
}

var idForm = regexp.MustCompile(`^[a-z][a-z0-9-]{0,23}$`)

// id reads a name that buttons and records carry.
func (r *reader) id(n *yaml.Node) string {
	if !idForm.MatchString(n.Value) {
		r.problem(n, "%s is no name: up to 24 of a-z, 0-9 and -, a letter first", kindOf(n))
	}
	return n.Value
}

// unique holds things to names of their own.
func unique[T any](r *reader, n *yaml.Node, what string, all []T, id func(T) string) {
	seen := map[string]bool{}
	for _, v := range all {
		if seen[id(v)] {
			r.problem(n, "two %s are called %q", what, id(v))
		}
		seen[id(v)] = true
	}
}

// number reads a whole number in a range.
func (r *reader) number(n *yaml.Node, least, most int) int {
	v, err := strconv.Atoi(n.Value)
	if err != nil || v < least || v > most {
		r.problem(n, "%s is no number from %d to %d", kindOf(n), least, most)
	}
	return v
}

func (r *reader) flag(n *yaml.Node) bool {
	if n.Value != "true" && n.Value != "false" {
		r.problem(n, "%s is neither true nor false", kindOf(n))
	}
	return n.Value == "true"
}

var lengthForm = regexp.MustCompile(`^(?:(\d{1,3})d)?(?:(\d{1,3})h)?(?:(\d{1,4})m)?$`)

// length reads a length of time such as 90m, 2h, 1h30m or 1d.
func (r *reader) length(n *yaml.Node) time.Duration {
	d, ok := length(strings.ReplaceAll(n.Value, " ", ""))
	if !ok {
		r.problem(n, "%s is no length of time like 15m, 2h, 1h30m or 1d", kindOf(n))
	}
	return d
}

func length(s string) (time.Duration, bool) {
	m := lengthForm.FindStringSubmatch(s)
	if m == nil || s == "" {
		return 0, false
	}
	var d time.Duration
	for i, unit := range []time.Duration{24 * time.Hour, time.Hour, time.Minute} {
		if m[i+1] != "" {
			v, _ := strconv.Atoi(m[i+1])
			d += time.Duration(v) * unit
		}
	}
	return d, true
}

// moment reads a time of a meeting such as start, start - 30m or end + 15m.
func (r *reader) moment(n *yaml.Node) conference.Moment {
	s := strings.ReplaceAll(n.Value, " ", "")
	for _, anchor := range []conference.Anchor{conference.AtStart, conference.AtEnd} {
		rest, ok := strings.CutPrefix(s, string(anchor))
		if !ok || n.Kind != yaml.ScalarNode {
			continue
		}
		if rest == "" {
			return conference.Moment{Anchor: anchor}
		}
		if d, ok := length(rest[1:]); ok && rest[0] == '-' {
			return conference.Moment{Anchor: anchor, Offset: -d}
		} else if ok && rest[0] == '+' {
			return conference.Moment{Anchor: anchor, Offset: d}
		}
	}
	r.problem(n, "%s is no time of a meeting like start - 30m or end + 15m", kindOf(n))
	return conference.Moment{}
}
