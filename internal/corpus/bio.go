package corpus

import (
	"bufio"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"onrecord/internal/doc"
)

// BIO is one document of a token-per-line entity corpus (word, tab or blank, label B-X, I-X or O),
// with the running text rebuilt so that our own tokenizer can read it.
type BIO struct {
	Name       string // file name, with "#n" where one file holds several documents
	Text       string // paragraphs separated by "\n"
	Paragraphs []doc.Span
	Tokens     []BIOToken
}

// BIOToken is a token of the corpus: its place in BIO.Text and its label.
type BIOToken struct {
	doc.Span
	Label     string
	Paragraph int
}

// BIOEntity is a labelled run of corpus tokens [First, Last] of one class.
type BIOEntity struct {
	First, Last int
	Class       string
}

// ReadBIO reads a file, or all the files of a folder in the order of their names. Blank lines close
// paragraphs; "-DOCSTART-" opens a new document; further columns (nested entities) are ignored. The
// blanks between tokens come from the raw article where ../articles holds one of the same name that
// agrees letter by letter, otherwise from rules of English typesetting (Glue).
func ReadBIO(path string) ([]BIO, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return readBIOFile(path)
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, err
	}
	var all []BIO
	for _, e := range entries {
		if e.IsDir() || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		ds, err := readBIOFile(filepath.Join(path, e.Name()))
		if err != nil {
			return nil, err
		}
		all = append(all, ds...)
	}
	return all, nil
}

// Fold puts a document into one of n folds by the FNV-1a hash of its name; the development split of
// every corpus read here is fold 0 of 7.
func (d *BIO) Fold(n int) int {
	h := fnv.New32a()
	h.Write([]byte(d.Name))
	return int(h.Sum32() % uint32(n))
}

// Document returns the text as a document with one body block per paragraph, ready for split.
func (d *BIO) Document() *doc.Document {
	out := &doc.Document{Article: doc.Article{ID: d.Name, Text: d.Text, Language: "en"}}
	for _, p := range d.Paragraphs {
		out.Article.Blocks = append(out.Article.Blocks, doc.Block{Span: p, Role: "body"})
	}
	return out
}

// Entities returns the labelled runs. An I- label without its B- opens a run, as in the CoNLL scorer.
func (d *BIO) Entities() []BIOEntity {
	var es []BIOEntity
	open := false
	for i := range d.Tokens {
		t := &d.Tokens[i]
		mark, class, labelled := strings.Cut(t.Label, "-")
		if !labelled {
			open = false
			continue
		}
		joins := open && mark == "I" && es[len(es)-1].Class == class && d.Tokens[i-1].Paragraph == t.Paragraph
		if joins {
			es[len(es)-1].Last = i
			continue
		}
		es = append(es, BIOEntity{i, i, class})
		open = true
	}
	return es
}

type bioLine struct{ word, label string }

func readBIOFile(path string) ([]BIO, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	name := filepath.Base(path)
	raw, _ := os.ReadFile(filepath.Join(filepath.Dir(path), "..", "articles", strings.TrimSuffix(name, ".tsv")))
	var docs []BIO
	var paragraphs [][]bioLine
	closeDocument := func() {
		n := name
		if len(docs) > 0 {
			n = fmt.Sprintf("%s#%d", name, len(docs)+1)
		}
		if d, ok := buildBIO(n, paragraphs, string(raw)); ok {
			docs = append(docs, d)
		}
		paragraphs = nil
	}
	fresh := true
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		fields := strings.Fields(sc.Text())
		switch {
		case len(fields) == 0:
			fresh = true
		case fields[0] == "-DOCSTART-":
			closeDocument()
			fresh = true
		case len(fields) == 1:
			return nil, fmt.Errorf("%s:%d: a line without a label", path, n)
		case n == 1 && strings.HasPrefix(fields[0], "http"): // the article's address is no text
		default:
			if fresh {
				paragraphs = append(paragraphs, nil)
				fresh = false
			}
			last := &paragraphs[len(paragraphs)-1]
			*last = append(*last, bioLine{fields[0], fields[1]})
		}
	}
	closeDocument()
	return docs, sc.Err()
}

