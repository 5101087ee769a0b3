package cli

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"onrecord/internal/export"
	"onrecord/internal/store"
)

// filterFlags narrow a list down; each may be given several times, then any of the values will do.
type filterFlags struct {
	Text      string   `help:"Words to look for, in any order; \"a phrase\", word*, -without."`
	Actor     []string `help:"Who does it: a name, a part of one, or a code (USA, \"USA MIL\")." sep:"none"`
	Recipient []string `help:"At whom or for whom." sep:"none"`
	Country   []string `help:"Where: three letters (ISO 3166)."`
	Place     []string `help:"Where: a part of the place's name." sep:"none"`
	Act       []string `help:"PLOVER type: ASSAULT, CONSULT, ..."`
	Status    []string `help:"occurred, ongoing, planned, possible, demanded, threatened, not_occurred."`
	Source    []string `help:"On whose word: a name in the chain of sources." sep:"none"`
	Outlet    []string `help:"Published by." sep:"none"`
	Since     string   `help:"First day: YYYY-MM-DD, YYYY-MM or YYYY; of the act, or of publication when the act has none."`
	Until     string   `help:"Last day."`
	Near      string   `help:"Within a distance of a point: latitude,longitude,kilometres."`
	Story     string   `help:"Id of a story."`
	Incident  string   `help:"Id of an incident."`
	Article   string   `help:"Id of an article."`
}

func (f *filterFlags) filter() (store.Filter, error) {
	q := url.Values{"actor": f.Actor, "recipient": f.Recipient, "country": f.Country, "place": f.Place, "act": f.Act, "status": f.Status, "source": f.Source, "publisher": f.Outlet}
	for name, v := range map[string]string{"text": f.Text, "since": f.Since, "until": f.Until, "near": f.Near, "story": f.Story, "incident": f.Incident, "article": f.Article} {
		q.Set(name, v)
	}
	filter, errs := store.ParseFilter(q)
	if len(errs) > 0 {
		for i, err := range errs {
			errs[i] = fmt.Errorf("--%w", err)
		}
		return filter, errUsage{errors.Join(errs...)}
	}
	return filter, nil
}

// listFlags are what all lists share.
type listFlags struct {
	storeFlag   `embed:""`
	filterFlags `embed:""`
	Format      string `help:"table for people, jsonl or csv for programs." enum:"table,jsonl,csv" default:"table"`
	Limit       int    `help:"Rows at most; 0 is all." default:"50"`
}

// columns of a table: heading and what stands below it.
type columns[T any] []struct {
	name string
	cell func(*T) string
}

// list prints rows page by page, so that a long list needs no more memory than a short one.
func list[T any](s *streams, f *listFlags, cols columns[T], page func(context.Context, *store.Store, store.Filter, store.Page) ([]T, string, error)) error {
	filter, err := f.filter()
	if err != nil {
		return err
	}
	return f.use(true, func(ctx context.Context, st *store.Store) error {
		w := newRows(s.out, f.Format, cols)
		left, p := f.Limit, store.Page{}
		for {
			p.Limit = 200
			if f.Limit > 0 {
				p.Limit = min(p.Limit, left)
			}
			rows, next, err := page(ctx, st, filter, p)
			if err != nil {
				return err
			}
			for i := range rows {
				if err := w.row(&rows[i]); err != nil {
					return err
				}
			}
			left -= len(rows)
			if next == "" || f.Limit > 0 && left <= 0 {
				if err := w.end(); err != nil {
					return err
				}
				if next != "" && f.Format == "table" {
					fmt.Fprintf(s.err, "onrecord: there are more; --limit 0 prints all\n")
				}
				return nil
			}
			p.Cursor = next
		}
	})
}

// rowWriter prints rows in one of the formats.
type rowWriter[T any] struct {
	cols  columns[T]
	table *tabwriter.Writer
	csv   *csv.Writer
	json  *json.Encoder
}

