package storage

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"huiwu/conference"
	"huiwu/storage/plan"
)

// Plan is the service plan in force, as far as RefreshPlan has seen; that of the settings before anybody imported one.
func (s *Store) Plan() *conference.ServicePlan { return s.rules().Plan }

// planRow is a plan as it is kept.
type planRow struct {
	ID   int64
	Body string
}

// CurrentPlan is the text of the plan in force; CodeNotFound when none was imported.
func (s *Store) CurrentPlan(ctx context.Context) (string, error) {
	row, err := must(readOne(ctx, s.pool, pgx.RowToStructByPos[planRow], lastPlan))("plan")
	return row.Body, err
}

const lastPlan = `SELECT id, body FROM plans ORDER BY id DESC LIMIT 1`

// RefreshPlan takes up the plan that was imported last, and tells whether it is another one than before. One that
// cannot be read, as another version has imported it, is told once, and the one in force stays.
func (s *Store) RefreshPlan(ctx context.Context) (changed bool, err error) {
	row, found, err := readOne(ctx, s.pool, pgx.RowToStructByPos[planRow], lastPlan)
	if err != nil {
		return false, wrap("plan in force", err)
	}
	if !found || s.planID.Swap(row.ID) == row.ID {
		return false, nil
	}
	p, problems := plan.Parse(strings.NewReader(row.Body))
	if len(problems) > 0 {
		return false, fmt.Errorf("storage: plan %d: %s", row.ID, problems[0])
	}
	s.plan.Store(p)
	return true, nil
}

// ImportPlan puts a plan in force, as it is written; one that is in force already changes nothing. Meetings that are
// ahead are looked at again soon, so that they get what the new plan has for them. CodeImport with the problems of a
// text that is none.
func (s *Store) ImportPlan(ctx context.Context, now time.Time, text string) (changed bool, err error) {
	result, err := s.ImportTables(ctx, now, Tables{Plan: text})
	return result.Plan, err
}

// takenUp is how long it takes until every replica has seen a new plan.
const takenUp = 30 * time.Second

// importPlan queues a plan that is not in force yet.
func (c *change) importPlan(ctx context.Context, text string) (bool, error) {
	if text == "" {
		return false, nil
	}
	if _, problems := plan.Parse(strings.NewReader(text)); len(problems) > 0 {
		return false, conference.Refuse(conference.CodeImport, "file", "plan", "problems", problems)
	}
	var last planRow
	c.batch.Queue(`LOCK TABLE plans IN SHARE ROW EXCLUSIVE MODE`)
	queueRows(c.batch, pgx.RowToStructByPos[planRow], lastPlan, nil, first(&last))
	if err := c.flush(ctx); err != nil || last.Body == text {
		return false, err
	}
	c.batch.Queue(`INSERT INTO plans (at, body) VALUES ($1, $2)`, c.Now, text)
	c.batch.Queue(`UPDATE notices SET due_at = $1 WHERE kind = 'service' AND state = 'pending' AND due_at > $1`, c.Now.Add(takenUp))
	return true, nil
}
