package bench

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// idle measures the program as a process of its own: its memory after the start, with many dialogs open and after many
// updates, and how soon it is ready. The floor is the same binary doing nothing.
func idle(ctx context.Context, b *bench) error {
	dialogs, updates := pick(b.Quick, 400, 10_000), pick(b.Quick, 1_000, 100_000)
	s, err := b.site(ctx, nil)
	if err != nil {
		return err
	}
	defer s.close()
	o, err := s.office(ctx, unlimited)
	if err != nil {
		return err
	}
	if err := s.roster(ctx, o, 100, dialogs); err != nil {
		return err
	}
	nothing, err := b.child(ctx, nil)
	if err != nil {
		return err
	}
	floor := nothing.memory()
	nothing.stop()
	set := s.setting(unlimited)
	office, err := b.child(ctx, &set)
	if err != nil {
		return err
	}
	defer office.stop()
	b.report.add(Result{Name: "ready", Value: office.ready.Seconds(), Unit: "s", Floor: nothing.ready.Seconds(), Ratio: office.ready.Seconds() / nothing.ready.Seconds(),
		Detail: "from start to ready on an existing database; the floor is the same binary doing nothing"})
	memory := func(detail string) {
		value := office.memory()
		b.report.add(Result{Name: "idle", Value: value, Unit: "MB", Floor: floor, Ratio: value / max(floor, 1), Detail: detail})
	}
	memory("resident after the start")
	if _, err := s.openDrafts(ctx, &Office{Webhook: office.webhook}, dialogs); err != nil {
		return err
	}
	memory(fmt.Sprintf("resident with %s dialogs open", thousands(dialogs)))
	_, _, err = load(ctx, office.webhook, 8, updates, func(l *line, i int) error {
		return l.post(said(firstAccount+int64(i%dialogs), "/help"))
	})
	if err != nil {
		return err
	}
	memory(fmt.Sprintf("resident after %s updates", thousands(updates)))
	return nil
}

// child is this program, run once more.
type child struct {
	command *exec.Cmd
	input   io.Closer
	webhook string
	ready   time.Duration
}

// child starts an office of that setting, or the program doing nothing when it is nil, and waits until it is ready.
func (b *bench) child(ctx context.Context, set *Setting) (*child, error) {
	c := &child{command: exec.CommandContext(ctx, b.Program, "bench", "--child")}
	c.command.Stderr = os.Stderr
	in, err := c.command.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("child: %w", err)
	}
	c.input = in
	out, err := c.command.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("child: %w", err)
	}
	began := time.Now()
	if err := c.command.Start(); err != nil {
		return nil, fmt.Errorf("child: %w", err)
	}
	if err := json.NewEncoder(in).Encode(set); err != nil {
		c.stop()
		return nil, fmt.Errorf("child: %w", err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		c.stop()
		return nil, errors.New("child: it did not get ready")
	}
	c.ready, c.webhook = time.Since(began), strings.TrimSpace(line)
	return c, nil
}

// stop closes the child's input, at which it ends, and waits for that.
func (c *child) stop() {
	_ = c.input.Close()
	_ = c.command.Wait() // how it ended is nothing to the figures
}

// memory is the process's resident memory in MB; 0 where the system does not tell.
func (c *child) memory() float64 {
	status, err := os.ReadFile("/proc/" + strconv.Itoa(c.command.Process.Pid) + "/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	kB, _ := strconv.ParseFloat(fields[0], 64) // a number: the kernel wrote it
	return kB / 1024
}

// Serve is what the child does: it reads a setting, runs an office by it, says where its webhook is, and ends with its
// input. Without a setting it does nothing but that.
func Serve(ctx context.Context, in io.Reader, out io.Writer, start Start) error {
	lines := json.NewDecoder(in)
	var set *Setting
	if err := lines.Decode(&set); err != nil {
		return fmt.Errorf("setting: %w", err)
	}
	webhook := "nowhere"
	if set != nil {
		o, err := start(ctx, *set)
		if err != nil {
			return err
		}
		s := &site{}
		defer s.close()
		s.closers = append(s.closers, o.Close)
		s.receive(ctx, o)
		s.schedule(ctx, o)
		webhook = o.Webhook
	}
	fmt.Fprintln(out, webhook)
	_, _ = io.Copy(io.Discard, in) // until it ends
	return nil
}
