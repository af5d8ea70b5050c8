package main

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiwu/handlers/form"
)

func TestOpenFont(t *testing.T) {
	t.Parallel()
	log := slog.New(slog.DiscardHandler)
	broken := filepath.Join(t.TempDir(), "broken.ttf")
	if err := os.WriteFile(broken, []byte("no font"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{broken, "/nowhere/font.ttc"} {
		font, err := openFont(path, log)
		if font != nil || err == nil || !strings.HasPrefix(err.Error(), "HUIWU_FONT: ") || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", path, err)
		}
	}
	_, none := form.Find("")
	font, err := openFont("", log)
	if err != nil || (font == nil) != errors.Is(none, form.ErrNoFont) {
		t.Errorf("a machine without a font prints nothing and serves all the same: %v", err)
	}
	if font != nil {
		if err := font.Close(); err != nil {
			t.Error(err)
		}
	}
}
