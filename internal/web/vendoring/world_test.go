package main

import (
	"encoding/json"
	"math"
	"os"
	"testing"
)

// TestWorld: an area over the antimeridian becomes two, one round the pole is closed along it, and no edge crosses the world.
func TestWorld(t *testing.T) {
	t.Parallel()
	topo, err := os.ReadFile("testdata/topology.json")
	if err != nil {
		t.Fatal(err)
	}
	files, err := world(topo)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Features []struct {
			Properties struct{ Name string }
			Geometry   struct{ Coordinates [][][][2]float64 }
		}
	}
	if err := json.Unmarshal(files["countries.json"], &got); err != nil {
		t.Fatal(err)
	}
	pieces := map[string]int{}
	for _, f := range got.Features {
		for _, p := range f.Geometry.Coordinates {
			pieces[f.Properties.Name]++
			for _, r := range p {
				for i := 1; i < len(r); i++ {
					if math.Abs(r[i][0]-r[i-1][0]) > 180 && r[i][1] != -90 {
						t.Errorf("%s: edge %v to %v crosses the world", f.Properties.Name, r[i-1], r[i])
					}
					if math.Abs(r[i][0]) > 180 {
						t.Errorf("%s: %v is not on the map", f.Properties.Name, r[i])
					}
				}
			}
		}
	}
	if pieces["Square"] != 1 || pieces["Split"] != 2 || pieces["Pole"] != 1 {
		t.Errorf("pieces: %v, want Square 1, Split 2, Pole 1", pieces)
	}
}
