package main

import (
	"fmt"
	"time"

	"huiwu/conference"
	"huiwu/language"
	"huiwu/storage/roster"
)

type parseCommand struct {
	JSONL    bool   `name:"jsonl" help:"Read objects {\"id\",\"input\",\"now\"} instead of bare sentences."`
	Now      string `name:"now" placeholder:"TIME" help:"Reference time: local wall clock 2006-01-02T15:04:05, or RFC 3339. Default: the present."`
	Rooms    string `name:"rooms" placeholder:"FILE" help:"rooms.csv with the rooms that exist; without it rooms are known by their form."`
	Timezone string `name:"timezone" env:"HUIWU_TIMEZONE" default:"Asia/Shanghai" help:"The organisation's time zone."`
}

// Run reads from standard input until its end.
func (c *parseCommand) Run(s streams) error {
	zone, err := stores{Timezone: c.Timezone}.zone()
	if err != nil {
		return err
	}
	now := time.Now().In(zone)
	if c.Now != "" {
		if now, err = referenceTime(c.Now, zone); err != nil {
			return err
		}
	}
	catalogue, err := c.catalogue()
	if err != nil {
		return err
	}
	p := language.New(catalogue)
	if c.JSONL {
		return language.ParseJSONL(s.in, s.out, p, now) //nolint:wrapcheck // names the line itself
	}
	return language.ParseLines(s.in, s.out, p, now) //nolint:wrapcheck // names the line itself
}

// referenceTime reads a time given on the command line.
func referenceTime(text string, zone *time.Location) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t.In(zone), nil
	}
	t, err := time.ParseInLocation("2006-01-02T15:04:05", text, zone)
	if err != nil {
		return t, fmt.Errorf("%q is no time; write one like 2026-11-23T09:00:00", text)
	}
	return t, nil
}

func (c *parseCommand) catalogue() (language.Catalogue, error) {
	if c.Rooms == "" {
		return language.Catalogue{}, nil
	}
	rooms, err := readFile(c.Rooms, roster.ReadRooms)
	if err != nil {
		return language.Catalogue{}, err
	}
	return language.Catalogue{Rooms: languageRooms(rooms)}, nil
}

func languageRooms(rooms []conference.Room) []language.Room {
	out := make([]language.Room, len(rooms))
	for i, r := range rooms {
		out[i] = language.Room{Number: r.Number, Name: r.Name, Building: r.Building, Floor: r.Floor, Aliases: r.Aliases}
	}
	return out
}
