package emulator

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// tagEntity is the entity that each supported HTML tag makes.
var tagEntity = map[string]string{
	"b": "bold", "strong": "bold",
	"i": "italic", "em": "italic",
	"u": "underline", "ins": "underline",
	"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
	"span": "spoiler", "tg-spoiler": "spoiler",
	"a": "text_link", "code": "code", "pre": "pre",
	"blockquote": "blockquote", "tg-emoji": "custom_emoji", "tg-time": "date_time",
}

// htmlParser turns Telegram's HTML into text and entities. Its tolerances are
// the server's: an attribute needs no quotes, </> closes whatever is open, and
// an entity need not end in a semicolon.
type htmlParser struct {
	in       string
	pos      int
	out      strings.Builder
	units    int // UTF-16 length of out
	open     []openTag
	entities []Entity
}

type openTag struct {
	name     string
	argument string
	unit     int // where it begins in the text, in UTF-16 units
	at       int // where it begins in the text, in bytes
}

// parseHTML returns the text of s and its entities, or Telegram's error.
func parseHTML(s string) (string, []Entity, error) {
	if !utf8.ValidString(s) {
		return "", nil, badRequest("strings must be encoded in UTF-8")
	}
	p := &htmlParser{in: s}
	for p.pos < len(p.in) {
		if err := p.step(); err != nil {
			return "", nil, err
		}
	}
	if n := len(p.open); n > 0 {
		return "", nil, cantParse(`Can't find end tag corresponding to start tag "%s"`, p.open[n-1].name)
	}
	slices.Reverse(p.entities) // tags close from the inside out
	text, entities := trimFormatted(p.out.String(), mergeCode(sortEntities(p.entities)))
	return text, entities, nil
}

func cantParse(format string, args ...any) error {
	return badRequest("can't parse entities: "+format, args...)
}

func (p *htmlParser) step() error {
	switch c := p.in[p.pos]; {
	case c == '&':
		return p.character()
	case c == '<' && p.peek(1) == '/':
		return p.endTag()
	case c == '<':
		return p.startTag()
	default:
		r, size := utf8.DecodeRuneInString(p.in[p.pos:])
		p.write(r)
		p.pos += size
		return nil
	}
}

func (p *htmlParser) peek(n int) byte {
	if p.pos+n < len(p.in) {
		return p.in[p.pos+n]
	}
	return 0
}

func (p *htmlParser) write(r rune) {
	p.out.WriteRune(r)
	p.units++
	if r > 0xffff {
		p.units++
	}
}

func (p *htmlParser) character() error {
	r, size := decodeCharacter(p.in[p.pos:])
	if size == 0 {
		r, size = '&', 1
	}
	if r >= 0xd800 && r < 0xe000 {
		return cantParse("Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units")
	}
	p.write(r)
	p.pos += size
	return nil
}

func (p *htmlParser) startTag() error {
	begin := p.pos
	p.pos++
	name := strings.ToLower(p.until(func(c byte) bool { return isSpace(c) || c == '>' }))
	if p.pos == len(p.in) {
		return cantParse("Unclosed start tag at byte offset %d", begin)
	}
	if tagEntity[name] == "" {
		return cantParse(`Unsupported start tag "%s" at byte offset %d`, name, begin)
	}
	argument, err := p.attributes(name, begin)
	if err != nil {
		return err
	}
	if name == "span" && argument != "tg-spoiler" {
		return cantParse(`Tag "span" must have class "tg-spoiler" at byte offset %d`, begin)
	}
	p.open = append(p.open, openTag{name, argument, p.units, p.out.Len()})
	return nil
}

// attributes reads up to the closing > and returns the one that matters to the tag.
func (p *htmlParser) attributes(tag string, begin int) (string, error) {
	argument := ""
	for {
		p.until(func(c byte) bool { return !isSpace(c) })
		if p.pos == len(p.in) {
			return "", cantParse(`Unclosed start tag "%s" at byte offset %d`, tag, begin)
		}
		if p.in[p.pos] == '>' {
			p.pos++
			return argument, nil
		}
		name := p.until(func(c byte) bool { return isSpace(c) || c == '=' || c == '>' })
		if name == "" {
			return "", cantParse(`Empty attribute name in the tag "%s" at byte offset %d`, tag, begin)
		}
		value, err := p.attributeValue(tag, begin)
		if err != nil {
			return "", err
		}
		if a, ok := significant(tag, name, value); ok {
			argument = a
		}
	}
}

