package clean

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"onrecord/internal/cpu"
)

// TestHostile reads inputs made to hurt: each must give an article or a problem, within seconds of processor time and memory bounds.
func TestHostile(t *testing.T) {
	const sentence = "The council of Port Lennick met on Monday and put off its vote on the harbour. "
	para := "<p>" + strings.Repeat(sentence, 5) + "</p>\n"
	links := "<li><a href='/a'>Council votes on the budget of the town</a></li>\n"
	for _, c := range []struct{ name, in string }{
		{"10 MB of paragraphs", "<html><body>" + strings.Repeat(para, (10<<20)/len(para)-1)},
		{"5 MB of paragraphs", "<html><body>" + strings.Repeat(para, (5<<20)/len(para)-1)},
		{"4 MB of links", "<html><body><ul>" + strings.Repeat(links, (4<<20)/len(links))},
		{"4 MB of short tags", "<html><body>" + strings.Repeat("<p>a<b>c", 500<<10)},
		{"nested 100,000 deep", "<html><body>" + strings.Repeat("<div>", 100000) + sentence + strings.Repeat("</div>", 100000)},
		{"nested formatting", "<html><body>" + strings.Repeat("<b><i><font>", 50000) + sentence},
		{"unclosed tables", "<html><body>" + strings.Repeat("<table><tr><td>", 20000) + sentence},
		{"400 deep with text", "<html><body>" + strings.Repeat("<div>text of it ", 400) + sentence},
		{"attribute without end", "<html><body><p class=\"" + strings.Repeat("x ", 1<<20)},
		{"script without end", "<html><body><script>" + strings.Repeat("var x; ", 1<<19)},
		{"one line of 200 kB", strings.Repeat("word and ", 22000)},
		{"200 kB of blanks in a line", sentence + "It" + strings.Repeat(" ", 200<<10) + "went on. " + sentence},
		{"500 kB of sources in a line", strings.Repeat("Source: ", 64<<10)},
		{"one word of 5 MB", strings.Repeat("x", 5<<20)},
		{"10 MB of text lines", strings.Repeat(sentence+"\n", (10<<20)/(len(sentence)+1))},
		{"5 MB of empty lines", strings.Repeat("\n", 5<<20)},
		{"1 MB of one-word lines", strings.Repeat("ab\n", 350000)},
		{"brackets", strings.Repeat("([", 1<<19)},
		{"invalid UTF-8", strings.Repeat("\xff\xfe\xfd abc ", 1<<17)},
		{"invalid UTF-8 page", "<html><body><p>" + strings.Repeat("\xc3\x28 abc ", 1<<17)},
		{"JSON nested deep", `{"text":` + strings.Repeat("[", 1<<18)},
		{"JSON-LD nested deep", "<html><head><script type='application/ld+json'>" + strings.Repeat(`[{"@graph":`, 50000) + "</script></head><body>" + para},
		{"dashes", "NIAMEY " + strings.Repeat("- ", 1<<18)},
	} {
		t.Run(c.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := cpu.Time()
			a, problems := Read([]byte(c.in), Given{})
			took := cpu.Time() - start
			runtime.ReadMemStats(&after)
			t.Logf("%v, %d MB from the system, %d blocks, %v", took.Round(time.Millisecond), after.Sys>>20, len(a.Blocks), problems)
			checkBlocks(t, a)
			if a.Text == "" && len(problems) == 0 {
				t.Error("neither text nor a problem")
			}
			if took > 20*time.Second { // of processor time; 3 s or less as it is
				t.Errorf("took %v", took)
			}
		})
	}
}
