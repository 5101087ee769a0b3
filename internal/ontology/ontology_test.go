package ontology_test

import (
	"os"
	"strings"
	"sync"
	"testing"

	"onrecord/internal/clean"
	"onrecord/internal/doc"
	"onrecord/internal/ontology"
	"onrecord/internal/read"
)

const example = "../../examples/own/humanitarian-access.toml"

var access = sync.OnceValues(func() (*ontology.Ontology, error) {
	b, err := os.ReadFile(example)
	if err != nil {
		return nil, err
	}
	return ontology.Parse("humanitarian-access.toml", b)
})

func reader(t testing.TB, o *ontology.Ontology) *read.Reader {
	t.Helper()
	r, err := read.New(read.Options{Types: o.Coder()})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestExample: the example ontology is read, and all its examples trigger their types.
func TestExample(t *testing.T) {
	o, err := access()
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Check(reader(t, o).Read); err != nil {
		t.Error(err)
	}
}

// TestArticle reads the example article with the example's types: act, parent, status, actors > recipients.
func TestArticle(t *testing.T) {
	o, err := access()
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile("../../examples/convoy.txt")
	if err != nil {
		t.Fatal(err)
	}
	a, problems := clean.Read(b, clean.Given{})
	d := reader(t, o).Read(a, problems...)
	rec := read.Record(d, true)
	var got strings.Builder
	own, said := 0, 0
	for i := range rec.Events {
		if rec.Events[i].Parent == nil && rec.Events[i].Act == strings.ToUpper(rec.Events[i].Act) {
			continue // a built-in act
		}
		got.WriteString(show(&rec.Events[i]) + "\n")
		if own++; rec.Events[i].Claim != nil {
			said++
		}
	}
	want, err := os.ReadFile("testdata/convoy.golden")
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
	if 2*said < own {
		t.Errorf("%d of %d events stand on somebody's word; the article gives all but one to a source", said, own)
	}
}

func show(e *doc.RecordEvent) string {
	var b strings.Builder
	b.WriteString(e.Act + " (")
	if e.Parent != nil {
		b.WriteString(*e.Parent)
	}
	b.WriteString(") " + e.Status + " “" + e.Anchor.Text + "”:")
	names := func(as []doc.RecordActor) {
		for i := range as {
			b.WriteString(" [" + as[i].Name + "]")
		}
	}
	names(e.Actors)
	b.WriteString(" >")
	names(e.Recipients)
	return b.String()
}

// TestDocs: the file that docs/formats/ontology.md shows is right.
func TestDocs(t *testing.T) {
	b, err := os.ReadFile("../../docs/formats/ontology.md")
	if err != nil {
		t.Fatal(err)
	}
	_, block, _ := strings.Cut(string(b), "```toml\n")
	block, _, _ = strings.Cut(block, "```")
	o, err := ontology.Parse("docs/formats/ontology.md", []byte(block))
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Check(reader(t, o).Read); err != nil {
		t.Error(err)
	}
}

// one is a small file that is right; the errors below are one change away from it.
const one = `[words]
aid = ["aid truck", "relief"]
[[type]]
name = "aid-blocked"
definition = "Aid is stopped."
parent = "COERCE"
mode = "restrict"
examples = ["Soldiers blocked aid trucks."]
roles = { actor = ["subject"], place = ["at"] }
[[type.trigger]]
verb = ["block"]
object = ["$aid"]
preposition = ["on $aid", "at"]
`

func TestParse(t *testing.T) {
	o, err := ontology.Parse("one.toml", []byte(one))
	if err != nil {
		t.Fatal(err)
	}
	c := o.Coder()
	if len(c) != 1 || c[0].Name != "aid-blocked" || c[0].Source != "one.toml" || strings.Join(c[0].Trigger[0].Prep, "|") != "on aid truck|on relief|at" {
		t.Errorf("%+v", c)
	}
}

// Errors say where in the file, what is wrong and what to do.
func TestParseErrors(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{one, "", "one.toml: no types; each begins with a line [[type]]"},
		{`verb = ["block"]`, `verb = ["block"`, "one.toml:12:"},
		{`verb = ["block"]`, `verb = "block"`, "verb"},
		{`object =`, `objekt =`, `one.toml:12: there is no key "type.trigger.objekt"`},
		{`aid-blocked`, `Aid Blocked`, "a name is of small letters"},
		{`definition = "Aid is stopped."`, `definition = " "`, "no definition"},
		{`"COERCE"`, `"FIGHT"`, `parent "FIGHT" is no PLOVER type; they are ACCUSE, AGREE`},
		{`"restrict"`, `"drone"`, `mode "drone" is none of the parent's; they are seize, restrict`},
		{`parent = "COERCE"`, ``, `mode "restrict" is none of the parent's`},
		{`examples = ["Soldiers blocked aid trucks."]`, ``, "no examples"},
		{`["subject"]`, `["the army"]`, `roles: actor: "the army" is no slot; write subject, object`},
		{`place = ["at"]`, `place = ["object"]`, "roles: place: a place is looked for behind a preposition"},
		{`verb = ["block"]`, ``, "trigger 1: no words"},
		{`verb = ["block"]`, "verb = [\"block\"]\nnoun = [\"block\"]", "two parts of speech"},
		{`["$aid"]`, `["$help"]`, `trigger 1: object: there is no list "help"; add it under [words]`},
		{`["$aid"]`, `["$"]`, "trigger 1: object: an empty word"},
		{`"relief"]`, `"$aid"]`, `words: aid: "$aid" is no word`},
		{`preposition = ["on $aid", "at"]`, one[strings.Index(one, "[[type]]"):], `type 2, "aid-blocked": the name is there twice`},
		{`[[type.trigger]]
verb = ["block"]
object = ["$aid"]
preposition = ["on $aid", "at"]`, ``, "no trigger"},
	} {
		s := strings.Replace(one, c.from, c.to, 1)
		if s == one {
			t.Fatalf("%q is not in the file", c.from)
		}
		if _, err := ontology.Parse("one.toml", []byte(s)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s -> %s: %v\nwant %s", c.from, c.to, err, c.want)
		}
	}
}

