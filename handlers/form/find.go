package form

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// ErrNoFont says that the machine has no font with Chinese characters in a place where fonts usually are. On Debian the
// package fonts-noto-cjk brings one, on Alpine font-noto-cjk.
var ErrNoFont = errors.New("no font with Chinese characters found")

// places are where systems keep fonts; those that a machine does not have are passed over.
var places = []string{
	"/usr/share/fonts", "/usr/local/share/fonts",
	"/System/Library/Fonts", "/Library/Fonts",
	`C:\Windows\Fonts`,
}

// liked are the names of fonts for office paper, lower case, best first: those with serifs, as official documents are set
// in Song, then those without, then whatever has the characters.
var liked = []string{
	"notoserifcjk-regular.*", "notoserifcjksc-regular.*", "notoserifcjk*regular.*", "notoserifsc-regular.*",
	"sourcehanserif*regular.*", "source-han-serif*regular.*", "songti.ttc", "simsun.tt?",
	"notosanscjk-regular.*", "notosanscjksc-regular.*", "notosanscjk*regular.*", "notosanssc-regular.*",
	"sourcehansans*regular.*", "source-han-sans*regular.*",
	"pingfang.ttc", "hiragino sans gb.ttc", "stheiti light.ttc", "stheiti*.ttc", "msyh.tt?", "simhei.ttf",
	"wqy-microhei.*", "wqy-zenhei.*", "droidsansfallbackfull.ttf", "droidsansfallback*.ttf", "uming.ttc", "ukai.ttc",
	"notoserifcjk*", "notosanscjk*", "notoserifsc*", "notosanssc*", "sourcehan*", "source-han*", "wqy-*",
}

// Find opens the font in the file at path or, when path is empty, the best Chinese font that the machine has. Of a
// collection it takes the face for simplified Chinese. The font stays open and is read as it is needed. The error is
// ErrNoFont when nothing is found; a path that is given must be good.
func Find(path string) (*Font, error) {
	if path != "" {
		return open(path)
	}
	for _, p := range candidates(places) {
		// A font that cannot be read here, say one with tables of a newer kind, is no reason not to try the next.
		if f, err := open(p); err == nil {
			return f, nil
		}
	}
	return nil, ErrNoFont
}

// candidates are the font files with a liked name under the directories, best first, always in the same order.
func candidates(dirs []string) []string {
	found := make([][]string, len(liked))
	for _, dir := range dirs {
		_ = filepath.WalkDir(dir, func(p string, entry fs.DirEntry, err error) error {
			if err != nil {
				return nil //nolint:nilerr // a directory that may not be read has no font for us
			}
			if rank := likes(entry.Name()); rank >= 0 && !entry.IsDir() {
				found[rank] = append(found[rank], p)
			}
			return nil
		})
	}
	var all []string
	for _, paths := range found {
		all = append(all, paths...)
	}
	return all
}

// likes is the place of a file's name among the liked ones, -1 when it is none.
func likes(name string) int {
	name = strings.ToLower(name)
	switch path.Ext(name) {
	case ".ttc", ".ttf", ".otf", ".otc":
	default:
		return -1
	}
	for i, pattern := range liked {
		if ok, _ := path.Match(pattern, name); ok {
			return i
		}
	}
	return -1
}

// boldNames turns the name of a font's file into that of its bold companion.
var boldNames = strings.NewReplacer("Regular", "Bold", "regular", "bold", "msyh.", "msyhbd.", "STHeiti Light", "STHeiti Medium")

// boldPath is where the bold of a font is: in a file of its own, or in the same collection.
func boldPath(regular string) string {
	dir, name := filepath.Split(regular)
	return filepath.Join(dir, boldNames.Replace(name))
}

// open reads the font at path, and its bold.
func open(path string) (*Font, error) {
	regular, file, err := readFace(path, false)
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", path, err)
	}
	f := &Font{regular: chain{faces: []face{regular, latin()}}, files: []*os.File{file}}
	bold, file, err := readFace(boldPath(path), true)
	if err != nil {
		f.bold = chain{faces: f.regular.faces, smeared: true}
		return f, nil
	}
	f.bold = chain{faces: []face{bold, regular, latinBold()}}
	f.files = append(f.files, file)
	return f, nil
}
