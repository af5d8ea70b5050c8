package language

import "strings"

// Kinds of problems, in the order their vocabularies number them.
var problemKinds = [...]string{"", "av", "light", "aircon", "network", "cleaning", "other", "order", "safety", "order"}

// The kinds that the words for them decide, whatever device is near, and a nuisance, which is a device's if one is named.
const (
	problemCleaning = iota + 5
	_
	problemOrder
	problemSafety
	problemNuisance
)

func addProblems(t *trie) {
	for kind, words := range []string{
		1: "投影|投影仪|投影机|话筒|麦克风|麦克|音响|音箱|屏幕|大屏|显示屏|显示器|电视|投屏|遥控器|摄像头|视频会议设备|视频|hdmi|转接头|led屏|声音|画面|幕布|翻页笔|projector|microphone|mic|speaker|speakers|screen|display|tv|hdmi|camera|webcam|audio|sound|video|remote|电子屏|设备|音控",
		2: "灯|灯光|灯管|照明|吊灯|筒灯|灯泡|日光灯|light|lights|lamp|bulb|lighting",
		3: "空调|冷气|暖气|新风|温度|中央空调|暖风|aircon|air con|air conditioning|air conditioner|ac|a/c|heating|heater|hvac|temperature",
		4: "网络|网|无线网|wifi|wi-fi|无线|有线网|网线|网口|上网|内网|外网|internet|network|wi fi|lan|ethernet|connection",
		5: "地面|地毯|桌面|垃圾|垃圾桶|卫生|卫生间|厕所|洗手间|玻璃|地上|桌上|carpet|floor is|trash|bin|toilet|restroom|bathroom|whiteboard is dirty",
		6: "门|门锁|窗|窗户|窗帘|椅子|桌子|插座|插头|电源|电|电梯|饮水机|水管|天花板|马桶|水龙头|锁|门禁|墙|door|window|chair|table|socket|power|outlet|lock|lift|elevator|ceiling|tap|curtain|blinds|desk",
	} {
		if words != "" {
			t.add(cDevice, kind, words)
		}
	}
	for kind, words := range []string{
		0:               "坏了|坏|坏掉了|出问题了|有问题|出故障|故障|失灵|不好使|不好用|用不了|不能用|没法用|不工作|不动|没反应|打不开|开不了|关不上|关不了|修一下|报修|维修|修理|出毛病|不灵|死机|黑屏|花屏|蓝屏|不显示|没显示|显示不出来|没画面|没信号|无信号|没有信号|不行了|卡住了|断了|松了|掉了|裂了|破了|碎了|不亮|不亮了|灭了|一闪一闪|闪|闪烁|没电|没电了|断电|跳闸|停电|漏电|broken|broke|not working|doesn't work|does not work|doesnt work|isn't working|isnt working|won't turn on|wont turn on|won't start|not responding|out of order|faulty|dead|stopped working|fails|failed|malfunction|malfunctioning|flickering|burnt out|stuck|cracked|damaged|no power|needs fixing|need fixing|fix|repair|jammed|won't open|won't close|acting up|is down|no signal|blank|frozen|fault",
		1:               "没声音|没有声音|没声|杂音|啸叫|有杂音|声音太小|有回音|连不上投影|投不上|投不了屏|投屏不了|不出声|模糊|偏色|看不清|no sound|no picture|no audio|echo|blurry|can't hear|no image",
		2:               "太暗|不够亮|太暗了|太亮|too dark|too dim|too bright",
		3:               "太冷|太热|不制冷|不制热|不凉|不冷|不热|吹热风|好热|好冷|热死了|冷死了|太闷|闷热|有点热|有点冷|很热|很冷|too hot|too cold|freezing|boiling|stuffy|not cooling|no cool air|so hot|so cold|very cold|very hot",
		4:               "没网|没网了|断网|断网了|连不上|连不上网|上不了网|连不了|网速慢|很卡|太慢|掉线|网很慢|没有网|no internet|no wifi|no network|can't connect|cannot connect|slow|disconnected|can't get online|keeps dropping",
		5:               "脏|很脏|太脏|脏了|有异味|异味|很臭|臭|没打扫|打扫一下|没收拾|打扫|收拾一下|清洁|洒了|打翻了|撒了|垃圾满了|有味道|没纸了|没纸|保洁|没人打扫|dirty|smells|smelly|spill|spilled|needs cleaning|messy|not cleaned|overflowing|stinks|clean up|mess|sticky",
		6:               "漏水|漏水了|滴水|渗水|堵了|堵住了|锁不上|打不开门|漏|leak|leaking|leaks|water leak|blocked|locked|clogged|flooding|water is dripping|dripping|吱吱响|异响|有噪音|noise|noisy",
		problemOrder:    "可疑人员|可疑人物|可疑的人|可疑男子|可疑女子|可疑分子|形迹可疑|行迹可疑|鬼鬼祟祟|陌生人|闲杂人员|闲杂人等|社会人员|不明人员|外来人员闯入|吵架|吵起来|争吵|争执|打架|打起来|斗殴|闹事|滋事|起哄|喧哗|起冲突|发生冲突|推搡|骚扰|尾随|醉汉|喝醉|耍酒疯|硬闯|擅闯|闯入|闯进来|翻墙|上访|堵门|堵在门口|围堵|聚众|suspicious person|suspicious people|suspicious man|suspicious men|suspicious woman|suspicious character|suspicious looking|suspicious individual|suspicious individuals|suspicious visitor|intruder|intruders|trespasser|trespassers|stranger|strangers|unauthorised person|unauthorized person|unauthorised people|unauthorized people|gatecrasher|gatecrashers|fight|fighting|fistfight|brawl|brawling|quarrelling|quarreling|disturbance|harassing|harassed|blocking the entrance|blocking the door|blocking the corridor",
		problemSafety:   "着火|起火|失火|火灾|火情|冒烟|烟味|浓烟|焦味|焦糊味|糊味|煤气味|燃气味|燃气泄漏|煤气泄漏|触电|晕倒|昏倒|昏迷|摔倒|摔伤|受伤|流血|烫伤|被困|困在|爆炸|可疑物品|可疑包裹|可疑物|不明包裹|无人认领的包|带刀|持刀|on fire|caught fire|there is a fire|there's a fire|fire broke out|there is smoke|there's smoke|smoke coming|smell of burning|burning smell|smell of gas|gas leak|smell of smoke|suspicious package|suspicious bag|suspicious object|suspicious item|unattended bag|unattended package|unattended luggage|fainted|collapsed|unconscious|electric shock|bleeding|trapped|has a knife|with a knife",
		problemNuisance: "太吵|太吵了|很吵|好吵|吵死了|吵得很|吵得|太闹|聚集|拥挤|挤不动|人太多|overcrowded|too crowded|too many people|too noisy|too loud|so loud|very loud|so noisy|very noisy",
	} {
		t.add(cFault, kind, words)
	}
	for kind, words := range map[int]string{
		problemOrder:  "吵|闹|骂|骂人|大喊|喊叫|叫喊|打人|动手|抽烟|吸烟|徘徊|转悠|偷|偷东西|堵着|发传单|拉横幅|不让进|不肯走|arguing|shouting|yelling|screaming|smoking|loitering|hanging around|sneaking|drunk|pushing|shoving|threatening|protesting|stealing|brawl|causing trouble|making trouble|making a scene|refusing to leave",
		problemSafety: "晕|晕了|倒下|摔了|烧伤|injured|hurt|burnt|ill|choking",
	} {
		t.add(cAct, kind, words)
	}
	t.add(cSomebody, 0, "有人|有个人|有几个人|有一个人|几个人|一个人|一群人|一伙人|一帮人|有一群|有一伙|有两个人|两个人|有个男的|有个女的|两拨人|客人|访客|他们|someone|somebody|people|a person|a man|two men|some men|men|a woman|women|a guy|guys|guest|guests|visitor|visitors|a group|a crowd|crowd|kids|they|an employee|a colleague")
}

