package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// stopLeftover ends a server that outlived an earlier process of ours. pidFile is what the server wrote at its start,
// its first line a process id; workDir is the server's working directory. The caller holds the home's lock, so a
// server that runs there now can only be left over.
func stopLeftover(ctx context.Context, pidFile, program, workDir string, quit syscall.Signal) error {
	pid, err := readPID(pidFile)
	if err != nil {
		return err
	}
	if isServer(pid, program, workDir) {
		if err := syscall.Kill(pid, quit); err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("stop %s (process %d) left over from an earlier run: %w", program, pid, err)
		}
	}
	if err := awaitNone(ctx, pid, program, workDir); err != nil {
		return err
	}
	if !alive(pid) {
		return nil // what the file says is for the server itself to judge
	}
	// The id has passed to another program, or the dead server has not been collected. The server would take that
	// for itself, and refuse to start.
	if err := os.Remove(pidFile); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("remove stale %s: %w", pidFile, err)
	}
	return nil
}

// awaitNone waits until nothing of the server runs: its helpers live on for a moment when it is killed.
func awaitNone(ctx context.Context, pid int, program, workDir string) error {
	ctx, cancel := context.WithTimeout(ctx, stopLimit)
	defer cancel()
	for {
		left := running(pid, program, workDir)
		if len(left) == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s left over from an earlier run does not stop (processes %v): %w", program, left, ctx.Err())
		case <-time.After(pollEvery):
		}
	}
}

// running lists the processes of the program at work in that directory. Where there is no /proc, only pid is looked at.
func running(pid int, program, workDir string) []int {
	var found []int
	entries, err := os.ReadDir("/proc")
	if err != nil && isServer(pid, program, workDir) {
		return []int{pid}
	}
	for _, entry := range entries {
		if id, err := strconv.Atoi(entry.Name()); err == nil && isServer(id, program, workDir) {
			found = append(found, id)
		}
	}
	return found
}

// readPID returns 0 when there is no file or nothing readable in it.
func readPID(file string) (int, error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read process id: %w", err)
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil || pid < 2 {
		return 0, nil
	}
	return pid, nil
}

func alive(pid int) bool {
	return pid > 1 && !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH)
}

// isServer tells whether the process is the program at work in that directory. Where there is no /proc, the
// program's name must do.
func isServer(pid int, program, workDir string) bool {
	if !alive(pid) {
		return false
	}
	proc := filepath.Join("/proc", strconv.Itoa(pid))
	if dir, err := os.Readlink(filepath.Join(proc, "cwd")); err == nil {
		name, _ := os.ReadFile(filepath.Join(proc, "comm"))
		return strings.TrimSpace(string(name)) == program && dir == workDir
	}
	if _, err := os.Stat("/proc/self"); err == nil {
		return false // gone, or not ours
	}
	name, err := exec.Command("ps", "-o", "comm=", "-p", strconv.Itoa(pid)).Output()
	return err == nil && filepath.Base(strings.TrimSpace(string(name))) == program
}
