package language

// number is a number in the text.
type number struct {
	val    float64
	end    int   // 0: no number
	digits uint8 // how many digits, for a number typed in digits; 0 for words
	ord    bool  // first, 3rd
	frac   bool  // has a decimal part
	han    bool  // written in Chinese numerals
	range2 bool  // 五六, 三五: one of two neighbours; val is the larger
}

func (n number) int() int { return int(n.val) }

// readNumber reads the longest number at p.
func (s *scan) readNumber(p int) number {
	r := s.runes[p]
	switch {
	case isDigit(r):
		return s.readDigits(p)
	case hanDigit(r) >= 0 || r == '十' || r == '百' || r == '廿' || r == '卅':
		return s.readHan(p)
	case isLetter(r):
		return s.readEnglish(p)
	}
	return number{}
}

// readDigits reads digits, with thousands commas and a decimal part; 1st and 3rd are ordinals.
func (s *scan) readDigits(p int) number {
	if p > 0 && isDigit(s.runes[p-1]) {
		return number{}
	}
	n := number{}
	q := p
	for ; q < len(s.runes) && isDigit(s.runes[q]); q++ {
		if n.digits < 15 {
			n.val = n.val*10 + float64(s.runes[q]-'0')
			n.digits++
		}
	}
	for n.digits <= 3 && s.peek(q) == ',' && isDigit(s.peek(q+1)) && isDigit(s.peek(q+2)) && isDigit(s.peek(q+3)) && !isDigit(s.peek(q+4)) {
		n.val = n.val*1000 + float64((s.runes[q+1]-'0'))*100 + float64((s.runes[q+2]-'0'))*10 + float64(s.runes[q+3]-'0')
		n.digits += 3
		q += 4
	}
	if t, ok := s.word(p, cOrdinal); ok && t.end > q {
		n.ord, q = true, t.end
	}
	for q < len(s.runes) && n.val > 0 {
		scale := map[rune]float64{'十': 10, '百': 100, '千': 1000, '万': 10000}[s.runes[q]]
		if scale == 0 {
			break
		}
		n.val, n.han = n.val*scale, true
		q++
	}
	n.end = q
	return n
}

// decimal reads "2.5" and "2点5" style numbers where a length is expected.
func (s *scan) decimal(p int) number {
	if p < 0 || p >= len(s.nums) {
		return number{}
	}
	n := s.nums[p]
	if n.end == 0 || n.ord {
		return n
	}
	r := s.peek(n.end)
	if n.digits > 0 && r == '.' && isDigit(s.peek(n.end+1)) {
		scale := 0.1
		q := n.end + 1
		for ; isDigit(s.peek(q)); q++ {
			n.val += float64(s.runes[q]-'0') * scale
			scale /= 10
		}
		n.end, n.frac = q, true
	} else if n.han && r == '点' && hanDigit(s.peek(n.end+1)) >= 0 && !s.hourThenLength(n) {
		scale := 0.1
		q := n.end + 1
		for ; hanDigit(s.peek(q)) >= 0; q++ {
			n.val += float64(hanDigit(s.runes[q])) * scale
			scale /= 10
		}
		n.end, n.frac = q, true
	}
	return n
}

// hourThenLength tells 十点|一个半小时, 四点|俩小时 from 两点五个小时.
func (s *scan) hourThenLength(n number) bool {
	r := s.peek(n.end + 1)
	return r == '俩' || r == '两' || s.peek(n.end+2) == '个' && (r != '五' || n.val > 4)
}

func hanDigit(r rune) int {
	switch r {
	case '零':
		return 0
	case '一', '幺':
		return 1
	case '二', '两', '俩':
		return 2
	case '三', '仨':
		return 3
	case '四':
		return 4
	case '五':
		return 5
	case '六':
		return 6
	case '七':
		return 7
	case '八':
		return 8
	case '九':
		return 9
	}
	return -1
}

