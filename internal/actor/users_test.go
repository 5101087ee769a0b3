package actor

import (
	"strings"
	"testing"

	"onrecord/internal/doc"
)

func TestReadRows(t *testing.T) {
	for name, table := range map[string]string{
		"tabs":  "# ours\nname\taliases\tkind\tcode\tsector\tfrom\tto\nHill Guard\tHG|Guard of the Hills\tgroup\tKEN\tPRM\t2020\t2022-05\nAda Wren\t\tperson\tKEN\tGOV\t\t\n",
		"comma": "\ufeffName,aliases,kind,code,sector,from,to,note\r\n# ours\r\nHill Guard,HG|Guard of the Hills,group,KEN,PRM,2020,2022-05,\"a, b\"\r\nAda Wren,,person,KEN,GOV,,,\r\n",
	} {
		rows, err := ReadRows("mine", strings.NewReader(table))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(rows) != 2 || rows[0]["name"] != "Hill Guard" || rows[0]["to"] != "2022-05" || rows[1]["kind"] != "person" {
			t.Errorf("%s: %v", name, rows)
		}
	}
}

// Errors name file, line and column, and what to do.
func TestReadRowsErrors(t *testing.T) {
	for _, c := range []struct{ table, want string }{
		{"", "mine: empty; the first line names the columns"},
		{"# only\n\n", "mine: empty"},
		{"aliases,code\n", "mine:1: no column name"},
		{"name,sektor\n", `mine:1: column 2: there is no column "sektor"; the columns are name, aliases`},
		{"name,code,code\n", "mine:1: column 3: code is there twice"},
		{"name\tcode\nA\n", "mine:2: 1 cells, the header has 2 columns"},
		{"name,code\n\nA,B,KEN\n", "mine:3: 3 cells"},
		{"name,code\n\"A,KEN\n", "mine:2:8: extraneous or missing"},
		{"name,code\n,KEN\n", "mine:2: column name: empty"},
		{"name,code\n--,KEN\n", "mine:2: column name:"},
		{"name,code\nA,KE\n", `mine:2: column code: "KE" is neither an ISO 3166 alpha-3 code (KEN)`},
		{"name,sector\nA,ARMY\n", `mine:2: column sector: "ARMY" is no PLOVER sector; sectors are GOV MIL`},
		{"name,code,kind\nA,KEN,ship\n", `mine:2: column kind: "ship" is none; kinds are person`},
		{"name,code,from\nA,KEN,May 2019\n", `mine:2: column from: no date: "May 2019"; write 2019, 2019-05`},
		{"name,code,from,to\nA,KEN,2020,2019\n", "mine:2: column to: 2019 is before from, 2020"},
		{"name,code,aliases\nA,KEN,B||C\n", "mine:2: column aliases:"},
		{"name,code\nA,\n", "mine:2: column code: empty, and so is sector"},
		{"name,code,kind\nshah,IRN,office\n", "mine:2: column code: offices and nouns have no country"},
		{"name,code\n\xff,KEN\n", "mine: not UTF-8"},
	} {
		if _, err := ReadRows("mine", strings.NewReader(c.table)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %s", c.table, err, c.want)
		}
	}
}

// A user's row wins over ours for the same words, and holds between its dates only.
func TestUserRowsWin(t *testing.T) {
	rows, err := ReadRows("mine", strings.NewReader("name,code,sector,from,to,kind\nHezbollah,LBN,GOV,2024-01,2024-06,group\nHill Guard,KEN,PRM,,,group\nRiver League,KEN,REB,2021,,group\nscouts,,UAF,2021,,noun\n"))
	if err != nil {
		t.Fatal(err)
	}
	mine, err := New(rows)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ phrase, published, want string }{
		{"Hezbollah", "2024-03-01", "LBN GOV"}, {"Hezbollah", "2020-03-01", "LBN REB"}, {"the Hill Guard", "2020-03-01", "KEN PRM"},
		{"the River League", "2022-03-01", "KEN REB"}, {"the River League", "2020-03-01", " "}, {"scouts", "2022-03-01", " UAF"}, {"scouts", "2020-03-01", " "},
	} {
		text := c.phrase + " said so."
		d := &doc.Document{Article: doc.Article{Text: text, Published: c.published}}
		a := doc.Actor{Span: doc.Span{End: len(c.phrase)}, Entity: -1, Head: -1}
		why := mine.Code(d, &a)
		if got := a.Code + " " + a.Sector; got != c.want {
			t.Errorf("%s on %s: %s (%s), want %s", c.phrase, c.published, got, why, c.want)
		}
	}
}

// Whatever the file holds, it is read without a panic, and what is read New accepts.
func FuzzReadRows(f *testing.F) {
	f.Add("name,code\nA,KEN\n")
	f.Add("name\taliases\nA\tB|C\n")
	f.Add("\ufeffname,kind,sector\n\"x\"\"y\",noun,GOV\n")
	f.Fuzz(func(t *testing.T, s string) {
		rows, err := ReadRows("mine", strings.NewReader(s))
		if err != nil {
			return
		}
		l := &lexicon{forms: map[string][]form{}, surnames: map[string][]*term{}, states: map[string]string{"KEN": "KEN"}, names: map[string]string{}, outlets: map[string]string{}, papers: map[string]string{}}
		for _, r := range rows {
			if r["code"] != "" && !doc.BodyCode(r["code"]) {
				l.states[r["code"]] = r["code"]
			}
		}
		if err := l.users(rows); err != nil {
			t.Errorf("%q is read, but not accepted: %v", s, err)
		}
	})
}
