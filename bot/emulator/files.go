package emulator

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"image"
	"image/jpeg"
	_ "image/png" // bots upload QR codes
	"mime"
	"net/http"
	"path/filepath"
	"strings"
)

// The kinds of file, as Telegram's errors name them.
const (
	photoFile    = "Photo"
	documentFile = "Document"
	voiceFile    = "VoiceNote"
	stickerFile  = "Sticker"
)

// thumbnailSide is the longer side of a photo's small version.
const thumbnailSide = 320

// file is something uploaded by the bot or sent from a phone.
type file struct {
	id, unique string
	kind       string
	name, mime string
	path       string // under /file/bot<token>/
	data       []byte
	photo      []wirePhoto // every size, smallest first, of the photo that this is a size of
}

func (f *file) wire() *wireFile {
	return &wireFile{FileID: f.id, FileUniqueID: f.unique, FileName: f.name, MimeType: f.mime, FileSize: len(f.data)}
}

func (f *file) voice(seconds int) *wireVoice {
	return &wireVoice{FileID: f.id, FileUniqueID: f.unique, Duration: seconds, MimeType: f.mime, FileSize: len(f.data)}
}

func (f *file) sticker(emoji string) *wireSticker {
	return &wireSticker{FileID: f.id, FileUniqueID: f.unique, Type: "regular", Width: 512, Height: 512, Emoji: emoji}
}

// folders are where getFile says that files of a kind lie.
var folders = map[string]string{photoFile: "photos", documentFile: "documents", voiceFile: "voice", stickerFile: "stickers"}

// store keeps bytes as a file that can be sent and fetched. The caller holds mu.
func (s *Server) store(kind, name string, data []byte) *file {
	n := s.newID()
	sum := sha256.Sum256(data)
	seed := sha256.Sum256(fmt.Appendf(sum[:], "%s %d", s.o.Token, n))
	f := &file{
		id:     "AgACAg" + base64.RawURLEncoding.EncodeToString(seed[:24]),
		unique: "AQAD" + base64.RawURLEncoding.EncodeToString(sum[:9]),
		kind:   kind, name: name, mime: fileType(name, data), data: data,
	}
	f.path = fmt.Sprintf("%s/file_%d%s", folders[kind], n, strings.ToLower(filepath.Ext(name)))
	s.files[f.id] = f
	return f
}

func fileType(name string, data []byte) string {
	extension := strings.ToLower(filepath.Ext(name))
	switch extension {
	case ".ics":
		return "text/calendar"
	case ".oga", ".ogg":
		return "audio/ogg"
	}
	if kind, _, err := mime.ParseMediaType(mime.TypeByExtension(extension)); err == nil {
		return kind
	}
	kind, _, _ := mime.ParseMediaType(http.DetectContentType(data))
	return kind
}

// storePhoto keeps a picture in two sizes and returns the larger. Bytes that
// are no picture are refused.
func (s *Server) storePhoto(data []byte) (*file, error) {
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, badRequest("IMAGE_PROCESS_FAILED")
	}
	size := picture.Bounds().Size()
	if size.X+size.Y > 10_000 || size.X > 20*size.Y || size.Y > 20*size.X {
		return nil, badRequest("PHOTO_INVALID_DIMENSIONS")
	}
	var versions []wirePhoto
	if small := shrink(picture, thumbnailSide); small != nil {
		var out bytes.Buffer
		if err := jpeg.Encode(&out, small, nil); err != nil {
			return nil, fmt.Errorf("encode thumbnail: %w", err)
		}
		f := s.store(photoFile, "photo.jpg", out.Bytes())
		versions = append(versions, f.size(small.Bounds().Size()))
	}
	f := s.store(photoFile, "photo.jpg", data)
	versions = append(versions, f.size(size))
	for _, v := range versions {
		s.files[v.FileID].photo = versions
	}
	return f, nil
}

func (f *file) size(p image.Point) wirePhoto {
	return wirePhoto{FileID: f.id, FileUniqueID: f.unique, Width: p.X, Height: p.Y, FileSize: len(f.data)}
}

// shrink returns the picture with its longer side cut to side, or nil if it is
// no longer than that.
func shrink(picture image.Image, side int) image.Image {
	from := picture.Bounds()
	longer := max(from.Dx(), from.Dy())
	if longer <= side {
		return nil
	}
	small := image.NewRGBA(image.Rect(0, 0, max(from.Dx()*side/longer, 1), max(from.Dy()*side/longer, 1)))
	for y := range small.Rect.Dy() {
		for x := range small.Rect.Dx() {
			small.Set(x, y, picture.At(from.Min.X+x*longer/side, from.Min.Y+y*longer/side))
		}
	}
	return small
}

// inputFile finds the file that a parameter means: an upload under the
// parameter's own name or by attach://, or the id of a file sent before.
// Addresses are refused, since this server fetches nothing.
func (s *Server) inputFile(q *request, part, value, kind string) (*file, error) {
	if name, ok := strings.CutPrefix(value, "attach://"); ok {
		part, value = name, ""
	}
	if u, ok := q.files[part]; ok {
		return s.accept(u, kind)
	}
	switch {
	case value == "":
		return nil, badRequest("there is no %s in the request", strings.ToLower(kind))
	case strings.Contains(value, "://"):
		return nil, badRequest("failed to get HTTP URL content")
	}
	f := s.files[value]
	if f == nil {
		return nil, badRequest("wrong file identifier/HTTP URL specified")
	}
	if f.kind != kind {
		return nil, badRequest("can't use file of type %s as %s", f.kind, kind)
	}
	return f, nil
}

// accept stores an upload.
func (s *Server) accept(u upload, kind string) (*file, error) {
	switch {
	case len(u.data) == 0:
		return nil, badRequest("file must be non-empty")
	case kind == photoFile && len(u.data) > maxPhoto:
		return nil, badRequest("file of size %d bytes is too big for a photo; the maximum size is %d bytes", len(u.data), maxPhoto)
	case kind == photoFile:
		return s.storePhoto(u.data)
	}
	return s.store(kind, u.name, u.data), nil
}

func (s *Server) getFile(q *request) (any, error) {
	id := q.fields["file_id"]
	if id == "" {
		return nil, badRequest("file_id is not specified")
	}
	f := s.files[id]
	if f == nil {
		return nil, badRequest("invalid file_id")
	}
	if len(f.data) > maxDownload {
		return nil, badRequest("file is too big")
	}
	return wireFile{FileID: f.id, FileUniqueID: f.unique, FileSize: len(f.data), FilePath: f.path}, nil
}

// serveDownload serves what getFile names.
func (s *Server) serveDownload(w http.ResponseWriter, r *http.Request, token, path string) {
	if !s.authorized(token) {
		writeAnswer(w, nil, errUnauthorized)
		return
	}
	f := s.findFile(func(f *file) bool { return f.path == path })
	if f == nil {
		writeAnswer(w, nil, errNotFound)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	// An error here means that the bot hung up.
	_, _ = w.Write(f.data)
}

func (s *Server) findFile(match func(*file) bool) *file {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.files {
		if match(f) {
			return f
		}
	}
	return nil
}
