package roster

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"huiwu/conference"
)

var roomColumns = []column{
	{"number", []string{"房号", "编号", "房间号", "会议室", "room", "no"}, true},
	{"name", []string{"名称", "会议室名称"}, false},
	{"building", []string{"楼宇", "楼", "大楼", "楼栋"}, false},
	{"floor", []string{"楼层", "层"}, false},
	{"class", []string{"类别", "等级", "类"}, true},
	{"seats", []string{"座位", "座位数", "容量", "人数", "capacity"}, true},
	{"equipment", []string{"设备", "设施"}, false},
	{"aliases", []string{"别名", "别称", "alias"}, false},
	{"layouts", []string{"布局", "台型", "摆台", "layout"}, false},
	{"removed", []string{"停用", "删除", "撤销"}, false},
}

// ReadRooms reads rooms.csv: number, class and seats; and name, building, floor, equipment,
// aliases, layouts and removed where they are there (S31, S32). Equipment and layouts that
// have a code get it; others stay as they are written.
func ReadRooms(in io.Reader) ([]conference.Room, []Problem) {
	var rooms []conference.Room
	numbers := seen{}
	problems := read(in, roomColumns, func(r *row) {
		room := conference.Room{
			Number: r.text("number"), Name: r.text("name"), Building: r.text("building"),
			Floor: r.floor(), Class: r.class(), Seats: r.seats(),
			Equipment: r.list("equipment", canonical(equipment)),
			Aliases:   r.list("aliases", func(s string) string { return s }),
			Layouts:   r.list("layouts", canonical(layouts)),
			Removed:   r.flag("removed"),
		}
		if room.Number == "" {
			r.problem("number is empty")
		} else {
			numbers.check(r, "number "+room.Number, room.Number)
		}
		rooms = append(rooms, room)
	})
	return rooms, problems
}

// DoubtRooms reads rooms.csv for what is no mistake and yet hardly meant: a room with more seats than its class's policy
// has for a venue (S32). A house may see its classes otherwise, so nothing is refused for it.
func DoubtRooms(in io.Reader, policies map[conference.Class]conference.Policy) []Problem {
	var doubts []Problem
	read(in, roomColumns, func(r *row) {
		class, seats := r.class(), r.seats()
		if most := policies[class].MostSeats; most > 0 && seats > most && !r.flag("removed") {
			doubts = append(doubts, Problem{r.line, fmt.Sprintf("room %s has %d seats, and class %s is for rooms of up to %d. It is taken as it is written; please see whether the class is right",
				r.text("number"), seats, class, most)})
		}
	})
	return doubts
}

func (r *row) seats() int {
	const most = 100_000
	n, err := strconv.Atoi(r.cells["seats"])
	if err != nil || n < 1 || n > most {
		r.problem("seats is %q, not a number from 1 to %d", r.cells["seats"], most)
	}
	return n
}

// floor is a whole number; cellars are negative or B1, B2; a trailing F, 层 or 楼 is dropped.
func (r *row) floor() int {
	text := strings.ToUpper(r.cells["floor"])
	if text == "" {
		return 0
	}
	number := strings.TrimRight(text, "F层楼")
	if below, ok := strings.CutPrefix(number, "B"); ok {
		number = "-" + below
	}
	n, err := strconv.Atoi(number)
	if err != nil || n < -20 || n > 200 {
		r.problem("floor is %q, not a number", r.cells["floor"])
	}
	return n
}

func (r *row) class() conference.Class {
	text := strings.ToUpper(strings.TrimSuffix(r.cells["class"], "类"))
	switch c := conference.Class(text); c {
	case conference.ClassA, conference.ClassB, conference.ClassC:
		return c
	}
	r.problem("class is %q, not A, B or C", r.cells["class"])
	return ""
}

// canonical looks a value up in a dictionary; what is not in it stays as it is.
func canonical(codes map[string]string) func(string) string {
	return func(value string) string {
		if code, ok := codes[strings.ToLower(value)]; ok {
			return code
		}
		return value
	}
}

// equipment are the codes of equipment by what people call it.
var equipment = map[string]string{
	"projector": "projector", "投影": "projector", "投影仪": "projector", "投影机": "projector",
	"whiteboard": "whiteboard", "白板": "whiteboard",
	"video": "video", "视频": "video", "视频会议": "video", "视频会议系统": "video", "video conference": "video", "video conferencing": "video",
	"sound": "sound", "音响": "sound", "音箱": "sound", "扩音": "sound", "sound system": "sound", "speakers": "sound",
	"screen": "screen", "屏幕": "screen", "大屏": "screen", "led屏": "screen", "led": "screen", "显示屏": "screen", "电视": "screen", "tv": "screen",
	"microphone": "microphone", "话筒": "microphone", "麦克风": "microphone", "麦": "microphone", "mic": "microphone", "microphones": "microphone",
	"phone": "phone", "电话": "phone", "电话会议": "phone", "conference phone": "phone",
	"recording": "recording", "录音": "recording", "录像": "recording", "录音录像": "recording",
	"computer": "computer", "电脑": "computer", "pc": "computer",
	"stage": "stage", "舞台": "stage", "主席台": "stage",
	"lectern": "lectern", "讲台": "lectern", "发言台": "lectern",
	"interpretation": "interpretation", "同声传译": "interpretation", "同传": "interpretation",
	"wifi": "wifi", "wi-fi": "wifi", "无线网": "wifi", "无线网络": "wifi",
}

// layouts are the codes of layouts by what people call them.
var layouts = map[string]string{
	"theatre": "theatre", "theater": "theatre", "剧院式": "theatre", "剧院": "theatre", "礼堂式": "theatre",
	"classroom": "classroom", "课桌式": "classroom", "课桌": "classroom", "教室式": "classroom", "课堂式": "classroom",
	"u": "u", "u-shape": "u", "u形": "u", "u型": "u", "u字形": "u", "u字型": "u",
	"board": "board", "boardroom": "board", "董事会": "board", "董事会式": "board", "会议桌": "board", "围桌": "board", "长桌": "board",
	"hollow": "hollow", "回形": "hollow", "回型": "hollow", "回字形": "hollow", "口字形": "hollow",
	"banquet": "banquet", "宴会式": "banquet", "圆桌": "banquet", "round": "banquet",
	"reception": "reception", "会见式": "reception", "沙发": "reception",
}
