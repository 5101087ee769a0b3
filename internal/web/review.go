package web

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"onrecord/internal/doc"
	"onrecord/internal/review"
	"onrecord/internal/wording"
)

// reviewView is a queue of events to decide on, or all that was read in one article.
type reviewView struct {
	Tasks    []taskView // events
	Claims   []taskView
	Forces   []taskView
	Article  *ArticleLine // set when it is about one article
	Rejected []rejectedView
	Missed   *missedView
	Complete string // who said when that nothing is missing
	Conflict *conflictView
	Resumed  bool // somebody logged in again; what they typed is in its form and not stored
	Done     string
	Back     string
	Next     string // address of the next page of the queue
	Bodies   []string
	Exports  bool
}

type taskView struct {
	eventCard
	Kind, Heading                  string
	Title, Publisher, Day, Article string
	Inputs                         []inputView
	Verdicts                       []verdictView
	Back                           string
	Open                           bool // its fields are shown
}

type verdictView struct{ Words, By, When string }

type rejectedView struct{ Kind, ID, Words, By, When string }

type conflictView struct {
	Item, Field, Now, By, When, Yours string
}

// missedView is the form for an event that reading missed.
type missedView struct {
	Article, Text, Problem, Words, Nth, Start string
	Acts, Statuses                            []option
	Inputs                                    []inputView
	Open                                      bool
}

// sent is what a person sent that could not be stored: it is shown again in its form.
type sent struct {
	kind, item, field string
	value, problem    string
	missed            *missedView
}

const queueLength = 20

// review shows the queue.
func (s *Site) review(w http.ResponseWriter, r *http.Request) {
	if !s.o.User(r).Review {
		s.forbidden(w, r, "review what was read")
		return
	}
	_, q := s.parseFilter(r.URL.Query())
	q.Cursor = r.URL.Query().Get("cursor")
	tasks, next, err := s.o.Reviews.Queue(r.Context(), q, queueLength)
	if errors.Is(err, ErrCursor) {
		http.Redirect(w, r, "/review", http.StatusSeeOther)
		return
	}
	if err != nil {
		s.broken(w, r, err)
		return
	}
	v := reviewView{Back: "/review", Bodies: s.names.Bodies(), Exports: true}
	if q.Cursor != "" {
		v.Back += "?cursor=" + url.QueryEscape(q.Cursor)
	}
	if next != "" {
		v.Next = "/review?cursor=" + url.QueryEscape(next)
	}
	if r.URL.Query().Has("done") {
		v.Done = "Kept. Thank you."
	}
	for i := range tasks {
		t := &tasks[i]
		for j := range t.Record.Events {
			if e := &t.Record.Events[j]; e.ID == t.Event {
				v.Tasks = append(v.Tasks, s.task(&t.Record, e, t.Article, nil, nil, v.Back))
			}
		}
	}
	s.render(w, r, http.StatusOK, "review", page{Title: "Review", Nav: "/review", Body: v})
}

// reviewArticle shows all that was read in one article.
func (s *Site) reviewArticle(w http.ResponseWriter, r *http.Request) {
	s.showReview(w, r, http.StatusOK, r.PathValue("id"), nil, nil, false)
}

func (s *Site) showReview(w http.ResponseWriter, r *http.Request, status int, id string, conflict *conflictView, again *sent, resumed bool) {
	if !s.o.User(r).Review {
		s.forbidden(w, r, "review what was read")
		return
	}
	a, err := s.o.Store.Article(r.Context(), id)
	if errors.Is(err, ErrNotFound) {
		s.Fail(w, r, http.StatusNotFound, "This article is not in the store", "It was never added, or it was removed.", "Choose another one from the review page.")
		return
	}
	if err != nil {
		s.broken(w, r, err)
		return
	}
	decisions, err := s.o.Reviews.Decisions(r.Context(), id)
	if err != nil {
		s.broken(w, r, err)
		return
	}
	line := ArticleLine{ID: id, Title: headline(&a.Record.Article), Publisher: deref(a.Record.Article.Publisher), Published: deref(a.Record.Article.Published)}
	v := reviewView{Article: &line, Conflict: conflict, Resumed: resumed, Back: "/review/" + id, Bodies: s.names.Bodies()}
	if r.URL.Query().Has("done") {
		v.Done = "Kept. Thank you."
	}
	rec := &a.Record
	for i := range rec.Events {
		v.Tasks = append(v.Tasks, s.task(rec, &rec.Events[i], line, decisions, again, v.Back))
	}
	d := newReading(rec, s.names)
	for i := range rec.Claims {
		c := d.claim(&rec.Claims[i])
		v.Claims = append(v.Claims, s.part(rec, review.Claim, eventCard{ID: c.ID, Chain: c.Chain, Anchor: c.Text}, "", line, decisions, again))
	}
	for i := range rec.Forces {
		f := d.force(&rec.Forces[i])
		v.Forces = append(v.Forces, s.part(rec, review.Force, eventCard{ID: f.ID, Chain: f.Chain, Anchor: f.Words}, f.Sentence, line, decisions, again))
	}
	for _, x := range decisions {
		if x.Kind == review.Article {
			v.Complete = x.Person + ", " + x.At.Format("2 January 2006, 15:04")
		}
	}
	if v.Rejected, err = s.rejected(r, id, decisions); err != nil {
		s.broken(w, r, err)
		return
	}
	v.Missed = s.missed(rec)
	if again != nil && again.missed != nil {
		v.Missed = again.missed
	}
	s.render(w, r, status, "review", page{Title: "Review", Nav: "/review", Body: v})
}

