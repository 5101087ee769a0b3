package main

import (
	"bufio"
	"fmt"
	"os"

	"onrecord/internal/event"
	"onrecord/internal/read"
)

// checkActs prints, as two tables to standard output, how far our annotated articles bear out acts.tsv: each of its rows for each
// of its words with what the annotators say where it holds, those that are wrong most often first in their act; and each act's
// annotated words that no row covers, the most frequent first. event.CheckActs says what counts. The shares of all strong
// and of all weak rows go to standard error. The articles are read without claims, as no row asks for any.
func checkActs(e env) error {
	r, err := read.New(read.Options{Until: "attrib"})
	if err != nil {
		return err
	}
	articles, _, err := ownArticles(e)
	if err != nil {
		return err
	}
	var lessons []goldArticle
	for i := range articles {
		lessons = append(lessons, readGold(r, &articles[i]))
	}
	rows, uncovered := event.CheckActs(training(lessons))
	w := bufio.NewWriter(os.Stdout)
	fmt.Fprintln(w, "act\trow\tpos\tstrength\tholds\tagree\tother\tnone")
	sum := map[string]event.CheckedRow{}
	for _, c := range rows {
		strength := "strong"
		if c.Weak {
			strength = "weak"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%d\t%d\t%d\n", c.Act, c.Row, c.POS, strength, c.Holds(), c.Agree, c.Other, c.None)
		s := sum[strength]
		s.Agree, s.Other, s.None = s.Agree+c.Agree, s.Other+c.Other, s.None+c.None
		sum[strength] = s
	}
	fmt.Fprintln(w, "\nact\tword\tcount\twhy")
	for _, u := range uncovered {
		fmt.Fprintf(w, "%s\t%s\t%d\t%s\n", u.Act, u.Word, u.Count, u.Why)
	}
	for _, strength := range []string{"strong", "weak"} {
		s := sum[strength]
		share := func(n int) float64 { return 100 * float64(n) / float64(max(1, s.Holds())) }
		fmt.Fprintf(os.Stderr, "train: %s rows hold %d times: the act is annotated in %.1f of 100, another in %.1f, none in %.1f\n", strength, s.Holds(), share(s.Agree), share(s.Other), share(s.None))
	}
	return w.Flush()
}
