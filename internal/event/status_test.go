package event_test

import (
	"testing"

	"onrecord/internal/doc"
)

// What became of an act where grammar says so plainly. Written as anchor, act and status.
var plainStatuses = []struct{ text, want string }{
	{"No agreement was signed.", "signed SUPPORT not_occurred"},
	{"No troops were sent to the border.", "sent MOBILIZE not_occurred"},
	{"Peru sent no troops to Mali.", "sent MOBILIZE not_occurred"},
	{"Neither side has withdrawn its troops.", "withdrawn RETREAT not_occurred"},
	{"None of the hostages was released.", "released RETREAT not_occurred"},
	{"The rebels released none of the hostages.", "released RETREAT not_occurred"},
	{"Nobody was arrested after the protest.", "arrested COERCE not_occurred"},
	{"The talks were not held.", "talks CONSULT not_occurred"},
	{"Police made no arrests.", "arrests COERCE not_occurred"},
	{"No fewer than 20 prisoners were released.", "released RETREAT occurred"},
	{"The army has not only shelled the town but also the hospital.", "shelled ASSAULT occurred"},
	{"Israel wants to withdraw from southern Lebanon.", "withdraw RETREAT possible"},
	{"Peru wants Chile to withdraw from the island.", "withdraw RETREAT demanded"},
	{"The minister stopped short of expelling the ambassador.", "expelling SANCTION not_occurred"},
	{"Police foiled an attack on a station in Lima.", "foiled ASSAULT not_occurred"},
	{"Police failed to avert an attack on a station in Lima.", "attack ASSAULT occurred"},
	{"Chile warned Peru against attacking Bolivia.", "attacking ASSAULT possible"},
	{"Russia has yet to withdraw its troops from Kherson.", "withdraw RETREAT not_occurred"},
	{"Police have yet to make an arrest over the murder in Lima.", "arrest COERCE not_occurred"},
	{"Peru prevented Chile from deploying troops on the island.", "deploying MOBILIZE not_occurred"},
	{"Peru could not prevent Chile from deploying troops on the island.", "deploying MOBILIZE occurred"},
	{"Chile backed away from imposing sanctions on Peru.", "sanctions SANCTION not_occurred"},
	{"Chile cancelled plans to deploy troops along the border.", "deploy MOBILIZE not_occurred"},
	{"Chile will not drop plans to deploy troops along the border.", "deploy MOBILIZE planned"},
	{"Police arrested the men before they could bomb the station.", "bomb ASSAULT not_occurred"},
	{"Police arrested the men before they were able to attack the station.", "attack ASSAULT not_occurred"},
	{"President Ana Ruiz, who is on a three-day visit to Chile, met miners.", "visit CONSULT ongoing"},
	{"President Ana Ruiz is in Chile on an official visit.", "visit CONSULT ongoing"},
	{"President Ana Ruiz was in Chile on an official visit in May.", "visit CONSULT occurred"},
	{"Turkey arrested eight people accused of plotting attacks against tourists.", "plotting ASSAULT planned"},
	{"The men are accused of planning to attack a station in Lima.", "attack ASSAULT planned"},
	{"Rebels attacked the base but nobody was hurt.", "attacked ASSAULT occurred"},
	{"Japan ruled out sending troops to the Gulf.", "sending MOBILIZE not_occurred"},
	{"The president ruled out the use of force.", "use ASSAULT not_occurred"},
	{"Officials in Lima have not ruled out an attack.", "attack ASSAULT possible"},
	{"The minister warned against any assassination of union leaders.", "assassination ASSAULT possible"},
	{"Turkey warned against an invasion of the island.", "invasion ASSAULT possible"},
	{"Chad suspended a ceasefire with the rebels.", "ceasefire RETREAT not_occurred"},
	{"Togo ended a ceasefire with the militia on Sunday.", "ceasefire RETREAT not_occurred"},
	{"A ceasefire between the army and the rebels collapsed on Sunday.", "ceasefire RETREAT not_occurred"},
	{"The rebels called off a truce with the army.", "called off RETREAT not_occurred"},
	{"Sudan's army has not suspended the ceasefire.", "ceasefire RETREAT ongoing"},
	{"The union called off a strike planned for Friday after pay talks.", "strike PROTEST not_occurred"},
	{"The commissioner called off the evacuation of the miners after two days.", "evacuation AID occurred"},
	{"The foreign minister cancelled a visit to Ankara.", "visit CONSULT not_occurred"},
	{"The United States has paused deliveries of bombs to the country.", "deliveries AID not_occurred"},
	{"The United Nations suspended its evacuation of the wounded.", "evacuation AID not_occurred"},
	{"Truck drivers ended a five-day strike on Sunday.", "strike PROTEST occurred"},
	{"The president invited the rebels to talks in Geneva.", "talks CONSULT demanded"},
}

func TestPlainStatus(t *testing.T) {
	eventsOf(t, plainStatuses, func(d *doc.Document, e *doc.Event) string {
		return d.Text(e.Anchor) + " " + e.Act + " " + e.Status
	})
}