// rejected lists what people took out, so that it can be put back.
func (s *Site) rejected(r *http.Request, id string, decisions []Decision) ([]rejectedView, error) {
	last := map[string]Decision{}
	for _, d := range decisions {
		if d.Whole() && d.Kind != review.Article {
			last[d.Kind+" "+d.Item] = d
		}
	}
	maps.DeleteFunc(last, func(_ string, d Decision) bool { return d.Verdict != review.Reject })
	if len(last) == 0 {
		return nil, nil
	}
	read, err := s.o.Reviews.Reading(r.Context(), id)
	if err != nil {
		return nil, err
	}
	var out []rejectedView
	for _, k := range slices.Sorted(maps.Keys(last)) {
		d := last[k]
		if q, ok := review.AnchorOf(read, d.Kind, d.Item); ok {
			out = append(out, rejectedView{d.Kind, d.Item, clipped(oneLine(q.Text), 120), d.Person, d.At.Format("2 January 2006, 15:04")})
		}
	}
	return out, nil
}

func (s *Site) task(r *doc.Record, e *doc.RecordEvent, line ArticleLine, decisions []Decision, again *sent, back string) taskView {
	d := newReading(r, s.names)
	card := d.event(e, 0)
	t := s.part(r, review.Event, card, card.Sentence, line, decisions, again)
	t.Back = back
	return t
}

// part is an event, claim or force to decide on.
func (s *Site) part(r *doc.Record, kind string, card eventCard, heading string, line ArticleLine, decisions []Decision, again *sent) taskView {
	t := taskView{eventCard: card, Kind: kind, Heading: heading, Title: line.Title, Publisher: line.Publisher, Day: wording.Day(line.Published), Article: line.ID, Back: "/review/" + line.ID}
	for _, x := range decisions {
		if x.Kind == kind && x.Item == card.ID {
			t.Verdicts = append(t.Verdicts, verdictView{s.verdictWords(x), x.Person, x.At.Format("2 January 2006, 15:04")})
		}
	}
	typed := map[string]string{}
	mine := again != nil && again.kind == kind && again.item == card.ID
	if mine {
		typed[again.field], t.Open = again.value, true
	}
	t.Inputs = s.inputs(r, kind, card.ID, typed)
	for i := range t.Inputs {
		if mine && t.Inputs[i].Field == again.field {
			t.Inputs[i].Problem = again.problem
		}
	}
	return t
}

// missed is the empty form for an event that reading missed.
func (s *Site) missed(rec *doc.Record) *missedView {
	v := &missedView{Article: rec.Article.ID, Text: rec.Article.Text, Acts: choices(wording.Acts(), nil), Statuses: choices(wording.Statuses(), []string{"occurred"})}
	for _, f := range []string{"actors", "recipients", "place", "date"} {
		v.Inputs = append(v.Inputs, s.input(rec, "missed", f, ""))
	}
	return v
}

func (s *Site) verdictWords(d Decision) string {
	what := fieldWords[d.Field]
	if what == "" {
		what = d.Field
	}
	switch d.Verdict {
	case review.Accept:
		return what + " accepted"
	case review.Reject:
		return what + " rejected"
	case review.Add:
		return what + " added"
	default:
		return fmt.Sprintf("%s corrected from “%s” to “%s”", what, s.fieldValue(d.Field, d.Before), s.fieldValue(d.Field, d.After))
	}
}

