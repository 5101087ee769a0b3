package tag

import "strings"

// irregularVerbs lists base, past tense and participle of verbs that follow no rule
// (a slash divides variants). It is used when the lexicon is made, together with the
// prefixes of verbPrefixes.
const irregularVerbs = `
arise arose arisen;awake awoke awoken;be was/were been;bear bore borne/born;beat beat beaten;become became become;begin began begun;
bend bent bent;bet bet bet;bid bid/bade bid/bidden;bind bound bound;bite bit bitten;bleed bled bled;blow blew blown;break broke broken;
breed bred bred;bring brought brought;broadcast broadcast broadcast;build built built;burn burned/burnt burned/burnt;burst burst burst;
buy bought bought;cast cast cast;catch caught caught;choose chose chosen;cling clung clung;come came come;cost cost cost;creep crept crept;
cut cut cut;die died died;deal dealt dealt;dig dug dug;dive dived/dove dived;do did done;draw drew drawn;dream dreamed/dreamt dreamed/dreamt;drink drank drunk;
drive drove driven;dwell dwelt dwelt;eat ate eaten;fall fell fallen;feed fed fed;feel felt felt;fight fought fought;find found found;
flee fled fled;fling flung flung;fly flew flown;forbid forbade/forbad forbidden;forget forgot forgotten;forgive forgave forgiven;forsake forsook forsaken;
freeze froze frozen;get got got/gotten;give gave given;go went gone;grind ground ground;grow grew grown;hang hung/hanged hung/hanged;
have had had;hear heard heard;hide hid hidden;hit hit hit;hold held held;hurt hurt hurt;keep kept kept;kneel knelt knelt;know knew known;
lay laid laid;lead led led;lean leaned/leant leaned/leant;leap leapt/leaped leapt/leaped;learn learned/learnt learned/learnt;leave left left;
lend lent lent;let let let;lie lay/lied lain/lied;light lit/lighted lit/lighted;lose lost lost;make made made;mean meant meant;meet met met;mow mowed mown;
overthrow overthrew overthrown;pay paid paid;plead pleaded/pled pleaded/pled;prove proved proven/proved;put put put;quit quit quit;read read read;rend rent rent;rid rid rid;
ride rode ridden;ring rang rung;rise rose risen;run ran run;say said said;see saw seen;seek sought sought;sell sold sold;send sent sent;
set set set;sew sewed sewn;shake shook shaken;shed shed shed;shine shone shone;shoot shot shot;show showed shown;shrink shrank shrunk;shut shut shut;
sing sang sung;sink sank sunk;sit sat sat;slay slew slain;sleep slept slept;slide slid slid;sling slung slung;slit slit slit;smell smelled/smelt smelled/smelt;
sow sowed sown;speak spoke spoken;speed sped sped;spell spelled/spelt spelled/spelt;spend spent spent;spill spilled/spilt spilled/spilt;spin spun spun;
spit spat spat;split split split;spread spread spread;spring sprang sprung;stand stood stood;steal stole stolen;stick stuck stuck;sting stung stung;
stink stank stunk;stride strode stridden;strike struck struck/stricken;string strung strung;strive strove striven;swear swore sworn;sweep swept swept;
swell swelled swollen;swim swam swum;swing swung swung;take took taken;teach taught taught;tear tore torn;tell told told;think thought thought;
throw threw thrown;tie tied tied;vie vied vied;thrust thrust thrust;tread trod trodden;wake woke woken;wear wore worn;weave wove woven;weep wept wept;wet wet wet;win won won;
wind wound wound;wring wrung wrung;write wrote written`

// verbPrefixes make further irregular verbs of those in the list.
var verbPrefixes = []string{"", "over", "under", "with", "out", "fore", "re", "mis", "un", "up", "inter", "off"}

// irregularEntries returns the lemmas of the irregular nouns and verbs, verbs with a
// prefix only where they occur in a text, as known tells.
func irregularEntries(known func(form string) bool) []LemmaEntry {
	var es []LemmaEntry
	for _, v := range strings.Split(strings.ReplaceAll(irregularVerbs, "\n", ""), ";") {
		forms := strings.Fields(v)
		for _, pre := range verbPrefixes {
			for i, xpos := range []string{"VBD", "VBN"} {
				for _, f := range strings.Split(forms[i+1], "/") {
					if pre == "" || known(pre+f) && known(pre+forms[0]) {
						es = append(es, LemmaEntry{pre + f, xpos, pre + forms[0]})
					}
				}
			}
		}
	}
	for _, n := range strings.Split(strings.ReplaceAll(irregularNouns, "\n", ""), ";") {
		singular, plural, _ := strings.Cut(n, " ")
		es = append(es, LemmaEntry{plural, "NNS", singular})
	}
	return es
}

// irregularNouns lists singulars and plurals that follow no rule or look like what they are not.
const irregularNouns = `
man men;woman women;child children;foot feet;tooth teeth;goose geese;mouse mice;ox oxen;life lives;wife wives;knife knives;leaf leaves;thief thieves;
half halves;calf calves;wolf wolves;shelf shelves;loaf loaves;crisis crises;analysis analyses;thesis theses;hypothesis hypotheses;oasis oases;
diagnosis diagnoses;phenomenon phenomena;criterion criteria;memorandum memoranda;referendum referenda;bacterium bacteria;alumnus alumni;stimulus stimuli;
bureau bureaux;index indices;appendix appendices;matrix matrices;series series;species species;headquarters headquarters;barracks barracks;
crossroads crossroads;gallows gallows;means means;corps corps;aircraft aircraft;spacecraft spacecraft;hovercraft hovercraft;offspring offspring;
sheep sheep;deer deer;bus buses;gas gases;virus viruses;census censuses;campus campuses;genius geniuses;bonus bonuses;potato potatoes;tomato tomatoes;
hero heroes;echo echoes;veto vetoes;embargo embargoes;torpedo torpedoes;tornado tornadoes;volcano volcanoes;mosquito mosquitoes;cargo cargoes;
movie movies;calorie calories;cookie cookies;rookie rookies;zombie zombies;tie ties;lie lies;pie pies;die dies;shoe shoes;canoe canoes;axe axes;
coup coups;gunman gunmen;policeman policemen;militiaman militiamen;spokesman spokesmen;spokeswoman spokeswomen;serviceman servicemen`