// farthestAct is how far before what somebody does that somebody may be named: 有人在三楼走廊里大声|骂人.
const farthestAct = 30

// act is what somebody does at p who disturbs or is in danger: words that are a problem only when somebody is said to
// do them.
func (s *scan) act(p int) (token, bool) {
	t, ok := s.word(p, cAct)
	if !ok {
		return token{}, false
	}
	for q := p - 1; q >= max(0, p-farthestAct) && !s.breaks(q); q-- {
		if who, ok := s.word(q, cSomebody); ok && who.end <= p {
			return t, true
		}
	}
	return token{}, false
}

// problem finds a fault: words for what is wrong, and the device that has it.
func (s *scan) problem() *Problem {
	fault, device := token{}, token{}
	faultAt, deviceAt := -1, -1
	urgent := false
	for p := range s.runes {
		if t, ok := s.word(p, cFault); ok && t.end-p > fault.end-faultAt && !s.notFault(p, t) {
			fault, faultAt = t, p
		} else if t, ok := s.act(p); ok && t.end-p > fault.end-faultAt {
			fault, faultAt = t, p
		}
		if _, ok := s.word(p, cUrgent); ok {
			urgent = true
		}
	}
	if faultAt < 0 {
		return nil
	}
	nearest := len(s.runes) + 1
	for p := range s.runes {
		t, ok := s.word(p, cDevice)
		if !ok {
			continue
		}
		away := max(p, faultAt) - min(p, faultAt)
		if p > faultAt {
			away += 4
		}
		if away < nearest || p < device.end && t.end > device.end {
			device, deviceAt, nearest = t, p, away
		}
	}
	kind := fault.val
	if kind == problemNuisance && deviceAt < 0 && s.onlyFiller(0, faultAt) && s.onlyFiller(fault.end, len(s.runes)) {
		return nil // too loud may be anything
	}
	if kind == problemOrder || kind == problemSafety {
		deviceAt = -1
		urgent = urgent || fault.class == cFault || kind == problemSafety
	}
	if deviceAt >= 0 && kind != problemCleaning {
		kind = device.val
	}
	if kind == 0 {
		kind = problemCleaning + 1
	}
	from, to := faultAt, fault.end
	if deviceAt >= 0 && nearest < 25 {
		from, to = min(from, deviceAt), max(to, device.end)
	}
	sp := s.span(from, to)
	return &Problem{Kind: problemKinds[kind], Urgent: urgent, Text: strings.TrimSpace(sp.In(s.text)), Span: sp}
}

// incident tells whether people cause the problem or are in danger (S106), rather than a device being broken.
func (p *Problem) incident() bool {
	return p.Kind == problemKinds[problemOrder] || p.Kind == problemKinds[problemSafety]
}

// notFault refuses fault words in other company: 电梯 is no 电, 修改 is no 修, "fix a time".
func (s *scan) notFault(p int, t token) bool {
	if t.end-p == 1 {
		before, next := s.peek(p-1), s.peek(t.end)
		return before == '遗' || before == '泄' || next == '洞' || next == '斗' || next == '光' && s.runes[p] == '闪' || before == '破' || next == '掉'
	}
	return s.literalAt(p, "fix") && (s.literalAt(t.end, " a time") || s.literalAt(t.end, " a meeting") || s.literalAt(t.end, " up a"))
}
