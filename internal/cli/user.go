package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"onrecord/internal/access"
	"onrecord/internal/store"
)

type userCmd struct {
	Add      userAddCmd      `cmd:"" help:"Add somebody who may log in; the password is asked for, or read from stdin."`
	List     userListCmd     `cmd:"" help:"List who may log in."`
	Remove   userRemoveCmd   `cmd:"" help:"Remove somebody, with their sessions and tokens."`
	Password userPasswordCmd `cmd:"" help:"Set a new password; all sessions end."`
	Role     userRoleCmd     `cmd:"" help:"Set another role; all sessions end."`
	Log      userLogCmd      `cmd:"" help:"Show the audit log."`
}

// on opens the store and lets f work on it.
func (f *storeFlag) on(run func(context.Context, *store.Store, *access.Access) error) error {
	return f.use(false, func(ctx context.Context, st *store.Store) error { return run(ctx, st, access.New(st, nil)) })
}

// password reads a password from stdin: one line.
func password(s *streams) (string, error) {
	if s.errTerminal {
		fmt.Fprintf(s.err, "Password (at least %d letters; it is shown as you type): ", access.MinPassword)
	}
	line, err := bufio.NewReader(s.in).ReadString('\n')
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", errUsage{errors.Join(errors.New("user: no password was given on standard input"), err)}
	}
	return line, nil
}

type userAddCmd struct {
	storeFlag `embed:""`
	Name      string `arg:"" help:"Name to log in with."`
	Role      string `help:"reader looks, reviewer also decides and adds articles, admin also changes the watch list." enum:"reader,reviewer,admin" default:"reader"`
}

func (c *userAddCmd) Run(s *streams) error {
	p, err := password(s)
	if err != nil {
		return err
	}
	return c.on(func(ctx context.Context, st *store.Store, a *access.Access) error {
		if err := a.AddPerson(ctx, c.Name, p, c.Role); err != nil {
			return err
		}
		fmt.Fprintf(s.err, "onrecord: %s may log in as %s\n", c.Name, c.Role)
		return st.Audit(ctx, os.Getenv("USER"), "user added", c.Name+" ("+c.Role+")")
	})
}

type userPasswordCmd struct {
	storeFlag `embed:""`
	Name      string `arg:""`
}

func (c *userPasswordCmd) Run(s *streams) error {
	p, err := password(s)
	if err != nil {
		return err
	}
	hash, err := access.Hash(p)
	if err != nil {
		return err
	}
	return c.change(s, hash, "")
}

type userRoleCmd struct {
	storeFlag `embed:""`
	Name      string `arg:""`
	Role      string `arg:"" enum:"reader,reviewer,admin"`
}

func (c *userRoleCmd) Run(s *streams) error {
	return (&userPasswordCmd{c.storeFlag, c.Name}).change(s, "", c.Role)
}

func (c *userPasswordCmd) change(s *streams, hash, role string) error {
	return c.on(func(ctx context.Context, st *store.Store, _ *access.Access) error {
		if err := st.ChangePerson(ctx, c.Name, hash, role); err != nil {
			return fmt.Errorf("user: %s: %w", c.Name, err)
		}
		fmt.Fprintf(s.err, "onrecord: %s is changed; all sessions of theirs have ended\n", c.Name)
		return st.Audit(ctx, os.Getenv("USER"), "user changed", strings.TrimSpace(c.Name+" "+role))
	})
}

type userRemoveCmd struct {
	storeFlag `embed:""`
	Name      string `arg:""`
}

func (c *userRemoveCmd) Run(*streams) error {
	return c.on(func(ctx context.Context, st *store.Store, _ *access.Access) error {
		if err := st.RemovePerson(ctx, c.Name); err != nil {
			return fmt.Errorf("user: %s: %w", c.Name, err)
		}
		return st.Audit(ctx, os.Getenv("USER"), "user removed", c.Name)
	})
}

type userListCmd struct {
	storeFlag `embed:""`
}

