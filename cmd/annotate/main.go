// Command annotate turns annotated articles into standoff files without text, and checks them.
//
//	annotate [-shared DIR] text DOC            prints the text of a document of the corpora
//	annotate [-shared DIR] pack FILE... DIR    quotes become offsets; writes DIR/<doc>.json
//	annotate [-shared DIR] check DIR           vocabularies, references and offsets of every file
//	annotate stats DIR                         counts of acts, statuses, sources ..., for the datasheet
//	annotate [-shared DIR] sentences SET FILE... DIR   packs sentences of a set, plv or cameo, one JSON object a line; writes DIR/SET.jsonl
//
// DOC is "ww/NAME", "re3d/SOURCE/ID", "gwn/NUMBER", "trnews/ID", "lgl/ID", "nc/ID", "polnear/NAME", "insightcrime/LINE", or "wire/NAME", an
// article of our own whose text is DIR/wire/NAME.txt. FILE is in the form of GUIDELINES section 6.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"onrecord/internal/gold"
)

func main() {
	shared := flag.String("shared", "../shared", "folder with corpora/")
	flag.Parse()
	args := flag.Args()
	var err error
	switch {
	case len(args) == 2 && args[0] == "text":
		err = text(*shared, args[1])
	case len(args) >= 3 && args[0] == "pack":
		err = pack(*shared, args[1:len(args)-1], args[len(args)-1])
	case len(args) >= 4 && args[0] == "sentences":
		err = sentences(*shared, args[1], args[2:len(args)-1], args[len(args)-1])
	case len(args) == 2 && args[0] == "check":
		err = check(*shared, args[1])
	case len(args) == 2 && args[0] == "stats":
		err = stats(args[1], os.Stdout)
	default:
		fmt.Fprintln(os.Stderr, "usage: annotate [-shared DIR] text DOC | pack FILE... DIR | check DIR | stats DIR | sentences SET FILE... DIR")
		os.Exit(2)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "annotate:", err)
		os.Exit(1)
	}
}

func text(shared, id string) error {
	b, url, err := gold.Text(shared, "annotations", id)
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, url)
	_, err = os.Stdout.Write(b)
	return err
}

func pack(shared string, files []string, out string) error {
	var errs []error
	for _, f := range files {
		if err := packFile(shared, f, out); err != nil {
			errs = append(errs, fmt.Errorf("%s:\n%w", f, err))
		}
	}
	return errors.Join(errs...)
}

func packFile(shared, file, out string) error {
	b, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var a gold.Annotation
	if err := json.Unmarshal(b, &a); err != nil {
		return err
	}
	txt, _, err := gold.Text(shared, out, a.Doc)
	if err != nil {
		return err
	}
	if err := gold.Pack(&a, string(txt)); err != nil {
		return err
	}
	if err := gold.Check(&a, string(txt)); err != nil {
		return err
	}
	packed, err := json.MarshalIndent(&a, "", " ")
	if err != nil {
		return err
	}
	name := strings.ReplaceAll(a.Doc, "/", "__") + ".json"
	return os.WriteFile(filepath.Join(out, name), append(packed, '\n'), 0o644)
}

func check(shared, dir string) error {
	articles, err := gold.LoadStandoff(dir, shared)
	if err != nil {
		return err
	}
	var errs []error
	events, claims := 0, 0
	for i := range articles {
		a := &articles[i]
		events += len(a.Events)
		claims += len(a.Claims)
		if err := gold.Check(&a.Annotation, string(a.Text)); err != nil {
			errs = append(errs, fmt.Errorf("%s:\n%w", a.Doc, err))
		}
	}
	fmt.Fprintf(os.Stderr, "%d articles, %d events, %d claims\n", len(articles), events, claims)
	return errors.Join(errs...)
}
