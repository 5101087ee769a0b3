package wording

import (
	"slices"
	"strings"
	"testing"
	"time"

	"onrecord/data"
	"onrecord/internal/doc"
)

func TestClause(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		act, mode, status string
		who, to           []string
		want              string
	}{
		{"RETREAT", "withdraw", "planned", []string{"France"}, []string{"Niger"}, "France to withdraw from Niger"},
		{"ASSAULT", "firearms", "occurred", []string{"gunmen"}, []string{"at least 12 soldiers"}, "Gunmen attacked at least 12 soldiers with firearms"},
		{"MOBILIZE", "troops", "ongoing", []string{"Cameroon"}, nil, "Cameroon moving or readying troops"},
		{"COERCE", "seize", "not_occurred", []string{"police"}, []string{"two shops"}, "Police did not seize or raid two shops"},
		{"COERCE", "arrest", "occurred", []string{"police"}, []string{"a bishop"}, "Police arrested or held a bishop"},
		{"SANCTION", "expel", "threatened", []string{"Chad"}, []string{"envoys"}, "Chad threatened to expel envoys"},
		{"SANCTION", "expel", "occurred", []string{"Chad"}, []string{"envoys"}, "Chad expelled envoys"},
		{"ASSAULT", "", "occurred", nil, []string{"a convoy", "a post"}, "Attack on a convoy and a post"},
		{"RETREAT", "withdraw", "planned", nil, []string{"Niger"}, "Planned withdrawal from Niger"},
		{"CONSULT", "", "not_occurred", nil, nil, "No talks"},
		{"CONSULT", "", "possible", []string{"A", "B", "C"}, nil, "A, B and C may hold talks"},
		{"NEWTYPE", "", "demanded", []string{"A"}, []string{"B"}, "A urged to newtype B"},
	} {
		if got := Clause(c.act, []string{c.mode}, c.status, c.who, c.to); got != c.want {
			t.Errorf("%s %s %s: %q, want %q", c.act, c.mode, c.status, got, c.want)
		}
	}
}

// TestSetting: a place is left out only where the clause has it as words of its own.
func TestSetting(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ clause, place, want string }{
		{"Chadian soldiers attacked rebels", "Chad", "Chadian soldiers attacked rebels in Chad"},
		{"Somali police arrested two men", "Mali", "Somali police arrested two men in Mali"},
		{"Guinea-Bissau expelled an envoy", "Guinea", "Guinea-Bissau expelled an envoy in Guinea"},
		{"Malian soldiers left Mali", "Mali", "Malian soldiers left Mali"},
		{"France withdrew from Niger", "Niger", "France withdrew from Niger"},
		{"Niger’s army attacked rebels", "Niger", "Niger’s army attacked rebels"},
		{"Rebels attacked São Tomé", "São Tomé", "Rebels attacked São Tomé"},
		{"Éire protested", "ire", "Éire protested in ire"},
		{"Rebels attacked", "", "Rebels attacked"},
	} {
		if got := Setting(c.clause, c.place, "", ""); got != c.want {
			t.Errorf("%q, %q: %q, want %q", c.clause, c.place, got, c.want)
		}
	}
}