func (c *userListCmd) Run(s *streams) error {
	return c.on(func(ctx context.Context, st *store.Store, _ *access.Access) error {
		people, err := st.People(ctx)
		if err != nil {
			return err
		}
		t := tabwriter.NewWriter(s.out, 0, 4, 2, ' ', 0)
		fmt.Fprintln(t, "NAME\tROLE\tADDED")
		for _, p := range people {
			fmt.Fprintf(t, "%s\t%s\t%s\n", short(p.Name), p.Role, p.Added.Format(time.DateOnly))
		}
		return t.Flush()
	})
}

type userLogCmd struct {
	storeFlag `embed:""`
	Limit     int `default:"100" help:"Entries at most."`
}

func (c *userLogCmd) Run(s *streams) error {
	return c.on(func(ctx context.Context, st *store.Store, _ *access.Access) error {
		log, err := st.AuditLog(ctx, c.Limit)
		if err != nil {
			return err
		}
		for _, e := range log {
			fmt.Fprintf(s.out, "%s  %s  %s  %s\n", e.At.Format(time.RFC3339), short(e.Person), e.What, short(e.Detail))
		}
		return nil
	})
}

type tokenCmd struct {
	Add    tokenAddCmd    `cmd:"" help:"Make a token for a program; it is shown once."`
	List   tokenListCmd   `cmd:"" help:"List tokens by the beginning of their key."`
	Remove tokenRemoveCmd `cmd:"" help:"Make a token worthless."`
}

type tokenAddCmd struct {
	storeFlag `embed:""`
	Person    string        `arg:"" help:"Whose token it is."`
	Name      string        `arg:"" help:"What it is for."`
	Scope     string        `help:"read looks, write also adds articles, admin also changes the watch list." enum:"read,write,admin" default:"read"`
	Days      time.Duration `help:"How long it holds, for example 720h; 0 is without end." default:"0s" name:"for"`
}

func (c *tokenAddCmd) Run(s *streams) error {
	return c.on(func(ctx context.Context, st *store.Store, a *access.Access) error {
		if _, _, err := st.Person(ctx, c.Person); err != nil {
			return fmt.Errorf("token: %s: %w", c.Person, err)
		}
		var until time.Time
		if c.Days > 0 {
			until = time.Now().Add(c.Days)
		}
		key, err := a.AddToken(ctx, c.Person, c.Name, c.Scope, until)
		if err != nil {
			return err
		}
		fmt.Fprintln(s.out, key)
		return st.Audit(ctx, os.Getenv("USER"), "token added", c.Person+": "+c.Name+" ("+c.Scope+")")
	})
}

type tokenListCmd struct {
	storeFlag `embed:""`
}

func (c *tokenListCmd) Run(s *streams) error {
	return c.on(func(ctx context.Context, st *store.Store, _ *access.Access) error {
		tokens, err := st.Tokens(ctx, "")
		if err != nil {
			return err
		}
		day := func(t time.Time, none string) string {
			if t.IsZero() {
				return none
			}
			return t.Format(time.DateOnly)
		}
		t := tabwriter.NewWriter(s.out, 0, 4, 2, ' ', 0)
		fmt.Fprintln(t, "KEY\tPERSON\tFOR\tSCOPE\tADDED\tENDS\tLAST USED")
		for _, k := range tokens {
			fmt.Fprintf(t, "%s…\t%s\t%s\t%s\t%s\t%s\t%s\n", k.ID, short(k.Person), short(k.Name), k.Scope, day(k.Added, ""), day(k.Until, "never"), day(k.Used, "never"))
		}
		return t.Flush()
	})
}

type tokenRemoveCmd struct {
	storeFlag `embed:""`
	Key       string `arg:"" help:"The beginning of the key as \"token list\" shows it."`
}

func (c *tokenRemoveCmd) Run(*streams) error {
	return c.on(func(ctx context.Context, st *store.Store, _ *access.Access) error {
		id := strings.TrimSuffix(c.Key, "…")
		if err := st.RemoveToken(ctx, id); err != nil {
			return fmt.Errorf("token: %s: %w", id, err)
		}
		return st.Audit(ctx, os.Getenv("USER"), "token removed", id)
	})
}
