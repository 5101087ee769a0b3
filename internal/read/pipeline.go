package read

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"onrecord/data"
	"onrecord/models"
)

// rules counts the changes of reading that models and tables do not show: raise it with every change of a stage's code
// that can change a record.
const rules = 10

// Pipeline names the reading that this program does with its own tables: models, tables and rules. Two programs with the same
// name give the same record for the same article; a store notes with each record which pipeline made it.
var Pipeline = sync.OnceValue(func() string {
	h := sha256.New()
	fmt.Fprintln(h, "rules", rules)
	for _, name := range models.Names() {
		if b, err := models.Get(name); err == nil {
			fmt.Fprintln(h, "model", name, len(b))
			h.Write(b)
		}
	}
	for _, name := range data.Names() {
		if b, err := data.File(name); err == nil {
			fmt.Fprintln(h, "table", name, len(b))
			h.Write(b)
		}
	}
	return fmt.Sprintf("%d-%s", rules, hex.EncodeToString(h.Sum(nil))[:10])
})

// Pipeline names what this reader does: Pipeline, and behind a plus a digest of the user's own tables, if there are any. The names
// of files do not count, nor the order of hosts; the order of rows and types does, for the first that fits wins.
func (r *Reader) Pipeline() string { return r.pipeline }

func pipelineOf(o Options) string {
	if len(o.Actors) == 0 && len(o.Types) == 0 && o.Gazetteer == nil && len(o.Publishers) == 0 {
		return Pipeline()
	}
	types := slices.Clone(o.Types)
	for i := range types {
		types[i].Source = ""
	}
	gazetteer := ""
	if o.Gazetteer != nil {
		gazetteer = o.Gazetteer.Digest()
	}
	// Maps are written in the order of their keys. Nothing in here can fail to be written.
	b, err := json.Marshal([]any{o.Actors, types, gazetteer, o.Publishers})
	if err != nil {
		panic("read: " + err.Error())
	}
	sum := sha256.Sum256(b)
	return Pipeline() + "+" + hex.EncodeToString(sum[:])[:8]
}
