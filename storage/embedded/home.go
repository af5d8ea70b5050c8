package embedded

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// home is one server's folder, held by a lock for as long as the server may run.
type home struct {
	dir       string // absolute, without links
	temporary bool
	account   *account // nil: the server runs as we do
	lock      *os.File
}

// openHome makes and locks the folder of the server called name.
func openHome(o Options, name string) (*home, error) {
	acc, err := unprivileged()
	if err != nil {
		return nil, err
	}
	dir, err := makeDir(o, name, acc)
	if err != nil {
		return nil, err
	}
	// Without links, as that is how a server's own working directory is known (see isServer).
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	h := &home{dir: dir, temporary: o.Temporary, account: acc}
	if err := h.open(); err != nil {
		h.close()
		return nil, err
	}
	return h, nil
}

func (h *home) open() error {
	if blocked := h.account.firstClosed(h.dir); blocked != "" {
		return fmt.Errorf("account %s, which runs the private servers, cannot enter %s: "+
			"choose another data directory (HUIWU_DATA_DIR), such as /var/lib/huiwu", h.account.name, blocked)
	}
	return h.acquire()
}

func makeDir(o Options, name string, acc *account) (string, error) {
	if o.Temporary {
		return makeTemporary(o.DataDir, name, acc)
	}
	if o.DataDir == "" {
		return "", errors.New("a private server needs a data directory (HUIWU_DATA_DIR)")
	}
	base, err := filepath.Abs(o.DataDir)
	if err != nil {
		return "", fmt.Errorf("data directory: %w", err)
	}
	_, statErr := os.Stat(base)
	dir := filepath.Join(base, name)
	if err := os.MkdirAll(dir, 0o711); err != nil {
		return "", fmt.Errorf("data directory: %w", err)
	}
	if acc == nil {
		return dir, nil
	}
	// What we make ourselves is open to the account, whatever the umask; what was there before is its owner's to open.
	if errors.Is(statErr, fs.ErrNotExist) {
		statErr = os.Chmod(base, 0o711)
	}
	if err := errors.Join(statErr, os.Chmod(dir, 0o711)); err != nil {
		return "", fmt.Errorf("data directory: %w", err)
	}
	return dir, nil
}

// makeTemporary prefers the system's temporary directory, but that may be one only root can enter.
func makeTemporary(parent, name string, acc *account) (string, error) {
	parents := []string{parent}
	if parent == "" {
		parents = []string{os.TempDir(), "/tmp", "/var/tmp"}
	}
	for _, p := range parents {
		abs, err := filepath.Abs(p)
		if err != nil {
			return "", fmt.Errorf("temporary data directory: %w", err)
		}
		if parent = abs; acc.firstClosed(abs) == "" {
			break
		}
	}
	if err := os.MkdirAll(parent, 0o711); err != nil {
		return "", fmt.Errorf("temporary data directory: %w", err)
	}
	dir, err := os.MkdirTemp(parent, "huiwu-"+name+"-")
	if err != nil {
		return "", fmt.Errorf("temporary data directory: %w", err)
	}
	if err := os.Chmod(dir, 0o711); err != nil {
		return "", fmt.Errorf("temporary data directory: %w", err)
	}
	return dir, nil
}

// acquire takes the folder's lock. The system releases it when this process ends, however it ends.
func (h *home) acquire() error {
	path := filepath.Join(h.dir, "lock")
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("lock data directory: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		defer f.Close()
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return fmt.Errorf("lock %s: %w", path, err)
		}
		holder := make([]byte, 20)
		n, _ := f.Read(holder)
		return fmt.Errorf("%w: process %s has %s; stop it, or choose another HUIWU_DATA_DIR",
			ErrInUse, strings.TrimSpace(string(holder[:n])), h.dir)
	}
	h.lock = f
	if err := f.Truncate(0); err != nil {
		return fmt.Errorf("lock %s: %w", path, err)
	}
	if _, err := f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0); err != nil {
		return fmt.Errorf("lock %s: %w", path, err)
	}
	return nil
}

// close gives the folder back; a temporary one is removed. The lock is given up by name: a process that is being started
// at this moment has the file, too, until it becomes another program.
func (h *home) close() {
	if h.temporary {
		_ = os.RemoveAll(h.dir)
	}
	if h.lock != nil {
		_ = syscall.Flock(int(h.lock.Fd()), syscall.LOCK_UN)
		_ = h.lock.Close()
	}
}

// makePrivate makes dir, or takes it over, so that nobody but the server's account (and root) can enter.
func (h *home) makePrivate(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make %s: %w", dir, err)
	}
	if h.account == nil {
		return nil
	}
	if err := os.Chown(dir, int(h.account.uid), int(h.account.gid)); err != nil {
		return fmt.Errorf("make %s: %w", dir, err)
	}
	return nil
}

// adopt gives a folder of data to the account, with all that is in it. That is what a folder needs that an ordinary
// user began and root goes on with, or that was restored from a backup.
func (h *home) adopt(dir string) error {
	if h.account == nil {
		return nil
	}
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(path, int(h.account.uid), int(h.account.gid)) //nolint:wrapcheck // wrapped below
	})
	if err != nil {
		return fmt.Errorf("give %s to account %s: %w", dir, h.account.name, err)
	}
	return nil
}

// socketLimit is the length that the address of a unix socket may have on every system (macOS allows 104 bytes).
const socketLimit = 100

// makeSocketDir makes an empty private folder for a socket of the given file name. It lies in the home, unless
// that would make the socket's address too long. The caller calls remove when the server has ended.
func (h *home) makeSocketDir(file string) (dir string, remove func(), err error) {
	dir = filepath.Join(h.dir, "socket")
	if len(filepath.Join(dir, file)) >= socketLimit {
		if dir, err = os.MkdirTemp("/tmp", "huiwu-socket-"); err != nil {
			return "", nil, fmt.Errorf("socket directory: %w", err)
		}
	}
	remove = func() { _ = os.RemoveAll(dir) }
	remove() // what a server that was killed left there may name a process id that is somebody else's by now
	if err := h.makePrivate(dir); err != nil {
		return "", nil, err
	}
	return dir, remove, nil
}
