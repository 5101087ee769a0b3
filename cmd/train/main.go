// Command train makes the models from the corpora in the shared folder and writes
// them under models/.
//
//	go run ./cmd/train [-shared ../shared] [-out models] NAME...
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"time"

	"onrecord/internal/linear"
)

// env is what a training recipe needs.
type env struct {
	shared string // folder of the corpora and gold
	out    string // folder the models go to
	sweep  string // thresholds for act-cv to try besides the model's own
	golden bool   // act-cv scores the articles of gold/train alone
	misses bool   // where-cv lists what the first of its runs has wrong
}

// recipes maps a model's name to what makes it; each recipe lives in a file of its own.
var recipes = map[string]func(env) error{
	"attrib":     trainAttrib,
	"attrib-cv":  trainAttribCV,
	"clean":      trainClean,
	"happened":   trainHappened,
	"entity":     trainEntity,
	"placenames": trainPlaceNames,
	"lexicon":    trainLexicon,
	"tag":        trainTag,
	"parse":      trainParse,
	"place":      trainPlace,
	"act":        trainEvent,
	"act-cv":     trainEventCV,
	"acts-check": checkActs,
	"act-kinds":  trainEventKinds,
	"where":      trainWhere,
	"where-cv":   trainWhereCV,
	"mode":       trainMode,
	"mode-cv":    trainModeCV,
	"stems":      trainStems,
	"wordnet":    trainWordnet,
	"words":      trainWords,
	"glove":      trainGlove,
	"merge":      trainMerge,
}

func main() {
	var e env
	flag.StringVar(&e.shared, "shared", "../shared", "folder with corpora/ and gold/")
	flag.StringVar(&e.out, "out", "models", "folder to write models to")
	flag.StringVar(&e.sweep, "sweep", "", `thresholds for act-cv to try besides its own, "event=0.4,0.5;same=0.6"`)
	flag.BoolVar(&e.golden, "golden", false, "act-cv: score the articles of gold/train alone and learn from all others in every fold")
	flag.BoolVar(&e.misses, "misses", false, "where-cv: list the wrong choices of the first run, to standard output")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: train [-shared DIR] [-out DIR] NAME...\nmodels:")
		for _, n := range names() {
			fmt.Fprintln(os.Stderr, "  "+n)
		}
	}
	flag.Parse()
	if flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	for _, name := range flag.Args() {
		recipe, ok := recipes[name]
		if !ok {
			fmt.Fprintf(os.Stderr, "train: no model %q; there are %v\n", name, names())
			os.Exit(2)
		}
		start := time.Now()
		if err := recipe(e); err != nil {
			fmt.Fprintf(os.Stderr, "train: %s: %v\n", name, err)
			os.Exit(1)
		}
		fmt.Fprintf(os.Stderr, "train: %s: %.0f s\n", name, time.Since(start).Seconds())
	}
}

func names() []string {
	var ns []string
	for n := range recipes {
		ns = append(ns, n)
	}
	sort.Strings(ns)
	return ns
}

// save writes a model under its name.
func (e env) save(name string, m *linear.Model) error {
	b, err := m.MarshalBinary()
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "train: %s.model: %d weights\n", name, m.Weights)
	return e.write(name, b)
}

// write writes the bytes of a model under its name.
func (e env) write(name string, b []byte) error {
	fmt.Fprintf(os.Stderr, "train: %s.model: %.2f MB\n", name, float64(len(b))/1e6)
	return os.WriteFile(filepath.Join(e.out, name+".model"), b, 0o644)
}
