package language

// Cues are what verbs and phrases say about the intent.
const (
	cueBook = iota + 1
	cueChange
	cueCancel
	cueFree
	cueList
	cueHelp
	cueOrder
	cueTo // the new value of a change follows
)

func addIntents(t *trie) {
	for cue, words := range map[int]string{
		cueBook:   "订|预订|预定|定个|定一个|定一间|定间|定会议室|定一下|定|约|预约|借|借用|申请|安排|安排个|安排一个|开会|开个会|订个|订一个|订一间|订间|要个会议室|要间会议室|要一间会议室|想用|要用|用一下|占用|召开|开个|订会议室|需要会议室|需要一间|需要一个会议室|book|reserve|schedule|set up|arrange|booking|reservation|i need a room|need a room|need a meeting room|i need a meeting room|plan|organize|organise|pencil in|block|grab|get me a room|hold a meeting|have a meeting|make a booking|want a room|get a room|put in|looking for a room|i'd like a room|like a room|bk|resv|want the room",
		cueChange: "改到|改成|改为|改在|改|改期|换到|换成|换|换个|更改|变更|调整|调整到|调到|挪到|挪|移到|修改|推迟|延后|延期|延长|提前到|提前|推迟到|延迟到|延到|提早到|调换|换一间|换大|换小|reschedule|move|change|shift|postpone|push back|bring forward|extend|swap|switch|instead|update|modify|shorten|make it|prolong|delay|reschedule to",
		cueCancel: "取消|不开了|退订|退掉|撤销|不订了|不用了|取消掉|释放|会议取消|不要了|作废|撤回|算了|cancel|call off|drop the booking|delete|release the room|scrap|remove the booking|no longer need|don't need the room|cancelled|called off",
		cueFree:   "有空|空闲|有没有空|哪些会议室|哪个会议室|哪间会议室|什么会议室|有会议室吗|还有会议室|有没有会议室|空的会议室|空会议室|空房间|能用的会议室|可用|有空的|空着|空不空|有空吗|谁有空|查空闲|查一下空|还有空|有没有房间|有房间吗|占用情况|闲着|哪里有空|空出来|空房|有会议室|哪几间|还有哪|有没有能|有没有可以|哪个厅|free|available|availability|vacant|any room|any rooms|which room|which rooms|what rooms|what room|empty room|empty rooms|is there a room|are there rooms|is there any room|any meeting room|any meeting rooms|which meeting room|which meeting rooms|open rooms|rooms open",
		cueList:   "我的会议|我的预订|我的预定|我订的|我定的|我订了|我预订的|我预定的|我预约的|有什么会|有哪些会|有几个会|有没有会|有会吗|会议安排|会议列表|我的安排|日程|查看预订|查询预订|看一下预订|查看会议|看看会议|什么安排|有啥会|我约的|会议日程|预订记录|都有什么会|我的会|有多少会|有多少场会|有几场会|开什么会|开哪些会|my bookings|my meetings|my reservations|my booking|what meetings|list|show me|what's on|whats on|what do i have|my schedule|show my|agenda for|do i have|any meetings|what have i|upcoming meetings|my calendar|which meetings|what is on|whats going on|what's going on|what's happening|meetings are on|meetings are there|how many meetings|what's scheduled|what is scheduled",
		cueHelp:   "帮助|怎么用|如何使用|使用说明|说明书|怎么订|怎么预订|怎么操作|能做什么|你会什么|你能干什么|怎么弄|功能介绍|教我|怎么取消|怎么改|help|how do i|how to|what can you do|instructions|how does this work|how can i|usage",
		cueOrder:  "送|上|来|加|要|准备|备|端|续|泡|点|倒|需要|添|多备|来点|来些|送点|送来|上点|来份|摆|配|提供|放|拿|安排|借|order|bring|send|serve|need|want|refill|please bring|get us|provide|prepare|deliver|have|top up|more",
		cueTo:     "改到|改成|改为|改在|换到|换成|调整到|调到|挪到|移到|提前到|推迟到|延期到|延到|延迟到|提早到|延长到|改|换|变成|调整为|挪|to|instead to|into|until|延后到|改期到|改至|换为",
	} {
		t.add(cIntent, cue, words)
	}
	t.add(cYes, 0, "参加|我参加|我去|准时参加|准时到|准时|一定到|一定参加|会去|会参加|会到|能参加|能去|可以参加|可以去|确认参加|确认|没问题|好的|好|可以|行|同意|接受|收到|到时见|我来|我会来|会来|能来|没事我去|没有问题|ok没问题|必到|必须到|按时参加|按时到|嗯|是|是的|对|对的|行吧|好嘞|好滴|妥|ok|okay|yes|yep|yeah|yup|sure|accept|accepted|i'll be there|i will be there|count me in|i'm in|im in|will attend|i can make it|can make it|attending|i'll attend|i'll come|i will come|sounds good|confirmed|confirm|of course|see you there|works for me|happy to join|will be there|i'll join|will join|fine|great|absolutely|y")
	t.add(cNo, 0, "不参加|参加不了|不能参加|没法参加|无法参加|去不了|来不了|不去|不去了|不来|不来了|没空|没时间|请假|不行|不可以|不方便|到不了|参加不成|去不成|来不成|拒绝|没办法参加|没法去|没法来|不能去|不能来|我不去|我不参加|走不开|赶不上|赶不过来|缺席|不|不是|不用|不了|no|nope|nah|decline|declined|can't make it|cannot make it|cant make it|can't attend|cannot attend|cant attend|won't attend|wont attend|won't make it|not attending|unable to attend|i'm out|im out|can't come|cannot come|won't be there|not coming|i can't|unable to make it|will not attend|can't join|cannot join|unable to join|have to decline|must decline|have to miss|will miss|skip this|n|can't be there|not able to")
	t.add(cMaybe, 0, "可能|可能参加|不一定|看情况|待定|尽量|尽量参加|尽量去|说不准|不确定|再看|再说|也许|或许|到时候看|还不知道|看看吧|暂定|没定|不好说|可能去|可能来|争取|争取参加|未定|可能去不了|可能来不了|可能不能参加|不一定能去|不一定能参加|可能会迟到|maybe|not sure|might|tentative|perhaps|possibly|tentatively|i might|depends|unsure|probably|i may|not certain|will try|i'll try|let me check|don't know yet|might not make it|may not make it|might be late")
	t.add(cFiller, 0, chineseFillers)
	t.add(cFiller, 0, englishFillers)
	t.add(cMeet, 0, "会|会议|开会|个会|开个会|一个会|会议室|的会|的会议|小会|会儿|用会议室|meeting|a meeting|the meeting|meetings|room|a room|event|booking|reservation|the room|our meeting|my meeting|a booking|call|this|it|me|us|slot|the booking")
	addTitleLeads(t)
	t.add(cTitleLead, 0, "开个会|开会|开一个会|开个小会|召开|举行|举办|开个|开一个|开一场|搞个|搞一个|办个|主题是|主题为|主题:|主题|议题是|议题:|议题|会议名称|会议主题|会议名称:|会议主题:|会议主题是|名称:|名称是|名称叫|内容是|内容:|内容为|事由:|事由|用途:|用途是|标题:|标题是|标题|关于|叫做|名叫|用于|用来|目的是|会议内容|内容|会议内容:|题目是|题目|about|reason:|reason is|event:|agenda:|meeting:|for:|what:|purpose is|titled|called|named|entitled|title:|subject:|topic:|topic is|regarding|re:|title|subject|to discuss|topic|the topic is|purpose:|for a discussion of|on the topic of|discussing")
}

