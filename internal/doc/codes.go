package doc

// KindCode reports whether a party's code says what kind of body it is and not which: an organisation of states (IGO), a
// non-governmental organisation (NGO), an Islamist movement (ISM), an armed group (IMG) or a company (MNC) of no one country. Two
// NGOs are two parties. The other codes of three letters name a country or one organisation.
func KindCode(code string) bool {
	switch code {
	case "IGO", "NGO", "ISM", "IMG", "MNC":
		return true
	}
	return false
}