// readHan reads Chinese numerals: place values (三百二十), digit by digit (二零一五), neighbours (五六, 二三十).
func (s *scan) readHan(p int) number {
	if n := s.readHanDigits(p); n.end > 0 {
		return n
	}
	n := number{han: true}
	total, section, digit := 0.0, 0.0, -1
	q := p
loop:
	for ; q < len(s.runes); q++ {
		r := s.runes[q]
		d := hanDigit(r)
		switch {
		case r == '零' && q > p:
			if hanDigit(s.peek(q+1)) < 0 && s.peek(q+1) != '十' {
				break loop
			}
		case d >= 0:
			if digit >= 0 {
				neighbour := d == digit+1 || d == digit+2 && digit == 3
				if !neighbour || n.range2 {
					break loop
				}
				n.range2 = true
			}
			digit = d
		case r == '十' || r == '百' || r == '千' || r == '廿' || r == '卅':
			scale := map[rune]float64{'十': 10, '百': 100, '千': 1000, '廿': 20, '卅': 30}[r]
			if digit < 0 {
				digit = 1
			}
			if section > 0 && scale >= section {
				break loop
			}
			section += float64(digit) * scale
			digit = -1
		case r == '万':
			if digit > 0 {
				section += float64(digit)
			}
			total, section, digit = (total+section)*10000, 0, -1
		default:
			break loop
		}
	}
	if digit > 0 {
		section += float64(digit)
	}
	n.val, n.end = total+section, q
	if q == p {
		return number{}
	}
	return n
}

// readHanDigits reads two or more numerals that stand for one digit each, as in 二零一五 or 三零一; two neighbours
// (五六) are left to readHan.
func (s *scan) readHanDigits(p int) number {
	n := number{han: true}
	q := p
	zero := false
	for ; q < len(s.runes) && hanDigit(s.runes[q]) >= 0 && s.runes[q] != '两' && s.runes[q] != '俩' && s.runes[q] != '仨'; q++ {
		n.val = n.val*10 + float64(hanDigit(s.runes[q]))
		zero = zero || s.runes[q] == '零'
		if q-p > 8 {
			return number{}
		}
	}
	next := s.peek(q)
	if q-p < 2 || next == '十' || next == '百' || next == '千' || next == '万' || q-p == 2 && !zero {
		return number{}
	}
	n.end, n.digits = q, uint8(q-p)
	return n
}

// readEnglish reads number words: twenty-one, two thousand and eighteen, thirty first.
func (s *scan) readEnglish(p int) number {
	if t, ok := s.word(p, cOrdinal); ok {
		return number{val: float64(t.val), end: t.end, ord: true}
	}
	v, q, ok := s.belowHundred(p)
	if !ok {
		return number{}
	}
	n := number{val: v, end: q}
	for {
		t, ok := s.word(s.joined(n.end), cScale)
		if !ok {
			return n
		}
		n.val, n.end = n.val*float64(t.val), t.end
		r := s.skip(n.end)
		if t, ok := s.word(r, cAnd); ok {
			r = s.skip(t.end)
		}
		if w, e, ok := s.belowHundred(r); ok {
			n.val, n.end = n.val+w, e
		}
	}
}

func (s *scan) belowHundred(p int) (float64, int, bool) {
	t, ok := s.word(p, cDigitWord)
	if !ok {
		return 0, 0, false
	}
	if t.val >= 20 {
		if u, ok := s.word(s.joined(t.end), cDigitWord); ok && u.val > 0 && u.val < 10 {
			return float64(t.val + u.val), u.end, true
		}
	}
	return float64(t.val), t.end, true
}

// joined is p moved over the space or hyphen between the parts of a number in words.
func (s *scan) joined(p int) int {
	if s.peek(p) == '-' {
		return p + 1
	}
	return s.skip(p)
}

// num is the number at p, after spaces.
func (s *scan) num(p int) (number, bool) {
	p = s.skip(p)
	if p >= len(s.nums) || s.nums[p].end == 0 {
		return number{}, false
	}
	return s.nums[p], true
}
