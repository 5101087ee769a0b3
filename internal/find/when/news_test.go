package when

import (
	"strings"
	"testing"
)

// TestNews holds what news asks of the grammar beyond single expressions: the day of publication differs from case to case.
func TestNews(t *testing.T) {
	const (
		thursday = "2023-08-17"
		sunday   = "2023-08-20"
	)
	for _, c := range []struct{ published, text, want string }{
		// Stretches of time that end at publication.
		{published, "Over the past week they fled.", "the past week = 2023-W32 2023-08-09..2023-08-16"},
		{published, "In the past month they fled.", "the past month = 2023-07 2023-07-16..2023-08-16"},
		{published, "They fled over the last year.", "the last year = 2022 2022-08..2023-08"},
		{published, "They fled in the last week.", "the last week = 2023-W32 2023-08-09..2023-08-16"},
		{published, "They fled in the last week of July.", "the last week of July = 2023-W30 2023-07-25..2023-07-31"},
		{published, "They fled last month.", "last month = 2023-07 2023-07..2023-07"},
		{published, "They fled in the last few months.", "the last few months = PXM 2023-05..2023-08"},
		{published, "They fled over the past five years.", "the past five years = P5Y 2018..2023"},
		{published, "They fled in recent years.", "recent years = PAST_REF 2019..2023"},
		{published, "They left a few days ago.", "a few days ago = PAST_REF 2023-08-11..2023-08-15"},
		{published, "They left several weeks ago.", "several weeks ago = PAST_REF 2023-07-12..2023-08-02"},
		// "last week" in a Sunday paper is the week that ends.
		{sunday, "They left last week.", "last week = 2023-W32 2023-08-13..2023-08-19"},
		// Weekdays side by side.
		{thursday, "They met on Thursday and Friday.", "Thursday = 2023-08-10 2023-08-10..2023-08-11|Friday = 2023-08-11 2023-08-10..2023-08-11"},
		{thursday, "They will meet on Thursday and Friday.", "Thursday = 2023-08-17 2023-08-17..2023-08-18|Friday = 2023-08-18 2023-08-17..2023-08-18"},
		{thursday, "The envoys' talks on Thursday and Friday are the first.", "Thursday = 2023-08-17 2023-08-17..2023-08-18|Friday = 2023-08-18 2023-08-17..2023-08-18"},
		{thursday, "They met on Monday and on Wednesday.", "Monday = 2023-08-14 2023-08-14..2023-08-14|Wednesday = 2023-08-16 2023-08-16..2023-08-16"},
		// Planned acts.
		{published, "The summit, which starts Saturday, is the first.", "Saturday = 2023-08-19 2023-08-19..2023-08-19"},
		{published, "On Friday, the envoys are to meet the minister.", "Friday = 2023-08-18 2023-08-18..2023-08-18"},
		{published, "On Friday, the envoys will meet the minister.", "Friday = 2023-08-18 2023-08-18..2023-08-18"},
		{published, "The minister meets the envoys on Friday.", "Friday = 2023-08-18 2023-08-18..2023-08-18"},
		{published, "The council called an urgent session for Thursday.", "Thursday = 2023-08-17 2023-08-17..2023-08-17"},
		{published, "The unions called for protests on Saturday.", "Saturday = 2023-08-19 2023-08-19..2023-08-19"},
		{published, "The unions called for protests in all ports on Saturday.", "Saturday = 2023-08-19 2023-08-19..2023-08-19"},
		{published, "She invited the miners to talks on Friday.", "Friday = 2023-08-18 2023-08-18..2023-08-18"},
		{published, "The minister called for a truce on Friday.", "Friday = 2023-08-11 2023-08-11..2023-08-11"},
		{published, "The unions called off a protest on Saturday.", "Saturday = 2023-08-12 2023-08-12..2023-08-12"},
		{published, "The town reported 22 cases for Friday.", "Friday = 2023-08-11 2023-08-11..2023-08-11"},
		{published, "On Friday, the envoys met the minister.", "Friday = 2023-08-11 2023-08-11..2023-08-11"},
		// What lies after or before the day named last, in another paragraph too.
		{published, "They attacked on August 3.\nThe next day they left.", "August 3 = 2023-08-03 2023-08-03..2023-08-03|The next day = 2023-08-04 2023-08-04..2023-08-04"},
		{published, "They attacked on August 3.\nHe fled that day.", "August 3 = 2023-08-03 2023-08-03..2023-08-03|that day = 2023-08-03 2023-08-03..2023-08-03"},
		{published, "They attacked on August 3.\nA day earlier they had met.", "August 3 = 2023-08-03 2023-08-03..2023-08-03|A day earlier = 2023-08-02 2023-08-02..2023-08-02"},
		{published, "They attacked on August 3.\nTwo days later he fled.", "August 3 = 2023-08-03 2023-08-03..2023-08-03|Two days later = 2023-08-05 2023-08-05..2023-08-05"},
		{published, "They attacked on August 3.\nHe fled a day after.", "August 3 = 2023-08-03 2023-08-03..2023-08-03|a day after = 2023-08-04 2023-08-04..2023-08-04"},
		{published, "It filed the suit in 2019.\nOn May 13 of that year it lost.", "2019 = 2019 2019..2019|May 13 of that year = 2019-05-13 2019-05-13..2019-05-13"},
		{published, "It was taken in 2009 and given back a year later.", "2009 = 2009 2009..2009|a year later = 2010 2010..2010"},
		{published, "They had met the day before.", "the day before = 2023-08-15 2023-08-15..2023-08-15"},
		{published, "They attacked on August 3. He had fled the day before.", "August 3 = 2023-08-03 2023-08-03..2023-08-03|the day before = 2023-08-02 2023-08-02..2023-08-02"},
		{published, "They fled the day before the vote.", ""},
		// Papers and programmes.
		{published, "The raid failed, USA Today reported.", ""},
		{published, "He told the Today show that they fled.", ""},
		{published, "He told the “Today” show that they fled.", ""},
		{published, "They joked about it on The Tonight Show.", ""},
		{published, "He spoke on \"Today\" on Monday.", "Monday = 2023-08-14 2023-08-14..2023-08-14"},
		{published, "“Today, they fled,” he said.", "Today = 2023-08-16 2023-08-16..2023-08-16"},
		{published, "“Today’s raid failed,” he said.", "Today = 2023-08-16 2023-08-16..2023-08-16"},
		{published, "The envoys will show the list today.", "today = 2023-08-16 2023-08-16..2023-08-16"},
		// Tomorrow is not called the following Thursday, nor yesterday the previous Tuesday.
		{published, "They will meet the following Thursday.", "the following Thursday = 2023-08-24 2023-08-24..2023-08-24"},
		{published, "They met the previous Tuesday.", "the previous Tuesday = 2023-08-08 2023-08-08..2023-08-08"},
		{published, "The ban ends next 6th of April.", "next 6th of April = 2024-04-06 2024-04-06..2024-04-06"},
		{published, "The court will sit again on 29th.", "29th = 2023-08-29 2023-08-29..2023-08-29"},
		{published, "He was born on 03/18/40.", "03/18/40 = 1940-03-18 1940-03-18..1940-03-18"},
		{published, "They will meet in two weeks' time.", "two weeks' time = 2023-08-30 2023-08-30..2023-08-30"},
		{published, "They left two weeks and two days ago.", "two weeks and two days ago = 2023-07-31 2023-07-31..2023-07-31"},
		{published, "They left one year, two months and three days ago.", "one year, two months and three days ago = 2022-06-13 2022-06-13..2022-06-13"},
		{published, "The siege lasted one year and a quarter.", "one year and a quarter = P1.25Y"},
		{published, "They worked for the last three months and two weeks and two days ago they left.", "the last three months = P3M 2023-05-16..2023-08-16|two weeks = P2W|two days ago = 2023-08-14 2023-08-14..2023-08-14"},
		{published, "They will meet next Monday, not the previous Friday.", "next Monday = 2023-08-21 2023-08-21..2023-08-21|the previous Friday = 2023-08-11 2023-08-11..2023-08-11"},
		{published, "It stopped for one second.", "one second = PT1S"},
		{published, "He came second.", ""},
		{published, "It lasted 123.45 seconds.", "123.45 seconds = PT123.45S"},
		{published, "The war has cost 3.55 days of output.", "3.55 days = P3.55D"},
		{published, "They met in the first week of March.", "the first week of March = 2023-W09 2023-03-01..2023-03-07"},
		{published, "They left in the second half of May.", "the second half of May = 2023-05 2023-05-16..2023-05-31"},
		{published, "The marchers fell out of March's good graces.", ""},
		{published, "He left the week before last.", "the week before last = 2023-W31 2023-07-31..2023-08-06"},
		{published, "He left the weekend before last.", "the weekend before last = 2023-W31-WE 2023-08-05..2023-08-06"},
		{published, "They met earlier in the week.", "earlier in the week = 2023-W33 2023-08-14..2023-08-16"},
		{published, "They met on August 3. Earlier in the day he fled.", "August 3 = 2023-08-03 2023-08-03..2023-08-03|Earlier in the day = 2023-08-03 2023-08-03..2023-08-03"},
		{published, "It was signed two days after the July 26 coup.", "two days after the July 26 = 2023-07-28 2023-07-28..2023-07-28"},
		{published, "They met on August 3 to 5.", "August 3 to 5 = 2023-08-03 2023-08-03..2023-08-05"},
		// Lists of days; weekdays that are counted, or belong to a reckoned day.
		{published, "They met on August 3, 4 and 5.", "August 3 = 2023-08-03 2023-08-03..2023-08-05|4 = 2023-08-04 2023-08-03..2023-08-05|5 = 2023-08-05 2023-08-03..2023-08-05"},
		{published, "They met on August 3, 4, and 5.", "August 3 = 2023-08-03 2023-08-03..2023-08-05|4 = 2023-08-04 2023-08-03..2023-08-05|5 = 2023-08-05 2023-08-03..2023-08-05"},
		{published, "They met on August 3, 7 and 9.", "August 3 = 2023-08-03 2023-08-03..2023-08-03|7 = 2023-08-07 2023-08-07..2023-08-07|9 = 2023-08-09 2023-08-09..2023-08-09"},
		{published, "On August 3, 4 soldiers and 5 guards fled.", "August 3 = 2023-08-03 2023-08-03..2023-08-03"},
		{published, "On August 3, 40 and 50 of them fled.", "August 3 = 2023-08-03 2023-08-03..2023-08-03"},
		{published, "The bridge fell two Fridays ago.", "two Fridays ago = 2023-08-04 2023-08-04..2023-08-04"},
		{published, "They will vote 3 Sundays from now.", "3 Sundays from now = 2023-09-03 2023-09-03..2023-09-03"},
		{published, "The two Fridays were quiet.", "Fridays = XXXX-WXX-5"},
		{published, "The bridge fell three weeks ago on Friday.", "three weeks ago on Friday = 2023-07-28 2023-07-28..2023-07-28"},
		{published, "The bridge fell on Friday, three weeks ago.", "Friday, three weeks ago = 2023-07-28 2023-07-28..2023-07-28"},
		{published, "They will vote two months from today on Sunday.", "two months from today on Sunday = 2023-10-22 2023-10-22..2023-10-22"},
		{published, "They will vote on Tuesday two weeks after August 30.", "Tuesday two weeks after August 30 = 2023-09-12 2023-09-12..2023-09-12"},
		{published, "They meet next Sunday.", "next Sunday = 2023-08-27 2023-08-27..2023-08-27"},
		{sunday, "They meet next Friday.", "next Friday = 2023-08-25 2023-08-25..2023-08-25"},
		{published, "It opens on Sept. 13 (Thursday), 2018.", "Sept. 13 (Thursday), 2018 = 2018-09-13 2018-09-13..2018-09-13"},
		{published, "Rebels crossed the river in the winter of 1998-99.", "the winter of 1998-99 = 1999-WI 1998-12..1999-02"},
		{published, "He left office on May 3, 2021. He was jailed in 2009 and freed a year later.", "May 3, 2021 = 2021-05-03 2021-05-03..2021-05-03|2009 = 2009 2009..2009|a year later = 2010 2010..2010"},
		// Ranges.
		{published, "It fought the war of 1980-88.", "1980-88 = 1980 1980..1988"},
		{published, "He fell in the war over the islands in 1990-91.", "1990-91 = 1990 1990..1991"},
		{published, "The war from 1846 to 48 was lost.", "1846 to 48 = 1846 1846..1848"},
		{published, "They met from July 2 to 4.", "July 2 to 4 = 2023-07-02 2023-07-02..2023-07-04"},
		{published, "The council sat May 3 and 4.", "May 3 = 2023-05-03 2023-05-03..2023-05-04|4 = 2023-05-04 2023-05-03..2023-05-04"},
		{published, "He led it in the late 1990s.", "the late 1990s = 199 1996..1999"},
		{published, "He led it in the mid-1990s.", "the mid-1990s = 199 1994..1996"},
	} {
		if got := strings.Join(found(c.text, c.published), "|"); got != c.want {
			t.Errorf("%s (%s)\n got %s\nwant %s", c.text, c.published, got, c.want)
		}
	}
}
