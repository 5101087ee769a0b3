// Package cli is the command line of onrecord: one file per sub-command. Data goes to
// stdout, messages to stderr; the exit code is 0 when all went well, 1 when something
// could not be read or done, 2 when the command line is wrong.
package cli

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/alecthomas/kong"

	"onrecord/internal/store"
)

// command is the grammar of the command line.
type command struct {
	Read      readCmd      `cmd:"" help:"Read articles and print their records."`
	Add       addCmd       `cmd:"" help:"Bring articles into the store: files, addresses, feeds, archives."`
	Watch     watchCmd     `cmd:"" help:"Keep and visit the list of sources that are looked at again and again."`
	Articles  articlesCmd  `cmd:"" help:"List articles of the store."`
	Events    eventsCmd    `cmd:"" help:"List events: one for each act that an article reports."`
	Claims    claimsCmd    `cmd:"" help:"List claims: who says what."`
	Incidents incidentsCmd `cmd:"" help:"List incidents: acts in the world, with all that articles report of each."`
	Forces    forcesCmd    `cmd:"" help:"List the ledger of forces: who keeps how many where."`
	Export    exportCmd    `cmd:"" help:"Write events of the store in a format of others."`
	Serve     serveCmd     `cmd:"" help:"Serve the page and the API over the store, and visit the watch list."`
	User      userCmd      `cmd:"" help:"Who may log in."`
	Token     tokenCmd     `cmd:"" help:"Keys for programs that use the API."`
	Work      workCmd      `cmd:"" help:"Read articles that wait in the store."`
	Worker    workerCmd    `cmd:"" help:"Read articles that wait, beside other workers on other machines, until stopped."`
	Queue     queueCmd     `cmd:"" help:"What waits for workers, and what they gave up."`
	Reread    rereadCmd    `cmd:"" help:"Read every article again that an older version read."`
	Migrate   migrateCmd   `cmd:"" help:"Copy a store into a new one of the same or another kind: SQLite, PostgreSQL."`
	Backup    backupCmd    `cmd:"" help:"Copy the store while it is in use."`
	Eval      evalCmd      `cmd:"" help:"Score the models and the whole reading against annotated data."`
	Doctor    doctorCmd    `cmd:"" help:"Check that models, tables and reading work on this machine."`
	Version   versionCmd   `cmd:"" help:"Print the version, the models and the sources of the data."`
}

// streams are what a sub-command talks through.
type streams struct {
	in          io.Reader
	out, err    io.Writer
	terminal    bool // out is a terminal
	errTerminal bool // err is one
	color       bool
}

// errUsage marks errors of the command line, exit code 2.
type errUsage struct{ error }

// errSilent ends with exit code 1 after the messages have been printed.
var errSilent = errors.New("")

// isTerminal reports whether messages go to a person's screen.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

type exit int

// Run runs the command line args (without the program's name) and returns the exit code.
// terminal says whether out is a terminal, color whether it may be coloured.
func Run(args []string, in io.Reader, out, errOut io.Writer, terminal, color bool) (code int) {
	var c command
	parser, err := kong.New(&c,
		kong.Name("onrecord"),
		kong.Description("Reads news and keeps a sourced record of political and security events: who did what to whom, where, when, how many, and on whose word."),
		kong.Vars{"store": store.DefaultPath()},
		kong.Writers(out, errOut),
		kong.Exit(func(code int) { panic(exit(code)) }),
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		fmt.Fprintln(errOut, "onrecord:", err)
		return 2
	}
	defer func() {
		if p := recover(); p != nil {
			e, ok := p.(exit)
			if !ok {
				panic(p)
			}
			code = int(e)
		}
	}()
	if len(args) == 0 {
		args = []string{"--help"}
	}
	ctx, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(errOut, "onrecord: %v\nRun \"onrecord --help\" for the commands.\n", err)
		return 2
	}
	err = ctx.Run(&streams{in: in, out: out, err: errOut, terminal: terminal, errTerminal: isTerminal(errOut), color: color})
	var usage errUsage
	switch {
	case err == nil:
		return 0
	case errors.As(err, &usage):
		fmt.Fprintln(errOut, "onrecord:", err)
		return 2
	case !errors.Is(err, errSilent):
		fmt.Fprintln(errOut, "onrecord:", err)
	}
	return 1
}
