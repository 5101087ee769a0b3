package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"onrecord/internal/ingest"
	"onrecord/internal/limit"
	"onrecord/internal/metric"
)

// limitFlag bounds the reading of one article; every command that reads has it.
type limitFlag struct {
	ArticleLimit time.Duration `help:"Time for the reading of one article; what takes longer is given up and put aside. 0 = as long as it takes." default:"60s" placeholder:"DURATION" env:"ONRECORD_ARTICLE_LIMIT"`
}

// limit is what the flag says.
func (f *limitFlag) limit() (*limit.Limit, error) {
	if f.ArticleLimit < 0 {
		return nil, errUsage{fmt.Errorf("--article-limit %v: give a time such as 60s, or 0 for none", f.ArticleLimit)}
	}
	return &limit.Limit{Time: f.ArticleLimit}, nil
}

// errHangs ends a program whose readings hang.
var errHangs = errors.New("the reading of an article hangs and keeps a processor: this process ends to be started again; the article was put aside")

// watchReadings logs and counts the readings that an ingester gives up. When as many hang as may, it ends the program, which then
// drains: only a new process gets the processors back. m may be nil.
func watchReadings(g *ingest.Ingester, log *slog.Logger, m *metric.Set, may int, end context.CancelCauseFunc) {
	if m != nil {
		m.Hanging(g.Limit.Hanging)
	}
	g.Limit.Tell = func(e *limit.Exceeded) {
		if m != nil {
			m.GivenUp.WithLabelValues(e.Stage).Inc()
		}
		log.Warn("an article was given up", "article", e.Article.ID, "address", e.Article.URL, "bytes", len(e.Article.Text), "stage", e.Stage, "after", e.Time.String(), "hangs", e.Hangs)
		if e.Hangs && g.Limit.Hanging() >= may {
			end(errHangs)
		}
	}
}

// hung is errHangs if that is what a program was ended for.
func hung(ctx context.Context) error {
	if errors.Is(context.Cause(ctx), errHangs) {
		return errHangs
	}
	return nil
}
