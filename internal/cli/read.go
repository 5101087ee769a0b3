package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"time"

	"onrecord/internal/clean"
	"onrecord/internal/digest"
	"onrecord/internal/doc"
	"onrecord/internal/export"
	"onrecord/internal/fetch"
	"onrecord/internal/limit"
	"onrecord/internal/read"
)

type readCmd struct {
	fetchFlags `embed:""`
	ownFlags   `embed:""`
	Files      []string `arg:"" help:"Articles: HTML, plain text or JSONL files, or addresses of pages; - is standard input." name:"file"`
	Format     string   `help:"digest for people, json for programs (one object per article and line); auto is digest on a terminal, else json. One row per event: csv, jsonl, geojson, parquet, plover, polecat, cameo, acled, gdelt, atom, prov." default:"auto"`
	Published  string   `help:"Day of publication, where the text does not say: YYYY-MM-DD or RFC 3339."`
	Publisher  string   `help:"Name of the outlet, where the text does not say."`
	URL        string   `help:"Address of the article." name:"url"`
	Explain    bool     `help:"Say for each event which words, links, rules or weights produced each field."`
	By         string   `help:"Group the digest by event status or by source." enum:"status,source" default:"status"`
}

var publishedForm = regexp.MustCompile(`^\d{4}-\d\d-\d\d`)

// given returns what the command line says about the articles.
func (c *readCmd) given() (clean.Given, error) {
	g := clean.Given{URL: c.URL, Publisher: c.Publisher, Published: c.Published}
	if c.Published == "" {
		return g, nil
	}
	_, errDay := time.Parse(time.DateOnly, c.Published)
	_, errTime := time.Parse(time.RFC3339, c.Published)
	if !publishedForm.MatchString(c.Published) || errDay != nil && errTime != nil {
		return g, errUsage{fmt.Errorf("read: --published %q is not a day (2023-09-08) or an RFC 3339 time (2023-09-08T14:00:00Z)", c.Published)}
	}
	return g, nil
}

func (c *readCmd) Run(s *streams) error {
	given, err := c.given()
	if err != nil {
		return err
	}
	out, err := c.printer(s)
	if err != nil {
		return err
	}
	l, err := c.limit()
	if err != nil {
		return err
	}
	reader, err := c.reader(context.Background(), s, nil)
	if err != nil {
		return err
	}
	if err := out.begin(); err != nil {
		return err
	}
	failed := false
	for _, name := range c.Files {
		in, given, err := c.input(name, s.in, given)
		if err != nil {
			fmt.Fprintln(s.err, "onrecord: read:", err)
			failed = true
			continue
		}
		for x := range clean.Inputs(in, name, given) {
			rec, e := l.Do(reader, func(t *limit.Turn) doc.Record {
				article, problems := x.Read()
				return read.Record(t.Read(article, problems...), c.Explain)
			})
			if e != nil {
				rec, failed = e.Record(), true
			}
			for _, p := range rec.Problems {
				fmt.Fprintf(s.err, "onrecord: %s: %s: %s\n", name, p.Stage, p.Message)
			}
			if err := out.print(rec); err != nil {
				in.Close()
				return err
			}
		}
		in.Close()
	}
	if err := out.end(); err != nil {
		return err
	}
	if failed {
		return errSilent
	}
	return nil
}

// input opens a file or fetches a page; what the page's server says of it is added to what the command line says.
func (c *readCmd) input(name string, stdin io.Reader, given clean.Given) (io.ReadCloser, clean.Given, error) {
	if !strings.HasPrefix(name, "http://") && !strings.HasPrefix(name, "https://") {
		in, err := open(name, stdin)
		return in, given, err
	}
	client, err := c.client()
	if err != nil {
		return nil, given, err
	}
	ctx, stop := interruptible()
	defer stop()
	res, err := client.Get(ctx, fetch.Request{URL: name})
	if err != nil {
		return nil, given, err
	}
	if given.URL == "" {
		given.URL = res.Final
		if res.Canonical != "" {
			given.URL = res.Canonical
		}
	}
	return io.NopCloser(bytes.NewReader(res.Text())), given, nil
}

// open opens a file, or standard input for "-".
func open(name string, stdin io.Reader) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(stdin), nil
	}
	info, err := os.Stat(name)
	if err != nil {
		if errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("%s: no such file", name)
		}
		return nil, err
	}
	if info.IsDir() {
		return nil, fmt.Errorf("%s is a folder; name the files in it", name)
	}
	return os.Open(name)
}

// printer prints one record after the other: begin, print for each, end.
type printer interface {
	begin() error
	print(doc.Record) error
	end() error
}

// printer returns what prints the format asked for.
func (c *readCmd) printer(s *streams) (printer, error) {
	switch {
	case c.Format == "json" || c.Format == "auto" && !s.terminal:
		enc := json.NewEncoder(s.out)
		enc.SetEscapeHTML(false)
		return &jsonPrinter{enc}, nil
	case c.Format == "digest" || c.Format == "auto":
		return &digestPrinter{s: s, o: digest.Options{Color: s.color, BySource: c.By == "source"}}, nil
	}
	f, err := export.Find(c.Format)
	if err != nil {
		return nil, errUsage{fmt.Errorf("read: --format %q is none; there are auto, digest, json, %s", c.Format, strings.Join(formatNames(), ", "))}
	}
	if f.Name == "parquet" && s.terminal {
		return nil, errUsage{errors.New("read: --format parquet is not for a terminal; send it to a file: > events.parquet")}
	}
	return &exportPrinter{s: s, name: f.Name, w: f.New(s.out, export.Meta{Title: "onrecord read"})}, nil
}

func formatNames() []string {
	var names []string
	for _, f := range export.Formats() {
		names = append(names, f.Name)
	}
	return names
}

// jsonPrinter prints records as JSON lines.
type jsonPrinter struct{ enc *json.Encoder }

func (p *jsonPrinter) begin() error             { return nil }
func (p *jsonPrinter) print(r doc.Record) error { return p.enc.Encode(r) }
func (p *jsonPrinter) end() error               { return nil }

// digestPrinter prints records for people.
type digestPrinter struct {
	s     *streams
	o     digest.Options
	count int
}

func (p *digestPrinter) begin() error { return nil }

func (p *digestPrinter) print(r doc.Record) error {
	if p.count++; p.count > 1 {
		fmt.Fprintln(p.s.out)
	}
	return digest.Write(p.s.out, &r, p.o)
}

func (p *digestPrinter) end() error { return nil }

// exportPrinter prints the events of records in an export format, and says how many it had no place for.
type exportPrinter struct {
	s     *streams
	name  string
	w     export.Writer
	count export.Count
}

func (p *exportPrinter) begin() error { return p.w.Begin() }

func (p *exportPrinter) print(r doc.Record) error {
	for row := range export.Rows(&r) {
		ok, err := p.w.Event(&row)
		if err != nil {
			return fmt.Errorf("read: --format %s: event %s: %w", p.name, row.Event.ID, err)
		}
		if ok {
			p.count.Written++
		} else {
			p.count.Skipped++
		}
	}
	return nil
}

func (p *exportPrinter) end() error {
	if p.count.Skipped > 0 {
		fmt.Fprintf(p.s.err, "onrecord: read: %d of %d events have no place in the format %s\n", p.count.Skipped, p.count.Skipped+p.count.Written, p.name)
	}
	return p.w.End(p.count.Written)
}
