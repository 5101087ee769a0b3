package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// The datasheet's figures are those of the files beside it.
func TestDatasheetIsCurrent(t *testing.T) {
	var b bytes.Buffer
	if err := stats("../../annotations", &b); err != nil {
		t.Fatal(err)
	}
	sheet, err := os.ReadFile("../../annotations/DATASHEET.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(sheet), b.String()) {
		t.Errorf("annotations/DATASHEET.md does not hold these tables; put in the output of go run ./cmd/annotate stats annotations:\n%s", b.String())
	}
}

func TestStatsOfNothing(t *testing.T) {
	if err := stats(t.TempDir(), &bytes.Buffer{}); err == nil || !strings.Contains(err.Error(), "no annotation files") {
		t.Errorf("an empty folder gives %v", err)
	}
}
