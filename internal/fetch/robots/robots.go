// Package robots reads robots.txt files and says whether a path may be fetched, after RFC 9309. What
// goes in is the bytes of the file; what comes out is a verdict for a product token and a path, the crawl delay
// and the sitemaps that the file names. It fetches nothing and knows no clock.
package robots

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"onrecord/internal/fetch/address"
)

// MaxBytes is how much of a file is read; RFC 9309, 2.5 asks for at least 500 KiB.
const MaxBytes = 512 << 10

const (
	maxRules   = 20_000 // beyond these a file is not written by a person who means every line
	maxDelay   = time.Hour
	maxPattern = 2048
)

// File is one robots.txt. The zero File allows everything. It is never changed after Parse.
type File struct {
	groups   []group
	sitemaps []string
}

type group struct {
	agents []string // product tokens in lower case; "*" for everybody
	rules  []rule
	delay  time.Duration // 0: not stated
}

type rule struct {
	allow   bool
	pattern string // written by address.Escapes; may hold "*" and end in "$"
}

// Parse reads a file. Lines that it does not understand are passed over, as RFC 9309, 2.2.4 asks.
func Parse(data []byte) *File {
	data = bytes.TrimPrefix(data[:min(len(data), MaxBytes)], []byte("\xef\xbb\xbf"))
	f := &File{}
	inAgents := false // the last line of a group so far named an agent
	rules := 0
	for _, line := range strings.FieldsFunc(string(data), func(r rune) bool { return r == '\n' || r == '\r' }) {
		line, _, _ = strings.Cut(line, "#")
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		value = strings.TrimSpace(value)
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "user-agent", "useragent", "user agent":
			if !inAgents {
				f.groups = append(f.groups, group{})
			}
			inAgents = true
			g := &f.groups[len(f.groups)-1]
			g.agents = append(g.agents, token(value))
		case "allow", "disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw":
			inAgents = false
			if len(f.groups) == 0 || value == "" || len(value) > maxPattern || rules >= maxRules {
				continue // rules before the first user-agent line belong to nobody; an empty disallow allows
			}
			g := &f.groups[len(f.groups)-1]
			g.rules = append(g.rules, rule{strings.EqualFold(strings.TrimSpace(name), "allow"), pattern(value)})
			rules++
		case "crawl-delay", "crawldelay":
			inAgents = false
			if seconds, err := strconv.ParseFloat(value, 64); err == nil && seconds > 0 && len(f.groups) > 0 {
				g := &f.groups[len(f.groups)-1]
				g.delay = time.Duration(min(seconds, maxDelay.Seconds()) * float64(time.Second))
			}
		case "sitemap":
			if len(f.sitemaps) < 1000 && value != "" {
				f.sitemaps = append(f.sitemaps, value)
			}
		}
	}
	return f
}

// token returns the product token of a user-agent line: the letters, "-" and "_" it starts with, or "*".
func token(value string) string {
	if strings.HasPrefix(value, "*") {
		return "*"
	}
	end := 0
	for end < len(value) && (value[end]|0x20 >= 'a' && value[end]|0x20 <= 'z' || value[end] == '-' || value[end] == '_') {
		end++
	}
	return strings.ToLower(value[:end])
}

// pattern brings a rule's path to the form in which paths are compared: an octet is written one way however it came (RFC 9309, 2.2.2).
func pattern(value string) string {
	if value[0] != '/' && value[0] != '*' && value[0] != '$' {
		value = "/" + value // written without the slash, meant with it
	}
	body, end := strings.CutSuffix(value, "$")
	body = strings.ReplaceAll(address.Escapes(body), "$", "%24")
	if end {
		body += "$"
	}
	return body
}

// octets brings a path to the same form. Its stars and dollars are no signs but themselves.
func octets(path string) string {
	return strings.NewReplacer("*", "%2A", "$", "%24").Replace(address.Escapes(path))
}

// Allowed reports whether the agent with this product token may fetch the path (with its query, as in a
// request line). The longest matching rule decides, and allow among equally long ones; without a rule all is allowed.
func (f *File) Allowed(agent, path string) bool {
	if path == "/robots.txt" {
		return true
	}
	if path == "" || path[0] != '/' {
		path = "/" + path
	}
	path = octets(path)
	longest, allow := -1, true
	for g := range f.mine(agent) {
		for _, r := range f.groups[g].rules {
			if n := len(r.pattern); (n > longest || n == longest && r.allow) && matches(r.pattern, path) {
				longest, allow = n, r.allow
			}
		}
	}
	return allow
}

// Delay returns the crawl delay for the agent, 0 where none is stated. It is no part of RFC 9309 but widely used.
func (f *File) Delay(agent string) time.Duration {
	var d time.Duration
	for g := range f.mine(agent) {
		d = max(d, f.groups[g].delay)
	}
	return d
}

// Sitemaps returns the addresses after "Sitemap:", as they are written.
func (f *File) Sitemaps() []string { return f.sitemaps }

// mine yields the groups for the agent: all that name it (RFC 9309, 2.2.1 joins them), else all for "*".
func (f *File) mine(agent string) func(func(int) bool) {
	agent = strings.ToLower(agent)
	return func(yield func(int) bool) {
		for _, want := range []string{agent, "*"} {
			found := false
			for i := range f.groups {
				for _, a := range f.groups[i].agents {
					if a == want {
						found = true
						if !yield(i) {
							return
						}
						break
					}
				}
			}
			if found {
				return
			}
		}
	}
}

// matches reports whether the pattern matches a start of path, "*" any run of bytes, "$" at the end of the
// pattern the end of the path. It takes time linear in the path for each part between stars.
func matches(pattern, path string) bool {
	pattern, anchored := strings.CutSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	if !strings.HasPrefix(path, parts[0]) {
		return false
	}
	path = path[len(parts[0]):]
	if len(parts) == 1 {
		return !anchored || path == ""
	}
	last := parts[len(parts)-1]
	for _, part := range parts[1 : len(parts)-1] {
		i := strings.Index(path, part)
		if i < 0 {
			return false
		}
		path = path[i+len(part):]
	}
	if anchored {
		return strings.HasSuffix(path, last)
	}
	return strings.Contains(path, last)
}
