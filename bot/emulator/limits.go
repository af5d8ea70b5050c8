package emulator

import (
	"regexp"
	"unicode/utf16"
)

// Telegram's documented limits. Lengths of text count UTF-16 units after
// entity parsing.
const (
	maxText             = 4096
	maxCaption          = 1024
	maxCallbackData     = 64 // bytes
	maxCallbackAnswer   = 200
	maxCommands         = 100
	maxCommandHelp      = 256
	maxDescription      = 512
	maxShortDescription = 120
	maxName             = 64
	maxButtons          = 100
	maxButtonsInRow     = 8
	maxSecret           = 256
	maxConnections      = 100
	maxUpdates          = 100
	maxPollSeconds      = 50
	maxAlbum            = 10

	maxUpload   = 50 << 20
	maxPhoto    = 10 << 20
	maxDownload = 20 << 20
	maxField    = 1 << 20 // any parameter that is not a file
)

var (
	commandName   = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)
	secretToken   = regexp.MustCompile(`^[A-Za-z0-9_-]*$`)
	startParam    = regexp.MustCompile(`^[A-Za-z0-9_-]{0,64}$`)
	languageCode  = regexp.MustCompile(`^[a-z]{2}$`)
	webhookPorts  = words("443 80 88 8443")
	buttonStyles  = words("danger success primary")
	loopbackHosts = words("localhost 127.0.0.1 ::1")
)

// utf16Len is the length of s as Telegram counts it.
func utf16Len(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// splitUTF16 cuts s into pieces of at most n UTF-16 units, as a phone does with
// a text too long for one message.
func splitUTF16(s string, n int) []string {
	var pieces []string
	start, length := 0, 0
	for i, r := range s {
		size := utf16.RuneLen(r)
		if length+size > n {
			pieces = append(pieces, s[start:i])
			start, length = i, 0
		}
		length += size
	}
	return append(pieces, s[start:])
}
