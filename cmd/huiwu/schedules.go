package main

import (
	"context"
	"time"

	"huiwu/conference"
	"huiwu/scheduler"
	"huiwu/storage"
)

// schedules are what happens by the calendar: what the house reports, and the standing duties of the plan in force.
func schedules(store *storage.Store, zone *time.Location) []scheduler.Schedule {
	all := []scheduler.Schedule{
		{
			// Before the shift ends, the supervisors and the authority's contact see the next two days (S128).
			Name: "outlook", Spec: "0 17 * * *",
			Deliver: func(at time.Time) []conference.Delivery {
				tomorrow := midnight(at, zone).AddDate(0, 0, 1)
				return report(conference.NoticeOutlook, conference.SubjectDay, tomorrow, at, conference.RoleSupervisor, conference.RoleAuthority)
			},
		},
		{
			// In the morning each crew's leader sees what the crew has (S129).
			Name: "daily", Spec: "0 7 * * *",
			Deliver: func(at time.Time) []conference.Delivery {
				return report(conference.NoticeDaily, conference.SubjectDay, midnight(at, zone), at, conference.RoleTeamLeader)
			},
		},
		{
			// Before the weekend the week is summed up (S130).
			Name: "weekly", Spec: "0 17 * * 5",
			Deliver: func(at time.Time) []conference.Delivery {
				return report(conference.NoticeWeekly, conference.SubjectWeek, at, at, conference.RoleSupervisor, conference.RoleDepartmentManager)
			},
		},
		{
			// What an overseer has open is as things stand.
			Name: "boards", Spec: "* * * * *", Passing: true,
			Do: func(ctx context.Context, at time.Time) error {
				return store.RefreshBoards(ctx, at) //nolint:wrapcheck // the scheduler names the schedule
			},
		},
		{
			// Today's meetings were tomorrow's on their cards, and tomorrow's the day after's.
			Name: "midnight", Spec: "0 0 * * *", Passing: true,
			Do: func(ctx context.Context, at time.Time) error {
				today := midnight(at, zone)
				return store.RefreshMeetings(ctx, today, today.AddDate(0, 0, 2), at) //nolint:wrapcheck // the scheduler names the schedule
			},
		},
		{
			// Telegram repeats an update for a day at most; two weeks leave room to look back.
			Name: "forget-updates", Spec: "30 4 * * *",
			Do: func(ctx context.Context, at time.Time) error {
				_, err := store.PurgeUpdates(ctx, at.AddDate(0, 0, -14))
				return err //nolint:wrapcheck // the scheduler names the schedule
			},
		},
	}
	for _, d := range store.Plan().Standing {
		all = append(all, standing(store, d))
	}
	return all
}

// standing is a standing duty's schedule: each run puts one task before the crew (S115, S116). One that comes at other
// times by a new plan is another schedule, which counts from there.
func standing(store *storage.Store, d conference.StandingDuty) scheduler.Schedule {
	name := "standing:" + d.ID + " " + d.Spec
	return scheduler.Schedule{Name: name, Spec: d.Spec, Claim: func(ctx context.Context, run, now time.Time) (bool, error) {
		return store.StandDuty(ctx, name, d.ID, run, now) //nolint:wrapcheck // the scheduler names the schedule
	}}
}

// report is a report's deliveries to those who have a role; half a day later nobody needs it any more.
func report(kind conference.NoticeKind, subject conference.SubjectKind, about, at time.Time, roles ...conference.Role) []conference.Delivery {
	var ds []conference.Delivery
	for _, role := range roles {
		ds = append(ds, conference.Delivery{Kind: kind, Subject: conference.Subject{Kind: subject, ID: about.Unix()},
			To: conference.Audience{Role: role}, Lane: conference.LaneBulk, ExpiresAt: at.Add(12 * time.Hour)})
	}
	return ds
}

// midnight is the start of an instant's local day.
func midnight(t time.Time, zone *time.Location) time.Time {
	y, m, d := t.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, zone)
}
