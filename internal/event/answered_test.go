package event_test

import (
	"strings"
	"testing"

	"onrecord/internal/doc"
)

// actsOf lists the acts of a text, with their status.
func actsOf(d *doc.Document) string {
	var out []string
	for i := range d.Events {
		out = append(out, d.Events[i].Act+" "+d.Events[i].Status)
	}
	return strings.Join(out, ", ")
}

// What is answered with a no is not said or asked once more, unless the words say by whom.
func TestAnswered(t *testing.T) {
	p := pipeline(t)
	for _, c := range []struct{ text, want string }{
		{"Peru's army denied the claim.", "REJECT occurred"},
		{"Iran rejected the accusation.", "REJECT occurred"},
		{"The charge was denied by the ministry in Accra.", "REJECT occurred"},
		{"New Delhi turned down the proposal.", "REJECT occurred"},
		{"The rebels turned the offer down.", "REJECT occurred"},
		{"Cuba accused Spain of meddling, an allegation which Madrid rejected.", "ACCUSE occurred, REJECT occurred"},
		{"The mayor of Lima rejected criticism from the opposition.", "REJECT occurred, ACCUSE occurred"},
		{"Investigators have not ruled out an accident.", ""},
		{"The army declined to comment.", ""},
		{"The commissioner called off the evacuation of the miners after two days.", "AID occurred"},
		{"The envoy declined to give details of the talks.", "CONSULT occurred"},
		{"The ministry refused to give up information on the raid.", "REJECT occurred, COERCE occurred"},
		{"Brazil refused to extradite the banker.", "REJECT occurred, COOPERATE not_occurred"},
		{"Three judges resigned in protest.", "RETREAT occurred"},
		{"Brazil has not ruled out expelling the diplomats.", "SANCTION possible"},
	} {
		if got := actsOf(p(c.text)); got != c.want {
			t.Errorf("%s\n  got  %s\n  want %s", c.text, got, c.want)
		}
	}
}

// A protest that is lodged is one in words.
func TestLodgedProtest(t *testing.T) {
	p := pipeline(t)
	for _, c := range []struct{ text, want string }{
		{"The foreign secretary summoned Togo's ambassador and lodged a protest.", "ACCUSE occurred"},
		{"The ministry lodged a protest with the Spanish ambassador.", "ACCUSE occurred"},
		{"Kenya's ministry handed a note of protest to the Ugandan envoy.", "ACCUSE occurred"},
	} {
		if got := actsOf(p(c.text)); !strings.Contains(got, c.want) || strings.Contains(got, "PROTEST") {
			t.Errorf("%s\n  got  %s\n  want %s", c.text, got, c.want)
		}
	}
	if got := actsOf(p("Hundreds of teachers held a protest in Quito.")); !strings.Contains(got, "PROTEST") {
		t.Errorf("a protest in the street: %s", got)
	}
}

// Who gives somebody so much time to do something demands it.
func TestDeadline(t *testing.T) {
	eventsOf(t, []struct{ text, want string }{
		{"The junta gave him 48 hours to leave the country.", "gave REQUEST occurred"},
		{"Malta gave the diplomats a week to leave.", "gave REQUEST occurred"},
		{"Chad has given the ambassador 24 hours to leave the country.", "given REQUEST occurred"},
		{"The army was given two days to lift the blockade.", "given REQUEST occurred"},
		{"The army was given two days to lift the blockade.", "lift CONCEDE demanded"},
		{"The rebels gave the government 72 hours to withdraw its troops.", "withdraw RETREAT demanded"},
	}, func(d *doc.Document, e *doc.Event) string {
		return d.Text(e.Anchor) + " " + e.Act + " " + e.Status
	})
}
