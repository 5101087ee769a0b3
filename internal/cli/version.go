package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"onrecord/internal/find/place"
	"onrecord/internal/linear"
	"onrecord/internal/wordnet"
	"onrecord/models"
)

type versionCmd struct{}

// Version is set by the linker for releases.
var Version = "dev"

func (versionCmd) Run(s *streams) error {
	commit := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, v := range info.Settings {
			if v.Key == "vcs.revision" {
				commit = " " + v.Value[:min(12, len(v.Value))]
			}
		}
	}
	fmt.Fprintf(s.out, "onrecord %s%s (%s, %s/%s)\n\nmodels\n", Version, commit, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	for _, name := range models.Names() {
		b, err := models.Get(name)
		if err != nil {
			return err
		}
		line := fmt.Sprintf("  %-12s %6.2f MB", name, float64(len(b))/1e6)
		if m, err := linear.Load(b); err == nil {
			line += fmt.Sprintf("  %8d weights  %s", m.Weights, m.Meta.Score)
		}
		fmt.Fprintln(s.out, line)
	}
	fmt.Fprintf(s.out, "\ndata\n  %s\n  %s\n  Models and tables carry their own licences: models/MODELS.md, data/SOURCES.md. Code: Apache-2.0.\n", place.Attribution, wordnet.Attribution)
	return nil
}
