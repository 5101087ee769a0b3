package corpus

import (
	"os"
	"path/filepath"
	"testing"
)

// The counts are frozen: a reader that finds more or fewer annotations changes every score.
func TestReadGeoCounts(t *testing.T) {
	const dir = "../../../shared/corpora/geo"
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no shared corpora here")
	}
	for _, c := range []struct {
		file                     string
		docs, toponyms, location int
	}{
		{"lgl.dev.xml", 302, 2615, 2292},
		{"TR-News.dev.xml", 51, 563, 544},
		{"GeoWebNews", 100, 1327, 1261},
	} {
		docs, err := ReadGeo(filepath.Join(dir, c.file))
		if err != nil {
			t.Fatal(err)
		}
		n, located, dropped := 0, 0, 0
		for _, d := range docs {
			n += len(d.Toponyms)
			dropped += d.Dropped
			for _, top := range d.Toponyms {
				if top.Located() {
					located++
				}
			}
		}
		if len(docs) != c.docs || n != c.toponyms || located != c.location {
			t.Errorf("%s: %d articles, %d toponyms, %d located, %d dropped", c.file, len(docs), n, located, dropped)
		}
	}
}
