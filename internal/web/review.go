package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"onrecord/internal/doc"
	"onrecord/internal/web/words"
)

// reviewView is a queue of events to decide on, or the events of one article.
type reviewView struct {
	Tasks    []taskView
	Article  *ArticleLine // set when it is about one article
	Conflict *conflictView
	Done     string
	Back     string
}

type taskView struct {
	eventCard
	Title, Publisher, Day, Article string
	Inputs                         []inputView
	Verdicts                       []verdictView
}

// inputView is a field that can be corrected, with the form it is corrected in.
type inputView struct {
	Field, Name, Value, Shown, Note string
	Options                         []option // of a closed vocabulary
	Hint                            string
	Before                          string
}

type verdictView struct{ Words, By, When string }

type conflictView struct {
	Event, Field, Now, By, When, Yours string
}

// review shows the queue.
func (s *Site) review(w http.ResponseWriter, r *http.Request) {
	if !s.o.User(r).Review {
		s.forbidden(w, r, "review what was read")
		return
	}
	_, q := s.parseFilter(r.URL.Query())
	tasks, err := s.o.Reviews.Queue(r.Context(), q, 20)
	if err != nil {
		s.broken(w, r, err)
		return
	}
	v := reviewView{Back: "/review"}
	if r.URL.Query().Has("done") {
		v.Done = "Kept. Thank you."
	}
	for i := range tasks {
		t := &tasks[i]
		for j := range t.Record.Events {
			if e := &t.Record.Events[j]; e.ID == t.Event {
				v.Tasks = append(v.Tasks, s.task(&t.Record, e, t.Article, nil))
			}
		}
	}
	s.render(w, r, http.StatusOK, "review", page{Title: "Review", Nav: "/review", Body: v})
}

// reviewArticle shows all events of one article.
func (s *Site) reviewArticle(w http.ResponseWriter, r *http.Request) {
	s.showReview(w, r, http.StatusOK, r.PathValue("id"), nil)
}

func (s *Site) showReview(w http.ResponseWriter, r *http.Request, status int, id string, conflict *conflictView) {
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
	v := reviewView{Article: &line, Conflict: conflict, Back: "/review/" + id}
	if r.URL.Query().Has("done") {
		v.Done = "Kept. Thank you."
	}
	for i := range a.Record.Events {
		v.Tasks = append(v.Tasks, s.task(&a.Record, &a.Record.Events[i], line, decisions))
	}
	s.render(w, r, status, "review", page{Title: "Review", Nav: "/review", Body: v})
}

func (s *Site) task(r *doc.Record, e *doc.RecordEvent, line ArticleLine, decisions []Decision) taskView {
	d := newReading(r, s.names)
	t := taskView{eventCard: d.event(e, 0), Title: line.Title, Publisher: line.Publisher, Day: words.Day(line.Published), Article: line.ID}
	for _, x := range decisions {
		if x.Event == e.ID {
			t.Verdicts = append(t.Verdicts, verdictView{verdictWords(x), x.By, x.At.Format("2 January 2006, 15:04")})
		}
	}
	t.Inputs = s.inputs(r, e)
	return t
}