func newRows[T any](out io.Writer, format string, cols columns[T]) *rowWriter[T] {
	w := &rowWriter[T]{cols: cols}
	var names []string
	for _, c := range cols {
		names = append(names, c.name)
	}
	switch format {
	case "jsonl":
		w.json = json.NewEncoder(out)
		w.json.SetEscapeHTML(false)
	case "csv":
		w.csv = csv.NewWriter(out)
		_ = w.csv.Write(names)
	default:
		w.table = tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
		fmt.Fprintln(w.table, strings.ToUpper(strings.Join(names, "\t")))
	}
	return w
}

// widest is how much of a cell a table for people shows, in characters.
const widest = 70

func (w *rowWriter[T]) row(r *T) error {
	if w.json != nil {
		return w.json.Encode(r)
	}
	cells := make([]string, len(w.cols))
	for i, c := range w.cols {
		cells[i] = c.cell(r)
		if w.csv != nil {
			cells[i] = export.Guard(cells[i])
			continue
		}
		cells[i] = short(cells[i])
	}
	if w.csv != nil {
		return w.csv.Write(cells)
	}
	_, err := fmt.Fprintln(w.table, strings.Join(cells, "\t"))
	return err
}

// short makes text fit a cell of a table: one line, without control characters, not too long.
func short(s string) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < ' ' || r == ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 }), " ")
	if utf8.RuneCountInString(s) <= widest {
		return s
	}
	return string([]rune(s)[:widest-1]) + "…"
}

func (w *rowWriter[T]) end() error {
	switch {
	case w.csv != nil:
		w.csv.Flush()
		return w.csv.Error()
	case w.table != nil:
		return w.table.Flush()
	}
	return nil
}

