package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"onrecord/internal/merge"
)

// fewRows is how many rows a set may have to be gone through as a whole. A larger one is walked newest first: what is
// frequent soon fills a page.
const fewRows = 5_000

// cellsEach: where thousands of rows are counted, so many times more of them may come from the index on cells, which is
// read in one go, before going through the whole table is cheaper.
const cellsEach = 12

// Costs are told in lookups of a row by its number (4 µs).
const (
	next   = 0.05 // the next of narrow rows, gone through one by one
	plain  = 0.03 // comparing a column
	stream = 0.1  // the next number of an index or a full text, looked up in a set
	member = 0.2  // putting a number into that set
	asking = 60   // asking the full text for one row
)

// patience is how long one page looks for rows that are rare among frequent ones before it says how far it came.
const patience = 100 * time.Millisecond

// plan is a query for rows of one table under a filter, newest first. Of its conditions the one that lets the fewest rows
// through drives the query, by its own index; all others are tested row by row. The database's own planner is not asked:
// it would need statistics on every store, and guesses wrong where words and places are as uneven as in news.
type plan struct {
	s      *Store
	ctx    context.Context
	list   string // what is listed, in cursors and for the full text: event
	table  string // whose rows are tested: event; outline for incidents
	alias  string // e
	joins  string // further tables
	on     string // how they are joined, "" = there are none
	narrow bool   // the rows of the table are so small that they are gone through rather than looked up
	counts bool   // of narrow rows more are wanted than a page holds
	conds  []*cond
	lo     int64 // least number
	hi     int64 // least number that is too high
	circle *Circle
	within *cond // its numbers are a set in which those of the driving condition must be, before their rows are looked up
	err    error
}

// cond is a condition on a row. Placeholders of each text count from $1.
type cond struct {
	test     string // on the row itself
	testArgs []any

	// The rows that fulfil it, where they can be enumerated: SELECT number FROM from WHERE where.
	number, from, where string
	args                []any
	ordered             bool    // by number, by an index
	loose               bool    // the set holds more than the test lets through
	most                int     // how many rows are gone through as a whole to be counted; 0 = few
	dear                float64 // what the test of a row costs, 1 = reading the row

	size           int   // how many there are, counted to one more than most
	oldest, newest int64 // numbers of the last and the first one counted
}

// density is how many rows a large ordered set has in a stretch of numbers, counted where its newest rows are.
func (c *cond) density() float64 { return float64(c.size) / float64(max(1, c.newest-c.oldest)) }

func (s *Store) plan(ctx context.Context, table, alias, joins string) *plan {
	return &plan{s: s, ctx: ctx, list: table, table: table, alias: alias, joins: joins, hi: math.MaxInt64}
}

// few is how many rows a set may have to be gone through as a whole.
func (p *plan) few() int { return p.s.few }

// most is how many a condition may have.
func (p *plan) most(c *cond) int {
	if p.counts && c.most > 0 {
		return c.most
	}
	return p.s.few
}

// small tells whether the rows of a condition are gone through as a whole.
func (p *plan) small(c *cond) bool { return c.number != "" && c.size <= p.most(c) }

// days bounds the days.
func (p *plan) days(f *Filter) {
	if first, _, ok := merge.ParseDay(f.Since); ok {
		p.lo = firstOf(int64(first))
	}
	if _, last, ok := merge.ParseDay(f.Until); ok {
		p.hi = firstOf(int64(last) + 1)
		p.lo = max(p.lo, 1<<hashBits) // rows without a day are not until any day
	}
}

// equals adds that a column has one of these values. There must be an index on it.
func (p *plan) equals(column string, values []string) {
	if len(values) == 0 {
		return
	}
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	in := " IN (" + placeholders(1, len(args)) + ")"
	if len(args) == 1 {
		in = " = $1"
	}
	p.conds = append(p.conds, &cond{
		// Written so that no index serves it: it is only used where something else drives.
		test: fmt.Sprintf("%s.%s || ''%s", p.alias, column, in), testArgs: args,
		number: p.alias + ".n", from: p.table + " " + p.alias, where: p.alias + "." + column + in, args: args, ordered: len(args) == 1, dear: plain})
}

