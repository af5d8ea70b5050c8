package emulator

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// namedCharacters are the only named HTML entities that Telegram knows.
var namedCharacters = map[string]rune{"lt": '<', "gt": '>', "amp": '&', "quot": '"'}

// decodeCharacter reads the HTML entity that s begins with and returns its
// character and length; the length is 0 if it is none.
func decodeCharacter(s string) (rune, int) {
	end := 1
	if r, ok := numericCharacter(s, &end); ok {
		return r, skipSemicolon(s, end)
	}
	end = 1
	for end < len(s) && unicode.IsLetter(rune(s[end])) && s[end] < utf8.RuneSelf {
		end++
	}
	if r, ok := namedCharacters[s[1:end]]; ok {
		return r, skipSemicolon(s, end)
	}
	return 0, 0
}

func numericCharacter(s string, end *int) (rune, bool) {
	if len(s) < 3 || s[1] != '#' {
		return 0, false
	}
	base, start := 10, 2
	if s[2] == 'x' || s[2] == 'X' {
		base, start = 16, 3
	}
	*end = start
	for *end < len(s) && isDigit(s[*end], base) {
		*end++
	}
	n, err := strconv.ParseUint(s[start:*end], base, 32)
	if err != nil || n == 0 || n > unicode.MaxRune {
		return 0, false
	}
	return rune(n), true
}

func isDigit(c byte, base int) bool {
	_, err := strconv.ParseUint(string(rune(c)), base, 8)
	return err == nil && c < utf8.RuneSelf
}

func skipSemicolon(s string, end int) int {
	if end < len(s) && s[end] == ';' {
		return end + 1
	}
	return end
}

func decodeCharacters(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		if s[i] == '&' {
			if r, size := decodeCharacter(s[i:]); size > 0 {
				b.WriteRune(r)
				i += size
				continue
			}
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}

// linkEntity is what an <a> becomes: a link, or a mention of a person by id.
// It is nothing if the address is none that Telegram links to.
func linkEntity(address string) (Entity, bool) {
	link, ok := cleanURL(address)
	if !ok {
		return Entity{}, false
	}
	if id, ok := strings.CutPrefix(link, "tg://user?id="); ok {
		if n, err := strconv.ParseInt(id, 10, 64); err == nil && n > 0 {
			return Entity{Type: "text_mention", User: &wireUser{ID: n}}, true
		}
	}
	return Entity{Type: "text_link", URL: link}, true
}

// cleanURL returns the address as Telegram would keep it: http is understood,
// and only the web, Telegram's own links and ton are linked to.
func cleanURL(address string) (string, bool) {
	address = strings.TrimSpace(address)
	if address == "" || strings.ContainsAny(address, " \t\r\n\"") {
		return "", false
	}
	if !strings.Contains(address, "://") {
		if strings.HasPrefix(address, "tg:") || strings.HasPrefix(address, "ton:") {
			scheme, rest, _ := strings.Cut(address, ":")
			address = scheme + "://" + rest
		} else {
			address = "http://" + address
		}
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "", false
	}
	switch u.Scheme {
	case "http", "https":
		if u.Path == "" {
			u.Path = "/"
		}
		host := u.Hostname()
		return u.String(), strings.Contains(host, ".") || loopbackHosts[host]
	case "tg", "ton":
		return address, true
	}
	return "", false
}
