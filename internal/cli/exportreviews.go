package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"onrecord/internal/gold"
	"onrecord/internal/review"
	"onrecord/internal/store"
)

// reviews writes what people decided: every article that somebody decided on as an annotation, or every decision.
func (c *exportCmd) reviews(s *streams) error {
	filter, err := c.filter()
	if err != nil {
		return err
	}
	if len(filter.Values()) > 0 {
		return errUsage{errors.New("export: decisions are exported whole: leave the filter out")}
	}
	if c.Texts != "" && c.Format == "decisions" {
		return errUsage{errors.New("export: --texts goes with annotations and standoff only")}
	}
	return c.use(true, func(ctx context.Context, st *store.Store) error {
		articles, decisions := 0, 0
		for x, err := range st.EachReviewed(ctx) {
			if err != nil {
				return err
			}
			articles, decisions = articles+1, decisions+len(x.Decisions)
			if c.Texts == "" {
				err = review.Encode(s.out, c.Format, &x)
			} else {
				err = writeAnnotated(c.Texts, c.Format, &x)
			}
			if err != nil {
				return fmt.Errorf("export: %w", err)
			}
		}
		fmt.Fprintf(s.err, "onrecord: %d decisions on %d articles\n", decisions, articles)
		return nil
	})
}

// writeAnnotated writes an article and its text as gold.Load reads them: ID.json, texts/ID.txt.
func writeAnnotated(dir, form string, x *review.Reviewed) error {
	if err := os.MkdirAll(filepath.Join(dir, "texts"), 0o777); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := review.Encode(&b, form, x); err != nil {
		return err
	}
	if _, err := gold.Decode(b.Bytes(), x.Record.Article.Text); err != nil { // what we write must fit the guidelines
		return err
	}
	name := strings.ReplaceAll(x.Record.Article.ID, "/", "__")
	if err := os.WriteFile(filepath.Join(dir, name+".json"), b.Bytes(), 0o666); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "texts", name+".txt"), []byte(x.Record.Article.Text), 0o666)
}
