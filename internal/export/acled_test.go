package export

import (
	"testing"

	"onrecord/internal/doc"
)

// What becomes of acts in ACLED's types; "" = no row.
func TestACLEDType(t *testing.T) {
	for _, c := range []struct{ plover, mode, status, recipient, killed, want string }{
		{"ASSAULT", "firearms", "occurred", "MIL", "", "Battles/Armed clash"},
		{"ASSAULT", "firearms", "occurred", "CVL", "", "Violence against civilians/Attack"},
		{"ASSAULT", "firearms", "occurred", "", "", "Battles/Armed clash"},
		{"ASSAULT", "firearms", "occurred", "", "civilians", "Violence against civilians/Attack"},
		{"ASSAULT", "firearms", "occurred", "", "troops", "Battles/Armed clash"},
		{"ASSAULT", "firearms", "occurred", "MIL", "civilians", "Battles/Armed clash"},
		{"ASSAULT", "drone", "occurred", "CVL", "", "Explosions/Remote violence/Air/drone strike"},
		{"ASSAULT", "abduct", "ongoing", "JRN", "", "Violence against civilians/Abduction/forced disappearance"},
		{"ASSAULT", "crowd-control", "occurred", "CVL", "", "Protests/Excessive force against protesters"},
		{"ASSAULT", "destroy", "occurred", "", "", "Strategic developments/Looting/property destruction"},
		{"ASSAULT", "firearms", "planned", "MIL", "", ""},
		{"ASSAULT", "firearms", "not_occurred", "MIL", "", ""},
		{"PROTEST", "demo", "occurred", "GOV", "", "Protests/Peaceful protest"},
		{"PROTEST", "riot", "occurred", "GOV", "", "Riots/Violent demonstration"},
		{"COERCE", "arrest", "occurred", "CVL", "", "Strategic developments/Arrests"},
		{"COERCE", "censor", "occurred", "JRN", "", ""},
		{"RETREAT", "ceasefire", "occurred", "REB", "", "Strategic developments/Agreement"},
		{"CONSULT", "", "occurred", "GOV", "", ""},
	} {
		r := Row{Event: doc.RecordEvent{Act: c.plover, Plover: &c.plover, Mode: []string{c.mode}, Status: c.status}}
		if c.recipient != "" {
			r.Recipients = []Party{{RecordActor: doc.RecordActor{Sector: &c.recipient}}}
		}
		if c.killed != "" {
			r.Figures = []Figure{{RecordFigure: doc.RecordFigure{Role: "killed", Class: c.killed}}}
		}
		got := acledType(&r)
		if s := got.event + "/" + got.sub; s != c.want && !(c.want == "" && got == acled{}) {
			t.Errorf("%+v: %s", c, s)
		}
	}
}
