package web

import (
	"html/template"
	"strconv"

	"onrecord/internal/wording"
)

// icons are drawn on a field of 16 by 16 with lines of 1.6; they stand beside a word, never alone, so they are hidden
// from those who have the page read to them.
var icons = map[string]string{
	"occurred":     `<circle cx="8" cy="8" r="6.6" class="fill"/><path d="M5 8.3 7.1 10.4 11 6" class="knock"/>`,
	"ongoing":      `<circle cx="8" cy="8" r="6"/><path d="M8 2a6 6 0 0 1 0 12z" class="fill"/>`,
	"planned":      `<rect x="2.2" y="3.2" width="11.6" height="10.6" rx="1.2"/><path d="M2.2 6.6h11.6M5.4 1.6v3M10.6 1.6v3"/>`,
	"threatened":   `<path d="M8 2 14.6 13.6H1.4z"/><path d="M8 6.4v3.4M8 11.6v.2"/>`,
	"demanded":     `<path d="M2 6.2v3.6h2.4L11 13V3L4.4 6.2z"/><path d="M13.6 6.2v3.6"/>`,
	"possible":     `<circle cx="8" cy="8" r="6.2" class="dash"/><path d="M6.2 6.4a1.9 1.9 0 1 1 2.6 1.8c-.6.3-.8.6-.8 1.2M8 11.4v.2"/>`,
	"not_occurred": `<circle cx="8" cy="8" r="6.2"/><path d="M3.7 12.3 12.3 3.7"/>`,
	"asserts":      `<path d="M3 4h4v4.4L4.8 12M9.4 4h4v4.4L11.2 12"/>`,
	"confirms":     `<path d="M1.6 8.6 4.6 11.6 9.6 5.4M7.4 10.8l.8.8 5.8-6.2"/>`,
	"denies":       `<path d="M3.4 3.4l9.2 9.2M12.6 3.4l-9.2 9.2"/>`,
	"doubts":       `<path d="M5 5.6a3 3 0 1 1 4.3 2.7C8.3 8.8 8 9.4 8 10.4M8 13v.3"/>`,
	"hearsay":      `<path d="M1.8 9.4c1.6-3.4 3.4-3.4 5-1.4s3.4 2 5-1.4"/>`,
	"person":       `<circle cx="8" cy="5" r="3"/><path d="M2.4 14c.6-3.2 2.8-4.8 5.6-4.8s5 1.6 5.6 4.8"/>`,
	"organisation": `<path d="M2.4 14V5.400L8 2l5.6 3.400V14zM5.6 14V8.400M10.4 14V8.4"/>`,
	"outlet":       `<path d="M2 3.200h10v9.600H3.200A1.2 1.2 0 0 1 2 11.600zM12 6h2v5.600a1.2 1.2 0 0 1-2 1M4.4 6h5M4.4 8.600h5"/>`,
	"document":     `<path d="M3.4 1.800h6l3.2 3.200v9.200H3.400zM9.2 1.800v3.400h3.400M5.6 8.400h4.800M5.6 11h4.8"/>`,
	"group":        `<circle cx="5.4" cy="5.8" r="2.2"/><circle cx="11" cy="5.8" r="2.2"/><path d="M1.4 13c.4-2.6 2-3.8 4-3.800s3.6 1.2 4 3.800M10.6 9.200c2.2-.2 3.6 1.2 4 3.8"/>`,
	"place":        `<path d="M8 14.400S3 9.6 3 6.400a5 5 0 0 1 10 0c0 3.2-5 8-5 8z"/><circle cx="8" cy="6.4" r="1.7"/>`,
	"search":       `<circle cx="7" cy="7" r="4.6"/><path d="m10.4 10.4 3.6 3.6"/>`,
	"link":         `<path d="M6.6 9.4 13 3M8.6 3H13v4.400M11 9.200V13H3V5h3.8"/>`,
	"check":        `<path d="M2.6 8.6 6.2 12.2 13.4 4"/>`,
	"edit":         `<path d="M2.6 13.4 3.4 10 10.8 2.600l2.6 2.600L6 12.600z"/>`,
	"copy":         `<rect x="2" y="2" width="8.4" height="8.4"/><path d="M5.6 13.800h8.200V5.6"/>`,
	"alone":        `<circle cx="8" cy="8" r="2.4" class="fill"/><circle cx="8" cy="8" r="6.2" class="dash"/>`,
}

func icon(name string) template.HTML {
	return template.HTML(`<svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">` + icons[name] + `</svg>`) //nolint:gosec // constants of this file
}

func (s *Site) funcs() template.FuncMap {
	return template.FuncMap{
		"asset":    s.assets.url,
		"icon":     icon,
		"upper":    wording.Upper,
		"count":    wording.Count,
		"number":   func(n int) string { return wording.Number(float64(n)) },
		"day":      wording.Day,
		"shortday": wording.ShortDay,
		"status":   wording.Status,
		"stance":   wording.Stance,
		"kind":     wording.Kind,
		"aside":    wording.Boilerplate,
		"spoken":   spoken,
		"bars":     func(n int) []bool { return []bool{n > 0, n > 1, n > 2, n > 3} },
		"last":     func(i, n int) bool { return i == n-1 },
		"times":    func(a, b float64) float64 { return a * b },
		"plus":     func(a, b float64) float64 { return a + b },
		"f1":       fixed,
		"dict":     dict,
	}
}

// dict gives a template several values at once.
func dict(pairs ...any) map[string]any {
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i].(string)] = pairs[i+1]
	}
	return m
}

// fixed writes a coordinate of a drawing.
func fixed(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }
