// Package language reads what a person typed, in Chinese and English, and says what they meant: when, how long, how
// often, how many people, which room, what for, which services.
//
// A text is normalised (full-width and traditional forms, with offsets kept), lexed into a lattice of words and
// numbers, matched by typed rules, covered by the best set of matches that do not overlap, and resolved against a
// reference time. What is left over is the title.
package language

import "time"

// Room is a room of the organisation. Number is its unique key.
type Room struct {
	Number, Name, Building string
	Floor                  int
	Aliases                []string
}

// Catalogue is what names the organisation knows.
type Catalogue struct {
	Rooms       []Room
	People      []string
	Departments []string
}

// Parser reads sentences against one catalogue. It is safe for concurrent use.
type Parser struct {
	catalogue Catalogue
}

// New returns a parser for a catalogue; an empty catalogue is fine: rooms are then known by their form.
// It is cheap enough to be called again after an import.
func New(c Catalogue) *Parser { return &Parser{catalogue: c} }

// Parse reads one text. Times are relative to now and in now's location. It never fails: what is not understood is
// left out, what is impossible stands in Invalid.
func (p *Parser) Parse(text string, now time.Time) Reading {
	return Reading{}
}

// ParseAnswer reads the answer to a question about one slot, so that a bare "20" is what was asked for. An answer that
// holds something else entirely (a new sentence, a correction) is read as Parse would.
func (p *Parser) ParseAnswer(text string, expect Slot, now time.Time) Reading {
	return p.Parse(text, now)
}
