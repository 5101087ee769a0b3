package clean

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"onrecord/internal/charset"
	"onrecord/internal/doc"
)

// object is one article as JSON: the input format of the record page of the docs.
type object struct {
	URL       string  `json:"url"`
	Title     string  `json:"title"`
	Text      *string `json:"text"`
	HTML      *string `json:"html"`
	Published string  `json:"published"`
	Publisher string  `json:"publisher"`
}

// readObject reads one JSON object with a text field (or an html field).
func (r *Reader) readObject(data []byte, given Given) (doc.Article, []doc.Problem) {
	data, _ = charset.UTF8(data, "", "")
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	var o object
	if err := json.Unmarshal(data, &o); err != nil {
		return finish(doc.Article{SHA256: hash(data)}, given), []doc.Problem{problem("%s", jsonWords(err))}
	}
	given = o.fill(given)
	switch {
	case o.Text != nil && strings.TrimSpace(*o.Text) != "":
		text := noZeros(strings.TrimPrefix(*o.Text, "\ufeff"))
		if len(text) > MaxInput {
			return finish(doc.Article{SHA256: hash([]byte(*o.Text))}, given), []doc.Problem{tooLarge(len(text))}
		}
		a, problems := readText(text, given)
		a.SHA256 = hash([]byte(*o.Text))
		return finish(a, given), problems
	case o.HTML != nil && strings.TrimSpace(*o.HTML) != "":
		given.Format = "html"
		return r.Read([]byte(*o.HTML), given)
	case o.Text == nil && o.HTML == nil:
		return finish(doc.Article{SHA256: hash(data)}, given), []doc.Problem{problem(`the JSON object has no "text" field`)}
	}
	return finish(doc.Article{SHA256: hash(nil)}, given), []doc.Problem{problem("the text is empty")}
}

// fill puts the object's own fields where the caller gave none.
func (o object) fill(g Given) Given {
	or := func(a *string, b string) {
		if *a == "" {
			*a = strings.TrimSpace(b)
		}
	}
	or(&g.URL, o.URL)
	or(&g.Title, o.Title)
	or(&g.Published, o.Published)
	or(&g.Publisher, o.Publisher)
	return g
}

func jsonWords(err error) string {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		if wrong.Field == "" {
			return "not a JSON object but " + wrong.Value
		}
		return "the JSON field " + wrong.Field + " must be a string, not " + wrong.Value
	}
	return "not valid JSON: " + err.Error()
}

// looksJSON reports whether data that starts with "{" starts a JSON object: a quote or the end follows.
func looksJSON(data []byte) bool {
	i := bytes.IndexByte(data, '{')
	rest := bytes.TrimLeft(bytes.ReplaceAll(data[i+1:min(len(data), i+256)], []byte{0}, nil), " \t\r\n")
	return len(rest) > 0 && (rest[0] == '"' || rest[0] == '}')
}

// Articles reads the articles of one input: Inputs, each cleaned.
func Articles(r io.Reader, name string, given Given) iter.Seq2[doc.Article, []doc.Problem] {
	return func(yield func(doc.Article, []doc.Problem) bool) {
		for in := range Inputs(r, name, given) {
			if !yield(in.Read()) {
				return
			}
		}
	}
}

// Input is an article that was not cleaned yet.
type Input struct {
	data   []byte
	given  Given
	line   string       // "name:line" of a line of JSONL
	broken *doc.Problem // there is no article: it could not be taken in
}

// Read cleans it.
func (in Input) Read() (doc.Article, []doc.Problem) {
	if in.broken != nil {
		a := doc.Article{}
		if in.data != nil {
			a = finish(doc.Article{SHA256: hash(in.data)}, in.given)
		}
		return a, []doc.Problem{*in.broken}
	}
	a, problems := Read(in.data, in.given)
	if in.line != "" && a.Text == "" {
		for i := range problems {
			problems[i].Message = in.line + ": " + problems[i].Message
		}
	}
	return a, problems
}

// Inputs takes one input apart: a single page or text, or JSONL with one object
// per line, which is streamed. The name (of the file) stands in messages and tells JSONL
// by its ending. A line that cannot be read gives an article without text and a problem
// that names the line; reading goes on behind it. Gzipped input is unpacked.
func Inputs(r io.Reader, name string, given Given) iter.Seq[Input] {
	return func(yield func(Input) bool) {
		broken := func(data []byte, p doc.Problem) Input { return Input{data: data, given: given, broken: &p} }
		in := bufio.NewReaderSize(r, 64<<10)
		plain := strings.TrimSuffix(name, ".gz")
		jsonl := given.Format == "jsonl" || given.Format == "" && (strings.HasSuffix(plain, ".jsonl") || strings.HasSuffix(plain, ".ndjson"))
		if head, _ := in.Peek(2); jsonl && bytes.HasPrefix(head, []byte{0x1f, 0x8b}) {
			z, err := gzip.NewReader(in)
			if err != nil {
				yield(broken(nil, problem("%s: the gzip data is damaged: %v", name, err)))
				return
			}
			in = bufio.NewReaderSize(z, 64<<10)
		}
		if !jsonl && given.Format == "" {
			head, _ := in.Peek(64 << 10)
			jsonl = startsLines(head)
		}
		if jsonl {
			lines(in, name, given, yield)
			return
		}
		data, err := io.ReadAll(io.LimitReader(in, MaxInput+1))
		if err != nil {
			yield(broken(append([]byte{}, data...), problem("%s: %v", name, err)))
			return
		}
		yield(Input{data: data, given: given})
	}
}

// startsLines reports whether head starts with a line that is a whole JSON object or is cut off within one.
func startsLines(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(head) == 0 || head[0] != '{' {
		return false
	}
	line, _, whole := bytes.Cut(head, []byte("\n"))
	if !whole {
		return looksJSON(head)
	}
	return json.Valid(line)
}

// lines reads JSONL.
func lines(in *bufio.Reader, name string, given Given, yield func(Input) bool) {
	given.Format = "jsonl"
	for n := 1; ; n++ {
		line, over, err := readLine(in)
		if err != nil && err != io.EOF {
			p := problem("%s:%d: %v", name, n, err)
			yield(Input{broken: &p})
			return
		}
		if n == 1 {
			line = bytes.TrimPrefix(line, []byte("\xef\xbb\xbf"))
		}
		if text := bytes.TrimSpace(line); len(text) > 0 || over > 0 {
			x := Input{data: text, given: given, line: fmt.Sprintf("%s:%d", name, n)}
			if over > 0 {
				p := tooLarge(len(line) + over)
				p.Message = x.line + ": " + p.Message
				x = Input{broken: &p}
			}
			if !yield(x) {
				return
			}
		}
		if err == io.EOF {
			return
		}
	}
}

// readLine returns the next line up to MaxInput bytes and how many bytes beyond them it dropped.
func readLine(in *bufio.Reader) (line []byte, over int, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if keep := min(len(part), MaxInput-len(line)); keep > 0 {
			line = append(line, part[:keep]...)
			over += len(part) - keep
		} else {
			over += len(part)
		}
		if err != bufio.ErrBufferFull {
			return line, over, err
		}
	}
}
