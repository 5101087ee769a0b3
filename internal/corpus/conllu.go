// Package corpus reads the shared corpora, each in its own format: files go in, texts
// with their annotation come out. Only trainers, the evaluation and tests import it; it
// never writes, and no corpus text ever enters the repository.
package corpus

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"onrecord/internal/doc"
)

// Tree is one annotated sentence of a treebank.
type Tree struct {
	Doc      string       // id of the document it belongs to, "" when the file names none
	ID       string       // sent_id
	Text     string       // the raw sentence
	Starts   bool         // whether it is the first sentence of a paragraph
	Sentence doc.Sentence // tokens with gold tags and heads; spans are bytes of Text, Head is -1 for the root
}

// ReadConllu reads the sentences of a CoNLL-U file, or of all *.conllu files below a
// folder in the order of their names. Multiword ranges and empty nodes are left out:
// the syntactic words are the tokens.
func ReadConllu(path string) ([]Tree, error) {
	files, err := filesBelow(path, ".conllu")
	if err != nil {
		return nil, err
	}
	var trees []Tree
	for _, f := range files {
		ts, err := readConlluFile(f)
		if err != nil {
			return nil, err
		}
		trees = append(trees, ts...)
	}
	return trees, nil
}

// filesBelow returns path itself when it is a file, else the files below it with the ending, sorted.
func filesBelow(path, ending string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	var files []string
	err = filepath.WalkDir(path, func(p string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() && strings.HasSuffix(p, ending) {
			files = append(files, p)
		}
		return err
	})
	sort.Strings(files)
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("corpus: no *%s file below %s", ending, path)
	}
	return files, err
}

func readConlluFile(path string) ([]Tree, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<22)
	var trees []Tree
	var t Tree
	document := ""
	at, n := 0, 0 // how much of t.Text is used up; line number
	flush := func() {
		if ts := t.Sentence.Tokens; len(ts) > 0 {
			t.Doc = document
			t.Sentence.Start, t.Sentence.End = 0, len(t.Text)
			t.Sentence.Parsed = true
			trees = append(trees, t)
		}
		t, at = Tree{}, 0
	}
	for in.Scan() {
		n++
		line := in.Text()
		switch {
		case line == "":
			flush()
		case strings.HasPrefix(line, "#"):
			comment(line, &t, &document)
		default:
			tok, ok, err := conlluToken(line, t.Text, &at)
			if err != nil {
				return nil, fmt.Errorf("%s:%d: %w", path, n, err)
			}
			if ok {
				t.Sentence.Tokens = append(t.Sentence.Tokens, tok)
			}
		}
	}
	flush()
	return trees, in.Err()
}

func comment(line string, t *Tree, document *string) {
	key, value, _ := strings.Cut(strings.TrimPrefix(line, "# "), " = ")
	switch key {
	case "text":
		t.Text = value
	case "sent_id":
		t.ID = value
	case "newdoc id":
		*document, t.Starts = value, true
	}
	if strings.HasPrefix(key, "newpar") && !strings.HasPrefix(key, "newpar_block") {
		t.Starts = true
	}
}

// conlluToken reads one line of ten columns; ok is false for ranges and empty nodes.
func conlluToken(line, text string, at *int) (tok doc.Token, ok bool, err error) {
	cols := strings.Split(line, "\t")
	if len(cols) != 10 {
		return tok, false, fmt.Errorf("corpus: %d columns instead of 10", len(cols))
	}
	if strings.ContainsAny(cols[0], "-.") {
		return tok, false, nil
	}
	head, err := strconv.Atoi(cols[6])
	if err != nil {
		return tok, false, fmt.Errorf("corpus: head %q", cols[6])
	}
	tok = doc.Token{Text: cols[1], Lemma: cols[2], UPOS: cols[3], XPOS: cols[4], Head: head - 1, Rel: cols[7]}
	if i := strings.Index(text[*at:], tok.Text); i >= 0 && strings.TrimSpace(text[*at:*at+i]) == "" {
		tok.Start = *at + i
		tok.End = tok.Start + len(tok.Text)
		*at = tok.End
	}
	return tok, true, nil
}