// addTitleLeads enters what announces the name of a meeting, 主题是, 用途:, with the words of connection.
func addTitleLeads(t *trie) {
	for _, noun := range splitWords(titleNouns) {
		for _, link := range [...]string{"", "是", "为", "叫", ":"} {
			t.add(cTitleLead, 0, noun+link)
		}
	}
}

// titleNouns are the nouns that announce a title.
const titleNouns = "主题|议题|会议名称|会议主题|会议内容|会议议题|名称|标题|题目|内容|用途|事由|事项|目的|议程|会名|活动名称|活动主题|会议事由"

const chineseFillers = "加会|临时加会|加个会|小范围|别太久|不用太久|不会太久|就行|即可|就可以|就好|搞定|就够|够了|有没有人用|有人用吗|有没有人|没有的话|有的话|空出来|占个座|占个位|占一下|我这边|我们这边|这边|我们组|我组|我部|我们部门|我们部|我们处|我们科|我司拟|我部拟|拟于|拟在|拟|烦请|劳烦|拜托|拜托了|哈喽|hello|可以吗|行吗|好吗|成不|问一下|问下|请问下|咨询一下|看下|看看|看一下|查一下|查下|很快|最好|尽量|收到请回复|一用|借一下|用于召开|拟召开|计划召开|准备召开|准备开|搞一下|弄一下|整一个|整个|弄个|来一场|落实一下|协调|协调一下|请协调|贵中心|贵单位|贵公司|贵处|贵部|能用不|能用吗|能不能用|行不行|行不|可以不|好不好|急用|老师好|领导好|各位好|大家好|早上好|上午好|下午好|晚上好|等会儿|等会|待会儿|待会|一会儿|过会儿|之前|以前|之内|以内|之后|以后|前|后|帮我|请帮我|帮忙|麻烦|麻烦你|麻烦帮我|请|请问|我要|我想要|我想|我们要|我们想|我们|咱们|我|想|要|想要|订|预订|预定|定|约|预约|借|借用|用|用一下|申请|安排|开|开个|开一个|开一场|召开|举行|举办|搞个|搞|做个|做|进行|一下|下|一个|个|间|一间|会议室|一个会议室|一间会议室|间会议室|个会议室|在|于|到|去|的|是|给|给我|给我们|为|有|有个|有一个|还有|另外|再|并|并且|需要|需|大概|大约|左右|时间|时间是|时间:|地点|地点是|地点:|人数|人数:|人数是|参会|参会人|参加|一共|共|总共|开始|结束|起|了|吧|吗|呢|啊|哈|呀|谢谢|谢谢你|多谢|感谢|辛苦|辛苦了|使用|开会用|嗯|呃|额|那个|就|就是|然后|你好|您好|哦|喂|hi|每次|时长|时长:|大家|准备|打算|计划|能不能|可不可以|可以|能|可否|能否|帮|来|来个|来一个|快|赶紧|尽快|一场|场|会务|小助手|机器人|顺便|同时|要求|场地|房间|个房间|一个房间|这个|地方|占|占用|订个|订一个|订一间|订间|定个|定一个|定一间|约个|约一个|组织|组织一个|组织一场|开一下|预留|留|留一间|锁定|直到|从|至|从现在起|周期|持续|每场|每|都|也|把|将|对|号|时候|的时候|人|位|大一点|小一点|能坐|能坐下|坐得下|坐下|能容纳|容纳|可容纳|适合|带|带有|配|和|以及|跟|与|还要|还需要|还想要|外加|加|备|上|送|以|由|共计|预计|约定|那|那就|说|替|替我|替我们|请为|请为我|为我|为我们|随便|任意|哪个都行|都行|空的|空闲的|里|内|中|会上|会中|其中|一|期间|楼|层|召集|临时|我司|准时|可能|连续|连着|整个|要开|要开个|要开一个|要用|我们部门要|先|先订|预|改|换|改到|换到"

