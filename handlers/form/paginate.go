package form

const (
	// maxPages is where a form ends, whatever is in it.
	maxPages = 20

	noteLead      = 32
	smallLead     = 28
	runningHeight = 44
	footerGap     = 16
	signatureGap  = 36
	signatureLead = 72
	// signatureSpace is between two signatures side by side.
	signatureSpace = 32
	// together is how many lines of a row that goes over to the next page stay together at least.
	together = 3
)

// headHeight is what the title and the notes below it take on the first page.
func (s *sheet) headHeight() int {
	h := len(s.title) * s.titleLead()
	if n := max(len(s.subtitle), len(s.number)); n > 0 {
		h += n*noteLead + 20
	}
	return h + 10
}

func (s *sheet) titleLead() int { return s.titleStyle.size * 3 / 2 }

func (s *sheet) footHeight() int { return max(1, len(s.footer))*smallLead + footerGap }

func (s *sheet) signaturesHeight() int {
	if len(s.signatures) == 0 {
		return 0
	}
	return signatureGap + (len(s.signatures)+s.abreast()-1)/s.abreast()*signatureLead
}

// abreast is how many signatures stand side by side.
func (s *sheet) abreast() int {
	if n := len(s.signatures); n == 1 || n == 2 || n == 4 || widest(s.signatures) > gridWidth/6 {
		return 2
	}
	return 3
}

// pager fills pages with rows.
type pager struct {
	*sheet
	pages [][]gridRow
	left  int // the height that is left on the last page
	// reserved is what is kept free besides, on the last page that is allowed.
	reserved int
}

// paginate cuts the rows into pages. The signatures stand on the last one, never alone.
func (s *sheet) paginate() [][]gridRow {
	p := &pager{sheet: s}
	p.turn()
	for i, row := range s.rows {
		if !p.add(row, p.need(i)) {
			break
		}
	}
	if p.signaturesHeight() > p.left+p.reserved {
		p.turnWithLast()
	}
	return p.pages
}

// turn begins a page. The last one that is allowed has room reserved for the signatures and the sign that it is cut.
func (p *pager) turn() {
	top := runningHeight
	if len(p.pages) == 0 {
		top = p.headHeight()
	}
	p.pages = append(p.pages, nil)
	p.left = pageHeight - 2*marginY - top - p.footHeight()
	if len(p.pages) == maxPages {
		p.reserved = p.signaturesHeight() + tall(1)
		p.left -= p.reserved
	}
}

func (p *pager) put(rows ...gridRow) {
	last := &p.pages[len(p.pages)-1]
	for _, row := range rows {
		*last = append(*last, row)
		p.left -= row.height()
	}
}

// need is the height that must be there for row i to begin on a page: with what it leads, or the first lines of a row
// that is long enough to go over to the next page.
func (p *pager) need(i int) int {
	row := p.rows[i]
	if row.leads && i+1 < len(p.rows) {
		return row.height() + p.need(i+1)
	}
	if long(row) {
		return tall(together)
	}
	return row.height()
}

// add puts a row on the page, or on as many as it takes. It returns false when the last page is full.
func (p *pager) add(row gridRow, need int) bool {
	if need > p.left && !p.next(row.header) {
		return false
	}
	for row.height() > p.left {
		var head gridRow
		head, row = row.split(max(together, (p.left-2*padY)/lead))
		p.put(head)
		if !p.next(row.header) {
			return false
		}
	}
	p.put(row)
	return true
}

// next turns the page, unless the form must end here.
func (p *pager) next(header *gridRow) bool {
	if len(p.pages) == maxPages {
		p.put(gridRow{cells: []cell{{width: gridWidth, style: body, centred: true, lines: []line{{text: ellipsis, width: bodySize << 6}}}}})
		return false
	}
	p.turn()
	if header != nil {
		p.put(*header)
	}
	return true
}

// turnWithLast begins a page for the signatures and takes the end of the grid along, so that something stands above
// what is signed: the last row with what leads it, or the last lines of a long one.
func (p *pager) turnWithLast() {
	page := p.pages[len(p.pages)-1]
	if len(page) == 0 {
		p.turn()
		return
	}
	from := len(page) - 1
	if row := page[from]; long(row) {
		page[from], row = row.split(row.lines() - together)
		p.turn()
		p.put(row)
		return
	}
	for from > 0 && page[from-1].leads {
		from--
	}
	moved := page[from:]
	p.pages[len(p.pages)-1] = page[:from:from]
	p.turn()
	if h := moved[0].header; h != nil {
		p.put(*h)
	}
	p.put(moved...)
}

// long tells a row that may go over to the next page.
func long(row gridRow) bool { return row.height() > pageHeight/3 }