// TestWholeVocabulary: every type and mode of the manual and every status bends without a leftover.
func TestWholeVocabulary(t *testing.T) {
	t.Parallel()
	for _, r := range data.Table("plover") {
		for _, s := range Statuses() {
			for _, to := range [][]string{nil, {"Niger"}} {
				got := Clause(r["type"], []string{r["mode"]}, s.Code, []string{"France"}, to)
				if !strings.HasPrefix(got, "France ") || strings.ContainsAny(got, "{}_") || to != nil && !strings.Contains(got, "Niger") || strings.Contains(got, "  ") {
					t.Errorf("%s %s, %s: %q", r["type"], r["mode"], s.Code, got)
				}
			}
		}
		if lookup(r["type"], []string{r["mode"]}) == nil || r["mode"] != "" && lookup(r["type"], []string{r["mode"]}).code == r["type"] {
			t.Errorf("%s %s has no words", r["type"], r["mode"])
		}
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]string{
		{"2024-03-14", "2024-03-14", "14 March 2024"},
		{"2024-03-10", "2024-03-12", "10–12 March 2024"},
		{"2024-03-01", "2024-03-31", "March 2024"},
		{"2024-01-01", "2024-12-31", "2024"},
		{"2024-02-28", "2024-03-02", "28 February to 2 March 2024"},
		{"2023-12-30", "2024-01-02", "30 December 2023 to 2 January 2024"},
		{"2023-07", "2023-07", "July 2023"},
		{"2023-05-03", "", "since 3 May 2023"},
		{"", "2023", "until 2023"},
	} {
		if got := Interval(c[0], c[1]); got != c[2] {
			t.Errorf("%s/%s: %q, want %q", c[0], c[1], got, c[2])
		}
	}
	for _, c := range [][3]string{
		{"2024-03-14", "2024-03-14", " on 14 March 2024"}, {"2024-03-01", "2024-03-31", " in March 2024"}, {"2024-03-10", "2024-03-12", " between 10 and 12 March 2024"},
		{"2024-02-28", "2024-03-02", " between 28 February and 2 March 2024"}, {"2023-05-03", "", " since 3 May 2023"}, {"2023", "2023", " in 2023"}, {"", "", ""},
	} {
		if got := On(c[0], c[1]); got != c[2] {
			t.Errorf("%s/%s: %q, want %q", c[0], c[1], got, c[2])
		}
	}
	now := time.Date(2024, 3, 14, 12, 0, 0, 0, time.UTC)
	if got := Ago(now.Add(-90*time.Minute), now); got != "1 hour ago" {
		t.Errorf("ago: %q", got)
	}
}

func TestNumbers(t *testing.T) {
	t.Parallel()
	for x, want := range map[float64]string{0: "0", 12: "12", 999: "999", 1000: "1,000", 1234.5: "1,234.5", 1400: "1,400", 2500000: "2.5 million", 1234567: "1,234,567", -3: "−3", 0.5: "0.5", 3e9: "3 billion"} {
		if got := Number(x); got != want {
			t.Errorf("%v: %q, want %q", x, got, want)
		}
	}
	if got := Count(2, "country"); got != "2 countries" {
		t.Error(got)
	}
}

// TestBodies: data/bodies.tsv names what doc takes for codes of no country, no more and no fewer.
func TestBodies(t *testing.T) {
	t.Parallel()
	rows := data.Table("bodies")
	for _, r := range rows {
		if !doc.BodyCode(r["code"]) {
			t.Errorf("%s is in the table only", r["code"])
		}
	}
	n := 0
	for i := range 26 * 26 * 26 {
		if doc.BodyCode(string([]byte{'A' + byte(i/676), 'A' + byte(i/26%26), 'A' + byte(i%26)})) {
			n++
		}
	}
	if n != len(rows) {
		t.Errorf("%d codes, %d in the table", n, len(rows))
	}
}

func TestParty(t *testing.T) {
	t.Parallel()
	n := Load()
	for code, want := range map[string]string{"XKX": "KOS", "PRI": "USA", "HKG": "HKG", "FRA": "FRA", "UNO": "UNO"} {
		if got := n.OfParty(code); got != want {
			t.Errorf("a party of %s has code %s, want %s", code, got, want)
		}
	}
	if code, _ := n.Code("kosovo"); code != "XKX" || n.Country("KOS") != "Kosovo" || n.Country(code) != "Kosovo" {
		t.Errorf("Kosovo is %s, %s", code, n.Country("KOS"))
	}
	if list := n.Bodies(); len(slices.Compact(slices.Clone(list))) != len(list) {
		t.Error("a name stands twice in the list to choose from")
	}
	for _, c := range [][3]string{{"USA", "MIL", "United States – armed forces"}, {"UNO", "", "United Nations"}, {"", "REB", "rebels"}, {"", "", ""}, {"QQQ", "", "QQQ"}} {
		if got := n.Party(c[0], c[1]); got != c[2] {
			t.Errorf("%v: %q", c, got)
		}
	}
}
