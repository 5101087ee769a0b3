package corpus

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// ActSentence is a sentence with its two parties marked and the PLOVER type of what the first does to the second.
type ActSentence struct {
	ID             string
	Text           string
	Source, Target [2]int // byte ranges in Text; empty (0, 0) when not marked
	Type           string // PLOVER root; YIELD stands for CONCEDE or RETREAT
	Class          string // the coarse class 0 to 4 of ReadActClasses, "" = not given
}

// ReadActSentences reads PLV_*.tsv of snowood1/Zero-Shot-PLOVER: tab-separated with a header; the columns used are
// sentence_id, marked_sentence, gold_root and gold_penta. Cells are quoted as CSV does where they hold quotes.
func ReadActSentences(path string) ([]ActSentence, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimRight(string(b), "\r\n"), "\n")
	col := map[string]int{}
	for i, name := range strings.Split(strings.TrimRight(lines[0], "\r"), "\t") {
		col[name] = i
	}
	for _, need := range []string{"sentence_id", "marked_sentence", "gold_root"} {
		if _, ok := col[need]; !ok {
			return nil, fmt.Errorf("%s: no column %q", path, need)
		}
	}
	var out []ActSentence
	for n, line := range lines[1:] {
		cells := strings.Split(strings.TrimRight(line, "\r"), "\t")
		if len(cells) < len(col) {
			return nil, fmt.Errorf("%s:%d: %d cells, the header has %d", path, n+2, len(cells), len(col))
		}
		s := ActSentence{ID: cells[col["sentence_id"]], Type: cells[col["gold_root"]]}
		if k, ok := col["gold_penta"]; ok {
			s.Class = cells[k]
		}
		s.Text, s.Source, s.Target = unmark(unquote(cells[col["marked_sentence"]]))
		out = append(out, s)
	}
	return out, nil
}

// SentenceTexts reads one of the sets of sentences that annotations/sentences is about and returns what gives a sentence by its
// id: "plv" is PLV_train.tsv by its sentence_id, "cameo" class_train.tsv by the number of its line. shared holds corpora/.
func SentenceTexts(shared, set string) (func(id string) (string, bool), error) {
	texts := map[string]string{}
	switch set {
	case "plv":
		all, err := ReadActSentences(filepath.Join(shared, "corpora/plover/PLV_train.tsv"))
		if err != nil {
			return nil, err
		}
		for _, s := range all {
			texts[s.ID] = s.Text
		}
	case "cameo":
		all, err := ReadActClasses(filepath.Join(shared, "corpora/cameo/class_train.tsv"))
		if err != nil {
			return nil, err
		}
		for _, s := range all {
			texts[strconv.Itoa(s.Line)] = s.Text
		}
	default:
		return nil, fmt.Errorf("corpus: no set of sentences %q; there are plv and cameo", set)
	}
	return func(id string) (string, bool) {
		t, ok := texts[id]
		return t, ok
	}, nil
}

// unquote undoes the quoting of a CSV cell.
func unquote(s string) string {
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' {
		return strings.ReplaceAll(s[1:len(s)-1], `""`, `"`)
	}
	return s
}

// unmark takes <s>...</s> and <t>...</t> out of a sentence and says where they stood.
func unmark(s string) (text string, source, target [2]int) {
	var b strings.Builder
	for s != "" {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			break
		}
		b.WriteString(s[:i])
		s = s[i:]
		switch {
		case strings.HasPrefix(s, "<s>"):
			source[0], s = b.Len(), s[3:]
		case strings.HasPrefix(s, "</s>"):
			source[1], s = b.Len(), s[4:]
		case strings.HasPrefix(s, "<t>"):
			target[0], s = b.Len(), s[3:]
		case strings.HasPrefix(s, "</t>"):
			target[1], s = b.Len(), s[4:]
		default:
			b.WriteByte('<')
			s = s[1:]
		}
	}
	b.WriteString(s)
	return b.String(), source, target
}

// ClassSentence is a sentence with a coarse class: 0 statement, 1 verbal cooperation, 2 material cooperation,
// 3 verbal conflict, 4 material conflict.
type ClassSentence struct {
	Line  int // of the file, 1-based
	Text  string
	Class int
}

// ReadActClasses reads class_*.tsv of eventdata/ConfliBERT: sentence, tab, class.
func ReadActClasses(path string) ([]ClassSentence, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var out []ClassSentence
	n := 0
	for line := range strings.Lines(string(b)) {
		n++
		text, class, ok := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
		if !ok || len(class) != 1 || class[0] < '0' || class[0] > '4' {
			continue
		}
		out = append(out, ClassSentence{n, unquote(text), int(class[0] - '0')})
	}
	return out, nil
}
