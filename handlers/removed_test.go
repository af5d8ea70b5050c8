package handlers_test

import (
	"testing"
	"time"

	"huiwu/conference"
)

// Somebody removed from the roster loses everything at once: what they began, the cards they hold, the buttons on
// them, and what was on its way to them.
func TestRemoved_LosesEverythingAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	b := o.booked("李敏", "301", at(1, 15, 0), 2*time.Hour, 20, "季度评审")
	o.says("李敏", "/my")
	o.taps("李敏", "11月24日 周二")
	mine := o.at("李敏").last()
	cancel := o.at("李敏").tapping("取消预订")
	wish := o.at("李敏").saying("明天上午十点302开会5个人")
	o.does("李敏", wish) // a dialog is open
	o.mail.take()
	_, err := o.store.Invite(t.Context(), conference.Change{Actor: o.people["热线"], Now: o.now}, b.ID, []int64{o.people["王强"].ID})
	o.must(err) // the organiser's card is to be brought up to date

	o.must(o.store.RemovePerson(t.Context(), conference.Change{Actor: o.people["管理员"], Now: o.now}, o.people["李敏"].ID))
	for _, d := range o.mail.take() {
		if d.To.Person != o.people["李敏"].ID {
			continue
		}
		if m, ok, err := o.Compose(t.Context(), d); err != nil || ok {
			t.Errorf("%s still goes to somebody removed: %v %v", d.Kind, m.Text, err)
		}
	}
	o.at("李敏").handle(cancel)
	if got, err := o.store.Booking(t.Context(), b.ID); err != nil || !got.Live() {
		t.Errorf("a card from before still cancels: %+v, %v\n%s", got, err, mine)
	}
	o.at("李敏").handle(wish) // Telegram brings it again
	o.at("李敏").reads("您的账号还没有登记")
	for _, words := range []string{"10", "/my", "/book", "确认"} {
		o.at("李敏").handle(o.at("李敏").saying(words))
		o.at("李敏").reads("您的账号还没有登记")
	}
}
