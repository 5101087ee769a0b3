package api

import (
	"encoding/json"
	"net/http"
	"reflect"
	"regexp"
	"sort"
	"strings"
	"time"

	"onrecord/internal/doc"
	"onrecord/internal/export"
)

// object is a JSON object of the document.
type object = map[string]any

// help says what each query field is.
var help = map[string]string{
	"text": "Words in any order, \"a phrase\", word*, -without", "actor": "Who does it: a name, a part of one, or a code (USA, USA MIL)",
	"recipient": "At whom or for whom", "country": "Where, ISO 3166 alpha-3", "place": "Where, a part of the place's name", "act": "PLOVER type, unfolded",
	"status": "What became of the act", "source": "On whose word: a name in the chain of sources", "publisher": "Who published it",
	"since": "First day: YYYY-MM-DD, YYYY-MM or YYYY; of the act, or of publication when the act has none", "until": "Last day",
	"near": "latitude,longitude,kilometres", "box": "south,west,north,east", "story": "Id of a story", "incident": "Id of an incident", "article": "Id of an article",
	"limit": "Rows, 1 to 1000; 50 when not given", "cursor": "next of the page before", "zoom": "0 (the world) to 15 (about a kilometre)",
	"like": "Letters that the name holds", "title": "Title of the export", "explain": "1: say for each event which words, links, rules or weights produced each field",
	"url": "Address as in the list", "article id": "Id of an article", "event": "Id of an event within its article", "role": "actor, source or publisher", "format": "One of the formats",
	"form": "annotations: one article a line, in the guidelines' form, words quoted; standoff: the same with offsets in place of words; decisions: one decision a line",
}

// several are the fields that may be given more than once.
var several = map[string]bool{"actor": true, "recipient": true, "country": true, "place": true, "act": true, "status": true, "source": true, "publisher": true}

var inPath = regexp.MustCompile(`\{(\w+)\}`)

// Document is the OpenAPI 3.1 document of the API, made of its routes and of the Go types that they answer with: it
// cannot say anything else than they do.
func (a *API) Document() ([]byte, error) {
	s := schemas{}
	paths := object{}
	for _, r := range a.routes {
		path, _ := paths[r.Path].(object)
		if path == nil {
			path = object{}
			paths[r.Path] = path
		}
		path[strings.ToLower(r.Method)] = s.operation(&r)
	}
	out := object{
		"openapi": "3.1.0",
		"info": object{"title": "onrecord", "version": "1", "license": object{"name": "Apache-2.0", "identifier": "Apache-2.0"},
			"description": "Political and security events read from news: who did what to whom, where, when, how many, and on whose word."},
		"servers":  []any{object{"url": "/"}},
		"security": []any{object{"token": []any{}}},
		"paths":    paths,
	}
	s.of(reflect.TypeFor[Problem]())
	out["components"] = object{"schemas": s,
		"securitySchemes": object{"token": object{"type": "http", "scheme": "bearer", "description": "A token with the scope that the operation names. A server on loopback without users wants none."}}}
	return json.MarshalIndent(out, "", " ")
}

func (s schemas) operation(r *Route) object {
	var params []any
	for _, m := range inPath.FindAllStringSubmatch(r.Path, -1) {
		params = append(params, object{"name": m[1], "in": "path", "required": true, "description": help[m[1]], "schema": object{"type": "string"}})
	}
	fields := r.fields
	if r.filtered {
		fields = append(append([]string{}, filterFields...), r.fields...)
	}
	for _, f := range fields {
		var schema any = object{"type": "string"}
		if several[f] {
			schema = object{"type": "array", "items": object{"type": "string"}}
		}
		params = append(params, object{"name": f, "in": "query", "description": help[f], "schema": schema})
	}
	op := object{"summary": r.summary, "x-scope": r.Scope, "responses": s.responses(r)}
	if params != nil {
		op["parameters"] = params
	}
	if r.body != nil {
		op["requestBody"] = object{"required": true, "content": object{"application/json": object{"schema": s.posted(reflect.TypeOf(r.body))}}}
	}
	return op
}

func (s schemas) responses(r *Route) object {
	ok := object{"description": "As asked for"}
	switch {
	case r.media != nil:
		content := object{}
		for _, m := range r.media {
			content[m] = object{}
		}
		ok["content"] = content
	case r.answer != nil:
		ok["content"] = object{"application/json": object{"schema": s.of(reflect.TypeOf(r.answer))}}
	}
	statuses := r.statuses
	switch {
	case statuses != nil:
	case r.answer == nil && r.media == nil:
		statuses = []string{"204"}
	default:
		statuses = []string{"200"}
	}
	out := object{"default": object{"description": "What went wrong (RFC 9457)",
		"content": object{"application/problem+json": object{"schema": object{"$ref": "#/components/schemas/Problem"}}}}}
	for _, status := range statuses {
		out[status] = ok
	}
	return out
}

// schemas are the JSON schemas of types, by name.
type schemas object

// of returns the schema of a type as encoding/json writes it; structs go into the components.
func (s schemas) of(t reflect.Type) object {
	switch t.Kind() {
	case reflect.Pointer:
		inner := s.of(t.Elem())
		return object{"oneOf": []any{inner, object{"type": "null"}}}
	case reflect.String:
		return object{"type": "string"}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Int, reflect.Int32, reflect.Int64:
		return object{"type": "integer"}
	case reflect.Float64, reflect.Float32:
		return object{"type": "number"}
	case reflect.Slice:
		return object{"type": "array", "items": s.of(t.Elem())}
	case reflect.Map:
		return object{"type": "object", "additionalProperties": s.of(t.Elem())}
	case reflect.Struct:
		if t == reflect.TypeFor[time.Time]() {
			return object{"type": "string", "format": "date-time"}
		}
		name := schemaName(t)
		if _, ok := s[name]; !ok {
			s[name] = object{} // for types that hold themselves
			s[name] = s.fields(t)
		}
		return object{"$ref": "#/components/schemas/" + name}
	}
	return object{}
}

var typeArgument = regexp.MustCompile(`\[.*[./](\w+)\]`)

func schemaName(t reflect.Type) string {
	if t == reflect.TypeFor[doc.Problem]() {
		return "ReadingProblem" // Problem is what an error of the API looks like
	}
	return typeArgument.ReplaceAllString(t.Name(), "Of$1")
}

// posted is the schema of a body, which need not have all fields.
func (s schemas) posted(t reflect.Type) object {
	out := s.fields(t)
	delete(out, "required")
	return out
}

func (s schemas) fields(t reflect.Type) object {
	props := object{}
	var required []string
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" || !f.IsExported() && !f.Anonymous {
			continue
		}
		if name == "" && f.Anonymous {
			ft := f.Type
			if ft.Kind() == reflect.Pointer {
				ft = ft.Elem()
			}
			inner := s.fields(ft)
			for k, v := range inner["properties"].(object) {
				props[k] = v
			}
			required = append(required, inner["required"].([]string)...)
			continue
		}
		if name == "" {
			name = f.Name
		}
		props[name] = s.of(f.Type)
		if !strings.Contains(options, "omitempty") {
			required = append(required, name)
		}
	}
	sort.Strings(required)
	if required == nil {
		required = []string{}
	}
	return object{"type": "object", "properties": props, "required": required}
}

// exportMedia are the media types of all exports.
func exportMedia() []string {
	var out []string
	for _, f := range export.Formats() {
		out = append(out, f.Media)
	}
	return out
}

func (a *API) document(w http.ResponseWriter, _ *http.Request) error {
	b, err := a.Document()
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(append(b, '\n'))
	return nil
}