func buildBIO(name string, paragraphs [][]bioLine, raw string) (BIO, bool) {
	d := BIO{Name: name}
	var words []string
	for _, p := range paragraphs {
		for _, l := range p {
			words = append(words, l.word)
		}
	}
	if len(words) == 0 {
		return d, false
	}
	blank, aligned := alignBlanks(words, raw)
	var b strings.Builder
	n := 0
	for i, p := range paragraphs {
		if i > 0 {
			b.WriteByte('\n')
		}
		from := b.Len()
		if !aligned {
			ws := words[n : n+len(p)]
			copy(blank[n:], Glue(ws))
		}
		for j, l := range p {
			if j > 0 && blank[n] {
				b.WriteByte(' ')
			}
			start := b.Len()
			b.WriteString(l.word)
			d.Tokens = append(d.Tokens, BIOToken{doc.Span{Start: start, End: b.Len()}, l.label, i})
			n++
		}
		d.Paragraphs = append(d.Paragraphs, doc.Span{Start: from, End: b.Len()})
	}
	d.Text = b.String()
	return d, true
}

// alignBlanks finds the words one after the other in raw and says before which of them raw has white
// space. It gives up (false) when the words are not the whole of raw after its address line.
func alignBlanks(words []string, raw string) (blank []bool, ok bool) {
	blank = make([]bool, len(words))
	if first, rest, found := strings.Cut(raw, "\n"); found && strings.HasPrefix(first, "http") {
		raw = rest
	}
	for i, w := range words {
		trimmed := strings.TrimLeftFunc(raw, unicode.IsSpace)
		blank[i] = len(trimmed) < len(raw)
		if !strings.HasPrefix(trimmed, w) {
			return blank, false
		}
		raw = trimmed[len(w):]
	}
	return blank, true
}

// Glue guesses which words of a tokenized paragraph stood after a blank: not closing marks and
// clitics, not what follows an opening mark, not either side of a hyphen inside a word.
func Glue(words []string) []bool {
	blank := make([]bool, len(words))
	inQuote := map[string]bool{}
	glueNext := true
	for i, w := range words {
		glue := glueNext
		glueNext = false
		switch w {
		case `"`, "'":
			if inQuote[w] || (w == "'" && i > 0 && strings.HasSuffix(words[i-1], "s") && (i+1 == len(words) || !opensQuote(words, i))) {
				glue = true
				inQuote[w] = false
			} else {
				inQuote[w], glueNext = true, true
			}
		case "-", "–":
			if i > 0 && i+1 < len(words) && inWord(words[i-1]) && inWord(words[i+1]) {
				glue, glueNext = true, true
			}
		case "(", "[", "{", "“", "‘", "$", "£", "€", "#", "``":
			glueNext = true
		case ",", ".", ";", ":", "!", "?", ")", "]", "}", "”", "’", "%", "''", "…":
			glue = true
		case "/":
			glue, glueNext = true, true
		default:
			lower := strings.ToLower(w)
			glue = glue || lower == "n't" || len(w) > 1 && (w[0] == '\'' || strings.HasPrefix(w, "’")) && len(w) <= 5
		}
		blank[i] = !glue
	}
	return blank
}

// opensQuote reports whether a lone ' at i is likelier to open a quotation than to mark a plural possessive.
func opensQuote(words []string, i int) bool {
	r, _ := utf8.DecodeRuneInString(words[i+1])
	for _, w := range words[i+1:] {
		if w == "'" {
			return unicode.IsUpper(r)
		}
	}
	return false
}

// inWord reports whether a neighbour of a hyphen belongs to one hyphenated word with it.
func inWord(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// Classes returns the entity classes of the documents, sorted.
func Classes(docs []BIO) []string {
	seen := map[string]bool{}
	for i := range docs {
		for _, e := range docs[i].Entities() {
			seen[e.Class] = true
		}
	}
	var out []string
	for c := range seen {
		out = append(out, c)
	}
	sort.Strings(out)
	return out
}
