package embedded

import (
	"fmt"
	"syscall"
)

// leastFree is how many bytes a private server needs to start: PostgreSQL's cluster and a first segment of its log.
const leastFree = 64 << 20

// fullDisk is a sentence for the person who set it up when there is too little room for the data; nil when there is enough.
func (h *home) fullDisk() error {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(h.dir, &disk); err != nil {
		return nil
	}
	free := int64(disk.Bavail) * int64(disk.Bsize) //nolint:unconvert // the fields' types differ between systems
	if free >= leastFree {
		return nil
	}
	return fmt.Errorf("the disk is full: %d MB are left in %s, a private server needs %d MB; make room, or choose another data directory",
		free>>20, h.dir, int64(leastFree)>>20)
}
