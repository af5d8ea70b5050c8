// Command huiwu is the whole of 会务: the bot, its demo, and the tools around them.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// commands are what can be typed after huiwu.
type commands struct {
	Serve   serveCommand   `cmd:"" help:"Run the bot for real, with a Telegram token."`
	Demo    demoCommand    `cmd:"" help:"Play it in the browser: phones, bot and clock on this machine, nothing to install."`
	Import  importCommand  `cmd:"" help:"Read rooms, people, shifts and the service plan from files; repeatable."`
	Plan    planCommand    `cmd:"" help:"Print the service plan in force, or look for mistakes in one."`
	Updates updatesCommand `cmd:"" help:"Updates that were set aside: look at them, handle them again."`
	Parse   parseCommand   `cmd:"" help:"Read sentences, a line each, and print what was understood as JSON."`
	Bench   benchCommand   `cmd:"" help:"Measure it on private servers, each figure beside its floor."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// After the first signal the default is back in force: a second one ends us at once.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}))
}

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// run is the program without the process: what it prints goes to s, and its exit code comes back.
func run(ctx context.Context, args []string, s streams) int {
	var c commands
	code := -1
	parser, err := kong.New(&c, kong.Name("huiwu"), kong.Description(about), kong.UsageOnError(),
		kong.Writers(s.out, s.err), kong.Exit(func(n int) { code = n }), kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(s))
	if err != nil {
		fmt.Fprintln(s.err, "huiwu:", err)
		return 2
	}
	chosen, err := parser.Parse(args)
	if code >= 0 { // --help has been printed
		return code
	}
	if err != nil {
		fmt.Fprintln(s.err, "huiwu:", err)
		return 2
	}
	if err := chosen.Run(); err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(s.err, "huiwu:", err)
		return 1
	}
	return 0
}

const about = "会务: book rooms, serve meetings and check them, from a chat. See README.md."