// fieldValue is a value of a decision in words.
func (s *Site) fieldValue(field, value string) string {
	switch field {
	case "status":
		return wording.Status(value).Name
	case "act":
		return wording.Act(value)
	case "date", "asof":
		if d := review.DateOf(value); d != nil {
			to := d.To
			if to == "" {
				to = d.From
			}
			return wording.Interval(d.From, to)
		}
	case "claim":
		if value == "" {
			return "the article itself"
		}
	case "actors", "recipients", "owner":
		var out []string
		for _, p := range review.Parties(value) {
			if of := s.names.Party(p.Code, p.Sector); of != "" && of != p.Name {
				p.Name += " (" + of + ")"
			}
			out = append(out, oneLine(p.Name))
		}
		value = strings.Join(out, "; ")
	case "chain":
		var out []string
		for _, h := range review.Hops(value) {
			var notes []string
			if h.Stance != "" && h.Stance != "asserts" {
				notes = append(notes, wording.Stance(h.Stance).Name)
			}
			if h.Anonymity != "" && h.Anonymity != "named" {
				notes = append(notes, wording.Anonymity(h.Anonymity).Name)
			}
			n := oneLine(h.Name)
			if len(notes) > 0 {
				n += " (" + strings.Join(notes, ", ") + ")"
			}
			out = append(out, n)
		}
		return cmp.Or(strings.Join(out, " › "), "nobody")
	case "place", "origin":
		if p := review.PlaceOf(value); p != nil && p.Country != "" && s.names.Country(p.Country) != p.Name {
			return oneLine(p.Name) + ", " + s.names.Country(p.Country)
		}
	case "mode":
		var out []string
		for _, m := range review.List(value) {
			out = append(out, strings.ReplaceAll(m, "-", " "))
		}
		value = strings.Join(out, "; ")
	}
	if w := review.Words(field, value); w != "" {
		return oneLine(w)
	}
	return "nothing"
}

// decide keeps a decision.
func (s *Site) decide(w http.ResponseWriter, r *http.Request) {
	u := s.o.User(r)
	if !u.Review {
		s.forbidden(w, r, "review what was read")
		return
	}
	if !s.form(w, r) {
		return
	}
	d, again, ok := s.decision(w, r, r.PostForm)
	if !ok {
		return
	}
	if again != nil && (again.problem != "" || again.missed != nil && again.missed.Problem != "") {
		s.showReview(w, r, http.StatusUnprocessableEntity, d.Article, nil, again, false)
		return
	}
	d.Person, d.At = u.Name, s.now()
	err := s.o.Reviews.Decide(r.Context(), d)
	var c *Conflict
	var refused *Refused
	switch {
	case errors.As(err, &c):
		s.showReview(w, r, http.StatusConflict, d.Article, &conflictView{Item: d.Item, Field: fieldWords[d.Field], Now: s.fieldValue(d.Field, c.Now), By: c.By,
			When: c.At.Format("2 January 2006, 15:04"), Yours: s.fieldValue(d.Field, d.After)}, again, false)
	case errors.As(err, &refused) && again != nil:
		if again.problem = wording.Upper(refused.Reason) + "."; again.missed != nil {
			again.missed.Problem = again.problem
		}
		s.showReview(w, r, http.StatusUnprocessableEntity, d.Article, nil, again, false)
	case errors.As(err, &refused):
		s.Fail(w, r, http.StatusBadRequest, "This decision is not complete", wording.Upper(refused.Reason)+".", "Go back to the review page and decide there.")
	case errors.Is(err, ErrNotFound):
		s.Fail(w, r, http.StatusNotFound, "What you decided on is not in the store any more", "The article was read anew, or removed, while you looked at it.", "Go back to the review page for what is there now.")
	case err != nil:
		s.broken(w, r, err)
	default:
		if d.Verdict == review.Add {
			d.Item = review.MissedID(d.Article, d.Start, d.End)
		}
		http.Redirect(w, r, backTo(r.PostForm.Get("back"))+"#"+url.PathEscape(d.Item), http.StatusSeeOther)
	}
}

// backTo is the address of the review page that a form came from.
func backTo(back string) string {
	u, err := url.Parse(back)
	if err != nil || u.IsAbs() || u.Host != "" || u.Path != "/review" && !strings.HasPrefix(u.Path, "/review/") || strings.ContainsAny(back, "\\\r\n") {
		return "/review?done"
	}
	q := url.Values{}
	if c := u.Query().Get("cursor"); c != "" {
		q.Set("cursor", c)
	}
	q.Set("done", "")
	return (&url.URL{Path: u.Path, RawQuery: strings.Replace(q.Encode(), "done=", "done", 1)}).String()
}

