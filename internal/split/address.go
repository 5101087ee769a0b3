package split

import (
	"strings"
	"unicode/utf8"
)

// maxHost is the longest host name there is, in bytes (RFC 1035).
const maxHost = 253

// address makes one token of a web or e-mail address that starts at s.at, if there is one.
func (s *scanner) address() bool {
	if c := s.runeAt(s.at); c >= utf8.RuneSelf {
		return false
	}
	if s.at < s.plain { // "a:b:c..." without a blank is looked through once, not once for each word
		return s.knownSite(s.plain)
	}
	end := s.at
	site, mail := false, false
	for end < len(s.text) {
		c := s.text[end]
		if c <= ' ' || c == '<' || c == '>' || c == '"' || c == '[' || c == ']' || c == '{' || c == '}' {
			break
		}
		if c >= utf8.RuneSelf {
			if r := s.runeAt(end); !letter(r) {
				break
			}
		}
		switch {
		case c == ':' && strings.HasPrefix(s.text[end:], "://"):
			site = true
		case c == '@' && end > s.at:
			mail = strings.IndexByte(s.text[end:min(len(s.text), end+60)], '.') > 1 && !site
		case !site && !mail && !plainAddress(c):
			s.plain = end
			return s.knownSite(end)
		}
		end++
	}
	if !site && !mail {
		s.plain = end
		return s.knownSite(end)
	}
	for end > s.at && strings.IndexByte(".,;:!?)'*", s.text[end-1]) >= 0 {
		end--
	}
	if mail && !strings.Contains(s.text[s.at:end], ".") {
		return false
	}
	s.emit(end)
	return true
}

// plainAddress reports whether a byte may stand before the "@" or "://" of an address.
func plainAddress(c byte) bool {
	return c >= utf8.RuneSelf || wordRune(rune(c)) || c == '.' || c == '-' || c == '+' || c == '@' || c == ':' || c == '/' || c == '%'
}

// knownSite makes a token of "www.example.com/page" and "example.com/page", written without a scheme.
func (s *scanner) knownSite(limit int) bool {
	chunk := s.text[s.at:limit]
	if !strings.HasPrefix(chunk, "www.") && !strings.HasPrefix(chunk, "WWW.") {
		slash := strings.IndexByte(chunk[:min(len(chunk), maxHost+1)], '/')
		if slash < 4 {
			return false
		}
		host := chunk[:slash]
		dot := strings.LastIndexByte(host, '.')
		if dot < 2 || !siteEnding(strings.ToLower(host[dot+1:])) {
			return false
		}
	}
	end := limit
	for end < len(s.text) && s.text[end] > ' ' && s.text[end] < utf8.RuneSelf && strings.IndexByte("<>\"[]{}", s.text[end]) < 0 {
		end++
	}
	for end > s.at && strings.IndexByte(".,;:!?)'*", s.text[end-1]) >= 0 {
		end--
	}
	if end-s.at <= len("www.") {
		return false
	}
	s.emit(end)
	return true
}
