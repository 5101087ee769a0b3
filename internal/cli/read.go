package cli

import (
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
	"onrecord/internal/read"
)

type readCmd struct {
	Files     []string `arg:"" help:"Articles: HTML, plain text or JSONL files; - is standard input." name:"file"`
	Format    string   `help:"digest for people, json for programs (one object per line); auto is digest on a terminal, else json." enum:"auto,digest,json" default:"auto"`
	Published string   `help:"Day of publication, where the text does not say: YYYY-MM-DD or RFC 3339."`
	Publisher string   `help:"Name of the outlet, where the text does not say."`
	URL       string   `help:"Address of the article." name:"url"`
	Explain   bool     `help:"Say for each event which words, links, rules or weights produced each field."`
	By        string   `help:"Group the digest by event status or by source." enum:"status,source" default:"status"`
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
	reader, err := read.New(read.Options{})
	if err != nil {
		return err
	}
	failed := false
	p := printer{cmd: c, s: s, json: json.NewEncoder(s.out)}
	p.json.SetEscapeHTML(false)
	for _, name := range c.Files {
		in, err := open(name, s.in)
		if err != nil {
			fmt.Fprintln(s.err, "onrecord: read:", err)
			failed = true
			continue
		}
		for article, problems := range clean.Articles(in, name, given) {
			d := reader.Read(article, problems...)
			for _, p := range d.Problems {
				fmt.Fprintf(s.err, "onrecord: %s: %s: %s\n", name, p.Stage, p.Message)
			}
			if err := p.print(read.Record(d, c.Explain)); err != nil {
				in.Close()
				return err
			}
		}
		in.Close()
	}
	if failed {
		return errSilent
	}
	return nil
}

// open opens a file, or standard input for "-".
func open(name string, stdin io.Reader) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(stdin), nil
	}
	if strings.HasPrefix(name, "http://") || strings.HasPrefix(name, "https://") {
		return nil, fmt.Errorf("%s: fetching is not built yet; save the page and read the file, with --url %s", name, name)
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

// printer prints one record after the other.
type printer struct {
	cmd   *readCmd
	s     *streams
	json  *json.Encoder
	count int
}

func (p *printer) print(r doc.Record) error {
	p.count++
	if p.cmd.Format == "json" || p.cmd.Format == "auto" && !p.s.terminal {
		return p.json.Encode(r)
	}
	if p.count > 1 {
		fmt.Fprintln(p.s.out)
	}
	return digest.Write(p.s.out, &r, digest.Options{Color: p.s.color, BySource: p.cmd.By == "source"})
}
