package cli

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/klauspost/compress/gzip"

	"onrecord/internal/fetch/address"
	"onrecord/internal/source"
	"onrecord/internal/store"
	"onrecord/internal/warc"
)

// queueAddCmd lets the workers of a store read a list of archives together.
type queueAddCmd struct {
	storeFlag `embed:""`
	Archives  []string `arg:"" optional:"" name:"archive" help:"WARC files, patterns or addresses, under names by which every worker opens them."`
	List      string   `help:"File with the name of an archive on every line, such as a crawl's warc.paths.gz; - is standard input." placeholder:"FILE"`
	Base      string   `help:"Folder or address under which the names of --list lie." placeholder:"PLACE"`
	Part      int64    `help:"Megabytes that a worker takes at a time; 0 is whole files. Files at hand are cut between their records, addresses are not." default:"128"`
	Again     bool     `help:"Look once more at archives that were read or given up: what the store does not hold is read."`
	Detach    bool     `help:"Do not wait until all is read."`
}

func (c *queueAddCmd) Run(s *streams) error {
	names, err := c.names(s.in)
	if err != nil {
		return errUsage{err}
	}
	return c.use(false, func(ctx context.Context, st *store.Store) error {
		if c.Again {
			if err := st.ForgetParts(ctx, names); err != nil {
				return err
			}
		}
		before, err := st.Archives(ctx)
		if err != nil {
			return err
		}
		fresh, parts := 0, 0
		for _, name := range names {
			list, err := c.cut(name)
			if err != nil {
				return fmt.Errorf("queue: %w", err)
			}
			added, err := st.QueueParts(ctx, list)
			if err != nil {
				return err
			}
			if len(added) > 0 {
				fresh, parts = fresh+1, parts+len(list)
			}
		}
		fmt.Fprintf(s.err, "onrecord: %d archives queued in %d parts, %d were queued before\n", fresh, parts, len(names)-fresh)
		if c.Detach {
			return nil
		}
		return follow(ctx, s, st, before)
	})
}

// names lists the archives, each once: files by their whole path.
func (c *queueAddCmd) names(stdin io.Reader) ([]string, error) {
	given := c.Archives
	if c.List != "" {
		list, err := readList(c.List, stdin)
		if err != nil {
			return nil, err
		}
		for _, name := range list {
			if c.Base != "" {
				name = strings.TrimRight(c.Base, "/") + "/" + strings.TrimLeft(name, "/")
			}
			given = append(given, name)
		}
	}
	var out []string
	have := map[string]bool{}
	for _, name := range given {
		found, err := archiveNames(name)
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			if !have[f] {
				have[f] = true
				out = append(out, f)
			}
		}
	}
	if len(out) == 0 {
		return nil, errors.New("queue: give archives, or a --list of them")
	}
	return out, nil
}

// archiveNames are the archives that an argument names.
func archiveNames(arg string) ([]string, error) {
	if strings.Contains(arg, "://") {
		a, err := address.Parse(arg)
		if err == nil && !strings.HasSuffix(strings.TrimSuffix(a.Path, ".gz"), ".warc") {
			err = fmt.Errorf("%s: an address of an archive ends in .warc or .warc.gz", arg)
		}
		if err != nil {
			return nil, fmt.Errorf("queue: %w", err)
		}
		return []string{arg}, nil
	}
	paths := []string{arg}
	if _, err := os.Stat(arg); err != nil && strings.ContainsAny(arg, "*?[") {
		if paths, err = filepath.Glob(arg); err != nil {
			return nil, fmt.Errorf("queue: %s: not a pattern: %w", arg, err)
		}
		if len(paths) == 0 {
			return nil, fmt.Errorf("queue: %s: no file matches", arg)
		}
	}
	for i, p := range paths {
		spec, err := source.Classify(p)
		if err == nil && spec.Kind != source.WARC {
			err = fmt.Errorf("queue: %s is no web archive (%s): \"onrecord add --unread\" brings in anything else for the workers", p, spec.Kind)
		}
		if err != nil {
			return nil, err
		}
		if paths[i], err = filepath.Abs(p); err != nil {
			return nil, err
		}
	}
	return paths, nil
}

// readList reads names, one a line, from a file that may be gzipped.
func readList(path string, stdin io.Reader) ([]string, error) {
	in := stdin
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, fmt.Errorf("queue: --list: %w", err)
		}
		defer f.Close()
		in = f
	}
	b := bufio.NewReader(in)
	if head, err := b.Peek(2); err == nil && bytes.Equal(head, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(b)
		if err != nil {
			return nil, fmt.Errorf("queue: --list %s: %w", path, err)
		}
		b = bufio.NewReader(z)
	}
	var out []string
	lines := bufio.NewScanner(b)
	for lines.Scan() {
		if name := strings.TrimSpace(lines.Text()); name != "" && !strings.HasPrefix(name, "#") {
			out = append(out, name)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("queue: --list %s: %w", path, err)
	}
	return out, nil
}

