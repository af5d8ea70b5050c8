package chaos

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"
)

// replica is one `huiwu serve`, which may be killed and started again.
type replica struct {
	t      *testing.T
	name   string
	listen string
	env    []string
	log    string

	mu  sync.Mutex
	cmd *exec.Cmd
}

func newReplica(t *testing.T, name string, env ...string) *replica {
	t.Helper()
	r := &replica{t: t, name: name, listen: freeAddress(t), log: filepath.Join(machines.dir, fmt.Sprintf("%s-%s.log", filepath.Base(t.Name()), name))}
	r.env = append(slices.Clone(env), "HUIWU_LISTEN="+r.listen, "HUIWU_DATA_DIR="+filepath.Join(machines.dir, "replica"),
		"PATH="+os.Getenv("PATH"), "HOME="+machines.dir)
	t.Cleanup(func() {
		r.kill()
		if t.Failed() {
			r.tell()
		}
	})
	return r
}

// start runs the process; it is not ready yet.
func (r *replica) start() {
	r.mu.Lock()
	defer r.mu.Unlock()
	out, err := os.OpenFile(r.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		r.t.Error(err)
		return
	}
	defer out.Close()
	cmd := exec.Command(machines.huiwu, "serve")
	cmd.Env, cmd.Stdout, cmd.Stderr = r.env, out, out
	if err := cmd.Start(); err != nil {
		r.t.Error(err)
		return
	}
	r.cmd = cmd
}

// kill is SIGKILL: nothing is put in order.
func (r *replica) kill() { r.end(syscall.SIGKILL) }

// stop asks kindly and waits until it is gone.
func (r *replica) stop() { r.end(syscall.SIGTERM) }

func (r *replica) end(signal syscall.Signal) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.cmd == nil {
		return
	}
	_ = r.cmd.Process.Signal(signal)
	_ = r.cmd.Wait()
	r.cmd = nil
}

// ready waits until it takes updates.
func (r *replica) ready() {
	r.t.Helper()
	eventually(r.t, 20*time.Second, r.name+" ready", r.notReady)
}

func (r *replica) notReady() string {
	client := http.Client{Timeout: time.Second}
	answer, err := client.Get("http://" + r.listen + "/readyz")
	if err != nil {
		return err.Error()
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return answer.Status
	}
	return ""
}

// tell prints the end of its log.
func (r *replica) tell() {
	text, _ := os.ReadFile(r.log)
	lines := bytes.Split(bytes.TrimSpace(text), []byte("\n"))
	for _, line := range lines[max(0, len(lines)-60):] {
		r.t.Logf("%s: %s", r.name, line)
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	return l.Addr().String()
}
