package cli

import (
	"fmt"
	"runtime"
	"time"

	"onrecord/internal/clean"
	"onrecord/internal/read"
)

type doctorCmd struct{}

// sample is read as a self-test: it holds one plain event, a figure, a place, a day and a source.
const sample = "Kenya will withdraw about 200 troops from Mogadishu on Monday, the defence ministry said."

func (doctorCmd) Run(s *streams) error {
	ok := true
	report := func(name string, good bool, detail string) {
		word := "ok  "
		if !good {
			word, ok = "FAIL", false
		}
		fmt.Fprintf(s.out, "%s  %-10s %s\n", word, name, detail)
	}
	start := time.Now()
	reader, err := read.New(read.Options{})
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
	if !ok {
		return errSilent
	}
	return nil
}
