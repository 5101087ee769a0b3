package web

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"onrecord/internal/doc"
	"onrecord/internal/gold"
	"onrecord/internal/review"
	"onrecord/internal/wording"
)

// inputView is a field that can be corrected, with the form it is corrected in. A form takes a value apart into inputs that
// a person can fill in; formValue puts it together again.
type inputView struct {
	Key, Field, Name, Hint string // Key is unique on the page
	Form                   string // select, checks, parties, chain, place, date, figure
	Before                 string // the value that the person sees
	Problem                string
	Options                []option // of a select, or boxes to tick
	Rows                   []rowInput
	Words, Country         string // of a place; Words of a figure as well
	From, To               string
	Low, High, Best        string
	More                   bool // figures: other words than those that were read may be given
}

// rowInput is a party or a source.
type rowInput struct {
	N                        int
	Name, Country, Was       string // Was holds the words that it stands at: "12-20 name"
	Sector, Kind, Anon, Says []option
}

var fieldWords = map[string]string{
	"event": "the event", "claim": "the source", "force": "the statement on forces", "status": "the status", "act": "the act", "mode": "the way", "actors": "who", "recipients": "to whom",
	"place": "the place", "origin": "where from", "date": "the time", "figures": "the numbers", "chain": "the sources", "owner": "whose forces", "figure": "how many", "asof": "the day", "article": "the article",
}

var formsOf = map[string]struct{ name, form, hint string }{
	"status": {"Has it happened?", "select", ""}, "act": {"What", "select", ""}, "mode": {"In what way", "checks", ""},
	"actors": {"Who", "parties", "the words of the article, the country or kind of body, and what it is there"}, "recipients": {"To whom", "parties", ""},
	"place": {"Where", "place", "the most exact place that the article names for it, in its words"}, "origin": {"From where", "place", ""},
	"date": {"When", "date", "2024-03-14, 2024-03 or 2024"}, "asof": {"As of", "date", "2024-03-14, 2024-03 or 2024"},
	"figures": {"How many", "checks", "other words of the article, and what they stand for"}, "figure": {"How many", "figure", "the words of the article, and what they stand for"},
	"claim": {"On whose word", "select", ""}, "chain": {"Who says so", "chain", "from the source that the article names first to the one that knows; one a line"}, "owner": {"Whose forces", "parties", ""},
}

// inputs are the fields of an event, claim or force as forms. typed holds values that were sent and not stored, by field.
func (s *Site) inputs(rec *doc.Record, kind, id string, typed map[string]string) []inputView {
	var out []inputView
	for _, field := range review.Fields(kind) {
		before := review.Value(rec, kind, id, field)
		value, ok := typed[field]
		if !ok {
			value = before
		}
		in := s.input(rec, id, field, value)
		in.Before = before
		if field == "mode" {
			act := review.Value(rec, kind, id, "act")
			in.Options = choices(wording.Modes(act), review.List(value))
			if len(in.Options) == 0 {
				continue
			}
		}
		if field == "claim" && len(in.Options) < 2 || field == "origin" && value == "" && review.Value(rec, kind, id, "act") != "MOBILIZE" && review.Value(rec, kind, id, "act") != "RETREAT" {
			continue
		}
		out = append(out, in)
	}
	return out
}

func (s *Site) input(rec *doc.Record, id, field, value string) inputView {
	f := formsOf[field]
	in := inputView{Key: id + "-" + field, Field: field, Name: f.name, Form: f.form, Hint: f.hint}
	switch field {
	case "status":
		in.Options = choices(wording.Statuses(), []string{value})
	case "act":
		in.Options = choices(wording.Acts(), []string{value})
	case "claim":
		in.Options = claimOptions(rec, value)
	case "actors", "recipients":
		in.Rows = s.partyRows(review.Parties(value), 1)
	case "owner":
		in.Rows = s.partyRows(review.Parties(value), 0)
	case "chain":
		in.Rows = hopRows(review.Hops(value))
	case "place", "origin":
		if p := review.PlaceOf(value); p != nil {
			in.Words, in.Country = p.Name, s.names.Country(p.Country)
			if len(p.S) == 2 && p.S[1] <= len([]rune(rec.Article.Text)) && p.S[0] < p.S[1] {
				in.Words = oneLine(string([]rune(rec.Article.Text)[p.S[0]:p.S[1]]))
			}
		}
	case "date", "asof":
		if d := review.DateOf(value); d != nil {
			in.From, in.To = d.From, d.To
		}
	case "figures":
		in.figures(rec, review.Figures(value))
		in.More = true
	case "figure":
		for _, n := range review.Figures(value) {
			in.Words, in.Low, in.High, in.Best = oneLine(n.Words), decimal(n.Low), decimal(n.High), decimal(n.Best)
		}
	}
	return in
}

func choices(terms []wording.Term, on []string) []option {
	var out []option
	for _, t := range terms {
		out = append(out, option{Value: t.Code, Name: wording.Upper(t.Name), On: slices.Contains(on, t.Code)})
	}
	return out
}

