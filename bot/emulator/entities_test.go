package emulator

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParseHTML(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		html, text string
		entities   []Entity
	}{
		"plain":             {"今天 14:00", "今天 14:00", nil},
		"characters":        {"&lt;&gt;&amp;&quot;&#20013;&#x6587;&nbsp;", `<>&"中文&nbsp;`, nil},
		"no semicolon":      {"a &lt b", "a < b", nil},
		"UTF-16 offsets":    {"🍵🍵<b>茶🍵</b>", "🍵🍵茶🍵", []Entity{{Type: "bold", Offset: 4, Length: 3}}},
		"synonyms":          {"<strong>a</strong><em>b</em><ins>c</ins><del>d</del>", "abcd", []Entity{{Type: "bold", Length: 1}, {Type: "italic", Offset: 1, Length: 1}, {Type: "underline", Offset: 2, Length: 1}, {Type: "strikethrough", Offset: 3, Length: 1}}},
		"nesting":           {"<b>a<i>b</i></b>", "ab", []Entity{{Type: "bold", Length: 2}, {Type: "italic", Offset: 1, Length: 1}}},
		"short end tag":     {"<i>a</>", "a", []Entity{{Type: "italic", Length: 1}}},
		"upper case":        {"<B>a</b>", "a", []Entity{{Type: "bold", Length: 1}}},
		"empty tag":         {"a<b></b>", "a", nil},
		"spoilers":          {`<span class="tg-spoiler">a</span><tg-spoiler>b</tg-spoiler>`, "ab", []Entity{{Type: "spoiler", Length: 1}, {Type: "spoiler", Offset: 1, Length: 1}}},
		"link":              {`<a href="https://t.me/huiwu_bot?start=a&amp;b">go</a>`, "go", []Entity{{Type: "text_link", Length: 2, URL: "https://t.me/huiwu_bot?start=a&b"}}},
		"link to a person":  {`<a href="tg://user?id=42">Li</a>`, "Li", []Entity{{Type: "text_mention", Length: 2, User: &wireUser{ID: 42}}}},
		"link to nowhere":   {`<a href="javascript:alert(1)">go</a>`, "go", nil},
		"code in a pre":     {`<pre><code class="language-go">x</code></pre>`, "x", []Entity{{Type: "pre", Length: 1, Language: "go"}}},
		"code, then pre":    {"<pre><code>x</code></pre>", "x", []Entity{{Type: "pre", Length: 1}, {Type: "code", Length: 1}}},
		"a time":            {`<tg-time unix="12345">now</tg-time>`, "now", []Entity{{Type: "date_time", Length: 3, UnixTime: 12345}}},
		"quotation":         {"<blockquote expandable>a</blockquote>", "a", []Entity{{Type: "expandable_blockquote", Length: 1}}},
		"spaces are cut":    {"  \n<b> a </b> \n", "a", []Entity{{Type: "bold", Length: 1}}},
		"unquoted argument": {"<b class=x>a</b>", "a", []Entity{{Type: "bold", Length: 1}}},
	} {
		t.Run(name, func(t *testing.T) {
			text, entities, err := parseHTML(c.html)
			if err != nil || text != c.text || !reflect.DeepEqual(entities, c.entities) {
				t.Fatalf("%q → %q %+v %v\nwant %q %+v", c.html, text, entities, err, c.text, c.entities)
			}
		})
	}
}

