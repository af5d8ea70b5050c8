package language_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"huiwu/language"
)

// sampleRooms reads a catalogue of rooms: number, name, building, floor, class, seats, equipment, aliases, layouts.
func sampleRooms(t testing.TB, name string) language.Catalogue {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "unseen", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var c language.Catalogue
	for _, row := range rows[1:] {
		floor, err := strconv.Atoi(row[3])
		if err != nil {
			t.Fatalf("%s: floor of %s: %v", name, row[0], err)
		}
		c.Rooms = append(c.Rooms, language.Room{Number: row[0], Name: row[1], Building: row[2], Floor: floor, Aliases: strings.Split(row[7], ";")})
	}
	return c
}

// tally counts, slot by slot, how many sentences of a set were read right.
type tally struct {
	right map[string]int
	all   int
	wrong []string
}

func measure(t testing.TB, p *language.Parser, rows []corpusRow) tally {
	t.Helper()
	sum := tally{right: map[string]int{}, all: len(rows)}
	for _, row := range rows {
		got := slots(p.Parse(row.input, row.now))
		if got["room"] == "" {
			got["room"] = strings.TrimPrefix(strings.ToLower(got["words"]), "the ")
		}
		want := row.want["room"] + strings.TrimPrefix(strings.ToLower(row.want["words"]), "the ")
		all := true
		for _, slot := range []string{"start", "end", "n", "room", "title"} {
			w := strings.TrimSuffix(row.want[slot], "-")
			if slot == "room" {
				w = want
			}
			if got[slot] == w {
				sum.right[slot]++
				continue
			}
			all = false
			sum.wrong = append(sum.wrong, row.input+"\n\t"+slot+": want "+strconv.Quote(w)+", got "+strconv.Quote(got[slot]))
		}
		if all {
			sum.right["all"]++
		}
	}
	return sum
}

func (s *tally) percent(slot string) float64 { return 100 * float64(s.right[slot]) / float64(s.all) }

// TestParser_Parse_unseen holds the sets that were written without looking at the parser's words, and measured before
// anything was mended. Some of their sentences are still read wrong; the floors keep what has been reached.
func TestParser_Parse_unseen(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("testdata", "unseen", "*.tsv"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no sets: %v", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".tsv")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var c language.Catalogue
			if lang, kind, _ := strings.Cut(name, "_"); strings.HasPrefix(kind, "sample") {
				c = sampleRooms(t, "rooms_"+lang+".csv")
			}
			sum := measure(t, language.New(c), readCorpus(t, filepath.Join("unseen", filepath.Base(file))))
			t.Logf("%d sentences: start %.1f end %.1f n %.1f room %.1f title %.1f all %.1f", sum.all, sum.percent("start"),
				sum.percent("end"), sum.percent("n"), sum.percent("room"), sum.percent("title"), sum.percent("all"))
			for _, w := range sum.wrong {
				t.Log(w)
			}
			for slot, floor := range map[string]float64{"start": 96, "end": 96, "n": 96, "room": 95, "title": 95} {
				if got := sum.percent(slot); got < floor {
					t.Errorf("%s: %.1f %% are right, fewer than %.0f %%", slot, got, floor)
				}
			}
		})
	}
}
