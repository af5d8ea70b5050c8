package roster

import "strings"

// Phone is a number as the roster keeps it: E.164 without "+". It takes what people and
// Telegram write: +86 139 1234 5678, 008613912345678, 139-1234-5678, (010) 6512-3456. A number
// without a country is China's. False when it cannot be one.
func Phone(text string) (string, bool) {
	international := false
	var digits strings.Builder
	for i, r := range strings.TrimSpace(text) {
		if r >= '０' && r <= '９' {
			r = r - '０' + '0'
		}
		switch {
		case r >= '0' && r <= '9':
			digits.WriteRune(r)
		case (r == '+' || r == '＋') && i == 0:
			international = true
		case !strings.ContainsRune(" -–—.()（）\u00a0\u3000", r):
			return "", false
		}
	}
	number := digits.String()
	if rest, ok := strings.CutPrefix(number, "00"); ok && !international {
		number, international = rest, true
	}
	if !international {
		number = withCountry(number)
	}
	return number, len(number) >= 7 && len(number) <= 15 && number[0] != '0'
}

// withCountry adds China's code to a mobile number (1xx xxxx xxxx) or one with its area's 0.
func withCountry(number string) string {
	switch {
	case len(number) == 11 && number[0] == '1':
		return "86" + number
	case len(number) >= 10 && number[0] == '0':
		return "86" + number[1:]
	default:
		return number
	}
}
