// Package ontology reads event types of the user's own from a TOML file: what they mean, which words trigger them, who
// fills their slots, and example sentences that must trigger them.
//
// In goes the file, out come event.Type values for the coder, once everything in the file has been checked; Check then
// reads the examples. The package recognises nothing itself and opens no file. docs/formats/ontology.md describes the format.
package ontology

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"onrecord/data"
	"onrecord/internal/event"
)

// Ontology is a file of event types.
type Ontology struct {
	Name       string // of the whole, for people
	Definition string
	Types      []Type
	file       string
}

// Type is an event type with what people say of it.
type Type struct {
	event.Type
	Definition string
	Examples   []string // sentences that must trigger it
	Not        []string // sentences that must not
}

// file is the TOML document.
type file struct {
	Name       string              `toml:"name"`
	Definition string              `toml:"definition"`
	Words      map[string][]string `toml:"words"` // lists that triggers refer to as $name
	Types      []fileType          `toml:"type"`
}

type fileType struct {
	Name       string    `toml:"name"`
	Definition string    `toml:"definition"`
	Parent     string    `toml:"parent"`
	Mode       string    `toml:"mode"`
	Examples   []string  `toml:"examples"`
	Not        []string  `toml:"not"`
	Exclude    []string  `toml:"exclude"`
	Roles      fileRoles `toml:"roles"`
	Triggers   []trigger `toml:"trigger"`
}

type fileRoles struct {
	Actor     []string `toml:"actor"`
	Recipient []string `toml:"recipient"`
	Place     []string `toml:"place"`
}

type trigger struct {
	Verb      []string `toml:"verb"`
	Noun      []string `toml:"noun"`
	Adjective []string `toml:"adjective"`
	Object    []string `toml:"object"`
	Subject   []string `toml:"subject"`
	Modifier  []string `toml:"modifier"`
	Particle  []string `toml:"particle"`
	Prep      []string `toml:"preposition"`
	Exclude   []string `toml:"exclude"`
}

// MaxFile bounds the file in bytes.
const MaxFile = 4 << 20

// maxWords bounds the words of all triggers together, so that one $list in many places cannot fill the memory.
const maxWords = 200_000