// decision reads a decision from a form, with what to show again when it cannot be stored. It answers itself, and returns
// false, where the article is not there or the form names nothing.
func (s *Site) decision(w http.ResponseWriter, r *http.Request, form url.Values) (d Decision, again *sent, ok bool) {
	get := func(k string) string { return strings.TrimSpace(form.Get(k)) }
	d = Decision{Article: get("article"), Kind: get("kind"), Item: get("item"), Field: get("field"), Verdict: get("verdict"), Before: form.Get("before"), Note: clipped(get("note"), 1000)}
	if d.Kind == "" {
		d.Kind = review.Event
	}
	if d.Verdict == review.Add {
		d.Kind, d.Field, d.Item = review.Event, review.Event, "missed"
	}
	probe := d
	probe.After = ""
	if probe.Verdict == review.Correct || probe.Verdict == review.Add {
		probe.Verdict = review.Accept // its value is looked at below
	}
	if err := probe.Check(); err != nil {
		s.Fail(w, r, http.StatusBadRequest, "This decision is not complete", "It must name something that was read, one of its fields, and what you decided.", "Go back to the review page and decide there.")
		return d, nil, false
	}
	if d.Verdict != review.Correct && d.Verdict != review.Add {
		return d, nil, true
	}
	a, err := s.o.Store.Article(r.Context(), d.Article)
	if errors.Is(err, ErrNotFound) {
		s.Fail(w, r, http.StatusNotFound, "What you decided on is not in the store any more", "The article was removed while you looked at it.", "Go back to the review page for what is there now.")
		return d, nil, false
	}
	if err != nil {
		s.broken(w, r, err)
		return d, nil, false
	}
	if d.Verdict == review.Add {
		again = s.missedForm(&a.Record, &d, form)
		return d, again, true
	}
	again = &sent{kind: d.Kind, item: d.Item, field: d.Field}
	again.value, again.problem = s.formValue(&a.Record, d.Field, "", form)
	if d.After = again.value; d.After == d.Before && again.problem == "" {
		d.Verdict = review.Accept // nothing was changed: that is an acceptance
	}
	return d, again, true
}

// missedForm reads the form for a missed event into a decision, and into a form that shows it again.
func (s *Site) missedForm(rec *doc.Record, d *Decision, form url.Values) *sent {
	v := s.missed(rec)
	v.Open = true
	v.Words, v.Nth, v.Start = oneLine(form.Get("words")), strings.TrimSpace(form.Get("nth")), strings.TrimSpace(form.Get("start"))
	m := review.Missed{Act: form.Get("act"), Status: form.Get("status")}
	v.Acts, v.Statuses = choices(wording.Acts(), []string{m.Act}), choices(wording.Statuses(), []string{m.Status})
	if m.Act == "" {
		v.Problem = "Choose what happened."
	}
	for i, field := range []string{"actors", "recipients", "place", "date"} {
		value, problem := s.formValue(rec, field, field+"-", form)
		v.Inputs[i] = s.input(rec, "missed", field, value)
		v.Inputs[i].Problem = problem
		if v.Problem == "" && problem != "" {
			v.Problem = problem
		}
		switch field {
		case "actors":
			m.Actors = review.Parties(value)
		case "recipients":
			m.Recipients = review.Parties(value)
		case "place":
			m.Place = review.PlaceOf(value)
		default:
			m.Date = review.DateOf(value)
		}
	}
	var wrong string
	if d.Start, d.End, wrong = occurrence(rec.Article.Text, v.Words, v.Nth, v.Start); wrong != "" {
		v.Problem = wrong
	}
	d.After = review.Write(m)
	return &sent{missed: v}
}

// occurrence finds words in a text: those at start, where a script marked them; else the nth from the beginning. Code points.
func occurrence(text, phrase, nth, start string) (from, to int, wrong string) {
	if phrase == "" {
		return 0, 0, "Mark the words that name what happened, or write them."
	}
	points := []rune(text)
	if at, err := strconv.Atoi(start); err == nil && at >= 0 && at < len(points) {
		if q := review.Locate(points[at:], phrase, 0); q != nil && q.Start == 0 {
			return at, at + q.End, ""
		}
	}
	n := 1
	if nth != "" {
		var err error
		if n, err = strconv.Atoi(nth); err != nil || n < 1 {
			return 0, 0, "Which time the words occur is a number: 1 for the first time."
		}
	}
	w := []rune(phrase)
	for i := 0; i+len(w) <= len(points); i++ {
		if slices.Equal(points[i:i+len(w)], w) {
			if n--; n == 0 {
				return i, i + len(w), ""
			}
		}
	}
	return 0, 0, "The article does not have the words “" + clipped(phrase, 80) + "”" + map[bool]string{true: " that often"}[nth != "" && nth != "1"] + ". Write them as they stand in it."
}
