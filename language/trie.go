package language

import (
	"sort"
	"strings"
)

// trie holds a vocabulary of normalised words. A space in a word stands for any run of spaces and hyphens.
type trie struct {
	root  map[rune]int32
	ascii [128]int32 // of root, for the runes that are asked for most
	nodes []node
}

type node struct {
	edges []edge
	words []word
}

type edge struct {
	r  rune
	to int32
}

func newTrie() *trie { return &trie{root: map[rune]int32{}, nodes: make([]node, 1)} }

// add enters words, separated by "|", with one meaning.
func (t *trie) add(c class, val int, words string) {
	for _, w := range strings.Split(words, "|") {
		t.put(w, word{class: c, val: val})
	}
}

func (t *trie) put(text string, w word) {
	src := normalise(text)
	runes := trimSpaces(src.runes)
	if len(runes) == 0 {
		return
	}
	n, ok := t.root[runes[0]]
	if !ok {
		n = t.grow()
		t.root[runes[0]] = n
		if runes[0] < 128 {
			t.ascii[runes[0]] = n
		}
	}
	for _, r := range runes[1:] {
		n = t.child(n, r)
	}
	t.nodes[n].words = append(t.nodes[n].words, w)
}

func (t *trie) grow() int32 {
	t.nodes = append(t.nodes, node{})
	return int32(len(t.nodes) - 1)
}

// child is the node after r, made when it is not there.
func (t *trie) child(n int32, r rune) int32 {
	edges := t.nodes[n].edges
	i := sort.Search(len(edges), func(i int) bool { return edges[i].r >= r })
	if i < len(edges) && edges[i].r == r {
		return edges[i].to
	}
	to := t.grow()
	edges = append(edges, edge{})
	copy(edges[i+1:], edges[i:])
	edges[i] = edge{r, to}
	t.nodes[n].edges = edges
	return to
}

// next is the node after r, 0 when no word goes on like that.
func (t *trie) next(n int32, r rune) int32 {
	edges := t.nodes[n].edges
	if len(edges) <= 8 {
		for _, e := range edges {
			if e.r == r {
				return e.to
			}
		}
		return 0
	}
	i := sort.Search(len(edges), func(i int) bool { return edges[i].r >= r })
	if i < len(edges) && edges[i].r == r {
		return edges[i].to
	}
	return 0
}

// start is the node of the words that begin with r, 0 when there are none.
func (t *trie) start(r rune) int32 {
	if r < 128 {
		return t.ascii[r]
	}
	return t.root[r]
}

// match appends the words of the vocabulary that start at p.
func (t *trie) match(runes []rune, p int, out []token) []token {
	if isLetter(runes[p]) && p > 0 && isLetter(runes[p-1]) {
		return out
	}
	n := t.start(runes[p])
	for i := p + 1; n != 0; {
		if words := t.nodes[n].words; len(words) > 0 && wordEnds(runes, i) {
			for _, w := range words {
				out = append(out, token{word: w, end: i})
			}
		}
		if i >= len(runes) {
			break
		}
		to := t.next(n, runes[i])
		if to == 0 && (runes[i] == ' ' || runes[i] == '-') {
			to = t.next(n, ' ')
		}
		if runes[i] == ' ' {
			for i+1 < len(runes) && runes[i+1] == ' ' {
				i++
			}
		}
		n = to
		i++
	}
	return out
}

// wordEnds tells whether a word may end before rune i: Latin words are not cut in two.
func wordEnds(runes []rune, i int) bool {
	return i >= len(runes) || !isLetter(runes[i-1]) || !isLetter(runes[i])
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' }
func isDigit(r rune) bool  { return r >= '0' && r <= '9' }
func isHan(r rune) bool    { return r >= 0x4e00 && r <= 0x9fff }

func trimSpaces(r []rune) []rune {
	for len(r) > 0 && r[0] == ' ' {
		r = r[1:]
	}
	for len(r) > 0 && r[len(r)-1] == ' ' {
		r = r[:len(r)-1]
	}
	return r
}
