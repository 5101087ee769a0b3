package address

import (
	"strings"
	"testing"
)

func TestCanonical(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{"HTTPS://News.Example:443/World/1#top", "https://news.example/World/1"},
		{"http://news.example:80", "http://news.example/"},
		{"http://news.example:8080/", "http://news.example:8080/"},
		{"https://news.example./a", "https://news.example/a"},
		{"https://news.example/a?utm_source=x&id=7&fbclid=y", "https://news.example/a?id=7"},
		{"https://news.example/a?utm_source=x", "https://news.example/a"},
		{"https://news.example/a?", "https://news.example/a"},
		{"https://news.example/a?b=2&a=1&a=0", "https://news.example/a?b=2&a=1&a=0"}, // the order may mean something
		{"https://news.example/a?ref=rss", "https://news.example/a"},
		{"https://news.example/a?ref=42", "https://news.example/a?ref=42"},
		{"https://news.example/a?CMP=share_btn", "https://news.example/a"},
		{"https://news.example/a?cmp=3", "https://news.example/a?cmp=3"},
		{"https://news.example/a?page=2&gclid=1", "https://news.example/a?page=2"},
		{"https://news.example/a/../b/./c", "https://news.example/b/c"},
		{"https://news.example/%7euser/%c3%a9t%C3%a9", "https://news.example/~user/%C3%A9t%C3%A9"},
		{"https://news.example/été?q=ü", "https://news.example/%C3%A9t%C3%A9?q=%C3%BC"},
		{"https://news.example/a%2Fb", "https://news.example/a%2Fb"}, // an encoded slash is no slash
		{"https://news.example/a/", "https://news.example/a/"},
		{"https://www.news.example/a", "https://www.news.example/a"},
		{"https://news.example/a;jsessionid=1A2B?x=1", "https://news.example/a?x=1"},
		{"https://news.example/#!/story/1", "https://news.example/#!/story/1"},
		{"https://bücher.example/", "https://xn--bcher-kva.example/"},
		{"https://news.example/a b", "https://news.example/a%20b"},
		{"https://news.example/a?q=a+b%20c", "https://news.example/a?q=a+b%20c"},
		{"http://[2001:DB8::1]:80/x", "http://[2001:db8::1]/x"},
	} {
		got, err := Canonical(c.in)
		if err != nil || got != c.want {
			t.Errorf("%s: %s (%v), want %s", c.in, got, err, c.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"ftp://news.example/":                  "only http and https",
		"file:///etc/passwd":                   "only http and https",
		"javascript:alert(1)":                  "only http and https",
		"//news.example/":                      "only http and https",
		"https://user:pw@news.example/":        "user name or password",
		"https:///x":                           "names no host",
		"https://./x":                          "host name is not valid",
		"https://a b/":                         "no address",
		"https://news.example/\x00":            "no address",
		"https://news.example/%zz":             "no address",
		"https://" + strings.Repeat("a", 3000): "more than 2048",
		"":                                     "only http and https",
	} {
		if _, err := Parse(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", in, err, want)
		}
		if _, err := Parse(in); err != nil && strings.Contains(err.Error(), "pw") {
			t.Errorf("the message repeats the password: %v", err)
		}
	}
}

func FuzzCanonical(f *testing.F) {
	f.Add("https://News.example:443/a/../b?utm_source=x&y=%7e#z")
	f.Add("http://[::1]:80/%2f;jsessionid=1")
	f.Fuzz(func(t *testing.T, s string) {
		once, err := Canonical(s)
		if err != nil {
			return
		}
		twice, err := Canonical(once)
		if len(once) > MaxLength {
			return
		}
		if err != nil || once != twice {
			t.Errorf("%q: %q, then %q (%v)", s, once, twice, err)
		}
	})
}