// Parse reads a file of types. Name is the file's, for errors: they name the line where TOML is broken, else the type and
// the key, and what to do.
func Parse(name string, b []byte) (*Ontology, error) {
	if len(b) > MaxFile {
		return nil, fmt.Errorf("ontology: %s: larger than %d MB", name, MaxFile>>20)
	}
	var f file
	meta, err := toml.Decode(string(b), &f)
	if err != nil {
		var bad toml.ParseError
		if errors.As(err, &bad) {
			return nil, fmt.Errorf("ontology: %s:%d:%d: %s", name, bad.Position.Line, bad.Position.Col, bad.Message)
		}
		return nil, fmt.Errorf("ontology: %s: %w", name, err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return nil, fmt.Errorf("ontology: %s: there is no key %q; the keys are described in docs/formats/ontology.md", where(name, b, unknown[0]), unknown[0].String())
	}
	p := parser{file: name, f: &f, modes: map[string][]string{}}
	for _, r := range data.Table("plover") {
		p.modes[r["type"]] = append(p.modes[r["type"]], r["mode"])
	}
	o := &Ontology{Name: f.Name, Definition: f.Definition, file: name}
	if len(f.Types) == 0 {
		return nil, fmt.Errorf("ontology: %s: no types; each begins with a line [[type]]", name)
	}
	for i := range f.Types {
		t, err := p.typ(i)
		if err != nil {
			return nil, fmt.Errorf("ontology: %s: %w", name, err)
		}
		o.Types = append(o.Types, t)
	}
	return o, nil
}

// where adds the line to a file's name on which a key stands for the first time: the toml package knows no lines of keys.
func where(name string, b []byte, key toml.Key) string {
	n := 0
	for line := range strings.Lines(string(b)) {
		n++
		line = strings.TrimSpace(line)
		left, _, ok := strings.Cut(line, "=")
		if ok && strings.Trim(strings.TrimSpace(left), `"'`) == key[len(key)-1] || strings.Trim(line, "[] ") == key.String() {
			return fmt.Sprintf("%s:%d", name, n)
		}
	}
	return name
}

// Coder returns the types as the event coder takes them.
func (o *Ontology) Coder() []event.Type {
	var out []event.Type
	for i := range o.Types {
		out = append(out, o.Types[i].Type)
	}
	return out
}

// parser checks the types of a file.
type parser struct {
	file  string
	f     *file
	modes map[string][]string // per PLOVER type, "" among them
	names []string
	words int
}

var nameForm = regexp.MustCompile(`^[a-z][a-z0-9]*([-_][a-z0-9]+)*$`)

func (p *parser) typ(i int) (Type, error) {
	f := &p.f.Types[i]
	fail := func(format string, args ...any) (Type, error) {
		return Type{}, fmt.Errorf("type %d, %q: %w", i+1, f.Name, fmt.Errorf(format, args...))
	}
	switch {
	case !nameForm.MatchString(f.Name):
		return fail("a name is of small letters, digits and hyphens, as access-denied")
	case slices.Contains(p.names, f.Name):
		return fail("the name is there twice")
	case strings.TrimSpace(f.Definition) == "":
		return fail("no definition; say in a sentence what counts as one")
	case len(f.Triggers) == 0:
		return fail("no trigger; add a [[type.trigger]] with the words that name it")
	case len(f.Examples) == 0:
		return fail("no examples; add sentences that the triggers must find")
	case f.Parent != "" && p.modes[f.Parent] == nil:
		return fail("parent %q is no PLOVER type; they are %s", f.Parent, strings.Join(p.acts(), ", "))
	case f.Mode != "" && !slices.Contains(p.modes[f.Parent], f.Mode):
		return fail("mode %q is none of the parent's; they are %s", f.Mode, strings.TrimLeft(strings.Join(p.modes[f.Parent], ", "), ", "))
	}
	p.names = append(p.names, f.Name)
	t := Type{Definition: f.Definition, Examples: f.Examples, Not: f.Not, Type: event.Type{Name: f.Name, Parent: f.Parent, Mode: f.Mode, Source: p.file,
		Actor: f.Roles.Actor, Recipient: f.Roles.Recipient, Place: f.Roles.Place}}
	for role, slots := range map[string][]string{"actor": f.Roles.Actor, "recipient": f.Roles.Recipient, "place": f.Roles.Place} {
		for _, s := range slots {
			if err := slotFits(role, s); err != nil {
				return fail("roles: %w", err)
			}
		}
	}
	var err error
	if t.Exclude, err = p.expand("exclude", f.Exclude); err != nil {
		return fail("%w", err)
	}
	for k := range f.Triggers {
		trig, err := p.trigger(&f.Triggers[k])
		if err != nil {
			return fail("trigger %d: %w", k+1, err)
		}
		t.Trigger = append(t.Trigger, trig)
	}
	return t, nil
}

func (p *parser) acts() []string {
	var out []string
	for a := range p.modes {
		out = append(out, a)
	}
	slices.Sort(out)
	return out
}

var preposition = regexp.MustCompile(`^[a-z]+$`)

// slotFits tells whether a role hint names a slot.
func slotFits(role, slot string) error {
	switch {
	case slot == "none":
		return nil
	case role == "place" && (slot == "subject" || slot == "object" || slot == "indirect object"):
		return fmt.Errorf("%s: a place is looked for behind a preposition, as in, not as %q", role, slot)
	case slot == "subject", slot == "object", slot == "indirect object", preposition.MatchString(slot):
		return nil
	}
	return fmt.Errorf("%s: %q is no slot; write subject, object, indirect object, none, or one preposition", role, slot)
}

func (p *parser) trigger(f *trigger) (event.Trigger, error) {
	var t event.Trigger
	for _, w := range []struct {
		pos   string
		words []string
	}{{"v", f.Verb}, {"n", f.Noun}, {"a", f.Adjective}} {
		if len(w.words) == 0 {
			continue
		}
		if t.POS != "" {
			return t, errors.New("it has words of two parts of speech; make two triggers of it")
		}
		t.POS, t.Words = w.pos, w.words
	}
	if t.POS == "" {
		return t, errors.New("no words; give it a list verb, noun or adjective")
	}
	if t.POS == "a" && (len(f.Object) > 0 || len(f.Particle) > 0) {
		return t, errors.New("an adjective has no object and no particle")
	}
	for _, l := range []struct {
		key  string
		from []string
		to   *[]string
	}{{"words", t.Words, &t.Words}, {"object", f.Object, &t.Object}, {"subject", f.Subject, &t.Subject}, {"modifier", f.Modifier, &t.Modifier},
		{"particle", f.Particle, &t.Particle}, {"preposition", f.Prep, &t.Prep}, {"exclude", f.Exclude, &t.Exclude}} {
		list, err := p.expand(l.key, l.from)
		if err != nil {
			return t, err
		}
		*l.to = list
	}
	return t, nil
}

// expand replaces $name by the words of that list: alone, or behind a preposition ("on $aid").
func (p *parser) expand(key string, list []string) ([]string, error) {
	var out []string
	for _, s := range list {
		s = strings.Join(strings.Fields(strings.ToLower(s)), " ")
		before, name, refers := strings.Cut(s, "$")
		if before = strings.TrimSpace(before); s == "" || refers && name == "" {
			return nil, fmt.Errorf("%s: an empty word", key)
		}
		if !refers {
			out = append(out, s)
			p.words++
		} else {
			words, ok := p.f.Words[name]
			if !ok {
				return nil, fmt.Errorf("%s: there is no list %q; add it under [words]", key, name)
			}
			for _, w := range words {
				w = strings.Join(strings.Fields(strings.ToLower(w)), " ")
				if w == "" || strings.Contains(w, "$") {
					return nil, fmt.Errorf("words: %s: %q is no word; lists hold words and phrases only", name, w)
				}
				out = append(out, strings.TrimSpace(before+" "+w))
				p.words++
			}
		}
		if p.words > maxWords {
			return nil, fmt.Errorf("%s: more than %d words in all triggers", key, maxWords)
		}
	}
	return out, nil
}
