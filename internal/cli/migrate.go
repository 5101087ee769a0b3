package cli

import (
	"fmt"

	"onrecord/internal/store"
)

type migrateCmd struct {
	From string `help:"Store to copy from: sqlite:FILE or postgres://…" required:"" placeholder:"STORE"`
	To   string `help:"New, empty store to copy to." required:"" placeholder:"STORE"`
}

// Run copies a store into another of the same or another kind.
func (c *migrateCmd) Run(s *streams) error {
	ctx, stop := interruptible()
	defer stop()
	from, err := store.Open(ctx, c.From, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := store.Open(ctx, c.To, store.Options{})
	if err != nil {
		return err
	}
	defer to.Close()
	last := ""
	n, err := store.Copy(ctx, from, to, func(table string, rows int) {
		if s.errTerminal {
			fmt.Fprintf(s.err, "\r%-20s %d rows\x1b[K", table, rows)
		} else if table != last {
			fmt.Fprintf(s.err, "onrecord: copying %s\n", table)
		}
		last = table
	})
	if s.errTerminal {
		fmt.Fprint(s.err, "\r\x1b[K")
	}
	if err != nil {
		if ctx.Err() != nil {
			fmt.Fprintln(s.err, "onrecord: interrupted; run the same command again to go on")
			return errSilent
		}
		return err
	}
	fmt.Fprintf(s.err, "onrecord: copied %s to %s and compared both row by row: %d rows are equal\n", from.Name(), to.Name(), n)
	return nil
}