func parties(ps []store.Party) string {
	var out []string
	for _, p := range ps {
		s := p.Name
		if p.Code != "" {
			s += " (" + strings.TrimSpace(p.Code+" "+p.Sector) + ")"
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func chain(hops []store.Hop) string {
	var out []string
	for _, h := range hops {
		s := h.Name
		if h.Stance != "" && h.Stance != "asserts" {
			s += " (" + h.Stance + ")"
		}
		out = append(out, s)
	}
	return strings.Join(out, " > ")
}

func where(w *store.Where) string {
	if w == nil {
		return ""
	}
	if w.Country != "" && w.Precision != "country" {
		return w.Name + ", " + w.Country
	}
	return w.Name
}

// period writes an interval of days.
func period(from, to string) string {
	if to == "" || to == from {
		return from
	}
	return from + "/" + to
}

type articlesCmd struct {
	listFlags `embed:""`
}

func (c *articlesCmd) Run(s *streams) error {
	return list(s, &c.listFlags, columns[store.ArticleRow]{
		{"published", func(r *store.ArticleRow) string { return r.Published }},
		{"publisher", func(r *store.ArticleRow) string { return r.Publisher }},
		{"title", func(r *store.ArticleRow) string {
			if r.Title == "" {
				return r.Start
			}
			return r.Title
		}},
		{"events", func(r *store.ArticleRow) string { return strconv.Itoa(r.Events) }},
		{"claims", func(r *store.ArticleRow) string { return strconv.Itoa(r.Claims) }},
		{"copy of", func(r *store.ArticleRow) string {
			if r.Family == r.ID {
				return ""
			}
			return r.Family
		}},
		{"state", func(r *store.ArticleRow) string { return r.State }},
		{"id", func(r *store.ArticleRow) string { return r.ID }},
		{"url", func(r *store.ArticleRow) string { return r.URL }},
	}, func(ctx context.Context, st *store.Store, f store.Filter, p store.Page) ([]store.ArticleRow, string, error) {
		return st.Articles(ctx, f, p)
	})
}

type eventsCmd struct {
	listFlags `embed:""`
}

func (c *eventsCmd) Run(s *streams) error {
	return list(s, &c.listFlags, columns[store.EventRow]{
		{"date", func(r *store.EventRow) string { return period(r.From, r.To) }},
		{"status", func(r *store.EventRow) string { return r.Status }},
		{"act", func(r *store.EventRow) string { return r.Act }},
		{"actors", func(r *store.EventRow) string { return parties(r.Actors) }},
		{"recipients", func(r *store.EventRow) string { return parties(r.Recipients) }},
		{"place", func(r *store.EventRow) string { return where(r.Place) }},
		{"on whose word", func(r *store.EventRow) string { return chain(r.Chain) }},
		{"published by", func(r *store.EventRow) string { return r.Article.Publisher }},
		{"evidence", func(r *store.EventRow) string { return r.Evidence }},
		{"incident", func(r *store.EventRow) string { return r.Incident }},
		{"article", func(r *store.EventRow) string { return r.Article.ID }},
	}, func(ctx context.Context, st *store.Store, f store.Filter, p store.Page) ([]store.EventRow, string, error) {
		return st.Events(ctx, f, p)
	})
}

type claimsCmd struct {
	listFlags `embed:""`
}

func (c *claimsCmd) Run(s *streams) error {
	return list(s, &c.listFlags, columns[store.ClaimRow]{
		{"published", func(r *store.ClaimRow) string { return r.Article.Published }},
		{"who says", func(r *store.ClaimRow) string { return chain(r.Chain) }},
		{"cue", func(r *store.ClaimRow) string { return r.Cue }},
		{"what", func(r *store.ClaimRow) string { return r.Content }},
		{"published by", func(r *store.ClaimRow) string { return r.Article.Publisher }},
		{"article", func(r *store.ClaimRow) string { return r.Article.ID }},
	}, func(ctx context.Context, st *store.Store, f store.Filter, p store.Page) ([]store.ClaimRow, string, error) {
		return st.Claims(ctx, f, p)
	})
}

type incidentsCmd struct {
	listFlags `embed:""`
}

func (c *incidentsCmd) Run(s *streams) error {
	return list(s, &c.listFlags, columns[store.IncidentRow]{
		{"date", func(r *store.IncidentRow) string { return period(r.From, r.To) }},
		{"status", func(r *store.IncidentRow) string { return r.Status }},
		{"act", func(r *store.IncidentRow) string { return r.Act }},
		{"what", func(r *store.IncidentRow) string { return r.Sentence }},
		{"place", func(r *store.IncidentRow) string { return where(r.Place) }},
		{"articles", func(r *store.IncidentRow) string { return strconv.Itoa(r.Articles) }},
		{"sources", func(r *store.IncidentRow) string { return strconv.Itoa(r.Independent) }},
		{"first report", func(r *store.IncidentRow) string { return r.First }},
		{"latest", func(r *store.IncidentRow) string { return r.Last }},
		{"id", func(r *store.IncidentRow) string { return r.ID }},
	}, func(ctx context.Context, st *store.Store, f store.Filter, p store.Page) ([]store.IncidentRow, string, error) {
		return st.Incidents(ctx, f, p)
	})
}

type forcesCmd struct {
	listFlags `embed:""`
	Owner     []string `help:"Whose forces: a code (USA, \"USA MIL\") or a part of the name." sep:"none"`
}

func (c *forcesCmd) Run(s *streams) error {
	c.Actor = append(c.Actor, c.Owner...)
	return list(s, &c.listFlags, columns[store.ForceRow]{
		{"as of", func(r *store.ForceRow) string {
			if r.From == "" {
				return "(published " + r.Article.Published + ")"
			}
			return period(r.From, r.To)
		}},
		{"owner", func(r *store.ForceRow) string { return parties([]store.Party{r.Owner}) }},
		{"how many", func(r *store.ForceRow) string { return r.Words }},
		{"place", func(r *store.ForceRow) string { return where(r.Place) }},
		{"on whose word", func(r *store.ForceRow) string { return chain(r.Chain) }},
		{"published by", func(r *store.ForceRow) string { return r.Article.Publisher }},
		{"evidence", func(r *store.ForceRow) string { return r.Evidence }},
		{"article", func(r *store.ForceRow) string { return r.Article.ID }},
	}, func(ctx context.Context, st *store.Store, f store.Filter, p store.Page) ([]store.ForceRow, string, error) {
		return st.Forces(ctx, f, p)
	})
}