func TestParseHTML_errors(t *testing.T) {
	t.Parallel()
	for html, want := range map[string]string{
		"🏟 <abac>":             `Unsupported start tag "abac" at byte offset 5`,
		"a < b":                `Unsupported start tag "" at byte offset 2`,
		"3<5":                  "Unclosed start tag at byte offset 1",
		"<i   =a>":             `Empty attribute name in the tag "i" at byte offset 0`,
		"<i>a":                 `Can't find end tag corresponding to start tag "i"`,
		"<i a = ":              `Unclosed start tag "i" at byte offset 0`,
		`<i a="&lt;>`:          "Unclosed start tag at byte offset 0",
		"<i a=ab,c>x</i>":      "Unexpected end of name token at byte offset 5",
		"<i a=abc":             "Unexpected end of name token at byte offset 5",
		"a</":                  "Unexpected end tag at byte offset 1",
		"<i>a</i  ":            "Unclosed end tag at byte offset 4",
		"<i>a</em>":            `Unmatched end tag at byte offset 4, expected "</i>", found "</em>"`,
		"<span>a</span>":       `Tag "span" must have class "tg-spoiler" at byte offset 0`,
		"&#xDFDF;":             "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units",
		"<script>a</script>":   `Unsupported start tag "script" at byte offset 0`,
		"<b>a</b></b>":         "Unexpected end tag at byte offset 8",
		"<b><i>a</b></i>":      `Unmatched end tag at byte offset 7, expected "</i>", found "</b>"`,
		"<p>paragraph</p>":     `Unsupported start tag "p" at byte offset 0`,
		"line<br/>after":       `Unsupported start tag "br/" at byte offset 4`,
		"<a href=\"x\">a</b> ": `Unmatched end tag at byte offset 13, expected "</a>", found "</b>"`,
	} {
		_, _, err := parseHTML(html)
		var refusal *apiError
		if !errors.As(err, &refusal) || refusal.description != "Bad Request: can't parse entities: "+want {
			t.Errorf("%q: %v\nwant %s", html, err, want)
		}
	}
}

func FuzzParseHTML(f *testing.F) {
	for _, seed := range []string{"<b>a</b>", "&#xDFDF;", "<a href='x.y'>&lt", "<i a=", "🍵<pre><code class=language-go>x</></>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, html string) {
		text, entities, err := parseHTML(html)
		if err != nil {
			return
		}
		if !utf8.ValidString(text) {
			t.Fatalf("%q → invalid text %q", html, text)
		}
		for _, e := range entities {
			if e.Offset < 0 || e.Length <= 0 || e.Offset+e.Length > utf16Len(text) {
				t.Fatalf("%q → %q, %+v is beyond it", html, text, e)
			}
		}
		shown := renderHTML(text, entities)
		if strings.Count(shown, "<") != strings.Count(shown, ">") {
			t.Fatalf("%q is shown as %q", html, shown)
		}
	})
}

func TestDetectEntities(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]map[string]string{
		"🍵 /tea@huiwu_bot 5杯":               {"/tea@huiwu_bot": "bot_command"},
		"/start abc":                        {"/start": "bot_command"},
		"a/b 1/2":                           {},
		"写给 a.b@example.com 或 @Alice_W":     {"a.b@example.com": "email", "@Alice_W": "mention"},
		"见 https://t.me/huiwu_bot?start=x。": {"https://t.me/huiwu_bot?start=x": "url"},
		"/my /book":                         {"/my": "bot_command", "/book": "bot_command"},
	} {
		got := map[string]string{}
		for _, e := range detectEntities(text, nil) {
			got[cutUTF16(text, e.Offset, e.Length)] = e.Type
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
	if got := detectEntities("/a", []Entity{{Type: "code", Length: 2}}); len(got) != 1 {
		t.Errorf("a command inside code: %v", got)
	}
}

func TestRenderHTML(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text     string
		entities []Entity
		want     string
	}{
		"escaped":      {`<script>"&`, nil, "&lt;script&gt;&#34;&amp;"},
		"nested":       {"🍵ab", []Entity{{Type: "bold", Length: 4}, {Type: "italic", Offset: 2, Length: 1}}, "<b>🍵<i>a</i>b</b>"},
		"crossing":     {"abc", []Entity{{Type: "bold", Length: 2}, {Type: "italic", Offset: 1, Length: 2}}, "<b>a<i>b</i></b>c"},
		"link":         {"go", []Entity{{Type: "text_link", Length: 2, URL: `https://a.b/?x="`}}, `go`},
		"good link":    {"go", []Entity{{Type: "text_link", Length: 2, URL: "https://a.b/?x=1&y"}}, `<a href="https://a.b/?x=1&amp;y">go</a>`},
		"script link":  {"go", []Entity{{Type: "text_link", Length: 2, URL: "javascript:x"}}, "go"},
		"found link":   {"see t.me/x", []Entity{{Type: "url", Offset: 4, Length: 6}}, `see <a href="http://t.me/x">t.me/x</a>`},
		"beyond":       {"a", []Entity{{Type: "bold", Offset: 5, Length: 9}}, "a"},
		"unknown kind": {"a", []Entity{{Type: "mention", Length: 1}}, "a"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := renderHTML(c.text, c.entities); got != c.want {
				t.Fatalf("%q, want %q", got, c.want)
			}
		})
	}
}