// An example that does not trigger its type, and a counter-example that does, are errors that name the sentence.
func TestCheck(t *testing.T) {
	s := strings.Replace(one, `["Soldiers blocked aid trucks."]`, "[\"Soldiers blocked aid trucks at the gate.\", \"Soldiers attacked a village.\"]\nnot = [\"Rebels blocked a relief column at the bridge.\"]", 1)
	o, err := ontology.Parse("one.toml", []byte(s))
	if err != nil {
		t.Fatal(err)
	}
	err = o.Check(reader(t, o).Read)
	for _, want := range []string{`one.toml: type "aid-blocked"`, `example 2, "Soldiers attacked a village.", does not trigger it, but ASSAULT at "attacked"`, `counter-example 1, "Rebels blocked a relief column`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v\nwant %s", err, want)
		}
	}
	if err != nil && strings.Contains(err.Error(), "example 1, \"Soldiers blocked") {
		t.Errorf("the good example is complained of: %v", err)
	}
}

// Whatever the file holds, it is read without a panic, and what is read the coder takes.
func FuzzParse(f *testing.F) {
	f.Add([]byte(one))
	f.Add([]byte("[[type]]\nname = 1"))
	f.Add([]byte("\xff\x00[["))
	f.Fuzz(func(t *testing.T, b []byte) {
		o, err := ontology.Parse("fuzz.toml", b)
		if err != nil {
			return
		}
		for _, typ := range o.Coder() {
			if typ.Name == "" || len(typ.Trigger) == 0 || typ.Source != "fuzz.toml" {
				t.Errorf("type %+v", typ)
			}
		}
	})
}