// inputs are the fields of an event as forms. The values are in the words of the guidelines, so that a correction can
// be exported as an annotation.
func (s *Site) inputs(r *doc.Record, e *doc.RecordEvent) []inputView {
	d := newReading(r, s.names)
	var out []inputView
	status := inputView{Field: "status", Name: "Has it happened?", Before: e.Status, Value: e.Status, Shown: words.Upper(words.Status(e.Status).Name)}
	for _, t := range words.Statuses() {
		status.Options = append(status.Options, option{Value: t.Code, Name: words.Upper(t.Name), On: t.Code == e.Status})
	}
	act := inputView{Field: "act", Name: "What", Before: e.Act, Value: e.Act, Shown: words.Upper(words.Act(e.Act, e.Mode...))}
	for _, t := range words.Acts() {
		act.Options = append(act.Options, option{Value: t.Code, Name: words.Upper(t.Name), On: t.Code == e.Act})
	}
	out = append(out, status, act)
	text := func(field, name, hint string, values []value) {
		now := strings.Join(texts(values), "; ")
		var notes []string
		for _, x := range values {
			if x.Note != "" {
				notes = append(notes, x.Note)
			}
		}
		out = append(out, inputView{Field: field, Name: name, Before: now, Value: now, Shown: now, Note: strings.Join(notes, "; "), Hint: hint})
	}
	text("actors", "Who", "several with ; between them, as the article names them", d.parties(e.Actors, e.ID, "actor"))
	text("recipients", "To whom", "several with ; between them, as the article names them", d.parties(e.Recipients, e.ID, "recipient"))
	text("place", "Where", "the most exact place that the article names for it", d.place(e.Place))
	date := ""
	if t := d.dates[deref(e.Date)]; t != nil {
		date = deref(t.From)
		if to := deref(t.To); to != date {
			date += " / " + to
		}
	}
	in := inputView{Field: "date", Name: "When", Before: date, Value: date, Shown: strings.Join(texts(d.date(e.Date)), ""), Hint: "2024-03-14, or the first and last day with / between them"}
	out = append(out, in)
	var numbers []value
	for _, id := range e.Figures {
		if f := d.figures[id]; f != nil {
			numbers = append(numbers, value{Text: oneLine(f.Span.Text), Note: words.Bounds(f.Low, f.High)})
		}
	}
	text("figures", "How many", "the words of the article", numbers)
	return out
}

var verdicts = []string{"accept", "correct", "reject"}

func verdictWords(d Decision) string {
	what := map[string]string{"event": "the event", "status": "the status", "act": "the act", "actors": "who", "recipients": "to whom", "place": "the place", "date": "the time", "figures": "the numbers"}[d.Field]
	if what == "" {
		what = d.Field
	}
	switch d.Verdict {
	case "accept":
		return what + " accepted"
	case "reject":
		return what + " rejected"
	default:
		return fmt.Sprintf("%s corrected from “%s” to “%s”", what, d.Before, d.After)
	}
}

var fieldNames = []string{"event", "status", "act", "actors", "recipients", "place", "date", "figures"}

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
	get := func(k string) string { return strings.TrimSpace(r.PostForm.Get(k)) }
	d := Decision{Article: get("article"), Event: get("event"), Field: get("field"), Verdict: get("verdict"), Before: get("before"), After: get("after"), Note: clipped(get("note"), 1000), By: u.Name, At: s.now()}
	if !slices.Contains(verdicts, d.Verdict) || !slices.Contains(fieldNames, d.Field) || d.Article == "" || d.Event == "" {
		s.Fail(w, r, http.StatusBadRequest, "This decision is not complete", "It must name an event, one of its fields, and what you decided.", "Go back to the review page and decide there.")
		return
	}
	if d.Verdict == "correct" && d.After == d.Before {
		d.Verdict = "accept" // nothing was changed: that is an acceptance
	}
	err := s.o.Reviews.Decide(r.Context(), d)
	var c *Conflict
	switch {
	case errors.As(err, &c):
		s.showReview(w, r, http.StatusConflict, d.Article, &conflictView{Event: d.Event, Field: d.Field, Now: c.Now, By: c.By, When: c.At.Format("2 January 2006, 15:04"), Yours: d.After})
		return
	case errors.Is(err, ErrNotFound):
		s.Fail(w, r, http.StatusNotFound, "This event is not in the store any more", "The article was read anew, or removed, while you looked at it.", "Go back to the review page for what is there now.")
		return
	case err != nil:
		s.broken(w, r, err)
		return
	}
	back := get("back")
	if !strings.HasPrefix(back, "/review") || strings.ContainsAny(back, "\\?#\r\n") {
		back = "/review"
	}
	http.Redirect(w, r, back+"?done#"+d.Event, http.StatusSeeOther)
}
