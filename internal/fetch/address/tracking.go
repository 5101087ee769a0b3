package address

import "strings"

// tracking reports whether a parameter ("name=value", as it stands in the query) only tells where the reader came
// from. A name that some site uses for its content (ref, source, id, cid, page) is not on the list, but its value "rss" is enough to tell.
// The names are those that mail services, ad networks, social networks and news sites document or are widely seen to add.
func tracking(pair string) bool {
	name, value, _ := strings.Cut(pair, "=")
	name = strings.ToLower(name)
	for _, prefix := range []string{"utm_", "utm-", "pk_", "piwik_", "matomo_", "mtm_", "hsa_", "ns_", "at_", "stm_", "oly_", "vero_", "__hs", "_hs", "guce_", "trk_", "itm_", "sc_c"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	switch name {
	case "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "gad_source", "gad_campaignid", "srsltid", // search and ads
		"msclkid", "yclid", "ysclid", "twclid", "ttclid", "rdt_cid", "epik", "li_fat_id", "igshid", "igsh", "wickedid", "rb_clickid", "irclickid", "s_kwcid", "ef_id",
		"mc_cid", "mc_eid", "mkt_tok", "_ga", "_gl", "_openstat", "hsctatracking", "sref", "spm", "trk", "trkcampaign", // mail and analytics
		"fb_action_ids", "fb_action_types", "fb_ref", "fb_source", "action_object_map", "action_type_map", "action_ref_map", // social networks
		"ref_src", "ref_url", "__twitter_impression", "soc_src", "soc_trk", "guccounter", "s_cid", "ncid", "_branch_match_id", "_branch_referrer",
		"cmpid", "icid", "ito", "smid", "smtyp", "ocid", "xtor", "taid", "mbid", "tpcc", "traffic_source", "leadsource", "wt.mc_id", "wt_mc", "wtmc", "wpisrc", "wpmm", // news sites
		"dlbk", "ftag", "ftcamp", "cndid", "esrc", "itid", "sfmc_id", "sfmc_sub", "rsshub", "maca", "intcmp", "intcid", "__source", "ftcamp_id", "echobox":
		return true
	case "ref", "src", "source", "from", "via", "mod", "partner", "emc", "cid", "campaign":
		v := strings.ToLower(value)
		return v == "rss" || v == "rssfeed" || strings.HasPrefix(v, "rss_") || strings.HasPrefix(v, "rss-")
	case "cmp": // a campaign is a word; a number would be content
		return strings.Trim(value, "0123456789") != ""
	}
	return false
}
