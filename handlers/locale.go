package handlers

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"sync"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	tag "golang.org/x/text/language"
)

//go:embed locales
var localeFiles embed.FS

// Languages are the languages that people can read, the first one first.
var Languages = []string{"zh-CN", "en"}

// catalogues are the words of all languages.
type catalogues struct {
	zone       *time.Location
	localizers map[string]*i18n.Localizer
	plain      map[string]*sync.Map // by language: the sentences without placeholders, once they have been rendered
	fallback   string
}

// loadCatalogues reads locales/<language>/*.json; fallback is the language of those who have said nothing.
func loadCatalogues(zone *time.Location, fallback string) (*catalogues, error) {
	bundle := i18n.NewBundle(tag.SimplifiedChinese)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	c := &catalogues{zone: zone, localizers: map[string]*i18n.Localizer{}, plain: map[string]*sync.Map{}, fallback: Languages[0]}
	for _, lang := range Languages {
		files, err := fs.Glob(localeFiles, path.Join("locales", lang, "*.json"))
		if err != nil || len(files) == 0 {
			return nil, fmt.Errorf("locale %s: no files (%w)", lang, err)
		}
		for _, f := range files {
			data, err := localeFiles.ReadFile(f)
			if err != nil {
				return nil, fmt.Errorf("locale %s: %w", f, err)
			}
			if _, err := bundle.ParseMessageFileBytes(data, lang+".json"); err != nil {
				return nil, fmt.Errorf("locale %s: %w", f, err)
			}
		}
		c.localizers[lang], c.plain[lang] = i18n.NewLocalizer(bundle, lang), new(sync.Map)
	}
	c.fallback = c.match(fallback)
	return c, nil
}

// match is the nearest language that we have; the fallback for "" and for what we don't speak.
func (c *catalogues) match(language string) string {
	switch {
	case len(language) >= 2 && language[:2] == "zh":
		return "zh-CN"
	case len(language) >= 2 && language[:2] == "en":
		return "en"
	}
	return c.fallback
}

// in is the words of the nearest language.
func (c *catalogues) in(language string) locale {
	lang := c.match(language)
	return locale{lang: lang, zone: c.zone, localizer: c.localizers[lang], plain: c.plain[lang]}
}

// locale is the words of one language, and how dates and lengths are written in it.
type locale struct {
	lang      string
	zone      *time.Location
	localizer *i18n.Localizer
	plain     *sync.Map
}

// say is the sentence of a key. Args are pairs of a placeholder's name and its value; strings are people's
// words and are escaped, a Text is taken as it is. The arg "count" chooses between singular and plural.
func (l locale) say(key string, args ...any) Text {
	return Text{l.render(key, args, func(v any) any {
		switch v := v.(type) {
		case Text:
			return v.html
		case string:
			return Plain(v).html
		}
		return v
	})}
}

// label is the same for where no HTML is read: buttons, toasts, file names.
func (l locale) label(key string, args ...any) string {
	plain := l.render(key, args, func(v any) any {
		switch v := v.(type) {
		case Text:
			return v.String()
		case string:
			return line(v)
		}
		return v
	})
	return plain
}

// has tells whether the key has words.
func (l locale) has(key string) bool {
	_, err := l.localizer.Localize(&i18n.LocalizeConfig{MessageID: key, PluralCount: 2})
	return err == nil
}

// render fills a key's template. A key without words shows itself: a test keeps that from happening.
func (l locale) render(key string, args []any, value func(any) any) string {
	if len(args) > 0 {
		return l.fill(key, args, value)
	}
	if words, ok := l.plain.Load(key); ok {
		return words.(string)
	}
	words := l.fill(key, args, value)
	if words != key {
		l.plain.Store(key, words)
	}
	return words
}

func (l locale) fill(key string, args []any, value func(any) any) string {
	data := make(map[string]any, len(args)/2)
	config := &i18n.LocalizeConfig{MessageID: key, TemplateData: data}
	for i := 0; i+1 < len(args); i += 2 {
		name := fmt.Sprint(args[i])
		data[name] = value(args[i+1])
		if name == "count" {
			config.PluralCount = args[i+1]
		}
	}
	s, err := l.localizer.Localize(config)
	if err != nil && config.PluralCount != nil {
		config.PluralCount = nil // the sentence is the same for one and for many
		s, err = l.localizer.Localize(config)
	}
	if err != nil && s == "" {
		return key
	}
	return s
}