// countryAct adds that country and act have these values: of one each, by the index on both.
func (p *plan) countryAct(countries, acts []string) {
	if len(countries) != 1 || len(acts) != 1 {
		p.equals("act", acts)
		p.equals("country", countries)
		return
	}
	args := []any{countries[0], acts[0]}
	p.conds = append(p.conds, &cond{
		test: fmt.Sprintf("%[1]s.country || '' = $1 AND %[1]s.act || '' = $2", p.alias), testArgs: args,
		number: p.alias + ".n", from: p.table + " " + p.alias + p.s.dialect.by(p.table+"_country_act"), where: fmt.Sprintf("%[1]s.country = $1 AND %[1]s.act = $2", p.alias), args: args, ordered: true, dear: plain})
}

// about adds that a row bears one of these names in a role.
func (p *plan) about(kind, role string, values []string) {
	if len(values) == 0 {
		return
	}
	names, err := p.s.expand(p.ctx, role, values)
	if err != nil && p.err == nil {
		p.err = err
	}
	args := make([]any, len(names))
	for i, v := range names {
		args[i] = v
	}
	b := "b" + kind + role // one table several times in a query
	what := fmt.Sprintf("%[1]s.kind = '%[2]s' AND %[1]s.role = '%[3]s' AND %[1]s.what IN (%[4]s)", b, kind, role, placeholders(1, len(args)))
	p.conds = append(p.conds, &cond{
		test: fmt.Sprintf("EXISTS (SELECT 1 FROM about %s WHERE %s AND %s.n = %s.n)", b, what, b, p.alias), testArgs: args,
		number: b + ".n", from: "about " + b, where: what, args: args, ordered: len(args) == 1, dear: 2})
}

// voice adds that a row is on the word of one of these names, or published by one of them.
func (p *plan) voice(kind string, values []string) {
	if len(values) == 0 {
		return
	}
	sources, err1 := p.s.expand(p.ctx, "s", values)
	publishers, err2 := p.s.expand(p.ctx, "p", values)
	if err := errors.Join(err1, err2); err != nil {
		p.err = err
		return
	}
	n := len(sources)
	var args []any
	for _, v := range append(sources, publishers...) {
		args = append(args, v)
	}
	said := fmt.Sprintf("bv.kind = '%s' AND bv.role = 's' AND bv.what IN (%s)", kind, placeholders(1, n))
	published := fmt.Sprintf("bv.kind = '%s' AND bv.role = 'p' AND bv.what IN (%s)", kind, placeholders(n+1, len(publishers)))
	p.conds = append(p.conds, &cond{
		test:   fmt.Sprintf("(EXISTS (SELECT 1 FROM about bv WHERE %s AND bv.n = %[3]s.n) OR EXISTS (SELECT 1 FROM about bv WHERE %[2]s AND bv.n = %[3]s.n))", said, published, p.alias),
		number: "v.n", from: "(SELECT bv.n FROM about bv WHERE " + said + " UNION SELECT bv.n FROM about bv WHERE " + published + ") v", where: "1 = 1",
		testArgs: args, args: args, dear: 4})
}

// between adds that a row is on the word of, or published by, at least two of these names.
func (p *plan) between(kind string, names []string) {
	if len(names) == 0 {
		return
	}
	var each, sums []string
	var args []any
	for i, name := range names {
		sources, err1 := p.s.expand(p.ctx, "s", []string{name})
		publishers, err2 := p.s.expand(p.ctx, "p", []string{name})
		if err := errors.Join(err1, err2); err != nil {
			p.err = err
			return
		}
		n := len(args)
		for _, v := range append(sources, publishers...) {
			args = append(args, v)
		}
		at := func(role string, from, n int) string {
			return fmt.Sprintf("bt.kind = '%s' AND bt.role = '%s' AND bt.what IN (%s)", kind, role, placeholders(from+1, n))
		}
		said, published := at("s", n, len(sources)), at("p", n+len(sources), len(publishers))
		each = append(each, fmt.Sprintf("SELECT bt.n, %[1]d AS who FROM about bt WHERE %[2]s UNION SELECT bt.n, %[1]d FROM about bt WHERE %[3]s", i, said, published))
		sums = append(sums, fmt.Sprintf("CASE WHEN EXISTS (SELECT 1 FROM about bt WHERE %s AND bt.n = %[3]s.n) OR EXISTS (SELECT 1 FROM about bt WHERE %[2]s AND bt.n = %[3]s.n) THEN 1 ELSE 0 END", said, published, p.alias))
	}
	p.conds = append(p.conds, &cond{test: "(" + strings.Join(sums, " + ") + ") > 1", testArgs: args,
		number: "w.n", from: "(SELECT bs.n FROM (" + strings.Join(each, " UNION ") + ") bs GROUP BY bs.n HAVING count(*) > 1) w", where: "1 = 1", args: args, dear: 4 * float64(len(names))})
}

