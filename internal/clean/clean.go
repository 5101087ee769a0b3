// Package clean turns the bytes of one published text into a doc.Article: HTML,
// plain text, or JSON objects with a text field, in whatever character encoding,
// plain or gzipped. What goes in is bytes and what the caller knows of them; what
// comes out is the text with its paragraphs, what each paragraph is for, and the
// metadata (title, byline, publisher, date, language, dateline), plus problems in
// words for a reader.
//
// It labels what is not the article and never deletes it from plain text, so that
// offsets into the input hold. It opens no file, dials nobody, guesses no date
// from the clock, and no input makes it panic.
package clean

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"

	"onrecord/internal/doc"
	"onrecord/internal/linear"
	"onrecord/models"
)

const (
	// MaxInput is the largest input that is read, in bytes, after decompression.
	MaxInput = 10 << 20
	stage    = "clean"
)

// Given is what the caller knows about an input. Every field may be empty; a field
// that is set wins over what the input says of itself.
type Given struct {
	URL       string
	Publisher string
	Published string // YYYY-MM-DD or RFC 3339
	Title     string
	Format    string // "" (find out) | html | text | jsonl
}

// Reader cleans articles. It is safe for concurrent use.
type Reader struct {
	page *linear.Model // labels the blocks of pages; nil: readability and phrases alone decide
}

// New returns a Reader with the page model of the given bytes (models.Get("clean")); nil bytes give one
// without a model.
func New(model []byte) (*Reader, error) {
	if model == nil {
		return &Reader{}, nil
	}
	m, err := linear.Load(model)
	if err != nil {
		return nil, fmt.Errorf("clean: %w", err)
	}
	if len(m.Labels) != pageLabels {
		return nil, fmt.Errorf("clean: the page model has %d labels, not %d", len(m.Labels), pageLabels)
	}
	return &Reader{page: m}, nil
}

// standard is the Reader with the built-in model, loaded at first use; it never changes.
var standard = sync.OnceValue(func() *Reader {
	file, err := models.Get("clean")
	if err != nil {
		return &Reader{}
	}
	r, err := New(file)
	if err != nil {
		panic(err) // a fault of the build
	}
	return r
})

// Read cleans one article with the built-in model; see Reader.Read.
func Read(data []byte, given Given) (doc.Article, []doc.Problem) { return standard().Read(data, given) }

// Read cleans one article. It always returns an article, if need be without text,
// and says in the problems what could not be done.
//
// For plain text, Article.Text is the decoded input itself: a byte order mark is
// dropped, each byte (or UTF-16 unit) that is no character becomes U+FFFD, and
// nothing else changes: line ends stay as they are, CRLF too, outside the blocks.
// For HTML, Article.Text is the rendered paragraphs of the part of the page that
// holds the article, joined by newlines; the headline is metadata only.
func (r *Reader) Read(data []byte, given Given) (a doc.Article, problems []doc.Problem) {
	sum := hash(data)
	defer func() {
		if v := recover(); v != nil {
			a = finish(doc.Article{SHA256: sum}, given)
			problems = append(problems, problem("this input could not be read: internal error: %v", v))
		}
	}()
	if len(data) > MaxInput {
		problems = append(problems, tooLarge(len(data)))
		return finish(doc.Article{SHA256: sum}, given), problems
	}
	data, p := inflate(data)
	if p != nil {
		return finish(doc.Article{SHA256: sum}, given), append(problems, *p)
	}
	if len(strings.TrimSpace(string(data[:min(len(data), 4096)]))) == 0 && len(strings.TrimSpace(string(data))) == 0 {
		return finish(doc.Article{SHA256: sum}, given), append(problems, problem("the input is empty"))
	}
	if name := binaryKind(data); name != "" {
		return finish(doc.Article{SHA256: sum}, given), append(problems, problem("this is %s, not a news text: onrecord reads HTML, plain text and JSONL", name))
	}
	switch format := sniff(data, given.Format); format {
	case "html":
		a, problems = r.readHTML(data, given)
	case "jsonl":
		return r.readObject(data, given)
	default:
		a, problems = readText(decode(data, false), given)
	}
	a.SHA256 = sum
	return finish(a, given), problems
}

// finish adds what every article gets, whatever its format: given fields, publisher and date
// by address, content id.
func finish(a doc.Article, given Given) doc.Article {
	if given.URL != "" {
		a.URL = given.URL
	}
	if given.Title != "" {
		a.Title = given.Title
	}
	if given.Publisher != "" {
		a.Publisher = given.Publisher
	}
	if a.Publisher == "" {
		a.Publisher = outlet(a.URL)
	}
	if given.Published != "" {
		if d, ok := parseDate(given.Published); ok {
			a.Published, a.PublishedFrom, a.PublishedConf = d, "given", 1
		}
	}
	for _, s := range []*string{&a.URL, &a.Title, &a.Publisher, &a.Byline} {
		*s = noZeros(*s)
	}
	if a.PublishedConf < urlConf {
		if d, ok := dateInURL(a.URL); ok {
			a.Published, a.PublishedFrom, a.PublishedConf = d, "url", urlConf
		}
	}
	a.ID = hash([]byte(a.URL + "\x00" + a.SHA256))[:16]
	return a
}

func problem(format string, args ...any) doc.Problem {
	return doc.Problem{Stage: stage, Message: fmt.Sprintf(format, args...)}
}

func tooLarge(n int) doc.Problem {
	return problem("the input is %.1f MB; the most that is read is %d MB", float64(n)/(1<<20), MaxInput>>20)
}

func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
