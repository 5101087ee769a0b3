package doc

// StateBody reports whether a party's code is one of an organisation of states: IGO, and of these by name UNO (United Nations) and
// EUR (European Union).
func StateBody(code string) bool { return code == "IGO" || code == "UNO" || code == "EUR" }

// KindCode reports whether a party's code says what kind of body it is and not which: an organisation of states (IGO), a
// non-governmental organisation (NGO), a social movement (ISM), an armed group (IMG) or a company (MNC) of no one country. Two
// NGOs are two parties. The other codes of three letters name a country or one organisation.
func KindCode(code string) bool {
	switch code {
	case "IGO", "NGO", "ISM", "IMG", "MNC":
		return true
	}
	return false
}

// BodyCode reports whether a party's code is one of PLOVER's that name no country; data/bodies.tsv has what they are called.
func BodyCode(code string) bool { return StateBody(code) || KindCode(code) }
