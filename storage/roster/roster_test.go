package roster

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huiwu/conference"
)

func TestReadRooms(t *testing.T) {
	t.Parallel()
	want := []conference.Room{{Number: "301", Name: "小会议室", Building: "主楼", Floor: 3, Class: conference.ClassA, Seats: 12,
		Equipment: []string{"projector", "whiteboard", "茶台"}, Aliases: []string{"小会"}, Layouts: []string{"board"}}}
	cases := []struct{ name, file string }{
		{"English", "number,name,building,floor,class,seats,equipment,aliases,layouts\n301,小会议室,主楼,3,A,12,投影;Whiteboard;茶台,小会,boardroom\n"},
		{"Chinese, another order, a mark, CRLF, full-width separators", "\uFEFF座位数,类别,房号,名称,楼宇,楼层,设备,别名,台型\r\n12,a类,301,小会议室,主楼,3层,投影仪；白板；茶台；投影,小会,董事会式\r\n\r\n,,,,,,,,\r\n"},
		{"removed said to be no, spaces, quotes", "Number , Class,Seats,Name,Building,Floor,Equipment,Aliases,Layouts,removed\n 301 ,A, 12 ,\"小会议室\",主楼,3F,\"projector; 白板;茶台\",小会,会议桌,0\n"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, problems := ReadRooms(strings.NewReader(c.file))
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestReadRooms_problems(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, file string
		want       []string
	}{
		{"every bad row, with its line", "number,class,seats,floor\n301,A,12,3\n,B,20,2\n302,D,0,x\n301,A,10,B1\n\"30\n3\",A,5,1\n304,A,many,1,extra\n",
			[]string{"line 3: number is empty", `line 4: floor is "x"`, `line 4: class is "D"`, `line 4: seats is "0"`, "line 5: number 301 stands in line 2 already", "line 8: 5 cells"}},
		{"unknown column by its name", "number,class,seats,colour\n301,A,12,red\n", []string{`line 1: unknown column "colour"`}},
		{"missing and doubled columns", "number,房号\n301,301\n", []string{`column "number" is there twice`, `column "class" (类别) is missing`, `column "seats" (座位) is missing`}},
		{"empty", "", []string{"line 1: the file is empty"}},
		{"broken quote", "number,class,seats\n\"301,A,12\n302,A,9\n", []string{"line 2: extraneous or missing \" in quoted-field"}},
		{"not UTF-8", "number,class,seats\n\xb2\xe2,A,12\n", []string{"line 2: number is not UTF-8 text"}},
		{"odd flag", "number,class,seats,removed\n301,A,12,maybe\n", []string{`line 2: removed is "maybe"`}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, problems := ReadRooms(strings.NewReader(c.file))
			expect(t, problems, c.want)
		})
	}
}

// What a class is for is the house's to say: rooms of more seats are doubted and nothing more (S32).
func TestDoubtRooms(t *testing.T) {
	t.Parallel()
	file := "number,class,seats,removed\n301,A,40,\n302,A,41,\n303,B,41,\n304,A,60,1\n305,a类,100,\n306,Z,100,\n307,A,many,\n"
	policies := map[conference.Class]conference.Policy{conference.ClassA: {MostSeats: 40}, conference.ClassB: {}}
	expect(t, DoubtRooms(strings.NewReader(file), policies), []string{"line 3: room 302 has 41 seats, and class A is for rooms of up to 40", "line 6: room 305 has 100 seats"})
	policies[conference.ClassA] = conference.Policy{MostSeats: 100}
	expect(t, DoubtRooms(strings.NewReader(file), policies), nil)
}

// expect wants one problem for each part, in order.
func expect(t *testing.T, got []Problem, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("problems %v, want %d", got, len(want))
	}
	for i, p := range got {
		if !strings.Contains(p.String(), want[i]) {
			t.Errorf("problem %q, want %q", p, want[i])
		}
	}
}

