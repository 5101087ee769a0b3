// Package data embeds the project's own tables of facts. SOURCES.md says where
// each comes from. Tables are tab-separated UTF-8 with a header line; lines that
// start with # are comments.
package data

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed *.tsv *.bin
var files embed.FS

// File returns the bytes of an embedded file, by its whole name ("gazetteer.bin").
func File(name string) ([]byte, error) {
	b, err := files.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("data: no file %q is built in", name)
	}
	return b, nil
}

// Names lists the embedded files, sorted.
func Names() []string {
	entries, _ := files.ReadDir(".")
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// Table returns the rows of an embedded table, by its name without the ".tsv" ending,
// each as a map from column name to cell. It panics when the table is not there or a
// row has another number of cells than the header: both are faults of the build.
func Table(name string) []map[string]string {
	b, err := files.ReadFile(name + ".tsv")
	if err != nil {
		panic("data: " + err.Error())
	}
	rows, err := Parse(string(b))
	if err != nil {
		panic(fmt.Sprintf("data: %s.tsv: %v", name, err))
	}
	return rows
}

// Parse reads a table in the format of this package: what users' own tables (--actors FILE) are read with.
// An error names the line.
func Parse(table string) ([]map[string]string, error) {
	var head []string
	var rows []map[string]string
	n := 0
	for line := range strings.Lines(table) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "\t")
		if head == nil {
			head = cells
			continue
		}
		if len(cells) != len(head) {
			return nil, fmt.Errorf("line %d has %d cells, the header has %d", n, len(cells), len(head))
		}
		row := make(map[string]string, len(head))
		for i, c := range cells {
			row[head[i]] = strings.TrimSpace(c)
		}
		rows = append(rows, row)
	}
	return rows, nil
}
