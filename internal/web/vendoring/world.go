package main

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// topology is what is needed of a TopoJSON file (github.com/topojson/topojson-specification).
type topology struct {
	Transform struct{ Scale, Translate [2]float64 } `json:"transform"`
	Arcs      [][][2]int                            `json:"arcs"`
	Objects   struct {
		Countries struct {
			Geometries []struct {
				Type       string          `json:"type"`
				Arcs       json.RawMessage `json:"arcs"`
				Properties struct {
					Name string `json:"name"`
				} `json:"properties"`
			} `json:"geometries"`
		} `json:"countries"`
	} `json:"objects"`
}

type point [2]float64

// world turns the countries of world-atlas into two GeoJSON files: countries.json has the areas, with their names,
// borders.json every border and coast once. Both are cut at the antimeridian: world-atlas joins what Natural Earth cut
// there, and a flat map would draw a line across the world for each.
func world(topo []byte) (map[string][]byte, error) {
	var t topology
	if err := json.Unmarshal(topo, &t); err != nil {
		return nil, err
	}
	arcs := t.lines()
	var features []string
	for _, g := range t.Objects.Countries.Geometries {
		var polygons [][][]int
		switch g.Type {
		case "Polygon":
			var one [][]int
			if err := json.Unmarshal(g.Arcs, &one); err != nil {
				return nil, fmt.Errorf("%s: %w", g.Properties.Name, err)
			}
			polygons = append(polygons, one)
		case "MultiPolygon":
			if err := json.Unmarshal(g.Arcs, &polygons); err != nil {
				return nil, fmt.Errorf("%s: %w", g.Properties.Name, err)
			}
		default:
			return nil, fmt.Errorf("%s is a %q; only polygons are expected", g.Properties.Name, g.Type)
		}
		var parts []string
		for _, p := range polygons {
			parts = append(parts, cut(p, arcs)...)
		}
		features = append(features, `{"type":"Feature","properties":{"name":`+strconv.Quote(g.Properties.Name)+`},"geometry":{"type":"MultiPolygon","coordinates":[`+strings.Join(parts, ",")+`]}}`)
	}
	var lines []string
	for _, a := range arcs {
		for _, l := range split(a) {
			if len(l) > 1 {
				lines = append(lines, ring(l))
			}
		}
	}
	return map[string][]byte{
		"countries.json": []byte(`{"type":"FeatureCollection","features":[` + strings.Join(features, ",\n") + "]}\n"),
		"borders.json":   []byte(`{"type":"Feature","properties":{},"geometry":{"type":"MultiLineString","coordinates":[` + strings.Join(lines, ",\n") + "]}}\n"),
	}, nil
}

// lines decodes the arcs: deltas of integers, scaled.
func (t *topology) lines() [][]point {
	out := make([][]point, len(t.Arcs))
	for i, arc := range t.Arcs {
		x, y := 0, 0
		for _, d := range arc {
			x, y = x+d[0], y+d[1]
			out[i] = append(out[i], point{float64(x)*t.Transform.Scale[0] + t.Transform.Translate[0], float64(y)*t.Transform.Scale[1] + t.Transform.Translate[1]})
		}
	}
	return out
}

// cut writes the pieces of one polygon (a shell and its holes, each a list of arcs) that lie on one side of the antimeridian.
func cut(rings [][]int, arcs [][]point) []string {
	type side struct{ rings []string }
	sides := map[int]*side{}
	for _, r := range rings {
		line := unwrap(join(r, arcs))
		lo, hi := math.Inf(1), math.Inf(-1)
		for _, p := range line {
			lo, hi = min(lo, p[0]), max(hi, p[0])
		}
		for k := int(math.Floor((lo + 180) / 360)); float64(k)*360-180 < hi; k++ {
			west := float64(k)*360 - 180
			piece := clip(clip(line, west, 1), west+360, -1)
			if area(piece) < 1e-4 { // less than a square kilometre or so, or a sliver along the cut
				continue
			}
			for i := range piece {
				piece[i][0] -= float64(k) * 360
			}
			if sides[k] == nil {
				sides[k] = &side{}
			}
			sides[k].rings = append(sides[k].rings, ring(piece))
		}
	}
	var out []string
	for k := -2; k <= 2; k++ {
		if s := sides[k]; s != nil {
			out = append(out, "["+strings.Join(s.rings, ",")+"]")
		}
	}
	return out
}

// join puts the arcs of a ring one behind the other; ~i is arc i backwards.
func join(ring []int, arcs [][]point) []point {
	var out []point
	for _, i := range ring {
		n := len(out)
		if i >= 0 {
			out = append(out, arcs[i]...)
		} else {
			a := arcs[^i]
			for j := len(a) - 1; j >= 0; j-- {
				out = append(out, a[j])
			}
		}
		if n > 0 {
			out = append(out[:n-1], out[n:]...) // the last point of one arc is the first of the next
		}
	}
	return out
}

// unwrap makes longitudes run on over ±180. A ring round the pole (Antarctica) is closed along it.
func unwrap(line []point) []point {
	out := make([]point, 0, len(line)+2)
	shift := 0.0
	for i, p := range line {
		if i > 0 {
			switch d := p[0] - line[i-1][0]; {
			case d > 180:
				shift -= 360
			case d < -180:
				shift += 360
			}
		}
		out = append(out, point{p[0] + shift, p[1]})
	}
	if n := len(out); math.Abs(out[n-1][0]-out[0][0]) > 180 {
		out = append(out, point{out[n-1][0], -90}, point{out[0][0], -90}, out[0])
	}
	return out
}

// clip keeps what lies east (sign 1) or west (sign -1) of a meridian (Sutherland and Hodgman 1974).
func clip(line []point, at, sign float64) []point {
	var out []point
	in := func(p point) bool { return (p[0]-at)*sign >= 0 }
	for i, p := range line {
		if i == 0 {
			if in(p) {
				out = append(out, p)
			}
			continue
		}
		q := line[i-1]
		if in(p) != in(q) {
			f := (at - q[0]) / (p[0] - q[0])
			out = append(out, point{at, q[1] + f*(p[1]-q[1])})
		}
		if in(p) {
			out = append(out, p)
		}
	}
	if n := len(out); n > 0 && out[0] != out[n-1] {
		out = append(out, out[0])
	}
	return out
}

// split breaks a line where it crosses the antimeridian and leaves out what runs along it.
func split(line []point) [][]point {
	var out [][]point
	var part []point
	for i, p := range line {
		if i > 0 {
			q := line[i-1]
			along := math.Abs(math.Abs(p[0])-180) < 1e-6 && math.Abs(math.Abs(q[0])-180) < 1e-6
			if along || math.Abs(p[0]-q[0]) > 180 {
				out, part = append(out, part), nil
			}
		}
		part = append(part, p)
	}
	return append(out, part)
}

func area(line []point) float64 {
	a := 0.0
	for i := 1; i < len(line); i++ {
		a += line[i-1][0]*line[i][1] - line[i][0]*line[i-1][1]
	}
	return math.Abs(a) / 2
}

// ring writes points with two decimals (about a kilometre), leaving out those that fall on the one before.
func ring(line []point) string {
	var b strings.Builder
	b.WriteByte('[')
	last := ""
	for _, p := range line {
		s := "[" + number(p[0]) + "," + number(p[1]) + "]"
		if s == last {
			continue
		}
		if last != "" {
			b.WriteByte(',')
		}
		b.WriteString(s)
		last = s
	}
	b.WriteByte(']')
	return b.String()
}

func number(x float64) string {
	return strconv.FormatFloat(math.Round(x*100)/100, 'f', -1, 64)
}
