package language

import "strings"

// serviceKind is a kind of service and the words for it. What the words say beyond the kind, such as which layout, is
// the note's code. A measured word is too common to be an order by itself: a measure before it makes it one, 两束|花.
type serviceKind struct {
	kind, words, note, measured string
}

// serviceKinds are the things that can be ordered, the kinds being the keys that others may rely on.
var serviceKinds = []serviceKind{
	{kind: "green-tea", words: "绿茶|龙井|龙井茶|碧螺春|毛尖|green tea"},
	{kind: "black-tea", words: "红茶|祁门红茶|正山小种|black tea|english tea"},
	{kind: "oolong-tea", words: "乌龙茶|铁观音|大红袍|岩茶|oolong|oolong tea"},
	{kind: "flower-tea", words: "花茶|菊花茶|茉莉花茶|茉莉茶|玫瑰花茶|jasmine tea|flower tea|herbal tea|chrysanthemum tea"},
	{kind: "white-tea", words: "白茶|white tea"},
	{kind: "puer-tea", words: "普洱|普洱茶|黑茶|pu'er|puer|pu-erh"},
	{kind: "tea", words: "茶|茶水|热茶|泡茶|茶叶|tea|teas|hot tea"},
	{kind: "coffee", words: "咖啡|美式|拿铁|美式咖啡|coffee|coffees|latte|lattes|americano|espresso"},
	{kind: "water", words: "水|白水|矿泉水|瓶装水|纯净水|凉白开|矿泉|饮用水|water|mineral water|bottled water|still water|sparkling water|waters|bottles of water"},
	{kind: "hot-water", words: "热水|开水|白开水|温水|温开水|热水瓶|暖瓶|暖水瓶|热水壶|hot water|boiled water|boiling water|warm water|kettle|thermos|thermoses"},
	{kind: "juice", words: "果汁|橙汁|饮料|可乐|juice|orange juice|soft drinks|drinks"},
	{kind: "fruit", words: "水果|果盘|水果盘|果切|fruit|fruits|fruit plate|fruit platter"},
	{kind: "snacks", words: "茶歇|点心|甜点|零食|小吃|蛋糕|下午茶|tea break|snacks|cookies|pastries|refreshments|biscuits|coffee break"},
	{kind: "lunch", words: "盒饭|午餐|工作餐|便当|简餐|lunch boxes|lunchbox|lunch box|packed lunch|boxed lunch|catering|sandwiches"},
	{kind: "cups", words: "纸杯|杯子|一次性杯子|水杯|玻璃杯|一次性纸杯|paper cups|glasses"},
	{kind: "banner", words: "横幅|条幅|会标|标语|欢迎牌|banner|banners|welcome banner"},
	{kind: "name-cards", words: "席卡|桌牌|桌签|名牌|台签|座签|台卡|席签|座位牌|名签|name cards|name plates|nameplates|name card|place cards|name tags"},
	{kind: "flowers", words: "鲜花|盆花|花篮|插花|桌花|绿植|盆栽|花卉|flowers|flower arrangement|flower arrangements|plants|potted plants|bouquet|bouquets", measured: "花"},
	{kind: "greeting", words: "礼仪|迎宾|礼仪引导|迎宾引导|接待引导|引导接待|礼仪接待|迎宾接待|礼仪迎宾|礼仪服务|引导服务|迎宾服务|礼仪人员|迎宾人员|接待人员|接待员|引导员|引导人员|迎宾员|礼仪小姐|迎宾小姐|签到台|签到处|reception desk|greeter|greeters|ushers|usher|hostess|hostesses|receptionist|receptionists|greeting|greeting and guiding|guiding|ushering|welcoming staff|reception staff|people to greet|people to guide|people to welcome|people to usher|staff to greet|staff to guide|staff to welcome|someone to greet|someone to guide|someone to welcome|somebody to greet|somebody to guide|somebody to welcome|people at the door",
		measured: "引导|接待|人引导|人迎宾|人迎接|人接待|人做引导|人做礼仪|人做迎宾|人做接待|guides"},
	{kind: "microphone", words: "话筒|麦克风|无线话筒|麦克|手持麦|无线麦|领夹麦|鹅颈麦|头戴麦|手持话筒|microphone|microphones|mic|mics|lapel mic|wireless mic|handheld mic"},
	{kind: "projector", words: "投影|投影仪|投影机|投屏|projector|beamer"},
	{kind: "screen", words: "大屏|显示屏|led屏|电子屏|大屏幕|screen|display|tv"},
	{kind: "sound", words: "音响|音箱|扩音|扩音设备|音响设备|sound system|speakers|pa system"},
	{kind: "video-call", words: "视频会议设备|视频设备|视频终端|视频会议系统|video conferencing|video conference|vc equipment|webcam|摄像头|视频连线"},
	{kind: "recording", words: "录音|录像|录音笔|摄像|全程录像|全程录音|摄像师|recording|video recording|audio recording|recorder|videographer"},
	{kind: "streaming", words: "直播|网络直播|直播设备|livestream|live stream|livestreaming"},
	{kind: "photo", words: "拍照|摄影|合影|摄影师|照相|集体照|拍合影|拍个照|拍照片|合影留念|photographer|group photo|photos|photography|photo"},
	{kind: "whiteboard", words: "白板|马克笔|白板笔|翻页板|whiteboard|flip chart|flipchart|markers"},
	{kind: "laptop", words: "笔记本电脑|电脑|laptop|laptops|computer"},
	{kind: "clicker", words: "翻页笔|激光笔|翻页器|clicker|laser pointer|presenter remote"},
	{kind: "adaptor", words: "转接头|转换头|转接器|转换器|转接线|拓展坞|扩展坞|hdmi转接头|type-c转接头|typec转接头|vga转接头|苹果转接头|adaptor|adaptors|adapter|adapters|dongle|dongles|hdmi adapter|hdmi adaptor|usb c adapter|usb-c adapter"},
	{kind: "cable", words: "hdmi线|vga线|数据线|网线|音频线|连接线|投屏线|cable|cables|hdmi cable|network cable|ethernet cable"},
	{kind: "power", words: "插线板|插排|排插|接线板|拖线板|充电器|充电线|充电宝|power strip|extension lead|extension cord|charger|chargers|power bank"},
	{kind: "tissues", words: "纸巾|抽纸|湿巾|毛巾|热毛巾|湿毛巾|餐巾纸|tissues|tissue|towels|napkins|wet wipes|box of tissues"},
	{kind: "stationery", words: "纸笔|纸和笔|铅笔|签字笔|笔记本|文具|pens|notepads|pens and paper|pens and notepads|paper and pens", measured: "笔|本子|纸"},
	{kind: "layout", note: "theatre", words: "剧院式|剧场式|影院式|剧院型|剧院形式|theatre style|theater style|theatre layout|theater layout|lecture style"},
	{kind: "layout", note: "classroom", words: "课桌式|教室式|课堂式|课桌型|课桌形式|classroom style|classroom layout|classroom seating|schoolroom style"},
	{kind: "layout", note: "u", words: "u型|u形|u字型|u字形|马蹄形|马蹄型|回字形|回字型|回型|回形|口字型|口字形|u shape|u-shape|u shaped|u shape layout|horseshoe|hollow square"},
	{kind: "layout", note: "board", words: "董事会式|围桌|围桌式|围坐|围坐式|会议桌式|圆桌|圆桌式|boardroom style|board style|boardroom layout|board layout|boardroom seating|round tables|round table style"},
	{kind: "layout", words: "岛屿式|摆台|会场布置|布置会场|布场|room layout|seating layout"},
	{kind: "chairs", words: "椅子|凳子|加椅子|座椅|折叠椅|chairs|extra chairs|another chair|extra chair|more chair|more chairs|stools", measured: "椅|凳"},
	{kind: "tables", words: "桌子|长桌|条桌|折叠桌|tables|extra tables|another table|extra table|more tables", measured: "桌"},
	{kind: "parking", words: "停车位|车位|停车|parking|parking space|parking spaces"},
	{kind: "interpreting", words: "同传|同声传译|翻译设备|翻译|interpreter|interpretation|simultaneous interpretation"},
	{kind: "temperature", words: temperatureWords()},
}

