package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"onrecord/internal/eval"
	"onrecord/internal/gold"
)

type evalCmd struct {
	Task   string `arg:"" optional:"" help:"Score this task only (see --list)."`
	Data   string `help:"Score this file or folder instead of the development data; needs a task." type:"path"`
	Shared string `help:"Folder with corpora/ and gold/." default:"../shared" type:"path"`
	Format string `help:"table, markdown or json." enum:"table,markdown,json" default:"table"`
	Check  bool   `help:"End with exit code 1 when a score is below its floor."`
	Misses bool   `help:"With the task gold: list the events that only the annotators or only the reading has."`
	List   bool   `help:"List the tasks and the data format each reads."`
}

func (c *evalCmd) Run(s *streams) error {
	if c.List {
		for _, t := range eval.Tasks() {
			fmt.Fprintf(s.out, "%-12s %s\n", t.Name, t.Help)
		}
		return nil
	}
	if c.Misses {
		return c.misses(s)
	}
	rows, err := c.rows()
	if err != nil {
		return err
	}
	switch c.Format {
	case "json":
		enc := json.NewEncoder(s.out)
		for _, r := range rows {
			if err := enc.Encode(r); err != nil {
				return err
			}
		}
	case "markdown":
		markdown(s.out, rows)
	default:
		table(s.out, rows)
	}
	if c.Check {
		return below(rows)
	}
	return nil
}

// misses prints one line per event without a partner: article, missed or extra, act, words.
func (c *evalCmd) misses(s *streams) error {
	if c.Task != "gold" {
		return errUsage{errors.New("eval: --misses goes with the task gold")}
	}
	dir := c.Data
	if dir == "" {
		dir = filepath.Join(c.Shared, "gold", "dev")
	}
	articles, err := gold.Load(dir)
	if err != nil {
		return err
	}
	_, misses, err := eval.Gold(articles)
	if err != nil {
		return err
	}
	for _, m := range misses {
		fmt.Fprintf(s.out, "%s\t%s\t%s\t%s\n", m.Doc, m.Kind, m.Act, m.Words)
	}
	return nil
}

func (c *evalCmd) rows() ([]eval.Row, error) {
	if c.Task == "" {
		if c.Data != "" {
			return nil, errUsage{fmt.Errorf("--data needs a task: onrecord eval TASK --data %s; onrecord eval --list shows them", c.Data)}
		}
		if _, err := os.Stat(c.Shared); err != nil {
			return nil, fmt.Errorf("eval: no data at %s; name the folder with --shared, or score your own data with onrecord eval TASK --data PATH", c.Shared)
		}
		return eval.All(c.Shared)
	}
	t, err := eval.Find(c.Task)
	if err != nil {
		return nil, errUsage{fmt.Errorf("%w; onrecord eval --list shows them", err)}
	}
	if c.Data == "" {
		return eval.Development(t, c.Shared)
	}
	if _, err := os.Stat(c.Data); err != nil {
		return nil, fmt.Errorf("eval: %w", err)
	}
	return t.Run(c.Data)
}

func number(x float64) string {
	if x == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f", x)
}

func table(w io.Writer, rows []eval.Row) {
	fmt.Fprintf(w, "%-12s %-22s %-34s %8s %7s %7s %7s\n", "task", "data", "measure", "n", "score", "floor", "target")
	for _, r := range rows {
		fmt.Fprintf(w, "%-12s %-22s %-34s %8d %7.1f %7s %7s%s\n", r.Task, r.Data, r.Metric, r.N, r.Score, number(r.Floor), number(r.Target), mark(r))
	}
}

func markdown(w io.Writer, rows []eval.Row) {
	fmt.Fprint(w, "# What onrecord scores\n\nMade by `onrecord eval --format markdown` (`make eval`) on the development data; held-back data is scored outside the project.\n"+
		"Scores are percent. A floor must hold; a target is what the design aims at.\n\n| task | data | measure | n | score | floor | target |\n|---|---|---|--:|--:|--:|--:|\n")
	for _, r := range rows {
		fmt.Fprintf(w, "| %s | %s | %s | %d | %.1f | %s | %s |\n", r.Task, r.Data, strings.ReplaceAll(r.Metric, "|", "/"), r.N, r.Score, number(r.Floor), number(r.Target))
	}
}

func mark(r eval.Row) string {
	if r.Floor > 0 && r.Score < r.Floor {
		return "  below its floor"
	}
	return ""
}

func below(rows []eval.Row) error {
	var bad []string
	for _, r := range rows {
		if r.Floor > 0 && r.Score < r.Floor {
			bad = append(bad, fmt.Sprintf("%s, %s, %s: %.1f < %.1f", r.Task, r.Data, r.Metric, r.Score, r.Floor))
		}
	}
	if len(bad) > 0 {
		return fmt.Errorf("eval: below the floor:\n  %s", strings.Join(bad, "\n  "))
	}
	return nil
}
