package split

// The lists below are closed: abbreviations that English news writes with a full
// stop. A word that is not here loses its final stop to the sentence.

// abbreviation says how a word (without its final stop) behaves as an abbreviation.
type abbreviation uint8

const (
	notAbbreviation abbreviation = iota
	neverLast                    // titles and the like: the sentence goes on after them
	maybeLast                    // a sentence may end with it: "in the U.S. The ..."
	beforeNumber                 // an abbreviation only when a number follows: "No. 5", "Mar. 3"
)

func abbreviationKind(word string) abbreviation {
	switch word {
	case "Mr", "Mrs", "Ms", "Dr", "Prof", "Gen", "Lt", "Col", "Maj", "Capt", "Cmdr", "Cdr", "Sgt", "Adm", "Brig",
		"Rev", "Sen", "Sens", "Rep", "Reps", "Gov", "Govs", "Hon", "St", "Mt", "Ft", "Pvt", "Cpl", "Insp", "Supt", "Messrs", "Mme",
		"Mlle", "Amb", "Atty", "Pres", "Ste", "Mons", "Msgr", "Fr", "Sec", "Asst", "Dep", "Det", "Lieut", "Comdr", "Spc",
		"Pfc", "Sta", "Ald", "vs", "v", "viz", "approx", "cf", "ca", "incl", "esp", "Mgr", "mr", "mrs", "ms", "dr":
		return neverLast
	case "Inc", "Co", "Corp", "Ltd", "Jr", "Sr", "Bros", "Cos", "etc", "al", "Ave", "Blvd", "Rd", "Esq", "Dept", "Univ", "Assn",
		"Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec", "Mon", "Tue", "Tues", "Wed", "Thu", "Thur", "Thurs", "Fri",
		"Ala", "Ariz", "Ark", "Calif", "Colo", "Conn", "Del", "Fla", "Ga", "Ill", "Ind", "Kan", "Ky", "La", "Md",
		"Mich", "Minn", "Neb", "Nev", "Okla", "Ont", "Ore", "Pa", "Penn", "Que", "Tenn", "Tex", "Va", "Vt", "Wis", "Wyo",
		"Pty", "Plc", "Ph", "Hr", "hrs", "mins", "lb", "lbs", "oz", "yr", "yrs", "inc", "ltd", "corp":
		return maybeLast
	case "No", "Nos", "no", "nos", "Mar", "Apr", "Jun", "Jul", "Sep", "Sun", "Sat", "Art", "Vol", "vol", "Op", "pp", "p", "Fig", "fig", "Ch", "ch", "c", "Para", "para":
		return beforeNumber
	}
	return notAbbreviation
}

// startsSentence reports whether a capitalised word commonly opens a sentence and is
// seldom part of a name: after an abbreviation that may be last, it tells that it was.
func startsSentence(word string) bool {
	switch word {
	case "The", "A", "An", "This", "That", "These", "Those", "He", "She", "It", "They", "We", "I", "You", "His", "Her", "Its", "Their",
		"Our", "My", "Your", "And", "But", "Or", "So", "Yet", "Nor", "If", "When", "While", "After", "Before", "Although", "Though", "Because", "Since",
		"As", "At", "By", "For", "From", "In", "Of", "On", "To", "With", "Without", "Under", "Over", "During", "Despite", "Until", "Among", "Amid",
		"There", "Here", "What", "Who", "Why", "How", "Where", "Which", "Whether", "Some", "Many", "Most", "More", "Several", "All", "Both", "Each", "Every",
		"Any", "No", "Not", "However", "Meanwhile", "Also", "Another", "Other", "Others", "Earlier", "Later", "Now", "Then", "Today", "Yesterday", "Last",
		"Once", "Only", "Even", "Still", "About", "According", "Instead", "Nobody", "Everyone", "Is", "Are", "Was", "Were", "Do", "Does", "Did", "Has", "Have",
		"Had", "Can", "Could", "Will", "Would", "Should", "Police", "Officials", "Soldiers", "Troops", "Protesters", "Asked", "Speaking", "Separately":
		return true
	}
	return false
}

// saying reports whether a word tells that the quotation before it goes on with its
// speaker: "Go!" Smith said.
func saying(word string) bool {
	switch word {
	case "said", "says", "asked", "asks", "told", "tells", "wrote", "writes", "tweeted", "added", "adds", "shouted", "cried", "replied", "declared", "warned", "joked", "exclaimed", "wondered":
		return true
	}
	return false
}

// unit reports whether letters written against a number are a unit or a scale and so a token of their own: 5km, $5bn, 10pm.
func unit(s string) bool {
	switch s {
	case "m", "k", "b", "bn", "mn", "tn", "km", "kg", "mm", "cm", "ft", "am", "pm", "lb", "lbs", "mph", "kph", "kmh", "kw", "mw", "gw", "kwh", "mg", "ml", "g", "hrs", "min", "mins", "sec", "yrs",
		"M", "K", "B", "AM", "PM", "KM", "KG", "MW", "GW", "kW", "MB", "GB", "TB", "kB", "Hz", "kHz", "MHz", "GHz", "million", "billion", "trillion", "percent", "pct", "hp", "sq", "ha", "mbpd", "bpd", "x":
		return true
	}
	return false
}

// affix reports whether EWT keeps a prefix and its hyphen in one token ("anti-government"); other compounds are split at the hyphen.
func affix(s string) bool {
	switch s {
	case "anti", "pro", "non", "pre", "post", "co", "ex", "mid", "re", "un", "e", "multi", "sub", "semi", "cross", "counter", "over", "inter", "intra", "mini", "neo", "socio", "ultra",
		"pseudo", "quasi", "trans", "micro", "macro", "mega", "arch", "extra", "infra", "hyper", "super", "tri", "bi", "psycho", "para", "proto", "uni", "de", "dis":
		return true
	}
	return false
}

// siteEnding reports whether letters after a dot make a web address of two words ("example.com").
func siteEnding(s string) bool {
	switch s {
	case "com", "org", "net", "gov", "edu", "mil", "int", "info", "co", "io", "tv", "uk", "us", "eu", "de", "fr", "ru", "ua", "cn", "in", "ng", "za", "ke", "au", "ca", "il", "ir", "tr", "ly", "me",
		"doc", "docx", "pdf", "xls", "xlsx", "txt", "html", "htm", "jpg", "png", "exe", "zip", "ppt":
		return true
	}
	return false
}
