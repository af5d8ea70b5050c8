package handlers

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiwu/conference"
	"huiwu/handlers/form"
	"huiwu/storage/plan"
)

var forms = flag.String("forms", "", "a directory to write the printed forms to, to look at them")

// printed are the forms as they are filed: a meeting with everything, its purchases, its name cards.
func printed(v viewer) map[string]form.Form {
	m := served()
	b := &m.Booking
	b.Title = "2026年第四季度经营分析会暨“安全生产月”工作部署会"
	received(&m.Sheets[0], "周组长")
	m.Checks[0].Status, m.Checks[0].AnsweredBy = conference.CheckConfirmed, lead
	order := func(id int64, kind conference.TaskKind, crew conference.Crew, service string, n int, text string) conference.Task {
		s, _ := v.rules.Plan.Service(service)
		return conference.Task{ID: id, Kind: kind, Status: conference.TaskOffered, Crew: crew, BookingID: 27, BookingNumber: "A-1027", Room: hall, Requester: organiser,
			Name: s.Name, Plan: service, DueAt: onTuesday(14, 30), Order: &conference.Order{Service: service, Quantity: n, Text: text}}
	}
	cards := order(62, conference.TaskOrder, conference.CrewSecretariat, "name-cards", 12, "")
	cards.Order.Names = []string{"王局长", "李敏"}
	buys := []conference.Task{order(63, conference.TaskPurchase, conference.CrewBuyers, "banner", 1, "热烈欢迎各位代表"),
		order(64, conference.TaskPurchase, conference.CrewBuyers, "water", 48, ""), order(65, conference.TaskPurchase, conference.CrewBuyers, "flowers", 3, "讲台花，百合为主，高度不超过 40 cm")}
	m.Tasks = append(m.Tasks, cards, order(66, conference.TaskOrder, conference.CrewMeetingService, "layout", 1, "classroom"),
		order(67, conference.TaskOrder, conference.CrewSound, "microphone", 4, "两支鹅颈、两支手持"))
	m.Tasks = append(m.Tasks, buys...)
	for i, name := range []string{"李敏", "欧阳修远", "Anna Müller", "赵来宾"} {
		p := conference.Person{ID: int64(80 + i), Name: name, Department: []string{"经营管理部", "工程技术部", "Huiwu GmbH", ""}[i]}
		m.Attendees = append(m.Attendees, conference.Attendee{ID: int64(80 + i), Person: p, PartStat: conference.Accepted})
	}
	usual := served()
	usual.Booking.Leader, usual.Booking.Type = conference.Person{}, ""
	usual.Tasks = usual.Tasks[1:]
	return map[string]form.Form{
		"notice":        v.noticeForm(crewNotice{m: m, k: m.Sheets[0], phone: "+86 139 0000 0001"}),
		"notice-all":    v.noticeForm(crewNotice{m: m}),
		"notice-bare":   v.noticeForm(crewNotice{m: conference.Meeting{Booking: review()}, k: conference.Sheet{ID: 1, Crew: conference.CrewSound}}),
		"notice-silent": v.noticeForm(crewNotice{m: m, k: m.Sheets[3]}),
		"notice-usual":  v.noticeForm(crewNotice{m: usual, k: usual.Sheets[0], phone: "+86 139 0000 0001"}),
		"purchase":      v.purchaseForm(m, buys[1]),
		"name-cards":    v.nameCardsForm(m, cards),
	}
}

// paperWords are all that stands on a form, as a reader meets it.
func paperWords(f form.Form) string {
	parts := []string{f.Title, f.Subtitle, f.Number}
	for _, s := range f.Sections {
		parts = append(parts, s.Heading)
		for _, r := range s.Rows {
			parts = append(parts, r.Label+": "+r.Value)
		}
		if s.Table != nil {
			parts = append(parts, strings.Join(s.Table.Header, " | "))
			for _, row := range s.Table.Rows {
				parts = append(parts, strings.Join(row, " | "))
			}
		}
	}
	return strings.Join(append(parts, strings.Join(f.Signatures, " "), f.Footer), "\n") + "\n"
}

// TestPrint_Golden holds every word of the forms, in both languages, to what was read and found good.
func TestPrint_Golden(t *testing.T) {
	t.Parallel()
	locales, err := loadCatalogues(cst, "zh-CN")
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range Languages {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			v := viewer{locale: locales.in(lang), person: leader, now: noon, rules: conference.DefaultSettings(cst, plan.Default())}
			var all strings.Builder
			papers := printed(v)
			for _, name := range []string{"notice", "notice-all", "notice-bare", "notice-silent", "notice-usual", "purchase", "name-cards"} {
				fmt.Fprintf(&all, "## %s\n%s\n", name, paperWords(papers[name]))
			}
			golden(t, "forms."+lang+".txt", all.String())
		})
	}
}

// TestPrint_Draw draws each form, one page where one is enough, and with -forms DIR keeps the pictures.
func TestPrint_Draw(t *testing.T) {
	t.Parallel()
	font, err := form.Find("")
	if err != nil && os.Getenv("CI") != "true" {
		t.Skip("this machine has no Chinese font; install fonts-noto-cjk to run this test")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer font.Close() //nolint:errcheck // it was only read
	locales, err := loadCatalogues(cst, "zh-CN")
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range Languages {
		v := viewer{locale: locales.in(lang), person: leader, now: noon, rules: conference.DefaultSettings(cst, plan.Default())}
		for name, paper := range printed(v) {
			pages, err := font.Draw(paper)
			most := 2
			if name == "notice-usual" || name == "notice-bare" || name == "purchase" || name == "name-cards" {
				most = 1
			}
			if err != nil || len(pages) > most {
				t.Errorf("%s in %s: %d pages (%v)", name, lang, len(pages), err)
			}
			for i, page := range pages {
				if *forms != "" {
					if err := os.WriteFile(filepath.Join(*forms, fmt.Sprintf("%s-%s-%d.png", name, lang, i+1)), page, 0o600); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
}
