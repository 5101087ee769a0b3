package clean

import (
	"strings"
	"testing"
)

// The pages below are made up; each shows one way in which pages are built.
func TestPages(t *testing.T) {
	const lead = "The harbour authority of Port Lennick closed two of its three piers on Monday after inspectors found cracks in the pillars."
	const second = "Ships bound for the city were sent to Orrin Bay, 40 kilometres to the north, the authority said in a statement."
	const third = "“We will not reopen before the pillars are safe,” said Mara Holt, who heads the authority."
	for _, c := range []struct{ name, page, want string }{
		{"bare paragraphs", `<html><body><p>` + lead + `</p><p>` + second + `</p><p>` + third + `</p></body></html>`,
			"body: " + lead + "\nbody: " + second + "\nbody: " + third + "\n"},
		{"headline, byline and date", `<!doctype html><html><head><title>Piers closed in Port Lennick | Daily Lantern</title></head><body><article>
			<h1>Piers closed in Port Lennick</h1><p class="byline">By Ida Crane</p><time datetime="2024-05-06T10:00:00Z">May 6, 2024</time>
			<p>` + lead + `</p><p>` + second + `</p><p>` + third + `</p></article></body></html>`,
			"body: " + lead + "\nbody: " + second + "\nbody: " + third + "\n"},
		{"furniture", `<html><body><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav><main><article>
			<p>` + lead + `</p><p><a href="/x">Read more: Storm season begins early on the coast</a></p><p>` + second + `</p>
			<figure><img src="a.jpg"><figcaption>A closed pier. Photo: Daily Lantern</figcaption></figure>
			<p>` + third + `</p></article><aside><h3>Most read</h3><ul><li><a href="/1">Council votes on budget</a></li><li><a href="/2">Ferry fares to rise in June</a></li></ul></aside></main>
			<footer><p>© 2024 Daily Lantern. All rights reserved.</p></footer></body></html>`,
			"body: " + lead + "\nboilerplate/teaser: Read more: Storm season begins early on the coast\nbody: " + second + "\nboilerplate/caption: A closed pier. Photo: Daily Lantern\nbody: " + third + "\n"},
		{"breaks instead of paragraphs", `<html><body><div id="content"><div class="story-text">` + lead + `<br><br>` + second + `<br><br>` + third + `</div></div></body></html>`,
			"body: " + lead + "\nbody: " + second + "\nbody: " + third + "\n"},
		{"for screen readers only", `<html><body><article><p>` + strings.Replace(lead, "piers", `<a href="/piers">piers<span class="sr-only">, opens new tab</span></a>`, 1) + `</p><p>` + second + `</p><p>` + third + `</p></article></body></html>`,
			"body: " + lead + "\nbody: " + second + "\nbody: " + third + "\n"},
		{"subscribe and share", `<html><body><article><p>` + lead + `</p><p>` + second + `</p><p>Sign up for our morning newsletter</p><p>` + third + `</p><p>Share this article</p><p>(Reporting by Ida Crane; Editing by Joel Marsh)</p></article></body></html>`,
			"body: " + lead + "\nbody: " + second + "\nboilerplate/subscribe: Sign up for our morning newsletter\nbody: " + third + "\nboilerplate/share: Share this article\nboilerplate/credit: (Reporting by Ida Crane; Editing by Joel Marsh)\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, problems := Read([]byte(c.page), Given{})
			checkBlocks(t, a)
			var kept strings.Builder // leading headline and byline may be given or not
			for l := range strings.Lines(show(a)) {
				if !strings.HasPrefix(l, "headline") && !strings.HasPrefix(l, "byline") {
					kept.WriteString(l)
				}
			}
			if kept.String() != c.want || len(problems) > 0 {
				t.Errorf("problems %v, got\n%swant\n%s", problems, show(a), c.want)
			}
		})
	}
}