const englishFillers = "sorry for the short notice|sorry for short notice|apologies for the short notice|short notice|sorry|last minute|if poss|if you can|if it's free|if free|sort me out|sort out|sort us out|nab|hiya|just a|got a|we'd love|i'd love|we'd|i'd|i'm after|i am after|we're after|ta|no rush|would be great|that would be great|appreciate it|much appreciated|let me know|thanks in advance|many thanks|ideally|any will do|doesn't matter which|we run|run|running a|can u|could u|u|pls can|is there|are there|got|do you have|have you got|spare|spare room|going|can someone|could someone|someone|good morning|good afternoon|good evening|morning all|we're in|we are in|i'm in|we're doing|we are doing|please book|let's do|let's do the|our usual|usual|need to use|need somewhere|somewhere|stick me in|stick us in|there'll be|'ll be|'ll|let's meet|wanna|i wanna|put me down|put us down|meet up|before|after|please|pls|plz|can you|could you|can i|could i|can we|could we|may i|i want to|i want|i'd like to|i'd like|i would like to|i would like|id like to|we'd like to|we would like to|i need to|i need|we need|we need to|need|need to|want|want to|book|reserve|schedule|set up|setup|arrange|organize|organise|plan|a|an|the|room|a room|meeting room|conference room|for|to|of|with|at|on|in|from|me|us|we|i|my|our|hi|hello|hey|let's|lets|let us|have|hold|having|and|thanks|thank you|thx|cheers|starting|start|starts|ending|is|it|there|will be|be|by|until|till|some|one|space|place|get|make|put|a booking|booking|a reservation|help me|help|about|around|this|that|then|so|um|uh|er|like|just|also|plus|as|we'll be|we are|we're|there are|there will be|total|in total|people|attendees|kindly|would you|you|block|grab|pencil in|add|use|using|hosting a|hosting an|host a|host an|i'm hosting|we're hosting|i am hosting|we are hosting|doing a|doing an|doing some|somewhere quiet|quiet|it's for|it's|its for|it is for|that's for|this is for|holding|hours|long|lasting|lasts|duration|every|per|each|recurring|repeat|repeating|if possible|preferably|any|available|free|big|large|small|up|capacity|seating|seats|who|that fits|fits|fit|fitting|which|needed|required|ok|between|during|or|but|not|bring|send|serve|order|the same|each time|for a meeting|location|venue|time|date|when|where|somewhere|sometime|now|again|via|dear|team:|looking for|i am|i'm|am|going|going to|gonna|would|like to|do|with a|running"

// own are the words with which somebody asks for what is theirs.
var own = func() *trie {
	t := newTrie()
	t.add(cIntent, cueList, "我|本人|自己|my|mine|do i have|have i|i have|i've got|have i got|am i|i am in|i'm in|i booked|i've booked|i attend|i am attending|i'm attending")
	return t
}()

// asksOwn tells whether a question for meetings is for the writer's own: 我明天有什么会, "my meetings"; not 帮我看看明天有什么会
// or 我们, "show me".
func (s *scan) asksOwn() bool {
	for p, r := range s.runes {
		if len(own.match(s.runes, p, nil)) == 0 {
			continue
		}
		next := s.peek(p + 1)
		if r != '我' || !askedFor[s.peek(p-1)] && next != '们' && next != '想' && next != '要' {
			return true
		}
	}
	return false
}

// askedFor are the characters behind which 我 is whom one does something for: 帮我, 告诉我.
var askedFor = runeSet("帮给替为诉让")
