package floor

import (
	"context"
	"fmt"
	"time"
)

// FreeRooms counts the rooms that are free in [start, end): one probe of the exclusion constraint's index for each.
func (d *DB) FreeRooms(ctx context.Context, start, end time.Time) (n int, err error) {
	err = d.pool.QueryRow(ctx, `SELECT count(*) FROM rooms r LEFT JOIN LATERAL (
		SELECT true AS taken FROM bookings b WHERE b.room_id = r.id AND b.occupied && tstzrange($1, $2) AND b.status IN ('pending', 'confirmed')
		LIMIT 1) AS on_then ON true WHERE taken IS NULL`, start, end).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("floor: free rooms: %w", err)
	}
	return n, nil
}
