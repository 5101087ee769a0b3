package cli

import (
	"context"
	"fmt"
	"maps"
	"os"
	"runtime"
	"slices"
	"time"

	"onrecord/internal/clean"
	"onrecord/internal/read"
	"onrecord/internal/store"
)

type doctorCmd struct {
	storeFlag `embed:""`
	ownFlags  `embed:""`
	Deep      bool `help:"Look at every page, index and reference of the store; this takes minutes on a large one."`
}

// sample is read as a self-test: it holds one plain event, a figure, a place, a day and a source.
const sample = "Kenya will withdraw about 200 troops from Mogadishu on Monday, the defence ministry said."

func (c *doctorCmd) Run(s *streams) error {
	ok := true
	report := func(name string, good bool, detail string) {
		word := "ok  "
		if !good {
			word, ok = "FAIL", false
		}
		fmt.Fprintf(s.out, "%s  %-10s %s\n", word, name, detail)
	}
	start := time.Now()
	reader, err := c.reader(context.Background(), s, nil)
	if err != nil {
		report("models", false, err.Error())
		return errSilent
	}
	report("models", true, fmt.Sprintf("loaded in %d ms", time.Since(start).Milliseconds()))
	article, problems := clean.Read([]byte(sample), clean.Given{Published: "2024-05-10"})
	r := read.Record(reader.Read(article, problems...), false)
	report("reading", len(r.Problems) == 0, fmt.Sprintf("%d problems in the sample", len(r.Problems)))
	report("events", len(r.Events) > 0, fmt.Sprintf("%d in the sample", len(r.Events)))
	report("claims", len(r.Claims) > 0, fmt.Sprintf("%d in the sample", len(r.Claims)))
	report("figures", len(r.Figures) > 0, fmt.Sprintf("%d in the sample", len(r.Figures)))
	report("places", len(r.Places) > 0, fmt.Sprintf("%d in the sample", len(r.Places)))
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	report("memory", m.Sys < 300<<20, fmt.Sprintf("%d MB taken from the system", m.Sys>>20))
	if _, err := os.Stat(c.path()); err == nil || c.Store != "" {
		c.store(s, report)
	} else {
		report("store", true, "none yet; \"onrecord add\" makes "+c.path())
	}
	if !ok {
		return errSilent
	}
	return nil
}

// store reports how the store is.
func (c *doctorCmd) store(s *streams, report func(name string, good bool, detail string)) {
	ctx, stop := interruptible()
	defer stop()
	st, err := c.open(ctx, !c.Deep)
	if err != nil {
		report("store", false, err.Error())
		return
	}
	defer st.Close()
	h, err := st.Check(ctx, c.Deep)
	if err != nil {
		report("store", false, err.Error())
		return
	}
	report("store", len(h.Problems) == 0, fmt.Sprintf("%s: schema %d, %.1f MB, %d articles read, %d waiting, %d failed, %d events, %d incidents",
		h.Name, h.Schema, float64(h.Size)/1e6, h.Counts.Read, h.Counts.New, h.Counts.Failed, h.Counts.Events, h.Counts.Incidents))
	for _, p := range h.Problems {
		report("store", false, p)
	}
	if err := c.pipelines(ctx, s, st, h, report); err != nil {
		report("reading", false, err.Error())
	}
	watches, err := st.Watches(ctx)
	if err != nil {
		report("watch list", false, err.Error())
		return
	}
	bad := 0
	for _, w := range watches {
		if w.State == "failing" || w.State == "gone" {
			bad++
		}
	}
	report("watch list", true, fmt.Sprintf("%d sources, %d of them failing; \"onrecord watch list\" says why", len(watches), bad))
}

// pipelines reports which readings the store holds, and which one add, work, serve and worker would do with these flags.
func (c *doctorCmd) pipelines(ctx context.Context, s *streams, st *store.Store, h *store.Health, report func(name string, good bool, detail string)) error {
	publishers, err := st.Publishers(ctx)
	if err != nil {
		return err
	}
	reader, err := c.reader(ctx, s, publishers)
	if err != nil {
		return err
	}
	mine, old := reader.Pipeline(), 0
	report("pipeline", true, described(mine, c.words(len(publishers))))
	for _, pipeline := range slices.Sorted(maps.Keys(h.Pipelines)) {
		words, err := st.PipelineNote(ctx, pipeline)
		if err != nil {
			return err
		}
		if pipeline != mine {
			old += h.Pipelines[pipeline]
			report("pipeline", true, fmt.Sprintf("%d articles were read by %s", h.Pipelines[pipeline], described(pipeline, words)))
		}
	}
	if old > 0 {
		report("reading", true, fmt.Sprintf("%d articles were read by another version or with other tables; \"onrecord reread\" with the same flags reads them again", old))
	}
	return nil
}

// described is a pipeline with the tables of its own.
func described(pipeline, words string) string {
	if words == "" {
		return pipeline + ", without tables of your own"
	}
	return pipeline + ", with " + words
}