// text adds that a row holds the words searched for.
func (p *plan) text(search string) {
	words := p.s.dialect.words(search)
	if search == "" || words == "" {
		return
	}
	c := p.s.dialect.match(p.list, p.alias+".n")
	c.testArgs, c.args, c.dear = []any{words}, []any{words}, asking
	p.conds = append(p.conds, &c)
}

// in adds a condition that selects numbers from somewhere.
func (p *plan) in(number, from, where string, args ...any) {
	p.conds = append(p.conds, &cond{test: fmt.Sprintf("%s.n IN (SELECT %s FROM %s WHERE %s)", p.alias, number, from, where), testArgs: args,
		number: number, from: from, where: where, args: args, dear: 10})
}

// near adds the conditions on a point.
func (p *plan) near(f *Filter) {
	b := f.Box
	if f.Near != nil {
		b = f.Near.box()
		p.circle = f.Near
	}
	if b == nil {
		return
	}
	a := p.alias
	// Written so that no index serves it: SQLite would go through all cells that are not negative.
	c := &cond{test: fmt.Sprintf("%[1]s.cell + 0 >= 0 AND %[1]s.lat >= $1 AND %[1]s.lat <= $2 AND (%[1]s.lon >= $3 AND %[1]s.lon <= $4)", a),
		testArgs: []any{b.South, b.North, b.West, b.East}, loose: true, most: cellsEach * p.s.few}
	if b.West > b.East {
		c.test = strings.Replace(c.test, "$3 AND", "$3 OR", 1)
	}
	var each []string
	for _, r := range b.cells() {
		each = append(each, fmt.Sprintf("SELECT n FROM %s WHERE cell BETWEEN $%d AND $%d", p.table, len(c.args)+1, len(c.args)+2))
		c.args = append(c.args, r[0], r[1])
	}
	c.number, c.from, c.where = "near.n", "("+strings.Join(each, " UNION ALL ")+") near", "1 = 1"
	p.conds = append(p.conds, c)
}

// choose measures the conditions and returns the one to drive the query for up to limit rows by; nil when the table itself
// is to be walked.
func (p *plan) choose(hi int64, limit int) *cond {
	p.counts = p.narrow && limit > maxLimit // a page is short whatever drives it
	if len(p.conds) == 1 && p.conds[0].ordered && !p.counts {
		p.conds[0].size = p.few() + 1 // whatever it is: its first rows are the page
		return p.conds[0]
	}
	for _, c := range p.conds {
		if c.number == "" || p.err != nil {
			continue
		}
		if err := p.measure(c, hi); err != nil {
			p.err = err
			return nil
		}
	}
	best, large := p.smallest(), false
	if best == nil {
		best, large = p.rarest(), true
	}
	if large && p.counts && p.err == nil && best != nil {
		all := &cond{number: p.alias + ".n", from: p.table + " " + p.alias, where: "1 = 1", ordered: true}
		p.err = p.measure(all, hi)
		if (next+p.rowCost(nil)-1)*all.density() < p.rowCost(best)*best.density() {
			return nil
		}
	}
	if large && best != nil {
		if a, b := p.together(); a != nil && p.pairCost(a, b) < p.rowCost(best)*best.density() {
			p.within = b
			return a
		}
	}
	return best
}

