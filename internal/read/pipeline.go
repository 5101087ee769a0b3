package read

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sync"

	"onrecord/data"
	"onrecord/models"
)

// rules counts the changes of reading that models and tables do not show: raise it with every change of a stage's code
// that can change a record.
const rules = 2

// Pipeline names the reading that this program does: models, tables and rules. Two programs with the same name give the
// same record for the same article; a store notes with each record which pipeline made it.
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
