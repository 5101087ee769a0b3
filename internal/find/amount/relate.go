package amount

import (
	"regexp"
	"strings"

	"onrecord/internal/doc"
)

// relate sets scopes and subsets: what takes the words around a figure, or a second figure, to tell.
func (f *finder) relate() {
	for i := range f.d.Figures {
		if f.d.GivenUp() {
			return
		}
		fig := &f.d.Figures[i]
		s := &f.d.Sentences[fig.Sentence]
		before := f.wordsBefore(s, fig.Start)
		if fig.Head < 0 && fig.Unit == "" && tolled.MatchString(strings.ToLower(f.d.Article.Text[s.Start:fig.Start])) {
			fig.Scope = "cumulative"
			f.dead(i)
		} else if scope := f.scope(s, fig, before); scope != "" {
			fig.Scope = scope
			if fig.Head < 0 && fig.Unit == "" && scope == "cumulative" && strings.Contains(before, "toll") {
				f.dead(i) // "the toll has risen to 41"
			}
		}
		if i > 0 && f.partOf(s, i, before) {
			fig.SubsetOf = i - 1
			if prev := &f.d.Figures[i-1]; fig.Role == "other" && (strings.HasSuffix(before, "including ") || strings.HasSuffix(before, "among them ")) {
				fig.Role = prev.Role // what befell the whole befell the part
				settle(fig)
			}
		}
	}
}

// dead makes a figure one of the dead.
func (f *finder) dead(i int) {
	fig := &f.d.Figures[i]
	fig.Class, fig.Role, fig.Sizes = "people", "killed", !f.repeats(fig, f.d.Figures[:i])
}

// tolled matches what stands before a number of the dead that has no noun: "the toll from the floods in the north has risen to", "put the toll
// at seven before raising it to", "the number of dead at".
var tolled = regexp.MustCompile(`\btoll\b[^.;:]*\b(?:rose|risen|rises|rising|climbed|jumped|stands|stood|reached|hit|passed|surpassed|topped)(?: to| at)? $|` +
	`\btoll\b[^.;:]*\b(?:rais|revis|lower|put|bring)(?:e|ing|ed|ting)? (?:it|the figure)(?: up| down)? (?:to|at) $|` +
	`\bnumber of (?:the )?(?:dead|deaths|people killed|those killed|fatalities) (?:at|to) $`)

// maxBefore is how many bytes before a figure are looked at.
const maxBefore = 40

// wordsBefore returns what stands right before byte offset at within the sentence, in lower case.
func (f *finder) wordsBefore(s *doc.Sentence, at int) string {
	return strings.ToLower(f.d.Article.Text[max(s.Start, at-maxBefore):at])
}

// tolls are the words of a sum that a figure brings up to date.
var tolls = [...]string{"toll to ", "toll at ", "toll rose to ", "toll rises to ", "toll had risen to ", "toll has risen to ", "toll reached ", "toll climbed to ",
	"total to ", "total of ", "number to ", "tally to ", "toll stood at ", "toll stands at ", "so far ", "since then ", "toll of "}

// scope tells sums and standing numbers from what one incident did; "" leaves the scope as it is.
func (f *finder) scope(s *doc.Sentence, fig *doc.Figure, before string) string {
	for _, t := range tolls {
		if strings.HasSuffix(before, t) {
			return "cumulative"
		}
	}
	words := strings.ToLower(f.d.Article.Text[fig.Start:fig.Number.Start])
	if strings.HasSuffix(words, "total of ") {
		return "cumulative"
	}
	if fig.Scope != "change" && f.change(s, fig, before) {
		return "change"
	}
	if fig.Role == "deployed" && f.standing(s, fig) {
		return "stock"
	}
	return ""
}

// change reports whether the figure is one end of a change: "cut from 5,100 to 1,100", "fell to 1,100 from 5,100".
func (f *finder) change(s *doc.Sentence, fig *doc.Figure, before string) bool {
	if !strings.HasSuffix(before, "from ") && !strings.HasSuffix(before, "to ") {
		return false
	}
	at := tokenIndex(s, fig.Start)
	for i := at - 2; i >= 0 && i >= at-8; i-- {
		w := lowerWord(s.Tokens, i)
		if _, ok := f.trends[predicate{w, "before"}]; ok || w == "cut" || w == "cuts" || w == "cutting" || w == "trimmed" || w == "scaled" {
			return true
		}
	}
	return false
}

// standing reports whether the counted force simply is where it is: "are stationed", "based in".
func (f *finder) standing(s *doc.Sentence, fig *doc.Figure) bool {
	from := tokenIndex(s, fig.End-1) + 1
	for i := from; i < len(s.Tokens) && i < from+4; i++ {
		switch lowerWord(s.Tokens, i) {
		case "stationed", "based", "garrisoned":
			return true
		}
	}
	return false
}

// partOf reports whether figure i is part of the one before it in the sentence: "including three children", "ten of them",
// "of the 40 hostages, 12".
func (f *finder) partOf(s *doc.Sentence, i int, before string) bool {
	fig, prev := &f.d.Figures[i], &f.d.Figures[i-1]
	if prev.Sentence != fig.Sentence || !f.less(fig, prev) {
		return false
	}
	at := tokenIndex(s, fig.Number.End-1)
	if lowerWord(s.Tokens, at+1) == "of" {
		switch lowerWord(s.Tokens, at+2) {
		case "them", "whom", "which", "those", "these":
			return true
		}
	}
	if strings.HasSuffix(before, "including ") || strings.HasSuffix(before, "among them ") || strings.HasSuffix(before, "of whom ") || strings.HasSuffix(before, "of them ") {
		return true
	}
	start := tokenIndex(s, prev.Start)
	opens := lowerWord(s.Tokens, start-1) == "of" || lowerWord(s.Tokens, start-2) == "of" && definite[lowerWord(s.Tokens, start-1)]
	return opens && start <= 2 && lowerWord(s.Tokens, tokenIndex(s, prev.End-1)+1) == ","
}

// less reports whether a can be part of b by its size and kind.
func (f *finder) less(a, b *doc.Figure) bool {
	if b.Unit != a.Unit || a.Class == "money" {
		return false
	}
	return a.Low == nil || b.High == nil || *a.Low <= *b.High
}
