package handlers_test

import (
	"testing"

	"huiwu/conference"
)

// What a card says of days is true after midnight, too: it is edited, and nobody hears it.
func TestCards_AfterMidnight(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.says("李敏", "明天下午三点到五点 302 周例会 8 人")
	o.taps("李敏", "确认预订")
	o.says("Anna", "9am to 10am the day after tomorrow 305 budget talk 8 people")
	o.taps("Anna", "Book it")
	b := o.bookings("李敏")[0]
	_, err := o.store.Invite(t.Context(), conference.Change{Actor: o.people["李敏"], Now: o.now}, b.ID, []int64{o.people["王强"].ID})
	o.must(err)
	o.carry()
	for name, words := range map[string]string{"李敏": "15:00–17:00（明天）", "王强": "15:00–17:00（明天）", "Anna": "(in two days)"} {
		o.at(name).reads(words)
		o.at(name).sent = 0
	}
	o.now = at(1, 0, 1)
	o.must(o.store.RefreshMeetings(t.Context(), at(1, 0, 0), at(3, 0, 0), o.now))
	o.carry()
	for name, words := range map[string]string{"李敏": "今天 15:00–17:00（14 小时 59 分后）", "王强": "今天 15:00–17:00（14 小时 59 分后）", "Anna": "(tomorrow)"} {
		o.at(name).reads(words)
		if n := o.at(name).sent; n != 0 {
			t.Errorf("%s was sent %d messages", name, n)
		}
	}
}
