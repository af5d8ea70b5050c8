package embedded

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// process is a server that we started, with a watchdog that stops it should we die first.
type process struct {
	name     string
	cmd      *exec.Cmd
	watchdog *watchdog
	ended    chan struct{}
	err      error // set before ended is closed

	mu   sync.Mutex
	tail []string // the last lines it wrote, for the message when it fails to start
}

const tailLines = 8

// start runs a server of this home. Every line it writes goes to log. quit is the signal that ends it.
func (h *home) start(name string, quit syscall.Signal, log func(line string), path string, args ...string) (*process, error) {
	out, in, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	defer in.Close()
	cmd := h.command(context.Background(), path, args...)
	cmd.Stdout, cmd.Stderr = in, in
	if err := cmd.Start(); err != nil {
		out.Close()
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	p := &process{name: name, cmd: cmd, ended: make(chan struct{})}
	if p.watchdog, err = h.watch(cmd.Process.Pid, quit, out); err != nil {
		out.Close()
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		return nil, err
	}
	go p.run(out, log)
	return p, nil
}

// command prepares a program of this home. Its working directory is the home, as ours may be closed to the account;
// its environment is bare, so that settings such as PGDATA or LC_ALL of the person who started us don't leak in.
func (h *home) command(ctx context.Context, path string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Dir = h.dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "TZ=UTC", "LC_ALL=C"}
	if libs, ok := os.LookupEnv("LD_LIBRARY_PATH"); ok {
		cmd.Env = append(cmd.Env, "LD_LIBRARY_PATH="+libs)
	}
	cmd.SysProcAttr = h.account.attributes()
	return cmd
}

// run follows the process to its end.
func (p *process) run(out io.ReadCloser, log func(line string)) {
	defer close(p.ended)
	defer out.Close()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		p.remember(lines.Text())
		log(lines.Text())
	}
	_, _ = io.Copy(io.Discard, out) // after a line too long for the scanner
	p.err = p.cmd.Wait()
	p.watchdog.dismiss()
}

func (p *process) remember(line string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tail = append(p.tail, line)
	if len(p.tail) > tailLines {
		p.tail = p.tail[1:]
	}
}

// failure describes a process that ended by itself.
func (p *process) failure() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return fmt.Errorf("%s ended: %w: %s", p.name, p.err, strings.Join(p.tail, "; "))
}

// awaitReady polls until the server answers, has ended, or time is up.
func (p *process) awaitReady(ctx context.Context, answers func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	for {
		err := answers(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-p.ended:
			return p.failure()
		case <-ctx.Done():
			return fmt.Errorf("%s does not answer: %w (%w)", p.name, err, ctx.Err())
		case <-time.After(pollEvery):
		}
	}
}

// stop asks the server to end, and kills it when it has not done so in time. It returns when the process is gone.
func (p *process) stop(ctx context.Context, quit syscall.Signal) error {
	ctx, cancel := context.WithTimeout(ctx, stopLimit)
	defer cancel()
	_ = p.cmd.Process.Signal(quit) // an error means that it has ended
	select {
	case <-p.ended:
		return nil
	case <-ctx.Done():
	}
	_ = p.cmd.Process.Kill()
	<-p.ended
	return fmt.Errorf("%s did not stop in time and was killed: %w", p.name, ctx.Err())
}

// watchdog is a shell that waits for the pipe from us to close, which the system does when we die, however we die.
type watchdog struct {
	cmd  *exec.Cmd
	pipe io.Closer
}

// watchScript: $1 is the server's process id, $2 the signal that ends it, $3 a folder to remove, or empty. What the
// server writes is at hand as 3, and ends when the last of its processes has: a process id would not do to wait for,
// as it stays while nobody collects the dead, which is so in many containers.
const watchScript = `cat >/dev/null
kill -s "$2" "$1" 2>/dev/null
cat <&3 >/dev/null
if [ -n "$3" ]; then rm -rf "$3"; fi`

func (h *home) watch(pid int, quit syscall.Signal, out *os.File) (*watchdog, error) {
	remove := ""
	if h.temporary {
		remove = h.dir
	}
	signal := map[syscall.Signal]string{syscall.SIGINT: "INT", syscall.SIGTERM: "TERM", syscall.SIGQUIT: "QUIT"}[quit]
	cmd := exec.Command("/bin/sh", "-c", watchScript, "huiwu-watchdog", strconv.Itoa(pid), signal, remove)
	cmd.Dir = "/"
	cmd.ExtraFiles = []*os.File{out}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	pipe, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("start watchdog: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start watchdog: %w", err)
	}
	return &watchdog{cmd: cmd, pipe: pipe}, nil
}

// dismiss ends the watch without harm: the server has ended, and its process id may become somebody else's.
func (w *watchdog) dismiss() {
	_ = syscall.Kill(-w.cmd.Process.Pid, syscall.SIGKILL) // the shell and its cat
	_ = w.pipe.Close()
	_ = w.cmd.Wait()
}
