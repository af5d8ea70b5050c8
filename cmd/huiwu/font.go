package main

import (
	"errors"
	"fmt"
	"log/slog"

	"huiwu/handlers/form"
)

// openFont opens the font that forms are printed in. Without one everything else works: nil, and a line in the log.
// A file that is named must be good.
func openFont(path string, log *slog.Logger) (*form.Font, error) {
	font, err := form.Find(path)
	switch {
	case errors.Is(err, form.ErrNoFont):
		log.Warn("no font with Chinese characters: forms cannot be printed; install fonts-noto-cjk, or name a file with HUIWU_FONT")
		return nil, nil //nolint:nilnil // there is none, and nothing went wrong
	case err != nil:
		return nil, fmt.Errorf("HUIWU_FONT: %w", err)
	}
	log.Info("forms are printed", "font", font.Name())
	return font, nil
}
