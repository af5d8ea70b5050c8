package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"huiwu/conference"
	"huiwu/storage/roster"
)

// waitUntil asks again and again, for at most the patience of a phone.
func waitUntil(t *testing.T, what string, done func() bool) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for pause := time.Millisecond; !done(); pause = min(2*pause, 50*time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not within %v: %s", patience, what)
		}
		time.Sleep(pause)
	}
}

// descendants are the processes below this one, without those that only wait to be collected.
func descendants(t *testing.T) []int {
	t.Helper()
	parents := map[int]int{}
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil || len(stats) == 0 {
		t.Skip("no /proc here: it is not tested that no process stays")
	}
	for _, path := range stats {
		text, err := os.ReadFile(path)
		if err != nil { // ended meanwhile
			continue
		}
		id, rest, _ := bytes.Cut(text, []byte(" ("))
		// The name may hold anything; what follows its last parenthesis is: state, parent, ...
		fields := strings.Fields(string(rest[bytes.LastIndexByte(rest, ')')+1:]))
		pid, err1 := strconv.Atoi(string(id))
		parent, err2 := strconv.Atoi(fields[1])
		if errors.Join(err1, err2) == nil && fields[0] != "Z" {
			parents[pid] = parent
		}
	}
	var below []int
	for pid := range parents {
		for up := parents[pid]; up > 1; up = parents[up] {
			if up == os.Getpid() {
				below = append(below, pid)
				break
			}
		}
	}
	slices.Sort(below)
	return below
}

func readPeople(t *testing.T, language string) []conference.Person {
	t.Helper()
	people, err := readSample(language, "people.csv", roster.ReadPeople)
	if err != nil {
		t.Fatal(err)
	}
	return people
}