func TestReadPeople(t *testing.T) {
	t.Parallel()
	got, problems := ReadPeople(strings.NewReader("姓名,手机,部门,角色,班组,语言,离职\n" +
		"王芳,139-0000-0001,办公室,,,,\n" +
		"周洁,+86 139 0000 0002,会务部,组长;服务员;班长,会议服务班,en,\n" +
		"Li Qiang,008613900000003,IT,Team leader;staff,sound,中文,1\n"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	want := []conference.Person{
		{Name: "王芳", Phone: "8613900000001", Department: "办公室", Roles: []conference.Role{conference.RoleStaff}},
		{Name: "周洁", Phone: "8613900000002", Department: "会务部", Roles: []conference.Role{conference.RoleTeamLeader, conference.RoleAttendant}, Crew: conference.CrewMeetingService, Language: "en"},
		{Name: "Li Qiang", Phone: "8613900000003", Department: "IT", Roles: []conference.Role{conference.RoleTeamLeader, conference.RoleStaff}, Crew: conference.CrewSound, Language: "zh-CN", Removed: true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestReadPeople_problems(t *testing.T) {
	t.Parallel()
	_, problems := ReadPeople(strings.NewReader("name,phone,roles,crew,language\n" +
		"A,13900000001,boss,,\n,12,guest,band,fr\nB,+8613900000001,,,\n"))
	expect(t, problems, []string{`line 2: role "boss"`, `line 3: role "guest"`, `line 3: crew "band"`, `line 3: language is "fr"`,
		"line 3: name is empty", "line 3: phone is not a telephone number", "line 4: this phone stands in line 2 already"})
	for _, p := range problems {
		if strings.Contains(p.Reason, "139") {
			t.Errorf("a report repeats a phone number: %v", p)
		}
	}
}

// Everything in the dictionaries is a role, crew or code of the domain's.
func TestDictionaries(t *testing.T) {
	t.Parallel()
	for _, role := range conference.Roles[1:] {
		if roleNames[string(role)] != role {
			t.Errorf("role %s cannot be given", role)
		}
	}
	for _, crew := range conference.Crews {
		if crewNames[string(crew)] != crew {
			t.Errorf("crew %s cannot be given", crew)
		}
	}
	for _, codes := range []map[string]string{equipment, layouts} {
		for name, code := range codes {
			if codes[code] != code || name != strings.ToLower(name) {
				t.Errorf("%s → %s: a code must be its own name, and names lower case", name, code)
			}
		}
	}
}

func TestPhone(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		"13912345678": "8613912345678", "+86 139 1234 5678": "8613912345678", "0086-139-1234-5678": "8613912345678",
		"8613912345678": "8613912345678", "１３９１２３４５６７８": "8613912345678", "(010) 6512-3456": "861065123456",
		"+44 20 7946 0958": "442079460958", "": "", "abc": "", "123": "", "+86 139 1234 5678 ext 9": "", "00": "", "+0123456789": "",
		"12345678901234567890": "",
	}
	for text, want := range cases {
		got, ok := Phone(text)
		if ok != (want != "") || ok && got != want {
			t.Errorf("Phone(%q) = %q, %v; want %q", text, got, ok, want)
		}
	}
}

func FuzzReadRooms(f *testing.F) {
	f.Add("number,class,seats\n301,A,12\n")
	f.Add("\uFEFF房号,类别,座位,设备\r\n\"3\"\"01\",A,12,投影；白板\r\n")
	f.Add("number,class,seats\n\"")
	f.Fuzz(func(t *testing.T, file string) {
		rooms, problems := ReadRooms(strings.NewReader(file))
		if len(problems) > 0 {
			return
		}
		for _, r := range rooms {
			if r.Number == "" || r.Seats < 1 || r.Class == "" || strings.ContainsRune(r.Number+r.Name, 0) {
				t.Errorf("let through %+v", r)
			}
		}
	})
}

func FuzzReadPeople(f *testing.F) {
	f.Add("name,phone,roles\nA,13900000001,组长;staff\n")
	f.Add("姓名,手机\n,,\n")
	f.Fuzz(func(t *testing.T, file string) {
		people, problems := ReadPeople(strings.NewReader(file))
		if len(problems) > 0 {
			return
		}
		for _, p := range people {
			again, ok := Phone(p.Phone)
			if p.Name == "" || len(p.Roles) == 0 || !ok || again != p.Phone {
				t.Errorf("let through %+v", p)
			}
		}
	})
}