// together is, where a full text that comes newest first cannot be asked row by row without dear cost, that full text and the
// rarest of the other large sets that come newest first: the more frequent of the two, to be streamed, and the rarer one, to be
// held as a set. nil when there are no two such.
func (p *plan) together() (often, rare *cond) {
	var text, other *cond
	for _, c := range p.conds {
		switch {
		case !c.ordered || p.small(c):
		case c.dear >= asking:
			text = c
		case other == nil || c.density() < other.density():
			other = c
		}
	}
	if text == nil || other == nil {
		return nil, nil
	}
	if text.density() > other.density() {
		return text, other
	}
	return other, text
}

// pairCost is what a stretch of numbers costs when one set is streamed and looked up in another. How many are in both is not
// known: at most the rarer ones.
func (p *plan) pairCost(often, rare *cond) float64 {
	cost := stream*often.density() + (member+1)*rare.density()
	for _, c := range p.conds {
		if c != often && c != rare && !p.small(c) {
			cost += c.dear * rare.density()
		}
	}
	return cost
}

// smallest is the set that costs least to go through as a whole; nil when none is small.
func (p *plan) smallest() (best *cond) {
	least := math.Inf(1)
	for _, d := range p.conds {
		if !p.small(d) {
			continue
		}
		if cost := float64(d.size) * p.rowCost(d); cost < least {
			best, least = d, cost
		}
	}
	return best
}

// rarest is, of the large sets that come newest first, the one with the fewest rows in a stretch of days, weighed by what
// it costs to test them for the rest.
func (p *plan) rarest() (best *cond) {
	least := math.Inf(1)
	for _, d := range p.conds {
		if !d.ordered || p.small(d) {
			continue
		}
		if cost := d.density() * p.rowCost(d); cost < least {
			best, least = d, cost
		}
	}
	return best
}

// rowCost is what a row costs that d gives: to look it up and to test it for what is not a small set.
func (p *plan) rowCost(d *cond) float64 {
	cost := 1.0
	for _, c := range p.conds {
		if c != d && !p.small(c) {
			cost += c.dear
		}
	}
	return cost
}

// measure counts the rows of a condition, to few+1.
func (p *plan) measure(c *cond, hi int64) error {
	order, plus := "", "+" // the plus keeps the database from walking the whole table by number
	if c.ordered {
		order, plus = " ORDER BY "+c.number+" DESC", ""
	}
	n := len(c.args)
	q := fmt.Sprintf("SELECT count(*), coalesce(min(x), 0), coalesce(max(x), 0) FROM (SELECT %s AS x FROM %s WHERE %s AND %s%s >= $%d AND %s%s < $%d%s LIMIT %d) AS counted",
		c.number, c.from, c.where, plus, c.number, n+1, plus, c.number, n+2, order, p.most(c)+1)
	if err := p.s.reader.QueryRowContext(p.ctx, q, append(append([]any{}, c.args...), p.lo, hi)...).Scan(&c.size, &c.oldest, &c.newest); err != nil {
		return fmt.Errorf("%w in %s", err, q)
	}
	return nil
}

// nth is the number of the row that lies n rows behind hi in a walk; the plan's least number when there are fewer.
func (p *plan) nth(d *cond, hi int64, n int) (int64, error) {
	number, from, where, args := p.alias+".n", p.table+" "+p.alias, "", []any{p.lo, hi}
	if d != nil {
		number, from, where, args = d.number, d.from, d.where+" AND ", append(append([]any{}, d.args...), p.lo, hi)
	}
	var at int64
	q := fmt.Sprintf("SELECT %[1]s FROM %[2]s WHERE %[3]s%[1]s >= $%[4]d AND %[1]s < $%[5]d ORDER BY %[1]s DESC LIMIT 1 OFFSET %[6]d", number, from, where, len(args)-1, len(args), n)
	err := p.s.reader.QueryRowContext(p.ctx, q, args...).Scan(&at)
	if err == sql.ErrNoRows {
		return p.lo, nil
	}
	return at, err
}

var placeholder = regexp.MustCompile(`\$\d+`)

// renumber puts the placeholders of a text behind those there are.
func renumber(text string, args *[]any, more []any) string {
	base := len(*args)
	*args = append(*args, more...)
	return placeholder.ReplaceAllStringFunc(text, func(p string) string {
		n, _ := strconv.Atoi(p[1:])
		return "$" + strconv.Itoa(base+n)
	})
}