func vocabulary(name string, term func(string) wording.Term, on string) []option {
	var out []option
	for _, code := range gold.Vocabulary(name) {
		out = append(out, option{Value: code, Name: wording.Upper(term(code).Name), On: code == on})
	}
	return out
}

func (s *Site) partyRows(list []review.Party, blank int) []rowInput {
	if len(list) == 0 {
		blank = 1
	}
	list = append(slices.Clone(list), make([]review.Party, blank)...)
	var out []rowInput
	for i, p := range list {
		r := rowInput{N: i + 1, Name: oneLine(p.Name), Sector: choices(wording.Sectors(), []string{p.Sector}), Was: was(p.S, p.Name)}
		if p.Code != "" {
			r.Country = s.names.Country(p.Code)
		}
		out = append(out, r)
	}
	return out
}

func hopRows(list []review.Hop) []rowInput {
	list = append(slices.Clone(list), review.Hop{})
	var out []rowInput
	for i, h := range list {
		out = append(out, rowInput{N: i + 1, Name: oneLine(h.Name), Was: was(h.S, h.Name), Kind: vocabulary("kind", wording.Kind, h.Kind),
			Anon: vocabulary("anonymity", wording.Anonymity, h.Anonymity), Says: vocabulary("stance", wording.Stance, h.Stance)})
	}
	return out
}

// was keeps the words that a name stands at, for as long as the name is not changed: "12-20 name".
func was(s []int, name string) string {
	if len(s) != 2 {
		return ""
	}
	return fmt.Sprintf("%d-%d %s", s[0], s[1], name)
}

// still returns the words of a name that was not changed, and the name as it was before its blanks were folded.
func still(was, name string) ([]int, string) {
	at, old, ok := strings.Cut(was, " ")
	a, b, _ := strings.Cut(at, "-")
	from, err1 := strconv.Atoi(a)
	to, err2 := strconv.Atoi(b)
	if !ok || err1 != nil || err2 != nil || oneLine(old) != name {
		return nil, name
	}
	return []int{from, to}, old
}

func claimOptions(rec *doc.Record, value string) []option {
	out := []option{{Value: "", Name: "The article itself", On: value == ""}}
	for i := range rec.Claims {
		c := &rec.Claims[i]
		if len(c.Content) == 0 {
			continue
		}
		v := review.Write(review.RefOf(c))
		name := "somebody"
		if n := len(c.Chain); n > 0 && c.Chain[n-1].Name != "" {
			name = oneLine(c.Chain[n-1].Name)
		}
		out = append(out, option{Value: v, Name: clipped(name+": “"+oneLine(c.Content[0].Text)+"”", 90), On: v == value})
	}
	return out
}

// figures offers all numbers of the article to tick.
func (in *inputView) figures(rec *doc.Record, on []review.Figure) {
	for i := range rec.Figures {
		v := review.FigureOf(&rec.Figures[i])
		ticked := slices.ContainsFunc(on, func(f review.Figure) bool {
			return slices.Equal(f.S, v.S) && len(f.S) == 2 || len(f.S) != 2 && strings.EqualFold(oneLine(f.Words), oneLine(v.Words))
		})
		in.Options = append(in.Options, option{Value: review.Write(v), Name: "“" + oneLine(v.Words) + "”", On: ticked})
	}
	for _, f := range on { // typed, and not in the article
		if len(f.S) != 2 && !slices.ContainsFunc(in.Options, func(o option) bool { return o.On }) {
			in.Words, in.Low, in.High, in.Best = f.Words, decimal(f.Low), decimal(f.High), decimal(f.Best)
		}
	}
}

func decimal(x *float64) string {
	if x == nil {
		return ""
	}
	return strconv.FormatFloat(*x, 'f', -1, 64)
}

// formValue puts the value of a field together from a form. problem says what is wrong with it, in words; the value is what
// was typed all the same. prefix stands before the names of the inputs.
func (s *Site) formValue(rec *doc.Record, field, prefix string, form url.Values) (value, problem string) {
	get := func(k string) string { return oneLine(form.Get(prefix + k)) }
	switch field {
	case "status", "act", "claim":
		return strings.TrimSpace(form.Get(prefix + "value")), ""
	case "mode":
		return review.Write(form[prefix+"value"]), ""
	case "actors", "recipients", "owner":
		return s.formParties(rec, field, prefix, form)
	case "chain":
		return formChain(rec, prefix, form)
	case "place", "origin":
		if get("words") == "" {
			return "", ""
		}
		p := review.Place{Name: get("words")}
		if p.Country, problem = s.code(get("country")); problem == "" {
			problem = inText(rec, p.Name)
		}
		s.settle(rec, &p)
		return review.Write(p), problem
	case "date", "asof":
		if get("from") == "" && get("to") == "" {
			return "", ""
		}
		d := review.Date{From: get("from"), To: get("to")}
		if d.To == d.From {
			d.To = ""
		}
		return review.Write(d), ""
	case "figures", "figure":
		return formFigures(rec, field, prefix, form)
	}
	return "", ""
}

