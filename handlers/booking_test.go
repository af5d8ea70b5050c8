package handlers_test

import (
	"testing"
	"time"
)

func TestBooking_ByButtons(t *testing.T) {
	t.Parallel()
	p := setup(t).of("李敏")
	p.says("/book")
	p.taps("明天")
	p.taps("15:00")
	p.taps("2 小时")
	p.taps("20")
	t.Log(p.screen())
	p.taps("主楼 301")
	t.Log(p.screen())
	p.taps("确认预订")
	t.Log(p.screen())
	p.taps("更多")
	t.Log(p.screen())
	p.taps("返回")
	p.taps("加入日历")
	t.Log(p.screen())
	p.taps("改期")
	t.Log(p.screen())
	p.says("/my")
	t.Log(p.screen())
	p.says("/rooms")
	t.Log(p.screen())
	p.says("/today")
	t.Log(p.screen())
	p.says("/help")
	t.Log(p.screen())
	p.says("/start")
	t.Log(p.screen())
	_ = time.Second
}