// query writes the query for columns of the rows with numbers from lo to below hi.
func (p *plan) query(columns string, d *cond, lo, hi int64, limit int) (string, []any) {
	var args []any
	var conds []string
	number, from := p.alias+".n", p.table+" "+p.alias
	if p.on != "" {
		conds = append(conds, p.on)
	}
	set := func(c *cond) (string, []any) {
		args := append(append([]any{}, c.args...), lo, hi)
		return p.alias + ".n IN (SELECT " + c.number + " FROM " + c.from + " WHERE " + c.where + fmt.Sprintf(" AND +%[1]s >= $%[2]d AND +%[1]s < $%[3]d)", c.number, len(args)-1, len(args)), args
	}
	for _, c := range p.conds {
		switch {
		case c == d && d.ordered:
			conds = append(conds, renumber(d.where, &args, d.args))
			if d.number != number {
				from = d.from + " CROSS JOIN " + from
				conds = append(conds, number+" = "+d.number)
			} else {
				from = d.from
			}
			number = d.number
		case c == p.within: // below, when it is known what drives
		case p.small(c) && (c == d || c.dear > 1):
			text, more := set(c)
			conds = append(conds, renumber(text, &args, more))
			if c.loose {
				conds = append(conds, renumber(c.test, &args, c.testArgs))
			}
		default:
			conds = append(conds, renumber(c.test, &args, c.testArgs))
		}
	}
	if c := p.within; c != nil { // the plus keeps the database from asking for each member of the set
		conds = append(conds, renumber(fmt.Sprintf("+%s IN (SELECT %[2]s FROM %[3]s WHERE %[4]s AND %[2]s >= $%[5]d AND %[2]s < $%[6]d)", number, c.number, c.from, c.where, len(c.args)+1, len(c.args)+2),
			&args, append(append([]any{}, c.args...), lo, hi)))
	}
	if d == nil || d.ordered {
		conds = append(conds, renumber(number+" >= $1 AND "+number+" < $2", &args, []any{lo, hi}))
	}
	return "SELECT " + columns + " FROM " + from + p.joins + " WHERE " + strings.Join(conds, " AND ") + " ORDER BY " + number + fmt.Sprintf(" DESC LIMIT %d", limit), args
}

// walk calls scan for up to limit rows with numbers below hi, newest first; scan tells whether it takes the row. It
// returns the number behind which it goes on, and whether it came to the end. It stops early when rows are so rare that
// patience ends.
func (p *plan) walk(columns string, hi int64, limit int, scan func(scanner) (n int64, keep bool, err error)) (next int64, end bool, err error) {
	hi = min(hi, p.hi)
	d := p.choose(hi, limit)
	if p.err != nil {
		return 0, false, p.s.explain(p.err)
	}
	started := time.Now()
	bounded := (d == nil || !p.small(d)) && (len(p.conds) > 1 || len(p.conds) == 1 && d == nil)
	kept := 0
	for step := p.few()/4 + 1; ; {
		began := time.Now()
		lo := p.lo
		if bounded {
			pace := d
			if p.within != nil {
				pace = p.within
			}
			if lo, err = p.nth(pace, hi, step); err != nil {
				return 0, false, p.s.explain(err)
			}
		}
		for {
			want, read, last, full := limit-kept+1, 0, hi, false
			q, args := p.query(columns, d, lo, hi, want)
			err := p.s.query(p.ctx, func(r *sql.Rows) error {
				read++
				if kept == limit {
					full = true
					return nil
				}
				n, keep, err := scan(r)
				last = n
				if keep {
					kept++
				}
				return err
			}, q, args...)
			if err != nil {
				return 0, false, err
			}
			if full {
				return last, false, nil
			}
			if read < want {
				break
			}
			hi = last // scan left rows out
		}
		if lo <= p.lo {
			return 0, true, nil
		}
		if hi = lo; time.Since(started) > p.s.patient {
			return hi, false, nil
		}
		// The next stretch may be longer, or must be shorter, lest it end long after patience has.
		took, left, grow := time.Since(began), p.s.patient-time.Since(started), 1.0
		if took < p.s.patient/8 {
			grow = 2
		}
		if took > 0 {
			grow = min(grow, float64(left)/float64(took))
		}
		step = max(1, int(float64(step)*grow))
	}
}
