package roster

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"huiwu/conference"
)

var peopleColumns = []column{
	{"name", []string{"姓名", "名字"}, true},
	{"phone", []string{"电话", "手机", "手机号", "手机号码", "联系电话", "mobile"}, true},
	{"department", []string{"部门", "单位", "处室", "科室"}, false},
	{"roles", []string{"角色", "岗位", "职责", "role"}, false},
	{"crew", []string{"班组", "组", "班", "小组"}, false},
	{"building", []string{"楼宇", "楼", "楼栋", "负责楼栋"}, false},
	{"rank", []string{"职级", "级别"}, false},
	{"language", []string{"语言"}, false},
	{"removed", []string{"停用", "离职", "删除"}, false},
}

// ReadPeople reads people.csv: name and phone; and department, roles (staff when empty), crew, building (where
// somebody works; empty for everywhere), rank (of a leader, 1 the highest), language and removed where they are there. Roles and crews are taken by code or in Chinese;
// an empty language is left empty: whoever imports keeps what the person has.
func ReadPeople(in io.Reader) ([]conference.Person, []Problem) {
	var people []conference.Person
	phones := seen{}
	problems := read(in, peopleColumns, func(r *row) {
		p := conference.Person{
			Name: r.text("name"), Department: r.text("department"),
			Roles: r.roles(), Crew: r.crew(), Building: r.text("building"), Rank: r.rank(), Language: r.language(), Removed: r.flag("removed"),
		}
		if p.Name == "" {
			r.problem("name is empty")
		}
		phone, ok := Phone(r.cells["phone"])
		if ok {
			phones.check(r, "this phone", phone)
		} else {
			r.problem("phone is not a telephone number") // and is not repeated: reports get about
		}
		p.Phone = phone
		people = append(people, p)
	})
	return people, problems
}

func (r *row) roles() []conference.Role {
	roles := []conference.Role{}
	for _, name := range r.list("roles", func(s string) string { return s }) {
		role, ok := roleNames[spelling(name)]
		if !ok {
			r.problem("role %q is not known", name)
		} else if !slices.Contains(roles, role) {
			roles = append(roles, role)
		}
	}
	if len(roles) == 0 {
		roles = append(roles, conference.RoleStaff)
	}
	return roles
}

func (r *row) crew() conference.Crew {
	name := r.text("crew")
	crew, ok := crewNames[spelling(name)]
	if name != "" && !ok {
		r.problem("crew %q is not known", name)
	}
	return crew
}

func (r *row) rank() int {
	text := r.cells["rank"]
	if text == "" {
		return 0
	}
	rank, err := strconv.Atoi(text)
	if err != nil || rank < 1 || rank > 100 {
		r.problem("rank is %q, not 1 to 100", text)
	}
	return rank
}

func (r *row) language() string {
	language, ok := languages[strings.ToLower(r.cells["language"])]
	if !ok {
		r.problem("language is %q, not zh-CN or en", r.cells["language"])
	}
	return language
}

// spelling makes "Team leader", "team-leader" and "team_leader" one.
func spelling(name string) string {
	return strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(name))
}

var languages = map[string]string{
	"": "", "zh-cn": "zh-CN", "zh": "zh-CN", "zh_cn": "zh-CN", "中文": "zh-CN", "汉语": "zh-CN", "chinese": "zh-CN",
	"en": "en", "en-us": "en", "en-gb": "en", "英文": "en", "英语": "en", "english": "en",
}

// roleNames are the roles people on the roster may have; guests come by an invitation link.
var roleNames = map[string]conference.Role{
	"staff": conference.RoleStaff, "员工": conference.RoleStaff, "职员": conference.RoleStaff, "工作人员": conference.RoleStaff,
	"attendant": conference.RoleAttendant, "服务员": conference.RoleAttendant, "会务员": conference.RoleAttendant,
	"technician": conference.RoleTechnician, "技术员": conference.RoleTechnician, "音控员": conference.RoleTechnician, "工程师": conference.RoleTechnician,
	"team_leader": conference.RoleTeamLeader, "组长": conference.RoleTeamLeader, "班长": conference.RoleTeamLeader, "会务服务组长": conference.RoleTeamLeader,
	"authority": conference.RoleAuthority, "机关事务管理局": conference.RoleAuthority, "行政事务科": conference.RoleAuthority,
	"deputy_leader": conference.RoleDeputyLeader, "副组长": conference.RoleDeputyLeader, "副班长": conference.RoleDeputyLeader,
	"lobby_manager": conference.RoleLobbyManager, "大堂经理": conference.RoleLobbyManager,
	"department_manager": conference.RoleDepartmentManager, "部门经理": conference.RoleDepartmentManager,
	"environment_supervisor": conference.RoleEnvironmentSupervisor, "环境主管": conference.RoleEnvironmentSupervisor,
	"hotline": conference.RoleHotline, "热线": conference.RoleHotline, "服务热线": conference.RoleHotline, "信息处理中心": conference.RoleHotline,
	"supervisor": conference.RoleSupervisor, "主管": conference.RoleSupervisor, "客户服务部主管": conference.RoleSupervisor,
	"admin": conference.RoleAdmin, "管理员": conference.RoleAdmin, "系统管理员": conference.RoleAdmin,
}

var crewNames = map[string]conference.Crew{
	"meeting_service": conference.CrewMeetingService, "会议服务班": conference.CrewMeetingService, "会务": conference.CrewMeetingService,
	"会务部": conference.CrewMeetingService, "会务组": conference.CrewMeetingService, "会议服务": conference.CrewMeetingService,
	"sound": conference.CrewSound, "音控班": conference.CrewSound, "音控": conference.CrewSound, "音控组": conference.CrewSound,
	"technical": conference.CrewTechnical, "技术保障部": conference.CrewTechnical, "技术保障": conference.CrewTechnical, "工程技术部": conference.CrewTechnical,
	"safety": conference.CrewSafety, "安全部": conference.CrewSafety, "安全管理部": conference.CrewSafety, "保安": conference.CrewSafety,
	"cleaning": conference.CrewCleaning, "清洁绿化部": conference.CrewCleaning, "保洁": conference.CrewCleaning, "清洁": conference.CrewCleaning,
	"secretariat": conference.CrewSecretariat, "文秘信息组": conference.CrewSecretariat, "文秘": conference.CrewSecretariat,
	"logistics": conference.CrewLogistics, "后勤保障组": conference.CrewLogistics, "后勤": conference.CrewLogistics,
	"transport": conference.CrewTransport, "车辆运输组": conference.CrewTransport, "车队": conference.CrewTransport,
	"buyers": conference.CrewBuyers, "采购员": conference.CrewBuyers, "采购": conference.CrewBuyers,
}