// settle puts a place on the map: one that the article has already, else as the gazetteer knows it.
func (s *Site) settle(rec *doc.Record, p *review.Place) {
	for i := range rec.Places {
		o := &rec.Places[i]
		if strings.EqualFold(oneLine(o.Span.Text), p.Name) && (p.Country == "" || p.Country == deref(o.Country)) || strings.EqualFold(o.Name, p.Name) && p.Country == deref(o.Country) {
			return // the record has it
		}
	}
	if s.o.Places == nil {
		return
	}
	if found, ok := s.o.Places(p.Name, p.Country); ok {
		if q := review.Locate([]rune(rec.Article.Text), p.Name, 0); q != nil {
			found.S = []int{q.Start, q.End}
		}
		*p = found
	}
}

// code finds a country or kind of body by its name or code.
func (s *Site) code(name string) (code, problem string) {
	if name == "" {
		return "", ""
	}
	if c, ok := s.names.Code(name); ok {
		return c, ""
	}
	if c := strings.ToUpper(name); s.names.Known(c) {
		return c, ""
	}
	return "", "“" + clipped(name, 60) + "” is no country and no kind of body that is known here. Choose one from the list."
}

// inText says that words must stand in the article.
func inText(rec *doc.Record, name string) string {
	if review.Locate([]rune(rec.Article.Text), name, 0) != nil || review.Locate([]rune(oneLine(rec.Article.Text)), name, 0) != nil {
		return ""
	}
	return "The article does not have the words “" + clipped(name, 80) + "”. Write them as they stand in it."
}

func (s *Site) formParties(rec *doc.Record, field, prefix string, form url.Values) (value, problem string) {
	names, codes, sectors, places := form[prefix+"name"], form[prefix+"code"], form[prefix+"sector"], form[prefix+"was"]
	at := func(list []string, i int) string {
		if i < len(list) {
			return oneLine(list[i])
		}
		return ""
	}
	var list []review.Party
	for i := range names {
		p := review.Party{Name: at(names, i), Sector: at(sectors, i)}
		if p.Name == "" {
			continue
		}
		if i < len(places) {
			p.S, p.Name = still(places[i], p.Name)
		}
		code, wrong := s.code(at(codes, i))
		p.Code = s.names.OfParty(code)
		if wrong == "" && p.S == nil && field != "owner" && !slices.ContainsFunc(rec.Entities, func(e doc.RecordEntity) bool { return e.Name == p.Name }) {
			wrong = inText(rec, p.Name)
		}
		if problem == "" {
			problem = wrong
		}
		list = append(list, p)
	}
	if field == "owner" {
		if len(list) == 0 {
			return "", "Say whose forces they are."
		}
		list[0].S = nil
		return review.Write(list[0]), problem
	}
	return review.Write(list), problem
}

func formChain(rec *doc.Record, prefix string, form url.Values) (value, problem string) {
	at := func(k string, i int) string {
		if list := form[prefix+k]; i < len(list) {
			return list[i]
		}
		return ""
	}
	var list []review.Hop
	for i, name := range form[prefix+"name"] {
		h := review.Hop{Name: oneLine(name), Kind: at("what", i), Anonymity: at("anonymity", i), Stance: at("stance", i)}
		if h.Name == "" {
			continue
		}
		h.S, h.Name = still(at("was", i), h.Name)
		list = append(list, h)
	}
	return review.Write(list), problem
}

func formFigures(rec *doc.Record, field, prefix string, form url.Values) (value, problem string) {
	var list []review.Figure
	for _, v := range form[prefix+"value"] {
		list = append(list, review.Figures(v)...)
	}
	if w := oneLine(form.Get(prefix + "words")); w != "" {
		f := review.Figure{Words: w}
		for _, n := range []struct {
			key  string
			into **float64
		}{{"low", &f.Low}, {"high", &f.High}, {"best", &f.Best}} {
			t := strings.NewReplacer(",", "", " ", "").Replace(strings.TrimSpace(form.Get(prefix + n.key)))
			if t == "" {
				continue
			}
			x, err := strconv.ParseFloat(t, 64)
			if err != nil || x < 0 || x > 1e15 {
				problem = "“" + clipped(t, 40) + "” is no number."
				continue
			}
			*n.into = &x
		}
		if problem == "" {
			problem = inText(rec, w)
		}
		known := slices.IndexFunc(rec.Figures, func(o doc.RecordFigure) bool { return strings.EqualFold(oneLine(o.Span.Text), w) })
		if known >= 0 {
			k := review.FigureOf(&rec.Figures[known])
			f.Words, f.S, f.Class, f.Role = k.Words, k.S, k.Class, k.Role
			if f.Low == nil && f.High == nil && f.Best == nil {
				f = k
			}
		} else {
			f.Class, f.Role = "other", "other"
		}
		list = append(list, f)
	}
	if field == "figures" {
		return review.Write(list), problem
	}
	if len(list) == 0 {
		return "", problem
	}
	return review.Write(list[0]), problem
}