// cut divides an archive into parts.
func (c *queueAddCmd) cut(name string) ([]store.Part, error) {
	if strings.Contains(name, "://") {
		return []store.Part{{Name: name}}, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	starts := []int64{0}
	if c.Part > 0 {
		if starts, err = warc.Split(f, info.Size(), c.Part<<20); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	var parts []store.Part
	for i, start := range starts {
		p := store.Part{Name: name, Start: start, Size: info.Size() - start}
		if i+1 < len(starts) {
			p.Stop = starts[i+1]
			p.Size = p.Stop - start
		}
		parts = append(parts, p)
	}
	return parts, nil
}

const (
	followEvery = time.Second      // how often is looked how far the workers are
	sayEvery    = time.Minute      // how often that is said where no bar can be drawn
	lonely      = 15 * time.Second // after so long without any worker a word is said
)

// follow shows how far the workers are until no part waits.
func follow(ctx context.Context, s *streams, st *store.Store, before store.Archives) error {
	b := newBar(s.err, s.errTerminal)
	said, started, alone := time.Now(), time.Now(), true
	for {
		a, err := st.Archives(ctx)
		if err != nil && ctx.Err() == nil {
			b.say(s.err, "onrecord: %v", err) // the workers go on, and so does looking
		}
		alone = alone && err == nil && len(a.Work) == 0
		switch text := soFar(a, before, time.Since(started)); {
		case ctx.Err() != nil:
			b.clear()
			fmt.Fprintln(s.err, "onrecord: the workers go on; \"onrecord queue status\" says how far they are")
			return errSilent
		case err == nil && a.Open == 0:
			b.clear()
			fmt.Fprintf(s.err, "onrecord: %d articles, %d of them new, %d problems\n", a.Articles+a.Known-before.Articles-before.Known, a.Articles-before.Articles, a.Problems-before.Problems)
			for _, p := range a.Dead {
				fmt.Fprintf(s.err, "onrecord: %s at byte %d was given up: %s\n", p.Name, p.Start, p.Why)
			}
			if a.Failed > 0 {
				return errSilent
			}
			return nil
		case alone && time.Since(started) > lonely:
			alone = false
			b.say(s.err, "onrecord: no worker takes them: start \"onrecord worker\" with this --store, on as many machines as you like")
		case err != nil:
		case b.out != nil:
			b.draw(text)
		case time.Since(said) > sayEvery:
			said = time.Now()
			fmt.Fprintln(s.err, "onrecord: "+text)
		}
		select {
		case <-ctx.Done():
		case <-time.After(followEvery):
		}
	}
}

// soFar says how far the archives are that were open before or came since.
func soFar(a, before store.Archives, took time.Duration) string {
	p := source.Progress{Done: a.Size - a.Left - (before.Size - before.Left), Total: a.Size - (before.Size - before.Left), Unit: "bytes"}
	if a.Size == 0 { // addresses: parts are all that can be counted
		p = source.Progress{Done: int64(a.Parts - a.Open - before.Parts + before.Open), Total: int64(a.Parts - before.Parts + before.Open), Unit: "items"}
	}
	articles := a.Articles + a.Known - before.Articles - before.Known
	return line(articles, p, took) + fmt.Sprintf("; %d of %d files, %d workers", a.Ended, a.Files, len(a.Work))
}

// printArchives prints the part of "queue status" that is about archives.
func printArchives(out io.Writer, a *store.Archives) {
	share := ""
	if a.Size > 0 {
		share = fmt.Sprintf(", %d %% of %.1f GB", 100*(a.Size-a.Left)/a.Size, float64(a.Size)/1e9)
	}
	fmt.Fprintf(out, "archives: %d of %d read (%d of %d parts%s), %d parts failed; %d articles, %d of them new, %d problems\n",
		a.Ended, a.Files, a.Parts-a.Open, a.Parts, share, a.Failed, a.Articles+a.Known, a.Articles, a.Problems)
	if len(a.Work) > 0 {
		t := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
		fmt.Fprintln(t, "READING\tFROM BYTE\tDONE\tARTICLES\tPROBLEMS\tWORKER")
		for _, p := range a.Work {
			done := fmt.Sprintf("%d bytes", p.Done)
			if p.Size > 0 {
				done = fmt.Sprintf("%d %%", 100*p.Done/p.Size)
			}
			fmt.Fprintf(t, "%s\t%d\t%s\t%d\t%d\t%s\n", p.Name, p.Start, done, p.Articles+p.Known, p.Problems, p.Owner)
		}
		_ = t.Flush()
	}
	if len(a.Dead) > 0 {
		t := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
		fmt.Fprintln(t, "FAILED ARCHIVE\tFROM BYTE\tWHY")
		for _, p := range a.Dead {
			fmt.Fprintf(t, "%s\t%d\t%.160q\n", p.Name, p.Start, p.Why)
		}
		_ = t.Flush()
	}
}