// temperatureWords are the ways to ask for a room to be warmer or cooler.
func temperatureWords() string {
	var words []string
	for _, device := range [...]string{"空调", "温度", "室温", "冷气", "暖气", "空调温度", "新风"} {
		for _, how := range [...]string{"调高", "调低", "调大", "调小", "开大", "开小", "调一下", "调一调", "调", "高", "低", "开一下", "打开", "关一下", "关掉", "关小", "开高", "开低", "调到"} {
			for _, much := range [...]string{"", "点", "一点", "些", "一些", "一度", "两度"} {
				if len(how) > len("高") || much != "" && how != "调" {
					words = append(words, device+how+much)
				}
			}
		}
	}
	words = append(words, "开空调", "关空调", "开暖气", "关暖气", "开冷气", "调高温度", "调低温度", "调一下空调", "调一下温度", "把空调打开", "把空调关了", "把空调关掉")
	for _, device := range [...]string{"ac", "a/c", "air con", "aircon", "air conditioning", "heating", "heat", "temperature", "air conditioner"} {
		for _, way := range [...]string{"up", "down", "on", "off"} {
			words = append(words, "turn "+way+" the "+device, "turn the "+device+" "+way, device+" "+way, "put the "+device+" "+way)
		}
	}
	return strings.Join(append(words, "a bit warmer", "a bit cooler", "make it warmer", "make it cooler", "bit warmer", "bit cooler", "warmer please", "cooler please"), "|")
}
