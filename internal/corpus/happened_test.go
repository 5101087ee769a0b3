package corpus

import (
	"archive/zip"
	"os"
	"path/filepath"
	"testing"
)

func TestReadJudged(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("ud_ids.json", `{"ewt-train-7": {"document_id": "d", "sentence_id": "d-0001"}}`)
	write("train.conllu", "# sent_id = d-0001\n# text = Rain fell.\n1\tRain\train\tNOUN\tNN\t_\t2\tnsubj\t_\t_\n2\tfell\tfall\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No\n3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n"+
		"# sent_id = d-0002\n# text = No.\n1\tNo\tno\tINTJ\tUH\t_\t0\troot\t_\tSpaceAfter=No\n2\t.\t.\tPUNCT\t.\t_\t1\tpunct\t_\t_\n\n")
	f, err := os.Create(filepath.Join(dir, "factuality.zip"))
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	w, err := z.Create("factuality.json")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(`{"metadata":{},"data":{"ewt-train-7":{"ewt-train-7-semantics-pred-2":{"factuality":{"factual":{"confidence":1.0,"value":1.1}}}}}}`)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	js, err := ReadJudged(dir, filepath.Join(dir, "train.conllu"))
	if err != nil {
		t.Fatal(err)
	}
	if len(js) != 1 || js[0].Text != "Rain fell." || js[0].Happened[1] != 1.1 || len(js[0].Happened) != 1 {
		t.Errorf("%+v", js)
	}
}

func TestReadTimedEvents(t *testing.T) {
	dir := t.TempDir()
	const text = `<?xml version="1.0" ?>
<TimeML><DCT><TIMEX3 tid="t0" type="DATE" value="2024-03-01" functionInDocument="CREATION_TIME">x</TIMEX3></DCT>
<TEXT>Ana <EVENT eid="e1" class="OCCURRENCE">left</EVENT>, Bo <EVENT eid="e2" class="I_ACTION">hopes</EVENT> to <EVENT eid="e3" class="OCCURRENCE">win</EVENT>, Cy did not <EVENT eid="e4" class="OCCURRENCE">run</EVENT>.</TEXT>
<MAKEINSTANCE eventID="e1" eiid="ei1" polarity="POS"/><MAKEINSTANCE eventID="e2" eiid="ei2" polarity="POS"/>
<MAKEINSTANCE eventID="e3" eiid="ei3" polarity="POS"/><MAKEINSTANCE eventID="e4" eiid="ei4" polarity="NEG"/>
<TLINK relType="BEFORE" eventInstanceID="ei1" relatedToTime="t0"/><TLINK relType="IS_INCLUDED" timeID="t0" relatedToEventInstance="ei2"/>
<SLINK relType="MODAL" eventInstanceID="ei2" subordinatedEventInstance="ei3"/></TimeML>`
	if err := os.WriteFile(filepath.Join(dir, "a.tml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	docs, events, err := ReadTimedEvents(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		word, when string
		happened   int
	}{{"left", "past", 1}, {"hopes", "now", 1}, {"win", "", -1}, {"run", "", -1}}
	if len(docs) != 1 || len(events[0]) != len(want) {
		t.Fatalf("%+v", events)
	}
	for i, w := range want {
		e := events[0][i]
		if got := docs[0].Text[e.Start:e.End]; got != w.word || e.When != w.when || e.Happened != w.happened {
			t.Errorf("%q %+v, want %+v", got, e, w)
		}
	}
}