func (p *htmlParser) attributeValue(tag string, begin int) (string, error) {
	p.until(func(c byte) bool { return !isSpace(c) })
	if p.peek(0) != '=' {
		return "", nil
	}
	p.pos++
	p.until(func(c byte) bool { return !isSpace(c) })
	quote := p.peek(0)
	switch quote {
	case 0:
		return "", cantParse(`Unclosed start tag "%s" at byte offset %d`, tag, begin)
	case '"', '\'':
		p.pos++
	default:
		return p.nameToken()
	}
	raw := p.until(func(c byte) bool { return c == quote })
	if p.pos == len(p.in) {
		return "", cantParse("Unclosed start tag at byte offset %d", begin)
	}
	p.pos++
	return decodeCharacters(raw), nil
}

// nameToken reads an attribute value without quotes.
func (p *htmlParser) nameToken() (string, error) {
	start := p.pos
	value := p.until(func(c byte) bool { return !isNameByte(c) })
	if next := p.peek(0); !isSpace(next) && next != '>' {
		return "", cantParse("Unexpected end of name token at byte offset %d", start)
	}
	return value, nil
}

// significant picks the attribute that gives the tag's entity its detail.
func significant(tag, name, value string) (string, bool) {
	switch tag + " " + strings.ToLower(name) {
	case "a href", "span class", "tg-emoji emoji-id", "tg-time unix":
		return value, true
	case "code class", "pre class":
		return strings.CutPrefix(value, "language-")
	case "blockquote expandable":
		return "expandable", true
	}
	return "", false
}

func (p *htmlParser) endTag() error {
	begin := p.pos
	if len(p.open) == 0 {
		return cantParse("Unexpected end tag at byte offset %d", begin)
	}
	p.pos += 2
	name := strings.ToLower(p.until(func(c byte) bool { return isSpace(c) || c == '>' }))
	p.until(func(c byte) bool { return !isSpace(c) })
	if p.peek(0) != '>' {
		return cantParse("Unclosed end tag at byte offset %d", begin)
	}
	p.pos++
	tag := p.open[len(p.open)-1]
	if name != "" && name != tag.name {
		return cantParse(`Unmatched end tag at byte offset %d, expected "</%s>", found "</%s>"`, begin, tag.name, name)
	}
	p.open = p.open[:len(p.open)-1]
	if e, ok := p.entity(tag); ok {
		p.entities = append(p.entities, e)
	}
	return nil
}

func (p *htmlParser) entity(tag openTag) (Entity, bool) {
	e := Entity{Type: tagEntity[tag.name], Offset: tag.unit, Length: p.units - tag.unit}
	switch tag.name {
	case "a":
		url := tag.argument
		if url == "" {
			url = p.out.String()[tag.at:]
		}
		link, ok := linkEntity(url)
		if !ok {
			return Entity{}, false
		}
		link.Offset, link.Length = e.Offset, e.Length
		e = link
	case "code", "pre":
		e.Language = tag.argument
	case "blockquote":
		if tag.argument != "" {
			e.Type = "expandable_blockquote"
		}
	case "tg-emoji":
		e.EmojiID = tag.argument
	case "tg-time":
		unix, err := strconv.ParseInt(tag.argument, 10, 64)
		if err != nil {
			return Entity{}, false
		}
		e.UnixTime = unix
	}
	return e, e.Length > 0
}

// until moves to the first byte that stop accepts and returns what it passed.
func (p *htmlParser) until(stop func(byte) bool) string {
	start := p.pos
	for p.pos < len(p.in) && !stop(p.in[p.pos]) {
		p.pos++
	}
	return p.in[start:p.pos]
}

func isSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }

func isNameByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '.' || c == '-'
}
